"""A batch on Ray, left alone, and with an actor and then the driver killed: what is paid twice.

    python benchmarks/ray_batch.py [--articles 5000] [--actors 2] [--at-once 128]

A JSON Lines file of short articles goes through `summarizer.batch.ray_data.run_on_ray` with actors
on this machine and the ledger in a file, against a mock server with latency. One run is left alone.
In the other one an actor is killed (SIGKILL) when the server has been asked about 30 % of the
articles, the driver when it has been asked about 60 %, and the same run is begun again. Ray itself
is started with each driver; its start is in the time, and shown.

results      lines of results.jsonl
twice        lines about an article that another line is about
calls        requests the server has counted
paid twice   articles that it was asked about once more
slots        calls the killed actors may have had in flight, by their share of `--at-once`
start s      until the first answer, of all drivers

Results must be as many as articles, none twice, and no more paid twice than there were slots, each
with a call in flight or with an answer on its way into the ledger; otherwise the exit code is 1.

Ray Data alone (2.60) was measured apart, with a plain HTTP call for each of 5,000 rows: a killed
actor cost 250 calls, and a driver killed half-way, with `ray.data.checkpoint`, all that were done,
since ids are written with a block of output.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from benchmarks.contenders.bench import ROOT, Server, clean_environment, print_table
from benchmarks.contenders.watching import read_out

KILLS = (("actor", 0.3), ("driver", 0.6))
HEAD = ("", "results", "twice", "calls", "paid twice", "slots", "start s", "s", "articles/s")
_POLL_S = 0.1
_DRIVER = """
import json, sys
from summarizer.batch import BatchOptions
from summarizer.batch.ray_data import run_on_ray
from summarizer.settings import Settings
told = json.loads(sys.argv[1])
settings = Settings(
    model="openai/mock", base_url=told["base_url"], api_key="none", mode="json_schema", repair=False
)
options = BatchOptions(concurrency=told["at_once"], copies="ask")
run_on_ray(told["source"], told["out"], settings=settings, options=options, actors=told["actors"])
"""


@dataclass(slots=True)
class Run:
    """A batch of which some processes are killed.

    Attributes:
        server: the mock.
        given: the options of this script.
        folder: where its files are.
        starts_s: from the start of each driver to its first answer.
    """

    server: Server
    given: argparse.Namespace
    folder: Path
    starts_s: list[float] = field(default_factory=list[float])

    def start(self) -> subprocess.Popen[str]:
        """Returns a driver that has begun to ask."""
        told = {
            "base_url": self.server.base_url,
            "at_once": self.given.at_once,
            "actors": self.given.actors,
            "source": str(self.folder / "articles.jsonl"),
            "out": str(self.folder / "out"),
        }
        begun, asked = time.perf_counter(), self.server.get_stats()["requests"]
        driver = subprocess.Popen(
            [sys.executable, "-c", _DRIVER, json.dumps(told)],
            cwd=ROOT,
            env=clean_environment(),
            text=True,
        )
        wait_until(driver, lambda: self.server.get_stats()["requests"] > asked)
        self.starts_s.append(time.perf_counter() - begun)
        return driver

    def work(self, kills: tuple[tuple[str, float], ...]) -> float:
        """Works through all articles; returns how long that took, in seconds."""
        begun = time.perf_counter()
        driver = self.start()
        for what, share in kills:
            goal = share * self.given.articles
            wait_until(driver, lambda: self.server.get_stats()["requests"] >= goal)  # noqa: B023
            if what == "actor":
                find_actor(driver).kill()
            else:
                driver.kill()
                driver.wait()
                driver = self.start()
        if driver.wait():
            raise SystemExit(f"the driver broke down, exit code {driver.returncode}")
        return time.perf_counter() - begun


def wait_until(driver: subprocess.Popen[str], is_time: Callable[[], bool]) -> None:
    """Waits until it is time; a driver that ends before ends the benchmark."""
    while not is_time():
        if driver.poll() is not None:
            raise SystemExit(f"the driver ended too early, exit code {driver.returncode}")
        time.sleep(_POLL_S)


def find_actor(driver: subprocess.Popen[str]) -> psutil.Process:
    """Returns the process of one of the actors that a driver started."""
    children = psutil.Process(driver.pid).children(recursive=True)
    return next(one for one in children if "MapWorker" in "".join(one.cmdline()[:1]))


def write_articles(path: Path, count: int) -> None:
    """Writes a file of short articles, no two of them alike."""
    with path.open("w", encoding="utf-8") as file:
        for at in range(count):
            text = f"ARTID-{at:06d} Rain fell on Norburg for the {at:,}th day, the council said."
            file.write(json.dumps({"id": f"n{at}", "text": text}) + "\n")


def measure(
    server: Server, given: argparse.Namespace, kills: tuple[tuple[str, float], ...]
) -> tuple[tuple[str, ...], list[str]]:
    """Returns the cells of a run, and what is not as it must be."""
    plan: dict[str, Any] = {"latency_s": given.latency_ms / 1e3, "only_shown": True}
    server.set_plan("ours", **plan)
    with tempfile.TemporaryDirectory() as name:
        run = Run(server, given, Path(name))
        write_articles(run.folder / "articles.jsonl", given.articles)
        wall_s = run.work(kills)
        found, stats = read_out(run.folder / "out"), server.get_stats()
    paid_twice = stats["requests"] - stats["articles"]
    killed = {"actor": given.at_once // given.actors, "driver": given.at_once}
    slots = sum(killed[what] for what, _ in kills)
    start_s = sum(run.starts_s)
    title = "an actor, then the driver killed" if kills else "left alone"
    cells = (
        title, f"{len(found.results):,}", str(found.repeated), f"{stats['requests']:,}",
        str(paid_twice), str(slots), f"{start_s:.1f}", f"{wall_s:.1f}",
        f"{given.articles / (wall_s - start_s):.0f}",
    )  # fmt: skip
    faults = {
        f"{len(found.results)} results": len(found.results) != given.articles,
        f"{found.repeated} lines twice": found.repeated > 0,
        f"{found.broken} lines broken": found.broken + found.torn > 0,
        f"{paid_twice} paid twice": paid_twice > slots,
    }
    return cells, [f"{title}: {words}" for words, is_so in faults.items() if is_so]


def main() -> int:
    """Prints the table; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--actors", type=int, default=2)
    parser.add_argument("--at-once", type=int, default=128, help="of all actors together")
    parser.add_argument("--latency-ms", type=float, default=100.0)
    given = parser.parse_args()
    if importlib.util.find_spec("ray") is None:
        print("Ray is not installed: pip install 'structured-summarizer[ray]'")
        return 0
    rows: list[tuple[str, ...]] = []
    faults: list[str] = []
    with Server(pinned=False) as server:
        for kills in ((), KILLS):
            cells, wrong = measure(server, given, kills)
            rows.append(cells)
            faults += wrong
    print(
        f"{given.articles} articles, {given.actors} actors, {given.at_once} at once, latency "
        f"{given.latency_ms:g} ms"
    )
    print_table(HEAD, rows)
    print("\nnot as promised:\n  " + "\n  ".join(faults) if faults else "\nall as promised")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
