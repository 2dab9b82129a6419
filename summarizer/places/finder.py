"""Where a text names a country: each word that may begin a form, and the longest form there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from summarizer.places.forms import LETTER, WORD, FormIndex
from summarizer.places.namesakes import is_person, is_pronoun
from summarizer.places.table import CountryForm, Meaning, list_meanings

_ORDINARY_WORDS = frozenset("us polish poles dane brit lao jersey muscat swede".split()) | {
    "blue house",
    "south block",
    "temple trees",
}
"""Forms not looked for where case tells nothing."""
# The look back stands behind the capital: 3 against 8 µs for a sentence.
_CAPITALISED = re.compile(rf"[A-ZÀ-ÖØ-Þ](?<![{LETTER}].)[{LETTER}]*", re.DOTALL)
_BEGINS_LOW = re.compile(rf"(?<![{LETTER}])(?:[A-ZÀ-ÖØ-Þ]|al(?=[- ][QS])|e(?=Sw))[{LETTER}]*")
_LOW_NAMES = ("Qa", "Shabaab", "eSwatini")
"""Parts of the names that begin in lower case: "al-Qaeda", "eSwatini"."""
_SHORTEST_SHOUT = 4  # "IRAN" may be a name in capitals; "US" and "UN" are looked up as they are


@dataclass(frozen=True, slots=True)
class CountryMention:
    """Words of a text that name a country or an organisation of countries.

    Attributes:
        start: First code point, in the text handed in.
        end: One past the last code point; a possessive 's is not part of it.
        text: The words as they stand there.
        country: ISO 3166-1 alpha-3, XKX, or a code for what is no state: UNO, EUR, IGO, NGO, IMG.
        form: What kind of word it is; an organisation is a `name`.
    """

    start: int
    end: int
    text: str
    country: str
    form: CountryForm


@lru_cache(maxsize=2)
def _index(*, cased: bool) -> FormIndex[Meaning | None]:
    forms = list_meanings()
    if not cased:
        forms = (each for each in forms if each[0].lower() not in _ORDINARY_WORDS)
    return FormIndex(forms, cased=cased)


def find_mentions(
    text: str, start: int = 0, end: int | None = None, *, cased: bool = True
) -> list[CountryMention]:
    """Find the words between `start` and `end` that name a country.

    Args:
        text: Raw text; offsets of the result count in it.
        start: First code point to read.
        end: One past the last; the end of the text when not given.
        cased: Whether capitals tell names from words. False for a text all in lower or all in
            upper case; "us", "polish" and the like are then not looked for.

    Returns:
        Mentions in order, not overlapping.

    >>> [(m.text, m.country) for m in find_mentions("Kenya's envoy left Papua New Guinea.")]
    [('Kenya', 'KEN'), ('Papua New Guinea', 'PNG')]
    """
    end = len(text) if end is None else min(end, len(text))
    mentions: list[CountryMention] = []
    done = start
    index = _index(cased=cased)
    firsts = index.firsts
    for word in _choose_words(text, start, end, cased=cased).finditer(text, start, end):
        first = word[0]
        known = (first if cased else first.lower()) in firsts
        shouted = cased and first.isupper() and len(first) >= _SHORTEST_SHOUT
        if not (known or shouted) or word.start() < done:
            continue
        stop, meaning = index.find_longest(text, word, end)
        if shouted and stop == word.start():
            stop, meaning = _index(cased=False).find_longest(text, word, end)
        done = max(stop, done)
        if meaning is None:
            continue
        if cased and (is_person(text, word.start(), stop) or is_pronoun(text, word.start(), stop)):
            continue
        code, form = meaning
        mentions.append(CountryMention(word.start(), stop, text[word.start() : stop], code, form))
    return mentions


def _choose_words(text: str, start: int, end: int, *, cased: bool) -> re.Pattern[str]:
    """The pattern of the words that may begin a name."""
    if not cased:
        return WORD
    for part in _LOW_NAMES:
        if text.find(part, start, end) >= 0:
            return _BEGINS_LOW
    return _CAPITALISED
