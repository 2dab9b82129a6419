"""instructor with its defaults around the SDK with its defaults, in mode JSON_SCHEMA.

Nothing is grounded: quotes are what the model says they are.
"""

from __future__ import annotations

import logging
from typing import Any

import instructor
import openai

from benchmarks.contenders.contender import Verdict, holds_all
from benchmarks.contenders.schema import Summary
from benchmarks.contenders.task import TASK, News


class Client:
    """A patched `AsyncOpenAI` behind the form all contenders have."""

    def __init__(self, base_url: str, mode: str = "JSON_SCHEMA") -> None:
        for name in ("instructor", "instructor.v2.retry"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._plain = openai.AsyncOpenAI(base_url=base_url, api_key="none")
        self._client: Any = instructor.from_openai(self._plain, mode=instructor.Mode[mode])

    async def summarize(self, article: News) -> Summary:
        """Returns the model instance."""
        made: Summary = await self._client.chat.completions.create(
            model="mock",
            response_model=Summary,
            messages=[
                {"role": "system", "content": TASK},
                {"role": "user", "content": article.text},
            ],
        )
        return made

    def judge(self, result: Summary, article: News) -> Verdict:
        """Returns whether all that was told is there."""
        points = [one.quotes for one in result.key_points]
        events = [one.quotes for one in result.events]
        return "delivered" if holds_all(points, events, article.id) else "wrong"

    async def close(self) -> None:
        """Closes the SDK's client."""
        await self._plain.close()
