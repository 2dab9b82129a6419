"""One happening, one event: its mentions become one record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from summarizer.happenings import Grouping, list_keys, parties_meet, recalls
from summarizer_schemas.record import Claim, Event, EventDate, Evidence, Figure, Link, Party

_T = TypeVar("_T")


def merge_events(events: Sequence[Event]) -> list[Event]:
    """Returns the events with the mentions of one happening joined.

    Ids are `e1`, `e2`, … in order of first evidence; links and date anchors follow them.

    Where the words call one deed the answer to another ("retaliatory", "tit-for-tat"), and sides
    and days bear that out, the later one is linked to the earlier.

    Two mentions are joined when type and realis agree, nothing contradicts (dates, places,
    parties on both sides) and at least two things agree; or when one of them adds no date,
    place or recipient of its own and what it fits is one event.

    Args:
        events: records with distinct ids, in any order.
    """
    grouping = Grouping()
    # What only reminds of a deed comes last: all deeds it may remind of are known by then.
    for event in sorted(events, key=lambda one: (recalls(one), -_weight(one), _place(one))):
        grouping.add(event)
    grouping.place_bare()
    groups = sorted(
        (happening.events for happening in grouping.happenings),
        key=lambda group: min(map(_place, group)),
    )
    new_ids = {event.id: f"e{n}" for n, group in enumerate(groups, 1) for event in group}
    return _link_reprisals([_join(group, new_ids) for group in groups])


def _place(event: Event) -> tuple[int, int, str]:
    told = [evidence for evidence in event.evidence if evidence.field is None] or event.evidence
    first = min(told, key=lambda evidence: evidence.start)
    return first.start, first.end, event.id


def _weight(event: Event) -> int:
    """Mentions that say more come first, so that bare ones are measured against them."""
    known = (event.date and event.date.start, event.location, event.actors, event.recipients)
    return sum(map(bool, known)) + len(event.figures)


def _join(group: Sequence[Event], new_ids: dict[str, str]) -> Event:
    """Fields come from the mention that says most; lists are united in order of the text."""
    by_weight = sorted(group, key=lambda event: (-_weight(event), _place(event)))
    full = by_weight[0]
    in_order = sorted(group, key=_place)
    figures, claims = _unite_figures(in_order)
    values = {name: getattr(full, name) for name in type(full).model_fields}
    values.update(
        id=new_ids[full.id],
        modes=_unite(event.modes for event in in_order),
        contexts=_unite(event.contexts for event in in_order),
        actors=_unite_parties([event.actors for event in by_weight]),
        recipients=_unite_recipients(by_weight),
        target=_first(full.target, (event.target for event in in_order)),
        location=_first(full.location, (event.location for event in in_order)),
        date=_rename_anchor(_first(full.date, (event.date for event in in_order)), new_ids),
        figures=figures,
        claims=claims,
        salience=min((event.salience for event in group), key=_SALIENCE_ORDER.index),
        links=_rename_links(in_order, new_ids),
        evidence=_unite_evidence(in_order),
    )
    return Event(**values)


_SALIENCE_ORDER = ("main", "secondary", "background")


def _unite(lists: Iterable[Sequence[_T]]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(item for items in lists for item in items))


def _unite_parties(lists: Sequence[Sequence[Party]]) -> tuple[Party, ...]:
    """Returns the fullest list, each party in its fullest words.

    The lists are not added up: "the two ministers" and their names are the same people.
    """
    fullest = max(lists, key=lambda parties: (sum(bool(one.name) for one in parties), len(parties)))
    known = [party for parties in lists for party in parties]
    united = [
        max((one for one in known if list_keys(one) & list_keys(party)), key=_fullness)
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
    spans = {(e.start, e.end, e.field): e for event in reversed(group) for e in event.evidence}
    return tuple(sorted(spans.values(), key=lambda e: (e.field is not None, e.start, e.end)))


def _unite_figures(group: Sequence[Event]) -> tuple[tuple[Figure, ...], tuple[Claim, ...]]:
    """The same count told twice is one figure; subsets and claims follow it to its place."""
    figures: list[Figure] = []
    claims: list[Claim] = []
    for event in group:
        moved: dict[int, int] = {}
        wholes_first = sorted(
            enumerate(event.figures), key=lambda item: item[1].subset_of is not None
        )
        for index, figure in wholes_first:
            whole = moved.get(figure.subset_of) if figure.subset_of is not None else None
            placed = figure.model_copy(update={"subset_of": whole})
            twin = next(
                (n for n, known in enumerate(figures) if _is_same_count(known, placed)), None
            )
            if twin is None:
                figures.append(placed)
                twin = len(figures) - 1
            moved[index] = twin
        claims.extend(_point_at(claim, moved) for claim in event.claims)
    return tuple(figures), _unite_claims(claims)


def _unite_claims(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """What one claimant says twice in the same way is one claim, with both places as evidence."""
    united: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        who = frozenset(list_keys(claim.claimant))
        key = (who, claim.cue.casefold(), claim.stance, claim.about, claim.modality)
        united.setdefault(key, []).append(claim)
    return tuple(
        same[0].model_copy(update={"evidence": _unite(one.evidence for one in same)})
        for same in united.values()
    )


def _point_at(claim: Claim, moved: dict[int, int]) -> Claim:
    if not claim.about.startswith("figures"):
        return claim
    index = int(claim.about[len("figures[") : -1])
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


# Reprisals

_ANSWERING = re.compile(
    r"\b(?:retaliatory|retaliat(?:ed|ing)|in (?:retaliation|reprisal|revenge|response)|to avenge"
    r"|reprisal (?:attack|raid|strike)s?)\b",
    re.IGNORECASE,
)
_MUTUAL = re.compile(r"\b(?:tit[- ]for[- ]tat|retaliatory|mutual reprisals)\b", re.IGNORECASE)
_MATERIAL_CONFLICT = 4
_MAX_ANSWERED = 16
"""Deeds by the other side looked at for each answer; the one meant is among the last told."""


def _link_reprisals(events: list[Event]) -> list[Event]:
    """Links each deed that is told as an answer to the one deed it can answer."""
    deeds = [event for event in events if _is_dated_deed(event)]
    by_actor: dict[str, list[Event]] = {}
    for deed in deeds:
        for key in _list_actors(deed):
            by_actor.setdefault(key, []).append(deed)
    by_span: dict[tuple[int, int], list[Event]] = {}
    for deed in deeds:
        for told in deed.evidence:
            if told.field is None and _MUTUAL.search(told.quote):
                by_span.setdefault((told.start, told.end), []).append(deed)
    links = {
        deed.id: link
        for deed in deeds
        for link in [_find_shared_cue(deed, by_span) or _find_own_cue(deed, by_actor)]
        if link and all(known.target != link.target for known in deed.links)
    }
    return [
        event.model_copy(update={"links": (*event.links, links[event.id])})
        if event.id in links
        else event
        for event in events
    ]


def _is_dated_deed(event: Event) -> bool:
    dated = event.date is not None and event.date.start is not None
    return event.quad_class == _MATERIAL_CONFLICT and event.realis == "actual" and dated


def _find_shared_cue(deed: Event, by_span: dict[tuple[int, int], list[Event]]) -> Link | None:
    """As in "the tit-for-tat strikes": one sentence tells of both, the days which came first."""
    for told in deed.evidence:
        others = [one for one in by_span.get((told.start, told.end), ()) if one is not deed]
        if len(others) == 1 and _came_before(others[0], deed) and _are_apart(others[0], deed):
            return Link(type="retaliation_for", target=others[0].id, evidence=(told,))
    return None


def _find_own_cue(deed: Event, by_actor: dict[str, list[Event]]) -> Link | None:
    """As in "retaliatory strikes": the one earlier deed of those it was aimed at."""
    told = next(
        (one for one in deed.evidence if one.field is None and _ANSWERING.search(one.quote)), None
    )
    if told is None:
        return None
    suffered = {key for party in deed.recipients for key in list_keys(party)}
    suffered |= _list_countries(deed)
    answered = {
        other.id
        for key in suffered
        for other in by_actor.get(key, ())[-_MAX_ANSWERED:]
        if _came_before(other, deed)
        and _are_apart(other, deed)
        and not _list_countries(other).isdisjoint({*_list_actors(deed), ""})
    }
    if len(answered) != 1:
        return None
    return Link(type="retaliation_for", target=answered.pop(), evidence=(told,))


def _list_actors(event: Event) -> set[str]:
    return {key for party in event.actors for key in list_keys(party)}


def _list_countries(event: Event) -> set[str]:
    """Where those live who suffered it; blank when that is not told."""
    countries = {party.country for party in event.recipients}
    if event.location:
        countries.add(event.location.country)
    return {country for country in countries if country} or {""}


def _are_apart(one: Event, other: Event) -> bool:
    ours, theirs = _list_actors(one), _list_actors(other)
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _came_before(one: Event, other: Event) -> bool:
    return bool(
        one.date
        and other.date
        and one.date.end
        and other.date.start
        and one.date.end < other.date.start
    )
