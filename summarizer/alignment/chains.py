"""The runs of words that quote and text share, put together from the heaviest outwards."""

from __future__ import annotations

from collections.abc import Collection
from itertools import accumulate
from typing import NamedTuple

from summarizer.alignment.words import Words

_COST = 2.0
"""What a word left out or put in costs, in letters of words that match."""
_MOST_BETWEEN = 3
"""At most so many other words stand between the heaviest run and an end that was moved."""
_MOST_TRIED = 20_000
"""Pairs of the same word looked at, each beside the run it begins; only a quote that says one
word over and over has more."""


class Run(NamedTuple):
    """The same words side by side in the quote (from `ours`) and in the text (from `theirs`)."""

    ours: int
    theirs: int
    size: int


class _Box(NamedTuple):
    """Where words are still looked for: stretches of quote and text, and which ends are fixed."""

    ours: tuple[int, int]
    theirs: tuple[int, int]
    after: bool
    before: bool


def find_chain(
    quote: Words, code: str, text: str, window: tuple[int, int], marked: Collection[int]
) -> tuple[list[tuple[int, int]], Run]:
    """Pair the words of the quote with the same words of the text, in order.

    The heaviest run is taken first; to its left and right the next ones, as long as their
    letters outweigh the words that differ between them.

    Args:
        quote: The words of the quote.
        code: The same as a code string.
        text: The code string of the text.
        window: Where in the text.
        marked: Words of the quote that an ellipsis precedes: what it stands for costs nothing.

    Returns:
        Pairs of word and place, both ascending, and the heaviest run.
    """
    weights = [0, *accumulate([1 + len(word) for word in quote.words])]
    marks = [0, *accumulate([at in marked for at in range(len(code))])]
    box = _Box((0, len(code)), window, after=False, before=False)
    left = [(box, _find_runs(code, text, window))]
    pairs: list[tuple[int, int]] = []
    first = Run(0, 0, 0)
    while left:
        box, runs = left.pop()
        inside = _cut(runs, box) if pairs else runs
        best = _find_heaviest(inside, box, weights, marks)
        if best is None:
            continue
        first = first if pairs else best
        ours, theirs, size = best
        pairs += [(ours + step, theirs + step) for step in range(size)]
        if box.ours[0] < ours and box.theirs[0] < theirs:
            below = (box.ours[0], ours), (box.theirs[0], theirs)
            left.append((_Box(*below, box.after, before=True), inside))
        if ours + size < box.ours[1] and theirs + size < box.theirs[1]:
            above = (ours + size, box.ours[1]), (theirs + size, box.theirs[1])
            left.append((_Box(*above, after=True, before=box.before), inside))
    return sorted(pairs), first


def _find_heaviest(runs: list[Run], box: _Box, weights: list[int], marks: list[int]) -> Run | None:
    best, most = None, 0.0
    for run in runs:
        weight = weights[run.ours + run.size] - weights[run.ours]
        if weight > most:
            gain = weight - _measure(run, box, marks)
            if gain > most:
                best, most = run, gain
    return best


def _find_runs(code: str, text: str, window: tuple[int, int]) -> list[Run]:
    low, high = window
    runs: list[Run] = []
    tried = 0
    before, stop = "", len(code)
    for at, char in enumerate(code):
        place = text.find(char, low, high)
        while place >= 0 and tried < _MOST_TRIED:
            tried += 1
            if place == low or text[place - 1] != before:
                end, there = at + 1, place + 1
                while end < stop and there < high and code[end] == text[there]:
                    end += 1
                    there += 1
                tried += end - at
                runs.append(Run(at, place, end - at))
            place = text.find(char, place + 1, high)
        before = char
    return runs


def _cut(runs: list[Run], box: _Box) -> list[Run]:
    """Give the parts of runs that lie in a box."""
    (low, high), (first, last) = box.ours, box.theirs
    inside: list[Run] = []
    for run in runs:
        ours, theirs, size = run
        if ours >= low and theirs >= first and ours + size <= high and theirs + size <= last:
            inside.append(run)
            continue
        skip = max(0, low - ours, first - theirs)
        ours, theirs = ours + skip, theirs + skip
        size = min(size - skip, high - ours, last - theirs)
        if size > 0:
            inside.append(Run(ours, theirs, size))
    return inside


def _measure(run: Run, box: _Box, marks: list[int]) -> float:
    """Say what the words between a run and the fixed ends of its box cost."""
    ours, theirs, size = run
    cost = None
    if box.after:
        free = marks[ours + 1] > marks[box.ours[0]]
        cost = 0.0 if free else _COST * max(ours - box.ours[0], theirs - box.theirs[0])
    if box.before:
        # The word that closes the box may itself be the one the ellipsis precedes.
        free = marks[min(box.ours[1] + 1, len(marks) - 1)] > marks[ours + size]
        gap = max(box.ours[1] - ours - size, box.theirs[1] - theirs - size)
        other = 0.0 if free else _COST * gap
        cost = other if cost is None else min(cost, other)
    return cost or 0.0


def move_ends(
    code: str, text: str, chain: list[tuple[int, int]], heaviest: Run
) -> list[tuple[int, int]]:
    """Place a beginning of the quote that stands behind its heaviest run, or an end before it.

    "On Monday nine people died" is found in "nine people died on Monday".
    """
    ours, theirs, size = heaviest
    placed = {at for at, _ in chain}
    if not placed.issuperset(range(ours)):
        for end in range(min(ours + 2, ours + size - 1), 1, -1):
            low = theirs + size
            place = text.find(code[:end], low, low + end + _MOST_BETWEEN) if end >= ours else -1
            if place >= 0:
                moved = [(at, place + at) for at in range(end)]
                return moved + [(at, there) for at, there in chain if end <= at and there < place]
    if not placed.issuperset(range(ours + size, len(code))):
        for begin in range(max(ours + 1, ours + size - 2), ours + size + 1):
            high = theirs + max(0, begin - ours)
            low = max(0, theirs - (len(code) - begin) - _MOST_BETWEEN)
            place = text.rfind(code[begin:], low, high) if len(code) - begin >= 2 else -1
            if 0 <= place <= theirs - (len(code) - begin):
                moved = [(at, place + at - begin) for at in range(begin, len(code))]
                last = moved[-1][1]
                return [(at, there) for at, there in chain if at < begin and there > last] + moved
    return chain
