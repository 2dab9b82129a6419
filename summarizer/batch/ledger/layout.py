"""The tables of a ledger, the same in SQLite and PostgreSQL."""

from __future__ import annotations

import json

import sqlalchemy as sa

LAYOUT_VERSION = 1
"""Raised when the tables change; a ledger of another version is refused."""

_TABLES = sa.MetaData()
_KEY = sa.String(32)


class _Words(sa.types.TypeDecorator[str]):
    """Any words: half a character and NUL, which databases refuse, stand as in JSON."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        del dialect
        return None if value is None else json.dumps(value)[1:-1]

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> str | None:
        del dialect
        return None if value is None else json.loads(f'"{value}"')


META = sa.Table(
    "meta",
    _TABLES,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
"""Facts of the whole ledger: `layout`, `setup` (JSON), `sketch`."""

OWNERS = sa.Table(
    "owners",
    _TABLES,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("lock", sa.Text),
    sa.Column("lease_until", sa.Float, nullable=False),
    sa.Column("granted_usd", sa.Float, nullable=False, default=0.0),
    sa.Column("spent_usd", sa.Float, nullable=False, default=0.0),
)
"""Who works or has worked on the ledger; `lease_until` in seconds since 1970."""

ARTICLES = sa.Table(
    "articles",
    _TABLES,
    sa.Column("key", _KEY, primary_key=True),
    sa.Column("content", _KEY, nullable=False, index=True),
    sa.Column("article_id", _Words, nullable=False),
    sa.Column("source", _Words, nullable=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("owner", sa.String(64)),
    sa.Column("copy_of", _KEY),
    sa.Column("similarity", sa.Float),
    sa.Column("status", sa.String(12)),
    sa.Column("error", sa.String(12)),
    sa.Column("tries", sa.Integer, nullable=False, default=0),
    sa.Column("requests", sa.Integer, nullable=False, default=0),
    sa.Column("prompt_tokens", sa.BigInteger, nullable=False, default=0),
    sa.Column("cached_tokens", sa.BigInteger, nullable=False, default=0),
    sa.Column("completion_tokens", sa.BigInteger, nullable=False, default=0),
    sa.Column("wasted_tokens", sa.BigInteger, nullable=False, default=0),
    sa.Column("cost_usd", sa.Float),
    sa.Column("out", sa.String(32)),
    sa.Column("seq", sa.BigInteger),
)
"""One row an article. `out` and `seq` say where its result stands."""
sa.Index("articles_open", ARTICLES.c.state, sqlite_where=sa.text("state IN ('pending','claimed')"),
         postgresql_where=sa.text("state IN ('pending','claimed')"))  # fmt: skip

RESULTS = sa.Table(
    "results",
    _TABLES,
    sa.Column("out", sa.String(32), primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("key", _KEY, nullable=False),
    sa.Column("dead", sa.Boolean, nullable=False),
    sa.Column("line", sa.LargeBinary, nullable=False),
)
"""What was found, as compressed lines, numbered in the order they go into the files of an OUT."""

OUTS = sa.Table(
    "outs",
    _TABLES,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("last_seq", sa.BigInteger, nullable=False, default=0),
    sa.Column("shown_seq", sa.BigInteger, nullable=False, default=0),
    sa.Column("results_bytes", sa.BigInteger, nullable=False, default=0),
    sa.Column("dead_bytes", sa.BigInteger, nullable=False, default=0),
    sa.Column("parts", sa.Integer, nullable=False, default=0),
    sa.Column("parts_seq", sa.BigInteger, nullable=False, default=0),
)
"""One row a folder of results: the last number given, and how much of it the files show.

`dead_bytes` below zero: the file is to be written anew.
"""

SKETCHES = sa.Table(
    "sketches",
    _TABLES,
    sa.Column("key", _KEY, primary_key=True),
    sa.Column("numbers", sa.BigInteger, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),
)
BANDS = sa.Table(
    "bands",
    _TABLES,
    sa.Column("band", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("key", _KEY, primary_key=True),
    sqlite_with_rowid=False,
)
"""Where near-identical texts meet: they share a band."""


def create_tables(connection: sa.Connection) -> None:
    """Makes the tables that are not there."""
    _TABLES.create_all(connection)


def drop_sketches(connection: sa.Connection) -> None:
    """Empties what near-identical texts are found with."""
    connection.execute(SKETCHES.delete())
    connection.execute(BANDS.delete())
