"""Who did it, to whom, and where: the parties of a clause around its trigger."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.attribution import Description, find_descriptions
from summarizer.engines.embedded.affected import find_affected, find_host
from summarizer.engines.embedded.chains import (
    Trigger,
    find_chain_start,
    find_noun_start,
    find_owner,
)
from summarizer.engines.embedded.clauses import Clause
from summarizer.engines.embedded.triggers import EFFECT_WORDS
from summarizer.engines.embedded.whereabouts import PLACE_PREPOSITIONS, find_outer_place, find_place
from summarizer.parties import PartyPhrase, Phrase
from summarizer_schemas.codes import EventType

_AIMING = frozenset({"at", "on", "against", "into", "to"})
_MEASURES = frozenset(
    "thousands hundreds dozens scores tens millions members group groups third quarter half most"
    " majority number crowd crowds percent cent handful couple band some many supporters all none"
    " one two three four five six seven eight nine ten both column wave".split()
)
"""Before "of" they only count: "thousands of workers marched"."""
_OWN = frozenset({"its", "their"})
_OF_ONES_OWN: frozenset[EventType] = frozenset({"RETREAT", "MOBILIZE", "AGREE", "AID", "SANCTION"})
"""Deeds done with one's own: "withdrew its troops"."""
_OF_REACH = 2
_HURT_REACH = 4
_OBJECT_REACH = 6
_OWNED_REACH = 2
_COORDINATORS = frozenset({"and", ",", "&", "or"})
_OBJECT_PREPOSITIONS = frozenset("to with from on against at of for upon between".split())


@dataclass(slots=True)
class Roles:
    """The parties around one trigger; places are words [first, last)."""

    actors: list[PartyPhrase]
    recipients: list[PartyPhrase]
    place: tuple[int, int] | None
    description: Description | None = None
    """What somebody calls the target ("what it called …")."""


def find_roles(phrase: Phrase, clause: Clause, trigger: Trigger) -> Roles:
    """Returns the parties of the clause by their place around the trigger."""
    place = find_place(phrase, clause) or find_outer_place(clause)
    usable = [
        party
        for party in phrase.parties
        if clause.first <= party.first and party.last <= clause.last and not _is_place(party, place)
    ]
    if trigger.is_nominal:
        actors, recipients = _read_noun_roles(phrase, clause, trigger, usable)
    else:
        actors, recipients = _read_verb_roles(phrase, clause, trigger, usable)
    if clause.antecedent is not None:
        actors, recipients = _add_antecedent(phrase, clause, trigger, actors, recipients)
    if "sym" in trigger.sense.marks or (
        trigger.sense.type == "CONSULT" and trigger.sense.mode != "visit"
    ):
        actors, recipients = [*actors, *(one for one in recipients if one not in actors)], []
    description = _find_description(phrase, clause, trigger.last)
    mutual = "sym" in trigger.sense.marks and trigger.sense.type != "AGREE"
    if not (recipients or description or mutual):
        recipients = find_affected(phrase, clause, trigger, but=actors) or find_host(
            phrase, clause, trigger, actors=actors
        )
    if description:
        aimed = description.cue[0]
        place = place or _as_place([one for one in recipients if one.last <= aimed])
        recipients = []
    return Roles(actors, recipients, place, description)


def _find_description(phrase: Phrase, clause: Clause, after: int) -> Description | None:
    """Returns what the target is called by somebody: "fired at what it said were depots"."""
    if "what" not in phrase.words[after : clause.last]:
        return None
    for one in find_descriptions(phrase):
        at = one.cue[0]
        if phrase.words[at] != "what" or not after <= at < one.last <= clause.last:
            continue
        if at == after or phrase.words[at - 1] in _AIMING:
            return one
    return None


def _read_verb_roles(
    phrase: Phrase, clause: Clause, trigger: Trigger, usable: list[PartyPhrase]
) -> tuple[list[PartyPhrase], list[PartyPhrase]]:
    subject = _find_subject(phrase, trigger.verb, usable)
    objects = _find_left(phrase, trigger, usable) or _find_objects(phrase, trigger, usable)
    if "rev" in trigger.sense.marks or (
        "effect" in trigger.sense.marks and _is_intransitive(trigger)
    ):
        return _find_agent(phrase, clause, trigger.last, usable), subject  # who dies does nothing
    if trigger.use != "passive":
        return subject, objects
    return _find_agent(phrase, clause, trigger.last, usable), subject


