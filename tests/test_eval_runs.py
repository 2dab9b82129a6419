"""Runs that are stopped: nothing that was there is lost, and the same command goes on."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from summarizer_evals.evaluation import evaluate
from summarizer_evals.gold.reading import Case, read_cases
from summarizer_evals.runs.journal import read_run
from summarizer_evals.scores import CaseScore
from summarizer_schemas.article import Article
from summarizer_schemas.result import Result
from tests.eval_cases import TOWNS, write_gold, write_suites
from tests.servers.faults import FaultServer, Plan
from tests.test_eval_gate import MODEL, call

pytest_plugins = ["tests.servers.fixtures"]


def start(*arguments: str, folder: Path) -> subprocess.Popen[bytes]:
    """Starts the command as a process of its own."""
    command = [sys.executable, "-c", "from summarizer.cli import main; main()", "eval", *arguments]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def wait_for_outputs(journal: Path, count: int) -> None:
    """Waits until so many outputs are on the disk."""
    for _ in range(600):
        if journal.exists() and journal.read_bytes().count(b'"output"') >= count:
            return
        time.sleep(0.05)
    pytest.fail("the run wrote no output")


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_a_stopped_run_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, faults: FaultServer, sent: signal.Signals
) -> None:
    """After Ctrl-C or kill -9 the same command asks only for what is missing."""
    monkeypatch.chdir(tmp_path)
    write_gold(tmp_path / "gold")
    body = MODEL.replace("mode =", f'base_url = "{faults.base_url}", mode =') + "\nconcurrency = 1"
    write_suites(tmp_path, model=body)
    faults.set_plan(Plan(latency_s=1.0))
    arguments = ("run", "--live", "--out", "runs/r", "--quiet")
    process = start(*arguments, folder=tmp_path)
    wait_for_outputs(tmp_path / "runs/r/run.jsonl", 1)
    process.send_signal(sent)
    output = process.communicate(timeout=60)[0].decode()
    assert process.returncode == (130 if sent == signal.SIGINT else -signal.SIGKILL), output
    if sent == signal.SIGINT:
        assert f"of {len(TOWNS)} outputs are kept" in output
    kept = {one.case for one in read_run(tmp_path / "runs/r").outputs}
    assert 1 <= len(kept) < len(TOWNS)
    before = len((tmp_path / "runs/r/run.jsonl").read_bytes())
    faults.set_plan(Plan())
    done = call(*arguments)
    assert done.exit_code == 0, done.output
    added = (tmp_path / "runs/r/run.jsonl").read_bytes()[before:].splitlines()
    asked = {json.loads(one)["output"]["case"] for one in added if b'"output"' in one}
    assert asked == {town.lower() for town in TOWNS} - kept


def test_a_pipeline_of_your_own_is_measured(tmp_path: Path) -> None:
    """Any function from an article to a result can be measured; one that raises is inconclusive."""
    from summarizer import Summarizer

    write_gold(tmp_path / "gold")
    summarizer = Summarizer(editorial="mask")

    def pipeline(article: Article) -> Result:
        if article.id == "halden":
            raise ValueError("its words may be the article's")
        return summarizer.summarize(article)

    with summarizer:
        scored = evaluate(pipeline, tmp_path / "gold", folder=tmp_path / "run")
    status = {one.case: (one.status, one.reason) for one in scored.scores}
    assert status.pop("halden") == ("inconclusive", "crash: ValueError")
    assert set(status.values()) == {("ok", "")}
    assert len(read_run(tmp_path / "run").outputs) == len(TOWNS)


def test_a_score_of_your_own_takes_the_place_of_ours(tmp_path: Path) -> None:
    """What is measured of a result can be handed in."""
    from summarizer import summarize

    write_gold(tmp_path / "gold", TOWNS[:1])

    def count(case: Case, result: Result, *, epoch: int = 1) -> CaseScore:
        counts = {"points": (len(result.key_points), 1.0, 1.0)}
        return CaseScore.model_validate(
            {"case": case.id, "epoch": epoch, "status": "ok", "counts": counts}
        )

    cases = read_cases(tmp_path / "gold")
    scored = evaluate(summarize, cases, epochs=2, score=count)
    assert [one.epoch for one in scored.scores] == [1, 2]
    assert scored.scores[0].counts["points"].agreed >= 1


def test_half_a_character_stops_nothing(tmp_path: Path) -> None:
    """A lone surrogate in what a pipeline says is kept and scored like any other character."""
    from summarizer import summarize

    write_gold(tmp_path / "gold", TOWNS[:1])

    def pipeline(article: Article) -> Result:
        result = summarize(article)
        said = result.key_points[0].model_copy(update={"text": "Half \ud800 of it burned."})
        return result.model_copy(update={"key_points": (said,)})

    scored = evaluate(pipeline, tmp_path / "gold", folder=tmp_path / "run")
    assert any("\ud800" in one.got for one in scored.scores[0].findings)
    (output,) = read_run(tmp_path / "run").outputs
    assert output.result is not None
    assert output.result.key_points[0].text == "Half \ud800 of it burned."
    lines = (tmp_path / "run" / "scores.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines][1]["case"] == "norburg"
