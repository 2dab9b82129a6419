"""Which sentences of an article are its key points, without a model.

A hand-set linear score rates the sentences, and maximal marginal relevance (MMR) keeps the
chosen ones from repeating each other. The weights were written down before they were
measured and are not fitted: a ridge fit of 26 features gained no more ROUGE on fresh
articles and lost ROUGE-2. `benchmarks/keypoints.py` measures them against the first three
sentences.

The time is linear in the text: the mean cosine of a sentence to all others is one product
with the sum of all vectors, and MMR compares only with the few that are chosen.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING

from summarizer.engines.embedded.candidates import (
    CUT,
    EDITORIAL,
    LEFTOVER,
    MAX_WORDS,
    PLAIN,
    WHOLE,
    Candidate,
    keep_terms,
    read_candidates,
    read_words,
)
from summarizer.engines.embedded.stopwords import CONNECTIVES, FIRST_PERSON, PRONOUNS

if TYPE_CHECKING:
    from summarizer.textmap import TextMap

__all__ = ["MAX_WORDS", "Choice", "choose_key_points"]

MAX_POINTS = 6
WORDS_PER_POINT = 20
"""A budget of 60 words for three points; editors' three bullets hold 38, the first three
sentences 68."""
WORDS_PER_EXTRA_POINT = 600
"""Editors hardly write more for a longer article (2.4 bullets under 400 words, 2.6 over
1,000); at one more per 350 words the whole gain over the first three sentences is gone."""
MAX_COSINE = 0.6
"""Above it two sentences tell the same."""


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
            decides: three to six of about 20 words each, two for a few sentences, one for
            one sentence.

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
    _rate(candidates, title or text.title)
    return [
        Choice(one.start, one.start + len(one.raw), one.sentence.index, round(one.score, 6))
        for one in sorted(_choose(candidates, count), key=lambda one: one.start)
    ]


# ---- rating ----


def _rate(candidates: list[Candidate], title: str | None) -> None:
    spread = Counter(term for one in candidates for term in set(one.terms))
    centroid = _weigh_terms(candidates, spread)
    frequent = _find_frequent(candidates, spread)
    heading = _find_heading(candidates, title)
    for one in candidates:
        one.score = (
            _rate_place(one.place)
            # 0.35: near to what all the others tell; times 5 it spans about 0 to 1.
            + 0.35 * 5 * _find_mean_cosine(one.vector, centroid, len(candidates))
            # 0.6: holds the words the article is about.
            + 0.6 * len(frequent.intersection(one.terms)) / max(1, len(frequent))
            # 0.4: tells what the title tells.
            + 0.4 * len(heading.intersection(one.terms)) / max(1, len(heading))
            # 0.2: names somebody.
            + 0.2 * sum(word[0].isupper() for word in one.words) / len(one.words)
            - _rate_faults(one)
        )


def _rate_place(place: int) -> float:
    """News tells the main thing first: a slow decay over the article, a fast one at its top."""
    return 1.2 * math.exp(-place / 8) + 0.5 * math.exp(-place / 3)


def _rate_faults(one: Candidate) -> float:
    """What reads badly out of its context, openings that lean on the sentence before too."""
    opening = one.lower[0]
    return (
        0.35 * (one.raw[0] in "\"'“‘«„「")
        + 0.35 * (not FIRST_PERSON.isdisjoint(one.lower))
        + 0.5 * ("?" in one.raw)
        + 0.3 * (one.length < 8)
        + 0.15 * (opening in PRONOUNS)
        + 0.1 * (opening in CONNECTIVES)
        + 0.5 * max(0.0, one.length / 25 - 1.2)
    )


def _find_frequent(candidates: list[Candidate], spread: Counter[str]) -> set[str]:
    """The 12 terms told most often.

    One in over half of the sentences is a grammatical word of a language without a list here.
    """
    counts = Counter(term for one in candidates for term in one.terms)
    limit = max(3, len(candidates) // 2)
    rare = (term for term, _ in counts.most_common() if spread[term] <= limit)
    return set(islice(rare, 12))


def _find_heading(candidates: list[Candidate], title: str | None) -> set[str]:
    """The terms of the title, else of the headline in the text, else of the first sentence."""
    if title and (terms := keep_terms(read_words(title.lower()))):
        return set(terms)
    headlines = [one for one in candidates if one.sentence.segment == "headline"]
    return {term for one in headlines or candidates[:1] for term in one.terms}


def _weigh_terms(candidates: list[Candidate], spread: Counter[str]) -> dict[str, float]:
    """Gives every candidate its unit vector of tf x isf; returns the sum of all of them."""
    centroid: dict[str, float] = {}
    for one in candidates:
        weights = {
            term: count * math.log(1 + len(candidates) / spread[term])
            for term, count in Counter(one.terms).items()
        }
        norm = math.sqrt(sum(weight * weight for weight in weights.values()))
        one.vector = {term: weight / norm for term, weight in weights.items()}
        for term, weight in one.vector.items():
            centroid[term] = centroid.get(term, 0.0) + weight
    return centroid


def _find_cosine(vector: dict[str, float], other: dict[str, float]) -> float:
    # Few terms are shared; fsum, because a set has no order and a plain sum depends on it.
    return math.fsum(vector[term] * other[term] for term in vector.keys() & other.keys())


def _find_mean_cosine(vector: dict[str, float], centroid: dict[str, float], among: int) -> float:
    if among < 2 or not vector:
        return 0.0
    return (_find_cosine(vector, centroid) - 1.0) / (among - 1)


# ---- choosing ----


def _choose(candidates: list[Candidate], count: int | None) -> list[Candidate]:
    tiers = [[one for one in candidates if one.tier == tier] for tier in range(LEFTOVER + 1)]
    goal = _find_goal(tiers) if count is None else count
    chosen: list[Candidate] = []
    _take(tiers[EDITORIAL], chosen, goal=goal)
    if count is None:
        _take(tiers[PLAIN], chosen, goal=goal, budget=WORDS_PER_POINT * goal)
        goal = min(3, goal)
    for tier in (PLAIN, CUT):
        _take(tiers[tier], chosen, goal=goal)
    for tier in (WHOLE, LEFTOVER):
        _take(tiers[tier], chosen, goal=1)
    return chosen


def _find_goal(tiers: list[list[Candidate]]) -> int:
    # The editors' points leave out what their headline and lead say: one more has room.
    bullets = len(tiers[EDITORIAL]) + bool(tiers[EDITORIAL])
    usable = tiers[EDITORIAL] + tiers[PLAIN] + tiers[CUT]
    if len(usable) < 5:
        return max(bullets, min(2, len(usable)), 1)
    words = sum(one.length for one in usable)
    return min(MAX_POINTS, max(bullets, 3 + words // WORDS_PER_EXTRA_POINT))


def _take(
    pool: list[Candidate], chosen: list[Candidate], *, goal: int, budget: int | None = None
) -> None:
    """Moves the best of `pool` to `chosen`, each weighed against what it would repeat.

    MMR with equal halves (lambda 0.5): score, as a share of the best, less the largest
    cosine to one already chosen. Of equals the earlier sentence is taken.
    """
    best = abs(max((one.score for one in pool), default=0.0)) or 1.0
    nearest = {one: _find_nearest(one, chosen) for one in pool if one not in chosen}
    words = sum(one.length for one in chosen)
    while len(chosen) < goal:
        able = [
            (one.score / best - cosine, one)
            for one, cosine in nearest.items()
            if cosine <= MAX_COSINE and (budget is None or words + one.length <= budget)
        ]
        if not able:
            return
        _, pick = max(able, key=itemgetter(0))
        chosen.append(pick)
        words += pick.length
        del nearest[pick]
        for one, cosine in nearest.items():
            nearest[one] = max(cosine, _find_nearest(one, [pick]))


def _find_nearest(one: Candidate, chosen: list[Candidate]) -> float:
    return max((_find_cosine(one.vector, other.vector) for other in chosen), default=0.0)
