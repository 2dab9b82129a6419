"""Many articles through one summarizer: bounded, in whatever order, and never an exception."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import Article, ArticleError, Summarizer
from summarizer.workers import work_through
from tests.servers.faults import FaultServer, Plan
from tests.servers.fixtures import make_settings, make_words

pytest_plugins = ["tests.servers.fixtures"]


async def collect(count: int, concurrency: int, *, ordered: bool) -> tuple[list[int], int]:
    """Returns what comes out, and how many were worked on at most at a time."""
    at_once = most = 0

    async def work(item: int) -> int:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.001 * (item % 3))
        at_once -= 1
        return item

    items = range(count)
    found = work_through(items, work, concurrency=concurrency, ordered=ordered)
    return [one async for one in found], most


@given(count=st.integers(0, 40), concurrency=st.integers(1, 8), ordered=st.booleans())
def test_every_item_comes_out_once_and_never_too_many_at_a_time(
    *, count: int, concurrency: int, ordered: bool
) -> None:
    """In their order, where that is wanted."""
    found, most = asyncio.run(collect(count, concurrency, ordered=ordered))
    assert (found if ordered else sorted(found)) == list(range(count))
    assert most <= concurrency


def test_items_are_taken_only_as_they_are_needed() -> None:
    """Who fetches three results of an endless stream has taken a handful of items."""
    taken: list[int] = []

    def give() -> Iterator[int]:
        number = 0
        while True:
            taken.append(number)
            yield number
            number += 1

    async def fetch() -> list[int]:
        async def work(item: int) -> int:
            return item

        results = work_through(give(), work, concurrency=4, ordered=True)
        found = [await anext(results) for _ in range(3)]
        await results.aclose()
        return found

    assert asyncio.run(fetch()) == [0, 1, 2]
    assert len(taken) <= 4 + 3


def test_who_stops_early_cancels_what_is_under_way() -> None:
    """Nothing goes on behind the back of the caller."""
    ended: list[str] = []

    async def work(item: int) -> int:
        try:
            await asyncio.sleep(60 * item)
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise
        return item

    async def fetch() -> None:
        results = work_through(range(4), work, concurrency=4)
        await anext(results)
        await results.aclose()

    asyncio.run(fetch())
    assert ended == ["cancelled"] * 3


def test_what_the_work_raises_ends_everything() -> None:
    """It reaches the one who fetches."""

    async def work(item: int) -> int:
        raise ValueError(str(item))

    async def fetch() -> None:
        async for _ in work_through(range(4), work, concurrency=2):
            pass

    with pytest.raises(ValueError, match="0"):
        asyncio.run(fetch())


def test_a_summarizer_yields_a_result_for_whatever_it_is_given(faults: FaultServer) -> None:
    """Articles, texts, errors of reading, failures of the model: all are values."""
    faults.set_plan(Plan(answer=make_words(), rates={"refusal": 0.3, "reset": 0.2}))
    given_articles: list[Article | str | ArticleError] = [
        *(Article(id=f"a{n}", text=f"ARTID-{n:06d} Nine people were killed.") for n in range(20)),
        "",
        ArticleError("row 4 is no article", source="news.csv:4"),
        ArticleError("no article", source="a\udc80b.txt"),
        Article(id="late", text="Rain.", published=date(2999, 1, 1)),
    ]
    with Summarizer(settings=make_settings(faults.base_url)) as summarizer:
        found = list(summarizer.run(given_articles, concurrency=6, ordered=True))
    assert len(found) == len(given_articles)
    assert [one.article.id for one in found[:20]] == [f"a{n}" for n in range(20)]
    assert any(one.error and one.error.kind == "refused" for one in found[:20])
    assert [one.error.kind if one.error else None for one in found[20:]] == ["input"] * 4
    assert found[21].article.id == "news.csv:4"
    assert faults.max_in_flight <= 6


def test_articles_may_come_from_an_asynchronous_source() -> None:
    """As from a queue or a database."""

    async def give() -> AsyncIterator[Article]:
        for number in range(5):
            await asyncio.sleep(0)
            yield Article(id=str(number), text="Rain fell on Norburg.")

    async def fetch() -> list[str]:
        async with Summarizer() as summarizer:
            return [one.article.id async for one in summarizer.arun(give(), ordered=True)]

    assert asyncio.run(fetch()) == ["0", "1", "2", "3", "4"]


def test_a_stream_that_is_left_early_leaves_the_summarizer_usable() -> None:
    """The next call works as ever."""
    with Summarizer() as summarizer:
        for result in summarizer.run("Rain fell on Norburg." for _ in range(100)):
            assert result.status == "no_events"
            break
        assert summarizer.summarize("Rain fell on Norburg.").status == "no_events"
