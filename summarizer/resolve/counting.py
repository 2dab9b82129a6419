"""Numbers, as the engine copies them, become figures with bounds, a group and a claimant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.figures import FigureMention, find_figures, parse_amount, read_outcome
from summarizer.occurrences import stands_in
from summarizer.resolve.findings import Findings
from summarizer.resolve.naming import Naming
from summarizer.resolve.quoting import Quotes
from summarizer.tallies import Speakers
from summarizer_schemas.record import Evidence, Figure, Measure
from summarizer_schemas.wire import WireFigure

_WORD = re.compile(r"[^\W\d_]+")
_OUTCOMES: frozenset[Measure] = frozenset(
    {"killed", "wounded", "missing", "detained", "abducted", "displaced"}
)


class Counting:
    """Makes the figures of one text."""

    def __init__(
        self, quotes: Quotes, naming: Naming, speakers: Speakers, findings: Findings
    ) -> None:
        self._quotes = quotes
        self._naming = naming
        self._speakers = speakers
        self._findings = findings
        self._mentions: dict[tuple[int, int], list[FigureMention]] = {}

    def make(
        self, wires: Sequence[WireFigure], near: int
    ) -> tuple[tuple[Figure, ...], dict[int, int]]:
        """Returns the figures kept, and the new place of each by its old one."""
        kept: dict[int, Figure] = {}
        for index, wire in enumerate(wires):
            figure = self._make_one(wire, near)
            if figure is not None:
                kept[index] = figure
        places = {index: place for place, index in enumerate(kept)}
        figures = [
            _with_whole(figure, wires[index].subset_of, places, index)
            for index, figure in kept.items()
        ]
        return tuple(figures), places

    def _make_one(self, wire: WireFigure, near: int) -> Figure | None:
        evidence = self._quotes.find_all([wire.quote], near=near)
        amount = parse_amount(wire.text)
        span = next((one for one in evidence if wire.text in one.quote), None)
        if amount is None or span is None:
            self._findings.reject("figure", wire.text, "ungrounded" if amount else "no_number")
            return None
        at = span.start + span.quote.index(wire.text)
        mention = self._find_mention(wire, span, at)
        if mention is not None and mention.measure != wire.measure:
            self._findings.reject("figure", wire.text, "outcome_changed")
            return None
        # A toll that the article attributes does not become the narrator's own.
        claimants = self._naming.make_claimants(wire.claimants, near) or self._speakers.find(at)
        group = wire.group if wire.group and stands_in(span.quote, wire.group) else None
        return Figure(
            measure=wire.measure,
            low=amount.low,
            best=amount.best,
            high=amount.high,
            qualifier=amount.qualifier,
            text=wire.text,
            group=group or (mention.group if mention else None),
            status="claimed" if claimants and wire.status == "asserted" else wire.status,
            claimants=claimants,
            evidence=tuple(evidence),
        )

    def _find_mention(self, wire: WireFigure, span: Evidence, at: int) -> FigureMention | None:
        """What the words themselves count; asked only where the engine could have mixed it up."""
        if wire.measure not in _OUTCOMES:
            return None
        told = {read_outcome(word.lower()) for word in _WORD.findall(span.quote)} & _OUTCOMES
        if told <= {wire.measure}:
            return None
        key = (span.start, span.end)
        if key not in self._mentions:
            self._mentions[key] = find_figures(self._quotes.text.text, *key)
        here = [
            one for one in self._mentions[key] if one.start < at + len(wire.text) and at < one.end
        ]
        same = [one for one in here if one.measure == wire.measure]
        return next(iter(same or here), None)


def _with_whole(figure: Figure, whole: int | None, places: dict[int, int], own: int) -> Figure:
    place = places.get(whole) if whole is not None and whole != own else None
    return figure if place is None else figure.model_copy(update={"subset_of": place})
