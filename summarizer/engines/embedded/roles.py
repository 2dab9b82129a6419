"""Who did it, to whom, and where: the parties of a clause around its trigger."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.attribution import Description, find_descriptions
from summarizer.engines.embedded.clauses import Clause
from summarizer.engines.embedded.triggers import EFFECT_WORDS, Trigger, find_noun_start, find_owner
from summarizer.parties import PartyPhrase, Phrase

_PLACE_PREPOSITIONS = frozenset(
    "in at near inside outside across off along around into within throughout through".split()
)
_PLACE_NOUNS = frozenset(
    "village town city capital hamlet settlement province region district border area airport"
    " square port coast territory camp market hospital school base street strip church mosque"
    " temple station prison valley island suburb neighbourhood neighborhood county state country"
    " north south east west waters sea river lake mine quarry factory plant compound outskirts"
    " farm house building hotel bridge road highway harbour harbor park stadium forest".split()
)
_AIMING = frozenset({"at", "on", "against", "into", "to"})
_OBJECT_REACH = 6
_OWNED_REACH = 2
_COORDINATORS = frozenset({"and", ",", "&", "or"})
_OBJECT_PREPOSITIONS = frozenset("to with from on against at of for upon between".split())


@dataclass(frozen=True, slots=True)
class Roles:
    """The parties around one trigger; places are words [first, last)."""

    actors: list[PartyPhrase]
    recipients: list[PartyPhrase]
    place: tuple[int, int] | None
    description: Description | None = None
    """What somebody calls the target ("what it called …")."""


def find_roles(phrase: Phrase, clause: Clause, trigger: Trigger) -> Roles:
    """Returns the parties of the clause by their place around the trigger."""
    place = find_place(phrase, clause) or _find_outer_place(clause)
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
    objects = _find_objects(phrase, trigger, usable)
    if "effect" in trigger.sense.marks and trigger.sense.type == "OTHER":
        return [], subject  # who dies does nothing
    if trigger.use != "passive":
        return subject, objects
    return _find_agent(phrase, clause, trigger.last, usable), subject


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
    if not objects and EFFECT_WORDS & set(phrase.words[clause.first : trigger.first]):
        # As in "nine people died in the attack".
        objects = [party for party in _find_subject(phrase, begin, usable) if party not in actors]
    between = trigger.last < len(phrase) and phrase.words[trigger.last] == "between"
    return ([*actors, *objects], []) if between else (actors, objects)


def _find_subject(phrase: Phrase, verb: int, usable: list[PartyPhrase]) -> list[PartyPhrase]:
    before = [party for party in usable if party.last <= verb]
    whole = [party for party in before if not party.is_adjective]
    nearest = next((one for one in reversed(whole) if not _follows_preposition(phrase, one)), None)
    if before and before[-1].is_adjective and verb - before[-1].last <= _OWNED_REACH:
        between = phrase.words[before[-1].last : verb]
        if between and all(word.isalpha() for word in between):
            # As in "Vantian missiles struck": what is theirs acts for them.
            return [before[-1]]
    return _coordinate(phrase, nearest, whole) if nearest else []


def _follows_preposition(phrase: Phrase, party: PartyPhrase) -> bool:
    before = phrase.words[party.first - 1] if party.first else ""
    return before in _OBJECT_PREPOSITIONS or before in _PLACE_PREPOSITIONS or before == "by"


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
    after = [party for party in usable if party.first >= trigger.last and not party.is_adjective]
    for party in after:
        if party.first - trigger.last > _OBJECT_REACH:
            break
        gap = phrase.words[trigger.last : party.first]
        before = gap[-1] if gap else ""
        if "by" in gap or before in _PLACE_PREPOSITIONS or before == "of":
            continue
        linked = before in (*_OBJECT_PREPOSITIONS, "and") or (
            phrase.words[trigger.last - 1] in _OBJECT_PREPOSITIONS
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


def find_place(phrase: Phrase, clause: Clause) -> tuple[int, int] | None:
    """Returns the first phrase of the clause that says where, without its preposition."""
    for at in range(clause.first, clause.last - 1):
        follows = phrase.words[at] in _PLACE_PREPOSITIONS and phrase.words[at + 1] != "what"
        if not follows or at + 1 in phrase.date_words:
            continue
        end = _find_place_end(phrase, at + 1, clause.last)
        if end > at + 1 and _tells_place(phrase, at + 1, end):
            return at + 1, end
    return None


def _find_outer_place(clause: Clause) -> tuple[int, int] | None:
    """As in "Norland, where it struck a camp"."""
    before = clause.antecedent
    if before is None or clause.opening not in ("where", "gapped"):
        return None
    return before.first, before.last


def _tells_place(phrase: Phrase, first: int, end: int) -> bool:
    named = any(phrase.is_capital(n) or n in phrase.countries for n in range(first, end))
    if named and not _is_person(phrase, first, end):
        return True
    # As in "three years in prison": a bare noun is a state, not a place.
    return end > first + 1 and bool(_PLACE_NOUNS & set(phrase.words[first:end]))


def _is_person(phrase: Phrase, first: int, last: int) -> bool:
    """An office or a body is not a place, unless it is a country or an unplaced name."""
    for party in phrase.parties:
        if (
            party.first < last
            and first < party.last
            and party.kind in ("person", "organisation", "population")
        ):
            return party.role is not None or (
                party.kind != "person" and not _PLACE_NOUNS & set(phrase.words[first:last])
            )
    return False


_ENDS_PLACE = frozenset(
    "and after before when while against killing to by with for from that which who where as"
    " is was were are"
    " has have had at near over during amid following will killed said on but or since because"
    " leaving wounding".split()
)
_MAX_PLACE_WORDS = 9


def _find_place_end(phrase: Phrase, first: int, last: int) -> int:
    at = first
    while at < last and at - first < _MAX_PLACE_WORDS:
        word = phrase.words[at]
        if at in phrase.date_words or not word[0].isalnum():
            break
        if at > first and word in _ENDS_PLACE and not _continues_place(phrase, at):
            break
        at += 1
    return at


def _continues_place(phrase: Phrase, at: int) -> bool:
    """As in "a hamlet on its soil", "the province of Selm and Norburg"."""
    if phrase.words[at] == "and":
        return at + 1 < len(phrase) and phrase.is_capital(at - 1) and phrase.is_capital(at + 1)
    return phrase.words[at] == "on" and bool(
        {"territory", "soil"} & set(phrase.words[at + 1 : at + 4])
    )
