"""inspect-ai on cases that cost nothing; runs in an interpreter that has it, not in ours.

    PYTHON benchmarks/contenders/with_inspect.py [--cases 2000] [--at-once 50]

A solver that returns at once, a scorer that does, its log in a folder that goes away; everything
else as inspect-ai has it. Prints one line of JSON.
"""

from __future__ import annotations

import argparse
import importlib
import json
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

_WARM = 5


def make_task(inspect: Any, count: int) -> Any:
    """Returns an inspect-ai task of so many samples."""
    dataset = importlib.import_module("inspect_ai.dataset")
    scoring = importlib.import_module("inspect_ai.scorer")
    solving = importlib.import_module("inspect_ai.solver")

    @solving.solver  # type: ignore[untyped-decorator]
    def answer_at_once() -> Any:
        async def solve(state: Any, _: Any) -> Any:
            state.output.completion = state.input_text
            return state

        return solve

    @scoring.scorer(metrics=[scoring.mean()])  # type: ignore[untyped-decorator]
    def compare() -> Any:
        async def score(state: Any, target: Any) -> Any:
            return scoring.Score(value=float(state.output.completion == target.text))

        return score

    samples = [
        dataset.Sample(id=f"c{number}", input=words, target=words)
        for number, words in enumerate(f"Rain fell on town {at}." for at in range(count))
    ]
    return inspect.Task(
        dataset=dataset.MemoryDataset(samples), solver=answer_at_once(), scorer=compare()
    )


def run(count: int, at_once: int) -> dict[str, Any]:
    """Returns how long so many samples took, and what they left on the disk."""
    inspect = importlib.import_module("inspect_ai")
    with tempfile.TemporaryDirectory() as folder:

        def ask(task: Any) -> Any:
            return inspect.eval(
                task, model="mockllm/model", max_samples=at_once, log_dir=folder, display="none"
            )[0]

        ask(make_task(inspect, _WARM))
        before = sum(one.stat().st_size for one in Path(folder).rglob("*") if one.is_file())
        task = make_task(inspect, count)
        wall, cpu = time.perf_counter(), time.process_time()
        log = ask(task)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        after = sum(one.stat().st_size for one in Path(folder).rglob("*") if one.is_file())
    scored = log.results.completed_samples if log.status == "success" else 0
    name = f"inspect-ai {version('inspect-ai')}"
    return {
        "name": name, "wall_s": wall, "cpu_s": cpu, "scored": scored, "bytes": after - before
    }  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--at-once", type=int, default=50)
    given = parser.parse_args()
    print(json.dumps(run(given.cases, given.at_once)))
