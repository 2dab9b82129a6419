"""The window: as many questions at once as the provider takes, and no place is ever lost."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import Notice, Summarizer
from summarizer.engines import build_engine, close_engine
from summarizer.engines.base import Engine, Reply, Request
from summarizer.engines.congestion import Paced, Verdict, Window
from summarizer.engines.limits import Limiter, Limits, Purse
from summarizer.engines.llm import Llm
from summarizer.engines.retrying import Retrying
from summarizer.errors import ConfigError, EngineError
from summarizer.settings import Settings
from summarizer_schemas.wire import WireReply
from tests.servers.faults import FaultServer, Plan
from tests.servers.fixtures import make_request, make_settings, make_words

pytest_plugins = ["tests.servers.fixtures"]

WORDS = make_words()


async def fill(window: Window) -> list[int]:
    """Takes all places that are free; returns their numbers."""
    return [await window.enter() for _ in range(window.size)]


async def has_room(window: Window) -> bool:
    """Returns whether one more question would have its place at once, and leaves it free."""
    try:
        number = await asyncio.wait_for(window.enter(), 0.01)
    except asyncio.TimeoutError:
        return False
    window.leave(number, "none")
    return True


async def check_places(window: Window, count: int) -> None:
    """All places are there, and not one more."""
    assert window.size == count
    held = await fill(window)
    assert not await has_room(window)
    for number in held:
        window.leave(number, "none")


# ---- how wide it is ----


@pytest.mark.asyncio
async def test_each_cut_leaves_seven_tenths_and_at_least_one() -> None:
    """Whatever is turned away, one question is always let through."""
    window = Window(64)
    sizes = [window.leave(await window.enter(), "crowded") for _ in range(13)]
    assert sizes == [44, 30, 21, 14, 9, 6, 4, 2, 1, None, None, None, None]
    await check_places(window, 1)


@pytest.mark.asyncio
async def test_one_generation_cuts_once() -> None:
    """A burst that is turned away is one cut; what is sent after it may cut again."""
    window = Window(10)
    burst = await fill(window)
    changes = [window.leave(number, "crowded") for number in burst]
    assert changes == [7, *[None] * 9]
    late = await fill(window)
    assert window.leave(late[0], "crowded") == 4
    assert {window.leave(number, "good") for number in late[1:]} == {None}
    await check_places(window, 4)


@pytest.mark.asyncio
async def test_it_grows_by_one_for_each_windows_worth_of_answers() -> None:
    """After a cut to 7, seven good answers make it 8, and eight more 9; never above the most."""
    window = Window(10)
    window.leave(await window.enter(), "crowded")
    grown: list[int] = []
    held = await fill(window)
    for answers in range(1, 80):
        size = window.leave(held.pop(0), "good")
        if size is not None:
            grown.append(answers)
        while len(held) < window.size:
            held.append(await window.enter())
    assert grown == [7, 7 + 8, 7 + 8 + 9]
    for number in held:
        window.leave(number, "none")
    await check_places(window, 10)


@pytest.mark.asyncio
async def test_a_cut_forgets_the_answers_before_it() -> None:
    """Six good answers, a cut to 4: it takes four more answers to make it 5, not one."""
    window = Window(10)
    window.leave(await window.enter(), "crowded")
    held = await fill(window)
    for number in held[:6]:
        window.leave(number, "good")
        held.append(await window.enter())
    assert window.leave(held[6], "crowded") == 4
    for number in held[7:]:
        window.leave(number, "none")
    changes: list[int | None] = []
    for _ in range(4):
        places = await fill(window)
        changes.append(window.leave(places[0], "good"))
        for number in places[1:]:
            window.leave(number, "none")
    assert changes == [None, None, None, 5]


@pytest.mark.asyncio
async def test_answers_to_a_few_say_nothing_about_more() -> None:
    """While places are free, good answers do not widen the window."""
    window = Window(10)
    window.leave(await window.enter(), "crowded")
    for _ in range(100):
        window.leave(await window.enter(), "good")
    assert window.size == 7


@given(
    most=st.integers(1, 40),
    verdicts=st.lists(st.sampled_from(["good", "crowded", "none"]), max_size=200),
    order=st.randoms(use_true_random=False),
)
def test_the_window_stays_between_one_and_the_most(
    most: int, verdicts: list[Verdict], order: random.Random
) -> None:
    """Whatever comes back, in whatever order: a cut is 0.7, growth is one, and none is lost."""

    async def run() -> None:
        window = Window(most)
        held: list[int] = []
        for verdict in verdicts:
            while len(held) < window.size:
                held.append(await window.enter())
            before = window.size
            size = window.leave(held.pop(order.randrange(len(held))), verdict)
            assert size in {None, before + 1, max(int(before * 0.7), 1)}
            assert 1 <= window.size <= most
        for number in held:
            window.leave(number, "none")
        await check_places(window, window.size)

    asyncio.run(run())


# ---- who has a place ----


@pytest.mark.asyncio
async def test_places_are_given_in_the_order_they_were_asked_for() -> None:
    """First come, first served; who comes later does not overtake those who wait."""
    window = Window(1)
    first = await window.enter()
    came: list[int] = []

    async def ask(at: int) -> None:
        number = await window.enter()
        came.append(at)
        window.leave(number, "none")

    tasks = [asyncio.create_task(ask(at)) for at in range(5)]
    await asyncio.sleep(0)
    window.leave(first, "none")
    await ask(5)
    await asyncio.gather(*tasks)
    assert came == [0, 1, 2, 3, 4, 5]


@pytest.mark.asyncio
async def test_a_cancelled_question_gives_its_place_back() -> None:
    """Cancelled while it waits, or when it has just been given its place: none is lost."""
    problems: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, problem: problems.append(problem))
    window = Window(1)
    first = await window.enter()
    waiting = [asyncio.create_task(window.enter()) for _ in range(3)]
    await asyncio.sleep(0)
    waiting[0].cancel()  # it waits
    await asyncio.sleep(0)
    window.leave(first, "none")
    waiting[1].cancel()  # the place is its own, and it does not know yet
    assert await waiting[2] > first
    assert [one.cancelled() for one in waiting] == [True, True, False]
    window.leave(waiting[2].result(), "none")
    await check_places(window, 1)
    assert not problems


def test_a_loop_that_was_closed_loses_no_place() -> None:
    """Who waited in an event loop that is no more is passed over, however many they are."""
    window = Window(1)

    async def wait_here() -> None:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(window.enter(), 0.01)

    dead = asyncio.new_event_loop()
    number = dead.run_until_complete(window.enter())
    lost = [dead.create_task(window.enter()) for _ in range(2_000)]
    dead.run_until_complete(asyncio.sleep(0))
    asyncio.run(wait_here())
    dead.close()
    window.leave(number, "none")
    asyncio.run(check_places(window, 1))
    for one in lost:
        assert not one.done()
        one._log_destroy_pending = False  # type: ignore[attr-defined]  # nobody will end them


def run_threads(count: int, work: Callable[[int], Coroutine[Any, Any, None]]) -> None:
    """Runs as many threads, each with an event loop of its own."""

    def run(at: int) -> None:
        asyncio.run(work(at))

    threads = [threading.Thread(target=run, args=(at,)) for at in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("seed", range(5))
def test_no_place_is_lost_among_threads(seed: int) -> None:
    """Eight threads, 400 questions, a third of them cancelled somewhere: the places are kept."""
    window = Window(6)
    lock = threading.Lock()
    inside = 0
    most = 0

    async def ask(draw: random.Random) -> None:
        nonlocal inside, most
        number = await window.enter()
        with lock:
            inside += 1
            most = max(most, inside)
        try:
            await asyncio.sleep(draw.random() / 2_000)
        finally:
            with lock:
                inside -= 1
            window.leave(number, "none")

    async def work(at: int) -> None:
        draw = random.Random(seed * 100 + at)
        tasks = [asyncio.create_task(ask(draw)) for _ in range(50)]
        for one in tasks:
            if draw.random() < 1 / 3:
                await asyncio.sleep(draw.random() / 2_000)
                one.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    run_threads(8, work)
    assert inside == 0
    assert most == 6
    asyncio.run(check_places(window, 6))


# ---- what says that there are too many ----


class Stub:
    """An engine that answers, or fails in one way."""

    def __init__(self, error: EngineError | None = None) -> None:
        self.error = error
        self.closed = False

    async def ask(self, request: Request) -> Reply:
        """Answers or fails."""
        del request
        await asyncio.sleep(0)
        if self.error is not None:
            raise self.error
        return Reply(WireReply(key_points=[], events=[]), engine="openai")

    async def aclose(self) -> None:
        """Closes."""
        self.closed = True


def make_paced(inner: Engine, window: Window, **options: Any) -> Paced:
    """An engine within a window."""
    return Paced(inner, Settings(model="openai/gpt-4.1-mini"), window=window, **options)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("fault", "size"),
    [
        ("429", 7),
        ("429_after", 7),
        ("status:503", 7),
        ("status:529", 7),
        ("quota", 10),
        ("status:500", 10),
        ("status:400", 10),
        ("reset", 10),
        ("invalid", 10),
        ("ok", 10),
    ],
)
async def test_only_a_crowd_cuts(faults: FaultServer, fault: str, size: int) -> None:
    """Too many requests and an overloaded server cut; no money left, or any other fault, do not."""
    faults.set_plan(Plan(answer=WORDS, script=(fault,)))
    window = Window(10)
    engine = make_paced(Llm(make_settings(faults.base_url)), window)
    try:
        await engine.ask(make_request())
    except EngineError:
        assert fault != "ok"
    await engine.aclose()
    await check_places(window, size)


@pytest.mark.asyncio
async def test_a_cancelled_call_gives_its_place_back() -> None:
    """Cancelled on its way to the provider, a question leaves its place, and cuts nothing."""

    class Slow(Stub):
        async def ask(self, request: Request) -> Reply:
            await asyncio.sleep(60)
            return await super().ask(request)

    window = Window(2)
    engine = make_paced(Slow(), window)
    tasks = [asyncio.create_task(engine.ask(make_request())) for _ in range(5)]
    await asyncio.sleep(0.01)
    for one in tasks:
        one.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await check_places(window, 2)


@pytest.mark.asyncio
async def test_a_change_is_noticed() -> None:
    """A notice of kind `window` has the new size; while nothing changes, nothing is told."""
    notices: list[Notice] = []
    window, stub = Window(2), Stub(EngineError("no", retryable=True, status=429))
    engine = make_paced(stub, window, notify=notices.append)
    with pytest.raises(EngineError):
        await engine.ask(make_request())
    stub.error = None
    for _ in range(5):
        await engine.ask(make_request())
    assert [(one.kind, one.items, one.article_id) for one in notices] == [
        ("window", 1, "one"),
        ("window", 2, "one"),
    ]
    assert (notices[0].provider, notices[0].model) == ("openai", "gpt-4.1-mini")
    await engine.aclose()
    assert stub.closed


# ---- its place in the stack ----


@pytest.mark.asyncio
async def test_a_wait_between_attempts_holds_no_place(faults: FaultServer) -> None:
    """While one question waits to be asked again, another one has the only place."""
    faults.set_plan(Plan(answer=WORDS, script=("status:500",)))
    settings = make_settings(faults.base_url)
    waiting, go_on = asyncio.Event(), asyncio.Event()

    async def sleep(_: float) -> None:
        waiting.set()
        await go_on.wait()

    engine = Retrying(make_paced(Llm(settings), Window(1)), settings, sleep=sleep)
    first = asyncio.create_task(engine.ask(make_request()))
    await waiting.wait()
    assert (await engine.ask(make_request())).usage.requests == 1
    go_on.set()
    assert (await first).usage.requests == 2
    await engine.aclose()


@pytest.mark.asyncio
async def test_who_waits_for_a_place_has_reserved_nothing() -> None:
    """Tokens a minute are reserved when a question has its place, not while it waits for one."""
    settings = Settings(model="openai/gpt-4.1-mini")
    turns = 0

    async def sleep(_: float) -> None:
        nonlocal turns
        turns += 1

    limiter = Limiter(requests_per_minute=1, sleep=sleep)
    limits = Limits(Stub(), settings, limiter=limiter, purse=Purse())
    window = Window(1)
    engine = make_paced(limits, window)
    held = await window.enter()
    tasks = [asyncio.create_task(engine.ask(make_request())) for _ in range(3)]
    await asyncio.sleep(0.01)
    assert turns == 0
    window.leave(held, "none")
    await asyncio.gather(*tasks)
    assert turns == 2  # the first one has its turn at once


@pytest.mark.asyncio
@pytest.mark.parametrize(("most", "expected"), [(3, 3), (None, 20)])
async def test_the_settings_say_how_many(
    faults: FaultServer, most: int | None, expected: int
) -> None:
    """`max_concurrency` is kept by the whole stack; without it there is no limit."""
    faults.set_plan(Plan(answer=WORDS, latency_s=0.1))
    engine = build_engine(make_settings(faults.base_url, max_concurrency=most))
    await asyncio.gather(*(engine.ask(make_request()) for _ in range(20)))
    await close_engine(engine)
    assert faults.max_in_flight == expected


def test_loops_share_one_window(faults: FaultServer) -> None:
    """Threads with event loops of their own are one crowd to the provider."""
    faults.set_plan(Plan(answer=WORDS, latency_s=0.02))
    engine = build_engine(make_settings(faults.base_url, max_concurrency=3))
    together = threading.Barrier(4)

    async def work(at: int) -> None:
        requests = [make_request(f"ARTID-{at * 10 + one:06} Nine died.") for one in range(10)]
        await asyncio.gather(*(engine.ask(one) for one in requests))
        await asyncio.to_thread(together.wait, 60)
        if at == 0:
            await close_engine(engine)  # for all loops, which run until it is done
        await asyncio.to_thread(together.wait, 60)

    run_threads(4, work)
    assert (faults.requests, faults.max_in_flight) == (40, 3)


def test_the_option_is_read_and_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has a variable, and no room for nobody."""
    monkeypatch.setenv("SUMMARIZER_MAX_CONCURRENCY", "12")
    assert Settings.from_env().max_concurrency == 12
    with pytest.raises(ConfigError, match="max_concurrency is 0; give a whole number of 1 or more"):
        Summarizer(max_concurrency=0)


