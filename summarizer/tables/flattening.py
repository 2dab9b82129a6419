"""A result -> the rows of all tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from summarizer.tables.columns import Cell, Row
from summarizer.tables.layout import TABLES
from summarizer_schemas.record import Claim, Event, Evidence, Figure, KeyPoint, Link, Party
from summarizer_schemas.result import Result

_Found: TypeAlias = "tuple[str, Row, object]"
"""Name of a table, keys of the row, and the record it is made of."""


def to_tables(result: Result) -> dict[str, list[Row]]:
    """Returns the rows of one result, table by table; nothing of the result is left out.

    Returns:
        Name of each table of `TABLES` -> its rows, in the order of the result. Rows join on
        `article_id`, `event_id` and `index`.

    Example:
        >>> from summarizer import summarize
        >>> rows = to_tables(summarize("Guns killed nine people in Norburg, Vantia said."))
        >>> [(one["measure"], one["best"], one["claimants"]) for one in rows["figures"]]
        [('killed', 9, ['Vantia'])]
    """
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for name, keys, record in _walk(result):
        keys["article_id"] = result.article.id
        rows[name].append(
            {
                column.name: keys[column.name] if column.path is None else column.read(record)
                for column in TABLES[name].columns
            }
        )
    return rows


def _walk(result: Result) -> Iterator[_Found]:
    yield "articles", {}, result
    for index, point in enumerate(result.key_points):
        yield "key_points", {"index": index}, point
        yield from _walk_item(point, "key_point", None, index)
    for event in result.events:
        yield "events", {}, event
        yield from _walk_event(event)
    for index, rejected in enumerate(result.rejected):
        yield "rejected", {"index": index}, rejected


def _walk_event(event: Event) -> Iterator[_Found]:
    parties = {"actor": event.actors, "recipient": event.recipients}
    if event.target is not None and event.target.described_by is not None:
        parties["described_by"] = (event.target.described_by,)
    for slot, mentions in parties.items():
        yield from _walk_parties(mentions, slot, _own("event", event.id, None))
    yield from _walk_evidence(event.evidence, _own("event", event.id, None))
    items: dict[str, tuple[Figure | Claim | Link, ...]] = {
        "figure": event.figures, "claim": event.claims, "link": event.links
    }  # fmt: skip
    for item, records in items.items():
        for index, record in enumerate(records):
            yield f"{item}s", {"event_id": event.id, "index": index}, record
            yield from _walk_item(record, item, event.id, index)


def _walk_item(
    record: KeyPoint | Figure | Claim | Link, item: str, event_id: str | None, index: int
) -> Iterator[_Found]:
    """Yields who says so, and with which words of the article."""
    claimants: tuple[Party, ...] = ()
    if isinstance(record, Claim):
        claimants = (record.claimant,)
    elif not isinstance(record, Link):
        claimants = record.claimants
    yield from _walk_parties(claimants, "claimant", _own(item, event_id, index))
    yield from _walk_evidence(record.evidence, _own(item, event_id, index))


def _walk_parties(parties: Iterable[Party], slot: str, keys: Row) -> Iterator[_Found]:
    for position, party in enumerate(parties):
        yield "parties", {**keys, "slot": slot, "position": position}, party


def _walk_evidence(evidence: Iterable[Evidence], keys: Row) -> Iterator[_Found]:
    for position, quote in enumerate(evidence):
        yield "evidence", {**keys, "position": position}, quote


def _own(item: Cell, event_id: Cell, index: Cell) -> Row:
    return {"item": item, "event_id": event_id, "index": index}
