"""Options that several commands share, and how the folder of a run is found."""

from __future__ import annotations

import shlex
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli_values import keep_plain
from summarizer.errors import SummarizerError
from summarizer_evals.errors import RunError

if TYPE_CHECKING:
    from summarizer_evals.suites import Suite


def offer_suites() -> list[str]:
    """Returns the suites of the evals.toml that is found from here; for completion."""
    from summarizer_evals.suites import find_file, load_suites

    with suppress(SummarizerError, ModuleNotFoundError):
        found = find_file(None)
        return keep_plain(load_suites(found)) if found else []
    return []


SuiteName = Annotated[
    str | None,
    typer.Option(
        "--suite",
        "-s",
        metavar="NAME",
        help="Of evals.toml; else its first one.",
        autocompletion=offer_suites,
    ),
]
Config = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="evals.toml; else that here or in evals/."),
]
Only = Annotated[
    list[str] | None, typer.Option("--only", metavar="CASE", help="This case; may be repeated.")
]
RunFolder = Annotated[
    Path | None, typer.Argument(metavar="[RUN]", help="Folder of a run; else the newest.")
]

RUNS = "runs"


def find_runs(suite: Suite) -> Path:
    """Returns the folder in which runs are kept."""
    return suite.root / RUNS


def find_run(given: Path | None, name: str | None, config: Path | None) -> Path:
    """Returns the run that is meant: the one given, else the newest of the suite.

    Raises:
        RunError: there is none.
        SuiteError: there is no such suite.
    """
    from summarizer_evals.runs.journal import FILE

    if given is not None:
        if not (given / FILE).is_file():
            raise RunError(f"{given} holds no run; make one with `summarizer eval run`")
        return given
    from summarizer_evals.suites import choose_suite

    suite = choose_suite(name, config)
    found = [one.parent for one in find_runs(suite).glob(f"{suite.name}@*/{FILE}")]
    if not found:
        raise RunError(
            f"suite {suite.name!r} has no run; make one: summarizer eval run --suite {suite.name}"
        )
    return max(found, key=lambda one: (one / FILE).stat().st_mtime)


def find_suite_of(folder: Path, name: str | None, config: Path | None) -> Suite:
    """Returns the suite of a run: the one named, else the one that the run itself names."""
    from summarizer_evals.runs.journal import read_run
    from summarizer_evals.suites import choose_suite

    return choose_suite(name or read_run(folder).header.suite, config)


def show_command() -> str:
    """Returns the command line, to make it again."""
    return "summarizer " + shlex.join(sys.argv[1:])
