"""Outputs of a run -> scores, beside them on the disk; made anew whenever a metric changes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import Field

from summarizer_evals.errors import GoldError
from summarizer_evals.files import render_json, write_whole
from summarizer_evals.gold.reading import Case, hash_gold, read_cases
from summarizer_evals.metrics.definitions import VERSION, sign
from summarizer_evals.metrics.scoring import score_case, score_outage
from summarizer_evals.runs.records import Output, Run
from summarizer_evals.scores import CaseScore
from summarizer_schemas.base import Record

FILE = "scores.jsonl"


class Scored(Record):
    """All scores of a run, with what they hang on."""

    version: str = VERSION
    gold_sha256: str
    scores: tuple[CaseScore, ...] = Field(default=())

    def sign(self, metric: str) -> str:
        """Returns the signature of one metric of this run."""
        cases = len({one.case for one in self.scores})
        return sign(metric, gold_sha256=self.gold_sha256, cases=cases)


def read_run_cases(run: Run, gold_folder: Path) -> list[Case]:
    """Returns the cases of a run.

    Raises:
        GoldError: gold has changed since; outputs are of other articles or stand by other gold.
    """
    return read_cases(gold_folder, () if run.header.is_full else run.header.cases)


def score_run(run: Run, cases: Sequence[Case], *, rouge: bool = False) -> Scored:
    """Returns the scores of every case and epoch that was asked for, had or not.

    Args:
        run: outputs.
        cases: gold of today, which may be newer than the run's.
        rouge: whether ROUGE is computed, too.
    """
    outputs: Mapping[tuple[str, int], Output] = {(one.case, one.epoch): one for one in run.outputs}
    scores = [
        _score(case, outputs.get((case.id, epoch)), epoch, rouge=rouge)
        for epoch in range(1, run.header.epochs + 1)
        for case in cases
    ]
    return Scored(gold_sha256=hash_gold(cases), scores=tuple(scores))


def _score(case: Case, output: Output | None, epoch: int, *, rouge: bool) -> CaseScore:
    if output is None:
        return score_outage(case, "not asked: the run ended before", epoch=epoch)
    if output.result is None:
        return score_outage(case, f"crash: {output.crash}", epoch=epoch)
    if output.result.article.sha256 != case.gold.article.sha256:
        raise GoldError(f"case {case.id}: the article has changed since the run; run it again")
    return score_case(case, output.result, epoch=epoch, rouge=rouge)


def write_scores(folder: Path, scored: Scored) -> None:
    """Writes the scores of a run, whole or not at all."""
    head = {"version": scored.version, "gold_sha256": scored.gold_sha256}
    lines = [json.dumps(head), *map(render_json, scored.scores)]
    write_whole(folder / FILE, "\n".join(lines) + "\n")
