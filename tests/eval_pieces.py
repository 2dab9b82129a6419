"""An article, gold, results, scores and verdicts in pieces, for the tests of the reports."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Any

from summarizer_evals.gates.outlines import Outline, OutlineItem
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
from summarizer_evals.scores import CaseScore, Finding, Pair, PointPair, Tally, Violation
from summarizer_schemas.article import hash_text
from summarizer_schemas.record import Event, Evidence, KeyPoint, Party
from summarizer_schemas.result import ArticleInfo, Provenance, Result

# ---- what an article may say, and what gold and a model say of it ----

NOW = datetime(2026, 1, 1, tzinfo=timezone.utc)
TOLL = "Ostrel struck Norburg on Tuesday, killing nine people."
FEAR = "Many fear a war."


def span(text: str, quote: str) -> Span:
    """Returns words of an article as gold has them."""
    start = text.index(quote)
    return Span(quote=quote, start=start, end=start + len(quote))


def cite(text: str, quote: str) -> tuple[Evidence, ...]:
    """Returns words of an article as evidence."""
    start = text.index(quote)
    return (Evidence(quote=quote, start=start, end=start + len(quote), segment="body"),)


def annotate_strike(text: str) -> GoldEvent:
    """Returns the strike as gold has it."""
    return GoldEvent(
        id="g1",
        label="strike",
        must=True,
        type="ASSAULT",
        actors=(GoldParty(text="Ostrel"),),
        evidence=(span(text, TOLL),),
    )


def annotate_toll(text: str) -> GoldPoint:
    """Returns the key point of gold on the strike."""
    return GoldPoint(id="k1", text="Nine people were killed.", evidence=(span(text, TOLL),))


def annotate_mood(text: str) -> Background:
    """Returns what gold takes for no event."""
    return Background(id="b1", note="a mood", evidence=span(text, FEAR))


def find_strike(text: str) -> Event:
    """Returns the strike as a model found it, by another party."""
    return Event(
        id="e1",
        type="ASSAULT",
        trigger="struck",
        actors=(Party(text="Vantia"),),
        evidence=cite(text, TOLL),
    )


PROVENANCE = Provenance(engine="embedded", library_version="0.1.0", created_at=NOW)
STRIKE_PAIR = Pair(gold="g1", found="e1", similarity=0.6, slots={"type": 1.0, "actors": 0.0})
TOLL_PAIR = PointPair(gold="k1", found="p1", similarity=0.9)
WRONG_ACTOR = Finding(
    kind="wrong_slot", gold="g1", found="e1", slot="actors", expected="Ostrel", got="Vantia"
)
MISSED_TALKS = Finding(kind="missed", gold="g2", expected="CONSULT")

# ---- a verdict of the gate ----

HOSTILE = (
    "<b>@octocat</b> | `x` [y](javascript:z) #12 www.evil.example \x1b[31m\u202e\ud800\ufffe\x00"
)


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


# ---- one article ----

TALKS = "Vantia and Ostrel will hold talks."
TEXT = f"{TOLL}\n{TALKS}\n{FEAR}"
CASE = Case(
    "norburg",
    TEXT,
    (
        Gold(
            id="norburg",
            article=GoldArticle(chars=len(TEXT), sha256=hash_text(TEXT)),
            events=(
                annotate_strike(TEXT),
                GoldEvent(id="g2", type="CONSULT", realis="future", evidence=(span(TEXT, TALKS),)),
            ),
            key_points=(
                annotate_toll(TEXT),
                GoldPoint(id="k2", text="There will be talks.", evidence=(span(TEXT, TALKS),)),
            ),
            background=(annotate_mood(TEXT),),
        ),
    ),
)
RESULT = Result(
    article=ArticleInfo(id="norburg", chars=len(TEXT), sha256=hash_text(TEXT)),
    status="ok",
    key_points=(
        KeyPoint(
            text=f"Nine people were killed. {HOSTILE}",
            kind="abstractive",
            evidence=cite(TEXT, TOLL),
        ),
        KeyPoint(text="Many fear a war.", kind="extractive", evidence=cite(TEXT, FEAR)),
    ),
    events=(
        find_strike(TEXT),
        Event(id="e2", type="THREATEN", trigger="fear", evidence=cite(TEXT, FEAR)),
    ),
    provenance=PROVENANCE,
)
SCORE = score(
    pairs=(STRIKE_PAIR,),
    point_pairs=(TOLL_PAIR,),
    violations=(TRAP,),
    findings=(
        WRONG_ACTOR,
        MISSED_TALKS,
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


def check_clean(told: str) -> None:
    """Checks that nothing steers a terminal or cannot be encoded."""
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", told)
