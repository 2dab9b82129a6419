"""What a model costs: a dated table, and a file of your own that comes before it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from summarizer.errors import ConfigError
from summarizer_schemas.result import Usage

BATCH_DISCOUNT = 0.5
"""What a request costs in a job of the Batch API, as a part of the list price: "Each model will be
offered at 50% cost discount vs. the synchronous APIs" (help.openai.com, Batch API FAQ, read in
November 2026)."""

_TABLE = Path(__file__).parent / "data" / "prices.yaml"
_KEYS = frozenset({"input", "cached_input", "output"})
_DATED = re.compile(r"-(?:\d{4}-\d{2}-\d{2}|\d{8})\Z")
"""A snapshot costs what its model costs: `gpt-4.1-mini-2025-04-14`."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a model costs, in US dollars per million tokens.

    Attributes:
        input: a token of the question.
        cached_input: a token of the question that the provider still had.
        output: a token of the answer, reasoning included.
    """

    input: float
    cached_input: float
    output: float

    def cost(self, usage: Usage) -> float:
        """Returns what this usage costs, in US dollars.

        Example:
            >>> used = Usage(prompt_tokens=3_000, cached_tokens=1_000, completion_tokens=500)
            >>> round(Price(input=0.4, cached_input=0.1, output=1.6).cost(used), 6)
            0.0017
        """
        cached = min(usage.cached_tokens, usage.prompt_tokens)
        total = (usage.prompt_tokens - cached) * self.input + cached * self.cached_input
        return (total + usage.completion_tokens * self.output) / 1e6


def find_price(model: str, path: str | None = None) -> Price | None:
    """Returns the price of `provider/model`, or None when it is not known.

    A file of your own is asked first, then the built-in table. A dated snapshot has the price of
    its model; `provider/*` holds for every other model of a provider.

    Args:
        model: as in `Settings.model`.
        path: YAML with `prices:`, written like the built-in table.

    Raises:
        ConfigError: the file cannot be read, or a price is no number of 0 or more.

    Example:
        >>> find_price("openai/gpt-4.1-mini-2025-04-14")
        Price(input=0.4, cached_input=0.1, output=1.6)
        >>> find_price("openai/my-own") is None
        True
    """
    provider, _, _ = model.partition("/")
    names = (model, _DATED.sub("", model), f"{provider}/*")
    tables = ([_load_table(path)] if path else []) + [_load_table(str(_TABLE))]
    found = (table[name] for table in tables for name in names if name in table)
    return next(found, None)


@cache
def _load_table(path: str) -> dict[str, Price]:
    import yaml

    try:
        data: object = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise ConfigError(f"prices {path!r} cannot be read: {reason}; name a YAML file") from None
    except yaml.YAMLError:
        raise ConfigError(f"prices {path!r} is no YAML; see docs/prices.md") from None
    rows = cast("dict[str, object]", data).get("prices") if isinstance(data, dict) else None
    if not isinstance(rows, dict):
        raise ConfigError(f"prices {path!r} has no `prices:`; see docs/prices.md")
    return {
        str(name): _read_price(path, str(name), row)
        for name, row in cast("dict[object, object]", rows).items()
    }


def _read_price(path: str, name: str, row: object) -> Price:
    values = cast("dict[str, Any]", row) if isinstance(row, dict) else {}
    numbers = all(
        isinstance(value, int | float) and math.isfinite(value) and value >= 0
        for value in values.values()
    )
    if not numbers or not {"input", "output"} <= set(values) <= _KEYS:
        raise ConfigError(
            f"prices {path!r}: {name!r} needs input and output (and may have cached_input), "
            "in US dollars per million tokens"
        )
    given = float(values["input"])
    return Price(given, float(values.get("cached_input", given)), float(values["output"]))
