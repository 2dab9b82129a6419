"""Whatever goes wrong between us and a server -> one `EngineError` that says what to do.

Foreign errors are told apart by status, code and class, never by their text, which differs
between versions and may hold words of the article. Nothing of it gets into a message but a code
or a parameter's name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, cast

from summarizer.engines.base import TooLongError, UnansweredError
from summarizer.errors import EngineError

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.\[\]-]{0,59}\Z")
_TOO_LONG = frozenset(
    {"context_length_exceeded", "exceed_context_size_error", "request_too_large", "413"}
)
_FILTERED = frozenset(
    {"content_filter", "content_policy_violation", "ResponsibleAIPolicyViolation"}
)
_NO_MONEY = frozenset(
    {
        "billing_hard_limit_reached",
        "billing_not_active",
        "insufficient_balance",
        "insufficient_credits",
        "insufficient_quota",
        "402",
    }
)
_PASSING = frozenset({408, 409, 423, 425, 429})
"""Statuses besides 5xx that pass by themselves."""
_NEVER_SENT = frozenset(
    {
        "ConnectError",
        "ConnectTimeout",
        "ConnectionRefusedError",
        "PoolTimeout",
        "gaierror",
    }
)
"""Causes of a connection error by which the question did not leave."""
_BROKEN_OFF = frozenset({"BrokenPipeError", "ConnectionResetError", "ServerDisconnectedError"})


@dataclass(frozen=True, slots=True)
class Asked:
    """Who was asked, for messages.

    Attributes:
        provider: the provider's name.
        model: the model's own name.
        address: where it answers.
        key_variable: where its key is looked for, if it has one.
        timeout_s: how long it was waited for.
    """

    provider: str
    model: str
    address: str
    key_variable: str | None
    timeout_s: float


def translate_error(error: Exception, asked: Asked) -> EngineError:
    """Returns what a failed HTTP call means, as one of our own errors.

    Example:
        >>> asked = Asked("openai", "gpt-4.1-mini", "https://api.openai.com/v1", None, 120.0)
        >>> str(translate_error(TimeoutError(), asked))
        'openai did not answer within 120 s'
    """
    if isinstance(error, EngineError):
        return error  # one of ours already
    status = getattr(error, "status_code", None)
    if isinstance(status, int) and status >= 300:
        return _translate_status(error, status, asked)
    classes = {one.__name__ for one in type(error).__mro__}
    causes = _list_causes(error)
    # aiohttp's bridge calls a reset connection a failure to connect.
    broken = _BROKEN_OFF & causes and not causes & {"ConnectError", "ClientConnectorError"}
    if _NEVER_SENT & causes and not broken:
        return EngineError(
            f"{asked.provider} cannot be reached at {asked.address}; check base_url and the "
            "network",
            retryable=True,
        )
    if not broken and classes & {"APITimeoutError", "TimeoutError"}:
        return UnansweredError(
            f"{asked.provider} did not answer within {asked.timeout_s:g} s", retryable=True
        )
    if broken or classes & {"APIConnectionError", "OSError"}:
        return UnansweredError(
            f"the connection to {asked.provider} broke off before the answer was whole",
            retryable=True,
        )
    # A body cut off, or no JSON: the SDK lets the decoder's own error through.
    if classes & {"JSONDecodeError", "UnicodeDecodeError", "APIResponseValidationError"}:
        return UnansweredError(
            f"{asked.provider} sent an answer that is not whole JSON", retryable=True
        )
    if "ContentFilterFinishReasonError" in classes:
        return make_refusal(asked)
    if "LengthFinishReasonError" in classes:
        return EngineError("the answer was cut off; raise max_output_tokens", kind="truncated")
    return EngineError(f"asking {asked.provider} failed with {type(error).__name__}")


def make_refusal(asked: Asked, status: int | None = None) -> EngineError:
    """Returns the error for a model that will not answer, or a filter that will not let it."""
    return EngineError(
        f"{asked.provider}/{asked.model} refused to answer; another model may not",
        kind="refused",
        status=status,
    )


def _translate_status(error: Exception, status: int, asked: Asked) -> EngineError:
    codes, parameter = _read_codes(error)
    if codes & _FILTERED:
        return make_refusal(asked, status)
    if status == 413 or codes & _TOO_LONG:
        return TooLongError(
            f"the question is longer than {asked.provider}/{asked.model} takes; lower "
            "chunk_tokens or take a model with a larger window",
            status=status,
        )
    if status == 402 or codes & _NO_MONEY:
        return EngineError(
            f"the account with {asked.provider} has no credit left ({status})", status=status
        )
    if advice := _advise(status, asked):
        return EngineError(f"{asked.provider} answered {status}: {advice}", status=status)
    known = sorted(one for one in (*codes, parameter) if _CODE.match(one))
    what = f"{asked.provider} answered {status}" + (f" ({', '.join(known)})" if known else "")
    passing = status in _PASSING or status >= 500
    return EngineError(
        what if passing else f"{what}; it does not take the question as it is",
        retryable=passing,
        retry_after_s=_read_wait(error) if passing else None,
        status=status,
    )


def _advise(status: int, asked: Asked) -> str | None:
    """Returns what to mend, for the statuses that only the caller can mend."""
    key = f"{asked.key_variable} or api_key" if asked.key_variable else "api_key"
    if status == 401:
        return f"the key is not taken; check {key}"
    if status == 403:
        return f"the key may not use model {asked.model!r}; check its rights, or {key}"
    if status == 404:
        return f"no model {asked.model!r} at {asked.address}; check model and base_url"
    if status < 400:
        return f"{asked.address} has moved; give its new address as base_url"
    return None


def _read_codes(error: Exception) -> tuple[set[str], str]:
    """Returns code and type of an error body, and the parameter it is about."""
    body: object = getattr(error, "body", None)
    inner = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
    nested = inner.get("error")
    if isinstance(nested, dict):
        inner = cast("dict[str, Any]", nested)
    parts = [inner.get("code"), inner.get("type"), getattr(error, "code", None)]
    deeper = inner.get("innererror")
    if isinstance(deeper, dict):
        parts.append(cast("dict[str, Any]", deeper).get("code"))
    return {str(one) for one in parts if one}, str(inner.get("param") or "")


def _read_wait(error: Exception) -> float | None:
    """Returns the seconds a server asks to wait, by any of the three headers for it."""
    headers: Mapping[str, str] = getattr(getattr(error, "response", None), "headers", {})
    seconds = _to_seconds(headers.get("retry-after-ms"))
    if seconds is not None:
        return seconds / 1000
    given = headers.get("retry-after")
    seconds = _to_seconds(given)
    if seconds is not None or not given:
        return seconds
    try:
        # By the server's own clock: ours may be wrong.
        wait = parsedate_to_datetime(given) - parsedate_to_datetime(headers.get("date", ""))
    except (TypeError, ValueError):
        return None
    return max(wait.total_seconds(), 0.0)


def _to_seconds(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None


def _list_causes(error: BaseException) -> set[str]:
    """Returns the names of all classes of an error and of what led to it."""
    names: set[str] = set()
    at: BaseException | None = error
    while at is not None and len(names) < 100:
        names |= {one.__name__ for one in type(at).__mro__}
        at = at.__cause__ or at.__context__
    return names
