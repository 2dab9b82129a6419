"""Counts of one slot of one pair of events, or of an event that nothing is paired with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from summarizer_evals.gold.records import (
    GoldClaim,
    GoldDate,
    GoldEvent,
    GoldLocation,
    GoldParty,
    GoldTarget,
)
from summarizer_evals.metrics.alignment import is_optional, match_sides
from summarizer_evals.metrics.matching import Agreement, Match, match
from summarizer_evals.metrics.slots import (
    SAME_PARTY,
    classify_stance,
    compare_date,
    compare_location,
    compare_party,
    compare_target,
    compare_types,
    match_figures,
    match_parties,
)
from summarizer_evals.scores import NOTHING, Tally
from summarizer_schemas.record import Claim, Event, EventDate, Location, Target

_G = TypeVar("_G", GoldTarget, GoldLocation, GoldDate)
_F = TypeVar("_F", Target, Location, EventDate)


class Count(NamedTuple):
    """The sums of one slot, with partial credit and without."""

    relaxed: Tally
    strict: Tally

    @property
    def is_filled(self) -> bool:
        """Whether the slot is filled on either side."""
        return bool(self.relaxed.found or self.relaxed.gold)


EMPTY = Count(NOTHING, NOTHING)
NamesOf = Mapping[str, str]
"""Id of a found event -> id of the gold event it is taken for."""


def _count_same(agreed: float, found: float, gold: float) -> Count:
    tally = Tally(agreed, found, gold)
    return Count(tally, tally)


def count_slots(
    gold: GoldEvent | None,
    found: Event | None,
    named: NamesOf,
    *,
    free: Collection[str] = (),
) -> dict[str, Count]:
    """Returns the counts of every slot; either event may be missing.

    Slots of a missing event count as empty, so that what nobody found, and what nobody asked
    for, stands in the denominators.

    Args:
        gold: the gold event.
        found: what is taken for it.
        named: which gold event each found one is taken for.
        free: ids of the gold events that need not be found.
    """
    actors, recipients = _find_sides(gold, found)
    counts = {
        "type": _count_type(gold, found),
        "modes": _count_codes(gold, found, "modes"),
        "contexts": _count_codes(gold, found, "contexts"),
        "actors": Count(*match_parties(actors, found.actors if found else ()).count()),
        "recipients": Count(*match_parties(recipients, found.recipients if found else ()).count()),
        "target": _count_one(
            gold.target if gold else None, found.target if found else None, compare_target
        ),
        "location": _count_one(
            gold.location if gold else None, found.location if found else None, compare_location
        ),
        "date": _count_one(
            gold.date if gold else None, found.date if found else None, compare_date
        ),
        "figures": Count(*match_figures(*_list_both(gold, found, "figures")).count()),
        "claims": Count(*match_claims(*_list_both(gold, found, "claims")).count()),
        "realis": _count_choice(gold, found, "realis"),
        "salience": _count_choice(gold, found, "salience"),
        "links": _count_links(gold, found, named, free),
    }
    if gold and found:
        counts |= _count_attributes(actors, recipients, gold, found)
    return counts


def _list_both(
    gold: GoldEvent | None, found: Event | None, slot: str
) -> tuple[Sequence[Any], Sequence[Any]]:
    return getattr(gold, slot, ()), getattr(found, slot, ())


def _find_sides(
    gold: GoldEvent | None, found: Event | None
) -> tuple[tuple[GoldParty, ...], tuple[GoldParty, ...]]:
    if gold is None:
        return (), ()
    return match_sides(gold, found) if found else (gold.actors, gold.recipients)


def _count_type(gold: GoldEvent | None, found: Event | None) -> Count:
    if gold and found:
        relaxed, strict = compare_types(gold, found)
        return Count(Tally(relaxed, 1, 1), Tally(strict, 1, 1))
    return _count_same(0, found is not None, gold is not None)


def _count_choice(gold: GoldEvent | None, found: Event | None, slot: str) -> Count:
    agreed = False
    if gold and found:
        accepted = (getattr(gold, slot), *getattr(gold, f"{slot}_accept"))
        agreed = getattr(found, slot) in accepted
    return _count_same(agreed, found is not None, gold is not None)


def _count_codes(gold: GoldEvent | None, found: Event | None, slot: str) -> Count:
    wanted: set[str] = set(getattr(gold, slot)) if gold else set()
    neutral: set[str] = set(getattr(gold, f"{slot}_accept")) - wanted if gold else set()
    given: set[str] = set(getattr(found, slot)) - neutral if found else set()
    return _count_same(len(wanted & given), len(given), len(wanted))


def _count_one(gold: _G | None, found: _F | None, compare: Callable[[_G, _F], Agreement]) -> Count:
    if gold is None or found is None:
        needed = gold is not None and not is_optional(gold)
        return _count_same(0, found is not None, needed)
    relaxed, strict = compare(gold, found)
    if gold.optional:
        return EMPTY if relaxed >= SAME_PARTY else _count_same(0, 1, 0)
    return Count(Tally(relaxed, 1, 1), Tally(strict, 1, 1))


# ---- claims ----


def list_speakers(claims: Sequence[GoldClaim]) -> list[GoldClaim]:
    """Returns the first claim of each claimant and stance: who says so counts once."""
    kept: dict[tuple[str, str], GoldClaim] = {}
    for one in claims:
        key = (one.claimant.text, classify_stance(one.stance))
        known = kept.get(key)
        if known is None or (known.optional and not one.optional):
            kept[key] = one
    return list(kept.values())


def match_claims(gold: Sequence[GoldClaim], found: Sequence[Claim]) -> Match[GoldClaim, Claim]:
    """Returns claims paired by claimant and stance; of each claimant and stance one counts."""
    return match(list_speakers(gold), _drop_repeated(found), _compare_claim)


def _drop_repeated(claims: Sequence[Claim]) -> list[Claim]:
    kept: dict[tuple[str, str], Claim] = {}
    for one in claims:
        kept.setdefault((one.claimant.text, classify_stance(one.stance)), one)
    return list(kept.values())


def _compare_claim(gold: GoldClaim, found: Claim) -> Agreement:
    """Same claimant and stance: 1; same claimant: a half of how alike the mentions are."""
    party = compare_party(gold.claimant, found.claimant)
    return party if states_same(gold, found) else Agreement(party.relaxed / 2, 0.0)


def states_same(gold: GoldClaim, found: Claim) -> bool:
    """Tells whether claimant and stance are right."""
    stances = {classify_stance(one) for one in (gold.stance, *gold.stance_accept)}
    party = compare_party(gold.claimant, found.claimant)
    return party.relaxed >= SAME_PARTY and classify_stance(found.stance) in stances


# ---- links, attributes ----


def _count_links(
    gold: GoldEvent | None, found: Event | None, named: NamesOf, free: Collection[str]
) -> Count:
    """Links by type and target; one to an event that need not be found may be missing, too."""
    known = set(named.values())
    wanted = list(gold.links) if gold else []
    given = [(one.type, named.get(one.target)) for one in (found.links if found else ())]
    agreed = missed = 0
    for link in wanted:
        hits = [
            one
            for one in given
            if one[1] == link.target and one[0] in (link.type, *link.type_accept)
        ]
        if hits:
            given.remove(hits[0])
        is_optional_link = link.optional or (link.target in free and link.target not in known)
        agreed += bool(hits) and not is_optional_link
        missed += not hits and not is_optional_link
    return _count_same(agreed, agreed + len(given), agreed + missed)


def _count_attributes(
    actors: Sequence[GoldParty], recipients: Sequence[GoldParty], gold: GoldEvent, found: Event
) -> dict[str, Count]:
    """What is said of parties, places and figures that are paired, and how certain it is."""
    pairs = [
        (mine, theirs)
        for side, told in ((actors, found.actors), (recipients, found.recipients))
        for mine, theirs, likeness in match_parties(side, told).pairs
        if likeness.relaxed >= SAME_PARTY
    ]
    counts = {
        f"party_{slot}": _sum(
            _count_attribute(
                getattr(mine, slot), getattr(mine, f"{slot}_accept"), getattr(theirs, slot)
            )
            for mine, theirs in pairs
        )
        for slot in ("kind", "country", "sector")
    }
    if gold.location and found.location:
        for slot in ("country", "precision"):
            counts[f"place_{slot}"] = _count_attribute(
                getattr(gold.location, slot),
                getattr(gold.location, f"{slot}_accept"),
                getattr(found.location, slot),
            )
    counts["figure_status"] = _sum(
        _count_attribute(mine.status, mine.status_accept, theirs.status)
        for mine, theirs, likeness in match_figures(gold.figures, found.figures).pairs
        if likeness.relaxed
    )
    # What gold leaves open is not scored.
    counts["certainty"] = _count_attribute(
        gold.certainty or "unknown", gold.certainty_accept, found.certainty
    )
    return counts


def _count_attribute(gold: str | None, accept: Sequence[str | None], found: str | None) -> Count:
    if gold == "unknown":
        return EMPTY
    found = None if found == "unknown" else found
    if found is None:
        return EMPTY if gold is None or None in accept else _count_same(0, 0, 1)
    if found == gold or found in accept:
        return _count_same(1, 1, 1)
    return _count_same(0, 1, gold is not None)


def _sum(counts: Iterable[Count]) -> Count:
    relaxed = strict = NOTHING
    for one in counts:
        relaxed, strict = relaxed + one.relaxed, strict + one.strict
    return Count(relaxed, strict)
