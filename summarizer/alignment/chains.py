"""The runs of words that quote and text share, put together from the heaviest outwards."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import accumulate
from typing import NamedTuple

from summarizer.alignment.words import Words

_COST = 2.0
"""What a word left out or put in costs, in letters of words that match."""


_MOST_BETWEEN = 3
"""At most so many other words stand between the heaviest run and an end that was moved."""


_MOST_TRIED = 20_000
"""Pairs of the same word looked at; only a quote that says one word over and over has more."""


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
    weights = [0, *accumulate(1 + len(word) for word in quote.words)]
    runs = list(_find_runs(code, text, window))
    marks = [0, *accumulate(int(at in marked) for at in range(len(code)))]
    boxes = [_Box((0, len(code)), window, after=False, before=False)]
    pairs: list[tuple[int, int]] = []
    first = Run(0, 0, 0)
    while boxes:
        box = boxes.pop()
        best, most = None, 0.0
        for run in runs:
            cut = _cut(run, box)
            if cut is None:
                continue
            gain = weights[cut.ours + cut.size] - weights[cut.ours] - _measure(cut, box, marks)
            if gain > most:
                best, most = cut, gain
        if best is None:
            continue
        first = first if pairs else best
        ours, theirs, size = best
        pairs += [(ours + step, theirs + step) for step in range(size)]
        left = _Box((box.ours[0], ours), (box.theirs[0], theirs), box.after, before=True)
        right = _Box(
            (ours + size, box.ours[1]),
            (theirs + size, box.theirs[1]),
            after=True,
            before=box.before,
        )
        boxes += [side for side in (left, right) if side.ours[0] < side.ours[1]]
    return sorted(pairs), first


def _find_runs(code: str, text: str, window: tuple[int, int]) -> Iterator[Run]:
    low, high = window
    tried = 0
    for at, char in enumerate(code):
        place = text.find(char, low, high)
        while place >= 0 and tried < _MOST_TRIED:
            tried += 1
            if not at or place == low or code[at - 1] != text[place - 1]:
                size = 1
                most = min(len(code) - at, high - place)
                while size < most and code[at + size] == text[place + size]:
                    size += 1
                yield Run(at, place, size)
            place = text.find(char, place + 1, high)


def _cut(run: Run, box: _Box) -> Run | None:
    """Give the part of a run that lies in a box."""
    skip = max(0, box.ours[0] - run.ours, box.theirs[0] - run.theirs)
    ours, theirs = run.ours + skip, run.theirs + skip
    size = min(run.size - skip, box.ours[1] - ours, box.theirs[1] - theirs)
    return Run(ours, theirs, size) if size > 0 else None


def _measure(run: Run, box: _Box, marks: list[int]) -> float:
    """Say what the words between a run and the fixed ends of its box cost."""
    costs: list[float] = []
    if box.after:
        free = marks[run.ours + 1] > marks[box.ours[0]]
        costs.append(_weigh(run.ours - box.ours[0], run.theirs - box.theirs[0], free=free))
    if box.before:
        ours, theirs = run.ours + run.size, run.theirs + run.size
        # The word that closes the box may itself be the one the ellipsis precedes.
        free = marks[min(box.ours[1] + 1, len(marks) - 1)] > marks[ours]
        costs.append(_weigh(box.ours[1] - ours, box.theirs[1] - theirs, free=free))
    return min(costs, default=0.0)


def _weigh(ours: int, theirs: int, *, free: bool) -> float:
    return 0.0 if free else _COST * max(ours, theirs)


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
