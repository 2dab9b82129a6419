"""How far a figure would move if other articles had been drawn: 95 % bootstrap intervals."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")
RESAMPLES = 2000


def find_interval(
    items: Sequence[Item], statistic: Callable[[Sequence[Item]], float] | None = None
) -> tuple[float, float]:
    """Returns the 95 % interval of a statistic over resampled items, the same on each run.

    Args:
        items: One per article or sentence, such as the difference of two systems on it.
        statistic: What is made of them; by default their mean, and the items are numbers.
    """
    compute = statistic or _mean
    if not items:
        return 0.0, 0.0
    pick = random.Random(0)
    found = sorted(compute(pick.choices(items, k=len(items))) for _ in range(RESAMPLES))
    return found[int(RESAMPLES * 0.025)], found[int(RESAMPLES * 0.975)]


def _mean(items: Sequence[object]) -> float:
    numbers: list[float] = [one for one in items if isinstance(one, int | float)]
    return statistics.fmean(numbers)
