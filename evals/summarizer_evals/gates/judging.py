"""The gate: whether a change may pass.

Two guards against a drop: for each primary metric, worse by more than its margin (and, where
outputs vary from run to run, more than chance makes it); and for each case, a hard violation that
the baseline has not. Beside them floors and ceilings, cost and latency, and above all of them:
whether everything was measured, on the same gold, by the same rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from summarizer_evals.gates.baselines import Baseline
from summarizer_evals.gates.comparing import (
    Sides,
    compare_cases,
    compare_metrics,
    compare_slices,
    find_new_violations,
    pair_up,
)
from summarizer_evals.gates.records import (
    EXIT_CODES,
    PRECEDENCE,
    MetricLine,
    Spending,
    Status,
    Verdict,
)
from summarizer_evals.runs.records import DETERMINISTIC, Run
from summarizer_evals.runs.scored import Scored
from summarizer_evals.scores import CaseScore, Violation, total_all
from summarizer_evals.suites import GateRules

_SMALL = 1e-9
_Trouble = tuple[Status, str]
_NEVER = "a run of some of the cases is for looking, not for a gate; run the whole suite"


def judge(
    run: Run, scored: Scored, baseline: Baseline | None, rules: GateRules, *, where: str = ""
) -> Verdict:
    """Returns the verdict on a run.

    Args:
        run: what was asked, and how it ended.
        scored: its scores.
        baseline: what it is compared with; None compares with nothing, which never passes.
        rules: of the suite.
        where: path of the baseline, for the report.
    """
    mismatch = list(_check_comparable(run, scored, baseline))
    sides = pair_up(scored, None if mismatch else baseline)
    lines = [_judge_line(one, rules, run) for one in compare_metrics(sides, scored, rules)]
    spending = _judge_spending(scored, baseline, rules, run)
    new, gone = _list_violations(sides)
    reasons = {
        state: {one.case: one.reason for one in scored.scores if one.status == state}
        for state in ("inconclusive", "failed")
    }
    troubles: list[_Trouble] = [
        *(("mismatch", one) for one in mismatch),
        *_check_measured(run, scored, lines, rules),
        *_check_quality(lines, new, spending),
    ]
    kinds = {kind for kind, _ in troubles}
    status: Status = "pass"
    for one in reversed(PRECEDENCE):
        status = one if one in kinds else status
    ordered = sorted(troubles, key=lambda one: PRECEDENCE.index(one[0]))
    return Verdict(
        status=status,
        exit_code=EXIT_CODES[status],
        reasons=tuple(dict.fromkeys(text for _, text in ordered)),
        notes=tuple(_list_notes(lines, gone, run, rules)),
        suite=run.header.suite,
        lane=run.header.lane,
        model=run.header.model,
        scored=len(sides.cases) - len(reasons["inconclusive"]),
        expected=len(sides.cases),
        inconclusive=reasons["inconclusive"],
        failed=reasons["failed"],
        metrics=tuple(lines),
        slices=tuple(compare_slices(sides, rules)),
        new_violations=new,
        gone_violations=gone,
        cases=tuple(compare_cases(sides, rules)),
        spending=spending,
        command=run.header.command,
        baseline=_describe_baseline(baseline, where),
        totals=dict(total_all(scored.scores)),
    )


# ---- whether it can be compared ----


def _check_comparable(run: Run, scored: Scored, baseline: Baseline | None) -> Iterator[str]:
    if baseline is None:
        yield "there is no baseline; bless a run you trust: `summarizer eval bless RUN`"
        return
    if not run.header.is_full:
        yield _NEVER
        return
    if baseline.gold_sha256 != scored.gold_sha256:
        known, here = set(baseline.cases), {one.case for one in scored.scores}
        moved = [f"{len(here - known)} cases are new"] if here - known else []
        moved += [f"{len(known - here)} are gone"] if known - here else []
        what = ", ".join(moved) or "cases have changed"
        yield f"gold is not that of the baseline ({what}); review it, then bless a run anew"
        return
    other = [
        name for name, signature in baseline.signatures.items() if scored.sign(name) != signature
    ]
    if other:
        yield f"the metrics have changed since the baseline ({other[0]}); bless a run anew"
    if baseline.model != run.header.model:
        yield f"the baseline is of {baseline.model}, the run of {run.header.model}"
    elif baseline.lane != run.header.lane and "embedded" in (baseline.lane, run.header.lane):
        yield f"the baseline is of the {baseline.lane} lane, the run of {run.header.lane}"


def _check_measured(
    run: Run, scored: Scored, lines: Sequence[MetricLine], rules: GateRules
) -> Iterator[_Trouble]:
    stopped = run.end.stopped if run.end else "interrupted"
    if stopped == "budget":
        yield "budget", "the budget was spent before all cases were asked; raise it and resume"
    elif stopped == "interrupted":
        yield "inconclusive", "the run was interrupted; `summarizer eval run` with --out resumes it"
    missing = {one.case: one.reason for one in scored.scores if one.status == "inconclusive"}
    if len(missing) > rules.most_inconclusive:
        first = min(missing)
        expected = len({one.case for one in scored.scores})
        message = (
            f"{len(missing)} of {expected} cases could not be measured, first {first}: "
            f"{missing[first].splitlines()[0].partition('. ')[0]}"
        )
        yield "inconclusive", message
    for line in lines:
        if line.use == "primary" and line.now is None and line.baseline is not None:
            yield "inconclusive", f"{line.title} has no value: nothing was there to be measured"


# ---- whether it is as good ----


def _judge_line(line: MetricLine, rules: GateRules, run: Run) -> MetricLine:
    return line.model_copy(update={"verdict": _judge_value(line, rules, run)})


def _judge_value(line: MetricLine, rules: GateRules, run: Run) -> str:
    floor, ceiling = rules.floors.get(line.metric), rules.ceilings.get(line.metric)
    if line.now is None:
        return "not measured" if line.use == "primary" or floor is not None else "-"
    if floor is not None and line.now < floor - _SMALL:
        return "below floor"
    if ceiling is not None and line.now > ceiling + _SMALL:
        return "above ceiling"
    if line.use != "primary" or line.delta is None or line.margin is None:
        return "ok" if floor is not None or ceiling is not None else "-"
    change = -line.delta if line.better == "lower" else line.delta
    if change < -line.margin - _SMALL and (
        not _needs_evidence(rules, run) or is_proven(line, rules)
    ):
        return "worse"
    return "better" if change > line.margin else "ok"


def _needs_evidence(rules: GateRules, run: Run) -> bool:
    if rules.evidence == "auto":
        return run.header.lane not in DETERMINISTIC
    return rules.evidence == "always"


def is_proven(line: MetricLine, rules: GateRules) -> bool:
    """Tells whether a drop is more than chance: Holm-adjusted p, and the interval's near end."""
    if line.p is None or line.interval is None:
        return False
    near = -line.interval.low if line.better == "lower" else line.interval.high
    return line.p < rules.alpha and near < 0


