"""The embedded engine on one core and on two: what a batch makes of them.

    python benchmarks/batch_cores.py [--articles 2000] [--runs 3]

The batch goes from a file of JSON Lines to `results.jsonl` through its ledger. Beside it stands
what one would write in ten lines: a loop over the same file, and `multiprocessing.Pool`, which
keep no ledger and begin anew when they are killed. What the pool gains with two processes is
what the machine has to give.

Articles have about 3,000 characters and no two are alike. Everybody starts cold: imports of the
library are not in the time, the start of further processes and of engines is. Nothing is pinned.
Rounds go through all in turn, and a ratio is the median of the ratios within the rounds. One that
misses its target, or an article without a result, makes the exit code 1.
"""

from __future__ import annotations

import argparse
import statistics
import sys

from benchmarks.contenders.bench import Runner, compare, print_table
from benchmarks.contenders.child import Outcome
from benchmarks.contenders.contender import CONTENDERS
from summarizer.settings import EMBEDDED

LOOP, POOL, BATCH, TWICE = "loop", "pool-2", "batch", "batch-2"
LEAST_GAIN = 1.7


def measure(count: int, runs: int) -> dict[str, list[Outcome]]:
    """Returns the outcomes of all rounds."""
    runner = Runner(pinned=False)
    names = (LOOP, BATCH, POOL, TWICE)
    found: dict[str, list[Outcome]] = {name: [] for name in names}
    for _ in range(runs):
        for name in names:
            found[name].append(runner.run(name, EMBEDDED, count=count, warm=0))
            rate = count / found[name][-1].wall_s
            print(f"{name}: {rate:.1f} articles a second", file=sys.stderr, flush=True)
    return found


def report(found: dict[str, list[Outcome]], count: int) -> bool:
    """Prints the table; returns whether the target is missed."""
    rates = {name: [count / one.wall_s for one in runs] for name, runs in found.items()}
    peers = {LOOP: "x loop", BATCH: "x batch", POOL: "x Pool(2)"}
    head = (
        "articles a second", "median", "least", "most", "CPU ms", "cores", "delivered",
        *peers.values(),
    )  # fmt: skip
    rows: list[tuple[str, ...]] = []
    for name, runs in found.items():
        rate = rates[name]
        rows.append(
            (
                CONTENDERS[name].title,
                *(f"{value:.0f}" for value in (statistics.median(rate), min(rate), max(rate))),
                f"{statistics.median(one.cpu_s for one in runs) / count * 1e3:.2f}",
                f"{statistics.median(one.cpu_s / one.wall_s for one in runs):.2f}",
                f"{min(one.verdicts.get('delivered', 0) for one in runs)}/{count}",
                *(f"{compare(rates, name, peer):.2f}" for peer in peers),
            )
        )
    print_table(head, rows)
    gain, ideal = compare(rates, TWICE, BATCH) or 0.0, compare(rates, POOL, LOOP) or 0.0
    print(
        f"  two processes: {gain:.2f} x one, target at least {LEAST_GAIN:g}:"
        f" {'met' if gain >= LEAST_GAIN else 'MISSED'}; a pool gains {ideal:.2f}"
    )
    lost = any(one.verdicts.get("delivered", 0) != count for runs in found.values() for one in runs)
    if lost:
        print("  NOT every article has its result")
    return gain < LEAST_GAIN or lost


def main() -> int:
    """Prints the table; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--runs", type=int, default=3, help="rounds")
    given = parser.parse_args()
    print(f"{given.articles} articles, embedded engine, {given.runs} rounds")
    return int(report(measure(given.articles, given.runs), given.articles))


if __name__ == "__main__":
    sys.exit(main())
