"""Errors, each for somebody to act on.

SummarizerError
├── ConfigError      the caller asked for something that does not exist or cannot be
├── ArticleError     an article cannot be read; nothing was guessed
├── EngineError      a model gave no usable answer; `summarize` returns it as a failed result
│   └── ReplayMissError   a tape holds no such request
└── ResultError      `raise_for_status()` on a failed result

A message says what happened, with the value at fault, then what to do. It never
holds article text or a key. All of them can be pickled.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from summarizer_schemas.errors import ResultError, SummarizerError

if TYPE_CHECKING:
    from summarizer_schemas.result import ErrorKind, Usage

__all__ = [
    "ArticleError",
    "ConfigError",
    "EngineError",
    "ReplayMissError",
    "ResultError",
    "SummarizerError",
    "list_choices",
]


class ConfigError(SummarizerError):
    """An option is unknown or out of range; the message lists what exists."""


class ArticleError(SummarizerError):
    """An article cannot be read or used; the message names it and says what to do.

    Attributes:
        source: where the article came from: a path, `-` for standard input, or
            `path:row` for a row of a table.
    """

    def __init__(self, message: str, *, source: str | None = None) -> None:
        super().__init__(message)
        self.source = source

    def __reduce__(self) -> tuple[object, ...]:
        return partial(ArticleError, source=self.source), (self.args[0],)


class EngineError(SummarizerError):
    """A model gave no usable answer.

    Attributes:
        kind: one of the kinds of `Result.error`.
        retryable: whether the same request may be answered later.
        retry_after_s: how long the server asks to wait, in seconds; None when it does not say.
        status: HTTP status; None when there was no response.
        usage: what the attempts cost that led here.
    """

    def __init__(
        self,
        message: str,
        *,
        kind: ErrorKind = "provider",
        retryable: bool = False,
        retry_after_s: float | None = None,
        status: int | None = None,
        usage: Usage | None = None,
    ) -> None:
        from summarizer_schemas.result import Usage

        super().__init__(message)
        self.kind: ErrorKind = kind
        self.retryable = retryable
        self.retry_after_s = retry_after_s
        self.status = status
        self.usage = usage or Usage()

    def __reduce__(self) -> tuple[object, ...]:
        make = partial(
            type(self),
            kind=self.kind,
            retryable=self.retryable,
            retry_after_s=self.retry_after_s,
            status=self.status,
            usage=self.usage,
        )
        return make, (self.args[0],)


class ReplayMissError(EngineError):
    """A tape holds no such request; the message shows the nearest one and what differs."""


def list_choices(what: str, given: object, known: Iterable[str]) -> str:
    """Returns the message for an unknown name: what was given, and what there is."""
    return f"unknown {what} {given!r}; choose one of: {', '.join(sorted(known))}"
