"""The codebook in the words of a prompt: each type in one line, with its modes."""

from __future__ import annotations

from functools import cache

from summarizer_schemas.codebook import Codebook, TypeDefinition, load_codebook

BOUNDARIES: tuple[tuple[str, str], ...] = (
    ("CONSULT", "AGREE"),
    ("RETREAT", "CONCEDE"),
    ("REQUEST", "AGREE"),
    ("ASSAULT", "COERCE"),
    ("ASSAULT", "OTHER"),
)
"""The limits that the definitions leave open, as (type, the type such a case belongs to)."""


@cache
def render_codes() -> str:
    r"""Returns the event types, by quad class, with definition, modes and chief boundaries.

    Example:
        >>> print("\n".join(render_codes().splitlines()[:2]))
        (verbal cooperation)
        AGREE: accepts, promises, offers or plans to meet, help, trade, sign or settle
    """
    book = load_codebook()
    lines: list[str] = []
    heading: str | None = None
    for entry in book.types:
        above = book.quad_classes[entry.quad_class] if entry.quad_class else "neither"
        if above != heading:
            lines.append(f"({above})")
            heading = above
        lines.append(_render_type(entry))
    return "\n".join([*lines, _render_boundaries(book)])


def _render_type(entry: TypeDefinition) -> str:
    modes = f" [{' '.join(mode.name for mode in entry.modes)}]" if entry.modes else ""
    return f"{entry.name}: {_shorten(entry.definition)}{modes}"


def _shorten(definition: str) -> str:
    """The first sentence, or what it lists after its colon, where that stands by itself."""
    first = definition.split(". ", maxsplit=1)[0].rstrip(".")
    head, colon, listed = first.partition(": ")
    if not colon:
        head = first.partition("; ")[0]
    short = listed if colon and ";" not in listed else head + colon + listed
    return short[0].lower() + short[1:]


def _render_boundaries(book: Codebook) -> str:
    cases = {
        (entry.name, limit.use): limit.case for entry in book.types for limit in entry.boundaries
    }
    return "\n".join(f"{cases[name, use]}: {use}" for name, use in BOUNDARIES)
