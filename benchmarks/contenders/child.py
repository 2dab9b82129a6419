"""Runs one contender in a process of its own and prints what came of it as one line of JSON.

    python -m benchmarks.contenders.child NAME BASE_URL [--count 200] [--at-once 1]

A contender that takes a file of articles is given one, in a folder that goes away. Started by the
benchmarks, with the interpreter that has the contender's packages.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import sys
import tempfile
import time
import warnings
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from benchmarks.contenders.contender import (
    CONTENDERS,
    Contender,
    FileContender,
    load_contender,
)
from benchmarks.contenders.files import write_articles
from benchmarks.contenders.task import News, iter_articles

_WARM_FROM = 900_000
"""Number of the first article before the clock starts."""


@dataclass(slots=True)
class Outcome:
    """What came of all articles.

    Attributes:
        wall_s: from the first question to the last result; with a file of articles, from its
            first line to the last one written.
        cpu_s: CPU time of the process meanwhile, of all its threads; of a file, also of all
            processes that worked on it.
        verdicts: how many were delivered, wrong, lost.
        errors: the classes of what was raised.
    """

    wall_s: float
    cpu_s: float
    verdicts: dict[str, int]
    errors: dict[str, int]


async def ask_all(contender: Contender, count: int, at_once: int, warm: int) -> Outcome:
    """Asks about so many articles, as many at once as told; results are judged as they come."""
    for article in iter_articles(warm, _WARM_FROM):
        await contender.summarize(article)
    articles = list(iter_articles(count))
    verdicts: Counter[str] = Counter()
    errors: Counter[str] = Counter()
    judging_s = 0.0

    async def work(mine: Any) -> None:
        nonlocal judging_s
        for article in mine:
            verdict, spent_s = await _ask_one(contender, article, errors)
            verdicts[verdict] += 1
            judging_s += spent_s

    shared = iter(articles)
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(work(shared) for _ in range(at_once)))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    await contender.close()
    return Outcome(wall, cpu - judging_s, dict(verdicts), dict(errors))


async def _ask_one(contender: Contender, article: News, errors: Counter[str]) -> tuple[str, float]:
    """Returns the verdict, and the CPU seconds it took to judge."""
    try:
        result = await contender.summarize(article)
    except Exception as error:  # noqa: BLE001 - whatever a contender raises, the article is lost
        errors[type(error.__cause__ or error).__name__] += 1
        return "lost", 0.0
    begun = time.thread_time()
    verdict = contender.judge(result, article)
    return verdict, time.thread_time() - begun


def give_file(contender: FileContender, count: int, at_once: int, warm: int) -> Outcome:
    """Gives a file of so many articles; results are judged when all are there."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first, source = folder / "warm.jsonl", folder / "articles.jsonl"
        write_articles(first, warm, _WARM_FROM)
        write_articles(source, count)
        if warm:
            contender.summarize_file(first, folder / "warm", at_once)
        gc.collect()
        wall, cpu = time.perf_counter(), _measure_cpu_s()
        contender.summarize_file(source, folder / "out", at_once)
        wall, cpu = time.perf_counter() - wall, _measure_cpu_s() - cpu
        verdicts = Counter[str](contender.judge_file(folder / "out"))
    verdicts["lost"] += count - verdicts.total()
    return Outcome(wall, cpu, dict(verdicts), {})


def _measure_cpu_s() -> float:
    """Returns the CPU seconds of this process and of its children that have ended."""
    return sum(os.times()[:4])


def main() -> int:
    """Prints one line of JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("name", choices=CONTENDERS)
    parser.add_argument("base_url")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--at-once", type=int, default=1)
    parser.add_argument("--warm", type=int, default=20, help="articles before the clock starts")
    parser.add_argument("--options", type=json.loads, default={}, help="JSON, for its class")
    given = parser.parse_args()
    warnings.simplefilter("ignore")  # others' deprecations are no matter of ours here
    options: dict[str, Any] = given.options
    if CONTENDERS[given.name].threads:
        options["workers"] = given.at_once
    contender = load_contender(given.name, given.base_url, **options)
    load = given.count, given.at_once, given.warm
    if CONTENDERS[given.name].whole:
        outcome = give_file(cast("FileContender", contender), *load)
    else:
        outcome = asyncio.run(ask_all(cast("Contender", contender), *load))
    print("\n" + json.dumps(asdict(outcome)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
