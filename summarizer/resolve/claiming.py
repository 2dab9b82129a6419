"""Who says what: the engine's claims, and those the sentence itself tells of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from summarizer.occurrences import stands_in
from summarizer.resolve.findings import Findings
from summarizer.resolve.naming import Naming
from summarizer.resolve.quoting import Quotes
from summarizer_schemas.record import Claim, Evidence, Modality
from summarizer_schemas.wire import WireClaim

_ABOUT = re.compile(r"(event|actor|target|location|date)\Z|figures\[([0-9]{1,4})\]\Z")
_MARKS = re.compile('["“”„«»「」]')


class Claiming:
    """Makes the claims of one text."""

    def __init__(self, quotes: Quotes, naming: Naming, findings: Findings) -> None:
        self._quotes = quotes
        self._naming = naming
        self._findings = findings

    def make(
        self, wires: Sequence[WireClaim], near: int, places: Mapping[int, int]
    ) -> tuple[Claim, ...]:
        """Returns the claims the article bears out.

        Args:
            wires: what the engine says.
            near: where the event is told of.
            places: the new place of each figure of the event by its old one.
        """
        claims: list[Claim] = []
        for wire in wires:
            evidence = self._quotes.find_all([wire.quote], near=near)
            claimant = self._naming.make_claimants([wire.claimant], near)
            if not evidence or not claimant:
                self._findings.reject("claim", wire.quote, "ungrounded")
            elif not any(stands_in(one.quote.lower(), wire.cue.lower()) for one in evidence):
                self._findings.reject("claim", wire.quote, "cue_not_in_quote")
            else:
                claims.extend(
                    Claim(
                        claimant=one,
                        cue=wire.cue,
                        stance=wire.stance,
                        about=_find_about(wire.about, places),
                        modality=_judge_modality(wire, evidence),
                        evidence=tuple(evidence),
                    )
                    for one in claimant
                )
        return tuple(claims)


def _judge_modality(wire: WireClaim, evidence: Sequence[Evidence]) -> Modality:
    """A quotation has quotation marks."""
    if wire.modality == "quote" and any(_MARKS.search(one.quote) for one in evidence):
        return "quote"
    return "paraphrase"


def _find_about(about: str, places: Mapping[int, int]) -> str:
    """What a claim is about; a figure that was not kept leaves a claim about the event."""
    match = _ABOUT.match(about)
    if match is None:
        return "event"
    place = places.get(int(match[2])) if match[2] else None
    return match[1] or ("event" if place is None else f"figures[{place}]")
