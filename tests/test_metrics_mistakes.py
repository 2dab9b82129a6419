"""Mistakes in words: each kind of finding and violation, once there and once not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

import pytest

from summarizer_evals.edtf import read_edtf
from summarizer_evals.gates.outlines import outline
from summarizer_evals.gold.reading import Case
from summarizer_evals.gold.records import Gold
from summarizer_evals.metrics.keypoints import MOST_WORDS
from summarizer_evals.metrics.scoring import score_case, score_outage
from summarizer_evals.reports.aligning import align_case
from summarizer_evals.scores import CaseScore, Finding
from summarizer_schemas.article import hash_text
from summarizer_schemas.result import ArticleInfo, Provenance, Result

GUNS, REBELS = "Vantian guns shelled Norburg, killing nine", "Rebels stormed Selm"
ENVOYS, HABIT = "Envoys met in Halden", "Raids are common here"
TEXT = f"{GUNS}. {REBELS}. {ENVOYS}. {HABIT}."
NOW = datetime(2024, 1, 19, tzinfo=timezone.utc)
Values = Mapping[str, Any]


def cite(words: str) -> dict[str, Any]:
    """A span of the article."""
    start = TEXT.index(words)
    return {"quote": words, "start": start, "end": start + len(words)}


def fill(values: Values, name: str, *, found: bool) -> dict[str, Any]:
    """An event of short slots."""
    ready: dict[str, Any] = {"id": name, "type": "ASSAULT", **values}
    if found:
        ready.setdefault("trigger", "shelled")
    proof = [cite(ready.pop("on", GUNS)) | ({"segment": "body"} if found else {})]
    for slot in ("actors", "recipients"):
        ready[slot] = [{"text": one} for one in ready.get(slot, ())]
    if "location" in ready:
        ready["location"] = {"text": ready["location"]}
    if written := ready.get("date"):
        days = read_edtf(written)
        ends = {"start": days.start, "end": days.end} if found else {}
        ready["date"] = {"expressed": "then", "edtf": written, "basis": "relative", **ends}
    ready["figures"] = [
        {"measure": measure, "best": best, "text": "n", "evidence": proof}
        for measure, best in ready.get("figures", ())
    ]
    ready["claims"] = [
        {"claimant": {"text": who}, "stance": stance, "cue": "said", "evidence": proof}
        for who, stance in ready.get("claims", ())
    ]
    return ready | {"evidence": proof}


def make_case(events: Sequence[Values] = (), points: Sequence[Values] = (), **more: Any) -> Case:
    """A case with one gold of short slots."""
    gold = Gold.model_validate(
        {
            "id": "case",
            "article": {"chars": len(TEXT), "sha256": hash_text(TEXT)},
            "events": [fill(one, f"g{at}", found=False) for at, one in enumerate(events, 1)],
            "key_points": [
                {"id": f"k{at}", "evidence": [cite(GUNS)], **one}
                for at, one in enumerate(points, 1)
            ],
            **more,
        }
    )
    return Case("case", TEXT, (gold,))


def make_result(events: Sequence[Values] = (), points: Sequence[str] = (), **more: Any) -> Result:
    """A result of short slots; every key point stands on the first sentence."""
    proof = [{**cite(GUNS), "segment": "body"}]
    return Result.model_validate(
        {
            "article": ArticleInfo(id="case", chars=len(TEXT), sha256=hash_text(TEXT)),
            "status": "ok",
            "provenance": Provenance(engine="test", library_version="0", created_at=NOW),
            "events": [fill(one, f"e{at}", found=True) for at, one in enumerate(events, 1)],
            "key_points": [
                {"text": one, "kind": "abstractive", "evidence": proof} for one in points
            ],
            **more,
        }
    )


def score(
    gold: Sequence[Values], found: Sequence[Values], points: Sequence[str] = (), **more: Any
) -> CaseScore:
    """The score of a result."""
    wanted = more.pop("wanted", ())
    return score_case(make_case(gold, wanted, **more), make_result(found, points))


# ---- violations ----

RAID: Values = {
    "actors": ["Vantia"], "recipients": ["Norburg farmers"], "location": "Norburg",
    "date": "2024-01-16", "figures": [("killed", 9), ("wounded", 14)],
}  # fmt: skip
SWAPPED: Values = {**RAID, "actors": ["Norburg farmers"], "recipients": ["Vantia"]}
STORM: Values = {"actors": ["rebels"], "location": "Selm", "on": REBELS}
MADE_UP: Values = {"type": "CONSULT", "on": ENVOYS}
RAIDS: Values = {"actors": ["thieves"], "on": HABIT}
HABITUAL = [{"id": "b1", "type": "ASSAULT", "note": "a habit", "evidence": cite(HABIT)}]
TOLL, OTHER = "Nine people were killed in Norburg.", "Envoys met in Halden."
TRAP = {"id": "t1", "rule": "Nobody says who fired.", "pattern": r"(?i)\bharl\b"}
MUST = [{"text": TOLL, "must": True}]
More = dict[str, Any]
VIOLATIONS: list[tuple[str, list[Values], list[Values], list[str], More, list[str]]] = [
    ("nothing wrong", [RAID], [RAID], [], {}, []),
    ("made up", [RAID], [RAID, MADE_UP], [], {}, ["hallucinated_event:CONSULT@65"]),
    ("told twice is not made up", [RAID], [RAID, RAID], [], {}, []),
    ("killed counted otherwise", [RAID], [{**RAID, "figures": [("killed", 11)]}], [], {},
     ["casualty_wrong:g1.killed"]),
    ("missing counted otherwise", [{**RAID, "figures": [("missing", 3)]}],
     [{**RAID, "figures": [("missing", 4)]}], [], {}, ["casualty_wrong:g1.missing"]),
    ("participants are no casualties", [{**RAID, "figures": [("participants", 30)]}],
     [{**RAID, "figures": [("participants", 40)]}], [], {}, []),
    ("none killed is no missing number", [{**RAID, "figures": [("killed", 0)]}],
     [{**RAID, "figures": [("killed", 3)]}], [], {}, ["casualty_wrong:g1.killed"]),
    ("a figure left out", [RAID], [{**RAID, "figures": [("killed", 9)]}], [], {}, []),
    ("one of two killed figures is right", [{**RAID, "figures": [("killed", 9), ("killed", 12)]}],
     [{**RAID, "figures": [("killed", 12)]}], [], {}, []),
    ("killed and wounded exchanged", [RAID],
     [{**RAID, "figures": [("killed", 14), ("wounded", 9)]}], [], {},
     ["killed_wounded_swap:g1.killed", "killed_wounded_swap:g1.wounded"]),
    ("sides exchanged", [RAID], [SWAPPED], [], {}, ["actor_recipient_swap:g1"]),
    ("sides exchanged, so not aligned", [{**RAID, "date": "2024-01-16", "figures": []}],
     [{**SWAPPED, "location": "Selm", "date": "2023-01-01", "figures": []}], [], {},
     ["actor_recipient_swap:g1"]),
    ("sides of a symmetric event", [{**RAID, "symmetric": True}], [SWAPPED], [], {}, []),
    ("a must is missed", [{**RAID, "must": True}], [], [], {}, ["missed_must:g1"]),
    ("a must is found", [{**RAID, "must": True}], [RAID], [], {}, []),
    ("a point that must is missed", [], [], [OTHER], {"wanted": MUST}, ["missed_must:k1"]),
    ("a point that must is told", [], [], [TOLL], {"wanted": MUST}, []),
    ("background as event", [], [RAIDS], [], {"background": HABITUAL}, ["background_as_event:b1"]),
    ("background as background", [], [{**RAIDS, "realis": "generic"}], [],
     {"background": HABITUAL}, []),
    ("too long", [], [], ["word " * (MOST_WORDS + 1)], {}, ["point_too_long:point@0"]),
    ("long", [], [], ["word " * MOST_WORDS], {}, []),
    ("trap in a point", [], [], ["Harl fired."], {"traps": [TRAP]}, ["trap:t1"]),
    ("trap in a record", [RAID], [{**RAID, "actors": ["Vantia", "Harl"]}], [], {"traps": [TRAP]},
     ["trap:t1"]),
    ("trap in a number", [RAID], [RAID], [], {"traps": [{**TRAP, "pattern": "killed 9"}]},
     ["trap:t1"]),
    ("trap not said", [RAID], [RAID], [TOLL], {"traps": [TRAP]}, []),
    ("trap without a pattern", [], [], ["Harl fired."], {"traps": [{**TRAP, "pattern": None}]}, []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("gold", "found", "points", "more", "keys"), [pytest.param(*r, id=n) for n, *r in VIOLATIONS]
)
def test_violations_are_listed(
    gold: list[Values], found: list[Values], points: list[str], more: More, keys: list[str]
) -> None:
    """What no average may hide is listed by kind and item, each once."""
    assert sorted(one.key for one in score(gold, found, points, **more).violations) == keys


def test_a_quote_the_article_has_not_is_a_violation() -> None:
    """A quote must be the article's, character by character, and its place is the item."""
    result = make_result([RAID])
    quote = result.events[0].evidence[0]
    wrong = quote.model_copy(update={"quote": quote.quote.upper()})
    event = result.events[0].model_copy(update={"evidence": (wrong,), "figures": ()})
    scored = score_case(make_case([RAID]), result.model_copy(update={"events": (event,)}))
    assert [one.key for one in scored.violations] == [f"evidence_not_verbatim:0-{len(GUNS)}"]
    assert scored.counts["evidence_verbatim"] == (0, 1, 1)


