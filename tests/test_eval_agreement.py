"""Agreement of annotators: gold mirrored as a result, and coefficients against worked examples."""

from __future__ import annotations

import itertools
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from summarizer_evals.agreement import Agreement, Rating, measure_agreement, measure_alpha
from summarizer_evals.gold.mirror import mirror
from summarizer_evals.gold.reading import Case, find_cases, read_case
from summarizer_evals.gold.records import Gold
from summarizer_evals.judge.calibration import measure_kappa
from summarizer_evals.metrics.scoring import score_case
from summarizer_evals.scores import Tally
from summarizer_schemas.article import hash_text
from summarizer_schemas.result import Result

GOLD = Path(__file__).parent.parent / "evals" / "gold"
TEXT = (
    "Vantian guns shelled Norburg on Monday. Rebels stormed Selm. Envoys met in Halden. "
    "Police detained a man."
)
GUNS, REBELS, ENVOYS, POLICE = (
    "Vantian guns shelled Norburg on Monday", "Rebels stormed Selm", "Envoys met in Halden",
    "Police detained a man",
)  # fmt: skip
WHOLE = ("events", "slots", "dates", "figures", "attribution", "point_coverage")


def cite(words: str) -> list[dict[str, Any]]:
    """A list of one span of the article."""
    start = TEXT.index(words)
    return [{"quote": words, "start": start, "end": start + len(words)}]


def make_event(number: int, words: str, kind: str, actor: str, **more: Any) -> dict[str, Any]:
    """A gold event of few slots."""
    event = {"id": f"g{number}", "type": kind, "actors": [{"text": actor}], "evidence": cite(words)}
    return event | more


def make_point(number: int, words: str, **more: Any) -> dict[str, Any]:
    """A gold point in the words of the article."""
    return {"id": f"k{number}", "text": f"{words}.", "evidence": cite(words), **more}


GUNS_EVENT = make_event(
    1, GUNS, "ASSAULT", "Vantian guns", recipients=[{"text": "Norburg"}], salience="main",
    date={"expressed": "on Monday", "edtf": "2031-05-05"},
)  # fmt: skip
REBELS_EVENT = make_event(2, REBELS, "ASSAULT", "Rebels", location={"text": "Selm"})
ENVOYS_EVENT = make_event(3, ENVOYS, "CONSULT", "Envoys", location={"text": "Halden"})


def make_gold(annotator: str, **more: Any) -> Gold:
    """What one annotator says of the article."""
    article = {"chars": len(TEXT), "sha256": hash_text(TEXT)}
    given = {"id": "guns", "annotator": annotator, "article": article, **more}
    return Gold.model_validate(given)


def make_case(*annotations: Gold) -> Case:
    """The article with its annotators."""
    return Case("guns", TEXT, annotations)


def compare(first: dict[str, Any], second: dict[str, Any]) -> Agreement:
    """The agreement of two annotators."""
    return measure_agreement([make_case(make_gold("a1", **first), make_gold("a2", **second))])


# ---- the mirror ----


@pytest.mark.parametrize("folder", find_cases(GOLD), ids=lambda one: one.name)
def test_gold_against_itself_is_whole(folder: Path) -> None:
    """Each gold article, scored as if it had been found, has 1 or nothing, and no mistake."""
    case = read_case(folder)
    for gold in case.annotations:
        result = mirror(gold, case.text)
        score = score_case(Case(case.id, case.text, (gold,)), result)
        values = {name: score.counts[name].value for name in WHOLE if name in score.counts}
        assert {name: one for name, one in values.items() if one not in (1.0, None)} == {}
        assert (score.status, score.violations, score.findings) == ("ok", (), ())
        slots = {name: one.value for name, one in score.counts.items() if name.startswith("slot")}
        assert {name: one for name, one in slots.items() if one not in (1.0, None)} == {}


