"""`summarizer batch` and `summarizer estimate`: what they print where, and how they end."""

from __future__ import annotations

import importlib
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner
from typer.testing import Result as Ending

from summarizer.batch_summary import COMMANDS
from summarizer.cli import app
from summarizer.cli_batch import batch_app
from tests.servers.faults import FaultServer, Plan
from tests.servers.fixtures import make_words

pytest_plugins = ["tests.servers.fixtures"]

QUOTE = "Nine people were killed in strikes on the border on Thursday, police said."
parquet: Any = importlib.import_module("pyarrow.parquet")  # it publishes no types
STEERING = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
MODEL = ("--model", "openai/gpt-4.1-mini", "--mode", "json_schema")


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs each test in a folder of its own, with a key for the server on this machine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "none")


def write_news(count: int, folder: str = "news") -> None:
    """Writes so many articles; the fault server knows each by its number."""
    Path(folder).mkdir(exist_ok=True)
    for number in range(count):
        text = f"ARTID-{number:06d} {QUOTE} Report {number} differs.\n"
        Path(folder, f"{number:03d}.txt").write_text(text, "utf-8")


def call(*arguments: str, stdin: bytes | None = None) -> Ending:
    """Runs the command in this process; fails on any exception that it lets out."""
    done = CliRunner().invoke(app, arguments, input=stdin, prog_name="summarizer")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done


def ask(faults: FaultServer, *arguments: str) -> Ending:
    """Runs `batch` with the model of the fault server."""
    return call("batch", *arguments, *MODEL, "--base-url", faults.base_url)


def start(*arguments: str, stderr: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    """Starts the command as a process of its own, as a shell would."""
    command = [sys.executable, "-c", "from summarizer.cli import main; main()", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr)


def start_asking(faults: FaultServer, *arguments: str, **given: Any) -> subprocess.Popen[bytes]:
    """Starts `batch` with the model of the fault server, some articles at a time."""
    options = ("--base-url", faults.base_url, "--concurrency", "4")
    return start("batch", *arguments, *MODEL, *options, **given)


def wait_until(happened: Callable[[], bool]) -> None:
    """Waits for what must happen."""
    deadline = time.monotonic() + 90
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def read_lines(path: str) -> list[dict[str, Any]]:
    """Returns the lines of a file."""
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]


def read_sources(out: str = "out") -> list[str]:
    """Returns the ids of the articles that have a result."""
    return sorted(line["article"]["id"] for line in read_lines(f"{out}/results.jsonl"))


# ---- what is done ----


def test_articles_become_results_and_stdout_stays_empty() -> None:
    """A folder and OUT are enough; what came of it is told on stderr."""
    write_news(3)
    done = call("batch", "news/", "out")
    assert (done.exit_code, done.stdout) == (0, "")
    assert re.search(r"^done +3 articles$", done.stderr, re.MULTILINE)
    assert re.search(r"^results +out/results.jsonl$", done.stderr, re.MULTILINE)
    assert len(set(read_sources())) == 3


def test_standard_input_and_several_inputs_are_read() -> None:
    """`-` stands for JSON Lines on standard input; the last path is OUT."""
    write_news(2)
    Path("more.csv").write_text("text\nRain fell on Norburg.\n", "utf-8")
    lines = b'{"text": "A bridge fell in Ostrel."}\n{"text": "Police in Norburg arrested a man."}\n'
    assert call("batch", "news/*.txt", "more.csv", "-", "out", stdin=lines).exit_code == 0
    assert len(read_sources()) == 5


def test_the_same_command_goes_on() -> None:
    """What is done is not done again; what came in since is."""
    write_news(3)
    call("batch", "news", "out")
    write_news(5)
    done = call("batch", "news", "out")
    assert done.exit_code == 0
    assert re.search(r"^done +5 articles, 2 of them now$", done.stderr, re.MULTILINE)
    assert len(set(read_sources())) == 5


