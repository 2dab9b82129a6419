"""What `--help` says of every command, and that its examples are so."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from summarizer.cli import app
from tests.doc_blocks import serve_command
from tests.servers.faults import FaultServer

STORY = "Ferry stops\n\nGunmen attacked a ferry near Norburg on Tuesday, Vantia's ministry said.\n"


def list_examples(text: str) -> list[str]:
    """Returns the commands of a help text's examples, without what stands around them."""
    shown = re.findall(r"^ *(?:eval \"\$\()?(summarizer [^\n]+)$", text, re.MULTILINE)
    lines = [re.split(r" {3}|\)\"", one)[0] for one in shown]
    return [part.strip() for line in lines for part in line.split(" | ")]


def walk(command: Any, context: Any) -> Iterator[tuple[str, str]]:
    """Yields the name and the help of every command, plug-ins included."""
    yield context.command_path, command.get_help(context)
    if not hasattr(command, "list_commands"):
        return
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        if not below.hidden:
            yield from walk(below, typer.Context(below, info_name=name, parent=context))


ROOT: Any = typer.main.get_command(app)
HELPS = dict(walk(ROOT, typer.Context(ROOT, info_name="summarizer")))


def test_the_help_teaches() -> None:
    """The help shows examples, exit codes, the environment and the commands."""
    shown = HELPS["summarizer"]
    for words in (
        "summarizer run article.txt --published 2024-01-19",
        "Exit codes:",
        "SUMMARIZER_EDITORIAL",
        "SUMMARIZER_GAZETTEER",
        "schema ",
    ):
        assert words in shown


def test_the_examples_of_the_help_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example of the help does what it says; models answer on this machine."""
    for name in ("article.txt", "story.txt"):
        (tmp_path / name).write_text(STORY, "utf-8")
    monkeypatch.chdir(tmp_path)
    examples = re.findall("^    (summarizer .*)$", HELPS["summarizer"], re.MULTILINE)
    assert len(examples) >= 3
    command = f'"{serve_command()}/summarizer"'
    with FaultServer() as server:
        here = {"SUMMARIZER_BASE_URL": server.base_url, "OPENAI_API_KEY": "none"}
        for example in examples:
            line = example.replace("summarizer", command, 1)
            line = line.replace("http://127.0.0.1:8080/v1", server.base_url)
            done = subprocess.run(  # noqa: S602
                line, shell=True, capture_output=True, check=False, env={**os.environ, **here}
            )
            assert done.returncode == 0, done.stderr
        assert server.requests == 2
    assert len((tmp_path / "results.jsonl").read_text("utf-8").splitlines()) == 2


@pytest.mark.parametrize("name", HELPS)
def test_every_help_has_examples_of_its_command(name: str) -> None:
    """Whatever is asked for help shows how it is used."""
    examples = list_examples(HELPS[name].partition("Examples")[2])
    assert any(one == name or one.startswith(f"{name} ") for one in examples)


@pytest.mark.parametrize(
    "example", sorted({one for text in HELPS.values() for one in list_examples(text)})
)
def test_every_example_is_understood(example: str) -> None:
    """No example names a command, an option or a value that is not there."""
    words = shlex.split(re.split(" [<>] ", example)[0])
    command, context, arguments = ROOT, None, words[1:]
    name = words[0]
    while True:
        context = command.make_context(name, list(arguments), parent=context)
        if not hasattr(command, "list_commands"):
            return
        rest = [*context._protected_args, *context.args]
        name, command, arguments = command.resolve_command(context, rest)
