"""What saying makes of a deed: "will send aid" is a promise, "must leave" a demand.

PLOVER codes a deed that is only announced, demanded or refused as what was done by saying so:
a promise (AGREE), a threat (THREATEN), a demand (REQUEST) or a refusal (REJECT).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from summarizer.engines.embedded.chains import Trigger
from summarizer.engines.embedded.clauses import Clause
from summarizer.parties import PartyPhrase, Phrase
from summarizer_schemas.codes import EventType, Mode
from summarizer_schemas.record import Realis

Modal = Literal["will", "may", "none"]

_WILL = frozenset(
    "will would 'll shall wo plans plan planned planning intends intend intended due set going"
    " scheduled expects expected prepared ready willing".split()
)
_MAY = frozenset("may might could can".split())
_CONDITIONS = frozenset({"if", "unless", "until", "once"})
_REACH = 6
"""Words between "would" and its verb at most."""

_KIND: frozenset[EventType] = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT"})
"""Announced, they are promises; refused, rejections."""
_YIELDING: frozenset[EventType] = _KIND.union({"AGREE", "CONCEDE"})
_HOSTILE: frozenset[EventType] = frozenset({"SANCTION", "COERCE", "ASSAULT"})
_THREATS: dict[str, Mode] = {
    "SANCTION": "restrict",
    "COERCE": "restrict",
    "ASSAULT": "violence",
    "PROTEST": "restrict",
}
_THREATS_BY_MODE: dict[str, Mode] = {
    "arrest": "arrest",
    "convict": "arrest",
    "deport": "expel",
    "expel": "expel",
    "withdraw": "relations",
    "discontinue": "relations",
}
_PRESSING = frozenset({"boycott", "obstruct"})


@dataclass(slots=True)
class Act:
    """What is done, as it is told."""

    type: EventType
    mode: Mode | None
    realis: Realis
    actors: list[PartyPhrase]
    recipients: list[PartyPhrase]


def find_modal(phrase: Phrase, clause: Clause, trigger: Trigger) -> Modal:
    """Returns how the verb of the happening is told: as a plan, as a chance, or neither."""
    first = max(clause.first, trigger.verb - _REACH)
    for at in range(trigger.verb - 1, first - 1, -1):
        word = phrase.words[at]
        if word in _WILL and (word not in ("set", "due", "going") or phrase.words[at + 1] == "to"):
            return "will"
        if word == "to" and at and phrase.words[at - 1] in ("is", "are", "was", "were"):
            return "will"
        if word in _MAY:
            return "may"
        if word in (",", ";", "that", "who", "which"):
            break
    return "none"


def is_conditional(phrase: Phrase, clause: Clause) -> bool:
    """Whether a condition stands in the clause or right behind it: "… unless it stops"."""
    last = min(clause.last + 1, len(phrase))
    return not _CONDITIONS.isdisjoint(phrase.words[clause.first : last])


def judge_act(act: Act, modal: Modal, *, own: bool, conditional: bool, active: bool) -> Act:
    """Returns what is done by saying so, where the deed itself is still to come.

    Args:
        act: the deed as its words tell it.
        modal: how its verb is told.
        own: nobody else than who would do it says so.
        conditional: a condition is named: "unless", "if".
        active: who would do it is its subject.
    """
    if modal == "none":
        return act
    if act.realis == "negated":
        refused = modal == "will" and active and own and act.type in _YIELDING
        return _refuse(act) if refused else act
    realis: Realis = "hypothetical" if conditional or modal == "may" else "future"
    if not act.actors:
        return replace(act, realis=realis)
    if act.type in _KIND and modal == "will":
        return replace(act, type="AGREE", mode=None, realis=realis)
    pressing = act.type == "PROTEST" and (conditional or act.mode in _PRESSING)
    hostile = act.type in _HOSTILE and act.mode != "convict"  # a judge who will rule is no threat
    if active and (own or conditional) and (hostile or pressing):
        mode = _THREATS_BY_MODE.get(act.mode or "") or _THREATS.get(act.type)
        return replace(act, type="THREATEN", mode=mode, realis=realis)
    return replace(act, realis=realis)


def _refuse(act: Act) -> Act:
    """As in "would not meet Norland": who would both have acted do so no more."""
    others = [*act.actors[1:], *act.recipients]
    return Act("REJECT", None, "actual", act.actors[:1], others)
