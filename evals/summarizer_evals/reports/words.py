"""The words that all reports share: statuses, lanes, error classes, numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping

from summarizer.controls import clean_for_terminal
from summarizer_evals.gates.records import Interval, MetricLine, Status, Verdict
from summarizer_evals.runs.records import Lane
from summarizer_evals.scores import Finding, FindingKind, Violation, ViolationKind

STATUS_WORDS: Mapping[Status, tuple[str, str]] = {
    "pass": ("Pass", "Nothing got worse by more than its margin."),
    "regression": ("Regression", "Something got worse; the reasons say what."),
    "wrong_use": ("Wrong use", "The gate was asked for something that cannot be."),
    "inconclusive": ("Inconclusive", "Too much could not be measured to say anything."),
    "mismatch": ("Mismatch", "Baseline and run are of other gold, metrics or set-up."),
    "budget": ("Over budget", "The run was stopped before it cost more than was allowed."),
}
LANE_WORDS: Mapping[Lane, str] = {
    "embedded": "No model is asked: tells whether the embedded engine does as well as before.",
    "replay": "A model’s recorded answers: tells whether the code still does the same, "
    "not whether the model is good.",
    "record": "Asks the model and keeps its answers for replay.",
    "live": "Asks the model: tells how good model and code are together, today.",
}
FINDING_WORDS: Mapping[FindingKind, str] = {
    "missed": "missed event",
    "spurious": "event too many",
    "hallucinated": "made-up event",
    "split": "told twice",
    "merged": "told as one",
    "wrong_slot": "wrong value",
    "role_swap": "who and whom exchanged",
    "null_filled": "filled, but empty in gold",
    "dropped_value": "left empty",
    "missed_point": "missed key point",
    "unsupported_point": "key point gold does not bear out",
    "contradiction": "key point says otherwise",
    "background": "background told as an event",
}
VIOLATION_WORDS: Mapping[ViolationKind, str] = {
    "evidence_not_verbatim": "quote not in the article",
    "hallucinated_event": "made-up event",
    "casualty_wrong": "wrong casualty figure",
    "killed_wounded_swap": "killed and wounded exchanged",
    "actor_recipient_swap": "who and whom exchanged",
    "point_too_long": "key point too long",
    "trap": "said what the article does not",
    "missed_must": "missed what must be found",
    "background_as_event": "background told as an event",
}
_COUNTS = {"point_words"}
"""Metrics whose value is a number of things, not a share."""


def show_value(value: float | None, metric: str = "") -> str:
    """Returns a share in points of a hundred, or the number of a metric that counts.

    Example:
        >>> show_value(0.7754), show_value(None), show_value(143.21, "point_words")
        ('77.5', '–', '143.2')
    """
    if value is None:
        return "–"
    return f"{value:.1f}" if metric in _COUNTS else f"{100 * value:.1f}"


def show_change(delta: float | None, metric: str = "") -> str:
    """Returns a change with its sign, as `show_value` has it.

    Example:
        >>> show_change(-0.0183), show_change(0.05), show_change(0.0001), show_change(None)
        ('−1.8', '+5.0', '0.0', '–')
    """
    if delta is None:
        return "–"
    shown = f"{delta if metric in _COUNTS else 100 * delta:+.1f}"
    return "0.0" if float(shown) == 0 else shown.replace("-", "−")


def show_interval(interval: Interval | None, metric: str = "") -> str:
    """Returns `[−5.0, −1.2]`; empty when there is none."""
    if interval is None:
        return ""
    return f"[{show_change(interval.low, metric)}, {show_change(interval.high, metric)}]"


def show_p(value: float | None) -> str:
    """Returns a p value without its useless digits.

    Example:
        >>> show_p(0.0004), show_p(0.0312), show_p(0.41), show_p(1.0), show_p(None)
        ('<.001', '.031', '.41', '1', '')
    """
    if value is None:
        return ""
    if value < 0.001:
        return "<.001"
    if value >= 0.995:
        return "1"
    return f"{value:.2f}"[1:] if value >= 0.1 else f"{value:.3f}"[1:]


def show_cost(verdict: Verdict) -> str:
    """Returns what a run cost, and the baseline's where it is known; nothing, without a model."""
    spent = verdict.spending
    if verdict.lane == "embedded":
        return "nothing; no model is asked"
    before = spent.baseline_cost_usd
    return show_money(spent.cost_usd) + (
        f" (baseline {show_money(before)})" if before is not None else ""
    )


def show_money(value: float | None) -> str:
    """Returns US dollars; cents of cents where there is little."""
    if value is None:
        return "cost not known"
    return f"${value:,.2f}" if value >= 1 or value == 0 else f"${value:.4f}"


def is_bad(line: MetricLine) -> bool:
    """Tells whether a metric keeps a change from passing."""
    return line.verdict in ("worse", "below floor", "above ceiling", "not measured")


def describe_finding(finding: Finding) -> str:
    """Returns one difference in words.

    Example:
        >>> describe_finding(Finding(kind="wrong_slot", slot="date", expected="2024", got="2023"))
        'wrong date: expected 2024, found 2023'
    """
    head = FINDING_WORDS[finding.kind]
    if finding.slot:
        head = f"{finding.slot} {head}"
    if finding.kind == "wrong_slot" and finding.slot:
        head = f"wrong {finding.slot}"
    said = [
        f"expected {finding.expected}" if finding.expected else "",
        f"found {finding.got}" if finding.got else "",
    ]
    if finding.kind in ("missed", "missed_point"):
        said = [finding.expected]
    if finding.kind in ("spurious", "hallucinated", "unsupported_point"):
        said = [finding.got]
    words = ", ".join(one for one in said if one)
    return f"{head}: {words}" if words else head


def describe_violation(violation: Violation) -> str:
    """Returns one violation in words: kind, item, message."""
    head = f"{VIOLATION_WORDS[violation.kind]} ({violation.item})"
    return f"{head}: {violation.message}" if violation.message else head


def group_reasons(reasons: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """Returns each reason once, as it is said of the first case, with all the cases it holds for.

    Two reasons are one when they differ in the case's own id alone.

    Example:
        >>> group_reasons({"a": "no tape a.jsonl", "b": "no tape b.jsonl", "c": "down"})
        [('no tape a.jsonl', ['a', 'b']), ('down', ['c'])]
    """
    groups: dict[str, tuple[str, list[str]]] = {}
    for case, reason in reasons.items():
        key = re.sub(rf"(?<![\w.-]){re.escape(case)}(?![\w-])", "\0", reason)
        groups.setdefault(key, (reason, []))[1].append(case)
    return list(groups.values())


def clean_line(text: str, most: int = 0) -> str:
    r"""Returns foreign words as one harmless line, cut where it gets longer than `most`.

    Example:
        >>> clean_line("one\n two\x1b[1m three", 12)
        'one two␛[1m…'
    """
    line = clean_for_terminal(" ".join(text.split()))
    return line if not most or len(line) <= most else f"{line[: most - 1].rstrip()}…"
