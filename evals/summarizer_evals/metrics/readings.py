"""The events of one article, sorted by what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summarizer_evals.gold.records import Background, Gold, GoldEvent
from summarizer_evals.metrics.alignment import Alignment, align
from summarizer_schemas.codebook import derive
from summarizer_schemas.record import Event

_BACKGROUND_OVERLAP = 0.5
"""Share of a span, the shorter of two, from which a found event is taken for a background item."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The events of one article, sorted by what became of them.

    Attributes:
        gold: all gold events.
        found: all found ones.
        alignment: what is taken for what.
        pairs: pairs of a gold event that is needed.
        optional: pairs of one that is not.
        missed: gold events that are needed and have no partner.
        spurious: found events without a partner that count as too many.
        background: found events without a partner that gold lists as background, with the item.
        unfounded: ids of found events with evidence that is not what the article has there.
    """

    gold: tuple[GoldEvent, ...]
    found: tuple[Event, ...]
    alignment: Alignment
    pairs: tuple[tuple[GoldEvent, Event], ...]
    optional: tuple[tuple[GoldEvent, Event], ...]
    missed: tuple[GoldEvent, ...]
    spurious: tuple[Event, ...]
    background: tuple[tuple[Background, Event], ...]
    unfounded: frozenset[str] = frozenset()

    @property
    def free(self) -> frozenset[str]:
        """Ids of the gold events that need not be found."""
        return frozenset(one.id for one in self.gold if one.optional)

    @property
    def named(self) -> dict[str, str]:
        """Id of a found event -> id of the gold event it is taken for."""
        return {self.found[at].id: self.gold[row].id for row, at in self.alignment.pairs}


def read_events(gold: Gold, found: Sequence[Event], text: str) -> Reading:
    """Returns the events of an article, sorted by what became of them.

    A found event that gold lists as background is not counted when it is marked as such:
    realis `generic` or salience `background`.
    """
    alignment = align(gold.events, found)
    matched = {column: gold.events[row] for row, column in alignment.pairs}
    rows = {row for row, _ in alignment.pairs}
    paired = [(one, found[column]) for column, one in matched.items()]
    spurious: list[Event] = []
    background: list[tuple[Background, Event]] = []
    for column, event in enumerate(found):
        if column in matched:
            continue
        item = _find_background(gold.background, event)
        if item is not None:
            background.append((item, event))
        if item is None or not is_marked_background(event):
            spurious.append(event)
    return Reading(
        gold=gold.events,
        found=tuple(found),
        alignment=alignment,
        pairs=tuple(one for one in paired if not one[0].optional),
        optional=tuple(one for one in paired if one[0].optional),
        missed=tuple(
            one for at, one in enumerate(gold.events) if at not in rows and not one.optional
        ),
        spurious=tuple(spurious),
        background=tuple(background),
        unfounded=frozenset(
            event.id
            for event in found
            if any(text[one.start : one.end] != one.quote for one in event.evidence)
        ),
    )


def is_marked_background(event: Event) -> bool:
    """Tells whether the record itself says that it is no dated happening."""
    return event.realis == "generic" or event.salience == "background"


def _find_background(items: Iterable[Background], event: Event) -> Background | None:
    for item in items:
        span = item.evidence
        common = max(
            (min(span.end, one.end) - max(span.start, one.start))
            / min(one.end - one.start, span.end - span.start)
            for one in event.evidence
        )
        if common >= _BACKGROUND_OVERLAP and _is_alike(item, event):
            return item
    return None


def _is_alike(item: Background, event: Event) -> bool:
    if item.type is None or item.type == event.type:
        return True
    quad = derive(event.type, event.modes).quad_class
    return quad is not None and quad == derive(item.type).quad_class
