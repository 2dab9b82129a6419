"""`summarizer eval run`, `gate`, `bless`: what they say, and with which code they end."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from typer.testing import Result as Ending

from summarizer.cli import app
from summarizer_evals.gates.records import Verdict
from summarizer_evals.runs.journal import read_run
from tests.eval_cases import TOWNS, write_gold, write_suites, write_tape
from tests.servers.faults import FaultServer, Plan

pytest_plugins = ["tests.servers.fixtures"]

GOLD = Path(__file__).parents[1] / "evals" / "gold"
CORE = 'gold = "gold"\nmodel = "embedded"'
MODEL = 'gold = "gold"\nmodel = "openai/gpt-4.1-mini"\noptions = { mode = "json_schema" }'
Edit = Callable[[dict[str, Any]], None]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with gold of four articles and two suites: without and with a model."""
    monkeypatch.chdir(tmp_path)
    write_gold(tmp_path / "gold")
    write_suites(tmp_path, core=CORE, model=MODEL)
    for town in TOWNS:
        write_tape(tmp_path / "tapes" / "model" / f"{town.lower()}.jsonl", town)
    return tmp_path


@pytest.fixture(scope="module")
def project_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The embedded engine over the project's own gold, blessed, in a folder of its own."""
    root = tmp_path_factory.mktemp("own")
    write_suites(root, core=f'gold = "{GOLD.as_posix()}"\nmodel = "embedded"')
    config = ("--config", str(root / "evals.toml"))
    assert call("run", *config, "--out", str(root / "run")).exit_code == 0
    assert call("bless", str(root / "run"), *config, "--reason", "to compare with").exit_code == 0
    return root


def call(*arguments: str) -> Ending:
    """Runs `summarizer eval ...` in this process; fails on any exception that it lets out."""
    done = CliRunner().invoke(app, ["eval", *arguments], prog_name="summarizer")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done


def run_and_bless(suite: str = "core") -> None:
    """Makes a run of a suite and blesses it."""
    done = call("run", "--suite", suite, "--out", f"runs/{suite}@first")
    assert done.exit_code == 0, done.output
    done = call("bless", f"runs/{suite}@first", "--reason", "the first baseline")
    assert done.exit_code == 0, done.output


def edit_outputs(folder: Path, edit: Edit) -> None:
    """Changes the outputs of a run as it stands on the disk."""
    path = folder / "run.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        if "output" in line:
            edit(line["output"])
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def read_verdict(folder: Path) -> Verdict:
    """Returns the verdict that a gate has written."""
    return Verdict.model_validate_json((folder / "verdict.json").read_text(encoding="utf-8"))


# ---- what passes ----


@pytest.mark.usefixtures("here")
def test_identical_outputs_change_nothing_and_pass() -> None:
    """The same code on the same gold has a delta of exactly 0, and exit code 0."""
    run_and_bless()
    assert call("run", "--out", "runs/core@again").exit_code == 0
    done = call("gate", "runs/core@again")
    assert done.exit_code == 0, done.output
    verdict = read_verdict(Path("runs/core@again"))
    assert verdict.status == "pass"
    assert {line.delta for line in verdict.metrics if line.delta is not None} == {0.0}
    assert verdict.cases == ()


@pytest.mark.usefixtures("here")
def test_a_replay_needs_no_key_and_gives_the_same_bytes() -> None:
    """Two replays of one set of tapes leave the same outputs, clock and times apart."""
    for name in ("one", "two"):
        assert call("run", "--suite", "model", "--out", f"runs/{name}").exit_code == 0
    left, right = (_read_outputs(Path("runs") / name) for name in ("one", "two"))
    assert left == right
    assert len(left) == len(TOWNS)


