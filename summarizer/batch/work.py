"""One article -> what became of it: the function that every way of running a batch calls."""

from __future__ import annotations

from summarizer.api import Summarizer
from summarizer.batch.records import Entry, Outcome
from summarizer_schemas.result import Result


async def work_on(entry: Entry, summarizer: Summarizer) -> Outcome:
    """Returns what the summarizer finds in an article; failures are values.

    Example:
        >>> import asyncio
        >>> from summarizer.batch.identity import Setup
        >>> from summarizer_schemas.article import Article
        >>> with Summarizer() as summarizer:
        ...     setup = Setup.of(summarizer.settings)
        ...     entry = setup.identify(Article(text="Rain fell."), "rain.txt")
        ...     asyncio.run(work_on(entry, summarizer)).status
        'no_events'
    """
    if entry.problem is not None:
        return to_outcome(entry, summarizer.refuse(entry.article, entry.problem))
    return to_outcome(entry, await summarizer.try_article(entry.article))


def to_outcome(
    entry: Entry, result: Result, *, copy_of: str | None = None, similarity: float | None = None
) -> Outcome:
    """Returns the outcome that a result makes.

    Args:
        entry: the article.
        result: what was found in it.
        copy_of: key of the article whose findings were taken over.
        similarity: to that article.
    """
    error = result.error
    return Outcome(
        key=entry.key,
        article_id=entry.article.id,
        source=entry.source,
        status=result.status,
        line=result.to_json(),
        error=error.kind if error else None,
        message=error.message if error else None,
        retryable=error.retryable if error else False,
        usage=result.usage,
        copy_of=copy_of,
        similarity=similarity,
    )
