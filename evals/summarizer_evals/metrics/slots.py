"""How far two values of one slot agree: 0 to 1, and whether they are equal.

`strict` is 1 for values that are equal after normalising, else 0; `relaxed` gives part of it.
Wherever gold accepts several values, the one nearest to what was found counts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from summarizer_evals.edtf import Days, measure_overlap, read_edtf
from summarizer_evals.gold.records import (
    GoldDate,
    GoldEvent,
    GoldFigure,
    GoldLocation,
    GoldParty,
    GoldTarget,
)
from summarizer_evals.metrics.matching import ALIKE, NONE, SAME, Agreement, Match, match
from summarizer_evals.metrics.words import compare_bags, normalise_party
from summarizer_schemas.codebook import derive
from summarizer_schemas.record import Event, EventDate, Figure, Location, Party, Stance, Target

SAME_PARTY = ALIKE
"""Relaxed agreement from which two mentions are taken for one party."""


# ---- types ----


def compare_types(gold: GoldEvent, found: Event) -> Agreement:
    """Same type: 1; an accepted one: 1; another of the same quad class: a half; else 0."""
    if found.type == gold.type or found.type in gold.type_accept:
        return SAME
    quad = derive(found.type, found.modes).quad_class
    quads = {derive(one).quad_class for one in (gold.type, *gold.type_accept)}
    return Agreement(0.5, 0.0) if quad is not None and quad in quads else NONE


# ---- parties ----


def compare_party(gold: GoldParty, found: Party) -> Agreement:
    """Same words or name: 1; the same country, of two states: 1; else what words they share."""
    wordings = {normalise_party(one) for one in gold.wordings}
    said = {normalise_party(one) for one in (found.text, found.name) if one}
    if said & wordings:
        return SAME
    if gold.kind == found.kind == "state" and gold.country and gold.country == found.country:
        return SAME
    shared = max(
        (compare_bags(one.split(), other.split()) for one in said for other in wordings),
        default=0.0,
    )
    return Agreement(shared, 0.0)


def match_parties(gold: Sequence[GoldParty], found: Sequence[Party]) -> Match[GoldParty, Party]:
    """Returns who is taken for whom; parties that share no word are not paired."""
    return match(gold, found, compare_party)


# ---- target, location ----


def _compare_words(wordings: Iterable[str], found: str) -> Agreement:
    said = normalise_party(found)
    forms = {normalise_party(one) for one in wordings}
    if said in forms:
        return SAME
    return Agreement(max(compare_bags(said.split(), one.split()) for one in forms), 0.0)


def compare_target(gold: GoldTarget, found: Target) -> Agreement:
    """Same words: 1; else the words they share."""
    return _compare_words((gold.text, *gold.accept), found.text)


def compare_location(gold: GoldLocation, found: Location) -> Agreement:
    """Same place name or words: 1; else the words they share, at least a half for one country."""
    places = [one for one in (gold.place, *gold.place_accept, gold.text, *gold.accept) if one]
    best = NONE
    for said in (found.place, found.text):
        if said:
            best = max(best, _compare_words(places, said))
    countries = {one for one in (gold.country, *gold.country_accept) if one}
    if found.country in countries:
        is_country = gold.precision == "country" and found.precision == "country"
        return SAME if is_country else max(best, Agreement(0.5, 0.0))
    return best


# ---- dates ----


def _read_days(written: str | None) -> Days | None:
    if written is None:
        return None
    try:
        return read_edtf(written)
    except ValueError:
        return None


def list_days(gold: GoldDate) -> list[Days]:
    """Returns the intervals that gold accepts, the best one first."""
    days = (_read_days(one) for one in (gold.edtf, *gold.edtf_accept))
    return [one for one in days if one is not None]


def compare_date(gold: GoldDate, found: EventDate) -> Agreement:
    """An interval that gold accepts: 1; else days in both over days in either.

    Where gold says that no day follows from the phrase, a found date agrees when it has none.
    """
    accepted = list_days(gold)
    if found.start is None or found.end is None:
        return SAME if gold.edtf is None or None in gold.edtf_accept else NONE
    days = _read_days(found.edtf) or Days(found.start, found.end)
    if days in accepted:
        return SAME
    return Agreement(max((measure_overlap(days, one) for one in accepted), default=0.0), 0.0)


def measure_days_off(gold: GoldDate, found: EventDate) -> float | None:
    """Returns the days between what was found and the nearest accepted interval; 0 if they meet."""
    if found.start is None or found.end is None:
        return None
    gaps: list[int] = []
    for one in list_days(gold):
        start, end = one.start or found.start, one.end or found.end
        gaps.append(max((start - found.end).days, (found.start - end).days, 0))
    return float(min(gaps)) if gaps else None


# ---- figures ----


class Bounds(NamedTuple):
    """A count as an interval."""

    low: float
    high: float


def read_bounds(figure: GoldFigure | Figure) -> Bounds:
    """Returns what the count leaves open: "at least 9" reaches from 9 without end.

    "About 40" is taken for 36 to 44, "several" for one or more.
    """
    if figure.qualifier == "exact" and figure.best is not None:
        return Bounds(figure.best, figure.best)
    if figure.qualifier == "about" and figure.best is not None and figure.low is None:
        return Bounds(figure.best * 0.9, figure.best * 1.1)
    low = figure.low if figure.low is not None else int(figure.qualifier == "vague")
    return Bounds(low, figure.high if figure.high is not None else math.inf)


def compare_figure(gold: GoldFigure, found: Figure) -> Agreement:
    """Same measure, bounds and qualifier: 1; same measure, and bounds that overlap: a half."""
    if found.measure != gold.measure and found.measure not in gold.measure_accept:
        return NONE
    qualifiers = (gold.qualifier, *gold.qualifier_accept)
    same = all(
        getattr(gold, bound) == getattr(found, bound) or getattr(gold, bound) is None
        for bound in ("low", "best", "high")
    )
    if same and found.qualifier in qualifiers:
        return SAME
    mine, theirs = read_bounds(gold), read_bounds(found)
    overlaps = mine.low <= theirs.high and theirs.low <= mine.high
    return Agreement(0.5, 0.0) if overlaps else NONE


def match_figures(gold: Sequence[GoldFigure], found: Sequence[Figure]) -> Match[GoldFigure, Figure]:
    """Returns which figure is taken for which; of equal values, those of one claimant and group."""
    return match(gold, found, compare_figure, tie=_share_source)


def shares_source(gold: GoldFigure, found: Figure) -> bool:
    """Tells whether somebody who counts in gold counts in what was found."""
    return any(
        compare_party(one, other).relaxed >= SAME_PARTY
        for one in gold.claimants
        for other in found.claimants
    )


def _share_source(gold: GoldFigure, found: Figure) -> float:
    """How far who counts and who is counted agree, in hundredths."""
    best = [
        compare_party(one, other).relaxed for one in gold.claimants for other in found.claimants
    ]
    group = compare_bags((gold.group or "").split(), (found.group or "").split())
    return 0.01 * (max(best, default=0.0) + group)


# ---- claims ----

_SAYS: dict[Stance, str] = {
    "asserts": "says",
    "claims": "says",
    "confirms": "says",
    "denies": "denies",
    "rejects": "denies",
    "accuses": "blames",
}


def classify_stance(stance: Stance) -> str:
    """Returns `says`, `denies` or `blames`: what scorers tell apart."""
    return _SAYS[stance]
