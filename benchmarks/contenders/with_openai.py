"""The SDK alone: one call with the same schema, and the words of the answer; nothing is read.

The floor for whatever stands on the SDK with its default transport.
"""

from __future__ import annotations

from typing import Any

import openai

from benchmarks.contenders.contender import Verdict
from benchmarks.contenders.schema import Summary
from benchmarks.contenders.task import TASK, News


class Client:
    """An `AsyncOpenAI` behind the form all contenders have."""

    def __init__(self, base_url: str) -> None:
        self._client = openai.AsyncOpenAI(base_url=base_url, api_key="none")
        schema: dict[str, Any] = {"name": "Summary", "schema": Summary.model_json_schema()}
        self._form: Any = {"type": "json_schema", "json_schema": schema}

    async def summarize(self, article: News) -> str:
        """Returns the words of the answer."""
        completion = await self._client.chat.completions.create(
            model="mock",
            response_format=self._form,
            messages=[
                {"role": "system", "content": TASK},
                {"role": "user", "content": article.text},
            ],
        )
        return completion.choices[0].message.content or ""

    def judge(self, result: str, article: News) -> Verdict:
        """Returns whether the words fit the schema and name this article."""
        try:
            Summary.model_validate_json(result)
        except ValueError:
            return "lost"
        return "delivered" if article.id in result else "wrong"

    async def close(self) -> None:
        """Closes the client."""
        await self._client.close()