@pytest.mark.parametrize(
    ("scope", "is_hit"),
    [("all", (True, True, True)), ("key_points", (True, False, False)),
     ("events", (False, True, True)), ("g1", (False, True, False)), ("g2", (False, False, True))],
)  # fmt: skip
def test_traps_look_where_their_scope_says(scope: str, is_hit: tuple[bool, ...]) -> None:
    """A trap looks into key points, all events, or the event taken for one gold event."""
    traps = {"traps": [{**TRAP, "scope": scope}]}
    with_harl = {"target": {"text": "the Harl depot"}}
    places: list[tuple[list[Values], list[str]]] = [
        ([RAID, STORM], ["Harl fired."]),
        ([{**RAID, **with_harl}, STORM], [TOLL]),
        ([RAID, {**STORM, **with_harl}], [TOLL]),
    ]
    said = [score([RAID, STORM], found, points, **traps).violations for found, points in places]
    assert tuple("trap:t1" in [one.key for one in hits] for hits in said) == is_hit


def test_keys_stay_the_same_from_run_to_run() -> None:
    """The order and the numbers of what was found change no key of a violation."""
    gold: list[Values] = [{**RAID, "must": True}, STORM]
    found: list[Values] = [{**STORM, "figures": [("killed", 3)]}, MADE_UP, RAIDS]
    more: More = {"background": HABITUAL, "traps": [TRAP]}
    once, again = score(gold, found, [TOLL], **more), score(gold, found[::-1], [TOLL], **more)
    keys = {one.key for one in once.violations}
    assert keys == {one.key for one in again.violations}
    assert keys == {
        "missed_must:g1",
        "hallucinated_event:CONSULT@65",
        "background_as_event:b1",
        "casualty_wrong:g2.killed",
    }


