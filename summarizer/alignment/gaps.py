"""What an alignment leaves open: typos, words in another place, changed words at the ends."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from summarizer.alignment.words import Words

_REACH = 3
"""How many words past the found ones a misspelt or changed first or last word is looked for."""


def fill_gaps(
    quote: Words, text: Words, chain: list[tuple[int, int]]
) -> tuple[list[int], list[bool]]:
    """Place the words of the quote that stand between the pairs of a chain.

    Args:
        quote: The words of the quote.
        text: The words of the text.
        chain: Pairs of the same word, in quote and text, both ascending.

    Returns:
        For each word of the quote its place in the text (-1: none), and whether it is the same.
    """
    size = len(quote.words)
    places = [-1] * size
    equal = [False] * size
    word, place = -1, chain[0][1] - chain[0][0] - 1 - _REACH
    for next_word, next_place in (*chain, (size, chain[-1][1] + size - chain[-1][0] + _REACH)):
        if next_word - word > 1:
            ours = list(range(word + 1, next_word))
            theirs = list(range(max(0, place + 1), min(len(text), next_place)))
            for at, found in _pair(quote, text, ours, theirs, backwards=word < 0) if theirs else ():
                places[at] = found
                equal[at] = quote.words[at] == text.words[found]
        if next_word < size:
            places[next_word] = next_place
            equal[next_word] = quote.words[next_word] == text.words[next_place]
        word, place = next_word, next_place
    if -1 in places:
        _find_moved(quote, text, places, equal)
    return places, equal


def _pair(
    quote: Words, text: Words, ours: list[int], theirs: list[int], *, backwards: bool
) -> list[tuple[int, int]]:
    """Pair the words spelt alike, in order; words written apart or as one count as alike."""
    joined = "".join(quote.words[at] for at in ours)
    if len(ours) != len(theirs) and joined == "".join(text.words[at] for at in theirs):
        last = len(theirs) - 1
        return [(at, theirs[min(n, last)]) for n, at in enumerate(ours)]
    pairs: list[tuple[int, int]] = []
    rest = list(reversed(theirs)) if backwards else theirs
    shift = theirs[-1] - ours[-1] if backwards else theirs[0] - ours[0]
    for at in reversed(ours) if backwards else ours:
        for n, place in enumerate(rest[: 2 * _REACH + len(ours)]):
            same = place - at == shift and quote.words[at] == text.words[place]
            if same or is_typo(quote.words[at], text.words[place]):
                pairs.append((at, place))
                rest = rest[n + 1 :]
                break
    return pairs


def is_typo(one: str, other: str) -> bool:
    """Tell whether two words differ by slips of the pen: one in a short word, two in a long."""
    most = count_slips(min(len(one), len(other)))
    if not most or abs(len(one) - len(other)) > most:
        return False
    return load_distance()(one, other, score_cutoff=most) <= most


@cache
def load_distance() -> Callable[..., int]:
    """Return what counts the slips between two words; loaded with the first inexact quote."""
    from rapidfuzz.distance import OSA

    return OSA.distance


@cache
def load_search() -> Callable[..., tuple[str, float, int] | None]:
    """Return what finds the word spelt most alike; loaded with the first unknown word."""
    from rapidfuzz.process import extractOne

    return extractOne


def count_slips(letters: int) -> int:
    """Say how many slips of the pen leave a word of so many letters recognisable."""
    return 0 if letters < 3 else 1 if letters < 8 else 2


def _find_moved(quote: Words, text: Words, places: list[int], equal: list[bool]) -> None:
    """Place runs of two words and more that stand elsewhere in the same stretch."""
    found = {place for place in places if place >= 0}
    low = max(0, min(found) - len(quote) - _REACH)
    high = min(len(text), max(found) + len(quote) + 1 + _REACH)
    at = 0
    while at < len(places):
        if places[at] >= 0:
            at += 1
            continue
        stop = at
        while stop < len(places) and places[stop] < 0:
            stop += 1
        run = list(quote.words[at:stop])
        if 2 <= len(run) <= 12:
            for place in range(low, high - len(run) + 1):
                taken = range(place, place + len(run))
                same = text.words[place] == run[0] and list(text.words[place : taken.stop]) == run
                if same and found.isdisjoint(taken) and _is_beside(text, found, taken):
                    places[at:stop] = taken
                    equal[at:stop] = [True] * len(run)
                    found.update(taken)
                    break
        at = stop


def _is_beside(text: Words, found: set[int], run: range) -> bool:
    """Tell whether a run stands in the same sentence as the words found before."""
    first, last = min(found), max(found)
    if run.stop == first or run.start == last + 1:
        return True
    if first <= run.start and run.stop - 1 <= last:
        return True
    low, high = (run.stop - 1, first) if run.start < first else (last, run.start)
    return not any(text.parts_sentences(at) for at in range(low, high))


def reach_out(text: Words, places: list[int]) -> tuple[int, int]:
    """Give the stretch found, with the word that a changed first or last word stands for."""
    start, end = min([place for place in places if place >= 0]), max(places) + 1
    if places[0] < 0 <= places[1] == start > 0 and not text.parts_sentences(start - 1):
        start -= 1
    if places[-1] < 0 <= places[-2] == end - 1 < len(text) - 1 and not text.parts_sentences(
        end - 1
    ):
        end += 1
    return start, end
