"""The doors: run a batch, look at one, try failures again, write results out."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, get_args

from summarizer.api import SYSTEM_CLOCK, find_version
from summarizer.batch.exports import EXPORT_FORMATS, ExportFormat, OutputFormat, write_export
from summarizer.batch.identity import Setup
from summarizer.batch.inputs import Read, count_articles, open_inputs
from summarizer.batch.lanes import Here, Lane, Processes, count_cores
from summarizer.batch.ledger import LEASE_S, Counts, Ledger
from summarizer.batch.manifest import LEDGER, Manifest, open_folder, read_manifest
from summarizer.batch.outputs import Outputs
from summarizer.batch.progress import Progress, Watcher, ignore
from summarizer.batch.runner import Plan, Runner
from summarizer.errors import ArticleError, ConfigError, list_choices
from summarizer.prices import find_price
from summarizer.settings import Settings
from summarizer_schemas.article import Article
from summarizer_schemas.result import ErrorKind, Usage

Inputs = str | Sequence[str] | Iterable[Article | ArticleError]
"""Paths, folders, patterns and `-`; or articles, as `read_articles` gives them."""

CONCURRENCY = 32
"""Articles at a time where nothing is said and a model is asked."""
_AHEAD = 4
"""Articles each process has at hand, so that none waits for the next."""
_SLICES = 20
"""Money is taken from the ledger in so many parts, so that several machines share it."""
_LOCKS = ".owners"


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How a batch is run; `Settings` say what is asked.

    Attributes:
        concurrency: articles at a time; None: 32 with a model, a few for each process without.
        processes: how many processes work on articles; None: one with a model, one for each core
            without.
        ledger: address of a database for several machines, `postgresql+psycopg://…`; None: a
            file in OUT.
        lease_s: how long a machine may be silent before others take its articles over, in
            seconds.
        max_time_s: no article is begun later than this, in seconds.
        copies: `reuse`: findings are taken over from near-identical texts; `ask`: each is worked
            on by itself. None: `reuse` with a model. The same article under another id is never
            worked on twice.
        output_format: `jsonl`, or `parquet` for files of 5,000 results.
        encoding: of text files; None: found out.
        give_up_after: so many failures of the provider in a row end the run.

    Raises:
        ConfigError: a value is out of range.
    """

    concurrency: int | None = None
    processes: int | None = None
    ledger: str | None = None
    lease_s: float = LEASE_S
    max_time_s: float | None = None
    copies: Literal["reuse", "ask"] | None = None
    output_format: OutputFormat = "jsonl"
    encoding: str | None = None
    give_up_after: int = 50

    def __post_init__(self) -> None:
        for name in ("concurrency", "processes", "give_up_after", "lease_s", "max_time_s"):
            value = getattr(self, name)
            if value is not None and value <= 0:
                raise ConfigError(f"{name} is {value}; give a number above 0")
        choices = {"copies": (None, "reuse", "ask"), "output_format": ("jsonl", "parquet")}
        for name, known in choices.items():
            if getattr(self, name) not in known:
                shown = ", ".join(str(one) for one in known if one)
                raise ConfigError(f"unknown {name} {getattr(self, name)!r}; choose one of: {shown}")


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


@dataclass(frozen=True, slots=True)
class Status:
    """How it stands with a batch.

    Attributes:
        folder: the OUT.
        manifest: what it was made from.
        counts: articles by state, and what they cost.
    """

    folder: Path
    manifest: Manifest
    counts: Counts


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


@dataclass(frozen=True, slots=True)
class Given:
    """What a batch is given.

    Attributes:
        sources: paths and patterns; none where articles are given.
        reads: the articles.
        total: how many; None when it is not known.
    """

    sources: tuple[str, ...]
    reads: Iterator[Read]
    total: int | None


