"""Items that somebody else gives at his own pace, read in a thread that nobody has to wait for."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Iterator
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Source(Generic[_T]):
    """Reads ahead, a few items at most, and gives what is there.

    The thread is a daemon: a pipe that says nothing for hours keeps no program from ending.

    Args:
        items: read in the thread.
        most: how many are read ahead, and given at a time.

    Example:
        >>> async def collect() -> list[list[int]]:
        ...     source, found = Source(iter(range(5)), most=3), []
        ...     while some := await source.take():
        ...         found += some
        ...     return found
        >>> asyncio.run(collect())
        [0, 1, 2, 3, 4]
    """

    def __init__(self, items: Iterator[_T], *, most: int) -> None:
        self._items = items
        self._most = most
        self._room = threading.Semaphore(most)
        self._ready: deque[_T] = deque()
        self._is_over = False
        self._error: BaseException | None = None
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()
        threading.Thread(target=self._read, name="reader", daemon=True).start()

    async def take(self) -> list[_T]:
        """Returns what was read, at least one item; none at the end.

        Raises:
            Exception: what reading raised, after what was read before it.
        """
        while not self._ready and not self._is_over:
            self._news.clear()
            await self._news.wait()
        some = [self._ready.popleft() for _ in range(min(len(self._ready), self._most))]
        if some:
            self._room.release(len(some))
        if not some and self._error is not None:
            raise self._error
        return some

    def _read(self) -> None:
        try:
            for item in self._items:
                self._room.acquire()
                if not self._tell(item):
                    return
        except BaseException as error:  # noqa: BLE001 - it is raised where items are taken
            self._error = error
        self._tell()

    def _tell(self, *items: _T) -> bool:
        """Hands an item over, or without one that there are no more; tells whether one could."""
        try:
            self._loop.call_soon_threadsafe(self._take_in, items)
        except RuntimeError:  # the loop is closed: nobody takes any more
            return False
        return True

    def _take_in(self, items: tuple[_T, ...]) -> None:
        self._ready.extend(items)
        self._is_over = self._is_over or not items
        self._news.set()
