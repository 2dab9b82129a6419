"""The command `summarizer`: what it prints where, and with which code it ends."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Any

import jsonschema
import pytest
from typer.testing import CliRunner
from typer.testing import Result as Ending

from summarizer import Article, Failure, Result, Summarizer
from summarizer.cli import app

STORY = """Ferry service to Norburg stops

Vantia's transport ministry said on Thursday that nine people, including four children, were \
killed when gunmen attacked a ferry near Norburg on Tuesday.
Police in Norburg arrested three men a day after the attack, the ministry said.
"""
STEERING = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs each test in a folder of its own that holds one article."""
    monkeypatch.chdir(tmp_path)
    Path("story.txt").write_text(STORY, "utf-8")


def call(*arguments: str, stdin: bytes | None = None) -> Ending:
    """Runs the command in this process; fails on any exception that it lets out."""
    done = CliRunner().invoke(app, arguments, input=stdin, prog_name="summarizer")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done


def start(
    *arguments: str,
    stdin: int | None = None,
    stdout: int | IO[bytes] = subprocess.PIPE,
    stderr: int = subprocess.PIPE,
    env: dict[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Starts the command as a process of its own, as a shell would."""
    command = [sys.executable, "-c", "from summarizer.cli import main; main()", *arguments]
    return subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=stderr, env=env)


def read_lines(output: str) -> list[dict[str, Any]]:
    """Returns the results of JSON Lines."""
    return [json.loads(line) for line in output.splitlines()]


# ---- what is printed ----


def test_text_is_what_is_printed_when_nothing_else_is_asked_for() -> None:
    """The view of a real article holds its headline, its key points and its events."""
    done = call("run", "story.txt", "--published", "2024-01-19")
    assert done.exit_code == 0
    assert done.stderr == ""
    assert done.stdout.startswith("Ferry service to Norburg stops\n19 January 2024\n")
    assert "\nKey points\n1. " in done.stdout
    assert re.search(r"^e1 +2024-01-1", done.stdout, re.MULTILINE)
    assert not re.search(" $", done.stdout, re.MULTILINE)


def test_json_is_one_line_that_fits_the_published_schema() -> None:
    """`--format json` prints a line per result, and `schema` prints what it is valid against."""
    schema = json.loads(call("schema").stdout)
    done = call("run", "story.txt", "--published", "2024-01-19", "--format", "json")
    (result,) = read_lines(done.stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(result, schema)
    assert result["key_points"]
    assert result["article"]["published"] == "2024-01-19"


def test_every_quote_stands_where_it_says() -> None:
    """The offsets that are printed lead back to the words in the file."""
    (result,) = read_lines(call("run", "story.txt", "--format", "json").stdout)
    items = [*result["key_points"], *result["events"]]
    quotes = [piece for item in items for piece in item["evidence"]]
    assert quotes
    assert all(STORY[piece["start"] : piece["end"]] == piece["quote"] for piece in quotes)


def test_markdown_is_a_document() -> None:
    """`--format markdown` prints headings, a list and a table."""
    done = call("run", "story.txt", "--format", "markdown")
    assert done.stdout.startswith("# Ferry service to Norburg stops\n")
    assert "\n## Key points\n\n- " in done.stdout


def test_standard_input_is_read() -> None:
    """`-` stands for an article on standard input; a title can be given with it."""
    text = STORY.partition("\n\n")[2].encode()
    done = call("run", "-", "--title", "Ferries stop", "--format", "json", stdin=text)
    (result,) = read_lines(done.stdout)
    assert result["article"]["title"] == "Ferries stop"
    assert result["article"]["chars"] == len(text)


def test_a_declared_encoding_is_used() -> None:
    """`--encoding` says how the bytes of a file are to be read."""
    Path("old.txt").write_bytes(
        "Am Flu\xdf stieg das Wasser. \x80 100 flood aid.".encode("cp1252", "ignore")
    )
    done = call("run", "old.txt", "--encoding", "cp1252", "--format", "json")
    (result,) = read_lines(done.stdout)
    assert "Fluß" in result["key_points"][0]["text"]


def test_the_editors_block_can_be_masked() -> None:
    """With `--editorial mask` no evidence comes from the editors' own key points."""
    block = "Key points:\n- Gunmen attacked a ferry near Norburg.\n- Three men were arrested.\n\n"
    Path("block.txt").write_text(STORY.replace("\n\n", f"\n\n{block}", 1), "utf-8")
    done = call("run", "block.txt", "--editorial", "mask", "--format", "json")
    (result,) = read_lines(done.stdout)
    pieces = [piece for item in result["key_points"] for piece in item["evidence"]]
    assert pieces
    assert "key_points" not in {piece["segment"] for piece in pieces}


def test_several_articles_are_printed_in_their_order() -> None:
    """Several views are set apart by an empty line; several JSON results are lines."""
    Path("flood.txt").write_text("Rain fell on Norburg on Monday.\n", "utf-8")
    texts = call("run", "flood.txt", "story.txt").stdout
    assert texts.index("Rain fell") < texts.index("Ferry service")
    assert "\n\nFerry service" in texts
    lines = call("run", "flood.txt", "story.txt", "--format", "json").stdout
    assert [line["article"]["chars"] for line in read_lines(lines)] == [32, len(STORY)]


@pytest.mark.parametrize("name", ["result", "article", "wire"])
def test_each_schema_is_printed(name: str) -> None:
    """`schema` prints each published JSON Schema under its name."""
    schema = json.loads(call("schema", name).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"].startswith(f"urn:structured-summarizer:{name}:")


def test_the_version_is_that_of_the_package() -> None:
    """`--version` prints the name of the command and the version that is installed."""
    assert re.fullmatch(r"summarizer \d+\.\d+\.\d+\S*\n", call("--version").stdout)


# ---- wrong use ----


@pytest.mark.parametrize("arguments", [[], ["run"], ["run", "--quiet"]])
def test_nothing_to_do_shows_the_help(arguments: list[str]) -> None:
    """Without a command or without a path, the help goes to stderr and the code is 2."""
    done = call(*arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "Usage: summarizer" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["run", "story.txt", "--format", "xml"],
            "unknown format 'xml'; choose one of: html, json, markdown, text",
        ),
        (
            ["run", "story.txt", "--editorial", "x"],
            "unknown editorial 'x'; choose one of: mask, use",
        ),
        (
            ["run", "story.txt", "--gazetteer", "x"],
            "unknown gazetteer 'x'; installed: none. Install a distribution that declares it in",
        ),
        (["run", "story.txt", "--model", "x/y"], "unknown model 'x/y'; choose one of: azure/…"),
        (
            ["run", "story.txt", "--cache", "a", "--replay", "b"],
            "--cache and --replay exclude each other",
        ),
        (["schema", "x"], "unknown schema 'x'; choose one of: article, result, wire"),
        (["run", "story.txt", "--published", "19/01/24"], "YYYY-MM-DD"),
        (["run", "story.txt", "--published", "0000-01-01"], "YYYY-MM-DD"),
        (["run", "story.txt", "--published", "2024-02-30"], "YYYY-MM-DD"),
        (["run", "story.txt", "--published", "2024-01-19T10:00"], "YYYY-MM-DD"),
        (["run", "story.txt", "story.txt", "--title", "x"], "--title names one article"),
        (["run", "story.txt", "-o", "."], "is a directory; give a file in it"),
        (["run", "story.txt", "-o", "none/x.txt"], "there is no directory none; make it first"),
        (["run", "story.txt", "-o", "story.txt"], "story.txt is one of the inputs"),
    ],
)
def test_wrong_use_is_told_in_one_line(arguments: list[str], said: str) -> None:
    """The code is 2, stdout is empty, and stderr names the fault and what there is."""
    done = call(*arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert said in done.stderr


def test_a_day_in_the_future_is_refused() -> None:
    """Nobody publishes the day after tomorrow: the message shows the day and the form."""
    day = (date.today() + timedelta(days=3)).isoformat()  # noqa: DTZ011 - three days cover all zones
    done = call("run", "story.txt", "--published", day)
    assert (done.exit_code, done.stdout) == (2, "")
    assert day in done.stderr
    assert "YYYY-MM-DD" in done.stderr


@pytest.mark.parametrize("arguments", [["none"], ["run", "--none", "x"], ["schema", "a", "b"]])
def test_an_unknown_command_or_option_is_wrong_use(arguments: list[str]) -> None:
    """The parser of the command line ends with the same code, and points to the help."""
    done = call(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--help" in done.stderr


# ---- inputs that cannot be used ----

BAD: dict[str, bytes | None] = {
    "empty.txt": b"",
    "spaces.txt": b" \n\t\n ",
    "missing.txt": None,
    "binary.txt": bytes(range(256)) * 8,
}


@pytest.mark.parametrize("name", [*BAD, "folder"])
def test_an_only_input_that_cannot_be_used(name: str) -> None:
    """One bad input: one line on stderr that names it, nothing on stdout, code 2."""
    make_bad(name)
    done = call("run", name)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert name in done.stderr


@pytest.mark.parametrize("name", [*BAD, "folder"])
def test_a_bad_input_among_others(name: str) -> None:
    """The others are printed, the bad one is named on stderr, code 1."""
    make_bad(name)
    done = call("run", "story.txt", name, "story.txt", "--format", "json")
    assert done.exit_code == 1
    assert len(read_lines(done.stdout)) == 2
    assert done.stderr.count("error: ") == 1
    assert name in done.stderr


def make_bad(name: str) -> None:
    """Makes the bad input of this name, in the folder of the test."""
    if name == "folder":
        Path(name).mkdir()
        return
    data = BAD[name]
    if data is not None:
        Path(name).write_bytes(data)


def test_undecodable_bytes_are_told() -> None:
    """Bytes that are not in the declared encoding are an error, not guessed at."""
    Path("bytes.txt").write_bytes(b"Rain fell on \xff\xfe\xfa.")
    done = call("run", "bytes.txt", "--encoding", "utf-8")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "bytes.txt" in done.stderr


def test_all_of_several_inputs_bad() -> None:
    """Several inputs of which none can be used end with 1, and each is named."""
    done = call("run", "missing-1.txt", "missing-2.txt")
    assert (done.exit_code, done.stdout) == (1, "")
    assert re.findall(r"missing-\d", done.stderr) == ["missing-1", "missing-2"]


def test_a_text_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is set in the environment; a longer text is refused, never cut."""
    monkeypatch.setenv("SUMMARIZER_MAX_CHARS", "20")
    done = call("run", "story.txt")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "story.txt" in done.stderr
    assert "20" in done.stderr


def test_a_bad_row_leaves_the_other_rows_whole() -> None:
    """In a file of rows the bad one is named with its number, and the code is 1."""
    rows = [json.dumps({"text": "Rain fell on Norburg."}), '{"text": "x", "colour": "red"}']
    Path("rows.jsonl").write_text("\n".join(rows), "utf-8")
    done = call("run", "rows.jsonl", "--format", "json")
    assert done.exit_code == 1
    assert len(read_lines(done.stdout)) == 1
    assert "rows.jsonl:2" in done.stderr
    assert "colour" in done.stderr
    assert "publisher" in done.stderr  # what exists is listed


@pytest.mark.parametrize("count", [1, 2])
def test_a_failed_result_is_printed_and_counted(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A result whose status is failed is a line like any other; its reason is told, code 1."""

    def fail(self: Summarizer, article: Article) -> Result:
        good = answer(self, article)
        error = Failure(kind="provider", message="no answer")
        return good.model_copy(update={"status": "failed", "error": error})

    answer = Summarizer.summarize
    monkeypatch.setattr(Summarizer, "summarize", fail)
    done = call("run", *["story.txt"] * count, "--format", "json")
    assert done.exit_code == 1
    assert [line["error"]["kind"] for line in read_lines(done.stdout)] == ["provider"] * count
    assert done.stderr == "error: story.txt: provider: no answer\n" * count


HOSTILE = (
    "Vantia's army shelled \x1b[31mNorburg\x1b[0m \x1b]0;owned\x07 on Tuesday, {{ 7*7 }} said "
    "<script>alert(1)</script>.\n\nPolice \x9b2J arrested [bold]nine[/bold] men \u202ein Ostrel.\n"
)


@pytest.mark.parametrize("chosen", ["text", "markdown", "json"])
def test_an_article_cannot_steer_the_terminal(chosen: str) -> None:
    """Escapes, control characters and bidi overrides never reach stdout; markup stays text."""
    Path("bad\x1b[2J.txt").write_text(HOSTILE, "utf-8")
    done = call("run", "bad\x1b[2J.txt", "missing\x1b[2J.txt", "--format", chosen)
    assert done.exit_code == 1
    assert not re.search(STEERING, done.stdout)
    assert not re.search(STEERING, done.stderr)
    assert "7*7" in done.stdout.replace("\\", "")
    told = re.sub(r'"(?:created_at|wall_s|sha256)":[^,}]*', "", done.stdout)
    assert "49" not in told.replace("49,", "")
    assert "missing" in done.stderr


def test_json_keeps_what_it_escapes() -> None:
    """The escapes of the JSON form are read back as the characters of the article."""
    Path("bad.txt").write_text(HOSTILE, "utf-8")
    (result,) = read_lines(call("run", "bad.txt", "--format", "json").stdout)
    pieces = [piece for item in result["key_points"] for piece in item["evidence"]]
    assert pieces
    assert all(HOSTILE[piece["start"] : piece["end"]] == piece["quote"] for piece in pieces)


@pytest.mark.parametrize("chosen", ["text", "markdown", "json"])
def test_any_characters_can_be_printed_anywhere(chosen: str) -> None:
    """On an ASCII stdout nothing crashes; JSON is UTF-8 whatever the terminal is."""
    text = "Флуд 洪水 👩\u200d🚒 e\u0301 hit Norburg on Tuesday, Vantia said.\n"
    Path("any.txt").write_text(text, "utf-8")
    process = start(
        *("run", "any.txt", "--format", chosen), env={**os.environ, "PYTHONIOENCODING": "ascii"}
    )
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert ("洪水".encode() in out) == (chosen != "text")


# ---- where it goes ----


def test_output_replaces_a_file_at_once() -> None:
    """`--output` leaves one complete file and nothing beside it."""
    Path("out.jsonl").write_text("old", "utf-8")
    done = call("run", "story.txt", "--format", "json", "--output", "out.jsonl")
    assert (done.exit_code, done.stdout) == (0, "")
    assert len(read_lines(Path("out.jsonl").read_text("utf-8"))) == 1
    assert sorted(path.name for path in Path().iterdir()) == ["out.jsonl", "story.txt"]


def test_output_is_left_alone_when_nothing_was_written() -> None:
    """A run without any result does not touch the file that is there."""
    Path("out.txt").write_text("old", "utf-8")
    assert call("run", "missing.txt", "--output", "out.txt").exit_code == 2
    assert Path("out.txt").read_text("utf-8") == "old"
    assert sorted(path.name for path in Path().iterdir()) == ["out.txt", "story.txt"]


def test_output_keeps_what_went_well() -> None:
    """With one bad input of two, the file holds the good one and the code is 1."""
    done = call("run", "missing.txt", "story.txt", "--format", "json", "-o", "out.jsonl")
    assert done.exit_code == 1
    assert len(read_lines(Path("out.jsonl").read_text("utf-8"))) == 1


def test_output_follows_a_link() -> None:
    """Where the output is a link, the file behind it is replaced and the link stays."""
    Path("real.txt").write_text("old", "utf-8")
    Path("link.txt").symlink_to("real.txt")
    assert call("run", "story.txt", "-o", "link.txt").exit_code == 0
    assert Path("link.txt").is_symlink()
    assert Path("real.txt").read_text("utf-8").startswith("Ferry service")


def test_output_may_be_a_device() -> None:
    """A device is written to, not replaced by a file."""
    assert call("run", "story.txt", "-o", os.devnull).exit_code == 0
    assert not Path(os.devnull).is_file()


def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    """When `head` has seen enough, there is no message and no traceback."""
    for chosen in ("json", "text"):
        process = start("run", *["story.txt"] * 400, "--format", chosen)
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert (process.stderr.read(), process.wait(60)) == (b"", 141)
        process.stderr.close()


def test_an_interrupt_ends_it_quietly() -> None:
    """Ctrl-C ends a run with code 130, no traceback, and no half-written output."""
    process = start("run", "-", "-o", "out.txt", stdin=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not list(Path().glob(".out.txt.*")):  # from here on it waits for standard input
        assert time.monotonic() < deadline
        time.sleep(0.02)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"")
    assert [path.name for path in Path().iterdir()] == ["story.txt"]


def test_a_file_that_cannot_grow_is_told() -> None:
    """What cannot be written is an error of one line, not a traceback."""
    code = "from summarizer.cli import main; main()"
    line = 'ulimit -f 0; exec "$0" -c "$1" run story.txt > out.txt'
    done = subprocess.run(
        ["/bin/sh", "-c", line, sys.executable, code], stderr=subprocess.PIPE, check=False
    )
    assert done.returncode == 1
    assert done.stderr == b"error: File too large; nothing more was written\n"


# ---- progress ----


def watch(*arguments: str) -> str:
    """Runs the command with a terminal for stderr; returns what the terminal got."""
    ours, theirs = pty.openpty()
    process = start(*arguments, stderr=theirs, stdout=subprocess.DEVNULL)
    os.close(theirs)
    seen = b""
    try:
        while piece := os.read(ours, 4096):
            seen += piece
    except OSError:  # Linux: the other end is closed
        pass
    process.wait(60)
    os.close(ours)
    return seen.decode()


def test_progress_is_shown_to_who_watches_several() -> None:
    """On a terminal several files have a bar, and an error stands on a line of its own."""
    seen = watch("run", "story.txt", "missing.txt", "story.txt")
    assert "3/3" in seen
    assert "story.txt" in seen
    assert re.search(r"(^|[\r\n]|\x1b\[2K)error: ", seen)


@pytest.mark.parametrize("arguments", [["story.txt"], ["story.txt", "story.txt", "--quiet"]])
def test_no_progress_for_one_file_or_when_quiet(arguments: list[str]) -> None:
    """One file is soon done, and `--quiet` asks for silence."""
    assert watch("run", *arguments) == ""


# ---- plug-ins ----


@pytest.fixture
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Installs a package that adds a good command, a broken one, and one named like ours."""
    site = tmp_path / "site"
    info = site / "norburg_tools-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: norburg-tools\nVersion: 1\n")
    (info / "entry_points.txt").write_text(
        "[summarizer.commands]\n"
        "greet = norburg_tools:app\nbroken = norburg_nothing:app\nrun = norburg_tools:app\n"
    )
    (site / "norburg_tools.py").write_text(
        "import typer\n"
        "from summarizer.errors import ConfigError\n"
        "app = typer.Typer(rich_markup_mode=None)\n"
        "@app.command()\n"
        "def greet(name: str) -> None:\n"
        "    '''Say hello.'''\n"
        "    if name == 'nobody':\n"
        "        raise ConfigError('nobody is here')\n"
        "    print('hello', name)\n"
    )
    monkeypatch.setattr(sys, "path", [str(site), *sys.path])


@pytest.mark.usefixtures("plugins")
def test_a_plugin_adds_a_command() -> None:
    """A package that is installed adds its command, with our way to end in an error."""
    assert call("greet", "Norburg").stdout == "hello Norburg\n"
    assert "Say hello." in call("--help").stdout
    failed = call("greet", "nobody")
    assert (failed.exit_code, failed.stderr) == (2, "error: nobody is here\n")


@pytest.mark.usefixtures("plugins")
def test_a_plugin_cannot_take_the_place_of_a_command() -> None:
    """A command of our own stays ours."""
    assert "Key points" in call("run", "story.txt").stdout


@pytest.mark.usefixtures("plugins")
def test_a_broken_plugin_spoils_only_itself() -> None:
    """A command that cannot be loaded says why when it is called, and the help still works."""
    assert "Cannot be loaded." in call("--help").stdout
    done = call("broken", "--any", "thing")
    assert done.exit_code == 2
    assert done.stderr.startswith("error: the command 'broken' cannot be loaded: ModuleNotFound")
    assert "reinstall norburg_nothing" in done.stderr
