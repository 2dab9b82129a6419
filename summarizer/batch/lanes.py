"""Where articles are worked on: in this process's event loop, or in several processes."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import pickle
import struct
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, Protocol

from summarizer.api import Summarizer
from summarizer.batch.records import Entry, Outcome
from summarizer.batch.sources import Source
from summarizer.batch.work import to_outcome, work_on
from summarizer.engines.limits import Purse
from summarizer.errors import ConfigError
from summarizer.settings import Settings

_SIZE = struct.Struct(">I")
_READ_AHEAD = 256
"""Messages a child takes from its pipe before it has looked at them."""
_MOST_DEATHS = 2
"""How often an article may take its process with it before it is given up, and how often a
process that never answered may be started."""


class Lane(Protocol):
    """Somewhere that articles are worked on, several at a time."""

    async def work(self, entry: Entry) -> Outcome:
        """Returns what became of one article; failures are values."""
        ...

    def allow(self, more_usd: float) -> None:
        """Lets so much more money be spent."""
        ...

    async def aclose(self) -> None:
        """Frees what it holds."""
        ...


class Here:
    """The event loop of this process.

    Args:
        settings: what is asked, and how.
        capped: whether money is spent only as far as `allow` lets it.
    """

    def __init__(self, settings: Settings, *, capped: bool = False) -> None:
        self._purse = (
            Purse(0.0, allow_unknown_price=settings.allow_unknown_price) if capped else None
        )
        self._summarizer = Summarizer(settings=settings, purse=self._purse)

    async def work(self, entry: Entry) -> Outcome:
        """Returns what became of one article."""
        return await work_on(entry, self._summarizer)

    def allow(self, more_usd: float) -> None:
        """Lets so much more money be spent."""
        if self._purse is not None:
            self._purse.allow(more_usd)

    async def aclose(self) -> None:
        """Closes the engine."""
        await self._summarizer.__aexit__(None, None, None)


class Processes:
    """Several processes, each with an engine and its share of the limits.

    They are started as programs of their own, so that a caller's script needs no guard; what goes
    to them goes through their standard input, the key too, and they end with it.

    Args:
        settings: as for all of them together.
        count: how many.
        capped: as for `Here`.
    """

    def __init__(self, settings: Settings, *, count: int, capped: bool = False) -> None:
        share = share_limits(settings, count)
        self._summarizer = Summarizer(settings=share)
        self._children = [_Child(share, capped=capped) for _ in range(count)]

    async def work(self, entry: Entry) -> Outcome:
        """Returns what became of one article; one that takes its process with it is given up."""
        deaths = 0
        while deaths < _MOST_DEATHS:
            child = min(self._children, key=lambda one: len(one.waiting))
            try:
                return await child.work(entry)
            except EOFError:
                if child.has_answered:  # else it is not known to work with any article
                    deaths += 1
        message = (
            f"the process that worked on it ended without an answer, {_MOST_DEATHS} times; "
            "look at its memory, and at this article by itself"
        )
        return to_outcome(entry, self._summarizer.refuse(entry.article, message))

    def allow(self, more_usd: float) -> None:
        """Lets so much more money be spent, in equal shares."""
        for child in self._children:
            child.allow(more_usd / len(self._children))

    async def aclose(self) -> None:
        """Ends the processes."""
        await asyncio.gather(*(child.aclose() for child in self._children))
        self._summarizer.close()


@dataclass(slots=True)
class _Child:
    """One process, started with the first article and again when it died."""

    settings: Settings
    capped: bool
    waiting: dict[str, asyncio.Future[Outcome]] = field(
        default_factory=dict[str, "asyncio.Future[Outcome]"]
    )
    allowed_usd: float = 0.0
    has_answered: bool = False
    deaths: int = 0
    process: Process | None = None
    reader: asyncio.Task[None] | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def work(self, entry: Entry) -> Outcome:
        async with self.lock:
            if self.process is None:
                await self._start()
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self.waiting[entry.key] = future
        try:
            self._send("work", entry)
            return await future
        finally:
            self.waiting.pop(entry.key, None)

    def allow(self, more_usd: float) -> None:
        self.allowed_usd += more_usd
        self._send("allow", more_usd)

    async def aclose(self) -> None:
        process, reader = self.process, self.reader
        if process is not None and process.stdin is not None:
            process.stdin.close()
            await process.wait()
        if reader is not None:
            await reader

    async def _start(self) -> None:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _PROGRAM, stdin=PIPE, stdout=PIPE, start_new_session=True
        )
        self._send("begin", (self.settings, self.capped))
        self._send("allow", self.allowed_usd)
        self.reader = asyncio.create_task(self._read(self.process))

    def _send(self, what: str, value: Any) -> None:
        if self.process is not None and self.process.stdin is not None:
            data = pickle.dumps((what, value), pickle.HIGHEST_PROTOCOL)
            self.process.stdin.write(_SIZE.pack(len(data)) + data)

    async def _read(self, process: Process) -> None:
        answers = process.stdout or asyncio.StreamReader()
        try:
            while True:
                outcome: Outcome = await _receive(answers)
                self.has_answered = True
                future = self.waiting.get(outcome.key)
                if future is not None and not future.done():
                    future.set_result(outcome)
        except asyncio.IncompleteReadError:
            self.process = None
            self.allowed_usd = 0.0  # nobody knows what it had spent of it
            self.deaths += 1
            works = self.has_answered or self.deaths < _MOST_DEATHS
            error = EOFError() if works else ConfigError(_NO_START)
            for future in list(self.waiting.values()):
                if not future.done():
                    future.set_exception(error)
            if process.stdin is not None:
                process.stdin.close()
            await process.wait()


_NO_START = (
    f"a process that is to work on articles ended before its first answer, {_MOST_DEATHS} times; "
    "what it said stands above; run with one process (--processes 1) to see more"
)
_PROGRAM = "from summarizer.batch.lanes import serve; serve()"


def serve() -> None:
    """Works on what comes through standard input, until it ends: the main of a child process."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints does not get among the answers
    asyncio.run(_serve(answers))


