"""Options that several commands share: written once, as values that commands take whole."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, wraps
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, get_type_hints

import typer

from summarizer.cli_values import offer, offer_gazetteers, offer_models, offer_prompts
from summarizer.errors import ConfigError
from summarizer.exits import Code, describe_exits
from summarizer.output import open_output
from summarizer.settings import EDITORIALS, MODES

if TYPE_CHECKING:
    from summarizer.settings import Settings


def write_help(about: str, *examples: str, exits: str | None = None) -> str:
    """Returns the help of a command: what it does, examples that work, and how it ends.

    Args:
        about: what it does; the first sentence stands in the list of commands.
        examples: command lines.
        exits: the command as the table of exit codes calls it; None leaves them out.

    Example:
        >>> print(write_help("Print it.", "summarizer schema result").replace(chr(8), "<b>"))
        Print it.
        <BLANKLINE>
        <b>
        Examples:
          summarizer schema result
    """
    blocks = [inspect.cleandoc(about), "\n".join(["\b\nExamples:", *(f"  {x}" for x in examples)])]
    if exits is not None:
        blocks.append(f"\b\n{describe_exits(exits)}")
    return "\n\n".join(blocks)


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked, and of whom; each field is an option."""

    editorial: Annotated[
        str | None,
        typer.Option(
            metavar="use|mask",
            help="The editors' own key points block.",
            autocompletion=offer(*EDITORIALS),
        ),
    ] = None
    model: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="PROVIDER/MODEL; embedded (default) needs no key.",
            autocompletion=offer_models,
        ),
    ] = None
    base_url: Annotated[
        str | None, typer.Option(metavar="URL", help="Any server with the OpenAI chat API.")
    ] = None
    mode: Annotated[
        str | None,
        typer.Option(
            metavar="|".join(MODES),
            help="How the form of the answer is asked for.",
            autocompletion=offer(*MODES),
        ),
    ] = None
    fallback: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="Asked when the model fails.", autocompletion=offer_models
        ),
    ] = None
    prompt: Annotated[
        str | None,
        typer.Option(
            metavar="ID|FILE",
            help="See: summarizer prompt list.",
            autocompletion=offer_prompts,
        ),
    ] = None
    output_language: Annotated[
        str | None, typer.Option(metavar="LANG", help="Of the key points, when a model writes.")
    ] = None

    def make_settings(self, **more: Any) -> Settings:
        """Returns these and more settings, and for what is None those of the environment.

        Raises:
            ConfigError: a value is unknown or out of range.
        """
        from summarizer.settings import Settings

        return Settings.from_env(
            editorial=self.editorial,
            model=self.model,
            base_url=self.base_url,
            mode=self.mode,
            fallbacks=tuple(self.fallback) if self.fallback else None,
            prompt=self.prompt,
            output_language=self.output_language,
            **more,
        )


@dataclass(frozen=True, slots=True)
class Storing:
    """Where answers are kept or taken from; each field is an option."""

    cache: Annotated[
        str | None, typer.Option(metavar="FILE", help="Keep answers and use them again.")
    ] = None
    record: Annotated[str | None, typer.Option(metavar="FILE", help="Write answers to a tape.")] = (
        None
    )
    replay: Annotated[
        str | None, typer.Option(metavar="FILE", help="Answer from a tape: no key, no network.")
    ] = None

    def choose_store(self) -> dict[str, str]:
        """Returns the settings of the one store that is asked for, if any.

        Raises:
            ConfigError: two are asked for.
        """
        files = {"cache": self.cache, "record": self.record, "replay": self.replay}
        chosen = {name: path for name, path in files.items() if path}
        if len(chosen) > 1:
            raise ConfigError(f"{' and '.join(f'--{name}' for name in chosen)} exclude each other")
        return {
            key: value
            for name, path in chosen.items()
            for key, value in (("store", name), ("store_path", path))
        }


