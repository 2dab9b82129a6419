"""Mentions of happenings as they are read, and what joins, ties and drops them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from summarizer.engines.embedded.clauses import Clause
from summarizer.engines.embedded.reasons import Reason
from summarizer.engines.embedded.sides import Deeds
from summarizer_schemas.record import LinkType
from summarizer_schemas.wire import WireClaim, WireEvent, WireFigure, WireLink, WireParty


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
    is_toll: bool = False
    """Counts who suffered, and may belong to a deed told before."""
    is_definite: bool = False
    """Points back ("the strikes") without a side or a day of its own."""
    in_headline: bool = False
    leads: bool = False
    """Stands where the article says what is new."""
    is_past: bool = False
    """Told as done, by a verb in the past tense or the passive."""
    reasons: list[Reason] = field(default_factory=list[Reason])
    """What made it, mention by mention."""
    sums_up: bool = False
    """Tells of two happenings at once ("exchanged strikes")."""


def tie(main: Draft, sub: Draft, clause: Clause, words: str) -> None:
    """As in "met …, a day after Vantia attacked": the first follows the second."""
    if clause.opening == "after":
        main.link = (sub.order, _name_link(words), words)
    else:
        sub.link = (main.order, "follows", words)


def _name_link(words: str) -> LinkType:
    opening = words.lower().split()[:3]
    if not _VENGEFUL.isdisjoint(opening):
        return "retaliation_for"
    return "response_to" if "response" in opening else "follows"


_VENGEFUL = frozenset({"retaliation", "reprisal", "revenge"})


def shares_day(clause: Clause) -> bool:
    """As in "attacked Selm on Monday and burned it down", "and Norland, where it struck"."""
    return clause.opening in ("and", "where", "gapped")


def tell_one(first: Draft, second: Draft, clause: Clause) -> bool:
    """As in "nine people were killed when a ferry sank": one happening, told in two clauses.

    Or as in "hit a hotel in Norburg, where nine guests were killed".
    """
    if first.is_effect and second.is_effect:
        return clause.opening == "and" and not second.wire.actors
    if clause.opening == "where" and first.is_effect:
        return False
    if clause.opening not in ("while", "after", "where") or clause.link is not None:
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
            "claims": _join_claims(first.wire, second.wire),
            "date": told.date or suffered.date,
            "location": told.location or suffered.location,
            "location_country": told.location_country or suffered.location_country,
        }
    )


def _join_claims(first: WireEvent, second: WireEvent) -> list[WireClaim]:
    """The second's figures stand behind the first's; what is said twice is said once."""
    moved = [
        claim.model_copy(update={"about": _move(claim.about, len(first.figures))})
        for claim in second.claims
    ]
    if all(claim.cue == known.cue for claim in moved for known in first.claims):
        return moved or first.claims
    return [*first.claims, *moved]


def _move(about: str, places: int) -> str:
    if not about.startswith("figures["):
        return about
    return f"figures[{int(about[len('figures[') : -1]) + places}]"


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


def finish(drafts: list[Draft]) -> list[Draft]:
    """Shares out what only sums up other events, and writes the ties between the rest."""
    drafts = join_headline(drafts)
    kept = [draft for draft in drafts if not draft.sums_up]
    acts = [one for one in kept if one.wire.type == "ASSAULT" and one.wire.realis == "actual"]
    deeds = Deeds([act.wire for act in acts])
    for total in (draft for draft in drafts if draft.sums_up):
        is_shared = deeds.share(total.wire)
        if not is_shared and (len(acts) < _ENOUGH_DEEDS or _names_sides(total)):
            kept.append(total)
    for act, wire in zip(acts, deeds.wires, strict=True):
        act.wire = wire
    kept.sort(key=lambda draft: draft.order)
    places = {draft.order: place for place, draft in enumerate(kept)}
    for draft in kept:
        draft.wire = draft.wire.model_copy(update={"links": list(_write_links(draft, places))})
    return kept


def join_headline(drafts: list[Draft]) -> list[Draft]:
    """Returns the mentions without those of the headline that the lead tells in full.

    "Senate throws out treaty" and "The Senate of Norland voted down …" are one event: of one
    type, with a word of their sides in common, or told without sides. The full one keeps the
    headline as evidence.
    """
    kept: list[Draft] = []
    for draft in drafts:
        full = draft.in_headline and next(
            (other for other in drafts if not other.in_headline and _tells_in_full(other, draft)),
            None,
        )
        if full:
            quotes = [*full.wire.quotes, *draft.wire.quotes]
            full.wire = full.wire.model_copy(update={"quotes": quotes})
            full.reasons = [*full.reasons, *draft.reasons]
        else:
            kept.append(draft)
    return kept


def _tells_in_full(body: Draft, headline: Draft) -> bool:
    one, other = body.wire, headline.wire
    if (
        len(other.actors) > 1
        or one.type != other.type
        or one.salience != "main"
        or one.realis != other.realis
    ):
        return False
    actors, short_actors = _list_words(one.actors), _list_words(other.actors)
    suffered, short_suffered = _list_words(one.recipients), _list_words(other.recipients)
    if short_actors and actors:
        return bool(short_actors & actors)
    if short_suffered and suffered:
        return bool(short_suffered & suffered)
    return not short_actors or not actors


def _list_words(parties: list[WireParty]) -> set[str]:
    return {
        word.strip("'’.,")
        for party in parties
        for word in (*party.text.lower().split(), party.country or "")
        if len(word) > _SHORT_WORD
    }


_SHORT_WORD = 2
_ENOUGH_DEEDS = 2
"""From so many on, a sum that names nobody is taken to be about deeds already told."""


def _names_sides(total: Draft) -> bool:
    return bool(total.wire.actors) and all(party.country for party in total.wire.actors)


def _write_links(draft: Draft, places: dict[int, int]) -> Iterator[WireLink]:
    if draft.link and draft.link[0] in places:
        order, type_, words = draft.link
        yield WireLink(quote=words, type=type_, target=places[order])
