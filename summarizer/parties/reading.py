"""What one phrase tells of somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from summarizer.parties.wording import Span
from summarizer_schemas.codes import Sector
from summarizer_schemas.record import PartyKind


class PartyReading(NamedTuple):
    """Somebody, as far as the words tell; what they do not tell is None or unknown.

    Attributes:
        name: The name as written; an acronym is never expanded.
        role: The office or occupation as written.
        organisation: The body spoken or acted for, as written.
        country: ISO 3166-1 alpha-3, or a PLOVER code for what is no state.
        kind: What sort of party it is.
        sector: The PLOVER sector.
        members: Who is meant by "both countries", when the article tells.
    """

    name: str | None = None
    role: str | None = None
    organisation: str | None = None
    country: str | None = None
    kind: PartyKind = "unknown"
    sector: Sector | None = None
    members: tuple[PartyReading, ...] = ()


@dataclass(slots=True)
class Draft:
    """A reading in the making; names, roles and bodies are code points of the phrase."""

    name: Span | None = None
    role: Span | None = None
    organisation: Span | None = None
    country: str | None = None
    kind: PartyKind = "unknown"
    sector: Sector | None = None
    occupation: Span | None = None
    """A noun such as "teacher", which is an office only beside a name."""
    role_words: str = ""
    is_plural: bool = False
    is_people: bool = False
    """A noun for one person, or for several: "gunman", but not "militia"."""

    @property
    def is_known(self) -> bool:
        """Whether anything tells who it is."""
        return self.kind != "unknown" or self.name is not None
