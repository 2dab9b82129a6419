"""Completion: what the tab key offers, in real shells and asked as they ask."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from summarizer.cli import app

FOLDER = str(Path(sys.executable).parent)


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs each test in a folder with one suite of evals and a file, the command on the path."""
    monkeypatch.chdir(tmp_path)
    Path("evals.toml").write_text(
        '[suite.core]\ngold = "gold"\n[suite."x; $(touch owned)"]\ngold = "gold"\n', "utf-8"
    )
    Path("storm.txt").write_text("Rain fell on Norburg.", "utf-8")
    monkeypatch.setenv("PATH", f"{FOLDER}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))


def find(shell: str) -> str:
    """Returns where a shell is; it must be there."""
    path = shutil.which(shell)
    assert path is not None, f"{shell} is not installed"
    return path


def complete(*words: str) -> list[str]:
    """Returns what is offered for the last word, asked in this process as bash asks."""
    asked = {
        "_SUMMARIZER_COMPLETE": "complete_bash",
        "COMP_WORDS": "\n".join(("summarizer", *words)),
        "COMP_CWORD": str(len(words)),
    }
    done = CliRunner().invoke(app, [], env=asked, prog_name="summarizer")
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout.split()


# ---- real shells ----

IN_BASH = """
eval "$(summarizer completion bash)"
ask() {
    COMP_WORDS=(summarizer "$@"); COMP_CWORD=$#; COMPREPLY=()
    _summarizer_completion summarizer
    printf '%s\\n' "${COMPREPLY[*]}"
}
complete -p summarizer
ask ev
ask run story.txt --mode js
ask run --model olla
ask run sto
"""


def test_bash_completes() -> None:
    """The script makes bash ask the command: for plug-ins, for values; a file is bash's own."""
    done = subprocess.run(
        [find("bash"), "--norc", "-c", IN_BASH],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    registered, *answers = done.stdout.splitlines()
    assert registered.split() == "complete -o default -F _summarizer_completion summarizer".split()
    assert answers == ["eval", "json_schema json", "ollama/", ""]
    assert done.stderr == ""


def test_fish_completes() -> None:
    """The script makes fish ask the command, and leaves files to fish."""
    script = 'summarizer completion fish | source; complete -C "summarizer run --mode too"'
    files = 'complete -C "summarizer run sto"'
    done = subprocess.run(
        [find("fish"), "--no-config", "-c", f"{script}; {files}"],
        capture_output=True, check=True, text=True, timeout=60,
    )  # fmt: skip
    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == ["tools", "storm.txt"]


def test_zsh_completes() -> None:
    """At a prompt of zsh the tab key writes the rest of a plug-in's command."""
    terminal, theirs = pty.openpty()
    with subprocess.Popen(
        [find("zsh"), "-f", "-i"],
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        env={**os.environ, "PS1": "ready> ", "TERM": "dumb"},
    ) as shell:  # fmt: skip
        os.close(theirs)
        try:
            read_until(terminal, "ready> ")
            # The line as it is typed does not hold the prompt that it makes.
            os.write(terminal, b'eval "$(summarizer completion zsh)"; PS1="s""et> "\n')
            read_until(terminal, "set> ")
            os.write(terminal, b"summarizer eval calib\t")
            assert "calibrate" in read_until(terminal, "rate ")
        finally:
            shell.kill()
            os.close(terminal)


def read_until(terminal: int, awaited: str) -> str:
    """Returns what a terminal shows until the awaited words, at most for a minute."""
    seen = ""
    deadline = time.monotonic() + 60
    while awaited not in seen and time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.2)[0]:
            seen += os.read(terminal, 4096).decode("utf-8", "replace")
    assert awaited in seen
    return seen


# ---- what is offered ----


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["doc"], {"doctor"}),
        (["batch", "re"], {"retry-failed"}),
        (["batch", "--proc"], {"--processes"}),
        (["batch", "news", "out", "--max-c"], {"--max-cost-usd"}),
        (["batch", "news", "out", "--format", ""], {"jsonl", "parquet"}),
        (["batch", "retry-failed", "out", "--only", "re"], {"refused"}),
        (["run", "--form"], {"--format"}),
        (["run", "--format", "m"], {"markdown"}),
        (["run", "--editorial", ""], {"use", "mask"}),
        (["run", "--prompt", "art"], {"article/v1"}),
        (["run", "--model", "openai/gpt-4.1-m"], {"openai/gpt-4.1-mini"}),
        (["run", "--fallback", "emb"], {"embedded"}),
        (["estimate", "news", "--copies", ""], {"reuse", "ask"}),
        (["prompt", "show", "rep"], {"repair/v1"}),
        (["schema", ""], {"article", "result", "wire"}),
        (["eval", "ga"], {"gate"}),
        (["eval", "import", "b"], {"brat"}),
        (["eval", "judge", "--mode", "to"], {"tools"}),
        (["doctor", "--no"], {"--no-ask"}),
        (["completion", ""], {"bash", "zsh", "fish"}),
        (["run", "sto"], set[str]()),
    ],
)
def test_words_are_offered(words: list[str], offered: set[str]) -> None:
    """Commands, options and the values of options are offered; for files, nothing."""
    assert set(complete(*words)) == offered


def test_models_begin_with_every_provider() -> None:
    """A model of any provider can be begun, whether its price is known or not."""
    from summarizer.providers import PROVIDERS

    offered = complete("run", "--model", "")
    assert {f"{name}/" for name in PROVIDERS} <= set(offered)


def test_a_file_of_somebody_elses_offers_no_code() -> None:
    """A suite whose name a shell could run is not offered; others of the file are."""
    assert complete("eval", "run", "--suite", "") == ["core"]


def test_broken_settings_offer_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell has no place for an error: where the environment cannot be read, nothing is said."""
    monkeypatch.setenv("SUMMARIZER_TIMEOUT_S", "soon")
    assert complete("run", "--prompt", "") == []


def test_an_unknown_shell_is_wrong_use() -> None:
    """The message lists the shells there are."""
    done = CliRunner().invoke(app, ["completion", "tcsh"], prog_name="summarizer")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "unknown shell 'tcsh'; choose one of: bash, fish, zsh" in done.stderr


def test_nothing_writes_into_start_up_files() -> None:
    """The options by which typer would change ~/.bashrc are not there."""
    assert "completion" not in CliRunner().invoke(app, ["--help"]).stdout.split("Commands:")[0]
    assert CliRunner().invoke(app, ["--install-completion"]).exit_code == 2