MaxCostUsd = Annotated[float | None, typer.Option(metavar="USD", help="Stop before more is spent.")]
Gazetteer = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="An installed list of towns; see docs/gazetteers.md.",
        autocompletion=offer_gazetteers,
    ),
]
Encoding = Annotated[
    str | None, typer.Option(metavar="NAME", help="Of text files; found out when not given.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")]
RequestsPerMinute = Annotated[
    int | None, typer.Option(metavar="N", help="Most requests sent in a minute.")
]
TokensPerMinute = Annotated[
    int | None, typer.Option(metavar="N", help="Most tokens in a minute, question and answer.")
]
Concurrency = Annotated[
    int | None,
    typer.Option(metavar="N", help="Articles at a time; with a model 32.", show_default=False),
]
Processes = Annotated[
    int | None,
    typer.Option(
        metavar="N", help="How many work; with a model 1, else one a core.", show_default=False
    ),
]
Copies = Annotated[
    str | None,
    typer.Option(
        metavar="reuse|ask",
        help="reuse (default with a model): near-identical texts share their findings.",
        autocompletion=offer("reuse", "ask"),
    ),
]
Ledger = Annotated[
    str | None,
    typer.Option(metavar="URL", help="A database for several machines: postgresql+psycopg://..."),
]
FORMATS = ("jsonl", "parquet")
OutputFormat = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="|".join(FORMATS),
        help="Of the results in OUT.",
        autocompletion=offer(*FORMATS),
    ),
]
Inputs = Annotated[
    list[str] | None,
    typer.Argument(metavar="INPUT", show_default=False, help="As for summarizer batch."),
]
InputsAndOut = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="INPUT... OUT",
        show_default=False,
        help="Files, folders, 'patterns' or - (JSON Lines); last the folder of results.",
    ),
]
Out = Annotated[
    str, typer.Argument(metavar="OUT", show_default=False, help="The folder of the batch.")
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")]


def unfold_options(command: Callable[..., None]) -> Callable[..., None]:
    """Lets a command take a dataclass of options whole: typer sees an option for each field.

    Example:
        >>> @unfold_options
        ... def show(name: str, *, storing: Storing) -> None:
        ...     print(name, storing.cache)
        >>> list(inspect.signature(show).parameters)
        ['name', 'cache', 'record', 'replay']
        >>> show(name="Norburg", cache="a.db", record=None, replay=None)
        Norburg a.db
    """
    signature = inspect.signature(command, eval_str=True)
    groups: dict[str, Any] = {}
    shown: list[inspect.Parameter] = []
    for name, parameter in signature.parameters.items():
        if is_dataclass(parameter.annotation):
            groups[name] = parameter.annotation
            shown += _list_fields(groups[name])
        else:
            shown.append(parameter)

    @wraps(command)
    def run(**given: Any) -> None:
        whole = {
            name: group(**{field.name: given.pop(field.name) for field in fields(group)})
            for name, group in groups.items()
        }
        command(**given, **whole)

    run.__annotations__ = {one.name: one.annotation for one in shown}
    vars(run)["__signature__"] = signature.replace(parameters=shown)
    return run


@cache
def _list_fields(group: Any) -> list[inspect.Parameter]:
    hints = get_type_hints(group, include_extras=True)
    return [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=field.default,
            annotation=hints[field.name],
        )
        for field in fields(group)
    ]


def exit_with_help(ctx: Any) -> NoReturn:
    """Ends with the help of a command on stderr: it was given nothing to do."""
    typer.echo(ctx.get_help(), err=True)
    raise typer.Exit(Code.WRONG_USE)


def print_text(text: str) -> None:
    """Writes lines to stdout, with nothing in them that a terminal obeys."""
    from summarizer.controls import clean_for_terminal

    with open_output("-", (), utf8=False) as stream:
        stream.write("\n".join(clean_for_terminal(line) for line in text.split("\n")))
        stream.flush()
