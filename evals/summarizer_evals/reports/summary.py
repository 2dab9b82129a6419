"""The summary: Markdown for a job's page or a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from summarizer_evals.gates.records import CaseChange, MetricLine, SliceLine, Verdict
from summarizer_evals.metrics.definitions import load_metrics
from summarizer_evals.reports.words import (
    LANE_WORDS,
    STATUS_WORDS,
    clean_line,
    describe_violation,
    is_bad,
    show_change,
    show_cost,
    show_interval,
    show_value,
)

MAX_LINES = 60
_MOST_WORDS = 160
"""Characters of one cause."""
_MOST_CASES = 10
_MOST_SLICES = 5
_MOST_REASONS = 5
_MOST_LINES = 15
"""Lines of the table; those that are bad come first where there are more."""
_MARKUP = re.compile(r"[&<>|`*_~\[\]\\!$]|:(?!\s|$)|^[-+=#]|^\d+(?=[.)])")
_LIVE = re.compile(r"[@#]|(?i:\bwww(?=\.))|(?i:\bGH-)(?=\d)")
_GAP = "\u200b"
"""Stands after what a forge would make a mention, a reference or a link of: it looks for those in
the finished text, where an entity is of no use."""
_MARKS = {"ok": "✅", "better": "✅", "not measured": "❔", "-": ""}


def escape_markdown(text: str, most: int = _MOST_WORDS) -> str:
    """Returns foreign words as one line that no reader of Markdown makes anything of.

    Example:
        >>> escape_markdown("*a* | <b> `c`")
        '&#42;a&#42; &#124; &#60;b&#62; &#96;c&#96;'
    """
    line = _LIVE.sub(lambda found: found[0] + _GAP, clean_line(text, most))
    return _MARKUP.sub(lambda found: "".join(f"&#{ord(one)};" for one in found[0]), line)


def render_summary(verdict: Verdict, *, scorecard: str | None = None) -> str:
    """Returns at most `MAX_LINES` lines of Markdown.

    Args:
        verdict: what the gate says.
        scorecard: address of the scorecard, which the cases are linked to.
    """
    lines = [
        *_show_head(verdict, scorecard),
        *_show_metrics(verdict),
        *_show_slices(verdict),
        *_show_cases(verdict, scorecard),
        *_show_foot(verdict),
    ]
    return "\n".join(lines[:MAX_LINES]) + "\n"


def _show_head(verdict: Verdict, scorecard: str | None) -> Iterator[str]:
    title, meaning = STATUS_WORDS[verdict.status]
    mark = "✅" if verdict.status == "pass" else "❌" if verdict.status == "regression" else "⚠️"
    first = verdict.reasons[0] if verdict.reasons else meaning
    yield f"### {mark} {title}: {escape_markdown(verdict.suite)}"
    yield ""
    yield f"**{escape_markdown(first, 400)}**"
    for reason in verdict.reasons[1:_MOST_REASONS]:
        yield f"- {escape_markdown(reason, 400)}"
    yield ""
    yield (
        f"Exit code {verdict.exit_code}; {verdict.scored} of {verdict.expected} articles measured; "
        f"model {escape_markdown(verdict.model)}; lane {verdict.lane}: {LANE_WORDS[verdict.lane]}"
        + (f" [Scorecard]({_address(scorecard)})" if scorecard else "")
    )
    yield ""


def _show_metrics(verdict: Verdict) -> Iterator[str]:
    primary = [one for one in verdict.metrics if one.use == "primary"]
    lines = primary + [one for one in verdict.metrics if one.use != "primary" and is_bad(one)]
    if not lines:
        return
    if len(lines) > _MOST_LINES:
        lines.sort(key=is_bad, reverse=True)
    yield "| Metric | Baseline | Now | Δ [95 %] | Margin | Verdict | n |"
    yield "|:--|--:|--:|--:|--:|:--|--:|"
    yield from (_show_metric(one) for one in lines[:_MOST_LINES])
    if len(lines) > _MOST_LINES:
        yield f"| and {len(lines) - _MOST_LINES} more | | | | | | |"
    yield ""


def _show_metric(line: MetricLine) -> str:
    name = line.metric
    change = " ".join(
        filter(None, [show_change(line.delta, name), show_interval(line.interval, name)])
    )
    cells = [
        escape_markdown(line.title or name),
        show_value(line.baseline, name),
        show_value(line.now, name),
        change,
        show_value(line.margin, name),
        f"{_MARKS.get(line.verdict, '❌')} {line.verdict}".strip(),
        f"{line.scored}/{line.expected}",
    ]
    return f"| {' | '.join(cells)} |"


def _show_slices(verdict: Verdict) -> Iterator[str]:
    known = load_metrics()

    def lose(line: SliceLine) -> float:
        metric = known.get(line.metric)
        turn = -1 if metric and metric.better == "lower" else 1
        return turn * (line.delta or 0.0)

    moved = [one for one in verdict.slices if show_change(one.delta) not in ("0.0", "–")]
    if not moved:
        return
    yield "**Slices that moved**"
    yield ""
    for one in sorted(moved, key=lose)[:_MOST_SLICES]:
        title = known[one.metric].title if one.metric in known else one.metric
        yield (
            f"- {escape_markdown(one.slice)}, {escape_markdown(title)}: "
            f"{show_value(one.baseline)} → {show_value(one.now)} "
            f"({show_change(one.delta)}; {one.cases} article{'' if one.cases == 1 else 's'})"
        )
    if len(moved) > _MOST_SLICES:
        yield f"- and {len(moved) - _MOST_SLICES} more"
    yield ""


def _show_cases(verdict: Verdict, scorecard: str | None) -> Iterator[str]:
    worse = [one for one in verdict.cases if one.delta < 0 or one.new_violations]
    known = {one.case for one in worse}
    more = [
        CaseChange(case=case, delta=0.0, new_violations=new)
        for case, new in verdict.new_violations.items()
        if case not in known
    ]
    worse = [*worse, *more]
    if worse:
        yield "**Regressed cases**"
        yield ""
        for one in worse[:_MOST_CASES]:
            yield _show_case(one, scorecard)
        if len(worse) > _MOST_CASES:
            yield f"- and {len(worse) - _MOST_CASES} more"
        yield ""
    if verdict.inconclusive:
        yield f"**Could not be measured:** {len(verdict.inconclusive)}"
        for case, reason in list(verdict.inconclusive.items())[:3]:
            yield f"- {escape_markdown(case)}: {escape_markdown(reason)}"
        yield ""


def _show_case(change: CaseChange, scorecard: str | None) -> str:
    name = escape_markdown(change.case)
    if scorecard:
        name = f"[{name}]({_address(scorecard)}#case={quote(change.case, safe='')})"
    cause = change.cause or "; ".join(describe_violation(one) for one in change.new_violations)
    new = "**new violation** " if change.new_violations else ""
    return f"- {name} {show_change(change.delta)}: {new}{escape_markdown(cause)}".rstrip(": ")


def _show_foot(verdict: Verdict) -> Iterator[str]:
    spent = verdict.spending
    time = f"; p95 {spent.p95_s:.2f} s an article" if spent.p95_s is not None else ""
    note = f"; {escape_markdown(spent.message)}" if spent.message else ""
    yield f"Cost: {show_cost(verdict)}{time}{note}"
    if verdict.baseline:
        yield f"Baseline: {escape_markdown(verdict.baseline, 300)}"
    if verdict.command:
        yield f"Again: `{clean_line(verdict.command).replace('`', chr(0x2BB))}`"


def _address(scorecard: str) -> str:
    return quote(scorecard, safe="/:?&=%~.-_")
