"""Words of two senses: what stands around them tells which one is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from summarizer.engines.embedded.chains import Trigger
from summarizer.engines.embedded.clauses import Clause
from summarizer.parties import Phrase

_BOMBS = frozenset(
    "bomb bombs bomber bombers mine mines landmine grenade explosive explosives suicide ied"
    " device".split()
)
_WEAPONS = frozenset(
    "missile missiles drone drones air airstrikes warplanes jets rockets artillery bombing military"
    " retaliatory militant militants army camps sites".split()
)
_WORKERS = frozenset(
    "union unions workers worker employees teachers nurses miners drivers doctors pilots wage wages"
    " pay pension labour labor strikers picket pickets walkout staff dockers hour-long one-day"
    " 24-hour indefinite general hunger".split()
)


def settle_sense(
    phrase: Phrase, clause: Clause, trigger: Trigger, found: Sequence[Trigger]
) -> Trigger:
    """Returns the trigger in the sense that the words around it give.

    An explosion is an attack when the clause names a bomb, a death when it names an attack.
    """
    sense = trigger.sense
    if sense.mode == "strike" or sense.lemma == "strike":
        return _settle_strike(phrase, trigger)
    explodes = sense.lemma in ("explode", "explosion", "blast")
    if explodes and not _BOMBS.isdisjoint(phrase.words[clause.first : clause.last]):
        return replace(trigger, sense=replace(sense, type="ASSAULT", mode="explosives"))
    if sense.type == "OTHER" and "effect" in sense.marks:
        cause = next((one.sense for one in found if one.sense.type == "ASSAULT"), None)
        if cause and cause.is_noun:
            return replace(trigger, sense=replace(sense, type="ASSAULT", mode=cause.mode))
    return trigger


def _settle_strike(phrase: Phrase, trigger: Trigger) -> Trigger:
    """Whether a strike is of bombs or of workers, as the words around it tell."""
    first, last = trigger.object or (trigger.first, trigger.last)
    around = set(phrase.words)
    named = phrase.words[last - 1] in ("strike", "strikes")
    if not named or not (trigger.sense.is_noun or trigger.object):
        return trigger
    hits = phrase.words[last : last + 1] in (["on"], ["against"], ["at"], ["inside"])
    military = (hits and "on" != phrase.words[first - 1]) or not around.isdisjoint(_WEAPONS)
    if military and trigger.sense.type == "PROTEST" and last - first == 1:
        return replace(trigger, sense=replace(trigger.sense, type="ASSAULT", mode=None))
    if not military and trigger.sense.type == "ASSAULT" and not around.isdisjoint(_WORKERS):
        return replace(trigger, sense=replace(trigger.sense, type="PROTEST", mode="strike"))
    return trigger
