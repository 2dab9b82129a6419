"""One question is one HTTP call, and whatever comes back is told apart."""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
import pickle
import socket
import subprocess
import sys
import urllib.request
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import openai
import pytest
from pydantic import BaseModel

from summarizer.engines.base import (
    Reply,
    Request,
    StepDownError,
    TooLongError,
    UnansweredError,
)
from summarizer.engines.failures import Asked, translate_error
from summarizer.engines.forms import load_form
from summarizer.engines.llm import Llm
from summarizer.engines.retrying import Retrying
from summarizer.errors import ConfigError, EngineError
from summarizer.hooks import Notice
from summarizer.settings import Settings
from summarizer_schemas.wire import WireReply
from tests.servers.faults import FaultServer, Plan
from tests.servers.fixtures import ARTICLE, make_request, make_settings, make_words

pytest_plugins = ["tests.servers.fixtures"]

KEY = "sk-verysecret"
WORDS = make_words()


@asynccontextmanager
async def open_llm(
    server: FaultServer, client: Any = None, **options: Any
) -> AsyncGenerator[Llm, None]:
    """An engine for a server, closed at the end."""
    llm = Llm(make_settings(server.base_url, api_key=KEY, **options), client=client)
    try:
        yield llm
    finally:
        await llm.aclose()


async def ask(
    server: FaultServer, request: Request | None = None, client: Any = None, **options: Any
) -> Reply:
    """Asks once."""
    async with open_llm(server, client, **options) as llm:
        return await llm.ask(request or make_request())


async def fail(server: FaultServer, fault: str, **options: Any) -> EngineError:
    """Asks once where it fails, and returns the failure; one call was made, not more."""
    server.set_plan(Plan(answer=WORDS, script=(fault,), retry_after=2.0))
    with pytest.raises(EngineError) as caught:
        await ask(server, **options)
    assert server.requests == 1
    return caught.value


