"""Evals from Python: any function from an article to a `Result`, measured against gold."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from inspect import isawaitable
from pathlib import Path
from typing import Protocol

from summarizer.api import SYSTEM_CLOCK, find_version
from summarizer_evals.gates.baselines import name_baseline, read_baseline
from summarizer_evals.gates.judging import judge
from summarizer_evals.gates.records import Verdict
from summarizer_evals.gold.reading import Case, hash_gold, read_cases
from summarizer_evals.metrics.scoring import score_case, score_outage
from summarizer_evals.runs.journal import Journal
from summarizer_evals.runs.records import Output, RunEnd, RunHeader
from summarizer_evals.runs.runner import run_jobs
from summarizer_evals.runs.running import Plan, choose_lane, run_suite
from summarizer_evals.runs.scored import Scored, score_run, write_scores
from summarizer_evals.scores import CaseScore
from summarizer_evals.suites import choose_suite
from summarizer_schemas.article import Article
from summarizer_schemas.result import Result

Pipeline = Callable[[Article], Result | Awaitable[Result]]


class Scorer(Protocol):
    """What measures one result."""

    def __call__(self, case: Case, result: Result, *, epoch: int = 1) -> CaseScore:
        """Returns the score."""
        ...


def evaluate(
    pipeline: Pipeline,
    gold: str | Path | Sequence[Case],
    *,
    epochs: int = 1,
    concurrency: int = 8,
    score: Scorer = score_case,
    folder: str | Path | None = None,
) -> Scored:
    """Returns the scores of a pipeline of your own; see `aevaluate`, which it waits for.

    Example:
        >>> from summarizer import summarize
        >>> from summarizer_evals.gold.records import Gold
        >>> from summarizer_schemas.article import hash_text
        >>> text = "Rain fell on Norburg."
        >>> point = {
        ...     "id": "k1", "text": text, "evidence": [{"quote": text, "start": 0, "end": 21}]
        ... }
        >>> article = {"chars": len(text), "sha256": hash_text(text)}
        >>> gold = Gold.model_validate({"id": "rain", "article": article, "key_points": [point]})
        >>> scored = evaluate(summarize, [Case("rain", text, (gold,))])
        >>> scored.scores[0].counts["point_coverage"].value
        1.0
    """
    scored: list[Scored] = []

    async def work() -> None:
        # Kept here, not returned: asyncio builds the repr of what a task returns.
        scored.append(
            await aevaluate(
                pipeline,
                gold,
                epochs=epochs,
                concurrency=concurrency,
                score=score,
                folder=folder,
            )
        )

    asyncio.run(work())
    return scored[0]


async def aevaluate(
    pipeline: Pipeline,
    gold: str | Path | Sequence[Case],
    *,
    epochs: int = 1,
    concurrency: int = 8,
    score: Scorer = score_case,
    folder: str | Path | None = None,
) -> Scored:
    """Returns the scores of a pipeline of your own on annotated articles.

    A case whose pipeline raises is inconclusive, and found nothing.

    Args:
        pipeline: an article -> its `Result`, plain or awaitable.
        gold: a folder of gold, or cases that were read.
        epochs: how often each article is asked about.
        concurrency: how many at a time, where the pipeline awaits.
        score: what is measured of one result; called with case, result and `epoch=`.
        folder: where outputs and scores are kept; None keeps them in memory only.

    Raises:
        GoldError: gold cannot be read.
        RunError: the folder cannot be written.
    """
    cases = read_cases(Path(gold)) if isinstance(gold, str | Path) else list(gold)
    by_id = {one.id: one for one in cases}
    header = RunHeader(
        suite="python",
        lane="live",
        model=getattr(pipeline, "__qualname__", type(pipeline).__name__),
        epochs=epochs,
        cases=tuple(by_id),
        gold_sha256=hash_gold(cases),
        library_version=find_version(),
        started_at=SYSTEM_CLOCK.now(),
    )
    journal = Journal(Path(folder), header) if folder is not None else None
    scores: dict[tuple[str, int], CaseScore] = {}

    def keep(output: Output) -> None:
        if journal is not None:
            journal.add(output)
        case = by_id[output.case]
        key = (output.case, output.epoch)
        if output.result is None:
            scores[key] = score_outage(case, f"crash: {output.crash}", epoch=output.epoch)
        else:
            scores[key] = score(case, output.result, epoch=output.epoch)

    async def ask(case: Case, _: int) -> Result:
        found = pipeline(case.article)
        return await found if isawaitable(found) else found

    jobs = [(case, epoch) for epoch in range(1, epochs + 1) for case in cases]
    ended = await run_jobs(jobs, ask, concurrency=concurrency, keep=keep)
    ordered = tuple(scores[case.id, epoch] for case, epoch in jobs)
    scored = Scored.model_construct(gold_sha256=header.gold_sha256, scores=ordered)
    if journal is not None and folder is not None:
        journal.end(RunEnd(finished_at=SYSTEM_CLOCK.now(), wall_s=ended.wall_s))
        write_scores(Path(folder), scored)
    return scored


def check_suite(
    suite: str | None = None,
    config: str | Path | None = None,
    *,
    folder: str | Path | None = None,
    live: bool = False,
) -> Verdict:
    """Runs a suite of `evals.toml`, and returns the verdict beside its baseline.

    Args:
        suite: which; None: the first.
        config: `evals.toml`; None: that here or in `evals/`.
        folder: where the run is kept; None: nowhere.
        live: whether the model is asked, and not its tapes.

    Raises:
        EvalError: suite, gold or baseline cannot be used.
    """
    chosen = choose_suite(suite, Path(config) if config is not None else None)
    lane = choose_lane(chosen, live=live)
    with tempfile.TemporaryDirectory() as nowhere:
        kept = Path(folder) if folder is not None else Path(nowhere) / "run"
        run = run_suite(Plan(chosen, lane, kept))
        scored = score_run(run, read_cases(chosen.gold_folder))
        write_scores(kept, scored)
    path = chosen.root / chosen.baselines / name_baseline(chosen.name, chosen.model)
    known = read_baseline(path) if path.exists() else None
    return judge(run, scored, known, chosen.gate, where=str(path))
