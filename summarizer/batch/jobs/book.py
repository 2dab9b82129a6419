"""What is known of jobs and their requests, kept beside the ledger in its database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import sqlalchemy as sa

from summarizer.batch.jobs.layout import JOBS, QUESTIONS, create_tables
from summarizer.batch.jobs.letters import (
    UNTOLD,
    Kept,
    Letter,
    pack_reply,
    read_id,
    unpack_reply,
)
from summarizer.batch.ledger import Ledger
from summarizer.batch.ledger.layout import ARTICLES, OWNERS
from summarizer.engines.batch_api import Row

_PAGE = 500
"""Rows looked up or written in one statement; SQLite takes 32,766 values."""
FULL = "full"
"""Status of a job that the provider had no room for."""

_Q = QUESTIONS.c
_J = JOBS.c
_A = ARTICLES.c


@dataclass(frozen=True, slots=True)
class Job:
    """One file of requests.

    Attributes:
        id: our own, which goes into the metadata of the provider's.
        state: `packed`, `uploaded`, `sent` or `over`.
        status: the provider's word, or ours where it has none.
        file: the provider's id of the file.
        batch: the provider's id of the job.
        lines: how many requests.
        created_s: when it was packed, in seconds since 1970.
        cancelled: whether somebody ended it early.
    """

    id: str
    state: str
    status: str
    file: str | None
    batch: str | None
    lines: int
    created_s: float
    cancelled: bool


class Book:
    """The jobs of one OUT and their requests.

    Args:
        ledger: whose owner stays; its database is used.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._store = ledger.store
        self._owner = ledger.owner.id
        with self._store.begin(alone=True) as connection:
            create_tables(connection)
        self._close_delivered()

    # ---- jobs ----

    def list_jobs(self) -> list[Job]:
        """Returns the jobs that are not over, oldest first."""
        query = (
            sa.select(*(_J[name] for name in Job.__dataclass_fields__))
            .where(_J.owner == self._owner, _J.state != "over")
            .order_by(_J.number)
        )
        with self._store.begin() as connection:
            return [Job(*row) for row in connection.execute(query)]

    def add_job(self, job: Job, letters: Sequence[Letter]) -> None:
        """Writes a job down with its requests, before anything of it is sent."""
        facts = {name: getattr(job, name) for name in Job.__dataclass_fields__}
        rows = [
            {
                "hash": one.hash,
                "number": one.number,
                "key": one.key,
                "job": job.id,
                "state": "sent",
                "closed": False,
                "cost_usd": one.cost_usd,
            }
            for one in letters
        ]
        with self._store.begin() as connection:
            connection.execute(JOBS.insert().values(owner=self._owner, **facts))
            connection.execute(QUESTIONS.insert(), rows)
            self._account(connection)

    def note(self, job: Job, **values: Any) -> None:
        """Takes in what is new about a job: columns of the table."""
        with self._store.begin() as connection:
            connection.execute(JOBS.update().where(_J.id == job.id).values(**values))

    def cancel_all(self) -> None:
        """Notes that no more is to be sent until somebody submits again."""
        with self._store.begin() as connection:
            connection.execute(JOBS.update().where(_J.owner == self._owner).values(cancelled=True))

    def is_cancelled(self) -> bool:
        """Returns whether the last job was ended early."""
        query = sa.select(_J.cancelled).where(_J.owner == self._owner)
        with self._store.begin() as connection:
            return bool(connection.execute(query.order_by(_J.number.desc()).limit(1)).scalar())

    def was_full(self) -> bool:
        """Returns whether the provider had no room for one of the jobs."""
        query = sa.select(_J.id).where(_J.owner == self._owner, _J.status == FULL).limit(1)
        with self._store.begin() as connection:
            return connection.execute(query).first() is not None

    # ---- what came back ----

    def take_in(self, job: Job, rows: Iterator[Row], cost: Callable[[Row], float]) -> int:
        """Writes down what came back; returns how many rows belong to no request of the job.

        Args:
            job: whose files they stand in.
            rows: of one file.
            cost: what a row cost, in US dollars.
        """
        strange = 0
        while page := list(islice(rows, _PAGE)):
            found = {one: row for row in page if (one := read_id(row.custom_id)) is not None}
            with self._store.begin() as connection:
                ours = connection.execute(
                    sa.select(_Q.hash, _Q.number)
                    .where(_Q.job == job.id)
                    .where(_Q.hash.in_([question for question, _ in found]))
                )
                known = {(str(row.hash), int(row.number)) for row in ours} & found.keys()
                if known:
                    connection.execute(
                        _TAKE_IN, [_describe(one, found[one], cost(found[one])) for one in known]
                    )
            strange += len(page) - len(known)
        return strange

    def end(self, job: Job, *, status: str, error: str | None, **values: Any) -> None:
        """Notes that a job is over.

        Args:
            job: the job.
            status: how it ended.
            error: why the requests failed that nothing came back for; None: they are as if
                never sent.
            **values: other columns.
        """
        left = sa.and_(_Q.job == job.id, _Q.state == "sent")
        with self._store.begin() as connection:
            if error is None:
                connection.execute(QUESTIONS.delete().where(left))
            else:
                failed = {"state": "failed", "error": error, "cost_usd": 0.0}
                connection.execute(QUESTIONS.update().where(left).values(**failed))
            connection.execute(
                JOBS.update().where(_J.id == job.id).values(state="over", status=status, **values)
            )
            self._account(connection)

    # ---- articles ----

    def load(self, keys: Sequence[str]) -> dict[str, list[Kept]]:
        """Returns all tries of all questions about some articles, by article."""
        columns = (_Q.hash, _Q.number, _Q.closed, _Q.state, _Q.error, _Q.reply, _Q.key)
        with self._store.begin() as connection:
            rows = connection.execute(sa.select(*columns).where(_Q.key.in_(keys))).all()
        found: dict[str, list[Kept]] = {}
        for row in rows:
            found.setdefault(row.key, []).append(Kept(*row[:5], unpack_reply(row.reply)))
        return found

    def find_ours(self, keys: Sequence[str]) -> dict[str, tuple[str, float] | None]:
        """Returns which of these articles are ours, and what each is a copy of, how alike."""
        query = sa.select(_A.key, _A.copy_of, _A.similarity).where(
            _A.key.in_(keys), _A.state == "claimed", _A.owner == self._owner
        )
        with self._store.begin() as connection:
            rows = connection.execute(query).all()
        return {row.key: (row.copy_of, row.similarity) if row.copy_of else None for row in rows}

    def find_waiting(self, keys: Sequence[str]) -> set[str]:
        """Returns which of these articles have requests that nothing came back for yet."""
        query = sa.select(_Q.key).where(_Q.key.in_(keys), _Q.state == "sent").distinct()
        with self._store.begin() as connection:
            return set(connection.execute(query).scalars())

    def find_idle(self, *, after: str = "", limit: int = _PAGE) -> list[tuple[str, str]]:
        """Returns key and id of our articles that wait for nothing, in the order of the keys.

        A copy waits for its first.
        """
        first = ARTICLES.alias()
        query = (
            sa.select(_A.key, _A.article_id)
            .outerjoin_from(ARTICLES, first, first.c.key == _A.copy_of)
            .where(_A.state == "claimed", _A.owner == self._owner, _A.key > after)
            .where(sa.or_(first.c.state.is_(None), first.c.state != "claimed"))
            .where(~sa.exists().where(_Q.key == _A.key, _Q.state == "sent"))
            .order_by(_A.key)
            .limit(limit)
        )
        with self._store.begin() as connection:
            return [(row.key, row.article_id) for row in connection.execute(query)]

    def close_articles(self, keys: Sequence[str]) -> None:
        """Notes that articles were delivered: their answers are not needed any more."""
        with self._store.begin() as connection:
            for start in range(0, len(keys), _PAGE):
                chosen = _Q.key.in_(keys[start : start + _PAGE])
                connection.execute(QUESTIONS.update().where(chosen).values(**_CLOSED))

    def _close_delivered(self) -> None:
        """Closes what a process that died between delivering and closing left open."""
        delivered = sa.exists().where(_A.key == _Q.key, _A.state.in_(("done", "dead")))
        with self._store.begin() as connection:
            connection.execute(QUESTIONS.update().where(~_Q.closed, delivered).values(**_CLOSED))

    # ---- sums ----

    def count_money(self) -> tuple[float, float]:
        """Returns US dollars: what our requests cost at the most, and what others took."""
        with self._store.begin() as connection:
            others = sa.select(sa.func.sum(OWNERS.c.granted_usd)).where(OWNERS.c.id != self._owner)
            return self._sum_cost(connection), connection.execute(others).scalar() or 0.0

    def count(self) -> dict[str, Any]:
        """Returns the sums that a report is made of."""
        ours = sa.select(_J.id).where(_J.owner == self._owner)
        with self._store.begin() as connection:
            jobs = connection.execute(
                sa.select(_J.status, sa.func.count(), sa.func.sum(_J.strange))
                .where(_J.owner == self._owner)
                .group_by(_J.status)
            ).all()
            states = connection.execute(
                sa.select(_Q.state, sa.func.count(), sa.func.sum(_Q.cost_usd))
                .where(_Q.job.in_(ours))
                .group_by(_Q.state)
            ).all()
            waiting = connection.execute(
                sa.select(sa.func.count())
                .select_from(ARTICLES)
                .where(_A.state == "claimed", _A.owner == self._owner)
            ).scalar_one()
        return {
            "jobs": {row[0]: row[1] for row in jobs},
            "strange": sum(row[2] or 0 for row in jobs),
            "questions": {row[0]: row[1] for row in states},
            "cost_usd": {row[0]: row[2] or 0.0 for row in states},
            "waiting": waiting,
        }

    def _sum_cost(self, connection: sa.Connection) -> float:
        ours = sa.select(_J.id).where(_J.owner == self._owner)
        query = sa.select(sa.func.sum(_Q.cost_usd)).where(_Q.job.in_(ours))
        return connection.execute(query).scalar() or 0.0

    def _account(self, connection: sa.Connection) -> None:
        """Tells those who share the budget what our requests may cost."""
        connection.execute(
            OWNERS.update()
            .where(OWNERS.c.id == self._owner)
            .values(granted_usd=self._sum_cost(connection))
        )


_CLOSED = {"closed": True, "reply": None}
_TAKE_IN = (
    QUESTIONS.update()
    .where(_Q.hash == sa.bindparam("its_hash"), _Q.number == sa.bindparam("its_number"))
    .where(_Q.state == "sent")
    .values(
        state=sa.bindparam("new_state"),
        error=sa.bindparam("new_error"),
        cost_usd=sa.bindparam("new_cost"),
        reply=sa.bindparam("new_reply"),
    )
)


def _describe(one: tuple[str, int], row: Row, cost_usd: float) -> dict[str, Any]:
    code = row.code or (str(row.status) if row.status else UNTOLD)
    is_answer = row.status == 200
    return {
        "its_hash": one[0],
        "its_number": one[1],
        "new_state": "answered" if is_answer else "failed",
        "new_error": None if is_answer else code,
        "new_cost": cost_usd,
        "new_reply": pack_reply(row),
    }
