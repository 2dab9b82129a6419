"""What the importers read from: bytes, JSON and YAML, with errors that say what to do."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from summarizer_evals.errors import GoldError
from summarizer_evals.gold.reading import read_words


def parse_json(words: str, where: str) -> Any:
    """Returns the value of a JSON text.

    Args:
        words: the text.
        where: the file, and the line of it where that is one of several.

    Raises:
        GoldError: it is no JSON.
    """
    try:
        return json.loads(words.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        line = f", line {error.lineno}" if words.count("\n") else ""
        raise GoldError(f"{where}{line}: not JSON: {error.msg}; export it anew") from None
    except RecursionError:
        raise GoldError(f"{where}: JSON nested too deep; export it anew") from None


def read_yaml(path: Path) -> Any:
    """Returns the value of a YAML file.

    Raises:
        GoldError: it is no YAML.
    """
    import yaml

    words = read_words(path)
    try:
        return yaml.safe_load(words)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise GoldError(f"{path}{line}: not YAML; see evals/README.md for a mapping") from None


def take_object(value: object, where: str) -> dict[str, Any]:
    """Returns `value` as the JSON object it must be.

    Raises:
        GoldError: it is something else.
    """
    if not isinstance(value, dict):
        raise GoldError(f"{where}: is {name_kind(value)}; a JSON object belongs there")
    return cast("dict[str, Any]", value)


def take_list(value: object, where: str) -> Sequence[Any]:
    """Returns `value` as the JSON list it must be; null is an empty one.

    Raises:
        GoldError: it is something else.
    """
    if value is None:
        return []
    if not isinstance(value, list):
        raise GoldError(f"{where}: is {name_kind(value)}; a JSON list belongs there")
    return cast("Sequence[Any]", value)


def take_offset(value: object, where: str) -> int:
    """Returns `value` as the offset it must be.

    Raises:
        GoldError: it is something else.
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise GoldError(f"{where}: is {name_kind(value)}; a whole number from 0 on belongs there")
    return value


def name_kind(value: object) -> str:
    """Returns what a JSON value is, without showing it: it may be article text.

    Example:
        >>> name_kind([1]), name_kind(None)
        ('a list', 'null')
    """
    names: dict[type, str] = {
        dict: "an object", list: "a list", str: "a string", bool: "a boolean",
        int: "a number", float: "a number", type(None): "null",
    }  # fmt: skip
    return names.get(type(value), "something else")
