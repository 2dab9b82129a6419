"""What a gate says: a verdict, and everything it rests on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from summarizer_evals.runs.records import Lane
from summarizer_evals.scores import Finding, Tally, Violation
from summarizer_schemas.base import Record

Status = Literal["pass", "regression", "wrong_use", "inconclusive", "mismatch", "budget"]

EXIT_CODES: dict[Status, int] = {
    "pass": 0,
    "regression": 1,
    "wrong_use": 2,
    "inconclusive": 3,
    "mismatch": 4,
    "budget": 5,
}
PRECEDENCE: tuple[Status, ...] = ("wrong_use", "mismatch", "budget", "inconclusive", "regression")
"""When several things are wrong, the first of these decides the exit code."""


class Interval(Record):
    """A 95 % interval."""

    low: float
    high: float


class MetricLine(Record):
    """One metric of a run beside the baseline; values are shares, 0 to 1."""

    metric: str
    title: str
    use: Literal["primary", "guard", "report"]
    better: Literal["higher", "lower"]
    baseline: float | None
    now: float | None
    delta: float | None
    """Now minus baseline; null when either is null."""
    interval: Interval | None = None
    """Of delta, by paired bootstrap over cases."""
    p: float | None = None
    """One-sided p of "now is not worse", by approximate randomisation; Holm-adjusted."""
    margin: float | None = None
    """How much worse is still let pass."""
    detectable: float | None = None
    """Smallest drop that this suite shows with 80 % power."""
    cases_needed: int | None = None
    """Cases to see a drop as small as the margin, where this suite is too small."""
    alone: Interval | None = None
    """Interval of `now` by itself, which says how little an unpaired comparison can see."""
    scored: int
    expected: int
    """Cases in the value, and cases that should be."""
    verdict: Literal["ok", "worse", "better", "below floor", "above ceiling", "not measured", "-"]
    signature: str = ""


class SliceLine(Record):
    """One metric in one group of cases."""

    slice: str
    """`language=es`."""
    metric: str
    cases: int
    baseline: float | None
    now: float | None
    delta: float | None


class CaseChange(Record):
    """One case whose outputs or scores are not those of the baseline."""

    case: str
    delta: float
    """Mean change of the primary metrics the case has a value for."""
    changes: dict[str, float] = Field(default_factory=dict[str, float])
    """Metric -> change of the case's own value."""
    cause: str = ""
    """One line: the worst thing that is new."""
    new_violations: tuple[Violation, ...] = ()
    gone_violations: tuple[Violation, ...] = ()
    findings: tuple[Finding, ...] = ()
    """Differences between gold and what was found now."""


class Spending(Record):
    """Money and time of a run beside the baseline."""

    cost_usd: float | None = None
    baseline_cost_usd: float | None = None
    p50_s: float | None = None
    p95_s: float | None = None
    baseline_p95_s: float | None = None
    tokens: int = 0
    verdict: Literal["ok", "warn", "worse", "-"] = "-"
    message: str = ""


class Verdict(Record):
    """Whether a change may pass, and why."""

    format: Literal["verdict/1"] = "verdict/1"
    status: Status
    exit_code: int
    reasons: tuple[str, ...] = ()
    """One sentence each; the first one decides."""
    notes: tuple[str, ...] = ()
    """What does not decide but should be known."""
    suite: str
    lane: Lane
    model: str
    scored: int
    expected: int
    inconclusive: dict[str, str] = Field(default_factory=dict[str, str])
    """Case -> why it could not be measured."""
    failed: dict[str, str] = Field(default_factory=dict[str, str])
    """Case -> why the pipeline gave nothing."""
    metrics: tuple[MetricLine, ...] = ()
    slices: tuple[SliceLine, ...] = ()
    new_violations: dict[str, tuple[Violation, ...]] = Field(
        default_factory=dict[str, "tuple[Violation, ...]"]
    )
    """Case -> hard violations that the baseline has not."""
    gone_violations: dict[str, tuple[Violation, ...]] = Field(
        default_factory=dict[str, "tuple[Violation, ...]"]
    )
    cases: tuple[CaseChange, ...] = ()
    """Cases that changed, the worst first."""
    spending: Spending = Spending()
    command: str = ""
    """What makes this verdict again."""
    baseline: str = ""
    """Where the baseline stands, and the reason it was blessed with."""
    totals: dict[str, Tally] = Field(default_factory=dict[str, Tally])
