"""The doors: a batch is run, from plain code or with `await`."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from summarizer.batch.folders import open_batch
from summarizer.batch.ledger import Counts
from summarizer.batch.planning import BatchOptions, Inputs, open_given, plan_run
from summarizer.batch.progress import Progress, Watcher, ignore
from summarizer.batch.runner import Runner
from summarizer.settings import Settings


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a run.

    Attributes:
        folder: the OUT.
        progress: what this run did.
        counts: how it stands with the whole batch.
        state: `complete`, or `stopped` when articles may be left.
        reason: why it stopped: `interrupt`, `time`, `money`, `provider`.
    """

    folder: Path
    progress: Progress
    counts: Counts
    state: str
    reason: str | None = None


def run(
    inputs: Inputs,
    out: str | Path,
    *,
    settings: Settings | None = None,
    options: BatchOptions | None = None,
    watch: Watcher = ignore,
) -> Report:
    """Works through very many articles; see `arun`, which it waits for.

    The first Ctrl-C (or SIGTERM) begins no more articles and finishes those under way; the second
    one ends at once.

    Example:
        >>> import tempfile
        >>> from summarizer import Article, Settings
        >>> articles = [Article(text="Rain fell on Norburg."), Article(text="A bridge fell.")]
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     options = BatchOptions(processes=1)
        ...     report = run(articles, Path(folder) / "out", settings=Settings(), options=options)
        ...     again = run(articles, Path(folder) / "out", settings=Settings(), options=options)
        ...     report.progress.done, again.progress.done, report.state
        (2, 0, 'complete')
    """
    chosen, here = settings or Settings.from_env(), options or BatchOptions()
    return asyncio.run(_run(inputs, Path(out), chosen, here, watch, catches=True))


async def arun(
    inputs: Inputs,
    out: str | Path,
    *,
    settings: Settings | None = None,
    options: BatchOptions | None = None,
    watch: Watcher = ignore,
) -> Report:
    """Works through very many articles; each ends as a result or as a failure with its class.

    Run again with the same OUT, it goes on where it was, whatever ended it: what is done is not
    asked for again. Cancelled, it leaves at once; what was under way is begun anew next time.

    Args:
        inputs: paths of files and folders, patterns, `-`; or articles. They are read as they
            are needed.
        out: folder for results.jsonl, dead.jsonl, manifest.json and the ledger; made when it is
            not there.
        settings: what is asked, and how; without it, those of the environment.
        options: how the batch is run.
        watch: called with the progress twice a second, and at the end.

    Raises:
        ConfigError: an input does not exist, OUT holds something else or was begun with other
            settings, or something cannot be written. What was found until then is kept.
    """
    chosen, here = settings or Settings.from_env(), options or BatchOptions()
    return await _run(inputs, Path(out), chosen, here, watch, catches=False)


async def _run(
    inputs: Inputs,
    folder: Path,
    settings: Settings,
    options: BatchOptions,
    watch: Watcher,
    *,
    catches: bool,
) -> Report:
    given = open_given(inputs, folder, settings, options)
    plan, lane = plan_run(settings, options)
    with open_batch(folder, settings, options) as batch:
        batch.note(inputs=given.sources, encoding=options.encoding, state="running")
        runner = Runner(
            batch.setup,
            ledger=batch.ledger,
            outputs=batch.outputs,
            lane=lane,
            plan=plan,
            watch=watch,
            total=given.total,
        )
        with _stopping(runner, catches=catches):
            progress = await runner.run(given.reads)
        counts = await asyncio.to_thread(batch.ledger.count)
        reason = progress.stopping
        state = "stopped" if reason else "complete"
        batch.note(state=state, reason=reason, counts=counts.to_dict())
    return Report(folder, progress, counts, state, reason)


@contextmanager
def _stopping(runner: Runner, *, catches: bool) -> Generator[None]:
    """Makes the first Ctrl-C a request to stop, and the second one an end."""
    loop = asyncio.get_running_loop()
    if not catches or threading.current_thread() is not threading.main_thread():
        yield
        return
    task = asyncio.current_task()

    def stop() -> None:
        if runner.progress.stopping and task is not None:
            task.cancel()
        runner.stop("interrupt")

    signals = (signal.SIGINT, signal.SIGTERM)
    try:
        for one in signals:
            loop.add_signal_handler(one, stop)
    except NotImplementedError:  # Windows: Ctrl-C ends at once, at the cost of what is under way
        yield
        return
    try:
        yield
    finally:
        for one in signals:
            loop.remove_signal_handler(one)