def test_importing_the_engines_loads_neither_library() -> None:
    """Openai and instructor take a second to load, which nobody waits for who does not ask."""
    code = (
        "import sys, summarizer.engines, summarizer.engines.llm, summarizer.engines.retrying;"
        "print({'openai', 'instructor', 'tenacity'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.asyncio
@pytest.mark.parametrize("mode", ["json_schema", "tools", "json", "md_json", "responses", "auto"])
async def test_each_mode_is_answered(faults: FaultServer, mode: str) -> None:
    """In each mode the answer is read, counted and named; one call was made."""
    reply = await ask(faults, mode=mode, model="openai/gpt-4.1-mini")
    wire = cast("WireReply", reply.wire)
    assert (len(wire.key_points), len(wire.events)) == (2, 2)
    assert (reply.engine, reply.model) == ("openai", "gpt-4.1-mini")
    assert reply.mode == ("json_schema" if mode == "auto" else mode)
    assert reply.text == WORDS
    assert reply.warnings == ()
    body = faults.seen[0].body
    assert reply.usage.requests == faults.requests == 1
    assert reply.usage.prompt_tokens == len(body) // 4
    assert reply.usage.cached_tokens == len(body) // 8
    assert reply.usage.completion_tokens == len(WORDS) // 4
    assert reply.usage.cost_usd is not None
    assert reply.usage.wasted_tokens == 0
    assert reply.usage.wall_s > 0


@pytest.mark.asyncio
async def test_the_schema_on_the_wire_is_strict(faults: FaultServer) -> None:
    """Where a server can hold a model to the schema, the strict schema is sent, once."""
    schema = load_form(WireReply).schema
    bodies: dict[str, Any] = {}
    for mode in ("json_schema", "tools", "responses", "json", "md_json"):
        await ask(faults, mode=mode)
        bodies[mode] = faults.seen[-1].json
    given = bodies["json_schema"]["response_format"]["json_schema"]
    assert (given["strict"], given["schema"], given["name"]) == (True, schema, "WireReply")
    given = bodies["tools"]["tools"][0]["function"]
    assert (given["strict"], given["parameters"]) == (True, schema)
    assert bodies["tools"]["tool_choice"]["function"]["name"] == given["name"]
    given = bodies["responses"]["tools"][0]
    assert (given["strict"], given["parameters"]) == (True, schema)
    assert "text" not in bodies["responses"]
    assert bodies["responses"]["store"] is False
    for mode in ("json", "md_json"):
        first, last = bodies[mode]["messages"][0], bodies[mode]["messages"][-1]
        assert load_form(WireReply).text in first["content"]
        assert ARTICLE in last["content"]
        assert "$ref" not in first["content"].partition('{"')[0]


@pytest.mark.asyncio
async def test_the_article_is_not_a_template(faults: FaultServer) -> None:
    """An article full of braces, tags and blanks reaches the wire as it is."""
    text = "ARTID-000002 {{ 7*7 }} {% for %} {# no #} \r\n   \n\tend \U0001f600 \n"
    for mode in ("json_schema", "tools", "json", "md_json", "responses"):
        await ask(faults, make_request(text), mode=mode)
        body = faults.seen[-1].json
        sent = body.get("messages") or body["input"]
        assert sent[-1]["content"].startswith(text)


@pytest.mark.asyncio
async def test_half_a_character_can_be_sent(faults: FaultServer) -> None:
    """Half a surrogate pair, which has no UTF-8, is sent as the sign for what cannot be shown."""
    await ask(faults, make_request("ARTID-000003 a\ud800b"))
    assert faults.seen[0].json["messages"][-1]["content"] == "ARTID-000003 a\ufffdb"


@pytest.mark.asyncio
@pytest.mark.parametrize("mode", ["json", "md_json"])
async def test_the_beginning_is_the_same_for_all_articles(faults: FaultServer, mode: str) -> None:
    """What comes before the article does not change, so that a provider can keep it."""
    for text in ("one ARTID-000001", "another ARTID-000002"):
        await ask(faults, make_request(text), mode=mode)
    first, second = (one.json["messages"] for one in faults.seen)
    assert first[0] == second[0]
    assert [one["role"] for one in first] == ["system", "user"]


@pytest.mark.asyncio
async def test_options_are_sent_under_the_name_the_server_knows(faults: FaultServer) -> None:
    """Each API and server has its own name for a limit; what is not given is not sent."""
    given: dict[str, Any] = {"temperature": 0.0, "seed": 7, "max_output_tokens": 99}
    await ask(faults, **given)
    body = faults.seen[-1].json
    assert (body["max_tokens"], body["seed"], body["temperature"]) == (99, 7, 0.0)
    await ask(faults, **given, mode="responses")
    assert faults.seen[-1].json["max_output_tokens"] == 99
    await ask(faults, model="azure/gpt-4.1")
    body = faults.seen[-1].json
    assert "max_completion_tokens" in body
    assert not {"seed", "temperature"} & set(body)


PASSING = {
    "429": "provider",
    "status:500": "provider",
    "status:503": "provider",
    "status:529": "provider",
    "status:408": "provider",
    "status:409": "provider",
    "reset": "provider",
    "hang": "provider",
    "html": "provider",
    "html_as_json": "provider",
    "error_200": "provider",
    "halved": "provider",
    "short": "provider",
    "invalid": "invalid",
    "prose": "invalid",
    "empty": "invalid",
    "null": "invalid",
}
LASTING = {
    "quota": "provider",
    "overflow": "provider",
    "overflow_type": "provider",
    "mode": "provider",
    "status:400": "provider",
    "status:401": "provider",
    "status:402": "provider",
    "status:403": "provider",
    "status:404": "provider",
    "status:413": "provider",
    "status:422": "provider",
    "redirect": "provider",
    "refusal": "refused",
    "filter": "refused",
    "filter_400": "refused",
    "thought_out": "truncated",
}


@pytest.mark.asyncio
@pytest.mark.parametrize("fault", [*PASSING, *LASTING])
async def test_each_fault_is_told_apart(faults: FaultServer, fault: str) -> None:
    """Each fault costs one call, has its kind, and says whether asking again may help."""
    error = await fail(faults, fault, timeout_s=0.5 if fault in ("hang", "short") else 20.0)
    assert error.kind == (PASSING | LASTING)[fault]
    assert error.retryable == (fault in PASSING)
    assert error.usage.requests == 1
    tokens = error.usage.prompt_tokens + error.usage.completion_tokens
    assert error.usage.wasted_tokens == tokens
    for words in (KEY, "Nine people", "I cannot", "Welcome", "I have read"):
        assert words not in str(error)
    assert error.__cause__ is None
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.asyncio
@pytest.mark.parametrize("fault", ["refusal", "filter", "truncated", "invalid", "thought_out"])
@pytest.mark.parametrize("mode", ["tools", "json", "md_json", "responses"])
async def test_answers_are_told_apart_in_each_mode(
    faults: FaultServer, mode: str, fault: str
) -> None:
    """A refusal, a filter, a cut and a wrong shape are the same thing in every mode."""
    if fault == "truncated":
        faults.set_plan(Plan(answer=WORDS, script=(fault,)))
        reply = await ask(faults, mode=mode)
        assert reply.truncated
        return
    error = await fail(faults, fault, mode=mode)
    assert error.kind == {**PASSING, **LASTING}[fault]
    assert error.usage.prompt_tokens == len(faults.seen[0].body) // 4


@pytest.mark.asyncio
@pytest.mark.parametrize("fault", ["429_after", "429_ms", "429_date"])
async def test_a_wait_is_read_from_each_header(faults: FaultServer, fault: str) -> None:
    """Seconds, milliseconds and a date all say how long to wait."""
    error = await fail(faults, fault)
    assert (error.status, error.retry_after_s) == (429, 2.0)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("status:401", "OPENAI_API_KEY"),
        ("status:403", "OPENAI_API_KEY"),
        ("status:404", "base_url"),
        ("redirect", "base_url"),
        ("overflow", "chunk_tokens"),
        ("thought_out", "max_output_tokens"),
        ("quota", "no credit left"),
        ("mode", "unsupported_value"),
        ("hang", "within 0.3 s"),
    ],
)
async def test_a_message_names_what_to_mend(faults: FaultServer, fault: str, words: str) -> None:
    """A failure that only the caller can mend names the variable or the option."""
    assert words in str(await fail(faults, fault, timeout_s=0.3))


