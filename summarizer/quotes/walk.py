"""Walks a value of your own schema, and grounds every quote in it."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar, cast, get_args, get_origin

from pydantic import BaseModel, RootModel

from summarizer.grounding import Rejection, ground
from summarizer.quotes.kinds import ANY, Kind, read_field, read_hints, read_kind
from summarizer.textmap import TextMap
from summarizer_schemas.quote import Quote, RejectedQuote

T = TypeVar("T")


class _Gone(Enum):
    GONE = "gone"


_GONE = _Gone.GONE
"""Stands for a value that cannot stand without a quote that was not borne out."""


def ground_quotes(value: T, text: TextMap) -> tuple[T, list[RejectedQuote]]:
    """Returns a copy in which every `Quote` says where its words stand in the article.

    Models, dataclasses, lists, tuples, sets and the values of dicts are walked. Words that stand
    there more than once are placed nearest to the quote before them in the same model. A quote
    the article does not bear out is made null where its field may be null and left out where it
    is an item of a list; else the smallest optional field or list item around it goes. Where
    nothing around it may go, it stays, ungrounded. A list is not made shorter than its
    `min_length`.

    Args:
        value: a model, or anything made of models; never changed.
        text: the article; one `TextMap` for everything that is asked of it.

    Returns:
        The copy, and one entry for each quote that was not accepted.

    Example:
        >>> class Flood(BaseModel):
        ...     river: str
        ...     words: Quote
        >>> class Report(BaseModel):
        ...     floods: list[Flood]
        >>> report = Report.model_validate(
        ...     {
        ...         "floods": [
        ...             {"river": "Aln", "words": "the Aln rose"},
        ...             {"river": "Ister", "words": "the Ister rose"},
        ...         ]
        ...     }
        ... )
        >>> grounded, rejected = ground_quotes(report, TextMap("In Norburg, the Aln rose."))
        >>> [(flood.river, flood.words.start) for flood in grounded.floods]
        [('Aln', 12)]
        >>> [(one.path, one.reason, one.removed) for one in rejected]
        [('floods[1].words', 'name_changed', 'floods[1]')]
    """
    grounder = _Grounder(text)
    # At the root nothing may go, so what comes back is a value of the same type.
    grounded = grounder.visit(_Spot(value, "", ANY, may_go=False, near=_Near()))
    return cast("T", grounded), [
        RejectedQuote(text=one.text, reason=one.reason, path=one.path, removed=one.removed)
        for one in grounder.refused
    ]


# ---- the walk ----


@dataclass(slots=True)
class _Near:
    """Where the last quote of one model stands."""

    at: int | None = None


@dataclass(slots=True)
class _Refused:
    """A quote that was not borne out; `removed` is filled in by whoever lets something go."""

    path: str
    text: str
    reason: str
    removed: str | None = None


@dataclass(frozen=True, slots=True)
class _Spot:
    """A value, where it stands, and whether it, or something around it, may go."""

    value: object
    path: str
    kind: Kind
    may_go: bool
    near: _Near


@dataclass(frozen=True, slots=True)
class _Part:
    """One of several values that belong together: a field, or an item."""

    key: Any
    value: object
    path: str
    kind: Kind
    may_lack: bool = False


class _Grounder:
    """Walks one value; used once."""

    def __init__(self, text: TextMap) -> None:
        self.text = text
        self.refused: list[_Refused] = []

    def visit(self, spot: _Spot) -> object:
        """Returns the value grounded, or `_GONE`, which it never is where nothing may go."""
        value = spot.value
        if isinstance(value, Quote):
            return self._ground(value, spot)
        if isinstance(value, BaseModel):
            return self._visit_fields(spot, _list_fields(value, spot.path), _copy_model)
        if dataclasses.is_dataclass(value):
            return self._visit_fields(spot, _list_members(value, spot.path), _copy_dataclass)
        if isinstance(value, dict):
            items = cast("dict[object, object]", value)
            keys = _list_keys(items, spot)
            if keys is not None:
                return self._visit_fields(spot, keys, _copy_dict)
            parts = [
                _Part(key, one, f"{spot.path}[{key!r}]", spot.kind.item)
                for key, one in items.items()
            ]
            return self._visit_items(spot, parts)
        if isinstance(value, (list, tuple, set, frozenset)):
            return self._visit_row(spot, list(cast("Iterable[object]", value)))
        return value

    def _visit_row(self, spot: _Spot, values: list[object]) -> object:
        places = _list_places(spot.value, len(values), spot.kind)
        if places is not None:
            parts = [
                _Part(at, one, f"{spot.path}[{at}]", kind)
                for at, (one, kind) in enumerate(zip(values, places, strict=True))
            ]
            return self._visit_fields(spot, parts, _copy_tuple, shares_near=True)
        parts = [
            _Part(at, one, f"{spot.path}[{at}]", spot.kind.item) for at, one in enumerate(values)
        ]
        return self._visit_items(spot, parts)

    def _ground(self, quote: Quote, spot: _Spot) -> object:
        found = ground(self.text, quote.quote, near=spot.near.at)
        if isinstance(found, Rejection):
            self.refused.append(_Refused(spot.path, quote.quote, found.reason))
            nowhere = dict.fromkeys(("start", "end", "match", "segment"))
            return (
                _GONE if spot.may_go else quote.model_copy(update={**nowhere, "ambiguous": False})
            )
        spot.near.at = found.start
        return quote.model_copy(update=found.model_dump(exclude={"field"}))

    def _visit_fields(
        self,
        spot: _Spot,
        parts: list[_Part],
        rebuild: Callable[[Any, dict[Any, object]], object],
        *,
        shares_near: bool = False,
    ) -> object:
        """Grounds what cannot do without any of its parts, but for those that may be null."""
        near = spot.near if shares_near else _Near(spot.near.at)
        values: dict[Any, object] = {}
        is_gone = False
        for part in parts:
            may_go = spot.may_go or part.kind.nullable or part.may_lack
            value = self._visit_part(part, may_go=may_go, near=near)
            if value is not _GONE:
                values[part.key] = value
            elif not part.may_lack:
                is_gone = True
        return _GONE if is_gone else rebuild(spot.value, values)

    def _visit_items(self, spot: _Spot, parts: list[_Part]) -> object:
        """Grounds what can do without any of its parts, down to the fewest it must have."""
        known, near = len(self.refused), spot.near.at
        kept: dict[Any, object] = {}
        for may_go in (True, False):
            del self.refused[known:]
            spot.near.at = near
            visited = [
                (part.key, self._visit_part(part, may_go=may_go, near=spot.near)) for part in parts
            ]
            kept = {key: value for key, value in visited if value is not _GONE}
            if len(kept) >= min(spot.kind.least, len(parts)):
                break
            if spot.may_go:
                return _GONE
        return _copy_row(spot.value, kept)

    def _visit_part(self, part: _Part, *, may_go: bool, near: _Near) -> object:
        """Grounds a part; one that is gone is null where it may be."""
        known = len(self.refused)
        value = self.visit(_Spot(part.value, part.path, part.kind, may_go=may_go, near=near))
        if value is not _GONE:
            return value
        for one in self.refused[known:]:
            one.removed = part.path
        return None if part.kind.nullable else _GONE


# ---- what stands in a value ----


def _list_fields(model: BaseModel, path: str) -> list[_Part]:
    is_root = isinstance(model, RootModel)
    return [
        _Part(name, vars(model)[name], path if is_root else _join(path, name), read_field(field))
        for name, field in type(model).model_fields.items()
        if name in vars(model)
    ]


def _list_members(value: Any, path: str) -> list[_Part]:
    hints = read_hints(type(value))
    return [
        _Part(one.name, getattr(value, one.name), _join(path, one.name), hints.get(one.name, ANY))
        for one in dataclasses.fields(value)
        if hasattr(value, one.name)
    ]


def _list_keys(value: dict[object, object], spot: _Spot) -> list[_Part] | None:
    """Returns the parts of a typed dict; None for a dict of any keys."""
    for option in spot.kind.options:
        if not hasattr(option, "__required_keys__"):
            continue
        kinds = read_hints(option)
        optional = option.__optional_keys__ | {key for key, kind in kinds.items() if kind.may_lack}
        if set(kinds) - optional <= set(value) <= set(kinds):
            return [
                _Part(key, one, _join(spot.path, str(key)), kinds[key], may_lack=key in optional)
                for key, one in value.items()
            ]
    return None


def _list_places(value: object, length: int, kind: Kind) -> list[Kind] | None:
    """Returns what may stand at each place of a tuple; None for a row of any length."""
    if not isinstance(value, tuple):
        return None
    kept = cast("type[Any]", type(cast("object", value)))
    if hasattr(kept, "_fields"):
        hints = read_hints(kept)
        return [hints.get(name, ANY) for name in kept._fields]
    rows = [get_args(option) for option in kind.options if get_origin(option) is tuple]
    if any(len(row) == 2 and row[1] is Ellipsis for row in rows):
        return None
    return next(([read_kind(one) for one in row] for row in rows if len(row) == length), None)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


# ---- a copy with other values ----


def _copy_model(model: BaseModel, values: dict[str, object]) -> BaseModel:
    """Returns a copy that was set what the model was set, without what it had cached."""
    made = model.model_copy(update=values)
    made.model_fields_set.intersection_update(model.model_fields_set)
    for name in set(vars(made)) - set(type(model).model_fields):
        del vars(made)[name]
    return made


def _copy_dataclass(value: Any, values: dict[str, object]) -> object:
    made = copy.copy(value)
    for name, one in values.items():
        object.__setattr__(made, name, one)  # a frozen one, too
    return made


def _copy_tuple(value: Any, values: dict[int, object]) -> object:
    return getattr(value, "_make", tuple)(values.values())


def _copy_row(value: Any, values: dict[Any, object]) -> object:
    if not isinstance(value, dict):
        return type(value)(values.values())
    made = copy.copy(cast("dict[Any, object]", value))
    made.clear()
    made.update(values)
    return made


def _copy_dict(_: object, values: dict[object, object]) -> object:
    return values
