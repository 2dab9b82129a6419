"""The command: arguments -> api -> exit code; no logic.

What only some commands need is imported where it is used: start-up is measured.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from summarizer.cli_batch import batch_app
from summarizer.cli_completion import HELP as COMPLETION_HELP
from summarizer.cli_completion import completion
from summarizer.cli_diff import HELP as DIFF_HELP
from summarizer.cli_diff import diff
from summarizer.cli_doctor import HELP as DOCTOR_HELP
from summarizer.cli_doctor import doctor
from summarizer.cli_estimate import HELP as ESTIMATE_HELP
from summarizer.cli_estimate import estimate
from summarizer.cli_export import HELP as EXPORT_HELP
from summarizer.cli_export import export
from summarizer.cli_options import exit_with_help, write_help
from summarizer.cli_prompts import prompts_app
from summarizer.cli_run import HELP as RUN_HELP
from summarizer.cli_run import run
from summarizer.cli_values import offer_schemas
from summarizer.cli_view import REVIEW_HELP, VIEW_HELP, review, view
from summarizer.errors import ConfigError, SummarizerError, list_choices
from summarizer.exits import Code, describe_exits
from summarizer.output import drop_what_cannot_be_written, open_output, report

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

COMMAND_GROUP = "summarizer.commands"
"""Entry-point group of further commands: the name of the command -> a `typer.Typer`."""

_HELP = f"""Key points and event records from news articles, tied to the articles' own words.

\b
Examples:
  summarizer run article.txt --published 2024-01-19
  summarizer run *.txt --format json --output results.jsonl
  summarizer run *.txt --format html --output page.html
  summarizer run - --title "Floods in Norburg" < article.txt
  summarizer run article.txt --model openai/gpt-4.1-mini --max-cost-usd 0.10
  summarizer run article.txt --model openai/NAME --base-url http://127.0.0.1:8080/v1
  summarizer doctor
  summarizer batch *.txt out
  summarizer estimate *.txt --model openai/gpt-4.1-mini
  summarizer prompt render article/v1 article.txt
  summarizer schema result

\b
{describe_exits()}

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
_SCHEMA_HELP = write_help(
    """Print a published JSON Schema.

    result: what comes out; article: what goes in; wire: what is asked of a model.""",
    "summarizer schema result",
    "summarizer schema article > article.json",
    exits="schema",
)


class Commands(TyperGroup):
    """The commands of this package and of its plug-ins, with one way to end in an error."""

    _plugins: dict[str, EntryPoint] | None = None

    def invoke(self, ctx: Any) -> Any:
        """Runs the chosen command; an error becomes one line and an exit code."""
        with _ending_in_exit_codes():
            return super().invoke(ctx)

    def get_params(self, ctx: Any) -> list[Any]:
        """Returns the options, but for typer's own that write into a shell's start-up file.

        `summarizer completion` prints what belongs there.
        """
        dropped = {"install_completion", "show_completion"}
        return [one for one in super().get_params(ctx) if one.name not in dropped]

    def list_commands(self, ctx: Any) -> list[str]:
        """Returns the names of the own commands, then of the plug-ins."""
        return list(dict.fromkeys([*super().list_commands(ctx), *self._list_plugins()]))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Returns a command; a plug-in is loaded only when it is asked for."""
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        plugin = self._list_plugins().get(cmd_name)
        return None if plugin is None else _load_plugin(cmd_name, plugin)

    def _list_plugins(self) -> dict[str, EntryPoint]:
        """Looks for plug-ins once: it takes 15 ms, as it reads what all packages declare."""
        if self._plugins is None:
            from importlib.metadata import entry_points

            self._plugins = {one.name: one for one in entry_points(group=COMMAND_GROUP)}
        return self._plugins


app = typer.Typer(
    cls=Commands,
    help=_HELP,
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


def schema(
    name: Annotated[
        str, typer.Argument(metavar="result|article|wire", autocompletion=offer_schemas)
    ] = "result",
) -> None:
    """Prints a published JSON Schema."""
    from summarizer_schemas.generate import render_schemas

    texts = {file.partition(".")[0]: text for file, text in render_schemas().items()}
    if name not in texts:
        raise ConfigError(list_choices("schema", name, texts))
    with open_output("-", (), utf8=True) as stream:
        stream.write(texts[name])
        stream.flush()


for _command, _help in (
    (run, RUN_HELP),
    (estimate, ESTIMATE_HELP),
    (view, VIEW_HELP),
    (review, REVIEW_HELP),
    (diff, DIFF_HELP),
    (export, EXPORT_HELP),
    (doctor, DOCTOR_HELP),
    (schema, _SCHEMA_HELP),
    (completion, COMPLETION_HELP),
):
    app.command(help=_help)(_command)


# ---- endings ----


@contextmanager
def _ending_in_exit_codes() -> Generator[None, None, None]:
    try:
        yield
    except SummarizerError as error:
        report(str(error))
        raise typer.Exit(Code.WRONG_USE) from None
    except KeyboardInterrupt:
        raise typer.Exit(Code.INTERRUPTED) from None
    except OSError as error:
        drop_what_cannot_be_written()
        if isinstance(error, BrokenPipeError):
            raise typer.Exit(Code.PIPE_CLOSED) from None
        report(f"{error.strerror or error}; nothing more was written", source=error.filename)
        raise typer.Exit(Code.FAILED) from None


# ---- plug-ins ----


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
