"""Examples shown to a model: typed YAML beside the template, checked before they are used."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from summarizer.errors import ConfigError
from summarizer_schemas.strict import find_model


class Example(BaseModel):
    """One article and the answer to it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    article: str
    published: date | None = None
    title: str | None = None
    reply: dict[str, Any]


_EXAMPLES = TypeAdapter(list[Example])


def read_examples(text: str, *, schema: str, source: str) -> tuple[Example, ...]:
    """Returns the examples of one file.

    Args:
        text: the YAML.
        schema: name of the schema; a reply is checked when it is one of the wire form's.
        source: the file, for errors.

    Raises:
        ConfigError: this is no YAML, or an example or its reply does not fit its type.
    """
    import yaml

    try:
        examples = _EXAMPLES.validate_python(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise ConfigError(f"{source} is no YAML: {_place(error)}; mend that place") from None
    except ValidationError as error:
        raise ConfigError(
            f"{source}: {_describe(error)}; write a list of article, published, title, reply"
        ) from None
    model = find_model(schema)
    for number, example in enumerate(examples, 1):
        if model is None:
            break
        try:
            model.model_validate_json(json.dumps(example.reply))
        except ValidationError as error:
            raise ConfigError(
                f"{source}: the reply of example {number} is no {schema}: {_describe(error)}"
            ) from None
    return tuple(examples)


def render_examples(examples: Iterable[Example]) -> str:
    """Returns the examples as a prompt shows them: the article, then the answer as JSON."""
    return "\n\n".join(_render(example) for example in examples)


def _render(example: Example) -> str:
    facts: Mapping[str, object] = {"Published": example.published, "Title": example.title}
    head = "".join(f"{name}: {value}\n" for name, value in facts.items() if value)
    reply = json.dumps(example.reply, ensure_ascii=False, separators=(",", ":"))
    return f"{head}Article: {example.article.strip()}\nAnswer: {reply}"


def _describe(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"


def _place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or type(error).__name__
    return f"{problem} in line {mark.line + 1}" if mark else str(problem)
