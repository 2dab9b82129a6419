"""The layer itself: asks what is below it only for what is not kept."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from summarizer.engines.base import Engine, Reply, Request, close_engine
from summarizer.engines.store.lines import KeptError, KeptReply, TapeLine
from summarizer.engines.store.question import Question
from summarizer.engines.store.replay import Tape
from summarizer.engines.store.tape import TapeWriter
from summarizer.errors import ConfigError, EngineError, ReplayMissError
from summarizer.settings import Settings
from summarizer_schemas.result import Usage

if TYPE_CHECKING:
    from summarizer.engines.store.cache import Cache

_Outcome = Reply | EngineError | None
"""How a question that others wait for ended; None when whoever asked it went away."""

FREE = Usage(cost_usd=0.0)
"""What an answer from the cache costs."""


def keep_answers(
    inner: Engine | None, settings: Settings, *, now: Callable[[], datetime] | None = None
) -> Engine:
    """Returns the engine with the store the settings ask for; the engine itself for `off`.

    Args:
        inner: what is asked for what is not kept; may be None for `replay`.
        settings: `store` and `store_path`, and what a request is made with.
        now: the moment a line of a tape is dated with; without it, it has no date.

    Raises:
        ConfigError: the file cannot be used, or there is nothing to ask.
    """
    if inner is not None and settings.store == "off":
        return inner
    return Store(inner, settings, now=now)


class Store:
    """The outermost layer of the engine stack: answers that are kept.

    A request without messages is for the embedded engine, which is always asked itself.

    Args:
        inner: what is asked for what is not kept; may be None for `replay`.
        settings: `store` and `store_path`, and what a request is made with.
        now: the moment a line of a tape is dated with; without it, it has no date.

    Raises:
        ConfigError: the file cannot be used, or there is nothing to ask.
    """

    def __init__(
        self,
        inner: Engine | None,
        settings: Settings,
        *,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        if inner is None and settings.store != "replay":
            raise ConfigError(f"store {settings.store!r} needs an engine; only 'replay' has none")
        self._inner = inner
        self._settings = settings
        self._now = now
        path = settings.store_path or ""
        self._cache = _open_cache(path) if settings.store == "cache" else None
        self._writer = TapeWriter(path) if settings.store == "record" else None
        self._tape = Tape(path) if settings.store == "replay" else None
        self._flights = _Flights()

    async def ask(self, request: Request) -> Reply:
        """Returns the answer that is kept, or asks for one and keeps it.

        Raises:
            ReplayMissError: the tape holds no such request; the message says what differs from the
                nearest one.
            EngineError: there is no usable answer, or there was none when it was recorded.
            ConfigError: the tape cannot be written.
        """
        if not request.messages:
            return await self._ask_inner(request)
        question = Question.of(request, self._settings)
        if self._tape is not None:
            return await self._replay(self._tape, question, request)
        if self._writer is not None:
            return await self._record(self._writer, question, request)
        if self._cache is not None:
            return await self._ask_once(self._cache, question, request)
        return await self._ask_inner(request)

    def explain_miss(self, request: Request) -> str:
        """Returns the whole difference between a request and the nearest recorded one.

        It holds article text, which the message of a `ReplayMissError` never does.

        Raises:
            ConfigError: this store does not replay.
        """
        if self._tape is None:
            raise ConfigError(f"store is {self._settings.store!r}; only 'replay' has a tape")
        return self._tape.show_difference(Question.of(request, self._settings))

    def close(self) -> None:
        """Closes the cache; it is opened again when it is used."""
        if self._cache is not None:
            self._cache.close()

    async def aclose(self) -> None:
        """Closes the cache, and the engine that is asked."""
        self.close()
        if self._inner is not None:
            await close_engine(self._inner)

    async def _ask_inner(self, request: Request) -> Reply:
        if self._inner is None:
            raise ReplayMissError(
                "a request without messages is for the embedded engine, which no tape holds; "
                "set model to 'embedded' with store='off'"
            )
        return await self._inner.ask(request)

    # ---- record and replay ----

    async def _record(self, tape: TapeWriter, question: Question, request: Request) -> Reply:
        answer: KeptReply | KeptError
        try:
            reply = await self._ask_inner(request)
        except EngineError as error:
            answer = KeptError.of(error, secret=self._settings.api_key)
            await self._write(tape, question, answer)
            raise
        await self._write(tape, question, KeptReply.of(reply))
        return reply

    async def _write(
        self, tape: TapeWriter, question: Question, answer: KeptReply | KeptError
    ) -> None:
        line = TapeLine.of(question, answer, at=self._now() if self._now else None)
        await _finish(tape.write, line)

    async def _replay(self, tape: Tape, question: Question, request: Request) -> Reply:
        line = tape.find(question)
        if line is None:
            message = await asyncio.to_thread(tape.describe_miss, question, request.text.text)
            raise ReplayMissError(message)
        if line.reply is None:
            raise (line.error or KeptError(message="no reason given")).restore()
        usage = line.reply.usage.model_copy(update={"wall_s": 0.0})
        return self._read(line.reply, request, usage)

    # ---- cache ----

    async def _ask_once(self, cache: Cache, question: Question, request: Request) -> Reply:
        """Looks the answer up, or waits for whoever is asking for it already, or asks."""
        while True:
            flight, is_ours = self._flights.board(question.key)
            if is_ours:
                break
            # Shielded: that somebody stops waiting is nothing to the others.
            outcome = await asyncio.shield(asyncio.wrap_future(flight))
            if isinstance(outcome, Reply):
                return self._read(KeptReply.of(outcome), request, FREE)
            if outcome is not None:
                raise (
                    KeptError.of(outcome, secret=None).model_copy(update={"usage": FREE}).restore()
                )
        ended: _Outcome = None
        try:
            reply = ended = await self._look_up(cache, question, request)
        except EngineError as error:
            ended = error
            raise
        finally:
            self._flights.land(question.key, flight, ended)
        return reply

    async def _look_up(self, cache: Cache, question: Question, request: Request) -> Reply:
        trouble: list[str] = []  # with the file: no reason to be without an answer
        kept = None
        try:
            kept = await asyncio.to_thread(cache.get, question.key)
        except ConfigError as error:
            trouble.append(str(error))
        if kept is not None:
            with contextlib.suppress(EngineError):  # kept by a version that read it otherwise
                return self._read(kept, request, FREE)
        reply = await self._ask_inner(request)
        if reply.text:  # else the embedded engine stood in; the model is asked next time
            try:
                await _finish(cache.put, question.key, KeptReply.of(reply))
            except ConfigError as error:
                trouble.append(str(error))
        if not trouble:
            return reply
        return replace(reply, warnings=(*reply.warnings, f"the answer is not kept: {trouble[-1]}"))

    def _read(self, kept: KeptReply, request: Request, usage: Usage) -> Reply:
        from summarizer.engines.answers import read_answer

        parsed = read_answer(kept.text, request.schema, truncated=kept.truncated)
        return Reply(
            wire=parsed.wire,
            engine=kept.engine or self._settings.model.partition("/")[0],
            model=kept.model,
            mode=kept.mode,
            usage=usage,
            warnings=kept.warnings,
            broken=parsed.broken,
            truncated=parsed.truncated or kept.truncated,
            text=kept.text,
            replayed=True,
        )


async def _finish(work: Callable[..., object], *arguments: object) -> None:
    """Does some work off the event loop, to its end even if nobody waits for it any more."""
    await asyncio.shield(asyncio.to_thread(work, *arguments))


def _open_cache(path: str) -> Cache:
    """Opens a cache; SQLite is loaded for nobody else."""
    from summarizer.engines.store.cache import Cache

    return Cache(path)


class _Flights:
    """The questions that are being asked, so that none is asked twice at the same time.

    The futures belong to no event loop: one store may serve several, each in its thread.
    """

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._under_way: dict[str, concurrent.futures.Future[_Outcome]] = {}

    def board(self, key: str) -> tuple[concurrent.futures.Future[_Outcome], bool]:
        """Returns how a question will end, and whether the caller is to ask it."""
        if self._process != os.getpid():
            self._begin()  # forked: what is under way there never ends here
        with self._lock:
            known = self._under_way.get(key)
            if known is not None:
                return known, False
            flight = self._under_way[key] = concurrent.futures.Future()
            return flight, True

    def land(
        self, key: str, flight: concurrent.futures.Future[_Outcome], outcome: _Outcome
    ) -> None:
        """Tells all who wait how the question ended."""
        with self._lock:
            del self._under_way[key]
        flight.set_result(outcome)
