"""The runner: many cases, several epochs, a bounded number at a time; failures are values."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

from summarizer_evals.gold.reading import Case
from summarizer_evals.runs.records import Output, Stop
from summarizer_evals.runs.workers import work_through
from summarizer_schemas.result import Result

Task = Callable[[Case, int], Awaitable[Result]]
"""Case and epoch -> what was found."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run went.

    Attributes:
        outputs: of this start, in the order in which they were finished.
        stopped: why it ended before all was asked, if it did.
        wall_s: seconds.
    """

    outputs: tuple[Output, ...]
    stopped: Stop | None
    wall_s: float


def list_jobs(
    cases: Sequence[Case], epochs: int, known: Iterable[Output] = ()
) -> list[tuple[Case, int]]:
    """Returns what is left to ask: epoch by epoch, without what a run has a result for.

    What crashed or could not be asked for is asked again.
    """
    from summarizer_evals.metrics.scoring import judge_status

    done = {
        (one.case, one.epoch)
        for one in known
        if one.result is not None and judge_status(one.result)[0] != "inconclusive"
    }
    return [
        (case, epoch)
        for epoch in range(1, epochs + 1)
        for case in cases
        if (case.id, epoch) not in done
    ]


async def run_jobs(
    jobs: Sequence[tuple[Case, int]],
    task: Task,
    *,
    concurrency: int,
    keep: Callable[[Output], None],
) -> Ended:
    """Asks for every job, and hands each output to `keep` as soon as it is there.

    An exception of a task is an output with `crash`. When a result says that the budget is
    spent, nothing more is asked for; what is under way is finished.

    Args:
        jobs: case and epoch.
        task: what is measured.
        concurrency: how many at a time.
        keep: takes each output; its own exceptions end the run.
    """
    started = time.monotonic()
    outputs: list[Output] = []
    stopped: Stop | None = None

    async def work(job: tuple[Case, int]) -> bool:
        nonlocal stopped
        output = await _ask(task, *job)
        outputs.append(output)
        keep(output)
        if output.result is not None and _is_spent(output.result):
            stopped = "budget"
        return stopped is None

    await work_through(jobs, work, concurrency=concurrency)
    return Ended(tuple(outputs), stopped, time.monotonic() - started)


async def _ask(task: Task, case: Case, epoch: int) -> Output:
    try:
        return Output.model_construct(
            case=case.id, epoch=epoch, result=await task(case, epoch), crash=None
        )
    except Exception as error:  # noqa: BLE001 - a crash is a value: the other cases go on
        return Output(case=case.id, epoch=epoch, crash=describe_crash(error))


def describe_crash(error: Exception) -> str:
    """Returns type and message; of errors that are not ours only the type: words may leak."""
    from summarizer.errors import SummarizerError

    name = type(error).__name__
    return f"{name}: {error}" if isinstance(error, SummarizerError) else name


def _is_spent(result: Result) -> bool:
    return result.error is not None and result.error.kind == "budget"