# ---- findings ----

FINDINGS: list[tuple[str, list[Values], list[Values], More, list[tuple[object, ...]]]] = [
    ("nothing differs", [RAID], [RAID], {}, []),
    ("missed", [RAID], [], {}, [("missed", "g1", None, None)]),
    ("optional is not missed", [{**RAID, "optional": True}], [], {}, []),
    ("made up", [], [RAID], {}, [("hallucinated", None, "e1", None)]),
    ("too many, yet not made up", [{**RAID, "figures": []}],
     [{"actors": ["Osk"], "recipients": ["clerks"], "location": "Selm", "date": "2023-01-01"}], {},
     [("missed", "g1", None, None), ("spurious", None, "e1", None)]),
    ("told twice", [RAID], [RAID, RAID], {}, [("split", "g1", "e2", None)]),
    ("told as one", [RAID, RAID], [RAID], {}, [("merged", "g2", "e1", None)]),
    ("background", [], [RAIDS], {"background": HABITUAL}, [("background", "b1", "e1", None)]),
    ("background, marked", [], [{**RAIDS, "salience": "background"}], {"background": HABITUAL}, []),
    ("sides exchanged", [RAID], [SWAPPED], {},
     [("role_swap", "g1", "e1", None), ("wrong_slot", "g1", "e1", "actors"),
      ("wrong_slot", "g1", "e1", "recipients")]),
    ("another date", [RAID], [{**RAID, "date": "2024-01-17"}], {},
     [("wrong_slot", "g1", "e1", "date")]),
    ("another type", [RAID], [{**RAID, "type": "COERCE"}], {},
     [("wrong_slot", "g1", "e1", "type")]),
    ("another wording", [RAID], [{**RAID, "recipients": ["farmers"]}], {}, []),
    ("another place", [RAID], [{**RAID, "location": "Selm"}], {},
     [("wrong_slot", "g1", "e1", "location")]),
    ("filled where gold is empty", [RAID], [{**RAID, "target": {"text": "a barn"}}], {},
     [("null_filled", "g1", "e1", "target")]),
    ("empty where gold is filled", [RAID], [{**RAID, "date": None}], {},
     [("dropped_value", "g1", "e1", "date")]),
    ("figures and claims", [{**RAID, "claims": [("Osk", "claims")]}],
     [{**RAID, "figures": [("killed", 9)], "claims": [("Osk", "denies")]}], {},
     [("wrong_slot", "g1", "e1", "figures"), ("wrong_slot", "g1", "e1", "claims")]),
    ("plan told as fact", [{**RAID, "realis": "future"}], [RAID], {},
     [("wrong_slot", "g1", "e1", "realis")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("gold", "found", "more", "rows"), [pytest.param(*r, id=n) for n, *r in FINDINGS]
)
def test_findings_are_listed(
    gold: list[Values], found: list[Values], more: More, rows: list[tuple[object, ...]]
) -> None:
    """Every difference has its class, its items and its slot."""
    listed = score(gold, found, **more).findings
    assert [(one.kind, one.gold, one.found, one.slot) for one in listed] == rows


def test_a_finding_shows_both_sides() -> None:
    """A report can say what was expected and what was there instead."""
    (finding,) = score([RAID], [{**RAID, "date": "2024-01-17"}]).findings
    assert finding == Finding(
        kind="wrong_slot",
        gold="g1",
        found="e1",
        slot="date",
        expected="2024-01-16",
        got="2024-01-17",
    )


@pytest.mark.parametrize(
    ("points", "rows"),
    [
        ([TOLL], []),
        ([], [("missed_point", "k1", None)]),
        ([OTHER], [("missed_point", "k1", None), ("unsupported_point", None, "p1")]),
        (["13 people were killed in Norburg."],
         [("contradiction", "k1", "p1"), ("unsupported_point", None, "p1")]),
        ([TOLL, "13 people were killed in Norburg."], [("unsupported_point", None, "p2")]),
    ],
)  # fmt: skip
def test_findings_of_key_points_are_listed(
    points: list[str], rows: list[tuple[str, str | None, str | None]]
) -> None:
    """A gold point is missed or contradicted; a key point may have nothing that bears it out."""
    listed = score([], [], points, wanted=[{"text": TOLL}]).findings
    assert [(one.kind, one.gold, one.found) for one in listed] == rows


# ---- status, annotators ----


@pytest.mark.parametrize(
    ("kind", "status"),
    [("refused", "failed"), ("invalid", "failed"), ("ungrounded", "failed"),
     ("truncated", "failed"), ("provider", "inconclusive"), ("budget", "inconclusive"),
     ("input", "inconclusive")],
)  # fmt: skip
def test_a_failed_result_found_nothing(kind: str, status: str) -> None:
    """A failure of its own is a score of nothing; one from outside says nothing of quality."""
    failure = {"kind": kind, "message": "why"}
    scored = score_case(make_case([RAID]), make_result(status="failed", error=failure))
    assert (scored.status, scored.reason) == (status, f"{kind}: why")
    assert scored.counts["events"] == (0, 0, 1)


def test_the_nearest_annotator_counts() -> None:
    """With several annotations a result is measured against the one it is nearest to."""
    first, second = make_case([STORM]), make_case([RAID])
    case = Case("case", TEXT, (first.gold, second.gold))
    for found, annotation in ((STORM, 0), (RAID, 1)):
        result = make_result([found])
        scored = score_case(case, result)
        assert (scored.counts["events"], scored.annotation) == ((1, 1, 1), annotation)
        now = outline(result)
        assert align_case(case, scored, result, now, now).gold == case.annotations[annotation]


def test_what_is_not_annotated_is_not_scored() -> None:
    """Gold without key points scores events only, and the other way round."""
    result = make_result([RAID], [TOLL])
    events = score_case(make_case([RAID], has_key_points=False), result).counts
    points = score_case(make_case([], [{"text": TOLL}], has_events=False), result).counts
    assert "events" in events
    assert "point_coverage" not in events
    assert "events" not in points
    assert points["point_coverage"] == (2, 2, 2)


# ---- found by these tests ----


def test_a_failed_result_is_no_correct_silence() -> None:
    """A refusal or a crash on an article without events is not "silent where nothing happened"."""
    failure = {"kind": "refused", "message": "why"}
    failed = score_case(make_case(), make_result(status="failed", error=failure))
    for scored in (failed, score_outage(make_case(), "provider: down")):
        assert scored.counts["no_event_correct"] == (0, 1, 1)