def _find_left(phrase: Phrase, trigger: Trigger, usable: list[PartyPhrase]) -> list[PartyPhrase]:
    """As in "withdrew its observers from Norland": those who are left behind."""
    if trigger.sense.mode != "withdraw":
        return []
    return [
        party
        for party in usable
        if party.first >= trigger.last and phrase.words[party.first - 1] == "from"
    ][:1]


def _is_intransitive(trigger: Trigger) -> bool:
    """Whether nobody does it to anybody, as in "died", whatever it is called an effect of."""
    return trigger.sense.type == "OTHER" or trigger.sense.lemma in ("die", "perish", "drown")


def _read_noun_roles(
    phrase: Phrase, clause: Clause, trigger: Trigger, usable: list[PartyPhrase]
) -> tuple[list[PartyPhrase], list[PartyPhrase]]:
    begin = find_noun_start(phrase, clause, trigger.first)
    owner = find_owner(phrase, begin, trigger.first)
    agent = _find_agent(phrase, clause, trigger.last, usable)
    if trigger.use == "light":
        actors = _find_subject(phrase, trigger.verb, usable)
    elif agent:
        actors = agent
    elif owner:
        actors = [owner]
    elif trigger.sense.type == "CONSULT" and begin > clause.first:
        actors = _find_subject(phrase, begin, usable)
    else:
        actors = []
    objects = [party for party in _find_objects(phrase, trigger, usable) if party not in actors]
    objects = objects or _find_hurt(phrase, clause, trigger, usable)
    hurt = _find_active_effect(phrase, clause, trigger)
    if hurt is not None and not agent:
        # As in "jets killed nine villagers in an attack".
        actors = actors or _find_subject(phrase, hurt, usable)
        objects = objects or [one for one in usable if hurt < one.first <= hurt + _HURT_REACH][:1]
    if not objects and EFFECT_WORDS & set(phrase.words[clause.first : trigger.first]):
        # As in "nine people died in the attack".
        objects = [party for party in _find_subject(phrase, begin, usable) if party not in actors]
    between = trigger.last < len(phrase) and phrase.words[trigger.last] == "between"
    return ([*actors, *objects], []) if between else (actors, objects)


def _find_active_effect(phrase: Phrase, clause: Clause, trigger: Trigger) -> int | None:
    """The "killed" before a noun such as "attack", where somebody did it."""
    for at in range(clause.first + 1, trigger.first):
        if phrase.words[at] in ("killed", "wounded", "injured"):
            chain = phrase.words[find_chain_start(phrase, clause.first, at) : at]
            return None if {"was", "were", "been", "are", "is"} & set(chain) else at
    return None


def _find_hurt(
    phrase: Phrase, clause: Clause, trigger: Trigger, usable: list[PartyPhrase]
) -> list[PartyPhrase]:
    """As in "the blast near the station killed two guards"."""
    for at in range(trigger.last, clause.last):
        if phrase.words[at] in EFFECT_WORDS:
            hurt = [party for party in usable if at < party.first <= at + _HURT_REACH]
            return hurt[:1]
    return []


def _find_subject(phrase: Phrase, verb: int, usable: list[PartyPhrase]) -> list[PartyPhrase]:
    before = [party for party in usable if party.last <= verb]
    whole = [party for party in before if not party.is_adjective]
    nearest = next((one for one in reversed(whole) if not _lies_inside(phrase, one, whole)), None)
    nearest = nearest or next((one for one in whole if phrase.words[one.first - 1] == "of"), None)
    nearest = _skip_apposition(phrase, verb, whole) or nearest
    verb = find_chain_start(phrase, before[-1].last if before else 0, verb)
    if before and before[-1].is_adjective and verb - before[-1].last <= _OWNED_REACH:
        between = phrase.words[before[-1].last : verb]
        if between and all(word.isalpha() for word in between):
            # As in "Vantian missiles struck": what is theirs acts for them.
            return [before[-1]]
    return _coordinate(phrase, nearest, before) if nearest else []


def _skip_apposition(phrase: Phrase, verb: int, whole: list[PartyPhrase]) -> PartyPhrase | None:
    """As in "Vantia, an ally of Norland, has refused": what stands between commas does nothing."""
    chain = find_chain_start(phrase, 0, verb)
    comma = next((at for at in range(chain, verb) if phrase.words[at] == ","), None)
    if comma is None:
        return None
    outer = next((one for one in whole if phrase.words[one.last] == "," and one.last < comma), None)
    # "The two ministers, Velk and Lund, spoke": there the names tell more.
    return outer if outer and (outer.name or outer.country) else None


