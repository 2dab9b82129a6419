"""Reports of the eval harness on the terminal."""

from __future__ import annotations

import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

from summarizer_evals.gates.outlines import outline
from summarizer_evals.gates.records import CaseChange
from summarizer_evals.reports.console import print_case, print_scores, print_verdict
from summarizer_evals.runs.records import RunHeader
from tests.eval_pieces import (
    BEFORE,
    CASE,
    HOSTILE,
    NOW,
    RESULT,
    SCORE,
    check_clean,
    fail,
    judge,
    metric,
    score,
)


def draw(width: int = 100) -> tuple[Console, io.StringIO]:
    """Returns a console that is no terminal, and what is written to it."""
    out = io.StringIO()
    return Console(file=out, width=width), out


def test_a_verdict_on_the_terminal_shows_failures_and_what_to_do() -> None:
    """Status and lane first, the exit code and the next command last."""
    console, out = draw()
    print_verdict(fail(), console, run="runs/7")
    told = out.getvalue()
    assert told.startswith("REGRESSION  core, openai/gpt-4.1-mini, replay lane\n")
    assert "not whether the model is good" in " ".join(told.split())
    assert re.search(r"Events +80\.0 +70\.0 +−10\.0 +\[−15\.0, −5\.0\] +\.004 +2\.0 +worse", told)
    assert "New violations: 1 in 1 case" in told
    assert "`summarizer eval record --suite core` asks the model" in told
    assert "exit 1\nnext: summarizer eval explain norburg --run runs/7\n" in told
    assert "summarizer eval bless runs/7" in told
    check_clean(told.replace("\n", ""))


def test_guards_are_shown_only_when_they_fail() -> None:
    """A table that is all right tells nothing."""
    good = metric("evidence_verbatim", title="Evidence verbatim", use="guard")
    for line, shown in ((good, False), (good.model_copy(update={"verdict": "below floor"}), True)):
        console, out = draw()
        print_verdict(judge(metrics=(metric(), line)), console)
        assert ("Evidence verbatim" in out.getvalue()) is shown


def test_only_so_many_cases_are_shown() -> None:
    """2,000 regressed cases are not 2,000 lines; how many are left is said."""
    cases = tuple(CaseChange(case=f"c{at}", delta=-0.1, cause="x") for at in range(50))
    console, out = draw()
    print_verdict(fail(cases=cases, new_violations={}), console, limit=3)
    told = out.getvalue()
    assert len(re.findall(r"−10\.0  c\d", told)) == 3
    assert "and 47 more; the scorecard (--html) has all" in told


@pytest.mark.parametrize("width", [60, 100, 140])
def test_the_terminal_views_keep_to_its_width(width: int) -> None:
    """No line is wider than the terminal, but for commands, which must stay whole."""
    console, out = draw(width)
    print_verdict(fail(), console)
    print_case(CASE, SCORE, RESULT, BEFORE, console)
    lines = [line for line in out.getvalue().splitlines() if "summarizer eval" not in line]
    assert max(map(cell_len, lines)) <= width
    check_clean("".join(lines))


def test_a_case_is_explained_slot_by_slot() -> None:
    """Pairs, what is missed and too many, violations, and old against new."""
    console, out = draw(100)
    print_case(CASE, SCORE, RESULT, BEFORE, console)
    told = out.getvalue()
    assert re.search(r"g1 +ASSAULT · Ostrel +e1 +ASSAULT · Vantia", told)
    assert re.search(r"x +actors +Ostrel +Vantia", told)
    assert re.search(r"g2 +CONSULT.*not found", told)
    assert re.search(r"not in gold +e2 +THREATEN", told)
    assert "background told as an event" in told
    assert "! said what the article does not (t1)" in told
    assert "wrong actors: expected Ostrel, found Vantia" in told
    assert re.search(r"^- ASSAULT · Ostrel", told, re.MULTILINE)
    assert re.search(r"^\+ ASSAULT · Vantia", told, re.MULTILINE)


def test_a_line_that_stayed_is_not_shown_as_changed() -> None:
    """Old against new marks only what differs."""
    console, out = draw()
    now = outline(RESULT)
    print_case(CASE, SCORE, RESULT, now, console)
    assert "Word for word what the baseline has." in out.getvalue()
    console, out = draw()
    print_case(CASE, SCORE, RESULT, now.model_copy(update={"key_points": ()}), console)
    assert not re.search(r"^- ", out.getvalue(), re.MULTILINE)


def test_a_run_without_baseline_has_its_scores() -> None:
    """Values, what went wrong most, and what was not measured."""
    header = RunHeader(
        suite="core",
        lane="live",
        model="m",
        cases=("norburg", "talks"),
        gold_sha256="0" * 64,
        library_version="0.1.0",
        started_at=NOW,
    )
    console, out = draw()
    print_scores(header, [SCORE, score("talks", status="inconclusive", reason=HOSTILE)], console)
    told = out.getvalue()
    assert re.search(r"Events +50\.0 +2", told)
    assert "1 wrong value" in told
    assert "Could not be measured: 1 output" in told
    assert told.endswith("1 of 2 outputs measured\n")
    check_clean(told.replace("\n", ""))
