"""Mistakes in words: what differs from gold, and what no average may hide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from summarizer_evals.gold.records import Gold, GoldEvent
from summarizer_evals.metrics.counting import Count
from summarizer_evals.metrics.events import CountedPair
from summarizer_evals.metrics.keypoints import PointReading, is_too_long
from summarizer_evals.metrics.readings import Reading, is_marked_background
from summarizer_evals.metrics.showing import (
    find_place,
    list_values,
    show_event,
    show_figure,
    show_slot,
)
from summarizer_evals.metrics.slots import (
    compare_figure,
    compare_types,
    match_parties,
    read_bounds,
)
from summarizer_evals.metrics.strays import list_hallucinated, list_merged, list_split
from summarizer_evals.scores import Finding, Violation
from summarizer_schemas.record import Event
from summarizer_schemas.result import Result

_SWAPPED = 0.75
"""Agreement of both sides, each with the other's, from which they count as exchanged."""
_CASUALTIES = ("killed", "wounded", "missing")
_EXACT = ("type", "modes", "date", "figures", "claims", "realis")
_LOOSE = ("actors", "recipients", "target", "location")
"""Slots of free words: half an agreement is another wording, less another value."""


def list_findings(
    reading: Reading, pairs: Iterable[CountedPair], points: PointReading
) -> Iterator[Finding]:
    """Yields every difference between gold and what was found, events first."""
    for pair in pairs:
        if not pair.gold.optional:
            yield from _compare_pair(*pair)
    merged = {gold.id: found for gold, found in list_merged(reading)}
    for gold in reading.missed:
        other = merged.get(gold.id)
        yield Finding(
            kind="merged" if other else "missed",
            gold=gold.id,
            found=other.id if other else None,
            expected=show_event(gold),
            got=show_event(other) if other else "",
        )
    made_up = {one.id for one in list_hallucinated(reading)}
    split = {one.id: gold for one, gold in list_split(reading)}
    background = {one.id: item for item, one in reading.background}
    for found in reading.spurious:
        twin, item = split.get(found.id), background.get(found.id)
        yield Finding(
            kind="background" if item else "split" if twin else "hallucinated"
            if found.id in made_up else "spurious",
            gold=item.id if item else twin.id if twin else None,
            found=found.id,
            expected=item.note if item else show_event(twin) if twin else "",
            got=show_event(found),
        )  # fmt: skip
    yield from _compare_points(points)


def _compare_pair(gold: GoldEvent, found: Event, counts: dict[str, Count]) -> Iterator[Finding]:
    if is_swapped(gold, found):
        yield Finding(
            kind="role_swap",
            gold=gold.id,
            found=found.id,
            expected=f"{show_slot(gold, 'actors')} → {show_slot(gold, 'recipients')}",
            got=f"{show_slot(found, 'actors')} → {show_slot(found, 'recipients')}",
        )
    for slot in (*_EXACT, *_LOOSE):
        if _differs(counts[slot], exact=slot in _EXACT):
            wanted, got = show_slot(gold, slot), show_slot(found, slot)
            filled = counts[slot].relaxed
            kind = "wrong_slot" if filled.gold and filled.found else "null_filled"
            yield Finding(
                kind="dropped_value" if filled.gold and not filled.found else kind,
                gold=gold.id,
                found=found.id,
                slot=slot,
                expected=wanted,
                got=got,
            )


def _differs(count: Count, *, exact: bool) -> bool:
    value = (count.strict if exact else count.relaxed).value
    return value is not None and value < (1.0 if exact else 0.5)


def _compare_points(points: PointReading) -> Iterator[Finding]:
    for row, gold in enumerate(points.gold):
        if gold.optional or points.is_told(row):
            continue
        denied = [column for at, column in points.denied if at == row]
        yield Finding(
            kind="contradiction" if denied else "missed_point",
            gold=gold.id,
            found=f"p{min(denied) + 1}" if denied else None,
            expected=gold.text,
            got=points.found[min(denied)].text if denied else "",
        )
    for column, found in enumerate(points.found):
        if not points.bears_out(column):
            yield Finding(kind="unsupported_point", found=f"p{column + 1}", got=found.text)


