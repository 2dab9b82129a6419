"""What a caller may watch: one record for each thing that happens on the way to a result.

A notice holds counts, names and codes, never the words of an article or a key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from summarizer_schemas.result import ErrorKind, Usage

NoticeKind = Literal["request", "reply", "retry", "repair", "reject", "window", "result"]


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that happened.

    Attributes:
        kind: `request` before each HTTP call, `reply` after a usable answer, `retry` before
            another attempt, `repair` before items are asked for once more, `reject` for each
            item that was not accepted, `window` when the number of questions that may be at
            the provider at once has changed, `result` at the end of an article.
        article_id: id of the article.
        job: what is asked for: `article`, `repair`, `merge`, `extract`.
        provider: who is asked.
        model: the model's name.
        attempt: which attempt at this request, from 1.
        wait_s: seconds until the next attempt.
        error: what kind of failure led here.
        status: HTTP status, or status of the result.
        reason: why an item was rejected, as in `Result.rejected`.
        items: how many items this is about; of a `window`, how many questions it has room for.
        usage: what it cost: of one attempt, or of the whole result.
        duration_s: how long it took, in seconds.
    """

    kind: NoticeKind
    article_id: str | None = None
    job: str | None = None
    provider: str | None = None
    model: str | None = None
    attempt: int | None = None
    wait_s: float | None = None
    error: ErrorKind | None = None
    status: str | None = None
    reason: str | None = None
    items: int | None = None
    usage: Usage | None = None
    duration_s: float | None = None


Observer = Callable[[Notice], None]


def ignore(_: Notice) -> None:
    """Does nothing: nobody watches."""
