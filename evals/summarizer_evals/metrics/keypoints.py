"""Key point metrics of one article: what is told, repeated, made up.

Two points are alike by their content words (.5), names (.3) and numbers (.2); a part that neither
has does not count. What says otherwise (other numbers, a negation on one side) matches nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from summarizer.coverage import check_coverage
from summarizer.coverage.passage import make_key
from summarizer_evals.gold.records import Gold, GoldPoint
from summarizer_evals.metrics.definitions import POINT_MATCH, POINT_REPEAT
from summarizer_evals.metrics.matching import assign
from summarizer_evals.metrics.sums import Sums
from summarizer_evals.metrics.words import (
    compare_bags,
    compare_sets,
    list_names,
    list_numbers,
    list_stems,
    recall_words,
)
from summarizer_evals.scores import PointPair
from summarizer_schemas.record import KeyPoint

MOST_WORDS = 35
_WRONG_NUMBER = ("number_missing", "number_noun_changed", "qualifier_changed")
_MARKS = ".,;:!?\"'“”‘’()"
_LEAD_SHARE = 0.2
_DENIED_LIKENESS = 0.4
"""Likeness in words from which two sentences are about the same, so that "not" matters."""


@dataclass(frozen=True, slots=True)
class PointReading:
    """The key points of one article, and which gold points they tell.

    Attributes:
        gold: all gold points.
        found: all key points.
        table: similarity of every gold point (rows) with every found one.
        denied: (gold index, found index) of points that contradict each other.
        pairs: the best one-to-one assignment of those that match.
    """

    gold: tuple[GoldPoint, ...]
    found: tuple[KeyPoint, ...]
    table: tuple[tuple[float, ...], ...]
    denied: frozenset[tuple[int, int]]
    pairs: tuple[tuple[int, int], ...]

    def is_told(self, row: int) -> bool:
        """Tells whether some key point tells a gold point; several may share one key point."""
        return any(one >= POINT_MATCH for one in self.table[row])

    def bears_out(self, column: int) -> bool:
        """Tells whether some gold point, optional or not, is what a key point tells."""
        return any(row[column] >= POINT_MATCH for row in self.table)


def read_points(gold: Gold, found: Sequence[KeyPoint]) -> PointReading:
    """Returns which key point tells which gold point."""
    language = gold.article.language
    denied: set[tuple[int, int]] = set()
    table: list[tuple[float, ...]] = []
    for row, point in enumerate(gold.key_points):
        likeness: list[float] = []
        for column, one in enumerate(found):
            if _contradicts(point, one.text, language):
                denied.add((row, column))
                likeness.append(0.0)
            else:
                likeness.append(compare_point(point, one.text, language))
        table.append(tuple(likeness))
    weights = [[one if one >= POINT_MATCH else 0.0 for one in row] for row in table]
    return PointReading(
        gold=gold.key_points,
        found=tuple(found),
        table=tuple(table),
        denied=frozenset(denied),
        pairs=tuple(sorted(assign(weights))),
    )


def compare_point(gold: GoldPoint, text: str, language: str | None) -> float:
    """Returns how alike a gold point and a sentence are: the best of its wordings and evidence."""
    wordings = (gold.text, *gold.accept, *(one.quote for one in gold.evidence))
    return max(compare_sentences(one, text, language) for one in wordings)


def compare_sentences(left: str, right: str, language: str | None) -> float:
    """Returns how alike two sentences are, 0 to 1.

    Example:
        >>> round(compare_sentences("Nine people died.", "Nine people were killed.", "en"), 2)
        0.76
    """
    words = compare_bags(list_stems(left, language), list_stems(right, language))
    total, weight = 0.5 * words, 0.5
    names = compare_sets(list_names(left), list_names(right))
    numbers = compare_sets(list_numbers(left, language), list_numbers(right, language))
    for share, both in ((0.3, names), (0.2, numbers)):
        if both is not None:
            total, weight = total + share * both, weight + share
    return total / weight


def _contradicts(gold: GoldPoint, text: str, language: str | None) -> bool:
    """Whether a sentence about the same says otherwise: other numbers, or the opposite."""
    if compare_bags(list_stems(gold.text, language), list_stems(text, language)) < _DENIED_LIKENESS:
        return False
    proof = [gold.text, *gold.accept, *(one.quote for one in gold.evidence)]
    wanted = {number for one in proof for number in list_numbers(one, language)}
    said = list_numbers(text, language)
    if wanted and said and not wanted & said:
        return True
    return any(flag.reason == "negation_changed" for flag in check_coverage(text, proof))


# ---- counts ----


def count_points(reading: PointReading, gold: Gold, text: str, sums: Sums) -> list[PointPair]:
    """Adds everything that is counted about key points; returns the pairs for those who look."""
    needed = [at for at, one in enumerate(reading.gold) if not one.optional]
    told = [at for at in needed if reading.is_told(at)]
    sums.add(
        "point_coverage",
        sum(reading.gold[at].weight for at in told),
        sum(reading.gold[at].weight for at in needed),
    )
    found = len(reading.found)
    if found:
        good = sum(reading.bears_out(column) for column in range(found))
        sums.add("point_precision", good, found)
    one_to_one = sum(not reading.gold[row].optional for row, _ in reading.pairs)
    neutral = len(reading.pairs) - one_to_one
    sums.add("point_f1", one_to_one, found - neutral, len(needed))
    if needed:
        denied = {row for row, _ in reading.denied}
        sums.add(
            "contradiction", sum(at in denied and at not in told for at in needed), len(needed)
        )
    _count_wording(reading, gold, needed, sums)
    _count_fidelity(reading, text, gold.article.language, sums)
    return [
        PointPair(
            gold=reading.gold[row].id,
            found=f"p{column + 1}",
            similarity=round(reading.table[row][column], 4),
        )
        for row, column in reading.pairs
    ]


def _count_wording(reading: PointReading, gold: Gold, needed: Sequence[int], sums: Sums) -> None:
    """Repetition, length, order, and how many of gold's words are said at all."""
    language = gold.article.language
    texts = [one.text for one in reading.found]
    pairs = list(combinations(texts, 2))
    if pairs:
        alike = sum(compare_sentences(*one, language) >= POINT_REPEAT for one in pairs)
        sums.add("point_redundancy", alike, len(pairs))
    if texts:
        sums.add("point_distinct", len(texts) - len(set(texts)), len(texts))
        sums.add("point_length", sum(is_too_long(one) for one in texts), len(texts))
    said = [stem for one in texts for stem in list_stems(one, language)]
    for at in needed:
        share = recall_words(list_stems(reading.gold[at].text, language), said)
        if share is not None:
            sums.add("content_recall", share, 1)
    sums.add("point_words", sum(len(one.split()) for one in texts), 1)
    if len(reading.pairs) > 1:
        from scipy.stats import kendalltau  # pyright: ignore[reportUnknownVariableType]

        rows, columns = zip(*reading.pairs, strict=True)
        sums.note("point_order", float(kendalltau(rows, columns).statistic))


