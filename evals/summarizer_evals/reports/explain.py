"""One case on the terminal: gold against found, slot by slot, and old against new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from summarizer_evals.gates.outlines import Outline, outline
from summarizer_evals.gold.reading import Case
from summarizer_evals.reports.aligning import Change, Row, Side, align_case
from summarizer_evals.reports.words import (
    clean_line,
    describe_finding,
    describe_violation,
    show_value,
)
from summarizer_evals.scores import CaseScore
from summarizer_schemas.result import Result

MAX_WIDTH = 120
_NARROW = 80
"""Columns below which gold stands above found, not beside it."""
_SLOT = 12
_STATE_WORDS: dict[str, tuple[str, str]] = {
    "matched": ("", ""),
    "missed": ("missed", "bold red"),
    "merged": ("told as one with another", "bold red"),
    "spurious": ("one too many", "bold red"),
    "hallucinated": ("made up", "bold red"),
    "split": ("told twice", "bold red"),
    "background": ("background told as an event", "bold red"),
    "contradiction": ("says otherwise", "bold red"),
    "unsupported": ("gold does not bear it out", "bold red"),
    "told": ("told inside another point", "green"),
    "optional": ("optional", "dim"),
    "acceptable": ("not asked for, not wrong", "dim"),
}


def print_case(
    case: Case, score: CaseScore, result: Result | None, before: Outline | None, console: Console
) -> None:
    """Writes one case: what gold has, what was found, where they differ, what changed.

    Args:
        case: the article and its gold.
        score: what the output scored.
        result: the output; None when there is none.
        before: what the baseline has; None when it has not the case.
        console: where it goes; its width decides the layout.
    """
    width = min(console.width, MAX_WIDTH)
    now = outline(result) if result else Outline(status="failed")
    aligned = align_case(case, score, result, before, now)
    for block in (
        *_build_head(case, score),
        *_build_items("Events", aligned.events, width),
        *_build_items("Key points", aligned.points, width),
        *_build_remarks(score),
        *_build_changes(aligned.changes, known=before is not None),
    ):
        console.print(block, width=width, markup=False, highlight=False, emoji=False)


def _build_head(case: Case, score: CaseScore) -> Iterator[Text]:
    given = case.gold.article.title or next(filter(str.strip, case.text.splitlines()), case.id)
    yield Text(clean_line(given, 200), style="bold")
    epoch = f", epoch {score.epoch}" if score.epoch > 1 else ""
    said = [clean_line(case.id) + epoch, score.status, clean_line(score.reason)]
    yield Text(": ".join(filter(None, said)), style="" if score.status == "ok" else "bold yellow")
    values = [
        f"{name} {show_value(score.counts[name].value)}"
        for name in ("events", "slots", "dates", "figures", "attribution", "point_coverage")
        if name in score.counts and score.counts[name].value is not None
    ]
    yield Text(", ".join(values).replace("point_coverage", "key points"), style="dim")


def _head(title: str) -> Text:
    return Text(f"\n{title}", style="bold underline")


def _build_items(title: str, rows: Sequence[Row], width: int) -> Iterator[RenderableType]:
    yield _head(title)
    if not rows:
        yield Text("None in gold, none found.")
    for row in rows:
        words, style = _STATE_WORDS[row.state]
        marks = [
            words,
            "must be found" if row.is_must else "",
            clean_line(row.note),
            f"{100 * row.similarity:.0f} % alike" if row.similarity is not None else "",
        ]
        yield Text()
        gold, found = _name(row.gold, "not in gold"), _name(row.found, "not found")
        yield _build_sides(gold, found, width, style=style if row.state != "told" else "")
        if told := ", ".join(filter(None, marks)):
            yield Padding(Text(told, style=style or "dim"), (0, 0, 0, 2), expand=False)
        for slot in row.slots:
            yield _build_slot(
                slot.slot, clean_line(slot.gold), clean_line(slot.found), slot.agreement, width
            )


def _name(side: Side | None, otherwise: str) -> tuple[str, str]:
    return (side.id, clean_line(side.text)) if side else ("", otherwise)


def _build_sides(
    gold: tuple[str, str], found: tuple[str, str], width: int, *, style: str
) -> RenderableType:
    grid = Table.grid(padding=(0, 1, 0, 0))
    if width < _NARROW:
        for column in (5, 3, None):
            grid.add_column(width=column, overflow="fold")
        grid.add_row(Text("gold", style="dim"), Text(gold[0]), Text(gold[1], style=style))
        grid.add_row(Text("found", style="dim"), Text(found[0]), Text(found[1], style=style))
        return grid
    half = width // 2 - 6
    for column in (3, half, 3, half):
        grid.add_column(width=column, overflow="fold")
    grid.add_row(gold[0], Text(gold[1], style=style), found[0], Text(found[1], style=style))
    return grid


def _build_slot(slot: str, gold: str, found: str, agreement: float, width: int) -> RenderableType:
    mark, style = ("=", "dim") if agreement >= 0.999 else ("~", "yellow")
    if agreement <= 0:
        mark, style = "x", "red"
    name = slot.replace("_", " ")
    if mark == "=" and gold == found:
        line = Text(f"= {name:<{_SLOT}} {gold}", style=style)
        return Padding(line, (0, 0, 0, 2), expand=False)
    if width < _NARROW:
        line = Text(f"{mark} {name}: {gold or '–'} → {found or '–'}", style=style)
        return Padding(line, (0, 0, 0, 2), expand=False)
    grid = Table.grid(padding=(0, 1, 0, 0))
    half = (width - _SLOT - 10) // 2
    for column in (2, _SLOT, half, half):
        grid.add_column(width=column, overflow="fold")
    grid.add_row(*(Text(one, style=style) for one in (mark, name, gold or "–", found or "–")))
    return Padding(grid, (0, 0, 0, 2), expand=False)


def _hang(lines: Sequence[tuple[str, str]], *, style: str = "", mark_width: int = 1) -> Table:
    """Returns lines that hang: what they begin with stands alone on the left."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=mark_width, no_wrap=True)
    grid.add_column(overflow="fold")
    for mark, words in lines:
        grid.add_row(Text(mark, style="dim"), Text(words, style=style))
    return grid


def _build_remarks(score: CaseScore) -> Iterator[RenderableType]:
    if score.violations:
        yield _head("Violations")
        for one in score.violations:
            yield _hang([("!", clean_line(describe_violation(one)))], style="red")
    if score.findings:
        yield _head("Differences from gold")
        for finding in score.findings:
            items = " ".join(one for one in (finding.gold, finding.found) if one)
            yield _hang([(clean_line(items), _show(describe_finding(finding)))], mark_width=6)


def _show(words: str) -> str:
    return clean_line(words, 400)


def _build_changes(changes: Sequence[Change], *, known: bool) -> Iterator[RenderableType]:
    yield _head("Old against new")
    if not known:
        yield Text("The baseline has not this case.", style="dim")
        return
    if all(one.kind == "same" for one in changes):
        yield Text("Word for word what the baseline has.", style="dim")
        return
    for one in changes:
        if one.kind == "same":
            yield _hang([("", _show(one.now))], style="dim")
            continue
        if one.before:
            yield _hang([("-", _show(one.before))], style="red")
        if one.now:
            yield _hang([("+", _show(one.now))], style="green")
