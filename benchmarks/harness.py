"""What the eval harness itself costs: cases whose pipeline answers at once.

    python benchmarks/harness.py [--runs 5] [--inspect-python PYTHON]

2,000 articles of one sentence, 50 at a time. The pipeline returns a `Result` that was made
before, every output is journaled to the disk, scores are written beside them. Measured with a
scorer that does next to nothing, given through `evaluate(score=...)`, and with all metrics.

inspect-ai does the same with a solver and a scorer that return at once and its logs as they are
by default. It is no dependency of ours; give it a venv:

    python -m venv .venv-inspect
    .venv-inspect/bin/pip install inspect-ai

Each run is a process of its own, pinned to one core where the system can; rounds go through all
contenders in turn, and a ratio is the median of the ratios within the rounds. Imports and a
first small run are not in the time. A figure that misses its target makes the exit code 1.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from benchmarks.contenders.bench import compare, print_table

ROOT = Path(__file__).parent.parent
PEER = ROOT / "benchmarks" / "contenders" / "with_inspect.py"
CASES, AT_ONCE = 2_000, 50
MOST_S = 0.5
MOST_RATIO = 1 / 20
TRIVIAL, ALL, INSPECT = "trivial scorer", "all metrics", "inspect-ai"
_WARM = 5
_LONGEST_S = 600


# ---- in a process of its own ----


def run_ours(scorer: str, count: int, at_once: int) -> dict[str, Any]:
    """Returns how long so many cases took, and what they left on the disk."""
    from summarizer_evals import evaluate
    from summarizer_evals.gold.reading import Case
    from summarizer_evals.metrics.scoring import score_case
    from summarizer_evals.scores import CaseScore, Tally
    from summarizer_schemas.article import Article
    from summarizer_schemas.result import Result

    def score_little(case: Case, result: Result, *, epoch: int = 1) -> CaseScore:
        told = float(bool(result.key_points))
        return CaseScore(
            case=case.id, epoch=epoch, status="ok", counts={"point_precision": Tally(told, 1, 1)}
        )

    score = score_case if scorer == ALL else score_little
    cases = [make_case(at) for at in range(count)]
    ready: dict[str, Result] = {case.id: make_result(case) for case in cases}

    def answer(article: Article) -> Result:
        return ready[article.id]

    with tempfile.TemporaryDirectory() as folder:
        first, out = Path(folder) / "first", Path(folder) / "run"
        evaluate(answer, cases[:_WARM], concurrency=at_once, score=score, folder=first)
        wall, cpu = time.perf_counter(), time.process_time()
        scored = evaluate(answer, cases, concurrency=at_once, score=score, folder=out)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        size = sum(one.stat().st_size for one in out.iterdir())
    done = sum(one.status == "ok" for one in scored.scores)
    return {"name": scorer, "wall_s": wall, "cpu_s": cpu, "scored": done, "bytes": size}


def make_case(number: int) -> Any:
    """Returns a case of one sentence, with one key point."""
    from summarizer_evals.gold.reading import Case
    from summarizer_evals.gold.records import Gold
    from summarizer_schemas.article import hash_text

    text = f"Rain fell on town {number}."
    span = {"quote": text, "start": 0, "end": len(text)}
    gold = {
        "id": f"c{number}",
        "article": {"chars": len(text), "sha256": hash_text(text)},
        "key_points": [{"id": "k1", "text": text, "evidence": [span]}],
    }
    return Case(f"c{number}", text, (Gold.model_validate(gold),))


def make_result(case: Any) -> Any:
    """Returns what a pipeline that is right would say of a case."""
    from summarizer_schemas.record import Evidence, KeyPoint
    from summarizer_schemas.result import ArticleInfo, Provenance, Result

    text = case.text
    quote = Evidence(quote=text, start=0, end=len(text), match="exact", segment="lead")
    return Result(
        article=ArticleInfo(id=case.id, chars=len(text), sha256=case.gold.article.sha256),
        status="no_events",
        key_points=(KeyPoint(text=text, kind="extractive", evidence=(quote,)),),
        provenance=Provenance(
            engine="none",
            library_version="0",
            created_at=datetime(2026, 1, 1, tzinfo=timezone.utc),
        ),
    )


# ---- over all of them ----


def start(name: str, inspect_python: str | None, options: list[str]) -> dict[str, Any]:
    """Returns what came of one run; one that breaks down stops the benchmark."""
    command = [sys.executable, __file__, "--only", name, *options]
    if name == INSPECT:
        command = [inspect_python or sys.executable, str(PEER), *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(process.pid, {max(os.sched_getaffinity(0))})
        told, _ = process.communicate(timeout=_LONGEST_S)
    if process.returncode:
        raise SystemExit(f"{name} broke down, exit code {process.returncode}")
    found: dict[str, Any] = json.loads(told.strip().rpartition("\n")[2])
    return found


def report(found: dict[str, list[dict[str, Any]]], count: int) -> bool:
    """Prints the table and the verdict; returns whether a target is missed."""
    walls = {name: [one["wall_s"] for one in ones] for name, ones in found.items()}
    rows: list[tuple[str, ...]] = []
    for name, ones in found.items():
        spent = walls[name]
        ratio = compare(walls, name, INSPECT)
        rows.append(
            (
                ones[0]["name"],
                *(f"{one:.3f}" for one in (statistics.median(spent), min(spent), max(spent))),
                f"{statistics.median(one['cpu_s'] for one in ones):.3f}",
                f"{statistics.median(one['bytes'] for one in ones) / 1e6:.1f}",
                f"{min(one['scored'] for one in ones)}/{count}",
                *([] if ratio is None else [f"1/{1 / ratio:.1f}"]),
            )
        )
    head = ("", "median s", "least", "most", "CPU s", "MB written", "scored", "x inspect-ai")
    print_table(head[: len(rows[0])], rows)
    median = statistics.median(walls[TRIVIAL])
    missed = _judge(f"{median:.3f} s", f"{MOST_S} s", met=median <= MOST_S)
    ratio = compare(walls, TRIVIAL, INSPECT)
    if ratio is not None:
        bound = f"1/{1 / MOST_RATIO:.0f} of inspect-ai"
        missed |= _judge(f"1/{1 / ratio:.1f}", bound, met=ratio <= MOST_RATIO)
    lost = any(one["scored"] < count for name in (TRIVIAL, ALL) for one in found[name])
    return missed or lost


def _judge(value: str, bound: str, *, met: bool) -> bool:
    verdict = "met" if met else "MISSED"
    print(f"  {TRIVIAL}: {value}, target at most {bound}: {verdict}")
    return not met


def main() -> int:
    """Prints the table; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5, help="rounds")
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--at-once", type=int, default=AT_ONCE)
    parser.add_argument("--inspect-python", metavar="PYTHON", help="interpreter with inspect-ai")
    parser.add_argument("--only", choices=(TRIVIAL, ALL), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        print(json.dumps(run_ours(given.only, given.cases, given.at_once)))
        return 0
    names = [TRIVIAL, ALL]
    if given.inspect_python:
        names.append(INSPECT)
    else:
        print("inspect-ai is left out; --inspect-python names an interpreter that has it (--help)")
    options = ["--cases", str(given.cases), "--at-once", str(given.at_once)]
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for _ in range(given.runs):
        for name in names:
            found[name].append(start(name, given.inspect_python, options))
    print(f"{given.cases} cases, {given.at_once} at once, {given.runs} rounds")
    return int(report(found, given.cases))


if __name__ == "__main__":
    sys.exit(main())
