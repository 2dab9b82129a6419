"""The page of a difference: before and after side by side, word by word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from summarizer.comparing import Change, EventDiff, Kind, PointDiff, ResultDiff, RunDiff
from summarizer.comparing.wording import (
    count,
    describe_counts,
    describe_event,
    find_title,
    join_names,
    mark_words,
)
from summarizer.controls import clean_for_terminal
from summarizer.pages.frame import Page, read_part
from summarizer_schemas.record import Event, KeyPoint

_MOST_CHARS = 2_000
"""Of one string; the JSON form has the whole of it."""
_PAIRINGS: Mapping[str, str] = {
    "sha256": "paired by its text",
    "url": "paired by its address",
    "title": "paired by its title",
    "quotes": "paired by what is quoted",
    "only": "paired as the only article of both runs",
}

Json = dict[str, Any]


def build_changes(diff: RunDiff) -> Page:
    """Returns the page, to be rendered.

    Args:
        diff: what differs between two runs.

    Example:
        >>> from summarizer import Article, summarize
        >>> from summarizer.comparing import compare_runs
        >>> from summarizer.pages.frame import render_page
        >>> first = summarize(Article(id="a", text="Shells killed 12 people in Norburg."))
        >>> later = summarize(Article(id="a", text="Shells killed 17 people in Norburg."))
        >>> page = render_page(build_changes(compare_runs([first], [later])))
        >>> page.startswith("<!doctype html>"), "<title>What changed: 1 article" in page
        (True, True)
    """
    counts = describe_counts(diff)
    return Page(
        title=f"What changed: {counts.partition(';')[0]}",
        plain=f"What changed: {counts}.",
        body=_read("changes.html"),
        styles=(_read("changes.css"),),
        scripts=(_read("changes.js"),),
        island={
            "summary": counts,
            "repeats": [
                f"{count(one.count, 'result')} of the {_RUNS[one.side]} run have the id "
                f"{_clean(one.id)}"
                for one in diff.repeats
            ],
            "articles": [_build_article(one) for one in diff.articles],
        },
    )


_RUNS: Mapping[str, str] = {"before": "first", "after": "second"}


def _read(name: str) -> str:
    return read_part("summarizer.pages", name)


def _build_article(diff: ResultDiff) -> Json:
    ids = dict.fromkeys(one.id for one in (diff.before, diff.after) if one)
    day = diff.article.published
    facts = [
        diff.article.publisher or "",
        day.isoformat() if day else "",
        _PAIRINGS.get(diff.paired_by or "", ""),
        "text edited" if diff.text_changed else "",
        "a result that failed tells nothing: findings were not compared" if diff.unread else "",
    ]
    return {
        "kind": diff.kind,
        "title": _clean(find_title(diff)),
        "ids": [_clean(one) for one in ids],
        "facts": [_clean(one) for one in facts if one],
        "items": list(_build_items(diff)),
    }


def _build_items(diff: ResultDiff) -> Iterator[Json]:
    if diff.changes:
        yield _build_item("changed", "article", "", map(_build_row, diff.changes))
    for point in diff.key_points:
        yield _build_point(point)
    for event in diff.events:
        yield _build_event(event)


def _build_item(kind: Kind, what: str, said: str, rows: Iterable[Json], key: str = "") -> Json:
    return {"kind": kind, "what": what, "said": _clean(said), "rows": list(rows), "key": key}


def _build_point(diff: PointDiff) -> Json:
    if diff.kind == "changed":
        return _build_item("changed", "key point", "", map(_build_row, diff.changes))
    said = ["" if one is None else _say_point(one) for one in (diff.before, diff.after)]
    return _build_item(diff.kind, "key point", "", [_mark("", "key point", *said)])


def _say_point(point: KeyPoint) -> str:
    return point.text + (f" ({join_names(point.claimants)})" if point.claimants else "")


def _build_event(diff: EventDiff) -> Json:
    event = diff.after or diff.before
    said = describe_event(event) if event else ""
    keys = dict.fromkeys(filter(None, (diff.key_before, diff.key_after)))
    quotes = ["" if one is None else _find_quote(one) for one in (diff.before, diff.after)]
    rows = [*map(_build_row, diff.changes), _mark("in the article", "quote", *quotes)]
    return _build_item(diff.kind, "event", said, rows, " → ".join(keys))


def _find_quote(event: Event) -> str:
    told = (one for one in event.evidence if one.field is None)
    return next(told, event.evidence[0]).quote


def _build_row(change: Change) -> Json:
    label = change.label or change.field.replace("_", " ")
    if change.field == "links":
        label = f"link: {label}"
    field = change.field if change.field != "text" else "key point"
    return _mark(label, field, change.said_before, change.said_after)


def _mark(label: str, field: str, before: str, after: str) -> Json:
    """Returns a row: both texts in pieces; an empty one was not there."""
    ours, theirs = _clean(before), _clean(after)
    pieces = mark_words(ours, theirs) if ours and theirs else ()
    return {
        "label": _clean(label),
        "field": field.replace("_", " "),
        "before": [[one.kind, one.text] for one in pieces if one.kind != "new"]
        or ([["gone", ours]] if ours else []),
        "after": [[one.kind, one.text] for one in pieces if one.kind != "gone"]
        or ([["new", theirs]] if theirs else []),
    }


def _clean(words: str) -> str:
    line = " ".join(words.split())
    shown = line if len(line) <= _MOST_CHARS else f"{line[: _MOST_CHARS - 1].rstrip()}…"
    return clean_for_terminal(shown)
