"""Every option with its unit and default; the only reader of the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, TypedDict, get_args

from summarizer.errors import ConfigError, list_choices
from summarizer.providers import split_model

Editorial = Literal["use", "mask"]
EDITORIALS: tuple[Editorial, ...] = get_args(Editorial)
Mode = Literal["auto", "json_schema", "tools", "json", "md_json", "responses"]
MODES: tuple[Mode, ...] = get_args(Mode)
StoreMode = Literal["off", "cache", "record", "replay"]
STORE_MODES: tuple[StoreMode, ...] = get_args(StoreMode)

EMBEDDED = "embedded"

MAX_CHARS = 10_000_000
"""Twice the largest text the linear-time promise is measured on (5 MB)."""

_PREFIX = "SUMMARIZER_"
_TRUE, _FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


class Options(TypedDict, total=False):
    """The fields of `Settings` but for the model, for those who give them one by one."""

    editorial: Editorial | None
    gazetteer: str | None
    max_chars: int | None
    prompt: str | None
    prompt_folder: str | None
    output_language: str | None
    chunk_tokens: int | None
    repair: bool | None
    base_url: str | None
    api_key: str | None
    mode: Mode | None
    fallbacks: tuple[str, ...] | None
    temperature: float | None
    seed: int | None
    max_output_tokens: int | None
    timeout_s: float | None
    deadline_s: float | None
    max_attempts: int | None
    max_concurrency: int | None
    requests_per_minute: int | None
    tokens_per_minute: int | None
    max_cost_usd: float | None
    allow_unknown_price: bool | None
    prices: str | None
    store: StoreMode | None
    store_path: str | None


@dataclass(frozen=True, slots=True)
class Settings:
    """What a `Summarizer` does, as one plain value that can be pickled.

    Raises:
        ConfigError: a value is unknown or out of range; the message lists what exists.

    Example:
        >>> Settings(editorial="mask").editorial
        'mask'
        >>> Settings(model="openai/gpt-4.1-mini", max_cost_usd=2.5, mode="tools").is_embedded
        False
        >>> Settings(mode="xml")
        Traceback (most recent call last):
        ...
        summarizer.errors.ConfigError: unknown mode 'xml'; choose one of: auto, json, json_schema, \
