"""The flow of a batch.

read      articles, a few dozen at a time                     inputs
identify  keys, and a sketch to find near-identical texts     identity, copies
claim     what nobody has taken                               ledger
work      so many at a time, here or in several processes     lanes
commit    results into the ledger, then into the files        outputs

Reading waits for working, and working for committing, so that a million articles take no more
memory than a hundred.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from summarizer.batch.copies import Sketch, sketch, take_over
from summarizer.batch.identity import Setup
from summarizer.batch.inputs import Read
from summarizer.batch.lanes import Lane
from summarizer.batch.ledger import Copy, Ledger
from summarizer.batch.progress import Progress, Watcher, ignore
from summarizer.batch.records import Entry, Outcome
from summarizer.batch.sources import Source
from summarizer.batch.spool import Spool
from summarizer.batch.work import to_outcome
from summarizer.settings import Editorial
from summarizer_schemas.result import Result, Usage

_CHUNK = 32
"""Articles claimed at a time: each claim is a transaction."""
_COMMIT = 256
"""Most outcomes written at a time."""
_TICK_S = 0.5
_POLL_S = (0.05, 2.0)
"""Shortest and longest wait for an article that somebody else works on."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a batch is run.

    Attributes:
        concurrency: articles at a time.
        find_copies: whether findings are taken over from near-identical texts.
        editorial: as in `Settings`; where findings are taken over.
        max_cost_usd: most money that is spent on the whole batch, by all who work on it.
        slice_usd: how much of it is taken from the ledger at a time.
        max_time_s: no article is begun later than this.
        give_up_after: so many failures of the provider in a row end the run.
    """

    concurrency: int
    find_copies: bool = False
    editorial: Editorial = "use"
    max_cost_usd: float | None = None
    slice_usd: float = 0.0
    max_time_s: float | None = None
    give_up_after: int = 50


class Keeper(Protocol):
    """Whoever writes outcomes down: the files of an OUT, or a ledger alone."""

    def commit(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Writes outcomes down; returns those that count."""
        ...

    def close(self) -> None:
        """Writes what is left to write."""
        ...