def open_given(inputs: Inputs, folder: Path, settings: Settings, options: BatchOptions) -> Given:
    """Returns the articles of the inputs, to be read as they are needed.

    Raises:
        ConfigError: an input does not exist.
    """
    sources = _list_sources(inputs)
    if sources is None:
        total = len(inputs) if isinstance(inputs, Sequence) else None
        return Given((), _read_given(inputs), total)
    reads = open_inputs(
        sources,
        encoding=options.encoding,
        max_chars=settings.max_chars,
        leave_out=str(folder),
    )
    return Given(tuple(sources), reads, count_articles(sources, leave_out=str(folder)))


def _list_sources(inputs: Inputs) -> list[str] | None:
    """Returns the names of inputs; None when they are articles."""
    if isinstance(inputs, str):
        return [inputs]
    if isinstance(inputs, Sequence) and all(isinstance(one, (str, Path)) for one in inputs):
        return [str(one) for one in inputs]
    return None


def _read_given(inputs: Iterable[Any]) -> Iterator[Read]:
    for one in inputs:
        if isinstance(one, ArticleError):
            yield Read(one.source or "unknown", one)
        elif isinstance(one, Article):
            yield Read(one.id, one)
        else:
            raise ConfigError(f"a batch takes articles or paths, not {type(one).__name__}")


def plan_run(settings: Settings, options: BatchOptions) -> tuple[Plan, Lane]:
    """Returns how a batch is run by this machine, and where its articles are worked on.

    Raises:
        ConfigError: the price of the model is not known, and money is limited.
    """
    asks = not settings.is_embedded
    processes = options.processes or (1 if asks else count_cores())
    concurrency = options.concurrency or (CONCURRENCY if asks else _AHEAD * processes)
    cap = settings.max_cost_usd if asks else None
    plan = Plan(
        concurrency=concurrency,
        find_copies=(options.copies or ("reuse" if asks else "ask")) == "reuse",
        editorial=settings.editorial,
        max_cost_usd=cap,
        slice_usd=_slice(settings, cap, concurrency) if cap else 0.0,
        max_time_s=options.max_time_s,
        give_up_after=options.give_up_after,
    )
    if processes == 1:
        return plan, Here(settings, capped=cap is not None)
    return plan, Processes(settings, count=processes, capped=cap is not None)


def _slice(settings: Settings, cap_usd: float, concurrency: int) -> float:
    """Returns how much money is taken at a time: enough for all that is under way."""
    price = find_price(settings.model, settings.prices)
    if price is None:
        if settings.allow_unknown_price:
            return cap_usd
        raise ConfigError(
            f"the price of {settings.model!r} is not known, so max_cost_usd cannot be kept; give "
            "a file with prices, or allow_unknown_price"
        )
    largest = Usage(
        prompt_tokens=2 * settings.chunk_tokens, completion_tokens=settings.max_output_tokens
    )
    return max(cap_usd / _SLICES, price.cost(largest) * concurrency)


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
    except NotImplementedError:  # Windows: Ctrl-C ends at once, and nothing is lost
        yield
        return
    try:
        yield
    finally:
        for one in signals:
            loop.remove_signal_handler(one)


# ---- what is there already ----


def read_status(out: str | Path, *, ledger: str | None = None) -> Status:
    """Returns how it stands with a batch, running or not.

    Args:
        out: folder of the batch.
        ledger: address of its database, where it is not in the folder.

    Raises:
        ConfigError: there is no batch, or its ledger cannot be read.
    """
    folder, manifest = _find(out)
    with open_ledger(folder, manifest, url=ledger) as opened:
        return Status(folder, manifest, opened.count())


def retry_failed(
    out: str | Path, *, only: Sequence[str] | None = None, ledger: str | None = None
) -> int:
    """Makes failures pending again, for the next run; returns how many.

    Args:
        out: folder of the batch.
        only: classes of failure, such as `provider`; None for all.
        ledger: as for `read_status`.

    Raises:
        ConfigError: there is no batch, or no such class.
    """
    known = get_args(ErrorKind)
    if unknown := [one for one in only or () if one not in known]:
        raise ConfigError(list_choices("class of failure", unknown[0], known))
    folder, manifest = _find(out)
    with open_ledger(folder, manifest, url=ledger) as opened:
        number = opened.revive(only)
        if number:
            Outputs(folder, opened, output_format=manifest.output_format)
    return number


