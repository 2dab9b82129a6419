"""What differs between two results, and between two runs: plain values with a JSON form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any, Literal

from summarizer_schemas.record import Event, KeyPoint
from summarizer_schemas.result import ArticleInfo

Kind = Literal["new", "gone", "changed"]
KINDS: tuple[Kind, ...] = ("new", "gone", "changed")
Pairing = Literal["given", "id", "sha256", "url", "title", "quotes", "only"]
"""Why two results are taken for two versions of one article."""
Side = Literal["before", "after"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs.

    Attributes:
        field: of the record: `figures`, `date`, `title`.
        label: which of several: `killed (children), says the mayor`; "" where there is but one.
        before: the value in plain JSON types; None where there was none.
        after: the same of the later result.
        said_before: the value in words; "" where there was none. The words of an article are in it.
        said_after: the same of the later result.
    """

    field: str
    label: str
    before: Any
    after: Any
    said_before: str
    said_after: str

    @property
    def kind(self) -> Kind:
        """Whether the value is new, gone or another one."""
        if self.before is None:
            return "new"
        return "gone" if self.after is None else "changed"

    def to_dict(self) -> Json:
        """Returns plain JSON types."""
        return {
            "field": self.field,
            "label": self.label,
            "before": self.before,
            "after": self.after,
            "said_before": self.said_before,
            "said_after": self.said_after,
        }


@dataclass(frozen=True, slots=True)
class PointDiff:
    """A key point that differs.

    Attributes:
        kind: whether it is new, gone or changed.
        before: the key point of the earlier result; None when it is new.
        after: that of the later one; None when it is gone.
        changes: what differs in it; empty when it is new or gone.
    """

    kind: Kind
    before: KeyPoint | None
    after: KeyPoint | None
    changes: tuple[Change, ...] = ()

    def to_dict(self) -> Json:
        """Returns plain JSON types."""
        return {
            "kind": self.kind,
            "before": _dump(self.before),
            "after": _dump(self.after),
            "changes": [one.to_dict() for one in self.changes],
        }


@dataclass(frozen=True, slots=True)
class EventDiff:
    """An event that differs.

    Attributes:
        kind: whether it is new, gone or changed.
        before: the event of the earlier result; None when it is new.
        after: that of the later one; None when it is gone.
        key_before: its key in the earlier result (`list_event_keys`); "" when it is new.
        key_after: its key in the later one; "" when it is gone.
        changes: what differs in it; empty when it is new or gone.
    """

    kind: Kind
    before: Event | None
    after: Event | None
    key_before: str = ""
    key_after: str = ""
    changes: tuple[Change, ...] = ()

    def to_dict(self) -> Json:
        """Returns plain JSON types."""
        return {
            "kind": self.kind,
            "key_before": self.key_before or None,
            "key_after": self.key_after or None,
            "before": _dump(self.before),
            "after": _dump(self.after),
            "changes": [one.to_dict() for one in self.changes],
        }


@dataclass(frozen=True, slots=True)
class SameEvent:
    """Where one happening stands in both results; the ids of an event are places, no names.

    Attributes:
        id_before: `e1`, `e2`, … in the earlier result.
        id_after: the same in the later one.
        key: its key in the later result.
        likeness: 0 to 1; 1 when nothing differs.
    """

    id_before: str
    id_after: str
    key: str
    likeness: float

    def to_dict(self) -> Json:
        """Returns plain JSON types."""
        return {
            "id_before": self.id_before,
            "id_after": self.id_after,
            "key": self.key,
            "likeness": round(self.likeness, 3),
        }


