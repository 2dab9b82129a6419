"""Whether a cue that stands by a counted phrase is said of it, and means what it seems to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.figures.cues import FORCES, MANY, NEEDS_MANY, NEEDS_PERSON, NOT_DISPLACED
from summarizer.figures.words import BE

if TYPE_CHECKING:
    from summarizer.figures.counted import Count
    from summarizer.figures.sentence import Link, Sentence
    from summarizer_schemas.record import Measure

_CASUALTIES = frozenset({"killed", "wounded", "missing"})


def takes_object(sentence: Sentence, link: Link, count: Count) -> bool:
    """Whether the count is what the verb before it acts on: "killed nine"."""
    measure, first, last = link
    verb = first - 1 - sentence.low(first - 1).endswith("ly")
    if sentence.low(verb) in BE and not sentence.low(last).endswith("ing"):
        return False  # "were killed two soldiers said": passive
    if sentence.low(last) in NEEDS_PERSON and not count.is_person:
        return False
    if count.is_bare and not sentence.ends_clause(count.after):
        # "the attack that killed 23 was": the verb of one is not theirs
        return sentence.low(count.after) in {"is", "was", "has"} and count.amount.best != 1
    taken = sentence.low(count.after)
    return not (measure in {"detained", "abducted"} and taken in {"hostage", "captive"})


def fits(sentence: Sentence, link: Link, count: Count) -> bool:
    """Conditions of the cues that also mean other things."""
    measure, first, last = link
    word = sentence.low(first)
    many = (count.amount.best or count.amount.low or count.amount.high or 0) >= MANY
    if sentence.text[sentence.tokens[first].start : sentence.tokens[first].end] == "March":
        return False
    if word in {"march", "protest", "rally"} and count.amount.best == 1:
        return False  # "an official protest": one would protest with an s
    if measure == "participants":
        return word not in NEEDS_MANY or (many and (count.is_person or count.is_bare))
    if word == "to" and measure == "displaced":
        return any(sentence.low(at) in FORCES for at in range(count.first - 2, count.first))
    if measure == "displaced" and word in {"fled", "flee", "fleeing"}:
        return sentence.low(count.after - 1) not in NOT_DISPLACED and not (
            sentence.low(last + 1) == "the" and sentence.low(last + 2) == "scene"
        )
    return not (
        last == first and measure == "abducted" and word in {"hostage", "captive"} and count.is_bare
    )


def split_zero(links: list[Link], count: Count) -> list[Link]:
    """One `other` for a number of several kinds of casualty; a zero is a zero of each."""
    kinds = {link[0] for link in links}
    if len(kinds) > 1 and kinds <= _CASUALTIES and count.amount.best != 0:
        both: Measure = "other"
        return [(both, links[0][1], links[-1][2])]
    return links
