"""Sums of many metrics, while they are being counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from summarizer_evals.scores import Tally

_DIGITS = 6
"""Of counts with partial credit: the same outputs give the same sums in whatever order."""


@dataclass(slots=True)
class Sums:
    """What the metrics of one article add up to so far."""

    sums: dict[str, list[float]] = field(default_factory=dict[str, "list[float]"])
    samples: dict[str, list[float]] = field(default_factory=dict[str, "list[float]"])

    def add(self, metric: str, agreed: float, found: float, gold: float | None = None) -> None:
        """Adds to a metric; one denominator is enough for a ratio."""
        gold = found if gold is None else gold
        known = self.sums.get(metric)
        if known is None:
            self.sums[metric] = [agreed, found, gold]
        else:
            known[0] += agreed
            known[1] += found
            known[2] += gold

    @property
    def counts(self) -> dict[str, Tally]:
        """The sums as they stand."""
        return {
            metric: Tally(*(round(float(part), _DIGITS) for part in parts))
            for metric, parts in self.sums.items()
        }

    def note(self, name: str, value: float) -> None:
        """Keeps one measurement."""
        self.samples.setdefault(name, []).append(value)
