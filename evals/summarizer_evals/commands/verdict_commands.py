"""Commands that judge runs: compare, gate, bless, explain."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer_evals.commands.options import (
    Config,
    RunFolder,
    SuiteName,
    find_run,
    find_suite_of,
)
from summarizer_evals.errors import RunError

if TYPE_CHECKING:
    from summarizer_evals.gates.baselines import Baseline
    from summarizer_evals.gates.records import Verdict
    from summarizer_evals.gold.reading import Case
    from summarizer_evals.runs.records import Run
    from summarizer_evals.runs.scored import Scored
    from summarizer_evals.suites import Suite

_Baseline = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Else that of the suite and the model.")
]
_Html = Annotated[bool, typer.Option("--html", help="Write scorecard.html into the run's folder.")]
_Junit = Annotated[bool, typer.Option("--junit", help="Write junit.xml.")]
_Md = Annotated[bool, typer.Option("--md", help="Write summary.md.")]
_Step = Annotated[
    Path | None,
    typer.Option(
        "--summary-file",
        metavar="FILE",
        envvar="GITHUB_STEP_SUMMARY",
        help="The Markdown summary is appended here, too.",
    ),
]


@dataclass(frozen=True, slots=True)
class _Judged:
    folder: Path
    run: Run
    scored: Scored
    cases: list[Case]
    baseline: Baseline | None
    verdict: Verdict


def compare(
    folder: RunFolder = None,
    *,
    suite: SuiteName = None,
    config: Config = None,
    baseline: _Baseline = None,
    html: _Html = False,
    junit: _Junit = False,
    md: _Md = False,
) -> None:
    """Show a run beside its baseline; exit code 0."""
    judged = _judge(folder, suite, config, baseline)
    _write(judged, html=html, junit=junit, md=md, step=None)


def gate(  # noqa: PLR0913 - each option of the command is an argument here
    folder: RunFolder = None,
    *,
    suite: SuiteName = None,
    config: Config = None,
    baseline: _Baseline = None,
    html: _Html = False,
    junit: _Junit = False,
    md: _Md = False,
    summary_file: _Step = None,
) -> None:
    """Say whether a change may pass; see exit codes."""
    judged = _judge(folder, suite, config, baseline)
    _write(judged, html=html, junit=junit, md=md, step=summary_file)
    raise typer.Exit(judged.verdict.exit_code)


def bless(
    folder: RunFolder = None,
    *,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why this is how it should be.")],
    suite: SuiteName = None,
    config: Config = None,
    baseline: _Baseline = None,
) -> None:
    """Make a run the baseline, with a reason."""
    from summarizer.api import SYSTEM_CLOCK
    from summarizer_evals.gates.baselines import write_baseline
    from summarizer_evals.gates.blessing import bless as make
    from summarizer_evals.metrics.definitions import load_metrics

    judged = _judge(folder, suite, config, baseline)
    chosen = find_suite_of(judged.folder, suite, config)
    path = baseline or _find_baseline(chosen)
    earlier = _read_if_there(path)
    new = make(
        judged.run,
        judged.scored,
        chosen.gate,
        reason=reason,
        now=SYSTEM_CLOCK.now(),
        earlier=earlier,
    )
    write_baseline(path, new)
    for metric, (before, now) in new.history[0].changes.items():
        values = " → ".join("–" if one is None else f"{100 * one:.1f}" for one in (before, now))
        typer.echo(f"{load_metrics()[metric].title:20} {values}")
    typer.echo(f"blessed  {path}\nnext     commit it, so that reviews see what moved")


def explain(
    case: Annotated[str, typer.Argument(metavar="CASE", help="Id of an article.")],
    *,
    run: Annotated[
        Path | None, typer.Option(metavar="RUN", help="Folder of a run; else the newest.")
    ] = None,
    epoch: Annotated[int, typer.Option(metavar="N", help="Which epoch.")] = 1,
    suite: SuiteName = None,
    config: Config = None,
    baseline: _Baseline = None,
) -> None:
    """Show one article: gold beside what was found."""
    from rich.console import Console

    from summarizer_evals.reports.explain import print_case

    judged = _judge(run, suite, config, baseline)
    known = {one.id: one for one in judged.cases}
    if case not in known:
        raise RunError(f"the run has no case {case!r}; it has: {', '.join(sorted(known))}")
    scores = [one for one in judged.scored.scores if (one.case, one.epoch) == (case, epoch)]
    if not scores:
        raise RunError(f"the run has {judged.run.header.epochs} epochs; --epoch {epoch} is none")
    outputs = [one for one in judged.run.outputs if (one.case, one.epoch) == (case, epoch)]
    before = judged.baseline.cases.get(case) if judged.baseline else None
    print_case(
        known[case],
        scores[0],
        outputs[0].result if outputs else None,
        before.outline if before else None,
        Console(),
    )


# ---- what they share ----


def _judge(
    folder: Path | None, name: str | None, config: Path | None, baseline: Path | None
) -> _Judged:
    from summarizer_evals.gates.judging import judge
    from summarizer_evals.runs.journal import read_run
    from summarizer_evals.runs.scored import read_run_cases, score_run

    found = find_run(folder, name, config)
    suite = find_suite_of(found, name, config)
    run = read_run(found)
    cases = read_run_cases(run, suite.gold_folder)
    scored = score_run(run, cases)
    path = baseline or _find_baseline(suite, run.header.model)
    known = _read_if_there(path)
    verdict = judge(run, scored, known, suite.gate, where=str(path))
    return _Judged(found, run, scored, cases, known, verdict)


def _find_baseline(suite: Suite, model: str | None = None) -> Path:
    from summarizer_evals.gates.baselines import name_baseline

    return suite.root / suite.baselines / name_baseline(suite.name, model or suite.model)


def _read_if_there(path: Path) -> Baseline | None:
    """Returns a baseline; None where there is none, which the verdict says."""
    from summarizer_evals.gates.baselines import read_baseline

    return read_baseline(path) if path.exists() else None


def _write(judged: _Judged, *, html: bool, junit: bool, md: bool, step: Path | None) -> None:
    """Writes the verdict, and the reports that are asked for, beside the run; prints the rest."""
    from rich.console import Console

    from summarizer_evals.files import encode, render_json, write_whole
    from summarizer_evals.reports.console import print_verdict
    from summarizer_evals.reports.junit import render_junit
    from summarizer_evals.reports.scorecard import render_scorecard
    from summarizer_evals.reports.summary import render_summary

    files = {"verdict.json": render_json(judged.verdict, indent=1) + "\n"}
    if html:
        files["scorecard.html"] = render_scorecard(
            judged.verdict, judged.run, judged.scored.scores, judged.cases, judged.baseline
        )
    if junit:
        files["junit.xml"] = render_junit(judged.verdict, judged.scored.scores)
    summary = render_summary(judged.verdict, scorecard="scorecard.html" if html else None)
    if md:
        files["summary.md"] = summary
    for name, words in files.items():
        write_whole(judged.folder / name, words)
    if step is not None:
        with step.open("ab") as stream:
            stream.write(encode(summary))
    print_verdict(judged.verdict, Console(), run=str(judged.folder))
    for name in files:
        typer.echo(f"written  {judged.folder / name}")
