"""A server that speaks the OpenAI API and fails on purpose, as it is told to.

What goes wrong is told in one of two ways: a script, served in order (`["429", "reset"]`, then
all is well), or rates, where a hash of the article's id and the attempt decides, so that every run
sees the same faults in whatever order its questions come. An article has its id in its text
(`ARTID-123456`); the last one of a request is its own.

As a program: `python -m tests.servers.faults --port 0 --answer answer.json`; it prints
`ready PORT`. `POST /plan` sets the plan, `GET /stats` returns the counts since then.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import math
import re
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path
from types import TracebackType
from typing import Any

_ARTICLE = re.compile(rb"ARTID-(\d+)")
EMPTY_ANSWER = '{"key_points": [], "events": []}'
MISSHAPEN = '{"key_points": "none", "events": [{"nope": 1}]}'
REASONS = {200: "OK", 302: "Found", 400: "Bad Request", 429: "Too Many Requests"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What the server does.

    Attributes:
        script: faults served in order, one a request; then all is well.
        rates: how often each fault happens, from 0 to 1, where the script is at its end.
        seed: another seed, other articles with faults.
        only_first: rates are for the first request about an article; later ones go well.
        answer: what a model says; `{{ARTID}}` becomes the id of the article.
        only_shown: it says nothing of what is not in the question: items are left out whose
            `quotes` do not stand there.
        latency_s: how long an answer takes.
        sigma: spread of the latency, lognormal; 0 for none.
        retry_after: what `429` asks for, in seconds.
        model: what answers, as it calls itself; blank for what it was asked for.
        elsewhere: address that `redirect` sends to.
        refused_modes: modes answered with a 400: `json_schema`, `tools`, `json_object`.
    """

    script: tuple[str, ...] = ()
    rates: dict[str, float] = field(default_factory=dict[str, float])
    seed: int = 1
    only_first: bool = False
    answer: str = EMPTY_ANSWER
    only_shown: bool = False
    latency_s: float = 0.0
    sigma: float = 0.0
    retry_after: float = 0.0
    model: str = ""
    elsewhere: str = ""
    refused_modes: tuple[str, ...] = ()


