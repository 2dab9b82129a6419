"""No more than was allowed: requests and tokens a minute, and money, reserved before each attempt.

Both can be shared by tasks, event loops and threads: what is reserved is worked out under a lock
without waiting, and waited for outside of it.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable

from summarizer.engines.base import (
    Engine,
    Reply,
    Request,
    UnansweredError,
    close_engine,
)
from summarizer.engines.forms import estimate_request
from summarizer.errors import EngineError
from summarizer.prices import Price, find_price
from summarizer.settings import Settings
from summarizer.tokens import Calibration
from summarizer_schemas.result import Usage

_MINUTE_S = 60.0
_BURST = 0.05
"""Part of a minute's requests that may come at once; the rest of them is spread evenly."""
_MARGIN = 1.25
"""Money is reserved for more tokens than estimated: no script was measured 20 % under."""

_Sleep = Callable[[float], Awaitable[None]]


class _Meter:
    """Lets so many units through in any minute: the generic cell rate algorithm.

    `_next_s` is when all that was let through so far is paid off; a unit moves it on.
    """

    def __init__(self, per_minute: int, burst: float) -> None:
        # In any minute: the burst, and what is paid off meanwhile.
        self._unit_s = _MINUTE_S / max(per_minute - burst + 1, 1)
        self._slack_s = (burst - 1) * self._unit_s
        self._next_s = 0.0

    def take(self, units: float, now_s: float) -> float:
        """Reserves units; returns the seconds to wait for them."""
        start_s = max(self._next_s, now_s)
        self._next_s = start_s + units * self._unit_s
        return max(start_s - self._slack_s - now_s, 0.0)

    def correct(self, units: float) -> None:
        """Adds units that were not reserved, or gives back those that were not used."""
        self._next_s += units * self._unit_s


class Limiter:
    """Holds questions back so that no minute sees more of them, or of their tokens, than allowed.

    Args:
        requests_per_minute: None for no limit.
        tokens_per_minute: question and answer; None for no limit. A question that is larger than
            the limit waits until the rest is paid off and passes.
        clock: seconds that only go on; for tests.
        sleep: waits; for tests.

    Example:
        >>> import asyncio
        >>> waits: list[float] = []
        >>> async def sleep(seconds: float) -> None:
        ...     waits.append(seconds)
        >>> limiter = Limiter(requests_per_minute=2, clock=lambda: 0.0, sleep=sleep)
        >>> async def ask_thrice() -> None:
        ...     for _ in range(3):
        ...         await limiter.wait(tokens=100)
        >>> asyncio.run(ask_thrice())
        >>> waits
        [30.0, 60.0]
    """

    def __init__(
        self,
        requests_per_minute: int | None = None,
        tokens_per_minute: int | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: _Sleep = asyncio.sleep,
    ) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._sleep = sleep
        self._requests = self._tokens = None
        if requests_per_minute is not None:
            self._requests = _Meter(requests_per_minute, max(int(requests_per_minute * _BURST), 1))
        if tokens_per_minute is not None:
            self._tokens = _Meter(tokens_per_minute, 1)

    async def wait(self, *, tokens: int) -> float:
        """Reserves one request of so many tokens, waits for its turn, and returns how long."""
        with self._lock:
            now_s = self._clock()
            waits = [
                meter.take(units, now_s)
                for meter, units in ((self._requests, 1), (self._tokens, tokens))
                if meter is not None
            ]
        wait_s = max(waits, default=0.0)
        if wait_s > 0:
            await self._sleep(wait_s)
        return wait_s

    def correct(self, *, reserved: int, used: int) -> None:
        """Takes in how many tokens were used where others were reserved."""
        if self._tokens is not None:
            with self._lock:
                self._tokens.correct(used - reserved)


