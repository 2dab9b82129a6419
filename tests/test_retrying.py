"""Asking again: which failure, when, how often, and what it all cost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from summarizer.engines.base import Reply, Request
from summarizer.engines.fallback import Fallback
from summarizer.engines.llm import Llm
from summarizer.engines.retrying import Retrying
from summarizer.errors import EngineError
from summarizer.hooks import Notice
from summarizer_schemas.result import ErrorKind, Usage
from summarizer_schemas.wire import WireReply
from tests.servers.faults import FaultServer, Plan
from tests.servers.fixtures import make_request, make_settings, make_words

pytest_plugins = ["tests.servers.fixtures"]

WORDS = make_words()


@dataclass
class Bench:
    """An engine over a server, with the waits and notices it made."""

    engine: Retrying
    waits: list[float] = field(default_factory=list[float])
    notices: list[Notice] = field(default_factory=list[Notice])

    async def ask(self, **changes: Any) -> Reply:
        """Asks."""
        return await self.engine.ask(make_request(**changes))

    async def fail(self) -> EngineError:
        """Asks where it fails, and returns the failure."""
        with pytest.raises(EngineError) as caught:
            await self.ask()
        return caught.value


@asynccontextmanager
async def open_bench(
    server: FaultServer, draw: Callable[[], float] = lambda: 1.0, **options: Any
) -> AsyncGenerator[Bench, None]:
    """Retrying over Llm over a server; waits take no time."""
    settings = make_settings(server.base_url, model="openai/gpt-4.1-mini", **options)
    waits: list[float] = []
    notices: list[Notice] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        await asyncio.sleep(0)

    llm = Llm(settings)
    engine = Retrying(llm, settings, notify=notices.append, sleep=sleep, draw=draw)
    yield Bench(engine, waits, notices)
    await engine.aclose()


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "fault", ["429", "status:500", "status:503", "reset", "html", "halved", "short", "empty"]
)
async def test_a_failure_that_passes_is_asked_again(faults: FaultServer, fault: str) -> None:
    """One fault is one more call, and the reply counts both."""
    faults.set_plan(Plan(answer=WORDS, script=(fault,)))
    async with open_bench(faults) as bench:
        reply = await bench.ask()
    assert faults.requests == 2
    assert reply.usage.requests == 2
    assert [one.kind for one in bench.notices] == ["retry"]
    assert bench.notices[0].attempt == 2


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "fault",
    [
        "quota",
        "status:401",
        "status:404",
        "overflow",
        "refusal",
        "filter",
        "redirect",
        "status:400",
    ],
)
async def test_a_failure_that_lasts_is_not_asked_again(faults: FaultServer, fault: str) -> None:
    """What only the caller can mend costs one call."""
    faults.set_plan(Plan(answer=WORDS, script=(fault,) * 3))
    async with open_bench(faults) as bench:
        error = await bench.fail()
    assert faults.requests == 1
    assert error.usage.requests == 1
    assert bench.waits == []


@pytest.mark.asyncio
async def test_waits_double_up_to_a_ceiling(faults: FaultServer) -> None:
    """Without word from the server, waits are drawn from a range that doubles up to 30 s."""
    faults.set_plan(Plan(script=("status:500",) * 9))
    async with open_bench(faults, max_attempts=9) as bench:
        error = await bench.fail()
    assert bench.waits == [0.5, 1, 2, 4, 8, 16, 30, 30]
    assert error.usage.requests == faults.requests == 9
    faults.set_plan(Plan(script=("status:500",) * 9))
    async with open_bench(faults, draw=lambda: 0.25, max_attempts=3) as bench:
        await bench.fail()
    assert bench.waits == [0.125, 0.25]


@pytest.mark.asyncio
@pytest.mark.parametrize("fault", ["429_after", "429_ms", "429_date"])
async def test_a_server_that_says_how_long_is_waited_for(faults: FaultServer, fault: str) -> None:
    """Never less than the server asks for, and a little more by chance."""
    faults.set_plan(Plan(answer=WORDS, script=(fault,), retry_after=7))
    async with open_bench(faults, draw=lambda: 0.5) as bench:
        await bench.ask()
    assert bench.waits == [pytest.approx(7 * 1.05)]


@pytest.mark.asyncio
async def test_a_wait_beyond_the_deadline_is_not_begun(faults: FaultServer) -> None:
    """A server that asks for more time than is left is not waited for in vain."""
    faults.set_plan(Plan(answer=WORDS, script=("429_after",), retry_after=600))
    async with open_bench(faults, deadline_s=60) as bench:
        error = await bench.fail()
    assert (faults.requests, bench.waits) == (1, [])
    assert error.retry_after_s == 600


@pytest.mark.asyncio
async def test_the_deadline_covers_attempts_and_waits(faults: FaultServer) -> None:
    """Attempts end when the time is used up, and the last one has only what is left."""
    faults.set_plan(Plan(answer=WORDS, script=("status:500", "status:500", "hang")))
    async with open_bench(faults, deadline_s=4.0) as bench:
        error = await bench.fail()
    assert bench.waits == [0.5, 1.0]
    assert faults.requests == 3
    assert error.usage.wall_s < 3.5


@pytest.mark.asyncio
@pytest.mark.parametrize("attempts", [1, 2, 4])
async def test_attempts_are_counted(faults: FaultServer, attempts: int) -> None:
    """`max_attempts` calls are made, and not one more."""
    faults.set_plan(Plan(script=("status:500",) * 9))
    async with open_bench(faults, max_attempts=attempts) as bench:
        await bench.fail()
    assert faults.requests == attempts


@pytest.mark.asyncio
async def test_a_misshapen_answer_is_asked_for_again_in_short(faults: FaultServer) -> None:
    """The same question with one line about the problem, at once; the old answer is not sent."""
    faults.set_plan(Plan(answer=WORDS, script=("invalid", "status:500")))
    async with open_bench(faults) as bench:
        reply = await bench.ask()
    first, second, third = (one.json["messages"] for one in faults.seen)
    assert second[: len(first)] == first
    assert len(second) == len(first) + 1
    assert "key_points: not a list" in second[-1]["content"]
    assert "nope" not in str(second)
    assert len(second[-1]["content"]) < 200
    assert third == second  # a failure on the way does not make it forget
    assert bench.waits[0] == 0
    wasted = sum(len(one.body) // 4 for one in faults.seen[:1])
    assert reply.usage.wasted_tokens >= wasted
    assert reply.usage.wasted_tokens < reply.usage.prompt_tokens


@pytest.mark.asyncio
async def test_a_misshapen_answer_is_asked_for_again_twice_at_most(faults: FaultServer) -> None:
    """After the third one it is given up, with what all three cost."""
    faults.set_plan(Plan(script=("invalid",) * 9))
    async with open_bench(faults) as bench:
        error = await bench.fail()
    assert faults.requests == 3
    assert (error.kind, error.usage.requests) == ("invalid", 3)
    tokens = error.usage.prompt_tokens + error.usage.completion_tokens
    assert error.usage.wasted_tokens == tokens
    assert error.usage.cost_usd
    assert error.usage.cost_usd > 0


@pytest.mark.asyncio
async def test_an_empty_answer_is_no_misshapen_one(faults: FaultServer) -> None:
    """It is asked for again after waits, as often as any failure that may pass."""
    faults.set_plan(Plan(answer=WORDS, script=("empty",) * 5))
    async with open_bench(faults) as bench:
        reply = await bench.ask()
    assert faults.requests == reply.usage.requests == 6
    assert all(bench.waits)


@pytest.mark.asyncio
async def test_extra_calls_are_the_faults(faults: FaultServer) -> None:
    """Over many articles at once, there are as many extra calls as faults, none after success."""
    rates = {"429_after": 0.1, "status:500": 0.1, "reset": 0.05, "halved": 0.05, "invalid": 0.05}
    faults.set_plan(Plan(answer=WORDS, rates=rates))
    async with open_bench(faults, max_attempts=30) as bench:
        requests = [make_request(f"ARTID-{at:06} Nine died.") for at in range(150)]
        replies = await asyncio.gather(*(bench.engine.ask(one) for one in requests))
    stats = faults.get_stats()
    assert stats["articles"] == stats["answered"] == 150
    assert stats["repeats"] == sum(stats["faults"].values()) > 20
    assert stats["answered_twice"] == 0
    assert sum(reply.usage.requests for reply in replies) == stats["requests"]


# ---- the next model ----


class Stub:
    """An engine that answers, or fails in one way."""

    def __init__(self, name: str, kind: ErrorKind | None = None, cost: float | None = 0.25) -> None:
        self.name = name
        self.kind: ErrorKind | None = kind
        self.usage = Usage(requests=1, prompt_tokens=10, cost_usd=cost)
        self.closed = False

    async def ask(self, request: Request) -> Reply:
        """Answers or fails."""
        del request
        if self.kind is not None:
            raise EngineError(self.name, kind=self.kind, usage=self.usage)
        wire = WireReply(key_points=[], events=[])
        return Reply(wire, engine="openai", model=self.name, usage=self.usage)

    async def aclose(self) -> None:
        """Closes."""
        self.closed = True


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", ["refused", "truncated", "invalid", "provider", "ungrounded"])
async def test_the_next_model_is_asked(kind: ErrorKind) -> None:
    """Whatever is wrong with one model, the next is asked; the reply says so and counts both."""
    engines = [Stub("one", kind), Stub("two", kind), Stub("three")]
    reply = await Fallback(engines).ask(make_request())
    assert reply.warnings == ("fallback: three",)
    assert (reply.usage.requests, reply.usage.cost_usd) == (3, 0.75)


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", ["budget", "input"])
async def test_some_failures_are_the_same_for_all_models(kind: ErrorKind) -> None:
    """No money, or an article that is none: no other model is asked."""
    with pytest.raises(EngineError, match="one"):
        await Fallback([Stub("one", kind), Stub("two")]).ask(make_request())


@pytest.mark.asyncio
async def test_when_all_models_fail_the_last_failure_counts_all() -> None:
    """The last failure is raised, with what all of them cost; an unknown cost stays unknown."""
    engines = [Stub("one", "invalid"), Stub("two", "refused", cost=None)]
    fallback = Fallback(engines)
    with pytest.raises(EngineError, match="two") as caught:
        await fallback.ask(make_request())
    assert caught.value.usage == Usage(requests=2, prompt_tokens=20, cost_usd=None)
    await fallback.aclose()
    assert all(one.closed for one in engines)


@pytest.mark.asyncio
async def test_the_first_model_needs_no_warning() -> None:
    """A reply of the preferred model is handed on as it is."""
    assert (await Fallback([Stub("one")]).ask(make_request())).warnings == ()


def test_an_attempt_that_was_not_made_does_not_hide_the_cost() -> None:
    """Usage without a request is neutral in a sum."""
    paid = Usage(requests=1, cost_usd=0.5)
    assert Usage() + paid == paid + Usage() == paid
