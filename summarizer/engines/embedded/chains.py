"""The words around a verb or a noun: what it is told with, and where its phrase begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from summarizer.engines.embedded.clauses import Clause
from summarizer.engines.embedded.lexicon import Sense
from summarizer.parties import PartyPhrase, Phrase

Use = Literal["active", "passive", "light", "noun"]

BE = frozenset("is are was were be been being".split())
HAVE = frozenset("has have had having".split())
MODALS = frozenset("will would can could may might shall should must did does do to 'll".split())
DETERMINERS = frozenset(
    "a an the this that these those its his her their our my some any no each every".split()
)
ADVERBS = frozenset(
    "not never also already since then later still just now n't allegedly reportedly again"
    " first soon only both"
    " all since ever always often twice".split()
)
PREPOSITIONS = frozenset("of in on at by for from with against about over to into".split())
CATENATIVE = frozenset(
    "decided decides agreed began begun started continued continues continue voted moved chose"
    " managed ready prepared willing set due going plans planned plan intends intended wants"
    " wanted sought tried attempted vowed promised offered forced ordered expected scheduled"
    " resolved opted".split()
)
"""Verbs that lend their subject to the one behind "to"."""
_BETWEEN = (ADVERBS | BE | HAVE | MODALS | {"on", ",", "no", "longer", "n't"}) - {"to"}
"""What may stand between a subject and its verb, with adverbs and dates."""
_OBJECT_NEAR = 3


@dataclass(slots=True)
class Trigger:
    """Words [first, last) that name a happening.

    `verb` is the word its subject stands before: the verb itself, or the light verb
    ("carried out") of a noun.
    """

    first: int
    last: int
    sense: Sense
    use: Use
    verb: int
    rank: float
    is_perfect: bool = False
    object: tuple[int, int] | None = None
    """The words of what is done it to, where they give the verb its sense."""

    @property
    def is_nominal(self) -> bool:
        """Whether a noun names the happening."""
        return self.sense.is_noun


def find_words(trigger: Trigger) -> tuple[int, int]:
    """Returns the words that show the happening: "lifted a curfew", not only "lifted"."""
    if trigger.object and 0 <= trigger.object[0] - trigger.last <= _OBJECT_NEAR:
        return trigger.first, trigger.object[1]
    return trigger.first, trigger.last


def find_chain_start(phrase: Phrase, first: int, verb: int) -> int:
    """Returns the first of the words that a verb is told with: "has since decided to |ban|"."""
    n = verb
    while n > first:
        word = phrase.words[n - 1]
        catenative = word == "to" and n - 1 > first and phrase.words[n - 2] in CATENATIVE
        if catenative:
            n -= 1
        elif not (word in _BETWEEN or word.endswith("ly") or n - 1 in phrase.date_words):
            break
        n -= 1
    return n


def find_noun_start(phrase: Phrase, clause: Clause, at: int) -> int:
    """Returns the first word of the noun phrase that ends at `at`."""
    n = at
    while n > clause.first and n > at - 8:
        word = phrase.words[n - 1]
        if word in DETERMINERS:
            return n - 1
        if word in PREPOSITIONS or word in BE or word in HAVE or not word[0].isalnum():
            break
        if word in ("said", "that", "after", "before", "when", "while", "but", "which", "who"):
            break
        n -= 1
    return n


def find_owner(phrase: Phrase, first: int, last: int) -> PartyPhrase | None:
    """Returns the party between a noun phrase's first word and its noun: "Vantian attack"."""
    return next(
        (
            party
            for party in reversed(phrase.parties)
            if first <= party.first and party.last <= last
        ),
        None,
    )
