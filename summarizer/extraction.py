"""The flow for a schema of your own: one article -> one Extraction.

The whole article is one question. The quotes of the answer are grounded as those of a `Result`
are; everything else is the model's word, as far as your schema lets it pass.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from summarizer.engines.base import Engine, Reply, Request
from summarizer.errors import EngineError
from summarizer.hooks import Notice, ignore
from summarizer.pipeline import MASKED, Plan, describe_article
from summarizer.prompts import render_article
from summarizer.quotes import ground_quotes
from summarizer.textmap import TextMap
from summarizer_schemas.article import Article
from summarizer_schemas.quote import Extraction
from summarizer_schemas.result import Failure, Provenance, Usage
from summarizer_schemas.strict import hash_schema


async def run(
    article: Article, engine: Engine, plan: Plan, *, schema: type[BaseModel]
) -> Extraction[Any]:
    """Returns the schema as the engine filled it in, with its quotes grounded."""
    started = plan.clock.monotonic()
    text = TextMap(article.text, title=article.title, mask=MASKED[plan.editorial])
    request = _ask_for(article, text, plan, schema)
    reply: Reply | None = None
    usage, error = Usage(), None
    try:
        reply = await engine.ask(request)
        usage = reply.usage
    except EngineError as failure:
        usage = failure.usage
        error = Failure(kind=failure.kind, message=str(failure), retryable=failure.retryable)
    value, rejected = ground_quotes(reply.wire, text) if reply else (None, [])
    if reply and (reply.truncated or reply.broken):
        error = _tell_what_is_missing(reply)
    seconds = round(max(plan.clock.monotonic() - started, 0.0), 6)
    made = Extraction[Any](
        value=value,
        status="failed" if reply is None else "partial" if error or rejected else "ok",
        error=error,
        rejected=tuple(rejected),
        warnings=reply.warnings if reply else (),
        usage=usage.model_copy(update={"wall_s": seconds}),
        provenance=_trace(reply, request, plan),
        article=describe_article(article, text),
    )
    _report(made, plan)
    return made


def _ask_for(article: Article, text: TextMap, plan: Plan, schema: type[BaseModel]) -> Request:
    words = plan.words
    if words is None:
        raise ValueError("a schema of your own needs a language model")
    shown = "".join(
        text.text[one.start : one.end] for one in text.segments if one.kind not in text.mask
    )
    messages = render_article(
        words.article,
        text=shown,
        published=article.published_day.isoformat() if article.published_day else None,
        title=article.title,
        language=article.language,
        output_language=words.output_language,
    )
    return Request(
        text=text,
        title=article.title,
        published=article.published_day,
        language=article.language,
        job="extract",
        messages=messages,
        schema=schema,
        prompt=words.article.id,
        prompt_sha256=words.article.sha256,
        article_id=article.id,
    )


def _tell_what_is_missing(reply: Reply) -> Failure:
    if reply.truncated:
        return Failure(
            kind="truncated",
            message="the answer was cut off; 'value' holds the complete items; "
            "raise max_output_tokens",
        )
    first = reply.broken[0]
    return Failure(
        kind="invalid",
        message=f"{len(reply.broken)} items do not fit the schema and were left out; "
        f"the first, in {first.field!r}: {first.problem}",
    )


def _trace(reply: Reply | None, request: Request, plan: Plan) -> Provenance:
    return Provenance(
        engine=reply.engine if reply else plan.engine,
        model=reply.model if reply else plan.model,
        mode=reply.mode if reply else None,
        prompt=request.prompt,
        prompt_sha256=request.prompt_sha256,
        schema_sha256=hash_schema(request.schema),
        library_version=plan.version,
        created_at=plan.clock.now(),
        replayed=reply.replayed if reply else False,
    )


def _report(made: Extraction[Any], plan: Plan) -> None:
    if plan.observer is ignore:
        return
    about = made.article.id
    for one in made.rejected:
        plan.observer(Notice("reject", article_id=about, reason=f"{one.kind} {one.reason}"))
    plan.observer(
        Notice(
            "result",
            article_id=about,
            job="extract",
            provider=made.provenance.engine,
            model=made.provenance.model,
            status=made.status,
            error=made.error.kind if made.error else None,
            usage=made.usage,
            duration_s=made.usage.wall_s,
        )
    )
