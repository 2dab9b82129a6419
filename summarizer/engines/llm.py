"""A language model behind the OpenAI chat API: one question, one HTTP call.

The only room that knows openai and instructor; both are loaded with the first question.
instructor shapes the request for the mode; the words of the answer are read in `answers`.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from typing import Any
from weakref import WeakKeyDictionary

from pydantic import BaseModel

from summarizer.engines.answers import read_answer
from summarizer.engines.base import Reply, Request, StepDownError, UnansweredError
from summarizer.engines.failures import Asked, make_refusal, translate_error
from summarizer.engines.forms import Form, estimate_request, load_form
from summarizer.engines.ladder import find_ladder
from summarizer.engines.replies import Answer, read_response
from summarizer.errors import ConfigError, EngineError
from summarizer.hooks import Notice, Observer, ignore
from summarizer.prices import find_price
from summarizer.providers import split_model
from summarizer.settings import Settings
from summarizer.tokens import estimate_tokens
from summarizer_schemas.result import Usage

_NO_KEY = "none"
"""Sent where no key is needed; given nothing, the SDK would take OpenAI's from the environment."""
_INSTRUCTOR_MODES = {
    "json_schema": "JSON_SCHEMA",
    "tools": "TOOLS",
    "json": "JSON",
    "md_json": "MD_JSON",
    "responses": "RESPONSES_TOOLS",
}
_SCHEMA_PLACES = ("response_format", "tools")

_Send = Callable[..., Awaitable[Any]]


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
        self._lines: WeakKeyDictionary[asyncio.AbstractEventLoop, _Line] = WeakKeyDictionary()
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
        mode = ladder.find_mode(form.sha256) if settings.mode == "auto" else settings.mode
        attempt = _Attempt(mode, form, self._asked, self._patience(request))
        self._tell("request", request)
        try:
            await self._send(attempt, request)
            answer = attempt.get_answer()
            parsed = read_answer(answer.words, request.schema, truncated=answer.truncated)
        except EngineError as error:
            error.usage = self._count(attempt, request, error)
            if settings.mode == "auto" and _is_about_mode(error) and ladder.step(form.sha256, mode):
                raise StepDownError(
                    f"{error}; asked in mode {mode}, the next one is tried",
                    retryable=True,
                    status=error.status,
                    usage=error.usage,
                ) from None
            raise
        if settings.mode == "auto":
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

    async def _send(self, attempt: _Attempt, request: Request) -> None:
        line = self._get_line()
        settings = self._settings
        options: dict[str, Any] = {"temperature": settings.temperature}
        if attempt.mode == "responses":
            # Nothing is left on the provider's disks.
            options |= {"max_output_tokens": settings.max_output_tokens, "store": False}
        else:
            options |= {self._limit_name: settings.max_output_tokens, "seed": settings.seed}
        quiet = _QUIET.set(True)
        try:
            await line.get_sender(attempt.mode)(
                response_model=_make_thin(attempt.form, attempt.mode),
                messages=[
                    {"role": one.role, "content": _mend(one.content)} for one in request.messages
                ],
                max_retries=0,
                model=self.model,
                attempt=attempt,
                **{name: value for name, value in options.items() if value is not None},
            )
        except Exception as error:  # noqa: BLE001 - whatever they raise, it is one of ours after
            # Ours, wrapped by instructor; or instructor's own about an answer we have already.
            cause = error.__cause__
            if isinstance(cause, EngineError):
                raise cause from None
            if attempt.answer is None:
                raise translate_error(error, self._asked) from None
        finally:
            _QUIET.reset(quiet)

    def _get_line(self) -> _Line:
        loop = asyncio.get_running_loop()
        line = self._lines.get(loop)
        if line is None:
            line = self._lines[loop] = _open_line(self._settings, self.address, self._client)
        return line

    def _patience(self, request: Request) -> float:
        left = request.patience_s
        return self._settings.timeout_s if left is None else min(left, self._settings.timeout_s)

    # ---- what it cost ----

    def _count(
        self, attempt: _Attempt, request: Request, error: EngineError | None = None
    ) -> Usage:
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


@dataclass(slots=True)
class _Attempt:
    """One call on its way through instructor and back."""

    mode: str
    form: Form
    asked: Asked
    patience_s: float
    started: float = field(default_factory=time.perf_counter)
    answer: Answer | None = None

    def get_answer(self) -> Answer:
        """Returns the answer, if there is one with words."""
        answer = self.answer
        if answer is None or answer.refused:
            raise make_refusal(self.asked)
        if answer.words.strip():
            return answer
        if answer.truncated:
            raise EngineError(
                "the model used up all tokens without an answer; raise max_output_tokens",
                kind="truncated",
            )
        raise EngineError("the answer is empty", kind="invalid", retryable=True)


@dataclass(slots=True)
class _Line:
    """A client in one event loop, with a sender for each mode that was used."""

    client: Any
    owned: bool
    senders: dict[str, _Send] = field(default_factory=dict[str, _Send])

    def get_sender(self, mode: str) -> _Send:
        """Returns instructor's function that asks in this mode."""
        if mode not in self.senders:
            self.senders[mode] = _make_sender(self.client, mode)
        return self.senders[mode]


