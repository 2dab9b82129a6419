"""Which found event is taken for which gold event.

similarity = Σ weight x relaxed agreement / Σ weight, over the slots filled on either side; 0 for
types that are neither equal nor of one quad class. Pairs below `TAU` are none, nor are those that
agree in nothing but the type: two events are not one because both are attacks. Of the others the
one-to-one assignment with the greatest sum is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from summarizer_evals.gold.records import (
    GoldDate,
    GoldEvent,
    GoldLocation,
    GoldParty,
    GoldTarget,
)
from summarizer_evals.metrics.definitions import TAU, WEIGHTS
from summarizer_evals.metrics.matching import Agreement, assign
from summarizer_evals.metrics.slots import (
    SAME_PARTY,
    compare_date,
    compare_location,
    compare_target,
    compare_types,
    match_figures,
    match_parties,
)
from summarizer_schemas.record import Event, EventDate, Evidence, Location, Party, Target

_G = TypeVar("_G", GoldTarget, GoldLocation, GoldDate)
_F = TypeVar("_F", Target, Location, EventDate)

_ANCHORS = {
    "actors": SAME_PARTY,
    "recipients": SAME_PARTY,
    "target": SAME_PARTY,
    "location": 0.51,
    "date": 0.5,
}
"""Least agreement of a slot that makes two events of one type the same."""
_TIE = 1e-6
"""Between equally alike events, those that stand on the same words."""
_NEEDED = 1e-7
"""Then those that must be found."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two events are.

    Attributes:
        similarity: 0 to 1.
        slots: relaxed agreement of each slot filled on either side.
        overlap: characters of evidence in both over those of the shorter one.
        shared: slots that say who, where or when, filled on both sides.
    """

    similarity: float
    slots: Mapping[str, float]
    overlap: float
    shared: frozenset[str] = frozenset()

    @property
    def is_match(self) -> bool:
        """Whether the two may be one event."""
        return self.similarity >= TAU and self.is_anchored

    @property
    def is_anchored(self) -> bool:
        """Whether something besides the type agrees.

        Where no such slot is filled on both sides, the words they stand on must. Of places more
        than the country must agree.
        """
        if any(self.slots[slot] >= _ANCHORS[slot] for slot in self.shared):
            return True
        return not self.shared and self.overlap > 0


@dataclass(frozen=True, slots=True)
class Alignment:
    """What is taken for what.

    Attributes:
        table: likeness of every gold event (rows) with every found one.
        pairs: (gold index, found index), in order of gold.
    """

    table: tuple[tuple[Likeness, ...], ...]
    pairs: tuple[tuple[int, int], ...]


def align(gold: Sequence[GoldEvent], found: Sequence[Event]) -> Alignment:
    """Returns the alignment of two lists of events; optional gold events take part in it."""
    table = tuple(tuple(compare_events(one, other) for other in found) for one in gold)
    weights = [
        [
            one.similarity + _TIE * one.overlap + _NEEDED * (not event.optional)
            if one.is_match
            else 0.0
            for one in row
        ]
        for event, row in zip(gold, table, strict=True)
    ]
    return Alignment(table, tuple(sorted(assign(weights))))


def find_likest(likeness: Sequence[Likeness]) -> int | None:
    """Returns the index of the most similar of those that match; None when none does."""
    known = [(one.similarity, -at) for at, one in enumerate(likeness) if one.is_match]
    return -max(known)[1] if known else None


def compare_events(gold: GoldEvent, found: Event) -> Likeness:
    """Returns how alike two events are, slot by slot."""
    overlap = measure_evidence_overlap(gold, found.evidence)
    kind = compare_types(gold, found).relaxed
    if not kind:
        return Likeness(0.0, {}, overlap)
    actors, recipients = compare_sides(gold, found)
    compared = {
        "type": kind,
        "actors": actors,
        "recipients": recipients,
        "target": _compare_one(gold.target, found.target, compare_target),
        "location": _compare_one(gold.location, found.location, compare_location),
        "date": _compare_one(gold.date, found.date, compare_date),
        "figures": match_figures(gold.figures, found.figures).measure(),
    }
    slots = {slot: value for slot, value in compared.items() if value is not None}
    whole = sum(WEIGHTS[slot] for slot in slots)
    similarity = sum(WEIGHTS[slot] * value for slot, value in slots.items()) / whole
    shared = frozenset(
        slot for slot in _ANCHORS if slot in slots and getattr(gold, slot) and getattr(found, slot)
    )
    return Likeness(similarity, slots, overlap, shared)


def compare_sides(gold: GoldEvent, found: Event) -> tuple[float | None, float | None]:
    """Returns how far actors and recipients agree; None where nobody stands on either side."""
    straight = _measure_sides(gold.actors, gold.recipients, found)
    if not gold.symmetric:
        return straight
    pool = match_sides(gold, found)
    return _measure_sides(pool[0], pool[1], found)


def match_sides(
    gold: GoldEvent, found: Event
) -> tuple[tuple[GoldParty, ...], tuple[GoldParty, ...]]:
    """Returns the gold parties of both sides; of a symmetric event as they were found."""
    if not gold.symmetric:
        return gold.actors, gold.recipients
    everybody = (*gold.actors, *gold.recipients)
    told: tuple[Party, ...] = (*found.actors, *found.recipients)
    as_recipients = {
        id(mine)
        for mine, theirs, _ in match_parties(everybody, told).pairs
        if any(theirs is one for one in found.recipients)
    }
    return (
        tuple(one for one in everybody if id(one) not in as_recipients),
        tuple(one for one in everybody if id(one) in as_recipients),
    )


def _measure_sides(
    actors: Sequence[GoldParty], recipients: Sequence[GoldParty], found: Event
) -> tuple[float | None, float | None]:
    return (
        match_parties(actors, found.actors).measure(),
        match_parties(recipients, found.recipients).measure(),
    )


def _compare_one(
    gold: _G | None, found: _F | None, compare: Callable[[_G, _F], Agreement]
) -> float | None:
    """Agreement of a slot with at most one value; a slot filled on one side only agrees in 0.

    What gold leaves to choice, or need not be said, does not count when it is not found.
    """
    if gold is None and found is None:
        return None
    if gold is None:
        return 0.0
    if found is None:
        return None if is_optional(gold) else 0.0
    return compare(gold, found).relaxed


def is_optional(slot: GoldTarget | GoldLocation | GoldDate) -> bool:
    """Tells whether leaving the slot empty is no mistake."""
    if isinstance(slot, GoldDate) and (slot.expressed is None or None in slot.edtf_accept):
        return True
    return slot.optional


def measure_evidence_overlap(gold: GoldEvent, evidence: Sequence[Evidence]) -> float:
    """Returns the greatest share of a span, the shorter of two, that stands in the other."""
    best = 0.0
    for one in gold.evidence:
        for other in evidence:
            common = min(one.end, other.end) - max(one.start, other.start)
            if common > 0:
                best = max(best, common / min(one.end - one.start, other.end - other.start))
    return best