def test_a_mirror_is_a_result_with_ids_of_its_own() -> None:
    """Events are e1, e2 in the order of gold; anchors and links lead to the same events."""
    date = {"expressed": "a day later", "basis": "event_anchored", "anchor": "g7"}
    links = [{"type": "response_to", "target": "g7"}]
    events = [
        {**GUNS_EVENT, "id": "g7"},
        {**REBELS_EVENT, "id": "g2", "date": date, "links": links},
    ]
    gold = make_gold("a1", events=events, key_points=[make_point(1, GUNS)])
    result = mirror(gold, TEXT)
    assert [one.id for one in result.events] == ["e1", "e2"]
    second = result.events[1]
    assert second.date is not None
    assert (second.date.anchor, second.date.start) == ("e1", None)
    assert [one.target for one in second.links] == ["e1"]
    assert (result.status, result.provenance.engine) == ("ok", "gold")
    assert all(TEXT[one.start : one.end] == one.quote for one in result.iter_evidence())
    assert Result.from_json(result.to_json()) == result
    assert mirror(gold, TEXT) == result


def test_what_a_result_cannot_hold_is_left_out_of_a_mirror() -> None:
    """A fourth quote, a phrase there is none of, and a part not annotated stand in no mirror."""
    quotes = [cite(one)[0] for one in (GUNS, REBELS, ENVOYS, POLICE)]
    points = [make_point(1, GUNS, evidence=quotes)]
    events = [{**GUNS_EVENT, "date": {"edtf": "2031-05-05"}, "trigger": None}]
    result = mirror(make_gold("a1", key_points=points, events=events), TEXT)
    assert len(result.key_points[0].evidence) == 3
    assert (result.events[0].date, result.events[0].trigger) == (None, GUNS)
    bare = make_gold("a1", key_points=points, events=events, has_events=False)
    assert (mirror(bare, TEXT).events, mirror(bare, TEXT).status) == ((), "no_events")
    assert mirror(bare.model_copy(update={"has_key_points": False}), TEXT).key_points == ()


@pytest.mark.parametrize(
    ("edtf", "start", "end"),
    [
        ("2031-05", "2031-05-01", "2031-05-31"),
        ("../2031-05-05", "2031-05-05", "2031-05-05"),
        ("2031-05-05/..", "2031-05-05", "2031-05-05"),
    ],
)
def test_days_of_a_mirrored_date(edtf: str, start: str, end: str) -> None:
    """A date has the days its EDTF stands for; an open end is the day that is known."""
    event = {**GUNS_EVENT, "date": {"expressed": "on Monday", "edtf": edtf}}
    gold = make_gold("a1", events=[event])
    date = mirror(gold, TEXT).events[0].date
    assert date is not None
    assert (str(date.start), str(date.end)) == (start, end)
    assert score_case(make_case(gold), mirror(gold, TEXT)).counts["dates"] == Tally(1, 1, 1)


# ---- annotators ----


def test_one_annotator_has_no_agreement() -> None:
    """Where nobody annotated twice, there are no pairs and no numbers."""
    alone = measure_agreement([make_case(make_gold("a1", events=[GUNS_EVENT]))])
    none = Agreement(alphas={"type": None, "realis": None, "salience": None})
    assert alone == measure_agreement([]) == none
    assert (alone.pairs, alone.events, alone.slots, alone.points) == ((), None, None, None)


def test_annotators_who_agree_reach_one() -> None:
    """Two equal annotations agree in everything that was annotated."""
    same = {
        "events": [GUNS_EVENT, ENVOYS_EVENT],
        "key_points": [make_point(1, GUNS), make_point(2, ENVOYS)],
    }
    both = compare(same, same)
    assert (both.events, both.slots, both.points) == (1.0, 1.0, 1.0)
    assert both.alphas == {"type": 1.0, "realis": None, "salience": 1.0}
    assert (both.cases, both.aligned) == (1, 2)
    (line,) = both.pairs
    assert (line.case, line.first, line.second) == ("guns", "a1", "a2")
    assert (line.events.value, line.slots.value, line.points.value) == (1.0, 1.0, 1.0)