def _open_line(settings: Settings, address: str, client: Any) -> _Line:
    if client is not None:
        with_options = getattr(client, "with_options", None)
        # One question is one call, whatever the client would do by itself.
        return _Line(with_options(max_retries=0) if with_options else client, owned=False)
    openai, _ = _load()
    # A redirect is not followed, so that no key goes to another host.
    try:
        transport = openai.DefaultAioHttpClient(follow_redirects=False)
    except RuntimeError:  # the extra that it needs is not installed
        transport = openai.DefaultAsyncHttpxClient(follow_redirects=False)
    made = openai.AsyncOpenAI(
        base_url=address,
        api_key=settings.api_key or _NO_KEY,
        max_retries=0,
        timeout=settings.timeout_s,
        http_client=transport,
    )
    return _Line(made, owned=True)


def _make_sender(client: Any, mode: str) -> _Send:
    """Returns instructor's `create` around a call of our own, which takes the answer at once."""
    openai, instructor = _load()
    plain = not isinstance(client, openai.AsyncOpenAI)

    async def create(*, attempt: _Attempt, **body: Any) -> Any:
        body = _make_strict(body, mode, attempt.form)
        if mode == "responses":
            call = partial(client.responses.create, input=body.pop("messages"))
        else:
            call = client.chat.completions.create
        if not plain:
            # The SDK looks at every node of a schema in its own place: half of what a call costs.
            body["extra_body"] = {name: body.pop(name) for name in _SCHEMA_PLACES if name in body}
        try:
            response = await asyncio.wait_for(call(**body), attempt.patience_s)
        except Exception as error:  # noqa: BLE001 - whatever they raise, it is one of ours after
            raise translate_error(error, attempt.asked) from None
        attempt.answer = read_response(response, attempt.asked.provider)
        return response

    sender: _Send = instructor.patch(
        create=create, mode=getattr(instructor.Mode, _INSTRUCTOR_MODES[mode])
    )
    _hush()
    return sender


def _make_strict(body: dict[str, Any], mode: str, form: Form) -> dict[str, Any]:
    """Returns the request with the schema strict, which instructor leaves out."""
    if mode == "json_schema":
        given = body["response_format"]["json_schema"]
        strict = {**given, "strict": True, "schema": form.schema}
        return {**body, "response_format": {"type": "json_schema", "json_schema": strict}}
    if mode == "tools":
        function = {**body["tools"][0]["function"], "strict": True, "parameters": form.schema}
        return {**body, "tools": [{"type": "function", "function": function}]}
    if mode == "responses":
        # The schema goes as a tool; the same again as a text format would be paid for twice.
        tool = {**body["tools"][0], "strict": True, "parameters": form.schema}
        return {**{name: body[name] for name in body if name != "text"}, "tools": [tool]}
    first = body["messages"][0]
    content = first["content"].replace(_make_stand_in(form)[1], form.text)
    return {**body, "messages": [{**first, "content": content}, *body["messages"][1:]]}


@lru_cache(maxsize=256)
def _make_stand_in(form: Form) -> tuple[dict[str, Any], str]:
    """Returns what instructor writes into the messages in place of the schema, and how.

    It would indent the schema, which takes twice the tokens.
    """
    stand_in = {"$ref": form.sha256}
    return stand_in, json.dumps(stand_in, indent=2)


@lru_cache(maxsize=256)
def _make_thin(form: Form, mode: str) -> type[BaseModel]:
    """Returns a class that gives instructor the schema ready-made and lets the answer be.

    instructor works the schema out anew for each call and walks through the model five times,
    which is half of what a call costs; an empty class with the same name spares both.
    """
    _, instructor = _load()
    schema = {"title": form.name, **form.schema}
    if mode in ("json", "md_json"):
        schema = _make_stand_in(form)[0]

    def give_schema(_: type[BaseModel], /, **__: Any) -> dict[str, Any]:
        # The Responses handler changes what it is given.
        return deepcopy(schema) if mode == "responses" else dict(schema)

    def pass_by(_: type[BaseModel], /, json_data: str, **__: Any) -> str:
        return json_data

    members = {
        "__module__": __name__,
        "__doc__": f"The answer, as {form.name}.",
        "model_json_schema": classmethod(give_schema),
        "model_validate_json": classmethod(pass_by),
    }
    thin: type[BaseModel] = type(form.name, (instructor.ResponseSchema,), members)
    return thin


@cache
def _load() -> tuple[Any, Any]:
    """Loads both libraries, which takes a second."""
    import instructor
    import openai

    return openai, instructor


# ---- their loggers write down questions and answers ----

_QUIET: ContextVar[bool] = ContextVar("_QUIET", default=False)


class _Hush(logging.Filter):
    """Lets nothing through that is about a question of ours; others' records are not touched."""

    def filter(self, record: logging.LogRecord) -> bool:
        del record
        return not _QUIET.get()


_HUSH = _Hush()


def _hush() -> None:
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in {"instructor", "openai"}:
            logging.getLogger(name).addFilter(_HUSH)


def _mend(text: str) -> str:
    """Returns a text that can be sent: half a surrogate pair has no UTF-8.

    Example:
        >>> _mend("a" + chr(0xD800) + "b") == "a" + chr(0xFFFD) + "b"
        True
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


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
