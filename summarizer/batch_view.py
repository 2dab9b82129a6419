"""How far a batch has come, drawn on a terminal while it runs."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Drawing
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from summarizer.batch import Progress
from summarizer.batch.inputs import Read
from summarizer.batch.jobs import JobsReport
from summarizer.batch.jobs import Watcher as JobsWatcher
from summarizer.batch.progress import Watcher
from summarizer.batch_summary import REASONS, list_errors, show_duration, show_rate, show_usd

_BAR_COLUMNS = 40
"""Widest bar: wider ones say no more."""
_FEW = 10
"""Articles, or seconds: after fewer, nobody knows how long the others take."""


@contextmanager
def draw_progress(
    *, cap_usd: float | None = None, spent_before_usd: float = 0.0
) -> Generator[Watcher]:
    """Yields what draws progress on stderr; at the end the drawing is gone.

    Args:
        cap_usd: most money that is spent on the whole batch.
        spent_before_usd: what earlier runs spent of it.
    """
    console = Console(stderr=True)
    first = Text("looking through the inputs", style="dim")
    with Live(
        first, console=console, auto_refresh=False, transient=True, redirect_stdout=False
    ) as live:
        live.refresh()

        def watch(progress: Progress) -> None:
            spent = _show_money(progress, cap_usd, spent_before_usd)
            live.update(Group(*_draw(progress, spent, console.width)), refresh=True)

        yield watch


@contextmanager
def draw_jobs() -> Generator[JobsWatcher]:
    """Yields what draws on stderr how it stands with jobs; at the end the drawing is gone."""
    with Console(stderr=True).status("looking through the inputs") as shown:

        def watch(report: JobsReport) -> None:
            shown.update(
                f"{report.sent:,} sent  {report.answered:,} answered  {report.failed:,} failed  "
                f"{report.waiting:,} articles wait"
            )

        yield watch


def draw_reading(reads: Iterable[Read], *, total: int | None) -> Iterator[Read]:
    """Yields the articles; a bar on stderr shows them go by."""
    console = Console(stderr=True)
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Drawing(*columns, console=console, transient=True, redirect_stdout=False) as drawing:
        yield from drawing.track(reads, total=total)


def _draw(progress: Progress, spent: str, width: int) -> Iterable[RenderableType]:
    yield _draw_bar(progress, width)
    numbers = {
        "done": progress.done,
        "before": progress.settled,
        "copies": progress.copies + progress.duplicates,
        "under way": progress.in_work,
        "in jobs": progress.away,
        "tokens": progress.usage.prompt_tokens + progress.usage.completion_tokens,
    }
    parts = [f"{number:,} {name}" for name, number in numbers.items() if number]
    yield Text("  ".join(filter(None, (*parts, spent))))
    if progress.dead:
        failed = f"{progress.dead:,} failed: {list_errors(progress.errors)}"
        yield Text(failed, style="red")
    if progress.stopping:
        yield Text(_tell_stop(progress), style="yellow")


def _draw_bar(progress: Progress, width: int) -> RenderableType:
    """Returns the line with how many, how fast and how long yet; with a bar if there is room."""
    finished = progress.settled + progress.done + progress.dead
    rate = progress.rate or _average(progress)
    pace = show_rate(rate) if rate else ""
    if not progress.total:
        return Text(
            "  ".join(
                filter(None, (f"{finished:,} articles", pace, show_duration(progress.elapsed_s)))
            )
        )
    finished = min(finished, progress.total)
    is_known = max(progress.done + progress.dead, progress.elapsed_s) >= _FEW
    is_going = rate and is_known and not progress.stopping
    left_s = progress.left / rate if progress.left and is_going else None
    told = [
        f"{finished:,} of {progress.total:,}",
        pace,
        f"{show_duration(left_s)} left" if left_s is not None else "",
    ]
    words = Text("  ".join(filter(None, told)), no_wrap=True)
    room = min(width - len(words) - 2, _BAR_COLUMNS)
    if room < 10:
        return words
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_row(ProgressBar(total=progress.total, completed=finished, width=room), words)
    return grid


def _average(progress: Progress) -> float:
    """Returns the rate since the start: where articles are slow, none may have ended lately."""
    ended = progress.done + progress.dead
    return ended / progress.elapsed_s if progress.elapsed_s else 0.0


def _show_money(progress: Progress, cap_usd: float | None, before_usd: float) -> str:
    cost = progress.usage.cost_usd
    if cap_usd is None:
        return show_usd(cost) if cost is not None else ""
    return f"{show_usd(before_usd + (cost or 0.0))} of {show_usd(cap_usd)}"


def _tell_stop(progress: Progress) -> str:
    number = f"{progress.in_work:,}"
    if progress.stopping == "interrupt":
        return f"stopping: finishing {number} under way; Ctrl-C again ends at once"
    reason = REASONS.get(progress.stopping or "", progress.stopping)
    return f"stopping: {reason}; finishing {number} under way; Ctrl-C ends at once"