@pytest.mark.asyncio
async def test_a_cut_answer_is_no_error(faults: FaultServer) -> None:
    """What was complete is kept, whether the server says that it was cut or not."""
    for fault in ("truncated", "truncated_stop"):
        faults.set_plan(Plan(answer=WORDS, script=(fault,)))
        reply = await ask(faults)
        wire = cast("WireReply", reply.wire)
        assert reply.truncated
        assert (len(wire.key_points), len(wire.events)) == (2, 1)


@pytest.mark.asyncio
@pytest.mark.parametrize("fault", ["think", "fenced", "talks", "ok"])
@pytest.mark.parametrize("mode", ["json_schema", "tools", "md_json"])
async def test_answers_in_odd_places_are_read(faults: FaultServer, mode: str, fault: str) -> None:
    """Thoughts, Markdown, and words where a tool should have been called do no harm."""
    faults.set_plan(Plan(answer=WORDS, script=(fault,)))
    reply = await ask(faults, mode=mode)
    assert len(cast("WireReply", reply.wire).events) == 2


@pytest.mark.asyncio
async def test_a_server_that_does_not_count_is_estimated(faults: FaultServer) -> None:
    """Usage that is missing is estimated, and says so."""
    faults.set_plan(Plan(answer=WORDS, script=("no_usage",)))
    reply = await ask(faults)
    assert reply.warnings == ("usage_estimated",)
    assert reply.usage.prompt_tokens > 500
    assert reply.usage.completion_tokens > 100


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("answered", "warnings"),
    [
        ("", ()),
        ("gpt-4.1-2025-04-14", ()),
        ("openai/gpt-4.1", ()),
        ("GPT-4.1", ()),
        ("gpt-4.1-mini", ("other_model: gpt-4.1-mini",)),
        ("llama", ("other_model: llama",)),
    ],
)
async def test_another_model_is_noticed(
    faults: FaultServer, answered: str, warnings: tuple[str, ...]
) -> None:
    """A reply has the name the server gave; one that was not asked for is a warning."""
    faults.set_plan(Plan(answer=WORDS, model=answered))
    reply = await ask(faults, model="openai/gpt-4.1")
    assert reply.model == (answered or "gpt-4.1")
    assert reply.warnings == warnings


@pytest.mark.asyncio
async def test_a_key_does_not_follow_a_redirect(faults: FaultServer) -> None:
    """A server that sends us elsewhere gets no second request, and elsewhere gets none at all."""
    with FaultServer() as other:
        faults.set_plan(Plan(script=("redirect",), elsewhere=other.origin))
        with pytest.raises(EngineError, match="has moved"):
            await ask(faults)
        assert (faults.requests, other.requests) == (1, 0)
    assert faults.seen[0].headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.asyncio
