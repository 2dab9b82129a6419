"""`summarizer diff`: what differs between two results, or two runs."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from summarizer.cli_options import exit_with_help, write_help
from summarizer.cli_values import offer
from summarizer.errors import ArticleError, ConfigError, list_choices
from summarizer.exits import Code
from summarizer.output import open_output, report

if TYPE_CHECKING:
    from summarizer.comparing import Kind, RunDiff
    from summarizer_schemas.result import Result

FORMATS = ("html", "json", "text")
_STEERING = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

HELP = write_help(
    """Tell what differs between two results, or two runs.

    BEFORE and AFTER are files of results, folders of batches, or one of them - for stdin. Articles
    belong together by id, else text, else address, else headline; events by what they tell, never
    by their ids. docs/compare.md says what is compared.""",
    "summarizer diff morning.jsonl noon.jsonl",
    "summarizer diff out-of-monday out-of-tuesday --format html -o changes.html",
    "summarizer diff before.jsonl after.jsonl --only gone --quiet",
    exits="diff",
)


def diff(
    ctx: typer.Context,
    before: Annotated[
        str | None,
        typer.Argument(metavar="BEFORE", show_default=False, help="Results of before, or -."),
    ] = None,
    after: Annotated[
        str | None,
        typer.Argument(metavar="AFTER", show_default=False, help="Results of after, or -."),
    ] = None,
    *,
    output_format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="|".join(FORMATS),
            help="html: a page.",
            autocompletion=offer(*FORMATS),
        ),
    ] = "text",
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE|-", help="Where it goes; - is stdout.")
    ] = "-",
    only: Annotated[
        str | None,
        typer.Option(
            metavar="KINDS",
            help="Of new,gone,changed; others are no difference.",
            autocompletion=offer("new", "gone", "changed"),
        ),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Write nothing; the exit code tells.")
    ] = False,
) -> None:
    """Tell what differs between two results, or two runs."""
    if before is None or after is None:
        exit_with_help(ctx)
    if output_format not in FORMATS:
        raise ConfigError(list_choices("format", output_format, FORMATS))
    if before == after == "-":
        raise ConfigError("- stands for both results; give a file for one of them")
    if output_format == "html" and output == "-" and not quiet and sys.stdout.isatty():
        raise ConfigError("the page would fill the terminal; give a file: -o changes.html")
    kinds = _parse_kinds(only)
    from summarizer.comparing import compare_runs

    unread: list[ArticleError] = []
    found = compare_runs(_read(before, unread), _read(after, unread))
    if kinds is not None:
        found = found.keep(kinds)
    if not quiet:
        with open_output(output, (before, after), utf8=output_format != "text") as stream:
            _write(found, output_format, stream)
            stream.flush()
    if unread:
        raise typer.Exit(Code.WRONG_USE)
    if found.articles:
        raise typer.Exit(Code.FAILED)


def _parse_kinds(only: str | None) -> list[Kind] | None:
    if only is None:
        return None
    from summarizer.comparing import KINDS

    given = [one.strip() for one in only.split(",") if one.strip()]
    unknown = next((one for one in given if one not in KINDS), None)
    if unknown is not None or not given:
        raise ConfigError(f"--only: {list_choices('kind', unknown or only, KINDS)}")
    return [kind for kind in KINDS if kind in given]


def _read(path: str, unread: list[ArticleError]) -> Iterator[Result]:
    """Returns the results in a file, one by one; what is none is reported, and kept in `unread`.

    Raises:
        ConfigError: at once: the path does not exist; at the end: nothing in it is a result.
    """
    from summarizer.stories import read_results

    found = read_results([path])

    def read() -> Iterator[Result]:
        before, known = len(unread), 0
        for source, one in found:
            if isinstance(one, ArticleError):
                report(str(one), source=source)
                unread.append(one)
            else:
                known += 1
                yield one
        if not known and len(unread) > before:
            raise ConfigError(
                f"{path} holds no result; write some: summarizer run --format json -o {path}"
            )

    return read()


def _write(found: RunDiff, output_format: str, stream: TextIO) -> None:
    if output_format == "json":
        line = json.dumps(found.to_dict(), ensure_ascii=False)
        stream.write(_STEERING.sub(lambda char: f"\\u{ord(char[0]):04x}", line) + "\n")
        return
    if output_format == "html":
        from summarizer.pages.changes import build_changes
        from summarizer.pages.frame import render_page

        stream.write(render_page(build_changes(found)))
        return
    from rich.console import Console

    from summarizer.diff_view import draw_lines

    console = Console(file=stream, color_system="auto" if stream.isatty() else None)
    stream.writelines(draw_lines(found, console))
