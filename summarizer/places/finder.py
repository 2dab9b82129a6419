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
_CAPITALISED = re.compile(rf"(?<![{LETTER}])(?:[A-ZÀ-ÖØ-Þ]|al(?=[- ][QS])|e(?=Sw))[{LETTER}]*")
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
    find = _index(cased=cased).find_longest
    for word in (_CAPITALISED if cased else WORD).finditer(text, start, end):
        if word.start() < done:
            continue
        stop, meaning = find(text, word, end)
        if (
            stop == word.start()
            and cased
            and len(word.group()) >= _SHORTEST_SHOUT
            and word.group().isupper()
        ):
            stop, meaning = _index(cased=False).find_longest(text, word, end)
        done = max(stop, done)
        if meaning is None:
            continue
        if cased and (is_person(text, word.start(), stop) or is_pronoun(text, word.start(), stop)):
            continue
        code, form = meaning
        mentions.append(CountryMention(word.start(), stop, text[word.start() : stop], code, form))
    return mentions