async def test_no_key_of_another_provider_is_sent(
    faults: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a key for a server of one's own, that of OpenAI is not sent in its place."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-openai")
    llm = Llm(make_settings(faults.base_url, model="ollama/tiny"))
    await llm.ask(make_request())
    await llm.aclose()
    assert "sk-of-openai" not in str(faults.seen[0].headers)


def test_a_missing_key_or_address_is_said_before_anything_is_asked() -> None:
    """The variable or the option to set is named."""
    with pytest.raises(ConfigError, match="OPENAI_API_KEY"):
        Llm(Settings(model="openai/gpt-4.1"))
    with pytest.raises(ConfigError, match="base_url"):
        Llm(Settings(model="azure/gpt-4.1", api_key=KEY))
    assert (
        Llm(Settings(model="openai/mine", base_url="http://127.0.0.1:1/v1/")).address[-3:] == "/v1"
    )


# ---- auto ----


class Note(BaseModel):
    """A small schema of the caller's own."""

    events: list[str]


@pytest.mark.asyncio
async def test_auto_goes_down_the_ladder_once(faults: FaultServer) -> None:
    """A mode that is not known costs one call each, once for a model; nothing waits for it."""
    plan = Plan(answer=WORDS, refused_modes=("json_schema", "tools", "json_object"))
    faults.set_plan(plan)
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    settings = make_settings(faults.base_url, mode="auto", model="openai/ladder", max_attempts=1)
    for expected in (4, 5, 6):
        llm = Llm(settings)
        reply = await Retrying(llm, settings, sleep=sleep).ask(make_request())
        await llm.aclose()
        assert reply.mode == "md_json"
        assert faults.requests == expected
        assert reply.usage.requests == (4 if expected == 4 else 1)
    assert set(waits) == {0.0}


@pytest.mark.asyncio
async def test_auto_stops_at_the_foot_of_the_ladder(faults: FaultServer) -> None:
    """A server that takes no mode at all says no four times, and the next question begins anew."""
    settings = make_settings(faults.base_url, mode="auto", model="openai/foot")
    async with open_llm(faults, mode="auto", model="openai/foot") as llm:
        faults.set_plan(Plan(script=("status:400",) * 8))
        for expected in (4, 8):
            with pytest.raises(EngineError, match="answered 400") as caught:
                await Retrying(llm, settings).ask(make_request())
            assert not caught.value.retryable
            assert not isinstance(caught.value, StepDownError)
            assert faults.requests == expected


@pytest.mark.asyncio
@pytest.mark.parametrize("fault", ["overflow", "overflow_type", "filter_400", "quota", "500"])
async def test_auto_steps_down_for_the_mode_only(faults: FaultServer, fault: str) -> None:
    """A question that is too long, a filter or an empty account is no reason to change the mode."""
    fault = f"status:{fault}" if fault.isdigit() else fault
    error = await fail(faults, fault, mode="auto", model=f"openai/only-{fault}")
    assert not isinstance(error, StepDownError)
    assert isinstance(error, TooLongError) == fault.startswith("overflow")
    reply = await ask(faults, mode="auto", model=f"openai/only-{fault}")
    assert reply.mode == "json_schema"


@pytest.mark.asyncio
async def test_a_mode_that_has_worked_is_kept(faults: FaultServer) -> None:
    """A 400 in a mode that has answered this form is about the question; another form may step."""
    async with open_llm(faults, mode="auto", model="openai/kept") as llm:
        await llm.ask(make_request())
        faults.set_plan(Plan(answer=WORDS, script=("status:400", "status:400")))
        with pytest.raises(EngineError) as caught:
            await llm.ask(make_request())
        assert not isinstance(caught.value, StepDownError)
        with pytest.raises(StepDownError):
            await llm.ask(make_request(schema=Note))
        reply = await llm.ask(make_request())
        assert reply.mode == "json_schema"


@pytest.mark.asyncio
async def test_many_at_once_share_what_was_found_out(faults: FaultServer) -> None:
    """Questions on the way while the ladder is found out all arrive at the same mode."""
    faults.set_plan(Plan(answer=WORDS, refused_modes=("json_schema",), latency_s=0.02))
    settings = make_settings(faults.base_url, mode="auto", model="openai/many")
    async with open_llm(faults, mode="auto", model="openai/many") as llm:
        engine = Retrying(llm, settings)
        replies = await asyncio.gather(*(engine.ask(make_request()) for _ in range(20)))
        assert {reply.mode for reply in replies} == {"tools"}
        assert faults.requests <= 40


# ---- clients and loops ----


@pytest.mark.asyncio
async def test_a_ready_client_is_used_and_left_open(faults: FaultServer) -> None:
    """A client of the caller's is asked once, whatever it would do by itself, and not closed."""
    async with openai.AsyncOpenAI(base_url=faults.base_url, api_key="own", max_retries=5) as client:
        settings = Settings(model="openai/tiny", mode="json_schema")
        llm = Llm(settings, client=client)
        await llm.ask(make_request())
        faults.set_plan(Plan(script=("status:500",) * 3))
        with pytest.raises(EngineError):
            await llm.ask(make_request())
        assert faults.requests == 1
        await llm.aclose()
        assert not client.is_closed()
        assert faults.seen[0].headers["authorization"] == "Bearer own"


class Bare:
    """The least that has the chat API: `client.chat.completions.create`."""

    def __init__(self, client: Any) -> None:
        self.chat = self.completions = self
        self._client = client
        self.asked: list[dict[str, Any]] = []

    async def create(self, **body: Any) -> Any:
        """Asks."""
        self.asked.append(body)
        return await self._client.chat.completions.create(**body)


@pytest.mark.asyncio
async def test_anything_with_the_chat_api_will_do(faults: FaultServer) -> None:
    """A client need not be one of openai's."""
    async with openai.AsyncOpenAI(base_url=faults.base_url, api_key="own") as client:
        bare = Bare(client)
        reply = await Llm(Settings(model="openai/tiny", mode="tools"), client=bare).ask(
            make_request()
        )
        assert len(cast("WireReply", reply.wire).events) == 2
        assert bare.asked[0]["tools"][0]["function"]["strict"] is True


def test_one_engine_serves_several_event_loops(faults: FaultServer) -> None:
    """Each event loop has a client of its own, and closes it."""
    llm = Llm(make_settings(faults.base_url))

    async def ask_and_close() -> Reply:
        reply = await llm.ask(make_request())
        await llm.aclose()
        return reply

    for _ in range(2):
        assert asyncio.run(ask_and_close()).engine == "openai"
    assert faults.requests == 2


@pytest.mark.asyncio
async def test_an_attempt_may_have_less_time_than_usual(faults: FaultServer) -> None:
    """A question with little time left waits no longer than that, however slow the server drips."""
    faults.set_plan(Plan(answer=WORDS, script=("slow:5",)))
    async with open_llm(faults) as llm:
        with pytest.raises(UnansweredError) as caught:
            await llm.ask(make_request(patience_s=0.2))
    assert caught.value.usage.wall_s < 2


@pytest.mark.asyncio
async def test_a_cancelled_question_is_cancelled(faults: FaultServer) -> None:
    """Cancelling is not turned into an error of ours, and the engine can be asked again."""
    faults.set_plan(Plan(answer=WORDS, script=("hang",)))
    async with open_llm(faults) as llm:
        task = asyncio.create_task(llm.ask(make_request()))
        while not faults.requests:  # noqa: ASYNC110 - the server counts in a thread of its own
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await llm.ask(make_request())).engine == "openai"


