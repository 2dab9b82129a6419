"""docs/evals.md names everything that a user may write or meet: keys, violations, exit codes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import pytest

from summarizer_evals.commands import app
from summarizer_evals.gates.records import EXIT_CODES, PRECEDENCE
from summarizer_evals.judge.verdicts import LABELS
from summarizer_evals.runs.records import Lane
from summarizer_evals.scores import ViolationKind
from summarizer_evals.suites import MOST_PRIMARY, GateRules, Suite

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "evals.md").read_text(encoding="utf-8")
CI = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
NOT_WRITTEN = {"name", "gate", "root"}
"""Fields of a suite that are no keys of its own table."""


def read_table(document: str, head: str) -> dict[str, list[str]]:
    """Returns the rows of the table that begins with a head: first cell -> the others."""
    _, _, rest = document.partition(f"{head}\n")
    assert rest, head
    lines = re.match(r"(?:\|.*\n)+", rest)
    assert lines is not None
    rows = [re.split(r"(?<!\\)\|", one)[1:-1] for one in lines[0].splitlines()[1:]]
    return {row[0].strip().strip("`"): [cell.strip() for cell in row[1:]] for row in rows}


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        (
            "| key of `[suite.NAME]` | default | what |",
            {
                name: one.default
                for name, one in Suite.model_fields.items()
                if name not in NOT_WRITTEN
            },
        ),
        (
            "| key of `[suite.NAME.gate]` | default | what |",
            {
                name: one.get_default(call_default_factory=True, validated_data={})
                for name, one in GateRules.model_fields.items()
            },
        ),
    ],
    ids=["suite", "gate"],
)
def test_every_key_is_in_the_table(head: str, fields: dict[str, Any]) -> None:
    """A key that nobody can look up is not used; plain defaults are those of the code."""
    table = read_table(GUIDE, head)
    assert list(table) == list(fields)
    for name, default in fields.items():
        if isinstance(default, int | float):
            assert table[name][0] == f"{default:g}", name
        elif default is None:
            assert table[name][0] in ("none", "by the model", '`"tapes/NAME"`'), name
        elif isinstance(default, str):
            assert table[name][0] == f'`"{default}"`', name


def test_every_violation_is_explained() -> None:
    """Whoever is failed by a violation can read what it is."""
    assert set(read_table(GUIDE, "| violation | what |")) == set(get_args(ViolationKind))


def test_every_lane_is_explained() -> None:
    """The table of lanes has all of them."""
    head = "| lane | asks | same outputs for the same code | proves |"
    assert set(read_table(GUIDE, head)) == set(get_args(Lane))


@pytest.mark.parametrize(
    ("document", "head"),
    [(GUIDE, "| exit code | | what to do |"), (CI, "| exit code | means | do |")],
    ids=["guide", "ci"],
)
def test_every_exit_code_is_explained(document: str, head: str) -> None:
    """Both pages have all exit codes, and that of an interrupted run."""
    codes = {str(one) for one in EXIT_CODES.values()} | {"130"}
    assert set(read_table(document, head)) == codes


def test_the_guide_has_the_precedence_of_the_code() -> None:
    """When several things are wrong, the page and the gate name the same exit code."""
    order = ", ".join(str(EXIT_CODES[one]) for one in PRECEDENCE)
    assert f"When several are true: {order}." in GUIDE
    assert MOST_PRIMARY == 6


def test_every_command_is_named() -> None:
    """Each command of `summarizer eval` stands in the guide."""
    names = [one.name for one in app.registered_commands]
    assert [one for one in names if f"summarizer eval {one}" not in GUIDE] == []


def test_every_verdict_of_a_judge_is_named() -> None:
    """What a judge may say stands in the guide."""
    assert all(f"`{one}`" in GUIDE for one in LABELS)
