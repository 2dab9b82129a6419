"""What belongs together in a sentence's parties: an owner and what it owns, a noun and its name."""

from __future__ import annotations

from dataclasses import replace

from summarizer.engines.embedded.lexicon import Lexicon
from summarizer.parties import PartyPhrase, Phrase

_CROWDS = frozenset({"thousands", "hundreds", "dozens", "crowds", "scores"})
_MOST_BETWEEN = 3
"""Describing words between an owner and its noun: "Vantia's newly elected government"."""
_DESCRIBING = frozenset("military official terrorist prison opposition peace party".split())
_OWNERS = frozenset("government rebel guerrilla army police militant militia".split())
"""Before a noun they tell whose it is: "a government offensive"."""
_AUXILIARIES = frozenset("will would can could may might must should does did do says".split())
_ARTICLES = frozenset({"the", "a", "an", "its", "their"})
_NO_DESCRIPTION = frozenset(
    "of in on at by for from with against about over to and or but the a an is are was were has"
    " have had said that which who not after before during".split()
)


def join_owners(phrase: Phrase, lexicon: Lexicon) -> None:
    """Gives a party the country that stands before it, and a name the noun that tells what it is.

    As in "Vantia's interim government", "the rebel Norland Front (NF)". The phrase is changed:
    what was joined is one party.
    """
    parties = phrase.parties
    parties[:] = [
        _read_owner(phrase, _trim_verb(phrase, party, lexicon), lexicon)
        for party in parties
        if not _only_describes(phrase, party)
    ]
    _add_crowds(phrase)
    for at, party in enumerate(parties[:-1]):
        if country := _find_home(phrase, party, parties[at + 1]):
            parties[at] = replace(party, country=country)
    at = len(parties) - 1
    while at > 0:
        before, party = parties[at - 1], parties[at]
        if joined := _join(phrase, before, party, lexicon):
            parties[at - 1 : at + 1] = [joined]
        at -= 1


def _add_crowds(phrase: Phrase) -> None:
    """As in "|Thousands| marched": people, where nothing is counted by it."""
    if _CROWDS.isdisjoint(phrase.words):
        return
    taken = {n for party in phrase.parties for n in range(party.first, party.last)}
    for at, word in enumerate(phrase.words):
        if word in _CROWDS and at not in taken and phrase.words[at + 1 : at + 2] != ["of"]:
            phrase.parties.append(PartyPhrase(at, at + 1, "population", at))
    phrase.parties.sort(key=lambda party: party.first)


def _trim_verb(phrase: Phrase, party: PartyPhrase, lexicon: Lexicon) -> PartyPhrase:
    """As in "police |detained two men|": the verb stands before somebody, it describes nobody."""
    first = party.first
    is_verb = first < party.head and any(
        sense.form in ("past", "s") for sense in lexicon.find_verbs(phrase.words, first)
    )
    low = phrase.raw[first][0].islower() or not phrase.cased
    return replace(party, first=first + 1) if is_verb and low else party


def _read_owner(phrase: Phrase, party: PartyPhrase, lexicon: Lexicon) -> PartyPhrase:
    """As in "a government |offensive|": whose deed it is."""
    last = phrase.words[party.last - 1]
    if last not in _OWNERS or not _precedes_noun(phrase, party):
        return party
    named = any(sense.is_noun for sense in lexicon.words.get(phrase.words[party.last], ()))
    return replace(party, is_adjective=True) if named else party


def _only_describes(phrase: Phrase, party: PartyPhrase) -> bool:
    """As in "military aid", "a terrorist attack": the word before a noun names nobody."""
    last = phrase.words[party.last - 1]
    return party.country is None and last in _DESCRIBING and _precedes_noun(phrase, party)


def _precedes_noun(phrase: Phrase, party: PartyPhrase) -> bool:
    if party.name or party.last >= len(phrase):
        return False
    after = phrase.words[party.last]
    before = phrase.words[party.last - 2] if party.last > 1 else ""
    is_whole = before in _ARTICLES and party.last < len(phrase) - 1 and after in _NO_DESCRIPTION
    is_verb = after in _NO_DESCRIPTION or after.endswith("ed") or after in _AUXILIARIES
    return after[0].isalpha() and not (is_verb or is_whole)


def _find_home(phrase: Phrase, party: PartyPhrase, after: PartyPhrase) -> str | None:
    """As in "rebels in Vantia", "the leaders of Norland": those who are there are from there."""
    if party.country or party.is_adjective or party.kind in ("state", "unknown") or party.name:
        return None
    between = phrase.words[party.last : after.first]
    near = between[:1] in (["in"], ["of"], ["from"], ["throughout"], ["across"])
    there = after.country and after.role is None and (after.name is None or between[:1] == ["of"])
    return after.country if near and there and len(between) <= _MOST_BETWEEN else None


def _join(
    phrase: Phrase, before: PartyPhrase, party: PartyPhrase, lexicon: Lexicon
) -> PartyPhrase | None:
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
    if describes and not phrase.words[before.last - 1].endswith(("'s", "s'")):
        # "Vantian jets struck camps": the verb joins nothing, "Vantia's elected council" may.
        describes = not any(
            sense.form in ("past", "s")
            for at in range(before.last, party.first)
            for sense in lexicon.find_verbs(phrase.words, at)
        )
    if before.is_adjective and describes and not party.is_adjective and party.country is None:
        first, kind = before.first, party.kind
        return replace(party, first=first, head=party.head, kind=kind, country=before.country)
    is_noun = before.name is None and before.role is None and before.country is None
    if is_noun and not between and party.name and party.role is None and not before.is_adjective:
        return replace(party, first=before.first, kind=before.kind, sector=before.sector)
    return None