@pytest.mark.asyncio
async def test_each_call_is_noticed(faults: FaultServer) -> None:
    """A notice goes before each call, and one after each usable answer, without its words."""
    notices: list[Notice] = []
    llm = Llm(make_settings(faults.base_url), notify=notices.append)
    await llm.ask(make_request())
    faults.set_plan(Plan(script=("status:500",)))
    with pytest.raises(EngineError):
        await llm.ask(make_request())
    await llm.aclose()
    assert [one.kind for one in notices] == ["request", "reply", "request"]
    assert notices[1].usage is not None
    assert notices[1].duration_s == notices[1].usage.wall_s
    assert "Nine people" not in str(notices)


# ---- what must not be written down ----


@pytest.mark.asyncio
@pytest.mark.parametrize("mode", ["json_schema", "tools", "md_json", "responses"])
async def test_no_logger_writes_an_article_or_a_key_down(
    faults: FaultServer, mode: str, caplog: pytest.LogCaptureFixture
) -> None:
    """At the most talkative level, no record of any library holds article, answer or key."""
    caplog.set_level(logging.DEBUG)
    for name in [None, *logging.root.manager.loggerDict]:
        logging.getLogger(name).setLevel(logging.DEBUG)
    try:
        for fault in ("ok", "invalid", "status:500", "status:400", "refusal", "halved"):
            faults.set_plan(Plan(answer=WORDS, script=(fault,)))
            try:
                await ask(faults, mode=mode)
            except EngineError:
                continue
    finally:
        for name in [None, *logging.root.manager.loggerDict]:
            logging.getLogger(name).setLevel(logging.WARNING if name is None else logging.NOTSET)
    assert caplog.records
    for words in ("Nine people", KEY, "key_points", "I cannot"):
        assert words not in caplog.text


