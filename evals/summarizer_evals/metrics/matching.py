"""Optimal one-to-one assignment, and what is taken for what in two lists of one slot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, Protocol, TypeVar

from summarizer_evals.scores import Tally


class Agreement(NamedTuple):
    """How far a found value agrees with gold."""

    relaxed: float
    """0 to 1, with partial credit."""
    strict: float
    """1 for values that are equal, else 0."""


NONE = Agreement(0.0, 0.0)
SAME = Agreement(1.0, 1.0)

ALIKE = 0.5
"""Relaxed agreement from which two values are taken for one."""
_EXACT_FIRST = 10.0
_NEEDED = 1e-7


class _Gold(Protocol):
    @property
    def optional(self) -> bool: ...


_G = TypeVar("_G", bound=_Gold)
_F = TypeVar("_F")


@dataclass(frozen=True, slots=True)
class Match(Generic[_G, _F]):
    """Two lists of one slot: what is taken for what.

    Attributes:
        pairs: a gold value, what is taken for it, and how far they agree.
        missed: gold values that are needed and have no partner.
        extra: found values without a partner.
    """

    pairs: tuple[tuple[_G, _F, Agreement], ...]
    missed: tuple[_G, ...]
    extra: tuple[_F, ...]

    def count(self) -> tuple[Tally, Tally]:
        """Returns relaxed and strict sums.

        What is taken for an optional value is neither found nor missed, unless the two are hardly
        alike: then it is one too many.
        """
        needed = [one for gold, _, one in self.pairs if not gold.optional]
        poor = sum(gold.optional and one.relaxed < ALIKE for gold, _, one in self.pairs)
        sums = (len(needed) + len(self.extra) + poor, len(needed) + len(self.missed))
        return (
            Tally(sum(one.relaxed for one in needed), *sums),
            Tally(sum(one.strict for one in needed), *sums),
        )

    def measure(self) -> float | None:
        """Returns the relaxed F1 over everything that is there; None when nothing is."""
        whole = 2 * len(self.pairs) + len(self.missed) + len(self.extra)
        return 2 * sum(one.relaxed for _, _, one in self.pairs) / whole if whole else None


def match(
    gold: Sequence[_G],
    found: Sequence[_F],
    compare: Callable[[_G, _F], Agreement],
    tie: Callable[[_G, _F], float] | None = None,
) -> Match[_G, _F]:
    """Returns the best one-to-one matching of two lists; what agrees in nothing is not paired.

    Equal values go together before alike ones, needed ones before optional ones.

    Args:
        gold: of one slot.
        found: of the same slot.
        compare: how far two values agree.
        tie: decides between pairs that agree equally; far below 1.
    """
    table = [[compare(one, other) for other in found] for one in gold]

    def weigh(row: int, column: int) -> float:
        agreement, one = table[row][column], gold[row]
        if not agreement.relaxed:
            return 0.0
        more = tie(one, found[column]) if tie is not None else 0.0
        first = _EXACT_FIRST * agreement.strict + _NEEDED * (not one.optional)
        return agreement.relaxed + first + more

    weights = [[weigh(row, column) for column in range(len(found))] for row in range(len(gold))]
    chosen = assign(weights)
    rows, columns = {row for row, _ in chosen}, {column for _, column in chosen}
    return Match(
        pairs=tuple((gold[row], found[column], table[row][column]) for row, column in chosen),
        missed=tuple(one for at, one in enumerate(gold) if at not in rows and not one.optional),
        extra=tuple(one for at, one in enumerate(found) if at not in columns),
    )


def assign(similarities: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Returns the pairs (row, column) of the one-to-one assignment with the greatest sum.

    Pairs of similarity 0 are left out. The assignment is that of SciPy's
    `linear_sum_assignment`; one row or one column needs no search.

    Args:
        similarities: rows of equal length; 0 or more each.

    Example:
        >>> assign([[0.9, 0.8], [0.8, 0.1]])
        [(0, 1), (1, 0)]
    """
    if not similarities or not similarities[0]:
        return []
    rows, columns = len(similarities), len(similarities[0])
    if rows == 1:
        best = max(range(columns), key=lambda at: (similarities[0][at], -at))
        return [(0, best)] if similarities[0][best] > 0 else []
    if columns == 1:
        best = max(range(rows), key=lambda at: (similarities[at][0], -at))
        return [(best, 0)] if similarities[best][0] > 0 else []
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    matrix = np.asarray(similarities, dtype=np.float64)
    found = linear_sum_assignment(matrix, maximize=True)
    pairs = zip(found[0].tolist(), found[1].tolist(), strict=True)
    return [(row, column) for row, column in pairs if similarities[row][column] > 0]
