"""Words that name a country: its name, its people, its capital.

A text is read once: each word that may begin a form is looked up, and the longest form that
fits there wins ("Papua New Guinea" before "Guinea"). The table is `data/countries.tsv`; what is
ambiguous there is left out, with the reason. Some longer names hold a country's name without
meaning it ("New Mexico", "Latin American"): they are read too, and yield nothing.

A name that people also bear (`Jordan`, `Chad`, `Georgia`) is passed over in three cases: after
a title or a common given name ("Mr Jordan", "Michael Jordan"); for the few that are given names
themselves, before another capitalised word ("Chad Smith") unless a whole heading is capitalised
or the word begins an institution or a landscape ("Jordan Valley"). The rule would rather miss
a country than invent one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CountryForm = Literal["name", "demonym", "capital"]


@dataclass(frozen=True, slots=True)
class Country:
    """One row of the table.

    Attributes:
        alpha3: ISO 3166-1 alpha-3, or the user-assigned XKX.
        name: Short English name.
        aliases: Other names: official, short, former, and parts that stand for the whole.
        demonyms: Adjectives and names of its people.
        capitals: Capitals, in the usual spellings.
    """

    alpha3: str
    name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]


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


ORGANISATIONS = {
    "UNO": "United Nations|UN|U.N.|UN Security Council|U.N. Security Council|UNICEF|UNESCO|UNHCR"
    "|UNRWA|UNIFIL|World Health Organization|World Food Programme",
    "EUR": "European Union|EU|E.U.|European Commission|European Parliament|European Council",
    "IGO": "NATO|Nato|North Atlantic Treaty Organization|African Union|Arab League|ASEAN|Asean"
    "|IMF|International Monetary Fund|World Bank|ECOWAS|Ecowas|OPEC|Opec|OSCE"
    "|Interpol|International Criminal Court|World Trade Organization"
    "|Organization of American States"
    "|Gulf Cooperation Council|BRICS|IAEA|International Atomic Energy Agency",
    "NGO": "Red Cross|Red Crescent|ICRC|International Committee of the Red Cross"
    "|Amnesty International|Human Rights Watch|MSF|Médecins Sans Frontières"
    "|Doctors Without Borders|Oxfam|Save the Children|Reporters Without Borders|Greenpeace",
    "IMG": "Islamic State|ISIS|ISIL|Daesh|Islamic State of Iraq and Syria"
    "|Islamic State of Iraq and the Levant|al-Qaeda|Al-Qaeda|al Qaeda|Al Qaeda|al-Qaida|Al-Qaida"
    "|al-Shabaab|Al-Shabaab|al Shabaab|Al Shabaab|Boko Haram",
}
"""Who acts across borders, under PLOVER's codes for actors that are no state."""

_NO_COUNTRY = (
    "New Mexico|New Jersey|New England|New South Wales|New Britain|New Ireland|New York"
    "|Gulf of Mexico|Gulf of Oman|Gulf of Guinea|Gulf of Thailand|Gulf of Panama|Sea of Japan"
    "|South China Sea|East China Sea|South China Morning Post|Indian Ocean|Indian Wells"
    "|American Indian|American Indians|West Indian|West Indians|West Indies|English Channel"
    "|Irish Sea|British Columbia|Inner Mongolia|Inner Mongolian|West Azerbaijan|East Azerbaijan"
    "|Niger Delta|Niger State|Niger River|Lake Chad|Lake Malawi|Benin City|Jersey City"
    "|Jersey Shore|Spanish flu|Guinea pig|Guinea pigs|Turkey Point|South American"
    "|South Americans|North American|North Americans|Central American|Central Americans"
    "|Latin American|Latin Americans|South America|North America|Central America|Latin America"
    "|Athens, Georgia|Rome, Georgia|Atlanta, Georgia|Savannah, Georgia|Augusta, Georgia"
    "|Columbus, Georgia|Macon, Georgia|Georgia Tech|Georgia State"
    "|University of Georgia|Paris, Texas|Moscow, Idaho|Lima, Ohio|London, Ontario|Panama City Beach"
    "|Panama City, Florida|Lebanon, Pennsylvania|Washington Post|Washington Times|Washington State"
    "|Washington state|Washington Nationals|Washington Commanders|Washington Capitals"
    "|Santiago de Cuba|Santiago de Compostela|Duke of Wellington|Notre Dame"
    "|Greenland Sea|Norwegian Sea|Tasman Sea|Nassau County|Bank of America|East London"
    "|Japan Sea|Macedonia, Ohio|Peru, Indiana|Cuba, Missouri"
)
"""Longer names that hold a country's name and mean another thing."""