class Purse:
    """Money that may be spent: reserved before each attempt, settled after it.

    What is spent and reserved together never exceeds the limit, however many ask at once.

    Args:
        max_cost_usd: US dollars; None for no limit.
        allow_unknown_price: whether models without a known price may be asked all the same.

    Example:
        >>> purse = Purse(max_cost_usd=1.0)
        >>> held = purse.reserve("openai/gpt-4.1", 0.75)
        >>> purse.reserve("openai/gpt-4.1", 0.75)
        Traceback (most recent call last):
        ...
        summarizer.errors.EngineError: the budget of $1.00 does not cover this question ($0.7500): \
$0.0000 spent, $0.7500 reserved; raise max_cost_usd
        >>> purse.settle(held, 0.25)
        >>> purse.spent_usd
        0.25
    """

    def __init__(
        self, max_cost_usd: float | None = None, *, allow_unknown_price: bool = False
    ) -> None:
        self._limit = max_cost_usd
        self._allow_unknown = allow_unknown_price
        self._lock = threading.Lock()
        self._spent = self._reserved = 0.0

    @property
    def spent_usd(self) -> float:
        """What was spent so far, in US dollars."""
        return self._spent

    def allow(self, more_usd: float) -> None:
        """Raises the limit, where there is one."""
        with self._lock:
            if self._limit is not None:
                self._limit += more_usd

    def reserve(self, model: str, cost_usd: float | None) -> float:
        """Sets money aside; returns how much, for `settle`.

        Raises:
            EngineError: `budget`: it would be more than is left, or the price is not known.
        """
        if cost_usd is None:
            if self._limit is not None and not self._allow_unknown:
                raise EngineError(
                    f"the price of {model!r} is not known, so max_cost_usd cannot be kept; give "
                    "a file with prices, or allow_unknown_price",
                    kind="budget",
                )
            return 0.0
        with self._lock:
            total = self._spent + self._reserved + cost_usd
            if self._limit is not None and total > self._limit:
                raise EngineError(
                    f"the budget of ${self._limit:.2f} does not cover this question "
                    f"(${cost_usd:.4f}): ${self._spent:.4f} spent, ${self._reserved:.4f} "
                    "reserved; raise max_cost_usd",
                    kind="budget",
                )
            self._reserved += cost_usd
        return cost_usd

    def settle(self, reserved_usd: float, spent_usd: float) -> None:
        """Gives back what was set aside, and takes what was spent."""
        with self._lock:
            self._reserved = max(self._reserved - reserved_usd, 0.0)
            self._spent += spent_usd


class Limits:
    """An engine that asks another one within limits.

    Args:
        inner: the engine that is asked, once for each question.
        settings: model, price file and longest answer.
        limiter: shared by all that share the provider's limits.
        purse: shared by all that share the budget.
        calibration: what was learned about estimates; shared where the model is the same.

    Example:
        >>> import asyncio
        >>> from summarizer.engines.embedded import Embedded
        >>> from summarizer.textmap import TextMap
        >>> engine = Limits(Embedded(), Settings(), limiter=Limiter(), purse=Purse())
        >>> asyncio.run(engine.ask(Request(text=TextMap("Nobody was hurt.")))).engine
        'embedded'
    """

    def __init__(
        self,
        inner: Engine,
        settings: Settings,
        *,
        limiter: Limiter,
        purse: Purse,
        calibration: Calibration | None = None,
    ) -> None:
        self._inner = inner
        self._limiter = limiter
        self._purse = purse
        self._calibration = calibration or Calibration()
        self._model = settings.model
        self._answer_tokens = settings.max_output_tokens
        self._price: Price | None = find_price(settings.model, settings.prices)

    async def ask(self, request: Request) -> Reply:
        """Returns the answer, when its turn has come and the money is there.

        Raises:
            EngineError: `budget`: the money is not there; otherwise what the engine raises.
        """
        estimated = estimate_request(request)
        prompt = self._calibration.correct(estimated)
        tokens = prompt + min(self._answer_tokens, prompt)
        await self._limiter.wait(tokens=tokens)
        held = self._purse.reserve(self._model, self._price_of(prompt))
        used: Usage | None = None
        # Cancelled on the way, or never answered: it may have cost what was set aside.
        spent = held
        try:
            reply = await self._inner.ask(request)
            used, spent = reply.usage, reply.usage.cost_usd or 0.0
            if "usage_estimated" not in reply.warnings:
                self._calibration.note(estimated=estimated, real=used.prompt_tokens)
        except EngineError as error:
            used = error.usage
            if not isinstance(error, UnansweredError):
                spent = used.cost_usd or 0.0
            raise
        finally:
            self._purse.settle(held, spent)
            if used is not None:
                real = used.prompt_tokens + used.completion_tokens
                self._limiter.correct(reserved=tokens, used=real)
        return reply

    async def aclose(self) -> None:
        """Closes the engine that is asked."""
        await close_engine(self._inner)

    def _price_of(self, prompt: int) -> float | None:
        """Returns the most that a question of so many tokens may cost."""
        if self._price is None:
            return None
        return self._price.cost(
            Usage(prompt_tokens=int(prompt * _MARGIN) + 1, completion_tokens=self._answer_tokens)
        )
