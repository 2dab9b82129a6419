"""A process as a member of a ledger: there as long as it has something to do."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncGenerator, Callable, Sequence
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

    Attributes:
        kept: keys of the outcomes that count.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.kept: set[str] = set()

    def commit(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Writes outcomes down; returns those that count."""
        _, kept = self._ledger.settle(outcomes)
        self.kept.update(one.key for one in kept)
        return kept

    def close(self) -> None:
        """Does nothing: all is written."""


class SharedLane:
    """A lane that several runs use at a time, and none of them closes.

    Args:
        lane: where the work is done.
        concurrency: articles at a time, of all runs together.
    """

    def __init__(self, lane: Lane, concurrency: int) -> None:
        self._lane = lane
        self._turn = asyncio.Semaphore(concurrency)
        self._allowed_usd = self._spent_usd = 0.0

    async def work(self, entry: Entry) -> Outcome:
        """Returns what became of one article, when its turn has come."""
        async with self._turn:
            outcome = await self._lane.work(entry)
        self._spent_usd += outcome.usage.cost_usd or 0.0
        return outcome

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
