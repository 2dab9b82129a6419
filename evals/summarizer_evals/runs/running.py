"""A suite from start to end: gold read, cases asked, outputs kept, everything scored."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path

from summarizer.api import SYSTEM_CLOCK, find_version
from summarizer.settings import Settings
from summarizer_evals.errors import SuiteError
from summarizer_evals.gold.reading import Case, hash_gold, read_cases
from summarizer_evals.runs.journal import Journal, read_run
from summarizer_evals.runs.lanes import open_lane
from summarizer_evals.runs.records import Lane, Output, Run, RunEnd, RunHeader, Stop
from summarizer_evals.runs.runner import list_jobs, run_jobs
from summarizer_evals.suites import Suite

_LEFT_OUT = frozenset({"model", "api_key", "store", "store_path", "max_cost_usd"})


@dataclass(frozen=True, slots=True)
class Plan:
    """What one start of a run does.

    Attributes:
        suite: what is asked for.
        lane: how.
        folder: where the run is kept.
        only: ids of the cases; all when empty.
        command: what makes it again.
        now: the moment.
    """

    suite: Suite
    lane: Lane
    folder: Path
    only: tuple[str, ...] = ()
    command: str = ""
    now: Callable[[], datetime] = SYSTEM_CLOCK.now


def choose_lane(suite: Suite, *, live: bool = False, record: bool = False) -> Lane:
    """Returns the lane: what the command line says, else the suite, else what needs no key.

    Raises:
        SuiteError: a live or recorded run without a model, or the other way round.
    """
    if suite.model == "embedded":
        if live or record or suite.lane in ("live", "replay"):
            raise SuiteError("the embedded engine needs no tape; name a model with --model")
        return "embedded"
    if suite.lane == "embedded":
        raise SuiteError(f"lane is 'embedded', but model is {suite.model!r}")
    if record:
        return "record"
    return "live" if live else (suite.lane or "replay")


Watch = Callable[[Output | None, int, int], None]
"""Told of each output, how many are done, and of how many; at the start of no output."""


def run_suite(plan: Plan, *, watch: Watch | None = None) -> Run:
    """Runs a suite, or goes on with a run that was stopped; returns it as it stands on the disk.

    Args:
        plan: what to do.
        watch: told of each output, how many are done, and of how many; at the start of none.

    Raises:
        EvalError: gold, suite or folder cannot be used.
        KeyboardInterrupt: passed on, when the run is safe on the disk.
    """
    cases = read_cases(plan.suite.gold_folder, plan.only)
    journal = Journal(plan.folder, _make_header(plan, cases))
    jobs = list_jobs(cases, plan.suite.epochs, journal.known)
    total = len(cases) * plan.suite.epochs
    done = total - len(jobs)

    def keep(output: Output) -> None:
        nonlocal done
        journal.add(output)
        done += 1
        if watch is not None:
            watch(output, done, total)

    if watch is not None:
        watch(None, done, total)
    spent = sum(one.result.usage.cost_usd or 0.0 for one in journal.known if one.result is not None)
    started = plan.now()
    stopped: Stop | None = "interrupted"
    try:
        stopped = asyncio.run(_run_all(plan, jobs, keep, spent))
    finally:
        finished = plan.now()
        wall_s = (finished - started).total_seconds()
        journal.end(RunEnd(finished_at=finished, stopped=stopped, wall_s=wall_s))
    return read_run(plan.folder)


async def _run_all(
    plan: Plan,
    jobs: Sequence[tuple[Case, int]],
    keep: Callable[[Output], None],
    spent: float,
) -> Stop | None:
    """Asks for all jobs; a recording goes epoch by epoch, since each has its own tapes."""
    suite = plan.suite
    parts = [list(jobs)]
    if plan.lane == "record":
        epochs = sorted({epoch for _, epoch in jobs})
        parts = [[job for job in jobs if job[1] == epoch] for epoch in epochs]
    for part in parts:
        if not part:
            continue
        async with open_lane(suite, plan.lane, epoch=part[0][1], spent_usd=spent) as task:
            ended = await run_jobs(part, task, concurrency=suite.concurrency, keep=keep)
        spent += sum(
            one.result.usage.cost_usd or 0.0 for one in ended.outputs if one.result is not None
        )
        if ended.stopped:
            return ended.stopped
    return None


def _make_header(plan: Plan, cases: Sequence[Case]) -> RunHeader:
    suite = plan.suite
    return RunHeader(
        suite=suite.name,
        lane=plan.lane,
        model=suite.model,
        options=_list_options(suite),
        epochs=suite.epochs,
        cases=tuple(one.id for one in cases),
        is_full=not plan.only,
        gold_sha256=hash_gold(cases),
        library_version=find_version(),
        git=find_commit(suite.root),
        started_at=plan.now(),
        command=plan.command,
    )


def _list_options(suite: Suite) -> dict[str, object]:
    """Settings that differ from their defaults, without keys and files of answers."""
    settings, default = suite.make_settings(), Settings()
    return {
        one.name: getattr(settings, one.name)
        for one in fields(Settings)
        if one.name not in _LEFT_OUT and getattr(settings, one.name) != getattr(default, one.name)
    }


def find_commit(folder: Path) -> str | None:
    """Returns the commit a folder is at, with `+` when files differ from it; None outside git."""
    try:
        commit = _ask_git(folder, "rev-parse", "--short=12", "HEAD")
        changed = _ask_git(folder, "status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.SubprocessError):
        return None
    return commit + ("+" if changed else "")


def _ask_git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=10)  # noqa: S603
    return done.stdout.strip()