class Runner:
    """Runs one batch, once.

    Args:
        setup: what decides the answers.
        ledger: what was done already, and by whom.
        outputs: where outcomes are written down.
        lane: where articles are worked on; closed at the end.
        plan: how.
        watch: told how far it came, twice a second.
    """

    def __init__(
        self,
        setup: Setup,
        *,
        ledger: Ledger,
        outputs: Keeper,
        lane: Lane,
        plan: Plan,
        watch: Watcher = ignore,
        total: int | None = None,
    ) -> None:
        self._setup = setup
        self._ledger = ledger
        self._outputs = outputs
        self._lane = lane
        self._plan = plan
        self._watch = watch
        self.progress = Progress(total=total)
        self._started = time.monotonic()
        self._todo: asyncio.Queue[Entry | None] = asyncio.Queue(_CHUNK)
        self._ready: asyncio.Queue[Outcome | None] = asyncio.Queue(plan.concurrency)
        self._copies: dict[str, Copy] = {}
        self._failures_in_row = 0
        # In work or not yet written down: that many are lost with the process, at most.
        self._slots = asyncio.Semaphore(plan.concurrency)
        self._funded = 0
        self._till = asyncio.Lock()

    def stop(self, reason: str) -> None:
        """Begins no more articles; what is under way is finished."""
        self.progress.stopping = self.progress.stopping or reason

    async def run(self, reads: Iterable[Read]) -> Progress:
        """Works through the articles; returns how far it came.

        Raises:
            ConfigError: the ledger or a file cannot be written; what was written is kept.
        """
        ticker = asyncio.create_task(self._tick())
        committer = asyncio.create_task(self._commit())
        workers = [asyncio.create_task(self._work()) for _ in range(self._plan.concurrency)]
        flow = asyncio.create_task(self._go_through(reads, workers))
        try:
            # Whichever fails first ends all.
            ends = {ticker, committer, flow, _watch_for_failure(workers)}
            done, _ = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
            await self._ready.put(None)
            await committer
        finally:
            tasks = [flow, ticker, committer, *workers]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._lane.aclose()
        self._outputs.close()
        self.progress.tick(time.monotonic() - self._started)
        self._watch(self.progress)
        return self.progress

    # ---- read, identify, claim ----

    async def _go_through(
        self, reads: Iterable[Read], workers: Sequence[asyncio.Task[None]]
    ) -> None:
        held = Spool()
        try:
            await self._feed(self._identify(reads), held)
            wait_s = _POLL_S[0]
            while len(held) and not self.progress.stopping:
                before = len(held)
                await asyncio.sleep(wait_s)
                await self._feed(held.empty(), held)
                wait_s = _POLL_S[0] if len(held) < before else min(wait_s * 2, _POLL_S[1])
        finally:
            held.close()
        for _ in workers:
            await self._todo.put(None)
        await asyncio.gather(*workers)

    def _identify(self, reads: Iterable[Read]) -> Iterator[Entry]:
        for read in reads:
            self.progress.seen += 1
            yield self._setup.identify(read.article, read.source)

    async def _feed(self, entries: Iterator[Entry], held: Spool) -> None:
        """Claims and hands out entries until there are none, or nothing more is to be begun."""
        source = Source(map(self._draw, entries), most=_CHUNK)
        while not self._should_stop():
            some = await source.take()
            if not some:
                return
            claims = await asyncio.to_thread(self._ledger.claim, *zip(*some, strict=True))
            self.progress.settled += claims.settled
            self.progress.away += claims.away
            self._copies.update(claims.copies)
            for entry in claims.held:
                held.add(entry)
            for entry in claims.ours:
                await self._todo.put(entry)

    def _draw(self, entry: Entry) -> tuple[Entry, Sketch | None]:
        return entry, sketch(entry.article.text) if self._plan.find_copies else None

    def _should_stop(self) -> bool:
        limit_s = self._plan.max_time_s
        if limit_s is not None and time.monotonic() - self._started > limit_s:
            self.stop("time")
        return self.progress.stopping is not None

    # ---- work ----

    async def _work(self) -> None:
        while (entry := await self._todo.get()) is not None:
            if self._should_stop():
                await asyncio.to_thread(self._ledger.release, [entry.key])
                continue
            await self._slots.acquire()
            self.progress.in_work += 1
            try:
                await self._ready.put(await self._find_outcome(entry))
            finally:
                self.progress.in_work -= 1

    async def _find_outcome(self, entry: Entry) -> Outcome:
        copy = self._copies.pop(entry.key, None)
        if copy is not None:
            taken = await self._take_over(copy)
            if taken is not None:
                return taken
        return await self._work_paid(entry)

    async def _work_paid(self, entry: Entry) -> Outcome:
        """Works on an article, and again while there is more money to be had."""
        usage = Usage()
        while True:
            funded = self._funded
            outcome = await self._lane.work(entry)
            usage += outcome.usage
            if not _is_unpaid(outcome) or not await self._fund(since=funded):
                return replace(outcome, usage=usage)

    async def _take_over(self, copy: Copy) -> Outcome | None:
        """Returns the first article's findings in this one's words; None: it has none to give."""
        wait_s = _POLL_S[0]
        while True:
            first = await asyncio.to_thread(self._ledger.look_up, copy.first)
            if first.state != "claimed":
                break
            await asyncio.sleep(wait_s)
            wait_s = min(wait_s * 2, _POLL_S[1])
        if first.line is None:
            return None
        article = copy.entry.article
        found = take_over(
            Result.from_json(first.line),
            article,
            first_id=first.article_id,
            similarity=copy.similarity,
            editorial=self._plan.editorial,
        )
        if found is None:
            own = sketch(article.text)
            await asyncio.to_thread(self._ledger.keep_sketch, copy.entry.key, own)
            return None
        return to_outcome(copy.entry, found, copy_of=copy.first, similarity=copy.similarity)

    # ---- commit ----

    async def _commit(self) -> None:
        is_over = False
        while not is_over:
            outcomes = [await self._ready.get()]
            while not self._ready.empty() and len(outcomes) < _COMMIT:
                outcomes.append(self._ready.get_nowait())
            is_over = None in outcomes
            some = [one for one in outcomes if one is not None]
            unpaid = [one for one in some if _is_unpaid(one)]
            if unpaid:
                await self._give_back(unpaid)
            if settled := [one for one in some if one not in unpaid]:
                kept = await asyncio.to_thread(self._outputs.commit, settled)
                self.progress.add(kept)
                self._judge(settled)
            for _ in some:
                self._slots.release()

    async def _give_back(self, unpaid: Sequence[Outcome]) -> None:
        """Articles there was no money for are not failures: they are as if never begun."""
        for one in unpaid:
            self.progress.usage += one.usage
            await asyncio.to_thread(self._ledger.release, [one.key], one.usage)
        self.stop("money")

    def _judge(self, outcomes: Sequence[Outcome]) -> None:
        """Stops when the provider answers nobody any more."""
        for one in outcomes:
            is_down = one.is_dead and one.error == "provider"
            self._failures_in_row = self._failures_in_row + 1 if is_down else 0
            if self._failures_in_row >= self._plan.give_up_after:
                self.stop("provider")

    async def _fund(self, *, since: int) -> bool:
        """Takes money from the ledger; tells whether there is more than there was.

        Args:
            since: how often money had been taken before it was found wanting: if somebody has
                taken some in the meantime, there is no need to.
        """
        cap = self._plan.max_cost_usd
        if cap is None:
            return False
        async with self._till:
            if self._funded == since:
                take = self._ledger.owner.grant
                given = await asyncio.to_thread(take, cap, self._plan.slice_usd)
                if given <= 0:
                    return False
                self._lane.allow(given)
                self._funded += 1
        return True

    async def _tick(self) -> None:
        renewed = time.monotonic()
        while True:
            await asyncio.sleep(_TICK_S)
            now = time.monotonic()
            self.progress.tick(now - self._started)
            self._watch(self.progress)
            if now - renewed > self._ledger.owner.lease_s / 3:
                renewed = now
                await asyncio.to_thread(self._ledger.owner.renew)


def _watch_for_failure(tasks: Sequence[asyncio.Task[None]]) -> asyncio.Future[None]:
    """Returns what fails as soon as one of the tasks does, and never ends otherwise."""
    failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def look(task: asyncio.Task[None]) -> None:
        if not task.cancelled() and task.exception() is not None and not failed.done():
            failed.set_exception(task.exception() or EOFError())

    for task in tasks:
        task.add_done_callback(look)
    return failed


def _is_unpaid(outcome: Outcome) -> bool:
    """Tells whether there was no money for an article."""
    return outcome.is_dead and outcome.error == "budget"
