"""A pydantic model as the JSON Schema that strict servers accept.

Strict mode (OpenAI's `"strict": true`, and grammars made from a schema) takes a part of JSON
Schema: every object closed, every property required, no rules about lengths, ranges or patterns.
pydantic checks those when the answer is read; here they are left out. What has no strict form
is refused with the field's name: a schema that silently means something else would be filled in
wrongly.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any, cast

from pydantic import BaseModel
from pydantic.errors import PydanticInvalidForJsonSchema

_REF = "#/$defs/"
_REFUSED = (
    "allOf",
    "not",
    "if",
    "dependentSchemas",
    "dependentRequired",
    "contains",
    "unevaluatedProperties",
    "unevaluatedItems",
)
_VALUES = frozenset({"discriminator", "default", "examples", "enum", "const"})
"""Keywords beneath which no schema stands."""
_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),  # before int: in Python every bool is one
    (int, "integer"),
    (float, "number"),
    (str, "string"),
    (type(None), "null"),
)


def to_strict_schema(model: type[BaseModel], *, descriptions: bool | None = None) -> dict[str, Any]:
    """Returns the strict JSON Schema of a model.

    Objects are closed and all their properties required; titles, defaults, formats and rules
    about values are left out; a definition used once stands where it is used, others stand in
    `$defs`, so that models may be recursive. Properties keep the order of the model.

    Args:
        model: any model without maps, fixed-length tuples, fields of any type, and optional
            fields that cannot be null.
        descriptions: whether docstrings and descriptions are kept. When not given, they are,
            unless the model says `strict_descriptions = False`, as the wire form does: its
            prompts hold the same words.

    Returns:
        A value of the caller's own; it is worked out once for a class.

    Raises:
        ValueError: a field has no strict form; the message names it and the way out.

    Example:
        >>> class Weather(BaseModel):
        ...     place: str
        ...     degrees: float | None = None
        >>> to_strict_schema(Weather)["properties"]["degrees"]
        {'type': ['number', 'null']}
        >>> to_strict_schema(Weather)["required"]
        ['place', 'degrees']
    """
    schema: dict[str, Any] = json.loads(render_strict_schema(model, descriptions=descriptions))
    return schema


def render_strict_schema(model: type[BaseModel], *, descriptions: bool | None = None) -> str:
    """Returns the strict schema as compact JSON: what stands on the wire, to the letter.

    Raises:
        ValueError: as `to_strict_schema`.

    Example:
        >>> class Vote(BaseModel):
        ...     passed: bool
        >>> print(render_strict_schema(Vote))
        {"type":"object","properties":{"passed":{"type":"boolean"}},"required":["passed"],\
"additionalProperties":false}
    """
    kept = getattr(model, "strict_descriptions", True) if descriptions is None else descriptions
    return _render(model, bool(kept))


def hash_schema(model: type[BaseModel]) -> str:
    """Returns the SHA-256, in hex, of the strict schema as compact JSON.

    The order of fields counts: a model fills them in in that order.

    Example:
        >>> class Vote(BaseModel):
        ...     passed: bool
        >>> hash_schema(Vote)[:12]
        'f00681a34d80'
    """
    return sha256(render_strict_schema(model).encode("utf-8", "surrogatepass")).hexdigest()


def find_model(name: str) -> type[BaseModel] | None:
    """Returns the model of the wire form that a prompt names as its schema.

    Returns:
        None for any other name: that of a caller's own model.

    Example:
        >>> find_model("WireMerge")
        <class 'summarizer_schemas.wire.WireMerge'>
        >>> find_model("Weather") is None
        True
    """
    from summarizer_schemas.wire import WireMerge, WireRepair, WireReply

    models: tuple[type[BaseModel], ...] = (WireReply, WireRepair, WireMerge)
    return next((model for model in models if model.__name__ == name), None)


@lru_cache(maxsize=256)  # callers may make models at run time; these must not pile up
def _render(model: type[BaseModel], descriptions: bool) -> str:  # noqa: FBT001 - a cache key
    schema = _Converter(model, descriptions=descriptions).convert()
    return json.dumps(schema, ensure_ascii=False, separators=(",", ":"))


class _Converter:
    """Carries one model's schema; used once."""

    def __init__(self, model: type[BaseModel], *, descriptions: bool) -> None:
        self._name = model.__name__
        self._descriptions = descriptions
        try:
            self._root = model.model_json_schema()
        except PydanticInvalidForJsonSchema as error:
            reason = error.message.rstrip(".")
            raise ValueError(f"{self._name} has no JSON Schema: {reason}") from None
        self._defs: dict[str, dict[str, Any]] = self._root.pop("$defs", {})
        self._own = str(self._root.get("$ref", "")).removeprefix(_REF)  # of a recursive model
        self._shared = self._find_shared()

    def convert(self) -> dict[str, Any]:
        root = self._defs[self._own] if self._own else self._root
        schema = self._convert(root, self._name)
        if schema.get("type") != "object":
            raise ValueError(
                f"{self._name} is no object; put its value into a field of another model"
            )
        shared = {name: self._convert(self._defs[name], name) for name in self._shared}
        return {**schema, "$defs": shared} if shared else schema

    # Which definitions stand in $defs

    def _find_shared(self) -> list[str]:
        """The definitions referred to more than once, or from within themselves."""
        uses: dict[str, int] = {}
        links = {name: list(_find_refs(self._defs[name])) for name in self._defs}
        first = [self._own] if self._own else list(_find_refs(self._root))
        waiting = list(first)
        reached: set[str] = set()
        while waiting:
            name = waiting.pop()
            uses[name] = uses.get(name, 0) + 1
            if name not in reached:
                reached.add(name)
                waiting.extend(links[name])
        return [
            name
            for name in self._defs
            if name in reached and (uses[name] > 1 or _reaches(links, name, name))
        ]

    # One node

    def _convert(self, node: Mapping[str, Any], where: str) -> dict[str, Any]:
        for word in _REFUSED:
            if word in node:
                raise ValueError(
                    f"{where}: strict mode has no `{word}`; leave it out of the field's schema"
                )
        if "$ref" in node:
            return self._refer(node)
        if "anyOf" in node or "oneOf" in node:
            made = self._choose(node.get("anyOf") or node["oneOf"], where)
        elif "enum" in node or "const" in node:
            values = node["enum"] if "enum" in node else [node["const"]]
            made = {"type": _find_type(values), "enum": list(values)}
        else:
            made = self._convert_type(node, where)
        return self._describe(made, node)

    def _convert_type(self, node: Mapping[str, Any], where: str) -> dict[str, Any]:
        kind = node.get("type")
        if kind is None:
            raise ValueError(f"{where} takes any value; give it a type")
        if kind == "object":
            return self._convert_object(node, where)
        if kind == "array":
            if "prefixItems" in node:
                raise ValueError(
                    f"{where} is a tuple of fixed length; use a model with a field for each place"
                )
            return {"type": "array", "items": self._convert(node.get("items", {}), f"{where}[]")}
        return {"type": kind}

    def _convert_object(self, node: Mapping[str, Any], where: str) -> dict[str, Any]:
        closed = node.get("additionalProperties", False) is False
        if not closed and "properties" in node:
            raise ValueError(f'{where} takes further fields; set extra="forbid" in its config')
        if not closed or "properties" not in node:
            raise ValueError(
                f"{where} is a map with any keys; use a list of a model with a key and a value"
            )
        required = frozenset(node.get("required", ()))
        fields: dict[str, Any] = {}
        for name, field in node["properties"].items():
            place = f"{where}.{name}"
            fields[name] = self._convert(field, place)
            if name not in required and not self._may_be_left(field):
                raise ValueError(
                    f"{place} has a default and cannot be null: strict mode asks for every field; "
                    f"declare it as `X | None = None`, or without a default"
                )
        return {
            "type": "object",
            "properties": fields,
            "required": list(fields),
            "additionalProperties": False,
        }

    def _refer(self, node: Mapping[str, Any]) -> dict[str, Any]:
        name = str(node["$ref"]).removeprefix(_REF)
        made = (
            {"$ref": _REF + name} if name in self._shared else self._convert(self._defs[name], name)
        )
        return self._describe(made, node)

    def _choose(self, nodes: list[Mapping[str, Any]], where: str) -> dict[str, Any]:
        """One of several; plain types become one list of types, which is shorter."""
        made: list[dict[str, Any]] = []
        for node in nodes:
            choice = self._convert(node, where)
            if choice not in made:
                made.append(choice)
        if len(made) == 1:
            return made[0]
        if all(set(choice) == {"type"} and isinstance(choice["type"], str) for choice in made):
            return {"type": [choice["type"] for choice in made]}
        return {"anyOf": made}

    def _describe(self, made: dict[str, Any], node: Mapping[str, Any]) -> dict[str, Any]:
        text = node.get("description")
        if not self._descriptions or not isinstance(text, str) or not text.strip():
            return made
        words = " ".join(text.partition("\n\nExample:")[0].split())
        # Nothing may stand beside a reference.
        return {**({"anyOf": [made]} if "$ref" in made else made), "description": words}

    def _may_be_left(self, field: Mapping[str, Any]) -> bool:
        """Whether an answer that has to give the field can say the same as one without it."""
        return self._takes_null(field) or self._takes_one_value(field)

    def _takes_one_value(self, field: Mapping[str, Any]) -> bool:
        return "const" in field and field.get("default") == field["const"]

    def _takes_null(self, field: Mapping[str, Any]) -> bool:
        if "$ref" in field:
            name = str(field["$ref"]).removeprefix(_REF)
            target = self._defs[name]
            return not str(target.get("$ref", "")).endswith(name) and self._takes_null(target)
        choices = field.get("anyOf") or field.get("oneOf") or ()
        return (
            field.get("type") == "null"
            or None in field.get("enum", ())
            or ("const" in field and field["const"] is None)
            or any(self._takes_null(choice) for choice in choices)
        )


def _find_refs(node: Any) -> Iterator[str]:
    """Yields each definition a node refers to, as often as it does."""
    if isinstance(node, dict):
        fields = cast("dict[str, Any]", node)
        reference = fields.get("$ref")
        if isinstance(reference, str):
            yield reference.removeprefix(_REF)
        for key, value in fields.items():
            if key == "properties":  # names of the caller's choice
                yield from _find_refs(list(value.values()))
            elif key not in _VALUES:
                yield from _find_refs(value)
    elif isinstance(node, list):
        for value in cast("Iterable[Any]", node):
            yield from _find_refs(value)


def _reaches(links: Mapping[str, list[str]], start: str, goal: str) -> bool:
    waiting = list(links[start])
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            waiting.extend(links[name])
    return False


def _find_type(values: list[Any]) -> str | list[str]:
    found = [next(name for kind, name in _TYPES if isinstance(value, kind)) for value in values]
    kinds = list(dict.fromkeys(found))
    return kinds[0] if len(kinds) == 1 else kinds