def test_an_input_named_like_a_command_is_written_as_a_path() -> None:
    """`status` is a command, and ./status an input."""
    write_news(1, "status")
    assert call("batch", "./status", "out").exit_code == 0
    assert re.search(r"^done +1 article$", call("batch", "status", "out").stdout, re.MULTILINE)


def test_failures_make_the_code_1_every_time() -> None:
    """A file that holds no article is a dead letter; the summary says how to try again."""
    write_news(2)
    Path("news/empty.txt").write_bytes(b"")
    for _ in range(2):
        done = call("batch", "news", "out")
        assert done.exit_code == 1
        assert re.search(r"^failed +1: 1 input$", done.stderr, re.MULTILINE)
        assert re.search(r"^retry +summarizer batch retry-failed out$", done.stderr, re.MULTILINE)
    (letter,) = read_lines("out/dead.jsonl")
    assert letter["source"] == "news/empty.txt"


def test_quiet_is_quiet() -> None:
    """With `--quiet` nothing is printed, also when an article failed."""
    write_news(1)
    Path("news/empty.txt").write_bytes(b"")
    done = call("batch", "news", "out", "--quiet")
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", "")


# ---- options ----


def test_what_is_asked_is_said_by_options(faults: FaultServer) -> None:
    """Model, mode, language and fallback are those of the request and of the manifest."""
    write_news(1)
    ask(faults, "news", "out", "--output-language", "French", "--fallback", "openai/gpt-4.1")
    seen = faults.seen[0]
    assert seen.json["model"] == "gpt-4.1-mini"
    assert seen.json["response_format"]["type"] == "json_schema"
    assert "French" in seen.body.decode()
    setup = json.loads(Path("out/manifest.json").read_text("utf-8"))["setup"]
    assert setup["fallbacks"] == ["openai/gpt-4.1"]


def test_options_of_the_embedded_engine_arrive() -> None:
    """`--editorial` and `--encoding` are those of `summarizer run`."""
    Path("old.txt").write_bytes("Am Flu\xdf stieg das Wasser in Norburg.".encode("cp1252"))
    call("batch", "old.txt", "out", "--encoding", "cp1252", "--editorial", "mask")
    (line,) = read_lines("out/results.jsonl")
    assert "Fluß" in line["key_points"][0]["text"]
    assert json.loads(Path("out/manifest.json").read_text("utf-8"))["setup"]["editorial"] == "mask"


def test_no_more_than_so_many_are_asked_about_at_a_time(faults: FaultServer) -> None:
    """`--concurrency` holds."""
    faults.set_plan(Plan(latency_s=0.1))
    write_news(12)
    assert ask(faults, "news", "out", "--concurrency", "3").exit_code == 0
    assert faults.max_in_flight == 3


@pytest.mark.parametrize(("chosen", "requests"), [("reuse", 1), ("ask", 2)])
def test_copies_are_taken_over_or_asked_about(
    chosen: str, requests: int, faults: FaultServer
) -> None:
    """A text that differs in its capitals is paid for once with `reuse`, and told."""
    faults.set_plan(Plan())
    story = "Nine people died when the ferry sank off Norburg on Thursday, its owner said. " * 3
    for name, text in (("a", story), ("b", story.replace("sank", "SANK"))):
        Path(f"{name}.txt").write_text(text, "utf-8")
    done = ask(faults, "a.txt", "b.txt", "out", "--copies", chosen)
    assert faults.requests == requests
    assert ("taken over" in done.stderr) == (chosen == "reuse")


def test_answers_are_cached_recorded_and_replayed(faults: FaultServer) -> None:
    """What a store holds is not asked for again by another batch."""
    faults.set_plan(Plan())
    write_news(3)
    for out, option, requests in (("a", "cache", 3), ("b", "cache", 3), ("c", "record", 6)):
        assert ask(faults, "news", out, f"--{option}", f"{option}.db").exit_code == 0
        assert faults.requests == requests
    assert ask(faults, "news", "d", "--replay", "record.db").exit_code == 0
    assert faults.requests == 6


