"""The codebook: what each code means, and what follows from an event's type and modes.

The files in `codebooks/` are the source. `codes` holds their names as plain Python and is all
that `derive` needs; `load_codebook` reads the definitions, for prompts and documentation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from summarizer_schemas.base import Record

if TYPE_CHECKING:
    from summarizer_schemas.codes import (
        AcledEventType,
        AcledSubEventType,
        CameoRoot,
        EventType,
        Mode,
        QuadClass,
    )


@dataclass(frozen=True)
class Derived:
    """The codes that follow from an event's type and modes."""

    quad_class: QuadClass | None
    cameo_root: CameoRoot | None
    acled_event_type: AcledEventType | None
    acled_sub_event_type: AcledSubEventType | None


def derive(event_type: EventType, modes: Iterable[Mode] = ()) -> Derived:
    """Looks up what follows from a type and its modes.

    The order of the rows in `codebooks/derivation.yaml` decides between several modes, never
    the order of `modes`. A mode that does not belong to the type changes nothing.

    Args:
        event_type: one of `codes.EVENT_TYPES`.
        modes: any of `codes.MODES_BY_TYPE[event_type]`, in any order; may be empty.

    Returns:
        The codes; None where the other scheme has none.

    Raises:
        ValueError: `event_type` is not in the codebook.

    >>> derive("ASSAULT", ["firearms", "drone"])
    Derived(quad_class=4, cameo_root='19', acled_event_type='Explosions/Remote violence', \
acled_sub_event_type='Air/drone strike')
    >>> derive("CONSULT", ["visit"]).acled_event_type is None
    True
    """
    return _derive(event_type, tuple(modes))


@lru_cache(maxsize=512)
def _derive(event_type: EventType, modes: tuple[Mode, ...]) -> Derived:
    # Only here: the definitions must load while codes.py, which is made from them, is broken.
    from summarizer_schemas.codes import DERIVATION, QUAD_CLASSES

    rows = DERIVATION.get(event_type)
    if rows is None:
        raise ValueError(f"no event type {event_type!r}; the codebook has: {', '.join(DERIVATION)}")
    given = frozenset(modes)
    row = next(row for row in rows if not row[0] or not given.isdisjoint(row[0]))
    return Derived(QUAD_CLASSES[event_type], *row[1:])


class Definition(Record):
    """A code and what it means."""

    name: str
    definition: str = Field(min_length=1)


class Boundary(Record):
    """A case that looks like one type and belongs to another."""

    case: str = Field(min_length=1)
    use: str
    """The type it belongs to."""


class TypeDefinition(Definition):
    """An event type with its limits and its modes."""

    quad_class: Literal[1, 2, 3, 4] | None
    needs_recipient: bool
    boundaries: tuple[Boundary, ...] = Field(alias="not")
    rules: tuple[str, ...]
    modes: tuple[Definition, ...]


class DerivationRow(Record):
    """One row of the derivation table; the first that matches counts."""

    modes: tuple[str, ...] | Literal["any"]
    cameo_root: str | None
    acled: tuple[str, str] | None
    """Event type and sub-event type."""
    why: str = Field(min_length=1)


class Derivation(Record):
    """The derivation table and the lists its values come from."""

    source: dict[str, str]
    cameo_roots: dict[str, str]
    """Two digits -> what CAMEO calls the category."""
    acled_event_types: dict[str, tuple[str, ...]]
    """Event type -> its sub-event types."""
    table: dict[str, tuple[DerivationRow, ...]]
    """Event type -> rows in order of precedence."""


class Codebook(Record):
    """Every code with its definition. Names are plain strings here: `codes` is made from them."""

    source: dict[str, str]
    quad_classes: dict[int, str]
    rules: tuple[str, ...]
    """Rules that hold for every type."""
    auxiliaries: tuple[Definition, ...]
    types: tuple[TypeDefinition, ...]
    contexts: tuple[Definition, ...]
    sectors: tuple[Definition, ...]
    non_state: tuple[Definition, ...]
    derivation: Derivation


@cache
def load_codebook() -> Codebook:
    """Reads the definitions from the package's data; later calls return the same value.

    >>> book = load_codebook()
    >>> next(entry.definition for entry in book.sectors if entry.name == "JUD")
    'Courts and judges.'
    """
    return Codebook.model_validate(
        {**_read_yaml("plover.yaml"), "derivation": _read_yaml("derivation.yaml")}
    )


def _read_yaml(name: str) -> dict[str, object]:
    import yaml  # only here: deriving codes must not pay for the parser

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (files("summarizer_schemas") / "codebooks" / name).read_text(encoding="utf-8")
    data: dict[str, object] = yaml.load(text, Loader=loader)  # noqa: S506 - both are safe
    return data
