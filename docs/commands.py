"""What the command line page says: each command's help, and one table of how commands end.

Both follow from the code, so the page cannot drift from it: `docs/refill.py` writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer.main
from typer.testing import CliRunner

from summarizer.cli import app
from summarizer.exits import list_exit_codes

__all__ = ["list_commands", "list_exits", "list_helps"]

_WIDTH = 80


def list_commands() -> dict[str, Any]:
    """Returns every command by its name: `summarizer`, `summarizer run`, `summarizer eval gate`."""
    return dict(_walk("summarizer", typer.main.get_command(app)))


def _walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield name, command
    if not hasattr(command, "list_commands"):
        return
    context = command.context_class(command)
    for each in command.list_commands(context):
        inner = command.get_command(context, each)
        if not inner.hidden:
            yield from _walk(f"{name} {each}", inner)


def list_helps() -> Iterator[str]:
    """Yields a heading and the help of every command.

    Raises:
        RuntimeError: the help of a command cannot be shown.
    """
    runner = CliRunner(env={"COLUMNS": str(_WIDTH), "NO_COLOR": "1"})
    for name in list_commands():
        path = name.split()[1:]
        shown = runner.invoke(app, [*path, "--help"], prog_name="summarizer")
        if shown.exit_code != 0:
            raise RuntimeError(f"`{name} --help` ended with {shown.exit_code}")
        lines = [line.rstrip() for line in shown.output.strip().splitlines()]
        yield from (f"{'###' if len(path) > 1 else '##'} {name}", "", "```text", *lines, "```", "")


def list_exits() -> Iterator[str]:
    """Yields the table of exit codes: what each says, what to do, and which commands end so."""
    yield "| code | says | what to do | commands |"
    yield "|--:|--|--|--|"
    for row in list_exit_codes():
        yield f"| {int(row.code)} | {row.meaning} | {row.advice} | {', '.join(row.commands)} |"
