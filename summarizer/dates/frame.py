"""What the reader of a phrase is given, and what it gives back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from summarizer_schemas.record import DateBasis, EventDate, Granularity

Tense = Literal["past", "future"]
Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a phrase hangs on."""

    published: date | datetime | None
    tense: Tense
    anchor: EventDate | None
    read: Callable[[str, Frame], Reading | None]
    """Reads a phrase within the phrase."""
    nesting: int = 0

    @property
    def base(self) -> date:
        """The day of publication where it was published; without one nothing is settled."""
        if self.published is None:
            raise UnsettledError
        return self.published.date() if isinstance(self.published, datetime) else self.published


@dataclass(frozen=True, slots=True)
class Reading:
    """Days a phrase names: both ends inclusive, or neither known."""

    basis: DateBasis
    start: date | None = None
    end: date | None = None
    granularity: Granularity = "unknown"
    about: bool = False


class UnsettledError(ValueError):
    """The phrase is about time and does not say when."""


Reader = Callable[[Match, Frame], Reading | None]


def read_inner(inner: str, frame: Frame, tense: Tense | None = None) -> Reading | None:
    """Read a phrase within a phrase, one level further down."""
    return frame.read(inner, replace(frame, tense=tense or frame.tense, nesting=frame.nesting + 1))
