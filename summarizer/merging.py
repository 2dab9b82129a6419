"""One happening, one event: its mentions become one record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from summarizer.happenings import Grouping, list_keys, parties_meet, recalls
from summarizer.links import link_reprisals
from summarizer_schemas.codes import EventType
from summarizer_schemas.record import (
    Claim,
    Event,
    EventDate,
    Evidence,
    Figure,
    Link,
    Party,
    Realis,
)

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
    by_kind: dict[tuple[EventType, Realis], list[Event]] = {}
    for event in events:
        by_kind.setdefault((event.type, event.realis), []).append(event)
    places = {event.id: _place(event) for event in events}
    groups: list[list[Event]] = []
    for mentions in by_kind.values():
        # Most are the only one of their kind, and nothing can be the same as that.
        groups += _group(mentions, places) if len(mentions) > 1 else [mentions]
    groups.sort(key=lambda group: places[group[0].id])
    new_ids = {event.id: f"e{n}" for n, group in enumerate(groups, 1) for event in group}
    return link_reprisals(
        [
            _join(group, new_ids) if len(group) > 1 else _settle(group[0], new_ids)
            for group in groups
        ]
    )


_Place = tuple[int, int, str]


def _place(event: Event) -> _Place:
    """Where the happening is first told of."""
    told = [(one.start, one.end) for one in event.evidence if one.field is None]
    start, end = min(told or [(one.start, one.end) for one in event.evidence])
    return start, end, event.id


def _weight(event: Event) -> int:
    """Mentions that say more come first, so that bare ones are measured against them."""
    known = (event.date and event.date.start, event.location, event.actors, event.recipients)
    return sum(map(bool, known)) + len(event.figures)


def _group(mentions: Sequence[Event], places: Mapping[str, _Place]) -> list[list[Event]]:
    """The mentions of each happening of one kind, in order of the text."""
    twins = _find_twins(mentions, places)
    repeated = {twin.id for found in twins.values() for twin in found}
    mentions = [event for event in mentions if event.id not in repeated]
    grouping = Grouping()
    # What only reminds of a deed comes last: all deeds it may remind of are known by then.
    for event in sorted(mentions, key=lambda one: (recalls(one), -_weight(one), places[one.id])):
        grouping.add(event)
    grouping.place_bare()
    return [
        sorted(
            [
                *happening.events,
                *(twin for one in happening.events for twin in twins.get(one.id, ())),
            ],
            key=lambda event: places[event.id],
        )
        for happening in grouping.happenings
    ]


def _find_twins(mentions: Sequence[Event], places: Mapping[str, _Place]) -> dict[str, list[Event]]:
    """Records that are the same but for their id and links, by the first of them.

    Two answers about neighbouring stretches may tell of one sentence.
    """
    firsts: dict[tuple[object, ...], list[Event]] = {}
    twins: dict[str, list[Event]] = {}
    for event in sorted(mentions, key=lambda one: places[one.id]):
        spans = tuple((one.start, one.end, one.field) for one in event.evidence)
        alike = firsts.setdefault((event.trigger, spans), [])
        blank = {"id": "", "links": ()}
        same = event.model_copy(update=blank) if alike else None
        first = next((one for one in alike if one.model_copy(update=blank) == same), None)
        if first is None:
            alike.append(event)
        else:
            twins.setdefault(first.id, []).append(event)
    return twins


def _settle(event: Event, new_ids: Mapping[str, str]) -> Event:
    """What is told once stays as it is told, but for its id and what it says twice itself."""
    values: dict[str, object] = {}
    if new_ids[event.id] != event.id:
        values["id"] = new_ids[event.id]
    if len(event.actors) > 1:
        values["actors"] = _unite_parties([event.actors])
    if len(event.recipients) > 1:
        values["recipients"] = _unite_recipients([event])
    if (date := _rename_anchor(event.date, new_ids)) is not event.date:
        values["date"] = date
    if event.links and (links := _rename_links([event], new_ids)) != event.links:
        values["links"] = links
    if not _are_counted_once(event.figures):
        values["figures"], values["claims"] = _unite_figures([event])
    elif (claims := _unite_claims(event.claims)) is not event.claims:
        values["claims"] = claims
    if not _are_in_order(event.evidence):
        values["evidence"] = _unite_evidence([event])
    return event.model_copy(update=values) if values else event


def _are_counted_once(figures: Sequence[Figure]) -> bool:
    """Whether no two counts can be the same, and every part stands behind all wholes."""
    if len(figures) < 2:
        return True
    known: set[tuple[object, ...]] = set()
    has_part = False
    for index, figure in enumerate(figures):
        count, whole = _read_count(figure), figure.subset_of
        if count in known or (has_part if whole is None else whole >= index):
            return False
        known.add(count)
        has_part = whole is not None
    return True


def _are_in_order(evidence: Sequence[Evidence]) -> bool:
    """Whether it stands as `_unite_evidence` would put it."""
    before = (False, -1, -1)
    for one in evidence:
        place = _order_evidence(one)
        if place <= before:
            return False
        before = place
    return True


def _join(in_order: list[Event], new_ids: Mapping[str, str]) -> Event:
    """Fields come from the mention that says most; lists are united in order of the text."""
    by_weight = sorted(in_order, key=lambda event: -_weight(event))
    full = by_weight[0]
    figures, claims = _unite_figures(in_order)
    values: dict[str, object] = {
        "id": new_ids[full.id],
        "modes": _unite([event.modes for event in in_order]),
        "contexts": _unite([event.contexts for event in in_order]),
        "actors": _unite_parties([event.actors for event in by_weight]),
        "recipients": _unite_recipients(by_weight),
        "target": _first(event.target for event in (full, *in_order)),
        "location": _first(event.location for event in (full, *in_order)),
        "date": _rename_anchor(_first(event.date for event in (full, *in_order)), new_ids),
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


def _unite_parties(lists: Sequence[tuple[Party, ...]]) -> tuple[Party, ...]:
    """Returns the fullest list, each party in its fullest words.

    The lists are not added up: "the two ministers" and their names are the same people.
    """
    known = [party for parties in lists for party in parties]
    if len(known) < 2:
        return tuple(known)
    keys = {id(party): list_keys(party) for party in known}
    apart = len({key for found in keys.values() for key in found}) == sum(map(len, keys.values()))
    if apart and len(lists) == 1:
        return lists[0]
    fullest = max(lists, key=lambda parties: (sum(bool(one.name) for one in parties), len(parties)))
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
    spans = {(e.start, e.end, e.field): e for event in reversed(group) for e in event.evidence}
    return tuple(sorted(spans.values(), key=_order_evidence))


def _order_evidence(one: Evidence) -> tuple[bool, int, int]:
    return one.field is not None, one.start, one.end


def _unite_figures(group: Sequence[Event]) -> tuple[tuple[Figure, ...], tuple[Claim, ...]]:
    """The same count told twice is one figure; subsets and claims follow it to its place."""
    figures: list[Figure] = []
    claims: list[Claim] = []
    by_count: dict[tuple[object, ...], list[int]] = {}
    for event in group:
        moved: dict[int, int] = {}
        wholes_first = sorted(
            enumerate(event.figures), key=lambda item: item[1].subset_of is not None
        )
        for index, figure in wholes_first:
            whole = moved.get(figure.subset_of) if figure.subset_of is not None else None
            moves = whole != figure.subset_of
            placed = figure.model_copy(update={"subset_of": whole}) if moves else figure
            same = by_count.setdefault(_read_count(figure), [])
            twin = next((n for n in same if _may_share_claimant(figures[n], figure)), None)
            if twin is None:
                twin = len(figures)
                figures.append(placed)
                same.append(twin)
            moved[index] = twin
        claims.extend(_point_at(claim, moved) for claim in event.claims)
    return tuple(figures), _unite_claims(claims)


def _unite_claims(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """What one claimant says twice in the same way is one claim, with both places as evidence."""
    if len(claims) < 2:
        return tuple(claims)
    said = {(one.cue.casefold(), one.stance, one.about, one.modality) for one in claims}
    if len(said) == len(claims):
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


def _may_share_claimant(a: Figure, b: Figure) -> bool:
    return not a.claimants or not b.claimants or parties_meet(a.claimants, b.claimants)


def _read_count(figure: Figure) -> tuple[object, ...]:
    return figure.measure, figure.low, figure.best, figure.high, figure.status


def _first(values: Iterable[_T | None]) -> _T | None:
    return next((value for value in values if value is not None), None)


def _rename_anchor(date: EventDate | None, new_ids: Mapping[str, str]) -> EventDate | None:
    if date is None or date.anchor is None:
        return date
    renamed = new_ids.get(date.anchor, date.anchor)
    return date if renamed == date.anchor else date.model_copy(update={"anchor": renamed})


def _rename_links(group: Sequence[Event], new_ids: Mapping[str, str]) -> tuple[Link, ...]:
    own = {new_ids[event.id] for event in group}
    links: dict[tuple[str, str], Link] = {}
    for link in (link for event in group for link in event.links):
        target = new_ids.get(link.target)
        if target and target not in own and (link.type, target) not in links:
            moves = target != link.target
            renamed = link.model_copy(update={"target": target}) if moves else link
            links[link.type, target] = renamed
    return tuple(links.values())