def export(
    out: str | Path,
    target: str | Path,
    *,
    export_format: ExportFormat = "jsonl",
    ledger: str | None = None,
) -> int:
    """Writes all results of a batch into one file, those of other machines too.

    Args:
        out: folder of the batch.
        target: the file, which appears when it is whole.
        export_format: `jsonl`, `parquet` or `markdown`.
        ledger: as for `read_status`.

    Returns:
        How many results were written.

    Raises:
        ConfigError: there is no batch, or the file cannot be written.
    """
    if export_format not in EXPORT_FORMATS:
        raise ConfigError(list_choices("format", export_format, EXPORT_FORMATS))
    folder, manifest = _find(out)
    with open_ledger(folder, manifest, url=ledger) as opened:
        lines = opened.iter_lines(own=False, dead=False)
        return write_export(lines, Path(target), export_format)


def _find(out: str | Path) -> tuple[Path, Manifest]:
    folder = Path(out)
    manifest = read_manifest(folder)
    if manifest is None:
        raise ConfigError(
            f"{folder} holds no batch; make one with: summarizer batch INPUT {folder}"
        )
    return folder, manifest


# ---- a batch that is open ----


@dataclass(slots=True)
class Batch:
    """An OUT with its ledger, open for work.

    Attributes:
        folder: the OUT.
        setup: what decides the answers.
        ledger: what is done.
        outputs: the files.
        manifest: as it was last written.
    """

    folder: Path
    setup: Setup
    ledger: Ledger
    outputs: Outputs
    manifest: Manifest = field(repr=False)

    def note(self, **changes: Any) -> None:
        """Writes into the manifest how it stands."""
        now = SYSTEM_CLOCK.now().isoformat(timespec="seconds")
        if changes.get("state") == "running":
            changes["started_at"] = self.manifest.started_at or now
        else:
            changes["ended_at"] = now
        versions = dict.fromkeys([*self.manifest.versions, find_version()])
        self.manifest = replace(self.manifest, versions=tuple(versions), **changes)
        self.manifest.write(self.folder)


@contextmanager
def open_batch(folder: Path, settings: Settings, options: BatchOptions) -> Generator[Batch]:
    """Yields an OUT with its ledger; both are made when they are not there.

    Raises:
        ConfigError: they cannot be used, or were begun with other settings.
    """
    setup = Setup.of(settings)
    manifest = open_folder(folder, setup)
    with open_ledger(folder, manifest, url=options.ledger, lease_s=options.lease_s) as ledger:
        outputs = Outputs(folder, ledger, output_format=options.output_format)
        shown = ledger.store.name if options.ledger else None
        manifest = replace(manifest, ledger=shown, output_format=options.output_format)
        yield Batch(folder, setup, ledger, outputs, manifest)


@contextmanager
def open_ledger(
    folder: Path, manifest: Manifest, *, url: str | None = None, lease_s: float = LEASE_S
) -> Generator[Ledger]:
    """Yields the ledger of an OUT.

    Raises:
        ConfigError: it cannot be used, or OUT was begun with another one.
    """
    if url is None and manifest.ledger is not None:
        raise ConfigError(
            f"{folder} was begun with the ledger {manifest.ledger}; give it again with --ledger"
        )
    ledger = Ledger(
        url or f"sqlite:///{folder / LEDGER}",
        setup=manifest.setup,
        out=manifest.out,
        folder=folder / _LOCKS,
        now=lambda: SYSTEM_CLOCK.now().timestamp(),
        lease_s=lease_s,
    )
    try:
        yield ledger
    finally:
        ledger.close()
