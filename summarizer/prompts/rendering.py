"""Values into a template: the messages of one request."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from summarizer.errors import ConfigError, list_choices
from summarizer.prompts.codelist import render_codes
from summarizer.prompts.marks import make_delimiter
from summarizer.prompts.templates import VARIABLES, Prompt, load_prompt, make_environment
from summarizer_schemas.strict import find_model, render_strict_schema

if TYPE_CHECKING:
    from jinja2 import Template

_MADE = ("codebook", "examples", "delimiter")
"""What is worked out here and cannot be given."""
_ONE_LINE = ("title", "published", "language")


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a request."""

    role: Literal["system", "user"]
    content: str


def render(prompt: Prompt | str, **values: object) -> tuple[Message, ...]:
    r"""Returns the messages of a prompt with these values put in.

    A value is never read as a template: braces, line ends and all else reach the message as they
    are. `None` is blank. Values the prompt has no use for are left out; the code list, the
    examples and the marks around the article are made here.

    Args:
        prompt: a loaded prompt, or the id of one of ours.
        values: by the name of the variable: `article`, `title`, `published`, `language`,
            `context`, `output_language`, `schema`, …

    Returns:
        The system message, then the user message; only the latter for a prompt without a
        divider. The system message is the same for every article, to the byte.

    Raises:
        ConfigError: a value is missing or unknown; the message names the file and the variable.

    Example:
        >>> messages = render(
        ...     "article/v1", article="Rain {{ fell }}.\r\n", title=None, published=None,
        ...     language=None, context="", output_language=None,
        ... )
        >>> [message.role for message in messages], "Rain {{ fell }}.\r\n" in messages[1].content
        (['system', 'user'], True)
    """
    used = load_prompt(prompt) if isinstance(prompt, str) else prompt
    given = {name: value for name, value in values.items() if name not in _MADE}
    if unknown := [name for name in values if name not in VARIABLES or name in _MADE]:
        known = [name for name in VARIABLES if name not in _MADE]
        raise ConfigError(list_choices("value", unknown[0], known))
    given = _complete(used, given)
    for name in used.variables:
        if name not in given and name not in _MADE:
            raise ConfigError(
                f"{used.file} uses {{{{ {name} }}}} and no value is given for it; "
                f"pass {name}=…, which may be None, or take it out of the prompt"
            )
    user = Message("user", _fill(used, used.user, given))
    if not used.system:
        return (user,)
    language, schema = given.get("output_language"), given.get("schema")
    return _render_system(used, _text(language), _text(schema)), user


def _complete(prompt: Prompt, given: dict[str, object]) -> dict[str, object]:
    """The values, and those that follow from them."""
    values = dict(given)
    for name in _ONE_LINE:
        if isinstance(value := values.get(name), str):
            values[name] = " ".join(value.split())
    if "schema" in prompt.variables and "schema" not in values:
        model = find_model(prompt.schema)
        if model is not None:
            values["schema"] = render_strict_schema(model)
    shown = [_text(values.get(name)) for name in ("article", "sentences", "candidates")]
    text = next((one for one in shown if one), "")
    beside = [_text(value) for name, value in values.items() if name != "schema"]
    values["delimiter"] = make_delimiter(text, *beside)
    return values


@lru_cache(maxsize=64)
def _render_system(prompt: Prompt, language: str, schema: str) -> Message:
    return Message(
        "system", _fill(prompt, prompt.system, {"output_language": language, "schema": schema})
    )


def _fill(prompt: Prompt, part: str, values: dict[str, object]) -> str:
    if "codebook" in prompt.variables:
        values = {**values, "codebook": render_codes()}
    if "examples" in prompt.variables:
        from summarizer.prompts.examples import render_examples

        values = {**values, "examples": render_examples(prompt.examples)}
    try:
        return _compile(part).render(values)
    except Exception as error:  # noqa: BLE001 - whatever a template of the caller's runs into
        kind = type(error).__name__  # and no more: the message may hold article text
        raise ConfigError(
            f"{prompt.file} cannot be filled in ({kind}); use plain values and conditions only"
        ) from None


@lru_cache(maxsize=64)
def _compile(part: str) -> Template:
    return make_environment().from_string(part)


def _text(value: object) -> str:
    return "" if value is None else str(value)
