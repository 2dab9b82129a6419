"""What goes through a batch: an article with its keys, and what became of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Literal

from summarizer_schemas.article import Article
from summarizer_schemas.result import ErrorKind, Status, Usage

State = Literal["pending", "claimed", "done", "dead"]
"""`pending`: may be claimed. `claimed`: somebody works on it. `done`, `dead`: nobody will again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article, and how the ledger knows it.

    Attributes:
        key: which article: its id, and all that decides its answer; 32 hex digits.
        content: all that decides the answer, but not whose it is; 32 hex digits.
        article: the article.
        source: where it was read: `path` or `path:row`.
        problem: why it cannot be read; the article is blank then.
    """

    key: str
    content: str
    article: Article
    source: str
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article.

    Attributes:
        key: as in `Entry`.
        article_id: its id.
        source: where it was read.
        status: that of the result.
        line: the `Result` as one line of JSON.
        error: the class of the failure, if there is one.
        message: what failed, in words.
        retryable: whether the same request may be answered later.
        usage: what it cost, all attempts counted.
        copy_of: key of the article whose findings were taken over.
        similarity: to that article, from 0 to 1; 1 when nothing that matters differs.
    """

    key: str
    article_id: str
    source: str
    status: Status
    line: str
    error: ErrorKind | None = None
    message: str | None = None
    retryable: bool = False
    usage: Usage = field(default_factory=Usage)
    copy_of: str | None = None
    similarity: float | None = None

    @property
    def is_dead(self) -> bool:
        """Whether there are no findings to deliver."""
        return self.status == "failed"

    @property
    def shown(self) -> str:
        """What stands in the files: the result, or the letter about why there is none."""
        if not self.is_dead:
            return self.line
        letter = {
            "key": self.key,
            "article_id": self.article_id,
            "source": self.source,
            "error": self.error,
            "message": self.message,
            "retryable": self.retryable,
            "usage": self.usage.model_dump(),
        }
        # The source is a path, which may hold bytes that are no UTF-8.
        return json.dumps(letter)
