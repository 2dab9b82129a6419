"""The words of an answer -> an instance of the schema, item by item where it must be.

A model may think aloud first, wrap its JSON in a code block or in chatter, be cut off, or get one
item of twenty wrong. What is good is kept, and nothing is kept that was not written in full.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, from_json

from summarizer.engines.base import Broken
from summarizer.errors import EngineError

_DECODER = json.JSONDecoder(strict=False)  # takes raw line breaks within a string
_BLANK = re.compile(r"\s*")
_CANDIDATES = 64
"""Braces tried as the beginning of the answer; chatter has a handful."""
_DEPTH = 8
"""Objects within objects that are followed into a cut-off answer."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_THOUGHT = "</think>"
_OWN_WORDS = frozenset({"value_error", "assertion_error"})
"""Errors whose message a validator wrote, which may hold the value."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What an answer says.

    Attributes:
        wire: an instance of the schema; its lists hold the items that fit.
        broken: items of its lists that do not fit.
        truncated: the answer ends too early; items that were not complete are not there.
    """

    wire: BaseModel
    broken: tuple[Broken, ...] = ()
    truncated: bool = False


def read_answer(text: str, schema: type[BaseModel], *, truncated: bool = False) -> Parsed:
    """Returns what an answer says, in the form it was asked for.

    Args:
        text: the answer as it was written, thoughts and Markdown included.
        schema: the class it must fit.
        truncated: whether the server says that it was cut off.

    Raises:
        EngineError: `invalid` when nothing fits the schema, with the reason in one line and none
            of the answer's words; `truncated` when it was cut off before anything was complete.

    Example:
        >>> class List(BaseModel):
        ...     items: list[int]
        >>> read_answer('Here you are: {"items": [1, "two", 3]}', List)
        Parsed(wire=List(items=[1, 3]), broken=(Broken(field='items', words='"two"', \
problem='not an integer', index=1),), truncated=False)
        >>> read_answer('{"items": [1, 2, 3', List)
        Parsed(wire=List(items=[1, 2]), broken=(), truncated=True)
    """
    # Half of a pair is what no JSON reader takes; it goes out to models as U+FFFD, too.
    text = _SURROGATE.sub("\ufffd", text)
    try:
        return Parsed(schema.model_validate_json(text))
    except ValidationError as error:
        # Whole JSON of the wrong shape is looked at item by item; all else is searched first.
        invalid = any(one["type"] == "json_invalid" for one in _list_errors(error))
    known = _list_fields(schema)
    value: Any = None if invalid else from_json(text)
    if isinstance(value, dict) and not known.isdisjoint(cast("dict[str, Any]", value)):
        return _keep_fitting(cast("dict[str, Any]", value), schema, truncated=False)
    start = _skip_thoughts(text)
    found = _find_object(text, start, known, truncated=truncated)
    if found is not None:
        return _keep_fitting(found[0], schema, truncated=not found[1])
    if truncated:
        raise EngineError(
            "the answer was cut off before it began; raise max_output_tokens", kind="truncated"
        )
    if not text[start:].strip():
        raise _make_error("it is empty")
    raise _make_error("it is not the JSON object that was asked for")


# ---- where the JSON is ----


def _skip_thoughts(text: str) -> int:
    """Returns where the answer begins after thinking aloud; the opening tag may be missing."""
    first = min((at for at in (text.find("{"), text.find("```")) if at >= 0), default=len(text))
    opened = text.find("<think>", 0, first)
    closed = text.find(_THOUGHT, max(opened, 0))
    if closed < 0:
        return 0 if opened < 0 else len(text)
    return closed + len(_THOUGHT) if opened >= 0 or closed < first else 0


def _iter_braces(text: str, start: int) -> Iterator[int]:
    at = text.find("{", start)
    for _ in range(_CANDIDATES):
        if at < 0:
            return
        yield at
        at = text.find("{", at + 1)