@dataclass(slots=True)
class Seen:
    """One request, as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes
    article: str | None
    fault: str | None

    @property
    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.body)


class Faults:
    """The state of a server: its plan, and what it has seen since."""

    def __init__(self, plan: Plan | None = None) -> None:
        self.keep = True
        self.set_plan(plan or Plan())

    def set_plan(self, plan: Plan) -> None:
        """Begins anew with a plan."""
        self.plan = plan
        self.requests = 0
        self.in_flight = 0
        self.max_in_flight = 0
        self.attempts: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.seen: list[Seen] = []

    def get_stats(self) -> dict[str, Any]:
        """Returns the counts; `repeats` are requests beyond the first for an article."""
        return {
            "requests": self.requests,
            "articles": len(self.attempts),
            "repeats": sum(self.attempts.values()) - len(self.attempts),
            "answered": len(self.answered),
            "answered_twice": sum(count - 1 for count in self.answered.values()),
            "faults": dict(self.faults),
            "in_flight": self.in_flight,
            "max_in_flight": self.max_in_flight,
            "by_article": dict(self.attempts),
        }

    def take(self, path: str, headers: dict[str, str], body: bytes) -> Seen:
        """Takes a request in and decides what goes wrong with it."""
        self.requests += 1
        self.in_flight += 1
        self.max_in_flight = max(self.max_in_flight, self.in_flight)
        found = _ARTICLE.findall(body)
        article = found[-1].decode() if found else None
        key = article or "none"
        self.attempts[key] += 1
        fault = self._choose(key)
        if fault is None and self.plan.refused_modes:
            refused = get_mode(json.loads(body)) in self.plan.refused_modes
            fault = "mode" if refused else None
        if fault:
            self.faults[fault.partition(":")[0]] += 1
        else:
            self.answered[key] += 1
        seen = Seen(path, headers, body, article, fault)
        if self.keep:
            self.seen.append(seen)
        return seen

    def _choose(self, article: str) -> str | None:
        plan = self.plan
        if self.requests <= len(plan.script):
            fault = plan.script[self.requests - 1]
            return None if fault == "ok" else fault
        if plan.only_first and self.attempts[article] > 1:
            return None
        draw = draw_unit(plan.seed, article, self.attempts[article])
        for name, rate in plan.rates.items():
            if draw < rate:
                return name
            draw -= rate
        return None

    def get_latency(self, seen: Seen) -> float:
        """Returns how long this answer takes, in seconds."""
        plan = self.plan
        if not plan.sigma:
            return plan.latency_s
        key = (plan.seed, seen.article, self.attempts[seen.article or "none"])
        first, second = draw_unit("a", *key) or 1e-9, draw_unit("b", *key)
        normal = math.sqrt(-2 * math.log(first)) * math.cos(2 * math.pi * second)
        return plan.latency_s * math.exp(plan.sigma * normal)


def draw_unit(*parts: object) -> float:
    """Returns a number from 0 to 1 that depends on the parts alone."""
    digest = hashlib.blake2b("|".join(map(str, parts)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


# ---- what is answered ----


def make_http(
    status: int,
    body: str | bytes,
    *,
    kind: str = "application/json",
    headers: dict[str, str] | None = None,
    length: int | None = None,
) -> bytes:
    """Returns a response; `length` is the one it claims to have."""
    data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    lines = [
        f"HTTP/1.1 {status} {REASONS.get(status, 'Status')}",
        f"content-type: {kind}",
        f"content-length: {len(data) if length is None else length}",
        *(f"{name}: {value}" for name, value in (headers or {}).items()),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + data


def make_error(
    status: int, code: str | None, headers: dict[str, str] | None = None, *, message: str = "no"
) -> bytes:
    """Returns an error as OpenAI writes it."""
    error = {"message": message, "type": "error_type", "param": None, "code": code}
    return make_http(status, json.dumps({"error": error}), headers=headers)


def make_answer(seen: Seen, plan: Plan, words: str | None, **changes: Any) -> bytes:
    """Returns an answer of the API that was asked, with changes to its parts."""
    request = seen.json
    if words is not None:
        words = words.replace("{{ARTID}}", f"ARTID-{seen.article}")
    make = _make_response if seen.path.endswith("/responses") else _make_completion
    data = make(request, words, changes)
    data["model"] = changes.get("model") or plan.model or request.get("model")
    data["usage"] = _count(seen.path, len(seen.body), len(words or ""))
    if changes.get("usage") is False:
        del data["usage"]
    return make_http(200, json.dumps(data))


def keep_shown(answer: str, seen: Seen) -> str:
    """Returns an answer without the items whose quotes do not stand in the question."""
    data: dict[str, Any] = json.loads(answer.replace("{{ARTID}}", f"ARTID-{seen.article}"))
    shown = "\n".join(one["content"] for one in seen.json["messages"])
    for name in ("key_points", "events"):
        items: list[dict[str, Any]] = data.get(name, [])
        data[name] = [one for one in items if all(quote in shown for quote in one["quotes"])]
    return json.dumps(data)


def _count(path: str, question: int, answer: int) -> dict[str, Any]:
    prompt, completion = question // 4, answer // 4
    if path.endswith("/responses"):
        return {
            "input_tokens": prompt,
            "input_tokens_details": {"cached_tokens": prompt // 2},
            "output_tokens": completion,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": prompt + completion,
        }
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "prompt_tokens_details": {"cached_tokens": prompt // 2},
    }


def _make_completion(request: Any, words: str | None, changes: dict[str, Any]) -> dict[str, Any]:
    finish = changes.get("finish", "stop")
    message: dict[str, Any] = {"role": "assistant", "content": words, "refusal": None}
    if changes.get("refusal"):
        message |= {"content": None, "refusal": changes["refusal"]}
    elif request.get("tools") and words is not None and not changes.get("talks"):
        function = {"name": request["tools"][0]["function"]["name"], "arguments": words}
        call = {"id": "call_1", "type": "function", "function": function}
        message |= {"content": None, "tool_calls": [call]}
        finish = "tool_calls" if finish == "stop" else finish
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": None}],
    }


def _make_response(request: Any, words: str | None, changes: dict[str, Any]) -> dict[str, Any]:
    reasons = {"length": "max_output_tokens", "content_filter": "content_filter"}
    reason = reasons.get(changes.get("finish", "stop"))
    call: dict[str, Any] = {
        "type": "function_call",
        "id": "fc_1",
        "call_id": "call_1",
        "name": request["tools"][0]["name"],
        "arguments": words or "",
        "status": "completed",
    }
    if changes.get("refusal"):
        content = [{"type": "refusal", "refusal": changes["refusal"]}]
        call = {"type": "message", "id": "m", "role": "assistant", "status": "completed"}
        call["content"] = content
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 1_700_000_000,
        "status": "incomplete" if reason else "completed",
        "incomplete_details": {"reason": reason} if reason else None,
        "error": None,
        "instructions": None,
        "metadata": {},
        "output": [call],
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": request["tools"],
        "temperature": 1.0,
        "top_p": 1.0,
    }


_Make = Callable[[Seen, Plan], bytes]


def _date(offset_s: float) -> str:
    return format_datetime(
        datetime(2026, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=offset_s), usegmt=True
    )


def _halve(seen: Seen, plan: Plan) -> bytes:
    head, _, body = make_answer(seen, plan, plan.answer).partition(b"\r\n\r\n")
    del head
    return make_http(200, body[: len(body) // 2])


def _shorten(seen: Seen, plan: Plan) -> bytes:
    return make_answer(seen, plan, plan.answer)[:-20]


_FILTERED = '{"error": {"message": "no", "code": "content_filter", "param": "prompt"}}'
_OVERFLOW = '{"error": {"code": 400, "message": "no", "type": "exceed_context_size_error"}}'

FAULTS: dict[str, _Make] = {
    "429": lambda _, __: make_error(429, "rate_limit_exceeded"),
    "429_after": lambda _, plan: make_error(
        429, "rate_limit_exceeded", {"retry-after": f"{plan.retry_after:g}"}
    ),
    "429_ms": lambda _, plan: make_error(
        429, "rate_limit_exceeded", {"retry-after-ms": f"{plan.retry_after * 1000:g}"}
    ),
    "429_date": lambda _, plan: make_error(
        429,
        "rate_limit_exceeded",
        {"date": _date(0), "retry-after": _date(plan.retry_after)},
    ),
    "quota": lambda _, __: make_error(429, "insufficient_quota"),
    "mode": lambda _, __: make_error(400, "unsupported_value"),
    "overflow": lambda _, __: make_error(400, "context_length_exceeded"),
    "overflow_type": lambda _, __: make_http(400, _OVERFLOW),
    "filter_400": lambda _, __: make_http(400, _FILTERED),
    "html": lambda _, __: make_http(200, "<html>Welcome</html>", kind="text/html"),
    "html_as_json": lambda _, __: make_http(200, "<html>Welcome</html>"),
    "error_200": lambda _, __: make_http(200, '{"error": {"message": "no", "code": 502}}'),
    "halved": _halve,
    "short": _shorten,
    "invalid": lambda seen, plan: make_answer(seen, plan, MISSHAPEN),
    "prose": lambda seen, plan: make_answer(seen, plan, "I have read the article."),
    "talks": lambda seen, plan: make_answer(seen, plan, plan.answer, talks=True),
    "empty": lambda seen, plan: make_answer(seen, plan, ""),
    "null": lambda seen, plan: make_answer(seen, plan, None),
    "thought_out": lambda seen, plan: make_answer(seen, plan, "", finish="length"),
    "refusal": lambda seen, plan: make_answer(seen, plan, None, refusal="I cannot do that."),
    "filter": lambda seen, plan: make_answer(seen, plan, "", finish="content_filter"),
    "truncated": lambda seen, plan: make_answer(
        seen, plan, plan.answer[: len(plan.answer) * 6 // 10], finish="length"
    ),
    "truncated_stop": lambda seen, plan: make_answer(
        seen, plan, plan.answer[: len(plan.answer) * 6 // 10]
    ),
    "think": lambda seen, plan: make_answer(
        seen, plan, f"<think>So {{it}} is.</think>\n{plan.answer}"
    ),
    "fenced": lambda seen, plan: make_answer(
        seen, plan, f"Here it is:\n```json\n{plan.answer}\n```\nAnything else?"
    ),
    "other_model": lambda seen, plan: make_answer(seen, plan, plan.answer, model="another-7b"),
    "no_usage": lambda seen, plan: make_answer(seen, plan, plan.answer, usage=False),
    "redirect": lambda seen, plan: make_http(
        302, "", headers={"location": plan.elsewhere + seen.path}
    ),
}
"""What can go wrong, besides `reset`, `hang`, `slow:SECONDS` and `status:NUMBER`."""


def get_mode(request: Any) -> str | None:
    """Returns how a request asks for JSON: `tools`, `json_schema`, `json_object`, or not at all."""
    if request.get("tools"):
        return "tools"
    asked: dict[str, Any] = request.get("response_format") or {}
    return asked.get("type")


# ---- the wire ----


class _Connection(asyncio.Protocol):
    """One connection: requests one after the other, kept alive."""

    def __init__(self, state: Faults) -> None:
        self._state = state
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            lines = self._buffer[:end].decode("latin-1").split("\r\n")
            pairs = (line.partition(":") for line in lines[1:])
            headers = {name.lower(): value.strip() for name, _, value in pairs}
            size = int(headers.get("content-length", 0))
            if len(self._buffer) < end + 4 + size:
                return
            body = self._buffer[end + 4 : end + 4 + size]
            self._buffer = self._buffer[end + 4 + size :]
            method, path, _ = lines[0].split(" ")
            self._handle(method, path, headers, body)

    def _handle(self, method: str, path: str, headers: dict[str, str], body: bytes) -> None:
        state = self._state
        if path == "/stats":
            return self._write(make_http(200, json.dumps(state.get_stats())))
        if path == "/plan":
            return self._set_plan(json.loads(body or b"{}"))
        if method != "POST" or not path.endswith(("/chat/completions", "/responses")):
            return self._write(make_error(404, None))
        seen = state.take(path, headers, body)
        delay_s = state.get_latency(seen)
        name, _, number = (seen.fault or "").partition(":")
        if name == "hang":
            return None
        if name == "slow":
            delay_s += float(number)
        asyncio.get_running_loop().call_later(delay_s, self._finish, seen)
        return None

    def _set_plan(self, values: dict[str, Any]) -> None:
        known = {one.name for one in fields(Plan)}
        if unknown := sorted(set(values) - known):
            return self._write(make_error(400, None, message=f"unknown: {unknown}"))
        for name in ("script", "refused_modes"):
            values[name] = tuple(values.get(name, ()))
        self._state.set_plan(replace(Plan(), **values))
        return self._write(make_http(200, json.dumps(asdict(self._state.plan))))

    def _finish(self, seen: Seen) -> None:
        plan = self._state.plan
        if plan.only_shown and "quotes" in plan.answer:
            plan = replace(plan, answer=keep_shown(plan.answer, seen))
        self._state.in_flight -= 1
        name, _, number = (seen.fault or "").partition(":")
        if name == "reset":
            return self._reset()
        if name == "status":
            return self._write(make_error(int(number), None))
        if name in FAULTS:
            self._write(FAULTS[name](seen, plan))
            if name == "short" and self._transport:
                self._transport.close()
            return None
        return self._write(make_answer(seen, plan, plan.answer))

    def _reset(self) -> None:
        if self._transport is not None:
            line: socket.socket = self._transport.get_extra_info("socket")
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._transport.abort()

    def _write(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.write(data)


async def open_server(state: Faults, port: int = 0) -> asyncio.Server:
    """Opens the server on loopback."""
    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: _Connection(state), "127.0.0.1", port, backlog=4096)


class FaultServer(Faults):
    """The server in a thread of its own, for tests; a context manager.

    Example:
        with FaultServer() as server:
            server.set_plan(Plan(script=("429", "reset")))
            ask(base_url=server.base_url)
            assert server.requests == 3
    """

    def __init__(self, plan: Plan | None = None) -> None:
        super().__init__(plan)
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.origin = ""

    @property
    def base_url(self) -> str:
        """What a client is given."""
        return f"{self.origin}/v1"

    def __enter__(self) -> FaultServer:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(open_server(self))
        self.origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._ready.set()
        try:
            self._loop.run_forever()
        finally:
            server.close()
            self._loop.run_until_complete(asyncio.sleep(0))
            self._loop.close()


async def _serve(port: int, plan: Plan) -> None:
    state = Faults(plan)
    state.keep = False
    server = await open_server(state, port)
    print("ready", server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - its protocol
    await server.serve_forever()


def main() -> None:
    """Runs the server until it is stopped."""
    parser = argparse.ArgumentParser(description="An OpenAI server that fails on purpose.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--answer", type=Path, help="a file with what the model says")
    given = parser.parse_args()
    words = given.answer.read_text("utf-8") if given.answer else EMPTY_ANSWER
    asyncio.run(_serve(given.port, Plan(answer=words)))


if __name__ == "__main__":
    main()
