"""How far a batch has come, as lines of JSON: for logs, and for programs that watch it."""

from __future__ import annotations

import json
from typing import Any, TextIO

from summarizer.api import SYSTEM_CLOCK
from summarizer.batch import Progress, Report

_PAUSE_S = 2.0
"""Shortest time between two lines of progress."""


class JsonLog:
    """One JSON object a line; none holds words of an article.

    Each has `time` and `event`: `progress`, `end` or `error`. A reader that goes away stops
    nothing.

    Args:
        stream: where the lines go.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream: TextIO | None = stream
        self._next_s = 0.0

    def watch(self, progress: Progress) -> None:
        """Writes how far it came, unless that was written just now."""
        if progress.elapsed_s >= self._next_s:
            self._next_s = progress.elapsed_s + _PAUSE_S
            self.write("progress", **progress.to_dict())

    def end(self, report: Report, *, exit_code: int) -> None:
        """Writes how it ended."""
        self.write(
            "end",
            **report.progress.to_dict(),
            out=str(report.folder),
            state=report.state,
            reason=report.reason,
            counts=report.counts.to_dict(),
            exit_code=exit_code,
        )

    def write(self, event: str, **values: Any) -> None:
        """Writes one line."""
        if self._stream is None:
            return
        now = SYSTEM_CLOCK.now().isoformat(timespec="milliseconds")
        line = json.dumps({"time": now, "event": event, **values})
        try:
            # The only sign that JSON leaves as it is and a terminal obeys.
            self._stream.write(line.replace("\x7f", "\\u007f") + "\n")
            self._stream.flush()
        except OSError:
            self._stream = None
