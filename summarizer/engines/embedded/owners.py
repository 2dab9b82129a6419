"""What belongs together in a sentence's parties: an owner and what it owns, a noun and its name."""

from __future__ import annotations

from dataclasses import replace

from summarizer.parties import PartyPhrase, Phrase

_MOST_BETWEEN = 3
"""Describing words between an owner and its noun: "Vantia's newly elected government"."""
_NO_DESCRIPTION = frozenset(
    "of in on at by for from with against about over to and or but the a an is are was were has"
    " have had said that which who not after before during".split()
)


def join_owners(phrase: Phrase) -> None:
    """Gives a party the country that stands before it, and a name the noun that tells what it is.

    As in "Vantia's interim government", "the rebel Norland Front (NF)". The phrase is changed:
    what was joined is one party.
    """
    parties = phrase.parties
    at = len(parties) - 1
    while at > 0:
        before, party = parties[at - 1], parties[at]
        if joined := _join(phrase, before, party):
            parties[at - 1 : at + 1] = [joined]
        at -= 1


def _join(phrase: Phrase, before: PartyPhrase, party: PartyPhrase) -> PartyPhrase | None:
    between = phrase.words[before.last : party.first]
    if between == ["("] and party.name and party.last < len(phrase):
        closes = phrase.words[party.last] == ")"
        shout = phrase.raw[party.first].isupper() and party.last == party.first + 1
        return (
            replace(before, last=party.last + 1)
            if closes and shout and not before.is_adjective
            else None
        )
    describes = len(between) <= _MOST_BETWEEN and all(
        word[0].isalpha() and word not in _NO_DESCRIPTION for word in between
    )
    if before.is_adjective and describes and not party.is_adjective and party.country is None:
        first, kind = before.first, party.kind
        return replace(party, first=first, head=party.head, kind=kind, country=before.country)
    is_noun = before.name is None and before.role is None and before.country is None
    if is_noun and not between and party.name and party.role is None and not before.is_adjective:
        return replace(party, first=before.first, kind=before.kind, sector=before.sector)
    return None
