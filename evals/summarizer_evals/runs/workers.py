"""So many at a time: one item after another, by a bounded number of workers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

_T = TypeVar("_T")


async def work_through(
    items: Sequence[_T], work: Callable[[_T], Awaitable[bool]], *, concurrency: int
) -> None:
    """Does the work on every item; returns when all is done.

    Args:
        items: in the order in which they are begun.
        work: returns whether to go on: after False nothing more is begun, and what is under way
            is finished. What it raises ends everything.
        concurrency: how many at a time; at least 1.

    Example:
        >>> done = []
        >>> async def note(item: int) -> bool:
        ...     done.append(item)
        ...     return item < 2
        >>> asyncio.run(work_through([1, 2, 3], note, concurrency=1))
        >>> done
        [1, 2]
    """
    waiting = iter(items)
    goes_on = True

    async def worker() -> None:
        nonlocal goes_on
        for item in waiting:
            goes_on = await work(item) and goes_on
            if not goes_on:
                return

    workers = [asyncio.ensure_future(worker()) for _ in range(min(max(concurrency, 1), len(items)))]
    try:
        await asyncio.gather(*workers)
    finally:
        for one in workers:
            one.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
