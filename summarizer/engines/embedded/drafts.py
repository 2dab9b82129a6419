"""Mentions of happenings as they are read, and what joins, ties and drops them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from summarizer.engines.embedded.clauses import Clause
from summarizer.parties import Phrase
from summarizer_schemas.record import LinkType
from summarizer_schemas.wire import WireEvent, WireFigure, WireLink, WireParty


@dataclass(slots=True)
class Draft:
    """One mention of a happening: the wire event, and what ties it to its sentence."""

    wire: WireEvent
    sentence: int
    order: int = 0
    link: tuple[int, LinkType, str] | None = None
    """Order of the draft it is tied to, how, and by which words."""
    is_effect: bool = False
    """Tells only what was suffered ("were killed"), not what caused it."""
    is_definite: bool = False
    """Points back ("the strikes") without a side or a day of its own."""
    sums_up: bool = False
    """Tells of two happenings at once ("exchanged strikes")."""


def tie(main: Draft, sub: Draft, clause: Clause, words: str) -> None:
    """As in "met …, a day after Vantia attacked": the first follows the second."""
    if clause.opening == "after":
        main.link = (sub.order, "follows", words)
    else:
        sub.link = (main.order, "follows", words)


def shares_day(phrase: Phrase, clause: Clause) -> bool:
    """As in "attacked Selm on Monday and burned it down", "and Norland, where it struck"."""
    return clause.opening == "and" or phrase.words[clause.first] == "where"


def tell_one(first: Draft, second: Draft, clause: Clause) -> bool:
    """As in "nine people were killed when a ferry sank": one happening, told in two clauses."""
    if first.is_effect and second.is_effect:
        return clause.opening == "and" and not second.wire.actors
    if clause.opening not in ("while", "after") or clause.link is not None:
        return False
    cause = second if first.is_effect else first
    return first.is_effect != second.is_effect and cause.wire.type in ("OTHER", "ASSAULT")


def join_outcome(first: Draft, second: Draft) -> WireEvent:
    """Returns the one event two clauses tell of: what caused it with what was suffered."""
    outcome, cause = (first, second) if first.is_effect else (second, first)
    told, suffered = cause.wire, outcome.wire
    return told.model_copy(
        update={
            "quotes": [*first.wire.quotes, *second.wire.quotes],
            "recipients": _join_recipients(
                told, suffered, both=first.is_effect == second.is_effect
            ),
            "figures": _join_figures(first.wire.figures, second.wire.figures),
            "claims": suffered.claims or told.claims,
            "date": told.date or suffered.date,
            "location": told.location or suffered.location,
            "location_country": told.location_country or suffered.location_country,
        }
    )


def _join_recipients(told: WireEvent, suffered: WireEvent, *, both: bool) -> list[WireParty]:
    if both:
        return [*told.recipients, *suffered.recipients]
    return told.recipients or suffered.recipients


def _join_figures(first: list[WireFigure], second: list[WireFigure]) -> list[WireFigure]:
    """The second list's subsets point past the first list."""
    moved = (
        figure.model_copy(update={"subset_of": figure.subset_of + len(first)})
        if figure.subset_of is not None
        else figure
        for figure in second
    )
    return [*first, *moved]


def finish(drafts: list[Draft]) -> list[WireEvent]:
    """Drops what only sums up other events, and writes the ties between the rest."""
    attacks = [draft for draft in drafts if draft.wire.type == "ASSAULT" and not draft.sums_up]
    kept = [draft for draft in drafts if not (draft.sums_up and len(attacks) >= 2)]
    places = {draft.order: place for place, draft in enumerate(kept)}
    return [
        draft.wire.model_copy(update={"links": list(_write_links(draft, places))}) for draft in kept
    ]


def _write_links(draft: Draft, places: dict[int, int]) -> Iterator[WireLink]:
    if draft.link and draft.link[0] in places:
        order, type_, words = draft.link
        yield WireLink(quote=words, type=type_, target=places[order])
