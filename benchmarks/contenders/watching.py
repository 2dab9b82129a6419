"""Reading the files of a batch while it writes them, and after it was killed."""

from __future__ import annotations

import json
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from benchmarks.contenders.files import DEAD, RESULTS

_LOOK_S = 0.05


@dataclass(slots=True)
class Found:
    """What stands in the files of an OUT.

    Attributes:
        results: ids of articles with a result, and how often each.
        dead: ids of articles with a letter about their failure, and how often each.
        broken: complete lines that are not what they should be.
        torn: bytes after the last complete line of each file.
    """

    results: Counter[str] = field(default_factory=Counter[str])
    dead: Counter[str] = field(default_factory=Counter[str])
    broken: int = 0
    torn: int = 0

    @property
    def ids(self) -> set[str]:
        """Articles that are dealt with."""
        return {*self.results, *self.dead}

    @property
    def repeated(self) -> int:
        """Lines about an article that another line is about, too."""
        return self.results.total() + self.dead.total() - len(self.ids)


def read_out(folder: Path) -> Found:
    """Returns what stands in the files of an OUT, from their first byte to their last."""
    found = Found()
    for name, ids in ((RESULTS, found.results), (DEAD, found.dead)):
        path = folder / name
        if not path.exists():
            continue
        with path.open("rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    found.torn += len(line)
                    continue
                try:
                    row = json.loads(line)
                    ids[row["article"]["id"] if name == RESULTS else row["article_id"]] += 1
                except (ValueError, KeyError, TypeError):
                    found.broken += 1
    return found


class Watcher:
    """Reads what is new in the files of an OUT, twenty times a second; a context manager.

    Args:
        folder: the OUT, which need not be there yet.

    Attributes:
        looks: how often it has read.
        broken: complete lines that were no JSON when it read them.
    """

    def __init__(self, folder: Path) -> None:
        self.looks = 0
        self.broken = 0
        self._tails = [_Tail(folder / name) for name in (RESULTS, DEAD)]
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    @property
    def lines(self) -> int:
        """How many complete lines there are, in both files."""
        return sum(one.lines for one in self._tails)

    def __enter__(self) -> Watcher:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._is_over.wait(_LOOK_S):
            self.broken += sum(one.look() for one in self._tails)
            self.looks += 1


@dataclass(slots=True)
class _Tail:
    """The end of a file that grows, or is cut and written again."""

    path: Path
    offset: int = 0
    lines: int = 0

    def look(self) -> int:
        """Reads the complete lines that are new; returns how many of them are broken."""
        if not self.path.exists():
            return 0
        with self.path.open("rb") as file:
            if file.seek(0, 2) < self.offset:
                self.offset = self.lines = 0
            file.seek(self.offset)
            data = file.read()
        data = data[: data.rfind(b"\n") + 1]
        self.offset += len(data)
        broken = 0
        for line in data.splitlines():
            self.lines += 1
            try:
                json.loads(line)
            except ValueError:
                broken += 1
        return broken
