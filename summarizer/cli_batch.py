"""`summarizer batch`: very many articles; arguments -> the doors of `batch` -> exit code.

What the commands need is imported where it is used: start-up is measured.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from summarizer.cli_batch_jobs import (
    CANCEL_HELP,
    COLLECT_HELP,
    SUBMIT_HELP,
    cancel,
    collect,
    submit,
)
from summarizer.cli_batch_run import run
from summarizer.cli_options import AsJson, Ledger, Out, print_text, write_help
from summarizer.cli_values import offer, offer_failures
from summarizer.errors import ConfigError
from summarizer.exits import describe_exits

_SUFFIXES = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet",
    ".md": "markdown", ".markdown": "markdown",
}  # fmt: skip
_FORMATS = tuple(dict.fromkeys(_SUFFIXES.values()))
_HELP = f"""Summarize very many articles: none lost, none paid for twice.

\b
Examples:
  summarizer batch news/ out
  summarizer batch 'news/**/*.html' more.jsonl out --processes 2
  summarizer batch - out < articles.jsonl
  summarizer batch news/ out --model openai/gpt-4.1-mini --max-cost-usd 5
  summarizer batch status out
  summarizer batch retry-failed out --only provider
  summarizer batch export out results.parquet
\b
As jobs of the OpenAI Batch API, at half the price and within a day:
  summarizer batch submit news/ out --model openai/gpt-4.1-mini
  summarizer batch collect out

OUT holds results.jsonl, dead.jsonl (what failed, and why), manifest.json and the ledger. The same
command goes on where it was, whatever ended it. Ctrl-C finishes what is under way; a second one
ends at once. An INPUT that is named like a command is written ./status.

\b
{describe_exits("batch")}
"""


class BatchCommands(TyperGroup):
    """Commands on batches; without the name of one, articles are summarized."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Puts `run` before arguments that begin with no command."""
        completing = ctx.resilient_parsing and not args  # any word may come, a command too
        if not completing and (not args or args[0] not in self.commands):
            wants_help = not {"--help", "-h"}.isdisjoint(args)
            args = ["--help"] if wants_help else ["run", *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Returns the commands, and the options of `run`."""
        run = self.commands["run"]
        below = run.make_context("run", [], parent=ctx, resilient_parsing=True)
        found = [*super().shell_complete(ctx, incomplete), *run.shell_complete(below, incomplete)]
        return list({one.value: one for one in found}.values())

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Shows the options of `run`, then the commands."""
        self.commands["run"].format_options(ctx, formatter)
        self.format_commands(ctx, formatter)


batch_app = typer.Typer(
    cls=BatchCommands,
    help=_HELP,
    subcommand_metavar="INPUT... OUT | COMMAND ...",
    options_metavar="[OPTIONS]",
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
)


batch_app.command("run", hidden=True)(run)


@batch_app.command(
    help=write_help(
        "Show how it stands with a batch, running or not.",
        "summarizer batch status out",
        "summarizer batch status out --json",
    )
)
def status(out: Out, *, ledger: Ledger = None, as_json: AsJson = False) -> None:
    """Shows how it stands with a batch."""
    from summarizer.batch import read_status
    from summarizer.batch_summary import describe_status

    found = read_status(out, ledger=ledger)
    if not as_json:
        print_text(describe_status(found))
        return
    values = {
        "out": str(found.folder),
        "manifest": asdict(found.manifest),
        "counts": found.counts.to_dict(),
    }
    print_text(json.dumps(values) + "\n")


@batch_app.command(
    "retry-failed",
    help=write_help(
        "Make failures pending again; print how to run them.",
        "summarizer batch retry-failed out",
        "summarizer batch retry-failed out --only provider --only truncated",
    ),
)
def retry(
    out: Out,
    *,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CLASS",
            help="Such failures; may be repeated.",
            autocompletion=offer_failures,
        ),
    ] = None,
    ledger: Ledger = None,
) -> None:
    """Makes failures pending again."""
    from summarizer.batch import retry_failed
    from summarizer.batch.manifest import read_manifest
    from summarizer.batch_summary import describe_retry

    number = retry_failed(out, only=only, ledger=ledger)
    manifest = read_manifest(Path(out))
    if manifest is not None:
        print_text(describe_retry(Path(out), manifest, number))


@batch_app.command(
    help=write_help(
        "Write all results of a batch into one file.",
        "summarizer batch export out results.jsonl",
        "summarizer batch export out reading.md",
        "summarizer batch export out results.parquet",
    )
)
def export(
    out: Out,
    target: Annotated[str, typer.Argument(metavar="FILE", show_default=False)],
    *,
    export_format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="|".join(_FORMATS),
            help="Else what FILE ends in says.",
            autocompletion=offer(*_FORMATS),
        ),
    ] = None,
    ledger: Ledger = None,
) -> None:
    """Writes all results of a batch into one file."""
    from summarizer.batch import export as write_all

    folder, path = Path(out), Path(target)
    if path.parent.resolve() == folder.resolve():
        raise ConfigError(
            f"{target} would stand among the batch's own files; put it into another folder"
        )
    chosen: Any = export_format or _SUFFIXES.get(path.suffix.lower())
    if chosen is None:
        raise ConfigError(
            f"{target} does not say which format; give --format, or an end of these: "
            f"{', '.join(_SUFFIXES)}"
        )
    number = write_all(folder, path, export_format=chosen, ledger=ledger)
    print_text(f"{number:,} results in {target}\n")


batch_app.command(help=SUBMIT_HELP)(submit)
batch_app.command(help=COLLECT_HELP)(collect)
batch_app.command(help=CANCEL_HELP)(cancel)
