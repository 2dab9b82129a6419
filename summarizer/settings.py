"""Every option with its unit and default; the only reader of the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, get_args

from summarizer.errors import ConfigError, list_choices

Editorial = Literal["use", "mask"]
EDITORIALS: tuple[Editorial, ...] = get_args(Editorial)

EMBEDDED = "embedded"
MODELS: tuple[str, ...] = (EMBEDDED,)

MAX_CHARS = 10_000_000
"""Twice the largest text the linear-time promise is measured on (5 MB)."""

_PREFIX = "SUMMARIZER_"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a `Summarizer` does, as one plain value that can be pickled.

    Raises:
        ConfigError: a value is unknown or out of range; the message lists what exists.

    Example:
        >>> Settings(editorial="mask").editorial
        'mask'
        >>> Settings(model="nobody/nothing")
        Traceback (most recent call last):
        ...
        summarizer.errors.ConfigError: unknown model 'nobody/nothing'; choose one of: embedded
    """

    model: str = EMBEDDED
    """The engine: `embedded` needs no key and no network."""
    editorial: Editorial = "use"
    """`use`: evidence may come from the editors' own key points block. `mask`: the
    engine does not see the block; offsets stay those of the raw text."""
    prompt: str = "article/v1"
    """Id of the prompt template a language model is given; the embedded engine has none."""
    gazetteer: str | None = None
    """Name of an installed gazetteer that is asked about towns (docs/gazetteers.md); without
    one, only countries and first-level divisions are known."""
    max_chars: int = MAX_CHARS
    """Longest text that is read, in code points; longer ones are refused, never cut."""

    def __post_init__(self) -> None:
        if self.model not in MODELS:
            raise ConfigError(list_choices("model", self.model, MODELS))
        if self.editorial not in EDITORIALS:
            raise ConfigError(list_choices("editorial", self.editorial, EDITORIALS))
        if self.max_chars < 1:
            raise ConfigError(f"max_chars is {self.max_chars}; give a whole number of 1 or more")

    @classmethod
    def from_env(cls, **given: Any) -> Settings:
        """Returns the settings of the environment, overruled by what is given.

        Each option is read from `SUMMARIZER_` and its name in capitals
        (`SUMMARIZER_EDITORIAL=mask`); an option given as `None` counts as not given.

        Raises:
            ConfigError: an option is unknown, or a value is out of range.
        """
        known = {field.name: field.type for field in fields(cls)}
        if unknown := [name for name in given if name not in known]:
            raise ConfigError(list_choices("option", unknown[0], known))
        read = {
            name: os.environ[_PREFIX + name.upper()]
            for name in known
            if _PREFIX + name.upper() in os.environ
        }
        values: dict[str, Any] = {name: _convert(name, text) for name, text in read.items()}
        values.update({name: value for name, value in given.items() if value is not None})
        return replace(cls(), **values)


def _convert(name: str, text: str) -> str | int:
    if name != "max_chars":
        return text
    try:
        return int(text)
    except ValueError:
        raise ConfigError(
            f"{_PREFIX}MAX_CHARS is {text!r}; give a whole number of 1 or more"
        ) from None
