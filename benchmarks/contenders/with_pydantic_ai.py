"""pydantic-ai with its defaults; runs in an interpreter that has it, not in ours.

The same words and the same schema as with instructor. Nothing is grounded.
"""

from __future__ import annotations

import importlib
from typing import Any, Literal

from benchmarks.contenders.contender import Verdict, holds_all
from benchmarks.contenders.schema import Summary
from benchmarks.contenders.task import TASK, News


class Client:
    """An `Agent` behind the form all contenders have.

    Args:
        base_url: the server.
        output: how the form of the answer is asked for.
    """

    def __init__(
        self, base_url: str, output: Literal["ToolOutput", "NativeOutput"] = "ToolOutput"
    ) -> None:
        pydantic_ai: Any = importlib.import_module("pydantic_ai")
        models: Any = importlib.import_module("pydantic_ai.models.openai")
        providers: Any = importlib.import_module("pydantic_ai.providers.openai")
        self._provider = providers.OpenAIProvider(base_url=base_url, api_key="none")
        self._agent = pydantic_ai.Agent(
            models.OpenAIChatModel("mock", provider=self._provider),
            output_type=getattr(pydantic_ai, output)(Summary),
            system_prompt=TASK,
        )

    async def summarize(self, article: News) -> Summary:
        """Returns the model instance."""
        run = await self._agent.run(article.text)
        made: Summary = run.output
        return made

    def judge(self, result: Summary, article: News) -> Verdict:
        """Returns whether all that was told is there."""
        points = [one.quotes for one in result.key_points]
        events = [one.quotes for one in result.events]
        return "delivered" if holds_all(points, events, article.id) else "wrong"

    async def close(self) -> None:
        """Closes the SDK's client."""
        await self._provider.client.close()
