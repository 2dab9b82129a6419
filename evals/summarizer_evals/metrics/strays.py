"""Events that are made up, told twice or told as one, and mentions that end up in one event."""

from __future__ import annotations

from collections.abc import Iterator

from summarizer_evals.gold.records import GoldEvent
from summarizer_evals.metrics.alignment import find_likest
from summarizer_evals.metrics.definitions import TAU_SEEN
from summarizer_evals.metrics.readings import Reading
from summarizer_evals.metrics.sums import Sums
from summarizer_schemas.record import Event


def count_strays(reading: Reading, sums: Sums) -> None:
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


def count_mentions(reading: Reading, sums: Sums) -> None:
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
