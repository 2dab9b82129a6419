"""The commands of `summarizer eval`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Measure results against annotated articles.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
)


@app.callback()
def start() -> None:
    """Measures results against annotated articles."""


@app.command()
def lint(
    folder: Annotated[Path, typer.Argument(help="Gold: one folder for each article.")],
    *,
    fix: Annotated[bool, typer.Option("--fix", help="Fill in and correct offsets.")] = False,
) -> None:
    """Check gold: quotes at their offsets, ids, dates, codes, duplicates."""
    from summarizer_evals.gold.lint import fix_gold, lint_folder, lint_together
    from summarizer_evals.gold.reading import find_cases, list_gold_files, read_text

    problems = []
    golds = []
    for one in find_cases(folder):
        if fix:
            for path in list_gold_files(one):
                problems += fix_gold(path)
        found, gold = lint_folder(one)
        problems += found
        if gold:
            golds.append((one, gold[0], read_text(one)))
    problems += lint_together(golds)
    for problem in problems:
        typer.echo(str(problem))
    errors = sum(one.level == "error" for one in problems)
    typer.echo(f"{len(golds)} articles, {errors} errors, {len(problems) - errors} warnings")
    if errors:
        raise typer.Exit(2)
