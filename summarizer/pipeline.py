"""The flow: one article -> one Result.

ask       the engine, about each stretch of the article          asking
join      the answers into one                                    longform
resolve   words -> records, and what the article does not bear out  resolve
repair    asks once more for what failed, and nothing else        repairs
merge     key points of several stretches into those of one article
Result    status, findings, rejected, usage, provenance
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from summarizer.asking import Account, Asking, Words
from summarizer.engines.base import Broken, Engine, Reply
from summarizer.hooks import Notice, Observer, ignore
from summarizer.longform import Joined, find_places, join, needs_merging, thin_out
from summarizer.places import Gazetteer
from summarizer.prompts import RepairItem
from summarizer.repairs import (
    find_back,
    find_failing,
    find_no_better,
    find_sentences,
    put_back,
)
from summarizer.resolve import Findings, resolve
from summarizer.settings import Editorial
from summarizer.textmap import TextMap
from summarizer_schemas.article import Article, SegmentKind, hash_text
from summarizer_schemas.result import (
    ArticleInfo,
    Failure,
    Provenance,
    RejectedKind,
    Result,
    Status,
)
from summarizer_schemas.wire import WireReply

MASKED: dict[Editorial, tuple[SegmentKind, ...]] = {"use": (), "mask": ("key_points",)}


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the time comes from; handed in, so that a run can be made again."""

    now: Callable[[], datetime]
    """The moment, with its zone."""
    monotonic: Callable[[], float]
    """Seconds that only grow, for durations."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How articles are read; the same for all articles of a summarizer.

    Attributes:
        editorial: whether the editors' own key points are seen.
        words: the prompts of a language model; None for the embedded engine.
        clock: where the time comes from.
        version: of this library.
        gazetteer: asked about towns.
        observer: told of everything that happens.
        engine: who is asked, for the provenance of what nobody answered.
        model: the model asked for.
    """

    editorial: Editorial
    words: Words | None
    clock: Clock
    version: str
    engine: str
    model: str | None = None
    gazetteer: Gazetteer | None = None
    observer: Observer = ignore


async def run(article: Article, engine: Engine, plan: Plan) -> Result:
    """Returns what the engine finds in the article and the article bears out."""
    started = plan.clock.monotonic()
    text = TextMap(article.text, title=article.title, mask=MASKED[plan.editorial])
    asking = Asking(article, text, engine, plan.words)
    answers = await asking.ask_all()
    joined = join(answers)
    if needs_merging(joined, answers):
        joined = await _merge_key_points(asking, joined)
    found = _resolve(joined, article, text, plan)
    if plan.words is not None and plan.words.repair is not None:
        found = await _repair(asking, joined, found, article, plan)
    _reject_broken(found, asking.account.broken)
    seconds = round(max(plan.clock.monotonic() - started, 0.0), 6)
    asking.account.usage = asking.account.usage.model_copy(update={"wall_s": seconds})
    result = _write(article, text, found, asking.account, plan)
    _report(result, plan.observer)
    return result


def refuse(article: Article, message: str, plan: Plan) -> Result:
    """Returns the result of an article that was not worked on, with the reason."""
    result = Result(
        article=describe_article(article, TextMap(article.text)),
        status="failed",
        error=Failure(kind="input", message=message),
        provenance=_trace((), plan),
    )
    _report(result, plan.observer)
    return result


async def _merge_key_points(asking: Asking, joined: Joined) -> Joined:
    """The key points of the whole article; chosen evenly where nobody can be asked."""
    points = await asking.ask_merge(joined.wire.key_points) or thin_out(joined.wire.key_points)
    wire = WireReply.model_construct(key_points=points, events=joined.wire.events)
    return replace(joined, wire=wire, key_points_near=find_places(points, joined))


async def _repair(
    asking: Asking, joined: Joined, found: Findings, article: Article, plan: Plan
) -> Findings:
    """What comes back better takes the place of what failed; at most one question."""
    broken = _list_broken(joined, asking.account.broken)
    failing = find_failing(joined.wire, found.problems, broken)
    if not failing:
        return found
    plan.observer(Notice("repair", article_id=article.id, items=len(failing)))
    repaired = await asking.ask_repair(failing, find_sentences(asking.text, failing))
    if repaired is None:
        return found
    back = find_back(repaired, {item.id for item in failing})
    after = _resolve(put_back(joined, repaired, back), article, asking.text, plan)
    if no_better := back & find_no_better(failing, found.problems, after.problems):
        again = put_back(joined, repaired, back - no_better)
        after = _resolve(again, article, asking.text, plan)
    after.reject_flagged()
    asking.account.broken = [
        one for one, item in zip(asking.account.broken, broken, strict=True) if item.id not in back
    ]
    return after


