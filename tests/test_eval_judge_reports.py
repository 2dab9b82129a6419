"""What a judge said of a run: its report, the file that is kept, real servers behind it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from summarizer.settings import Settings
from summarizer_evals.errors import RunError
from summarizer_evals.gold.mirror import mirror
from summarizer_evals.judge.calibration import Calibration, calibrate, list_obstacles
from summarizer_evals.judge.keeping import FILE, read_verdicts
from summarizer_evals.judge.reporting import JudgeReport, judge_run, read_report
from summarizer_evals.judge.verdicts import LABELS, Judged
from summarizer_evals.runs.records import Output, Run
from summarizer_evals.scores import Tally
from summarizer_schemas.result import ErrorKind, Usage
from tests.eval_judge import (
    CASE,
    POINTS,
    SANK,
    TEXT,
    Slow,
    ask,
    label,
    make_item,
    make_pairs,
    make_rubric_of,
    make_run,
    make_settings,
)
from tests.servers.faults import FaultServer, Plan

pytest_plugins = ["tests.eval_judge", "tests.servers.fixtures"]

# ---- the report ----


def value(report: JudgeReport, metric: str) -> float | None:
    """One number of a report."""
    return next(one.tally.value for one in report.numbers if one.metric == metric)


def test_a_report_says_that_it_is_uncalibrated() -> None:
    """Shares of each verdict, over the items with one, stand beside the warning."""
    report = judge_run(make_run(), [CASE], make_settings())
    assert len(report.numbers) == 8
    first = report.numbers[0]
    assert first.metric == "judge.points.supported"
    assert (first.tally, first.expected) == (Tally(1, 5, 5), 6)
    assert value(report, "judge.points.unsure") == 0.4
    assert value(report, "judge.events.supported") == 1.0
    assert {one.note for one in report.numbers} == {report.note}
    assert report.note.startswith("uncalibrated: no calibration")
    assert not report.is_calibrated
    assert [one.item.item for one in report.failures] == ["p6", "e2"]
    assert report.usage.cost_usd == pytest.approx(0.007)


def test_a_calibrated_judge_is_shown_without_a_warning() -> None:
    """With a calibration of this very judge that holds, no note stands beside the numbers."""
    found = calibrate(*make_pairs(90, 10, bad=50), rubric=make_rubric_of())
    report = judge_run(make_run(), [CASE], make_settings(), calibration=found)
    assert (report.is_calibrated, report.note) == (True, "")
    other = judge_run(make_run(), [CASE], make_settings(temperature=1.0), calibration=found)
    assert "calibrated for" in other.note


def test_verdicts_are_read_and_not_asked_again(tmp_path: Path) -> None:
    """A second start asks nothing that was answered, refusals included."""
    told: list[Judged] = []
    first = judge_run(make_run(), [CASE], make_settings(), folder=tmp_path, watch=told.append)
    lines = (tmp_path / FILE).read_text("utf-8").splitlines()
    assert (len(lines), len(told)) == (9, 8)
    gone = make_settings(tmp_path / "gone.jsonl")
    (tmp_path / "gone.jsonl").touch()
    told.clear()
    again = judge_run(make_run(), [CASE], gone, folder=tmp_path, watch=told.append)
    assert again == first
    assert told == []
    assert read_report(tmp_path, make_run(), [CASE]) == first
    assert (tmp_path / FILE).read_text("utf-8").splitlines() == lines


def test_only_what_nobody_answered_is_asked_again(tmp_path: Path, slow: Slow) -> None:
    """After an outage the run is judged again where there is no answer, and nowhere else."""
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    points = [
        one.model_copy(update={"text": text})
        for one, text in zip(mirror(CASE.gold, TEXT).key_points, ["down", "odd"], strict=False)
    ]
    update = {"key_points": tuple(points), "events": ()}
    run = make_run(mirror(CASE.gold, TEXT).model_copy(update=update))
    for asked in (2, 3):
        report = judge_run(run, [CASE], make_settings(empty), folder=tmp_path)
        assert slow.asked == asked
        assert [one.failure.kind for one in report.verdicts if one.failure] == [
            "provider",
            "invalid",
        ]


def test_several_judges_share_a_file(tmp_path: Path) -> None:
    """Each judge has its own verdicts; without a choice those of the last one are shown."""
    cold, warm = make_settings(), make_settings(temperature=1.0)
    first = judge_run(make_run(), [CASE], cold, folder=tmp_path)
    second = judge_run(make_run(), [CASE], warm, folder=tmp_path)
    kept = read_verdicts(tmp_path)
    assert list(kept) == [first.rubric.sha256, second.rubric.sha256]
    assert read_report(tmp_path, make_run(), [CASE]) == second
    assert read_report(tmp_path, make_run(), [CASE], rubric=first.rubric) == first
    assert judge_run(make_run(), [CASE], cold, folder=tmp_path) == first


def test_what_is_no_longer_in_the_run_is_left_out(tmp_path: Path) -> None:
    """Verdicts are on words: another sentence under the same name has none."""
    judge_run(make_run(), [CASE], make_settings(), folder=tmp_path)
    result = mirror(CASE.gold, TEXT)
    other = result.key_points[0].model_copy(update={"text": "It rained."})
    changed = make_run(result.model_copy(update={"key_points": (other, *result.key_points[1:])}))
    report = read_report(tmp_path, changed, [CASE])
    assert report is not None
    assert [one.item.item for one in report.verdicts if one.item.kind == "key point"] == [
        "p2", "p3", "p4", "p5", "p6",
    ]  # fmt: skip
    assert read_report(tmp_path, make_run(), []) == report.model_copy(update={"verdicts": ()})


def test_a_run_nobody_judged_has_no_report(tmp_path: Path) -> None:
    """Without a file of verdicts there is nothing to show; without outputs nothing to ask."""
    assert read_report(tmp_path, make_run(), [CASE]) is None
    header = make_run().header
    failed = Run(header=header, outputs=(Output(case="ferry", crash="KeyError"),))
    report = judge_run(failed, [CASE], make_settings(), folder=tmp_path)
    assert report.verdicts == ()
    assert {one.tally.value for one in report.numbers} == {None}
    assert not (tmp_path / FILE).exists()


def test_a_torn_line_is_asked_for_again(tmp_path: Path) -> None:
    """When the writer was stopped in a line, that verdict is missing and the file goes on."""
    first = judge_run(make_run(), [CASE], make_settings(), folder=tmp_path)
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes()[:-40])
    report = read_report(tmp_path, make_run(), [CASE])
    assert report is not None
    assert len(report.verdicts) == 7
    again = judge_run(make_run(), [CASE], make_settings(), folder=tmp_path)
    assert again == first
    assert len(path.read_bytes().splitlines()) == 10


@pytest.mark.parametrize("words", ["{", '{"verdict": {}}', "[]", '{"else": 1}'])
def test_a_line_that_was_changed_is_named(tmp_path: Path, words: str) -> None:
    """Before its last line, the file holds verdicts and judges only."""
    judge_run(make_run(), [CASE], make_settings(), folder=tmp_path)
    path = tmp_path / FILE
    path.write_text(f"{words}\n{path.read_text('utf-8')}", "utf-8")
    with pytest.raises(RunError, match=r"judge\.jsonl, line 1: (not JSON|no line of a judge)"):
        read_report(tmp_path, make_run(), [CASE])


def test_a_verdict_without_a_judge_is_refused(tmp_path: Path) -> None:
    """Verdicts stand below the judge that gave them."""
    judge_run(make_run(), [CASE], make_settings(), folder=tmp_path)
    path = tmp_path / FILE
    path.write_text(path.read_text("utf-8").partition("\n")[2], "utf-8")
    with pytest.raises(RunError, match="line 1"):
        read_report(tmp_path, make_run(), [CASE])


def test_a_folder_that_is_not_there_stops_before_anything_is_asked(
    tmp_path: Path, slow: Slow
) -> None:
    """Where verdicts cannot be kept, none is paid for."""
    with pytest.raises(RunError, match="cannot be written"):
        judge_run(make_run(), [CASE], make_settings(), folder=tmp_path / "none")
    assert slow.asked == 0


# ---- servers ----


def test_the_whole_stack_stands_behind_a_judge(faults: FaultServer) -> None:
    """An answer of another form is asked for once more; the verdict counts every attempt."""
    answer = json.dumps({"quote": SANK, "verdict": "supported", "reason": "It is so."})
    faults.set_plan(Plan(answer=answer, script=("invalid",)))
    settings = Settings(model="openai/tiny", base_url=faults.base_url, mode="json_schema")
    (judged,) = ask([make_item(POINTS[0])], settings)
    assert (judged.verdict, judged.replayed) == ("supported", False)
    assert judged.usage.requests == faults.requests == 2


def test_a_budget_holds(faults: FaultServer) -> None:
    """Where the price is not known, a judge with a budget asks nothing, and says so."""
    settings = Settings(model="openai/tiny", base_url=faults.base_url, max_cost_usd=0.1)
    report = judge_run(make_run(), [CASE], settings)
    assert {one.failure.kind for one in report.verdicts if one.failure} == {"budget"}
    assert len(report.failures) == len(report.verdicts) == 8
    assert faults.requests == 0
    assert report.usage == Usage()


def test_a_real_server_gives_verdicts_or_failures(llama_url: str, tmp_path: Path) -> None:
    """A model of random weights is asked through all of it; what it says is typed, and kept."""
    tape = tmp_path / "tape.jsonl"
    settings = Settings(
        model="openai/tiny", base_url=llama_url, api_key="sk-verysecretkey", mode="json_schema",
        max_output_tokens=120, seed=3, temperature=0.0, max_attempts=2,
        store="record", store_path=str(tape),
    )  # fmt: skip
    result = mirror(CASE.gold, TEXT)
    run = make_run(result.model_copy(update={"key_points": result.key_points[:2]}))
    report = judge_run(run, [CASE], settings, concurrency=2, folder=tmp_path)
    assert [one.item.item for one in report.verdicts] == ["p1", "p2", "e1", "e2"]
    for one in report.verdicts:
        assert (one.verdict is None) == (one.failure is not None)
        assert one.verdict in (None, *LABELS)
        assert one.failure is None or one.failure.kind in get_args(ErrorKind)
        assert one.usage.requests > 0
    found = calibrate([label("p1", "supported")], report.verdicts, rubric=report.rubric)
    assert isinstance(found, Calibration)
    assert list_obstacles(found, report.rubric)
    replay = replace(settings, store="replay", base_url="http://127.0.0.1:9/v1", api_key=None)
    again = judge_run(run, [CASE], replay)
    assert [one.verdict for one in again.verdicts] == [one.verdict for one in report.verdicts]
    assert "sk-verysecretkey" not in (tmp_path / FILE).read_text("utf-8") + repr(report)
