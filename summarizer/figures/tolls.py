"""Tolls that an article brings up to date: "bringing the toll to 14", "up from 12"."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from summarizer.figures.words import MEMBERS, split_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.figures.counted import Count
    from summarizer.figures.sentence import Link, Sentence
    from summarizer_schemas.record import Measure

Update = Literal["total", "increment", "superseded"]
"""Which side of a change a number is on: the sum, what was added to it, what held before."""

_REACH = 14  # tokens between the toll and its number
_BEFORE_NUMBER = split_words(
    "to at of is was stands stood reached reaches reaching hit passed nears be standing as "
    "totalled "
    "totaled near"
)
_PASSES = split_words(
    "past above exceeding exceeded exceeds topped topping tops surpassed surpassing"
)
_CHANGES = split_words(
    "rose rises rise rising risen raise raised raises raising bring brings brought bringing take "
    "takes took taking taken pushed pushing push pushes increase increased increases increasing "
    "climb climbed climbs climbing jump jumped jumps jumping grew grow grown growing grows soared "
    "soars soaring surged doubled doubles revised lowered lowers cut drove driving lifting lifted "
    "lifts sends sent sending updated upped"
)
_ADDED = split_words("more another further additional")
_EARLIER = split_words("earlier previous initial preliminary former original")
_KINDS: dict[str, Measure] = {
    **MEMBERS,
    "people": "killed",
    "fatal": "killed",
    "casualty": "other",
    "casualties": "other",
    "injury": "wounded",
    "injuries": "wounded",
    "arrests": "detained",
    "homeless": "displaced",
    "death": "killed",
    "body": "killed",
    "evacuees": "displaced",
}


_PUTS = split_words("put puts putting estimated estimates estimating")
_PUT: dict[str, Measure] = {
    **MEMBERS,
    "crowd": "participants",
    "turnout": "participants",
    "attendance": "participants",
}
"""What somebody puts at a number: "put the dead at nine"."""


def link_toll(sentence: Sentence, count: Count) -> list[Link]:
    """As in "the death toll from the storm rose to 17"; notes which side of a change it is on."""
    if not (count.is_bare or count.is_person) or count.amount.qualifier == "vague":
        return []
    moved = sentence.low(count.after) == "the" and sentence.low(count.first - 1) == "to"
    if moved and (toll := _read_toll(sentence, count.after + 1)):
        count.update = "total"  # "brings to 21 the number of dead"
        return [toll]
    first = count.first
    verb = sentence.low(first - 1)
    if verb not in _BEFORE_NUMBER | {"from", "by"} and sentence.low(first) not in _PASSES:
        return []
    changes = False
    for at in range(first - 1, max(-1, first - _REACH), -1):
        low = sentence.low(at)
        changes = changes or low in _CHANGES
        if low in {";", "."}:
            break
        if toll := _read_toll(sentence, at):
            changes = changes or _is_changed_before(sentence, toll[1])
            return _note_side(sentence, count, toll, verb=verb, changes=changes)
    return []


def _note_side(
    sentence: Sentence, count: Count, toll: Link, *, verb: str, changes: bool
) -> list[Link]:
    if verb in {"from", "by"} and not changes:
        return []  # "the toll from 12 attacks"
    if verb == "by":
        count.update = "increment"
    elif verb == "from" or _is_earlier(sentence, toll[1]):
        count.update = "superseded"
    elif changes:
        count.update = "total"
    count.is_toll = True
    return [toll]


def _read_toll(sentence: Sentence, at: int) -> Link | None:
    """The toll whose noun stands at a token: "death TOLL", "NUMBER of people killed"."""
    low = sentence.low(at)
    if low in {"toll", "tolls", "count"}:
        kind = _KINDS.get(sentence.low(at - 1))
        if kind is None and low == "count":
            return None
        return kind or "killed", at - (kind is not None), at
    if low in _PUT and sentence.low(at - 1) == "the" and sentence.low(at - 2) in _PUTS:
        return _PUT[low], at, at
    if low != "number" or sentence.low(at + 1) != "of":
        return None
    for member in range(at + 2, at + 8):
        kind = _KINDS.get(sentence.low(member))
        if kind is not None and sentence.low(member) != "people":
            return kind, at, member
    return None


def _is_changed_before(sentence: Sentence, toll: int) -> bool:
    """As in "RAISING the death toll"."""
    at = toll - 1
    for _ in range(4):
        if sentence.low(at) in _CHANGES:
            return True
        at -= 1
    return False


def _is_earlier(sentence: Sentence, toll: int) -> bool:
    return any(sentence.low(at) in _EARLIER for at in (toll - 1, toll - 2))


def link_updates(sentence: Sentence, counts: Sequence[Count]) -> None:
    """Tie the sides of a change told in one sentence: increments and old tolls to the total."""
    for left, right in pairwise(counts):
        from_old = sentence.low(right.first - 1) == "from" and (
            sentence.low(right.first - 2) in {"up", "down"}
        )
        if from_old and left.links and not right.links and not _is_other_year(sentence, right):
            right.links, right.update = left.links[:1], "superseded"
            left.update = "total"
    _link_sums(sentence, counts)
    totals = {count.links[0][0]: count for count in counts if count.update == "total"}
    for count in counts:
        total = totals.get(count.links[0][0]) if count.links else None
        if total is None or total is count or count.is_part:
            continue
        if count.update is None and _is_added(sentence, count):
            count.update = "increment"
        elif count.update is None and count.is_toll:
            count.update = "superseded"
        if count.update is not None:
            count.sum = total


def _is_other_year(sentence: Sentence, count: Count) -> bool:
    """As in "up from 32 in 2013": another time, not an older count of the same dead."""
    words = [sentence.low(at) for at in range(count.after, count.after + 4)]
    return "year" in words or any(word.isdecimal() and len(word) == 4 for word in words)


def _link_sums(sentence: Sentence, counts: Sequence[Count]) -> None:
    """As in "two more died, bringing the total to 14"."""
    told: list[Link] = []
    for count in counts:
        at = count.first - 1
        to = sentence.low(at) == "to" and sentence.low(at - 1) in {"total", "tally", "figure"}
        change = to and any(sentence.low(at - n) in _CHANGES for n in range(2, 5))
        if change and told and not count.links:
            count.links, count.update = told, "total"
        elif count.links:
            told = count.links[:1]


def _is_added(sentence: Sentence, count: Count) -> bool:
    words = {sentence.low(at) for at in range(count.first, count.after + 1)}
    return not words.isdisjoint(_ADDED)
