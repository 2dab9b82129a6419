"""Paired statistics over cases: intervals, p-values, and the smallest drop that can be seen.

All of them work on counts: a value of a resample is the ratio of its sums, as the value itself is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summarizer_evals.gates.records import Interval
from summarizer_evals.scores import Tally

Array = NDArray[np.float64]

_CHUNK = 2_000_000
"""Numbers drawn at a time."""
_Z_POWER = 0.8416212335729143  # normal quantile of 80 %


def stack(epochs_by_case: Sequence[Sequence[Tally]]) -> Array:
    """Returns counts as an array (cases, epochs, 3); cases have equally many epochs."""
    return np.asarray(epochs_by_case, dtype=np.float64)


def find_value(counts: Array) -> float | None:
    """Returns the ratio of sums over all cases and epochs; None for 0/0."""
    agreed, found, gold = counts.sum(axis=(0, 1))
    whole = found + gold
    return float(2 * agreed / whole) if whole else None


@dataclass(frozen=True, slots=True)
class Difference:
    """How two systems differ on the same cases.

    Attributes:
        delta: second minus first.
        interval: 95 %, of delta.
        p: one-sided: how often chance alone makes the second as much worse.
        error: standard error of delta.
    """

    delta: float
    interval: Interval
    p: float
    error: float


def compare_paired(first: Array, second: Array, *, resamples: int, seed: int) -> Difference | None:
    """Returns the difference, by paired bootstrap and by approximate randomisation.

    Bootstrap: cases are drawn with replacement, the same for both; then, where there are several,
    epochs within each case. Randomisation: the two systems change places in each case at random.
    Identical counts give 0, an interval of 0 and p = 1.

    Args:
        first: the baseline's counts (cases, epochs, 3).
        second: those of the run; as many cases, perhaps other epochs.
        resamples: of each kind.
        seed: of both.

    Returns:
        None where a value is null.
    """
    before, after = find_value(first), find_value(second)
    if before is None or after is None:
        return None
    delta = after - before
    mean_first, mean_second = first.mean(axis=1), second.mean(axis=1)
    if np.array_equal(mean_first, mean_second) and first.shape[1] == second.shape[1] == 1:
        return Difference(0.0, Interval(low=0.0, high=0.0), 1.0, 0.0)
    rng = np.random.Generator(np.random.PCG64(seed))
    deltas = _resample(first, second, resamples, rng)
    low, high = np.quantile(deltas, (0.025, 0.975))
    return Difference(
        delta=delta,
        interval=Interval(low=float(low), high=float(high)),
        p=_randomise(mean_first, mean_second, delta, resamples, rng),
        error=float(deltas.std(ddof=1)),
    )


def measure_alone(counts: Array, *, resamples: int, seed: int) -> Interval | None:
    """Returns the 95 % bootstrap interval of one value; None for 0/0."""
    if find_value(counts) is None:
        return None
    rng = np.random.Generator(np.random.PCG64(seed))
    values = np.concatenate(
        [_ratios(_draw(counts, chunk, rng)) for chunk in _chunks(counts, resamples, rng)]
    )
    low, high = np.quantile(values[~np.isnan(values)], (0.025, 0.975))
    return Interval(low=float(low), high=float(high))


def _chunks(counts: Array, resamples: int, rng: np.random.Generator) -> list[NDArray[np.int64]]:
    """Draws cases for all resamples, in pieces that fit in memory."""
    cases = counts.shape[0]
    size = max(_CHUNK // (cases * counts.shape[1]), 1)
    return [
        rng.integers(0, cases, size=(min(size, resamples - at), cases))
        for at in range(0, resamples, size)
    ]


def _draw(counts: Array, cases: NDArray[np.int64], rng: np.random.Generator) -> Array:
    """Returns sums (resamples, 3) over drawn cases, epochs drawn anew within each of them."""
    epochs = counts.shape[1]
    if epochs == 1:
        # How often each case is drawn, times its counts: no copy of the counts per resample.
        times = np.apply_along_axis(np.bincount, 1, cases, minlength=counts.shape[0])
        return np.asarray(times @ counts[:, 0, :])
    chosen = rng.integers(0, epochs, size=(*cases.shape, epochs))
    return np.asarray(counts[cases[..., None], chosen].sum(axis=(1, 2)) / epochs)


def _ratios(sums: Array) -> Array:
    whole = sums[:, 1] + sums[:, 2]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole > 0, 2 * sums[:, 0] / whole, np.nan)


def _resample(first: Array, second: Array, resamples: int, rng: np.random.Generator) -> Array:
    deltas: list[Array] = []
    for cases in _chunks(first if first.shape[1] > second.shape[1] else second, resamples, rng):
        before, after = _ratios(_draw(first, cases, rng)), _ratios(_draw(second, cases, rng))
        deltas.append(after - before)
    found = np.concatenate(deltas)
    return found[~np.isnan(found)]


def _randomise(
    first: Array, second: Array, delta: float, resamples: int, rng: np.random.Generator
) -> float:
    """Returns the share of random exchanges that make the second at least as much worse."""
    cases = first.shape[0]
    hits = drawn = 0
    size = max(_CHUNK // cases, 1)
    difference = second - first
    base_first, base_second = first.sum(axis=0), second.sum(axis=0)
    while drawn < resamples:
        count = min(size, resamples - drawn)
        flips = rng.integers(0, 2, size=(count, cases)).astype(np.float64)
        moved = flips @ difference
        deltas = _ratios(base_second - moved) - _ratios(base_first + moved)
        hits += int((deltas <= delta + 1e-12).sum())
        drawn += count
    return (hits + 1) / (resamples + 1)


def adjust_holm(values: Sequence[float]) -> list[float]:
    """Returns p-values adjusted for being several (Holm's step-down), in their order.

    Example:
        >>> [round(one, 3) for one in adjust_holm([0.01, 0.04, 0.03])]
        [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(values)), key=values.__getitem__)
    adjusted = [0.0] * len(values)
    greatest = 0.0
    for rank, at in enumerate(order):
        greatest = max(greatest, min(1.0, (len(values) - rank) * values[at]))
        adjusted[at] = greatest
    return adjusted


def find_detectable(error: float, *, alpha: float, tests: int) -> float:
    """Returns the smallest drop that is found with 80 % power, at the strictest step of Holm.

    Args:
        error: standard error of the paired difference.
        alpha: one-sided level.
        tests: how many metrics are tested.
    """
    from scipy.stats import norm

    return float((norm.ppf(1 - alpha / max(tests, 1)) + _Z_POWER) * error)


def count_cases_needed(cases: int, detectable: float, margin: float) -> int | None:
    """Returns how many cases would show a drop as small as the margin; None when these do."""
    if margin <= 0 or detectable <= margin:
        return None
    return math.ceil(cases * (detectable / margin) ** 2)
