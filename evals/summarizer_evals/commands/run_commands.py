"""Commands that make runs: run, record, score."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarizer.cli_values import offer, offer_models
from summarizer.exits import Code
from summarizer.settings import EDITORIALS
from summarizer_evals.commands.options import (
    Config,
    Only,
    RunFolder,
    SuiteName,
    find_run,
    find_runs,
    find_suite_of,
    show_command,
)

if TYPE_CHECKING:
    from summarizer_evals.runs.records import Output, Run
    from summarizer_evals.runs.running import Watch
    from summarizer_evals.runs.scored import Scored
    from summarizer_evals.suites import Suite

_Gold = Annotated[str | None, typer.Option(metavar="FOLDER", help="Gold, without an evals.toml.")]
_Model = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="embedded, or PROVIDER/MODEL as for `run`.",
        autocompletion=offer_models,
    ),
]
_Editorial = Annotated[
    str | None,
    typer.Option(
        metavar="mask|use",
        help="The editors' own key points; masked here.",
        autocompletion=offer(*EDITORIALS),
    ),
]
_Epochs = Annotated[
    int | None, typer.Option(metavar="N", help="How often each article is asked about.")
]
_Concurrency = Annotated[int | None, typer.Option(metavar="N", help="How many at a time.")]
_Budget = Annotated[float | None, typer.Option(metavar="USD", help="Stop before more is spent.")]
_Out = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="Where the run is kept; one that was stopped goes on."),
]
_Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")]
_Rouge = Annotated[bool, typer.Option("--rouge", help="Compute ROUGE, too, for the record.")]


def run(  # noqa: PLR0913 - each option of the command is an argument here
    *,
    suite: SuiteName = None,
    config: Config = None,
    gold: _Gold = None,
    model: _Model = None,
    editorial: _Editorial = None,
    live: Annotated[bool, typer.Option("--live", help="Ask the model, not its tapes.")] = False,
    epochs: _Epochs = None,
    concurrency: _Concurrency = None,
    max_cost_usd: _Budget = None,
    only: Only = None,
    out: _Out = None,
    rouge: _Rouge = False,
    quiet: _Quiet = False,
) -> None:
    """Ask about every article, and score the answers.

    Everything is kept in the run's folder; the same command with --out goes on with a run that
    was stopped.
    """
    from summarizer_evals.suites import choose_suite

    chosen = choose_suite(
        suite,
        config,
        gold=gold,
        model=model,
        editorial=editorial,
        epochs=epochs,
        concurrency=concurrency,
        max_cost_usd=max_cost_usd,
    )
    _run(chosen, only=only, out=out, live=live, rouge=rouge, quiet=quiet)


def record(  # noqa: PLR0913 - each option of the command is an argument here
    *,
    suite: SuiteName = None,
    config: Config = None,
    model: _Model = None,
    epochs: _Epochs = None,
    concurrency: _Concurrency = None,
    max_cost_usd: _Budget = None,
    only: Only = None,
    out: _Out = None,
    quiet: _Quiet = False,
) -> None:
    """Ask a model, and keep its answers on tapes.

    `summarizer eval run` replays them with no key and no network.
    """
    from summarizer_evals.suites import choose_suite

    chosen = choose_suite(
        suite,
        config,
        model=model,
        epochs=epochs,
        concurrency=concurrency,
        max_cost_usd=max_cost_usd,
    )
    _run(chosen, only=only, out=out, record=True, quiet=quiet)


def score(
    folder: RunFolder = None,
    *,
    suite: SuiteName = None,
    config: Config = None,
    rouge: _Rouge = False,
) -> None:
    """Score a run again: a metric or gold has changed."""
    from summarizer_evals.runs.journal import read_run

    found = find_run(folder, suite, config)
    chosen = find_suite_of(found, suite, config)
    stored = read_run(found)
    _finish(stored, _score(stored, chosen, found, rouge=rouge), found)


# ---- from a suite to an ending ----


def _run(
    suite: Suite,
    *,
    only: list[str] | None,
    out: Path | None,
    live: bool = False,
    record: bool = False,
    rouge: bool = False,
    quiet: bool = False,
) -> None:
    from summarizer_evals.runs.running import Plan, choose_lane, run_suite

    lane = choose_lane(suite, live=live, record=record)
    folder = out or _name_run(suite)
    plan = Plan(suite, lane, folder, only=tuple(only or ()), command=show_command())
    with _watching(f"{suite.name}, {lane}", shown=not quiet and sys.stderr.isatty()) as watch:
        try:
            done = run_suite(plan, watch=watch)
        except KeyboardInterrupt:
            _say_interrupted(folder)
            raise typer.Exit(Code.INTERRUPTED) from None
    _finish(done, _score(done, suite, folder, rouge=rouge), folder)


def _say_interrupted(folder: Path) -> None:
    from summarizer_evals.runs.journal import read_run

    kept = read_run(folder)
    asked = len(kept.header.cases) * kept.header.epochs
    typer.echo(
        f"interrupted; {len(kept.outputs)} of {asked} outputs are kept, and the same command with "
        f"--out {folder} goes on",
        err=True,
    )


def _name_run(suite: Suite) -> Path:
    """Returns a folder that does not exist yet: suite, model, moment."""
    from summarizer.api import SYSTEM_CLOCK
    from summarizer_evals.gates.baselines import name_baseline

    stem = name_baseline(suite.name, suite.model).removesuffix(".json")
    moment = SYSTEM_CLOCK.now().strftime("%Y%m%dT%H%M%S")
    folder = find_runs(suite) / f"{stem}-{moment}"
    number = 1
    while folder.exists():
        number += 1
        folder = folder.with_name(f"{stem}-{moment}-{number}")
    return folder


def _score(run: Run, suite: Suite, folder: Path, *, rouge: bool) -> Scored:
    from summarizer_evals.runs.scored import read_run_cases, score_run, write_scores

    scored = score_run(run, read_run_cases(run, suite.gold_folder), rouge=rouge)
    write_scores(folder, scored)
    return scored


def _finish(run: Run, scored: Scored, folder: Path) -> None:
    """Prints the scores, and exits as the run ended."""
    from rich.console import Console

    from summarizer_evals.reports.console import print_scores

    print_scores(run.header, scored.scores, Console())
    typer.echo(f"\nrun      {folder}\nnext     summarizer eval gate {folder}")
    stopped = run.end.stopped if run.end else "interrupted"
    if stopped == "interrupted":
        raise typer.Exit(Code.INTERRUPTED)
    if stopped == "budget":
        raise typer.Exit(Code.LIMIT)
    if any(one.status == "inconclusive" for one in scored.scores):
        raise typer.Exit(Code.UNAVAILABLE)


@contextmanager
def _watching(title: str, *, shown: bool) -> Generator[Watch | None, None, None]:
    """Yields what draws progress on stderr: how many, how fast, what it costs, what fails."""
    if not shown:
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns: tuple[Any, ...] = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[told]}", markup=False),
    )
    cost = troubles = 0.0
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=None, told="")

        def watch(output: Output | None, done: int, total: int) -> None:
            nonlocal cost, troubles
            if output is None:
                pass  # the start
            elif output.result is None or output.result.status == "failed":
                troubles += 1
            else:
                cost += output.result.usage.cost_usd or 0.0
            told = (f"${cost:.2f}  " if cost else "") + (
                f"{troubles:.0f} failed" if troubles else ""
            )
            progress.update(task, completed=done, total=total, told=told)

        yield watch
