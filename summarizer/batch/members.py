"""A process as a member of a ledger: there as long as it has something to do."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncGenerator, Callable, Collection, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from summarizer.batch.lanes import Lane
from summarizer.batch.ledger import Ledger
from summarizer.batch.records import Entry, Outcome
from summarizer.errors import ConfigError

OpenLedger = Callable[[Path], Ledger]
"""Opens the ledger, given a folder on this machine for the lock of this process."""


class Membership:
    """A ledger that is open while anybody uses it, so that an idle process holds nothing in it.

    Args:
        open_ledger: called when somebody comes and nobody is there.
        lease_s: signs of life are given three times as often.
        on_leaving: called before the last one leaves.
    """

    def __init__(
        self, open_ledger: OpenLedger, *, lease_s: float, on_leaving: Callable[[], None]
    ) -> None:
        self._open_ledger = open_ledger
        self._lease_s = lease_s
        self._on_leaving = on_leaving
        self._member: _Member | None = None
        self._users = 0
        self._door = asyncio.Lock()

    @asynccontextmanager
    async def join(self) -> AsyncGenerator[Ledger]:
        """Yields the ledger.

        Raises:
            ConfigError: it cannot be used.
        """
        async with self._door:
            if self._member is None:
                self._member = await self._open()
            member = self._member
            self._users += 1
        try:
            yield member.ledger
        finally:
            async with self._door:
                self._users -= 1
                if not self._users:
                    self._member = None
                    self._on_leaving()
                    await member.leave()

    async def _open(self) -> _Member:
        folder = tempfile.TemporaryDirectory(prefix="summarizer-")
        try:
            ledger = await asyncio.to_thread(self._open_ledger, Path(folder.name))
        except BaseException:
            folder.cleanup()
            raise
        return _Member(ledger, folder, asyncio.create_task(self._renew(ledger)))

    async def _renew(self, ledger: Ledger) -> None:
        while True:
            await asyncio.sleep(self._lease_s / 3)
            with suppress(ConfigError):  # whoever writes next says what is wrong
                await asyncio.to_thread(ledger.owner.renew)


@dataclass(frozen=True, slots=True)
class _Member:
    ledger: Ledger
    folder: tempfile.TemporaryDirectory[str]
    renewing: asyncio.Task[None]

    async def leave(self) -> None:
        self.renewing.cancel()
        await asyncio.to_thread(self.ledger.close)
        self.folder.cleanup()


class LedgerKeeper:
    """Writes outcomes into a ledger, and into no files.

    Args:
        ledger: open.
        on_written: called with the keys of what was written, in whatever thread that is.

    Attributes:
        kept: keys of the outcomes that count.
    """

    def __init__(self, ledger: Ledger, *, on_written: Callable[[Collection[str]], object]) -> None:
        self._ledger = ledger
        self._on_written = on_written
        self.kept: set[str] = set()

    def commit(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Writes outcomes down; returns those that count."""
        _, kept = self._ledger.settle(outcomes)
        self.kept.update(one.key for one in kept)
        self._on_written([one.key for one in outcomes])
        return kept

    def close(self) -> None:
        """Does nothing: all is written."""


class SharedLane:
    """A lane that several runs use at a time, and none of them closes.

    An article has its turn until its outcome is written down. So when the process is killed, no
    more answers are lost than were worked on at a time, however slow the ledger is. (5,000 calls
    of 100 ms on a busy machine, 64 at a time in each of two processes, one killed and later both:
    at most 192 could be in flight. With turns that ended with the answer 175 and 344 calls were
    repeated in two runs.)

    Args:
        lane: where the work is done.
        concurrency: articles at a time, of all runs together.
    """

    def __init__(self, lane: Lane, concurrency: int) -> None:
        self._lane = lane
        self._turn = asyncio.Semaphore(concurrency)
        self._having: set[str] = set()
        self._allowed_usd = self._spent_usd = 0.0

    async def work(self, entry: Entry) -> Outcome:
        """Returns what became of one article, when its turn has come."""
        if entry.key not in self._having:
            await self._turn.acquire()
            self._having.add(entry.key)
        outcome = await self._lane.work(entry)
        if outcome.is_dead and outcome.error == "budget":
            self.end_turns([entry.key])  # it is given back, and never written down
        self._spent_usd += outcome.usage.cost_usd or 0.0
        return outcome

    def end_turns(self, keys: Iterable[str]) -> None:
        """Lets others have the turns that these articles have; called in the event loop."""
        for key in self._having.intersection(keys):
            self._having.discard(key)
            self._turn.release()

    def allow(self, more_usd: float) -> None:
        """Lets so much more money be spent."""
        self._allowed_usd += more_usd
        self._lane.allow(more_usd)

    def give_back(self) -> None:
        """Lets no more money be spent than was."""
        self.allow(self._spent_usd - self._allowed_usd)

    async def aclose(self) -> None:
        """Does nothing: a run is over, and others are not."""

    async def close(self) -> None:
        """Frees what the lane holds."""
        await self._lane.aclose()