def _check_quality(
    lines: Sequence[MetricLine],
    new: dict[str, tuple[Violation, ...]],
    spending: Spending,
) -> Iterator[_Trouble]:
    for line in lines:
        if line.verdict == "worse" and line.delta is not None and line.margin is not None:
            message = (
                f"{line.title} went from {_show(line.baseline)} to {_show(line.now)} "
                f"({100 * line.delta:+.1f} points; {100 * line.margin:g} are let pass)"
            )
            yield "regression", message
        elif line.verdict in ("below floor", "above ceiling"):
            yield "regression", f"{line.title} is {_show(line.now)}, {line.verdict}"
    for case, violations in new.items():
        for one in violations:
            what = one.kind.replace("_", " ")
            yield "regression", f"{case}: {what} ({one.item}) that the baseline has not"
    if spending.verdict == "worse":
        yield "regression", spending.message


def _show(value: float | None) -> str:
    return "nothing" if value is None else f"{100 * value:.1f}"


def _list_violations(
    sides: Sides,
) -> tuple[dict[str, tuple[Violation, ...]], dict[str, tuple[Violation, ...]]]:
    new: dict[str, tuple[Violation, ...]] = {}
    gone: dict[str, tuple[Violation, ...]] = {}
    if sides.before is None:
        return new, gone
    for case in sides.cases:
        more, fewer = find_new_violations(sides.before[case].violations, sides.now[case])
        if more:
            new[case] = more
        if fewer:
            gone[case] = fewer
    return new, gone


# ---- money and time ----


def _judge_spending(
    scored: Scored, baseline: Baseline | None, rules: GateRules, run: Run
) -> Spending:
    scores: Sequence[CaseScore] = scored.scores
    costs = [one.cost_usd for one in scores if one.cost_usd is not None]
    # Without a model, times tell of the machine and not of the pipeline.
    timed = run.header.lane not in DETERMINISTIC
    times = [one.wall_s for one in scores if timed and one.wall_s]
    before = [one.wall_s for one in baseline.cases.values() if one.wall_s] if baseline else []
    spending = Spending(
        cost_usd=sum(costs) if costs else None,
        baseline_cost_usd=baseline.cost_usd if baseline else None,
        p50_s=float(np.quantile(times, 0.5)) if times else None,
        p95_s=float(np.quantile(times, 0.95)) if times else None,
        baseline_p95_s=float(np.quantile(before, 0.95)) if before else None,
        tokens=sum(one.tokens for one in scores),
    )
    if not timed or baseline is None:
        return spending
    checks = (
        ("cost", spending.cost_usd, spending.baseline_cost_usd, rules.cost_margin, "USD"),
        ("95th percentile of latency", spending.p95_s, spending.baseline_p95_s,
         rules.latency_margin, "s"),
    )  # fmt: skip
    for name, now, was, margin, unit in checks:
        if now is None or not was or margin is None:
            continue
        if now > was * (1 + margin):
            message = f"{name} went from {was:.4g} to {now:.4g} {unit} ({margin:.0%} are let pass)"
            return spending.model_copy(update={"verdict": "worse", "message": message})
        if now > was * (1 + margin / 2):
            message = f"{name} went from {was:.4g} to {now:.4g} {unit}"
            return spending.model_copy(update={"verdict": "warn", "message": message})
    return spending.model_copy(update={"verdict": "ok"})


# ---- what should be known besides ----


def _list_notes(
    lines: Sequence[MetricLine],
    gone: dict[str, tuple[Violation, ...]],
    run: Run,
    rules: GateRules,
) -> Iterator[str]:
    small = [one for one in lines if one.use == "primary" and one.cases_needed]
    if small and _needs_evidence(rules, run):
        worst = max(small, key=lambda one: one.cases_needed or 0)
        yield (
            f"The suite is too small to see its margins: {worst.title} shows drops of "
            f"{100 * (worst.detectable or 0):.1f} points and more; about "
            f"{worst.cases_needed} cases would show {100 * (worst.margin or 0):g}."
        )
    better = [one.title for one in lines if one.verdict == "better"]
    if better or gone:
        what = ", ".join(better) or f"{sum(map(len, gone.values()))} violations are gone"
        yield f"Better than the baseline: {what}. To keep it: `summarizer eval bless`."


def _describe_baseline(baseline: Baseline | None, where: str) -> str:
    if baseline is None:
        return ""
    newest = baseline.history[0]
    return f"{where or 'baseline'}, blessed {newest.at:%Y-%m-%d}: {newest.reason}"
