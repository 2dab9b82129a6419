"""Event metrics of one article: what is aligned, missed, too many, and how each slot agrees."""

from __future__ import annotations

import math
from typing import NamedTuple

from summarizer_evals.gold.records import GoldEvent
from summarizer_evals.metrics.counting import Count, count_slots, match_claims, states_same
from summarizer_evals.metrics.definitions import ATTRIBUTES, CORE_SLOTS
from summarizer_evals.metrics.readings import Reading
from summarizer_evals.metrics.slots import (
    compare_date,
    match_figures,
    measure_days_off,
    shares_source,
)
from summarizer_evals.metrics.strays import count_mentions, count_strays
from summarizer_evals.metrics.sums import Sums
from summarizer_evals.metrics.words import compare_bags, list_stems
from summarizer_evals.scores import Pair
from summarizer_schemas.record import Event


class CountedPair(NamedTuple):
    """Two events, one taken for the other, with the counts of every slot."""

    gold: GoldEvent
    found: Event
    counts: dict[str, Count]


def count_events(reading: Reading, sums: Sums, *, answered: bool = True) -> list[CountedPair]:
    """Adds everything that is counted about events; returns the pairs, optional ones last.

    Args:
        reading: the events.
        sums: what is added to.
        answered: whether there was an answer; silence for want of one is not right.
    """
    pairs, missed, spurious = reading.pairs, reading.missed, reading.spurious
    found, gold = len(pairs) + len(spurious), len(pairs) + len(missed)
    same = sum(other.type in (one.type, *one.type_accept) for one, other in pairs)
    sums.add("events", len(pairs), found, gold)
    sums.add("events_strict", same, found, gold)
    if not any(not one.optional for one in reading.gold):
        sums.add("no_event_correct", answered and not spurious, 1)
    counted = [_count_pair(one, other, reading, sums) for one, other in pairs]
    for event in missed:
        _add_slots(count_slots(event, None, reading.named, free=reading.free), sums)
        for figure in event.figures:
            sums.add(f"figures.{figure.measure}", 0, 0, not figure.optional)
    for too_many in spurious:
        _add_slots(count_slots(None, too_many, reading.named), sums)
        for extra in too_many.figures:
            sums.add(f"figures.{extra.measure}", 0, 1, 0)
    count_strays(reading, sums)
    count_mentions(reading, sums)
    counted += [
        CountedPair(one, other, count_slots(one, other, reading.named, free=reading.free))
        for one, other in reading.optional
    ]
    return counted


def _count_pair(gold: GoldEvent, found: Event, reading: Reading, sums: Sums) -> CountedPair:
    counts = count_slots(gold, found, reading.named, free=reading.free)
    _add_slots(counts, sums)
    for slot, count in counts.items():
        if slot not in ATTRIBUTES and not count.relaxed.gold and not _leaves_open(gold, slot):
            sums.add(f"null.{slot}", not count.relaxed.found, 1)
    _count_date(gold, found, sums)
    _count_figures(gold, found, sums)
    _count_attribution(gold, found, sums)
    sums.add("evidence_overlap", _measure_wording(gold, found), 1)
    return CountedPair(gold, found, counts)


def _leaves_open(gold: GoldEvent, slot: str) -> bool:
    """Whether gold allows a value although none is needed."""
    names = [one for one in (slot, f"{slot}_accept") if one in GoldEvent.model_fields]
    return any(getattr(gold, one) for one in names)


def _add_slots(counts: dict[str, Count], sums: Sums) -> None:
    for slot, count in counts.items():
        sums.add(f"slot.{slot}", *count.relaxed)
        sums.add(f"slot_strict.{slot}", *count.strict)
        if slot in CORE_SLOTS:
            sums.add("slots", *count.relaxed)
            sums.add("slots_strict", *count.strict)
        if slot == "figures":
            sums.add("figures", *count.strict)
            sums.add("figures_relaxed", *count.relaxed)


def show_pair(pair: CountedPair, reading: Reading) -> Pair:
    """Returns a pair for those who look: similarity, and agreement slot by slot."""
    row, column = reading.gold.index(pair.gold), reading.found.index(pair.found)
    return Pair(
        gold=pair.gold.id,
        found=pair.found.id,
        similarity=round(reading.alignment.table[row][column].similarity, 4),
        optional=pair.gold.optional,
        slots={
            slot: round(count.relaxed.value or 0.0, 4)
            for slot, count in pair.counts.items()
            if count.is_filled
        },
    )


def _count_date(gold: GoldEvent, found: Event, sums: Sums) -> None:
    given, said = gold.date, found.date
    if given is None or given.expressed is None:
        is_right = given is not None and said is not None and compare_date(given, said).strict > 0
        sums.add("fabricated_date", said is not None and said.start is not None and not is_right, 1)
        return
    if given.edtf is None or (said is None and (given.optional or None in given.edtf_accept)):
        return
    relaxed, strict = compare_date(given, said) if said else (0.0, 0.0)
    sums.add("dates", strict, 1)
    sums.add("dates_relaxed", relaxed, 1)
    if given.basis in ("relative", "event_anchored"):
        sums.add("dates_relative", strict, 1)
    off = measure_days_off(given, said) if said else None
    if off is not None:
        sums.note("days_off", off)


def _count_figures(gold: GoldEvent, found: Event, sums: Sums) -> None:
    match = match_figures(gold.figures, found.figures)
    for mine, theirs, agreement in match.pairs:
        if not mine.optional:
            sums.add(f"figures.{mine.measure}", agreement.strict, 1)
        if mine.claimants and agreement.relaxed and not mine.optional:
            sums.add("figure_sources", shares_source(mine, theirs), 1)
        if mine.best is not None and theirs.best is not None:
            sums.note("figure_log_error", abs(math.log((theirs.best + 1) / (mine.best + 1))))
    for mine in match.missed:
        sums.add(f"figures.{mine.measure}", 0, 0, 1)
    for theirs in match.extra:
        sums.add(f"figures.{theirs.measure}", 0, 1, 0)


def _count_attribution(gold: GoldEvent, found: Event, sums: Sums) -> None:
    if not gold.claims:
        sums.add("fabricated_attribution", bool(found.claims), 1)
        return
    match = match_claims(gold.claims, found.claims)
    needed = [(mine, theirs) for mine, theirs, _ in match.pairs if not mine.optional]
    right = sum(states_same(mine, theirs) for mine, theirs in needed)
    sums.add("attribution", right, len(needed) + len(match.missed))


def _measure_wording(gold: GoldEvent, found: Event) -> float:
    """Mean over the found spans of how much each shares with the nearest gold span."""
    wanted = [list_stems(one.quote, None) for one in gold.evidence]
    said = [list_stems(one.quote, None) for one in found.evidence]
    return sum(max(compare_bags(one, other) for other in wanted) for one in said) / len(said)
