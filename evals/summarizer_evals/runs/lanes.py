"""Lanes: what a suite asks, of whom, and where the answers are kept.

embedded   one summarizer, no model
live       one summarizer for all cases and epochs: one budget, one rate limit
record     the same, writing a tape, which is then cut into one file for each article and epoch
replay     one summarizer for each article and epoch, reading its tape: no key, no network
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from summarizer import Summarizer
from summarizer_evals.errors import RunError
from summarizer_evals.files import write_whole
from summarizer_evals.gold.reading import Case
from summarizer_evals.runs.records import Lane
from summarizer_evals.runs.runner import Task
from summarizer_evals.suites import Suite
from summarizer_schemas.result import Result

_RECORDING = ".recording.jsonl"


def name_tape(case: str, epoch: int) -> str:
    """Returns the file name of a tape; epochs have their own, since their questions are equal.

    Example:
        >>> name_tape("norburg-fire", 1), name_tape("norburg-fire", 2)
        ('norburg-fire.jsonl', 'norburg-fire.epoch2.jsonl')
    """
    return f"{case}.jsonl" if epoch == 1 else f"{case}.epoch{epoch}.jsonl"


@asynccontextmanager
async def open_lane(
    suite: Suite, lane: Lane, *, epoch: int = 1, spent_usd: float = 0.0
) -> AsyncGenerator[Task, None]:
    """Yields what answers the cases of one lane.

    Args:
        suite: what is asked for.
        lane: how.
        epoch: which epoch a recording is of.
        spent_usd: money that an earlier start of this run has spent already.

    Raises:
        ConfigError: a file that the settings name cannot be used.
    """
    if lane == "replay":
        yield _make_replay(suite)
        return
    budget = None if suite.max_cost_usd is None else max(suite.max_cost_usd - spent_usd, 1e-9)
    settings = suite.make_settings(max_cost_usd=budget)
    if lane == "record":
        suite.tape_folder.mkdir(parents=True, exist_ok=True)
        tape = suite.tape_folder / _RECORDING
        settings = suite.make_settings(max_cost_usd=budget, store="record", store_path=str(tape))
    async with Summarizer(settings=settings) as summarizer:
        yield _make_task(summarizer)
    if lane == "record":
        cut_tape(suite.tape_folder / _RECORDING, suite.tape_folder, epoch, settings.api_key)


def _make_task(summarizer: Summarizer) -> Task:
    async def ask(case: Case, _: int) -> Result:
        return await summarizer.asummarize(case.article)

    return ask


def _make_replay(suite: Suite) -> Task:
    async def ask(case: Case, epoch: int) -> Result:
        tape = suite.tape_folder / name_tape(case.id, epoch)
        settings = suite.make_settings(store="replay", store_path=str(tape))
        async with Summarizer(settings=settings) as summarizer:
            return await summarizer.asummarize(case.article)

    return ask


def cut_tape(recording: Path, folder: Path, epoch: int, key: str | None) -> list[str]:
    """Cuts a recording into one tape for each article; returns their ids.

    Tapes of other articles stay; one of the same article and epoch is replaced.

    Raises:
        RunError: the recording holds the key; nothing is cut.
    """
    if not recording.exists():
        return []
    lines: dict[str, list[str]] = {}
    for words in recording.read_text(encoding="utf-8").split("\n"):
        if words.strip():
            if key and key in words:
                raise RunError(f"{recording} holds the key of the provider; delete it")
            lines.setdefault(json.loads(words)["article_id"], []).append(words)
    for case, own in lines.items():
        write_whole(folder / name_tape(case, epoch), "\n".join(own) + "\n")
    recording.unlink()
    return sorted(lines)
