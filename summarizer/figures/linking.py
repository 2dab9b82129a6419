"""What became of the people each phrase counts, and which phrases are parts of a whole."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from summarizer.figures.conditions import split_zero
from summarizer.figures.cues import MANY
from summarizer.figures.leading import link_leading, link_lives
from summarizer.figures.tolls import link_toll, link_updates
from summarizer.figures.trailing import link_trailing
from summarizer.figures.words import BE, DETERMINERS, MEMBERS, PERSONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.figures.counted import Count
    from summarizer.figures.sentence import Link, Sentence
    from summarizer_schemas.record import Measure


_INCLUDES = frozenset({"including", "include", "included", "includes"})


def link_counts(sentence: Sentence, counts: Sequence[Count]) -> None:
    """Find the measure of every counted phrase that has one, and mark the parts of a whole."""
    parts = frozenset(count.first for count in counts if count.of_them)
    for count in counts:
        count.links = (
            link_lives(sentence, count)
            or link_leading(sentence, count)
            or link_trailing(sentence, count, parts)
            or _link_head(sentence, count)
            or link_toll(sentence, count)
        )
    _link_coordinated(sentence, counts)
    _link_members(sentence, counts)
    link_updates(sentence, counts)


def _link_head(sentence: Sentence, count: Count) -> list[Link]:
    """As in "12 deaths", "two wounded men", "about 500 protesters", "no casualties"."""
    head = count.after - 1
    word = sentence.low(head)
    if count.member_of and count.inner is not None:
        return [(count.member_of, count.inner, count.inner)]
    if count.is_bare and not count.inner:
        return []
    if word == "casualties":
        kinds: tuple[Measure, ...] = ("killed", "wounded") if count.amount.best == 0 else ("other",)
        return [(kind, head, head) for kind in kinds]
    if count.inner is not None:
        return [(MEMBERS.get(sentence.low(count.inner), "detained"), count.inner, count.inner)]
    measure = sentence.cues.head.get(word)
    first = sentence.cues.head.get(sentence.low(head - 2)) if head - 2 >= count.noun else None
    if measure and first and first != measure:
        links: list[Link] = [(first, head - 2, head - 2), (measure, head, head)]
        return split_zero(links, count)
    if measure == "participants" and (count.amount.best or count.amount.low or 0) < MANY:
        return []
    if word == "hostages" and sentence.low(count.first - 1) in {"taking", "took", "taken", "take"}:
        measure = "abducted"
    return [(measure, head, head)] if measure else []


def _between(sentence: Sentence, left: Count, right: Count) -> list[str]:
    words = [sentence.low(at) for at in range(left.after, min(right.first, left.after + 5))]
    return words[:-1] if words and words[-1] in DETERMINERS else words


def _link_coordinated(sentence: Sentence, counts: Sequence[Count]) -> None:
    """Carry a measure over "and": "killed two soldiers AND A NURSE"."""
    joints = (
        [","],
        ["and"],
        [",", "and"],
        ["or"],
        ["as", "well", "as"],
        ["along", "with"],
        ["plus"],
    )
    pairs = list(pairwise(counts))
    for left, right in pairs:
        objects = left.links and left.is_object and not right.links
        if (
            objects
            and _between(sentence, left, right) in joints
            and sentence.ends_clause(right.after)
        ):
            right.links, right.is_object = left.links, True
    for left, right in reversed(pairs):
        subjects = right.links and not right.is_object and not left.links
        if (
            subjects
            and left.is_person
            and _between(sentence, left, right) in joints
            and right.links[0][1] >= right.after
        ):
            left.links = right.links


def _link_members(sentence: Sentence, counts: Sequence[Count]) -> None:
    """Mark the parts: "including N", "N of them", "the dead included N"."""
    members = False
    for index, count in enumerate(counts):
        at = count.first - 1
        if sentence.low(at) in DETERMINERS:
            at -= 1
        coordinated = members and _between(sentence, counts[index - 1], count) in (
            ["and"],
            [","],
            [",", "and"],
        )
        members = coordinated and (not count.links or count.is_object)
        if members and not count.links:
            count.links, count.member_of = counts[index - 1].links, counts[index - 1].member_of
        people = count.is_person or count.is_bare or sentence.is_capitalised(count.noun)
        if sentence.low(at) in _INCLUDES and people:
            members = True
            whole = _read_included(sentence, at - 1)
            count.member_of = whole[0] if whole is not None else None
            if whole and not count.links:
                count.links = [whole]
        elif sentence.low(at) in {"them", "whom"} and sentence.low(at - 1) in {"among", "of"}:
            members = True
        count.is_part = count.is_part or members
        if count.of_them and count.is_bare:
            _read_complement(sentence, count)
            counted = bool(count.links) and count.links[0][0] == count.member_of
            if counted and count.amount.best == 1 and count.noun == count.after:
                count.links, count.is_part = [], False  # "one of the dead" is counted already


def _read_included(sentence: Sentence, at: int) -> Link | None:
    """What the whole is in "the DEAD included", "the TOLL, which includes"."""
    if sentence.low(at) in {"which", "that"}:
        at -= 1 + (sentence.low(at - 1) == ",")
    if sentence.low(at) in {"toll", "tolls"}:
        return "killed", at, at
    measure = MEMBERS.get(sentence.low(at))
    return (measure, at, at) if measure else None


def _read_complement(sentence: Sentence, count: Count) -> None:
    """As in "four of them were CHILDREN"."""
    at = count.after
    while sentence.low(at) in BE:
        at += 1
    if at > count.after and sentence.low(at) in {"a", "an"}:
        at += 1
    if at > count.after and sentence.low(at) in PERSONS:
        count.noun, count.after = at, at + 1
