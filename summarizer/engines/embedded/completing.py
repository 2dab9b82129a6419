"""Who acts where the clause itself does not name them: a pronoun, an owner, a noun unknown."""

from __future__ import annotations

from dataclasses import replace

from summarizer.attribution import Description
from summarizer.engines.embedded.asides import find_object
from summarizer.engines.embedded.chains import Trigger, find_chain_start
from summarizer.engines.embedded.memory import PRONOUNS
from summarizer.engines.embedded.roles import Roles
from summarizer.engines.embedded.scenes import SAID, Scene
from summarizer.parties import PartyPhrase
from summarizer_schemas.codes import EventType

_HUMAN: frozenset[EventType] = SAID.union({"PROTEST", "SUPPORT", "CONCEDE", "CONSULT"})
"""Deeds that only people do: whoever is told to do them is somebody."""
_BEFORE_NOUN = frozenset("and but also meanwhile then on in".split())
_NO_SUBJECT = frozenset(
    "that which who whom it they he she we i you this these those there what as if in on at by for"
    " to from with after before while when where because not no and or but said".split()
)
_MOST_SUBJECT_WORDS = 5


def complete(scene: Scene, roles: Roles, trigger: Trigger) -> Roles:
    """Returns the roles with who acts, and whose words the target is described in."""
    return _describe(scene, trigger, _complete(scene, roles, trigger))


def _complete(scene: Scene, roles: Roles, trigger: Trigger) -> Roles:
    """A pronoun or a missing subject stands for the speaker, or for the subject before."""
    roles = _complete_owned(scene, roles)
    before = scene.phrase.words[max(scene.clause.first, trigger.verb - 4) : trigger.verb]
    mutual = "sym" in trigger.sense.marks and not PRONOUNS.isdisjoint(before)
    if (roles.actors and not mutual) or trigger.use == "passive":
        return roles
    speaker = scene.speaker
    if speaker and (
        ({"it", "they"} & set(before) and speaker.kind != "person")
        or {"he", "she", "we"} & set(before)
    ):
        return replace(roles, actors=[speaker, *roles.actors])
    shares = scene.clause.opening == "and" or (
        trigger.sense.form == "ing" and not trigger.is_nominal
    )
    if scene.subject and (shares or {"it", "they", "he", "she"} & set(before)):
        actors = [party for party in scene.subject if party not in roles.recipients]
        return replace(roles, actors=[*actors, *roles.actors])
    return _recall(scene, roles, trigger)


def _recall(scene: Scene, roles: Roles, trigger: Trigger) -> Roles:
    """As in "Velk left. She had refused …": who acts is named in a sentence before."""
    first = find_chain_start(scene.phrase, scene.clause.first, trigger.verb) - 1
    if first < scene.clause.first:
        return roles
    if scene.phrase.words[first] not in PRONOUNS:
        unknown = _find_unknown_subject(scene, first + 1, trigger)
        return replace(roles, actors=[unknown]) if unknown else roles
    meant = scene.setting.memory.find(scene.phrase.words[first], scene.sentence.index)
    if meant is None:
        return roles
    scene.meant[first] = meant
    party = PartyPhrase(first, first + 1, meant.kind, first, country=meant.country)
    return replace(roles, actors=[party, *roles.actors])


def _find_unknown_subject(scene: Scene, end: int, trigger: Trigger) -> PartyPhrase | None:
    """As in "Air traffic controllers walked out": a noun no list has, before a human deed."""
    if trigger.sense.type not in _HUMAN or trigger.is_nominal or trigger.use == "passive":
        return None
    first = scene.clause.first
    while first < end and (
        first in scene.phrase.date_words or scene.phrase.words[first] in _BEFORE_NOUN
    ):
        first += 1
    words = scene.phrase.words[first:end]
    plain = all(word[0].isalpha() and word not in _NO_SUBJECT for word in words)
    if not words or len(words) > _MOST_SUBJECT_WORDS or not plain or not words[-1].endswith("s"):
        return None
    return PartyPhrase(first, end, "population", end - 1)


def _complete_owned(scene: Scene, roles: Roles) -> Roles:
    """As in "Vantia said its troops had left": they are Vantia's."""
    owner = scene.speaker or next(iter(scene.subject), None)
    if owner is None or owner.country is None:
        return roles
    return replace(
        roles,
        actors=[
            replace(party, country=owner.country)
            if party.country is None and scene.phrase.words[party.first] in ("its", "their")
            else party
            for party in roles.actors
        ],
    )


def _describe(scene: Scene, trigger: Trigger, roles: Roles) -> Roles:
    """As in "it said it had hit a depot": the one who hit it calls it so."""
    speaker = scene.speaker
    cue = scene.statement.cue
    if roles.description or trigger.sense.type != "ASSAULT" or cue is None:
        return roles
    if speaker is None or roles.actors != [speaker]:
        return roles
    words = find_object(scene.phrase, scene.clause, trigger)
    if words is None:
        return roles
    if scene.inner and scene.clause.opening in ("where", "gapped"):
        cue = scene.inner.opener, cue[1]
    elif not _is_site(scene, words):
        return roles
    described = Description(*words, (speaker.first, speaker.last), cue)
    return replace(roles, recipients=[], description=described)


def _is_site(scene: Scene, words: tuple[int, int]) -> bool:
    """Whether what is hit is a thing: who is hit is a recipient, whoever says so."""
    return any(
        party.kind == "facility"
        for party in scene.phrase.parties
        if words[0] <= party.first and party.last <= words[1]
    )
