"""An event loop that plain code can wait on, from any thread."""

from __future__ import annotations

import asyncio
import threading
import weakref
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from summarizer.errors import ConfigError

_T = TypeVar("_T")

_CLOSED = "this Summarizer is closed; make a new one"


class Portal:
    """An event loop in a thread of its own, started when plain code first needs it.

    One loop for all calls: connections an engine keeps open belong to the loop they
    were opened in, and `asyncio.run` per call would close it under them.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False
        self._finalizer: weakref.finalize[..., Portal] | None = None

    def wait_for(self, work: Coroutine[Any, Any, _T]) -> _T:
        """Returns what the work returns.

        Raises:
            ConfigError: the loop was ended.
        """
        with self._lock:
            if self._closed:
                work.close()
                raise ConfigError(_CLOSED)
            if self._loop is None:
                self._loop = _start_loop()
                self._finalizer = weakref.finalize(self, _stop_loop, self._loop)
            loop = self._loop
        future = asyncio.run_coroutine_threadsafe(work, loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def run_here(self, work: Coroutine[Any, Any, _T]) -> _T:
        """Returns what work returns that waits for nothing, without the way to another thread.

        Raises:
            ConfigError: the portal was closed.
            RuntimeError: the work waits for something, and there is no loop here.
        """
        if self._closed:
            work.close()
            raise ConfigError(_CLOSED)
        try:
            work.send(None)
        except StopIteration as done:
            result: _T = done.value
            return result
        work.close()
        raise RuntimeError("the work waits for something; it needs an event loop")

    def close(self, before: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Ends the loop, if there is one, after what has to be awaited in it."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            if self._loop is not None and self._finalizer is not None:
                asyncio.run_coroutine_threadsafe(before(), self._loop).result()
                self._finalizer()


def _start_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=_run_loop, args=(loop,), name="summarizer", daemon=True).start()
    return loop


def _run_loop(loop: asyncio.AbstractEventLoop) -> None:
    loop.run_forever()
    loop.close()


def _stop_loop(loop: asyncio.AbstractEventLoop) -> None:
    loop.call_soon_threadsafe(loop.stop)