def test_results_can_be_parquet() -> None:
    """`--format parquet` writes files of rows, and the summary names them."""
    write_news(2)
    done = call("batch", "news", "out", "--format", "parquet", "--processes", "2")
    assert "out/results-*.parquet" in done.stderr
    assert parquet.read_table("out/results-00001.parquet").num_rows == 2


def test_a_ledger_elsewhere_is_shared_and_named(tmp_path: Path) -> None:
    """With `--ledger` two OUTs share the work; without it, OUT says what is missing."""
    write_news(2)
    ledger = f"sqlite:///{tmp_path}/shared.db"
    assert call("batch", "news", "a", "--ledger", ledger, "--lease-s", "30").exit_code == 0
    done = call("batch", "news", "b", "--ledger", ledger)
    assert re.search(r"^done +2 articles, 0 of them now$", done.stderr, re.MULTILINE)
    failed = call("batch", "status", "a")
    assert failed.exit_code == 2
    assert "give it again with --ledger" in failed.stderr
    shown = call("batch", "status", "a", "--ledger", ledger).stdout
    assert f"summarizer batch news a --ledger {ledger}" in shown


# ---- wrong use ----


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["news"], "only news is given; give INPUT... and OUT, the folder of results"),
        (["news", "-"], "OUT is -, but results go into a folder; name one"),
        (["news", "news/000.txt"], "news/000.txt is a file; OUT is a folder"),
        (["news", "news"], "news is where the results go"),
        (["news", "full"], "full holds no batch but 'other.txt'; give a new or empty folder"),
        (["news", "/proc/none/out"], "/proc/none/out cannot be written"),
        (["none", "out"], "none does not exist"),
        (["news", "out", "--format", "xml"], "unknown format 'xml'; choose one of: jsonl, parquet"),
        (["news", "out", "--copies", "x"], "unknown copies 'x'; choose one of: reuse, ask"),
        (["news", "out", "--model", "x/y"], "unknown model 'x/y'"),
        (["news", "out", "--editorial", "x"], "unknown editorial 'x'"),
        (["news", "out", "--gazetteer", "x"], "unknown gazetteer 'x'"),
        (["news", "out", "--prompt", "x", *MODEL], "x"),
        (["news", "out", "--cache", "a", "--record", "b"], "exclude each other"),
        (["news", "out", "--quiet", "--json-log"], "--quiet and --json-log exclude each other"),
        (["news", "out", "--max-time", "soon"], "--max-time is 'soon'; give seconds, or a time"),
        (["news", "out", "--max-time", "0"], "--max-time is '0'"),
        (["news", "out", "--concurrency", "0"], "concurrency is 0"),
        (["news", "out", "--processes", "0"], "processes is 0"),
        (["news", "out", "--lease-s", "0"], "lease_s is 0"),
        (["news", "out", "--max-cost-usd", "0"], "max_cost_usd is 0"),
        (["news", "out", "--requests-per-minute", "0"], "requests_per_minute is 0"),
        (["news", "out", "--tokens-per-minute", "0"], "tokens_per_minute is 0"),
        (["news", "out", "--ledger", "x"], "--ledger is no address of a database"),
        (["news", "out", "--encoding", "x"], "unknown encoding 'x'"),
        (["status", "none"], "none holds no batch; make one with: summarizer batch INPUT none"),
        (["retry-failed", "none"], "none holds no batch"),
        (["export", "none", "x.jsonl"], "none holds no batch"),
        (["export", "out", "out/x.jsonl"], "out/x.jsonl would stand among the batch's own files"),
        (["export", "out", "x.doc"], "x.doc does not say which format"),
    ],
)
def test_wrong_use_is_told_in_one_line(arguments: list[str], said: str) -> None:
    """The code is 2, stdout is empty, and stderr names the fault and what to do."""
    write_news(1)
    Path("full").mkdir()
    Path("full/other.txt").write_text("mine", "utf-8")
    done = call("batch", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert said in done.stderr
    assert not Path("out/results.jsonl").exists()


def test_other_settings_than_before_are_refused() -> None:
    """OUT was begun with other answers in mind: the message says what changed."""
    write_news(1)
    call("batch", "news", "out")
    done = call("batch", "news", "out", "--editorial", "mask")
    assert done.exit_code == 2
    assert "other settings: editorial was use and is mask" in done.stderr


@pytest.mark.parametrize("arguments", [[], ["--quiet"]])
def test_nothing_to_do_shows_the_help(arguments: list[str]) -> None:
    """Without a path, the help goes to stderr and the code is 2."""
    for command in ("batch", "estimate"):
        done = call(command, *arguments)
        assert (done.exit_code, done.stdout) == (2, "")
        assert f"Usage: summarizer {command}" in done.stderr


def test_an_unknown_option_points_to_the_help() -> None:
    """The parser of the command line ends with the same code."""
    done = call("batch", "news", "out", "--none")
    assert done.exit_code == 2
    assert "--help" in done.stderr


# ---- the help ----


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["news", "out", "--help"]])
def test_the_help_teaches(arguments: list[str]) -> None:
    """It shows examples, all exit codes, the options of a run, and the other commands."""
    shown = call("batch", *arguments).stdout
    for words in (
        *("summarizer batch news/ out\n", "./status", "--max-cost-usd USD", "retry-failed  "),
        *(f"\n    {code:<5}" for code in (0, 1, 2, 3, 5, 130)),
    ):
        assert words in shown
    for code in (3, 5):
        assert re.search(rf"^    {code}    a batch stopped", call("--help").stdout, re.MULTILINE)
    assert "summarizer batch" in call("run", "--help").stdout


