"""Who says what: the engine's claims, and those the sentence itself tells of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from summarizer.occurrences import stands_in
from summarizer.resolve.findings import Findings
from summarizer.resolve.naming import Naming
from summarizer.resolve.quoting import Quotes
from summarizer_schemas.record import Evidence, Modality
from summarizer_schemas.wire import WireClaim

_PARTS = frozenset({"event", "actor", "target", "location", "date"})
_FIGURE = re.compile(r"figures\[([0-9]{1,4})\]\Z")
_MARKS = re.compile('["“”„«»「」]')


class Claiming:
    """Makes the claims of one text."""

    def __init__(self, quotes: Quotes, naming: Naming, findings: Findings) -> None:
        self._quotes = quotes
        self._naming = naming
        self._findings = findings

    def make(
        self, wires: Sequence[WireClaim], near: int, places: Mapping[int, int]
    ) -> tuple[dict[str, object], ...]:
        """Returns the values of the claims the article bears out; the event is checked with them.

        Args:
            wires: what the engine says.
            near: where the event is told of.
            places: the new place of each figure of the event by its old one.
        """
        claims: list[dict[str, object]] = []
        for wire in wires:
            evidence = self._quotes.find_all([wire.quote], near=near)
            claimants = self._naming.make_claimant(wire.claimant, near)
            if not evidence or not claimants:
                self._findings.reject("claim", wire.quote, "ungrounded")
                continue
            cue = wire.cue.lower()
            if not any(stands_in(one.quote.lower(), cue) for one in evidence):
                self._findings.reject("claim", wire.quote, "cue_not_in_quote")
                continue
            about, modality = _find_about(wire.about, places), _judge_modality(wire, evidence)
            said: dict[str, object] = {
                "cue": wire.cue,
                "stance": wire.stance,
                "about": about,
                "modality": modality,
                "evidence": tuple(evidence),
            }
            claims += [{"claimant": claimant, **said} for claimant in claimants]
        return tuple(claims)


def _judge_modality(wire: WireClaim, evidence: Sequence[Evidence]) -> Modality:
    """A quotation has quotation marks."""
    if wire.modality == "quote" and any(_MARKS.search(one.quote) for one in evidence):
        return "quote"
    return "paraphrase"


def _find_about(about: str, places: Mapping[int, int]) -> str:
    """What a claim is about; a figure that was not kept leaves a claim about the event."""
    if about in _PARTS:
        return about
    match = _FIGURE.match(about)
    place = places.get(int(match[1])) if match else None
    return "event" if place is None else f"figures[{place}]"
