"""Event metrics of one article: what is aligned, missed, too many, told twice, made up."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from summarizer_evals.gold.records import Background, Gold, GoldEvent
from summarizer_evals.metrics.alignment import Alignment, align, find_likest
from summarizer_evals.metrics.counting import Count, count_slots, match_claims, states_same
from summarizer_evals.metrics.definitions import CORE_SLOTS, SLOTS, TAU_SEEN
from summarizer_evals.metrics.slots import (
    compare_date,
    match_figures,
    measure_days_off,
    shares_source,
)
from summarizer_evals.metrics.words import compare_bags, list_stems
from summarizer_evals.scores import Pair, Tally
from summarizer_schemas.codebook import derive
from summarizer_schemas.record import Event

_DIGITS = 6
"""Of counts with partial credit: the same outputs give the same sums in whatever order."""
_BACKGROUND_OVERLAP = 0.5
"""Share of a span, the shorter of two, from which a found event is taken for a background item."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The events of one article, sorted by what became of them.

    Attributes:
        gold: all gold events.
        found: all found ones.
        alignment: what is taken for what.
        pairs: pairs of a gold event that is needed.
        optional: pairs of one that is not.
        missed: gold events that are needed and have no partner.
        spurious: found events without a partner that count as too many.
        background: found events without a partner that gold lists as background, with the item.
        unfounded: ids of found events with evidence that is not what the article has there.
    """

    gold: tuple[GoldEvent, ...]
    found: tuple[Event, ...]
    alignment: Alignment
    pairs: tuple[tuple[GoldEvent, Event], ...]
    optional: tuple[tuple[GoldEvent, Event], ...]
    missed: tuple[GoldEvent, ...]
    spurious: tuple[Event, ...]
    background: tuple[tuple[Background, Event], ...]
    unfounded: frozenset[str] = frozenset()

    @property
    def free(self) -> frozenset[str]:
        """Ids of the gold events that need not be found."""
        return frozenset(one.id for one in self.gold if one.optional)

    @property
    def named(self) -> dict[str, str]:
        """Id of a found event -> id of the gold event it is taken for."""
        return {self.found[at].id: self.gold[row].id for row, at in self.alignment.pairs}


def read_events(gold: Gold, found: Sequence[Event], text: str) -> Reading:
    """Returns the events of an article, sorted by what became of them.

    A found event that gold lists as background is not counted when it is marked as such:
    realis `generic` or salience `background`.
    """
    alignment = align(gold.events, found)
    matched = {column: gold.events[row] for row, column in alignment.pairs}
    rows = {row for row, _ in alignment.pairs}
    paired = [(one, found[column]) for column, one in matched.items()]
    spurious: list[Event] = []
    background: list[tuple[Background, Event]] = []
    for column, event in enumerate(found):
        if column in matched:
            continue
        item = _find_background(gold.background, event)
        if item is not None:
            background.append((item, event))
        if item is None or not is_marked_background(event):
            spurious.append(event)
    return Reading(
        gold=gold.events,
        found=tuple(found),
        alignment=alignment,
        pairs=tuple(one for one in paired if not one[0].optional),
        optional=tuple(one for one in paired if one[0].optional),
        missed=tuple(
            one for at, one in enumerate(gold.events) if at not in rows and not one.optional
        ),
        spurious=tuple(spurious),
        background=tuple(background),
        unfounded=frozenset(
            event.id
            for event in found
            if any(text[one.start : one.end] != one.quote for one in event.evidence)
        ),
    )


def is_marked_background(event: Event) -> bool:
    """Tells whether the record itself says that it is no dated happening."""
    return event.realis == "generic" or event.salience == "background"


def _find_background(items: Iterable[Background], event: Event) -> Background | None:
    for item in items:
        span = item.evidence
        common = max(
            (min(span.end, one.end) - max(span.start, one.start))
            / min(one.end - one.start, span.end - span.start)
            for one in event.evidence
        )
        if common >= _BACKGROUND_OVERLAP and _is_alike(item, event):
            return item
    return None


def _is_alike(item: Background, event: Event) -> bool:
    if item.type is None or item.type == event.type:
        return True
    quad = derive(event.type, event.modes).quad_class
    return quad is not None and quad == derive(item.type).quad_class


# ---- counts ----


@dataclass(slots=True)
class Sums:
    """Sums of many metrics, while they are being counted."""

    sums: dict[str, list[float]] = field(default_factory=dict[str, "list[float]"])
    samples: dict[str, list[float]] = field(default_factory=dict[str, "list[float]"])

    def add(self, metric: str, agreed: float, found: float, gold: float | None = None) -> None:
        """Adds to a metric; one denominator is enough for a ratio."""
        gold = found if gold is None else gold
        known = self.sums.get(metric)
        if known is None:
            self.sums[metric] = [agreed, found, gold]
        else:
            known[0] += agreed
            known[1] += found
            known[2] += gold

    @property
    def counts(self) -> dict[str, Tally]:
        """The sums as they stand."""
        return {
            metric: Tally(*(round(float(part), _DIGITS) for part in parts))
            for metric, parts in self.sums.items()
        }

    def note(self, name: str, value: float) -> None:
        """Keeps one measurement."""
        self.samples.setdefault(name, []).append(value)


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
    _count_strays(reading, sums)
    _count_mentions(reading, sums)
    counted += [
        CountedPair(one, other, count_slots(one, other, reading.named, free=reading.free))
        for one, other in reading.optional
    ]
    return counted


def _count_pair(gold: GoldEvent, found: Event, reading: Reading, sums: Sums) -> CountedPair:
    counts = count_slots(gold, found, reading.named, free=reading.free)
    _add_slots(counts, sums)
    for slot in SLOTS:
        if slot.startswith(("party_", "place_")):
            continue  # attributes of what is there
        count = counts.get(slot)
        if count is not None and not count.relaxed.gold and not _leaves_open(gold, slot):
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
    pairs, missed, _ = match_claims(gold.claims, found.claims)
    needed = [(mine, theirs) for mine, theirs, _ in pairs if not mine.optional]
    right = sum(states_same(mine, theirs) for mine, theirs in needed)
    sums.add("attribution", right, len(needed) + len(missed))


def _measure_wording(gold: GoldEvent, found: Event) -> float:
    """Mean over the found spans of how much each shares with the nearest gold span."""
    wanted = [list_stems(one.quote, None) for one in gold.evidence]
    said = [list_stems(one.quote, None) for one in found.evidence]
    return sum(max(compare_bags(one, other) for other in wanted) for one in said) / len(said)


def _count_strays(reading: Reading, sums: Sums) -> None:
    """Adds found events that are made up, told twice, or several gold events in one."""
    found = len(reading.pairs) + len(reading.spurious)
    if found:
        made_up = sum(1 for _ in list_hallucinated(reading))
        twice = sum(1 for _ in list_split(reading))
        sums.add("hallucination", made_up, found)
        sums.add("split", twice, found)
    gold = len(reading.pairs) + len(reading.missed)
    if gold:
        sums.add("merge", sum(1 for _ in list_merged(reading)), gold)


def list_hallucinated(reading: Reading) -> Iterator[Event]:
    """Yields the events too many that are like no gold event, or whose evidence is made up."""
    known = {other.id for _, other in reading.background}
    for event in reading.spurious:
        column = reading.found.index(event)
        is_like_none = all(row[column].similarity < TAU_SEEN for row in reading.alignment.table)
        if event.id in reading.unfounded or (is_like_none and event.id not in known):
            yield event


def list_split(reading: Reading) -> Iterator[tuple[Event, GoldEvent]]:
    """Yields the events too many that are like a gold event which has a partner already."""
    taken = {row for row, _ in reading.alignment.pairs}
    for event in reading.spurious:
        column = reading.found.index(event)
        best = find_likest([row[column] for row in reading.alignment.table])
        if best in taken:
            yield event, reading.gold[best]


def list_merged(reading: Reading) -> Iterator[tuple[GoldEvent, Event]]:
    """Yields the missed gold events that are like a found event which has a partner already."""
    taken = {column for _, column in reading.alignment.pairs}
    for event in reading.missed:
        best = find_likest(reading.alignment.table[reading.gold.index(event)])
        if best in taken:
            yield event, reading.found[best]


def _count_mentions(reading: Reading, sums: Sums) -> None:
    """B³ over gold evidence spans: whether mentions of one event end up in one event.

    A span belongs to the found event whose evidence shares most of it, of several to the one that
    its event is paired with; one that no event stands on is alone. The F1 of an article counts as
    often as it has spans.
    """
    spans = [
        (event.id, span) for event in reading.gold if not event.optional for span in event.evidence
    ]
    if not spans or not reading.found:
        return
    keys: list[tuple[str, str]] = []
    for number, (gold_id, span) in enumerate(spans):
        shares = [
            (
                max(min(span.end, one.end) - max(span.start, one.start) for one in event.evidence),
                reading.named.get(event.id) == gold_id,
                event.id,
            )
            for event in reading.found
        ]
        most, _, chosen = max(shares, key=lambda one: one[:2])
        keys.append((gold_id, chosen if most > 0 else f"alone {number}"))
    precision = recall = 0.0
    for gold_id, found_id in keys:
        both = sum(one == (gold_id, found_id) for one in keys)
        precision += both / sum(one[1] == found_id for one in keys)
        recall += both / sum(one[0] == gold_id for one in keys)
    n = len(keys)
    f1 = 2 * precision * recall / (precision + recall) / n
    sums.add("bcubed", f1 * n, n)
