"""A batch on Ray: actors on this machine or on a cluster, each with its share of the limits.

Articles go from here into Ray's object store, a block at a time (Ray puts on disk what does not
fit), and actors map over the blocks. What they find goes into the ledger; this process shows in
OUT what the ledger holds. So a killed actor, or a killed driver, costs the calls in flight.

For a dataset that is there already, map `SummarizeActor` over it:

    found = dataset.map_batches(
        SummarizeActor,
        fn_constructor_kwargs={"settings": settings, "ledger": address, "share": 8},
        batch_size=256,
        compute=ray.data.ActorPoolStrategy(size=8, max_concurrent_calls_per_actor=2),
    )
"""

from __future__ import annotations

import importlib
import json
import logging
import queue
import signal
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from summarizer.batch.batches import Batch, BatchOptions, Inputs, Report, open_batch, open_given
from summarizer.batch.fleet import Fleet
from summarizer.batch.inputs import Read
from summarizer.batch.ledger import Line
from summarizer.batch.manifest import LEDGER
from summarizer.batch.progress import Progress, Watcher, ignore
from summarizer.batch.ray_actors import Bell, Crew, SummarizeActor, pack
from summarizer.batch.records import Outcome
from summarizer.errors import ConfigError
from summarizer.settings import Settings
from summarizer_schemas.result import Usage

__all__ = ["SummarizeActor", "run_on_ray"]

_BLOCK = 256
"""Articles of a block, at most: some 1 MB."""
_LEAST_BLOCK = 16
_BLOCKS_EACH = 4
"""Blocks there are for each actor, at least: so that none has much more to do than the others."""
_AT_ONCE = 2
"""Blocks an actor works on at a time: while one comes to its end, the next one fills the gaps."""
_TICK_S = 0.5


