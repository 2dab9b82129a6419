"""A language model behind the OpenAI chat API: one question, one HTTP call.

`senders` makes the call, `replies` takes what is needed out of the response, `answers` reads the
words.
"""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any
from weakref import WeakKeyDictionary

from summarizer.engines.answers import read_answer
from summarizer.engines.base import Reply, Request, StepDownError, UnansweredError
from summarizer.engines.failures import Asked
from summarizer.engines.forms import estimate_request, load_form
from summarizer.engines.ladder import find_ladder
from summarizer.engines.replies import Answer
from summarizer.engines.senders import Attempt, Line, mend, open_line
from summarizer.errors import ConfigError, EngineError
from summarizer.hooks import Notice, Observer, ignore
from summarizer.prices import find_price
from summarizer.providers import needs_responses, split_model
from summarizer.settings import Settings
from summarizer.tokens import estimate_tokens
from summarizer_schemas.result import Usage


class Llm:
    """Asks one language model, once per question.

    Args:
        settings: which model, where, and how.
        client: a ready `AsyncOpenAI`, or anything with the same chat API; it is used as it is,
            apart from its own retries, and not closed. Without one, a client is made for each
            event loop.
        notify: told of each call and each usable answer.

    Raises:
        ConfigError: the provider is not known, or its address or key is missing.

    Example:
        >>> from summarizer.settings import Settings
        >>> Llm(Settings(model="ollama/qwen3")).address
        'http://127.0.0.1:11434/v1'
    """

    def __init__(
        self, settings: Settings, *, client: Any = None, notify: Observer = ignore
    ) -> None:
        provider, self.model = split_model(settings.model)
        self.provider = provider.name
        self._settings = settings
        self._notify = notify
        self._client = client
        self._lines: WeakKeyDictionary[asyncio.AbstractEventLoop, Line] = WeakKeyDictionary()
        own = None if client is None else str(getattr(client, "base_url", "a client of your own"))
        address = settings.base_url or own or provider.base_url
        if address is None:
            raise ConfigError(
                f"{provider.name} has no common address; give yours as base_url "
                "(https://NAME.openai.azure.com/openai/v1 for Azure)"
            )
        self.address = address.rstrip("/")
        at_home = settings.base_url is None and client is None
        if at_home and provider.key_variable and not settings.api_key:
            raise ConfigError(
                f"no key for {provider.name}; set {provider.key_variable} or give api_key"
            )
        # Servers of one's own know the older name of the limit; OpenAI's newer models do not.
        hosted = at_home or provider.name == "azure" or "api.openai.com" in self.address
        self._limit_name = provider.limit_name if hosted else "max_tokens"
        asked_by_itself = settings.mode == "auto" and hosted and needs_responses(self.model)
        self.mode = "responses" if asked_by_itself else settings.mode
        self._price = find_price(settings.model, settings.prices)
        self._asked = Asked(
            provider.name, self.model, self.address, provider.key_variable, settings.timeout_s
        )

    async def ask(self, request: Request) -> Reply:
        """Returns the answer of the model; one call, whatever comes back.

        Raises:
            EngineError: there is no usable answer; `StepDownError` when it should be asked again
                at once in another mode.
        """
        settings = self._settings
        form = load_form(request.schema)
        ladder = find_ladder(self.address, self.model)
        mode = ladder.find_mode(form.sha256) if self.mode == "auto" else self.mode
        attempt = Attempt(mode, form, self._asked, self._patience(request))
        self._tell("request", request)
        try:
            await self._send(attempt, request)
            answer = attempt.get_answer()
            parsed = read_answer(answer.words, request.schema, truncated=answer.truncated)
        except EngineError as error:
            error.usage = self._count(attempt, request, error)
            if self.mode == "auto" and _is_about_mode(error) and ladder.step(form.sha256, mode):
                raise StepDownError(
                    f"{error}; asked in mode {mode}, the next one is tried",
                    retryable=True,
                    status=error.status,
                    usage=error.usage,
                ) from None
            raise
        if self.mode == "auto":
            ladder.prove(form.sha256, mode)
        usage = self._count(attempt, request)
        self._tell("reply", request, usage)
        # llama.cpp closes the brackets of a tool call that it has cut off, and calls it whole.
        used_up = answer.completion_tokens >= settings.max_output_tokens
        return Reply(
            wire=parsed.wire,
            engine=self.provider,
            model=answer.model or self.model,
            mode=mode,
            usage=usage,
            warnings=self._warn(answer),
            broken=parsed.broken,
            truncated=parsed.truncated or (used_up and mode == "tools"),
            text=answer.words,
        )

    async def aclose(self) -> None:
        """Closes the clients made here; a client that was handed in stays open."""
        here = asyncio.get_running_loop()
        for loop, line in list(self._lines.items()):
            if not line.owned or loop.is_closed():
                continue
            if loop is here:
                await line.client.close()
            elif loop.is_running():
                await asyncio.wrap_future(
                    asyncio.run_coroutine_threadsafe(line.client.close(), loop)
                )
        self._lines.clear()

    # ---- one call ----

    async def _send(self, attempt: Attempt, request: Request) -> None:
        line = self._get_line()
        settings = self._settings
        options: dict[str, Any] = {"temperature": settings.temperature}
        if attempt.mode == "responses":
            # Nothing is left on the provider's disks.
            options |= {"max_output_tokens": settings.max_output_tokens, "store": False}
        else:
            options |= {self._limit_name: settings.max_output_tokens, "seed": settings.seed}
        await line.send(
            attempt,
            messages=[{"role": one.role, "content": mend(one.content)} for one in request.messages],
            model=self.model,
            **{name: value for name, value in options.items() if value is not None},
        )

    def _get_line(self) -> Line:
        loop = asyncio.get_running_loop()
        line = self._lines.get(loop)
        if line is None:
            line = self._lines[loop] = open_line(self._settings, self.address, self._client)
        return line

    def _patience(self, request: Request) -> float:
        left = request.patience_s
        return self._settings.timeout_s if left is None else min(left, self._settings.timeout_s)

    # ---- what it cost ----

    def _count(self, attempt: Attempt, request: Request, error: EngineError | None = None) -> Usage:
        """Returns what one attempt used; all of it is wasted where the answer is of no use."""
        answer = attempt.answer
        prompt = cached = completion = 0
        if answer is not None and answer.counted:
            prompt, cached = answer.prompt_tokens, answer.cached_tokens
            completion = answer.completion_tokens
        elif answer is not None or isinstance(error, UnansweredError):
            prompt = estimate_request(request)
            completion = estimate_tokens(answer.words) if answer is not None else 0
        usage = Usage(
            requests=1,
            prompt_tokens=prompt,
            cached_tokens=cached,
            completion_tokens=completion,
            wall_s=time.perf_counter() - attempt.started,
            wasted_tokens=prompt + completion if error is not None else 0,
        )
        if self._price is None:
            return usage
        return usage.model_copy(update={"cost_usd": self._price.cost(usage)})

    def _warn(self, answer: Answer) -> tuple[str, ...]:
        warnings = () if answer.counted else ("usage_estimated",)
        if answer.model and not _is_same(self.model, answer.model):
            warnings = (*warnings, f"other_model: {answer.model}")
        return warnings

    def _tell(self, kind: Any, request: Request, usage: Usage | None = None) -> None:
        self._notify(
            Notice(
                kind,
                article_id=request.article_id,
                job=request.job,
                provider=self.provider,
                model=self.model,
                usage=usage,
                duration_s=usage.wall_s if usage else None,
            )
        )


def _is_about_mode(error: EngineError) -> bool:
    """Returns whether a server may have turned down the mode, not the question."""
    return error.status in (400, 422) and error.kind == "provider" and type(error) is EngineError


def _is_same(asked: str, answered: str) -> bool:
    """Returns whether a server's name for a model is the one asked for: dated, or with a path.

    Example:
        >>> _is_same("gpt-4.1-mini", "gpt-4.1-mini-2025-04-14")
        True
        >>> _is_same("gpt-4.1", "gpt-4.1-mini")
        False
    """
    short, long = (name.rpartition("/")[2].lower() for name in (asked, answered))
    return short == long or bool(re.match(re.escape(short) + r"[-@:]\d", long))