_ACCENT_MATTERS = frozenset({"Malé", "Réunion", "San José"})
"""Without the accent: an adjective, a noun, a city in California."""

_ORDINARY_WORDS = frozenset("us polish poles dane brit lao jersey muscat swede".split())
"""Forms not looked for where case tells nothing."""

_GIVEN_NAMES = frozenset({"Jordan", "Chad", "Georgia", "Sofia", "Santiago"})
_SURNAMES = frozenset(
    "Jordan Ireland England Holland Wales Washington Paris London Berlin French German English "
    "Israel Francis Wellington Rome Welsh Scot Brit Dane".split()
)
_BEFORE_A_PERSON = frozenset(
    "Mr Mrs Ms Miss Dr Prof Professor Sir Dame Lord Lady Judge Justice Sen Senator Rep Coach Capt "
    "Captain Sgt Officer Detective Denzel George Michael Tom Kathy John James Robert William "
    "David Richard Joseph Thomas Charles Christopher Daniel Matthew Anthony Mark Paul Steven "
    "Andrew Kenneth Kevin Brian Edward Ronald Timothy Jason Jeffrey Ryan Jacob Gary Nicholas Eric "
    "Jonathan Stephen Larry Justin Scott Brandon Benjamin Samuel Frank Gregory Raymond Alexander "
    "Patrick Jack Dennis Jerry Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah "
    "Karen Lisa Nancy Betty Sandra Margaret Ashley Kimberly Emily Donna Michelle Carol Amanda "
    "Melissa Deborah Stephanie Rebecca Sharon Laura Cynthia Dorothy Amy Kathleen Angela Dawn Simon "
    "Peter Colin Kerry Martin Hamilton Vernon Jim Bob Bill Joe Mike Steve Dave Dan Gilbert Nigel "
    "Alan Harry Jeremy Philip Louis Booker Dinah Mitch Barry Eddie DeAndre Jake".split()
)
_AFTER_A_PLACE = frozenset(
    "Valley River Basin Times Armed Army Police Football National Central Air President Prime King "
    "Queen Foreign Defense Defence Interior Minister Ministry Government Parliament Monday Tuesday "
    "Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December Dream Metro Airport International University".split()
)
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?[ \u00a0]$")
_NAME_AFTER = re.compile(r"[ \u00a0]([A-ZÀ-ÖØ-Þ][^\W\d_]+)")
_SENTENCE_WORD = re.compile(
    r"(?<!\w)(?!(?:and|the|for|with|from|into|over|but|nor|after)(?!\w))[a-zß-öø-ÿ]{3,40}"
)  # a heading in capitals has no such word
_SHOUT_BEFORE = re.compile(r"(?<!\w)[A-Z]{2,}[ \u00a0]$")
_SHOUT_AFTER = re.compile(r"[ \u00a0][A-Z]{2,}(?!\w)")
_LETTER = r"\w\u0300-\u036f"  # combining marks belong to their word
_CAPITALISED = re.compile(rf"(?<![{_LETTER}])(?:[A-ZÀ-ÖØ-Þ]|al(?=[- ][QS])|e(?=Sw))[{_LETTER}]*")
_WORD = re.compile(rf"(?<![{_LETTER}])[^\W\d_][{_LETTER}]*")
_SHORTEST_SHOUT = 4  # "IRAN" may be a name in capitals; "US" and "UN" are looked up as they are
_LOOK_BACK = 24  # characters: longer than any title or given name
_HEADING_WINDOW = 60  # characters each side: a heading, or enough of a sentence to tell

