"""Who may work on which article: taking what nobody has taken, and finding copies before that."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from summarizer.batch.copies import Sketch, is_copy
from summarizer.batch.ledger.layout import ARTICLES, BANDS, SKETCHES
from summarizer.batch.ledger.owners import STAYING, Owner
from summarizer.batch.records import Entry

_COLUMNS = ARTICLES.c
_BEST_FIRST = ("done", "claimed", "pending", "dead")
"""Of several articles with the same content, the one to wait for."""


@dataclass(frozen=True, slots=True)
class Copy:
    """An article of ours whose findings another one has, or will have.

    Attributes:
        entry: the article.
        first: key of the other one.
        similarity: from 0 to 1; 1 when all that decides the answer is the same.
    """

    entry: Entry
    first: str
    similarity: float


@dataclass(slots=True)
class Claims:
    """What came of asking for articles.

    Attributes:
        ours: nobody else will work on these.
        copies: of those, the ones that others are the same as.
        held: somebody else works on these; to be asked for again.
        away: how many a provider works on as jobs, which may take a day.
        settled: how many were done or dead already, or are in this process's hands.
    """

    ours: list[Entry] = field(default_factory=list[Entry])
    copies: dict[str, Copy] = field(default_factory=dict[str, Copy])
    held: list[Entry] = field(default_factory=list[Entry])
    away: int = 0
    settled: int = 0


def take(
    connection: sa.Connection, owner: Owner, wanted: dict[str, Entry], found: Claims
) -> list[Entry]:
    """Sorts out what may be taken, takes it, and returns what was not known before."""
    rows = {
        row.key: row
        for row in connection.execute(
            sa.select(
                _COLUMNS.key,
                _COLUMNS.state,
                _COLUMNS.owner,
                _COLUMNS.copy_of,
                _COLUMNS.similarity,
            ).where(_COLUMNS.key.in_(wanted))
        )
    }
    gone = owner.find_gone(
        connection, {row.owner for row in rows.values() if row.state == "claimed"}
    )
    if owner.stays:
        gone.add(owner.id)  # an earlier process of its own had them
    again = _lock_free(connection, rows.keys(), gone)
    new: list[Entry] = []
    for key, entry in wanted.items():
        row = rows.get(key)
        if row is None:
            new.append(entry)
        elif key in again:
            if row.copy_of:
                found.copies[key] = Copy(entry, row.copy_of, row.similarity)
        elif row.state == "claimed" and row.owner.startswith(STAYING):
            found.away += 1
            continue
        elif row.state in ("pending", "claimed"):
            found.held.append(entry)
            continue
        else:
            found.settled += 1
            continue
        found.ours.append(entry)
    if new:
        connection.execute(ARTICLES.insert(), [_describe(entry, owner) for entry in new])
    if again:
        connection.execute(
            ARTICLES.update().where(_COLUMNS.key.in_(again)).values(state="claimed", owner=owner.id)
        )
    return new


def _lock_free(connection: sa.Connection, keys: Collection[str], gone: set[str]) -> set[str]:
    """Returns which of the articles nobody has, until the transaction ends.

    An owner that was taken for dead may be writing his results down at this moment.
    """
    nobodys = sa.or_(
        _COLUMNS.state == "pending",
        sa.and_(_COLUMNS.state == "claimed", _COLUMNS.owner.in_(gone)),
    )
    query = sa.select(_COLUMNS.key).where(_COLUMNS.key.in_(keys)).where(nobodys)
    return set(connection.execute(query.order_by(_COLUMNS.key).with_for_update()).scalars())


def find_copies(
    connection: sa.Connection, new: Sequence[Entry], sketches: dict[str, Sketch | None]
) -> dict[str, Copy]:
    """Returns which of the new articles are the same as others, and notes it.

    Args:
        connection: within the transaction that took them.
        new: articles that were not known before.
        sketches: of their texts, by key.
    """
    if not new:
        return {}
    firsts = _find_same(connection, new)
    copies: list[Copy] = []
    originals: list[Entry] = []
    for entry in new:
        first = firsts.setdefault(entry.content, entry.key)
        if first == entry.key:
            originals.append(entry)
        else:
            copies.append(Copy(entry, first, 1.0))
    drawn = {one.key: sketch for one in originals if (sketch := sketches.get(one.key))}
    entries = {one.key: one for one in originals}
    copies += [
        Copy(entries[key], first, likeness)
        for key, first, likeness in _find_similar(connection, drawn)
    ]
    if copies:
        connection.execute(
            _NOTE_COPY,
            [
                {"its_key": one.entry.key, "first": one.first, "alike": one.similarity}
                for one in copies
            ],
        )
    return {one.entry.key: one for one in copies}


_NOTE_COPY = (
    ARTICLES.update()
    .where(_COLUMNS.key == sa.bindparam("its_key"))
    .values(copy_of=sa.bindparam("first"), similarity=sa.bindparam("alike"))
)


def _describe(entry: Entry, owner: Owner) -> dict[str, Any]:
    return {
        "key": entry.key,
        "content": entry.content,
        "article_id": entry.article.id,
        "source": entry.source,
        "state": "claimed",
        "owner": owner.id,
    }


def _find_same(connection: sa.Connection, new: Sequence[Entry]) -> dict[str, str]:
    """Returns the key of an earlier article for each content that there is one for."""
    keys = [one.key for one in new]
    rows = connection.execute(
        sa.select(_COLUMNS.content, _COLUMNS.key, _COLUMNS.state)
        .where(_COLUMNS.content.in_({one.content for one in new}))
        .where(_COLUMNS.copy_of.is_(None))
    ).all()
    rows = [row for row in rows if row.key not in keys]
    rows.sort(key=lambda row: _BEST_FIRST.index(row.state), reverse=True)
    return {row.content: row.key for row in rows}


def _find_similar(
    connection: sa.Connection, drawn: dict[str, Sketch]
) -> list[tuple[str, str, float]]:
    """Returns near-identical pairs, new and earlier; sketches of what is not one are kept."""
    if not drawn:
        return []
    bands = {band for sketch in drawn.values() for band in _index(sketch)}
    meets: dict[int, list[str]] = {}
    for row in connection.execute(BANDS.select().where(BANDS.c.band.in_(bands))):
        meets.setdefault(row.band, []).append(row.key)
    known = _load_sketches(connection, {key for keys in meets.values() for key in keys})
    pairs: list[tuple[str, str, float]] = []
    kept: dict[str, Sketch] = {}
    for key, sketch in drawn.items():
        candidates = {one for band in _index(sketch) for one in meets.get(band, ())}
        likenesses = ((is_copy(known[one], sketch), one) for one in candidates)
        best = max(((like, one) for like, one in likenesses if like), default=None)
        if best is not None:
            pairs.append((key, best[1], best[0]))
            continue
        kept[key] = known[key] = sketch
        for band in _index(sketch):
            meets.setdefault(band, []).append(key)
    if kept:
        keep_sketches(connection, kept)
    return pairs


def _index(sketch: Sketch) -> set[int]:
    """Returns where a sketch is looked for: only texts with the same numbers meet there.

    Otherwise a million reports made from one form would all be compared with each other.
    """
    return {band ^ sketch.numbers for band in sketch.bands}


def _load_sketches(connection: sa.Connection, keys: set[str]) -> dict[str, Sketch]:
    if not keys:
        return {}
    rows = connection.execute(SKETCHES.select().where(SKETCHES.c.key.in_(keys)))
    return {row.key: Sketch((), row.signature, row.numbers) for row in rows}


def keep_sketches(connection: sa.Connection, kept: Mapping[str, Sketch]) -> None:
    """Keeps sketches, by key, for later articles to be found near-identical to."""
    connection.execute(
        SKETCHES.insert(),
        [
            {"key": key, "numbers": one.numbers, "signature": one.signature}
            for key, one in kept.items()
        ],
    )
    pairs = {(band, key) for key, one in kept.items() for band in _index(one)}
    if pairs:
        connection.execute(BANDS.insert(), [{"band": b, "key": k} for b, k in sorted(pairs)])
