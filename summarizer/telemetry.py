"""Notices as OpenTelemetry spans, in the names of its GenAI conventions; never words of an article.

One span for each article, one below it for each call to a model, events for what else happens.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from summarizer.errors import ConfigError
from summarizer.hooks import Notice, Observer

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

_PROVIDERS = {"azure": "azure.ai.openai", "mistral": "mistral_ai"}
"""Names that the conventions write otherwise; all others are as we have them."""
_UNKNOWN_ERROR = "_OTHER"
"""What the conventions call a failure of which nothing is known."""
_MOST_OPEN = 10_000
"""Articles under way; one whose result never comes, since it was cancelled, is ended then."""
_EVENTS = {"retry", "repair", "reject"}


def otel_observer(tracer: Tracer | None = None) -> Observer:
    """Returns an observer that makes spans of what it is told.

    A span `summarize` for each article, below whatever span its caller is in; below it a client
    span for each call, with the model, the tokens and the kind of error. Articles may be under
    way at the same time, in any tasks and threads.

    Args:
        tracer: makes the spans; without it, one of the global provider, named `summarizer`.

    Raises:
        ConfigError: opentelemetry-api is not installed.

    Example:
        >>> from opentelemetry.sdk.trace import TracerProvider
        >>> from opentelemetry.sdk.trace.export import SimpleSpanProcessor
        >>> from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
        >>> exporter, provider = InMemorySpanExporter(), TracerProvider()
        >>> provider.add_span_processor(SimpleSpanProcessor(exporter))
        >>> observe = otel_observer(provider.get_tracer("example"))
        >>> for kind in ("request", "reply", "result"):
        ...     observe(Notice(kind, article_id="a1", job="article", model="gpt-4.1-mini"))
        >>> [span.name for span in exporter.get_finished_spans()]
        ['chat gpt-4.1-mini', 'summarize']
    """
    try:
        from opentelemetry import trace
    except ImportError:
        raise ConfigError(
            "OpenTelemetry is not installed: pip install 'structured-summarizer[otel]'"
        ) from None
    return _Spans(tracer or trace.get_tracer("summarizer")).take


@dataclass(slots=True)
class _Call:
    """A call that has not ended."""

    span: Span
    job: str | None
    provider: str | None
    task: asyncio.Task[Any] | None


@dataclass(slots=True)
class _Article:
    """An article that has no result yet."""

    span: Span
    calls: list[_Call] = field(default_factory=list[_Call])


class _Spans:
    """The spans that are open."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self._lock = threading.Lock()
        self._open: OrderedDict[str | None, _Article] = OrderedDict()

    def take(self, notice: Notice) -> None:
        """Takes in one notice."""
        with self._lock:
            article = self._open.get(notice.article_id) or self._begin(notice)
            if notice.kind == "request":
                self._begin_call(article, notice)
            elif notice.kind == "reply":
                self._end_call(article, notice)
            elif notice.kind == "result":
                self._end(article, notice)
            if notice.kind == "retry":
                self._end_call(article, notice, error=_name_error(notice))
            if notice.kind in _EVENTS:
                article.span.add_event(f"summarizer.{notice.kind}", _describe_event(notice))

    def _begin(self, notice: Notice) -> _Article:
        start = None
        if notice.kind == "result" and notice.duration_s is not None:
            start = time.time_ns() - int(notice.duration_s * 1e9)  # nothing was told before
        span = self._tracer.start_span("summarize", start_time=start)
        if notice.article_id is not None:
            span.set_attribute("summarizer.article.id", notice.article_id)
        article = self._open[notice.article_id] = _Article(span)
        if len(self._open) > _MOST_OPEN:
            _, lost = self._open.popitem(last=False)
            _close_calls(lost, _UNKNOWN_ERROR)
            _end_span(lost.span, error=_UNKNOWN_ERROR)
        return article

    def _begin_call(self, article: _Article, notice: Notice) -> None:
        from opentelemetry import trace

        task = _find_task()
        for call in [one for one in article.calls if one.task is task and one.job == notice.job]:
            # The same task asks again: that call ended without an answer, and nobody said why.
            if task is not None:
                article.calls.remove(call)
                _end_span(call.span, error=_UNKNOWN_ERROR)
        provider = _PROVIDERS.get(notice.provider or "", notice.provider)
        span = self._tracer.start_span(
            f"chat {notice.model}" if notice.model else "chat",
            context=trace.set_span_in_context(article.span),
            kind=trace.SpanKind.CLIENT,
            attributes=_keep_known(
                {
                    "gen_ai.operation.name": "chat",
                    "gen_ai.provider.name": provider,
                    "gen_ai.request.model": notice.model,
                    "summarizer.job": notice.job,
                    "summarizer.attempt": notice.attempt,
                }
            ),
        )
        article.calls.append(_Call(span, notice.job, notice.provider, task))

    def _end_call(self, article: _Article, notice: Notice, *, error: str | None = None) -> None:
        call = _match(article.calls, notice)
        if call is None:
            return  # a cached answer, or an observer that came late
        article.calls.remove(call)
        usage = notice.usage
        values: dict[str, Any] = {}
        if usage is not None:
            values = {
                "gen_ai.usage.input_tokens": usage.prompt_tokens,
                "gen_ai.usage.output_tokens": usage.completion_tokens,
                "gen_ai.usage.cache_read.input_tokens": usage.cached_tokens or None,
                "summarizer.usage.cost_usd": usage.cost_usd,
            }
        if error is None:
            values["gen_ai.response.model"] = notice.model
        elif notice.status and notice.status.isdigit():
            values["http.response.status_code"] = int(notice.status)
        call.span.set_attributes(_keep_known(values))
        _end_span(call.span, error=error)

    def _end(self, article: _Article, notice: Notice) -> None:
        del self._open[notice.article_id]
        failed = notice.status == "failed" or notice.error is not None
        error = (notice.error or _UNKNOWN_ERROR) if failed else None
        _close_calls(article, notice.error or _UNKNOWN_ERROR)
        usage = notice.usage
        values: dict[str, Any] = {
            "summarizer.status": notice.status,
            "summarizer.items": notice.items,
        }
        if usage is not None:
            # Not the names of the conventions: whoever sums those would count each call twice.
            values |= {
                "summarizer.usage.requests": usage.requests,
                "summarizer.usage.input_tokens": usage.prompt_tokens,
                "summarizer.usage.output_tokens": usage.completion_tokens,
                "summarizer.usage.wasted_tokens": usage.wasted_tokens,
                "summarizer.usage.cost_usd": usage.cost_usd,
            }
        article.span.set_attributes(_keep_known(values))
        _end_span(article.span, error=error)


