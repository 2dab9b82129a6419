"""A verdict on the terminal: what decides first, then failures only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from summarizer_evals.gates.records import CaseChange, MetricLine, Verdict
from summarizer_evals.metrics.definitions import list_primary, load_metrics
from summarizer_evals.reports.explain import print_case
from summarizer_evals.reports.words import (
    FINDING_WORDS,
    LANE_WORDS,
    STATUS_WORDS,
    clean_line,
    describe_violation,
    group_reasons,
    is_bad,
    show_change,
    show_interval,
    show_money,
    show_p,
    show_value,
)
from summarizer_evals.runs.records import RunHeader
from summarizer_evals.scores import CaseScore, FindingKind, total

__all__ = ["print_case", "print_scores", "print_verdict"]

_NARROW = 90
"""Columns below which p, margin and interval are left out."""
_MOST_CAUSE = 200
_MOST_NAMED = 8
"""Cases named of those that have one reason."""
_MOST_LINES = 12
"""Lines of a reason: where a request differs from the nearest one on a tape."""
_STYLES = {
    "ok": "",
    "better": "green",
    "worse": "bold red",
    "below floor": "bold red",
    "above ceiling": "bold red",
    "not measured": "yellow",
    "-": "dim",
}


def print_verdict(verdict: Verdict, console: Console, *, limit: int = 20, run: str = "RUN") -> None:
    """Writes a verdict: header, metrics, failures, and what to do next.

    Args:
        verdict: what the gate says.
        console: where it goes; its width decides the layout.
        limit: cases shown of each kind; 0 shows all.
        run: the run's folder, for the commands that are offered.
    """
    for line in _build_header(verdict):
        _print(console, line)
    if lines := [one for one in verdict.metrics if one.use == "primary"]:
        _print(console, "")
        console.print(_build_metrics(lines, console.width))
    guards = [one for one in verdict.metrics if one.use != "primary" and is_bad(one)]
    if guards:
        _print(console, Text("\nGuards that failed", style="bold"))
        console.print(_build_metrics(guards, console.width))
    _print_violations(verdict, console, limit)
    _print_regressed(verdict, console, limit)
    _print_unmeasured(verdict, console, limit, run)
    for words in _build_end(verdict, run):
        # A command that is broken over two lines cannot be copied.
        console.print(Text(words), soft_wrap=True)


def _print(console: Console, line: str | Text, indent: int = 0) -> None:
    shown = line if isinstance(line, Text) else Text(line)
    block = Padding(shown, (0, 0, 0, indent), expand=False) if indent else shown
    console.print(block, markup=False, highlight=False, emoji=False)


def _build_header(verdict: Verdict) -> Iterator[Text]:
    title, meaning = STATUS_WORDS[verdict.status]
    good, bad = verdict.status == "pass", verdict.status == "regression"
    style = "bold green" if good else "bold red" if bad else "bold yellow"
    yield Text.assemble(
        (title.upper(), style),
        f"  {clean_line(verdict.suite)}, {clean_line(verdict.model)}, {verdict.lane} lane",
    )
    yield Text(LANE_WORDS[verdict.lane], style="dim")
    for reason in verdict.reasons or (meaning,):
        yield Text(clean_line(reason))
    for note in verdict.notes:
        yield Text(f"Note: {clean_line(note)}", style="dim")


def _build_metrics(lines: Sequence[MetricLine], width: int) -> Table:
    wide = width >= _NARROW
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    table.add_column("Metric", overflow="fold")
    heads = ("baseline", "now", "change", *(("95 %", "p", "margin") if wide else ()))
    for head in heads:
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column("verdict")
    if wide:
        table.add_column("n", justify="right", no_wrap=True)
    for one in lines:
        style = _STYLES[one.verdict]
        cells = [
            show_value(one.baseline, one.metric),
            show_value(one.now, one.metric),
            show_change(one.delta, one.metric),
        ]
        if wide:
            margin = show_value(one.margin, one.metric) if one.margin is not None else ""
            cells += [show_interval(one.interval, one.metric), show_p(one.p), margin]
        cells.append("" if one.verdict == "-" else one.verdict)
        if wide:
            cells.append(f"{one.scored}/{one.expected}")
        table.add_row(
            Text(clean_line(one.title or one.metric), style=style),
            *(Text(cell, style=style) for cell in cells),
        )
    return table


def _cut(many: Sequence[CaseChange | str], limit: int) -> int:
    return len(many) if limit <= 0 else min(limit, len(many))


def _print_violations(verdict: Verdict, console: Console, limit: int) -> None:
    cases = list(verdict.new_violations)
    if not cases:
        return
    count = sum(len(one) for one in verdict.new_violations.values())
    _print(
        console, Text(f"\nNew violations: {count} in {_count(len(cases), 'case')}", style="bold")
    )
    shown = _cut(cases, limit)
    for case in cases[:shown]:
        _print(console, clean_line(case), 2)
        for one in verdict.new_violations[case]:
            _print(console, Text(clean_line(describe_violation(one), _MOST_CAUSE), "red"), 4)
    _print_rest(console, len(cases) - shown)


def _print_regressed(verdict: Verdict, console: Console, limit: int) -> None:
    worse = [one for one in verdict.cases if one.delta < 0]
    if not worse:
        return
    _print(console, Text(f"\nRegressed: {_count(len(worse), 'case')}", style="bold"))
    shown = _cut(worse, limit)
    for one in worse[:shown]:
        head = Text.assemble((f"{show_change(one.delta):>6}", "red"), f"  {clean_line(one.case)}")
        _print(console, head, 1)
        if one.cause:
            _print(console, Text(clean_line(one.cause, _MOST_CAUSE), style="dim"), 9)
    _print_rest(console, len(worse) - shown)


def _print_unmeasured(verdict: Verdict, console: Console, limit: int, run: str) -> None:
    for title, reasons, todo in (
        ("Nothing found", verdict.failed, ""),
        ("Could not be measured", verdict.inconclusive, _advise(verdict, run)),
    ):
        if not reasons:
            continue
        _print(console, Text(f"\n{title}: {_count(len(reasons), 'case')}", style="bold"))
        _print_reasons(reasons, console, limit)
        if todo:
            _print(console, todo, 2)


def _print_reasons(reasons: Mapping[str, str], console: Console, limit: int) -> None:
    """Writes each reason once and whole, under the cases it holds for."""
    groups = group_reasons(reasons)
    shown = len(groups) if not limit else min(limit, len(groups))
    for reason, cases in groups[:shown]:
        named = ", ".join(map(clean_line, cases[:_MOST_NAMED]))
        more = f" and {len(cases) - _MOST_NAMED} more" if len(cases) > _MOST_NAMED else ""
        _print(console, named + more, 2)
        for line in reason.splitlines()[:_MOST_LINES]:
            _print(console, Text(clean_line(line, _MOST_CAUSE), style="yellow"), 4)
    _print_rest(console, sum(len(cases) for _, cases in groups[shown:]))


def _advise(verdict: Verdict, run: str) -> str:
    if verdict.lane == "replay":
        suite = clean_line(verdict.suite)
        return f"What to do: `summarizer eval record --suite {suite}` asks the model; run again."
    return f"What to do: run again with --out {clean_line(run)}: only what is missing is asked for."


def _print_rest(
    console: Console, left: int, where: str = "; the scorecard (--html) has all"
) -> None:
    if left > 0:
        _print(console, Text(f"and {left} more{where}", style="dim"), 2)


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


def _build_end(verdict: Verdict, run: str) -> Iterator[str]:
    spent = verdict.spending
    known = [
        f"{verdict.scored} of {verdict.expected} articles measured",
        show_money(spent.cost_usd) if spent.cost_usd is not None else "",
        f"p95 {spent.p95_s:.2f} s" if spent.p95_s is not None else "",
        clean_line(spent.message),
    ]
    yield ""
    yield ", ".join(filter(None, known))
    worst = next((one.case for one in verdict.cases if one.delta < 0 or one.new_violations), None)
    worst = worst or next(iter(verdict.new_violations), None)
    place = clean_line(run)
    yield f"exit {verdict.exit_code}"
    if worst:
        yield f"next: summarizer eval explain {clean_line(worst)} --run {place}"
    if verdict.status in ("regression", "pass") and verdict.cases:
        yield f'if this is how it should be: summarizer eval bless {place} --reason "…"'
    elif verdict.status == "mismatch" and not verdict.inconclusive:
        yield f'next: summarizer eval bless {place} --reason "…"'


# ---- a run without a baseline ----


def print_scores(header: RunHeader, scores: Sequence[CaseScore], console: Console) -> None:
    """Writes what a run scored: primary metrics, what went wrong most, what was not measured."""
    suite, model = clean_line(header.suite), clean_line(header.model)
    _print(console, Text(f"{suite}, {model}, {header.lane} lane", style="bold"))
    _print(console, Text(LANE_WORDS[header.lane], style="dim"))
    _print(console, "")
    console.print(_build_scores(scores))
    kinds: Counter[FindingKind] = Counter(one.kind for each in scores for one in each.findings)
    if kinds:
        told = ", ".join(f"{count} {FINDING_WORDS[kind]}" for kind, count in kinds.most_common(6))
        _print(console, f"\nMost often: {told}")
    violations = sum(len(one.violations) for one in scores)
    if violations:
        _print(console, Text(f"{violations} hard violations", style="red"))
    for status, title in (("failed", "Nothing found"), ("inconclusive", "Could not be measured")):
        bad = [one for one in scores if one.status == status]
        if bad:
            _print(console, Text(f"\n{title}: {_count(len(bad), 'output')}", style="bold"))
        _print_reasons({one.case: one.reason for one in bad}, console, _MOST_NAMED)
    done = sum(one.status != "inconclusive" for one in scores)
    costs = [one.cost_usd for one in scores if one.cost_usd is not None]
    cost = f", {show_money(sum(costs))}" if costs else ""
    _print(console, f"\n{done} of {len(header.cases) * header.epochs} outputs measured{cost}")


def _build_scores(scores: Sequence[CaseScore]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    table.add_column("Metric", overflow="fold")
    for head in ("value", "precision", "recall", "n"):
        table.add_column(head, justify="right", no_wrap=True)
    known = load_metrics()
    for metric in list_primary():
        tally = total(scores, metric)
        if tally.value is None:
            continue
        counted = sum(metric in one.counts for one in scores)
        cells = [show_value(tally.value), *_show_sides(tally.precision, tally.recall), str(counted)]
        table.add_row(known[metric].title, *cells)
    return table


def _show_sides(precision: float | None, recall: float | None) -> Iterable[str]:
    same = precision == recall
    return ("", "") if same else (show_value(precision), show_value(recall))
