"""A tenth of all calls goes wrong: what becomes of the articles, here and in others.

    python benchmarks/faults.py [--articles 500] [--langextract PYTHON]

The mock server decides by a hash of the article and the attempt, so that every contender meets
the same faults, and it tells only of sentences that it is shown. Each contender keeps its own
defaults for retries. A wait the server asks for is zero seconds; others are each contender's own.

delivered    every key point and event of the article, once
wrong        came back as if all were well, and it is not what the article tells
lost         an error was raised, or the result says that it is incomplete
duplicated   articles asked about again after a good answer had been sent
extra/fault  calls beyond one an article, for each fault that was served

`first` in the name of a fault: only the first call about an article may go wrong. With this
library each article must be delivered, none wrong, lost or duplicated, and the calls must be
those of articles and faults together, within 2 %; otherwise the exit code is 1. LangExtract
needs a venv of its own: see `python benchmarks/llm.py --help`.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from typing import Any

from benchmarks.contenders.bench import Runner, Server, print_table
from benchmarks.contenders.child import Outcome
from benchmarks.contenders.contender import CONTENDERS

RATE = 0.1
TOLERANCE = 0.02
FAULTS = {
    "429": ("429_after",),
    "500": ("status:500",),
    "reset": ("reset",),
    "cut off, length": ("truncated",),
    "cut off, stop": ("truncated_stop",),
    "body cut": ("halved",),
    "connection cut": ("short",),
    "invalid first": ("invalid",),
    "empty": ("empty",),
    "web page": ("html",),
    "429 + 500 + length": ("429_after", "status:500", "truncated"),
}
"""What a row is called -> faults of the server, each at the rate."""
HEAD = (
    "", "delivered", "wrong", "lost", "duplicated", "calls", "faults", "extra/fault", "raised",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """What became of the articles of one contender under one fault."""

    name: str
    articles: int
    outcome: Outcome
    stats: dict[str, Any]

    @property
    def faults(self) -> int:
        """How often something went wrong."""
        return sum(self.stats["faults"].values())

    @property
    def extra(self) -> int:
        """Calls beyond one an article."""
        return int(self.stats["requests"]) - self.articles

    def is_as_promised(self) -> bool:
        """Whether all is delivered, for as many calls as that takes."""
        delivered = self.outcome.verdicts.get("delivered", 0) == self.articles
        single = self.stats["answered_twice"] == 0
        return delivered and single and abs(self.extra - self.faults) <= TOLERANCE * self.faults

    def list_cells(self) -> tuple[str, ...]:
        """Returns the cells of the table."""
        verdicts, raised = self.outcome.verdicts, self.outcome.errors
        ratio = f"{self.extra / self.faults:.2f}" if self.faults else ""
        return (
            CONTENDERS[self.name].title,
            *(str(verdicts.get(one, 0)) for one in ("delivered", "wrong", "lost")),
            str(self.stats["answered_twice"]),
            str(self.stats["requests"]),
            str(self.faults),
            ratio,
            ", ".join(f"{kind} {count}" for kind, count in sorted(raised.items())),
        )


def run(server: Server, runner: Runner, name: str, fault: str, given: argparse.Namespace) -> Row:
    """Returns what becomes of the articles of one contender under one fault."""
    rates = dict.fromkeys(FAULTS[fault], RATE)
    server.set_plan(
        name,
        rates=rates,
        seed=given.seed,
        only_first=fault.endswith("first"),
        only_shown=True,
        latency_s=0.02,
    )
    outcome = runner.run(name, server.base_url, count=given.articles, at_once=given.at_once, warm=0)
    return Row(name, given.articles, outcome, server.get_stats())


def main() -> int:
    """Prints a table for each fault; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--at-once", type=int, default=64)
    parser.add_argument("--seed", type=int, default=1, help="another seed, other articles")
    parser.add_argument("--fault", action="append", choices=FAULTS, help="only this one")
    parser.add_argument("--langextract", metavar="PYTHON", help="interpreter that has LangExtract")
    given = parser.parse_args()
    names = ["ours", "instructor"]
    if given.langextract:
        names.append("langextract-lean")
    else:
        print("LangExtract is left out; --langextract names an interpreter that has it")
    broken: list[str] = []
    runner = Runner(given.langextract)
    with Server() as server:
        for fault in given.fault or FAULTS:
            rows = [run(server, runner, name, fault, given) for name in names]
            print()
            print_table((fault, *HEAD[1:]), [row.list_cells() for row in rows])
            if not rows[0].is_as_promised():
                broken.append(fault)
    print(f"\nnot as promised: {', '.join(broken)}" if broken else "\nall as promised")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
