"""The README says what is so: its commands and its Python are run, their output compared."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
CONSOLE = [body for language, body in BLOCKS if language == "console"]
PYTHON = [body for language, body in BLOCKS if language == "python"]
OUTPUT = [body for language, body in BLOCKS if language == "text"]


RUN_ELSEWHERE = ("$ make test", "$ make check")
"""The commands that run this very test."""


def run_command(command: str, folder: Path) -> str:
    """What a terminal of 100 columns would show, without colour."""
    line = find_demo() if command == "$ make demo" else command.removeprefix("$ ")
    assert line.startswith("summarizer ")
    (folder / "examples").symlink_to(ROOT / "examples")
    done = subprocess.run(
        [shutil.which("sh") or "/bin/sh", "-c", line],
        cwd=folder,
        env={
            **os.environ,
            "COLUMNS": "100",
            "NO_COLOR": "1",
            "PYTHONIOENCODING": "utf-8",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        },
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def find_demo() -> str:
    """The command that `make demo` ends with."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    demo = re.search(r"^demo:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert demo is not None
    last = demo.group(1).strip().splitlines()[-1].strip().removeprefix("@")
    return re.sub(r"^\S*summarizer", "summarizer", last)


COMMANDS = [
    found
    for block in CONSOLE
    for found in re.findall(r"^(\$ .*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
    if found[0] not in RUN_ELSEWHERE
]


@pytest.mark.parametrize(("command", "shown"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_readme_command_runs_and_prints_what_is_shown(
    command: str, shown: str, tmp_path: Path
) -> None:
    """Each command succeeds; where the README shows its output, it is that to the letter."""
    printed = [line.rstrip() for line in run_command(command, tmp_path).strip("\n").splitlines()]
    expected = [line.rstrip() for line in shown.strip("\n").splitlines()]
    assert expected in ([], printed)


def test_readme_python_prints_what_the_readme_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python blocks run without a key, in order, and print the text blocks after them."""
    assert PYTHON
    assert len(PYTHON) == len(OUTPUT)
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for code, shown in zip(PYTHON, OUTPUT, strict=True):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, "README.md", "exec"), names)  # noqa: S102 - our own words
        assert printed.getvalue() == shown


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README)) | {"Makefile"}))
def test_readme_links_lead_somewhere(path: str) -> None:
    """Every relative link names a file or folder that is there."""
    assert (ROOT / path).exists()
