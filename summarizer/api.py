"""The doors: one async core, reached with `await`, from plain code, or from any thread."""

from __future__ import annotations

import asyncio
import threading
import time
import weakref
from collections.abc import Coroutine
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from functools import cache
from types import TracebackType
from typing import Any, TypeVar

from pydantic import ValidationError

from summarizer import pipeline
from summarizer.engines import build_engine
from summarizer.errors import ArticleError, ConfigError
from summarizer.gazetteers import load_gazetteer
from summarizer.prompts import check_prompt
from summarizer.reading import check_text, describe_invalid
from summarizer.settings import Editorial, Settings
from summarizer_schemas.article import PUBLISHED_FORM, Article
from summarizer_schemas.result import Result

_T = TypeVar("_T")

_FURTHEST_ZONE = timedelta(hours=14)
"""Somewhere it is already tomorrow: the zone UTC+14 is the furthest ahead."""


def _now() -> datetime:
    return datetime.now(timezone.utc)


SYSTEM_CLOCK = pipeline.Clock(now=_now, monotonic=time.perf_counter)


class Summarizer:
    """Turns articles into results; keeps its engine between calls.

    Safe to use from several threads and inside a running event loop. As a context
    manager (`with` or `async with`) it frees what it holds at the end.

    Args:
        model: the engine; `embedded` (the default) needs no key and no network.
        editorial: `use` or `mask` the editors' own key points block.
        gazetteer: name of an installed gazetteer that is asked about towns.
        max_chars: longest text that is read, in code points.
        settings: all options as one value; the options above overrule it. Without it,
            options not given are read from `SUMMARIZER_…` in the environment.
        clock: where the time comes from.

    Raises:
        ConfigError: an option is unknown or out of range.

    Example:
        >>> with Summarizer() as summarizer:
        ...     result = summarizer.summarize("Rain fell on Norburg on Monday.")
        >>> result.status, result.key_points[0].text
        ('no_events', 'Rain fell on Norburg on Monday.')
    """

    def __init__(
        self,
        model: str | None = None,
        *,
        editorial: Editorial | None = None,
        gazetteer: str | None = None,
        max_chars: int | None = None,
        settings: Settings | None = None,
        clock: pipeline.Clock = SYSTEM_CLOCK,
    ) -> None:
        given = {
            "model": model,
            "editorial": editorial,
            "gazetteer": gazetteer,
            "max_chars": max_chars,
        }
        if settings is None:
            self.settings = Settings.from_env(**given)
        else:
            chosen: dict[str, Any] = {
                name: value for name, value in given.items() if value is not None
            }
            self.settings = replace(settings, **chosen)
        check_prompt(self.settings.prompt)
        self._clock = clock
        self._engine = build_engine(self.settings)
        name = self.settings.gazetteer
        self._gazetteer = load_gazetteer(name) if name else None
        self._portal = _Portal()

    def summarize(
        self,
        article: Article | str,
        *,
        title: str | None = None,
        published: date | str | None = None,
    ) -> Result:
        """Returns what was found; see `asummarize`, which it waits for.

        Works inside a running event loop too (a notebook), where it blocks that loop.
        """
        return self._portal.wait_for(self.asummarize(article, title=title, published=published))

    async def asummarize(
        self,
        article: Article | str,
        *,
        title: str | None = None,
        published: date | str | None = None,
    ) -> Result:
        """Returns what was found in one article.

        Args:
            article: an `Article`, or the text of one.
            title: the headline, where it is not part of the text.
            published: the day relative dates hang on: a date, a moment with its zone, or
                either in ISO 8601. Overrules the article's own.

        Raises:
            ArticleError: the text is empty or too long, or `published` cannot be.
        """
        return await pipeline.run(
            self._accept(article, title=title, published=published),
            self._engine,
            editorial=self.settings.editorial,
            clock=self._clock,
            gazetteer=self._gazetteer,
            version=find_version(),
        )

    def close(self) -> None:
        """Frees what the summarizer holds; it cannot be used from plain code afterwards."""
        self._portal.close()

    def __enter__(self) -> Summarizer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    async def __aenter__(self) -> Summarizer:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _accept(
        self, article: Article | str, *, title: str | None, published: date | str | None
    ) -> Article:
        given = {"title": title, "published": published}
        values: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        if isinstance(article, Article):
            values = article.model_dump() | values
        elif isinstance(article, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            values["text"] = article
        else:
            raise ArticleError(
                f"an article is an Article or a str, not {type(article).__name__}; "
                "read a file with read_article(path)"
            )
        try:
            accepted = Article.model_validate(values)
        except ValidationError as error:
            raise ArticleError(describe_invalid(error)) from None
        check_text(accepted.text, source=None, max_chars=self.settings.max_chars)
        self._check_published(accepted)
        return accepted

    def _check_published(self, article: Article) -> None:
        day = article.published_day
        latest = (self._clock.now() + _FURTHEST_ZONE).date()
        if day is not None and day > latest:
            raise ArticleError(
                f"article {article.id}: published {day.isoformat()} lies in the future; "
                f"give the day it was published as {PUBLISHED_FORM}"
            )


def summarize(
    article: Article | str,
    *,
    title: str | None = None,
    published: date | str | None = None,
    model: str | None = None,
    editorial: Editorial | None = None,
) -> Result:
    """Returns the key points and event records of one article.

    The arguments are those of `Summarizer` and `Summarizer.summarize`; make a
    `Summarizer` once when there are many articles.

    Raises:
        ArticleError: the text is empty or too long, or `published` cannot be.
        ConfigError: an option is unknown.

    Example:
        >>> result = summarize(
        ...     "Vantia said a flood in Norburg on Tuesday killed nine people.",
        ...     published="2024-01-19",
        ... )
        >>> event = result.events[0]
        >>> event.type, event.date.edtf, event.figures[0].best, event.figures[0].claimants[0].text
        ('OTHER', '2024-01-16', 9, 'Vantia')
    """
    with Summarizer(model, editorial=editorial) as summarizer:
        return summarizer.summarize(article, title=title, published=published)


async def asummarize(
    article: Article | str,
    *,
    title: str | None = None,
    published: date | str | None = None,
    model: str | None = None,
    editorial: Editorial | None = None,
) -> Result:
    """Awaits what `summarize` returns."""
    async with Summarizer(model, editorial=editorial) as summarizer:
        return await summarizer.asummarize(article, title=title, published=published)


@cache
def find_version() -> str:
    """Returns the version of the installed library."""
    from importlib.metadata import version

    return version("structured-summarizer")


class _Portal:
    """An event loop in a thread of its own, started when plain code first needs it.

    One loop for all calls: connections an engine keeps open belong to the loop they
    were opened in, and `asyncio.run` per call would close it under them.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False
        self._finalizer: weakref.finalize[..., _Portal] | None = None

    def wait_for(self, work: Coroutine[Any, Any, _T]) -> _T:
        with self._lock:
            if self._closed:
                work.close()
                raise ConfigError("this Summarizer is closed; make a new one")
            if self._loop is None:
                self._loop = _start_loop()
                self._finalizer = weakref.finalize(self, _stop_loop, self._loop)
            loop = self._loop
        future = asyncio.run_coroutine_threadsafe(work, loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def close(self) -> None:
        with self._lock:
            self._closed = True
            if self._finalizer is not None:
                self._finalizer()


def _start_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=_run_loop, args=(loop,), name="summarizer", daemon=True).start()
    return loop


def _run_loop(loop: asyncio.AbstractEventLoop) -> None:
    loop.run_forever()
    loop.close()


def _stop_loop(loop: asyncio.AbstractEventLoop) -> None:
    loop.call_soon_threadsafe(loop.stop)
