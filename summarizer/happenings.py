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
        self.actors: set[str] = set()
        self.sides: set[str] = set()
        self.offices: list[str] = []
        self.unplaced = 0
        self.is_definite = True
        for party in event.actors:
            self.actors |= list_keys(party)
            if party.country:
                self.sides.add(party.country)
            else:
                self.unplaced += 1
            if office := _find_office(party):
                self.offices.append(office)
            self.is_definite &= bool(party.name or party.country)
        self.recipients: set[str] = set()
        # Of the same strike one sentence counts the children, the next the soldiers.
        self.aims: set[str] = set()
        # A state and a group on its soil may both be told to be hit; two groups may not.
        self.named_aims: set[tuple[bool, str]] = set()
        for party in event.recipients:
            keys, is_state = list_keys(party), party.kind == "state"
            self.recipients |= keys
            if party.kind != "population":
                self.aims |= keys
            if is_state or party.name:
                self.named_aims |= {(is_state, key) for key in keys}
            self.is_definite &= _is_definite(party)
        # What one side calls its target may be anybody: it says who was aimed at all the same.
        self.has_described_target = bool(event.target and event.target.described_by)
        self.start = event.date.start if event.date else None
        self.end = event.date.end if event.date else None
        self.place = event.location.text.casefold() if event.location else None
        self.country = event.location.country if event.location else None
        self.counts: set[tuple[str, int | None, str]] = set()
        self.tolls: dict[tuple[str, str], int | None] = {}
        self._read_figures(event)

    def _read_figures(self, event: Event) -> None:
        for figure in event.figures:
            self.counts.add((figure.measure, figure.best, (figure.group or "").casefold()))
            if figure.subset_of is None:
                for party in figure.claimants:
                    for key in list_keys(party):
                        self.tolls[figure.measure, key] = figure.best

    def features(self) -> set[tuple[object, ...]]:
        """Everything two mentions can have in common, for looking up."""
        found: set[tuple[object, ...]] = set()
        for key in self.actors:
            found.add(("actor", key))
        for key in self.recipients:
            found.add(("recipient", key))
        for key in self.sides if len(self.sides) + self.unplaced > 1 else ():
            found.add(("side", key))
        for count in self.counts:
            found.add(("count", *count))
        if self.start:
            found.add(("date", self.start, self.end))
        if self.place:
            found.add(("place", self.place))
        if self.country:
            found.add(("country", self.country))
        return found

    def contradicts(self, other: _Traits) -> bool:
        """Whether the two cannot tell of one happening."""
        aims_differ = self.aims and other.aims and not self.aims & other.aims
        return bool(aims_differ) or self._is_apart(other)

    def could_recall(self, other: _Traits) -> bool:
        """Whether the other could be what this mention, told in passing, reminds of.

        Whose camp was hit may be told in passing: only two names contradict each other.
        """
        names_differ = any(
            ours.isdisjoint(theirs)
            for is_state in (True, False)
            if (ours := {key for known, key in self.named_aims if known == is_state})
            and (theirs := {key for known, key in other.named_aims if known == is_state})
        )
        aimed_elsewhere = bool(self.aims) and other.has_described_target
        if names_differ or aimed_elsewhere or self._is_apart(other):
            return False
        return self.is_definite and self.shares_actors(other) and self.sides <= other.sides

    def _is_apart(self, other: _Traits) -> bool:
        """Whether it was at another place or time, by others, or counted anew."""
        if _differ(self.country, other.country):
            return True
        if self.start and self.end and other.start and other.end:
            apart = self.start > other.end or other.start > self.end
            if apart:
                return True
        # Two tolls by the same claimant are two happenings.
        if any(_differ(best, other.tolls.get(key)) for key, best in self.tolls.items()):
            return True
        return bool(self.actors and other.actors and not self.shares_actors(other))

    def shares_actors(self, other: _Traits) -> bool:
        """Whether the same act, or the same two sides."""
        # "Vantia and Norland's ministers" and "Anna Velk and Per Lund": the same two sides.
        if self.actors & other.actors or (len(self.sides) > 1 and self.sides == other.sides):
            return True
        return self._could_be(other) or other._could_be(self)

    def covers_no_more_than(self, other: _Traits) -> bool:
        """Whether all the states that act here can be those that act there."""
        return self.sides <= other.sides or other._could_be(self)

    def _could_be(self, other: _Traits) -> bool:
        """As in "the two nations' foreign ministers": the same office, one country untold."""
        left = other.sides - self.sides
        if not self.sides < other.sides or len(left) != self.unplaced:
            return False
        return any(
            ours in theirs or theirs in ours for ours in self.offices for theirs in other.offices
        )

    def count_shared(self, other: _Traits) -> int:
        """How many things agree."""
        same_day = self.start is not None and (self.start, self.end) == (other.start, other.end)
        same_place = self.place is not None and self.place == other.place
        same_country = self.country is not None and self.country == other.country
        return (
            same_day
            + (same_place or same_country)
            + self.shares_actors(other)
            + bool(self.recipients & other.recipients)
            + bool(self.counts & other.counts)
        )

    def take_in(self, other: _Traits) -> None:
        """Adds what another mention of the happening tells; the narrower date stays."""
        self.actors |= other.actors
        self.recipients |= other.recipients
        self.aims |= other.aims
        self.named_aims |= other.named_aims
        self.sides |= other.sides
        self.has_described_target |= other.has_described_target
        self.offices += other.offices
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
        self.is_told = not recalls(event)
        """Whether any mention tells of it for its own sake."""


