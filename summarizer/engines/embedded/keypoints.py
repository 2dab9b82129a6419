"""Which sentences of an article are its key points, without a model.

A sentence is worth what other sentences repeat of it: each of its words counts as often as
others hold it, and words that a chosen sentence has told count no more. Early sentences and
short ones are preferred, and the choice ends where a further sentence would add little for
its length. The numbers below are set by hand, each on a plateau, none is fitted; what they say
of ROUGE is of 360 articles on which they were set. `python -m benchmarks.embedded` measures
the whole against the first three sentences.

That a sentence's own words do not count, but only what others repeat of them, is most of the
gain: where they count, too, 0.9 ROUGE-1 and 0.6 ROUGE-2 are lost.

The time is linear in the text: words are counted once, and a sentence is rated anew only
when it comes to the top.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace
from typing import TYPE_CHECKING

from summarizer.engines.embedded.candidates import (
    EDITORIAL,
    LEFTOVER,
    MAX_WORDS,
    PLAIN,
    WHOLE,
    Candidate,
    choose_reader,
    keep_terms,
    read_candidates,
)
from summarizer.engines.embedded.stopwords import FIRST_PERSON, PRONOUNS

if TYPE_CHECKING:
    from summarizer.textmap import TextMap

__all__ = ["MAX_WORDS", "Choice", "choose_key_points"]

MAX_POINTS = 7
WORDS_PER_EXTRA_POINT = 600
"""One point more may be chosen for so many words of the article."""
WORDS_PER_SURE_POINT = 1500
"""And one more is chosen whatever it adds. At 600 the points have 62 words instead of 55, and
0.5 ROUGE-1 are lost."""
BUDGET_WORDS = 80
"""For three points. The first three sentences hold 68, 65 to 90 differ by 0.3 ROUGE."""
BUDGET_WORDS_PER_EXTRA_POINT = 25
LEAST_SHARE = 0.07
"""The choice ends where the next sentence adds, for each of its words, less than this share of
what the chosen ones add. At 0.2 the points have 56 words instead of 68, which is worth 1.0
ROUGE-1 and 0.4 ROUGE-2 against the two or three bullets of CNN's editors, but covers 3 points
less of the longer lists of our own gold."""
PLACE_POWER = 1.2
"""How fast a place loses its worth: at 1 as at 1.5, within 0.3 ROUGE."""
LENGTH_POWER = 0.75
"""From 0, the most told, to 1, the most told for each word; 0.4 to 1 differ by 0.3 ROUGE."""
SENTENCE_WORTH = 0.5
"""What a sentence is worth that nothing repeats, so that the earlier of two such comes first."""
MOST_REPEATED = 0.6
"""A sentence of which a larger share is told is no further point."""
HEADING_FACTOR = 2
"""How much more a word counts that the title or the editors' points hold. Not tuned: the
articles had no titles."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A slice of the article that is one of its key points.

    Attributes:
        start: first code point of the slice.
        end: one past its last code point; `text[start:end]` is the key point, verbatim.
        sentence: the `index` of the sentence it lies in.
        score: how well the sentence did; comparable within one article.
    """

    start: int
    end: int
    sentence: int
    score: float


def choose_key_points(
    text: TextMap, *, title: str | None = None, count: int | None = None
) -> list[Choice]:
    """Returns the slices of `text` that tell its main points, in the article's order.

    Args:
        text: the article; only its visible sentences are read.
        title: the headline, where it is known apart from the text.
        count: how many points at most, whatever their length. By default the article
            decides: two or three of a short one, up to seven of a long one, one of one
            sentence.

    Returns:
        At most `count` slices. Each lies within one sentence and keeps its attribution. It
        has at most 35 words unless the article has no clause that short.

    Example:
        >>> from summarizer.textmap import TextMap
        >>> text = "The old bridge at Osterlund was closed on Monday. Why? Engineers found rust."
        >>> [text[one.start : one.end] for one in choose_key_points(TextMap(text), count=1)]
        ['The old bridge at Osterlund was closed on Monday.']
    """
    candidates = read_candidates(text, max_words=MAX_WORDS)
    if not candidates or (count is not None and count < 1):
        return []
    worth = _weigh_terms(candidates, _read_title(title or text.title))
    return [
        Choice(one.start, one.start + len(one.raw), one.sentence.index, round(one.score, 6))
        for one in sorted(_choose(candidates, worth, count), key=lambda one: one.start)
    ]


# ---- rating ----


def _read_title(title: str | None) -> set[str]:
    return keep_terms(choose_reader(title)(title)) if title else set()


def _weigh_terms(candidates: list[Candidate], title: set[str]) -> dict[str, int]:
    """Returns how many other sentences hold a term; the title is one, too.

    One in over half of the sentences is a grammatical word of a language without a list here.
    """
    spread = Counter(title)
    heading = set(title)
    for one in candidates:
        spread.update(one.terms)
        if one.tier == EDITORIAL or one.sentence.segment == "headline":
            heading |= one.terms
    most = max(3, len(candidates) // 2)
    worth = {term: count - 1 if count <= most else 0 for term, count in spread.items()}
    for term in heading:
        worth[term] *= HEADING_FACTOR
    return worth


def _rate_manner(one: Candidate) -> float:
    """The share that is left of a sentence's worth by its place and by how it reads alone."""
    faults = (
        0.2 * (one.raw[0] in "\"'“‘«„「")
        + 0.2 * (not FIRST_PERSON.isdisjoint(one.words))
        + 0.25 * ("?" in one.raw)
        + 0.15 * (one.length < 8)
        + 0.1 * (one.words[0] in PRONOUNS)
    )
    return (1 - faults) / math.pow(one.place + 2, PLACE_POWER)


