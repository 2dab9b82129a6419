"""Prompt templates: words in files, found by id, with the hash of what was read."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from summarizer.errors import ConfigError, list_choices

_VARIABLE = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
_FRONT_MATTER = re.compile(r"---\n(.*?)\n---\n(.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a request."""

    role: Literal["system", "user"]
    content: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One template; `text` still holds its variables."""

    id: str
    version: int
    language: str
    schema: str
    variables: tuple[str, ...]
    description: str
    text: str
    sha256: str
    """Hash of the whole file, front matter included."""


def list_prompts() -> list[str]:
    """Returns the ids of the prompts there are.

    Example:
        >>> list_prompts()
        ['article/v1']
    """
    return sorted(
        f"{folder.name}/{file.name.removesuffix('.md')}"
        for folder in _find_root().iterdir()
        if folder.is_dir()
        for file in folder.iterdir()
        if file.name.endswith(".md")
    )


def check_prompt(prompt_id: str) -> None:
    """Does nothing for a prompt that exists.

    Raises:
        ConfigError: there is no such prompt; the message lists those there are.
    """
    if prompt_id not in list_prompts():
        raise ConfigError(list_choices("prompt", prompt_id, list_prompts()))


def load_prompt(prompt_id: str) -> Prompt:
    """Returns the template with that id.

    Raises:
        ConfigError: there is no such prompt, its front matter is incomplete, or the
            variables it declares are not those it uses.

    Example:
        >>> load_prompt("article/v1").language
        'en'
    """
    import yaml

    check_prompt(prompt_id)
    raw = _find_root().joinpath(f"{prompt_id}.md").read_text(encoding="utf-8")
    parts = _FRONT_MATTER.match(raw)
    if parts is None:
        raise ConfigError(
            f"prompt {prompt_id!r} has no front matter; begin it with a block between --- lines"
        )
    head, text = parts.groups()
    try:
        values: dict[str, Any] = dict(yaml.safe_load(head))
        values["variables"] = tuple(values["variables"])
        prompt = Prompt(**values, text=text, sha256=hashlib.sha256(raw.encode()).hexdigest())
    except (TypeError, ValueError, KeyError, yaml.YAMLError):
        raise ConfigError(
            f"prompt {prompt_id!r}: front matter needs id, version, language, schema, "
            "variables, description"
        ) from None
    used = set(_VARIABLE.findall(text))
    if wrong := used ^ set(prompt.variables):
        raise ConfigError(
            f"prompt {prompt_id!r}: declared and used variables differ: {', '.join(sorted(wrong))}"
        )
    return prompt


@cache
def _find_root() -> Path:
    """The folder packed into the wheel, or the one of the checkout."""
    packed = Path(__file__).parent / "_prompts"
    return packed if packed.is_dir() else Path(__file__).parent.parent / "prompts"
