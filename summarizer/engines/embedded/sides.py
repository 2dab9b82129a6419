"""Two states in one word: "both countries", "the two sides", and the deeds they tell of."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.parties import Cast, PartyPhrase, Phrase
from summarizer.places import find_country
from summarizer.textmap import TextMap
from summarizer_schemas.wire import WireEvent, WireParty

_COUNTS = frozenset({"both", "two"})
"""Without one of these nobody is asked: most parties have none."""
_MAX_SUMS = 3
"""Sums that one deed takes in at most; more evidence of the same kind tells nothing new."""


class Sides:
    """Finds out which two states of one text are meant."""

    def __init__(self, text: TextMap, *, cased: bool) -> None:
        self._cast = Cast(text, cased=cased)

    def identify(self, phrase: Phrase, party: PartyPhrase) -> tuple[str, ...]:
        """Returns the codes of the two states "both countries" stands for, or nothing."""
        if _COUNTS.isdisjoint(phrase.words[party.first : party.last]):
            return ()
        words = phrase.slice(party.first, party.last)
        members = self._cast.identify(words, phrase.starts[party.first]).members
        return tuple(one.country for one in members if one.country)


def name_sides(party: WireParty, codes: Sequence[str]) -> list[WireParty]:
    """Returns the two states in the words that stand for both, or the party itself."""
    return [party.model_copy(update={"country": code}) for code in codes] or [party]


class Deeds:
    """The deeds of a text, to which sums are shared out."""

    def __init__(self, deeds: Sequence[WireEvent]) -> None:
        self.wires = list(deeds)
        """The deeds, with what sums add to them."""
        self._told = tuple(deeds)
        self._found: dict[tuple[str, str], int | None] = {}
        self._shares: dict[int, int] = {}

    def share(self, total: WireEvent) -> bool:
        """Gives each side's deed the sentence that tells of both, if each side has one."""
        codes = list(dict.fromkeys(party.country for party in total.actors if party.country))
        if len(codes) != len(_COUNTS):
            return False
        places = [(self._find(*pair), pair[1]) for pair in (codes, codes[::-1])]
        if any(place is None for place, _ in places):
            return False
        for place, other in places:
            if place is not None and self._shares.get(place, 0) < _MAX_SUMS:
                self._shares[place] = self._shares.get(place, 0) + 1
                self.wires[place] = _take_in(self.wires[place], total, other)
        return True

    def _find(self, side: str, other: str) -> int | None:
        """The side's deed between the two; one with a day of its own tells most of it."""
        if (side, other) not in self._found:
            fitting = [at for at, deed in enumerate(self._told) if _is_between(deed, side, other)]
            best = min(fitting, key=lambda at: (self._told[at].date is None, at), default=None)
            self._found[side, other] = best
        return self._found[side, other]


def _is_between(deed: WireEvent, side: str, other: str) -> bool:
    """Whether one side alone did it, and nothing says that a third one suffered it."""
    if {party.country for party in deed.actors} != {side}:
        return False
    suffered = {party.country for party in deed.recipients}
    if deed.location:
        suffered.add(deed.location_country or find_country(deed.location))
    return suffered <= {other, None}


def _take_in(deed: WireEvent, total: WireEvent, other: str) -> WireEvent:
    update: dict[str, object] = {
        "quotes": [*deed.quotes, *total.quotes],
        "modes": list(dict.fromkeys((*deed.modes, *total.modes))),
    }
    if not deed.location and total.location and "each other" in total.location.lower():
        update |= {"location": total.location, "location_country": other}
    struck = [party.text for party in total.recipients if party.kind == "facility"]
    if not deed.target and struck:
        update["target"] = struck[0]
    return deed.model_copy(update=update)
