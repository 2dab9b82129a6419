"""How the commands end: one table of exit codes, for the code, the help and the documentation.

A number means the same wherever it is used. What it means for one command in particular is told
by that command's help, out of this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from summarizer.errors import ConfigError, list_choices

__all__ = ["Code", "ExitCode", "describe_exits", "list_exit_codes"]


class Code(IntEnum):
    """With what a command ends.

    Example:
        >>> int(Code.WRONG_USE)
        2
    """

    OK = 0
    FAILED = 1
    WRONG_USE = 2
    UNAVAILABLE = 3
    NO_BASELINE = 4
    LIMIT = 5
    INTERRUPTED = 130  # 128 + SIGINT, as shells report it
    PIPE_CLOSED = 141  # 128 + SIGPIPE, as for any other filter


@dataclass(frozen=True, slots=True)
class ExitCode:
    """One exit code.

    Attributes:
        code: the number.
        name: what it is called in the code.
        meaning: what it says, whatever the command.
        advice: what to do; blank where there is nothing to do.
        commands: the commands that end so, and what each of them means by it.
    """

    code: Code
    name: str
    meaning: str
    advice: str
    commands: Mapping[str, str]


_BAD_INPUT = "wrong use, or an input that cannot be used"
_INTERRUPTED = "interrupted with Ctrl-C"

_TABLE: Mapping[Code, tuple[str, str, Mapping[str, str]]] = {
    Code.OK: (
        "all is well",
        "",
        {
            "run": "all is well",
            "batch": "all done",
            "estimate": "all is well",
            "doctor": "usable",
            "diff": "the same",
            "export": "all is well",
            "view": "all is well",
            "review": "ended with Ctrl-C",
            "prompt": "all is well",
            "schema": "all is well",
            "completion": "all is well",
            "eval": "pass",
        },
    ),
    Code.FAILED: (
        "done, but not all is well",
        "read the message: it names what failed, got worse or differs; the rest is whole",
        {
            "run": "some articles failed; the others are written",
            "batch": "some articles failed; dead.jsonl says why",
            "doctor": "a check failed",
            "diff": "they differ",
            "export": "some lines hold no result; the others are written",
            "view": "some lines hold no result; the others are shown",
            "eval": "worse than the baseline, or below a floor",
        },
    ),
    Code.WRONG_USE: (
        _BAD_INPUT,
        "the message says what is wrong, and what there is instead",
        {
            "run": "wrong use, or an only input that cannot be used",
            "batch": "wrong use, or OUT or the ledger cannot be used",
            "estimate": "wrong use, or an INPUT that is not there",
            "doctor": "wrong use",
            "diff": "wrong use, or nothing to compare",
            "export": "wrong use, or nothing to write",
            "view": "wrong use, or nothing to show",
            "review": "wrong use, nothing to show, or GOLD cannot be written",
            "prompt": "wrong use, or a prompt or an article that cannot be used",
            "schema": "wrong use",
            "completion": "wrong use",
            "eval": "wrong use, or gold that cannot be used",
        },
    ),
    Code.UNAVAILABLE: (
        "a batch stopped, or nothing could be measured: nobody answered",
        "see that it answers again (`summarizer doctor`); the same command goes on",
        {
            "batch": "stopped: the provider answered nobody",
            "eval": "could not be measured: crashes, outages, a request that is not on its tape",
        },
    ),
    Code.NO_BASELINE: (
        "there is nothing to compare with",
        "look at what changed, then `summarizer eval bless`",
        {"eval": "no baseline, or one of other gold or other metrics"},
    ),
    Code.LIMIT: (
        "a batch stopped, or an eval, at a limit of money or time",
        "raise the limit; the same command goes on",
        {
            "batch": "stopped at the limit of money or time",
            "eval": "the budget is spent; what was paid for is kept",
        },
    ),
    Code.INTERRUPTED: (
        _INTERRUPTED,
        "the same command goes on, or begins anew",
        {
            "run": _INTERRUPTED,
            "batch": "interrupted with Ctrl-C or SIGTERM",
            "estimate": _INTERRUPTED,
            "doctor": _INTERRUPTED,
            "eval": "interrupted; the same command goes on where it stopped",
        },
    ),
    Code.PIPE_CLOSED: (
        "the reader of the output went away",
        "",
        {"run": "the reader of the output went away"},
    ),
}


def list_exit_codes(command: str | None = None) -> tuple[ExitCode, ...]:
    """Returns the exit codes there are, the smallest first.

    Args:
        command: those of one command, as `batch`; None for all.

    Raises:
        ConfigError: there is no such command.

    Example:
        >>> [int(row.code) for row in list_exit_codes()]
        [0, 1, 2, 3, 4, 5, 130, 141]
        >>> [row.name for row in list_exit_codes("diff")]
        ['ok', 'failed', 'wrong_use']
    """
    rows = tuple(
        ExitCode(code, code.name.lower(), meaning, advice, commands)
        for code, (meaning, advice, commands) in _TABLE.items()
    )
    if command is None:
        return rows
    found = tuple(row for row in rows if command in row.commands)
    if not found:
        known = {name for row in rows for name in row.commands}
        raise ConfigError(list_choices("command", command, known))
    return found


def describe_exits(command: str | None = None) -> str:
    """Returns the lines of a help text that tell how a command ends.

    Args:
        command: as for `list_exit_codes`; None tells what holds for all.

    Example:
        >>> print(describe_exits("diff"))
        Exit codes:
          0    the same
          1    they differ
          2    wrong use, or nothing to compare
    """
    rows = list_exit_codes(command)
    told = (row.commands[command] if command else row.meaning for row in rows)
    lines = (f"  {int(row.code):<3}  {one}" for row, one in zip(rows, told, strict=True))
    return "\n".join(["Exit codes:", *lines])
