"""Times cold starts against `import openai`, in interleaved runs of fresh interpreters.

    python benchmarks/startup.py [FILE] [--runs 7]

Prints the median wall time of each command and its ratio to `import openai`. A ratio over
its target makes the exit code 1.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
REFERENCE = "import openai"
TARGETS = {"import summarizer": 0.2, "summarizer run": 0.6}


def list_commands(article: Path, published: str) -> dict[str, list[str]]:
    """Returns what is timed, by name; a bare interpreter shows the floor."""
    command = Path(sys.executable).with_name("summarizer")
    return {
        "python": [sys.executable, "-c", ""],
        REFERENCE: [sys.executable, "-c", "import openai"],
        "import summarizer": [sys.executable, "-c", "import summarizer"],
        "summarizer run": [str(command), "run", str(article), "--published", published],
    }


def time_once_s(command: list[str]) -> float:
    """Returns the wall time of one run in seconds; a failing command stops the benchmark."""
    begun = time.perf_counter()
    subprocess.run(
        command,
        check=True,
        stdout=subprocess.DEVNULL,
        env={key: value for key, value in os.environ.items() if not key.startswith("SUMMARIZER_")},
    )
    return time.perf_counter() - begun


def time_medians_s(commands: dict[str, list[str]], runs: int) -> dict[str, float]:
    """Returns the median seconds of each command; rounds go through all commands in turn."""
    for command in commands.values():
        time_once_s(command)  # writes the bytecode caches, as any second use would find them
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            times[name].append(time_once_s(command))
    return {name: statistics.median(taken) for name, taken in times.items()}


def main() -> int:
    """Prints the table; returns 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    default = ROOT / "examples" / "border-strikes.txt"
    parser.add_argument("article", nargs="?", type=Path, default=default)
    parser.add_argument("--published", default="2024-01-19")
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()

    medians = time_medians_s(list_commands(given.article, given.published), given.runs)
    missed = False
    print(f"{'command':<20}{'median ms':>10}{'ratio':>8}{'target':>8}")
    for name, median_s in medians.items():
        ratio = median_s / medians[REFERENCE]
        target = TARGETS.get(name)
        missed |= target is not None and ratio > target
        print(f"{name:<20}{median_s * 1000:>10.0f}{ratio:>8.2f}{target or '':>8}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
