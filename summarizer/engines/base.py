"""What every engine is: something that can be asked, and answers in the wire form."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from pydantic import BaseModel

from summarizer.errors import EngineError
from summarizer.prompts import Message
from summarizer.textmap import TextMap
from summarizer_schemas.result import Usage
from summarizer_schemas.wire import WireReply

Job = Literal["article", "repair", "merge", "extract"]
"""What is asked for: all there is, items that were rejected, one list made of several, or the
caller's own schema."""


@dataclass(frozen=True, slots=True)
class Request:
    """One question: the text to read, what is known of it, and the words that ask.

    Attributes:
        text: the whole article; the embedded engine reads this.
        title: the headline, where it is not part of the text.
        published: the day relative dates hang on.
        language: BCP 47, of the article.
        job: what is asked for.
        messages: what a language model is sent, the unchanging part first.
        schema: the model class the answer must fill in.
        prompt: id of the prompt the messages were made from.
        prompt_sha256: hash of that prompt.
        article_id: which article this is about, for those who watch.
        patience_s: longest wait for this attempt, in seconds, where less than usual is left.
    """

    text: TextMap
    title: str | None = None
    published: date | None = None
    language: str | None = None
    job: Job = "article"
    messages: tuple[Message, ...] = ()
    schema: type[BaseModel] = WireReply
    prompt: str | None = None
    prompt_sha256: str | None = None
    article_id: str | None = None
    patience_s: float | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """An item of an answer that does not fit the schema.

    Attributes:
        field: the list it stands in: `key_points`, `events`.
        words: the item as it was written, as JSON.
        problem: what does not fit, in one line, without the value.
        index: its position in that list.
    """

    field: str
    words: str
    problem: str
    index: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer, with what it cost.

    Attributes:
        wire: the answer, an instance of the request's schema; lists hold the items that fit.
        engine: `embedded` or the provider.
        model: what answered, as it calls itself.
        mode: the mode it was asked in: `json_schema`, `tools`, `json`, `md_json`.
        usage: all attempts counted.
        warnings: for the result.
        broken: items that do not fit the schema.
        truncated: the answer was cut off; `wire` holds the items that were complete.
        text: the answer as it was written; blank for the embedded engine.
        replayed: it comes from a tape or a cache, not from a model.
    """

    wire: BaseModel
    engine: str
    model: str | None = None
    mode: str | None = None
    usage: Usage = field(default_factory=Usage)
    warnings: tuple[str, ...] = ()
    broken: tuple[Broken, ...] = ()
    truncated: bool = False
    text: str = ""
    replayed: bool = False


class Engine(Protocol):
    """Anything that answers; the name says which in the provenance."""

    async def ask(self, request: Request) -> Reply:
        """Returns the findings about one text, in its own words.

        Raises:
            EngineError: there is no usable answer; it says of what kind, what it cost, and
                whether asking again may help.
        """
        ...


class StepDownError(EngineError):
    """The server does not know the mode it was asked in; the next one is tried at once."""


class TooLongError(EngineError):
    """The question does not fit into the model's window; a shorter one may."""


class UnansweredError(EngineError):
    """A question was sent and no answer came back, so nobody knows what it cost."""


async def close_engine(engine: Engine) -> None:
    """Closes what an engine keeps open, if anything."""
    close = getattr(engine, "aclose", None)
    if close is not None:
        await close()
