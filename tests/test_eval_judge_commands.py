"""`summarizer eval judge` and `calibrate`, on answers that were written by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.eval_cases import TOWNS, make_answer, write_gold, write_suites, write_tape
from tests.test_eval_gate import MODEL, call

QUOTE = "A fire destroyed a mill in {} on Tuesday, killing nine workers, police said."


def make_lines(town: str) -> list[str]:
    """Returns what the judge says of the key point of an article, and of any other item of it."""
    point = make_answer(town)["key_points"][0]["text"]
    said = ((f"point: {point}", "supported"), (f"in {town} on Tuesday", "unsure"))
    return [
        json.dumps(
            {
                "origin": "hand-written",
                "match": {"contains": contains},
                "reply": {
                    "json": {"quote": QUOTE.format(town), "verdict": verdict, "reason": "so"}
                },
            }
        )
        for contains, verdict in said
    ]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a run of four articles and a judge's tape."""
    monkeypatch.chdir(tmp_path)
    write_gold(tmp_path / "gold")
    write_suites(tmp_path, model=MODEL)
    for town in TOWNS:
        write_tape(tmp_path / "tapes" / "model" / f"{town.lower()}.jsonl", town)
    assert call("run", "--out", "runs/model@one").exit_code == 0
    lines = [line for town in TOWNS for line in make_lines(town)]
    Path("judge.tape").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def test_a_judge_is_shown_as_uncalibrated() -> None:
    """What a judge says of a run is printed with its denominators, and marked."""
    done = call("judge", "runs/model@one", "--model", "openai/any", "--replay", "judge.tape")
    assert done.exit_code == 0, done.output
    assert "Judge: key points supported" in done.output
    assert "4 of 4 judged" in done.output
    assert "uncalibrated" in done.output
    assert Path("runs/model@one/judge.jsonl").is_file()
    Path("judge.tape").unlink()
    assert call("judge", "runs/model@one").output == done.output


def test_a_calibration_is_printed_and_kept() -> None:
    """Labels of people are compared with the judge's; too few of them are not enough."""
    labels = [
        {"case": town.lower(), "item": "p1", "label": "supported", "annotator": "a1"}
        for town in TOWNS
    ]
    Path("labels.jsonl").write_text("".join(json.dumps(one) + "\n" for one in labels), "utf-8")
    done = call(
        "calibrate", "labels.jsonl", "--run", "runs/model@one",
        "--model", "openai/any", "--replay", "judge.tape",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "labels compared    4 of 4" in done.output
    assert "not calibrated: 4 labels compared, 50 are needed" in done.output
    assert Path("judge/judge.json").is_file()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("judge",), "nobody has judged"),
        (("judge", "--model", "embedded"), "embedded engine cannot judge"),
        (("judge", "--model", "openai/any", "--replay", "gone.tape"), "gone.tape"),
        (
            ("judge", "--model", "openai/any", "--replay", "a", "--record", "b"),
            "exclude each other",
        ),
        (("calibrate", "gone.jsonl", "--model", "openai/any"), "gone.jsonl cannot be read"),
    ],
)
def test_wrong_use_of_a_judge_is_exit_code_2(arguments: tuple[str, ...], message: str) -> None:
    """What cannot be judged says why."""
    done = call(*arguments)
    assert (done.exit_code, message in done.output) == (2, True), done.output
