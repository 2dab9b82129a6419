"""The labels people give, and how well a judge agrees with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarizer_evals.errors import EvalError, GoldError
from summarizer_evals.judge.calibration import (
    calibrate,
    list_obstacles,
    read_calibration,
    write_calibration,
)
from summarizer_evals.judge.labels import LabelLine, make_items, read_labels, settle
from summarizer_evals.judge.reporting import list_items
from summarizer_evals.judge.verdicts import LABELS, Judged
from summarizer_schemas.result import Failure
from tests.eval_judge import (
    CASE,
    FIXTURES,
    MODEL,
    POINTS,
    SANK,
    ask,
    label,
    make_judged,
    make_pairs,
    make_rubric_of,
    make_run,
    make_settings,
    write_tape,
)

# ---- labels ----


def test_labels_are_read() -> None:
    """Each line is one annotator's word on one item, named or in full; blank lines are skipped."""
    labels = read_labels(FIXTURES / "labels.jsonl")
    assert len(labels) == 10
    assert labels[0] == label(POINTS[0], "supported")
    assert settle(labels) == {
        ("ferry", POINTS[0]): "supported",
        ("ferry", "p2"): "contradicted",
        ("ferry", "p3"): None,
        ("ferry", "p4"): "not_in_article",
        ("ferry", "p6"): "supported",
        ("ferry", "e1"): "supported",
    }


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("{", "line 2: not JSON"),
        ('{"case": "a", "item": "p1", "label": "true"}', "line 2: label: "),
        ('{"case": "a", "item": "", "label": "unsure"}', "line 2: item: must not be empty"),
        ("[]", "line 2: "),
        ('{"case": "a", "item": "p1", "label": "unsure"}', "line 2: 'a1' has labelled"),
    ],
)
def test_a_line_that_is_no_label_is_named(tmp_path: Path, words: str, problem: str) -> None:
    """What cannot be read, or is said twice, is an error with its line."""
    path = tmp_path / "labels.jsonl"
    path.write_text(f'{{"case": "a", "item": "p1", "label": "supported"}}\n{words}\n', "utf-8")
    with pytest.raises(GoldError) as caught:
        read_labels(path)
    assert problem in str(caught.value)


def test_files_of_labels_that_cannot_be_read(tmp_path: Path) -> None:
    """A file that is not there, or no UTF-8, is an error that says so."""
    with pytest.raises(GoldError, match="cannot be read"):
        read_labels(tmp_path / "none.jsonl")
    (tmp_path / "latin.jsonl").write_bytes(b"\xe9")
    with pytest.raises(GoldError, match="not UTF-8"):
        read_labels(tmp_path / "latin.jsonl")


def test_labels_become_items() -> None:
    """A name is that of a run's item, anything else its own text; each is asked so many times."""
    items = list_items(make_run(), [CASE])
    named = {(one.case, one.item): one for one in items}
    labels = [
        label("p2", "contradicted"),
        label("ASSAULT · x", "unsure"),
        label("It rained.", "unsure"),
    ]
    asked = make_items([*labels, label("p2", "unsure", "a2")], named=named, repeats=2)
    assert [(one.item, one.repeat) for one in asked[:3]] == [
        ("p2", 1),
        ("p2", 2),
        ("ASSAULT · x", 1),
    ]
    assert asked[0].text == POINTS[1]
    assert [one.kind for one in asked] == ["key point"] * 2 + ["event"] * 2 + ["key point"] * 2


# ---- calibration ----


def test_a_worked_calibration() -> None:
    """Labels meet the verdicts on the items of a run; the disputed and the failed are counted."""
    judged = ask(list_items(make_run(), [CASE]), make_settings())
    labels = read_labels(FIXTURES / "labels.jsonl")
    found = calibrate(labels, judged, rubric=make_rubric_of(), name="mine")
    assert (found.labels, found.disputed, found.compared, found.failures) == (5, 1, 4, 1)
    assert found.annotators == ("a1", "a2")
    assert found.confusion["supported"] == {**dict.fromkeys(LABELS, 0), "supported": 2}
    assert found.confusion["not_in_article"]["unsure"] == 1
    assert found.base_rates["supported"] == 0.5
    assert found.accuracy == 0.75
    # expected agreement: 2/4 x 2/4 + 1/4 x 1/4 + 1/4 x 0 + 0 x 1/4 = 5/16
    assert found.kappa == pytest.approx((0.75 - 5 / 16) / (1 - 5 / 16))
    assert (found.repeated, found.consistency) == (0, None)
    assert found.annotators_alpha is not None
    assert found.usage.cost_usd == pytest.approx(0.007)
    assert found.rubric_sha256 == make_rubric_of().sha256


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({"right": 90, "wrong": 10, "bad": 50}, []),
        ({"right": 45, "wrong": 4, "bad": 20}, ["49 labels compared, 50 are needed"]),
        ({"right": 70, "wrong": 30, "bad": 50}, ["lower bound of kappa"]),
        ({"right": 100, "wrong": 0, "bad": 9}, ["is 9% of the labels, 10% is needed"]),
        ({"right": 100, "wrong": 0, "bad": 91}, ["is 9% of the labels, 10% is needed"]),
        ({"right": 100, "wrong": 0, "bad": 10}, []),
        ({"right": 0, "wrong": 0, "bad": 0}, ["0 labels", "kappa is unknown", "is 0% of"]),
    ],
)
def test_what_makes_a_judge_eligible(given: dict[str, int], problems: list[str]) -> None:
    """Enough labels, more agreement than chance for sure, and both classes there to be told."""
    rubric = make_rubric_of()
    found = calibrate(*make_pairs(**given), rubric=rubric)
    obstacles = list_obstacles(found, rubric)
    assert len(obstacles) == len(problems)
    assert all(want in got for want, got in zip(problems, obstacles, strict=True))


