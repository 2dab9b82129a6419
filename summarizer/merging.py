"""One happening, one event: its mentions become one record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from summarizer.happenings import Grouping, list_keys, parties_meet
from summarizer_schemas.record import Claim, Event, EventDate, Evidence, Figure, Link, Party

_T = TypeVar("_T")


def merge_events(events: Sequence[Event]) -> list[Event]:
    """Returns the events with the mentions of one happening joined.

    Ids are `e1`, `e2`, … in order of first evidence; links and date anchors follow them.

    Two mentions are joined when type and realis agree, nothing contradicts (dates, places,
    parties on both sides) and at least two things agree; or when one of them adds no date,
    place or recipient of its own and what it fits is one event.

    Args:
        events: records with distinct ids, in any order.
    """
    grouping = Grouping()
    for event in sorted(events, key=lambda event: (-_weight(event), _place(event))):
        grouping.add(event)
    grouping.place_bare()
    groups = sorted(
        (happening.events for happening in grouping.happenings),
        key=lambda group: min(map(_place, group)),
    )
    new_ids = {event.id: f"e{n}" for n, group in enumerate(groups, 1) for event in group}
    return [_join(group, new_ids) for group in groups]


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
        recipients=_unite_parties([event.recipients for event in by_weight]),
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
    return tuple(
        max((one for one in known if list_keys(one) & list_keys(party)), key=_fullness)
        for party in fullest
    )


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
    return tuple(figures), tuple(dict.fromkeys(claims))


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
