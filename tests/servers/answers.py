"""What a server that fails on purpose answers: whole answers, errors, and each of its faults."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from typing import Any

from tests.servers.state import Plan, Seen

MISSHAPEN = '{"key_points": "none", "events": [{"nope": 1}]}'
REASONS = {200: "OK", 302: "Found", 400: "Bad Request", 429: "Too Many Requests"}


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
    # What the model said by calling a tool has no content.
    shown = "\n".join(one["content"] or "" for one in seen.json["messages"])
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