@dataclass(frozen=True, slots=True)
class ResultDiff:
    """What differs between two results of one article.

    Attributes:
        paired_by: why the two are taken for one article; None when one is missing.
        before: the article of the earlier result; None when the article is new.
        after: that of the later one; None when the article is gone.
        changes: of the article's own data, of the status and of the error.
        key_points: those that differ: changed, then new, then gone.
        events: those that differ: changed, then new, then gone.
        matched: every event that stands in both results, changed or not, in order of the later.
        text_changed: whether the text is another one, to the byte. That alone is no difference.
        unread: a result that failed says nothing of its article, so key points and events were
            not compared.
    """

    paired_by: Pairing | None
    before: ArticleInfo | None
    after: ArticleInfo | None
    changes: tuple[Change, ...] = ()
    key_points: tuple[PointDiff, ...] = ()
    events: tuple[EventDiff, ...] = ()
    matched: tuple[SameEvent, ...] = ()
    text_changed: bool = False
    unread: bool = False

    @property
    def kind(self) -> Kind | Literal["same"]:
        """Whether the article is new, gone, changed or the same."""
        if self.before is None:
            return "new"
        if self.after is None:
            return "gone"
        return "changed" if self.changes or self.key_points or self.events else "same"

    @property
    def article(self) -> ArticleInfo:
        """The article as the later result has it, or as the earlier one had it."""
        known = self.after or self.before
        if known is None:
            raise ValueError("a difference needs an article on one side")
        return known

    def iter_kinds(self) -> Iterator[Kind]:
        """Yields the kinds of all that differs in it."""
        if self.before is None or self.after is None:
            yield "new" if self.before is None else "gone"
        if self.changes:
            yield "changed"
        for point in self.key_points:
            yield point.kind
        for event in self.events:
            yield event.kind

    def keep(self, kinds: AbstractSet[Kind]) -> ResultDiff:
        """Returns it with nothing but what is of these kinds."""
        return replace(
            self,
            changes=self.changes if "changed" in kinds else (),
            key_points=tuple(one for one in self.key_points if one.kind in kinds),
            events=tuple(one for one in self.events if one.kind in kinds),
        )

    def to_dict(self) -> Json:
        """Returns plain JSON types."""
        return {
            "kind": self.kind,
            "paired_by": self.paired_by,
            "text_changed": self.text_changed,
            "unread": self.unread,
            "before": _dump(self.before),
            "after": _dump(self.after),
            "changes": [one.to_dict() for one in self.changes],
            "key_points": [one.to_dict() for one in self.key_points],
            "events": [one.to_dict() for one in self.events],
            "matched": [one.to_dict() for one in self.matched],
        }


@dataclass(frozen=True, slots=True)
class Counts:
    """How many are new, gone, changed and the same."""

    new: int = 0
    gone: int = 0
    changed: int = 0
    same: int = 0

    def to_dict(self) -> Json:
        """Returns plain JSON types."""
        return {
            "new": self.new,
            "gone": self.gone,
            "changed": self.changed,
            "same": self.same,
        }

    def keep(self, kinds: AbstractSet[Kind]) -> Counts:
        """Returns the counts of these kinds; the others are 0."""
        return replace(self, **{kind: 0 for kind in KINDS if kind not in kinds})


@dataclass(frozen=True, slots=True)
class Repeat:
    """An id that several results of one run bear.

    Attributes:
        side: the run.
        id: of the article.
        count: how many results bear it. All of them were compared.
    """

    side: Side
    id: str
    count: int

    def to_dict(self) -> Json:
        """Returns plain JSON types."""
        return {"side": self.side, "id": self.id, "count": self.count}


@dataclass(frozen=True, slots=True)
class RunDiff:
    """What differs between two runs.

    Attributes:
        articles: those that differ: changed, then new, then gone.
        article_counts: of all articles.
        event_counts: of all events; those of new and gone articles are new and gone.
        point_counts: of all key points, counted alike.
        repeats: ids that several results of one run bear.
    """

    articles: tuple[ResultDiff, ...]
    article_counts: Counts
    event_counts: Counts
    point_counts: Counts
    repeats: tuple[Repeat, ...] = ()

    def keep(self, kinds: Sequence[Kind]) -> RunDiff:
        """Returns it with nothing but what is of these kinds: articles, key points and events.

        An article that changed stays as long as something in it does.
        """
        chosen = frozenset(kinds)
        kept = tuple(one.keep(chosen) for one in self.articles if chosen & set(one.iter_kinds()))
        changed = sum(one.before is not None and one.after is not None for one in kept)
        return replace(
            self,
            articles=kept,
            article_counts=replace(self.article_counts.keep(chosen), changed=changed),
            event_counts=self.event_counts.keep(chosen),
            point_counts=self.point_counts.keep(chosen),
        )

    def to_dict(self) -> Json:
        """Returns plain JSON types."""
        return {
            "counts": {
                "articles": self.article_counts.to_dict(),
                "events": self.event_counts.to_dict(),
                "key_points": self.point_counts.to_dict(),
            },
            "articles": [one.to_dict() for one in self.articles],
            "repeats": [one.to_dict() for one in self.repeats],
        }


def _dump(record: ArticleInfo | Event | KeyPoint | None) -> Json | None:
    return None if record is None else record.model_dump(mode="json")
