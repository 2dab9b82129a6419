"""What one output scored: counts that can be summed, and what went wrong in words.

Counts are kept instead of ratios: totals, intervals, slices and paired tests all follow from
them, and a case that crashed stays in the denominators.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from pydantic import Field

from summarizer_schemas.base import Record

CaseStatus = Literal["ok", "failed", "inconclusive"]
"""`failed`: the pipeline gave no findings, and that is its score; `inconclusive`: it could not be
asked (crash, provider down, nothing on the tape), so this case says nothing of quality."""

FindingKind = Literal[
    "missed",
    "spurious",
    "hallucinated",
    "split",
    "merged",
    "wrong_slot",
    "role_swap",
    "null_filled",
    "dropped_value",
    "missed_point",
    "unsupported_point",
    "contradiction",
    "background",
]
"""Error classes: an event that is missed; one too many; one made up; one told twice; two told as
one; a slot with another value; actor and recipient exchanged; a slot filled that gold leaves
empty; a slot left empty that gold fills; a key point missed; one that no gold point bears out;
one that says otherwise; background told as an event."""

ViolationKind = Literal[
    "evidence_not_verbatim",
    "hallucinated_event",
    "casualty_wrong",
    "killed_wounded_swap",
    "actor_recipient_swap",
    "point_too_long",
    "trap",
    "missed_must",
    "background_as_event",
]
"""What no average may hide."""


class Tally(NamedTuple):
    """Sums of one metric: what agrees, what was found, what was there to be found.

    A plain ratio has the same number in `found` and `gold`.
    """

    agreed: float
    found: float
    gold: float

    def __add__(self, other: object) -> Tally:
        """Returns both together."""
        if not isinstance(other, Tally):
            return NotImplemented
        return Tally(self.agreed + other.agreed, self.found + other.found, self.gold + other.gold)

    @property
    def precision(self) -> float | None:
        """Share of what was found that agrees; null when nothing was found."""
        return self.agreed / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Share of what was there that was found; null when nothing was there."""
        return self.agreed / self.gold if self.gold else None

    @property
    def value(self) -> float | None:
        """F1, which for a plain ratio is the ratio; null when there is nothing on either side.

        Example:
            >>> Tally(3, 4, 6).value, Tally(3, 4, 4).value, Tally(0, 0, 0).value
            (0.6, 0.75, None)
        """
        whole = self.found + self.gold
        return 2 * self.agreed / whole if whole else None


NOTHING = Tally(0.0, 0.0, 0.0)


def add_up(tallies: Iterable[Tally]) -> Tally:
    """Returns the sum of tallies.

    Example:
        >>> add_up([Tally(1, 2, 1), Tally(0, 0, 1)])
        Tally(agreed=1.0, found=2.0, gold=2.0)
    """
    agreed = found = gold = 0.0
    for one in tallies:
        agreed, found, gold = agreed + one[0], found + one[1], gold + one[2]
    return Tally(agreed, found, gold)


class Finding(Record):
    """One difference between gold and what was found."""

    kind: FindingKind
    gold: str | None = None
    """Id of the gold item."""
    found: str | None = None
    """Id of the found item: `e2`, or `p1` for the first key point."""
    slot: str | None = None
    expected: str = ""
    got: str = ""


class Violation(Record):
    """One thing that fails a gate whatever the averages say, when the baseline has it not."""

    kind: ViolationKind
    item: str
    """What it is about, in words that stay the same from run to run: `g1.killed`, `t2`."""
    message: str = ""

    @property
    def key(self) -> str:
        """Kind and item."""
        return f"{self.kind}:{self.item}"


class Pair(Record):
    """A found event and the gold event it is taken for."""

    gold: str
    found: str
    similarity: float
    optional: bool = False
    slots: dict[str, float] = Field(default_factory=dict[str, float])
    """Relaxed agreement, 0 to 1, for each slot filled on either side."""


class PointPair(Record):
    """A key point and a gold point it tells."""

    gold: str
    found: str
    similarity: float


class CaseScore(Record):
    """Everything that was measured on one output."""

    case: str
    epoch: int = 1
    annotation: int = 0
    """Which of the case's annotations this is measured against: the one it is nearest to."""
    status: CaseStatus
    reason: str = ""
    """Why there is nothing to score, for `failed` and `inconclusive`."""
    counts: dict[str, Tally] = Field(default_factory=dict[str, Tally])
    """Metric id -> sums."""
    samples: dict[str, tuple[float, ...]] = Field(default_factory=dict[str, "tuple[float, ...]"])
    """Single measurements that are reported as percentiles: days of error, and so on."""
    slices: dict[str, str] = Field(default_factory=dict[str, str])
    violations: tuple[Violation, ...] = ()
    findings: tuple[Finding, ...] = ()
    pairs: tuple[Pair, ...] = ()
    point_pairs: tuple[PointPair, ...] = ()
    cost_usd: float | None = None
    wall_s: float = 0.0
    tokens: int = 0


def total(scores: Iterable[CaseScore], metric: str) -> Tally:
    """Returns the sums of one metric over cases and epochs."""
    return add_up(one.counts[metric] for one in scores if metric in one.counts)


def total_all(scores: Iterable[CaseScore]) -> Mapping[str, Tally]:
    """Returns the sums of every metric."""
    sums: dict[str, Tally] = {}
    for score in scores:
        for metric, tally in score.counts.items():
            sums[metric] = sums.get(metric, NOTHING) + tally
    return sums
