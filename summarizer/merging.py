"""One happening, one event: mentions that tell of the same thing become one record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summarizer_schemas.record import Event, EventDate, Evidence, Figure, Link, Party

_ENOUGH_SHARED = 2
"""Two agreeing fields join two mentions: with one, every second attack by the same side
would be the first one told again."""


def merge_events(events: Sequence[Event]) -> list[Event]:
    """Returns the events with the mentions of one happening joined.

    Ids are `e1`, `e2`, … in order of first evidence; links and date anchors follow them.

    Two mentions are joined when type and realis agree, nothing contradicts (dates, places,
    parties on both sides) and at least two things agree; or when one of them adds no date,
    place or recipient of its own and what it fits is one event.

    Args:
        events: records with distinct ids, in any order.
    """
    ordered = sorted(events, key=_place)
    groups: list[list[Event]] = []
    for event in sorted(ordered, key=lambda event: (-_weight(event), _place(event))):
        _add(event, groups)
    # A bare mention may fit one that itself found its place only later.
    for group in list(groups):
        if len(group) == 1 and _is_bare(group[0]):
            groups.remove(group)
            _add(group[0], groups)
    groups.sort(key=lambda group: min(_place(event) for event in group))
    new_ids = {event.id: f"e{n}" for n, group in enumerate(groups, 1) for event in group}
    return [_join(group, new_ids) for group in groups]


def _place(event: Event) -> tuple[int, int, str]:
    first = min(event.evidence, key=lambda evidence: evidence.start)
    return first.start, first.end, event.id


def _weight(event: Event) -> int:
    """Mentions that say more come first, so that bare ones are measured against them."""
    known = (event.date and event.date.start, event.location, event.actors, event.recipients)
    return sum(map(bool, known)) + len(event.figures)


def _add(event: Event, groups: list[list[Event]]) -> None:
    group = _find_group(event, groups)
    if group is None:
        groups.append([event])
    else:
        group.append(event)


def _find_group(event: Event, groups: list[list[Event]]) -> list[Event] | None:
    fitting = [
        (max(_count_shared(event, other) for other in group), group)
        for group in groups
        if all(_may_be_same(event, other) for other in group)
    ]
    related = [group for shared, group in fitting if shared]
    if related and max(shared for shared, _ in fitting) >= _ENOUGH_SHARED:
        return max(fitting, key=lambda found: found[0])[1]
    if not related or not _is_bare(event):
        return None
    rivals = [one for group in related for one in group]
    agree = all(_may_be_same(one, other) for one in rivals for other in rivals)
    return related[0] if agree else None


def _is_bare(event: Event) -> bool:
    return not (event.date and event.date.start) and not event.location and not event.recipients


def _may_be_same(a: Event, b: Event) -> bool:
    if a.type != b.type or a.realis != b.realis:
        return False
    if not _dates_meet(a.date, b.date) or _figures_clash(a.figures, b.figures):
        return False
    if a.location and b.location and _differ(a.location.country, b.location.country):
        return False
    return all(
        not ours or not theirs or _parties_meet(ours, theirs)
        for ours, theirs in ((a.actors, b.actors), (a.recipients, b.recipients))
    )


def _count_shared(a: Event, b: Event) -> int:
    shared = 0
    if a.date and b.date and a.date.start and b.date.start:
        shared += (a.date.start, a.date.end) == (b.date.start, b.date.end)
    if a.location and b.location:
        same_words = a.location.text.casefold() == b.location.text.casefold()
        shared += same_words or bool(
            a.location.country and a.location.country == b.location.country
        )
    shared += _parties_meet(a.actors, b.actors)
    shared += _parties_meet(a.recipients, b.recipients)
    return shared + bool(
        {_count_key(figure) for figure in a.figures} & {_count_key(figure) for figure in b.figures}
    )


def _count_key(figure: Figure) -> tuple[object, ...]:
    return figure.measure, figure.best, (figure.group or "").casefold()


def _figures_clash(ours: Sequence[Figure], theirs: Sequence[Figure]) -> bool:
    """Two tolls of the same group by the same claimant are two happenings."""
    return any(
        a.measure == b.measure
        and _differ(a.best, b.best)
        and _differ_not(a.group, b.group)
        and a.subset_of is None
        and b.subset_of is None
        and bool(a.claimants)
        and _parties_meet(a.claimants, b.claimants)
        for a in ours
        for b in theirs
    )


def _differ(a: object, b: object) -> bool:
    return a is not None and b is not None and a != b


def _differ_not(a: object, b: object) -> bool:
    return not _differ(a, b)


def _dates_meet(a: EventDate | None, b: EventDate | None) -> bool:
    if not (a and b and a.start and b.start and a.end and b.end):
        return True
    return a.start <= b.end and b.start <= a.end


def _parties_meet(ours: Sequence[Party], theirs: Sequence[Party]) -> bool:
    if {key for party in ours for key in _keys(party)} & {
        key for party in theirs for key in _keys(party)
    }:
        return True
    # "Vantia and Norland's ministers" and "Anna Velk and Per Lund": the same two sides.
    countries = {party.country for party in ours if party.country}
    return len(countries) > 1 and countries == {party.country for party in theirs if party.country}


def _keys(party: Party) -> set[str]:
    """What a party can be recognised by: its name, the last name of a person, a state's code."""
    name = (party.name or party.text).casefold()
    keys = {name.removeprefix("the ")}
    if party.kind == "person" and party.name:
        keys.add(name.rsplit(None, 1)[-1])
    if party.kind == "state" and party.country:
        keys.add(party.country)
    return keys


