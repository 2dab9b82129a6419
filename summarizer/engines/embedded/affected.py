"""Who else a deed is aimed at: a party that stands behind the verb, but is not its object.

As in "rejected a Vantian proposal", "condemned the arrest of two priests in Norland",
"threatened to hold a strike unless Vantia gave way".
"""

from __future__ import annotations

from summarizer.engines.embedded.chains import Trigger
from summarizer.engines.embedded.clauses import Clause
from summarizer.engines.embedded.whereabouts import PLACE_PREPOSITIONS
from summarizer.parties import PartyPhrase, Phrase
from summarizer_schemas.codes import EVENT_TYPES, EventType

_AIMED: frozenset[EventType] = frozenset(EVENT_TYPES).difference(("CONSULT", "COOPERATE", "OTHER"))
"""All but meetings and joint deeds, whose second side stands in its own words, and OTHER."""
_SETTLED_THERE: frozenset[EventType] = frozenset({"MOBILIZE", "AID", "RETREAT", "CONSULT"})
"""A country they are said to happen in is the one they are aimed at."""
_AT_HOME: frozenset[EventType] = frozenset({"COERCE", "CONCEDE", "THREATEN"})
"""What a government does to its own people, too: "imposed a curfew in Norland"."""
_REACH = 18
"""Words behind the verb that may name somebody; beyond them another matter is told of."""
_TOWARDS = frozenset("to in into on against along at near for over off with between".split())
_FAR_REACH = 30
"""The same for protests, which tell late whom they are against."""
_DESCRIBED = 5
"""Words between "in" and a place's name: "in the northern province of Norland"."""
_CONDITIONS = (["unless"], ["if"], ["until"])


def find_affected(
    phrase: Phrase, clause: Clause, trigger: Trigger, *, but: list[PartyPhrase]
) -> list[PartyPhrase]:
    """Returns the first party behind the trigger that the deed may be aimed at, if any."""
    if trigger.sense.type not in _AIMED and trigger.sense.mode != "visit":
        return []
    found: PartyPhrase | None = None
    last = _find_end(phrase, clause, trigger)
    for party in phrase.parties:
        if party.first < trigger.last or party.first >= last:
            continue
        if party.first - trigger.last > (_FAR_REACH if trigger.sense.type == "PROTEST" else _REACH):
            break
        if party in but or not _may_be_aimed_at(phrase, trigger, party):
            continue
        if party.country:
            return [party]
        found = found or party
    return [found] if found else []


def _find_end(phrase: Phrase, clause: Clause, trigger: Trigger) -> int:
    """Where the search ends; a condition belongs to what is threatened or asked for."""
    last = clause.last
    if "comp" in trigger.sense.marks and phrase.words[last : last + 1] in _CONDITIONS:
        while last < len(phrase) and phrase.words[last][0].isalnum():
            last += 1
    return last


def find_host(
    phrase: Phrase, clause: Clause, trigger: Trigger, *, actors: list[PartyPhrase]
) -> list[PartyPhrase]:
    """Returns the country or town where somebody acts: "lifted its curfew in Norland"."""
    type_ = trigger.sense.type
    own = {party.country for party in actors}
    if type_ not in _AIMED - {"ASSAULT"} or not own or (None in own and type_ not in _AT_HOME):
        return []  # whom somebody attacked there may be told elsewhere
    return [
        party
        for party in phrase.parties
        if trigger.last <= party.first < clause.last
        and party.country
        and (party.country not in own or type_ in _AT_HOME)
        and _stands_in_place(phrase, party)
    ][:1]


def _stands_in_place(phrase: Phrase, party: PartyPhrase) -> bool:
    first = max(party.first - _DESCRIBED, 0)
    before = phrase.words[first : party.first]
    return any(word in PLACE_PREPOSITIONS for word in before) and "," not in before


def _may_be_aimed_at(phrase: Phrase, trigger: Trigger, party: PartyPhrase) -> bool:
    if phrase.words[party.first] in ("its", "their"):
        return False
    before = phrase.words[party.first - 1]
    if before in ("the", "a", "an") and party.first - 2 >= trigger.last:
        before = phrase.words[party.first - 2]
    if before in ("its", "their", "his", "her", "our", "my"):
        return False
    if before == "by":
        return trigger.use != "passive"
    if trigger.sense.type == "MOBILIZE" and before not in _TOWARDS:
        return False  # what is moved is one's own
    in_place = party.kind in ("state", "unknown") and _stands_in_place(phrase, party)
    if in_place or before in PLACE_PREPOSITIONS:
        return party.kind == "state" and trigger.sense.type in _SETTLED_THERE
    return True
