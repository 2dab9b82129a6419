"""`summarizer doctor`: what is installed and set, seen without a network and without a model."""

from __future__ import annotations

import json
import os
import pty
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet
from typer.testing import CliRunner
from typer.testing import Result as Ending

from summarizer.cli import app
from summarizer.doctor import CAP_USD
from summarizer.doctor.installation import check_requirements
from summarizer.doctor.requirements import read_requirements

SECRET = "sk-norburg-4711"  # noqa: S105 - nobody's key


def call(*arguments: str, env: dict[str, str] | None = None) -> Ending:
    """Runs the command in this process; fails on any exception that it lets out."""
    done = CliRunner().invoke(app, ["doctor", *arguments], prog_name="summarizer", env=env)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done


def examine(*arguments: str, env: dict[str, str] | None = None) -> tuple[int, dict[str, Any]]:
    """Returns the exit code, and the checks by their names."""
    done = call("--json", *arguments, env=env)
    report = json.loads(done.stdout)
    assert report["usable"] == (done.exit_code == 0)
    return done.exit_code, {one["name"]: one for one in report["checks"]} | {"report": report}


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails a test that opens any connection, on this machine too."""

    def refuse(self: socket.socket, address: object) -> None:
        pytest.fail(f"{self} tried to reach {address!r}")

    with monkeypatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        yield


@pytest.mark.usefixtures("no_network")
def test_without_a_model_everything_here_is_looked_at() -> None:
    """Installation, settings and the embedded engine are well, and the next command is named."""
    code, found = examine()
    assert code == 0
    names = ("python", "package", "dependencies", "data", "terminal", "environment", "embedded")
    assert {found[name]["status"] for name in names} == {"ok"}
    assert found["embedded"]["facts"]["key_points"] >= 1
    assert found["report"]["verdict"] == "the embedded engine works; no model was named"
    assert found["report"]["next"] == "summarizer run article.txt --published 2024-01-19"


def test_each_extra_has_a_check() -> None:
    """Whatever the package offers to install is looked for."""
    _, found = examine()
    extras = {"evals", "html", "otel", "parquet", "postgres", "ray"}
    assert {f"extra.{one}" for one in extras} <= set(found)


def test_what_is_not_installed_has_its_pip_line() -> None:
    """A missing dependency fails, a missing extra is skipped, an old one is warned of."""
    lines = [
        "norburg-core>=2",
        "pydantic<2,>=1",
        "norburg-tables>=18; extra == 'tables'",
        "pydantic<2,>=1; extra == 'old'",
        "norburg-half>=1; extra == 'half'",
        "typer>=0.1; extra == 'half'",
    ]
    core, tables, old, half = check_requirements(lines)
    assert core.status == "fail"
    assert "norburg-core is missing" in core.seen
    assert core.fix == "pip install 'norburg-core>=2' 'pydantic<2,>=1'"
    assert (tables.status, tables.seen) == ("skipped", "not installed")
    assert tables.fix == "pip install 'structured-summarizer[tables]'"
    assert (old.status, old.title) == ("warn", "extra [old]")
    assert (half.status, half.seen) == ("skipped", "not whole: norburg-half is missing")


VERSIONS = st.lists(st.integers(0, 30), min_size=1, max_size=4).map(
    lambda parts: ".".join(map(str, parts))
)
BOUNDS = st.lists(st.tuples(st.sampled_from(["<", "<=", ">", ">=", "=="]), VERSIONS), max_size=3)


@given(found=VERSIONS, bounds=BOUNDS)
def test_ranges_are_read_as_pip_reads_them(found: str, bounds: list[tuple[str, str]]) -> None:
    """Of released versions, those are in range that the library of pip's own format takes."""
    text = ",".join(f"{sign}{bound}" for sign, bound in bounds)
    (one,) = read_requirements([f"norburg{text}"], python=(3, 11))
    assert one.is_met_by(found) == SpecifierSet(text).contains(found)


def test_names_of_variables_are_told_and_no_value() -> None:
    """Which variables are set, and which hold a key, is told; nothing of what they hold is."""
    env = {
        "OPENAI_API_KEY": SECRET,
        "SUMMARIZER_EDITORIAL": "mask",
        "SUMMARIZER_PROMPT_FOLDER": "/nowhere/secret-folder",
    }
    done = call(env=env)
    assert done.exit_code == 0
    assert "SUMMARIZER_EDITORIAL, SUMMARIZER_PROMPT_FOLDER" in done.stdout
    assert "OPENAI_API_KEY" in done.stdout
    for secret in (SECRET, SECRET[-4:], "secret-folder"):
        assert secret not in done.output


def test_a_variable_that_cannot_be_is_a_finding() -> None:
    """What is wrong with the environment is named with its mend, and the rest is looked at."""
    code, found = examine(env={"SUMMARIZER_TIMEOUT_S": "soon"})
    assert code == 1
    assert found["environment"]["status"] == "fail"
    assert found["environment"]["seen"] == "SUMMARIZER_TIMEOUT_S is 'soon'"
    assert found["environment"]["fix"] == "give a number, or unset it"
    assert found["embedded"]["status"] == "ok"


@pytest.mark.parametrize(
    "arguments",
    [["--model", "norburg"], ["--mode", "xml"], ["--max-cost-usd", "-1"], ["--none"], ["what"]],
)
def test_wrong_use_is_told_in_one_line(arguments: list[str]) -> None:
    """An option that cannot be ends with 2 before anything is looked at."""
    done = call(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")


def test_a_missing_key_is_told_with_the_line_that_sets_it() -> None:
    """A provider that wants a key is not asked without one."""
    code, found = examine("--model", "groq/llama")
    assert code == 1
    assert found["model.key"]["fix"] == "export GROQ_API_KEY=YOUR-KEY" == found["report"]["next"]


def test_lines_fit_a_terminal_of_80_columns() -> None:
    """All but the next command, which is to be copied, is broken there; no line is padded."""
    done = call(env={"COLUMNS": "80"})
    *lines, command = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert command.startswith("next: summarizer run ")
    assert all(line == line.rstrip() for line in lines)


def test_progress_goes_away_before_a_line_is_written() -> None:
    """On a terminal what is being done is shown, and never on the line of a check."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from summarizer.cli import main; main()", "doctor"]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        seen = b""
        with suppress(OSError):  # Linux: the other end is closed
            while piece := os.read(ours, 4096):
                seen += piece
    os.close(ours)
    assert process.returncode == 0
    shown = seen.decode()
    assert "trying the embedded engine …" in shown
    for line in re.split(r"[\r\n]|\x1b\[2K", shown):
        assert not ("…" in line and "✓" in line)


def test_a_terminal_without_utf_8_is_warned_of() -> None:
    """Marks are written in ASCII there, and the variable that helps is named."""
    done = CliRunner(charset="ascii").invoke(app, ["doctor"], prog_name="summarizer")
    assert done.exit_code == 0
    assert "export PYTHONUTF8=1" in done.stdout
    assert "ok Python" in done.stdout
    assert done.stdout.isascii()


def test_the_help_names_the_limit_of_money() -> None:
    """What is spent at most, where nothing is said, stands in the help."""
    assert f"more is spent; {CAP_USD}." in call("--help").stdout
