"""The command: arguments -> api -> exit code; no logic.

What only some commands need is imported where it is used: start-up is measured.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer
from typer.core import TyperGroup

from summarizer.cli_batch import batch_app
from summarizer.cli_estimate import HELP as ESTIMATE_HELP
from summarizer.cli_estimate import estimate
from summarizer.cli_options import (
    INTERRUPTED,
    Asking,
    Encoding,
    Gazetteer,
    MaxCostUsd,
    Quiet,
    Storing,
    exit_with_help,
    unfold_options,
)
from summarizer.cli_prompts import prompts_app
from summarizer.cli_view import REVIEW_HELP, VIEW_HELP, review, view
from summarizer.errors import ArticleError, ConfigError, SummarizerError, list_choices
from summarizer.output import (
    drop_what_cannot_be_written,
    open_output,
    render_json,
    report,
    write_each,
)

if TYPE_CHECKING:
    from datetime import date
    from importlib.metadata import EntryPoint

    from rich.console import Console

    from summarizer.api import Summarizer
    from summarizer.settings import Settings
    from summarizer_schemas.article import Article
    from summarizer_schemas.result import Result

FORMATS = ("html", "json", "markdown", "text")
COMMAND_GROUP = "summarizer.commands"
"""Entry-point group of further commands: the name of the command -> a `typer.Typer`."""

PIPE_CLOSED = 141  # 128 + SIGPIPE, as for any other filter
_HELP = """Key points and event records from news articles, tied to the articles' own words.

\b
Examples:
  summarizer run article.txt --published 2024-01-19
  summarizer run *.txt --format json --output results.jsonl
  summarizer run *.txt --format html --output page.html
  summarizer run - --title "Floods in Norburg" < article.txt
  summarizer run article.txt --model openai/gpt-4.1-mini --max-cost-usd 0.10
  summarizer run article.txt --model openai/NAME --base-url http://127.0.0.1:8080/v1
  summarizer batch *.txt out
  summarizer estimate *.txt --model openai/gpt-4.1-mini
  summarizer prompt render article/v1 article.txt
  summarizer schema result

\b
Exit codes:
  0    all is well
  1    some articles failed; the others are written
  2    wrong use, or an only input, an OUT or a ledger that cannot be used
  3    a batch stopped: the provider answered nobody
  5    a batch stopped at the limit of money or time
  130  interrupted with Ctrl-C
  141  the reader of the output went away

\b
Environment (options given on the command line come first):
  SUMMARIZER_MODEL      as --model; so too BASE_URL, MODE, PROMPT, MAX_COST_USD, ...:
                        each field of summarizer.Settings has its variable
  SUMMARIZER_API_KEY    the key; else that of the provider: OPENAI_API_KEY, ...
  SUMMARIZER_EDITORIAL  as --editorial
  SUMMARIZER_GAZETTEER  as --gazetteer
  SUMMARIZER_MAX_CHARS  longest text that is read, in characters
  NO_COLOR              set to anything: no colours
"""


class Commands(TyperGroup):
    """The commands of this package and of its plug-ins, with one way to end in an error."""

    def invoke(self, ctx: Any) -> Any:
        """Runs the chosen command; an error becomes one line and an exit code."""
        with _ending_in_exit_codes():
            return super().invoke(ctx)

    def list_commands(self, ctx: Any) -> list[str]:
        """Returns the names of the own commands, then of the plug-ins."""
        return list(dict.fromkeys([*super().list_commands(ctx), *_find_plugins()]))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Returns a command; a plug-in is loaded only when it is asked for."""
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        plugin = _find_plugins().get(cmd_name)
        return None if plugin is None else _load_plugin(cmd_name, plugin)


app = typer.Typer(
    cls=Commands,
    help=_HELP,
    add_completion=False,
    invoke_without_command=True,
    pretty_exceptions_enable=False,  # they would print article text: the values of variables
    rich_markup_mode=None,  # plain help: rich would cost as much time again as typer
    context_settings={"help_option_names": ["--help", "-h"]},
)


app.add_typer(batch_app, name="batch")
app.add_typer(prompts_app, name="prompt")


def main() -> None:
    """Runs the command with the arguments of this process, and exits."""
    app(prog_name="summarizer")


@app.callback()
def start(
    ctx: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Prints the version, or the help when no command is given."""
    if version:
        from importlib.metadata import version as find_version

        typer.echo(f"summarizer {find_version('structured-summarizer')}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        exit_with_help(ctx)


@app.command()
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
            "--format", metavar="|".join(FORMATS), help="json: a line each; html: a page."
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
    """Summarize articles: text, HTML, or rows of JSONL and CSV.

    For very many, and to go on after whatever happens: summarizer batch.
    """
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
            raise typer.Exit(2 if len(sources) == 1 else 1)
    if failed:
        raise typer.Exit(1)


@app.command()
def schema(
    name: Annotated[str, typer.Argument(metavar="result|article|wire")] = "result",
) -> None:
    """Print a published JSON Schema: of what comes out, goes in, or is asked of a model."""
    from summarizer_schemas.generate import render_schemas

    texts = {file.partition(".")[0]: text for file, text in render_schemas().items()}
    if name not in texts:
        raise ConfigError(list_choices("schema", name, texts))
    with open_output("-", (), utf8=True) as stream:
        stream.write(texts[name])
        stream.flush()


app.command(help=ESTIMATE_HELP)(estimate)
app.command(help=VIEW_HELP)(view)
app.command(help=REVIEW_HELP)(review)


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


# ---- endings ----


@contextmanager
def _ending_in_exit_codes() -> Generator[None, None, None]:
    try:
        yield
    except SummarizerError as error:
        report(str(error))
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except OSError as error:
        drop_what_cannot_be_written()
        if isinstance(error, BrokenPipeError):
            raise typer.Exit(PIPE_CLOSED) from None
        report(f"{error.strerror or error}; nothing more was written", source=error.filename)
        raise typer.Exit(1) from None


# ---- plug-ins ----


def _find_plugins() -> dict[str, EntryPoint]:
    from importlib.metadata import entry_points

    return {entry.name: entry for entry in entry_points(group=COMMAND_GROUP)}


def _load_plugin(name: str, plugin: EntryPoint) -> Any:
    """Returns the plug-in's command, or one that says why it cannot be loaded."""
    try:
        loaded = plugin.load()
    except Exception as error:  # noqa: BLE001 - a broken plug-in leaves the other commands whole
        reason = f"the command {name!r} cannot be loaded: {type(error).__name__}: {error}"
        loaded = typer.Typer(rich_markup_mode=None)

        @loaded.command(
            help="Cannot be loaded.",
            context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
        )
        def explain() -> None:
            raise ConfigError(f"{reason}; reinstall {plugin.value.partition('.')[0]}")

    return typer.main.get_command(loaded)
