"""A phrase that says where -> place, first-level division, country, and how exactly."""

from __future__ import annotations

import re

from summarizer.places import find_country, find_mentions
from summarizer_schemas.record import Location, Precision

_CAPITALISED = r"[^\W\d_a-z][\w'’.-]*"
_NAME = re.compile(rf"{_CAPITALISED}(?:[ -]{_CAPITALISED})*(?: and {_CAPITALISED})?")
_DIVISION = re.compile(
    r"\b(?:province|provinces|state|governorate|oblast|prefecture|canton)\b", re.IGNORECASE
)
_AREA = re.compile(
    r"\b(?:region|district|county|area|border|coast|valley|north|south|east|west)\b",
    re.IGNORECASE,
)
_NEAR = re.compile(r"\b(?:near|outside|close to|off|around|outskirts of)\b", re.IGNORECASE)
_UNNAMED = re.compile(r"[^\W\d_]{4}")


def read_location(words: str, *, inferred_country: str | None = None) -> Location:
    """Returns what a phrase of the article says about where.

    Args:
        words: the phrase, verbatim ("a village in Selm province").
        inferred_country: alpha-3 code that follows from the rest of the article ("on its
            territory"); used when the phrase itself names no country.

    Example:
        >>> place = read_location("the Kenyan town of Selm")
        >>> place.place, place.country, place.precision
        ('Selm', 'KEN', 'exact')
        >>> read_location("Selm province").admin1
        'Selm'
    """
    mentions = find_mentions(words)
    countries = {mention.country for mention in mentions}
    country = countries.pop() if len(countries) == 1 else find_country(words)
    name = _find_name(words, {mention.text for mention in mentions})
    division = name if name and _DIVISION.search(words) else None
    return Location(
        text=words,
        place=None if division else name,
        admin1=division,
        country=country or inferred_country,
        precision=_judge_precision(words, name, is_country=bool(mentions)),
        basis="inferred" if inferred_country and not country else "explicit",
    )


def _find_name(words: str, countries: set[str]) -> str | None:
    """The first capitalised run that is not itself the name of a country."""
    for run in _NAME.findall(words):
        if run not in countries and find_country(run) is None and len(run) > 1:
            return str(run)
    return None


def _judge_precision(words: str, name: str | None, *, is_country: bool) -> Precision:
    if _DIVISION.search(words) or _AREA.search(words):
        return "region"
    if name:
        return "near" if _NEAR.search(words) else "exact"
    if is_country:
        return "country"
    return "region" if _UNNAMED.search(words) else "unknown"
