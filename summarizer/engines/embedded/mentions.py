"""One clause -> the mentions of happenings in it, every word of them verbatim."""

from __future__ import annotations

from dataclasses import replace

from summarizer.engines.embedded.acts import Act, find_modal, is_conditional, judge_act
from summarizer.engines.embedded.chains import Trigger, find_chain_start, find_noun_start
from summarizer.engines.embedded.clauses import Clause
from summarizer.engines.embedded.completing import complete
from summarizer.engines.embedded.drafts import Draft
from summarizer.engines.embedded.realis import judge_realis
from summarizer.engines.embedded.reasons import give_reason
from summarizer.engines.embedded.roles import Roles, find_roles
from summarizer.engines.embedded.scenes import Scene
from summarizer.engines.embedded.triggers import find_triggers
from summarizer.engines.embedded.wiring import write_party
from summarizer.engines.embedded.writing import (
    write_event,
    write_figures,
    write_said,
    write_speaker,
)
from summarizer.figures import FigureMention
from summarizer.parties import PartyPhrase, Phrase
from summarizer_schemas.record import Realis
from summarizer_schemas.wire import WireEvent

_OUTSIDE = frozenset({"after", "before", "while"})
"""Clauses that tell the setting of what is denied: "denied it, hours after the rebels fled"."""
_OWN = frozenset({"his", "her", "its", "their", "our", "my"})
_PAST = frozenset({"past", "participle"})
_WARNING = frozenset("warned warns warn threatened threatens threatening vowed vows".split())
_NOBODY = (["anybody"], ["anyone"], ["everybody"], ["everyone"])


def read_clause(scene: Scene) -> tuple[Draft | None, Draft | None, list[PartyPhrase]]:
    """Returns what the clause tells of.

    Returns:
        Its happening, a second one that it names ("condemned the murder of …"), and the
        subject that the next clause may share.
    """
    if threat := _read_threat(scene):
        return threat, None, scene.subject
    triggers = find_triggers(
        scene.phrase,
        scene.clause,
        scene.setting.lexicon,
        [at for at in scene.telling if scene.clause.first <= at < scene.clause.last],
        is_headline=scene.is_headline,
        has_speaker=scene.statement.claimant is not None,
    )
    if triggers is None:
        return None, None, scene.subject or find_opening_party(scene.phrase, scene.clause)
    draft, roles = _read_trigger(scene, triggers[0])
    named = _read_trigger(scene, triggers[1])[0] if triggers[1] else None
    if named:
        named.wire = named.wire.model_copy(update={"salience": "secondary", "claims": []})
    return draft, named, roles.actors or scene.subject


def _read_threat(scene: Scene) -> Draft | None:
    """As in "Vantia warned that it would close the strait": whatever it would do."""
    cue, speaker = scene.statement.cue, scene.speaker
    if cue is None or speaker is None or scene.clause.first != scene.statement.first:
        return None
    words = scene.phrase.words
    at = scene.clause.first + (words[scene.clause.first] == "that")
    own = words[at] in ("it", "they", "he", "she", "we", "its", "their", "his", "her")
    will = not {"will", "would", "'ll"}.isdisjoint(words[at : at + 4])
    if not (own and will) or _WARNING.isdisjoint(words[cue[0] : cue[1]]):
        return None
    lexicon = scene.setting.lexicon
    found = lexicon.match(words, cue[0], first=cue[0], last=cue[1])
    if found is None or not found.senses:
        return None
    sense = replace(found.senses[0], type="THREATEN", mode=None)
    return _read_trigger(scene, Trigger(cue[0], found.last, sense, "active", cue[0], 0.0))[0]


def _read_trigger(scene: Scene, trigger: Trigger) -> tuple[Draft | None, Roles]:
    roles = complete(scene, find_roles(scene.phrase, scene.clause, trigger), trigger)
    figures = scene.list_figures(trigger.sense.type)
    nobody = scene.phrase.words[trigger.last : trigger.last + 1] in _NOBODY
    if nobody or not _is_enough(scene, trigger, roles, figures):
        return None, roles
    date = scene.find_date(trigger.first, trigger.last) or scene.find_saying_date(trigger)
    realis = _judge_realis(scene, trigger, is_specific=bool(figures) or date is not None)
    act = _judge_act(scene, trigger, roles, realis)
    wire = write_event(scene, trigger, roles, figures, act=act, date=date)
    sums_up = trigger.sense.type == "ASSAULT" and _is_mutual(scene, trigger, roles)
    is_toll = "effect" in trigger.sense.marks and bool(figures) and not _tells_total(scene, trigger)
    is_effect = "effect" in trigger.sense.marks and (
        trigger.use == "passive" or trigger.sense.type == "OTHER"
    )
    draft = Draft(
        wire,
        scene.sentence.index,
        reasons=[give_reason(scene.clause, trigger, act, words=wire.trigger, quote=wire.quotes[0])],
        is_effect=is_effect,
        is_toll=is_toll,
        in_headline=scene.is_headline,
        leads=scene.sentence.index < scene.setting.main_until,
        is_past=trigger.use == "passive"
        or trigger.sense.form in _PAST
        or (trigger.sense.form == "ing" and trigger.is_perfect),
        is_definite=_is_definite(scene, trigger, wire),
        sums_up=sums_up and wire.realis == "actual",
    )
    return draft, roles


