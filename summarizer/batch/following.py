"""A batch that others work on, followed from here: progress, files, and the wish to stop."""

from __future__ import annotations

import json
import queue
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from summarizer.batch.folders import Batch
from summarizer.batch.ledger import Line
from summarizer.batch.planning import BatchOptions
from summarizer.batch.progress import Progress, Watcher
from summarizer.batch.records import Outcome
from summarizer.errors import ConfigError
from summarizer_schemas.result import Usage

_TICK_S = 0.5


@dataclass(slots=True)
class Following:
    """A batch that others write into the ledger, and tell of block by block.

    Attributes:
        batch: the OUT.
        options: of these `max_time_s`.
        watch: told how far it came, about twice a second.
        progress: that; total and seen are known.
        stop: asks the others to begin no more, and tells them why.
    """

    batch: Batch
    options: BatchOptions
    watch: Watcher
    progress: Progress
    stop: Callable[[str], object]
    _started: float = field(default_factory=time.monotonic)
    _shown: int = 0
    _repeated: int = 0
    _pending: int = 0
    _interrupted: bool = False

    def follow(self, tables: Iterator[Any]) -> None:
        """Shows what comes of it, until the others are through with all blocks.

        Args:
            tables: for each block how many articles were `repeated` and `pending`, and the reason
                for `stopping`, if there is one.

        Raises:
            ConfigError: a file cannot be written, or one of the others raised it.
        """
        self._shown = self.batch.ledger.read_shown().last_seq
        answers: queue.Queue[Any] = queue.Queue()
        threading.Thread(target=_pump, args=(tables, answers), daemon=True).start()
        is_over = False
        while not is_over:
            for answer in _collect(answers):
                if isinstance(answer, BaseException):
                    raise _explain(answer)
                is_over = answer is None
                for block in answer or ():
                    self._take(block)
            self._check()
            self._show(is_over=is_over)
        self.batch.outputs.close()

    @contextmanager
    def catching_signals(self) -> Generator[None]:
        """Makes the first Ctrl-C a request to stop, and the second one an end."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def interrupt(*_: object) -> None:
            if self._interrupted:
                raise KeyboardInterrupt
            self._interrupted = True

        before = {one: signal.signal(one, interrupt) for one in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)

    def _take(self, block: dict[str, Any]) -> None:
        self._repeated += block["repeated"]
        self._pending += block["pending"]
        if block["stopping"]:
            self._stop(block["stopping"])

    def _check(self) -> None:
        limit_s = self.options.max_time_s
        if self._interrupted:
            self._stop("interrupt")
        elif limit_s is not None and time.monotonic() - self._started > limit_s:
            self._stop("time")

    def _stop(self, reason: str) -> None:
        if self.progress.stopping is None:
            self.progress.stopping = reason
            self.stop(reason)

    def _show(self, *, is_over: bool) -> None:
        """Shows what the others have written into the ledger meanwhile."""
        progress = self.progress
        self.batch.outputs.follow()
        for line in self.batch.ledger.iter_lines(after=self._shown):
            self._shown = line.seq
            progress.add([_to_outcome(line)])
        # What a killed one had found was done before for the one that took its place.
        rest = progress.seen - progress.done - progress.dead
        progress.settled = rest - self._pending if is_over else min(self._repeated, rest)
        progress.tick(time.monotonic() - self._started)
        self.watch(progress)


def _pump(tables: Iterator[Any], answers: queue.Queue[Any]) -> None:
    try:
        for table in tables:
            answers.put(table.to_pylist())
        answers.put(None)
    except BaseException as error:  # noqa: BLE001 - it is raised where it can be handled
        answers.put(error)


def _collect(answers: queue.Queue[Any]) -> Iterator[Any]:
    """Yields what comes before the next tick; the end, or an error, comes last."""
    until = time.monotonic() + _TICK_S
    while (left_s := until - time.monotonic()) > 0:
        try:
            answer = answers.get(timeout=left_s)
        except queue.Empty:
            return
        yield answer
        if not isinstance(answer, list):
            return


def _to_outcome(line: Line) -> Outcome:
    row = line.row
    return Outcome(
        key=row["key"],
        article_id=row["article_id"],
        source=row["source"],
        status=row["status"],
        line="",
        error=row["error"],
        usage=Usage.model_validate(json.loads(line.text)["usage"]),
        copy_of=row["copy_of"],
        similarity=row["similarity"],
    )


def _explain(error: BaseException) -> BaseException:
    """Returns the error of ours that was carried here, if it is one."""
    found: BaseException | None = error
    while found is not None:
        if isinstance(found, ConfigError):
            return ConfigError(str(found))
        found = found.__cause__ or getattr(found, "cause", None)
    return error