def _resolve(joined: Joined, article: Article, text: TextMap, plan: Plan) -> Findings:
    return resolve(
        joined.wire,
        text,
        published=article.published,
        language=article.language,
        gazetteer=plan.gazetteer,
        near=(joined.key_points_near, joined.events_near),
    )


def _list_broken(joined: Joined, broken: Sequence[Broken]) -> list[RepairItem]:
    """Items that did not fit the schema, with ids behind those that did."""
    counts = {"key_points": len(joined.wire.key_points), "events": len(joined.wire.events)}
    failing: list[RepairItem] = []
    for one in broken:
        counts[one.field] += 1
        item_id = f"{one.field[0]}{counts[one.field]}"
        failing.append(
            RepairItem(item_id, one.words, (f"it does not fit the schema: {one.problem}",))
        )
    return failing


def _reject_broken(found: Findings, broken: Sequence[Broken]) -> None:
    for one in broken:
        kind: RejectedKind = "event" if one.field == "events" else "key_point"
        found.reject(kind, one.words, "does_not_fit_schema")


def _write(
    article: Article, text: TextMap, found: Findings, account: Account, plan: Plan
) -> Result:
    error = _find_error(found, account)
    return Result(
        article=describe_article(article, text),
        status=_judge_status(found, error),
        error=error,
        key_points=tuple(found.key_points),
        events=tuple(found.events),
        rejected=tuple(found.rejected),
        warnings=(*account.warnings, *found.warnings),
        usage=account.usage,
        provenance=_trace(account.replies, plan),
    )


def _find_error(found: Findings, account: Account) -> Failure | None:
    """The first thing that left the result incomplete, or without findings."""
    if account.failures:
        first = account.failures[0]
        return Failure(kind=first.kind, message=str(first), retryable=first.retryable)
    if account.cut_off:
        return Failure(
            kind="truncated",
            message="the answer was cut off and could not be continued; "
            "raise max_output_tokens or lower chunk_tokens",
        )
    if found.rejected and not found.key_points and not found.events:
        if all(one.reason == "does_not_fit_schema" for one in found.rejected):
            return Failure(kind="invalid", message="no item of the answer fits the schema")
        return Failure(
            kind="ungrounded",
            message=f"the article bears out none of {len(found.rejected)} items; "
            "'rejected' holds each with its reason",
        )
    return None


def _judge_status(found: Findings, error: Failure | None) -> Status:
    if error and not found.key_points and not found.events:
        return "failed"
    if error or found.rejected:
        return "partial"
    return "ok" if found.events else "no_events"


def describe_article(article: Article, text: TextMap) -> ArticleInfo:
    """Returns the article's own data, with what its text tells of headline and agency."""
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


def _trace(replies: Sequence[Reply], plan: Plan) -> Provenance:
    """What made the result: the first answer, and the prompt it was asked with."""
    first = replies[0] if replies else None
    words = plan.words
    return Provenance(
        engine=first.engine if first else plan.engine,
        model=first.model if first else plan.model,
        mode=first.mode if first else None,
        prompt=words.article.id if words else None,
        prompt_sha256=words.article.sha256 if words else None,
        schema_sha256=words.schema_sha256 if words else None,
        library_version=plan.version,
        created_at=plan.clock.now(),
        replayed=any(reply.replayed for reply in replies),
    )


def _report(result: Result, observer: Observer) -> None:
    """Tells those who watch what became of the article."""
    if observer is ignore:
        return
    about = result.article.id
    for one in result.rejected:
        observer(Notice("reject", article_id=about, reason=f"{one.kind} {one.reason}"))
    observer(
        Notice(
            "result",
            article_id=about,
            provider=result.provenance.engine,
            model=result.provenance.model,
            status=result.status,
            error=result.error.kind if result.error else None,
            items=len(result.key_points) + len(result.events),
            usage=result.usage,
            duration_s=result.usage.wall_s,
        )
    )
