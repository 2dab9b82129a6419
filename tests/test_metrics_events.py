"""Event metrics: worked cases for what is aligned, counted slot by slot, and left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from summarizer_evals.edtf import measure_overlap, read_edtf
from summarizer_evals.gold.reading import Case
from summarizer_evals.gold.records import Gold, GoldArticle, GoldEvent
from summarizer_evals.metrics.alignment import align, compare_events
from summarizer_evals.metrics.counting import count_slots
from summarizer_evals.metrics.events import count_events
from summarizer_evals.metrics.readings import read_events
from summarizer_evals.metrics.scoring import score_outage
from summarizer_evals.metrics.slots import classify_stance, compare_types
from summarizer_evals.metrics.sums import Sums
from summarizer_evals.scores import Tally
from summarizer_schemas.article import hash_text
from summarizer_schemas.record import Event, Stance

TEXT = (
    "Vantian guns shelled Norburg. Rebels stormed Selm. Envoys met in Halden. "
    "Police freed a man. Raids are common here. A bridge fell."
)
GUNS, REBELS, ENVOYS = "Vantian guns shelled Norburg", "Rebels stormed Selm", "Envoys met in Halden"
POLICE, HABIT, BRIDGE = "Police freed a man", "Raids are common here", "A bridge fell"
Values = Mapping[str, Any]


def cite(words: str) -> dict[str, object]:
    """A span of the article."""
    start = TEXT.index(words)
    return {"quote": words, "start": start, "end": start + len(words)}


def fill(values: Values, *, found: bool) -> dict[str, Any]:
    """Slots of an event, written short: words for a party, EDTF for a date, and so on."""
    more = {"segment": "body"} if found else {}
    ready: dict[str, Any] = {"type": "ASSAULT", **({"trigger": "shelled"} if found else {})}
    ready |= values
    proof = [cite(one) | more for one in ready.pop("on", [GUNS])]
    for slot in ("actors", "recipients"):
        ready[slot] = [wrap(one) for one in ready.get(slot, ())]
    for slot in ("target", "location"):
        ready[slot] = wrap(ready.get(slot))
    if isinstance(written := ready.get("date"), str):
        days = read_edtf(written)
        ends = {"start": days.start, "end": days.end} if found else {}
        ready["date"] = {"expressed": "then", "edtf": written, "basis": "relative", **ends}
    ready["figures"] = [{"text": "n", **one, "evidence": proof} for one in ready.get("figures", ())]
    ready["claims"] = [
        {"claimant": wrap(who), "stance": stance, "cue": "said", **dict(*extra), "evidence": proof}
        for who, stance, *extra in ready.get("claims", ())
    ]
    return ready | {"evidence": proof}


def wrap(value: Any) -> Any:
    """Words as a record with only these words."""
    return {"text": value} if isinstance(value, str) else value


def make_gold(values: Values, number: int = 1) -> GoldEvent:
    """A gold event of short slots."""
    return GoldEvent.model_validate({"id": f"g{number}", **fill(values, found=False)})


def make_found(values: Values, number: int = 1) -> Event:
    """A found event of short slots."""
    return Event.model_validate({"id": f"e{number}", **fill(values, found=True)})


def make_case(gold: Sequence[Values], **more: Any) -> Gold:
    """Gold of the article."""
    article = GoldArticle(chars=len(TEXT), sha256=hash_text(TEXT))
    events = tuple(make_gold(one, at) for at, one in enumerate(gold, 1))
    return Gold.model_validate({"id": "case", "article": article, "events": events, **more})


def count(gold: Sequence[Values], found: Sequence[Values], **more: Any) -> dict[str, Tally]:
    """Every count about events."""
    sums = Sums()
    events = [make_found(one, at) for at, one in enumerate(found, 1)]
    count_events(read_events(make_case(gold, **more), events, TEXT), sums)
    return sums.counts


# ---- alignment ----

RAID: Values = {"actors": ["Vantia"], "location": "Norburg", "date": "2024-01-16"}
OTHER: Values = {"actors": ["rebels"], "location": "Selm", "date": "2024-03-01"}
CROWDED: Values = {
    "actors": ["Vantia"], "recipients": ["farmers"], "location": "Norburg", "date": "2024-01-16",
}  # fmt: skip
ALIGNED: list[tuple[str, list[Values], list[Values], list[tuple[int, int]]]] = [
    ("same", [RAID], [RAID], [(0, 0)]),
    ("one quad class", [RAID], [{**RAID, "type": "COERCE"}], [(0, 0)]),
    ("another quad class", [RAID], [{**RAID, "type": "CONSULT"}], []),
    ("accepted type", [{**RAID, "type_accept": ["CONSULT"]}], [{**RAID, "type": "CONSULT"}],
     [(0, 0)]),
    ("nothing but the type", [RAID], [OTHER], []),
    ("nothing but the type, sparse", [{"actors": ["Vantia"]}], [{"actors": ["rebels"]}], []),
    ("figures are no anchor", [{"actors": ["Vantia"], "figures": [{"measure": "killed"}]}],
     [{"actors": ["rebels"], "figures": [{"measure": "killed"}]}], []),
    ("bare, the same words", [{"on": [BRIDGE]}], [{"on": [BRIDGE]}], [(0, 0)]),
    ("bare, other words", [{"on": [BRIDGE]}], [{"on": [POLICE]}], []),
    ("3/9 is below tau", [CROWDED],
     [{"actors": ["rebels"], "recipients": ["clerks"], "location": "Norburg",
       "date": "2024-03-01"}], []),
    ("3/7 is above tau", [CROWDED], [{"actors": ["rebels"], "recipients": ["clerks"],
     "location": "Norburg", "date": "2024-01-16"}], [(0, 0)]),
    ("of two alike the first found", [RAID], [RAID, RAID], [(0, 0)]),
    ("of two alike the first gold", [RAID, RAID], [RAID], [(0, 0)]),
    ("the words decide a tie", [RAID], [{**RAID, "on": [BRIDGE]}, RAID], [(0, 1)]),
    ("crossed", [RAID, OTHER], [OTHER, RAID], [(0, 1), (1, 0)]),
    ("best in all, not best first", [{"actors": ["Vantia", "rebels"]}, {"actors": ["Vantia"]}],
     [{"actors": ["Vantia"]}, {"actors": ["rebels"]}], [(0, 1), (1, 0)]),
    ("nothing found", [RAID], [], []),
    ("nothing there", [], [RAID], []),
]  # fmt: skip


@pytest.mark.parametrize(("gold", "found", "pairs"), [pytest.param(*r, id=n) for n, *r in ALIGNED])
def test_events_are_aligned(
    gold: list[Values], found: list[Values], pairs: list[tuple[int, int]]
) -> None:
    """Events of compatible types that share more than the type are taken for one, best sum."""
    given = [make_found(one, at) for at, one in enumerate(found, 1)]
    assert list(align(make_case(gold).events, given).pairs) == pairs


def test_similarity_weighs_the_slots_filled_on_either_side() -> None:
    """Type 2, actors 2, location 1 and date 2 count; what both leave empty does not."""
    other: Values = {"actors": ["Vantia"], "target": "a barn", "date": "2024-01-16"}
    likeness = compare_events(make_gold(RAID), make_found(other))
    assert dict(likeness.slots) == {"type": 1, "actors": 1, "target": 0, "location": 0, "date": 1}
    assert likeness.similarity == pytest.approx(6 / 8)


@pytest.mark.parametrize(
    ("gold", "found", "agreed"),
    [("ASSAULT", "ASSAULT", (1, 1)), ("ASSAULT", "COERCE", (0.5, 0)), ("AID", "CONSULT", (0, 0)),
     ("ACCUSE", "REJECT", (0.5, 0)), ("ASSAULT", "ACCUSE", (0, 0))],
)  # fmt: skip
def test_types_agree(gold: str, found: str, agreed: tuple[float, float]) -> None:
    """The same type is 1, one of the same quad class a half, any other nothing."""
    assert compare_types(make_gold({"type": gold}), make_found({"type": found})) == agreed


# ---- slots ----

STATE = {"text": "Oslo", "kind": "state", "country": "NOR"}
DAY = {"expressed": "then", "basis": "relative"}
WHOLE, HALF, WRONG = ((1, 1, 1), (1, 1, 1)), ((0.5, 1, 1), (0, 1, 1)), ((0, 1, 1), (0, 1, 1))
MISSED, EXTRA, NEUTRAL = ((0, 0, 1), (0, 0, 1)), ((0, 1, 0), (0, 1, 0)), ((0, 0, 0), (0, 0, 0))
Rows = list[tuple[str, Any, Any, tuple[tuple[float, ...], tuple[float, ...]]]]


def killed(best: int | None, measure: str = "killed", **more: Any) -> list[dict[str, Any]]:
    """One figure."""
    return [{"measure": measure, "best": best, **more}]


AT_LEAST: dict[str, Any] = {"low": 9, "qualifier": "at_least"}
SLOTS: Rows = [
    ("actors", ["the Vantian army"], ["Vantian  Army’s"], WHOLE),
    ("actors", [{"text": "the army", "accept": ["Vantia’s guns"]}], ["Vantia's guns"], WHOLE),
    ("actors", [{"text": "she", "name": "Mara Velk"}],
     [{"text": "the minister", "name": "Mara Velk"}], WHOLE),
    ("actors", [STATE], [{**STATE, "text": "Norway"}], WHOLE),
    ("actors", [STATE], [{**STATE, "text": "Norway", "kind": "organisation"}], WRONG),
    ("actors", ["Vantian border guards"], ["border guards"], ((0.8, 1, 1), (0, 1, 1))),
    ("actors", ["Vantia"], ["rebels"], WRONG),
    ("actors", ["Vantia"], [], MISSED),
    ("actors", [], ["Vantia"], EXTRA),
    ("actors", ["Vantia", "Harl"], ["Harl", "rebels"], ((1, 2, 2), (1, 2, 2))),
    ("actors", [{"text": "Vantia", "optional": True}], [], NEUTRAL),
    ("actors", [{"text": "Vantia", "optional": True}], ["Vantia"], NEUTRAL),
    ("actors", [{"text": "Vantia border guards", "optional": True}], ["Vantia men"], EXTRA),
    ("target", "the old barn", "old barn", WHOLE),
    ("target", {"text": "a barn", "optional": True}, None, NEUTRAL),
    ("location", "Norburg", "Norburg", WHOLE),
    ("location", {"text": "here", "place_accept": ["Port Selm"]}, "Port Selm", WHOLE),
    ("location", {"text": "here", "country": "NOR"}, {"text": "Selm", "country": "NOR"}, HALF),
    ("location", {"text": "here", "country": "NOR", "precision": "country"},
     {"text": "Norway", "country": "NOR", "precision": "country"}, WHOLE),
    ("location", {"text": "Norburg", "country": "NOR"}, {"text": "Selm", "country": "SWE"}, WRONG),
    ("location", "Port Norburg", "Norburg harbour", HALF),
    ("date", "2024-01-16", "2024-01-16", WHOLE),
    ("date", {**DAY, "edtf": "2024-01-16", "edtf_accept": ["2024-01-17"]}, "2024-01-17", WHOLE),
    ("date", "2024-01", "2024-01-16", ((1 / 31, 1, 1), (0, 1, 1))),
    ("date", "2024-01-15/2024-01-19", "2024-01-18/2024-01-22", ((0.25, 1, 1), (0, 1, 1))),
    ("date", "2024-01-16", "2024-01-17", WRONG),
    ("date", "2024-01-16", DAY, WRONG),
    ("date", DAY, DAY, WHOLE),
    ("date", DAY, "2024-01-16", WRONG),
    ("date", {**DAY, "edtf": "2024-01-16", "edtf_accept": [None]}, DAY, WHOLE),
    ("date", {**DAY, "edtf": "2024-01-16", "edtf_accept": [None]}, None, NEUTRAL),
    ("date", {**DAY, "edtf": "2024-01-16", "optional": True}, "2024-01-16", NEUTRAL),
    ("date", {**DAY, "edtf": "2024-01-16", "optional": True}, "2024-01-17", EXTRA),
    ("figures", killed(9), killed(9), WHOLE),
    ("figures", killed(9), killed(9, low=9, high=9), WHOLE),
    ("figures", killed(9), killed(10), ((0, 1, 1), (0, 1, 1))),
    ("figures", killed(9), killed(9, "wounded"), WRONG),
    ("figures", killed(9, measure_accept=["other"]), killed(9, "other"), WHOLE),
    ("figures", killed(9), killed(9, **AT_LEAST), HALF),
    ("figures", killed(9, **AT_LEAST), killed(9, **AT_LEAST), WHOLE),
    ("figures", killed(9, **AT_LEAST), killed(8), WRONG),
    ("figures", killed(40, qualifier="about"), killed(43), HALF),
    ("figures", killed(40, qualifier="about"), killed(45), WRONG),
    ("figures", killed(40, qualifier="about", qualifier_accept=["exact"]), killed(40), WHOLE),
    ("figures", killed(0), killed(0), WHOLE),
    ("figures", killed(0), [], MISSED),
    ("figures", [], killed(0), EXTRA),
    ("figures", killed(0), killed(3), WRONG),
    ("figures", killed(9, optional=True), [], NEUTRAL),
    ("figures", killed(9, optional=True), killed(9), NEUTRAL),
    ("claims", [("Vantia", "claims")], [("Vantia", "asserts")], WHOLE),
    ("claims", [("Vantia", "claims")], [("Vantia", "denies")], HALF),
    ("claims", [("Vantia", "accuses", {"stance_accept": ["claims"]})], [("Vantia", "confirms")],
     WHOLE),
    ("claims", [("Vantia", "claims")], [("Vantia", "claims"), ("Vantia", "asserts")], WHOLE),
    ("claims", [("Vantia", "claims"), ("Vantia", "denies")], [("Vantia", "denies")],
     ((1, 1, 2), (1, 1, 2))),
    ("claims", [("Vantia", "claims", {"optional": True})], [], NEUTRAL),
    ("claims", [], [("Vantia", "claims")], EXTRA),
    ("contexts", ["military"], ["military", "legal"], ((1, 2, 1), (1, 2, 1))),
    ("modes", ["firearms"], [], MISSED),
]  # fmt: skip


@pytest.mark.parametrize(("slot", "gold", "found", "sums"), SLOTS)
def test_a_slot_is_counted(
    slot: str, gold: Any, found: Any, sums: tuple[tuple[float, ...], tuple[float, ...]]
) -> None:
    """A slot gives (agreed, found, gold), with partial credit and without."""
    counts = count_slots(make_gold({slot: gold}), make_found({slot: found}), {})[slot]
    assert [pytest.approx(one) for one in sums] == list(counts)


def test_accepted_modes_and_realis_are_neither_missed_nor_wrong() -> None:
    """What is accepted beside a list is not counted; beside a single value it is as good."""
    gold = {"modes": ["firearms"], "modes_accept": ["drone"], "realis_accept": ["future"]}
    found = {"modes": ["drone", "firearms"], "realis": "future"}
    counts = count_slots(make_gold(gold), make_found(found), {})
    assert counts["modes"].strict == counts["realis"].strict == Tally(1, 1, 1)


def test_symmetric_events_take_either_side() -> None:
    """Those who met may stand on either side; those who attacked may not."""
    gold = {"type": "CONSULT", "actors": ["Vantia"], "recipients": ["Harl"]}
    found = make_found({"type": "CONSULT", "actors": ["Harl"], "recipients": ["Vantia"]})
    for symmetric, agreed in ((True, 1), (False, 0)):
        counts = count_slots(make_gold({**gold, "symmetric": symmetric}), found, {})
        assert counts["actors"].strict == counts["recipients"].strict == Tally(agreed, 1, 1)


def test_attributes_count_where_parties_and_places_are_paired() -> None:
    """Kind, country and sector are compared for the same party, the country for the place."""
    gold = {"actors": [{"text": "Vantia", "kind": "state", "country": "NOR", "sector": None}]}
    found = {"actors": [{"text": "Vantia", "kind": "state", "country": "SWE", "sector": "GOV"}]}
    counts = count_slots(make_gold(gold), make_found(found), {})
    assert counts["party_kind"].strict == Tally(1, 1, 1)
    assert counts["party_country"].strict == Tally(0, 1, 1)
    assert counts["party_sector"].strict == Tally(0, 1, 0)


def test_an_unknown_kind_is_not_scored() -> None:
    """Gold of kind `unknown` says nothing, so no kind is wrong."""
    found = make_found({"actors": [{"text": "Vantia", "kind": "state"}]})
    counts = count_slots(make_gold({"actors": ["Vantia"]}), found, {})
    assert counts["party_kind"].strict == Tally(0, 0, 0)


# ---- metrics of an article ----

ON_REBELS: Values = {"actors": ["rebels"], "location": "Selm", "on": [REBELS]}
MAYBE: Values = {**ON_REBELS, "optional": True}
HABITUAL = {"id": "b1", "type": "ASSAULT", "evidence": cite(HABIT)}
HABIT_FOUND: Values = {"on": [HABIT], "actors": ["thieves"]}
LINKED: Values = {**ON_REBELS, "links": [{"type": "follows", "target": "g1"}]}


def link(kind: str) -> Values:
    """A found event that hangs on the first one."""
    return {**ON_REBELS, "links": [{"type": kind, "target": "e1"}]}


METRICS: list[tuple[str, list[Values], list[Values], dict[str, tuple[float, ...] | None]]] = [
    ("both empty", [], [], {"events": (0, 0, 0), "no_event_correct": (1, 1, 1),
                            "hallucination": None, "merge": None, "dates": None, "bcubed": None}),
    ("gold empty", [], [RAID], {"events": (0, 1, 0), "no_event_correct": (0, 1, 1),
                                "hallucination": (1, 1, 1), "slot.actors": (0, 1, 0)}),
    ("found empty", [RAID], [], {"events": (0, 0, 1), "hallucination": None, "merge": (0, 1, 1),
     "no_event_correct": None, "slot.date": (0, 0, 1), "null.target": None}),
    ("hit", [RAID], [RAID], {"events": (1, 1, 1), "events_strict": (1, 1, 1), "dates": (1, 1, 1),
                             "dates_relative": (1, 1, 1), "bcubed": (1, 1, 1),
                             "evidence_overlap": (1, 1, 1), "hallucination": (0, 1, 1)}),
    ("of one quad class", [RAID], [{**RAID, "type": "COERCE"}],
     {"events": (1, 1, 1), "events_strict": (0, 1, 1), "slot.type": (0.5, 1, 1)}),
    ("optional, not found", [RAID, MAYBE], [RAID], {"events": (1, 1, 1), "merge": (0, 1, 1)}),
    ("optional, found", [RAID, MAYBE], [RAID, ON_REBELS],
     {"events": (1, 1, 1), "split": (0, 1, 1)}),
    ("only optional", [MAYBE], [ON_REBELS], {"events": (0, 0, 0), "no_event_correct": (1, 1, 1)}),
    ("made up", [RAID], [RAID, {"type": "CONSULT", "on": [BRIDGE]}], {"hallucination": (1, 2, 2)}),
    ("told twice", [RAID], [RAID, RAID], {"events": (1, 2, 1), "split": (1, 2, 2),
                                          "hallucination": (0, 2, 2)}),
    ("told as one", [RAID, RAID], [RAID], {"events": (1, 1, 2), "merge": (1, 2, 2)}),
    ("two in one, B³", [RAID, ON_REBELS], [{**RAID, "on": [GUNS, REBELS]}],
     {"bcubed": (4 / 3, 2, 2)}),
    ("one in two, B³", [{**RAID, "on": [GUNS, REBELS]}], [RAID, ON_REBELS],
     {"bcubed": (4 / 3, 2, 2)}),
    ("untold is alone, B³", [RAID, {**ON_REBELS, "on": [REBELS]}], [RAID], {"bcubed": (2, 2, 2)}),
    ("made-up date", [{"actors": ["Vantia"]}], [{"actors": ["Vantia"], "date": "2024-01-16"}],
     {"fabricated_date": (1, 1, 1), "dates": None, "slot.date": (0, 1, 0), "null.date": (0, 1, 1)}),
    ("phrase without a day", [{"actors": ["Vantia"]}], [{"actors": ["Vantia"], "date": DAY}],
     {"fabricated_date": (0, 1, 1)}),
    ("date left open", [{"actors": ["Vantia"], "date": DAY}], [{"actors": ["Vantia"]}],
     {"dates": None, "fabricated_date": None}),
    ("date dropped", [RAID], [{"actors": ["Vantia"], "location": "Norburg"}], {"dates": (0, 1, 1)}),
    ("made-up claim", [RAID], [{**RAID, "claims": [("Harl", "claims")]}],
     {"fabricated_attribution": (1, 1, 1), "attribution": None, "null.claims": (0, 1, 1)}),
    ("wrong stance", [{**RAID, "claims": [("Harl", "claims")]}],
     [{**RAID, "claims": [("Harl", "denies")]}], {"attribution": (0, 1, 1)}),
    ("claims right and missed", [{**RAID, "claims": [("Harl", "claims"), ("Osk", "denies")]}],
     [{**RAID, "claims": [("Osk", "rejects")]}], {"attribution": (1, 2, 2)}),
    ("left empty", [RAID], [{**RAID, "target": "a barn"}],
     {"null.target": (0, 1, 1), "null.recipients": (1, 1, 1), "null.actors": None}),
    ("optional slot is not null", [{**RAID, "target": {"text": "a barn", "optional": True}}],
     [RAID], {"null.target": None}),
    ("figures by measure", [{**RAID, "figures": killed(9) + killed(14, "wounded")}],
     [{**RAID, "figures": killed(9)}], {"figures": (1, 1, 2), "figures.killed": (1, 1, 1),
                                        "figures.wounded": (0, 0, 1)}),
    ("killed and wounded", [{**RAID, "figures": killed(9)}],
     [{**RAID, "figures": killed(9, "wounded")}],
     {"figures": (0, 1, 1), "figures_relaxed": (0, 1, 1)}),
    ("links", [RAID, LINKED], [RAID, link("follows")], {"slot.links": (1, 1, 1)}),
    ("another link", [RAID, LINKED], [RAID, link("causes")], {"slot.links": (0, 1, 1)}),
    ("no link", [RAID, LINKED], [RAID, ON_REBELS], {"slot.links": (0, 0, 1)}),
]  # fmt: skip


@pytest.mark.parametrize(("gold", "found", "counts"), [pytest.param(*r, id=n) for n, *r in METRICS])
def test_events_are_counted(
    gold: list[Values], found: list[Values], counts: dict[str, tuple[float, ...] | None]
) -> None:
    """Every metric has its sums, and none where there is nothing to measure."""
    got = count(gold, found)
    for metric, sums in counts.items():
        expected = None if sums is None else pytest.approx(sums)
        assert got.get(metric) == expected, metric


@pytest.mark.parametrize(
    ("marked", "sums"),
    [({}, [0, 1, 0]), ({"realis": "generic"}, [0, 0, 0]), ({"salience": "background"}, [0, 0, 0])],
)
def test_background_counts_only_where_it_is_told_as_an_event(
    marked: Values, sums: list[int]
) -> None:
    """A habit told as a happening is one too many but not made up; marked as habit it is fine."""
    got = count([], [{**HABIT_FOUND, **marked}], background=[HABITUAL])
    assert list(got["events"]) == sums
    assert got.get("hallucination", Tally(0, 0, 0)).agreed == 0


def test_made_up_evidence_makes_an_event_made_up() -> None:
    """An event too many whose quote is not what the article has there is a hallucination."""
    event = make_found(RAID, 2)
    quote = event.evidence[0].model_copy(update={"quote": "x" * len(GUNS)})
    events = [make_found(RAID), event.model_copy(update={"evidence": (quote,)})]
    sums = Sums()
    count_events(read_events(make_case([RAID]), events, TEXT), sums)
    assert sums.counts["hallucination"] == Tally(1, 2, 2)
    assert sums.counts["events"] == Tally(1, 2, 1)


def test_stances_fall_into_three_classes() -> None:
    """To say, to deny and to blame are told apart, and nothing finer."""
    classes: dict[Stance, str] = {
        "asserts": "says", "claims": "says", "confirms": "says", "denies": "denies",
        "rejects": "denies", "accuses": "blames",
    }  # fmt: skip
    assert {one: classify_stance(one) for one in classes} == classes


def test_measurements_are_kept_for_percentiles() -> None:
    """Days between intervals and the log ratio of counts are kept one by one."""
    sums = Sums()
    found = make_found({**RAID, "date": "2024-01-19", "figures": killed(19)})
    gold = make_case([{**RAID, "figures": killed(9, **AT_LEAST)}])
    count_events(read_events(gold, [found], TEXT), sums)
    assert sums.samples["days_off"] == [3.0]
    assert sums.samples["figure_log_error"] == pytest.approx([0.6931471805599453])


def test_a_crashed_case_stands_in_the_denominators() -> None:
    """What could not be asked for has found nothing, and everything that was there is missed."""
    gold = make_case([{**RAID, "figures": killed(9)}])
    score = score_outage(Case("case", TEXT, (gold,)), "provider: down")
    assert score.status == "inconclusive"
    assert score.counts["events"] == Tally(0, 0, 1)
    assert score.counts["slot.actors"] == score.counts["figures"] == Tally(0, 0, 1)


# ---- found by these tests ----


def test_two_open_intervals_that_touch_share_nothing() -> None:
    """Up to one day and from the next on have no day in common."""
    assert measure_overlap(read_edtf("../2024-01-05"), read_edtf("2024-01-06/..")) == 0


def test_several_is_not_none() -> None:
    """A count without a number is more than zero: "none killed" and "several killed" differ."""
    vague = make_found({"figures": killed(None, qualifier="vague")})
    for number, agreed in ((0, 0), (9, 0.5)):
        counts = count_slots(make_gold({"figures": killed(number)}), vague, {})
        assert counts["figures"].relaxed == Tally(agreed, 1, 1)


def test_another_attack_is_not_one_told_twice() -> None:
    """An event too many that shares but the type with a gold event is no second telling of it."""
    gold: Values = {"actors": ["Vantia"]}
    got = count([gold], [gold, {"actors": ["rebels"], "on": [REBELS]}])
    assert got["split"] == Tally(0, 2, 2)
    assert count([gold, {"actors": ["rebels"], "on": [REBELS]}], [gold])["merge"] == Tally(0, 2, 2)


def test_events_of_one_sentence_are_kept_apart() -> None:
    """Two events that stand on the same words, each found, are not one cluster."""
    pair: list[Values] = [RAID, {**OTHER, "on": [GUNS]}]
    assert count(pair, pair)["bcubed"] == Tally(2, 2, 2)


def test_figures_of_missed_events_count_by_measure() -> None:
    """The dead of an event that nobody found are missed, those of one made up are too many."""
    toll: Values = {**RAID, "figures": killed(9)}
    assert count([toll], [])["figures.killed"] == Tally(0, 0, 1)
    assert count([], [toll])["figures.killed"] == Tally(0, 1, 0)


def test_a_needed_event_goes_before_an_optional_one() -> None:
    """Where a found event is as like an optional gold event as a needed one, none is missed."""
    assert count([{**RAID, "optional": True}, RAID], [RAID])["events"] == Tally(1, 1, 1)
    party = [{"text": "Vantia", "optional": True}, {"text": "Vantia"}]
    counts = count_slots(make_gold({"actors": party}), make_found({"actors": ["Vantia"]}), {})
    assert counts["actors"].strict == Tally(1, 1, 1)
