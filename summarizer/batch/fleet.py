"""One process of many that work on the same batch, each with its share of the limits.

They know of each other by the ledger alone, so any engine may start, stop and kill them: what is
done is not asked for again, what a dead one had in hand is taken over, and what a living one has
in hand is waited for. Each writes what it finds into the ledger at once; files are for others.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TypedDict

from summarizer.api import SYSTEM_CLOCK
from summarizer.batch.identity import Setup
from summarizer.batch.inputs import Read
from summarizer.batch.lanes import Lane, share_limits
from summarizer.batch.ledger import Ledger, Line
from summarizer.batch.members import LedgerKeeper, Membership, SharedLane
from summarizer.batch.planning import BatchOptions, plan_run
from summarizer.batch.records import Entry
from summarizer.batch.runner import Plan, Runner
from summarizer.errors import ConfigError
from summarizer.settings import Settings

_GROUP = 4
"""Articles of a group, times how many are worked on at once."""
_LEAST_GROUP = 64
_GROUPS = 2
"""Groups under way: while one comes to its end, the next one fills the gaps."""
_CLOSING_S = 5.0
_POLL_S = (0.05, 2.0)
"""Shortest and longest wait for what another thread of this process works on."""


class Row(TypedDict):
    """What became of one article, in plain types.

    Attributes:
        key: which article, as the ledger knows it.
        article_id: its id.
        status: that of the result; `pending` where nothing was asked.
        error: the class of the failure; why nothing was asked: `money`, `provider`, `interrupt`.
        result: the `Result` as one line of JSON; for a failure the letter that `dead.jsonl` holds.
        repeated: nothing was asked for it now: another call or process found it.
    """

    key: str
    article_id: str
    status: str
    error: str | None
    result: str | None
    repeated: bool


@dataclass(frozen=True, slots=True)
class Fleet:
    """What all processes of a fleet are told; it can be pickled.

    Attributes:
        settings: what is asked, and how; limits are those of all processes together.
        ledger: address of the database that all of them reach.
        out: id under which results are numbered in it.
        share: how many processes there are: each takes so small a part of the limits.
        options: of these `concurrency` (of all together), `copies`, `give_up_after`, `lease_s`.

    Raises:
        ConfigError: there is no process.
    """

    settings: Settings
    ledger: str = field(repr=False)
    out: str = "partitions"
    share: int = 1
    options: BatchOptions = field(default_factory=BatchOptions)

    def __post_init__(self) -> None:
        if self.share < 1:
            raise ConfigError(f"share is {self.share}; give the number of processes, 1 or more")

    def plan(self) -> tuple[Plan, Lane]:
        """Returns how one of the processes works, and where.

        Raises:
            ConfigError: the settings cannot be used by several processes.
        """
        total = self.options.concurrency
        options = replace(
            self.options,
            processes=1,
            concurrency=None if total is None else max(total // self.share, 1),
            max_time_s=None,
        )
        return plan_run(share_limits(self.settings, self.share), options)

    def open_ledger(self, folder: Path) -> Ledger:
        """Returns the ledger, open.

        Args:
            folder: on this machine, for the lock of this process.

        Raises:
            ConfigError: it cannot be used, or belongs to a batch with other settings.
        """
        return Ledger(
            self.ledger,
            setup=Setup.of(self.settings).facts,
            out=self.out,
            folder=folder,
            now=lambda: SYSTEM_CLOCK.now().timestamp(),
            lease_s=self.options.lease_s,
        )


_WORKERS: dict[tuple[int, Fleet], Worker] = {}
_LOCK = threading.Lock()


def find_worker(fleet: Fleet) -> Worker:
    """Returns this process's worker, the same one each time.

    Raises:
        ConfigError: the settings cannot be used.
    """
    with _LOCK:
        key = (os.getpid(), fleet)  # a forked process has none of the threads of a worker
        if key not in _WORKERS:
            _WORKERS[key] = Worker(fleet)
        return _WORKERS[key]


class Worker:
    """This process as one of a fleet: an engine, kept for good, in an event loop of its own.

    Safe to use from several threads.

    Args:
        fleet: what it is told.

    Raises:
        ConfigError: the settings cannot be used.
    """

    def __init__(self, fleet: Fleet) -> None:
        self._setup = Setup.of(fleet.settings)
        self._plan, lane = fleet.plan()
        self._lane = SharedLane(lane, self._plan.concurrency)
        self._membership = Membership(
            fleet.open_ledger, lease_s=fleet.options.lease_s, on_leaving=self._lane.give_back
        )
        self._runners: set[Runner] = set()
        self._stopping: str | None = None
        self._loop = asyncio.new_event_loop()
        # One thread for the ledger: what a call had begun when it was cancelled is over before
        # its articles are given back.
        self._loop.set_default_executor(ThreadPoolExecutor(1))
        threading.Thread(target=self._loop.run_forever, name="summarizer", daemon=True).start()
        atexit.register(self.close)

    def summarize(self, reads: Iterable[Read]) -> Iterator[Row]:
        """Yields what becomes of articles, in their order; they are read a few groups ahead.

        Raises:
            ConfigError: the ledger cannot be used, or belongs to a batch with other settings.
        """
        size = max(_GROUP * self._plan.concurrency, _LEAST_GROUP)
        left = iter(reads)
        under_way: deque[Future[list[Row]]] = deque()
        stopping: str | None = None
        try:
            while True:
                if group := list(islice(left, size)):
                    under_way.append(self.submit(group, stopping=stopping))
                if not under_way:
                    return
                if group and len(under_way) < _GROUPS:
                    continue
                for row in under_way.popleft().result():
                    if row["status"] == "pending":
                        stopping = row["error"]
                    yield row
        finally:
            for future in under_way:
                future.cancel()

    def submit(self, reads: Sequence[Read], *, stopping: str | None = None) -> Future[list[Row]]:
        """Begins to find out what becomes of articles; a call that is cancelled gives them back.

        Args:
            reads: a few hundred articles.
            stopping: why nothing is to be asked any more.
        """
        return asyncio.run_coroutine_threadsafe(self._find(reads, stopping), self._loop)

    def stop(self, reason: str) -> None:
        """Begins no more articles, ever; what is under way is finished."""
        self._stopping = reason
        for runner in list(self._runners):
            runner.stop(reason)

    def close(self) -> None:
        """Closes the engine; nothing can be asked any more."""
        atexit.unregister(self.close)
        closing = asyncio.run_coroutine_threadsafe(self._lane.close(), self._loop)
        wait([closing], _CLOSING_S)
        self._loop.call_soon_threadsafe(self._loop.stop)

    # ---- a group of articles ----

    async def _find(self, reads: Sequence[Read], stopping: str | None) -> list[Row]:
        entries = [self._setup.identify(one.article, one.source) for one in reads]
        wanted = {entry.key: read for entry, read in zip(entries, reads, strict=True)}
        found: dict[str, Line] = {}
        kept: set[str] = set()
        stopping = stopping or self._stopping
        if not stopping:
            async with self._membership.join() as ledger:
                keeper = LedgerKeeper(ledger, on_written=self._end_turns)
                found, stopping = await self._settle(wanted, ledger, keeper)
                kept = keeper.kept
        rows: list[Row] = []
        for entry in entries:
            line = found.get(entry.key)
            if line is None:
                rows.append(_describe_pending(entry, stopping))
                continue
            rows.append(_describe(line, repeated=entry.key not in kept))
            kept.discard(entry.key)  # the same article once more
        return rows

    async def _settle(
        self, wanted: Mapping[str, Read], ledger: Ledger, keeper: LedgerKeeper
    ) -> tuple[dict[str, Line], str | None]:
        """Works until all are done or dead, or there is a reason to stop; returns that, too."""
        left, found = dict(wanted), dict[str, Line]()
        wait_s = _POLL_S[0]
        try:
            while True:
                stopping = await self._run(left.values(), ledger, keeper)
                found.update(await asyncio.to_thread(ledger.find_lines, tuple(left)))
                left = {key: read for key, read in left.items() if key not in found}
                if stopping or not left:
                    return found, stopping
                # Another call of this process has them in hand.
                await asyncio.sleep(wait_s)
                wait_s = min(wait_s * 2, _POLL_S[1])
        except BaseException:
            with suppress(ConfigError):
                await asyncio.to_thread(ledger.release, left)
            raise
        finally:
            self._lane.end_turns(wanted)

    def _end_turns(self, keys: Iterable[str]) -> None:
        self._loop.call_soon_threadsafe(self._lane.end_turns, keys)

    async def _run(self, reads: Iterable[Read], ledger: Ledger, keeper: LedgerKeeper) -> str | None:
        runner = Runner(
            self._setup, ledger=ledger, outputs=keeper, lane=self._lane, plan=self._plan
        )
        self._runners.add(runner)
        try:
            progress = await runner.run(reads)
        finally:
            self._runners.discard(runner)
        return progress.stopping


def _describe(line: Line, *, repeated: bool) -> Row:
    return Row(
        key=line.row["key"],
        article_id=_escape(line.row["article_id"]),
        status=line.row["status"],
        error=line.row["error"],
        result=_escape(line.text),
        repeated=repeated,
    )


def _describe_pending(entry: Entry, stopping: str | None) -> Row:
    return Row(
        key=entry.key,
        article_id=_escape(entry.article.id),
        status="pending",
        error=stopping,
        result=None,
        repeated=False,
    )


def _escape(text: str) -> str:
    """Half a character, which no engine takes, becomes its escape; in JSON that is the same."""
    return text.encode("utf-8", "backslashreplace").decode()
