"""A run beside its baseline: values, intervals, slices, and the cases that changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from summarizer_evals.gates.baselines import Baseline, BaselineCase
from summarizer_evals.gates.records import CaseChange, MetricLine, SliceLine
from summarizer_evals.gates.statistics import (
    Array,
    Difference,
    adjust_holm,
    compare_paired,
    count_cases_needed,
    find_detectable,
    measure_alone,
    stack,
)
from summarizer_evals.metrics.definitions import Metric, load_metrics
from summarizer_evals.runs.scored import Scored
from summarizer_evals.scores import NOTHING, CaseScore, Finding, Tally, Violation, add_up
from summarizer_evals.suites import GateRules

_SMALL = 1e-9


@dataclass(frozen=True, slots=True)
class Sides:
    """The same cases twice.

    Attributes:
        cases: ids, sorted.
        before: the baseline, or None when there is none.
        now: scores of the run, epoch by epoch.
    """

    cases: tuple[str, ...]
    before: Mapping[str, BaselineCase] | None
    now: Mapping[str, Sequence[CaseScore]]

    def count_before(self, metric: str) -> Array | None:
        """Returns the counts of the baseline (cases, epochs, 3)."""
        if self.before is None:
            return None
        rows: list[list[Tally]] = []
        for case in self.cases:
            known = self.before[case]
            epochs = known.epochs or (known.counts,)
            rows.append([one.get(metric, NOTHING) for one in epochs])
        return stack(_even(rows))

    def count_now(self, metric: str) -> Array:
        """Returns the counts of the run (cases, epochs, 3)."""
        rows = [
            [score.counts.get(metric, NOTHING) for score in self.now[case]] for case in self.cases
        ]
        return stack(_even(rows))


def _even(rows: list[list[Tally]]) -> list[list[Tally]]:
    """Gives every case as many epochs as the one with most has; a missing one is its mean."""
    most = max((len(row) for row in rows), default=1)
    return [row + [average(row)] * (most - len(row)) if len(row) < most else row for row in rows]


def average(tallies: Sequence[Tally]) -> Tally:
    """Returns the mean of tallies."""
    count = max(len(tallies), 1)
    return Tally(*(part / count for part in add_up(tallies)))


def pair_up(scored: Scored, baseline: Baseline | None) -> Sides:
    """Returns a run and its baseline, case by case."""
    now: dict[str, list[CaseScore]] = {}
    for score in scored.scores:
        now.setdefault(score.case, []).append(score)
    return Sides(tuple(sorted(now)), baseline.cases if baseline else None, now)


# ---- metrics ----


def compare_metrics(sides: Sides, scored: Scored, rules: GateRules) -> list[MetricLine]:
    """Returns every metric that has a value on either side, primary ones first."""
    metrics = load_metrics()
    names = [*rules.primary, *(one for one in metrics if one not in rules.primary)]
    measured = {name: _measure(sides, name, rules) for name in rules.primary}
    tested = [name for name in rules.primary if measured[name] is not None]
    adjusted = dict(zip(tested, adjust_holm([_p(measured[name]) for name in tested]), strict=True))
    lines: list[MetricLine] = []
    for name in names:
        line = _write_line(sides, scored, metrics[name], rules, measured.get(name))
        if name in adjusted:
            line = line.model_copy(update={"p": adjusted[name]})
        if line.now is not None or line.baseline is not None or name in rules.primary:
            lines.append(line)
    return lines


def _p(difference: Difference | None) -> float:
    return 1.0 if difference is None else difference.p


def _measure(sides: Sides, metric: str, rules: GateRules) -> Difference | None:
    before = sides.count_before(metric)
    if before is None:
        return None
    now = sides.count_now(metric)
    if load_metrics()[metric].better == "lower":
        before, now = _turn(before), _turn(now)
    return compare_paired(before, now, resamples=rules.resamples, seed=rules.seed)


def _turn(counts: Array) -> Array:
    """Makes more be better: what does not agree instead of what does."""
    agreed, found, gold = (counts[..., part] for part in range(3))
    return np.stack([(found + gold) / 2 - agreed, found, gold], axis=-1)


def _write_line(
    sides: Sides,
    scored: Scored,
    metric: Metric,
    rules: GateRules,
    difference: Difference | None,
) -> MetricLine:
    counts_now = [
        average([one.counts.get(metric.id, NOTHING) for one in sides.now[case]])
        for case in sides.cases
    ]
    now = add_up(counts_now).value
    before = None
    if sides.before is not None:
        before = add_up(
            sides.before[case].counts.get(metric.id, NOTHING) for case in sides.cases
        ).value
    is_primary = metric.id in rules.primary
    margin = rules.find_margin(metric.id) if is_primary else None
    detectable = needed = None
    alone = None
    if is_primary:
        alone = measure_alone(
            sides.count_now(metric.id), resamples=rules.resamples, seed=rules.seed
        )
    if difference is not None and margin is not None:
        detectable = find_detectable(difference.error, alpha=rules.alpha, tests=len(rules.primary))
        needed = count_cases_needed(len(sides.cases), detectable, margin)
    sign = -1.0 if metric.better == "lower" else 1.0
    interval = difference.interval if difference else None
    if interval is not None and sign < 0:
        interval = interval.model_copy(update={"low": -interval.high, "high": -interval.low})
    return MetricLine(
        metric=metric.id,
        title=metric.title,
        use="primary" if is_primary else ("report" if metric.use == "primary" else metric.use),
        better=metric.better,
        baseline=before,
        now=now,
        delta=now - before if now is not None and before is not None else None,
        interval=interval,
        p=difference.p if difference else None,
        margin=margin,
        detectable=detectable,
        cases_needed=needed,
        alone=alone,
        scored=sum(
            any(metric.id in one.counts for one in sides.now[case] if one.status != "inconclusive")
            for case in sides.cases
        ),
        expected=sum(
            any(metric.id in one.counts for one in sides.now[case]) for case in sides.cases
        ),
        verdict="-",
        signature=scored.sign(metric.id),
    )


# ---- slices ----


def compare_slices(sides: Sides, rules: GateRules) -> list[SliceLine]:
    """Returns the primary metrics in every group of cases; what moved most comes first."""
    groups: dict[str, list[str]] = {}
    for case in sides.cases:
        for name in rules.slices:
            value = sides.now[case][0].slices.get(name)
            if value is not None:
                groups.setdefault(f"{name}={value}", []).append(case)
    lines = [
        _write_slice(sides, group, members, metric)
        for group, members in sorted(groups.items())
        for metric in rules.primary
    ]
    kept = [one for one in lines if one.now is not None or one.baseline is not None]
    return sorted(kept, key=lambda one: -abs(one.delta or 0.0))


def _write_slice(sides: Sides, group: str, members: Sequence[str], metric: str) -> SliceLine:
    now = add_up(
        average([one.counts.get(metric, NOTHING) for one in sides.now[case]]) for case in members
    ).value
    before = None
    if sides.before is not None:
        before = add_up(sides.before[case].counts.get(metric, NOTHING) for case in members).value
    return SliceLine(
        slice=group,
        metric=metric,
        cases=len(members),
        baseline=before,
        now=now,
        delta=now - before if now is not None and before is not None else None,
    )


# ---- cases ----


def compare_cases(sides: Sides, rules: GateRules) -> list[CaseChange]:
    """Returns the cases whose counts or violations changed, the worst first."""
    if sides.before is None:
        return []
    changes = [
        _compare_case(case, sides.before[case], sides.now[case], rules) for case in sides.cases
    ]
    kept = [one for one in changes if one.changes or one.new_violations or one.gone_violations]
    return sorted(kept, key=lambda one: (-len(one.new_violations), one.delta, one.case))


def _compare_case(
    case: str, before: BaselineCase, scores: Sequence[CaseScore], rules: GateRules
) -> CaseChange:
    changes: dict[str, float] = {}
    names = {name for score in scores for name in score.counts} | set(before.counts)
    for name in names:
        was = before.counts.get(name, NOTHING).value
        now = average([one.counts.get(name, NOTHING) for one in scores]).value
        if (was or 0.0) != (now or 0.0) and abs((now or 0.0) - (was or 0.0)) > _SMALL:
            changes[name] = (now or 0.0) - (was or 0.0)
    primary = [changes[name] for name in rules.primary if name in changes]
    new, gone = find_new_violations(before.violations, scores)
    findings = scores[0].findings
    return CaseChange(
        case=case,
        delta=sum(primary) / len(primary) if primary else 0.0,
        changes=dict(sorted(changes.items())),
        cause=_find_cause(new, findings, changes),
        new_violations=new,
        gone_violations=gone,
        findings=findings,
    )


def find_new_violations(
    before: Iterable[str], scores: Sequence[CaseScore]
) -> tuple[tuple[Violation, ...], tuple[Violation, ...]]:
    """Returns violations that are new, and those that are gone; what most epochs say counts."""
    known = set(before)
    seen: dict[str, list[Violation]] = {}
    for score in scores:
        for one in score.violations:
            seen.setdefault(one.key, []).append(one)
    usual = {key: ones[0] for key, ones in seen.items() if 2 * len(ones) > len(scores)}
    gone = tuple(
        Violation.model_validate({"kind": kind, "item": item})
        for kind, _, item in (key.partition(":") for key in sorted(known - set(usual)))
    )
    return tuple(one for key, one in usual.items() if key not in known), gone


def _find_cause(
    new: Sequence[Violation], findings: Sequence[Finding], changes: Mapping[str, float]
) -> str:
    """The worst thing that is new, in one line."""
    if new:
        return f"{new[0].kind.replace('_', ' ')}: {new[0].item} {new[0].message}".strip()
    worse = [name for name in changes if changes[name] < 0]
    if not worse:
        return ""
    for one in findings:
        if one.kind in ("missed", "hallucinated", "role_swap", "wrong_slot", "missed_point"):
            slot = f" {one.slot}" if one.slot else ""
            what = one.expected or one.got
            return f"{one.kind.replace('_', ' ')}{slot} {one.gold or one.found}: {what}"
    return f"{worse[0]} fell"
