"""Exit codes: one table, and every help text and gate that agrees with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from summarizer.cli import app
from summarizer.errors import ConfigError
from summarizer.exits import Code, describe_exits, list_exit_codes
from summarizer_evals.errors import BaselineError, EvalError
from summarizer_evals.gates.records import EXIT_CODES

ROOT: Any = typer.main.get_command(app)


def walk(command: Any = ROOT, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Yields every command with its name below `summarizer`, plug-ins included."""
    context = typer.Context(command, info_name=" ".join(("summarizer", *path)))
    yield " ".join(path), command
    names = command.list_commands(context) if hasattr(command, "list_commands") else ()
    for name in names:
        yield from walk(command.get_command(context, name), (*path, name))


COMMANDS = dict(walk())


def test_the_table_has_every_code_once_with_what_to_do() -> None:
    """Each code has one row; what is not well has advice, and is met by some command."""
    rows = list_exit_codes()
    assert [row.code for row in rows] == sorted(Code)
    assert [row.name for row in rows] == [code.name.lower() for code in sorted(Code)]
    assert all(row.commands for row in rows)
    assert {row.code for row in rows if not row.advice} == {Code.OK, Code.PIPE_CLOSED}


def test_the_table_knows_every_command() -> None:
    """Each command at the top has a success and a wrong use in the table, and no other is there."""
    tops = {name.split()[0] for name in COMMANDS if name}
    assert {name for row in list_exit_codes() for name in row.commands} == tops
    for name in tops:
        assert {Code.OK, Code.WRONG_USE} <= {row.code for row in list_exit_codes(name)}


def test_the_gate_ends_with_the_codes_of_the_table() -> None:
    """Whatever a gate or an error of the evals ends with is a code that the table has for them."""
    known = {row.code for row in list_exit_codes("eval")}
    assert {*EXIT_CODES.values(), Code.INTERRUPTED} == known
    assert EXIT_CODES["mismatch"] == BaselineError.exit_code == Code.NO_BASELINE
    assert EXIT_CODES["wrong_use"] == EvalError.exit_code == Code.WRONG_USE
    assert EXIT_CODES["inconclusive"] == Code.UNAVAILABLE
    assert EXIT_CODES["budget"] == Code.LIMIT
    assert EXIT_CODES["regression"] == Code.FAILED


@pytest.mark.parametrize("name", [name for name in COMMANDS if name])
def test_a_help_that_lists_codes_lists_those_of_the_table(name: str) -> None:
    """Where a help text lists exit codes, they are the ones that the table has for the command."""
    _, _, listed = (COMMANDS[name].help or "").partition("Exit codes:\n")
    codes = [int(one) for one in re.findall(r"^  (\d+) ", listed, re.MULTILINE)]
    known = [int(row.code) for row in list_exit_codes(name.partition(" ")[0])]
    assert codes in ([], known)


def test_an_unknown_command_has_no_codes() -> None:
    """The message lists the commands there are."""
    with pytest.raises(ConfigError, match="unknown command 'norburg'; choose one of: batch,"):
        describe_exits("norburg")
