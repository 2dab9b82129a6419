"""What was found, in the wire form: parties, figures and claims as words of the text."""

from __future__ import annotations

from summarizer.attribution import Description, Statement, find_positions
from summarizer.figures import FigureMention
from summarizer.parties import PartyPhrase, Phrase, strip_possessive
from summarizer_schemas.wire import WireClaim, WireFigure, WireParty

_OPENING_MARKS = frozenset({'"', "“", "‘", "«"})
"""What opens a quotation."""
_NO_PARTY = frozenset("a an it he she they we i this that".split())
_TRIM = " \t\r\n,;:.-–—"
"""What is cut from both ends of a quote; quotation marks stay, they come in pairs."""


def trim(words: str) -> str:
    """Returns the words without punctuation and a left-over "and" at their ends."""
    inner = words.strip(_TRIM)
    for conjunction in ("and", "but", "while"):
        inner = inner.removesuffix(f" {conjunction}").removeprefix(f"{conjunction} ")
    return inner.strip(_TRIM)


def find_speaker(phrase: Phrase, statement: Statement) -> PartyPhrase | None:
    """Returns the claimant as a party, when it is one ("A statement" is not)."""
    if statement.claimant is None:
        return None
    first, last = statement.claimant
    party = next(
        (
            party
            for party in phrase.parties
            # "Angry Vantian farmers said": what describes them is no part of the party.
            if first <= party.first < last <= party.last and not party.is_adjective
        ),
        None,
    )
    if party or phrase.words[first] in _NO_PARTY or not phrase.is_capital(first):
        return party
    country = next(
        (found[1].country for at, found in phrase.countries.items() if first <= at < last), None
    )
    return PartyPhrase(first, last, "unknown", first, country=country)


def write_speakers(phrase: Phrase, statement: Statement) -> list[WireParty]:
    """Returns the claimants of a statement, each of "Vantia and Norland said"."""
    if statement.claimant is None:
        return []
    speakers = [write_words(phrase, statement.claimant)]
    at = statement.claimant[1]
    last = statement.cue[0] if statement.cue else at
    while at < last and phrase.words[at] == "and" and (party := phrase.find_party(at + 1)):
        speakers.append(write_party(phrase, party))
        at = party.last
    return speakers


def write_words(phrase: Phrase, words: tuple[int, int]) -> WireParty:
    """Returns somebody in the words [first, last), as a party where they are one."""
    party = phrase.find_party(words[0])
    if party and (party.first, party.last) == words:
        return write_party(phrase, party)
    return WireParty(
        text=phrase.slice(*words), name=None, kind="unknown", role=None, country=None, sector=None
    )


def write_party(phrase: Phrase, party: PartyPhrase) -> WireParty:
    """Returns the party in its own words, without a possessive ending."""
    first = party.head if party.is_adjective else party.first
    return WireParty(
        text=strip_possessive(phrase.slice(first, party.last)),
        name=phrase.text[slice(*party.name)] if party.name else None,
        kind=party.kind,
        role=phrase.text[slice(*party.role)] if party.role else None,
        country=party.country,
        sector=party.sector,
    )


def write_figure(
    figure: FigureMention, quote: str, speaker: list[WireParty], statement: Statement
) -> WireFigure:
    """Returns the figure, claimed by the speaker where there is one."""
    denied = statement.stance == "denies"
    return WireFigure(
        quote=quote,
        text=figure.text,
        measure=figure.measure,
        group=figure.group,
        subset_of=figure.subset_of,
        status="denied" if denied else "claimed" if statement.cue else "asserted",
        claimants=speaker,
    )


def write_claims(
    phrase: Phrase,
    statement: Statement,
    span: tuple[int, int],
    speaker: list[WireParty],
    *,
    about: str,
) -> list[WireClaim]:
    """Returns the claim of a statement in the words [first, last) and the cue's.

    Claimed, not only asserted, is what a rival may count or call differently.
    """
    if not speaker or statement.cue is None or statement.claimant is None:
        return []
    first, last = min(span[0], statement.cue[0]), max(span[1], statement.cue[1])
    if statement.claimant[0] == statement.cue[1]:
        last = max(last, statement.claimant[1])  # "…, said Velk", "…: police"
    if statement.modality == "quote" and first == statement.first:
        first -= first > 0 and phrase.raw[first - 1] in _OPENING_MARKS
    stance = statement.stance
    return [
        WireClaim(
            quote=trim(phrase.slice(first, last)),
            claimant=claimant,
            cue=phrase.slice(*statement.cue),
            stance="claims" if stance == "asserts" and about != "event" else stance,
            about=about,
            modality=statement.modality,
        )
        for claimant in speaker
    ]


def write_positions(phrase: Phrase, trigger: tuple[int, int], *, end: int) -> list[WireClaim]:
    """As in "denied any part in it", "accused Norland of it": a deed that is a claim."""
    return [
        claim
        for one in find_positions(phrase)
        if one.cue and trigger[0] <= one.cue[0] < trigger[1]
        for claim in write_claims(
            phrase,
            one,
            (one.outer_first, min(one.last, end)),
            write_speakers(phrase, one),
            about="event",
        )
    ]


def write_description(
    phrase: Phrase, words: Description, speaker: WireParty, *, first: int
) -> WireClaim:
    """Returns the claim that the target is what somebody calls it, in the words from `first` on."""
    quoted = words.first > 0 and phrase.raw[words.first - 1] in _OPENING_MARKS
    return WireClaim(
        quote=trim(phrase.slice(first, max(words.last, words.cue[1]))),
        claimant=speaker,
        cue=phrase.slice(*words.cue),
        stance="claims",
        about="target",
        modality="quote" if quoted else "paraphrase",
    )
