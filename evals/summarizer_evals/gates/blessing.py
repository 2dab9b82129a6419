"""Bless: the only way a baseline is made or moved, with a reason that stays in its history."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from datetime import datetime

from summarizer_evals.errors import RunError
from summarizer_evals.gates.baselines import Baseline, BaselineCase, Blessing
from summarizer_evals.gates.comparing import average
from summarizer_evals.gates.outlines import Outline, outline
from summarizer_evals.metrics.definitions import load_metrics
from summarizer_evals.runs.records import DETERMINISTIC, Output, Run
from summarizer_evals.runs.scored import Scored
from summarizer_evals.scores import NOTHING, CaseScore, add_up, total
from summarizer_evals.suites import GateRules

_LEAST_REASON = 8
_AGREEMENT = 2.0
"""Epochs agree when none is further from their mean than so many times the margin."""


def bless(
    run: Run,
    scored: Scored,
    rules: GateRules,
    *,
    reason: str,
    now: datetime,
    earlier: Baseline | None,
) -> Baseline:
    """Returns the baseline that a run becomes.

    Args:
        run: a whole run of the suite.
        scored: its scores.
        rules: of the suite.
        reason: why this is how it should be; kept in the history.
        now: the moment.
        earlier: the baseline it takes the place of.

    Raises:
        RunError: the run is of some cases only, ended early, has cases that could not be measured,
            or is live with fewer than two epochs that agree; or the reason says nothing.
    """
    _check(run, scored, rules, reason)
    outputs: dict[str, Output] = {}
    for one in run.outputs:
        outputs.setdefault(one.case, one)
    scores: dict[str, list[CaseScore]] = {}
    for score in scored.scores:
        scores.setdefault(score.case, []).append(score)
    costs = [one.cost_usd for one in scored.scores if one.cost_usd is not None]
    blessing = Blessing(
        at=now, reason=reason, git=run.header.git, changes=_list_changes(scored, rules, earlier)
    )
    return Baseline(
        suite=run.header.suite,
        model=run.header.model,
        lane=run.header.lane,
        gold_sha256=scored.gold_sha256,
        signatures={name: scored.sign(name) for name in rules.primary},
        noise=_measure_noise(run, scored, rules),
        cost_usd=sum(costs) if costs else None,
        history=(blessing, *(earlier.history if earlier else ())),
        cases={case: _make_case(ones, outputs[case], run) for case, ones in sorted(scores.items())},
    )


def _check(run: Run, scored: Scored, rules: GateRules, reason: str) -> None:
    if len(reason.strip()) < _LEAST_REASON:
        raise RunError("give a reason that somebody understands in a year: --reason '...'")
    if not run.header.is_full:
        raise RunError("the run is of some cases only; the others would lose their baseline")
    if run.end is None or run.end.stopped:
        raise RunError("the run did not end; resume it with `summarizer eval run --out FOLDER`")
    missing = [one for one in scored.scores if one.status == "inconclusive"]
    if missing:
        raise RunError(
            f"{len(missing)} cases could not be measured, first {missing[0].case}; "
            "a baseline has all of them"
        )
    if run.header.lane in DETERMINISTIC:
        return
    if run.header.epochs < 2:
        raise RunError("answers of a model vary; run it with --epochs 2 or more to bless it")
    for name in rules.primary:
        values = _list_epoch_values(run, scored, name)
        spread = max(abs(one - statistics.fmean(values)) for one in values) if values else 0.0
        if spread > _AGREEMENT * max(rules.find_margin(name), 0.005):
            raise RunError(
                f"the epochs do not agree on {load_metrics()[name].title} "
                f"({', '.join(f'{100 * one:.1f}' for one in values)}); run more of them"
            )


def _list_epoch_values(run: Run, scored: Scored, metric: str) -> list[float]:
    values = (
        total([one for one in scored.scores if one.epoch == epoch], metric).value
        for epoch in range(1, run.header.epochs + 1)
    )
    return [one for one in values if one is not None]


def _measure_noise(run: Run, scored: Scored, rules: GateRules) -> dict[str, float]:
    noise: dict[str, float] = {}
    for name in rules.primary:
        values = _list_epoch_values(run, scored, name)
        if len(values) > 1:
            noise[name] = round(statistics.stdev(values), 6)
    return noise


def _list_changes(
    scored: Scored, rules: GateRules, earlier: Baseline | None
) -> dict[str, tuple[float | None, float | None]]:
    return {
        name: (
            _round(_find_earlier(earlier, name)),
            _round(total(scored.scores, name).value),
        )
        for name in rules.primary
    }


def _find_earlier(earlier: Baseline | None, metric: str) -> float | None:
    if earlier is None:
        return None
    return add_up(one.counts.get(metric, NOTHING) for one in earlier.cases.values()).value


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _make_case(scores: Sequence[CaseScore], output: Output, run: Run) -> BaselineCase:
    names = sorted({name for score in scores for name in score.counts})
    counts = {name: average([one.counts.get(name, NOTHING) for one in scores]) for name in names}
    seen = [{one.key for one in score.violations} for score in scores]
    usual = {
        key for keys in seen for key in keys if 2 * sum(key in one for one in seen) > len(seen)
    }
    timed = run.header.lane not in DETERMINISTIC
    return BaselineCase(
        status=scores[0].status,
        counts=counts,
        epochs=tuple(score.counts for score in scores) if len(scores) > 1 else (),
        slices=scores[0].slices,
        violations=tuple(sorted(usual)),
        outline=outline(output.result) if output.result else Outline(status="failed"),
        # Times of runs without a model tell of the machine only, and change with every blessing.
        wall_s=round(sum(one.wall_s for one in scores) / len(scores), 3) if timed else 0.0,
    )
