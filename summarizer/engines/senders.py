"""Who sends a question: openai's client, with instructor around it to shape request and answer.

The only room that knows openai and instructor; both are loaded with the first question.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from pydantic import BaseModel, ValidationError

from summarizer.engines.failures import Asked, make_refusal, translate_error
from summarizer.engines.forms import Form
from summarizer.engines.replies import Answer, BlankError, read_response
from summarizer.errors import EngineError
from summarizer.settings import Settings

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


@dataclass(slots=True)
class Attempt:
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
        raise BlankError("the answer is empty", kind="invalid", retryable=True)


@dataclass(slots=True)
class Line:
    """A client in one event loop, with a sender for each mode that was used."""

    client: Any
    owned: bool
    senders: dict[str, _Send] = field(default_factory=dict[str, _Send])

    async def send(self, attempt: Attempt, **body: Any) -> None:
        """Makes the one call, and leaves the answer with the attempt.

        Raises:
            EngineError: there is no answer.
        """
        mode = attempt.mode
        if mode not in self.senders:
            self.senders[mode] = _make_sender(self, mode)
        quiet = _QUIET.set(True)
        try:
            await self.senders[mode](
                response_model=_make_thin(attempt.form, mode),
                max_retries=0,
                attempt=attempt,
                **body,
            )
        except Exception as error:  # noqa: BLE001 - whatever they raise, it is one of ours after
            # Ours, wrapped by instructor; or instructor's own about an answer we have already.
            cause = error.__cause__
            if isinstance(cause, EngineError):
                raise cause from None
            if attempt.answer is None:
                raise translate_error(error, attempt.asked) from None
        finally:
            _QUIET.reset(quiet)


def open_line(settings: Settings, address: str, client: Any) -> Line:
    """Returns a line over a client of the caller's, or over one made here."""
    if client is not None:
        with_options = getattr(client, "with_options", None)
        # One question is one call, whatever the client would do by itself.
        return Line(with_options(max_retries=0) if with_options else client, owned=False)
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
    return Line(made, owned=True)


def _make_sender(line: Line, mode: str) -> _Send:
    """Returns instructor's `create` around a call of our own, which takes the answer at once."""
    _, instructor = _load()
    call = _choose_call(line, mode)

    async def create(*, attempt: Attempt, **body: Any) -> Any:
        body = _make_strict(body, mode, attempt.form)
        try:
            response = await asyncio.wait_for(call(body), attempt.patience_s)
        except Exception as error:  # noqa: BLE001 - whatever they raise, it is one of ours after
            raise translate_error(error, attempt.asked) from None
        attempt.answer = read_response(response, attempt.asked.provider)
        return response

    sender: _Send = instructor.patch(
        create=create, mode=getattr(instructor.Mode, _INSTRUCTOR_MODES[mode])
    )
    _hush()
    return sender


def _choose_call(line: Line, mode: str) -> Callable[[dict[str, Any]], Awaitable[Any]]:
    """Returns the HTTP call, by the shortest way there is.

    The SDK looks at every node of what it is given in its own place, and makes a model of an
    answer node by node: a third of what its call costs. A client of the caller's may be watched
    by a library of theirs, which finds the words and the answer where it expects them.
    """
    openai, _ = _load()
    api = line.client.responses if mode == "responses" else line.client.chat.completions
    aside = _SCHEMA_PLACES if isinstance(line.client, openai.AsyncOpenAI) else ()

    async def call(body: dict[str, Any]) -> Any:
        words = "messages"
        if mode == "responses":
            words = "input"
            body[words] = body.pop("messages")
        if line.owned:
            make = api.with_raw_response.create
            # The SDK asks for the words; those of the extra body take their place.
            raw = await make(model=body.pop("model"), extra_body=body, **{words: []})
            return _open(raw, mode)
        if extra := {name: body.pop(name) for name in aside if name in body}:
            body["extra_body"] = extra
        return await api.create(**body)

    return call


def _open(raw: Any, mode: str) -> Any:
    """Returns the answer as the SDK has it: made at once where it is whole, else in its own way."""
    openai, _ = _load()
    types = openai.types
    model = types.responses.Response if mode == "responses" else types.chat.ChatCompletion
    try:
        return model.model_validate_json(raw.http_response.content)
    except ValidationError:
        return raw.parse()


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


@contextmanager
def hush() -> Generator[None]:
    """Within it, none of their loggers writes down what is sent."""
    _hush()
    quiet = _QUIET.set(True)
    try:
        yield
    finally:
        _QUIET.reset(quiet)


def _hush() -> None:
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in {"instructor", "openai"}:
            logging.getLogger(name).addFilter(_HUSH)


def mend(text: str) -> str:
    """Returns a text that can be sent: half a surrogate pair has no UTF-8.

    Example:
        >>> mend("a" + chr(0xD800) + "b") == "a" + chr(0xFFFD) + "b"
        True
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
