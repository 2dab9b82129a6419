"""`summarizer run`: one article or a few -> results on the screen, as JSON, Markdown or a page.

What only some formats need is imported where it is used: start-up is measured.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from summarizer.cli_options import (
    Asking,
    Encoding,
    Gazetteer,
    MaxCostUsd,
    Quiet,
    Storing,
    exit_with_help,
    unfold_options,
    write_help,
)
from summarizer.cli_values import offer
from summarizer.errors import ArticleError, ConfigError, list_choices
from summarizer.exits import Code
from summarizer.output import open_output, render_json, write_each

if TYPE_CHECKING:
    from datetime import date

    from rich.console import Console

    from summarizer.api import Summarizer
    from summarizer.settings import Settings
    from summarizer_schemas.article import Article
    from summarizer_schemas.result import Result

FORMATS = ("html", "json", "markdown", "text")
HELP = write_help(
    """Summarize articles: text, HTML, or rows of JSONL and CSV.

    For very many, and to go on after whatever happens: summarizer batch.""",
    "summarizer run article.txt --published 2024-01-19",
    "summarizer run *.txt --format json --output results.jsonl",
    'summarizer run - --title "Floods in Norburg" < article.txt',
    "summarizer run article.txt --explain",
    "summarizer run article.txt --model openai/gpt-4.1-mini --max-cost-usd 0.10",
    exits="run",
)


@unfold_options
def run(  # noqa: PLR0913 - each option of the command is an argument here
    ctx: typer.Context,
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH|-", show_default=False, help="Files; - reads stdin."),
    ] = None,
    *,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="What relative dates hang on: YYYY-MM-DD.")
    ] = None,
    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Headline, where the text has none.")
    ] = None,
    asking: Asking,
    max_cost_usd: MaxCostUsd = None,
    storing: Storing,
    gazetteer: Gazetteer = None,
    output_format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="|".join(FORMATS),
            help="json: a line each; html: a page.",
            autocompletion=offer(*FORMATS),
        ),
    ] = "text",
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE|-", help="Where results go; - is stdout.")
    ] = "-",
    explain: Annotated[
        bool, typer.Option("--explain", help="Which rule and which words made each event.")
    ] = False,
    encoding: Encoding = None,
    quiet: Quiet = False,
) -> None:
    """Summarizes articles: text, HTML, or rows of JSONL and CSV."""
    if not sources:
        exit_with_help(ctx)
    if output_format not in FORMATS:
        raise ConfigError(list_choices("format", output_format, FORMATS))
    if title is not None and len(sources) > 1:
        raise ConfigError(f"--title names one article, but {len(sources)} inputs are given")

    settings = asking.make_settings(
        max_cost_usd=max_cost_usd, gazetteer=gazetteer, **storing.choose_store()
    )
    _check_explain(explain, settings, output_format)
    given = {"encoding": encoding, "title": title, "published": _parse_published(published)}
    with open_output(output, sources, utf8=output_format != "text") as stream:
        tracked = _track(sources, shown=not quiet and not stream.isatty())
        read: list[Article] = []
        outcomes = _summarize_each(tracked, settings, given, read)
        if output_format == "html":
            written, failed = _write_page(outcomes, stream, read)
        else:
            writer = _choose_writer(output_format, stream)
            if explain:
                writer = _explain_after(writer, stream, read, settings)
            written, failed = write_each(outcomes, writer)
        if failed and not written:
            raise typer.Exit(Code.WRONG_USE if len(sources) == 1 else Code.FAILED)
    if failed:
        raise typer.Exit(Code.FAILED)


# ---- from inputs to outcomes ----


def _parse_published(written: str | None) -> date | None:
    from summarizer_schemas.article import parse_published

    try:
        return parse_published(written)
    except ValueError as error:
        raise ConfigError(f"--published: {error}") from None


def _check_explain(explain: bool, settings: Settings, output_format: str) -> None:  # noqa: FBT001
    if explain and not settings.is_embedded:
        raise ConfigError("--explain tells the rules of the embedded engine; leave out --model")
    if explain and output_format != "text":
        raise ConfigError("--explain writes text; leave out --format")


def _summarize_each(
    sources: Iterable[str], settings: Settings, given: dict[str, Any], read: list[Article]
) -> Iterator[tuple[str, Result | ArticleError]]:
    """Yields each source with what became of it: several times when it holds several articles.

    The article of the last result stands in `read`.
    """
    from summarizer.api import Summarizer
    from summarizer.reading import read_articles

    with Summarizer(settings=settings) as summarizer:
        for source in sources:
            for article in read_articles([source], max_chars=settings.max_chars, **given):
                read[:] = [] if isinstance(article, ArticleError) else [article]
                yield source, _summarize(summarizer, article)


def _summarize(summarizer: Summarizer, article: Article | ArticleError) -> Result | ArticleError:
    if isinstance(article, ArticleError):
        return article
    try:
        return summarizer.summarize(article)
    except ArticleError as error:
        return error


def _track(sources: Sequence[str], *, shown: bool) -> Iterator[str]:
    """Yields the sources; where somebody watches several of them go by, a bar on stderr."""
    if not shown or len(sources) == 1 or not sys.stderr.isatty():
        yield from sources
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from summarizer.controls import clean_for_terminal

    name = TextColumn("{task.description}", markup=False)
    screen = Console(stderr=True)
    columns = (MofNCompleteColumn(), BarColumn(), name)
    with Progress(*columns, console=screen, transient=True, redirect_stdout=False) as progress:
        task = progress.add_task("", total=len(sources))
        for source in sources:
            progress.update(task, description=clean_for_terminal(source))
            yield source
            progress.advance(task)


# ---- what a result looks like ----


def _choose_writer(output_format: str, stream: TextIO) -> Callable[[Result], None]:
    if output_format == "text":
        render = _build_text_renderer(stream)
    elif output_format == "markdown":
        from summarizer.tables import to_markdown as render
    else:
        render = render_json
    gap = ""

    def write(result: Result) -> None:
        nonlocal gap
        stream.write(gap + render(result))
        stream.flush()
        gap = "" if output_format == "json" else "\n"

    return write


def _write_page(
    outcomes: Iterable[tuple[str, Result | ArticleError]], stream: TextIO, read: list[Article]
) -> tuple[int, int]:
    """Writes one page of all results, once they are there."""
    from summarizer.pages.review import render_review
    from summarizer.stories import Story

    stories: list[Story] = []
    written, failed = write_each(
        outcomes, lambda result: stories.append(Story(result, next(iter(read), None)))
    )
    if stories:
        stream.write(render_review(stories))
        stream.flush()
    return written, failed


def _build_text_renderer(stream: TextIO) -> Callable[[Result], str]:
    from rich.console import Console

    from summarizer.view import render_result

    console = Console(file=stream, color_system="auto" if stream.isatty() else None)

    return lambda result: _capture(console, partial(render_result, result))


def _capture(console: Console, draw: Callable[[Console], None]) -> str:
    """Returns what is drawn, without the blanks that fill up its lines."""
    with console.capture() as captured:
        draw(console)
    return "".join(f"{line.rstrip()}\n" for line in captured.get().split("\n")[:-1])


def _explain_after(
    write: Callable[[Result], None], stream: TextIO, read: list[Article], settings: Settings
) -> Callable[[Result], None]:
    """Returns a writer that tells why there is each event, below the result."""
    from rich.console import Console

    from summarizer.explaining import explain
    from summarizer.view import render_reasons

    console = Console(file=stream, color_system="auto" if stream.isatty() else None)

    def write_both(result: Result) -> None:
        write(result)
        reasons = explain(read[0], result, editorial=settings.editorial)
        lines = {
            name: [line for one in found for line in one.describe()]
            for name, found in reasons.items()
        }
        stream.write(_capture(console, partial(render_reasons, result, lines)))
        stream.flush()

    return write_both
