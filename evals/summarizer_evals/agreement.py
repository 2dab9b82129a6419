"""How far annotators agree with each other: the ceiling for whoever is measured against them.

Each annotator is scored against each other one with the metrics of a run, both ways round. Codes
are compared over aligned events only, so that their alpha says nothing of events that only one of
two has; that is what the F1 of events is for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any, cast

from pydantic import Field

from summarizer_evals.gold.mirror import mirror
from summarizer_evals.gold.reading import Case
from summarizer_evals.gold.records import Gold
from summarizer_evals.metrics.alignment import align
from summarizer_evals.metrics.keypoints import read_points
from summarizer_evals.metrics.scoring import score_case
from summarizer_evals.scores import NOTHING, Tally
from summarizer_schemas.base import Record
from summarizer_schemas.record import Event
from summarizer_schemas.result import Result

CODES = ("type", "realis", "salience")
"""Slots of which Krippendorff's alpha is computed."""
_METRICS = ("events", "slots", "point_coverage")

Rating = str | None
"""What one annotator says of one thing; None: nothing."""


class Both(Record):
    """One metric of two annotators, each taken for the reference once."""

    forth: Tally = NOTHING
    """The second scored against the first."""
    back: Tally = NOTHING
    """The first scored against the second."""

    @property
    def value(self) -> float | None:
        """The mean of both directions that have a value; null when neither has.

        Example:
            >>> Both(forth=Tally(1, 2, 2), back=Tally(1, 1, 1)).value
            0.75
        """
        known = [one for one in (self.forth.value, self.back.value) if one is not None]
        return sum(known) / len(known) if known else None


class PairAgreement(Record):
    """Two annotators of one article."""

    case: str
    first: str
    second: str
    events: Both
    """F1 of events."""
    slots: Both
    """F1 of who, whom, what, where, when, how many, who says so."""
    points: Both
    """Coverage of key points, by weight."""
    codes: dict[str, tuple[tuple[str, str], ...]] = Field(
        default_factory=dict[str, "tuple[tuple[str, str], ...]"]
    )
    """Slot -> what both say of each aligned event."""


class Agreement(Record):
    """All pairs of annotators, and all of them together: the human ceiling.

    Everything is null where no article has a second annotator.
    """

    pairs: tuple[PairAgreement, ...] = ()
    cases: int = 0
    """Articles with two annotators or more."""
    events: float | None = None
    """F1 of events, sums over all pairs and both directions."""
    slots: float | None = None
    points: float | None = None
    alphas: dict[str, float | None] = Field(default_factory=dict[str, "float | None"])
    """Krippendorff's alpha, nominal, over the aligned events of all pairs."""
    aligned: int = 0
    """Pairs of events that the alphas stand on."""


def measure_agreement(cases: Iterable[Case]) -> Agreement:
    """Returns how far the annotators of these articles agree.

    Of three annotators each pair counts. What one of them calls optional is not held against the
    other: where the other has it, it agrees; where not, it is left out.
    """
    pairs = tuple(
        compare_annotators(case, first, second)
        for case in cases
        for first, second in combinations(case.annotations, 2)
    )
    codes = {slot: [both for one in pairs for both in one.codes[slot]] for slot in CODES}
    return Agreement(
        pairs=pairs,
        cases=len({one.case for one in pairs}),
        events=_pool(one.events for one in pairs),
        slots=_pool(one.slots for one in pairs),
        points=_pool(one.points for one in pairs),
        alphas={
            slot: measure_alpha([[one[at] for one in said] for at in (0, 1)])
            for slot, said in codes.items()
        },
        aligned=len(codes[CODES[0]]),
    )


def compare_annotators(case: Case, first: Gold, second: Gold) -> PairAgreement:
    """Returns how far two annotations of one article agree."""
    forth, back = _score(case, first, second), _score(case, second, first)
    both = {name: Both(forth=forth[name], back=back[name]) for name in _METRICS}
    found = mirror(second, case.text).events
    codes: dict[str, tuple[tuple[str, str], ...]] = dict.fromkeys(CODES, ())
    if first.has_events and second.has_events:
        aligned = align(first.events, found).pairs
        codes = {
            slot: tuple(
                (getattr(first.events[row], slot), getattr(found[column], slot))
                for row, column in aligned
            )
            for slot in CODES
        }
    return PairAgreement(
        case=case.id,
        first=first.annotator,
        second=second.annotator,
        events=both["events"],
        slots=both["slots"],
        points=both["point_coverage"],
        codes=codes,
    )


def measure_alpha(ratings: Sequence[Sequence[Rating]]) -> float | None:
    """Returns Krippendorff's alpha of nominal ratings.

    1 - observed / expected disagreement, over things that two or more have rated.

    Args:
        ratings: one row for each who rates, one column for each thing that is rated.

    Returns:
        1 where all agree, 0 for chance; null where nothing was rated twice, or everybody says one
        and the same of everything, which leaves no chance to disagree.

    Example:
        >>> measure_alpha([["a", "a", "b"], ["a", "a", "b"]])
        1.0
        >>> measure_alpha([["a", "a", None], ["a", "a", None]]) is None
        True
    """
    columns = [[one for one in column if one is not None] for column in zip(*ratings, strict=True)]
    paired = [column for column in columns if len(column) > 1]
    numbers = {one: at for at, one in enumerate(sorted({one for row in paired for one in row}))}
    if len(numbers) < 2:
        return None
    import krippendorff
    import numpy as np

    table = [
        [np.nan if one is None else numbers.get(one, np.nan) for one in row] for row in ratings
    ]
    alpha = cast("Any", krippendorff).alpha(
        reliability_data=np.array(table, dtype=np.float64), level_of_measurement="nominal"
    )
    return float(alpha)


def _score(case: Case, gold: Gold, other: Gold) -> dict[str, Tally]:
    """The sums of one annotator against another; nothing where one of them has left it out."""
    result = _drop_optional(gold, other, mirror(other, case.text))
    alone = Case(id=case.id, text=case.text, annotations=(gold,))
    counts = score_case(alone, result).counts
    with_events = gold.has_events and other.has_events
    with_points = gold.has_key_points and other.has_key_points
    is_scored = {"events": with_events, "slots": with_events, "point_coverage": with_points}
    return {name: counts.get(name, NOTHING) if is_scored[name] else NOTHING for name in _METRICS}


def _drop_optional(gold: Gold, other: Gold, result: Result) -> Result:
    """Takes out what the other calls optional and gold has not."""
    taken = {column for _, column in align(gold.events, result.events).pairs}
    points = read_points(gold, result.key_points)
    kept_events: list[Event] = [
        event
        for at, event in enumerate(result.events)
        if at in taken or not other.events[at].optional
    ]
    kept_points = [
        point
        for at, point in enumerate(result.key_points)
        if points.bears_out(at) or not other.key_points[at].optional
    ]
    return result.model_copy(
        update={"events": tuple(kept_events), "key_points": tuple(kept_points)}
    )


def _pool(both: Iterable[Both]) -> float | None:
    whole = NOTHING
    for one in both:
        whole = whole + one.forth + one.back
    return whole.value
