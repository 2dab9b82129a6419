"""Figures of one event in two results: a toll that rises is one change, rival tolls stay apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from summarizer.comparing.matching import choose_pairs
from summarizer.comparing.records import Change, Json
from summarizer.comparing.telling import fold_words, list_party_keys, tell_figure
from summarizer.comparing.wording import describe_figure, join_names, label_figure
from summarizer_schemas.record import Figure, Party

_FAR = 1e9
"""Between a number and none."""

Pairs = Sequence[tuple[int, int]]


def match_figures(before: Sequence[Figure], after: Sequence[Figure]) -> list[tuple[int, int]]:
    """Returns which figure is which: (index before, index after).

    Equal ones go together; then those of one measure, group and claimant; then those where group
    or claimant are told on one side only. Figures of different claimants never do.
    """
    told = [tell_figure(one, before) for one in before], [tell_figure(one, after) for one in after]
    left, right = set(range(len(before))), set(range(len(after)))
    pairs: list[tuple[int, int]] = []
    for step in range(_STEPS):
        scored = [
            (_measure_distance(before[row], after[column]), row, column)
            for row, column in product(sorted(left), sorted(right))
            if (
                told[0][row] == told[1][column]
                if step == 0
                else _grade(before[row], after[column]) == step
            )
        ]
        for row, column in choose_pairs(scored):
            pairs.append((row, column))
            left.discard(row)
            right.discard(column)
    return sorted(pairs)


_STEPS = 5
"""Equal ones, then the four grades."""


def _grade(ours: Figure, theirs: Figure) -> int:
    """Returns how well two figures count the same: 1 best, 4 least, 0 not at all."""
    if ours.measure != theirs.measure:
        return 0
    source = _compare_sources(ours.claimants, theirs.claimants)
    group = _compare_groups(ours, theirs)
    if not source or not group:
        return 0
    is_part = (ours.subset_of is None) != (theirs.subset_of is None)
    return 1 + (group == 1) + (source == 1) + is_part


def _compare_sources(ours: Sequence[Party], theirs: Sequence[Party]) -> int:
    """Returns 2 for the same claimants or none, 1 where only one side names some, 0 for others."""
    if not ours and not theirs:
        return 2
    if not ours or not theirs:
        return 1
    mine = {key for party in ours for key in list_party_keys(party)}
    return 2 if any(mine & list_party_keys(party) for party in theirs) else 0


def _compare_groups(ours: Figure, theirs: Figure) -> int:
    """Returns 2 for the same group, 1 where one side names none, 0 for others."""
    mine, yours = fold_words(ours.group), fold_words(theirs.group)
    if mine == yours:
        return 2
    return 1 if not mine or not yours else 0


def _measure_distance(ours: Figure, theirs: Figure) -> float:
    mine, yours = _find_value(ours), _find_value(theirs)
    if mine is None or yours is None:
        return 0.0 if mine is yours else _FAR
    return abs(mine - yours)


def _find_value(figure: Figure) -> int | None:
    return next((one for one in (figure.best, figure.low, figure.high) if one is not None), None)


def list_figure_changes(
    before: Sequence[Figure], after: Sequence[Figure], pairs: Pairs
) -> Iterator[Change]:
    """Yields what differs in the figures of an event: changed, then new, then gone.

    Args:
        before: figures of the earlier event.
        after: figures of the later event.
        pairs: which is which (`match_figures`).
    """
    for row, column in pairs:
        ours, theirs = before[row], after[column]
        if tell_figure(ours, before) != tell_figure(theirs, after):
            yield _change(ours, theirs, label=_label_pair(row, column, before, after))
    rows, columns = {row for row, _ in pairs}, {column for _, column in pairs}
    for column, figure in enumerate(after):
        if column not in columns:
            yield _change(None, figure, label=_label(figure, after))
    for row, figure in enumerate(before):
        if row not in rows:
            yield _change(figure, None, label=_label(figure, before))


def _label(figure: Figure, figures: Sequence[Figure]) -> str:
    label = label_figure(figure, figures)
    return f"{label}, {join_names(figure.claimants)}" if figure.claimants else label


def _label_pair(row: int, column: int, before: Sequence[Figure], after: Sequence[Figure]) -> str:
    """Returns what both count, and for whom where both name the same."""
    ours, theirs = before[row], after[column]
    label = label_figure(theirs if theirs.group else ours, after if theirs.group else before)
    same = join_names(theirs.claimants)
    return f"{label}, {same}" if same and same == join_names(ours.claimants) else label


def _change(before: Figure | None, after: Figure | None, *, label: str) -> Change:
    names = [join_names(one.claimants) if one else "" for one in (before, after)]
    told_apart = before is not None and after is not None and names[0] != names[1]
    said = [describe_figure(one) if one else "" for one in (before, after)]
    if told_apart:
        said = [
            f"{words} ({who or 'nobody named'})" for words, who in zip(said, names, strict=True)
        ]
    elif before and after and said[0] == said[1]:
        said = [_spell_bounds(before), _spell_bounds(after)]
    return Change("figures", label, _dump(before), _dump(after), *said)


def _spell_bounds(figure: Figure) -> str:
    """Returns all that is told of a number, for where its usual words are the same."""
    bounds = "/".join(
        "–" if one is None else str(one) for one in (figure.low, figure.best, figure.high)
    )
    words = [figure.qualifier.replace("_", " "), figure.status]
    if figure.subset_of is not None:
        words.append("a part")
    return f"{bounds} {', '.join(words)}"


def _dump(figure: Figure | None) -> Json | None:
    return None if figure is None else figure.model_dump(mode="json", exclude={"evidence"})
