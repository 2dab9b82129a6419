"""What each form means: the table of countries, the organisations, the names of other things."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, NamedTuple, cast, get_args

from summarizer_schemas.codes import Sector
from summarizer_schemas.record import PartyKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CountryForm = Literal["name", "demonym", "capital", "seat", "town", "group"]


class Meaning(NamedTuple):
    """What a form stands for.

    Attributes:
        country: Code of the country or organisation.
        form: What kind of word names it.
        kind: What sort of party a group is; unknown for all else.
        sector: The PLOVER sector of a group.
        needs_noun: Whether it counts only before a noun for people.
    """

    country: str
    form: CountryForm
    kind: PartyKind = "unknown"
    sector: Sector | None = None
    needs_noun: bool = False


@dataclass(frozen=True, slots=True)
class Country:
    """One row of the table.

    Attributes:
        alpha3: ISO 3166-1 alpha-3, or the user-assigned XKX.
        name: Short English name.
        aliases: Other names: official, short, former, and parts that stand for the whole.
        demonyms: Adjectives and names of its people.
        capitals: Capitals, in the usual spellings.
        seats: Buildings and streets that stand for who governs there ("Kremlin").
    """

    alpha3: str
    name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[str, ...]


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
    "|University of Georgia|Moscow, Idaho|Lima, Ohio|London, Ontario|Panama City Beach"
    "|Panama City, Florida|Lebanon, Pennsylvania|Washington Post|Washington Times|Washington State"
    "|Washington state|Washington Nationals|Washington Commanders|Washington Capitals"
    "|Santiago de Cuba|Santiago de Compostela|Duke of Wellington|Notre Dame"
    "|Greenland Sea|Norwegian Sea|Tasman Sea|Nassau County|Bank of America|East London"
    "|Japan Sea|Macedonia, Ohio|Peru, Indiana|Cuba, Missouri|Gulf of Aden|Paris, Texas"
    "|Northern Cyprus|Turkish Republic of Northern Cyprus|Turkish Cypriot|Turkish Cypriots"
    "|Westminster Kennel Club|Westminster, Colorado|Westminster, California|Capitol Hill, Seattle"
)
"""Longer names that hold a country's name and mean another thing."""

_KINDS: dict[str, PartyKind] = {kind: kind for kind in get_args(PartyKind)}

_ACCENT_MATTERS = frozenset({"Malé", "Réunion", "San José"})
"""Without the accent: an adjective, a noun, a city in California."""


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
        aliases, demonyms, capitals, seats = (_split(cell) for cell in lists)
        countries.append(Country(alpha3, name, aliases, demonyms, capitals, seats))
    return tuple(countries)


def spell(form: str) -> set[str]:
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


def list_meanings(*, wide: bool = False) -> Iterator[tuple[str, Meaning | None]]:
    """Yield every form with what it means; None for a longer name that means no country.

    Args:
        wide: Whether towns, regions, peoples and groups come too (cities.tsv, groups.tsv).
    """
    for country in load_countries():
        named: tuple[tuple[CountryForm, Iterable[str]], ...] = (
            ("name", (country.name, *country.aliases)),
            ("demonym", country.demonyms),
            ("capital", country.capitals),
            ("seat", country.seats),
        )
        for form, words in named:
            for word in words:
                for spelling in spell(word):
                    yield spelling, Meaning(country.alpha3, form)
    for code, names in ORGANISATIONS.items():
        for name in names.split("|"):
            yield name, Meaning(code, "name")
    if wide:
        yield from _list_groups()
        yield from _list_towns()
    for name in _NO_COUNTRY.split("|"):
        yield name, None


def read_rows(file: str) -> Iterator[list[str]]:
    """Yield the cells of each row of a table in `data/`, without its head."""
    table = (files("summarizer") / "data" / file).read_text(encoding="utf-8")
    for line in table.splitlines():
        if line and not line.startswith(("#", "code\t")):
            yield line.split("\t")


def _list_groups() -> Iterator[tuple[str, Meaning | None]]:
    for code, kind, sector, names in read_rows("groups.tsv"):
        meaning: Meaning | None = None
        if kind == "people":
            meaning = Meaning(code, "demonym")
        elif code == "IMG":
            meaning = Meaning(code, "group", "armed_group", "UAF")
        elif code != "-":
            meaning = Meaning(
                code,
                "group",
                _KINDS.get(kind, "organisation"),
                cast("Sector", sector) if sector != "-" else None,
            )
        for name in names.split("|"):
            said = meaning._replace(needs_noun=name.endswith("+")) if meaning else None
            for spelling in spell(name.rstrip("+")):
                yield spelling, said


def _list_towns() -> Iterator[tuple[str, Meaning]]:
    for code, names in read_rows("cities.tsv"):
        for name in names.split("|"):
            for spelling in spell(name):
                yield spelling, Meaning(code, "town")
