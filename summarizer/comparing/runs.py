"""Two runs: which article is which, and what differs in each.

The earlier run is kept as compressed JSON; of the later one, each article with the id and the text
of an earlier one is compared as it comes, and only the others wait for the end.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from hashlib import sha256

from summarizer.comparing.articles import (
    Face,
    fold_address,
    pair_by_quotes,
    pair_by_title,
    read_face,
)
from summarizer.comparing.records import Counts, Pairing, Repeat, ResultDiff, RunDiff, Side
from summarizer.comparing.results import compare_results, list_gone, list_new
from summarizer_schemas.result import ArticleInfo, Provenance, Result, Usage

_LEVEL = 1
"""Of compression: a third of the time of the usual one, a tenth more bytes."""


def compare_runs(before: Iterable[Result], after: Iterable[Result]) -> RunDiff:
    """Returns what differs between two runs over more or less the same articles.

    Articles belong together by id; else by their text; else by their address; else, as versions
    of a live article may have another id each time, by headline and publisher, or by the sentences
    that are quoted; else when each run has but one. `paired_by` tells which it was. Several results
    of one id are paired by their text, then in order, and told in `repeats`.

    Args:
        before: the earlier run, read to its end first.
        after: the later run, read one by one.

    Example:
        >>> from summarizer import Article, summarize
        >>> first = summarize(Article(id="a", text="Shells killed 12 people in Norburg."))
        >>> later = summarize(Article(id="a", text="Shells killed 17 people in Norburg."))
        >>> found = compare_runs([first], [later])
        >>> found.article_counts.changed, found.articles[0].paired_by
        (1, 'id')
    """
    comparison = _Comparison()
    for place, result in enumerate(before):
        comparison.keep(result, place)
    for place, result in enumerate(after):
        comparison.take(result, place)
    return comparison.finish()


@dataclass(frozen=True, slots=True)
class _Kept:
    """A result that waits for its partner: what it is looked for by, and the rest compressed."""

    place: int
    article: ArticleInfo
    digest: bytes
    packed: bytes = field(repr=False)

    @classmethod
    def pack(cls, result: Result, line: bytes, place: int) -> _Kept:
        return cls(place, result.article, _digest(line), zlib.compress(line, _LEVEL))

    def unpack(self) -> Result:
        return Result.from_json(zlib.decompress(self.packed))


def _write(result: Result) -> bytes:
    """Returns the result as JSON, without what is not compared."""
    made = Provenance(engine="", library_version="", created_at=_NEVER)
    left_out = {"rejected": (), "warnings": (), "usage": Usage(), "provenance": made}
    return result.model_copy(update=left_out).to_json().encode("utf-8")


_NEVER = datetime(1, 1, 1, tzinfo=timezone.utc)


def _digest(line: bytes) -> bytes:
    return sha256(line).digest()


class _Tally:
    """Counts while results go by."""

    def __init__(self) -> None:
        self.articles: Counter[str] = Counter()
        self.events: Counter[str] = Counter()
        self.points: Counter[str] = Counter()

    def add(self, diff: ResultDiff, points: int) -> None:
        """Counts one article; `points`: key points that stand in both results."""
        self.articles[diff.kind] += 1
        self.events.update(one.kind for one in diff.events)
        self.points.update(one.kind for one in diff.key_points)
        changed = sum(one.kind == "changed" for one in diff.events)
        self.events["same"] += len(diff.matched) - changed
        self.points["same"] += points

    def add_same(self, result: Result) -> None:
        """Counts an article of which two results are equal, without another look."""
        self.articles["same"] += 1
        self.events["same"] += len(result.events)
        self.points["same"] += len(result.key_points)


class _Comparison:
    """A comparison at work."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, str], list[_Kept]] = {}
        self._late: list[_Kept] = []
        self._ids: dict[Side, Counter[str]] = {"before": Counter(), "after": Counter()}
        self._found: list[tuple[int, ResultDiff]] = []
        self._tally = _Tally()

    def keep(self, result: Result, place: int) -> None:
        """Keeps a result of the earlier run."""
        article = result.article
        self._ids["before"][article.id] += 1
        kept = _Kept.pack(result, _write(result), place)
        self._waiting.setdefault((article.id, article.sha256), []).append(kept)

    def take(self, result: Result, place: int) -> None:
        """Compares a result of the later run, or keeps it when another may suit it better."""
        article = result.article
        self._ids["after"][article.id] += 1
        line = _write(result)
        same = self._waiting.get((article.id, article.sha256))
        if not same:
            self._late.append(_Kept.pack(result, line, place))
            return
        other = same.pop(0)
        if other.digest == _digest(line):
            self._tally.add_same(result)
        else:
            self._compare(other.unpack(), result, place, "id")

    def finish(self) -> RunDiff:
        """Pairs what is left, and returns all that differs."""
        left = sorted(
            (one for kept in self._waiting.values() for one in kept), key=lambda one: one.place
        )
        late = self._late
        for paired_by, look in _KEYS:
            left, late = self._pair(left, late, _pair_keys(left, late, look), paired_by)
        left, late = self._pair_faces(left, late)
        if len(left) == len(late) == 1 and all(ids.total() == 1 for ids in self._ids.values()):
            left, late = self._pair(left, late, [(0, 0)], "only")
        changed = [diff for _, diff in sorted(self._found, key=lambda one: one[0])]
        new, gone = (
            [list_new(one.unpack()) for one in late],
            [list_gone(one.unpack()) for one in left],
        )
        for diff in (*new, *gone):
            self._tally.add(diff, 0)
        return RunDiff(
            articles=(*changed, *new, *gone),
            article_counts=Counts(**self._tally.articles),
            event_counts=Counts(**self._tally.events),
            point_counts=Counts(**self._tally.points),
            repeats=tuple(
                Repeat(side, name, count)
                for side, ids in self._ids.items()
                for name, count in ids.items()
                if count > 1
            ),
        )

    def _pair_faces(self, left: list[_Kept], late: list[_Kept]) -> tuple[list[_Kept], list[_Kept]]:
        if not left or not late:
            return left, late
        ours = {one.place: read_face(one.unpack()) for one in left}
        theirs = {one.place: read_face(one.unpack()) for one in late}
        for paired_by, pair in _FACES:
            pairs = pair([ours[one.place] for one in left], [theirs[one.place] for one in late])
            left, late = self._pair(left, late, pairs, paired_by)
        return left, late

    def _pair(
        self,
        left: Sequence[_Kept],
        late: Sequence[_Kept],
        pairs: Sequence[tuple[int, int]],
        paired_by: Pairing,
    ) -> tuple[list[_Kept], list[_Kept]]:
        """Compares pairs; returns what is left of both."""
        for row, column in pairs:
            other = late[column]
            self._compare(left[row].unpack(), other.unpack(), other.place, paired_by)
        rows, columns = {row for row, _ in pairs}, {column for _, column in pairs}
        return (
            [one for at, one in enumerate(left) if at not in rows],
            [one for at, one in enumerate(late) if at not in columns],
        )

    def _compare(self, before: Result, after: Result, place: int, paired_by: Pairing) -> None:
        diff = compare_results(before, after, paired_by=paired_by)
        new = sum(one.kind != "gone" for one in diff.key_points)
        self._tally.add(diff, 0 if diff.unread else len(after.key_points) - new)
        if diff.kind != "same":
            self._found.append((place, diff))


_Key = Callable[[ArticleInfo], Hashable]
_KEYS: Sequence[tuple[Pairing, _Key]] = (
    ("id", lambda article: article.id),
    ("sha256", lambda article: article.sha256),
    ("url", lambda article: fold_address(article) or None),
)


_FACES: Sequence[tuple[Pairing, Callable[[list[Face], list[Face]], list[tuple[int, int]]]]] = (
    ("title", pair_by_title),
    ("quotes", pair_by_quotes),
)


def _pair_keys(left: Sequence[_Kept], late: Sequence[_Kept], look: _Key) -> list[tuple[int, int]]:
    """Returns the pairs with one key, the first with the first of its kind."""
    waiting: dict[Hashable, list[int]] = {}
    for row in reversed(range(len(left))):
        waiting.setdefault(look(left[row].article), []).append(row)
    pairs: list[tuple[int, int]] = []
    for column, one in enumerate(late):
        key = look(one.article)
        if key is not None and (same := waiting.get(key)):
            pairs.append((same.pop(), column))
    return pairs
