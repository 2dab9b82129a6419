"""Where a text says when: its date phrases, by their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from summarizer.dates.words import (
    compile_cores,
    compile_finder,
    compile_homographs,
    compile_openings,
)

_WORD_START = re.compile(r"\w(?<!\w.)", re.DOTALL)

_MOST_PIECES = 16_384
"""Pieces remembered; an article has some 300."""


class _Parts(dict[str, Literal["core", "opening"] | None]):
    """What part a piece of text between blanks has in date phrases; judged once, then known.

    A core makes a phrase a date; after an opening and a blank a phrase may go on.
    """

    def __missing__(self, piece: str) -> Literal["core", "opening"] | None:
        if len(self) >= _MOST_PIECES:
            self.clear()
        part: Literal["core", "opening"] | None = None
        # Of "3/4" the first token is "3"; "İ" in lower case holds a mark, or none.
        if piece[-1].isdigit() or "\u0307" in piece or compile_cores().search(piece):
            part = "core"
        elif compile_openings().search(piece):
            part = "opening"
        self[piece] = part
        return part


_PARTS = _Parts()


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
    phrases, done = list[DatePhrase](), 0
    match = compile_finder().match
    for place in _list_places(low):
        if place < done or (found := match(low, place)) is None:
            continue
        done = last = found.end()
        if common := _find_common_word(text, low, start, found):
            shorter = match(low, place, common.start())
            # Past the opening word only: the rest may still hold a phrase.
            done = shorter.end() if shorter else common.end()
            if shorter is None or _find_common_word(text, low, start, shorter):
                continue
            last = shorter.end()
        a, b = start + place, start + last
        phrases.append(DatePhrase(a, b, text[a:b]))
    return phrases


def may_hold_dates(words: Iterable[str]) -> bool:
    """Tell whether `find_dates` can find anything; False is certain.

    Args:
        words: the tokens of the text, in lower case.
    """
    return "core" in map(_PARTS.__getitem__, words)


def _list_places(low: str) -> list[int]:
    """Return where a phrase may begin, in order.

    That is at a word that makes a phrase a date, or at one of those that lead up to it. To try
    the whole pattern all over a sentence takes three times as long.
    """
    pieces = low.split()
    parts = list(map(_PARTS.__getitem__, pieces))
    places: list[int] = []
    core, after = -1, 0
    for _ in range(parts.count("core")):
        before, core = core, parts.index("core", core + 1)
        begin = start = _find_piece(low, pieces[core], after)
        opening = core - 1
        while opening > before and parts[opening] == "opening":
            begin = low.rindex(pieces[opening], after, begin)
            opening -= 1
        after = start + len(pieces[core])
        places += [found.start() for found in _WORD_START.finditer(low, begin, after)]
    return places


def _find_piece(low: str, piece: str, start: int) -> int:
    """Return where a piece stands as a whole, between blanks."""
    while True:
        start = low.index(piece, start)
        end = start + len(piece)
        free = not start or low[start - 1].isspace()
        if free and (end == len(low) or low[end].isspace()):
            return start
        start += 1


def _find_common_word(
    text: str, low: str, offset: int, found: re.Match[str]
) -> re.Match[str] | None:
    """Return a word of the match that looks like a month but is written without a capital."""
    for word in compile_homographs().finditer(low, *found.span()):
        if not text[offset + word.start()].isupper():
            return word
    return None