def is_swapped(gold: GoldEvent, found: Event) -> bool:
    """Tells whether actors and recipients are exchanged."""
    if gold.symmetric or not (
        gold.actors and gold.recipients and found.actors and found.recipients
    ):
        return False
    crossed = (
        match_parties(gold.actors, found.recipients).measure() or 0.0,
        match_parties(gold.recipients, found.actors).measure() or 0.0,
    )
    straight = match_parties(gold.actors, found.actors).measure() or 0.0
    return min(crossed) >= _SWAPPED > straight


# ---- what no average may hide ----


def list_violations(
    gold: Gold, result: Result, text: str, reading: Reading, points: PointReading
) -> list[Violation]:
    """Returns every hard violation, each once."""
    found = [
        *_check_evidence(result, text),
        *_check_events(reading),
        *_check_casualties(reading),
        *_check_points(points),
        *_check_traps(gold, result, reading),
    ]
    return list({one.key: one for one in found}.values())


def _check_evidence(result: Result, text: str) -> Iterator[Violation]:
    for one in result.iter_evidence():
        if text[one.start : one.end] != one.quote:
            yield Violation(
                kind="evidence_not_verbatim",
                item=f"{one.start}-{one.end}",
                message="the quote is not what the article has there",
            )


def _check_events(reading: Reading) -> Iterator[Violation]:
    for event in list_hallucinated(reading):
        yield Violation(
            kind="hallucinated_event", item=find_place(event), message=show_event(event)
        )
    for item, event in reading.background:
        if not is_marked_background(event):
            yield Violation(
                kind="background_as_event",
                item=item.id,
                message=f"{show_event(event)}: {item.note or 'is background'}",
            )
    strays = [(one, other) for one in reading.missed for other in reading.spurious]
    for gold, event in (*reading.pairs, *reading.optional, *strays):
        if compare_types(gold, event).relaxed and is_swapped(gold, event):
            yield Violation(kind="actor_recipient_swap", item=gold.id, message=show_event(event))
    for gold in reading.missed:
        if gold.must:
            yield Violation(kind="missed_must", item=gold.id, message=show_event(gold))


def _check_casualties(reading: Reading) -> Iterator[Violation]:
    for gold, event in (*reading.pairs, *reading.optional):
        for figure in event.figures:
            if figure.measure not in _CASUALTIES:
                continue
            if any(compare_figure(one, figure).relaxed for one in gold.figures):
                continue
            same = [one for one in gold.figures if one.measure == figure.measure]
            value = read_bounds(figure)
            swapped = [
                one
                for one in gold.figures
                if one.measure in ("killed", "wounded")
                and figure.measure in ("killed", "wounded")
                and read_bounds(one) == value
            ]
            if swapped:
                yield Violation(
                    kind="killed_wounded_swap",
                    item=f"{gold.id}.{figure.measure}",
                    message=f"{show_figure(figure)}; gold has {show_figure(swapped[0])}",
                )
            elif same or not gold.optional:
                known = "; ".join(show_figure(one) for one in same) or "none"
                yield Violation(
                    kind="casualty_wrong",
                    item=f"{gold.id}.{figure.measure}",
                    message=f"{show_figure(figure)}; gold has {known}",
                )


def _check_points(points: PointReading) -> Iterator[Violation]:
    for point in points.found:
        if is_too_long(point.text):
            first = min(one.start for one in point.evidence)
            yield Violation(
                kind="point_too_long",
                item=f"point@{first}",
                message=f"{len(point.text.split())} words",
            )
    for row, gold in enumerate(points.gold):
        if gold.must and not points.is_told(row):
            yield Violation(kind="missed_must", item=gold.id, message=gold.text)


def _check_traps(gold: Gold, result: Result, reading: Reading) -> Iterator[Violation]:
    partner = {row: column for column, row in reading.named.items()}
    for trap in gold.traps:
        if trap.pattern is None:
            continue
        said: list[str] = []
        if trap.scope in ("all", "key_points"):
            said += [one.text for one in result.key_points]
        for event in result.events:
            if trap.scope in ("all", "events") or partner.get(trap.scope) == event.id:
                said += list_values(event)
        hit = next((one for one in said if re.search(trap.pattern, one)), None)
        if hit is not None:
            yield Violation(kind="trap", item=trap.id, message=f"{trap.rule} Said: {hit}")
