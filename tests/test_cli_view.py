"""`summarizer view` and `run --format html`: results become a page, and what cannot is told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from summarizer.cli import app

RUNNER = CliRunner()
FERRY = "Ferry sinks\n\nA ferry sank off Norburg on Monday, killing nine people.\n"


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An article in a folder of its own, where the command runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ferry.txt").write_text(FERRY, encoding="utf-8")
    return tmp_path / "ferry.txt"


def read_island(path: Path) -> Any:
    """Returns what a page shows."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', path.read_text())
    assert found is not None
    return json.loads(found[1])


def test_articles_become_a_page_in_one_step(article: Path) -> None:
    """The page holds every article with its text; a bad file is told, and the rest is shown."""
    article.with_name("talks.txt").write_text("Ostrel and Vantia held talks on Tuesday.")
    done = RUNNER.invoke(
        app, ["run", "ferry.txt", "nowhere.txt", "talks.txt", "--format", "html", "-o", "page.html"]
    )
    assert done.exit_code == 1
    assert "nowhere.txt" in done.stderr
    stories = read_island(article.with_name("page.html"))["stories"]
    assert [one["text"] for one in stories] == [FERRY, "Ostrel and Vantia held talks on Tuesday."]


def test_results_become_a_page(article: Path) -> None:
    """Results that were written before are shown with the articles that are named."""
    RUNNER.invoke(app, ["run", "ferry.txt", "--format", "json", "-o", "results.jsonl"])
    with Path("results.jsonl").open("a") as file:
        file.write("no result\n")
    arguments = ["view", "results.jsonl", "--articles", "ferry.txt", "-o", "page.html"]
    done = RUNNER.invoke(app, [*arguments, "--annotator", "mb"])
    assert done.exit_code == 1
    assert "results.jsonl:2 is no JSON" in done.stderr
    island = read_island(article.with_name("page.html"))
    assert island["annotator"] == "mb"
    assert island["errors"] == ["results.jsonl:2 is no JSON; name a file of results"]
    assert island["stories"][0]["text"] == FERRY


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["view", "nowhere.jsonl"], "nowhere.jsonl does not exist"),
        (["view", "empty.jsonl"], "holds no result; `summarizer run --format json"),
        (["view", "empty.jsonl", "--articles", "x*.txt"], "no file matches 'x*.txt'"),
        (["review", "results.jsonl"], "name where they stand with --articles"),
        (["review", "results.jsonl", "--articles", ".", "--annotator", "a/b"], "annotator 'a/b'"),
    ],
)
def test_wrong_use_says_what_to_do(article: Path, arguments: list[str], message: str) -> None:
    """What cannot be shown ends with exit code 2 and one line."""
    RUNNER.invoke(app, ["run", article.name, "--format", "json", "-o", "results.jsonl"])
    Path("empty.jsonl").touch()
    if "x*.txt" in arguments:
        Path("empty.jsonl").write_text(Path("results.jsonl").read_text())
    done = RUNNER.invoke(app, arguments)
    assert done.exit_code == 2, done.stdout
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["view", "review"])
def test_without_results_the_help_is_shown(command: str) -> None:
    """A command that is given nothing teaches how it is used."""
    done = RUNNER.invoke(app, [command])
    assert done.exit_code == 2
    assert "Examples:" in done.stderr
