"""Which failure is asked about again, when, and how often; the only room that knows tenacity."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

from summarizer.engines.base import Engine, Reply, Request, StepDownError, close_engine
from summarizer.engines.replies import BlankError
from summarizer.errors import EngineError
from summarizer.hooks import Notice, Observer, ignore
from summarizer.prompts import Message
from summarizer.settings import EMBEDDED, Settings
from summarizer_schemas.result import Usage

_FIRST_WAIT_S = 0.5
_LONGEST_WAIT_S = 30.0
_SPREAD = 0.1
"""Part of a wait the server asks for that is added by chance, so that not all come back at once."""
_REPAIRS = 2
"""How often an answer of the wrong shape is asked for again: a third try seldom differs."""

_Sleep = Callable[[float], Awaitable[None]]


class Retrying:
    """Asks again where that may help, within a number of attempts and a time.

    A server that says how long to wait is waited for, if that is within the deadline; otherwise
    waits are drawn from a range that doubles. An answer of the wrong shape is asked for again at
    once, with one line about what is wrong and without the answer itself, and twice at most; one
    without a word is waited for like any other slip of a server. A step down to another
    mode is taken at once and does not count.

    The deadline counts attempts and the waits between them, not the time a question spends in a
    queue for its turn.

    Args:
        inner: the engine that is asked.
        settings: `max_attempts` and `deadline_s`.
        notify: told of each attempt that follows a failure.
        sleep: waits; for tests.
        draw: a number from 0 to 1; for tests.

    Example:
        >>> import asyncio
        >>> from summarizer.engines.embedded import Embedded
        >>> from summarizer.textmap import TextMap
        >>> engine = Retrying(Embedded(), Settings())
        >>> asyncio.run(engine.ask(Request(text=TextMap("Nobody was hurt.")))).engine
        'embedded'
    """

    def __init__(
        self,
        inner: Engine,
        settings: Settings,
        *,
        notify: Observer = ignore,
        sleep: _Sleep = asyncio.sleep,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self._inner = inner
        self._settings = settings
        self._notify = notify
        self._sleep = sleep
        self._draw = draw

    async def ask(self, request: Request) -> Reply:
        """Returns the first usable answer, with what all attempts cost.

        Raises:
            EngineError: the last failure, with what all attempts cost.
        """
        import tenacity

        course = _Course(request, self._settings, self._draw)

        async def attempt() -> Reply:
            return await course.ask(self._inner)

        retrying = tenacity.AsyncRetrying(
            retry=tenacity.retry_if_exception(course.may_ask_again),
            stop=course.is_over,
            wait=course.get_wait,
            sleep=self._sleep,
            before_sleep=lambda _: self._tell(course),
            reraise=True,
        )
        try:
            reply: Reply = await retrying(attempt)
        except EngineError as error:
            error.usage = course.usage
            raise
        return replace(reply, usage=course.usage)

    async def aclose(self) -> None:
        """Closes the engine that is asked."""
        await close_engine(self._inner)

    def _tell(self, course: _Course) -> None:
        provider, _, model = self._settings.model.partition("/")
        error = course.error
        self._notify(
            Notice(
                "retry",
                article_id=course.request.article_id,
                job=course.request.job,
                provider=provider,
                model=model or EMBEDDED,
                attempt=course.attempts + 1,
                wait_s=course.wait_s,
                error=error.kind if error else None,
                status=str(error.status) if error and error.status else None,
                usage=error.usage if error else None,
            )
        )


@dataclass(slots=True)
class _Course:
    """One request on its way through several attempts."""

    request: Request
    settings: Settings
    draw: Callable[[], float]
    usage: Usage = field(default_factory=Usage)
    attempts: int = 0
    repairs: int = 0
    elapsed_s: float = 0.0
    wait_s: float = 0.0
    error: EngineError | None = None
    problem: str | None = None

    async def ask(self, inner: Engine) -> Reply:
        """Asks once, and takes in what it cost and how long it took."""
        self.elapsed_s += self.wait_s
        left = max(self.settings.deadline_s - self.elapsed_s, 0.001)
        try:
            reply = await inner.ask(replace(self._word(), patience_s=left))
        except EngineError as error:
            self._take(error.usage)
            self._judge(error)
            raise
        self._take(reply.usage)
        return reply

    def _word(self) -> Request:
        """Returns the question; after a misshapen answer, with one line about it at the end."""
        if self.problem is None:
            return self.request
        words = f"Answer again: {self.problem}. Give the whole JSON and nothing else."
        note = Message("user", words)
        return replace(self.request, messages=(*self.request.messages, note))

    def _take(self, usage: Usage) -> None:
        self.usage = self.usage + usage
        self.elapsed_s += usage.wall_s

    def _judge(self, error: EngineError) -> None:
        """Takes in a failure: whether it counts, and how long to wait after it."""
        stepping = isinstance(error, StepDownError)
        self.attempts += not stepping
        self.error = error
        misshapen = error.kind == "invalid" and not isinstance(error, BlankError)
        self.repairs += misshapen
        if error.kind == "invalid":
            self.problem = str(error)
        if stepping or misshapen:
            self.wait_s = 0.0
        elif error.retry_after_s is not None:
            self.wait_s = error.retry_after_s * (1 + _SPREAD * self.draw())
        else:
            ceiling = _FIRST_WAIT_S * 2.0 ** min(self.attempts - 1, 16)
            self.wait_s = self.draw() * min(ceiling, _LONGEST_WAIT_S)

    def may_ask_again(self, error: BaseException) -> bool:
        """Returns whether this failure may pass."""
        if not isinstance(error, EngineError) or not error.retryable:
            return False
        return error.kind != "invalid" or self.repairs <= _REPAIRS

    def is_over(self, _: Any) -> bool:
        """Returns whether the attempts are used up, or the wait would outlast the deadline."""
        used_up = self.attempts >= self.settings.max_attempts
        return used_up or self.elapsed_s + self.wait_s >= self.settings.deadline_s

    def get_wait(self, _: Any) -> float:
        """Returns the seconds until the next attempt."""
        return self.wait_s