def _join(group: Sequence[Event], new_ids: dict[str, str]) -> Event:
    """Fields come from the mention that says most; lists are united in order of the text."""
    by_weight = sorted(group, key=lambda event: (-_weight(event), _place(event)))
    full = by_weight[0]
    in_order = sorted(group, key=_place)
    figures = _unite_figures(in_order)
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
        claims=_unite(event.claims for event in in_order),
        salience=min((event.salience for event in group), key=_SALIENCE_ORDER.index),
        links=_rename_links(in_order, new_ids),
        evidence=_unite_evidence(in_order),
    )
    return Event(**values)


_SALIENCE_ORDER = ("main", "secondary", "background")


def _unite(lists: Iterable[Sequence[object]]) -> tuple[object, ...]:
    seen: list[object] = []
    for items in lists:
        seen.extend(item for item in items if item not in seen)
    return tuple(seen)


def _unite_parties(lists: Sequence[Sequence[Party]]) -> tuple[Party, ...]:
    """Returns the fullest list, each party in its fullest words.

    The lists are not added up: "the two ministers" and their names are the same people.
    """
    fullest = max(lists, key=lambda parties: (sum(bool(one.name) for one in parties), len(parties)))
    known = [party for parties in lists for party in parties]
    return tuple(
        max((one for one in known if _keys(one) & _keys(party)), key=_fullness) for party in fullest
    )


def _fullness(party: Party) -> tuple[bool, bool, int]:
    return bool(party.name), bool(party.country), len(party.text)


def _unite_evidence(group: Sequence[Event]) -> tuple[Evidence, ...]:
    spans = {(e.start, e.end, e.field): e for event in reversed(group) for e in event.evidence}
    return tuple(
        spans[key] for key in sorted(spans, key=lambda key: (key[0], key[1], key[2] or ""))
    )


def _unite_figures(group: Sequence[Event]) -> tuple[Figure, ...]:
    """The same count told twice is one figure; a subset follows its whole to the new place."""
    united: list[Figure] = []
    for event in group:
        moved: dict[int, int] = {}
        wholes_first = sorted(
            enumerate(event.figures), key=lambda item: item[1].subset_of is not None
        )
        for index, figure in wholes_first:
            whole = moved.get(figure.subset_of) if figure.subset_of is not None else None
            placed = figure.model_copy(update={"subset_of": whole})
            twin = next(
                (n for n, known in enumerate(united) if _is_same_count(known, placed)), None
            )
            if twin is None:
                united.append(placed)
                twin = len(united) - 1
            moved[index] = twin
    return tuple(united)


def _is_same_count(a: Figure, b: Figure) -> bool:
    return (a.measure, a.low, a.best, a.high, a.status) == (
        b.measure,
        b.low,
        b.best,
        b.high,
        b.status,
    ) and (not a.claimants or not b.claimants or _parties_meet(a.claimants, b.claimants))


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
