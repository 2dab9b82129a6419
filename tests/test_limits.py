"""Limits: no minute sees too much, and no budget is overspent, however many ask at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.engines.base import Reply, Request, UnansweredError
from summarizer.engines.forms import estimate_request
from summarizer.engines.limits import Limiter, Limits, Purse
from summarizer.engines.llm import Llm
from summarizer.errors import EngineError
from summarizer.prices import find_price
from summarizer.settings import Settings
from summarizer.tokens import Calibration
from summarizer_schemas.result import Usage
from summarizer_schemas.wire import WireReply
from tests.servers.faults import FaultServer, Plan
from tests.servers.fixtures import make_request, make_settings, make_words

pytest_plugins = ["tests.servers.fixtures"]

MODEL = "openai/gpt-4.1-mini"


def pass_through(limiter: Limiter, clock: list[float], sizes: list[int]) -> list[float]:
    """Returns when each of these questions, asked at once, has its turn."""

    async def ask_all() -> list[float]:
        return [clock[0] + await limiter.wait(tokens=size) for size in sizes]

    return asyncio.run(ask_all())


def make_limiter(clock: list[float], **limits: Any) -> Limiter:
    """A limiter whose waits take no time."""

    async def sleep(_: float) -> None:
        return None

    return Limiter(**limits, clock=lambda: clock[0], sleep=sleep)


def count_busiest(times: list[float]) -> int:
    """Returns the most turns in any minute."""
    return max(sum(start <= at < start + 60 - 1e-6 for at in times) for start in times)


@given(per_minute=st.integers(1, 500), gaps=st.lists(st.floats(0, 40), max_size=5))
def test_no_minute_sees_more_requests_than_allowed(per_minute: int, gaps: list[float]) -> None:
    """Whenever questions come, no minute has more of them than the limit."""
    clock = [0.0]
    limiter = make_limiter(clock, requests_per_minute=per_minute)
    times: list[float] = []
    for gap in [0.0, *gaps]:
        clock[0] += gap
        times += pass_through(limiter, clock, [1] * (per_minute // 2 + 1))
    assert count_busiest(times) <= per_minute


def test_the_limit_is_used_up() -> None:
    """Holding back does not mean idling: nearly as many go through as allowed."""
    times = pass_through(make_limiter([0.0], requests_per_minute=600), [0.0], [1] * 3000)
    assert times[-1] < 3000 / 600 * 60 * 1.06


def test_tokens_are_spread_over_time() -> None:
    """Questions wait until the tokens before them are paid off; the first one never waits."""
    limiter = make_limiter([0.0], tokens_per_minute=6_000)
    assert pass_through(limiter, [0.0], [3_000, 3_000, 30_000, 100]) == [0, 30, 60, 360]


def test_tokens_are_corrected_by_what_was_used() -> None:
    """A question that used fewer tokens than reserved lets the next one go sooner."""
    limiter = make_limiter([0.0], tokens_per_minute=6_000)
    pass_through(limiter, [0.0], [3_000])
    limiter.correct(reserved=3_000, used=1_000)
    assert pass_through(limiter, [0.0], [1]) == [pytest.approx(10)]


def test_a_limiter_is_shared_by_threads_and_loops() -> None:
    """Threads with event loops of their own take turns from the same limit."""
    clock = [0.0]
    limiter = make_limiter(clock, requests_per_minute=60)
    times: list[float] = []
    threads = [
        threading.Thread(target=lambda: times.extend(pass_through(limiter, clock, [1] * 50)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    assert len(times) == 400
    assert count_busiest(times) <= 60
    assert all(later - earlier > 1.0 for earlier, later in list(pairwise(times))[5:])


# ---- money ----


def test_a_budget_is_kept_by_threads_at_once() -> None:
    """However many reserve at once, what is reserved and spent never exceeds the limit."""
    purse = Purse(10.0)
    granted: list[float] = []

    def spend() -> None:
        for _ in range(200):
            try:
                held = purse.reserve(MODEL, 0.03)
            except EngineError:
                continue
            granted.append(held)
            purse.settle(held, 0.02)

    threads = [threading.Thread(target=spend) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert purse.spent_usd == pytest.approx(len(granted) * 0.02)
    assert 9.9 < purse.spent_usd <= 10.0


def test_an_unknown_price_is_refused_where_there_is_a_budget() -> None:
    """A budget cannot be kept with a model whose price is not known, unless that is allowed."""
    with pytest.raises(EngineError, match="allow_unknown_price") as caught:
        Purse(1.0).reserve("openai/mine", None)
    assert caught.value.kind == "budget"
    assert not caught.value.retryable
    assert Purse(1.0, allow_unknown_price=True).reserve("openai/mine", None) == 0
    assert Purse().reserve("openai/mine", None) == 0


def make_limits(inner: Any, purse: Purse, limiter: Limiter | None = None, **options: Any) -> Limits:
    """Limits over an engine."""
    settings = Settings(model=MODEL, **options)
    return Limits(inner, settings, limiter=limiter or Limiter(), purse=purse)


class Stub:
    """An engine that costs what it is told to."""

    def __init__(self, *outcomes: float | EngineError) -> None:
        self._outcomes: Iterator[float | EngineError] = iter(outcomes)
        self.asked = 0

    async def ask(self, request: Request) -> Reply:
        """Answers or fails."""
        del request
        self.asked += 1
        outcome = next(self._outcomes)
        if isinstance(outcome, EngineError):
            raise outcome
        usage = Usage(requests=1, prompt_tokens=2_000, completion_tokens=100, cost_usd=outcome)
        return Reply(WireReply(key_points=[], events=[]), engine="openai", usage=usage)


def get_most(request: Request, answer_tokens: int = 8_000) -> float:
    """Returns about what is reserved for a question: never less than its words and answer."""
    price = find_price(MODEL)
    assert price is not None
    tokens = estimate_request(request)
    return price.cost(Usage(prompt_tokens=tokens, completion_tokens=answer_tokens))


@pytest.mark.asyncio
async def test_money_is_reserved_for_the_longest_answer() -> None:
    """A question goes out only if its longest answer could be paid for."""
    most = get_most(make_request())
    stub = Stub(0.001)
    with pytest.raises(EngineError, match="does not cover") as caught:
        await make_limits(stub, Purse(most * 0.99)).ask(make_request())
    assert caught.value.kind == "budget"
    assert caught.value.usage.requests == stub.asked == 0
    purse = Purse(most * 1.1)
    await make_limits(stub, purse).ask(make_request())
    assert purse.spent_usd == 0.001


@pytest.mark.asyncio
async def test_what_a_failure_cost_is_spent() -> None:
    """A counted failure costs what it used; one that was never answered may have cost it all."""
    counted = EngineError("no", kind="invalid", usage=Usage(requests=1, cost_usd=0.002))
    free = EngineError("no", usage=Usage(requests=1, cost_usd=0.0))
    silent = UnansweredError("no", usage=Usage(requests=1, prompt_tokens=9, cost_usd=0.0))
    purse = Purse(1.0)
    limits = make_limits(Stub(counted, free, silent), purse)
    for expected in (0.002, 0.002, 0.002 + get_most(make_request())):
        with pytest.raises(EngineError):
            await limits.ask(make_request())
        assert purse.spent_usd == pytest.approx(expected, rel=0.05)


@pytest.mark.asyncio
async def test_a_budget_is_kept_by_many_questions_at_once(faults: FaultServer) -> None:
    """Over a real connection with faults, what the server was paid stays within the budget."""
    rates = {"status:500": 0.1, "invalid": 0.1, "halved": 0.1}
    faults.set_plan(Plan(answer=make_words(), rates=rates, latency_s=0.01))
    settings = make_settings(faults.base_url, model=MODEL, max_output_tokens=2_000)
    purse = Purse(0.05)
    llm = Llm(settings)
    limits = Limits(llm, settings, limiter=Limiter(), purse=purse)
    price = find_price(MODEL)
    assert price is not None

    async def ask(at: int) -> float:
        try:
            reply = await limits.ask(make_request(f"ARTID-{at:06} Nine died."))
        except EngineError as error:
            return error.usage.cost_usd or 0.0
        return reply.usage.cost_usd or 0.0

    for _ in range(5):
        costs = await asyncio.gather(*(ask(at) for at in range(60)))
        assert purse.spent_usd <= 0.05
        assert all(cost >= 0 for cost in costs)
    await limits.aclose()
    refused = 300 - faults.requests
    assert refused > 0
    assert purse.spent_usd > 0.03


@pytest.mark.asyncio
async def test_estimates_learn_from_answers() -> None:
    """After an answer, the next question is estimated the way the server counts."""
    calibration = Calibration()
    settings = Settings(model=MODEL)
    limits = Limits(
        Stub(0.001), settings, limiter=Limiter(), purse=Purse(), calibration=calibration
    )
    await limits.ask(make_request())
    estimated = estimate_request(make_request())
    assert calibration.correct(estimated) == pytest.approx(2_000, abs=1)


@pytest.mark.asyncio
async def test_a_cancelled_question_gives_its_money_back_only_if_it_was_not_sent() -> None:
    """Cancelled on the way, a question counts as paid, since it may have been."""

    class Slow:
        async def ask(self, request: Request) -> Reply:
            del request
            await asyncio.sleep(60)
            raise AssertionError

    purse = Purse(1.0)
    task = asyncio.create_task(make_limits(Slow(), purse).ask(make_request()))
    await asyncio.sleep(0.01)
    assert purse.spent_usd == 0
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert purse.spent_usd >= get_most(make_request())
