"""Reading one phrase that says where."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from summarizer.locations.spots import Phrase, Spot
from summarizer.places import Gazetteer
from summarizer_schemas.record import Location, Precision

_AREA_NOUN = (
    r"(?:regions?|districts?|count(?:y|ies)|areas?|border(?:lands?)?|coasts?|coastline|valleys?"
    r"|peninsula|islands?|archipelago|mountains?|hills|deserts?|forests?|sea|gulf|straits?|oceans?"
    r"|channel|lakes?|rivers?|basin|delta|corridor|waters|countryside|bay)"
)
_AREA = re.compile(rf"(?<!\w){_AREA_NOUN}(?!\w)", re.IGNORECASE)
_AREA_AFTER = re.compile(rf"(?:\s[a-z-]+)?\s{_AREA_NOUN}(?!\w)", re.IGNORECASE)
_AREA_NAME = re.compile(
    r"(?:^|\s)(?:sea|gulf|straits?|ocean|channel|peninsula|archipelago|mountains|desert|basin|delta"
    r"|valley|islands|coast|bay)(?:$|\sof\s)|^Lake\s",
    re.IGNORECASE,
)
_WATER_NAME = re.compile(r"\s(?:lake|river|bay|forest)$", re.IGNORECASE)  # towns are called so too
_QUARTER = re.compile(r"\s(?:districts?|areas?)(?!\w)", re.IGNORECASE)
_DIRECTION = re.compile(
    r"(?<!\w)(?:(?:north|south)?-?(?:east|west)?(?:ern|ernmost)?|north|south|east|west|central"
    r"|upper|lower|rural|coastal|interior|parts? of)(?!\w)(?<![\s-])",
    re.IGNORECASE,
)
_BORDER = re.compile(
    r"(?<!\w)(?:border|frontier|line of control|buffer zone)s?(?!\w)", re.IGNORECASE
)
_TERRITORY = re.compile(
    r"^(?:(?:on|in|into|inside|over)\s)?(?:(?:its|their|the|(?:each\s|one\san)other['’]s"
    r"|(?-i:[A-Z]\S*(?:\s[A-Z]\S*){0,3}))\s)?(?:own\s)?(?:territory|soil|airspace)\.?$",
    re.IGNORECASE,
)
_LONGEST = 400  # characters; what stands behind them in a phrase does not say where
_UNNAMED = re.compile(r"[^\W\d_]{4}")


def read_location(
    words: str, *, inferred_country: str | None = None, gazetteer: Gazetteer | None = None
) -> Location:
    """Returns what a phrase of the article says about where.

    Args:
        words: The phrase, verbatim ("a village in Selm province").
        inferred_country: alpha-3 code that follows from the rest of the article ("on its
            territory"); used when the phrase itself names no country.
        gazetteer: Asked for a place whose country or division is still unknown; its answer
            counts where all it knows by that name agree.

    Example:
        >>> found = read_location("the Kenyan town of Selm")
        >>> found.place, found.country, found.precision, found.basis
        ('Selm', 'KEN', 'exact', 'explicit')
        >>> found = read_location("near the town of Selm in Balochistan province")
        >>> found.place, found.admin1, found.country, found.precision, found.basis
        ('Selm', 'Balochistan', 'PAK', 'near', 'inferred')
        >>> read_location("the Pakistan-Iran border").country is None
        True
    """
    found = _read(words[:_LONGEST], inferred_country)
    country, admin1 = found.country, found.admin1
    if found.place is not None and gazetteer is not None and not (country and admin1):
        country, admin1 = _ask(gazetteer, found.place, country, admin1)
    return Location(
        text=words,
        place=found.place,
        admin1=admin1,
        country=country,
        precision=found.precision,
        basis="inferred" if country and not found.is_explicit else "explicit",
    )


class _Reading(NamedTuple):
    """What the words alone say."""

    place: str | None
    admin1: str | None
    country: str | None
    is_explicit: bool
    precision: Precision


@lru_cache(maxsize=256)  # one article names the same place for event after event
def _read(words: str, inferred_country: str | None) -> _Reading:
    phrase = Phrase(words, inferred_country)
    spot = phrase.choose_spot()
    admin1 = phrase.choose_division()
    place = phrase.name_spot(spot) if spot else None
    country, is_explicit = phrase.choose_country(spot)
    return _Reading(place, admin1, country, is_explicit, _judge_precision(phrase, spot, admin1))


def _ask(
    gazetteer: Gazetteer, place: str, country: str | None, admin1: str | None
) -> tuple[str | None, str | None]:
    """Country and division, filled in where all places of this name agree."""
    known = gazetteer.find(place, country=country)
    countries = {entry.country for entry in known}
    if len(countries) != 1 or (country and countries != {country}):
        return country, admin1
    divisions = {entry.admin1 for entry in known}
    found = divisions.pop() if len(divisions) == 1 else None
    return countries.pop(), admin1 or found


def _judge_precision(phrase: Phrase, spot: Spot | None, admin1: str | None) -> Precision:
    words = phrase.words
    if spot is not None:
        if spot.is_near:
            return "near"
        return "region" if _is_area(phrase, spot) else "exact"
    if admin1 or phrase.divisions:
        return "region"
    if _TERRITORY.match(words) and (phrase.claims or phrase.inferred_country):
        return "country"
    if _AREA.search(words) or _BORDER.search(words) or len(phrase.countries) > 1:
        return "region"
    if phrase.countries:
        return "region" if phrase.has_part(_DIRECTION) else "country"
    return "region" if _UNNAMED.search(words) else "unknown"


def _is_area(phrase: Phrase, spot: Spot) -> bool:
    """Whether the name is of a stretch of land or water; a quarter of a named town is not."""
    if _QUARTER.match(phrase.words, spot.end) and phrase.has_town_besides(spot):
        return False
    name = phrase.words[spot.start : spot.end]
    if _WATER_NAME.search(name):
        return phrase.words[: spot.start].lower().endswith("the ")
    return bool(_AREA_AFTER.match(phrase.words, spot.end) or _AREA_NAME.search(name))
