"""How many questions may be at a provider at once, found out from its answers.

A provider says with a 429 that there are too many, and never how many it would take.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from dataclasses import dataclass
from typing import Literal

from summarizer.engines.base import Engine, Reply, Request, close_engine
from summarizer.errors import EngineError
from summarizer.hooks import Notice, Observer, ignore
from summarizer.settings import Settings

_CUT = 0.7
"""Part of the window that is left after a cut. A provider with room for 8 and 64 workers, simulated
(1,500 questions, 5 seeds): 0.5 keeps it 72 % busy with 2.6 % of the questions turned away in the
second half, 0.7 85 % with 3.4 %, 0.9 all of it with 6.4 %; without a window it is 55 %."""
_CROWDED = frozenset({429, 503, 529})
"""Statuses by which providers say that there are too many questions."""

Verdict = Literal["good", "crowded", "none"]
"""What the end of a question says about the window."""


@dataclass(slots=True, eq=False)
class _Waiter:
    """A question without a place.

    Whether it has one by now stands in `number`, under the window's lock; the bell only wakes it.
    """

    loop: asyncio.AbstractEventLoop
    bell: asyncio.Future[None]
    number: int = 0
    gone: bool = False

    def ring(self) -> None:
        """Wakes it, in its own event loop."""
        if not self.bell.done():
            self.bell.set_result(None)


class Window:
    """Places for questions: cut when there were too many, and given back one by one.

    Additive increase, multiplicative decrease, which is how TCP shares a line without knowing how
    wide it is: the window shrinks to 0.7 of itself when the provider says that it is too much, and
    grows by one for each window's worth of good answers. What was sent before the last cut says
    nothing about the window since, so one burst that is turned away is one cut. Answers count
    towards growth while all places are taken: those of a few say nothing about more.

    Can be shared by tasks, event loops and threads. Places are given in the order they were asked
    for.

    Args:
        most: places at the beginning, and never more.

    Example:
        >>> import asyncio
        >>> window = Window(10)
        >>> async def ask(verdict: Verdict) -> int:
        ...     number = await window.enter()
        ...     window.leave(number, verdict)
        ...     return window.size
        >>> asyncio.run(ask("crowded")), asyncio.run(ask("good")), asyncio.run(ask("crowded"))
        (7, 7, 4)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = most
        self._lock = threading.Lock()
        self._waiting: deque[_Waiter] = deque()
        self._held = 0
        self._sent = 0
        self._cut_at = 0
        self._good = 0

    @property
    def size(self) -> int:
        """How many questions may be at the provider at once, for now."""
        return self._size

    async def enter(self) -> int:
        """Waits for a place; returns the number of the question, which `leave` asks for."""
        with self._lock:
            if self._held < self._size:
                return self._take()
            loop = asyncio.get_running_loop()
            waiter = _Waiter(loop, loop.create_future())
            self._waiting.append(waiter)
        try:
            await waiter.bell
        except BaseException:
            # Cancelled; it may have had its place already.
            self._wake(self._drop(waiter))
            raise
        return waiter.number

    def leave(self, number: int, verdict: Verdict) -> int | None:
        """Gives the place back.

        Args:
            number: what `enter` returned.
            verdict: what came of the question.

        Returns:
            The new size of the window, where it has changed.
        """
        with self._lock:
            before = self._size
            if number > self._cut_at:
                self._judge(verdict)
            self._held -= 1
            woken = self._admit()
            size = self._size
        self._wake(woken)
        return size if size != before else None

    def _judge(self, verdict: Verdict) -> None:
        if verdict == "crowded":
            self._size = max(int(self._size * _CUT), 1)
            self._cut_at, self._good = self._sent, 0
        elif verdict == "good" and self._held >= self._size:
            self._good += 1
            if self._good >= self._size:
                self._size, self._good = min(self._size + 1, self._most), 0

    # ---- who has a place; under the lock ----

    def _take(self) -> int:
        self._held += 1
        self._sent += 1
        return self._sent

    def _admit(self) -> list[_Waiter]:
        """Gives free places to those who wait; returns whom to wake, once the lock is free."""
        woken: list[_Waiter] = []
        while self._waiting and self._held < self._size:
            waiter = self._waiting.popleft()
            if not waiter.gone:
                waiter.number = self._take()
                woken.append(waiter)
        return woken

    # ---- whom to wake; without the lock, as it may run code of others ----

    def _drop(self, waiter: _Waiter) -> list[_Waiter]:
        """Takes back what a waiter has that is no more; returns whom to wake in its place."""
        with self._lock:
            if waiter.gone or not waiter.number:
                waiter.gone = True
                return []
            waiter.gone = True
            self._held -= 1
            return self._admit()

    def _wake(self, woken: list[_Waiter]) -> None:
        while woken:
            waiter = woken.pop(0)
            try:
                waiter.loop.call_soon_threadsafe(waiter.ring)
            except RuntimeError:  # its event loop was closed
                woken += self._drop(waiter)


class Paced:
    """An engine that asks another one, no more questions at once than its window has places for.

    It stands within the retries, so that a question which waits to be asked again holds no place,
    and before the limits, so that one which waits for a place has reserved nothing.

    Args:
        inner: the engine that is asked.
        settings: provider and model, for those who watch.
        window: shared by all that share the provider's limits.
        notify: told when the window has changed.

    Example:
        >>> import asyncio
        >>> from summarizer.engines.embedded import Embedded
        >>> from summarizer.textmap import TextMap
        >>> engine = Paced(Embedded(), Settings(), window=Window(8))
        >>> asyncio.run(engine.ask(Request(text=TextMap("Nobody was hurt.")))).engine
        'embedded'
    """

    def __init__(
        self, inner: Engine, settings: Settings, *, window: Window, notify: Observer = ignore
    ) -> None:
        self._inner = inner
        self._settings = settings
        self._window = window
        self._notify = notify

    async def ask(self, request: Request) -> Reply:
        """Returns the answer, when there was a place for the question.

        Raises:
            EngineError: what the engine raises.
        """
        number = await self._window.enter()
        verdict: Verdict = "none"
        try:
            reply = await self._inner.ask(request)
            verdict = "good"
        except EngineError as error:
            # A 429 that is not worth another try is about money, not about how many there are.
            if error.retryable and error.status in _CROWDED:
                verdict = "crowded"
            raise
        finally:
            size = self._window.leave(number, verdict)
            if size is not None:
                self._tell(request, size)
        return reply

    async def aclose(self) -> None:
        """Closes the engine that is asked."""
        await close_engine(self._inner)

    def _tell(self, request: Request, size: int) -> None:
        provider, _, model = self._settings.model.partition("/")
        self._notify(
            Notice(
                "window",
                article_id=request.article_id,
                job=request.job,
                provider=provider,
                model=model,
                items=size,
            )
        )
