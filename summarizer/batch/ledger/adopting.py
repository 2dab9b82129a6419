"""Results that a lost ledger left behind: taken over, so that they are not asked for again.

A line of results does not hold the key of its article, which needs the title as it was given; it
is known by its id and its text instead.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from summarizer.batch.ledger.layout import ARTICLES, META, OUTS, RESULTS
from summarizer.batch.ledger.settling import pack
from summarizer.batch.records import Entry
from summarizer_schemas.article import hash_text

_ADOPTED = "adopted"
_KEY_DIGITS = 32


def adopt(connection: sa.Connection, out: str, lines: Iterable[str]) -> int:
    """Takes results over as done; returns how many. Of several of one article the first counts.

    Args:
        connection: in a transaction.
        out: the folder whose file they stand in.
        lines: the lines of that file.
    """
    rows: dict[str, dict[str, Any]] = {}
    for line in lines:
        result = json.loads(line)
        article, usage = result["article"], result["usage"]
        key = _make_key(article["id"], article["sha256"])
        seq = len(rows) + 1
        known = {name: usage[name] for name in _COUNTED}
        rows.setdefault(
            key, {**known, **_describe(key, article["id"], out, seq), "status": result["status"]}
        )
        if rows[key]["seq"] == seq:
            connection.execute(
                RESULTS.insert().values(out=out, seq=seq, key=key, dead=False, line=pack(line))
            )
    if rows:
        connection.execute(ARTICLES.insert(), list(rows.values()))
        connection.execute(OUTS.update().where(OUTS.c.id == out).values(last_seq=len(rows)))
        if not has_adopted(connection):
            connection.execute(META.insert().values(name=_ADOPTED, value="yes"))
    return len(rows)


def has_adopted(connection: sa.Connection) -> bool:
    """Returns whether a ledger has taken results over."""
    query = sa.select(META.c.name).where(META.c.name == _ADOPTED)
    return connection.execute(query).first() is not None


def find_adopted(connection: sa.Connection, wanted: Mapping[str, Entry]) -> set[str]:
    """Returns the keys of those articles whose results were taken over."""
    names = {
        _make_key(entry.article.id, hash_text(entry.article.text)): key
        for key, entry in wanted.items()
        if entry.problem is None
    }
    query = sa.select(ARTICLES.c.key).where(ARTICLES.c.key.in_(names))
    return {names[key] for key in connection.execute(query).scalars()}


_COUNTED = (
    "requests", "prompt_tokens", "cached_tokens", "completion_tokens", "wasted_tokens", "cost_usd",
)  # fmt: skip


def _describe(key: str, article_id: str, out: str, seq: int) -> dict[str, Any]:
    return {
        "key": key,
        "content": key,
        "article_id": article_id,
        "source": "results.jsonl",
        "state": "done",
        "tries": 1,
        "out": out,
        "seq": seq,
    }


def _make_key(article_id: str, sha256: str) -> str:
    text = json.dumps(["adopted", article_id, sha256])
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:_KEY_DIGITS]
