"""What was found in an article, short enough to be kept in a baseline and read in a review."""

from __future__ import annotations

from pydantic import Field

from summarizer_evals.metrics.showing import show_event
from summarizer_schemas.base import Record
from summarizer_schemas.result import Result


class OutlineItem(Record):
    """One key point or event: what it says, and where it stands in the article."""

    id: str
    text: str
    spans: tuple[tuple[int, int], ...] = ()


class Outline(Record):
    """The findings of one article."""

    status: str
    key_points: tuple[OutlineItem, ...] = ()
    events: tuple[OutlineItem, ...] = Field(default=())


def outline(result: Result) -> Outline:
    """Returns the outline of a result: key points `p1`, ..., then events."""
    return Outline(
        status=result.status,
        key_points=tuple(
            OutlineItem(
                id=f"p{number}",
                text=point.text,
                spans=tuple((one.start, one.end) for one in point.evidence),
            )
            for number, point in enumerate(result.key_points, start=1)
        ),
        events=tuple(
            OutlineItem(
                id=event.id,
                text=show_event(event),
                spans=tuple((one.start, one.end) for one in event.evidence),
            )
            for event in result.events
        ),
    )
