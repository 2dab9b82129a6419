"""Two states in one word: "both countries", "the two sides", and the deeds they tell of."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from summarizer.parties import PartyPhrase, Phrase
from summarizer.places import find_country, find_mentions
from summarizer.textmap import TextMap
from summarizer_schemas.wire import WireEvent, WireParty

_COUNTS = frozenset({"both", "two"})
_SIDES = frozenset(
    "countries nations states sides governments neighbours neighbors capitals powers parties"
    " rivals foes armies militaries".split()
)
_MAX_SUMS = 3
"""Sums that one deed takes in at most; more evidence of the same kind tells nothing new."""
_OPENING_SENTENCES = 3
"""Headline aside, what the first sentences name is whom the article is about."""


class Sides:
    """Finds out which two states of one text are meant."""

    def __init__(self, text: TextMap, *, cased: bool) -> None:
        self._text = text
        self._cased = cased

    def identify(self, phrase: Phrase, party: PartyPhrase) -> tuple[str, ...]:
        """Returns the codes of the two states "both countries" stands for, or nothing.

        Those are the two named before it in the sentence; else the only two named before it;
        else the only two that headline and first sentences name. More than two could be any.
        """
        words = phrase.words[party.first : party.last]
        if party.name or party.country or _COUNTS.isdisjoint(words) or _SIDES.isdisjoint(words):
            return ()
        here, start = phrase.starts[party.first], phrase.starts[0]
        starts, codes = self._states
        inside = dict.fromkeys(codes[bisect_left(starts, start) : bisect_left(starts, here)])
        if len(inside) == len(_COUNTS):
            return tuple(inside)
        both, second, third = self._first_two
        told = any(second < end <= third for end in (here, self._opening_end))
        return both if told else ()

    @cached_property
    def _states(self) -> tuple[list[int], list[str]]:
        """Where the text names a state, and which."""
        found = [
            one
            for sentence in self._text.sentences
            for one in find_mentions(
                self._text.text, sentence.start, sentence.end, cased=self._cased
            )
            if one.country not in _NO_STATES and not self._is_joined(one.start, one.end)
        ]
        return [one.start for one in found], [one.country for one in found]

    @cached_property
    def _first_two(self) -> tuple[tuple[str, ...], int, int]:
        """The first two states named, where the second is, and where a third."""
        firsts: dict[str, int] = {}
        for at, code in zip(*self._states, strict=True):
            firsts.setdefault(code, at)
            if len(firsts) > len(_COUNTS):
                break
        codes, places = list(firsts), list(firsts.values())
        if len(codes) < len(_COUNTS):
            return (), 0, 0
        third = places[len(_COUNTS)] if len(places) > len(_COUNTS) else len(self._text.text) + 1
        return tuple(codes[: len(_COUNTS)]), places[len(_COUNTS) - 1], third

    def _is_joined(self, start: int, end: int) -> bool:
        """As in "the Vantia-Norland war": a part of a name, and nobody who acts here."""
        around = self._text.text[max(start - 1, 0) : start] + self._text.text[end : end + 1]
        return not _HYPHENS.isdisjoint(around)

    @cached_property
    def _opening_end(self) -> int:
        prose = [one for one in self._text.sentences if one.segment != "headline"]
        return prose[min(len(prose), _OPENING_SENTENCES) - 1].end if prose else 0


_HYPHENS = frozenset("-‐‑–")
_NO_STATES = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})


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
