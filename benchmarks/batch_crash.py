"""A batch is killed twice and begun again: what is lost, what is repeated, what is paid twice.

    python benchmarks/batch_crash.py [--articles 2000] [--pydantic-ai PYTHON] [--langextract PYTHON]

The command `summarizer batch` works on articles of about 3,000 characters against a mock server
where a tenth of all first calls goes wrong, in ten ways; the server decides by a hash of the
article, so that every run meets the same faults. The command is killed (SIGKILL) when 30 % and
when 60 % of the results are there, and given again each time. Beside it stands a run that is left
alone. Meanwhile the files are read twenty times a second.

Others, as they are used here, keep nothing that a second run could go on from, so that their script
begins anew; they are killed when they have sent 30 % and, in the next run, 60 % of as many calls as
there are articles. LangExtract is asked about a fifth.

results, failed   articles with a result; with a letter in dead.jsonl, or an error with others
twice             lines about an article that another line is about
broken            complete lines that were no JSON at any moment
calls             requests the server has counted; "more" than in the run that was left alone
paid twice        good answers about articles that had had one: what the kills have cost
done, asked       articles whose result or letter was in the files at a kill, asked about again
in flight         calls the server was working on just before each kill
unwritten         articles that had a good answer, or one in flight, and no result yet when the
                  process and those it had started were gone

With this library results and failures must add up to the articles, nothing be twice or broken,
nothing that was done be asked again, and no more be paid twice than was unwritten; otherwise the
exit code is 1. Others need venvs: see `python benchmarks/batch_throughput.py --help`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.contenders.bench import Runner, Server, print_table
from benchmarks.contenders.command import Command, kill
from benchmarks.contenders.contender import CONTENDERS
from benchmarks.contenders.files import write_articles
from benchmarks.contenders.watching import Watcher, read_out

KILLS = (0.3, 0.6)
"""Shares of the articles that are done when the process is killed."""
FAULTS = (
    "429_after", "status:500", "status:503", "reset", "halved", "short", "invalid", "truncated",
    "refusal", "filter",
)  # fmt: skip
RATE = 0.1
FEWER = 5
LATENCY_S = 0.2
"""Long enough for calls to be in flight when the process is killed."""
HEAD = (
    "", "results", "failed", "twice", "broken", "calls", "more", "faults", "paid twice",
    "done, asked", "in flight", "unwritten", "s",
)  # fmt: skip
_POLL_S = 0.01
_POLL_SERVER_S = 0.2


@dataclass(frozen=True, slots=True)
class Kill:
    """How it stood when a process was killed.

    Attributes:
        done: articles that the files said were dealt with.
        in_flight: calls the server was working on.
        unwritten: articles the server had given, or was to give, a good answer about, without a
            result.
        attempts: calls about each article, by its id.
    """

    done: set[str]
    in_flight: int
    unwritten: int
    attempts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A run, or several of them one after the other.

    Attributes:
        title: who, and whether it was killed.
        articles: how many there are.
        results: articles with a result.
        failed: articles without one.
        repeated: lines about an article that another one is about.
        broken: complete lines that were no JSON.
        kills: how it stood at each.
        stats: what the server has counted.
        wall_s: of all runs together.
    """

    title: str
    articles: int
    results: int
    failed: int
    repeated: int
    broken: int
    kills: tuple[Kill, ...]
    stats: dict[str, Any]
    wall_s: float

    @property
    def asked_again(self) -> int:
        """Articles that were done at a kill and asked about again."""
        now = read_attempts(self.stats)
        again = (
            id_ for kill in self.kills for id_ in kill.done if now[id_] > kill.attempts.get(id_, 0)
        )
        return len(set(again))

    def list_faults(self) -> list[str]:
        """Returns what is not as it must be, in words."""
        paid_twice, unwritten = self.stats["answered_twice"], sum(x.unwritten for x in self.kills)
        faults = {
            f"{self.results} + {self.failed} are not {self.articles}": self.results + self.failed
            != self.articles,
            f"{self.repeated} lines twice": self.repeated > 0,
            f"{self.broken} lines broken": self.broken > 0,
            f"{self.asked_again} asked about again though they were done": self.asked_again > 0,
            f"{paid_twice} paid twice, {unwritten} unwritten": paid_twice > unwritten,
        }
        return [words for words, is_so in faults.items() if is_so]

    def list_cells(self, alone: Row) -> tuple[str, ...]:
        """Returns the cells of the table.

        Args:
            alone: the run that was left alone.
        """
        calls = self.stats["requests"]
        return (
            self.title,
            *(str(one) for one in (self.results, self.failed, self.repeated, self.broken)),
            f"{calls:,}",
            f"{calls - alone.stats['requests']:+,}" if alone is not self else "",
            str(sum(self.stats["faults"].values())),
            str(self.stats["answered_twice"]),
            str(self.asked_again),
            " + ".join(str(kill.in_flight) for kill in self.kills),
            " + ".join(str(kill.unwritten) for kill in self.kills),
            f"{self.wall_s:.0f}",
        )


def read_attempts(stats: dict[str, Any]) -> dict[str, int]:
    """Returns how many calls there were about each article, by its id."""
    return {f"ARTID-{number}": count for number, count in stats["by_article"].items()}