def test_the_examples_of_the_help_run(faults: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example of the help does what it says; a model answers on this machine."""
    faults.set_plan(Plan())
    monkeypatch.setenv("SUMMARIZER_BASE_URL", faults.base_url)
    write_news(1)
    Path("news/0.html").write_text(f"<html><body><p>{QUOTE}</p></body></html>", "utf-8")
    row = json.dumps({"text": QUOTE})
    Path("more.jsonl").write_text(row, "utf-8")
    examples = re.findall("^    summarizer (.*)$", call("batch", "--help").stdout, re.MULTILINE)
    examples += re.findall("^    summarizer (.*)$", call("estimate", "--help").stdout, re.MULTILINE)
    assert len(examples) >= 9
    for example in examples:
        line = example.partition(" < ")[0].replace("'", "")
        if line.endswith((" out", " 5")) and "INPUT" not in line and line.startswith("batch n"):
            shutil.rmtree("out", ignore_errors=True)
        done = call(*line.split(), stdin=row.encode())
        assert done.exit_code == 0, done.stderr
    assert Path("results.parquet").exists()


def test_no_command_is_forgotten() -> None:
    """What the help calls a command is one, so that printed inputs are never taken for one."""
    assert set(getattr(get_command(batch_app), "commands")) == COMMANDS  # noqa: B009 - untyped


def test_the_help_loads_no_database() -> None:
    """Start-up is quick: what only a run needs is not loaded for a help page."""
    code = (
        "import sys; from summarizer.cli import app; "
        "app(['batch', '--help'], standalone_mode=False); "
        "print(sorted({'sqlalchemy', 'openai', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.endswith(b"[]\n")


# ---- why it stops ----


def test_a_provider_that_answers_nobody_ends_it(
    faults: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The code is 3; when it is back, its failures are tried again with the printed commands."""
    monkeypatch.setenv("SUMMARIZER_MAX_ATTEMPTS", "1")
    faults.set_plan(Plan(rates={"status:400": 1.0}))
    write_news(80)
    done = ask(faults, "news", "out", "--concurrency", "8")
    assert done.exit_code == 3
    assert "stopped  the provider answers nobody" in done.stderr
    assert 50 <= len(read_lines("out/dead.jsonl")) < 80

    faults.set_plan(Plan())
    revived = call("batch", "retry-failed", "out", "--only", "provider")
    assert revived.exit_code == 0
    command = revived.stdout.splitlines()[1].split()
    assert command[:4] == ["summarizer", "batch", "news", "out"]
    assert call(*command[1:], "--base-url", faults.base_url).exit_code == 0
    assert len(set(read_sources())) == 80
    assert call("batch", "retry-failed", "out").stdout == "no such failures; nothing was changed\n"


def test_an_unknown_class_of_failure_is_refused() -> None:
    """The message lists the classes there are."""
    write_news(1)
    call("batch", "news", "out")
    done = call("batch", "retry-failed", "out", "--only", "bad")
    assert done.exit_code == 2
    assert "unknown class of failure 'bad'; choose one of: budget" in done.stderr


def test_the_money_is_not_overspent_and_more_of_it_goes_on(faults: FaultServer) -> None:
    """The code is 5, and the same command with a higher limit finishes."""
    faults.set_plan(Plan(answer=make_words()))
    write_news(12)
    given = ("news", "out", "--concurrency", "1", "--copies", "ask")
    done = ask(faults, *given, "--max-cost-usd", "0.02")
    assert done.exit_code == 5
    assert "stopped  the money of --max-cost-usd is spent" in done.stderr
    assert ask(faults, *given, "--max-cost-usd", "2").exit_code == 0
    assert len(set(read_sources())) == 12


def test_no_article_is_begun_when_the_time_is_over(faults: FaultServer) -> None:
    """The code is 5, and the same command goes on."""
    faults.set_plan(Plan(latency_s=0.3))
    write_news(40)
    done = ask(faults, "news", "out", "--concurrency", "1", "--max-time", "1s")
    assert done.exit_code == 5
    assert "stopped  the time of --max-time is over; the same command goes on" in done.stderr
    assert re.search(r"^left +\d+ articles$", done.stderr, re.MULTILINE)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_one_interrupt_finishes_what_is_under_way(sent: int, faults: FaultServer) -> None:
    """The code is 130; nothing is lost, and the same command asks for nothing twice."""
    faults.set_plan(Plan(latency_s=0.6))
    write_news(30)
    process = start_asking(faults, "news", "out")
    wait_until(lambda: faults.requests >= 6)
    process.send_signal(sent)
    out, err = process.communicate(timeout=90)
    assert (process.returncode, out) == (130, b"")
    assert b"stopped  interrupted; the same command goes on" in err
    assert len(read_sources()) == len(faults.answered) < 30

    faults.plan = Plan()
    assert ask(faults, "news", "out").exit_code == 0
    assert len(set(read_sources())) == 30
    assert faults.get_stats()["answered_twice"] == 0


def test_a_second_interrupt_ends_it_at_once(faults: FaultServer) -> None:
    """Answers that come in ten minutes are not waited for; the next run asks for them again."""
    faults.set_plan(Plan(latency_s=600))
    write_news(8)
    process = start_asking(faults, "news", "out", "--json-log")
    assert process.stderr is not None
    wait_until(lambda: faults.in_flight == 4)
    process.send_signal(signal.SIGINT)
    while json.loads(process.stderr.readline())["stopping"] != "interrupt":
        pass
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=90)
    assert process.returncode == 130
    assert json.loads(err.splitlines()[-1])["exit_code"] == 130

    faults.set_plan(Plan())
    assert ask(faults, "news", "out").exit_code == 0
    assert len(set(read_sources())) == 8


