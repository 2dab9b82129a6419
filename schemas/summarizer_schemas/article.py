"""What goes in: one article, its text untouched."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field

from summarizer_schemas.base import Record

SegmentKind = Literal["headline", "lead", "key_points", "body", "caption", "credit", "boilerplate"]
"""What a stretch of an article is. Segments tile the text."""

SEGMENT_KINDS: tuple[SegmentKind, ...] = get_args(SegmentKind)

PUBLISHED_FORM = "YYYY-MM-DD, or YYYY-MM-DDThh:mm with a zone such as Z or +05:00"

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"([Zz]|[+-][0-9]{2}:?[0-9]{2})\Z"
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the raw text with one job; `start`, `end` are half-open code points."""

    kind: SegmentKind
    start: int
    end: int


def parse_published(value: object) -> date | datetime | None:
    """Returns the publication date; a moment must carry its zone.

    Only ISO 8601 is read, because `19/01/24` and `01/02/2024` mean different days to
    different readers.

    Raises:
        ValueError: `value` is in another form, is no day of the calendar, or has no zone.

    Example:
        >>> parse_published("2024-01-19")
        datetime.date(2024, 1, 19)
        >>> parse_published("19/01/24")
        Traceback (most recent call last):
        ...
        ValueError: '19/01/24' is not a publication date; write YYYY-MM-DD, ...
    """
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"{value.isoformat()} has no time zone; write {PUBLISHED_FORM}")
        return value
    wrong = ValueError(f"{_shown(value)} is not a publication date; write {PUBLISHED_FORM}")
    if not isinstance(value, str):
        raise wrong
    written = value.strip()
    try:
        if _DAY.match(written):
            return date.fromisoformat(written)
        if _MOMENT.match(written):
            return datetime.fromisoformat(_pad_moment(written))
    except ValueError:
        raise wrong from None
    raise wrong


def _pad_moment(written: str) -> str:
    """Python 3.10 reads only +hh:mm zones and three or six digits of a second."""
    moment, zone = re.fullmatch(r"(.*?)([Zz]|[+-][0-9]{2}:?[0-9]{2})", written).groups()  # type: ignore[union-attr]
    zone = "+00:00" if zone in "Zz" else f"{zone[:3]}:{zone[-2:]}"
    head, dot, fraction = moment.partition(".")
    return head + (dot + fraction.ljust(6, "0") if dot else "") + zone


def _shown(value: object) -> str:
    written = repr(value)
    return written if len(written) <= 40 else written[:37] + "..."


Published = Annotated[date | datetime | None, BeforeValidator(parse_published)]


def hash_text(text: str) -> str:
    """Returns the SHA-256 of `text` as 64 hex digits; lone surrogates are hashed as they stand."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _id_from_text(data: dict[str, Any]) -> str:
    return hash_text(data["text"])[:16]


class Article(Record):
    """One news article. All offsets in a `Result` count code points of `text`.

    Example:
        >>> article = Article(text="Rain fell.", published="2024-01-19")
        >>> article.id, article.published
        ('8a4b1e83d9ac7658', datetime.date(2024, 1, 19))
    """

    text: str
    """The raw text; never changed, trimmed or normalised."""
    id: str = Field(default_factory=_id_from_text, min_length=1)
    """Given by the caller; otherwise the first 16 hex digits of the text's SHA-256."""
    title: str | None = None
    """The headline, when it is known apart from the text."""
    published: Published = None
    """What relative dates hang on: a date, or a moment with its zone."""
    publisher: str | None = None
    """Who published it, as the source names itself."""
    source_agency: str | None = None
    """The agency credited ("Reuters"); found in the text when not given."""
    url: str | None = None
    """Where it was published; never fetched."""
    language: str | None = None
    """BCP 47 tag such as `en` or `pt-BR`; English is assumed when not given."""

    @property
    def published_day(self) -> date | None:
        """The calendar day of publication in the zone it was given in."""
        moment = self.published
        return moment.date() if isinstance(moment, datetime) else moment