def _find_object(
    text: str, start: int, known: frozenset[str], *, truncated: bool
) -> tuple[dict[str, Any], bool] | None:
    """Returns the first object with a field of the schema, or what is complete of it.

    The second value says whether it is whole.
    """
    for at in _iter_braces(text, start):
        whole = _decode(text, at)
        if whole is not None:
            if not known.isdisjoint(whole[0]):
                return whole[0], True
            continue
        begun, _ = _read_object(text, at, _DEPTH)
        if not known.isdisjoint(begun) or _begins(text, at, known):
            return (begun, False) if truncated or _is_prefix(text[at:]) else None
        if truncated and _may_begin(text, at, known):
            return {}, False
    return None


def _begins(text: str, at: int, known: frozenset[str]) -> bool:
    """Returns whether an object that begins here has a field of the schema first."""
    key = _decode(text, _skip_blank(text, at + 1))
    return key is not None and isinstance(key[0], str) and key[0] in known


def _may_begin(text: str, at: int, known: frozenset[str]) -> bool:
    """Returns whether the text ends within the name of the first field."""
    rest = text[_skip_blank(text, at + 1) :]
    return not rest or (rest[0] == '"' and any(name.startswith(rest[1:]) for name in known))


def _is_prefix(text: str) -> bool:
    try:
        from_json(text, allow_partial="trailing-strings")
    except ValueError:
        return False
    return True


# ---- what is complete of it ----


def _read_object(text: str, at: int, depth: int) -> tuple[dict[str, Any], int | None]:
    """Returns the complete members of an object, and where it ends, if it does."""
    members: dict[str, Any] = {}
    at = _skip_blank(text, at + 1)
    while at < len(text) and text[at] != "}":
        key = _decode(text, at)
        if key is None or not isinstance(key[0], str):
            return members, None
        at = _skip_blank(text, key[1])
        if text[at : at + 1] != ":":
            return members, None
        value, end = _read_value(text, _skip_blank(text, at + 1), depth)
        if value is not _NOTHING:
            members[key[0]] = value
        if end is None:
            return members, None
        at = _skip_blank(text, end)
        if text[at : at + 1] == ",":
            at = _skip_blank(text, at + 1)
    return members, at + 1 if at < len(text) else None


def _read_value(text: str, at: int, depth: int) -> tuple[Any, int | None]:
    """Returns a value or what is complete of it, and where it ends, if it does."""
    whole = _decode(text, at)
    if whole is not None:
        value, end = whole
        # At the very end, 12 may be the beginning of 123.
        open_end = end == len(text) and isinstance(value, int | float)
        return (_NOTHING, None) if open_end else (value, end)
    if text[at : at + 1] == "[":
        return _read_items(text, at), None
    if text[at : at + 1] == "{" and depth:
        return _read_object(text, at, depth - 1)[0], None
    return _NOTHING, None


def _read_items(text: str, at: int) -> list[Any]:
    """Returns the complete items of a list that was cut off."""
    items: list[Any] = []
    at = _skip_blank(text, at + 1)
    while at < len(text):
        value, end = _read_value(text, at, 0) if text[at] != "[" else _decode_list(text, at)
        if end is None or value is _NOTHING:
            break
        items.append(value)
        at = _skip_blank(text, end)
        if text[at : at + 1] != ",":
            break
        at = _skip_blank(text, at + 1)
    return items


_NOTHING: Any = object()


def _decode_list(text: str, at: int) -> tuple[Any, int | None]:
    """A list within a list is an item like any other: whole or nothing."""
    return _decode(text, at) or (_NOTHING, None)


def _decode(text: str, at: int) -> tuple[Any, int] | None:
    try:
        return _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None


