"""Which event of one result is which of the other.

Events that tell the same in the same words go together first. Of the others the pair that is most
alike is taken, then the next one of what is left: each pair is for both the best that was to be
had. The greatest sum over all pairs, as the harness takes it to be fair to a score, would now and
then part two that are nearly equal for the good of two strangers; a reader would see a correction
where there is none, and one more event could turn all pairs around.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from summarizer.comparing.likeness import compare_events, weigh_words
from summarizer.comparing.traits import Traits, read_traits
from summarizer_schemas.record import Event


class Pair(NamedTuple):
    """One happening in both results."""

    before: Event
    after: Event
    likeness: float


class Matching(NamedTuple):
    """Two lists of events: what is taken for what."""

    pairs: tuple[Pair, ...]
    """In order of the later text."""
    gone: tuple[Event, ...]
    """Earlier events without a partner, in order of the text."""
    new: tuple[Event, ...]
    """Later events without a partner, in order of the text."""


def match_events(before: Sequence[Event], after: Sequence[Event]) -> Matching:
    """Returns the matching; neither ids nor the order of the lists make a difference.

    Args:
        before: the events of the earlier result.
        after: the events of the later one.
    """
    ours, theirs = read_traits(before), read_traits(after)
    partners = dict(_pair_equal(ours, theirs))
    taken = set(partners.values())
    left = [one for one in ours if one.place not in partners]
    right = [one for one in theirs if one.place not in taken]
    likeness = dict.fromkeys(partners, 1.0)
    if left and right:
        worth = weigh_words(ours, theirs)
        scored = [
            (-found.value, one.place, other.place)
            for one in left
            for other in right
            if (found := compare_events(one, other, worth)).is_match
        ]
        values = {(row, column): -cost for cost, row, column in scored}
        for row, column in choose_pairs(scored):
            partners[row] = column
            likeness[row] = values[row, column]
    taken = set(partners.values())
    in_order = sorted(partners.items(), key=lambda item: item[1])
    return Matching(
        pairs=tuple(
            Pair(ours[row].event, theirs[column].event, likeness[row]) for row, column in in_order
        ),
        gone=tuple(one.event for one in ours if one.place not in partners),
        new=tuple(one.event for one in theirs if one.place not in taken),
    )


def choose_pairs(scored: Iterable[tuple[float, int, int]]) -> list[tuple[int, int]]:
    """Returns pairs (row, column), each the cheapest of what the pairs before it left.

    Rows and columns may change places: the same pairs are chosen. Two pairs of one cost and the
    same two numbers are (1, 2) and (2, 1), and do not stand in each other's way.

    Args:
        scored: (cost, row, column) of all pairs that may be.

    Example:
        >>> choose_pairs([(0.1, 0, 0), (0.2, 0, 1), (0.3, 1, 0), (0.9, 1, 1)])
        [(0, 0), (1, 1)]
    """
    rows: set[int] = set()
    columns: set[int] = set()
    chosen: list[tuple[int, int]] = []
    for _, row, column in sorted(scored, key=lambda one: (one[0], max(one[1:]), min(one[1:]))):
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            chosen.append((row, column))
    return chosen


def _pair_equal(ours: Sequence[Traits], theirs: Sequence[Traits]) -> Iterable[tuple[int, int]]:
    """Yields the places of events that are equal, the first with the first of their kind."""
    waiting: dict[bytes, list[int]] = {}
    for other in reversed(theirs):
        waiting.setdefault(other.colour, []).append(other.place)
    for one in ours:
        if same := waiting.get(one.colour):
            yield one.place, same.pop()