def test_what_one_annotator_misses_counts_both_ways() -> None:
    """One of two events in common: F1 2/3; coverage is the mean of both directions."""
    first = {
        "events": [GUNS_EVENT, REBELS_EVENT],
        "key_points": [make_point(1, GUNS, weight=3), make_point(2, ENVOYS, weight=1)],
    }
    second = {"events": [GUNS_EVENT], "key_points": [make_point(1, GUNS, weight=1)]}
    (line,) = compare(first, second).pairs
    assert line.events.value == pytest.approx(2 / 3)
    assert (line.points.forth, line.points.back) == (Tally(3, 4, 4), Tally(1, 1, 1))
    assert line.points.value == pytest.approx((3 / 4 + 1) / 2)
    assert compare(first, second).points == pytest.approx(4 / 5)
    swapped = compare(second, first)
    assert swapped.events == compare(first, second).events
    assert swapped.pairs[0].points.value == line.points.value


def test_what_is_optional_is_held_against_nobody() -> None:
    """An optional event or point agrees with one of the other's, and else is left out."""
    optional = {
        "events": [GUNS_EVENT, {**REBELS_EVENT, "optional": True}],
        "key_points": [make_point(1, GUNS), make_point(2, POLICE, optional=True)],
    }
    without = {"events": [GUNS_EVENT], "key_points": [make_point(1, GUNS)]}
    needed = {
        "events": [GUNS_EVENT, REBELS_EVENT],
        "key_points": [make_point(1, GUNS), make_point(2, POLICE)],
    }
    for other in (without, needed):
        both = compare(optional, other)
        assert (both.events, both.points) == (1.0, 1.0)


def test_a_part_one_annotator_left_out_is_not_compared() -> None:
    """Where one annotated key points only, events of the other are no disagreement."""
    first = {"events": [GUNS_EVENT], "key_points": [make_point(1, GUNS)]}
    both = compare(first, {"has_events": False, "key_points": [make_point(1, GUNS)]})
    assert (both.events, both.slots, both.points, both.aligned) == (None, None, 1.0, 0)


def test_codes_of_aligned_events_are_rated() -> None:
    """Alpha stands on what both say of each aligned event, over all pairs of annotators."""
    other = {**GUNS_EVENT, "salience": "secondary"}
    golds = [
        make_gold("a1", events=[GUNS_EVENT, ENVOYS_EVENT]),
        make_gold("a2", events=[other, ENVOYS_EVENT]),
        make_gold("a3", events=[GUNS_EVENT, ENVOYS_EVENT]),
    ]
    both = measure_agreement([make_case(*golds)])
    assert [(one.first, one.second) for one in both.pairs] == [
        ("a1", "a2"), ("a1", "a3"), ("a2", "a3"),
    ]  # fmt: skip
    said = [pair for one in both.pairs for pair in one.codes["salience"]]
    assert Counter(said) == {
        ("main", "secondary"): 1,
        ("secondary", "secondary"): 3,
        ("main", "main"): 1,
        ("secondary", "main"): 1,
    }
    columns = [[one[at] for one in said] for at in (0, 1)]
    assert both.alphas["salience"] == pytest.approx(compute_alpha(columns))
    assert both.alphas["type"] == 1.0


# ---- coefficients ----


def compute_alpha(ratings: Sequence[Sequence[Rating]]) -> float:
    """Krippendorff's alpha, nominal, from its definition: a table of coincidences."""
    coincidences: defaultdict[tuple[str, str], float] = defaultdict(float)
    values: defaultdict[str, float] = defaultdict(float)
    for column in zip(*ratings, strict=True):
        said = [one for one in column if one is not None]
        for one, other in itertools.permutations(said, 2):
            coincidences[one, other] += 1 / (len(said) - 1)
            values[one] += 1 / (len(said) - 1)
    whole = sum(values.values())
    observed = sum(times for (one, other), times in coincidences.items() if one != other)
    expected = sum(
        values[one] * values[other] for one, other in itertools.permutations(values, 2)
    ) / (whole - 1)
    return 1 - observed / expected


