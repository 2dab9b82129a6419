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
import logging
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from summarizer.batch.batches import Report
from summarizer.batch.fleet import Fleet
from summarizer.batch.folders import open_batch
from summarizer.batch.following import Following
from summarizer.batch.inputs import Read
from summarizer.batch.manifest import LEDGER
from summarizer.batch.planning import BatchOptions, Inputs, open_given
from summarizer.batch.progress import Progress, Watcher, ignore
from summarizer.batch.ray_actors import Bell, Crew, SummarizeActor, pack
from summarizer.errors import ConfigError
from summarizer.settings import Settings

__all__ = ["SummarizeActor", "run_on_ray"]

_BLOCK = 256
"""Articles of a block, at most: some 1 MB."""
_LEAST_BLOCK = 16
_BLOCKS_EACH = 4
"""Blocks there are for each actor, at least: so that none has much more to do than the others."""
_AT_ONCE = 2
"""Blocks an actor works on at a time: while one comes to its end, the next one fills the gaps."""


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
        ledger = find_ledger(ray, folder, here)
        fleet = Fleet(_fix_paths(chosen), ledger, batch.manifest.out, count, here)
        fleet.plan()  # what is wrong with it is better said here than by an actor
        batch.note(inputs=given.sources, encoding=here.encoding, state="running")
        size = _BLOCK
        if given.total is not None:
            size = max(min(given.total // (count * _BLOCKS_EACH), _BLOCK), _LEAST_BLOCK)
        blocks, total = _put_blocks(ray, given.reads, size)
        fleet = replace(fleet, share=max(min(count, len(blocks)), 1))
        bell = ray.remote(Bell).options(num_cpus=0).remote()
        progress = Progress(total=total, seen=total)
        run = Following(batch, here, watch, progress, stop=bell.ring.remote)
        with run.catching_signals():
            run.follow(_map_blocks(ray, blocks, fleet, bell) if blocks else iter(()))
        counts = batch.ledger.count()
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


# ---- Ray itself ----


def find_ledger(ray: Any, folder: Path, options: BatchOptions) -> str:
    """Returns an address of the ledger that every actor reaches.

    Args:
        ray: the module, connected.
        folder: the OUT.
        options: how the batch is run.

    Raises:
        ConfigError: there are several machines, and the ledger is a file.
    """
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
