"""Spans: one for each article, one below it for each call, and nothing of what was read."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import threading
from typing import Any

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode, Tracer

from summarizer import telemetry
from summarizer.errors import ConfigError
from summarizer.hooks import Notice, Observer
from summarizer.telemetry import otel_observer
from summarizer_schemas.result import Usage

PAID = Usage(requests=1, prompt_tokens=900, completion_tokens=80, cached_tokens=7, cost_usd=0.5)
ASKED: dict[str, Any] = {"job": "article", "provider": "azure", "model": "gpt-4.1-mini"}


class Watch:
    """An observer, and the spans it has ended."""

    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        provider = TracerProvider(shutdown_on_exit=False)
        provider.add_span_processor(SimpleSpanProcessor(self.exporter))
        self.tracer: Tracer = provider.get_tracer("tests")
        self.observe: Observer = otel_observer(self.tracer)

    def tell(self, kind: Any, article_id: str | None = "a1", **values: Any) -> None:
        """Notifies the observer."""
        self.observe(Notice(kind, article_id=article_id, **values))

    @property
    def ended(self) -> list[ReadableSpan]:
        """The spans, in the order in which they ended."""
        return list(self.exporter.get_finished_spans())


def show(span: ReadableSpan) -> dict[str, Any]:
    """Returns the attributes of a span."""
    return dict(span.attributes or {})


def find_parent(span: ReadableSpan) -> int | None:
    """Returns the id of the span above."""
    return span.parent.span_id if span.parent else None


def find_id(span: ReadableSpan) -> int:
    """Returns the id of a span."""
    assert span.context is not None
    return int(span.context.span_id)


def test_a_call_is_a_child_of_its_article() -> None:
    """An article has one span, and its call one below it, in the conventions' names."""
    watch = Watch()
    watch.tell("request", **ASKED)
    watch.tell("reply", **ASKED, usage=PAID, duration_s=1.0)
    watch.tell("result", status="ok", usage=PAID, duration_s=2.0)
    call, article = watch.ended
    assert (call.name, call.kind) == ("chat gpt-4.1-mini", SpanKind.CLIENT)
    assert find_parent(call) == find_id(article)
    assert show(call) == {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "azure.ai.openai",
        "gen_ai.request.model": "gpt-4.1-mini",
        "gen_ai.response.model": "gpt-4.1-mini",
        "gen_ai.usage.input_tokens": 900,
        "gen_ai.usage.output_tokens": 80,
        "gen_ai.usage.cache_read.input_tokens": 7,
        "summarizer.usage.cost_usd": 0.5,
        "summarizer.job": "article",
    }
    assert (article.name, article.kind, article.parent) == ("summarize", SpanKind.INTERNAL, None)
    assert show(article)["summarizer.article.id"] == "a1"
    assert show(article)["summarizer.status"] == "ok"
    assert not any(name.startswith("gen_ai") for name in show(article))
    assert {call.status.status_code, article.status.status_code} == {StatusCode.UNSET}


def test_a_failed_attempt_is_a_failed_span() -> None:
    """Each attempt has a span of its own; a retry ends the one before it with its error."""
    watch = Watch()
    watch.tell("request", **ASKED)
    watch.tell("retry", **ASKED, attempt=2, wait_s=0.5, error="provider", status="429")
    watch.tell("request", **ASKED)
    watch.tell("retry", **ASKED, attempt=3, wait_s=0.0, error="invalid")
    watch.tell("request", **ASKED)
    watch.tell("reply", **ASKED, usage=PAID)
    watch.tell("result", status="ok")
    first, second, third, article = watch.ended
    assert [show(one).get("error.type") for one in (first, second, third)] == [
        "429",
        "invalid",
        None,
    ]
    assert show(first)["http.response.status_code"] == 429
    assert first.status.status_code == StatusCode.ERROR
    assert [event.name for event in article.events] == ["summarizer.retry"] * 2
    event = dict(article.events[0].attributes or {})
    assert (event["summarizer.wait_s"], event["error.type"]) == (0.5, "429")


def test_a_failed_article_is_a_failed_span() -> None:
    """The last failure ends the call that is open, and the article."""
    watch = Watch()
    watch.tell("request", **ASKED)
    watch.tell("result", status="failed", error="refused")
    call, article = watch.ended
    for span in (call, article):
        assert show(span)["error.type"] == "refused"
        assert span.status.status_code == StatusCode.ERROR
        assert span.status.description is None


def test_repairs_and_rejections_are_events() -> None:
    """What was not accepted is counted by its reason, without its words."""
    watch = Watch()
    watch.tell("reject", reason="not_found", items=1)
    watch.tell("repair", job="repair", items=2)
    watch.tell("result", status="partial")
    (article,) = watch.ended
    assert [(event.name, dict(event.attributes or {})) for event in article.events] == [
        ("summarizer.reject", {"summarizer.reason": "not_found", "summarizer.items": 1}),
        ("summarizer.repair", {"summarizer.job": "repair", "summarizer.items": 2}),
    ]
    assert article.status.status_code == StatusCode.UNSET


def test_an_article_nothing_was_asked_about_has_its_duration() -> None:
    """With the embedded engine the result is all that is told; its span is as long as it took."""
    watch = Watch()
    watch.tell("result", status="ok", duration_s=2.0)
    (article,) = watch.ended
    assert article.start_time is not None
    assert article.end_time is not None
    assert 2.0 <= (article.end_time - article.start_time) / 1e9 < 10