def split(words: str) -> list[Rating]:
    """Ratings written with a dot for none."""
    return [None if one == "." else one for one in words.split()]


FOUR_OBSERVERS = [
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
]


@pytest.mark.parametrize(
    ("rows", "alpha"),
    [
        (["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"], 0.095),
        (["a a b b d c c c e d d a", "b a b b b c c c e d d d"], 0.692),
        (FOUR_OBSERVERS, 0.743),
    ],
    ids=["binary", "nominal", "four observers, missing data"],
)
def test_alpha_of_worked_examples(rows: list[str], alpha: float) -> None:
    """Examples A to C of Krippendorff, Computing Krippendorff's Alpha-Reliability (2011)."""
    ratings = [split(row) for row in rows]
    assert measure_alpha(ratings) == pytest.approx(alpha, abs=0.0005)
    assert compute_alpha(ratings) == pytest.approx(alpha, abs=0.0005)


def test_alpha_is_that_of_its_definition() -> None:
    """The library and the formula agree on many tables with gaps."""
    draw = random.Random(4)
    for _ in range(200):
        raters, things = draw.randint(2, 5), draw.randint(4, 30)
        codes = ["a", "b", "c", "d"][: draw.randint(2, 4)]
        ratings: list[list[Rating]] = [
            [draw.choice([*codes, None]) for _ in range(things)] for _ in range(raters)
        ]
        alpha = measure_alpha(ratings)
        if alpha is not None:
            assert alpha == pytest.approx(compute_alpha(ratings))


@pytest.mark.parametrize(
    "rows", [[], ["", ""], ["a . .", ". b c"], ["a a", "a a"], ["a a b", "a a ."]]
)
def test_alpha_without_a_choice_is_nothing(rows: list[str]) -> None:
    """Where nothing is rated twice, or only one value is, there is no alpha and no warning."""
    assert measure_alpha([split(row) for row in rows]) is None


@pytest.mark.parametrize(
    ("table", "kappa"),
    [
        ([[20, 5], [10, 15]], 0.4),
        ([[45, 15], [25, 15]], 0.1304),
        ([[25, 35], [5, 35]], 0.2593),
        ([[10, 0, 0], [0, 10, 0], [0, 0, 10]], 1.0),
        ([[0, 10], [10, 0]], -1.0),
        ([[25, 25], [25, 25]], 0.0),
    ],
)
def test_kappa_of_worked_examples(table: list[list[int]], kappa: float) -> None:
    """The first three are those of Wikipedia, Cohen's kappa; the others follow from the formula."""
    assert measure_kappa(table) == pytest.approx(kappa, abs=0.00005)


@pytest.mark.parametrize("table", [[], [[0, 0], [0, 0]], [[7, 0], [0, 0]]])
def test_kappa_without_a_choice_is_nothing(table: list[list[int]]) -> None:
    """An empty table, and one where both say the same of everything, have no kappa."""
    assert measure_kappa(table) is None


def test_kappa_and_alpha_meet_where_shares_are_equal() -> None:
    """With equal shares kappa is Scott's pi, and alpha of n things is pi + (1 - pi) / 2n."""
    draw = random.Random(9)
    for _ in range(100):
        size = draw.randint(2, 4)
        table = [[0] * size for _ in range(size)]
        for row, column in itertools.product(range(size), repeat=2):
            if row <= column:
                table[row][column] = table[column][row] = draw.randint(1, 12)
        said = [
            (str(row), str(column))
            for row, column in itertools.product(range(size), repeat=2)
            for _ in range(table[row][column])
        ]
        kappa = measure_kappa(table)
        assert kappa is not None
        alpha = measure_alpha([[one[at] for one in said] for at in (0, 1)])
        assert alpha == pytest.approx(kappa + (1 - kappa) / (2 * len(said)))
