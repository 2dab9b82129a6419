"""How much memory a batch takes, and how it grows with the number of articles.

    python benchmarks/batch_memory.py [--sizes 10000 30000 100000] [--quick]

The command `summarizer batch` over ever more articles of about 3,000 characters, no two of them
alike, from a file of JSON Lines or through a pipe; the model is a mock on 127.0.0.1 that answers
at once, or the embedded engine. Ledger, search for near-identical articles and output are on, as
they are by default. 100,000 articles through the mock take a quarter of an hour and 3 GB of disk.

peak      the most memory the process had (VmHWM), and its child processes, all added up; read five
          times a second, so the last fifth of a second is not seen
growth    how much more that is for each further article, from the smallest size to the largest

LangExtract returns one list of all documents. It is asked about a tenth of the articles, in its
fastest form: see `python benchmarks/batch_throughput.py --help` for a venv. A figure that misses
its target, or an article without a result, makes the exit code 1. Needs /proc (Linux).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from benchmarks.contenders.bench import ROOT, Runner, Server, print_table
from benchmarks.contenders.command import Command, watch_peaks
from benchmarks.contenders.contender import CONTENDERS
from benchmarks.contenders.files import RESULTS, read_lines, write_articles
from summarizer.settings import EMBEDDED

MOST_MB, MOST_GROWTH_KB = 250, 0.5
SIZES, QUICK = (10_000, 30_000), (2_000, 5_000, 20_000)
PEER, FEWER = "langextract-list", 10
HEAD = ("", "articles", "peak MB", "processes", "results", "calls", "articles/s")


@dataclass(frozen=True, slots=True)
class Row:
    """One run.

    Attributes:
        title: who.
        articles: how many it was given.
        peaks: bytes, of each process.
        results: how many articles have one.
        calls: what the server was asked.
        wall_s: from the start of the process to its end.
    """

    title: str
    articles: int
    peaks: tuple[int, ...]
    results: int
    calls: int
    wall_s: float

    @property
    def peak_mb(self) -> float:
        """All processes together, in millions of bytes."""
        return sum(self.peaks) / 1e6

    def list_cells(self) -> tuple[str, ...]:
        """Returns the cells of the table."""
        return (
            self.title,
            f"{self.articles:,}",
            f"{self.peak_mb:.1f}",
            str(len(self.peaks)),
            f"{self.results:,}",
            f"{self.calls:,}",
            f"{self.articles / self.wall_s:.0f}",
        )


def run_batch(server: Server, count: int, given: argparse.Namespace) -> Row:
    """Returns what a batch over so many articles takes."""
    server.set_plan("ours")
    base_url = EMBEDDED if given.engine == EMBEDDED else server.base_url
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with _open_source(folder, count, through=given.through) as (source, stdin):
            command = Command(source, folder / "out", base_url, given.at_once, given.processes)
            begun = time.perf_counter()
            with command.start(stdin) as process:
                peaks = watch_peaks(process)
            wall_s = time.perf_counter() - begun
        if process.returncode:
            raise SystemExit(f"the batch broke down, exit code {process.returncode}")
        ids = {json.loads(line)["article"]["id"] for line in read_lines(folder / "out" / RESULTS)}
    calls = server.get_stats()["requests"]
    return Row("batch", count, tuple(peaks.values()), len(ids), calls, wall_s)


@contextmanager
def _open_source(
    folder: Path, count: int, *, through: str
) -> Generator[tuple[str, IO[str] | None]]:
    """Yields INPUT and standard input of a batch."""
    if through == "file":
        source = folder / "articles.jsonl"
        write_articles(source, count)
        yield str(source), None
        return
    words = [sys.executable, "-m", "benchmarks.contenders.files", str(count)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        yield "-", writer.stdout


def run_peer(server: Server, runner: Runner, count: int, at_once: int) -> Row:
    """Returns what LangExtract takes for so many articles."""
    server.set_plan(PEER)
    begun = time.perf_counter()
    process = runner.start(PEER, server.base_url, count=count, at_once=at_once, warm=0)
    with process:
        peaks = watch_peaks(process)
        told = process.stdout.read() if process.stdout else ""
    wall_s = time.perf_counter() - begun
    if process.returncode:
        raise SystemExit(f"{PEER} broke down, exit code {process.returncode}")
    delivered = json.loads(told.strip().rpartition("\n")[2])["verdicts"].get("delivered", 0)
    calls = server.get_stats()["requests"]
    return Row(CONTENDERS[PEER].title, count, tuple(peaks.values()), delivered, calls, wall_s)


def find_growth_kb(rows: list[Row]) -> float | None:
    """Returns the growth for each article between the smallest size and the largest."""
    ordered = sorted(rows, key=lambda row: row.articles)
    more = ordered[-1].articles - ordered[0].articles
    return (ordered[-1].peak_mb - ordered[0].peak_mb) * 1e3 / more if more else None


def judge(rows: list[Row], processes: int) -> bool:
    """Prints our figures beside their targets; returns whether one is missed."""
    peak_mb, growth_kb = max(row.peak_mb for row in rows), find_growth_kb(rows)
    missed = False
    if growth_kb is not None:
        missed = growth_kb > MOST_GROWTH_KB
        print(
            f"  growth: {growth_kb:.2f} KB an article, target at most {MOST_GROWTH_KB:g}:"
            f" {'MISSED' if missed else 'met'}"
        )
    if processes == 1:
        over = peak_mb > MOST_MB
        print(f"  peak: {peak_mb:.0f} MB, target at most {MOST_MB}: {'MISSED' if over else 'met'}")
        missed |= over
    if any(row.results != row.articles for row in rows):
        print("  NOT every article has its result")
        missed = True
    return missed


def main() -> int:
    """Prints the tables; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--quick", action="store_true", help="2,000, 5,000 and 20,000 articles")
    parser.add_argument("--engine", choices=("mock", EMBEDDED), default="mock")
    parser.add_argument("--through", choices=("file", "pipe"), default="file")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=64)
    parser.add_argument("--langextract", metavar="PYTHON", help="interpreter that has LangExtract")
    given = parser.parse_args()
    if not Path("/proc/self/status").exists():
        raise SystemExit("the memory of a process is read from /proc, which is not here")
    sizes: tuple[int, ...] = QUICK if given.quick else tuple(given.sizes)
    with Server(pinned=False) as server:
        rows = [run_batch(server, size, given) for size in sizes]
        print_table(HEAD, [row.list_cells() for row in rows])
        missed = judge(rows, given.processes)
        if given.langextract:
            runner = Runner(given.langextract, pinned=False)
            peers = [
                run_peer(server, runner, max(size // FEWER, 1), given.at_once) for size in sizes
            ]
            print()
            print_table(HEAD, [row.list_cells() for row in peers])
            print(f"  growth: {find_growth_kb(peers) or 0.0:.2f} KB an article")
        else:
            print("LangExtract is left out; --langextract names an interpreter that has it")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
