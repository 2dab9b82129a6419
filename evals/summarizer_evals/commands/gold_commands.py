"""Commands on gold: check it, bring it in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli_values import offer
from summarizer.errors import list_choices
from summarizer.exits import Code
from summarizer_evals.errors import SuiteError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer_evals.gold.lint import Problem
    from summarizer_evals.gold.reading import Case
    from summarizer_evals.imports import ImportReport, Kind

_KINDS: dict[str, Kind] = {
    "label-studio": "label-studio",
    "doccano": "doccano",
    "brat": "brat",
    "seed": "seed",
}
_Into = Annotated[Path, typer.Option("--into", metavar="FOLDER", help="Where gold is written.")]
_Force = Annotated[bool, typer.Option("--force", help="Overwrite gold of the same id.")]


def lint(
    folder: Annotated[
        Path, typer.Argument(metavar="GOLD", help="A folder for each article, or one of them.")
    ],
    *,
    fix: Annotated[
        bool, typer.Option("--fix", help="Fill in offsets, length and hash; then check.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Errors only.")] = False,
) -> None:
    """Check gold: offsets, ids, dates, codes, duplicates.

    Where articles have several annotators, it tells how far they agree.
    """
    from summarizer.controls import clean_for_terminal
    from summarizer_evals.gold.lint import lint_all

    problems, cases = lint_all(folder, fix=fix)
    errors = [one for one in problems if one.level == "error"]
    shown: list[Problem] = errors if quiet else problems
    for problem in shown:
        typer.echo(clean_for_terminal(str(problem)))
    warnings = len(problems) - len(errors)
    typer.echo(f"{len(cases)} articles, {len(errors)} errors, {warnings} warnings")
    if errors:
        raise typer.Exit(Code.WRONG_USE)
    _report_agreement(cases)


def _report_agreement(cases: Sequence[Case]) -> None:
    """Prints how far annotators agree, where there are several: no system can do better."""
    if all(len(one.annotations) < 2 for one in cases):
        return
    from summarizer_evals.agreement import measure_agreement

    found = measure_agreement(cases)
    values = {
        "events": found.events,
        "slots": found.slots,
        "key points": found.points,
        **{f"alpha of {slot}": value for slot, value in found.alphas.items()},
    }
    shown = ", ".join(f"{name} {value:.2f}" for name, value in values.items() if value is not None)
    typer.echo(f"annotators agree on {found.cases} articles: {shown}")


def import_gold(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="|".join(_KINDS), help="What made it.", autocompletion=offer(*_KINDS)
        ),
    ],
    source: Annotated[Path, typer.Argument(metavar="PATH", help="The export: file or folder.")],
    *,
    into: _Into,
    mapping: Annotated[
        Path | None, typer.Option(metavar="FILE", help="YAML: your labels -> ours (docs/evals.md).")
    ] = None,
    force: _Force = False,
) -> None:
    """Turn annotations of another tool into gold."""
    from summarizer_evals.imports import import_gold as read

    if kind not in _KINDS:
        raise SuiteError(list_choices("kind", kind, _KINDS))
    _show(read(_KINDS[kind], source, into, mapping=mapping, force=force), into)


def harvest(
    sources: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Articles: text, HTML, JSONL, CSV.")
    ],
    *,
    into: _Into,
    force: _Force = False,
) -> None:
    """Make gold of the key points that editors wrote.

    The block of an article becomes its reference, and is masked when it is run.
    """
    from summarizer_evals.imports import harvest_gold

    _show(harvest_gold(sources, into, force=force), into)


def _show(found: ImportReport, into: Path) -> None:
    from summarizer.controls import clean_for_terminal

    for warning in found.warnings:
        typer.echo(clean_for_terminal(f"warning: {warning}"), err=True)
    for failure in found.failures:
        typer.echo(clean_for_terminal(f"error: {failure}"), err=True)
    typer.echo(f"{len(found.written)} articles written; check them: summarizer eval lint {into}")
    if found.failures or not found.written:
        raise typer.Exit(Code.FAILED)
