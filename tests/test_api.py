"""The doors: sync, async, from threads, inside a running loop; and what they refuse."""

from __future__ import annotations

import asyncio
import pickle
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timezone
from typing import Any, cast

import pytest

from summarizer import (
    Article,
    ArticleError,
    ConfigError,
    Result,
    Settings,
    Summarizer,
    asummarize,
    summarize,
)
from summarizer.pipeline import Clock

TEXT = (
    "Bus crash near Norburg kills four\n\n"
    "Four people were killed when a bus crashed near Norburg on Tuesday, Vantian police said.\n"
    "Police arrested the driver on Wednesday.\n"
)
CLOCK = Clock(now=lambda: datetime(2024, 1, 20, tzinfo=timezone.utc), monotonic=lambda: 0.0)


def findings(result: Result) -> dict[str, Any]:
    """The result without what differs from run to run."""
    return result.model_dump(exclude={"usage", "provenance"})


def test_every_door_gives_the_same_result() -> None:
    """The function, the object, the awaited twins and the Article form agree."""
    expected = findings(summarize(TEXT, published="2024-01-19"))

    async def ask() -> list[Result]:
        async with Summarizer() as summarizer:
            return [
                await summarizer.asummarize(TEXT, published="2024-01-19"),
                await asummarize(Article(text=TEXT, published=date(2024, 1, 19))),
            ]

    with Summarizer() as summarizer:
        results = [
            summarizer.summarize(Article(text=TEXT), published="2024-01-19"),
            *asyncio.run(ask()),
        ]
    assert all(findings(result) == expected for result in results)


def test_sync_door_works_inside_a_running_loop() -> None:
    """A notebook's running loop is no obstacle to plain calls."""

    async def cell() -> Result:
        return summarize(TEXT, published="2024-01-19")

    assert asyncio.run(cell()).status == "ok"


def test_one_summarizer_serves_many_threads() -> None:
    """Calls from several threads at once give the same result as one call."""
    with Summarizer() as summarizer, ThreadPoolExecutor(8) as pool:
        calls = [pool.submit(summarizer.summarize, TEXT, published="2024-01-19") for _ in range(32)]
        results = [call.result() for call in calls]
    assert len({repr(findings(result)) for result in results}) == 1


def test_closing_ends_the_thread_and_later_calls_say_so() -> None:
    """After `close` no thread is left and plain calls are refused with the remedy."""
    summarizer = Summarizer()
    summarizer.summarize(TEXT)
    workers = [thread for thread in threading.enumerate() if thread.name == "summarizer"]
    summarizer.close()
    summarizer.close()
    for worker in workers:
        worker.join(timeout=5)
    assert not any(worker.is_alive() for worker in workers)
    with pytest.raises(ConfigError, match="closed; make a new one"):
        summarizer.summarize(TEXT)


def test_forgotten_summarizer_frees_its_thread() -> None:
    """A summarizer that is dropped without `close` leaves no thread behind."""
    before = set(threading.enumerate())
    Summarizer().summarize(TEXT)
    for thread in set(threading.enumerate()) - before:
        thread.join(timeout=5)
    assert not [one for one in set(threading.enumerate()) - before if one.name == "summarizer"]


def test_same_clock_gives_the_same_bytes() -> None:
    """With the clock handed in, a run can be made again to the byte."""
    lines = {
        Summarizer(clock=CLOCK).summarize(TEXT, published="2024-01-19").to_json() for _ in range(3)
    }
    assert len(lines) == 1


@pytest.mark.parametrize("text", ["", " ", "\n\t\r\n", "\u3000\u2029"])
def test_text_without_words_is_refused(text: str) -> None:
    """Nothing to read is an error that says so."""
    with pytest.raises(ArticleError, match=r"empty|white space"):
        summarize(text)


def test_too_long_text_is_refused_with_the_limit_and_how_to_raise_it() -> None:
    """A text is never cut; the message names the limit and the option."""
    with (
        Summarizer(max_chars=50) as summarizer,
        pytest.raises(ArticleError, match=r"50.*max_chars"),
    ):
        summarizer.summarize(TEXT)


@pytest.mark.parametrize("published", ["19/01/24", "0000-01-01", "soon", "2024-01-19T10:00"])
def test_wrong_publication_date_shows_the_accepted_form(published: str) -> None:
    """Nothing is guessed from another form."""
    with pytest.raises(ArticleError, match="YYYY-MM-DD"):
        summarize(TEXT, published=published)


def test_future_publication_date_is_refused() -> None:
    """A day that has begun nowhere is refused, the day that has begun somewhere is not."""
    with Summarizer(clock=CLOCK) as summarizer:
        assert summarizer.summarize(TEXT, published="2024-01-20").article.published is not None
        with pytest.raises(ArticleError, match="2024-01-21 lies in the future"):
            summarizer.summarize(TEXT, published="2024-01-21")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: summarize(TEXT, model="nobody/nothing"),
            "unknown model 'nobody/nothing'; choose one of: azure/…",
        ),
        (
            lambda: summarize(TEXT, editorial=cast("Any", "hide")),
            "unknown editorial 'hide'; choose one of: mask, use",
        ),
        (
            lambda: Summarizer(settings=Settings(prompt="article/v9")),
            "unknown prompt 'article/v9'; choose one of: article/v1, judge/v1, merge/v1, repair/v1",
        ),
    ],
)
def test_unknown_option_lists_what_exists(call: Callable[[], object], message: str) -> None:
    """A wrong model, option or prompt is answered with the right ones."""
    with pytest.raises(ConfigError) as caught:
        call()
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("article", [b"bytes", 5, None, ["a"]])
def test_what_is_no_article_is_refused(article: Any) -> None:
    """Only an Article or a text is one; the message says how to read a file."""
    with pytest.raises(ArticleError, match="read_article"):
        summarize(article)


def test_errors_can_be_pickled_and_hold_no_article_text() -> None:
    """An error crosses a process border and never carries the article."""
    with pytest.raises(ArticleError) as caught:
        summarize("Secret plan of Norburg. " * 5, published="soon")
    assert "Norburg" not in str(caught.value)
    copy = pickle.loads(pickle.dumps(caught.value))
    assert str(copy) == str(caught.value)


def test_settings_are_read_from_the_environment_unless_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """SUMMARIZER_EDITORIAL applies where the call says nothing."""
    monkeypatch.setenv("SUMMARIZER_EDITORIAL", "mask")
    assert Summarizer().settings.editorial == "mask"
    assert Summarizer(editorial="use").settings.editorial == "use"
    assert Summarizer(settings=Settings()).settings.editorial == "use"


def test_provenance_names_the_engine_and_nothing_it_did_not_use() -> None:
    """The embedded engine has no model, no prompt and no cost in tokens."""
    result = summarize(TEXT)
    assert (result.provenance.engine, result.provenance.model, result.provenance.prompt) == (
        "embedded",
        None,
        None,
    )
    assert (result.usage.requests, result.usage.cost_usd) == (0, None)
