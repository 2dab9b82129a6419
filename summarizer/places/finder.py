"""Where a text names a country: each word that may begin a form, and the longest form there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from summarizer.places.forms import LETTER, WORD, FormIndex
from summarizer.places.namesakes import is_elsewhere, is_other_name, is_person, is_pronoun
from summarizer.places.table import CountryForm, Meaning, list_meanings
from summarizer_schemas.codes import Sector
from summarizer_schemas.record import PartyKind

_ORDINARY_WORDS = frozenset(
    "us polish poles dane brit lao jersey muscat swede mend arena dina ira eta tory fes fez perm "
    "kut gao lae enga rada derg mende tiv cree sis ria fis lens manus inuit garda curia moro naga "
    "ata columbine fdp tass care pasok karen".split()
) | {
    "blue house",
    "metropolitan police",
    "new forces",
    "peace now",
    "red shirts",
    "south block",
    "temple trees",
    "yellow shirts",
}
"""Forms not looked for where case tells nothing."""
_CAPITAL = "A-ZÀ-ÖØ-ÞČĆĐŁŚŠŞŻŽİ"
# The look back stands behind the capital: 3 against 8 µs for a sentence.
_CAPITALISED = re.compile(rf"[{_CAPITAL}](?<![{LETTER}].)[{LETTER}]*", re.DOTALL)
_BEGINS_LOW = re.compile(rf"(?<![{LETTER}])(?:[{_CAPITAL}]|al(?=-[A-Z]| [QS])|e(?=Sw))[{LETTER}]*")
_LOW_NAMES = ("Qa", "Shaba", "eSwatini")
"""Parts of the names that begin in lower case: "al-Qaeda", "eSwatini"."""
_NAME_AFTER = 40  # characters: the longest name of a country, about
_CLOSES = re.compile(r"[.,;:)](?!\s(?:and|or)\s)(?!\s[A-Z])|\s[a-z]{3}|\Z")
"""What follows "Alexandria, Egypt" and its like, but no list of places."""
_PEOPLE_AFTER = re.compile(
    r"\s(?:\w{3,12}\s)?(?:rebel|guerrill?a|insurgent|separatist|militant|fighter|refugee|civilian"
    r"|villager|leader|politician|part(?:y|ies)|communit(?:y|ies)|minorit(?:y|ies)|people|group|force"
    r"|arm(?:y|ies)|state|nationalist|extremist|suspect|prisoner|soldier|activist|youth|population"
    r"|protester|demonstrator)s?(?!\w)",
    re.IGNORECASE,
)
_SHORTEST_SHOUT = 4  # "IRAN" may be a name in capitals; "US" and "UN" are looked up as they are


@dataclass(frozen=True, slots=True)
class CountryMention:
    """Words of a text that name a country or an organisation of countries.

    Attributes:
        start: First code point, in the text handed in.
        end: One past the last code point; a possessive 's is not part of it.
        text: The words as they stand there.
        country: ISO 3166-1 alpha-3, XKX, or a code for what is no state: UNO, EUR, IGO, NGO, IMG.
        form: What kind of word it is; the organisations known by default are a `name`.
        kind: What sort of party a `group` is; unknown for all else.
        sector: The PLOVER sector of a `group`.
    """

    start: int
    end: int
    text: str
    country: str
    form: CountryForm
    kind: PartyKind = "unknown"
    sector: Sector | None = None

    @property
    def is_weak(self) -> bool:
        """Whether a country named beside it tells more: a town, or a group."""
        return self.form in {"town", "group"}


@lru_cache(maxsize=4)
def _index(*, cased: bool, wide: bool) -> FormIndex[Meaning | None]:
    forms = list_meanings(wide=wide)
    if not cased:
        forms = (each for each in forms if each[0].lower() not in _ORDINARY_WORDS)
    return FormIndex(forms, cased=cased)


def find_mentions(
    text: str,
    start: int = 0,
    end: int | None = None,
    *,
    cased: bool = True,
    wide: bool = False,
) -> list[CountryMention]:
    """Find the words between `start` and `end` that name a country.

    Args:
        text: Raw text; offsets of the result count in it.
        start: First code point to read.
        end: One past the last; the end of the text when not given.
        cased: Whether capitals tell names from words. False for a text all in lower or all in
            upper case; "us", "polish" and the like are then not looked for.
        wide: Whether towns, peoples and groups are found too, which imply a country rather than
            name it ("Mosul", "Chechens", "Hamas").

    Returns:
        Mentions in order, not overlapping.

    >>> [(m.text, m.country) for m in find_mentions("Kenya's envoy left Papua New Guinea.")]
    [('Kenya', 'KEN'), ('Papua New Guinea', 'PNG')]
    >>> [(m.text, m.form) for m in find_mentions("Hamas police in Gaza City", wide=True)]
    [('Hamas', 'group'), ('Gaza City', 'town')]
    """
    end = len(text) if end is None else min(end, len(text))
    mentions: list[CountryMention] = []
    done = start
    index = _index(cased=cased, wide=wide)
    firsts = index.firsts
    for word in _choose_words(text, start, end, cased=cased, wide=wide).finditer(text, start, end):
        first = word[0]
        known = (first if cased else first.lower()) in firsts
        shouted = cased and first.isupper() and len(first) >= _SHORTEST_SHOUT
        if not (known or shouted) or word.start() < done:
            continue
        stop, meaning = index.find_longest(text, word, end)
        if shouted and stop == word.start():
            stop, meaning = _index(cased=False, wide=wide).find_longest(text, word, end)
        done = max(stop, done)
        if meaning is None:
            continue
        if _means_other(text, word.start(), stop, meaning, cased=cased):
            continue
        words = text[word.start() : stop]
        mentions.append(CountryMention(word.start(), stop, words, *meaning[:4]))
    return mentions


def _means_other(text: str, start: int, end: int, meaning: Meaning, *, cased: bool) -> bool:
    """Whether a name stands there for somebody or something else."""
    if meaning.form == "town":
        return _is_other_town(text, start, end, meaning.country, cased=cased)
    if meaning.needs_noun:
        return _PEOPLE_AFTER.match(text, end) is None
    if not cased or meaning.form == "group":
        return False
    return is_person(text, start, end) or is_pronoun(text, start, end)


def _is_other_town(text: str, start: int, end: int, country: str, *, cased: bool) -> bool:
    """Whether the name of a town is part of a longer one, or another town's of that name."""
    if cased and is_other_name(text, start, end):
        return True
    if not text.startswith(", ", end):
        return False
    if is_elsewhere(text, end, country):
        return True
    following = find_mentions(text, end + 2, end + _NAME_AFTER, cased=cased)
    return (
        bool(following)
        and following[0].start == end + 2
        and following[0].form == "name"
        and following[0].country != country
        and _CLOSES.match(text, following[0].end) is not None
    )


def _choose_words(text: str, start: int, end: int, *, cased: bool, wide: bool) -> re.Pattern[str]:
    """The pattern of the words that may begin a name."""
    if not cased:
        return WORD
    if wide and (text.startswith("al-", start) or text.find(" al-", start, end) >= 0):
        return _BEGINS_LOW
    for part in _LOW_NAMES:
        if text.find(part, start, end) >= 0:
            return _BEGINS_LOW
    return _CAPITALISED
