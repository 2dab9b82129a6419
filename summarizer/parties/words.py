"""A phrase that names somebody."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer_schemas.codes import Sector
from summarizer_schemas.record import PartyKind


@dataclass(slots=True, unsafe_hash=True)
class PartyPhrase:
    """A phrase that names somebody, as words [first, last) of a sentence.

    Changed by nobody but who makes it; frozen ones take three times as long to make.
    """

    first: int
    last: int
    kind: PartyKind
    head: int
    """The first word without what describes it."""
    name: tuple[int, int] | None = None
    """Code points of the name within the phrase."""
    role: tuple[int, int] | None = None
    """Code points of the office within the phrase."""
    country: str | None = None
    sector: Sector | None = None
    is_adjective: bool = False
    """Only a word such as "Vantian" or "Vantia's" that stands before something else."""


def strip_possessive(word: str) -> str:
    """Returns the words without a possessive ending."""
    if not word.endswith(_POSSESSIVES):
        return word
    return word[:-2] if word[-1] == "s" else word[:-1]


_POSSESSIVES = ("'s", "’s", "s'", "s’")