def _read_outputs(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for words in (folder / "run.jsonl").read_text(encoding="utf-8").splitlines():
        output = json.loads(words).get("output")
        if output:
            output["result"]["provenance"].pop("created_at")
            output["result"]["usage"].pop("wall_s")
            found[output["case"]] = output
    return found


# ---- 1: worse ----


def test_a_drop_of_two_points_is_caught_paired_and_not_unpaired(
    project_run: Path, tmp_path: Path
) -> None:
    """Two points less on events fail the gate; an interval of one run alone would not show it."""
    folder = tmp_path / "run"
    shutil.copytree(project_run / "run", folder)
    _drop_matched_events(folder, project_run, cases=12)
    config = ("--config", str(project_run / "evals.toml"))
    done = call("gate", str(folder), *config)
    assert done.exit_code == 1, done.output
    verdict = read_verdict(folder)
    line = next(one for one in verdict.metrics if one.metric == "events")
    assert line.delta is not None
    assert -0.025 < line.delta < -0.019
    assert line.verdict == "worse"
    # What a paired test sees ...
    assert line.interval is not None
    assert line.interval.high < 0
    assert line.p is not None
    assert line.p < 0.05
    # ... the interval of a run alone holds.
    assert line.alone is not None
    assert line.baseline is not None
    assert line.alone.low < line.baseline < line.alone.high


def _drop_matched_events(folder: Path, project_run: Path, *, cases: int) -> None:
    """Takes one event that agrees with gold out of each of so many cases."""
    scores = (project_run / "run" / "scores.jsonl").read_text(encoding="utf-8").splitlines()[1:]
    dropped: dict[str, str] = {}
    for score in map(json.loads, scores):
        needed = [one["found"] for one in score["pairs"] if not one["optional"]]
        if needed and len(dropped) < cases:
            dropped[score["case"]] = needed[-1]

    def drop(output: dict[str, Any]) -> None:
        gone = dropped.get(output["case"])
        events = output["result"]["events"]
        output["result"]["events"] = [one for one in events if one["id"] != gone]
        for one in output["result"]["events"]:
            one["links"] = [link for link in one["links"] if link["target"] != gone]

    edit_outputs(folder, drop)


@pytest.mark.usefixtures("here")
def test_a_new_hard_violation_fails_whatever_the_averages_say() -> None:
    """A swapped toll in one article is exit code 1, with the article named."""
    run_and_bless("model")
    write_tape(Path("tapes/model/halden.jsonl"), "Halden", figures=[])
    assert call("run", "--suite", "model", "--out", "runs/model@next").exit_code == 0

    def lie(output: dict[str, Any]) -> None:
        for event in output["result"]["events"]:
            for figure in event["figures"]:
                if output["case"] == "merrow":
                    figure["measure"] = "wounded"

    edit_outputs(Path("runs/model@next"), lie)
    done = call("gate", "runs/model@next")
    assert done.exit_code == 1, done.output
    verdict = read_verdict(Path("runs/model@next"))
    assert [one.kind for one in verdict.new_violations["merrow"]] == ["killed_wounded_swap"]
    assert "merrow" in done.output


@pytest.mark.usefixtures("here")
def test_a_floor_fails_without_a_drop() -> None:
    """A value below its floor is exit code 1, even where the baseline was as low."""
    run_and_bless("model")
    rules = "\ngate = { floors = { point_coverage = 1.0 } }"
    write_suites(Path(), core=CORE, model=MODEL + rules)
    done = call("gate", "runs/model@first")
    assert done.exit_code == 1, done.output
    lines = {one.metric: one for one in read_verdict(Path("runs/model@first")).metrics}
    line = lines["point_coverage"]
    assert (line.verdict, line.delta) == ("below floor", 0.0)


# ---- 2: wrong use ----


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("run", "--suite", "nope"), "unknown suite 'nope'; choose one of: core, model"),
        (("run", "--only", "nope"), "there is no case 'nope'"),
        (("run", "--live"), "the embedded engine needs no tape"),
        (("gate", "runs/none"), "holds no run"),
        (("gate",), "suite 'core' has no run"),
        (("explain", "nope", "--run", "runs/none"), "holds no run"),
        (("lint", "nowhere"), "nowhere is no folder"),
    ],
)
@pytest.mark.usefixtures("here")
def test_wrong_use_is_exit_code_2(arguments: tuple[str, ...], message: str) -> None:
    """What cannot be done says what there is, and ends in 2."""
    done = call(*arguments)
    assert (done.exit_code, message in done.output) == (2, True), done.output


