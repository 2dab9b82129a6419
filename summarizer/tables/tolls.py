"""One number where a scheme has room for one, by a rule that can be told.

Figures of the whole count, not of a part of it, and none that is denied. Each gives its lower
bound. Where they differ, the lowest is taken, as ACLED takes the most conservative report; none is
added to another, as nothing tells rival counts of the same dead from counts of different dead.
Nothing stated is no number; "no one was killed" is 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer_schemas.record import Figure, Measure


@dataclass(frozen=True, slots=True)
class Toll:
    """How many, and what that is taken from.

    Attributes:
        number: None when no figure gives one.
        note: every figure of that measure in the article's words, and what was done with them;
            None when there is none.
    """

    number: int | None
    note: str | None


def take_toll(figures: Sequence[Figure], measure: Measure) -> Toll:
    """Returns the number that a scheme with one number gets.

    Args:
        figures: of one event; `subset_of` counts among them.
        measure: what is counted.

    Example:
        >>> from summarizer import parse_figures
        >>> told = "Nine people were killed, Vantia said. Norland put the toll at 14."
        >>> toll = take_toll(parse_figures(told), "killed")
        >>> toll.number, toll.note
        (9, 'killed: “Nine people” (Vantia); “14” (Norland); lowest taken: 9')
    """
    told = [one for one in figures if one.measure == measure]
    counted = [one for one in told if one.status != "denied" and not _is_part(one, figures)]
    bounds = [one.best if one.low is None else one.low for one in counted]
    numbers = {bound for bound in bounds if bound is not None}
    if not told:
        return Toll(None, None)
    note = f"{measure}: " + "; ".join(_describe(one, figures) for one in told)
    if len(numbers) > 1:
        note += f"; lowest taken: {min(numbers)}"
    return Toll(min(numbers, default=None), note)


def _is_part(figure: Figure, figures: Sequence[Figure]) -> bool:
    """Tells whether the same is counted in a figure that this one is a part of."""
    whole = figure.subset_of
    return whole is not None and figures[whole].measure == figure.measure


def _describe(figure: Figure, figures: Sequence[Figure]) -> str:
    names = ", ".join(dict.fromkeys(one.name or one.text for one in figure.claimants))
    status = figure.status if figure.status in {"denied", "disputed"} else ""
    part = "a part" if _is_part(figure, figures) else ""
    remarks = ", ".join(filter(None, (names, status, part)))
    return f"“{figure.text}”" + (f" ({remarks})" if remarks else "")
