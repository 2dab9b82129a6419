"""What a response holds, of either API: the words, how they end, and what was counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from summarizer.engines.base import UnansweredError
from summarizer.errors import EngineError


class BlankError(EngineError):
    """The model wrote nothing at all, which is a slip of the server more often than its own."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One response, without the objects of the SDK.

    Attributes:
        words: what the model wrote; blank when it wrote nothing.
        model: what answered, as it calls itself.
        truncated: it was cut off at the limit of tokens.
        refused: the model refused, or a filter took the answer away.
        counted: whether the server counted the tokens.
        prompt_tokens: tokens of the question.
        cached_tokens: those of them that the server still had.
        completion_tokens: tokens of the answer, thoughts included.
    """

    words: str
    model: str | None
    truncated: bool
    refused: bool
    counted: bool
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0


def read_response(response: Any, provider: str) -> Answer:
    """Returns what a chat completion or a response of the Responses API holds.

    Counts are copied at once, since others add to the same objects later.

    Raises:
        UnansweredError: it is neither: a web page, an error in a shape of its own.
    """
    if getattr(response, "choices", None):
        words, truncated, refused = _read_choice(response.choices[0])
    elif isinstance(getattr(response, "output", None), list):
        words, truncated, refused = _read_output(response)
    else:
        raise UnansweredError(
            f"{provider} sent something else than an answer; check base_url", retryable=True
        )
    model = getattr(response, "model", None)
    usage = getattr(response, "usage", None)
    prompt = _get_count(usage, "prompt_tokens", "input_tokens")
    completion = _get_count(usage, "completion_tokens", "output_tokens")
    details = getattr(usage, "prompt_tokens_details", None) or getattr(
        usage, "input_tokens_details", None
    )
    return Answer(
        words=words,
        model=model if isinstance(model, str) and model else None,
        truncated=truncated,
        refused=refused,
        counted=prompt is not None and completion is not None,
        prompt_tokens=prompt or 0,
        cached_tokens=_get_count(details, "cached_tokens") or 0,
        completion_tokens=completion or 0,
    )


def _read_choice(choice: Any) -> tuple[str, bool, bool]:
    """Returns words, cut off, refused of a chat completion."""
    message = choice.message
    calls = getattr(message, "tool_calls", None) or ()
    words: Any = next((one.function.arguments for one in calls), None)
    words = words or getattr(message, "content", None) or ""
    refused = choice.finish_reason == "content_filter" or bool(getattr(message, "refusal", None))
    return _to_text(words), choice.finish_reason == "length", refused


def _read_output(response: Any) -> tuple[str, bool, bool]:
    """The same of the Responses API: a function call, or else the parts of a message."""
    calls = [one for one in response.output if getattr(one, "type", None) == "function_call"]
    parts = [
        part
        for one in response.output
        if getattr(one, "type", None) == "message"
        for part in _to_items(getattr(one, "content", None))
    ]
    said = "".join(_to_text(getattr(part, "text", "")) for part in parts)
    words = next((_to_text(one.arguments) for one in calls if one.arguments), said)
    reason = getattr(getattr(response, "incomplete_details", None), "reason", None)
    refused = any(getattr(part, "type", None) == "refusal" for part in parts)
    return words, reason == "max_output_tokens", refused or reason == "content_filter"


def _to_items(value: Any) -> Iterable[Any]:
    return cast("list[object]", value) if isinstance(value, list) else ()


def _to_text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _get_count(holder: Any, *names: str) -> int | None:
    """Returns the first of these counts that is there, as a plain number."""
    for name in names:
        value = getattr(holder, name, None)
        if isinstance(value, int) and value >= 0:
            return int(value)
    return None
