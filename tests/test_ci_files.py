"""The CI files to copy: they parse, their commands exist, and no pull request meets a secret."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml
from typer.core import TyperGroup

from summarizer_evals.commands import app

FOLDER = Path(__file__).parent.parent / "docs" / "ci"
GITHUB, GITLAB = FOLDER / "github-evals.yml", FOLDER / "gitlab-evals.yml"
FILES = (GITHUB, GITLAB)
SECRET = re.compile(r"secrets\b|API_KEY|TOKEN|PASSWORD", re.IGNORECASE)


def read(path: Path) -> dict[str, Any]:
    """Returns a file as YAML; `on` is a boolean there, as YAML 1.1 has it."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {"on" if name is True else name: value for name, value in data.items()}


def list_jobs(path: Path) -> dict[str, dict[str, Any]]:
    """Returns the jobs of a file, by name."""
    data = read(path)
    return data["jobs"] if path == GITHUB else data


def list_scripts(job: dict[str, Any]) -> Iterator[str]:
    """Yields what a job has the shell do."""
    yield from (step["run"] for step in job.get("steps", ()) if "run" in step)
    yield from (*job.get("before_script", ()), *job.get("script", ()))


def list_commands(path: Path) -> list[list[str]]:
    """Returns the arguments of every `summarizer eval` in a file."""
    lines = [
        part.strip()
        for job in list_jobs(path).values()
        for script in list_scripts(job)
        for part in re.split(r"\|\||&&|\n", script)
    ]
    return [
        shlex.split(line.removeprefix("summarizer eval "))
        for line in lines
        if line.startswith("summarizer eval ")
    ]


COMMANDS = [(path.name, words) for path in FILES for words in list_commands(path)]


@pytest.mark.parametrize(("name", "words"), COMMANDS, ids=[" ".join(one) for _, one in COMMANDS])
def test_the_command_takes_the_options(name: str, words: list[str]) -> None:
    """Every command line of a file is one that the command accepts."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup), name
    command = group.commands[words[0]]
    command.make_context(words[0], words[1:])


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_a_file_lints_runs_and_gates(path: Path) -> None:
    """Every file has the whole way, recorded and live, and no line of it is lost."""
    commands = [words[0] for words in list_commands(path)]
    assert commands == ["lint", "run", "gate", "run", "gate"]
    shown = re.findall(r"^[^#\n]*\bsummarizer eval \w+", path.read_text("utf-8"), re.MULTILINE)
    assert len(shown) == len(commands)


def list_open_jobs(path: Path) -> Iterator[dict[str, Any]]:
    """Yields the jobs that pull requests start."""
    for job in list_jobs(path).values():
        when = str(job.get("if", "")) + str(job.get("rules", ""))
        if "pull_request" in when or "merge_request" in when:
            yield job


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_a_pull_request_meets_no_secret_and_asks_no_model(path: Path) -> None:
    """A job that strangers start has no key, and needs none."""
    jobs = list(list_open_jobs(path))
    assert jobs
    for job in jobs:
        assert not SECRET.search(yaml.safe_dump(job))
        assert "--live" not in yaml.safe_dump(job)
        assert "environment" not in job
    outside = {name: value for name, value in read(path).items() if name not in ("jobs", *jobs)}
    if path == GITHUB:
        assert not SECRET.search(yaml.safe_dump(outside))


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_a_model_is_asked_by_schedule_or_hand_within_a_budget(path: Path) -> None:
    """The live lane never starts by a push, has several epochs, and stops at a sum."""
    live = [
        job for job in list_jobs(path).values() if any("--live" in one for one in list_scripts(job))
    ]
    assert len(live) == 1
    when = str(live[0].get("if", "")) + str(live[0].get("rules", ""))
    assert "schedule" in when
    assert not re.search(r"pull_request|merge_request|push", when)
    words = next(one for one in list_commands(path) if "--live" in one)
    assert float(words[words.index("--max-cost-usd") + 1]) > 0
    assert int(words[words.index("--epochs") + 1]) > 1


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_what_a_run_leaves_is_kept_whatever_happened(path: Path) -> None:
    """A red job is the one whose reports are wanted."""
    for name, job in list_jobs(path).items():
        if path == GITHUB:
            kept = [one for one in job["steps"] if "upload-artifact" in one.get("uses", "")]
            assert [one["if"] for one in kept] == ["always()"], name
        elif not name.startswith("."):
            assert job["artifacts"]["reports"]["junit"].endswith("junit.xml")
            assert list_jobs(path)[job["extends"]]["artifacts"]["when"] == "always"


def test_github_gives_away_as_little_as_it_can() -> None:
    """Only reading is allowed, strangers' code meets no secret, actions are pinned."""
    data = read(GITHUB)
    assert data["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in data["on"]
    for job in data["jobs"].values():
        assert "permissions" not in job
        for step in job["steps"]:
            if "uses" in step:
                assert re.fullmatch(r"actions/[\w-]+@v\d+", step["uses"])
            if step.get("uses", "").startswith("actions/checkout"):
                assert step["with"]["persist-credentials"] is False