@pytest.mark.asyncio
async def test_records_of_others_are_left_alone(
    faults: FaultServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Outside of our own questions the loggers of the libraries work as before."""
    await ask(faults)
    logging.getLogger("instructor").warning("of somebody else")
    assert "of somebody else" in caplog.text


# ---- foreign errors ----

ASKED = Asked("openai", "tiny", "http://127.0.0.1:1/v1", "OPENAI_API_KEY", 1.0)


def list_sdk_errors() -> list[type[Exception]]:
    """Returns all exception classes that the SDK has, however they are exported."""
    import openai._exceptions as module

    members = {**vars(module), **vars(openai)}.values()
    found = {one for one in members if inspect.isclass(one) and issubclass(one, Exception)}
    return sorted(found, key=lambda one: one.__name__)


def make_sdk_error(kind: type[Exception], status: int) -> Exception:
    """Returns an instance with the parts its code looks at; constructors differ too much."""
    error = kind.__new__(kind)
    Exception.__init__(error, "article text and sk-verysecret")
    for name, value in {"status_code": status, "body": None, "code": None}.items():
        if issubclass(kind, openai.APIStatusError) or name != "status_code":
            setattr(error, name, value)
    return error


@pytest.mark.parametrize("kind", list_sdk_errors(), ids=lambda kind: kind.__name__)
def test_every_error_of_the_sdk_is_mapped(kind: type[Exception]) -> None:
    """Each exception class of the installed SDK becomes one of ours that repeats none of it."""
    known = {
        "APIConnectionError": (True, UnansweredError),
        "APITimeoutError": (True, UnansweredError),
        "APIResponseValidationError": (True, UnansweredError),
    }
    retryable, expected = known.get(kind.__name__, (False, EngineError))
    error = translate_error(make_sdk_error(kind, 418), ASKED)
    assert type(error) is expected
    assert error.retryable == retryable
    assert "secret" not in str(error)
    assert "article" not in str(error)


def test_no_error_of_the_sdk_is_new() -> None:
    """The list of classes that were thought about; a new one fails here, and is then added."""
    thought_about = set(
        "APIConnectionError APIError APIResponseValidationError APIStatusError APITimeoutError "
        "AuthenticationError BadRequestError ConflictError ContentFilterFinishReasonError "
        "InternalServerError InvalidWebhookSignatureError LengthFinishReasonError NotFoundError "
        "OAuthError OpenAIError PermissionDeniedError RateLimitError SubjectTokenProviderError "
        "UnprocessableEntityError WebSocketConnectionClosedError WebSocketQueueFullError "
        "_AmbiguousModuleClientUsageError".split()
    )
    assert {one.__name__ for one in list_sdk_errors()} <= thought_about


@pytest.mark.parametrize(
    ("error", "retryable"),
    [
        (TimeoutError(), True),
        (ConnectionResetError(), True),
        (OSError("no"), True),
        (json.JSONDecodeError("no", "{", 0), True),
        (RuntimeError("Event loop is closed"), False),
        (TypeError("no"), False),
        (openai.LengthFinishReasonError.__new__(openai.LengthFinishReasonError), False),
        (openai.ContentFilterFinishReasonError(), False),
    ],
)
def test_errors_of_others_are_mapped(error: Exception, retryable: bool) -> None:  # noqa: FBT001
    """What comes through the SDK from below it is mapped as well."""
    assert translate_error(error, ASKED).retryable == retryable


@pytest.mark.asyncio
@pytest.mark.parametrize("address", ["http://127.0.0.1:9/v1", "http://nowhere.invalid/v1"])
async def test_a_server_that_is_not_there_costs_nothing(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question that did not leave may be asked again, and nothing was paid for it."""
    look_up = socket.getaddrinfo

    def look_up_here(host: Any, *rest: Any, **options: Any) -> Any:
        if host in ("nowhere.invalid", b"nowhere.invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return look_up(host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up_here)
    llm = Llm(make_settings(address))
    with pytest.raises(EngineError, match="cannot be reached") as caught:
        await llm.ask(make_request())
    await llm.aclose()
    assert caught.value.retryable
    assert not isinstance(caught.value, UnansweredError)
    assert caught.value.usage.prompt_tokens == 0


# ---- the fault server as a program, as benchmarks use it ----


def test_the_fault_server_is_a_program_too(tmp_path: Path) -> None:
    """It prints its port, takes a plan over HTTP, and counts per article what it was asked."""
    answer = tmp_path / "answer.json"
    answer.write_text(WORDS, "utf-8")
    command = [sys.executable, "-m", "tests.servers.faults", "--answer", str(answer)]
    root = Path(__file__).parent.parent
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout is not None
        try:
            origin = f"http://127.0.0.1:{process.stdout.readline().split()[1]}"
            plan = {"answer": WORDS, "rates": {"status:500": 1.0}, "latency_s": 0.01}
            post(f"{origin}/plan", plan)
            settings = make_settings(f"{origin}/v1", max_attempts=3)
            with pytest.raises(EngineError):
                asyncio.run(ask_and_close(settings))
            stats = post(f"{origin}/stats", {})
        finally:
            process.terminate()
    assert stats["by_article"] == {"000001": 3}
    assert stats["faults"] == {"status": 3}
    assert (stats["repeats"], stats["answered"], stats["in_flight"]) == (2, 0, 0)


def post(url: str, body: dict[str, Any]) -> Any:
    """Sends JSON to this machine and returns what comes back."""
    request = urllib.request.Request(url, json.dumps(body).encode())  # noqa: S310 - loopback
    with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310 - loopback
        return json.load(response)


async def ask_and_close(settings: Settings) -> Reply:
    """Asks with retries, without waiting between them."""
    engine = Retrying(Llm(settings), settings, draw=lambda: 0.0)
    try:
        return await engine.ask(make_request())
    finally:
        await engine.aclose()


# ---- a real server ----


@pytest.mark.asyncio
@pytest.mark.parametrize("mode", ["json_schema", "tools", "auto"])
async def test_a_real_server_fills_the_form_in(llama_url: str, mode: str) -> None:
    """llama.cpp holds a model of random weights to the strict schema, to the end or to a cut."""
    llm = Llm(make_settings(llama_url, mode=mode, seed=3, max_output_tokens=400))
    try:
        reply = await llm.ask(make_request())
    finally:
        await llm.aclose()
    assert isinstance(reply.wire, WireReply)
    assert reply.usage.prompt_tokens > 20
    assert 0 < reply.usage.completion_tokens <= 400
    # A tool call that was cut off comes with its brackets closed: the count gives it away.
    assert reply.truncated == (reply.usage.completion_tokens == 400)
    assert not reply.broken


@pytest.mark.asyncio
async def test_a_real_server_says_that_a_question_is_too_long(llama_url: str) -> None:
    """A question too long for the window is told apart by the code the server gives."""
    llm = Llm(make_settings(llama_url))
    try:
        with pytest.raises(TooLongError):
            await llm.ask(make_request("a bc def " * 20_000))
    finally:
        await llm.aclose()


@pytest.mark.parametrize(
    ("model", "base_url", "mode"),
    [
        ("openai/gpt-5-pro", None, "responses"),
        ("openai/gpt-5.1-codex-mini", None, "responses"),
        ("openai/o4-mini-deep-research-2025-06-26", None, "responses"),
        ("openai/gpt-4.1", None, "auto"),
        ("openai/o3-pro", "http://127.0.0.1:1/v1", "auto"),
        ("openrouter/openai/o3-pro", None, "auto"),
    ],
)
def test_auto_takes_the_api_a_model_is_offered_in(
    model: str, base_url: str | None, mode: str
) -> None:
    """Where OpenAI has a model in its Responses API alone, that is what is asked."""
    assert Llm(Settings(model=model, base_url=base_url, api_key="none")).mode == mode