class Grouping:
    """Finds for each mention the happening it tells of, by what they have in common.

    All mentions are of one type and realis: what differs in these is never the same.
    """

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
        features = traits.features()
        happening = self._find(event, traits, features)
        if happening is None:
            happening = Happening(event, traits)
            self._happenings[id(happening)] = happening
        else:
            happening.events.append(event)
            happening.traits.take_in(traits)
            features = happening.traits.features()
        for feature in features:
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

    def _find(
        self, event: Event, traits: _Traits, features: set[tuple[object, ...]]
    ) -> Happening | None:
        rivals = self._list_rivals(features)
        if not rivals:
            return None
        if recalls(event):
            told = [one for one in rivals if one.is_told and traits.could_recall(one.traits)]
            return told[0] if len(told) == 1 else None
        related = [
            (shared, one)
            for one in rivals
            if not traits.contradicts(one.traits) and (shared := traits.count_shared(one.traits))
        ]
        if not related:
            return None
        shared, best = max(related, key=lambda found: found[0])
        if shared >= _ENOUGH_SHARED:
            return best
        # Both sides' deed is not the deed of one of them.
        related = [(n, one) for n, one in related if traits.covers_no_more_than(one.traits)]
        if not related or not _is_bare(event) or len(related) > _MAX_FITTING:
            return None
        others = [one.traits for _, one in related]
        agree = all(not one.contradicts(other) for one in others for other in others)
        return max(related, key=lambda found: found[0])[1] if agree else None

    def _list_rivals(self, features: set[tuple[object, ...]]) -> list[Happening]:
        shared = features & self._by_feature.keys()
        if not shared:
            return []
        found: dict[int, Happening] = {}
        # Sorted, because the order of a set is not the same in every run.
        for feature in sorted(shared, key=repr) if len(shared) > 1 else shared:
            known = self._by_feature[feature]
            found.update(islice(reversed(known.items()), _MAX_RIVALS))
        return list(found.values())


def recalls(event: Event) -> bool:
    """Whether a mention only reminds of a deed, as in "the men hit by Vantia have fled"."""
    dated = event.date is not None and event.date.start is not None
    return event.salience == "background" and event.realis == "actual" and not dated


def _is_definite(party: Party) -> bool:
    """As in "the smugglers": somebody told of before, not just any."""
    return bool(party.name) or party.text.lower().startswith(_DEFINITE)


_DEFINITE = ("the ", "these ", "those ", "both ", "its ", "their ", "his ", "her ")


def _find_office(party: Party) -> str | None:
    """What somebody is called, or what several together are ("foreign ministers")."""
    if party.role:
        return party.role.casefold()
    return None if party.name else party.text.casefold()


def _is_bare(event: Event) -> bool:
    return not (event.date and event.date.start) and not event.location and not event.recipients


def _differ(a: object, b: object) -> bool:
    return a is not None and b is not None and a != b


def parties_meet(ours: Iterable[Party], theirs: Iterable[Party]) -> bool:
    """Returns whether somebody stands on both lists."""
    known = {key for party in ours for key in list_keys(party)}
    return any(not known.isdisjoint(list_keys(party)) for party in theirs)


def list_keys(party: Party) -> frozenset[str]:
    """Returns what a party can be recognised by: its name, a last name, a state's code."""
    kind, country, name = party.kind, party.country, party.name
    if kind == "state" and country and not name:
        return frozenset((country,))  # "both countries" are two with the same words
    words = (name or party.text).casefold()
    keys = [words.removeprefix("the ")]
    if kind == "person" and name:
        keys += words.split()[-1:]
    # A state's army and government act for it.
    elif country and (
        kind == "state" or (kind == "organisation" and party.sector in ("GOV", "MIL"))
    ):
        keys.append(country)
    return frozenset(keys)