# ---- progress ----


def test_the_log_is_json_without_words_of_articles(faults: FaultServer) -> None:
    """Each line is an object; lines of progress are two seconds apart, and the last is the end."""
    faults.set_plan(Plan(answer=make_words(), latency_s=0.5, rates={"refusal": 0.3}))
    write_news(20)
    process = start_asking(faults, "news", "out", "--json-log", "--copies", "ask")
    out, err = process.communicate(timeout=90)
    *before, last = [json.loads(line) for line in err.splitlines()]
    assert (process.returncode, out) == (1, b"")
    assert {line["event"] for line in before} == {"progress"}
    times = [line["elapsed_s"] for line in before]
    assert all(later - sooner >= 2 for sooner, later in zip(times, times[1:]))  # noqa: B905, RUF007
    assert (last["event"], last["state"], last["exit_code"]) == ("end", "complete", 1)
    assert last["done"] + last["dead"] == 20
    assert last["counts"]["errors"] == last["errors"]
    assert all(words not in err for words in (b"killed", b"police", b"Report"))


@pytest.mark.parametrize("arguments", [["none", "out"], ["news", "out", "--model", "x/y"]])
def test_the_log_holds_errors_too(arguments: list[str]) -> None:
    """Wrong use is a line of JSON like all others."""
    write_news(1)
    done = call("batch", *arguments, "--json-log")
    assert done.exit_code == 2
    line = json.loads(done.stderr)
    assert (line["event"], line["exit_code"]) == ("error", 2)