def test_an_article_stands_below_the_span_of_its_caller() -> None:
    """Inside a caller's own span the article is a part of it; calls stay below the article."""
    watch = Watch()
    with watch.tracer.start_as_current_span("caller"):
        watch.tell("request", **ASKED)
    with watch.tracer.start_as_current_span("somebody else"):
        watch.tell("reply", **ASKED)
        watch.tell("request", **ASKED)
        watch.tell("reply", **ASKED)
        watch.tell("result", status="ok")
    spans = {one.name: one for one in watch.ended}
    assert find_parent(spans["summarize"]) == find_id(spans["caller"])
    calls = [one for one in watch.ended if one.name.startswith("chat")]
    assert [find_parent(one) for one in calls] == [find_id(spans["summarize"])] * 2


async def summarize(watch: Watch, name: str, draw: random.Random) -> None:
    """Tells what happens when an article is read in three stretches at once."""

    async def ask(part: int) -> None:
        model = f"{name}.{part}"
        values = {"job": "article", "provider": "openai", "model": model}
        watch.tell("request", name, **values)
        await asyncio.sleep(draw.random() / 100)
        if part == 1:
            watch.tell("retry", name, **values, attempt=2, wait_s=0.0, error="provider")
            watch.tell("request", name, **values)
            await asyncio.sleep(draw.random() / 100)
        watch.tell("reply", name, **values, usage=Usage(prompt_tokens=part))

    await asyncio.gather(*(ask(part) for part in range(3)))
    watch.tell("result", name, status="ok")


def check_tree(watch: Watch, names: list[str]) -> None:
    """Every call stands below its own article and has its own tokens and model."""
    articles = {
        find_id(one): show(one)["summarizer.article.id"]
        for one in watch.ended
        if one.name == "summarize"
    }
    assert sorted(articles.values()) == sorted(names)
    calls = [one for one in watch.ended if one.name.startswith("chat")]
    assert len(calls) == 4 * len(names)
    for call in calls:
        parent = find_parent(call)
        assert parent is not None
        values = show(call)
        name, _, part = values["gen_ai.request.model"].rpartition(".")
        assert articles[parent] == name
        if "error.type" in values:
            assert (values["error.type"], part) == ("provider", "1")
        else:
            assert values["gen_ai.response.model"] == values["gen_ai.request.model"]
            assert values["gen_ai.usage.input_tokens"] == int(part)


@pytest.mark.asyncio
async def test_articles_at_the_same_time_do_not_mix() -> None:
    """Fifty articles in one event loop, three calls each at once: every span has its place."""
    watch, draw = Watch(), random.Random(1)
    names = [f"a{number}" for number in range(50)]
    with watch.tracer.start_as_current_span("batch"):
        await asyncio.gather(*(summarize(watch, name, draw) for name in names))
    check_tree(watch, names)


def test_articles_in_threads_do_not_mix() -> None:
    """The same in eight threads, each with its own event loop."""
    watch, draw = Watch(), random.Random(2)
    names = [f"a{number}" for number in range(24)]

    def work(part: list[str]) -> None:
        async def all_of_them() -> None:
            await asyncio.gather(*(summarize(watch, name, draw) for name in part))

        asyncio.run(all_of_them())

    threads = [threading.Thread(target=work, args=(names[at::8],)) for at in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check_tree(watch, names)


@pytest.mark.asyncio
async def test_a_call_nobody_ended_is_ended_by_the_next() -> None:
    """When a fallback asks another model in the same task, the call before it has failed."""
    watch = Watch()
    watch.tell("request", **ASKED)
    watch.tell("request", **{**ASKED, "provider": "groq"})
    watch.tell("reply", **{**ASKED, "provider": "groq"})
    watch.tell("result", status="ok")
    first, second, _ = watch.ended
    assert show(first)["error.type"] == "_OTHER"
    assert show(second)["gen_ai.provider.name"] == "groq"


@pytest.mark.parametrize("kind", ["reply", "retry", "repair", "reject"])
def test_what_comes_without_a_call_harms_nothing(kind: Any) -> None:
    """A notice about a call that was never begun is no error."""
    watch = Watch()
    watch.tell(kind, None, **ASKED)
    watch.tell("result", None)
    (article,) = watch.ended
    assert "summarizer.article.id" not in show(article)


def test_articles_without_a_result_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """An article that was cancelled is ended when too many are open, and forgotten."""
    monkeypatch.setattr(telemetry, "_MOST_OPEN", 2)
    watch = Watch()
    for number in range(4):
        watch.tell("request", f"a{number}", **ASKED)
    names = [show(one)["summarizer.article.id"] for one in watch.ended if one.name == "summarize"]
    assert names == ["a0", "a1"]
    assert all(show(one)["error.type"] == "_OTHER" for one in watch.ended)


def test_the_global_provider_is_taken_when_no_tracer_is_given() -> None:
    """Without a tracer, and without an SDK, the observer does nothing, quietly."""
    observe = otel_observer()
    observe(Notice("request", article_id="a1", **ASKED))
    observe(Notice("result", article_id="a1", status="ok"))


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, the error gives the line that installs it."""
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    with pytest.raises(ConfigError, match=r"pip install 'structured-summarizer\[otel\]'"):
        otel_observer()


def test_nothing_is_loaded_before_it_is_used() -> None:
    """Importing the room loads no OpenTelemetry."""
    code = "import sys, summarizer.telemetry; sys.exit('opentelemetry' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
