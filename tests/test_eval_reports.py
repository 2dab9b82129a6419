"""Reports of the eval harness in words: the summary, JUnit, the terminal."""

from __future__ import annotations

import io
import re
from datetime import datetime, timezone
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from summarizer_evals.gates.outlines import Outline, OutlineItem, outline
from summarizer_evals.gates.records import (
    CaseChange,
    Interval,
    MetricLine,
    SliceLine,
    Spending,
    Verdict,
)
from summarizer_evals.gold.reading import Case
from summarizer_evals.gold.records import (
    Background,
    Gold,
    GoldArticle,
    GoldEvent,
    GoldParty,
    GoldPoint,
    Span,
)
from summarizer_evals.reports.aligning import align_case, compare_outlines, mark_words
from summarizer_evals.reports.console import print_case, print_scores, print_verdict
from summarizer_evals.reports.junit import render_junit
from summarizer_evals.reports.summary import MAX_LINES, escape_markdown, render_summary
from summarizer_evals.runs.records import RunHeader
from summarizer_evals.scores import CaseScore, Finding, Pair, PointPair, Tally, Violation
from summarizer_schemas.article import hash_text
from summarizer_schemas.record import Event, Evidence, KeyPoint, Party
from summarizer_schemas.result import ArticleInfo, Provenance, Result

HOSTILE = (
    "<b>@octocat</b> | `x` [y](javascript:z) #12 www.evil.example \x1b[31m\u202e\ud800\ufffe\x00"
)
TOLL = "Ostrel struck Norburg on Tuesday, killing nine people."
TALKS = "Vantia and Ostrel will hold talks."
FEAR = "Many fear a war."
TEXT = f"{TOLL}\n{TALKS}\n{FEAR}"


def metric(name: str = "events", **given: Any) -> MetricLine:
    """Returns a line of the gate, by default of a metric that stayed."""
    values: dict[str, Any] = {
        "title": "Events",
        "use": "primary",
        "better": "higher",
        "baseline": 0.8,
        "now": 0.8,
        "delta": 0.0,
        "scored": 2,
        "expected": 2,
        "verdict": "ok",
    }
    return MetricLine(metric=name, **values | given)


WORSE = metric(
    now=0.7,
    delta=-0.1,
    interval=Interval(low=-0.15, high=-0.05),
    margin=0.02,
    p=0.004,
    verdict="worse",
)
TRAP = Violation(kind="trap", item="t1", message=HOSTILE)


def judge(**given: Any) -> Verdict:
    """Returns a verdict, by default one that lets pass."""
    values: dict[str, Any] = {
        "status": "pass",
        "exit_code": 0,
        "suite": "core",
        "lane": "replay",
        "model": "openai/gpt-4.1-mini",
        "scored": 2,
        "expected": 2,
        "metrics": (metric(),),
        "command": "summarizer eval gate core",
    }
    return Verdict(**values | given)


def fail(**given: Any) -> Verdict:
    """Returns a verdict with all that can be wrong."""
    values: dict[str, Any] = {
        "status": "regression",
        "exit_code": 1,
        "reasons": ("Events fell by 10.0 points.",),
        "metrics": (WORSE, metric("dates", title="Dates", verdict="not measured", now=None)),
        "slices": (
            SliceLine(
                slice="language=es", metric="events", cases=1, baseline=0.5, now=0.4, delta=-0.1
            ),
        ),
        "cases": (CaseChange(case="norburg", delta=-0.2, cause=HOSTILE, new_violations=(TRAP,)),),
        "new_violations": {"norburg": (TRAP,)},
        "inconclusive": {"talks": "provider: no recorded answer"},
        "spending": Spending(cost_usd=0.04, baseline_cost_usd=0.03, p50_s=0.1, p95_s=0.4),
    }
    return judge(**values | given)


def score(case: str = "norburg", **given: Any) -> CaseScore:
    """Returns a score that agrees by half."""
    values: dict[str, Any] = {"status": "ok", "counts": {"events": Tally(1, 2, 2)}, "wall_s": 0.5}
    return CaseScore(case=case, **values | given)


