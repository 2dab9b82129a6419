"""What comes out: the envelope around the findings of one article."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic_core import PydanticSerializationError

from summarizer_schemas.article import Published
from summarizer_schemas.base import Record
from summarizer_schemas.errors import ResultError
from summarizer_schemas.record import Event, Evidence, KeyPoint

SCHEMA_VERSION: Literal["1"] = "1"

Status = Literal["ok", "no_events", "partial", "failed"]
ErrorKind = Literal["refused", "truncated", "invalid", "ungrounded", "provider", "budget", "input"]
RejectedKind = Literal["key_point", "event", "evidence", "figure", "claim", "link", "field"]
_Count = Annotated[int, Field(ge=0)]


class ArticleInfo(Record):
    """The article's own data, without its text."""

    id: str
    title: str | None = None
    published: Published = None
    publisher: str | None = None
    source_agency: str | None = None
    url: str | None = None
    language: str | None = None
    chars: _Count
    """Length of the text in code points."""
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Hash of the text in UTF-8."""


class Failure(Record):
    """Why an article has no findings."""

    kind: ErrorKind
    message: str
    retryable: bool = False


class Rejected(Record):
    """Something an engine said that the article does not bear out."""

    kind: RejectedKind
    text: str
    """The words that were not accepted."""
    reason: str
    """A fixed word such as `not_found`, so that rejections can be counted."""


class Usage(Record):
    """What it cost, all attempts counted."""

    requests: _Count = 0
    prompt_tokens: _Count = 0
    cached_tokens: _Count = 0
    completion_tokens: _Count = 0
    cost_usd: float | None = Field(default=None, ge=0)
    """US dollars; null when the price of the model is not known."""
    wall_s: float = Field(default=0.0, ge=0)
    """Seconds from start to end."""
    wasted_tokens: _Count = 0
    """Tokens of attempts whose answer could not be used."""

    def __add__(self, other: Usage) -> Usage:
        """Returns both together; the cost is known only where both are, or one asked nothing.

        Example:
            >>> (Usage(requests=1, prompt_tokens=900, cost_usd=0.5) + Usage()).cost_usd
            0.5
            >>> (Usage(requests=1, cost_usd=0.5) + Usage(requests=1)).cost_usd is None
            True
        """
        costs = [one.cost_usd for one in (self, other) if one.requests or one.cost_usd is not None]
        known = [cost for cost in costs if cost is not None]
        return Usage(
            requests=self.requests + other.requests,
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
            cost_usd=sum(known) if known and len(known) == len(costs) else None,
            wall_s=self.wall_s + other.wall_s,
            wasted_tokens=self.wasted_tokens + other.wasted_tokens,
        )


class Provenance(Record):
    """What made this result, so that it can be made again."""

    engine: str
    model: str | None = None
    mode: str | None = None
    prompt: str | None = None
    prompt_sha256: str | None = None
    schema_sha256: str | None = None
    library_version: str
    created_at: datetime
    replayed: bool = False


class Result(Record):
    """Everything found in one article.

    `status` tells an article without events (`no_events`) from one that could not be
    read (`failed`); `partial` keeps what is good and lists the rest in `rejected`.
    """

    schema_version: Literal["1"] = SCHEMA_VERSION
    article: ArticleInfo
    status: Status
    error: Failure | None = None
    key_points: tuple[KeyPoint, ...] = ()
    events: tuple[Event, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    warnings: tuple[str, ...] = ()
    usage: Usage = Usage()
    provenance: Provenance

    def iter_evidence(self) -> Iterator[Evidence]:
        """Yields every piece of evidence of the result, key points first."""
        for point in self.key_points:
            yield from point.evidence
        for event in self.events:
            yield from event.evidence
            yield from (quote for figure in event.figures for quote in figure.evidence)
            yield from (quote for claim in event.claims for quote in claim.evidence)
            yield from (quote for link in event.links for quote in link.evidence)

    def raise_for_status(self) -> Result:
        """Returns the result itself, so calls can be chained.

        Raises:
            ResultError: `status` is `failed`; the message carries the reason.
        """
        if self.status == "failed":
            failure = self.error or Failure(kind="invalid", message="no reason given")
            raise ResultError(failure.message, kind=failure.kind, retryable=failure.retryable)
        return self

    def to_dict(self) -> dict[str, Any]:
        """Returns plain JSON types, as the published schema describes them."""
        return self.model_dump(mode="json")

    def to_json(self) -> str:
        """Returns one line of JSON that can always be encoded as UTF-8.

        A lone surrogate of the article is written as its JSON escape; all other
        characters stand as they are.
        """
        try:
            line = self.model_dump_json()
        except PydanticSerializationError:  # a lone surrogate
            return json.dumps(self.to_dict(), separators=(",", ":"))
        # Line separators that some readers of JSON Lines take for the end of a line.
        for char in "\u0085\u2028\u2029":
            line = line.replace(char, f"\\u{ord(char):04x}")
        return line

    @classmethod
    def from_json(cls, line: str | bytes) -> Result:
        """Returns the result that `to_json` wrote.

        Raises:
            pydantic.ValidationError: the JSON is no result of this schema version.
        """
        return cls.model_validate(json.loads(line))