def test_a_log_that_nobody_reads_stops_nothing() -> None:
    """When the reader of the log goes away, the batch goes on to its end."""
    write_news(3)
    reading, writing = os.pipe()
    os.close(reading)
    process = start("batch", "news", "out", "--json-log", stderr=writing)
    os.close(writing)
    process.communicate(timeout=90)
    assert len(set(read_sources())) == 3


def watch(terminal: int, until: str) -> str:
    """Returns what the terminal gets until these words are there."""
    seen = ""
    while until not in seen:
        seen += os.read(terminal, 4096).decode("utf-8", "replace")
    return seen


def read_rest(terminal: int) -> str:
    """Returns what the terminal gets until the command ends."""
    seen = b""
    try:
        while piece := os.read(terminal, 4096):
            seen += piece
    except OSError:  # Linux: the other end is closed
        pass
    os.close(terminal)
    return seen.decode("utf-8", "replace")


def test_a_terminal_shows_how_far_it_is(faults: FaultServer) -> None:
    """A bar, how many, how fast, how long yet, what it costs, what fails, and how it stops."""
    faults.set_plan(Plan(answer=make_words(), latency_s=0.5, rates={"refusal": 0.3}))
    write_news(60)
    ours, theirs = pty.openpty()
    process = start_asking(
        faults, "news", "out", "--max-cost-usd", "50", "--copies", "ask", stderr=theirs
    )
    os.close(theirs)
    seen = watch(ours, " left")
    seen += watch(ours, "failed:")
    process.send_signal(signal.SIGINT)
    seen += watch(ours, "under way; Ctrl-C again ends at once")
    seen += read_rest(ours)
    assert process.communicate(timeout=90)[0] == b""
    assert process.returncode == 130
    for pattern in (
        r"━━",
        r"\d+ of 60",
        r"\d/(s|min)",
        r"\d+ (s|min) left",
        r"\d+ done",
        r"4 under way",
        r"[\d,]+ tokens",
        r"\$0\.0\d+ of \$50\.00",
        r"\d+ failed: \d+ refused",
        r"stopping: finishing \d+ under way",
        r"done +\d+ articles",
    ):
        assert re.search(pattern, seen), pattern


def test_a_terminal_shows_nothing_when_quiet() -> None:
    """`--quiet` asks for silence, on a terminal too."""
    write_news(2)
    ours, theirs = pty.openpty()
    process = start("batch", "news", "out", "--quiet", stderr=theirs)
    os.close(theirs)
    assert read_rest(ours) == ""
    assert process.communicate(timeout=90)[0] == b""


# ---- what is there already ----


def test_status_is_shown_to_people_and_programs() -> None:
    """As lines, with the command that goes on; or as one JSON object."""
    write_news(2)
    Path("news/empty.txt").write_bytes(b"")
    call("batch", "news", "out", "--editorial", "mask")
    shown = call("batch", "status", "out").stdout
    for line in (
        r"state +complete",
        r"model +embedded",
        r"done +2 articles",
        r"failed +1: 1 input",
        r"run +summarizer batch news out --editorial mask",
    ):
        assert re.search(f"^{line}$", shown, re.MULTILINE), line
    found = json.loads(call("batch", "status", "out", "--json").stdout)
    assert found["counts"]["done"] == 2
    assert found["manifest"]["inputs"] == ["news"]


