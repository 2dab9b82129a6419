"""Optimal one-to-one assignment, and who is taken for whom in lists of a slot."""

from __future__ import annotations

from collections.abc import Sequence


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