def _match(calls: list[_Call], notice: Notice) -> _Call | None:
    """Returns the call a notice is about: of the same task, or else the oldest that fits."""
    fitting = [
        one for one in calls if one.job == notice.job and notice.provider in {None, one.provider}
    ]
    task = _find_task()
    own = [one for one in fitting if task is not None and one.task is task]
    return next(iter(own or fitting), None)


def _find_task() -> asyncio.Task[Any] | None:
    try:
        return asyncio.current_task()
    except RuntimeError:  # no event loop here
        return None


def _close_calls(article: _Article, error: str) -> None:
    for call in article.calls:
        _end_span(call.span, error=error)
    article.calls.clear()


def _end_span(span: Span, *, error: str | None) -> None:
    from opentelemetry.trace import StatusCode

    if error is not None:
        span.set_attribute("error.type", error)
        span.set_status(StatusCode.ERROR)
    span.end()


def _name_error(notice: Notice) -> str:
    """The HTTP status where there is one, as the conventions ask; else our kind."""
    if notice.status and notice.status.isdigit():
        return notice.status
    return notice.error or _UNKNOWN_ERROR


def _describe_event(notice: Notice) -> dict[str, Any]:
    return _keep_known(
        {
            "summarizer.job": notice.job,
            "summarizer.attempt": notice.attempt,
            "summarizer.wait_s": notice.wait_s,
            "summarizer.reason": notice.reason,
            "summarizer.items": notice.items,
            "gen_ai.request.model": notice.model,
            "error.type": _name_error(notice) if notice.kind == "retry" else notice.error,
        }
    )


def _keep_known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