def is_too_long(text: str) -> bool:
    """Tells whether a key point has more words than one may have."""
    return len(text.split()) > MOST_WORDS


def _count_fidelity(reading: PointReading, text: str, language: str, sums: Sums) -> None:
    """Numbers and names of the key points against the article and against their own quotes."""
    known_numbers = list_numbers(text, language)
    for point in reading.found:
        numbers, names = list_numbers(point.text, language), list_names(point.text)
        flags = check_coverage(point.text, [text]) if numbers or names else ()
        if numbers:
            known = len(numbers & known_numbers)
            # A number that the article has, but of something else, is one that it has not; what
            # is counted is read in English only.
            is_read = language.startswith("en")
            wrong = is_read and any(one.reason in _WRONG_NUMBER for one in flags)
            sums.add("number_fidelity", min(known, len(numbers) - wrong), len(numbers))
        if names:
            unknown = {
                key for one in flags if one.reason == "name_missing" for key in one.words.split()
            }
            missing = names & {make_key(one.strip(_MARKS)) for one in unknown}
            sums.add("name_fidelity", len(names) - len(missing), len(names))
        _count_grounding(point, text, sums)


def _count_grounding(point: KeyPoint, text: str, sums: Sums) -> None:
    quotes = [one.quote for one in point.evidence if text[one.start : one.end] == one.quote]
    flags = {one.reason for one in check_coverage(point.text, quotes)} if quotes else set[str]()
    is_covered = flags.isdisjoint(("number_missing", "name_missing"))
    sums.add("point_grounded", bool(quotes) and is_covered, 1)
    first = min((one.start for one in point.evidence), default=len(text))
    sums.add("lead_bias", first < _LEAD_SHARE * len(text), 1)
