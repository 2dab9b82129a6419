"""What was found, in the wire form: parties, figures and claims as words of the text."""

from __future__ import annotations

from summarizer.attribution import Statement
from summarizer.engines.embedded.asides import Aside
from summarizer.figures import FigureMention
from summarizer.parties import PartyPhrase, Phrase, strip_possessive
from summarizer_schemas.wire import WireClaim, WireFigure, WireParty

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
    return next(
        (party for party in phrase.parties if (party.first, party.last) == statement.claimant), None
    )


def write_speaker(phrase: Phrase, statement: Statement) -> WireParty:
    """Returns the claimant of a statement that has one."""
    speaker = find_speaker(phrase, statement)
    if speaker:
        return write_party(phrase, speaker)
    first, last = statement.claimant or (statement.first, statement.last)
    return WireParty(
        text=phrase.slice(first, last),
        name=None,
        kind="unknown",
        role=None,
        country=None,
        sector=None,
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
        status="denied" if denied else "claimed" if speaker else "asserted",
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
    opening = phrase.raw[max(statement.first - 1, 0) : statement.first + 1]
    stance = statement.stance
    return [
        WireClaim(
            quote=trim(phrase.slice(first, last)),
            claimant=speaker[0],
            cue=phrase.slice(*statement.cue),
            stance="claims" if stance == "asserts" and about != "event" else stance,
            about=about,
            modality="quote" if {'"', "“"} & set(opening) else "paraphrase",
        )
    ]


def write_description(phrase: Phrase, words: Aside, speaker: WireParty) -> WireClaim:
    """Returns the claim that the target is what somebody calls it."""
    quoted = words.first > 0 and phrase.raw[words.first - 1] in ('"', "“")
    return WireClaim(
        quote=trim(phrase.slice(words.cue[0], words.last)),
        claimant=speaker,
        cue=phrase.slice(*words.cue),
        stance="claims",
        about="target",
        modality="quote" if quoted else "paraphrase",
    )