@pytest.mark.parametrize("name", ["all.jsonl", "all.ndjson", "all.md", "all.parquet", "all.x"])
def test_export_writes_the_format_of_the_suffix(name: str) -> None:
    """One file with all results; `--format` says what a suffix does not."""
    write_news(3)
    call("batch", "news", "out")
    given = ["--format", "jsonl"] if name == "all.x" else []
    done = call("batch", "export", "out", name, *given)
    assert (done.exit_code, done.stdout) == (0, f"3 results in {name}\n")
    if name.endswith("parquet"):
        assert parquet.read_table(name).num_rows == 3
    elif name.endswith("md"):
        assert Path(name).read_text("utf-8").count("\n---\n") == 2
    else:
        assert Path(name).read_bytes() == Path("out/results.jsonl").read_bytes()


@pytest.mark.parametrize("as_log", [False, True])
def test_names_cannot_steer_the_terminal(*, as_log: bool) -> None:
    """Escapes and half characters in names and ids reach no stream as they are."""
    name = "bad\x1b[2J\x9b\u202e\x7f"
    Path(name).mkdir()
    Path(name, "a\x1b[31m.txt").write_text("Rain fell on Norburg.", "utf-8")
    Path(os.fsdecode(b"bad\xff.txt")).write_bytes(b"")
    options = ["--json-log"] if as_log else []
    hostile = [name, os.fsdecode(b"bad\xff.txt"), f"out{name}"]
    endings = [
        call("batch", *hostile, *options),
        call("batch", "status", f"out{name}"),
        call("batch", "status", f"out{name}", "--json"),
        call("batch", "retry-failed", f"out{name}"),
        call("batch", "export", f"out{name}", f"{name}.jsonl"),
        call("batch", "export", f"out{name}", f"{name}.none"),
        call("batch", "status", f"none{name}"),
    ]
    assert [done.exit_code for done in endings] == [1, 0, 0, 0, 0, 2, 2]
    for done in endings:
        assert not re.search(STEERING, done.stdout + done.stderr)


# ---- before anything is sent ----


def test_an_estimate_sends_nothing(faults: FaultServer) -> None:
    """It tells articles, copies, money and time, as a table or as JSON."""
    write_news(4)
    story = "Nine people died when the ferry sank off Norburg on Thursday, its owner said. " * 3
    Path("a.txt").write_text(story, "utf-8")
    Path("b.txt").write_text(story.upper(), "utf-8")
    given = ("news", "a.txt", "b.txt", "--base-url", faults.base_url, *MODEL)
    table = call("estimate", *given, "--concurrency", "2", "--latency-s", "3")
    assert table.exit_code == 0
    assert re.search(r"^articles +6 ", table.stdout, re.MULTILINE)
    assert "2 questions at once, 3 s each" in table.stdout
    for chosen, copies in (("reuse", 1), ("ask", 0)):
        found = json.loads(call("estimate", *given, "--copies", chosen, "--json").stdout)
        assert (found["articles"], found["copies"]) == (6, copies)
        assert found["cost_usd"]["expected"] > 0
    assert faults.requests == 0


def test_an_estimate_shows_articles_go_by() -> None:
    """On a terminal a bar stands on stderr; the table goes to stdout."""
    write_news(3)
    ours, theirs = pty.openpty()
    process = start("estimate", "news", stderr=theirs)
    os.close(theirs)
    assert re.search(r"reading.*3/3", read_rest(ours))
    assert b"articles" in process.communicate(timeout=90)[0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none"], "none does not exist"),
        (["a.txt", "--copies", "x"], "unknown copies 'x'; choose one of: ask, reuse"),
        (["a.txt", "--latency-s", "0"], "latency_s is 0"),
        (["a.txt", "--concurrency", "-1", *MODEL], "concurrency is -1"),
        (["a.txt", "--processes", "0"], "concurrency is 0"),
        (["a.txt", "--model", "x/y"], "unknown model 'x/y'"),
    ],
)
def test_an_estimate_of_nothing_is_wrong_use(arguments: list[str], said: str) -> None:
    """The code is 2, and one line says why."""
    Path("a.txt").write_text("Rain fell on Norburg.", "utf-8")
    done = call("estimate", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
