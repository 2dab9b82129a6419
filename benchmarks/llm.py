"""One article through a language model: what it costs beside the model, here and in others.

    python benchmarks/llm.py [--runs 5] [--langextract PYTHON]

The model is a mock on 127.0.0.1 that answers at once, or after a wait, with the same facts in the
shape each contender asks for: three key points and five events with quotes. Articles have about
3,000 characters and no two are alike. Every contender runs in a process of its own, pinned to
one core where the system can, and the server has another; rounds go through all contenders in
turn. A ratio is the median of the ratios within the rounds, so that a busy machine matters less.

cpu         CPU time of the process for one article, one after the other, no latency. For this
            library that is all from the text to the Result: read, render, ask, parse, ground,
            resolve. instructor parses and does not ground; LangExtract parses and aligns.
throughput  many articles, many at once, with latency.

LangExtract needs other versions than ours; give it a venv:

    python -m venv .venv-langextract
    .venv-langextract/bin/pip install langextract==1.7.1 openai

It is asked about fewer articles (a fifth), since it takes its time. Most of that goes into quotes
that serve a key point and an event: the row "events alone" leaves the key points out of its answer
and shows what is left. Targets are held against the same facts. A ratio that misses its
target, or an article that is not delivered, makes the exit code 1.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.contenders.bench import Runner, Server, compare, print_table
from benchmarks.contenders.child import Outcome
from benchmarks.contenders.contender import CONTENDERS

OURS, STOCK, LANGEXTRACT = "ours", "instructor", "langextract-lean"
"""LangExtract is held against us without its check of the examples: that is its faster form."""
MOST_CPU = {STOCK: 0.9, LANGEXTRACT: 0.25}
LEAST_THROUGHPUT = {STOCK: 1.5, LANGEXTRACT: 5.0}
FEWER = 5
CEILING_COUNT, CEILING_AT_ONCE = 10_000, 64


@dataclass(frozen=True, slots=True)
class Load:
    """How a contender is run.

    Attributes:
        articles: how many.
        at_once: how many of them at a time.
        latency_s: of the server.
    """

    articles: int
    at_once: int = 1
    latency_s: float = 0.0

    def count_for(self, name: str) -> int:
        """Returns how many articles a contender is asked about."""
        fewer = CONTENDERS[name].threads
        return max(self.articles // FEWER, 1) if fewer else self.articles


@dataclass(frozen=True, slots=True)
class Lab:
    """Who is measured, and how often."""

    server: Server
    runner: Runner
    names: tuple[str, ...]
    runs: int

    def measure(self, load: Load) -> dict[str, list[Outcome]]:
        """Returns the outcomes of all rounds."""
        found: dict[str, list[Outcome]] = {name: [] for name in self.names}
        for _ in range(self.runs):
            for name in self.names:
                self.server.set_plan(name, latency_s=load.latency_s)
                count = load.count_for(name)
                outcome = self.runner.run(
                    name, self.server.base_url, count=count, at_once=load.at_once
                )
                found[name].append(outcome)
        return found


def find_ceiling(server: Server, runner: Runner) -> float:
    """Returns how many requests a second the server answers at least."""
    server.set_plan("sockets")
    outcome = runner.run("sockets", server.base_url, count=CEILING_COUNT, at_once=CEILING_AT_ONCE)
    return CEILING_COUNT / outcome.wall_s


def count_lost(found: Mapping[str, list[Outcome]], load: Load) -> int:
    """Returns how many of our articles were not delivered."""
    wanted = load.count_for(OURS)
    return sum(wanted - one.verdicts.get("delivered", 0) for one in found[OURS])


def report_cpu(found: Mapping[str, list[Outcome]], load: Load) -> bool:
    """Prints the table of CPU time; returns whether a target is missed."""
    costs = {
        name: [one.cpu_s / load.count_for(name) * 1e3 for one in outcomes]
        for name, outcomes in found.items()
    }
    head = ("CPU ms an article", "median", "least", "most", *_name_ratios(costs))
    rows = [
        (
            CONTENDERS[name].title,
            *(f"{value:.2f}" for value in (statistics.median(spent), min(spent), max(spent))),
            *_list_ratios(costs, name),
        )
        for name, spent in costs.items()
    ]
    print_table(head, rows)
    return _judge("CPU", costs, MOST_CPU, at_most=True) or count_lost(found, load) > 0


def report_throughput(found: Mapping[str, list[Outcome]], load: Load) -> bool:
    """Prints the table of throughput; returns whether a target is missed."""
    rates = {
        name: [load.count_for(name) / one.wall_s for one in outcomes]
        for name, outcomes in found.items()
    }
    ideal = load.at_once / load.latency_s if load.latency_s else 0.0
    head = (
        "articles a second", "median", "least", "most", "of ideal", "CPU ms", "delivered",
        *_name_ratios(rates),
    )  # fmt: skip
    rows: list[tuple[str, ...]] = []
    for name, rate in rates.items():
        count, outcomes = load.count_for(name), found[name]
        median = statistics.median(rate)
        rows.append(
            (
                CONTENDERS[name].title,
                *(f"{value:.0f}" for value in (median, min(rate), max(rate))),
                f"{median / ideal:.1%}" if ideal else "",
                f"{statistics.median(one.cpu_s for one in outcomes) / count * 1e3:.2f}",
                f"{min(one.verdicts.get('delivered', 0) for one in outcomes)}/{count}",
                *_list_ratios(rates, name),
            )
        )
    print_table(head, rows)
    missed = _judge("throughput", rates, LEAST_THROUGHPUT, at_most=False)
    return missed or count_lost(found, load) > 0


def _name_ratios(values: Mapping[str, list[float]]) -> list[str]:
    return [f"x {peer.partition('-')[0]}" for peer in (STOCK, LANGEXTRACT) if peer in values]


def _list_ratios(values: Mapping[str, list[float]], name: str) -> list[str]:
    ratios = (compare(values, name, peer) for peer in (STOCK, LANGEXTRACT))
    return [f"{ratio:.2f}" for ratio in ratios if ratio is not None]


def _judge(
    what: str, values: Mapping[str, list[float]], targets: Mapping[str, float], *, at_most: bool
) -> bool:
    missed = False
    for peer, target in targets.items():
        ratio = compare(values, OURS, peer)
        if ratio is None:
            continue
        met = ratio <= target if at_most else ratio >= target
        missed |= not met
        bound = "at most" if at_most else "at least"
        print(
            f"  {what}: {ratio:.2f} x {CONTENDERS[peer].title}, target {bound} {target:g}:"
            f" {'met' if met else 'MISSED'}"
        )
    return missed


def main() -> int:
    """Prints the tables; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5, help="rounds of each table")
    parser.add_argument("--count", type=int, default=200, help="articles of the CPU table")
    parser.add_argument("--articles", type=int, default=2_000, help="those of throughput")
    parser.add_argument("--at-once", type=int, default=256)
    parser.add_argument("--latency-ms", type=float, default=200.0)
    parser.add_argument("--table", choices=("cpu", "throughput"), help="only this one")
    parser.add_argument("--langextract", metavar="PYTHON", help="interpreter that has LangExtract")
    given = parser.parse_args()

    names = ["ours", "instructor", "openai"]
    if given.langextract:
        names += ["langextract", "langextract-lean", "langextract-events"]
    else:
        print("LangExtract is left out; --langextract names an interpreter that has it (--help)")
    runner = Runner(given.langextract)
    with Server() as server:
        lab = Lab(server, runner, tuple(names), given.runs)
        ceiling = find_ceiling(server, runner)
        print(f"the server alone: at least {ceiling:,.0f} requests a second")
        missed = False
        if given.table != "throughput":
            one_by_one = Load(given.count)
            print(f"\n{given.count} articles one after the other, {given.runs} rounds")
            missed |= report_cpu(lab.measure(one_by_one), one_by_one)
        if given.table != "cpu":
            many = Load(given.articles, given.at_once, given.latency_ms / 1e3)
            print(
                f"\n{given.articles} articles, {given.at_once} at once, latency"
                f" {given.latency_ms:g} ms, {given.runs} rounds"
            )
            missed |= report_throughput(lab.measure(many), many)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
