"""The ledger: which articles are done, in work, failed and paid for, and what was found in them.

Results are kept in it, in the same transaction that says they are done; the files of an OUT only
show them (`outputs`). So a killed process costs the calls whose answers it had not yet written
here, and nothing else.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from summarizer.batch.copies import SKETCH_VERSION, Sketch
from summarizer.batch.ledger.adopting import adopt, find_adopted, has_adopted
from summarizer.batch.ledger.claiming import Claims, find_copies, keep_sketches, take
from summarizer.batch.ledger.layout import ARTICLES, OUTS, RESULTS, SKETCHES
from summarizer.batch.ledger.opening import Store, check_meta
from summarizer.batch.ledger.owners import STAYING, Owner
from summarizer.batch.ledger.reporting import (
    Counts,
    Line,
    count,
    find_lines,
    read_page,
    revive,
)
from summarizer.batch.ledger.settling import settle, unpack
from summarizer.batch.records import Entry, Outcome
from summarizer.errors import ConfigError
from summarizer_schemas.result import Usage

LEASE_S = 60.0
"""How long a machine may be silent before others take over what it had claimed."""
_PAGE = 500


@dataclass(frozen=True, slots=True)
class First:
    """How it stands with an article that another one is a copy of.

    Attributes:
        state: as in the ledger; `gone` when there is nobody to wait for.
        article_id: its id.
        line: its result, when there is one.
    """

    state: str
    article_id: str
    line: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """How much of the results the files of an OUT show.

    Attributes:
        last_seq: the last number given.
        shown_seq: the last number that stands in a file of lines.
        results_bytes: length of the file of results.
        dead_bytes: length of the file of failures; below zero when it is to be written anew.
        parts: how many Parquet files there are.
        parts_seq: the last number that stands in one of them.
    """

    last_seq: int = 0
    shown_seq: int = 0
    results_bytes: int = 0
    dead_bytes: int = 0
    parts: int = 0
    parts_seq: int = 0


class Ledger:
    """A ledger that this process works on; safe to use from several threads.

    Args:
        url: an SQLAlchemy address: `sqlite:///PATH`, `postgresql+psycopg://…`.
        setup: facts that decide the answers; those of the ledger must be the same.
        out: id of the folder whose files show our results.
        folder: where the locks of living processes stand.
        now: seconds since 1970.
        lease_s: as in `Owner`.

    Raises:
        ConfigError: the ledger cannot be used, or belongs to a batch with other settings.
    """

    def __init__(
        self,
        url: str,
        *,
        setup: Mapping[str, Any],
        out: str,
        folder: Path,
        now: Callable[[], float],
        lease_s: float = LEASE_S,
    ) -> None:
        self.store = Store(url)
        self._out = out
        try:
            self._begin(setup)
        except BaseException:
            self.store.close()
            raise
        self._make_owner = partial(Owner, self.store, folder=folder, lease_s=lease_s, now=now)
        self._owner: Owner | None = None
        self._lock = threading.Lock()
        self._hands: set[str] = set()
        self._has_adopted = False

    def _begin(self, setup: Mapping[str, Any]) -> None:
        facts = {"setup": json.dumps(dict(setup), sort_keys=True), "sketch": SKETCH_VERSION}
        with self.store.begin(alone=True) as connection:
            check_meta(connection, self.store, facts)
            mine = OUTS.c.id == self._out
            if connection.execute(sa.select(OUTS.c.id).where(mine)).first() is None:
                connection.execute(OUTS.insert().values(id=self._out))
            self._has_adopted = has_adopted(connection)

    @property
    def owner(self) -> Owner:
        """This process as one that works on the ledger; it joins when this is first used.

        That is a transaction of its own, so it is never first used within another one.
        """
        with self._lock:
            if self._owner is None:
                self._owner = self._make_owner()
            return self._owner

    def stay(self) -> None:
        """Joins as the one owner of this OUT whose claims outlive the process.

        Raises:
            ConfigError: another process is that owner, or this one has joined as itself.
        """
        with self._lock:
            if self._owner is None:
                self._owner = self._make_owner(stays=f"{STAYING}{self._out}")
            if not self._owner.stays:
                raise ConfigError("this ledger is in use for a run; open it anew for jobs")

    def claim(
        self, entries: Sequence[Entry], sketches: Sequence[Sketch | None] | None = None
    ) -> Claims:
        """Takes the articles that nobody has taken.

        Args:
            entries: a few dozen at a time.
            sketches: of their texts, to find near-identical ones; None where that is not wanted.

        Raises:
            ConfigError: the database refuses.
        """
        found = Claims()
        wanted: dict[str, Entry] = {}
        for entry in entries:
            if entry.key in wanted or entry.key in self._hands:
                found.settled += 1
            else:
                wanted[entry.key] = entry
        if not wanted:
            return found
        drawn = dict(zip((one.key for one in entries), sketches or (), strict=False))
        owner = self.owner
        with self.store.begin(alone=True) as connection:
            if self._has_adopted:
                for key in find_adopted(connection, wanted):
                    del wanted[key]
                    found.settled += 1
            new = take(connection, owner, wanted, found)
            found.copies.update(find_copies(connection, new, drawn))
        self._hands.update(one.key for one in found.ours)
        return found

    def look_up(self, key: str) -> First:
        """Returns how it stands with an article that another one is a copy of."""
        columns, owner = ARTICLES.c, self.owner
        with self.store.begin() as connection:
            row = connection.execute(
                sa.select(columns.state, columns.owner, columns.article_id, RESULTS.c.line)
                .select_from(
                    ARTICLES.outerjoin(
                        RESULTS,
                        sa.and_(RESULTS.c.out == columns.out, RESULTS.c.seq == columns.seq),
                    )
                )
                .where(columns.key == key)
            ).first()
            if row is None:
                return First("gone", "", None)
            state = row.state
            if state == "claimed":
                whose: str = row.owner
                away = whose.startswith(STAYING) and not owner.stays
                if away or owner.find_gone(connection, {whose}):
                    state = "gone"
        return First(state, row.article_id, unpack(row.line) if state == "done" else None)

    def find_lines(self, keys: Collection[str]) -> dict[str, Line]:
        """Returns what became of those of the articles that are done or dead, by key."""
        with self.store.begin() as connection:
            return find_lines(connection, keys)

    def keep_sketch(self, key: str, sketch: Sketch) -> None:
        """Makes an article that was taken for a copy one that others may be copies of."""
        with self.store.begin(alone=True) as connection:
            known = connection.execute(sa.select(SKETCHES.c.key).where(SKETCHES.c.key == key))
            if known.first() is None:
                keep_sketches(connection, {key: sketch})

    def settle(self, outcomes: Sequence[Outcome]) -> tuple[Shown, list[Outcome]]:
        """Writes down what became of articles; under the lock of the OUT if files show them.

        Returns:
            What the files showed before, and the outcomes that count: an article that somebody
            else took over meanwhile is theirs.
        """
        owner = self.owner
        with self.store.begin() as connection:
            shown = self._read_shown(connection, alone=True)
            kept = settle(connection, owner, self._out, outcomes)
        self._hands.difference_update(one.key for one in outcomes)
        return shown, kept

    def release(self, keys: Iterable[str], usage: Usage | None = None) -> None:
        """Gives articles back that were claimed and not finished; anybody may take them.

        Args:
            keys: of the articles.
            usage: what was spent on them all the same.
        """
        wanted, owner, columns = list(keys), self.owner, ARTICLES.c
        with self.store.begin() as connection:
            for start in range(0, len(wanted), _PAGE):
                connection.execute(
                    ARTICLES.update()
                    .where(columns.key.in_(wanted[start : start + _PAGE]))
                    .where(columns.owner == owner.id)
                    .where(columns.state == "claimed")
                    .values(state="pending", owner=None)
                )
            owner.spend(connection, (usage.cost_usd if usage else None) or 0.0)
        self._hands.difference_update(wanted)

    # ---- what the files show ----

    def read_shown(self) -> Shown:
        """Returns how much the files of this OUT show, as far as it is known."""
        with self.store.begin() as connection:
            return self._read_shown(connection)

    def _read_shown(self, connection: sa.Connection, *, alone: bool = False) -> Shown:
        """Alone: nobody gives numbers in this OUT before the transaction ends."""
        query = OUTS.select().where(OUTS.c.id == self._out)
        row = connection.execute(query.with_for_update() if alone else query).one()
        return Shown(*(getattr(row, name) for name in Shown.__dataclass_fields__))

    def note_shown(self, **values: int) -> None:
        """Takes in what the files show now: fields of `Shown`."""
        with self.store.begin() as connection:
            connection.execute(OUTS.update().where(OUTS.c.id == self._out).values(**values))

    def iter_lines(
        self, *, own: bool = True, after: int = 0, dead: bool | None = None
    ) -> Iterator[Line]:
        """Yields results and failures in order, a page at a time.

        Args:
            own: those of this OUT only.
            after: only those with a higher number.
            dead: only the failures, or only the others; None for both.
        """
        out = self._out if own else None
        at = (out or "", after)
        while True:
            with self.store.begin() as connection:
                page = read_page(connection, out=out, after=at, dead=dead)
            if not page:
                return
            yield from page
            at = (page[-1].out, page[-1].seq)

    def adopt(self, lines: Iterable[str]) -> int:
        """Takes over what the file of results holds, where a ledger was lost; returns how many.

        Raises:
            ValueError: a line is no result.
        """
        with self.store.begin(alone=True) as connection:
            number = adopt(connection, self._out, lines)
            self._has_adopted = has_adopted(connection)
        return number

    # ---- how it stands ----

    def count(self) -> Counts:
        """Returns how it stands with all articles, of all machines."""
        with self.store.begin() as connection:
            return count(connection)

    def revive(self, errors: Sequence[str] | None = None) -> int:
        """Makes dead articles pending again, all or those with such failures; returns how many."""
        with self.store.begin(alone=True) as connection:
            return revive(connection, errors)

    def close(self) -> None:
        """Leaves the ledger: what is still claimed may be taken by others."""
        if self._owner is not None:
            self._owner.leave()
        self.store.close()
