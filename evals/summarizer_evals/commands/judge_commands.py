"""Commands of the judge: what a model says of a run, and how far it can be believed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli_values import offer, offer_models
from summarizer.settings import MODES
from summarizer_evals.commands.options import (
    Config,
    RunFolder,
    SuiteName,
    find_run,
    find_suite_of,
)
from summarizer_evals.errors import RunError, SuiteError

if TYPE_CHECKING:
    from summarizer.settings import Settings
    from summarizer_evals.suites import Suite

_Model = Annotated[
    str,
    typer.Option(
        metavar="PROVIDER/MODEL", help="The model that judges.", autocompletion=offer_models
    ),
]
_Url = Annotated[
    str | None, typer.Option(metavar="URL", help="Any server with the OpenAI chat API.")
]
_Mode = Annotated[
    str | None,
    typer.Option(metavar="MODE", help="As for `summarizer run`.", autocompletion=offer(*MODES)),
]
_Budget = Annotated[float | None, typer.Option(metavar="USD", help="Stop before more is spent.")]
_Record = Annotated[Path | None, typer.Option(metavar="FILE", help="Write answers to a tape.")]
_Replay = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Answer from a tape: no key, no network.")
]
_Concurrency = Annotated[int, typer.Option(metavar="N", help="How many at a time.")]
_Name = Annotated[
    str, typer.Option(metavar="NAME", help="Of the calibration, kept in judge/NAME.json.")
]


def judge(  # noqa: PLR0913 - each option of the command is an argument here
    folder: RunFolder = None,
    *,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="PROVIDER/MODEL",
            help="Who judges; else what was judged is shown.",
            autocompletion=offer_models,
        ),
    ] = None,
    base_url: _Url = None,
    mode: _Mode = None,
    max_cost_usd: _Budget = None,
    record: _Record = None,
    replay: _Replay = None,
    concurrency: _Concurrency = 8,
    name: _Name = "judge",
    suite: SuiteName = None,
    config: Config = None,
) -> None:
    """Let a model judge a run; for report only.

    It says of each key point and event whether the article says so. Until it is calibrated, its
    numbers are marked so; they never gate.
    """
    from summarizer_evals.judge.calibration import read_calibration
    from summarizer_evals.judge.reporting import judge_run, read_report
    from summarizer_evals.runs.journal import read_run
    from summarizer_evals.runs.scored import read_run_cases

    found, chosen = _find(folder, suite, config)
    run = read_run(found)
    cases = read_run_cases(run, chosen.gold_folder)
    calibration = read_calibration(chosen.root, name)
    if model is None:
        report = read_report(found, run, cases, calibration=calibration)
    else:
        settings = _make_settings(model, base_url, mode, max_cost_usd, record, replay)
        report = judge_run(
            run, cases, settings, concurrency=concurrency, folder=found, calibration=calibration
        )
    if report is None:
        raise RunError(f"nobody has judged {found}; name who shall: --model PROVIDER/MODEL")
    for one in report.numbers:
        value = one.tally.value
        shown = "  –  " if value is None else f"{100 * value:5.1f}"
        typer.echo(f"{one.title:38} {shown}   {one.tally.gold:.0f} of {one.expected} judged")
    if report.failures:
        typer.echo(f"{len(report.failures)} items without a verdict")
    typer.echo("calibrated" if report.is_calibrated else report.note)


def calibrate(  # noqa: PLR0913 - each option of the command is an argument here
    labels: Annotated[Path, typer.Argument(metavar="LABELS", help="JSONL: case, item, label.")],
    *,
    model: _Model,
    run: Annotated[
        Path | None, typer.Option(metavar="RUN", help="Run whose items are named p1, e2, ...")
    ] = None,
    repeats: Annotated[int, typer.Option(metavar="N", help="How often each is asked.")] = 1,
    base_url: _Url = None,
    mode: _Mode = None,
    max_cost_usd: _Budget = None,
    record: _Record = None,
    replay: _Replay = None,
    concurrency: _Concurrency = 8,
    name: _Name = "judge",
    suite: SuiteName = None,
    config: Config = None,
) -> None:
    """Compare a judge with people's labels.

    Tells kappa, base rates, how steady it is and what it costs. A calibration is bound to the
    rubric, the model and the prompt it was made with.
    """
    import asyncio

    from summarizer_evals.gold.reading import read_cases
    from summarizer_evals.judge.asking import ask_items
    from summarizer_evals.judge.calibration import calibrate as compare
    from summarizer_evals.judge.calibration import list_obstacles, write_calibration
    from summarizer_evals.judge.labels import make_items, read_labels
    from summarizer_evals.judge.reporting import list_items
    from summarizer_evals.judge.rubric import load_judge
    from summarizer_evals.runs.journal import read_run
    from summarizer_evals.suites import choose_suite

    settings = _make_settings(model, base_url, mode, max_cost_usd, record, replay)
    _, rubric = load_judge(settings)
    chosen = find_suite_of(run, suite, config) if run else choose_suite(suite, config)
    cases = read_cases(chosen.gold_folder)
    items = list_items(read_run(run), cases) if run else []
    named = {(one.case, one.item): one for one in items}
    said = read_labels(labels)
    asked = make_items(said, named=named, repeats=repeats)
    verdicts = asyncio.run(ask_items(asked, cases, settings, concurrency=concurrency))
    found = compare(said, verdicts, rubric=rubric, name=name)
    path = write_calibration(chosen.root, found)
    rows = (
        ("labels compared", f"{found.compared} of {found.labels}"),
        ("accuracy", _show(found.accuracy)),
        ("kappa", f"{_show(found.kappa)} [{_show(found.kappa_low)}, {_show(found.kappa_high)}]"),
        ("alpha", _show(found.alpha)),
        ("annotators' alpha", _show(found.annotators_alpha)),
        ("rarer class", _show(found.rarer)),
        ("consistency", _show(found.consistency)),
        ("cost", "unknown" if found.usage.cost_usd is None else f"${found.usage.cost_usd:.4f}"),
        ("rubric", rubric.short),
    )
    for title, value in rows:
        typer.echo(f"{title:18} {value}")
    obstacles = list_obstacles(found, rubric)
    typer.echo("\n".join(f"not calibrated: {one}" for one in obstacles) or "calibrated")
    typer.echo(f"written  {path}")


def _show(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _find(folder: Path | None, name: str | None, config: Path | None) -> tuple[Path, Suite]:
    found = find_run(folder, name, config)
    return found, find_suite_of(found, name, config)


def _make_settings(
    model: str,
    base_url: str | None,
    mode: str | None,
    max_cost_usd: float | None,
    record: Path | None,
    replay: Path | None,
) -> Settings:
    from summarizer.settings import Settings

    if record and replay:
        raise SuiteError("--record and --replay exclude each other")
    tape = record or replay
    store = {"store": "record" if record else "replay", "store_path": str(tape)} if tape else {}
    return Settings.from_env(
        model=model, base_url=base_url, mode=mode, max_cost_usd=max_cost_usd, **store
    )