# ---- against a server that takes no more than so many at once ----


async def work_off(engine: Engine, articles: range, workers: int) -> None:
    """Asks about these articles, so many at once; each one must be answered."""
    numbers = iter(articles)

    async def work() -> None:
        for at in numbers:
            await engine.ask(make_request(f"ARTID-{at:06} Nine died."))

    await asyncio.gather(*(work() for _ in range(workers)))


def open_stack(server: FaultServer, window: Window) -> Retrying:
    """Retrying over a window over Llm; waits between attempts are short."""
    settings = make_settings(server.base_url, max_attempts=1_000)

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.1))

    return Retrying(make_paced(Llm(settings), window), settings, sleep=sleep)


@pytest.mark.asyncio
async def test_the_share_of_429_falls_and_all_are_delivered(faults: FaultServer) -> None:
    """64 workers, room for 8: the crowd is cut down until few questions are turned away."""
    faults.set_plan(Plan(answer=WORDS, latency_s=0.4, capacity=8))
    window = Window(64)
    engine = open_stack(faults, window)
    await work_off(engine, range(100), workers=64)
    await engine.aclose()
    stats = faults.get_stats()
    assert (stats["answered"], stats["answered_twice"]) == (100, 0)
    turned_away = [one.fault is not None for one in faults.seen]
    early, late = turned_away[:30], turned_away[-90:]
    assert sum(late) / len(late) < min(sum(early) / len(early), 0.25)
    await check_places(window, window.size)


@pytest.mark.asyncio
async def test_the_window_grows_back_when_the_trouble_ends(faults: FaultServer) -> None:
    """Once the server takes more, as many are let through as before, and nobody is turned away."""
    faults.set_plan(Plan(answer=WORDS, latency_s=0.2, capacity=4))
    window = Window(12)
    engine = open_stack(faults, window)
    await work_off(engine, range(40), workers=24)
    narrow = window.size
    faults.plan = replace(faults.plan, capacity=None)
    before = len(faults.seen)
    await work_off(engine, range(40, 140), workers=24)
    await engine.aclose()
    assert narrow < window.size == 12
    assert not [one for one in faults.seen[before:] if one.fault]
    await check_places(window, 12)
