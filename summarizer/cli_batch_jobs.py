"""`summarizer batch submit`, `collect`, `cancel`: articles as jobs of a provider's Batch API."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarizer.cli_batch_run import EXIT_CODES, make_options, split_paths
from summarizer.cli_options import (
    AsJson,
    Asking,
    Copies,
    Encoding,
    Gazetteer,
    InputsAndOut,
    Ledger,
    MaxCostUsd,
    Out,
    OutputFormat,
    Quiet,
    exit_with_help,
    print_text,
    unfold_options,
    write_help,
)
from summarizer.errors import EngineError
from summarizer.exits import Code
from summarizer.output import report as report_error

if TYPE_CHECKING:
    from summarizer.batch.jobs import JobsReport, Watcher
    from summarizer.settings import Settings

SUBMIT_HELP = write_help(
    """Send articles as jobs of the OpenAI Batch API.

    Half the price, answered within a day.""",
    "summarizer batch submit news/ out --model openai/gpt-4.1-mini",
    "summarizer batch submit articles.jsonl out --model openai/gpt-4.1-mini --max-cost-usd 5",
    exits="batch",
)
COLLECT_HELP = write_help(
    "Take in what jobs have answered, and send what is to be asked next.",
    "summarizer batch collect out",
    "summarizer batch collect out --json",
    exits="batch",
)
CANCEL_HELP = write_help(
    "End jobs early; what they have answered can still be collected.",
    "summarizer batch cancel out",
    exits="batch",
)

_BaseUrl = Annotated[str | None, typer.Option(metavar="URL", help="As for submit; so too the key.")]
_Prompt = Annotated[
    str | None, typer.Option(metavar="FILE", help="As for submit, where it was a file.")
]


@unfold_options
def submit(  # noqa: PLR0913 - each option of the command is an argument here
    ctx: typer.Context,
    paths: InputsAndOut = None,
    *,
    asking: Asking,
    max_cost_usd: MaxCostUsd = None,
    copies: Copies = None,
    gazetteer: Gazetteer = None,
    output_format: OutputFormat = "jsonl",
    encoding: Encoding = None,
    ledger: Ledger = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Sends articles as jobs of the OpenAI Batch API."""
    from summarizer.batch.provider_jobs import submit as send

    if not paths:
        exit_with_help(ctx)
    inputs, out = split_paths(paths)
    settings = asking.make_settings(max_cost_usd=max_cost_usd, gazetteer=gazetteer)
    options = make_options(
        copies=copies, output_format=output_format, encoding=encoding, ledger=ledger
    )
    _do(
        lambda watch: send(inputs, out, settings=settings, options=options, watch=watch),
        out,
        quiet=quiet,
        as_json=as_json,
    )


def collect(
    out: Out,
    *,
    base_url: _BaseUrl = None,
    prompt: _Prompt = None,
    max_cost_usd: MaxCostUsd = None,
    ledger: Ledger = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Takes in what jobs have answered, and sends what is to be asked next."""
    from summarizer.batch.provider_jobs import collect as take_in

    make = _make_settings(base_url=base_url, prompt=prompt, max_cost_usd=max_cost_usd)
    _do(
        lambda watch: take_in(out, make_settings=make, ledger=ledger, watch=watch),
        out,
        quiet=quiet,
        as_json=as_json,
    )


def cancel(
    out: Out,
    *,
    base_url: _BaseUrl = None,
    prompt: _Prompt = None,
    ledger: Ledger = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Ends jobs early."""
    from summarizer.batch.provider_jobs import cancel as end

    make = _make_settings(base_url=base_url, prompt=prompt)
    _do(
        lambda watch: end(out, make_settings=make, ledger=ledger, watch=watch),
        out,
        quiet=quiet,
        as_json=as_json,
    )


def _make_settings(**given: Any) -> Callable[..., Settings]:
    """Returns what makes settings from those of a batch, and those given here."""
    from summarizer.settings import Settings

    chosen = {name: value for name, value in given.items() if value is not None}

    def make(**known: Any) -> Settings:
        return Settings.from_env(**(known | chosen))

    return make


def _do(work: Callable[[Watcher], JobsReport], out: str, *, quiet: bool, as_json: bool) -> None:
    """Does it, prints how it stands with the jobs, and exits as it went."""
    try:
        with _watching(shown=not quiet and sys.stderr.isatty()) as watch:
            found = work(watch)
    except EngineError as error:
        report_error(f"{error}; nothing is lost, and the same command goes on")
        raise typer.Exit(EXIT_CODES["provider"]) from None
    if as_json:
        print_text(json.dumps({**found.to_dict(), "is_over": found.is_over}) + "\n")
    elif not quiet:
        _print_report(found, Path(out))
    if found.stopped == "money":
        raise typer.Exit(EXIT_CODES["money"])
    if found.dead:
        raise typer.Exit(Code.FAILED)


def _print_report(found: JobsReport, folder: Path) -> None:
    from summarizer.batch.manifest import read_manifest
    from summarizer.batch_summary import describe_jobs

    manifest = read_manifest(folder)
    if manifest is not None:
        print_text(describe_jobs(found, folder, manifest))


@contextmanager
def _watching(*, shown: bool) -> Generator[Watcher]:
    if shown:
        from summarizer.batch_view import draw_jobs

        with draw_jobs() as watch:
            yield watch
    else:
        from summarizer.batch.jobs.report import ignore

        yield ignore
