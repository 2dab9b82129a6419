"""One happening, one event: its mentions become one record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from summarizer.happenings import Grouping, list_keys, parties_meet, recalls
from summarizer.links import link_reprisals
from summarizer_schemas.record import Claim, Event, EventDate, Evidence, Figure, Link, Party

_T = TypeVar("_T")


def merge_events(events: Sequence[Event]) -> list[Event]:
    """Returns the events with the mentions of one happening joined.

    Ids are `e1`, `e2`, … in order of first evidence; links and date anchors follow them.

    Deeds told as the answer to another are linked to it (`summarizer.links`).

    Two mentions are joined when type and realis agree, nothing contradicts (dates, places,
    parties on both sides) and at least two things agree; or when one of them adds no date,
    place or recipient of its own and what it fits is one event.

    Args:
        events: records with distinct ids, in any order.
    """
    grouping = Grouping()
    places = {event.id: _place(event) for event in events}
    weights = {event.id: _weight(event) for event in events}
    # What only reminds of a deed comes last: all deeds it may remind of are known by then.
    for event in sorted(events, key=lambda one: (recalls(one), -weights[one.id], places[one.id])):
        grouping.add(event)
    grouping.place_bare()
    groups = [
        sorted(happening.events, key=lambda event: places[event.id])
        for happening in grouping.happenings
    ]
    groups.sort(key=lambda group: places[group[0].id])
    new_ids = {event.id: f"e{n}" for n, group in enumerate(groups, 1) for event in group}
    joined = [
        _join(group, sorted(group, key=lambda event: -weights[event.id]), new_ids)
        for group in groups
    ]
    return link_reprisals(joined)


def _place(event: Event) -> tuple[int, int, str]:
    """Where the happening is first told of."""
    told = [one for one in event.evidence if one.field is None] or event.evidence
    return (*min((one.start, one.end) for one in told), event.id)


def _weight(event: Event) -> int:
    """Mentions that say more come first, so that bare ones are measured against them."""
    known = (event.date and event.date.start, event.location, event.actors, event.recipients)
    return sum(map(bool, known)) + len(event.figures)


def _join(in_order: list[Event], by_weight: list[Event], new_ids: dict[str, str]) -> Event:
    """Fields come from the mention that says most; lists are united in order of the text."""
    full = by_weight[0]
    figures, claims = _unite_figures(in_order)
    values: dict[str, object] = {
        "id": new_ids[full.id],
        "modes": _unite([event.modes for event in in_order]),
        "contexts": _unite([event.contexts for event in in_order]),
        "actors": _unite_parties([event.actors for event in by_weight]),
        "recipients": _unite_recipients(by_weight),
        "target": _first(full.target, (event.target for event in in_order)),
        "location": _first(full.location, (event.location for event in in_order)),
        "date": _rename_anchor(_first(full.date, (event.date for event in in_order)), new_ids),
        "figures": figures,
        "claims": claims,
        "salience": min((event.salience for event in in_order), key=_SALIENCE_ORDER.index),
        "links": _rename_links(in_order, new_ids),
        "evidence": _unite_evidence(in_order),
    }
    # Nothing here needs to be checked again: every value stood in a record of the same type.
    return full.model_copy(update=values)


_SALIENCE_ORDER = ("main", "secondary", "background")


def _unite(lists: Sequence[Sequence[_T]]) -> tuple[_T, ...]:
    known = [item for items in lists for item in items]
    return tuple(dict.fromkeys(known) if len(known) > 1 else known)  # a record's hash is dear


def _unite_parties(lists: Sequence[Sequence[Party]]) -> tuple[Party, ...]:
    """Returns the fullest list, each party in its fullest words.

    The lists are not added up: "the two ministers" and their names are the same people.
    """
    known = [party for parties in lists for party in parties]
    if len(known) < 2:
        return tuple(known)
    fullest = max(lists, key=lambda parties: (sum(bool(one.name) for one in parties), len(parties)))
    keys = {id(party): list_keys(party) for party in known}
    united = [
        max((one for one in known if keys[id(one)] & keys[id(party)]), key=_fullness)
        for party in fullest
    ]
    return tuple(_place_last(united, {one.country for one in known if one.country}))


def _unite_recipients(group: Sequence[Event]) -> tuple[Party, ...]:
    """Whom a mention in passing names comes on top: that is what it is told for."""
    told = [event.recipients for event in group if not recalls(event)]
    parties = _unite_parties(told) if told else ()
    for party in (one for event in group if recalls(event) for one in event.recipients):
        if not parties_meet(parties, (party,)):
            parties = (*parties, party)
    return parties


def _place_last(parties: list[Party], countries: set[str]) -> list[Party]:
    """As in "ministers of Vantia and Norland" and two names: who is left is of what is left."""
    left = countries - {party.country for party in parties}
    unplaced = [party for party in parties if party.country is None]
    if len(left) != 1 or len(unplaced) != 1 or len(parties) != len(countries):
        return parties
    (country,) = left
    return [
        party.model_copy(update={"country": country}) if party is unplaced[0] else party
        for party in parties
    ]


def _fullness(party: Party) -> tuple[bool, bool, int]:
    return bool(party.name), bool(party.country), len(party.text)


def _unite_evidence(group: Sequence[Event]) -> tuple[Evidence, ...]:
    """What tells of the happening first, in order of the text; then what supports one field."""
    if len(group) == len(group[0].evidence) == 1:
        return group[0].evidence
    spans = {(e.start, e.end, e.field): e for event in reversed(group) for e in event.evidence}
    return tuple(sorted(spans.values(), key=lambda e: (e.field is not None, e.start, e.end)))


def _unite_figures(group: Sequence[Event]) -> tuple[tuple[Figure, ...], tuple[Claim, ...]]:
    """The same count told twice is one figure; subsets and claims follow it to its place."""
    if len(group) == 1 and max(len(group[0].figures), len(group[0].claims)) < 2:
        return group[0].figures, group[0].claims
    figures: list[Figure] = []
    claims: list[Claim] = []
    for event in group:
        moved: dict[int, int] = {}
        wholes_first = sorted(
            enumerate(event.figures), key=lambda item: item[1].subset_of is not None
        )
        for index, figure in wholes_first:
            whole = moved.get(figure.subset_of) if figure.subset_of is not None else None
            moves = whole != figure.subset_of
            placed = figure.model_copy(update={"subset_of": whole}) if moves else figure
            twin = next(
                (n for n, known in enumerate(figures) if _is_same_count(known, placed)), None
            )
            if twin is None:
                figures.append(placed)
                twin = len(figures) - 1
            moved[index] = twin
        claims.extend(_point_at(claim, moved) for claim in event.claims)
    return tuple(figures), _unite_claims(claims)


def _unite_claims(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """What one claimant says twice in the same way is one claim, with both places as evidence."""
    if len(claims) < 2:
        return tuple(claims)
    united: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        key = (
            list_keys(claim.claimant),
            claim.cue.casefold(),
            claim.stance,
            claim.about,
            claim.modality,
        )
        united.setdefault(key, []).append(claim)
    return tuple(
        same[0].model_copy(update={"evidence": _unite([one.evidence for one in same])})
        if len(same) > 1
        else same[0]
        for same in united.values()
    )


def _point_at(claim: Claim, moved: dict[int, int]) -> Claim:
    if not claim.about.startswith("figures"):
        return claim
    index = int(claim.about[len("figures[") : -1])
    if moved[index] == index:
        return claim
    return claim.model_copy(update={"about": f"figures[{moved[index]}]"})


def _is_same_count(a: Figure, b: Figure) -> bool:
    return (a.measure, a.low, a.best, a.high, a.status) == (
        b.measure,
        b.low,
        b.best,
        b.high,
        b.status,
    ) and (not a.claimants or not b.claimants or parties_meet(a.claimants, b.claimants))


def _first(best: object, others: Iterable[object]) -> object:
    return (
        best if best is not None else next((other for other in others if other is not None), None)
    )


def _rename_anchor(value: object, new_ids: dict[str, str]) -> object:
    if isinstance(value, EventDate) and value.anchor in new_ids:
        return value.model_copy(update={"anchor": new_ids[value.anchor]})
    return value


def _rename_links(group: Sequence[Event], new_ids: dict[str, str]) -> tuple[Link, ...]:
    own = {new_ids[event.id] for event in group}
    links: dict[tuple[str, str], Link] = {}
    for link in (link for event in group for link in event.links):
        target = new_ids.get(link.target)
        if target and target not in own:
            links.setdefault((link.type, target), link.model_copy(update={"target": target}))
    return tuple(links.values())
