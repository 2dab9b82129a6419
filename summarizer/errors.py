"""Errors, each for somebody to act on.

SummarizerError
├── ConfigError      the caller asked for something that does not exist or cannot be
├── ArticleError     an article cannot be read; nothing was guessed
└── ResultError      `raise_for_status()` on a failed result

A message says what happened, with the value at fault, then what to do. It never
holds article text or a key. All of them can be pickled.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from summarizer_schemas.errors import ResultError, SummarizerError

__all__ = ["ArticleError", "ConfigError", "ResultError", "SummarizerError", "list_choices"]


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


def list_choices(what: str, given: object, known: Iterable[str]) -> str:
    """Returns the message for an unknown name: what was given, and what there is."""
    return f"unknown {what} {given!r}; choose one of: {', '.join(sorted(known))}"
