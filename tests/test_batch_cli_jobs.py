"""`summarizer batch submit`, `collect` and `cancel`: what they print, and how they end."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from typer.testing import Result as Ending

from summarizer.cli import app
from tests.servers.batches import BatchServer, Orders
from tests.servers.faults import FaultServer, Plan

pytest_plugins = ["tests.servers.fixtures"]

QUOTE = "Nine people were killed in strikes on the border on Thursday, police said."
MODEL = ("--model", "openai/gpt-4.1-mini", "--copies", "ask")


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs each test in a folder of its own that holds three articles."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    Path("news").mkdir()
    for number in range(3):
        Path(f"news/{number}.txt").write_text(f"ARTID-{number:06d} {QUOTE}\n", "utf-8")


@pytest.fixture
def server(faults: FaultServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[BatchServer]:
    """A Batch API whose lines the fault server answers."""
    faults.set_plan(Plan())
    with BatchServer(faults.base_url) as server:
        monkeypatch.setenv("SUMMARIZER_BASE_URL", server.base_url)
        yield server


def call(*arguments: str) -> Ending:
    """Runs `summarizer batch`; fails on any exception that it lets out."""
    done = CliRunner().invoke(app, ["batch", *arguments], prog_name="summarizer")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done


def read_lines(path: str) -> list[dict[str, Any]]:
    """Returns the lines of a file."""
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]


def test_what_is_submitted_is_collected(server: BatchServer) -> None:
    """The report names the next command; collect needs neither model nor inputs."""
    sent = call("submit", "news", "out", *MODEL)
    assert (sent.exit_code, sent.stderr) == (0, "")
    assert re.search(r"^requests +3 under way, 0 answered$", sent.stdout, re.MULTILINE)
    assert re.search(r"^next +summarizer batch collect out$", sent.stdout, re.MULTILINE)
    server.wait()
    shown = call("status", "out").stdout
    assert re.search(r"^state +stopped: jobs are under way, to be collected$", shown, re.MULTILINE)

    done = call("collect", "out")
    assert done.exit_code == 0
    assert re.search(r"^articles +3 done$", done.stdout, re.MULTILINE)
    assert re.search(r"^cost +\$0\.\d+$", done.stdout, re.MULTILINE)
    assert "next" not in done.stdout
    assert len({line["article"]["id"] for line in read_lines("out/results.jsonl")}) == 3
    assert re.search(r"^state +complete$", call("status", "out").stdout, re.MULTILINE)


def test_a_terminal_sees_that_it_works(server: BatchServer) -> None:
    """While articles are read and sent, stderr says so; the report goes to stdout."""
    ours, theirs = pty.openpty()
    code = "from summarizer.cli import main; main()"
    command = [sys.executable, "-c", code, "batch", "submit", "news", "out", *MODEL]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    seen = b""
    while b"looking through the inputs" not in seen:  # at the end, reading is an error
        seen += os.read(ours, 4096)
    assert b"3 under way" in process.communicate(timeout=90)[0]
    os.close(ours)
    server.wait()


def test_programs_get_json_and_parquet_is_whole(server: BatchServer) -> None:
    """`--json` prints one object; the last rows are written although no file is full."""
    found = json.loads(
        call("submit", "news", "out", *MODEL, "--format", "parquet", "--json").stdout
    )
    assert (found["sent"], found["is_over"]) == (3, False)
    server.wait()
    found = json.loads(call("collect", "out", "--json").stdout)
    assert (found["done"], found["is_over"]) == (3, True)
    assert [path.name for path in Path("out").glob("*.parquet")] == ["results-00001.parquet"]


def test_failures_make_the_code_1(server: BatchServer) -> None:
    """What the provider refuses for good is a dead letter."""
    server.orders = Orders(fail_every=3, fail_status=400)
    call("submit", "news", "out", *MODEL)
    server.wait()
    done = call("collect", "out", "--quiet")
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", "")
    assert len(read_lines("out/dead.jsonl")) == 1


def test_money_that_does_not_suffice_makes_the_code_5(server: BatchServer) -> None:
    """Nothing is sent that could cost more than the limit."""
    done = call("submit", "news", "out", *MODEL, "--max-cost-usd", "0.0001")
    assert done.exit_code == 5
    assert "stopped   the money of --max-cost-usd is spent" in done.stdout
    assert not server.uploads


def test_a_provider_that_cannot_be_reached_makes_the_code_3(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The message says that the same command goes on."""
    monkeypatch.setenv("SUMMARIZER_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("SUMMARIZER_MAX_ATTEMPTS", "1")
    done = call("submit", "news", "out", *MODEL)
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr.startswith("error: ")
    assert done.stderr.endswith("nothing is lost, and the same command goes on\n")


def test_a_run_leaves_articles_to_their_jobs(server: BatchServer, faults: FaultServer) -> None:
    """What is with the provider is not asked about again; the summary says how to get it."""
    same = (*MODEL, "--mode", "json_schema")
    call("submit", "news", "out", *same)
    server.wait()
    asked = faults.requests
    done = call("news", "out", *same, "--base-url", faults.base_url)
    assert (done.exit_code, faults.requests) == (0, asked)
    told = "^jobs +3 articles are with the provider; .* summarizer batch collect out$"
    assert re.search(told, done.stderr, re.MULTILINE)


def test_cancelled_articles_can_be_run_at_once(server: BatchServer, faults: FaultServer) -> None:
    """What no answer came in for is pending, and `summarizer batch` asks about it."""
    server.orders = Orders(hold=0)
    same = (*MODEL, "--mode", "json_schema")
    call("submit", "news", "out", *same)
    assert call("cancel", "out").exit_code == 0
    server.wait()
    assert call("collect", "out").exit_code == 0
    assert call("news", "out", *same, "--base-url", faults.base_url).exit_code == 0
    assert len(read_lines("out/results.jsonl")) == faults.requests == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["submit", "news"], "only news is given"),
        (["submit", "-", "out", *MODEL], "standard input cannot be"),
        (["submit", "news", "out"], "the embedded engine has no Batch API; name a model"),
        (["submit", "none", "out", *MODEL], "none does not exist"),
        (["submit", "news", "out", *MODEL, "--fallback", "openai/x"], "leave fallbacks out"),
        (["collect", "none"], "none holds no batch"),
        (["cancel", "none"], "none holds no batch"),
    ],
)
def test_wrong_use_is_told_in_one_line(arguments: list[str], said: str) -> None:
    """The code is 2, stdout is empty, and stderr names the fault."""
    done = call(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert said in done.stderr
