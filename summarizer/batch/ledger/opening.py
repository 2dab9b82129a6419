"""Opening a ledger: SQLite or PostgreSQL, the right set-up, and errors that say what to do."""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, SQLAlchemyError

from summarizer.batch.identity import find_changes
from summarizer.batch.ledger.layout import LAYOUT_VERSION, META, create_tables, drop_sketches
from summarizer.errors import ConfigError

_WAIT_S = 60
"""Longest wait for another process that is writing."""
_ONE_AT_A_TIME = 0x53554D4D
"""Number of the lock under which articles are claimed in PostgreSQL."""


class Store:
    """A database, with transactions that do not meet each other and errors that can be read.

    Args:
        url: an SQLAlchemy address: `sqlite:///PATH`, `postgresql+psycopg://…`.

    Raises:
        ConfigError: the address cannot be used.
    """

    def __init__(self, url: str) -> None:
        try:
            address = sa.make_url(url)
            self.engine = sa.create_engine(address, **_choose_options(address))
        except ImportError as error:
            raise ConfigError(
                f"the ledger needs {error.name}: pip install 'structured-summarizer[postgres]'"
            ) from None
        except (ArgumentError, NoSuchModuleError):
            raise ConfigError(
                "--ledger is no address of a database; write sqlite:///PATH or "
                "postgresql+psycopg://USER@HOST/DATABASE"
            ) from None
        self.is_sqlite = address.get_backend_name() == "sqlite"
        if not self.is_sqlite and address.get_backend_name() != "postgresql":
            raise ConfigError(
                f"a ledger is kept in sqlite or postgresql, not {address.get_backend_name()}"
            )
        self.name = address.set(query={}).render_as_string(hide_password=True)
        if self.is_sqlite:
            self.name = address.database or ":memory:"
            event.listen(self.engine, "connect", _tune)
            event.listen(self.engine, "begin", _begin)

    @contextmanager
    def begin(self, *, alone: bool = False) -> Generator[sa.Connection]:
        """Yields a connection in a transaction, which ends with the block.

        Args:
            alone: nobody else on any machine is in such a block at the same time. SQLite lets
                one write at a time as it is.

        Raises:
            ConfigError: the database refuses.
        """
        try:
            with self.engine.begin() as connection:
                if alone and not self.is_sqlite:
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
                yield connection
        except SQLAlchemyError as error:
            raise self._explain(error) from None

    def tell_time(self, connection: sa.Connection, own_s: float) -> float:
        """Returns seconds since 1970: by the server's clock where several machines share it."""
        if self.is_sqlite:
            return own_s
        return float(connection.execute(sa.text("SELECT extract(epoch FROM now())")).scalar_one())

    def close(self) -> None:
        """Closes all connections."""
        self.engine.dispose()

    def _explain(self, error: SQLAlchemyError) -> ConfigError:
        cause = error.orig if isinstance(error, DatabaseError) else None
        words = str(cause or type(error).__name__).strip().partition("\n")[0]
        name = f"ledger {self.name!r}"
        if "malformed" in words or "not a database" in words:
            return ConfigError(
                f"{name} is damaged ({words}); put a copy back, or move it away and run again: "
                "what results.jsonl holds is taken over and not asked for again"
            )
        if "full" in words:
            return ConfigError(
                f"{name}: the disk is full; make room and run the same command again: "
                "all that was written is kept"
            )
        if "readonly" in words or "read-only" in words:
            return ConfigError(f"{name} may not be written; change its permissions")
        if "unable to open" in words:
            return ConfigError(f"{name} cannot be opened; name a file in a folder that exists")
        return ConfigError(f"{name} cannot be used: {words}")


def check_meta(connection: sa.Connection, store: Store, facts: dict[str, str]) -> bool:
    """Makes the tables, or checks that they are ours and of the same set-up.

    Returns:
        Whether the ledger is new.

    Raises:
        ConfigError: the database is another program's, another version's, or of another batch.
    """
    inspected = set(sa.inspect(connection).get_table_names())
    is_new = "meta" not in inspected
    if is_new and inspected:
        raise ConfigError(f"{store.name!r} is another program's database; name another")
    if is_new:
        create_tables(connection)
        rows = {"layout": str(LAYOUT_VERSION), **facts}
        connection.execute(META.insert(), [{"name": n, "value": v} for n, v in rows.items()])
        return True
    kept: dict[str, str] = {row.name: row.value for row in connection.execute(META.select())}
    if kept.get("layout") != str(LAYOUT_VERSION):
        raise ConfigError(f"ledger {store.name!r} is of another version; start in another OUT")
    changes = find_changes(_load(kept.get("setup")), _load(facts["setup"]))
    if changes:
        raise ConfigError(
            f"ledger {store.name!r} belongs to a batch with other settings: {'; '.join(changes)}; "
            "give the same ones again, or start in another OUT"
        )
    if kept.get("sketch") != facts["sketch"]:
        # Sketches of two ways are no pair; results are not concerned.
        drop_sketches(connection)
        connection.execute(
            META.update().where(META.c.name == "sketch").values(value=facts["sketch"])
        )
    return False


def _load(text: str | None) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(text or "{}")
    return facts


def _choose_options(address: sa.URL) -> dict[str, Any]:
    if address.get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": _WAIT_S}}
    return {"pool_size": 2, "max_overflow": 2, "pool_pre_ping": True}


def _tune(connection: Any, _: Any) -> None:
    # We begin transactions ourselves, so that writers queue up instead of failing halfway.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
