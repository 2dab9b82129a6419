"""The command `summarizer diff`: what it prints where, and with which code it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner
from typer.testing import Result as Ending

from summarizer.batch import BatchOptions, run
from summarizer.cli import app
from summarizer_schemas.result import Result
from tests.comparing_pieces import count, happen, make_result, recall


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs each test in a folder of its own that holds two runs."""
    monkeypatch.chdir(tmp_path)
    write("a.jsonl", make_result(happen(), recall()))
    write("b.jsonl", make_result(happen(figures=(count(17),))))


def write(name: str, *results: Result) -> None:
    """Writes results as lines."""
    Path(name).write_text("".join(one.to_json() + "\n" for one in results), "utf-8")


def call(*arguments: str, stdin: bytes | None = None) -> Ending:
    """Runs the command in this process; fails on any exception that it lets out."""
    done = CliRunner().invoke(app, ["diff", *arguments], input=stdin)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done


def test_the_exit_code_tells_as_diff_does() -> None:
    """0: no difference; 1: differences; 2: wrong use, or a file that cannot be read."""
    codes = [call("a.jsonl", other).exit_code for other in ("a.jsonl", "b.jsonl", "none.jsonl")]
    assert codes == [0, 1, 2]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-", "-"], "- stands for both"),
        (["a.jsonl", "b.jsonl", "--only", "old"], "choose one of: changed, gone, new"),
        (["a.jsonl", "b.jsonl", "--format", "xml"], "choose one of: html, json, text"),
        (["a.jsonl", "b.jsonl", "-o", "a.jsonl"], "one of the inputs"),
        (["a.jsonl", "story.txt"], "story.txt holds no result"),
    ],
)
def test_wrong_use_is_told(arguments: list[str], words: str) -> None:
    """What cannot be is one line that says what to do; nothing is written."""
    Path("story.txt").write_text("Rain fell on Norburg.\n", "utf-8")
    done = call(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr


def test_without_two_results_there_is_help() -> None:
    """One result alone is compared with nothing."""
    done = call("a.jsonl")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Exit codes:" in done.stderr


def test_only_and_quiet_make_a_check() -> None:
    """Kinds that are not asked for are no difference; with --quiet the code alone tells."""
    assert call("a.jsonl", "b.jsonl", "--only", "gone", "--quiet").exit_code == 1
    done = call("a.jsonl", "b.jsonl", "--only", "new", "--quiet")
    assert (done.exit_code, done.output) == (0, "")


def test_a_line_that_is_no_result_is_reported_and_the_rest_compared() -> None:
    """The comparison is written all the same; the exit code is 2."""
    with Path("b.jsonl").open("a", encoding="utf-8") as file:
        file.write("{}\n")
    done = call("a.jsonl", "b.jsonl")
    assert (done.exit_code, done.stdout.startswith("1 article: 1 changed")) == (2, True)
    assert "b.jsonl:2 is no result" in done.stderr


def test_json_is_one_line_that_steers_nothing() -> None:
    """The JSON form is one line in UTF-8, with control characters as escapes."""
    write("b.jsonl", make_result(happen(), title="Norburg’s\x9b31m \x1b[0m\u202e"))
    done = call("a.jsonl", "b.jsonl", "--format", "json")
    assert done.stdout.count("\n") == 1
    assert not {"\x9b", "\x1b", "\u202e"} & set(done.stdout)
    [article] = json.loads(done.stdout)["articles"]
    assert article["changes"][0]["after"] == "Norburg’s\x9b31m \x1b[0m\u202e"


def test_a_page_is_written_to_a_file() -> None:
    """--format html writes one file and prints nothing."""
    done = call("a.jsonl", "b.jsonl", "--format", "html", "-o", "changes.html")
    assert (done.exit_code, done.stdout) == (1, "")
    assert Path("changes.html").read_text("utf-8").startswith("<!doctype html>")


def test_standard_input_is_one_of_the_two() -> None:
    """- stands for results that come by a pipe."""
    assert call("a.jsonl", "-", stdin=Path("a.jsonl").read_bytes()).exit_code == 0


def test_two_batches_are_compared(tmp_path: Path) -> None:
    """Folders of batches stand for their results; texts without ids find their new versions."""
    for at, toll in enumerate(("twelve", "seventeen")):
        news = tmp_path / f"news-{at}"
        news.mkdir()
        (news / "calm.txt").write_text("Rain fell on the valley of Lind.\n", "utf-8")
        story = (
            "Shells hit the harbour of Norburg\n\n"
            f"Shells killed {toll} people in the harbour of Norburg on Tuesday. "
            "Police in Halden arrested three men over the attack on Wednesday.\n"
            "The governor of Lind closed the port and all the roads around it.\n"
        )
        (news / "harbour.txt").write_text(story, "utf-8")
        run([str(news)], str(tmp_path / f"out-{at}"), options=BatchOptions(processes=1))
    done = call("out-0", "out-1")
    assert done.exit_code == 1
    assert done.stdout.startswith("2 articles: 1 changed, 1 the same; ")
    assert "12 → 17" in done.stdout