@pytest.mark.usefixtures("here")
def test_invalid_gold_is_exit_code_2() -> None:
    """Gold with a field that does not exist stops run and lint with its place."""
    path = Path("gold/halden/gold.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    data["events"][0]["colour"] = "red"
    path.write_text(json.dumps(data), encoding="utf-8")
    for arguments in (("run",), ("lint", "gold")):
        done = call(*arguments)
        assert done.exit_code == 2
        assert "events[0].colour" in done.output


# ---- 3: inconclusive ----


@pytest.mark.usefixtures("here")
def test_three_crashes_are_inconclusive_and_no_better_mean() -> None:
    """Cases that crash stay in the denominators, and the gate ends in 3."""
    run_and_bless("model")
    for town in TOWNS[:3]:
        Path(f"tapes/model/{town.lower()}.jsonl").write_text("{broken\n", encoding="utf-8")
    done = call("run", "--suite", "model", "--out", "runs/model@next")
    assert done.exit_code == 3, done.output
    done = call("gate", "runs/model@next")
    assert done.exit_code == 3, done.output
    verdict = read_verdict(Path("runs/model@next"))
    assert (verdict.scored, verdict.expected) == (1, 4)
    assert set(verdict.inconclusive) == {town.lower() for town in TOWNS[:3]}
    line = next(one for one in verdict.metrics if one.metric == "events")
    assert line.now is not None
    assert line.baseline is not None
    assert line.now < line.baseline
    assert (line.scored, line.expected) == (1, 4)


@pytest.mark.usefixtures("here")
def test_a_missing_tape_is_inconclusive() -> None:
    """An article that was never recorded ends in 3, with what records it."""
    run_and_bless("model")
    Path("tapes/model/halden.jsonl").unlink()
    assert call("run", "--suite", "model", "--out", "runs/model@next").exit_code == 3
    done = call("gate", "runs/model@next")
    assert done.exit_code == 3, done.output
    assert "halden" in done.output


@pytest.mark.usefixtures("here")
def test_an_unknown_request_shows_the_nearest_and_what_differs(faults: FaultServer) -> None:
    """After a changed setting a replay misses; it names the recorded request and the difference."""
    write_suites(Path(), model=MODEL.replace("mode =", f'base_url = "{faults.base_url}", mode ='))
    assert call("record", "--out", "runs/model@first").exit_code == 0
    assert not list(Path("tapes/model").glob(".*"))
    replayed = call("run", "--out", "runs/model@second")
    assert replayed.exit_code == 0, replayed.output
    write_suites(Path(), model=MODEL.replace("mode =", "temperature = 0.5, mode ="))
    done = call("run", "--out", "runs/model@third")
    assert done.exit_code == 3
    assert call("gate", "runs/model@third").exit_code == 4  # and there is no baseline
    output = next(iter(_read_outputs(Path("runs/model@third")).values()))
    message = output["result"]["error"]["message"]
    assert "nearest" in message
    assert "temperature" in message


@pytest.mark.usefixtures("here")
def test_a_resumed_run_asks_only_for_what_is_missing() -> None:
    """What crashed is asked again; what has a result is not; a torn last line is mended."""
    Path("tapes/model/halden.jsonl").rename("halden.jsonl")
    assert call("run", "--suite", "model", "--out", "runs/r").exit_code == 3
    journal = Path("runs/r/run.jsonl")
    before = journal.read_text(encoding="utf-8")
    journal.write_text(before + '{"output": {"case": "nor', encoding="utf-8")
    Path("halden.jsonl").rename("tapes/model/halden.jsonl")
    assert call("run", "--suite", "model", "--out", "runs/r").exit_code == 0
    added = journal.read_text(encoding="utf-8").removeprefix(before).splitlines()
    asked = [json.loads(line)["output"]["case"] for line in added if "output" in line]
    assert asked == ["halden"]
    other = call("run", "--suite", "core", "--out", "runs/r")
    assert other.exit_code == 2
    assert "another suite" in other.output


# ---- 4: not comparable ----


@pytest.mark.usefixtures("here")
def test_no_baseline_is_exit_code_4() -> None:
    """Nothing to compare with is no pass."""
    assert call("run", "--out", "runs/core@first").exit_code == 0
    done = call("gate", "runs/core@first")
    assert (done.exit_code, "summarizer eval bless" in done.output) == (4, True), done.output


@pytest.mark.usefixtures("here")
def test_changed_gold_is_exit_code_4() -> None:
    """After gold has changed, scores are of another measure: review, then bless."""
    run_and_bless()
    path = Path("gold/halden/gold.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    data["key_points"][1]["weight"] = 3
    path.write_text(json.dumps(data), encoding="utf-8")
    assert call("run", "--out", "runs/core@next").exit_code == 0
    done = call("gate", "runs/core@next")
    assert done.exit_code == 4, done.output
    assert "gold is not that of the baseline" in read_verdict(Path("runs/core@next")).reasons[0]


@pytest.mark.usefixtures("here")
def test_a_part_of_the_suite_is_neither_gated_nor_blessed() -> None:
    """A run of some cases ends in 4 at the gate, and is refused as a baseline."""
    run_and_bless()
    assert call("run", "--only", "halden", "--out", "runs/core@part").exit_code == 0
    assert call("gate", "runs/core@part").exit_code == 4
    done = call("bless", "runs/core@part", "--reason", "only one of them")
    assert (done.exit_code, "of some cases only" in done.output) == (2, True), done.output


# ---- 5: budget ----


@pytest.mark.usefixtures("here")
def test_a_spent_budget_is_exit_code_5_and_keeps_what_was_paid_for(faults: FaultServer) -> None:
    """When the money is spent the run stops, keeps its outputs, and the gate says 5."""
    body = MODEL.replace(
        "mode =", f'base_url = "{faults.base_url}", max_output_tokens = 500, mode ='
    )
    write_suites(Path(), model=body + "\nconcurrency = 1")
    run_and_bless("model")
    faults.set_plan(Plan())
    arguments = ("run", "--live", "--out", "runs/model@live", "--max-cost-usd")
    done = call(*arguments, "0.0042")
    assert done.exit_code == 5, done.output
    assert call("gate", "runs/model@live").exit_code == 5
    run = read_run(Path("runs/model@live"))
    assert run.end is not None
    assert run.end.stopped == "budget"
    costs = [one.result.usage.cost_usd or 0.0 for one in run.outputs if one.result]
    paid = [one for one in costs if one]
    assert 1 <= len(paid) < len(TOWNS)
    assert sum(paid) <= 0.0042
    asked = faults.get_stats()["requests"]
    done = call(*arguments, "1")
    assert done.exit_code == 0, done.output
    assert faults.get_stats()["requests"] - asked == len(TOWNS) - len(paid)


# ---- bless ----


@pytest.mark.parametrize("reason", ["", "ok", "       "])
@pytest.mark.usefixtures("here")
def test_a_blessing_needs_a_reason(reason: str) -> None:
    """A reason that says nothing is refused, and no baseline is written."""
    assert call("run", "--out", "runs/core@first").exit_code == 0
    assert call("bless", "runs/core@first", "--reason", reason).exit_code == 2
    assert not Path("baselines").exists()


@pytest.mark.usefixtures("here")
def test_a_baseline_keeps_its_history() -> None:
    """Each blessing stands in the file with its reason and what moved."""
    run_and_bless()
    assert call("bless", "runs/core@first", "--reason", "looked at once more").exit_code == 0
    baseline = json.loads(Path("baselines/core@embedded.json").read_text(encoding="utf-8"))
    assert [one["reason"] for one in baseline["history"]] == [
        "looked at once more",
        "the first baseline",
    ]
    assert baseline["history"][1]["changes"]["events"][0] is None


@pytest.mark.usefixtures("here")
def test_a_live_run_is_blessed_with_epochs_that_agree_only(faults: FaultServer) -> None:
    """Answers of a model vary: one epoch is no baseline, two equal ones are."""
    body = MODEL.replace("mode =", f'base_url = "{faults.base_url}", mode =')
    write_suites(Path(), model=body)
    assert call("run", "--live", "--out", "runs/one").exit_code == 0
    done = call("bless", "runs/one", "--reason", "one epoch only")
    assert (done.exit_code, "--epochs 2" in done.output) == (2, True), done.output
    assert call("run", "--live", "--epochs", "2", "--out", "runs/two").exit_code == 0
    assert call("bless", "runs/two", "--reason", "two epochs agree").exit_code == 0
    assert call("gate", "runs/two").exit_code == 0