def repeat_clause(scene: Scene, told: Draft, own: Draft | None) -> Draft:
    """Returns the mention of a clause that leaves out its verb: "…, and Selm on Friday".

    Args:
        scene: the clause in its surroundings.
        told: the mention of the clause before, whose verb is meant again.
        own: what the clause tells of itself, when that is only what was suffered.
    """
    before = told.wire
    speaker = write_speaker(scene)
    figures = write_figures(scene, scene.list_figures(before.type), speaker)
    there = scene.clause.antecedent
    named = write_party(scene.phrase, there) if there else None
    struck = before.location is None and bool(before.recipients)
    wire = before.model_copy(
        update={
            "quotes": [scene.quote()],
            "recipients": [named] if named and struck else own.wire.recipients if own else [],
            "target": None,
            "target_described_by": None,
            "location": named.text if named and not struck else None,
            "location_country": None,
            "date": scene.find_date(scene.clause.first),
            "figures": figures,
            "claims": write_said(scene, speaker, "figures[0]" if figures else "event"),
            "links": [],
        }
    )
    return Draft(wire, scene.sentence.index, reasons=told.reasons)


def _is_mutual(scene: Scene, trigger: Trigger, roles: Roles) -> bool:
    """As in "exchanged strikes", "strikes by the two countries": each side's deed at once."""
    if scene.phrase.words[trigger.verb].startswith(("exchang", "trad")):
        return True
    firsts = {
        word
        for party in roles.actors
        for word in scene.phrase.words[party.first : min(party.first + 2, party.last)]
    }
    return bool(firsts & {"both", "two"}) and all(party.kind == "state" for party in roles.actors)


def _tells_total(scene: Scene, trigger: Trigger) -> bool:
    """As in "more than 40,000 have died": of years, not of the deed told before."""
    chain = find_chain_start(scene.phrase, scene.clause.first, trigger.verb)
    return not {"have", "has"}.isdisjoint(scene.phrase.words[chain : trigger.verb])


def _is_definite(scene: Scene, trigger: Trigger, wire: WireEvent) -> bool:
    if not trigger.is_nominal or trigger.use == "light" or wire.actors or wire.date:
        return False
    begin = find_noun_start(scene.phrase, scene.clause, trigger.first)
    return scene.phrase.words[begin] in ("the", "this", "that", "these", "those")


def _is_enough(scene: Scene, trigger: Trigger, roles: Roles, figures: list[FigureMention]) -> bool:
    """A bare word is no record: somebody, some place, some day or some number must be told."""
    somebody = bool(roles.actors or roles.recipients)
    if trigger.sense.type == "OTHER":
        return bool(roles.place or figures or scene.find_date(trigger.first, trigger.last))
    if not trigger.is_nominal and trigger.use != "passive":
        if scene.find_instrument(trigger):
            return somebody or bool(roles.place or scene.find_date(trigger.first))
        return somebody and (bool(roles.actors) or bool(figures))
    if somebody or figures:
        return True
    # "A curfew was imposed in Selm": what is done to things needs a place or a day.
    told = trigger.use == "passive" and "weak" not in trigger.sense.marks
    return told and bool(roles.place or scene.find_date(trigger.first))


def _judge_realis(scene: Scene, trigger: Trigger, *, is_specific: bool) -> Realis:
    if scene.statement.stance == "denies" and scene.clause.opening not in _OUTSIDE:
        return "negated"
    return judge_realis(
        scene.phrase,
        scene.clause,
        trigger,
        is_specific=is_specific,
        is_headline=scene.is_headline,
    )


def _judge_act(scene: Scene, trigger: Trigger, roles: Roles, realis: Realis) -> Act:
    speaker = scene.speaker
    if "duty" in trigger.sense.marks and speaker:
        asked = [party for party in roles.actors if party is not speaker]
        return Act(trigger.sense.type, None, "actual", [speaker], asked)
    return judge_act(
        Act(trigger.sense.type, trigger.sense.mode, realis, roles.actors, roles.recipients),
        find_modal(scene.phrase, scene.clause, trigger),
        own=speaker is None
        or any(
            # "Velk said her government would …"
            party is speaker or scene.phrase.words[party.first] in _OWN
            for party in roles.actors
        ),
        conditional=is_conditional(scene.phrase, scene.clause),
        active=trigger.use in ("active", "light"),
    )


def find_opening_party(phrase: Phrase, clause: Clause) -> list[PartyPhrase]:
    """Returns the subject of a clause whose verb is in no list, as far as its place tells."""
    opening = phrase.find_party(clause.first)
    return [opening] if opening else []
