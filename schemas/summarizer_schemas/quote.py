"""Words of the article in a schema of your own, and the envelope such a schema comes back in."""

from __future__ import annotations

import json
from typing import Any, Generic, Literal, TypeVar

from pydantic import (
    BaseModel,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    SerializeAsAny,
    ValidatorFunctionWrapHandler,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticKnownError, core_schema

from summarizer_schemas.article import SegmentKind
from summarizer_schemas.base import Record
from summarizer_schemas.errors import ResultError
from summarizer_schemas.record import Match
from summarizer_schemas.result import (
    ArticleInfo,
    Failure,
    Provenance,
    Rejected,
    RejectedKind,
    Usage,
)

M = TypeVar("M", bound=BaseModel)

ExtractionStatus = Literal["ok", "partial", "failed"]

ON_THE_WIRE: dict[str, Any] = {"type": "string", "description": "Verbatim words of the article."}
"""What a model is told of a quote, and all it is asked for."""


class Quote(Record):
    """Verbatim words of the article, as a field of any model.

    A language model is asked for a plain string, and answers with one. Once grounded, the
    quote holds the raw slice of the article and where it stands:
    `article.text[start:end] == quote`.

    Example:
        >>> from pydantic import BaseModel
        >>> class Flood(BaseModel):
        ...     river: str
        ...     words: Quote
        >>> Flood.model_json_schema()["properties"]["words"]
        {'description': 'Verbatim words of the article.', 'type': 'string'}
        >>> flood = Flood.model_validate({"river": "Aln", "words": "the Aln rose"})
        >>> str(flood.words), flood.words.is_grounded
        ('the Aln rose', False)
    """

    quote: str
    """The raw slice of the article; before it is grounded, the words the model wrote."""
    start: int | None = Field(default=None, ge=0)
    """First code point of the quote; null until it is grounded."""
    end: int | None = Field(default=None, gt=0)
    """One past the last code point of the quote."""
    match: Match | None = None
    """How the given words met the article: exact, folded, elided, fuzzy."""
    segment: SegmentKind | None = None
    """The part of the article the quote stands in."""
    ambiguous: bool = False
    """The quote stands in the article more than once; this is the nearest place."""

    @property
    def is_grounded(self) -> bool:
        """Whether it is known where these words stand."""
        return self.start is not None

    def __str__(self) -> str:
        return self.quote

    @model_validator(mode="after")
    def _check_place(self) -> Quote:
        known = [one is not None for one in (self.start, self.end, self.match, self.segment)]
        if any(known) and not all(known):
            raise ValueError("start, end, match and segment are given together")
        if self.start is not None and self.end is not None:
            length = self.end - self.start
            if not length or length != len(self.quote):
                raise ValueError("end - start must equal the length of quote")
        return self

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def read(given: Any, read_fields: ValidatorFunctionWrapHandler) -> Any:
            if not isinstance(given, (str, dict, Quote)):
                raise PydanticKnownError("string_type")  # what a model is asked for
            # An instance, not a dict: a strict model takes no dict for a field.
            return read_fields(cls(quote=given) if isinstance(given, str) else given)

        return core_schema.no_info_wrap_validator_function(read, handler(source))

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler, /
    ) -> JsonSchemaValue:
        return dict(ON_THE_WIRE) if handler.mode == "validation" else handler(core_schema)


class RejectedQuote(Rejected):
    """A quote of a schema of your own that the article does not bear out."""

    kind: RejectedKind = "field"
    path: str
    """Where it stood: `events[2].quote`."""
    removed: str | None = None
    """What was left out or made null because of it: the quote itself, or the smallest list item
    or optional field around it; null when nothing could be, and the quote stands there
    ungrounded."""


class Extraction(Record, Generic[M]):
    """What was found in one article, in a schema of your own.

    Example:
        >>> class Flood(BaseModel):
        ...     river: str
        >>> kept = Extraction[Flood].from_json(
        ...     '{"value": {"river": "Aln"}, "status": "ok", "article": {"id": "a1", "chars": 9,'
        ...     f' "sha256": "{"0" * 64}"}}, "provenance": {{"engine": "openai",'
        ...     ' "library_version": "1", "created_at": "2024-01-19T12:00:00Z"}}'
        ... )
        >>> kept.raise_for_status().value
        Flood(river='Aln')
    """

    value: SerializeAsAny[M] | None
    """Your model, every quote in it grounded but for those `rejected` says were kept; null when
    `status` is `failed`."""
    status: ExtractionStatus
    """`partial`: something the model said was not accepted; `rejected` lists it."""
    error: Failure | None = None
    rejected: tuple[RejectedQuote, ...] = ()
    warnings: tuple[str, ...] = ()
    usage: Usage = Usage()
    provenance: Provenance
    article: ArticleInfo

    @model_validator(mode="after")
    def _check_value(self) -> Extraction[M]:
        if (self.value is None) != (self.status == "failed"):
            raise ValueError("value is null when status is failed, and only then")
        return self

    def raise_for_status(self) -> Extraction[M]:
        """Returns the extraction itself, so calls can be chained.

        Raises:
            ResultError: `status` is `failed`; the message carries the reason.
        """
        if self.status == "failed":
            failure = self.error or Failure(kind="invalid", message="no reason given")
            raise ResultError(failure.message, kind=failure.kind, retryable=failure.retryable)
        return self

    def to_dict(self) -> dict[str, Any]:
        """Returns plain JSON types."""
        return self.model_dump(mode="json")

    def to_json(self) -> str:
        """Returns one line of JSON in ASCII, which can always be encoded and read line by line."""
        return json.dumps(self.to_dict(), separators=(",", ":"))

    @classmethod
    def from_json(cls, line: str | bytes) -> Extraction[M]:
        """Returns the extraction that `to_json` wrote; call it on `Extraction[YourModel]`.

        Raises:
            pydantic.ValidationError: the JSON is no extraction of this schema.
        """
        data = json.loads(line)
        try:
            json.dumps(data, ensure_ascii=False).encode()
        except UnicodeEncodeError:  # a lone surrogate, which pydantic's own reader refuses
            return cls.model_validate(data)
        return cls.model_validate_json(line)
