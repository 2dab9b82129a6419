"""Where a text says when: its date phrases, by their offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.dates.words import compile_cores, compile_finder, compile_homographs


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """Words that say when; `text_handed_in[start:end] == text`."""

    start: int
    end: int
    text: str


def find_dates(text: str, start: int = 0, end: int | None = None) -> list[DatePhrase]:
    """Find every English phrase in `text[start:end]` that says when.

    Args:
        text: raw text; it is searched as it is and never changed.
        start: first code point to look at.
        end: one past the last; the whole rest when left out.

    Returns:
        Phrases in order, none overlapping another, offsets into `text`. "on", "in" and other
        words that belong to the phrase are inside it, and so is a possessive ending.

    >>> [d.text for d in find_dates("On Tuesday, a day after Monday’s vote, it may rain.")]
    ['On Tuesday', 'a day after', 'Monday’s']
    """
    start, stop, _ = slice(start, end).indices(len(text))
    # The one letter whose lower case is longer than itself would move every offset after it.
    low = text[start:stop].replace("İ", "i").lower()
    cores, finder, phrases, place = compile_cores(), compile_finder(), list[DatePhrase](), 0
    # Behind the last of the words that make a phrase a date there is none: 13 against 28 µs for
    # 170 characters without a date.
    while cores.search(low, place) and (found := finder.search(low, place)):
        first, last = found.span()
        place = last
        if common := _find_common_word(text, low, start, found):
            shorter = finder.match(low, first, common.start())
            # Past the opening word only: the rest may still hold a phrase.
            place = shorter.end() if shorter else common.end()
            if shorter is None or _find_common_word(text, low, start, shorter):
                continue
            last = shorter.end()
        a, b = start + first, start + last
        phrases.append(DatePhrase(a, b, text[a:b]))
    return phrases


def _find_common_word(
    text: str, low: str, offset: int, found: re.Match[str]
) -> re.Match[str] | None:
    """Return a word of the match that looks like a month but is written without a capital."""
    for word in compile_homographs().finditer(low, *found.span()):
        if not text[offset + word.start()].isupper():
            return word
    return None