# ---- choosing ----


class _Chosen:
    """The sentences chosen so far, and what they tell."""

    def __init__(self, worth: dict[str, int]) -> None:
        self.sentences: list[Candidate] = []
        self.words = 0
        self._told: set[str] = set()
        self._worth = worth
        self._gained = 0.0

    def take(self, pool: list[Candidate], *, least: int, most: int, budget: float) -> None:
        """Takes the best of `pool`: `most` of them, after `least` only what adds enough.

        The worth of a sentence only shrinks as others are chosen, so that the best of all is
        found when the one at the top stays there with its worth of now.
        """
        manner = [_rate_manner(one) for one in pool]
        heap: list[tuple[float, int]] = []
        for at, one in enumerate(pool):
            _, one.score = self._rate(one, one.terms, manner[at])
            heap.append((-one.score, at))
        heapify(heap)
        while heap and len(self.sentences) < most:
            at = heap[0][1]
            one = pool[at]
            gain, rating = self._rate(one, one.terms - self._told, manner[at])
            if self.words + one.length > budget or self._repeats(one):
                heappop(heap)
            elif -rating > heap[0][0]:
                heapreplace(heap, (-rating, at))
            elif len(self.sentences) >= least and self._adds_little(one, gain):
                return
            else:
                heappop(heap)
                self._add(one, gain)

    def _rate(self, one: Candidate, terms: set[str], manner: float) -> tuple[float, float]:
        """Returns what a sentence adds by these of its terms, and the same for its length."""
        gain = manner * (SENTENCE_WORTH + sum(map(self._worth.__getitem__, terms)))
        return gain, gain / math.pow(one.length, LENGTH_POWER)

    def _repeats(self, one: Candidate) -> bool:
        told = len(one.terms & self._told)
        return one.tier != EDITORIAL and told > MOST_REPEATED * len(one.terms)

    def _adds_little(self, one: Candidate, gain: float) -> bool:
        return gain * self.words < LEAST_SHARE * self._gained * one.length

    def _add(self, one: Candidate, gain: float) -> None:
        self.sentences.append(one)
        self.words += one.length
        self._told |= one.terms
        self._gained += gain


def _choose(
    candidates: list[Candidate], worth: dict[str, int], count: int | None
) -> list[Candidate]:
    tiers: list[list[Candidate]] = [[], [], [], []]
    for one in candidates:
        tiers[one.tier].append(one)
    least, most = _find_counts(tiers) if count is None else (count, count)
    budget = BUDGET_WORDS + BUDGET_WORDS_PER_EXTRA_POINT * max(0, most - 3)
    chosen = _Chosen(worth)
    chosen.take(tiers[EDITORIAL], least=most, most=most, budget=math.inf)
    chosen.take(tiers[PLAIN], least=least, most=most, budget=budget if count is None else math.inf)
    for tier in (WHOLE, LEFTOVER):
        chosen.take(tiers[tier], least=1, most=1, budget=math.inf)
    return chosen.sentences


def _find_counts(tiers: list[list[Candidate]]) -> tuple[int, int]:
    """Returns how many points come surely, and how many at most."""
    # The editors' points leave out what their headline and lead say: one more has room.
    bullets = len(tiers[EDITORIAL]) + bool(tiers[EDITORIAL])
    words = sum(one.length for one in tiers[PLAIN])
    least = max(bullets, 2 + words // WORDS_PER_SURE_POINT)
    most = max(least, 3 + words // WORDS_PER_EXTRA_POINT)
    return min(MAX_POINTS, least), min(MAX_POINTS, most if len(tiers[PLAIN]) >= 5 else least)
