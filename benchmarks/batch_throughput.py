"""Many articles through a language model, with a ledger and without: how many a second.

    python benchmarks/batch_throughput.py [--runs 3] [--langextract PYTHON] [--pydantic-ai PYTHON]

The model is a mock on 127.0.0.1, as in `benchmarks/llm.py`; articles have about 3,000 characters
and no two are alike. The batch goes from a file of JSON Lines to `results.jsonl`, its ledger in
SQLite with it, and looks for near-identical articles; the others ask about articles that stand in
memory, and drop what they are told. "structured-summarizer" is that too: the difference between
the two rows is what the batch costs.

contenders  each one process, pinned to one core where the system can, with another core for the
            server. Imports and 20 articles before the clock starts are not in the time.
processes   the batch with one process and with two, nothing pinned, an answer at once, so that
            the processor is what they wait for. Starting the processes is in the time of both.
            "server" is the CPU time of the server for a second: near 100 % it is what is measured.

Others need other versions than ours; give them venvs:

    python -m venv .venv-langextract
    .venv-langextract/bin/pip install langextract==1.7.1 openai
    python -m venv .venv-pydantic-ai
    .venv-pydantic-ai/bin/pip install 'pydantic-ai-slim[openai]==2.68.0'

LangExtract is asked about a tenth of the articles, since it takes its time. A ratio is the median
of the ratios within the rounds. One that misses its target, an article that is not delivered or
one that is asked about twice makes the exit code 1.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.contenders.bench import Runner, Server, compare, print_table
from benchmarks.contenders.child import Outcome
from benchmarks.contenders.contender import CONTENDERS

BATCH, TWICE, STOCK, LANGEXTRACT = "batch", "batch-2", "instructor", "langextract-lean"
"""LangExtract is held against us without its check of the examples: that is its faster form."""
LEAST = {STOCK: 1.5, LANGEXTRACT: 5.0}
LEAST_GAIN = 1.6
FEWER = 10
WARM = 20


@dataclass(frozen=True, slots=True)
class Load:
    """How everybody is run.

    Attributes:
        articles: how many.
        at_once: how many of them at a time.
        latency_s: of the server.
        warm: articles before the clock starts.
    """

    articles: int
    at_once: int
    latency_s: float
    warm: int

    def count_for(self, name: str) -> int:
        """Returns how many articles a contender is asked about."""
        fewer = CONTENDERS[name].threads
        return max(self.articles // FEWER, 1) if fewer else self.articles


@dataclass(frozen=True, slots=True)
class Run:
    """One contender in one round.

    Attributes:
        count: articles it was given.
        outcome: what came of them.
        calls: what the server was asked about these.
        server_cpu_s: what the server used meanwhile.
    """

    count: int
    outcome: Outcome
    calls: int
    server_cpu_s: float

    @property
    def rate(self) -> float:
        """Articles a second."""
        return self.count / self.outcome.wall_s

    @property
    def is_whole(self) -> bool:
        """Whether all was delivered, each article for one call."""
        return self.outcome.verdicts.get("delivered", 0) == self.count == self.calls


def measure(
    server: Server, runner: Runner, names: Sequence[str], load: Load, runs: int
) -> dict[str, list[Run]]:
    """Returns all rounds, in which the contenders take turns."""
    found: dict[str, list[Run]] = {name: [] for name in names}
    for _ in range(runs):
        for name in names:
            server.set_plan(name, latency_s=load.latency_s)
            count, before_s = load.count_for(name), server.measure_cpu_s()
            outcome = runner.run(
                name, server.base_url, count=count, at_once=load.at_once, warm=load.warm
            )
            calls = server.get_stats()["requests"] - load.warm
            found[name].append(Run(count, outcome, calls, server.measure_cpu_s() - before_s))
    return found


def report(found: Mapping[str, list[Run]], peers: Sequence[str]) -> dict[str, list[float]]:
    """Prints a table with the ratios to some of its rows; returns the rates of all rounds."""
    rates = {name: [one.rate for one in runs] for name, runs in found.items()}
    known = [peer for peer in peers if peer in rates]
    head = (
        "articles a second", "median", "least", "most", "CPU ms", "cores", "server", "delivered",
        "calls", *(f"x {peer.partition('-')[0]}" for peer in known),
    )  # fmt: skip
    rows: list[tuple[str, ...]] = []
    for name, runs in found.items():
        rate, count = rates[name], runs[0].count
        cpu_ms = statistics.median(one.outcome.cpu_s for one in runs) / count * 1e3
        cores = statistics.median(one.outcome.cpu_s / one.outcome.wall_s for one in runs)
        share = statistics.median(one.server_cpu_s / one.outcome.wall_s for one in runs)
        rows.append(
            (
                CONTENDERS[name].title,
                *(f"{value:.0f}" for value in (statistics.median(rate), min(rate), max(rate))),
                f"{cpu_ms:.2f}",
                f"{cores:.2f}",
                f"{share:.0%}",
                f"{min(one.outcome.verdicts.get('delivered', 0) for one in runs)}/{count}",
                f"{max(one.calls for one in runs)}",
                *(f"{compare(rates, name, peer):.2f}" for peer in known),
            )
        )
    print_table(head, rows)
    return rates


def is_missed(rates: Mapping[str, list[float]], name: str, peer: str, target: float) -> bool:
    """Prints a ratio beside its target; returns whether it is missed."""
    ratio = compare(rates, name, peer)
    if ratio is None:
        return False
    print(
        f"  {CONTENDERS[name].title}: {ratio:.2f} x {CONTENDERS[peer].title}, target at least"
        f" {target:g}: {'met' if ratio >= target else 'MISSED'}"
    )
    return ratio < target


def is_broken(runs: Sequence[Run]) -> bool:
    """Returns whether ours lost an article or asked about one twice, and says so."""
    whole = all(one.is_whole for one in runs)
    if not whole:
        print("  NOT every article was delivered for one call")
    return not whole


def compare_contenders(given: argparse.Namespace) -> bool:
    """Prints the table of contenders; returns whether a target is missed."""
    names = [BATCH, "ours", STOCK]
    if given.pydantic_ai:
        names += ["pydantic-ai-tool", "pydantic-ai-native"]
    if given.langextract:
        names.append(LANGEXTRACT)
    load = Load(given.articles, given.at_once, given.latency_ms / 1e3, WARM)
    print(
        f"\n{load.articles} articles, {load.at_once} at once, latency {given.latency_ms:g} ms,"
        f" {given.runs} rounds"
    )
    with Server() as server:
        runner = Runner(given.langextract, given.pydantic_ai)
        found = measure(server, runner, names, load, given.runs)
    rates = report(found, (STOCK, LANGEXTRACT))
    missed = [is_missed(rates, BATCH, peer, target) for peer, target in LEAST.items()]
    return any(missed) | is_broken(found[BATCH])


def compare_processes(given: argparse.Namespace) -> bool:
    """Prints the table of processes; returns whether the target is missed."""
    load = Load(given.articles, given.at_once, 0.0, 0)
    print(f"\n{load.articles} articles, {load.at_once} at once, no latency, {given.runs} rounds")
    with Server(pinned=False) as server:
        runner = Runner(pinned=False)
        found = measure(server, runner, (BATCH, TWICE), load, given.runs)
    rates = report(found, (BATCH,))
    missed = is_missed(rates, TWICE, BATCH, LEAST_GAIN)
    return missed | is_broken([*found[BATCH], *found[TWICE]])


def main() -> int:
    """Prints the tables; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3, help="rounds of each table")
    parser.add_argument("--articles", type=int, default=4_000)
    parser.add_argument("--at-once", type=int, default=256)
    parser.add_argument("--latency-ms", type=float, default=200.0, help="of the first table")
    parser.add_argument("--table", choices=("contenders", "processes"), help="only this one")
    parser.add_argument("--langextract", metavar="PYTHON", help="interpreter that has LangExtract")
    parser.add_argument("--pydantic-ai", metavar="PYTHON", help="interpreter that has pydantic-ai")
    given = parser.parse_args()
    for option, title in (("langextract", "LangExtract"), ("pydantic_ai", "pydantic-ai")):
        if not getattr(given, option):
            name = f"--{option.replace('_', '-')}"
            print(f"{title} is left out; {name} names an interpreter that has it (--help)")
    missed = False
    if given.table != "processes":
        missed |= compare_contenders(given)
    if given.table != "contenders":
        missed |= compare_processes(given)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
