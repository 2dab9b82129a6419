"""What the annotation of a field allows: null, few items, or not being there."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo


@dataclass(frozen=True, slots=True)
class Kind:
    """What an annotation allows: types, null or not, how few items, and not being there."""

    options: tuple[Any, ...] = ()
    nullable: bool = False
    least: int = 0
    may_lack: bool = False

    @property
    def item(self) -> Kind:
        """What may stand in a list, a set, a tuple of any length, or as value of a dict."""
        inner = [get_args(option) for option in self.options]
        last = [row[-1] if row[-1] is not Ellipsis else row[0] for row in inner if row]
        kinds = [read_kind(one) for one in last]
        return Kind(
            tuple(option for kind in kinds for option in kind.options),
            nullable=any(kind.nullable for kind in kinds),
            least=max((kind.least for kind in kinds), default=0),
        )


ANY = Kind()


def read_field(field: FieldInfo) -> Kind:
    """Returns what a field of a model may be."""
    kind = read_kind(field.annotation)
    return dataclasses.replace(kind, least=max(kind.least, _find_least(field.metadata)))


def read_kind(annotation: Any) -> Kind:
    """Returns what a type allows."""
    annotation = getattr(annotation, "__value__", annotation)  # type X = …
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        kind = read_kind(inner[0])
        return dataclasses.replace(kind, least=max(kind.least, _find_least(inner[1:])))
    if origin in {Union, UnionType}:
        kinds = [read_kind(one) for one in inner]
        return Kind(
            tuple(option for kind in kinds for option in kind.options),
            nullable=any(kind.nullable for kind in kinds),
            least=max(kind.least for kind in kinds),
        )
    if str(origin).endswith(("Required", "ReadOnly")):  # those of typing_extensions, too
        may_lack = str(origin).endswith("NotRequired")
        return dataclasses.replace(read_kind(inner[0]), may_lack=may_lack)
    return (
        Kind((), nullable=True)
        if annotation is None or annotation is NoneType
        else Kind((annotation,))
    )


def read_hints(kind: Any) -> dict[Any, Kind]:
    """Returns what the members of a class may be, as far as its annotations can be read."""
    fields: dict[str, FieldInfo] = getattr(kind, "__pydantic_fields__", {})
    if fields:
        return {name: read_field(field) for name, field in fields.items()}
    try:
        hints = get_type_hints(kind, include_extras=True)
    except NameError:  # a class defined in a function, with postponed annotations
        return {}
    return {name: read_kind(hint) for name, hint in hints.items()}


def _find_least(metadata: Iterable[object]) -> int:
    """Returns the largest `min_length` that stands in the metadata of a type."""
    found = [getattr(one, "min_length", None) for one in metadata]
    inner = [_find_least(one.metadata) for one in metadata if isinstance(one, FieldInfo)]
    return max([*inner, *(one for one in found if isinstance(one, int))], default=0)