def run_on_ray(
    inputs: Inputs,
    out: str | Path,
    *,
    settings: Settings | None = None,
    options: BatchOptions | None = None,
    actors: int | None = None,
    address: str | None = None,
    watch: Watcher = ignore,
) -> Report:
    """Works through very many articles on Ray; the OUT is the same as that of `run`.

    Either may go on where the other one was. The first Ctrl-C (or SIGTERM) begins no more
    articles and finishes those under way; the second one ends at once.

    Args:
        inputs: as for `run`; all of them are read before the first one is begun.
        out: as for `run`.
        settings: as for `run`; limits and money are those of all actors together.
        options: as for `run`. Actors on several machines need a `ledger` that all of them reach;
            `concurrency` is that of all actors together, and without it each has 32.
        actors: how many; None: as many as Ray has cores.
        address: of a Ray cluster, such as `auto`; None: Ray is started on this machine, unless
            this process is connected already.
        watch: called with the progress about twice a second, and at the end.

    Raises:
        ConfigError: Ray is missing or does not start, or as for `run`.
    """
    if actors is not None and actors < 1:
        raise ConfigError(f"actors is {actors}; give a number above 0")
    ray = _load_ray()
    chosen, here = settings or Settings.from_env(), options or BatchOptions()
    folder = Path(out)
    given = open_given(inputs, folder, chosen, here)
    with open_batch(folder, chosen, here) as batch, _connected(ray, address):
        count = actors or max(int(_count_cores(ray)), 1)
        ledger = _find_ledger(ray, folder, here)
        fleet = Fleet(_fix_paths(chosen), ledger, batch.manifest.out, count, here)
        fleet.plan()  # what is wrong with it is better said here than by an actor
        batch.note(inputs=given.sources, encoding=here.encoding, state="running")
        size = _BLOCK
        if given.total is not None:
            size = max(min(given.total // (count * _BLOCKS_EACH), _BLOCK), _LEAST_BLOCK)
        blocks, total = _put_blocks(ray, given.reads, size)
        bell = ray.remote(Bell).options(num_cpus=0).remote()
        run = _Run(batch, here, watch, bell, Progress(total=total, seen=total))
        with run.catching_signals():
            run.follow(_map_blocks(ray, blocks, fleet, bell) if blocks else iter(()))
        progress, counts = run.progress, batch.ledger.count()
        reason = progress.stopping
        state = "stopped" if reason else "complete"
        batch.note(state=state, reason=reason, counts=counts.to_dict())
    return Report(folder, progress, counts, state, reason)


def _put_blocks(ray: Any, reads: Iterator[Read], size: int) -> tuple[list[Any], int]:
    """Returns references to blocks of articles, and how many articles there are."""
    arrow = importlib.import_module("pyarrow")
    blocks: list[Any] = []
    total = 0
    while texts := [pack(one) for one in islice(reads, size)]:
        blocks.append(ray.put(arrow.table({"article": texts})))
        total += len(texts)
    return blocks, total


def _map_blocks(ray: Any, blocks: list[Any], fleet: Fleet, bell: Any) -> Iterator[Any]:
    """Returns what the actors tell of each block, as tables."""
    context = ray.data.DataContext.get_current()
    shows, context.enable_progress_bars = context.enable_progress_bars, False
    try:
        dataset = ray.data.from_arrow_refs(blocks).map_batches(
            Crew,
            fn_constructor_kwargs={"fleet": fleet, "bell": bell},
            batch_size=None,
            batch_format="pyarrow",
            # Ray restarts its actors, and tries their blocks again, as often as it has to.
            compute=ray.data.ActorPoolStrategy(
                size=fleet.share, max_concurrent_calls_per_actor=_AT_ONCE
            ),
            num_cpus=min(_count_cores(ray) / fleet.share, 1.0),
        )
        tables: Iterator[Any] = iter(
            dataset.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0)
        )
    finally:
        context.enable_progress_bars = shows
    return tables


@dataclass(slots=True)
class _Run:
    """A run, watched from here."""

    batch: Batch
    options: BatchOptions
    watch: Watcher
    bell: Any
    progress: Progress
    _started: float = field(default_factory=time.monotonic)
    _shown: int = 0
    _through: int = 0
    _interrupted: bool = False

    def follow(self, tables: Iterator[Any]) -> None:
        """Shows what comes of it, until the actors are through with all blocks."""
        self._shown = self.batch.ledger.read_shown().last_seq
        answers: queue.Queue[Any] = queue.Queue()
        threading.Thread(target=_pump, args=(tables, answers), daemon=True).start()
        is_over = False
        while not is_over:
            for answer in _collect(answers):
                if isinstance(answer, BaseException):
                    raise _explain(answer) from answer
                is_over = answer is None
                for block in answer or ():
                    self._take(block)
            self._check()
            self._show()
        self.batch.outputs.close()
        self.watch(self.progress)

    @contextmanager
    def catching_signals(self) -> Generator[None]:
        """Makes the first Ctrl-C a request to stop, and the second one an end."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def stop(*_: object) -> None:
            if self._interrupted:
                raise KeyboardInterrupt
            self._interrupted = True

        before = {one: signal.signal(one, stop) for one in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)

    def _take(self, block: dict[str, Any]) -> None:
        self._through += block["begun"]
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
            self.bell.ring.remote(reason)

    def _show(self) -> None:
        """Shows what the actors have written into the ledger meanwhile."""
        progress = self.progress
        self.batch.outputs.follow()
        for line in self.batch.ledger.iter_lines(after=self._shown):
            self._shown = line.seq
            progress.add([_to_outcome(line)])
        # Of what the actors are through with, the rest was there before.
        progress.settled = max(self._through - progress.done - progress.dead, 0)
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
    """Returns the error of ours that Ray carried here, if it is one."""
    found: BaseException | None = error
    while found is not None:
        if isinstance(found, ConfigError):
            return ConfigError(str(found))
        found = found.__cause__ or getattr(found, "cause", None)
    return error


# ---- Ray itself ----


def _find_ledger(ray: Any, folder: Path, options: BatchOptions) -> str:
    """Returns an address of the ledger that every actor reaches."""
    url = options.ledger or f"sqlite:///{(folder / LEDGER).resolve()}"
    if url.startswith("sqlite") and sum(node["Alive"] for node in ray.nodes()) > 1:
        raise ConfigError(
            "the actors are on several machines, which cannot share a file; name a database as "
            "the ledger: --ledger postgresql+psycopg://USER@HOST/DATABASE"
        )
    return url


def _fix_paths(settings: Settings) -> Settings:
    """Actors have a working directory of their own."""
    paths: dict[str, Any] = {
        name: str(Path(path).resolve())
        for name in ("prompt_folder", "prices", "store_path")
        if (path := getattr(settings, name))
    }
    return replace(settings, **paths)


def _count_cores(ray: Any) -> float:
    return float(ray.cluster_resources().get("CPU", 1))


@contextmanager
def _connected(ray: Any, address: str | None) -> Generator[None]:
    if ray.is_initialized():
        yield
        return
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    local = {} if address else {"include_dashboard": False}
    try:
        ray.init(address=address or "local", log_to_driver=False, logging_level="error", **local)
    except Exception as error:  # noqa: BLE001 - Ray raises it as such
        words = str(error).partition("\n")[0]
        where = f"at {address}" if address else "on this machine"
        raise ConfigError(f"Ray does not start {where}: {words}") from None
    try:
        yield
    finally:
        ray.shutdown()


def _load_ray() -> Any:
    try:
        ray = importlib.import_module("ray")
        importlib.import_module("ray.data")
    except ImportError as error:
        raise ConfigError(
            f"running on Ray needs {error.name}: pip install 'structured-summarizer[ray]'"
        ) from None
    return ray
