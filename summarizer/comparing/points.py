"""Key points of two results: which is which, and what differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summarizer.comparing.fields import list_party_changes
from summarizer.comparing.matching import choose_pairs
from summarizer.comparing.records import Change, PointDiff
from summarizer.comparing.telling import fold_words, tell_point
from summarizer.comparing.traits import cut_words
from summarizer_schemas.record import KeyPoint

LEAST_SHARED = 0.5
"""Twice the words in common over the words of both, from which two key points are one."""


def compare_points(before: Sequence[KeyPoint], after: Sequence[KeyPoint]) -> list[PointDiff]:
    """Returns the key points that differ: changed, then new, then gone; their order is nothing.

    Those of one wording go together first, then the most alike.

    Args:
        before: of the earlier result.
        after: of the later result.
    """
    pairs = _pair_equal(before, after)
    rows, columns = {row for row, _ in pairs}, {column for _, column in pairs}
    words = [
        [frozenset(cut_words(one.text) if at not in done else ()) for at, one in enumerate(points)]
        for points, done in ((before, rows), (after, columns))
    ]
    scored = [
        (-shared, row, column)
        for row, ours in enumerate(words[0])
        for column, theirs in enumerate(words[1])
        if (shared := _share(ours, theirs)) >= LEAST_SHARED
    ]
    pairs += choose_pairs(scored)
    partners = {column: row for row, column in pairs}
    known = set(partners.values())
    changed = [
        PointDiff("changed", before[row], after[column], changes)
        for column, row in sorted(partners.items())
        if (changes := tuple(_list_changes(before[row], after[column])))
    ]
    new = [PointDiff("new", None, one) for at, one in enumerate(after) if at not in partners]
    gone = [PointDiff("gone", one, None) for at, one in enumerate(before) if at not in known]
    return [*changed, *new, *gone]


def _pair_equal(before: Sequence[KeyPoint], after: Sequence[KeyPoint]) -> list[tuple[int, int]]:
    """Returns pairs that tell the same, then of what is left those of one wording."""
    pairs: list[tuple[int, int]] = []
    for tell in (tell_point, _tell_text):
        rows, columns = {row for row, _ in pairs}, {column for _, column in pairs}
        waiting: dict[object, list[int]] = {}
        for column in reversed(range(len(after))):
            if column not in columns:
                waiting.setdefault(tell(after[column]), []).append(column)
        for row, point in enumerate(before):
            if row not in rows and (same := waiting.get(tell(point))):
                pairs.append((row, same.pop()))
    return pairs


def _tell_text(point: KeyPoint) -> str:
    return fold_words(point.text)


def _share(ours: frozenset[str], theirs: frozenset[str]) -> float:
    both = len(ours) + len(theirs)
    return 2 * len(ours & theirs) / both if ours and theirs else 0.0


def _list_changes(before: KeyPoint, after: KeyPoint) -> Iterator[Change]:
    if fold_words(before.text) != fold_words(after.text):
        yield Change("text", "", before.text, after.text, before.text, after.text)
    yield from list_party_changes("claimants", before.claimants, after.claimants)