md_json, responses, tools
    """

    model: str = EMBEDDED
    """The engine: `embedded` needs no key and no network; else `provider/model`."""
    editorial: Editorial = "use"
    """`use`: evidence may come from the editors' own key points block. `mask`: the
    engine does not see the block; offsets stay those of the raw text."""
    gazetteer: str | None = None
    """Name of an installed gazetteer that is asked about towns (docs/gazetteers.md); without
    one, only countries and first-level divisions are known."""
    max_chars: int = MAX_CHARS
    """Longest text that is read, in code points; longer ones are refused, never cut."""

    # ---- what a language model is told ----

    prompt: str = "article/v1"
    """Id of the prompt template a language model is given; the embedded engine has none."""
    prompt_folder: str | None = None
    """Folder of your own prompts; one with an id of ours takes its place."""
    output_language: str | None = None
    """Language key points are written in, as BCP 47 or by name; None: that of the article."""
    chunk_tokens: int = 6_000
    """Longest stretch of an article sent in one request, in tokens (estimated)."""
    repair: bool = True
    """Whether items that the article does not bear out are asked for once more."""

    # ---- where the model is, and how it is asked ----

    base_url: str | None = None
    """Address of any server that speaks the OpenAI chat API; None: the provider's own."""
    api_key: str | None = field(default=None, repr=False)
    """Key of the provider; None: the variable it is usually kept in, `OPENAI_API_KEY` and so on."""
    mode: Mode = "auto"
    """How the form of the answer is asked for; `auto` finds out once per address and model."""
    fallbacks: tuple[str, ...] = ()
    """Models asked, in this order, when the first one gives no usable answer."""
    temperature: float | None = None
    """Randomness of the answers; None leaves it to the server (some models take no other)."""
    seed: int | None = None
    """Makes answers repeatable, where the server honours it."""
    max_output_tokens: int = 8_000
    """Longest answer, in tokens; an answer cut off there is continued."""

    # ---- patience and money ----

    timeout_s: float = 120.0
    """Longest wait for one attempt, in seconds."""
    deadline_s: float = 600.0
    """Longest time for one request with all its attempts and waits, in seconds."""
    max_attempts: int = 6
    """Attempts at one request, the first one counted."""
    max_concurrency: int | None = None
    """Most questions at the provider at once; None: no limit. Cut when the provider says that it
    is too many, and raised again slowly."""
    requests_per_minute: int | None = None
    """Most requests a minute; None: no limit."""
    tokens_per_minute: int | None = None
    """Most tokens a minute, question and answer; None: no limit."""
    max_cost_usd: float | None = None
    """Most money this summarizer may spend, in US dollars; reserved before each attempt."""
    allow_unknown_price: bool = False
    """Whether a model without a known price may be asked although there is a budget."""
    prices: str | None = None
    """File with prices of your own (docs/prices.md), asked before the built-in table."""

    # ---- answers that are kept ----

    store: StoreMode = "off"
    """`cache`: an answer is kept and used again. `record`: written to a tape. `replay`: read from
    a tape, with no key and no network."""
    store_path: str | None = None
    """The cache or tape; a file."""

    def __post_init__(self) -> None:
        for name, known in (("editorial", EDITORIALS), ("mode", MODES), ("store", STORE_MODES)):
            if getattr(self, name) not in known:
                raise ConfigError(list_choices(name, getattr(self, name), known))
        _check_numbers(self)
        for model in (self.model, *self.fallbacks):
            if model != EMBEDDED:
                split_model(model)
        if self.store != "off" and not self.store_path:
            raise ConfigError(f"store is {self.store!r} but store_path is not given; name a file")

    @property
    def is_embedded(self) -> bool:
        """Whether the embedded engine answers."""
        return self.model == EMBEDDED

    @classmethod
    def from_env(cls, **given: Any) -> Settings:
        """Returns the settings of the environment, overruled by what is given.

        Each option is read from `SUMMARIZER_` and its name in capitals
        (`SUMMARIZER_EDITORIAL=mask`); an option given as `None` counts as not given. A key that
        is not given is looked for in the variable of the model's provider.

        Raises:
            ConfigError: an option is unknown, or a value is out of range.
        """
        known = {one.name: str(one.type) for one in fields(cls)}
        if unknown := [name for name in given if name not in known]:
            raise ConfigError(list_choices("option", unknown[0], known))
        values: dict[str, Any] = {
            name: _convert(name, os.environ[_PREFIX + name.upper()], kind)
            for name, kind in known.items()
            if _PREFIX + name.upper() in os.environ
        }
        values.update({name: value for name, value in given.items() if value is not None})
        settings = replace(cls(), **values)
        return settings if settings.api_key else _add_key(settings)

    def for_fallback(self, model: str) -> Settings:
        """Returns these settings for another model; one of another provider has its own key.

        The address given belongs to the provider of the first model.
        """
        other = replace(self, model=model, fallbacks=())
        if other.is_embedded or split_model(model)[0] == split_model(self.model)[0]:
            return other
        return _add_key(replace(other, base_url=None, api_key=None))


def _check_numbers(settings: Settings) -> None:
    wanted = {
        "give a whole number of 1 or more": (
            "max_chars", "chunk_tokens", "max_output_tokens", "max_attempts",
            "max_concurrency", "requests_per_minute", "tokens_per_minute",
        ),
        "give a number above 0": ("timeout_s", "deadline_s", "max_cost_usd"),
    }  # fmt: skip
    for advice, names in wanted.items():
        least = 1 if "whole" in advice else 0
        for name in names:
            value = getattr(settings, name)
            if value is not None and not (value >= 1 if least else value > 0):
                raise ConfigError(f"{name} is {value}; {advice}")


def _add_key(settings: Settings) -> Settings:
    """Returns the settings with the key that the provider's own variable holds, if any."""
    variable = None if settings.is_embedded else split_model(settings.model)[0].key_variable
    key = os.environ.get(variable) if variable else None
    return replace(settings, api_key=key) if key else settings


def _convert(name: str, text: str, kind: str) -> object:
    """Reads the text of a variable as the type its option has."""
    if kind.startswith("tuple"):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if kind == "bool":
        low = text.strip().lower()
        if low in (*_TRUE, *_FALSE):
            return low in _TRUE
        raise ConfigError(f"{_PREFIX}{name.upper()} is {text!r}; give 1 or 0")
    for number, wanted in ((int, "a whole number"), (float, "a number")):
        if kind.removesuffix(" | None") == number.__name__:
            try:
                return number(text)
            except ValueError:
                raise ConfigError(f"{_PREFIX}{name.upper()} is {text!r}; give {wanted}") from None
    return text
