"""The words that name somebody without a name: nouns, offices, and what describes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby

from summarizer_schemas.codes import Sector
from summarizer_schemas.record import PartyKind


@dataclass(frozen=True, slots=True)
class PartyWords:
    """The vocabulary of parties.yaml."""

    nouns: Mapping[tuple[str, ...], tuple[PartyKind, Sector | None, bool]]
    roles: Mapping[tuple[str, ...], Sector | None]
    organisation_words: frozenset[str]
    armed_words: frozenset[str]
    place_words: frozenset[str]
    ranks: frozenset[str]
    modifiers: frozenset[str]
    longest: Mapping[str, int]
    """First word of a noun or role -> words of the longest phrase that begins with it."""


@cache
def load_party_words() -> PartyWords:
    """Returns the vocabulary that is part of the library."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    source = (files("summarizer") / "data" / "parties.yaml").read_text(encoding="utf-8")
    data = yaml.load(source, Loader=loader)  # noqa: S506 - a safe loader, either way
    nouns: dict[tuple[str, ...], tuple[PartyKind, Sector | None, bool]] = {}
    for kind, sectors in data["nouns"].items():
        for sector, entries in sectors.items():
            for entry in entries.split():
                base, _, plural = entry.partition("/")
                code = None if sector == "-" else sector
                nouns[tuple(base.split("_"))] = (kind, code, False)
                nouns[tuple((plural or base + "s").split("_"))] = (kind, code, True)
    roles = {
        tuple(entry.split("_")): None if sector == "-" else sector
        for sector, entries in data["roles"].items()
        for entry in entries.split()
    }
    return PartyWords(
        nouns=nouns,
        roles=roles,
        organisation_words=frozenset(data["organisation_words"].split()),
        armed_words=frozenset(data["armed_words"].split()),
        place_words=frozenset(data["place_words"].split()),
        ranks=frozenset(data["ranks"].split()),
        modifiers=frozenset(data["modifiers"].split()),
        longest={
            first: max(len(phrase) for phrase in phrases)
            for first, phrases in groupby(sorted((*nouns, *roles)), key=lambda phrase: phrase[0])
        },
    )
