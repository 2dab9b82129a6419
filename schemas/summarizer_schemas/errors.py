"""The root of every error of the project; the whole tree is drawn in `summarizer.errors`."""

from __future__ import annotations

from functools import partial


class SummarizerError(Exception):
    """Base of all errors raised on purpose. Messages never hold article text or keys."""


class ResultError(SummarizerError):
    """A result was asked to vouch for itself, and its status is `failed`.

    Attributes:
        kind: the `Failure.kind` of the result.
        retryable: whether the same call may succeed later.
    """

    def __init__(self, message: str, *, kind: str, retryable: bool) -> None:
        super().__init__(f"{kind}: {message}")
        self.message = message
        self.kind = kind
        self.retryable = retryable

    def __reduce__(self) -> tuple[object, ...]:
        return partial(ResultError, kind=self.kind, retryable=self.retryable), (self.message,)
