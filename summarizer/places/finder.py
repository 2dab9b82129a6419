"""Where a text names a country: each word that may begin a form, and the longest form there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from summarizer.places.namesakes import is_person, is_pronoun
from summarizer.places.table import ORGANISATIONS, CountryForm, Meaning, list_meanings

_ORDINARY_WORDS = frozenset("us polish poles dane brit lao jersey muscat swede".split())
"""Forms not looked for where case tells nothing."""
_LETTER = r"\w\u0300-\u036f"  # combining marks belong to their word
_CAPITALISED = re.compile(rf"(?<![{_LETTER}])(?:[A-ZÀ-ÖØ-Þ]|al(?=[- ][QS])|e(?=Sw))[{_LETTER}]*")
_WORD = re.compile(rf"(?<![{_LETTER}])[^\W\d_][{_LETTER}]*")
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


class Gazetteer(Protocol):
    """Anything that finds countries in a text; `find_mentions` of this module is one."""

    def find_mentions(
        self, text: str, start: int = 0, end: int | None = None
    ) -> list[CountryMention]:
        """Return the mentions between `start` and `end`, in order, not overlapping."""
        ...


@lru_cache(maxsize=2)
def _index(*, cased: bool) -> dict[str, dict[str, Meaning | None]]:
    """First word -> forms that begin with it -> what they mean."""
    index: dict[str, dict[str, Meaning | None]] = {}
    for form, meaning in list_meanings():
        key = form if cased else form.lower()
        if cased or key not in _ORDINARY_WORDS:
            first = _WORD.match(key)
            if first is not None:
                index.setdefault(first.group(), {}).setdefault(key, meaning)
    return index


@lru_cache(maxsize=1024)
def _pattern(first: str, *, cased: bool) -> re.Pattern[str]:
    """All forms that begin with one word, the longest first, over any white space."""
    forms = sorted(_index(cased=cased)[first], key=len, reverse=True)
    choices = "|".join(r"\s{1,3}".join(map(re.escape, form.split(" "))) for form in forms)
    return re.compile(rf"(?:{choices})(?![{_LETTER}])", 0 if cased else re.IGNORECASE)


def _look_up(
    text: str, word: re.Match[str], end: int, *, cased: bool
) -> tuple[int, Meaning | None]:
    """Where the longest form at this word ends, and what it means; the word's start if none."""
    first = word.group() if cased else word.group().lower()
    forms = _index(cased=cased).get(first)
    if forms is None:
        return word.start(), None
    if len(forms) == 1 and first in forms:
        return word.end(), forms[first]
    found = _pattern(first, cased=cased).match(text, word.start(), end)
    if found is None:
        return word.start(), None
    key = " ".join(found.group().split())
    return found.end(), forms.get(key if cased else key.lower())


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
    for word in (_CAPITALISED if cased else _WORD).finditer(text, start, end):
        if word.start() < done:
            continue
        stop, meaning = _look_up(text, word, end, cased=cased)
        if (
            stop == word.start()
            and cased
            and len(word.group()) >= _SHORTEST_SHOUT
            and word.group().isupper()
        ):
            stop, meaning = _look_up(text, word, end, cased=False)
        done = max(stop, done)
        if meaning is None:
            continue
        if cased and (is_person(text, word.start(), stop) or is_pronoun(text, word.start(), stop)):
            continue
        code, form = meaning
        mentions.append(CountryMention(word.start(), stop, text[word.start() : stop], code, form))
    return mentions


def find_country(text: str, *, organisations: bool = False) -> str | None:
    """Say which one country a phrase names.

    Args:
        text: A phrase ("the Kenyan foreign ministry").
        organisations: Whether "the United Nations" is answered too, with UNO, IGO and so on;
            otherwise such names are passed over.

    Returns:
        The code when exactly one is named, by name, demonym or capital; else None.

    >>> find_country("northern Syria"), find_country("Syria and Iraq")
    ('SYR', None)
    """
    cased = text not in {text.lower(), text.upper()} or len(text) < _SHORTEST_SHOUT
    codes = {
        mention.country
        for mention in find_mentions(text, cased=cased)
        if organisations or mention.country not in ORGANISATIONS
    }
    return codes.pop() if len(codes) == 1 else None
