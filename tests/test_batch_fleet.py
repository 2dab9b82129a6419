"""Several processes on one ledger: a killed one is followed by another; nothing is done twice."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from summarizer.batch import BatchOptions, export, read_status, run
from summarizer.settings import Settings
from tests.batch_pieces import WAIT_S, run_apart, wait_until
from tests.servers.faults import FaultServer, Plan
from tests.servers.fixtures import make_settings
from tests.test_batch_run import make_articles

pytest_plugins = ["tests.servers.fixtures"]

QUOTE = "Nine people were killed in strikes on the border on Thursday"
ANSWER = json.dumps(
    {"key_points": [{"quotes": [QUOTE], "text": QUOTE, "claimants": []}], "events": []}
)
"""An answer that needs no repair: one request an article."""
PROGRAM = """
import json, sys
from summarizer.batch import BatchOptions, run
from summarizer.settings import Settings
given = json.loads(sys.argv[1])
report = run(given["inputs"], given["out"], settings=Settings(**given["settings"]),
             options=BatchOptions(**given["options"]))
print(json.dumps({"done": report.progress.done, "state": report.state, "reason": report.reason}))
"""


def write_articles(path: Path, count: int) -> str:
    """Writes a table of articles; returns its name."""
    lines = [one.model_dump_json() + "\n" for one in make_articles(count)]
    path.write_text("".join(lines), encoding="utf-8")
    return str(path)


def run_batch(
    inputs: str, out: Path, settings: dict[str, Any], **options: Any
) -> AbstractContextManager[subprocess.Popen[str]]:
    """Runs a batch in a process of its own."""
    told = {
        "inputs": inputs,
        "out": str(out),
        "settings": settings,
        "options": {"processes": 1, "copies": "ask", **options},
    }
    return run_apart(PROGRAM, told)


def read_end(process: subprocess.Popen[str]) -> dict[str, Any]:
    """Waits for the end of a process; returns what it says of its run."""
    words = process.communicate(timeout=WAIT_S)[0]
    assert process.returncode == 0
    said: dict[str, Any] = json.loads(words)
    return said


def wait_for_lines(path: Path, count: int) -> None:
    """Waits until a file has so many lines."""
    wait_until(lambda: path.exists() and path.read_bytes().count(b"\n") >= count)


def list_settings(faults: FaultServer) -> dict[str, Any]:
    """Returns the settings of a server, as they are given to another process."""
    settings = make_settings(faults.base_url)
    return {name: getattr(settings, name) for name in ("model", "base_url", "mode", "timeout_s")}


@pytest.mark.parametrize("is_far", [False, True], ids=["same machine", "lease alone"])
def test_a_killed_process_is_followed_by_another_one_on_postgresql(
    faults: FaultServer, postgres_url: str, tmp_path: Path, *, is_far: bool
) -> None:
    """Its articles are taken over, by its lock or its lease, and each has one result."""
    faults.set_plan(Plan(answer=ANSWER, latency_s=0.05))
    inputs = write_articles(tmp_path / "news.jsonl", 200)
    settings = list_settings(faults)
    options: dict[str, Any] = {"ledger": postgres_url, "lease_s": 15.0, "concurrency": 8}
    one, two = tmp_path / "one", tmp_path / "two"
    with (
        run_batch(inputs, one, settings, **options) as first,
        run_batch(inputs, two, settings, **options) as second,
    ):
        wait_for_lines(one / "results.jsonl", 30)
        wait_for_lines(two / "results.jsonl", 1)
        if is_far:  # as on another machine: its lock is out of reach
            for path in (one / ".owners").iterdir():
                path.unlink()
        first.kill()
        first.wait()
        assert read_end(second)["state"] == "complete"
    faults_before = faults.requests
    ids = Counter(
        json.loads(line)["article"]["id"]
        for out in (one, two)
        for line in (out / "results.jsonl").read_text("utf-8").splitlines()
    )
    counts = read_status(two, ledger=postgres_url).counts
    assert (counts.done, counts.dead, counts.claimed) == (200, 0, 0)
    assert set(ids.values()) <= {1}
    # What the killed one had in the ledger and not in its file, its next run shows.
    run(inputs, one, settings=Settings(**settings), options=BatchOptions(**options))
    assert export(one, tmp_path / "all.jsonl", ledger=postgres_url) == 200
    found = [
        json.loads(line)["article"]["id"]
        for line in (tmp_path / "all.jsonl").read_text("utf-8").splitlines()
    ]
    assert sorted(found) == sorted(one.id for one in make_articles(200))
    assert faults.requests == faults_before
    # Nobody was asked twice but for what the killed process had under way.
    assert faults.get_stats()["repeats"] <= 8


def test_two_processes_share_one_folder(faults: FaultServer, tmp_path: Path) -> None:
    """Both append to the same files, and each article has one line."""
    faults.set_plan(Plan(answer=ANSWER, latency_s=0.05))
    inputs = write_articles(tmp_path / "news.jsonl", 200)
    out, settings = tmp_path / "out", list_settings(faults)
    with (
        run_batch(inputs, out, settings, concurrency=8) as first,
        run_batch(inputs, out, settings, concurrency=8) as second,
    ):
        done = [read_end(process)["done"] for process in (first, second)]
    assert sum(done) == 200
    assert all(done)
    lines = (out / "results.jsonl").read_text("utf-8").splitlines()
    found = [json.loads(line)["article"]["id"] for line in lines]
    assert sorted(found) == sorted(one.id for one in make_articles(200))


def test_a_killed_process_repeats_at_most_what_was_under_way(
    faults: FaultServer, tmp_path: Path
) -> None:
    """Killed twice and run again, all is there once, and every line was whole at every moment."""
    faults.set_plan(Plan(answer=ANSWER, latency_s=0.05))
    inputs = write_articles(tmp_path / "news.jsonl", 200)
    out, settings = tmp_path / "out", list_settings(faults)
    path = out / "results.jsonl"
    for lines in (60, 120):
        with run_batch(inputs, out, settings, concurrency=16) as process:
            wait_for_lines(path, lines)
            process.kill()
        whole = path.read_bytes().rpartition(b"\n")[0].split(b"\n")
        assert all(json.loads(line)["article"]["id"] for line in whole)
    with run_batch(inputs, out, settings, concurrency=16) as process:
        assert read_end(process)["state"] == "complete"
    found = [json.loads(line)["article"]["id"] for line in path.read_bytes().splitlines()]
    assert sorted(found) == sorted(one.id for one in make_articles(200))
    # One request an article, but for what was under way.
    assert 200 <= faults.requests <= 200 + 2 * 16
