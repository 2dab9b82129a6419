"""The words that name somebody without a name: nouns, offices, and what describes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any

from summarizer.places.table import list_meanings
from summarizer_schemas.codes import Sector
from summarizer_schemas.record import PartyKind

Phrases = Mapping[tuple[str, ...], object]


@dataclass(frozen=True, slots=True)
class PartyWords:
    """The vocabulary of parties.yaml that finds somebody in a sentence."""

    nouns: Mapping[tuple[str, ...], tuple[PartyKind, Sector | None, bool]]
    """Words -> kind, sector, whether it is a plural."""
    roles: Mapping[tuple[str, ...], Sector | None]
    organisation_words: Mapping[str, Sector | None]
    armed_words: frozenset[str]
    place_words: frozenset[str]
    ranks: frozenset[str]
    honorifics: frozenset[str]
    modifiers: frozenset[str]
    longest: Mapping[str, int]
    """First word of a noun or role -> words of the longest phrase that begins with it."""


@dataclass(frozen=True, slots=True)
class PhraseWords:
    """What is needed besides to read one phrase."""

    offices: Mapping[tuple[str, ...], Sector | None]
    """All roles, the short forms included."""
    longest_office: Mapping[str, int]
    military_ranks: frozenset[str]
    portfolios: frozenset[str]
    role_modifiers: frozenset[str]
    body_roles: frozenset[str]
    measures: frozenset[str]
    members: frozenset[str]
    collectives: frozenset[str]
    describing: frozenset[str]
    inner_owners: frozenset[str]


@cache
def load_party_words() -> PartyWords:
    """Returns the vocabulary that is part of the library."""
    data = _load()
    portfolios = data["portfolios"].split()
    nouns = dict(_read_nouns(data["nouns"]))
    roles = dict(_by_sector(data["roles"]))
    for portfolio in portfolios:
        nouns.setdefault((portfolio, "ministry"), ("organisation", "GOV", False))
        roles.setdefault((portfolio, "minister"), "GOV")
    return PartyWords(
        nouns=nouns,
        roles=roles,
        organisation_words={
            words[0]: sector for words, sector in _by_sector(data["organisation_words"])
        },
        armed_words=_words(data, "armed_words"),
        place_words=_words(data, "place_words"),
        ranks=_words(data, "ranks"),
        honorifics=_words(data, "honorifics"),
        modifiers=_words(data, "modifiers"),
        longest=_find_longest((*nouns, *roles)),
    )


@cache
def load_phrase_words() -> PhraseWords:
    """Returns the words that tell what a single phrase says of somebody."""
    data = _load()
    offices: dict[tuple[str, ...], Sector | None] = dict(load_party_words().roles)
    offices.update(_by_sector(data["short_roles"]))
    military = _words(data, "military_ranks")
    offices.update({(rank,): "MIL" for rank in military if (rank,) not in offices})
    return PhraseWords(
        offices=offices,
        longest_office=_find_longest(offices),
        military_ranks=military,
        portfolios=_words(data, "portfolios"),
        role_modifiers=_words(data, "role_modifiers"),
        body_roles=frozenset(role.replace("_", " ") for role in data["body_roles"].split()),
        measures=_words(data, "measures"),
        members=_words(data, "members"),
        collectives=_words(data, "collectives"),
        describing=_words(data, "describing"),
        inner_owners=_words(data, "inner_owners"),
    )


@cache
def list_telling() -> frozenset[str]:
    """Returns the words that may stand between the first word of an office and a name."""
    known, more = load_party_words(), load_phrase_words()
    words = {word for phrase in (*more.offices, *known.nouns) for word in phrase} - {"of", "state"}
    return (
        frozenset(words)
        | more.role_modifiers
        | more.portfolios
        | more.military_ranks
        | known.honorifics
        | known.organisation_words.keys()
    )


@cache
def list_country_words() -> frozenset[str]:
    """Returns the words, in lower case, that countries and their organisations are named with.

    Of towns and groups it is the first words: no other can begin to name one.
    """
    forms = [form for form, _ in list_meanings()]
    firsts = (form.split()[0] for form, _ in list_meanings(wide=True))
    return frozenset(
        word.lower().replace("’", "'").rstrip(".,")
        for word in (*firsts, *(word for form in forms for word in form.split()))
    )


@cache
def list_plain() -> frozenset[str]:
    """Returns all words that tell something of a name they stand in."""
    known, more = load_party_words(), load_phrase_words()
    return (
        list_telling()
        | list_country_words()
        | known.armed_words
        | known.place_words
        | known.modifiers
        | more.describing
        | {"state", "of", "he", "she", "it", "they", "we", "you", "who", "and", "i"}
    )


@cache
def _load() -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    source = (files("summarizer") / "data" / "parties.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(source, Loader=loader)  # noqa: S506 - safe, either way
    return loaded


def _words(data: Mapping[str, Any], key: str) -> frozenset[str]:
    return frozenset(data[key].split())


def _by_sector(entries: Mapping[Any, str]) -> Iterator[tuple[tuple[str, ...], Sector | None]]:
    for sector, words in entries.items():
        for entry in words.split():
            yield tuple(entry.split("_")), _read_sector(sector)


def _read_sector(word: Any) -> Sector | None:
    return None if word == "-" else word


def _read_nouns(
    nouns: Mapping[PartyKind, Mapping[Any, str]],
) -> Iterator[tuple[tuple[str, ...], tuple[PartyKind, Sector | None, bool]]]:
    for kind, sectors in nouns.items():
        for sector, entries in sectors.items():
            code = _read_sector(sector)
            for entry in entries.split():
                base, _, plural = entry.partition("/")
                yield tuple(base.split("_")), (kind, code, False)
                yield tuple((plural or base + "s").split("_")), (kind, code, True)


def _find_longest(phrases: Iterable[tuple[str, ...]]) -> dict[str, int]:
    return {
        first: max(len(phrase) for phrase in group)
        for first, group in groupby(sorted(phrases), key=lambda phrase: phrase[0])
    }
