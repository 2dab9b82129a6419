"""`summarizer prompt`: the templates there are, and what would be sent; no key, no network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli_options import write_help
from summarizer.cli_values import offer_prompts
from summarizer.errors import ArticleError, ConfigError
from summarizer.output import open_output

if TYPE_CHECKING:
    from summarizer.prompts import Message, Prompt
    from summarizer_schemas.article import Article

prompts_app = typer.Typer(
    help=write_help(
        """Show the words a model is given.

        No key and no network.""",
        "summarizer prompt list",
        "summarizer prompt show article/v1",
        "summarizer prompt render article/v1 article.txt --published 2024-01-19",
        exits="prompt",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
)

_Id = Annotated[
    str, typer.Argument(metavar="ID|FILE.md", show_default=False, autocompletion=offer_prompts)
]
_Folder = Annotated[
    str | None, typer.Option(metavar="FOLDER", help="Prompts of your own; they come first.")
]


@prompts_app.command(
    "list",
    help=write_help(
        "List the prompts there are.",
        "summarizer prompt list",
        "summarizer prompt list --folder prompts",
    ),
)
def list_all(*, folder: _Folder = None) -> None:
    """Lists the prompts there are."""
    from summarizer.prompts import list_prompts, load_prompt

    folder = _find_folder(folder)
    rows = [load_prompt(one, folder) for one in list_prompts(folder)]
    width = max(len(prompt.id) for prompt in rows)
    _write("".join(f"{prompt.id:{width}}  {prompt.description}\n" for prompt in rows))


@prompts_app.command(
    help=write_help(
        "Print a template as it is, variables and all.",
        "summarizer prompt show article/v1",
        "summarizer prompt show prompts/article/v2.md",
    )
)
def show(prompt: _Id, *, folder: _Folder = None) -> None:
    """Prints a template."""
    from summarizer.prompts import DIVIDER, load_prompt

    found = load_prompt(prompt, _find_folder(folder))
    parts = [part for part in (found.system, found.user) if part]
    _write(f"{_describe(found)}\n\n" + f"\n\n{DIVIDER}\n".join(parts) + "\n")


@prompts_app.command(
    help=write_help(
        "Print what would be sent about an article, message by message.",
        "summarizer prompt render article/v1 article.txt --published 2024-01-19",
        'summarizer prompt render article/v1 - --title "Floods in Norburg" < article.txt',
    )
)
def render(
    prompt: _Id,
    article: Annotated[str, typer.Argument(metavar="PATH|-", show_default=False)],
    *,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Day of publication: YYYY-MM-DD.")
    ] = None,
    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Headline, where the text has none.")
    ] = None,
    language_out: Annotated[
        str | None, typer.Option(metavar="NAME", help="What key points are written in.")
    ] = None,
    folder: _Folder = None,
) -> None:
    """Prints what would be sent about an article."""
    from summarizer.prompts import load_prompt, render_article
    from summarizer.settings import Settings

    settings = Settings.from_env(output_language=language_out, prompt_folder=folder)
    template = load_prompt(prompt, settings.prompt_folder)
    read = _read(article, title=title, published=published)
    day = read.published_day
    messages = render_article(
        template,
        text=read.text,
        published=day.isoformat() if day else None,
        title=read.title,
        language=read.language,
        output_language=settings.output_language,
    )
    _write("\n\n".join([*map(_show_message, messages), _measure(template, messages)]) + "\n")


def _read(source: str, *, title: str | None, published: str | None) -> Article:
    from summarizer.reading import read_articles
    from summarizer_schemas.article import parse_published

    try:
        day = parse_published(published)
    except ValueError as error:
        raise ConfigError(f"--published: {error}") from None
    for found in read_articles([source], title=title, published=day):
        if isinstance(found, ArticleError):
            raise found
        return found
    raise ArticleError(f"{source} holds no article; name another file", source=source)


def _find_folder(given: str | None) -> str | None:
    from summarizer.settings import Settings

    return Settings.from_env(prompt_folder=given).prompt_folder


def _describe(prompt: Prompt) -> str:
    return (
        f"{prompt.id}, version {prompt.version}: {prompt.description}\n"
        f"schema {prompt.schema}, sha256 {prompt.sha256}"
    )


def _show_message(message: Message) -> str:
    return f"--- {message.role} message, {len(message.content):,} characters ---\n{message.content}"


def _measure(prompt: Prompt, messages: tuple[Message, ...]) -> str:
    from summarizer_schemas.strict import find_model, render_strict_schema

    model = find_model(prompt.schema)
    if model is None:
        return f"--- schema {prompt.schema}: your own ---"
    schema = len(render_strict_schema(model))
    total = schema + sum(len(message.content) for message in messages)
    return f"--- schema {prompt.schema}, {schema:,} characters; {total:,} in all ---"


def _write(text: str) -> None:
    with open_output("-", (), utf8=True) as stream:
        if stream.isatty():
            from summarizer.controls import clean_for_terminal

            # Only a terminal obeys what steers it; a file or a pipe gets every byte.
            text = "\n".join(clean_for_terminal(line) for line in text.split("\n"))
        stream.write(text)
        stream.flush()
