"""How alike two events are that were found in two results.

likeness = Σ weight x agreement / Σ weight, over what both events tell; what only one tells costs
a little. Two events are the same when likeness reaches `LEAST`, more than the type speaks for it,
and nothing contradicts that the words do not outweigh. Weights and limits were chosen by hand on
the pairs of `tests/test_comparing_matching.py`; docs/decisions/0024-comparing.md has what they do
to articles that nobody looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from math import fsum
from typing import NamedTuple

from summarizer.comparing.traits import Traits
from summarizer_schemas.codebook import derive

LEAST = 0.5
"""Likeness from which two events may be one."""
_SAME_WORDS = 0.6
"""Share of words in common from which a slot that differs was corrected, not another event."""
_SOME_WORDS = 0.3
"""Share of words in common that speaks for one event."""
_ENOUGH_SLOTS = 2
"""Slots that agree where the words were all written anew."""
_AGREES = 0.5

_WEIGHTS = {
    "words": 3.0,
    "type": 2.0,
    "trigger": 1.5,
    "actors": 1.5,
    "recipients": 1.0,
    "place": 1.5,
    "date": 1.5,
    "figures": 1.0,
    "realis": 0.5,
}
_ONE_SIDED = 0.2
"""Part of the weight that a slot keeps when only one event fills it: later versions tell more."""
_SLOTS = ("actors", "recipients", "place", "date")


class Likeness(NamedTuple):
    """How alike two events are, and whether they may be one."""

    value: float
    is_match: bool


def weigh_words(*lists: Sequence[Traits]) -> Mapping[str, float]:
    """Returns what each word is worth: the less, the more events stand on it."""
    counts = Counter(word for traits in lists for one in traits for word in one.words)
    return {word: 1 / count for word, count in counts.items()}


def compare_events(one: Traits, other: Traits, worth: Mapping[str, float]) -> Likeness:
    """Returns how alike two events are; the same whichever comes first.

    Args:
        one: of an event of one result.
        other: of an event of the other result.
        worth: of each word of both results (`weigh_words`).
    """
    slots = {
        "words": _share_words(one.words, other.words, worth),
        "type": _compare_types(one, other),
        "trigger": _compare_triggers(one.trigger, other.trigger),
        "actors": _compare_keys(one.actors, other.actors),
        "recipients": _compare_keys(one.recipients, other.recipients),
        "place": _compare_places(one, other),
        "date": _compare_days(one.days, other.days),
        "figures": _compare_figures(one, other),
        "realis": float(one.event.realis == other.event.realis),
    }
    sums: list[float] = []
    whole: list[float] = []
    for slot, agreement in slots.items():
        if agreement is None:
            continue
        weight = _WEIGHTS[slot]
        if slot in _SLOTS and _is_one_sided(one, other, slot):
            weight *= _ONE_SIDED
        sums.append(weight * agreement)
        whole.append(weight)
    value = fsum(sums) / fsum(whole)
    return Likeness(value, value >= LEAST and _is_borne_out(one, other, slots))


def _is_borne_out(one: Traits, other: Traits, slots: Mapping[str, float | None]) -> bool:
    """Whether more than the type speaks for one event, and nothing against it for two."""
    words = slots["words"] or 0.0
    filled = [slot for slot in _SLOTS if slots[slot] is not None]
    told = [slot for slot in filled if not _is_one_sided(one, other, slot)]
    apart = [slot for slot in told if not slots[slot]]
    if not slots["trigger"] and (one.event.type != other.event.type or len(apart) > 1):
        return False  # a sentence may tell of two happenings; a corrected one keeps its word
    if (apart or not slots["type"]) and words < _SAME_WORDS:
        return apart == ["recipients"] and bool(slots["type"]) and words >= _SOME_WORDS
    agreeing = sum((slots[slot] or 0.0) >= _AGREES for slot in told)
    return words >= _SOME_WORDS or agreeing >= _ENOUGH_SLOTS


def _is_one_sided(one: Traits, other: Traits, slot: str) -> bool:
    name = {"place": "places", "date": "days"}.get(slot, slot)
    return bool(getattr(one, name)) != bool(getattr(other, name))


# ---- slot by slot: 0 to 1; None where nothing is told ----


def _share_words(
    ours: frozenset[str], theirs: frozenset[str], worth: Mapping[str, float]
) -> float | None:
    """Returns the mean of the share of both and the share of the shorter one.

    One engine quotes a sentence where another quotes a part of it.
    """
    if not ours or not theirs:
        return None
    shared = fsum(worth[word] for word in ours & theirs)
    mine, yours = fsum(worth[word] for word in ours), fsum(worth[word] for word in theirs)
    return shared / (mine + yours) + shared / min(mine, yours) / 2


def _compare_types(one: Traits, other: Traits) -> float:
    """Returns 1 for the same type, a half for another one of the same quad class."""
    ours, theirs = one.event, other.event
    if ours.type == theirs.type:
        return 1.0
    quads = {derive(event.type, event.modes).quad_class for event in (ours, theirs)}
    return 0.5 if len(quads) == 1 and None not in quads else 0.0


def _compare_triggers(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """Returns 1 where a word is common, 0.7 where the beginnings of two are ("kills", "killed")."""
    if ours & theirs or ours == theirs:
        return 1.0
    stems = {word[:4] for word in ours if len(word) > 3}
    return 0.7 if any(word[:4] in stems for word in theirs if len(word) > 3) else 0.0


def _compare_keys(ours: frozenset[str], theirs: frozenset[str]) -> float | None:
    """Returns 1 where somebody stands on both lists, else the share of common words."""
    if not ours and not theirs:
        return None
    if ours & theirs:
        return 1.0
    mine = {word for key in ours for word in key.split()}
    yours = {word for key in theirs for word in key.split()}
    return 2 * len(mine & yours) / max(len(mine) + len(yours), 1)


def _compare_places(one: Traits, other: Traits) -> float | None:
    """Returns 1 for the same name, 0.8 where one holds the other, 0.5 for the same country."""
    ours, theirs = one.places, other.places
    if not ours and not theirs:
        return None
    if ours & theirs:
        return 1.0
    if any(_holds(a, b) or _holds(b, a) for a in ours for b in theirs):
        return 0.8
    if not one.event.location or not other.event.location:
        return 0.0
    country = one.event.location.country
    vague = {one.event.location.precision, other.event.location.precision} & {"country", "region"}
    return 0.5 if vague and country and country == other.event.location.country else 0.0


def _holds(longer: str, shorter: str) -> bool:
    return f" {shorter} " in f" {longer} "


def _compare_days(ours: tuple[date, date] | None, theirs: tuple[date, date] | None) -> float | None:
    """Returns 1 for the same days, 0.6 for days in common."""
    if ours is None and theirs is None:
        return None
    if ours is None or theirs is None:
        return 0.0
    if ours == theirs:
        return 1.0
    return 0.6 if ours[0] <= theirs[1] and theirs[0] <= ours[1] else 0.0


def _compare_figures(one: Traits, other: Traits) -> float | None:
    """Returns 1 for a common count, 0.7 where the same is counted: tolls rise."""
    if not one.measures or not other.measures:
        return None
    if one.counts & other.counts:
        return 1.0
    return 0.7 if one.measures & other.measures else 0.0