_Meaning = tuple[str, CountryForm]


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


@lru_cache(maxsize=1)
def load_countries() -> tuple[Country, ...]:
    """Read the table; once, and 4 ms the first time.

    >>> next(c.capitals for c in load_countries() if c.alpha3 == "UKR")
    ('Kyiv', 'Kiev', 'Kyyiv')
    """
    path = files("summarizer") / "data" / "countries.tsv"
    table = path.read_text(encoding="utf-8")
    lines = [line for line in table.splitlines() if line and not line.startswith("#")]
    countries: list[Country] = []
    for line in lines[1:]:
        alpha3, name, *lists = line.split("\t")
        aliases, demonyms, capitals = (_split(cell) for cell in lists)
        countries.append(Country(alpha3, name, aliases, demonyms, capitals))
    return tuple(countries)


def _spellings(form: str) -> set[str]:
    """The form, and the ways to write it that the table leaves to the reader."""
    forms = {form}
    if form.startswith("Saint "):
        forms |= {"St" + form[5:], "St." + form[5:]}
    if "'" in form:
        forms |= {each.replace("'", "’") for each in forms}
    if not form.isascii():
        decomposed = {unicodedata.normalize("NFD", each) for each in forms}
        if form not in _ACCENT_MATTERS:
            forms |= {
                "".join(c for c in each if not unicodedata.combining(c)) for each in decomposed
            }
        forms |= decomposed
    return forms


def _meanings() -> Iterator[tuple[str, _Meaning | None]]:
    for country in load_countries():
        named: tuple[tuple[CountryForm, Iterable[str]], ...] = (
            ("name", (country.name, *country.aliases)),
            ("demonym", country.demonyms),
            ("capital", country.capitals),
        )
        for form, words in named:
            for word in words:
                for spelling in _spellings(word):
                    yield spelling, (country.alpha3, form)
    for code, names in ORGANISATIONS.items():
        for name in names.split("|"):
            yield name, (code, "name")
    for name in _NO_COUNTRY.split("|"):
        yield name, None


@lru_cache(maxsize=2)
def _index(*, cased: bool) -> dict[str, dict[str, _Meaning | None]]:
    """First word -> forms that begin with it -> what they mean."""
    index: dict[str, dict[str, _Meaning | None]] = {}
    for form, meaning in _meanings():
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
) -> tuple[int, _Meaning | None]:
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


def _is_person(text: str, start: int, end: int) -> bool:
    """Whether the name at `start:end` is rather a person's, or a US state's."""
    name = text[start:end]
    before = text[max(0, start - _LOOK_BACK) : start]
    if name in _SURNAMES or name in _GIVEN_NAMES:
        word = _WORD_BEFORE.search(before)
        if word is not None and word.group(1) in _BEFORE_A_PERSON:
            return True
    if name in {"Georgia", "Washington"} and before.lower().endswith("state of "):
        return True
    after = _NAME_AFTER.match(text, end) if name in _GIVEN_NAMES else None
    if after is None or after.group(1) in _AFTER_A_PLACE:
        return False
    window = text[max(0, start - _HEADING_WINDOW) : end + _HEADING_WINDOW]
    return _SENTENCE_WORD.search(window) is not None


def _is_pronoun(text: str, start: int, end: int) -> bool:
    """Whether "US" stands among capitals, where it may be the pronoun, or is a currency."""
    if text[start:end] != "US":
        return False
    shouted = _SHOUT_BEFORE.search(text[max(0, start - _LOOK_BACK) : start])
    return text[end : end + 1] == "$" or bool(shouted and _SHOUT_AFTER.match(text, end))


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
        if cased and (
            _is_person(text, word.start(), stop) or _is_pronoun(text, word.start(), stop)
        ):
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
