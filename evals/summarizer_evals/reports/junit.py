"""JUnit XML, as CI servers read it: one test for each article, one for each line of the gate."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from junitparser import Error, Failure, JUnitXml, TestCase, TestSuite

from summarizer_evals.gates.records import CaseChange, MetricLine, Verdict
from summarizer_evals.metrics.definitions import list_primary
from summarizer_evals.reports.words import (
    clean_line,
    describe_violation,
    is_bad,
    show_change,
    show_interval,
    show_value,
)
from summarizer_evals.scores import CaseScore, total

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even as a reference."""


def render_junit(verdict: Verdict, scores: Sequence[CaseScore]) -> str:
    """Returns the XML of two suites: `<suite>.cases` and `<suite>.gate`.

    An article fails when it has new violations; when its scores fell, or the pipeline gave
    nothing, only if the gate says regression, so that nothing is red where the gate is green.
    What could not be measured is an error.
    """
    by_case: dict[str, list[CaseScore]] = {}
    for score in scores:
        by_case.setdefault(score.case, []).append(score)
    for case in (*verdict.inconclusive, *verdict.failed, *verdict.new_violations):
        by_case.setdefault(case, [])
    changes = {one.case: one for one in verdict.cases}
    cases = _start_suite(verdict, "cases")
    cases.add_testcases(
        [_build_case(case, own, changes.get(case), verdict) for case, own in by_case.items()]
    )
    gate = _start_suite(verdict, "gate")
    gate.add_testcases([_build_gate(one, verdict) for one in verdict.metrics if _is_gate(one)])
    report = JUnitXml(name=_clean(verdict.suite))
    for one in (cases, gate):
        report.add_testsuite(one)
    untyped: Any = report
    untyped.update_statistics()
    return cast("str", untyped.tostring().decode("utf-8"))


def _clean(text: str) -> str:
    return _ILLEGAL.sub("�", clean_line(text))


def _start_suite(verdict: Verdict, name: str) -> TestSuite:
    suite = TestSuite(_clean(f"{verdict.suite}.{name}"))
    spent = verdict.spending.cost_usd
    facts: Mapping[str, object] = {
        "lane": verdict.lane,
        "model": verdict.model,
        "suite": verdict.suite,
        "status": verdict.status,
        "exit_code": verdict.exit_code,
        "scored": verdict.scored,
        "expected": verdict.expected,
        "cost_usd": "" if spent is None else spent,
    }
    for key, value in facts.items():
        suite.add_property(key, _clean(str(value)))
    return suite


def _build_case(
    case: str, scores: Sequence[CaseScore], change: CaseChange | None, verdict: Verdict
) -> TestCase:
    seconds = sum(one.wall_s for one in scores) / len(scores) if scores else 0.0
    test = TestCase(
        _clean(case), classname=_clean(f"{verdict.suite}.cases"), time=round(seconds, 3)
    )
    unmeasured = verdict.inconclusive.get(case) or next(
        (one.reason or "no reason given" for one in scores if one.status == "inconclusive"), None
    )
    if unmeasured:
        test.result = [_say(Error, "inconclusive", unmeasured)]
    elif why := _find_failure(case, change, verdict):
        test.result = [_say(Failure, "regression", why[0], "\n".join(why))]
    lines = [
        f"{metric}: {show_value(value)}"
        for metric in list_primary()
        if (value := total(scores, metric).value) is not None
    ]
    if change:
        lines.append(f"change: {show_change(change.delta)} {clean_line(change.cause)}".rstrip())
    test.system_out = _ILLEGAL.sub("�", "\n".join(lines))
    return test


def _find_failure(case: str, change: CaseChange | None, verdict: Verdict) -> list[str]:
    why = [f"new: {describe_violation(one)}" for one in verdict.new_violations.get(case, ())]
    if verdict.status == "regression":
        if case in verdict.failed:
            why.append(f"nothing found: {verdict.failed[case]}")
        if change and change.delta < 0:
            why.append(f"fell by {show_change(-change.delta).lstrip('+')}: {change.cause}")
    return why


def _say(kind: type[Error | Failure], name: str, message: str, text: str = "") -> Error | Failure:
    result = kind(_clean(message), name)
    result.text = "\n".join(_clean(one) for one in (text or message).splitlines())
    return result


# ---- the lines of the gate ----


def _is_gate(line: MetricLine) -> bool:
    return line.use == "primary" or (line.use == "guard" and line.verdict != "-")


def _build_gate(line: MetricLine, verdict: Verdict) -> TestCase:
    test = TestCase(
        _clean(f"gate: {line.title}"), classname=_clean(f"{verdict.suite}.gate"), time=0
    )
    words = (
        f"{line.title}: {show_value(line.baseline, line.metric)} → "
        f"{show_value(line.now, line.metric)}, change {show_change(line.delta, line.metric)} "
        f"{show_interval(line.interval, line.metric)}".rstrip()
        + (f", margin {show_value(line.margin, line.metric)}" if line.margin is not None else "")
        + f", {line.scored} of {line.expected} articles"
    )
    if line.verdict == "not measured":
        test.result = [_say(Error, "not measured", words)]
    elif is_bad(line):
        test.result = [_say(Failure, line.verdict, words)]
    else:
        test.system_out = _ILLEGAL.sub("�", words)
    return test
