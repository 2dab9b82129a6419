"""Which mentions tell of one happening: what they share, and what they contradict."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from summarizer_schemas.record import Event, Party

_ENOUGH_SHARED = 2
"""Two agreeing fields join two mentions: with one, every second attack by the same side
would be the first one told again."""

_MAX_FITTING = 8
"""A bare mention that fits more happenings than this could be any of them."""

_MAX_RIVALS = 32
"""Groups looked at for one shared field. What more groups than that have in common tells
nothing, and looking at all of them would take time with the square of the length."""


class _Traits:
    """What one mention, or all mentions of one happening together, can be recognised by."""

    def __init__(self, event: Event) -> None:
        self.kind = (event.type, event.realis)
        self.actors = {key for party in event.actors for key in list_keys(party)}
        self.recipients = {key for party in event.recipients for key in list_keys(party)}
        self.aims = {
            key
            for party in event.recipients
            # Of the same strike one sentence counts the children, the next the soldiers.
            if party.kind != "population"
            for key in list_keys(party)
        }
        self.sides = {party.country for party in event.actors if party.country}
        self.start = event.date.start if event.date else None
        self.end = event.date.end if event.date else None
        self.place = event.location.text.casefold() if event.location else None
        self.country = event.location.country if event.location else None
        self.counts = {
            (figure.measure, figure.best, (figure.group or "").casefold())
            for figure in event.figures
        }
        self.tolls = {
            (figure.measure, key): figure.best
            for figure in event.figures
            if figure.subset_of is None
            for party in figure.claimants
            for key in list_keys(party)
        }

    def features(self) -> set[tuple[object, ...]]:
        """Everything two mentions can have in common, for looking up."""
        found: set[tuple[object, ...]] = {("actor", key) for key in self.actors}
        found |= {("recipient", key) for key in self.recipients}
        found |= {("side", key) for key in self.sides if len(self.sides) > 1}
        found |= {("count", *count) for count in self.counts}
        found |= {
            (name, value)
            for name, value in (
                ("date", self.start and (self.start, self.end)),
                ("place", self.place),
                ("country", self.country),
            )
            if value
        }
        return {(*self.kind, *feature) for feature in found}

    def contradicts(self, other: _Traits) -> bool:
        """Whether the two cannot tell of one happening."""
        if self.kind != other.kind or _differ(self.country, other.country):
            return True
        if self.start and self.end and other.start and other.end:
            apart = self.start > other.end or other.start > self.end
            if apart:
                return True
        # Two tolls by the same claimant are two happenings.
        if any(_differ(best, other.tolls.get(key)) for key, best in self.tolls.items()):
            return True
        actors_differ = self.actors and other.actors and not self._shares_actors(other)
        aims_differ = self.aims and other.aims and not self.aims & other.aims
        return bool(actors_differ or aims_differ)

    def _shares_actors(self, other: _Traits) -> bool:
        # "Vantia and Norland's ministers" and "Anna Velk and Per Lund": the same two sides.
        return bool(self.actors & other.actors) or (
            len(self.sides) > 1 and self.sides == other.sides
        )

    def count_shared(self, other: _Traits) -> int:
        """How many things agree."""
        same_day = self.start is not None and (self.start, self.end) == (other.start, other.end)
        same_place = self.place is not None and self.place == other.place
        same_country = self.country is not None and self.country == other.country
        return (
            same_day
            + (same_place or same_country)
            + self._shares_actors(other)
            + bool(self.recipients & other.recipients)
            + bool(self.counts & other.counts)
        )

    def take_in(self, other: _Traits) -> None:
        """Adds what another mention of the happening tells; the narrower date stays."""
        self.actors |= other.actors
        self.recipients |= other.recipients
        self.aims |= other.aims
        self.sides |= other.sides
        self.counts |= other.counts
        self.tolls = other.tolls | self.tolls
        self.place = self.place or other.place
        self.country = self.country or other.country
        if self.start is None or (other.start and other.end and self.end and other.end < self.end):
            self.start, self.end = other.start, other.end


class Happening:
    """The mentions that tell of it."""

    def __init__(self, event: Event, traits: _Traits) -> None:
        self.events = [event]
        self.traits = traits


class Grouping:
    """Finds for each mention the happening it tells of, by what they have in common."""

    def __init__(self) -> None:
        self._happenings: dict[int, Happening] = {}
        self._by_feature: dict[tuple[object, ...], dict[int, Happening]] = {}

    @property
    def happenings(self) -> list[Happening]:
        """All found so far."""
        return list(self._happenings.values())

    def add(self, event: Event) -> None:
        """Puts the mention where it belongs, or starts a happening of its own."""
        traits = _Traits(event)
        happening = self._find(event, traits)
        if happening is None:
            happening = Happening(event, traits)
            self._happenings[id(happening)] = happening
        else:
            happening.events.append(event)
            happening.traits.take_in(traits)
        for feature in happening.traits.features():
            self._by_feature.setdefault(feature, {})[id(happening)] = happening

    def place_bare(self) -> None:
        """Tries bare mentions again: one may fit what itself found its place only later."""
        for happening in self.happenings:
            event = happening.events[0]
            if len(happening.events) == 1 and _is_bare(event):
                del self._happenings[id(happening)]
                for feature in happening.traits.features():
                    del self._by_feature[feature][id(happening)]
                self.add(event)

    def _find(self, event: Event, traits: _Traits) -> Happening | None:
        fitting = [
            (traits.count_shared(one.traits), one)
            for one in self._list_rivals(traits)
            if not traits.contradicts(one.traits)
        ]
        related = [(shared, one) for shared, one in fitting if shared]
        if not related:
            return None
        shared, best = max(related, key=lambda found: found[0])
        if shared >= _ENOUGH_SHARED:
            return best
        if not _is_bare(event) or len(related) > _MAX_FITTING:
            return None
        others = [one.traits for _, one in related]
        agree = all(not one.contradicts(other) for one in others for other in others)
        return best if agree else None

    def _list_rivals(self, traits: _Traits) -> list[Happening]:
        found: dict[int, Happening] = {}
        for feature in sorted(traits.features(), key=repr):
            known = self._by_feature.get(feature, {})
            found.update(islice(reversed(known.items()), _MAX_RIVALS))
        return list(found.values())


def _is_bare(event: Event) -> bool:
    return not (event.date and event.date.start) and not event.location and not event.recipients


def _differ(a: object, b: object) -> bool:
    return a is not None and b is not None and a != b


def parties_meet(ours: Iterable[Party], theirs: Iterable[Party]) -> bool:
    """Returns whether somebody stands on both lists."""
    return bool(
        {key for party in ours for key in list_keys(party)}
        & {key for party in theirs for key in list_keys(party)}
    )


def list_keys(party: Party) -> set[str]:
    """Returns what a party can be recognised by: its name, a last name, a state's code."""
    name = (party.name or party.text).casefold()
    keys = {name.removeprefix("the ")}
    if party.kind == "person" and party.name:
        keys.update(name.split()[-1:])
    # A state's army and government act for it.
    acts_for_state = party.kind == "organisation" and party.sector in ("GOV", "MIL")
    if party.country and (party.kind == "state" or acts_for_state):
        keys.add(party.country)
    return keys
