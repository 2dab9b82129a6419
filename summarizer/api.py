"""The doors: one async core, reached with `await`, from plain code, or from any thread."""

from __future__ import annotations

import time
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Coroutine,
    Iterable,
    Iterator,
)
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from functools import cache, partial
from pathlib import PurePath
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar, overload

from pydantic import BaseModel, ValidationError
from typing_extensions import Unpack

from summarizer import extraction, pipeline
from summarizer.asking import Words
from summarizer.engines import build_engine, close_engine
from summarizer.errors import ArticleError, ConfigError
from summarizer.gazetteers import load_gazetteer
from summarizer.hooks import Observer, ignore
from summarizer.portal import Portal
from summarizer.prompts import Prompt, check_prompt, load_prompt
from summarizer.reading import check_text, describe_invalid
from summarizer.settings import Options, Settings
from summarizer.workers import CONCURRENCY, work_through
from summarizer_schemas.article import PUBLISHED_FORM, Article
from summarizer_schemas.quote import Extraction
from summarizer_schemas.result import Result
from summarizer_schemas.strict import hash_schema
from summarizer_schemas.wire import WireReply

if TYPE_CHECKING:
    from openai import AsyncOpenAI

    from summarizer.engines.limits import Purse

_M = TypeVar("_M", bound=BaseModel)
_R = TypeVar("_R")

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
        model: `embedded` (the default) needs no key and no network; else `provider/model`, as in
            `openai/gpt-4.1-mini` or, with `base_url`, any server that speaks the OpenAI chat API.
        schema: a pydantic model of your own, for `extract` (docs/own-schema.md).
        settings: all options as one value; the options below overrule it. Without it, options
            not given are read from `SUMMARIZER_…` in the environment.
        client: a ready `openai.AsyncOpenAI`, used as it is and not closed.
        on_notice: called with a `Notice` for each request, reply, retry, repair, reject and
            result, in the thread that works on the article.
        clock: where the time comes from.
        purse: money shared with other summarizers; it takes the place of `max_cost_usd`.
        **options: any field of `Settings` by its name: `editorial="mask"`, `max_cost_usd=2.5`.

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
        schema: type[BaseModel] | None = None,
        settings: Settings | None = None,
        client: AsyncOpenAI | None = None,
        on_notice: Observer | None = None,
        clock: pipeline.Clock = SYSTEM_CLOCK,
        purse: Purse | None = None,
        **options: Unpack[Options],
    ) -> None:
        given: dict[str, Any] = {
            name: value for name, value in {"model": model, **options}.items() if value is not None
        }
        self.settings = replace(settings, **given) if settings else Settings.from_env(**given)
        check_prompt(self.settings.prompt, self.settings.prompt_folder)
        self._schema = schema
        self._clock = clock
        observer = on_notice or ignore
        self._engine = build_engine(
            self.settings, client=client, observer=observer, now=clock.now, purse=purse
        )
        self._plan = _make_plan(self.settings, clock, observer)
        self._portal = Portal()

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
        work = self.asummarize(article, title=title, published=published)
        return self._wait_for(work)

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
        accepted = self._accept(article, title=title, published=published)
        return await pipeline.run(accepted, self._engine, self._plan)

    def run(
        self,
        articles: Iterable[Article | str | ArticleError],
        *,
        concurrency: int = CONCURRENCY,
        ordered: bool = False,
    ) -> Iterator[Result]:
        """Yields a result for each of many articles; see `arun`, which it waits for.

        Example:
            >>> with Summarizer() as summarizer:
            ...     found = list(summarizer.run(["Rain fell on Norburg.", ""], ordered=True))
            >>> [(one.status, one.error.message if one.error else None) for one in found]
            [('no_events', None), ('failed', "the text is empty; give the article's text")]
        """
        if self.settings.is_embedded:
            for article in articles:
                yield self._wait_for(self.try_article(article))
            return
        results = self.arun(articles, concurrency=concurrency, ordered=ordered)
        try:
            while (result := self._portal.wait_for(_fetch(results))) is not None:
                yield result
        finally:
            self._portal.wait_for(results.aclose())

    async def arun(
        self,
        articles: Iterable[Article | str | ArticleError] | AsyncIterable[Article | str],
        *,
        concurrency: int = CONCURRENCY,
        ordered: bool = False,
    ) -> AsyncGenerator[Result]:
        """Yields a result for each of many articles, as they come; never raises for one of them.

        An article that cannot be used has a result with the status `failed`, like one that nobody
        answered; so has each `ArticleError` that `read_articles` gives in place of an article.
        Articles are taken as they are needed, and no more than `concurrency` results wait to be
        fetched. For runs that must outlive a crash there is `summarizer.batch`.

        Args:
            articles: any number of them, read as they are needed.
            concurrency: how many are worked on at a time.
            ordered: results come in the order of the articles; otherwise as soon as they are there.
        """
        work = self.try_article
        async for result in work_through(articles, work, concurrency=concurrency, ordered=ordered):
            yield result

    def refuse(self, article: Article, message: str) -> Result:
        """Returns the failed result of an article that was not worked on.

        Args:
            article: which one.
            message: why, and what to do about it; without words of the article.
        """
        return pipeline.refuse(article, message, self._plan)

    async def try_article(self, article: Article | str | ArticleError) -> Result:
        """Returns what `asummarize` returns, or a failed result where it would raise."""
        if isinstance(article, ArticleError):
            # A path may hold bytes that are no UTF-8, and no id can.
            name = (article.source or "unknown").encode("utf-8", "backslashreplace").decode()
            return self.refuse(Article(text="", id=name), str(article))
        try:
            return await self.asummarize(article)
        except ArticleError as error:
            given = article if isinstance(article, Article) else Article(text=str(article))
            return self.refuse(given, str(error))
        except Exception as error:  # noqa: BLE001 - one article must not end all others
            given = article if isinstance(article, Article) else Article(text=article)
            return self.refuse(given, _describe_bug(error))

    @overload
    def extract(
        self,
        article: Article | str,
        schema: type[_M],
        *,
        title: str | None = None,
        published: date | str | None = None,
    ) -> Extraction[_M]: ...
    @overload
    def extract(
        self,
        article: Article | str,
        schema: None = None,
        *,
        title: str | None = None,
        published: date | str | None = None,
    ) -> Extraction[Any]: ...
    def extract(
        self,
        article: Article | str,
        schema: type[BaseModel] | None = None,
        *,
        title: str | None = None,
        published: date | str | None = None,
    ) -> Extraction[Any]:
        """Returns your own schema filled in; see `aextract`, which it waits for."""
        work = self.aextract(article, schema, title=title, published=published)
        return self._portal.wait_for(work)

    async def aextract(
        self,
        article: Article | str,
        schema: type[BaseModel] | None = None,
        *,
        title: str | None = None,
        published: date | str | None = None,
    ) -> Extraction[Any]:
        """Returns your own schema, filled in from one article with the prompt of the settings.

        Fields of the type `Quote` hold verbatim words with their offsets; what the article does
        not bear out is listed in `rejected`.

        Args:
            article: an `Article`, or the text of one; it is sent as a whole.
            schema: a pydantic model; that of the summarizer when not given.
            title: the headline, where it is not part of the text.
            published: the day of publication, as for `summarize`.

        Raises:
            ArticleError: the text is empty or too long, or `published` cannot be.
            ConfigError: no schema is given, or no model that could fill it in.
        """
        chosen = schema or self._schema
        if chosen is None:
            raise ConfigError("extract needs a schema; give a pydantic model as schema=")
        if self._plan.words is None:
            raise ConfigError(
                f"the embedded engine cannot fill in {chosen.__name__}; "
                "name a model, as in model='openai/gpt-4.1-mini'"
            )
        accepted = self._accept(article, title=title, published=published)
        return await extraction.run(accepted, self._engine, self._plan, schema=chosen)

    def close(self) -> None:
        """Frees what the summarizer holds; it cannot be used from plain code afterwards."""
        self._portal.close(partial(close_engine, self._engine))

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
        await close_engine(self._engine)
        self.close()

    def _wait_for(self, work: Coroutine[Any, Any, _R]) -> _R:
        """The embedded engine waits for nothing: a tenth of its time would go for threads."""
        portal = self._portal
        return portal.run_here(work) if self.settings.is_embedded else portal.wait_for(work)

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
    **options: Unpack[Options],
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
    with Summarizer(model, **options) as summarizer:
        return summarizer.summarize(article, title=title, published=published)


