"""This library, with its defaults: everything from the text to the `Result`."""

from __future__ import annotations

from typing import Any

from benchmarks.contenders.contender import Verdict, holds_all
from benchmarks.contenders.task import PUBLISHED, News
from summarizer import Result, Summarizer


class Client:
    """A `Summarizer` behind the form all contenders have."""

    def __init__(self, base_url: str, **options: Any) -> None:
        self._summarizer = Summarizer("openai/mock", base_url=base_url, api_key="none", **options)

    async def summarize(self, article: News) -> Result:
        """Returns the `Result`."""
        return await self._summarizer.asummarize(article.text, published=PUBLISHED)

    def judge(self, result: Result, article: News) -> Verdict:
        """Returns whether every record is there, grounded in this article, once."""
        return judge_result(result, article)

    async def close(self) -> None:
        """Closes the summarizer."""
        async with self._summarizer:
            pass


def judge_result(result: Result, article: News) -> Verdict:
    """Returns whether every record is there, grounded in this article, once."""
    if result.status != "ok":
        return "lost"
    kept = [[one for one in item.evidence if not one.field] for item in result.key_points]
    told = [[one for one in item.evidence if not one.field] for item in result.events]
    grounded = all(
        one.quote == article.text[one.start : one.end]
        for quotes in (*kept, *told)
        for one in quotes
    )
    points, events = ([[one.quote for one in quotes] for quotes in s] for s in (kept, told))
    whole = grounded and holds_all(points, events, article.id)
    return "delivered" if whole else "wrong"
