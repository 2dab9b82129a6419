"""`summarizer export`: results as tables and records for other programs."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarizer.cli_options import exit_with_help, print_text, write_help
from summarizer.cli_values import offer, offer_tables
from summarizer.errors import ArticleError, ConfigError
from summarizer.exits import Code
from summarizer.output import report

if TYPE_CHECKING:
    from collections import Counter

    from summarizer.tables.exporting import Export, Exported
    from summarizer.tables.writers import Sink
    from summarizer_schemas.result import Result

HELP = write_help(
    """Write results as tables and records for other programs.

    csv, jsonl and parquet are one file a table, in the folder OUTPUT, or one table in a file.
    markdown is a document, plover one record an event (JSON Lines), acled a CSV row an event.
    RESULTS are files of results, or the folder of a batch.""",
    "summarizer run article.txt --format json -o results.jsonl",
    "summarizer export results.jsonl --format csv -o tables",
    "summarizer export results.jsonl --table events -o events.parquet",
    "summarizer export out --format plover -o events.jsonl",
    "summarizer export out --format acled -o events.csv",
    "summarizer run article.txt --format json | summarizer export - --format csv --table events",
    exits="export",
)
_FORMATS = ("csv", "jsonl", "parquet", "markdown", "plover", "acled")
_SUFFIXES = {
    ".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet",
    ".md": "markdown", ".markdown": "markdown",
}  # fmt: skip
_STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def export(
    ctx: typer.Context,
    results: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="RESULTS", show_default=False, help="Files of results, batch folders, or -."
        ),
    ] = None,
    *,
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="FILE|FOLDER|-", help="Where to; - is stdout."),
    ] = "-",
    export_format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="|".join(_FORMATS),
            help="Else what FILE ends in says.",
            autocompletion=offer(*_FORMATS),
        ),
    ] = None,
    table: Annotated[
        str | None,
        typer.Option(
            autocompletion=offer_tables, metavar="NAME", help="One table, in a file of its own."
        ),
    ] = None,
    realis: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Events plover and acled take: actual (default), future, hypothetical, negated, "
            "generic; may be repeated.",
        ),
    ] = None,
) -> None:
    """Write results as tables and records for other programs."""
    if not results:
        exit_with_help(ctx)
    from summarizer.stories import read_results
    from summarizer.tables.exporting import Export

    chosen: Any = export_format or _SUFFIXES.get(Path(output).suffix.lower())
    if chosen is None:
        raise ConfigError(
            f"{output} does not say which format; give --format: {', '.join(_FORMATS)}"
        )
    wanted: Any = tuple(realis or ("actual",))
    job = Export(chosen, table=table, realis=wanted)
    _check_output(output, results)
    readings = _Readings(read_results(results), results[0])
    written = _write(job, readings, output)
    _tell(written.left_out)
    if output != "-":
        print_text(f"{written.results:,} results in {output}\n")
    if readings.failed:
        raise typer.Exit(Code.FAILED)


class _Readings:
    """The results there are, one by one; a line that holds none is reported and counted."""

    def __init__(self, found: Iterator[tuple[str, Result | ArticleError]], first: str) -> None:
        self._found = found
        self._first = first
        self.failed = 0

    def __iter__(self) -> Iterator[Result]:
        is_empty = True
        for source, one in self._found:
            if isinstance(one, ArticleError):
                report(str(one), source=one.source or source)
                self.failed += 1
            else:
                is_empty = False
                yield one
        if is_empty:
            raise ConfigError(
                f"{self._first} holds no result; `summarizer run --format json -o results.jsonl` "
                "writes some"
            )


def _check_output(output: str, results: Sequence[str]) -> None:
    """Refuses to write over what is read, or among the files of a batch."""
    if output == "-":
        return
    place = Path(output)
    for name in results:
        read = Path(name)
        if name == "-" or not read.exists():
            continue
        if place.exists() and place.samefile(read) and read.is_file():
            raise ConfigError(f"--output {output} is one of the inputs; give another file")
        if read.is_dir() and read.resolve() in {place.resolve(), place.resolve().parent}:
            raise ConfigError(
                f"--output {output} would stand among the batch's own files; give another folder"
            )


def _write(job: Export, results: _Readings, output: str) -> Exported:
    if output != "-":
        return job.write_files(results, output)
    is_screen = sys.stdout.isatty()
    if is_screen and job.format == "parquet":
        raise ConfigError("Parquet would fill the terminal; give a file: -o events.parquet")
    sink: Sink = _Screen() if is_screen else sys.stdout.buffer
    written = job.write_stream(results, sink)
    sys.stdout.flush()
    return written


class _Screen:
    """Standard output where somebody looks on: cells may hold what steers a terminal."""

    def write(self, data: bytes, /) -> None:
        sys.stdout.buffer.write(_STEERING.sub("\ufffd", data.decode()).encode())


def _tell(left_out: Counter[str]) -> None:
    """Says on stderr which events a scheme did not take."""
    if left_out:
        reasons = ", ".join(f"{number:,} {reason}" for reason, number in left_out.most_common())
        sys.stderr.write(f"{sum(left_out.values()):,} events left out: {reasons}\n")