async def asummarize(
    article: Article | str,
    *,
    title: str | None = None,
    published: date | str | None = None,
    model: str | None = None,
    **options: Unpack[Options],
) -> Result:
    """Awaits what `summarize` returns."""
    async with Summarizer(model, **options) as summarizer:
        return await summarizer.asummarize(article, title=title, published=published)


async def _fetch(results: AsyncIterator[Result]) -> Result | None:
    return await anext(results, None)


def _describe_bug(error: Exception) -> str:
    """Returns where an error came from that nobody expected; its words may be the article's."""
    import traceback

    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{PurePath(last.filename).name}, line {last.lineno}"
    return f"this program failed on the article ({type(error).__name__} in {place}); please report"


def _make_plan(settings: Settings, clock: pipeline.Clock, observer: Observer) -> pipeline.Plan:
    provider, _, name = settings.model.partition("/")
    gazetteer = settings.gazetteer
    return pipeline.Plan(
        editorial=settings.editorial,
        words=None if settings.is_embedded else load_words(settings),
        clock=clock,
        version=find_version(),
        engine=provider,
        model=name or None,
        gazetteer=load_gazetteer(gazetteer) if gazetteer else None,
        observer=observer,
    )


def load_words(settings: Settings) -> Words:
    """Returns the prompts that the settings name, for a language model.

    Raises:
        ConfigError: there is no such prompt, or it is not complete.
    """

    def load(prompt_id: str) -> Prompt:
        return load_prompt(prompt_id, settings.prompt_folder)

    return Words(
        article=load(settings.prompt),
        repair=load("repair/v1") if settings.repair else None,
        merge=load("merge/v1"),
        schema_sha256=hash_schema(WireReply),
        output_language=settings.output_language,
        chunk_tokens=settings.chunk_tokens,
    )


@cache
def find_version() -> str:
    """Returns the version of the installed library."""
    from importlib.metadata import version

    return version("structured-summarizer")
