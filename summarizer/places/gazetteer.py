"""What a gazetteer of towns is to this project: one method, and what it gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """One place that a gazetteer knows by a name.

    Attributes:
        name: The name as the gazetteer has it.
        country: ISO 3166-1 alpha-3, or XKX.
        admin1: The first-level division, by its usual English name; None when not known.
        kind: What it is, in the gazetteer's own terms ("PPL", "town").
        latitude: Degrees north, WGS 84.
        longitude: Degrees east.
        geonameid: Its number in GeoNames.
    """

    name: str
    country: str
    admin1: str | None = None
    kind: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonameid: int | None = None


class Gazetteer(Protocol):
    """Knows towns and other places by name; docs/gazetteers.md shows how to write one.

    It is asked from several threads at once, for each place of each event: it should answer
    from memory or from a file of its own, and never raise on a name it does not know.
    """

    def find(self, name: str, *, country: str | None = None) -> Sequence[GazetteerEntry]:
        """Return the places of this name, the likeliest first; none is an empty sequence.

        Args:
            name: As the article writes it, any case and script.
            country: alpha-3, when the article settles it; places elsewhere are then left out.
        """
        ...