def _skip_blank(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


# ---- what fits the schema ----


def _keep_fitting(data: dict[str, Any], schema: type[BaseModel], *, truncated: bool) -> Parsed:
    """Returns the answer without the items that do not fit."""
    if truncated:
        blank: dict[str, Any] = {name: [] for name in _list_lists(schema)}
        data = blank | data
    errors = _collect_errors(data, schema)
    names = _list_names(schema)
    problems: dict[tuple[str, int], str] = {}
    for error in errors:
        path = error["loc"]
        place = _find_item(path, data)
        if place is not None:
            problems.setdefault(place, _describe(error, names, skip=2))
        elif len(path) == 1 and error["type"] == "extra_forbidden":
            data = {name: member for name, member in data.items() if name != path[0]}
        else:
            raise _make_error(_describe(error, names), truncated=truncated)
    broken = tuple(
        Broken(name, json.dumps(data[name][index], ensure_ascii=False), problem, index)
        for (name, index), problem in sorted(problems.items())
    )
    data = {name: _drop_items(name, member, problems) for name, member in data.items()}
    if errors and (remaining := _collect_errors(data, schema)):
        raise _make_error(_describe(remaining[0], names), truncated=truncated)
    return Parsed(schema.model_validate_json(_write(data)), broken, truncated)


def _write(data: dict[str, Any]) -> str:
    # Half of a pair may have come as an escape.
    return _SURROGATE.sub("\ufffd", json.dumps(data, ensure_ascii=False))


def _drop_items(name: str, member: Any, problems: dict[tuple[str, int], str]) -> Any:
    if not isinstance(member, list):
        return member
    items = enumerate(cast("list[object]", member))
    return [item for index, item in items if (name, index) not in problems]


def _collect_errors(data: dict[str, Any], schema: type[BaseModel]) -> list[ErrorDetails]:
    # As JSON, since a strict schema takes a date written as a string from JSON only.
    try:
        schema.model_validate_json(_write(data))
    except ValidationError as error:
        return _list_errors(error)
    return []


def _list_errors(error: ValidationError) -> list[ErrorDetails]:
    return error.errors(include_url=False, include_context=False, include_input=False)


def _find_item(path: tuple[int | str, ...], data: dict[str, Any]) -> tuple[str, int] | None:
    """Returns the list and the position of the item an error stands in, if it is in one."""
    name, index = (*path, None, None)[:2]
    if not isinstance(name, str) or not isinstance(index, int):
        return None
    return (name, index) if isinstance(data.get(name), list) else None


def _describe(error: ErrorDetails, names: frozenset[str], *, skip: int = 0) -> str:
    """Returns what is wrong, without a value: names are those of the schema."""
    path = ".".join(str(one) for one in error["loc"][skip:] if isinstance(one, int) or one in names)
    kind = error["type"]
    if kind in _PROBLEMS:
        problem = _PROBLEMS[kind]
    elif kind in _OWN_WORDS:
        problem = "does not pass its check"
    elif kind.endswith(("_type", "_parsing")):
        problem = f"not {_add_article(kind.rpartition('_')[0])}"
    else:
        problem = kind.replace("_", " ")
    return f"{path}: {problem}" if path else problem


_PROBLEMS = {
    "missing": "is missing",
    "extra_forbidden": "has a member that is not in the schema",
    "literal_error": "not one of the allowed values",
    "enum": "not one of the allowed values",
    "json_invalid": "is not JSON",
    "model_type": "not an object",
    "model_attributes_type": "not an object",
    "int_from_float": "not an integer",
}


def _add_article(name: str) -> str:
    name = {"int": "integer", "bool": "boolean", "float": "number"}.get(name, name)
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name.replace('_', ' ')}"


def _make_error(problem: str, *, truncated: bool = False) -> EngineError:
    if truncated:
        return EngineError(
            f"the answer was cut off before it fits the schema: {problem}; raise max_output_tokens",
            kind="truncated",
        )
    return EngineError(
        f"the answer does not fit the schema: {problem}", kind="invalid", retryable=True
    )


# ---- what the schema says ----


@lru_cache(maxsize=256)
def _list_fields(schema: type[BaseModel]) -> frozenset[str]:
    return frozenset(schema.model_json_schema().get("properties", {}))


@lru_cache(maxsize=256)
def _list_lists(schema: type[BaseModel]) -> tuple[str, ...]:
    """Names of the required lists, which a cut-off answer may not have come to."""
    described = schema.model_json_schema()
    properties: dict[str, dict[str, Any]] = described.get("properties", {})
    required = described.get("required", [])
    return tuple(name for name in required if properties[name].get("type") == "array")


@lru_cache(maxsize=256)
def _list_names(schema: type[BaseModel]) -> frozenset[str]:
    """Names of all fields there are, at any depth."""
    described = schema.model_json_schema()
    models = [described, *described.get("$defs", {}).values()]
    return frozenset(name for one in models for name in one.get("properties", {}))
