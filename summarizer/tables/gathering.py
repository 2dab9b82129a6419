"""The rows of all tables -> the results they were made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias, cast

from summarizer.errors import ConfigError
from summarizer.tables.columns import Cell, Row
from summarizer.tables.layout import TABLES
from summarizer_schemas.result import Result

_Owner: TypeAlias = "tuple[Cell, Cell, Cell]"
"""Item, event, index."""
_Parts: TypeAlias = "defaultdict[tuple[object, ...], list[dict[str, Any]]]"
"""Owner and slot (None for evidence) -> records."""


def from_tables(tables: Mapping[str, Iterable[Row]]) -> Iterator[Result]:
    """Yields the results that rows were made of; one article is held at a time.

    Args:
        tables: name of each table -> its rows, in the order in which `to_tables` gave them and
            with each `article_id` once. A table that is missing counts as empty.

    Raises:
        ConfigError: a table has rows of an article that `articles` has not, or in another order.
        pydantic.ValidationError: rows do not make up a record: an event has no evidence, say.

    Example:
        >>> from summarizer import summarize
        >>> from summarizer.tables import to_tables
        >>> result = summarize("Guns killed nine people in Norburg, Vantia said.")
        >>> list(from_tables(to_tables(result))) == [result]
        True
    """
    others = {name: _Stream(tables.get(name, ())) for name in TABLES if name != "articles"}
    for article in tables.get("articles", ()):
        found = {name: stream.take(article["article_id"]) for name, stream in others.items()}
        yield _build(article, found)
    if left := [name for name, stream in others.items() if stream.has_more]:
        raise ConfigError(
            f"table {left[0]!r} has rows that belong to no article, or stand in another order than "
            "the table 'articles'; give all tables of one export, unsorted"
        )


class _Stream:
    """The rows of a table, handed out article by article."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._groups = groupby(rows, key=itemgetter("article_id"))
        self._next = next(self._groups, None)

    @property
    def has_more(self) -> bool:
        return self._next is not None

    def take(self, article_id: Cell) -> list[Row]:
        if self._next is None or self._next[0] != article_id:
            return []
        rows = list(self._next[1])
        self._next = next(self._groups, None)
        return rows


def _build(article: Row, found: Mapping[str, list[Row]]) -> Result:
    parties, evidence = _gather("parties", found), _gather("evidence", found)
    values = _nest("articles", article)
    values["key_points"] = [
        _nest("key_points", row) | _complete(("key_point", None, row["index"]), parties, evidence)
        for row in found["key_points"]
    ]
    items = {name: _group(found[name]) for name in ("figures", "claims", "links")}
    values["events"] = [_build_event(row, items, parties, evidence) for row in found["events"]]
    values["rejected"] = [_nest("rejected", row) for row in found["rejected"]]
    return Result.model_validate(values)


def _build_event(
    row: Row,
    items: Mapping[str, Mapping[Cell, list[Row]]],
    parties: _Parts,
    evidence: _Parts,
) -> dict[str, Any]:
    event_id = row["event_id"]
    own = ("event", event_id, None)
    values = _nest("events", row)
    values["actors"] = _take(parties, own, "actor")
    values["recipients"] = _take(parties, own, "recipient")
    if described := _take(parties, own, "described_by"):
        values["target"]["described_by"] = described[0]
    values["evidence"] = _take(evidence, own)
    for item in ("figure", "claim", "link"):
        values[f"{item}s"] = [
            _nest(f"{item}s", one) | _complete((item, event_id, one["index"]), parties, evidence)
            for one in items[f"{item}s"].get(event_id, ())
        ]
    return values


def _complete(own: _Owner, parties: _Parts, evidence: _Parts) -> dict[str, Any]:
    """Returns what a key point, figure, claim or link has in other tables."""
    claimants = _take(parties, own, "claimant")
    values: dict[str, Any] = {"evidence": _take(evidence, own)}
    if own[0] == "claim":
        values["claimant"] = claimants[0] if claimants else None
    elif own[0] != "link":
        values["claimants"] = claimants
    return values


def _take(parts: _Parts, own: _Owner, slot: str | None = None) -> list[dict[str, Any]]:
    return parts.get((*own, slot), [])


def _group(rows: Iterable[Row]) -> dict[Cell, list[Row]]:
    """Returns rows by the event they belong to."""
    groups: dict[Cell, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["event_id"], []).append(row)
    return groups


def _gather(name: str, found: Mapping[str, list[Row]]) -> _Parts:
    parts: _Parts = defaultdict(list)
    for row in found[name]:
        key = (row["item"], row["event_id"], row["index"], row.get("slot"))
        parts[key].append(_nest(name, row))
    return parts


def _nest(name: str, row: Row) -> dict[str, Any]:
    """Returns the record of a row without what stands in other tables.

    A part of which nothing is known (`date`, `target`) is null.
    """
    values: dict[str, Any] = {}
    for column in TABLES[name].columns:
        if column.path is None or column.is_named:
            continue
        *parents, field = column.path.split(".")
        place = values
        for parent in parents:
            place = place.setdefault(parent, {})
        place[field] = row[column.name]
    return {
        field: None if isinstance(part, dict) and not _is_known(cast("Row", part)) else part
        for field, part in values.items()
    }


def _is_known(part: Row) -> bool:
    """Tells whether anything in a part of a record is known."""
    return any(value is not None for value in part.values())
