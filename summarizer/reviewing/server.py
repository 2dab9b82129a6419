"""A server for one page, on the loopback address, for one person."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

from summarizer.errors import ConfigError
from summarizer.reviewing.answering import MOST_BYTES, SAVE, Listener, View
from summarizer.reviewing.door import HEADER, HOST
from summarizer.reviewing.shelf import Shelf

__all__ = ["HEADER", "MOST_BYTES", "SAVE", "ReviewServer", "catching_signals"]

SLOW_S = 15.0
"""How long a client may take to say what it wants; 32 MB took 0.3 s on two cores."""
_POLL_S = 0.1


class ReviewServer:
    """Serves a page and keeps what is saved in it, until it is closed.

    Args:
        make_view: called with the token that the page must send with what it saves, whenever the
            page is asked for.
        shelf: where things are saved.
        port: 0 for any that is free.
        slow_s: how long a client may take to say what it wants, in seconds.

    Raises:
        ConfigError: the port is taken.
    """

    def __init__(
        self,
        make_view: Callable[[str], View],
        shelf: Shelf,
        *,
        port: int = 0,
        slow_s: float = SLOW_S,
    ) -> None:
        try:
            self._listener = Listener((HOST, port), make_view, shelf, slow_s=slow_s)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or "no such port"
            raise ConfigError(
                f"port {port} cannot be used: {reason}; give another --port, or none"
            ) from None
        self._thread = threading.Thread(
            target=self._listener.serve_forever, kwargs={"poll_interval": _POLL_S}, daemon=True
        )

    @property
    def address(self) -> str:
        """Where the page is, with the token that opens it: for the one who reviews alone."""
        return self._listener.door.address

    def __enter__(self) -> ReviewServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown()
        self._listener.server_close()
        with self._listener.saving:  # what is under way is finished, and answered
            self._listener.is_closing = True


@contextmanager
def catching_signals() -> Generator[Callable[[], None]]:
    """Yields what waits until somebody presses Ctrl-C, or the system asks the process to end.

    A signal that comes before the wait begins ends it at once.
    """
    ended = threading.Event()

    def end(*_: object) -> None:
        ended.set()

    def wait() -> None:
        while not ended.wait(0.5):  # in short turns: on Windows no signal ends a wait
            pass

    before = {one: signal.signal(one, end) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield wait
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