async def _serve(answers: BinaryIO) -> None:
    source = Source(_read_messages(sys.stdin.buffer), most=_READ_AHEAD)
    tasks: set[asyncio.Task[None]] = set()
    lane: Here | None = None
    is_new = True
    while some := await source.take():
        for what, value in some:
            if what == "begin":
                settings, capped = value
                lane = Here(settings, capped=capped)
            elif lane is not None and what == "allow":
                lane.allow(value)
            elif lane is not None:
                task = asyncio.create_task(_answer(lane, value, answers))
                tasks.add(task)
                task.add_done_callback(tasks.discard)
                if is_new:
                    task.add_done_callback(_keep_what_is_loaded)
                    is_new = False
    for task in tasks:
        task.cancel()
    if lane is not None:
        await lane.aclose()


def _keep_what_is_loaded(_: object) -> None:
    """Spares the collector what the first article has loaded: a tenth of all the work after it."""
    gc.collect()
    gc.freeze()


async def _answer(lane: Lane, entry: Entry, answers: BinaryIO) -> None:
    data = pickle.dumps(await lane.work(entry), pickle.HIGHEST_PROTOCOL)
    # Whoever asked may have been killed; then standard input ends, too.
    with contextlib.suppress(BrokenPipeError):
        answers.write(_SIZE.pack(len(data)) + data)
        answers.flush()


def _read_messages(stream: BinaryIO) -> Iterator[tuple[str, Any]]:
    while len(head := stream.read(_SIZE.size)) == _SIZE.size:
        data = stream.read(_SIZE.unpack(head)[0])
        yield pickle.loads(data)  # noqa: S301 - from our own parent


async def _receive(stream: asyncio.StreamReader) -> Any:
    (size,) = _SIZE.unpack(await stream.readexactly(_SIZE.size))
    return pickle.loads(await stream.readexactly(size))  # noqa: S301 - both ends are ours


def share_limits(settings: Settings, count: int) -> Settings:
    """Returns the settings of one of so many processes.

    Raises:
        ConfigError: a limit is too small to be shared, or a tape is to be recorded.
    """
    shares: dict[str, Any] = {}
    for name in ("requests_per_minute", "tokens_per_minute", "max_concurrency"):
        limit: int | None = getattr(settings, name)
        if limit is None:
            continue
        if limit < count:
            raise ConfigError(
                f"{name} is {limit}, less than one for each of {count} processes; "
                "take fewer processes"
            )
        shares[name] = limit // count
    if settings.store == "record":
        raise ConfigError("a tape is recorded by one process; give --processes 1")
    return replace(settings, **shares)


def count_cores() -> int:
    """Returns how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
