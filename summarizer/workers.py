"""So many at a time: items are taken as they are needed, and results wait to be fetched."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
)
from typing import TypeVar

_T = TypeVar("_T")
_R = TypeVar("_R")

CONCURRENCY = 8
"""How many at a time, where nothing is said: what a provider's smallest accounts take."""


async def work_through(
    items: Iterable[_T] | AsyncIterable[_T],
    work: Callable[[_T], Awaitable[_R]],
    *,
    concurrency: int = CONCURRENCY,
    ordered: bool = False,
) -> AsyncGenerator[_R]:
    """Yields what the work makes of each item.

    What is under way and what waits to be fetched are together at most `concurrency`. Whoever
    stops fetching early closes the generator, which cancels what is under way.

    Args:
        items: any number of them.
        work: done on each; what it raises ends everything.
        concurrency: how many at a time; at least 1.
        ordered: results come in the order of the items.

    Example:
        >>> async def double(item: int) -> int:
        ...     return 2 * item
        >>> async def collect() -> list[int]:
        ...     return [one async for one in work_through(range(4), double, ordered=True)]
        >>> asyncio.run(collect())
        [0, 2, 4, 6]
    """
    waiting = _iterate(items)
    under_way: deque[asyncio.Task[_R]] = deque()
    finished: asyncio.Queue[asyncio.Task[_R]] = asyncio.Queue()
    count, is_over = 0, False
    try:
        while count or not is_over:
            while not is_over and count < max(concurrency, 1):
                try:
                    item = await anext(waiting)
                except StopAsyncIteration:
                    is_over = True
                    break
                task = asyncio.ensure_future(_await(work(item)))
                under_way.append(task)
                task.add_done_callback(finished.put_nowait)
                count += 1
            if not count:
                return
            if ordered:
                task = under_way[0]
                await asyncio.wait([task])
            else:
                task = await finished.get()
            under_way.remove(task)
            count -= 1
            yield task.result()
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


async def _await(work: Awaitable[_R]) -> _R:
    return await work


async def _iterate(items: Iterable[_T] | AsyncIterable[_T]) -> AsyncIterator[_T]:
    if isinstance(items, AsyncIterable):
        async for item in items:
            yield item
        return
    for item in items:
        yield item
