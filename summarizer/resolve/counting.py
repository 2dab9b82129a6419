"""Numbers, as the engine copies them, become figures with bounds, a group and a claimant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.figures import (
    Amount,
    FigureMention,
    find_figures,
    find_whole,
    parse_amount,
    read_outcome,
)
from summarizer.occurrences import find_in, stands_in
from summarizer.resolve.findings import Findings
from summarizer.resolve.naming import Naming
from summarizer.resolve.quoting import Quotes
from summarizer.tallies import Speakers
from summarizer_schemas.record import Evidence, Measure
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
    ) -> tuple[tuple[dict[str, object], ...], dict[int, int]]:
        """Returns the values of the figures kept, and the new place of each by its old one.

        The figures are checked with the event that they become a part of.
        """
        if not wires:
            return (), {}
        kept: dict[int, dict[str, object]] = {}
        for index, wire in enumerate(wires):
            figure = self._make_one(wire, near)
            if figure is not None:
                kept[index] = figure
        places = {index: place for place, index in enumerate(kept)}
        for index, figure in kept.items():
            whole = wires[index].subset_of
            if whole is not None and whole != index:
                figure["subset_of"] = places.get(whole)
        return tuple(kept.values()), places

    def _make_one(self, wire: WireFigure, near: int) -> dict[str, object] | None:
        evidence = self._quotes.find_all([wire.quote], near=near)
        amount = parse_amount(wire.text)
        span, place = _find_holder(evidence, wire.text)
        if amount is None or span is None:
            self._findings.reject("figure", wire.text, "ungrounded" if amount else "no_number")
            return None
        at = span.start + place
        words = wire.text
        whole = find_whole(self._quotes.text.text, at, at + len(words))
        if whole is not None:
            if not _is_part(amount, whole.amount):
                self._findings.reject("figure", words, "number_changed")
                return None
            # "nine people" out of "at least nine people": nobody said that there were no more.
            amount, at, end = whole.amount, min(at, whole.start), max(at + len(words), whole.end)
            words = self._quotes.text.text[at:end]
            evidence = [self._widen(one, at, end) if one is span else one for one in evidence]
        mention = self._find_mention(wire, span, at)
        if mention is not None and mention.measure != wire.measure:
            self._findings.reject("figure", wire.text, "outcome_changed")
            return None
        # A toll that the article attributes does not become the narrator's own.
        claimants = self._naming.make_claimants(wire.claimants, near) or self._speakers.find(at)
        group = wire.group if wire.group and stands_in(span.quote, wire.group) else None
        return {
            "measure": wire.measure,
            "low": amount.low,
            "best": amount.best,
            "high": amount.high,
            "qualifier": amount.qualifier,
            "text": words,
            "group": group or (mention.group if mention else None),
            "status": "claimed" if claimants and wire.status == "asserted" else wire.status,
            "claimants": claimants,
            "evidence": tuple(evidence),
        }

    def _widen(self, span: Evidence, start: int, end: int) -> Evidence:
        """The evidence with the words of an amount that reaches over its border."""
        start, end = min(span.start, start), max(span.end, end)
        if (start, end) == (span.start, span.end):
            return span
        quote = self._quotes.text.text[start:end]
        return span.model_copy(update={"quote": quote, "start": start, "end": end})

    def _find_mention(self, wire: WireFigure, span: Evidence, at: int) -> FigureMention | None:
        """What the words themselves count; asked only where the engine could have mixed it up."""
        if wire.measure not in _OUTCOMES:
            return None
        for word in _WORD.findall(span.quote):
            outcome = read_outcome(word)
            if outcome is not None and outcome != wire.measure and outcome in _OUTCOMES:
                break
        else:
            return None
        key = (span.start, span.end)
        if key not in self._mentions:
            self._mentions[key] = find_figures(self._quotes.text.text, *key)
        here = [
            one for one in self._mentions[key] if one.start < at + len(wire.text) and at < one.end
        ]
        same = [one for one in here if one.measure == wire.measure]
        return next(iter(same or here), None)


def _is_part(given: Amount, whole: Amount) -> bool:
    """Whether a number is one of those that the whole amount gives."""
    core = next((one for one in (given.best, given.high, given.low) if one is not None), None)
    return core is not None and core in (whole.low, whole.best, whole.high)


def _find_holder(evidence: Sequence[Evidence], words: str) -> tuple[Evidence | None, int]:
    """The evidence these words stand in, and where; "12 people" do not stand in "112 people"."""
    for one in evidence:
        place = find_in(one.quote, words)
        if place >= 0:
            return one, place
    return None, -1
