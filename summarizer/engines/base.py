"""What every engine is: something that can be asked, and answers in the wire form."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from summarizer.textmap import TextMap
from summarizer_schemas.result import Usage
from summarizer_schemas.wire import WireReply


@dataclass(frozen=True, slots=True)
class Request:
    """One question: the text to read and what is known of it."""

    text: TextMap
    title: str | None = None
    published: date | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer, with what it cost."""

    wire: WireReply
    engine: str
    model: str | None = None
    usage: Usage = field(default_factory=Usage)
    warnings: tuple[str, ...] = ()


class Engine(Protocol):
    """Anything that answers; the name says which in the provenance."""

    async def ask(self, request: Request) -> Reply:
        """Returns the findings about one text, in its own words."""
        ...
