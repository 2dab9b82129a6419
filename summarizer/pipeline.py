"""The flow: one article -> one Result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from summarizer.engines.base import Engine, Reply, Request
from summarizer.places import Gazetteer
from summarizer.resolve import Findings, resolve
from summarizer.settings import Editorial
from summarizer.textmap import TextMap
from summarizer_schemas.article import Article, SegmentKind, hash_text
from summarizer_schemas.result import ArticleInfo, Provenance, Result, Status, Usage

MASKED: dict[Editorial, tuple[SegmentKind, ...]] = {"use": (), "mask": ("key_points",)}


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the time comes from; handed in, so that a run can be made again."""

    now: Callable[[], datetime]
    """The moment, with its zone."""
    monotonic: Callable[[], float]
    """Seconds that only grow, for durations."""


async def run(
    article: Article,
    engine: Engine,
    *,
    editorial: Editorial,
    clock: Clock,
    version: str,
    gazetteer: Gazetteer | None = None,
) -> Result:
    """Returns what the engine finds in the article and the article bears out."""
    started = clock.monotonic()
    text = TextMap(article.text, title=article.title, mask=MASKED[editorial])
    reply = await engine.ask(
        Request(
            text=text,
            title=article.title,
            published=article.published_day,
            language=article.language,
        )
    )
    findings = resolve(
        reply.wire,
        text,
        published=article.published,
        language=article.language,
        gazetteer=gazetteer,
    )
    return Result(
        article=_describe(article, text),
        status=_judge_status(findings),
        key_points=tuple(findings.key_points),
        events=tuple(findings.events),
        rejected=tuple(findings.rejected),
        warnings=(*reply.warnings, *findings.warnings),
        usage=_add_wall_time(reply.usage, clock.monotonic() - started),
        provenance=_trace(reply, clock.now(), version),
    )


def _describe(article: Article, text: TextMap) -> ArticleInfo:
    return ArticleInfo(
        id=article.id,
        title=article.title or _find_headline(text),
        published=article.published,
        publisher=article.publisher,
        source_agency=article.source_agency or text.agency,
        url=article.url,
        language=article.language,
        chars=len(article.text),
        sha256=hash_text(article.text),
    )


def _find_headline(text: TextMap) -> str | None:
    spans = (one for one in text.segments if one.kind == "headline")
    return next((" ".join(text.text[one.start : one.end].split()) for one in spans), None)


def _judge_status(findings: Findings) -> Status:
    if findings.rejected:
        return "partial"
    return "ok" if findings.events else "no_events"


def _add_wall_time(usage: Usage, seconds: float) -> Usage:
    return usage.model_copy(update={"wall_s": round(max(seconds, 0.0), 6)})


def _trace(reply: Reply, now: datetime, version: str) -> Provenance:
    return Provenance(
        engine=reply.engine, model=reply.model, library_version=version, created_at=now
    )
