"""What a ledger says: counts, results, and failures that may be tried again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa

from summarizer.batch.ledger.layout import ARTICLES, OUTS, OWNERS, RESULTS
from summarizer.batch.ledger.settling import unpack
from summarizer_schemas.result import Usage

_COLUMNS = ARTICLES.c
_PAGE = 200
"""Lines read at a time: a million do not fit into memory."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How it stands with a batch.

    Attributes:
        pending: articles that were begun and given back.
        claimed: articles somebody works on.
        done: articles with a result.
        dead: articles without one, for good unless they are tried again.
        errors: dead ones by class of failure.
        duplicates: results taken over from the same article under another id.
        copies: results taken over from a near-identical text.
        usage: what all of it cost.
        spent_usd: US dollars, also for what was not finished.
    """

    pending: int = 0
    claimed: int = 0
    done: int = 0
    dead: int = 0
    errors: dict[str, int] = field(default_factory=dict[str, int])
    duplicates: int = 0
    copies: int = 0
    usage: Usage = field(default_factory=Usage)
    spent_usd: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """Returns plain JSON types."""
        return {**asdict(self), "usage": self.usage.model_dump(exclude={"wall_s"})}


def count(connection: sa.Connection) -> Counts:
    """Returns how it stands with all articles."""
    states = _group(connection, _COLUMNS.state)
    taken = sa.select(
        sa.func.count().filter(_COLUMNS.similarity == 1.0),
        sa.func.count().filter(_COLUMNS.similarity < 1.0),
    ).where(_COLUMNS.state == "done", _COLUMNS.copy_of.is_not(None))
    same, similar = connection.execute(taken).one()
    sums = [
        sa.func.coalesce(sa.func.sum(one), 0)
        for one in (
            _COLUMNS.requests,
            _COLUMNS.prompt_tokens,
            _COLUMNS.cached_tokens,
            _COLUMNS.completion_tokens,
            _COLUMNS.wasted_tokens,
        )
    ]
    totals = [int(one) for one in connection.execute(sa.select(*sums)).one()]
    cost = connection.execute(sa.select(sa.func.sum(_COLUMNS.cost_usd))).scalar_one()
    spent = connection.execute(sa.select(sa.func.sum(OWNERS.c.spent_usd))).scalar_one()
    return Counts(
        pending=states.get("pending", 0),
        claimed=states.get("claimed", 0),
        done=states.get("done", 0),
        dead=states.get("dead", 0),
        errors=_group(connection, _COLUMNS.error, _COLUMNS.state == "dead"),
        duplicates=same,
        copies=similar,
        usage=Usage(
            requests=totals[0],
            prompt_tokens=totals[1],
            cached_tokens=totals[2],
            completion_tokens=totals[3],
            wasted_tokens=totals[4],
            cost_usd=cost,
        ),
        spent_usd=spent or 0.0,
    )


def revive(connection: sa.Connection, errors: Sequence[str] | None) -> int:
    """Makes dead articles pending again; returns how many.

    Args:
        connection: in a transaction of its own.
        errors: only those with such a failure; None for all.
    """
    chosen = _COLUMNS.state == "dead"
    if errors is not None:
        chosen = sa.and_(chosen, _COLUMNS.error.in_(errors))
    dead = sa.select(_COLUMNS.out, _COLUMNS.seq).where(chosen)
    connection.execute(RESULTS.delete().where(sa.tuple_(RESULTS.c.out, RESULTS.c.seq).in_(dead)))
    # What could not be read has no text to be known by: it is read anew, whatever it is now.
    unread = connection.execute(ARTICLES.delete().where(chosen, _COLUMNS.error == "input"))
    revived = connection.execute(
        ARTICLES.update().where(chosen).values(state="pending", error=None, out=None, seq=None)
    )
    number = unread.rowcount + revived.rowcount
    if number:
        # Below zero: the file of failures no longer shows what is here.
        connection.execute(OUTS.update().values(dead_bytes=-1))
    return number


@dataclass(frozen=True, slots=True)
class Line:
    """One result or failure, as it is kept.

    Attributes:
        out: the folder that shows it.
        seq: its number there.
        dead: whether it is a failure.
        text: the line.
        row: the article's row in the ledger.
    """

    out: str
    seq: int
    dead: bool
    text: str
    row: dict[str, Any]


def read_page(
    connection: sa.Connection, *, out: str | None, after: tuple[str, int], dead: bool | None
) -> list[Line]:
    """Returns the next lines, in order; none at the end.

    Args:
        connection: in a transaction.
        out: of this folder only; None for all.
        after: folder and number of the last line that was read.
        dead: only the failures, or only the others; None for both.
    """
    columns = RESULTS.c
    query = (
        sa.select(RESULTS.c.out, RESULTS.c.seq, RESULTS.c.dead, RESULTS.c.line, *_SHOWN)
        .join(ARTICLES, _COLUMNS.key == columns.key)
        .where(sa.tuple_(columns.out, columns.seq) > sa.tuple_(*map(sa.literal, after)))
        .order_by(columns.out, columns.seq)
        .limit(_PAGE)
    )
    if out is not None:
        query = query.where(columns.out == out)
    if dead is not None:
        query = query.where(columns.dead == dead)
    return _read_lines(connection, query)


def find_lines(connection: sa.Connection, keys: Collection[str]) -> dict[str, Line]:
    """Returns what became of those of the articles that are done or dead, by key."""
    at = sa.and_(RESULTS.c.out == _COLUMNS.out, RESULTS.c.seq == _COLUMNS.seq)
    query = (
        sa.select(RESULTS.c.out, RESULTS.c.seq, RESULTS.c.dead, RESULTS.c.line, *_SHOWN)
        .join(ARTICLES, at)
        .where(_COLUMNS.key.in_(keys))
    )
    return {one.row["key"]: one for one in _read_lines(connection, query)}


def _read_lines(connection: sa.Connection, query: sa.sql.Executable) -> list[Line]:
    return [
        Line(
            row["out"],
            row["seq"],
            row["dead"],
            unpack(row["line"]),
            {str(name): value for name, value in row.items()},
        )
        for row in connection.execute(query).mappings()
    ]


_SHOWN = (
    _COLUMNS.key,
    _COLUMNS.article_id,
    _COLUMNS.source,
    _COLUMNS.status,
    _COLUMNS.error,
    _COLUMNS.copy_of,
    _COLUMNS.similarity,
    _COLUMNS.requests,
    _COLUMNS.cost_usd,
)


def _group(
    connection: sa.Connection,
    column: sa.ColumnElement[Any],
    where: sa.ColumnElement[bool] | None = None,
) -> dict[str, int]:
    query = sa.select(column, sa.func.count()).group_by(column)
    rows = connection.execute(query if where is None else query.where(where))
    return {str(name): number for name, number in rows.all()}
