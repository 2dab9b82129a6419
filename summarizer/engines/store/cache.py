"""A cache: one SQLite file of answers, for several threads and processes at once."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Callable
from typing import TypeVar

from summarizer.engines.store.lines import KeptReply, encode_line
from summarizer.errors import ConfigError

_T = TypeVar("_T")

_APPLICATION = 0x53554D4D
"""SQLite's `application_id` of our files: "SUMM"."""
_FORMAT = 1
"""SQLite's `user_version`: how the table is laid out."""
_WAIT_S = 30.0
"""Longest wait for another process that is writing."""


class Cache:
    """Answers by key.

    Its one connection is used by one thread at a time: keeping it open makes an answer cost
    0.4 ms to write, opening it each time 19 ms.

    Args:
        path: the file; made when it is not there.

    Raises:
        ConfigError: the file cannot be opened, or is something else than a cache.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._finalizer: weakref.finalize[..., Cache] | None = None
        _OPEN.add(self)
        self._use(lambda _: None)

    def get(self, key: str) -> KeptReply | None:
        """Returns the answer kept under a key; None when there is none that can be read."""
        row = self._use(
            lambda file: file.execute("SELECT reply FROM answers WHERE key = ?", (key,)).fetchone()
        )
        try:
            return KeptReply.model_validate(json.loads(row[0])) if row else None
        except ValueError:  # pydantic's, too
            return None

    def put(self, key: str, reply: KeptReply) -> None:
        """Keeps an answer; a power cut may lose the last ones, never the file."""
        words = encode_line(reply.model_dump(mode="json"))
        self._use(
            lambda file: file.execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", (key, words))
        )

    def close(self) -> None:
        """Closes the file; it is opened again when it is used."""
        with self._lock:
            if self._finalizer is not None:
                self._finalizer()
            self._connection = self._finalizer = None

    def _use(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """Does some work with the file, alone.

        Raises:
            ConfigError: SQLite refuses.
        """
        try:
            with self._lock:
                if self._connection is None:
                    self._connection = _open(self._path)
                    self._finalizer = weakref.finalize(self, self._connection.close)
                return work(self._connection)
        except sqlite3.Error as error:
            raise ConfigError(
                f"cache {self._path!r} cannot be used: {error}; name a file of its own in a folder "
                "that exists"
            ) from None

    def forget(self) -> None:
        """Leaves what a forked process inherited to the one that opened it, unclosed."""
        self._lock = threading.Lock()
        if self._finalizer is not None and self._connection is not None:
            self._finalizer.detach()
            _INHERITED.append(self._connection)
        self._connection = self._finalizer = None


_OPEN: weakref.WeakSet[Cache] = weakref.WeakSet()
_INHERITED: list[sqlite3.Connection] = []
"""SQLite forbids a forked process even to close these."""


def _forget_all() -> None:
    for cache in list(_OPEN):
        cache.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)


def _open(path: str) -> sqlite3.Connection:
    """Opens the file and makes its table."""
    file = sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None, check_same_thread=False)
    try:
        _check_owner(file, path)
        _switch_to_wal(file)
        file.execute("PRAGMA synchronous = NORMAL")
        file.execute("BEGIN IMMEDIATE")
        file.execute("CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, reply BLOB)")
        file.execute(f"PRAGMA application_id = {_APPLICATION}")
        file.execute(f"PRAGMA user_version = {_FORMAT}")
        file.execute("COMMIT")
    except BaseException:
        file.close()
        raise
    return file


def _check_owner(file: sqlite3.Connection, path: str) -> None:
    """Refuses a database that is not ours, before anything in it is changed."""
    file.execute("BEGIN")
    (owner,) = file.execute("PRAGMA application_id").fetchone()
    (version,) = file.execute("PRAGMA user_version").fetchone()
    (tables,) = file.execute("SELECT count(*) FROM sqlite_master").fetchone()
    file.execute("COMMIT")
    if owner != _APPLICATION and (owner or tables):
        raise ConfigError(f"{path!r} is another program's database; name another file")
    if owner == _APPLICATION and version != _FORMAT:
        raise ConfigError(f"cache {path!r} is of another version; name another file")


def _switch_to_wal(file: sqlite3.Connection) -> None:
    """Makes readers and a writer not wait for each other.

    SQLite does not wait by itself when two processes do this to a new file at once.
    """
    until = time.monotonic() + _WAIT_S
    while not _try_wal(file, is_last=time.monotonic() > until):
        time.sleep(0.01)


def _try_wal(file: sqlite3.Connection, *, is_last: bool) -> bool:
    try:
        file.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if is_last or "locked" not in str(error):
            raise
        return False
    return True