def _lies_inside(phrase: Phrase, one: PartyPhrase, parties: list[PartyPhrase]) -> bool:
    """As the island in "the leaders of the divided island": it belongs to another's phrase."""
    if _follows_preposition(phrase, one):
        return True
    outer = next((party for party in reversed(parties) if party.last <= one.first), None)
    if outer is None:
        return False
    between = phrase.words[outer.last : one.first]
    linked = between[:1] and between[0] in (_OBJECT_PREPOSITIONS | PLACE_PREPOSITIONS)
    if between[:1] == ["of"] and phrase.words[outer.last - 1] in _MEASURES:
        return False
    return bool(linked) and all(word[0].isalpha() for word in between) and "and" not in between


def _follows_preposition(phrase: Phrase, party: PartyPhrase) -> bool:
    before = phrase.words[party.first - 1] if party.first else ""
    if before == "of" and party.first > 1 and phrase.words[party.first - 2] in _MEASURES:
        return False
    return before in _OBJECT_PREPOSITIONS or before in PLACE_PREPOSITIONS or before == "by"


def _coordinate(phrase: Phrase, one: PartyPhrase, parties: list[PartyPhrase]) -> list[PartyPhrase]:
    """As in "Vantia and Norland": the party and those joined to it on the left and the right."""
    group = [one]
    for party in reversed(parties):
        if party.last < group[0].first and _joins(phrase, party.last, group[0].first):
            group.insert(0, party)
    for party in parties:
        if party.first > group[-1].last and _joins(phrase, group[-1].last, party.first):
            group.append(party)
    return group


def _joins(phrase: Phrase, first: int, last: int) -> bool:
    gap = phrase.words[first:last]
    return (
        bool(gap) and len(gap) <= 2 and all(word in _COORDINATORS for word in gap) and gap != [","]
    )


def _find_objects(phrase: Phrase, trigger: Trigger, usable: list[PartyPhrase]) -> list[PartyPhrase]:
    if trigger.sense.type == "MOBILIZE":
        return []  # what is moved is one's own; whom it is moved against stands behind
    after = [
        party
        for party in usable
        if party.first >= trigger.last and not (party.is_adjective and trigger.is_nominal)
    ]
    for party in after:
        if party.first - trigger.last > _OBJECT_REACH:
            break
        gap = phrase.words[trigger.last : party.first]
        before = gap[-1] if gap else ""
        if phrase.words[party.first] in _OWN and trigger.sense.type in _OF_ONES_OWN:
            continue
        named = trigger.object[1] if trigger.object else trigger.last
        follows = 0 <= party.first - named <= _OF_REACH
        of_deed = before == "of" and follows and (trigger.is_nominal or trigger.object is not None)
        if "by" in gap or before in PLACE_PREPOSITIONS or (before == "of" and not of_deed):
            continue
        linked = (
            of_deed
            or before in (*_OBJECT_PREPOSITIONS, "and")
            or (phrase.words[trigger.last - 1] in _OBJECT_PREPOSITIONS)
        )
        if ("to" in trigger.sense.marks or trigger.is_nominal) and not linked:
            continue
        return _coordinate(phrase, party, after)
    return []


def _find_agent(
    phrase: Phrase, clause: Clause, first: int, usable: list[PartyPhrase]
) -> list[PartyPhrase]:
    for n in range(first, clause.last):
        if phrase.words[n] == "by":
            party = next((party for party in usable if n < party.first <= n + 2), None)
            if party and not party.is_adjective:
                return _coordinate(phrase, party, [one for one in usable if one.first > n])
    return []


def _add_antecedent(
    phrase: Phrase,
    clause: Clause,
    trigger: Trigger,
    actors: list[PartyPhrase],
    recipients: list[PartyPhrase],
) -> tuple[list[PartyPhrase], list[PartyPhrase]]:
    antecedent = clause.antecedent
    told_where = clause.opening in ("where", "gapped")
    if antecedent is None or told_where or phrase.words[clause.first] == "whose":
        return actors, recipients
    if trigger.use == "passive":
        return actors, recipients or [antecedent]
    if phrase.words[clause.first + 1 : clause.first + 2] in (["it"], ["they"], ["he"], ["she"]):
        return actors, [antecedent]  # as in "a group that it blames"
    if not actors and trigger.sense.type != "OTHER":
        return [antecedent], recipients
    return actors, recipients or [antecedent]


def _is_place(party: PartyPhrase, place: tuple[int, int] | None) -> bool:
    return place is not None and place[0] <= party.first and party.last <= place[1]


def _as_place(recipients: list[PartyPhrase]) -> tuple[int, int] | None:
    states = [party for party in recipients if party.kind in ("state", "unknown")]
    return (states[0].first, states[0].last) if states else None
