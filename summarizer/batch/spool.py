"""Articles put aside on disk until somebody else is done with them."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator

from summarizer.batch.records import Entry

_IN_MEMORY = 1 << 20
"""Bytes kept in memory before the disk is used."""


class Spool:
    """Entries in the order they were put aside; of any number.

    Example:
        >>> from summarizer_schemas.article import Article
        >>> spool = Spool()
        >>> spool.add(Entry("k", "c", Article(text="Rain fell."), "rain.txt"))
        >>> [entry.source for entry in spool.empty()], len(spool)
        (['rain.txt'], 0)
        >>> spool.close()
    """

    def __init__(self) -> None:
        self._count = 0
        self._open()

    def __len__(self) -> int:
        return self._count

    def add(self, entry: Entry) -> None:
        """Puts one aside."""
        pickle.dump(entry, self._file)
        self._count += 1

    def empty(self) -> Iterator[Entry]:
        """Yields all that was put aside; what is added meanwhile stays for the next time."""
        file, count = self._file, self._count
        self._open()
        file.seek(0)
        with file:
            for _ in range(count):
                yield pickle.load(file)  # noqa: S301 - written above, by this process

    def close(self) -> None:
        """Drops what was put aside."""
        self._file.close()

    def _open(self) -> None:
        self._count = 0
        # Closed by `empty` or `close`.
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