def set_faults(server: Server, name: str, seed: int) -> None:
    """Has the server answer in the shape of a contender, and fail."""
    rates = dict.fromkeys(FAULTS, RATE / len(FAULTS))
    server.set_plan(
        name, rates=rates, seed=seed, only_first=True, only_shown=True, latency_s=LATENCY_S
    )


def wait_until(
    process: subprocess.Popen[str], is_time: Callable[[], bool], *, poll_s: float
) -> None:
    """Waits until it is time to kill a process; one that ends before ends the benchmark."""
    while not is_time():
        if process.poll() is not None:
            raise SystemExit(f"ended before it could be killed, exit code {process.returncode}")
        time.sleep(poll_s)


def run_batch(server: Server, given: argparse.Namespace, shares: tuple[float, ...]) -> Row:
    """Returns what becomes of a batch that is killed at these shares of its results."""
    set_faults(server, "ours", given.seed)
    kills: list[Kill] = []
    with tempfile.TemporaryDirectory() as name:
        source, out = Path(name) / "articles.jsonl", Path(name) / "out"
        write_articles(source, given.articles)
        command = Command(str(source), out, server.base_url, given.at_once, given.processes)
        begun, broken = time.perf_counter(), 0
        with Watcher(out) as watcher:
            for share in shares:
                goal = share * given.articles
                with command.start() as process:
                    wait_until(process, lambda: watcher.lines >= goal, poll_s=_POLL_S)  # noqa: B023
                    in_flight = server.get_stats()["in_flight"]
                    kill(process)
                stats, found = server.get_stats(), read_out(out)
                broken += found.broken
                unwritten = stats["answered"] - len(found.results)
                kills.append(Kill(found.ids, in_flight, unwritten, read_attempts(stats)))
            with command.start() as process:
                process.wait()
        wall_s, found = time.perf_counter() - begun, read_out(out)
    if process.returncode not in (0, 1):
        raise SystemExit(f"the batch broke down, exit code {process.returncode}")
    return Row(
        f"batch, {_tell(shares)}",
        given.articles,
        found.results.total(),
        found.dead.total(),
        found.repeated,
        broken + found.broken + watcher.broken + (found.torn > 0),
        tuple(kills),
        server.get_stats(),
        wall_s,
    )


def run_peer(
    server: Server, runner: Runner, name: str, given: argparse.Namespace, shares: tuple[float, ...]
) -> Row:
    """Returns what becomes of somebody else's articles."""
    set_faults(server, name, given.seed)
    count = given.articles // FEWER if CONTENDERS[name].threads else given.articles
    options = {"count": count, "at_once": given.at_once, "warm": 0}
    kills: list[Kill] = []
    begun = time.perf_counter()
    for share in shares:
        goal = server.get_stats()["requests"] + share * count
        with runner.start(name, server.base_url, **options) as process:
            wait_until(
                process,
                lambda: server.get_stats()["requests"] >= goal,  # noqa: B023 - it ends here
                poll_s=_POLL_SERVER_S,
            )
            in_flight = server.get_stats()["in_flight"]
            kill(process)
        kills.append(Kill(set(), in_flight, server.get_stats()["answered"], {}))
    with runner.start(name, server.base_url, **options) as process:
        told, _ = process.communicate()
    wall_s = time.perf_counter() - begun
    if process.returncode:
        raise SystemExit(f"{name} broke down, exit code {process.returncode}")
    verdicts = json.loads(told.strip().rpartition("\n")[2])["verdicts"]
    results = verdicts.get("delivered", 0)
    return Row(
        f"{CONTENDERS[name].title}, {_tell(shares)}",
        count,
        results,
        count - results,
        0,
        0,
        tuple(kills),
        server.get_stats(),
        wall_s,
    )


def _tell(shares: tuple[float, ...]) -> str:
    return "killed twice" if shares else "left alone"


def main() -> int:
    """Prints the table; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--at-once", type=int, default=64)
    parser.add_argument("--processes", type=int, default=1, help="of the batch")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other articles")
    parser.add_argument("--langextract", metavar="PYTHON", help="interpreter that has LangExtract")
    parser.add_argument("--pydantic-ai", metavar="PYTHON", help="interpreter that has pydantic-ai")
    parser.add_argument("--only-batch", action="store_true", help="run nobody beside it")
    given = parser.parse_args()
    has = {
        "instructor": True,
        "pydantic-ai-tool": given.pydantic_ai,
        "langextract-lean": given.langextract,
    }
    peers = [name for name, wanted in has.items() if wanted and not given.only_batch]
    runner = Runner(given.langextract, given.pydantic_ai, pinned=False)
    cells: list[tuple[str, ...]] = []
    broken: list[str] = []
    with Server(pinned=False) as server:
        alone, killed = (run_batch(server, given, shares) for shares in ((), KILLS))
        for row in (alone, killed):
            cells.append(row.list_cells(alone))
            broken += [f"{row.title}: {words}" for words in row.list_faults()]
        for name in peers:
            alone, killed = (
                run_peer(server, runner, name, given, shares) for shares in ((), KILLS)
            )
            cells += [row.list_cells(alone) for row in (alone, killed)]
    print(f"{given.articles} articles, {given.at_once} at once, faults in {RATE:.0%} of them")
    print_table(HEAD, cells)
    print("\nnot as promised:\n  " + "\n  ".join(broken) if broken else "\nall as promised")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