def cite(quote: str) -> tuple[Evidence, ...]:
    """Returns words of the article as evidence."""
    start = TEXT.index(quote)
    return (Evidence(quote=quote, start=start, end=start + len(quote), segment="body"),)


def span(quote: str) -> Span:
    """Returns words of the article as gold has them."""
    start = TEXT.index(quote)
    return Span(quote=quote, start=start, end=start + len(quote))


CASE = Case(
    "norburg",
    TEXT,
    (
        Gold(
            id="norburg",
            article=GoldArticle(chars=len(TEXT), sha256=hash_text(TEXT)),
            events=(
                GoldEvent(
                    id="g1",
                    label="strike",
                    must=True,
                    type="ASSAULT",
                    actors=(GoldParty(text="Ostrel"),),
                    evidence=(span(TOLL),),
                ),
                GoldEvent(id="g2", type="CONSULT", realis="future", evidence=(span(TALKS),)),
            ),
            key_points=(
                GoldPoint(id="k1", text="Nine people were killed.", evidence=(span(TOLL),)),
                GoldPoint(id="k2", text="There will be talks.", evidence=(span(TALKS),)),
            ),
            background=(Background(id="b1", note="a mood", evidence=span(FEAR)),),
        ),
    ),
)
RESULT = Result(
    article=ArticleInfo(id="norburg", chars=len(TEXT), sha256=hash_text(TEXT)),
    status="ok",
    key_points=(
        KeyPoint(
            text=f"Nine people were killed. {HOSTILE}", kind="abstractive", evidence=cite(TOLL)
        ),
        KeyPoint(text="Many fear a war.", kind="extractive", evidence=cite(FEAR)),
    ),
    events=(
        Event(
            id="e1",
            type="ASSAULT",
            trigger="struck",
            actors=(Party(text="Vantia"),),
            evidence=cite(TOLL),
        ),
        Event(id="e2", type="THREATEN", trigger="fear", evidence=cite(FEAR)),
    ),
    provenance=Provenance(
        engine="embedded",
        library_version="0.1.0",
        created_at=datetime(2026, 1, 1, tzinfo=timezone.utc),
    ),
)
SCORE = score(
    pairs=(Pair(gold="g1", found="e1", similarity=0.6, slots={"type": 1.0, "actors": 0.0}),),
    point_pairs=(PointPair(gold="k1", found="p1", similarity=0.9),),
    violations=(TRAP,),
    findings=(
        Finding(
            kind="wrong_slot", gold="g1", found="e1", slot="actors", expected="Ostrel", got="Vantia"
        ),
        Finding(kind="missed", gold="g2", expected="CONSULT"),
        Finding(kind="background", gold="b1", found="e2", expected="a mood", got="THREATEN"),
        Finding(kind="missed_point", gold="k2", expected="There will be talks."),
        Finding(kind="unsupported_point", found="p2", got="Many fear a war."),
    ),
)
BEFORE = Outline(
    status="ok",
    key_points=(OutlineItem(id="p1", text="Ten people were killed."),),
    events=(OutlineItem(id="e1", text="ASSAULT · Ostrel"),),
)


def draw(width: int = 100) -> tuple[Console, io.StringIO]:
    """Returns a console that is no terminal, and what is written to it."""
    out = io.StringIO()
    return Console(file=out, width=width), out


def check_clean(told: str) -> None:
    """Checks that nothing steers a terminal or cannot be encoded."""
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", told)


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


# ---- terminal ----


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
        started_at=datetime(2026, 1, 1, tzinfo=timezone.utc),
    )
    console, out = draw()
    print_scores(header, [SCORE, score("talks", status="inconclusive", reason=HOSTILE)], console)
    told = out.getvalue()
    assert re.search(r"Events +50\.0 +2", told)
    assert "1 wrong value" in told
    assert "Could not be measured: 1 output" in told
    assert told.endswith("1 of 2 outputs measured\n")
    check_clean(told.replace("\n", ""))