def test_another_rubric_is_uncalibrated_again() -> None:
    """A calibration holds for its own judge; without one there is none."""
    rubric = make_rubric_of()
    found = calibrate(*make_pairs(90, 10, bad=50), rubric=rubric)
    other = make_rubric_of(temperature=0.7)
    assert not list_obstacles(found, rubric)
    assert list_obstacles(found, other)
    assert list_obstacles(None, rubric)
    assert list_obstacles(found, other) == [f"calibrated for {rubric.short}, this is {other.short}"]


def test_the_interval_is_the_same_each_time_and_holds_kappa() -> None:
    """Seeded draws give one interval; few articles with equal items cannot make it narrow."""
    labels, judged = make_pairs(80, 20, bad=50)
    found, again = (calibrate(labels, judged, rubric=make_rubric_of()) for _ in range(2))
    assert found == again
    assert found.kappa is not None
    assert found.kappa_low is not None
    assert found.kappa_high is not None
    assert found.kappa_low < found.kappa < found.kappa_high
    one_article = calibrate(*make_pairs(80, 20, bad=50, cases=1), rubric=make_rubric_of())
    assert one_article.kappa_low is not None
    assert one_article.kappa_low < found.kappa - 0.1


def test_articles_that_are_judged_alike_widen_the_interval() -> None:
    """Where mistakes come article by article, 100 labels are no 100 independent ones."""
    labels: list[LabelLine] = []
    judged: list[Judged] = []
    for at in range(100):
        case, said = f"c{at // 20}", LABELS[at % 2]
        labels.append(label(f"p{at}", said, case=case))
        other = LABELS[1 - at % 2] if case == "c0" else said
        judged.append(make_judged(f"p{at}", other, case=case))
    clustered = calibrate(labels, judged, rubric=make_rubric_of())
    spread = calibrate(*make_pairs(80, 20, bad=50), rubric=make_rubric_of())
    assert clustered.accuracy == spread.accuracy == 0.8
    assert clustered.kappa_low is not None
    assert spread.kappa_low is not None
    assert clustered.kappa_low < spread.kappa_low - 0.1


def test_how_steady_a_judge_is() -> None:
    """Consistency is the share of equal pairs of repeats, over items; the first one counts."""
    labels = [label("p1", "supported"), label("p2", "contradicted"), label("p3", "unsure")]
    judged = [
        make_judged("p1", "unsure", repeat=2),
        make_judged("p1", "supported", repeat=1),
        make_judged("p1", "supported", repeat=3),
        make_judged("p2", "contradicted", repeat=1),
        make_judged("p2", "contradicted", repeat=2),
        make_judged("p3", None, repeat=1, failure=Failure(kind="refused", message="no")),
        make_judged("p3", "unsure", repeat=2),
    ]
    found = calibrate(labels, judged, rubric=make_rubric_of())
    assert (found.accuracy, found.compared, found.failures) == (1.0, 3, 0)
    assert found.repeated == 2
    assert found.consistency == pytest.approx((1 / 3 + 1) / 2)


def test_repeats_are_asked_anew(tmp_path: Path) -> None:
    """The same item asked twice takes two answers of a tape written by hand."""
    replies = [
        ("same", {"json": {"quote": SANK, "verdict": said, "reason": ""}})
        for said in ("supported", "contradicted")
    ]
    tape = write_tape(tmp_path, replies)
    items = make_items([label("same", "supported")], repeats=2)
    judged = ask(items, make_settings(tape), concurrency=1)
    assert [one.verdict for one in judged] == ["supported", "contradicted"]
    assert calibrate([label("same", "supported")], judged, rubric=make_rubric_of()).consistency == 0


def test_a_calibration_is_kept(tmp_path: Path) -> None:
    """What was written is read back; where there is none, there is none."""
    found = calibrate(*make_pairs(90, 10, bad=50), rubric=make_rubric_of(), name="mine")
    assert read_calibration(tmp_path, "mine") is None
    assert write_calibration(tmp_path, found) == tmp_path / "judge" / "mine.json"
    assert read_calibration(tmp_path, "mine") == found
    assert [one.name for one in (tmp_path / "judge").iterdir()] == ["mine.json"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (MODEL, "openai/dearer", "another hash"),
        ('"kappa":', '"kappas":', "kappa: "),
        ('"labels": 100', '"labels": "many"', "labels: "),
        ("{", "", "Invalid JSON"),
    ],
)
def test_a_calibration_that_was_changed_is_refused(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    """A file that does not fit, or whose judge is not the one it was made for, is an error."""
    found = calibrate(*make_pairs(90, 10, bad=50), rubric=make_rubric_of(), name="mine")
    path = write_calibration(tmp_path, found)
    words = path.read_text("utf-8")
    assert old in words
    path.write_text(words.replace(old, new, 1), "utf-8")
    with pytest.raises(EvalError, match=problem):
        read_calibration(tmp_path, "mine")


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden"])
def test_a_name_stays_in_its_folder(tmp_path: Path, name: str) -> None:
    """The name of a judge cannot lead out of the folder of judges."""
    with pytest.raises(EvalError, match="cannot name a judge"):
        read_calibration(tmp_path, name)
