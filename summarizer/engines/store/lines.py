"""The lines of a tape, and what of an answer or an error is kept anywhere."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Literal

from pydantic import Field, model_validator

from summarizer.engines.base import Job, Reply
from summarizer.engines.store.question import Question
from summarizer.errors import EngineError
from summarizer_schemas.base import Record
from summarizer_schemas.result import ErrorKind, Usage

_LINE_ENDS = {ord(char): f"\\u{ord(char):04x}" for char in "\u0085\u2028\u2029"}
"""Characters that some readers of JSON Lines take for the end of a line."""


class TapeMessage(Record):
    """One message of a recorded request."""

    role: Literal["system", "user", "assistant"]
    content: str


class KeptReply(Record):
    """An answer as it is kept: its words, byte for byte, and what came with them."""

    text: str
    engine: str | None = None
    model: str | None = None
    mode: str | None = None
    truncated: bool = False
    usage: Usage = Usage()
    warnings: tuple[str, ...] = ()

    @classmethod
    def of(cls, reply: Reply) -> KeptReply:
        """Returns what is kept of a reply; its findings are read from its words again."""
        return cls(
            text=reply.text or reply.wire.model_dump_json(),
            engine=reply.engine,
            model=reply.model,
            mode=reply.mode,
            truncated=reply.truncated,
            usage=reply.usage,
            warnings=reply.warnings,
        )


class KeptError(Record):
    """An error as it is kept."""

    kind: ErrorKind = "provider"
    message: str
    status: int | None = None
    retryable: bool = False
    retry_after_s: float | None = None
    usage: Usage = Usage()

    @classmethod
    def of(cls, error: EngineError, *, secret: str | None) -> KeptError:
        """Returns what is kept of an error; a key that stands in its message is not."""
        message = str(error)
        return cls(
            kind=error.kind,
            message=message.replace(secret, "…") if secret else message,
            status=error.status,
            retryable=error.retryable,
            retry_after_s=error.retry_after_s,
            usage=error.usage,
        )

    def restore(self) -> EngineError:
        """Returns the error as it was raised; it took no time."""
        return EngineError(
            self.message,
            kind=self.kind,
            retryable=self.retryable,
            retry_after_s=self.retry_after_s,
            status=self.status,
            usage=self.usage.model_copy(update={"wall_s": 0.0}),
        )


class Wanted(Record):
    """Which requests a hand-written line answers."""

    job: Job | None = None
    contains: str | None = None

    @model_validator(mode="after")
    def _check_any(self) -> Wanted:
        if self.job is None and not self.contains:
            raise ValueError("give job, contains, or both")
        return self

    def fits(self, question: Question) -> bool:
        """Tells whether this line answers the question."""
        words = self.contains
        return self.job in {None, question.job} and (
            not words or any(words in one.content for one in question.messages)
        )


class TapeLine(Record):
    """One line."""

    v: Literal[1] = 1
    origin: Literal["recorded", "hand-written"]
    recorded_at: datetime | None = None
    key: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    match: Wanted | None = None
    job: Job | None = None
    article_id: str | None = None
    model: str | None = None
    mode: str | None = None
    prompt: str | None = None
    schema_name: str | None = None
    schema_sha256: str | None = None
    parameters: dict[str, Any] = Field(default_factory=dict[str, Any])
    messages: tuple[TapeMessage, ...] = ()
    reply: KeptReply | None = None
    error: KeptError | None = None

    @model_validator(mode="after")
    def _check_line(self) -> TapeLine:
        if (self.reply is None) == (self.error is None):
            raise ValueError("give either reply or error")
        if (self.key is None) == (self.match is None):
            raise ValueError("give either key or match")
        if self.origin == "recorded" and self.match is not None:
            raise ValueError("only a hand-written line has match")
        return self

    @classmethod
    def of(
        cls, question: Question, answer: KeptReply | KeptError, *, at: datetime | None
    ) -> TapeLine:
        """Returns the line that is recorded for a question."""
        is_reply = isinstance(answer, KeptReply)
        return cls(
            origin="recorded",
            recorded_at=at,
            key=question.key,
            job=question.job,
            article_id=question.article_id,
            model=question.model,
            mode=question.mode,
            prompt=question.prompt,
            schema_name=question.schema_name,
            schema_sha256=question.schema_sha256,
            parameters=question.parameters,
            messages=tuple(
                TapeMessage(role=one.role, content=one.content) for one in question.messages
            ),
            reply=answer if is_reply else None,
            error=None if is_reply else answer,
        )

    def encode(self) -> bytes:
        """Returns the line, its end included."""
        return encode_line(self.model_dump(mode="json", exclude={"match"})) + b"\n"


def encode_line(data: object) -> bytes:
    """Returns JSON that holds no end of a line, in UTF-8; a lone surrogate is escaped."""
    line = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_LINE_ENDS)
    try:
        return line.encode()
    except UnicodeEncodeError:
        return json.dumps(data, separators=(",", ":")).encode("ascii")
