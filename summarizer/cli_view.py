"""`summarizer view`, `summarizer review`: results as a page to look at, and to correct."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli_options import Quiet, exit_with_help, write_help
from summarizer.errors import ArticleError, ConfigError
from summarizer.exits import Code
from summarizer.output import open_output, report

if TYPE_CHECKING:
    from summarizer.reviewing import Shelf, View
    from summarizer.stories import Story

VIEW_HELP = write_help(
    """Write results as one page: article, findings, timeline, who says what.

    The page is one file that needs no network. In it findings can be accepted, edited, deleted
    and added; what comes of it is downloaded as gold.json, which `summarizer eval lint` reads.
    RESULTS are files of results, or the folder of a batch, whose articles are found by themselves.
    """,
    "summarizer run article.txt --format json -o results.jsonl",
    "summarizer view results.jsonl --articles article.txt -o page.html",
    "summarizer view out -o page.html",
    "summarizer run article.txt --format html -o page.html",
    exits="view",
)
REVIEW_HELP = write_help(
    """Correct results in the browser; each correction is saved as gold.

    The page is served on this machine alone, at an address with a random token. What is saved
    stands in GOLD/<article>/gold.json with article.txt beside it. Ctrl-C ends it.
    """,
    "summarizer review results.jsonl --articles article.txt --into gold",
    "summarizer review out --into gold --annotator mb",
    "summarizer eval lint gold",
    exits="review",
)

Results = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="RESULTS", show_default=False, help="Files of results, batch folders, or -."
    ),
]
Articles = Annotated[
    list[str] | None,
    typer.Option(metavar="PATH", help="Where the articles stand; may be repeated."),
]
Annotator = Annotated[
    str, typer.Option(metavar="NAME", help="Who is named in the gold that is made.")
]


def view(
    ctx: typer.Context,
    results: Results = None,
    *,
    articles: Articles = None,
    annotator: Annotator = "a1",
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE|-", help="The page; - is stdout.")
    ] = "-",
) -> None:
    """Write results as one page."""
    if not results:
        exit_with_help(ctx)
    if output == "-" and sys.stdout.isatty():
        raise ConfigError("the page would fill the terminal; give a file: -o page.html")
    stories, errors = _read(results, articles or ())
    from summarizer.pages.review import render_review

    with open_output(output, results, utf8=True) as stream:
        stream.write(render_review(stories, errors=errors, annotator=annotator))
    if errors:
        raise typer.Exit(Code.FAILED)


def review(  # noqa: PLR0913 - each option of the command is an argument here
    ctx: typer.Context,
    results: Results = None,
    *,
    into: Annotated[
        str, typer.Option(metavar="GOLD", help="The folder of gold; made when it is not there.")
    ] = "gold",
    articles: Articles = None,
    annotator: Annotator = "a1",
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65535, help="0: any that is free.")
    ] = 0,
    open_browser: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the page in a browser.")
    ] = True,
    quiet: Quiet = False,
) -> None:
    """Correct results in the browser; save them as gold."""
    if not results:
        exit_with_help(ctx)
    stories, errors = _read(results, articles or ())
    from summarizer.foldernames import name_folders
    from summarizer.reviewing import ReviewServer, Shelf, catching_signals

    names = name_folders([story.result.article.id for story in stories])
    texts = {
        name: story.article.text
        for name, story in zip(names, stories, strict=True)
        if story.article is not None
    }
    if not texts:
        raise ConfigError(
            "the text of no article is at hand, so nothing can become gold; "
            "name where they stand with --articles"
        )
    shelf = Shelf(Path(into), texts, annotator=annotator)
    for obstacle in shelf.find_obstacles():
        report(obstacle)
    make_view = partial(_make_view, stories, errors, annotator, shelf)
    with catching_signals() as wait, ReviewServer(make_view, shelf, port=port) as server:
        if not quiet:
            typer.echo(f"{len(stories):,} articles; corrections go to {into}", err=True)
            typer.echo("Ctrl-C ends the review. Open:", err=True)
        typer.echo(server.address)
        if open_browser:
            import webbrowser

            webbrowser.open(server.address)
        wait()


def _make_view(
    stories: Sequence[Story],
    errors: Sequence[ArticleError],
    annotator: str,
    shelf: Shelf,
    token: str,
) -> View:
    """Returns the page as it stands now, with what was saved before."""
    from summarizer.pages.frame import make_policy, render_page
    from summarizer.pages.review import Saving, build_review
    from summarizer.reviewing import View
    from summarizer.reviewing.server import HEADER, SAVE

    kept = {name: (one.document, one.revision) for name, one in shelf.read_all().items()}
    saving = Saving(SAVE, HEADER, token, kept)
    page = build_review(stories, errors=errors, annotator=annotator, saving=saving)
    return View(render_page(page), make_policy(page))


def _read(
    results: Sequence[str], articles: Sequence[str]
) -> tuple[list[Story], list[ArticleError]]:
    """Returns results with their articles; what cannot be read is reported."""
    from summarizer.stories import read_stories

    stories, errors = read_stories(results, articles=articles)
    for error in errors:
        report(str(error), source=error.source)
    if not stories:
        raise ConfigError(
            f"{results[0]} holds no result; `summarizer run --format json -o results.jsonl` "
            "writes some"
        )
    return stories, errors
