"""The terminal view of a difference: what is new, gone and changed, one line for one thing.

An article's words are not trusted: every string passes `clean_for_terminal`, and goes to the
terminal as `Text`, which is never read as markup. Signs say what colours say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

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

MAX_WIDTH = 120
"""Columns; longer lines tire the eye, however wide the terminal is."""

MAX_SHOWN = 400
"""Code points of one string: about three sentences. The JSON form has the whole of it."""

_SIGNS: Mapping[Kind, str] = {"new": "+", "gone": "-", "changed": "~"}
_STYLES: Mapping[Kind, str] = {"new": "green", "gone": "red", "changed": "yellow"}
_SENTENCES = frozenset({"title", "text"})
"""Fields in which single words are marked."""
_LABEL_SHARE = 3
"""Of the width, one part in three is for what differs, two are for how."""
_PAIRINGS: Mapping[str, str] = {
    "sha256": "paired by its text",
    "url": "paired by its address",
    "title": "paired by its title",
    "quotes": "paired by what is quoted",
    "only": "paired as the only article of both",
}


def render_diff(diff: RunDiff, console: Console) -> None:
    """Writes a difference to the console, at most `MAX_WIDTH` columns wide.

    Args:
        diff: what differs between two runs.
        console: where it goes; its width and encoding decide the layout.
    """
    width = min(console.width, MAX_WIDTH)
    for block in _build_blocks(diff, width, plain=console.options.ascii_only):
        console.print(block, width=width, markup=False, highlight=False, emoji=False)


def _build_blocks(diff: RunDiff, width: int, *, plain: bool) -> Iterator[RenderableType]:
    yield Text(describe_counts(diff), style="bold")
    for one in diff.repeats:
        runs = {"before": "first", "after": "second"}
        said = f"note: {count(one.count, 'result')} of the {runs[one.side]} run have the id "
        yield Text(said + _show(one.id), style="yellow")
    for article in diff.articles:
        yield Text()
        yield from _build_article(article, width, plain=plain)


def _build_article(diff: ResultDiff, width: int, *, plain: bool) -> Iterator[RenderableType]:
    kind = diff.kind
    if kind == "same":
        return
    head = Text(f"{_SIGNS[kind]} ", style=_STYLES[kind])
    yield head.append(_show(find_title(diff)), style="bold")
    yield Padding(Text(_describe_article(diff), style="dim"), (0, 0, 0, 2))
    rows = _Rows(width, plain=plain)
    for change in diff.changes:
        yield Padding(rows.build_change(change), (0, 0, 0, 2))
    whole = kind == "changed"
    for point in diff.key_points if whole else ():
        yield from _build_point(point, rows)
    for event in diff.events:
        yield from _build_event(event, rows, quoted=whole)


def _describe_article(diff: ResultDiff) -> str:
    ids = dict.fromkeys(one.id for one in (diff.before, diff.after) if one)
    points = len(diff.key_points)
    facts = [
        f"{diff.kind} article" if diff.kind != "changed" else "",
        count(points, "key point") if points and diff.kind != "changed" else "",
        _PAIRINGS.get(diff.paired_by or "", ""),
        "its text was edited" if diff.text_changed else "",
        "a result that failed tells nothing: findings were not compared" if diff.unread else "",
    ]
    return "; ".join((" / ".join(map(_show, ids)), *filter(None, facts)))


def _build_point(diff: PointDiff, rows: _Rows) -> Iterator[RenderableType]:
    point = diff.after or diff.before
    if point is None:
        return
    if diff.kind == "changed":
        yield _sign(diff.kind, Text("key point"))
        for change in diff.changes:
            yield Padding(rows.build_change(change), (0, 0, 0, 6))
        return
    said = f" (so {join_names(point.claimants)})" if point.claimants else ""
    yield _sign(diff.kind, Text(f"key point: {_show(point.text + said)}", style=_STYLES[diff.kind]))


def _build_event(diff: EventDiff, rows: _Rows, *, quoted: bool) -> Iterator[RenderableType]:
    event = diff.after or diff.before
    if event is None:
        return
    said = _arrows(_show(describe_event(event)), plain=rows.plain)
    changed = diff.kind == "changed"
    yield _sign(diff.kind, Text(said, style="bold" if changed else _STYLES[diff.kind]))
    for change in diff.changes:
        yield Padding(rows.build_change(change), (0, 0, 0, 6))
    if quoted and not changed:
        quote = next((one for one in event.evidence if one.field is None), event.evidence[0])
        yield Padding(Text(f"“{_show(quote.quote)}”", style="dim"), (0, 0, 0, 6))


def _sign(kind: Kind, said: Text) -> Table:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=3, justify="right")
    grid.add_column(overflow="fold")
    grid.add_row(Text(_SIGNS[kind], style=_STYLES[kind]), said)
    return grid


class _Rows:
    """Rows of what differs: the field, then before and after."""

    def __init__(self, width: int, *, plain: bool) -> None:
        self.plain = plain
        self._label_width = width // _LABEL_SHARE

    def build_change(self, change: Change) -> Table:
        """Returns one row."""
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(max_width=self._label_width, overflow="fold")
        grid.add_column(overflow="fold")
        label = change.field.replace("_", " ")
        if change.label:
            label = _show(change.label)
            label = f"link: {label}" if change.field == "links" else label
        said = self._mark(change) if change.field in _SENTENCES else self._say(change)
        grid.add_row(Text(label, style="dim"), said)
        return grid

    def _say(self, change: Change) -> Text:
        before, after = (
            _arrows(_show(one), plain=self.plain) for one in (change.said_before, change.said_after)
        )
        if change.kind == "new":
            return Text(f"+ {after}", style=_STYLES["new"])
        if change.kind == "gone":
            return Text(f"- {before}", style=_STYLES["gone"])
        arrow = (" => " if self.plain else " ⇒ ") if "→" in before + after else " → "
        said = Text(before, style=_STYLES["gone"])
        said.append(" -> " if self.plain else arrow, style="dim")
        return said.append(after, style=_STYLES["new"])

    def _mark(self, change: Change) -> Text:
        """Returns both texts as one; words that went stand in [-…-], words that came in {+…+}."""
        said = Text()
        for piece in mark_words(_show(change.said_before), _show(change.said_after)):
            if piece.kind == "same":
                said.append(piece.text)
            elif piece.kind == "gone":
                said.append(f"[-{piece.text}-]", style=_STYLES["gone"])
            else:
                said.append(f"{{+{piece.text}+}}", style=_STYLES["new"])
        return said


def _arrows(words: str, *, plain: bool) -> str:
    return words.replace("→", "->") if plain else words


def _show(words: str) -> str:
    """Returns words that do nothing to a terminal, in one line and cut where they are long."""
    line = clean_for_terminal(" ".join(words.split()))
    return line if len(line) <= MAX_SHOWN else f"{line[: MAX_SHOWN - 1].rstrip()}…"


def draw_lines(diff: RunDiff, console: Console) -> Iterable[str]:
    """Returns the lines of the view, without the blanks that fill them up."""
    with console.capture() as captured:
        render_diff(diff, console)
    return (f"{line.rstrip()}\n" for line in captured.get().split("\n")[:-1])
