"""Two results of one article: what is new, gone and changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from summarizer.comparing.fields import list_event_changes, list_link_changes
from summarizer.comparing.keys import name_events
from summarizer.comparing.matching import Matching, Pair, match_events
from summarizer.comparing.points import compare_points
from summarizer.comparing.records import Change, EventDiff, Pairing, ResultDiff, SameEvent
from summarizer.comparing.telling import fold_words
from summarizer_schemas.result import Result

_INFO_FIELDS = ("title", "published", "publisher", "source_agency", "url", "language")
_FOLDED_FIELDS = frozenset({"title", "publisher", "source_agency"})


def compare_results(before: Result, after: Result, *, paired_by: Pairing = "given") -> ResultDiff:
    """Returns what differs between two results, field by field.

    Not compared: where words stand, how they are quoted, rejected items, warnings, usage and
    provenance. When either result failed, key points and events are not compared: nothing is
    known of them.

    Args:
        before: the earlier result, or that of the first engine.
        after: the later result.
        paired_by: why the two are taken for one article.

    Example:
        >>> from summarizer import summarize
        >>> first = summarize("Shells killed 12 people in Norburg, officials said.")
        >>> later = summarize("NORBURG - Shells killed 17 people in Norburg, officials said.")
        >>> [found] = compare_results(first, later).events
        >>> for change in found.changes:
        ...     print(change.label, change.said_before, "→", change.said_after)
        killed (people), officials 12 → 17
    """
    changes = tuple(_list_article_changes(before, after))
    text_changed = before.article.sha256 != after.article.sha256
    if "failed" in {before.status, after.status}:
        return ResultDiff(
            paired_by,
            before.article,
            after.article,
            changes,
            text_changed=text_changed,
            unread=True,
        )
    matching = match_events(before.events, after.events)
    keys = name_events(before.events), name_events(after.events)
    return ResultDiff(
        paired_by=paired_by,
        before=before.article,
        after=after.article,
        changes=changes,
        key_points=tuple(compare_points(before.key_points, after.key_points)),
        events=tuple(_compare_events(matching, *keys)),
        matched=tuple(
            SameEvent(ours.id, theirs.id, keys[1][theirs.id], likeness)
            for ours, theirs, likeness in matching.pairs
        ),
        text_changed=text_changed,
    )


def list_new(after: Result) -> ResultDiff:
    """Returns the difference of an article that the earlier run did not have: all is new."""
    keys = name_events(after.events)
    return ResultDiff(
        paired_by=None,
        before=None,
        after=after.article,
        key_points=tuple(compare_points((), after.key_points)),
        events=tuple(EventDiff("new", None, one, key_after=keys[one.id]) for one in after.events),
        unread=after.status == "failed",
    )


def list_gone(before: Result) -> ResultDiff:
    """Returns the difference of an article that the later run does not have: all is gone."""
    keys = name_events(before.events)
    return ResultDiff(
        paired_by=None,
        before=before.article,
        after=None,
        key_points=tuple(compare_points(before.key_points, ())),
        events=tuple(
            EventDiff("gone", one, None, key_before=keys[one.id]) for one in before.events
        ),
        unread=before.status == "failed",
    )


def _list_article_changes(before: Result, after: Result) -> Iterator[Change]:
    for field in _INFO_FIELDS:
        ours, theirs = getattr(before.article, field), getattr(after.article, field)
        same = fold_words(ours) == fold_words(theirs) if field in _FOLDED_FIELDS else ours == theirs
        if not same:
            yield _make_change(field, ours, theirs)
    if before.status != after.status:
        yield _make_change("status", before.status, after.status)
    kinds = [one.error.kind if one.error else None for one in (before, after)]
    if kinds[0] != kinds[1]:
        yield _make_change("error", *kinds)


def _make_change(field: str, before: Any, after: Any) -> Change:
    values = [one.isoformat() if hasattr(one, "isoformat") else one for one in (before, after)]
    return Change(field, "", *values, *(one or "" for one in values))


def _compare_events(
    matching: Matching, keys_before: dict[str, str], keys_after: dict[str, str]
) -> Iterator[EventDiff]:
    partners = {ours.id: theirs.id for ours, theirs, _ in matching.pairs}
    earlier = {one.id: one for one in (*(pair.before for pair in matching.pairs), *matching.gone)}
    later = {one.id: one for one in (*(pair.after for pair in matching.pairs), *matching.new)}

    def compare(pair: Pair) -> tuple[Change, ...]:
        links = list_link_changes(
            pair.before, pair.after, partners=partners, earlier=earlier, later=later
        )
        return (*list_event_changes(pair.before, pair.after), *links)

    for pair in matching.pairs:
        if changes := compare(pair):
            ours, theirs = pair.before, pair.after
            keys = keys_before[ours.id], keys_after[theirs.id]
            yield EventDiff("changed", ours, theirs, *keys, changes)
    for one in matching.new:
        yield EventDiff("new", None, one, key_after=keys_after[one.id])
    for one in matching.gone:
        yield EventDiff("gone", one, None, key_before=keys_before[one.id])
