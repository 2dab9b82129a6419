"""Neighbouring parties of one sentence that are one: owner and office, office and name."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from summarizer.parties.words import PartyPhrase

if TYPE_CHECKING:
    from summarizer.parties.phrases import Phrase

POSSESSIVES = ("'s", "’s", "s'", "s’")
BEFORE_NUMBER = frozenset({"up", "about", "around", "over", "at", "more", "less"})
NUMERALS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve dozens hundreds"
    " thousands".split()
)
NUMBER_WORDS = frozenset(
    {"dozen", "hundred", "thousand", "million", "couple", "twenty", "thirty", "forty", "fifty"}
)
_COUNTING = NUMERALS | NUMBER_WORDS | BEFORE_NUMBER


def join_parties(phrase: Phrase, found: list[PartyPhrase]) -> list[PartyPhrase]:
    """Returns the parties of a sentence with those made one that are one."""
    if all(one.last + 1 < other.first for one, other in pairwise(found)):
        return found  # Those that are one stand side by side, or have one word between them.
    neighbours = _join_neighbours(phrase, found)
    return _join_appositions(phrase, _join_countries(phrase, neighbours))


def _join_neighbours(phrase: Phrase, found: list[PartyPhrase]) -> list[PartyPhrase]:
    """As in "Vantia's | foreign minister Velk", "Halden | police": the last one is the head."""
    joined: list[PartyPhrase] = []
    for party in found:
        before = joined[-1] if joined else None
        named = (
            before is not None
            and (before.name is not None or before.is_adjective)
            and before.role is None
        )
        if (
            before
            and named
            and before.last == party.first
            and not party.is_adjective
            and not _begins_count(phrase, party)
        ):
            joined[-1] = replace(
                party, first=before.first, country=_choose_country(phrase, before, party)
            )
        else:
            joined.append(party)
    return joined


def _choose_country(phrase: Phrase, owner: PartyPhrase, party: PartyPhrase) -> str | None:
    """As in "Turkish | Hezbollah": what a group alone implies counts for less."""
    told = phrase.countries.get(party.head)
    if owner.country and told and told[1].is_weak:
        return owner.country
    return party.country or owner.country


def _begins_count(phrase: Phrase, party: PartyPhrase) -> bool:
    """As in "the Ministry | over 345 people": only an owner stands before a number.

    Names may hold numbers: "Halden 39 Airport".
    """
    words = phrase.words
    return (
        party.name is None
        and not words[party.first - 1].endswith(POSSESSIVES)
        and any(word[0].isdigit() or word in _COUNTING for word in words[party.first : party.head])
    )


def _join_countries(phrase: Phrase, found: list[PartyPhrase]) -> list[PartyPhrase]:
    """As in "Foreign Minister Anna Velk | of | Vantia": whose office it is."""
    joined: list[PartyPhrase] = []
    for party in found:
        before = joined[-1] if joined else None
        if (
            before
            and before.role
            and not before.country
            and party.kind == "state"
            and party.name
            and not party.is_adjective
            and phrase.words[before.last : party.first] == ["of"]
        ):
            last = party.last if before.name else before.last
            joined[-1] = replace(before, last=last, country=party.country)
            if before.name:
                continue
        joined.append(party)
    return joined


def _join_appositions(phrase: Phrase, found: list[PartyPhrase]) -> list[PartyPhrase]:
    """As in "the foreign minister, Anna Velk," and "Anna Velk, the foreign minister,"."""
    joined: list[PartyPhrase] = []
    for party in found:
        before = joined[-1] if joined else None
        if before and phrase.words[before.last : party.first] == [","]:
            office, name = (before, party) if before.role else (party, before)
            closed = party.last < len(phrase) and phrase.words[party.last] in (
                ",",
                ".",
            )
            is_pair = office.role and not office.name and name.name and not name.role
            if is_pair and closed and name.kind in ("person", "unknown") and not name.country:
                both = replace(office, first=before.first, last=party.last, name=name.name)
                joined[-1] = both
                continue
        joined.append(party)
    return joined
