"""Reports of the eval harness in words: side by side, the summary, JUnit."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer_evals.gates.outlines import Outline, OutlineItem, outline
from summarizer_evals.gates.records import CaseChange, SliceLine, Verdict
from summarizer_evals.reports.aligning import align_case, compare_outlines, mark_words
from summarizer_evals.reports.junit import render_junit
from summarizer_evals.reports.summary import MAX_LINES, escape_markdown, render_summary
from summarizer_evals.scores import CaseScore
from tests.eval_pieces import (
    BEFORE,
    CASE,
    HOSTILE,
    RESULT,
    SCORE,
    TRAP,
    WORSE,
    check_clean,
    fail,
    judge,
    metric,
    score,
)

# ---- side by side ----


def test_everything_of_gold_and_of_the_result_stands_in_one_row() -> None:
    """Each item has one row, and its state says what became of it."""
    aligned = align_case(CASE, SCORE, RESULT, BEFORE, outline(RESULT))
    events = [
        (row.state, row.gold and row.gold.id, row.found and row.found.id) for row in aligned.events
    ]
    assert events == [
        ("matched", "g1", "e1"),
        ("missed", "g2", None),
        ("background", None, "e2"),
    ]
    points = [
        (row.state, row.gold and row.gold.id, row.found and row.found.id) for row in aligned.points
    ]
    assert points == [
        ("matched", "k1", "p1"),
        ("missed", "k2", None),
        ("unsupported", None, "p2"),
    ]
    slots = aligned.events[0].slots
    assert [(one.slot, one.gold, one.found, one.agreement) for one in slots] == [
        ("type", "ASSAULT", "ASSAULT", 1.0),
        ("actors", "Ostrel", "Vantia", 0.0),
    ]


def test_a_gold_point_told_inside_another_is_not_missed() -> None:
    """Coverage lets one key point tell two gold points; the row says so."""
    told = SCORE.model_copy(update={"findings": ()})
    aligned = align_case(CASE, told, RESULT, None, outline(RESULT))
    assert [row.state for row in aligned.points] == ["matched", "told", "acceptable"]


def test_an_article_that_gave_nothing_shows_all_of_gold_as_missed() -> None:
    """A failed case still has its gold to look at."""
    failed = CaseScore(case="norburg", status="failed", reason="refused")
    aligned = align_case(CASE, failed, None, None, Outline(status="failed"))
    assert [row.state for row in (*aligned.events, *aligned.points)] == ["missed"] * 4


def item(text: str) -> OutlineItem:
    """Returns a line of an outline."""
    return OutlineItem(id="p1", text=text)


@pytest.mark.parametrize(
    ("before", "now", "kinds"),
    [
        ([], [], []),
        (["a b c"], ["a b c"], ["same"]),
        (["a b c"], ["a b d"], ["changed"]),
        (["a b c"], ["x y z"], ["added", "removed"]),
        (["a b c", "d e f"], ["d e f"], ["removed", "same"]),
        (["a b c"], ["n m", "a b c"], ["added", "same"]),
        (["x x", "a b c d"], ["a b c e"], ["removed", "changed"]),
    ],
)
def test_old_against_new_by_line(before: list[str], now: list[str], kinds: list[str]) -> None:
    """A line is the same, reworded, gone or new."""
    old = Outline(status="ok", key_points=tuple(map(item, before)))
    new = Outline(status="ok", key_points=tuple(map(item, now)))
    assert [one.kind for one in compare_outlines(old, new)] == kinds


@given(st.lists(st.text("ab \n", max_size=9), max_size=5), st.lists(st.text("ab ", max_size=9)))
def test_old_against_new_keeps_every_line(before: list[str], now: list[str]) -> None:
    """Nothing is lost or invented between two outlines."""
    old = Outline(status="ok", events=tuple(map(item, before)))
    new = Outline(status="ok", events=tuple(map(item, now)))
    changes = list(compare_outlines(old, new))
    assert sorted(one.before for one in changes if one.kind != "added") == sorted(before)
    assert [one.now for one in changes if one.kind != "removed"] == now


@given(st.text(max_size=60), st.text(max_size=60))
def test_marked_words_give_both_lines_back(before: str, now: str) -> None:
    """The pieces of a line put together are the line."""
    left, right = mark_words(before, now)
    assert "".join(text for _, text in left) == before
    assert "".join(text for _, text in right) == now


# ---- summary ----


def test_the_summary_names_what_decides_first() -> None:
    """Verdict, reason and lane stand above the table, the command that makes it again below."""
    told = render_summary(fail(), scorecard="out/score card.html")
    lines = told.splitlines()
    assert lines[0] == "### ❌ Regression: core"
    assert lines[2] == "**Events fell by 10.0 points.**"
    assert "not whether the model is good" in told
    assert "| Events | 80.0 | 70.0 | −10.0 [−15.0, −5.0] | 2.0 | ❌ worse | 2/2 |" in lines
    assert "- language=es, Events: 50.0 → 40.0 (−10.0; 1 article)" in lines
    assert "(out/score%20card.html#case=norburg) −20.0: **new violation**" in told
    assert "Cost: $0.0400 (baseline $0.0300); p95 0.40 s an article" in lines
    assert lines[-1] == "Again: `summarizer eval gate core`"


def test_the_summary_stays_within_its_lines() -> None:
    """However much is wrong, a comment on a pull request stays short."""
    cases = tuple(
        CaseChange(case=f"c{at}", delta=-0.1, cause="x\ny", new_violations=(TRAP,))
        for at in range(500)
    )
    slices = tuple(
        SliceLine(slice=f"s={at}", metric="events", cases=1, baseline=0.5, now=0.4, delta=-0.1)
        for at in range(90)
    )
    bad = tuple(metric(f"m{at}", use="guard", verdict="below floor") for at in range(90))
    many = fail(
        cases=cases,
        slices=slices,
        metrics=(*(WORSE for _ in range(30)), *bad),
        reasons=tuple(f"reason {at}" for at in range(90)),
        inconclusive={f"c{at}": "no answer" for at in range(90)},
        baseline="baselines/core.json",
    )
    lines = render_summary(many).splitlines()
    assert len(lines) <= MAX_LINES
    assert lines[-1].startswith("Again: "), "nothing is cut from the end"


def test_an_article_cannot_write_markdown() -> None:
    """Its words are words: no table cell, link, code, mention, reference or control character."""
    told = render_summary(fail())
    check_clean(told.replace("\n", ""))
    case = next(line for line in told.splitlines() if "norburg" in line)
    assert not re.search(r"[<>|`\[]|@\w|#\d|www\.|javascript:z", case.replace("&#", ""))
    assert escape_markdown("1. a") == "&#49;. a"
    assert escape_markdown("- a") == "&#45; a"
    assert escape_markdown("fixes acme/shop#12, GH-12, a@b.c") == (
        "fixes acme/shop#\u200b12, GH-\u200b12, a@\u200bb.c"
    )
    assert escape_markdown("see https://evil.example") == "see https&#58;//evil.example"
    assert escape_markdown("a\r\nb\n# c") == "a b #\u200b c"


def test_a_pass_without_anything_to_show_is_short() -> None:
    """Nothing moved: a verdict, a table, the cost, the command."""
    lines = render_summary(judge()).splitlines()
    assert lines[0] == "### ✅ Pass: core"
    assert len(lines) == 12


# ---- JUnit ----


def parse(verdict: Verdict, *scores: CaseScore) -> dict[str, ET.Element]:
    """Returns the test cases by name."""
    root = ET.fromstring(render_junit(verdict, scores))  # noqa: S314 - our own XML
    return {one.attrib["name"]: one for one in root.iter("testcase")}


def test_junit_has_a_test_for_each_article_and_each_line_of_the_gate() -> None:
    """Failures are what the gate fails on, errors what could not be measured."""
    tests = parse(fail(), score(), score("talks", status="inconclusive"), score("quiet"))
    marks = {name: [child.tag for child in one] for name, one in tests.items()}
    assert marks == {
        "norburg": ["failure", "system-out"],
        "talks": ["error", "system-out"],
        "quiet": ["system-out"],
        "gate: Events": ["failure"],
        "gate: Dates": ["error"],
    }


def test_junit_counts_and_names_its_run() -> None:
    """Totals and properties let a CI server show the run without reading it."""
    root = ET.fromstring(render_junit(fail(), [score(), score(epoch=2)]))  # noqa: S314
    assert root.attrib["tests"] == "4"
    assert root.attrib["failures"] == "2"
    assert root.attrib["errors"] == "2"
    suite = root.find("testsuite")
    assert suite is not None
    facts = {one.attrib["name"]: one.attrib["value"] for one in suite.iter("property")}
    assert (facts["lane"], facts["model"], facts["suite"]) == (
        "replay",
        "openai/gpt-4.1-mini",
        "core",
    )
    case = suite.find("testcase[@name='norburg']")
    assert case is not None
    assert float(case.attrib["time"]) == 0.5, "epochs are averaged"


def test_junit_is_green_where_the_gate_is() -> None:
    """A small drop that the gate lets pass fails no test."""
    drop = judge(cases=(CaseChange(case="norburg", delta=-0.01, cause="a word"),))
    tests = parse(drop, score())
    assert [child.tag for one in tests.values() for child in one] == ["system-out"] * 2


def test_junit_holds_what_xml_cannot() -> None:
    """Control characters, surrogates and markup of an article leave the XML well-formed."""
    told = render_junit(fail(), [score(HOSTILE)])
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", told)
    root = ET.fromstring(told.encode())  # noqa: S314 - our own XML
    assert root.find(".//b") is None
