"""Our metrics against independent scorers, live and frozen, and what must hold of any score."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from summarizer_evals.gold.mirror import mirror
from summarizer_evals.gold.reading import Case
from summarizer_evals.gold.records import Gold, GoldEvent, GoldFigure, GoldParty
from summarizer_evals.metrics.alignment import align
from summarizer_evals.metrics.definitions import TAU, load_metrics
from summarizer_evals.metrics.keypoints import count_points, read_points
from summarizer_evals.metrics.matching import assign
from summarizer_evals.metrics.rouge import KINDS, count_rouge
from summarizer_evals.metrics.scoring import score_case
from summarizer_evals.metrics.slots import match_figures, match_parties
from summarizer_evals.metrics.sums import Sums
from summarizer_evals.scores import CaseScore, Tally, add_up, total, total_all
from summarizer_schemas.article import hash_text
from summarizer_schemas.record import Figure, Party
from summarizer_schemas.result import Result

FROZEN = Path(__file__).parent / "fixtures" / "metrics"
SENTENCES = (
    "Guns shelled Norburg on Tuesday.", "Rebels stormed the bridge at Selm.",
    "Envoys met in Halden.", "Police freed forty dockers.", "Snow closed every school.",
    "Farmers blocked the harbour.", "The bank raised its rates.",
)  # fmt: skip
TEXT = " ".join(SENTENCES)
Values = Mapping[str, Any]
Table = Sequence[Sequence[float]]
Drawn = list[dict[str, Any]]


@cache
def load(name: str) -> list[dict[str, Any]]:
    """The frozen rows of one scorer."""
    rows: list[dict[str, Any]] = json.loads((FROZEN / f"{name}.json").read_bytes())["rows"]
    return rows


def sum_pairs(table: Table) -> float:
    """The total of our assignment."""
    return sum(table[row][column] for row, column in assign(table))


# ---- a. assignment ----

CELLS = st.sampled_from([0.0, 0.25, 0.5, 0.9, 1.0]) | st.floats(0, 1)
TABLES = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda size: st.lists(
        st.lists(CELLS, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)


def search_best(table: Table) -> float:
    """The greatest total of any one-to-one assignment, by trying all."""
    rows, columns = len(table), len(table[0])
    if rows > columns:
        return search_best(list(zip(*table, strict=True)))
    return max(
        sum(table[row][column] for row, column in enumerate(order))
        for order in itertools.permutations(range(columns), rows)
    )


@given(TABLES)
def test_assignment_is_the_best(table: list[list[float]]) -> None:
    """The total is SciPy's and the best of all permutations; no row or column is taken twice."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    matrix = np.asarray(table, dtype=np.float64)
    rows, columns = linear_sum_assignment(matrix, maximize=True)
    ours = sum_pairs(table)
    assert ours == pytest.approx(float(matrix[rows, columns].sum()))
    assert ours == pytest.approx(search_best(table))
    pairs = assign(table)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)


def test_assignment_equals_the_frozen_totals() -> None:
    """The totals that SciPy gave once are ours."""
    for row in load("assignment"):
        assert sum_pairs(row["matrix"]) == pytest.approx(row["total"])


# ---- events of few words ----


def cite(words: str) -> dict[str, Any]:
    """A span of the article."""
    start = TEXT.index(words)
    return {"quote": words, "start": start, "end": start + len(words)}


def make_gold(values: Values, number: int) -> GoldEvent:
    """A gold event."""
    proof = [cite(one) for one in values["on"]]
    figures = [
        {"measure": "killed", "best": best, "text": "n", "evidence": proof}
        for best in values["killed"]
    ]
    claims = [{"claimant": {"text": one}, "evidence": proof} for one in values["claims"]]
    return GoldEvent.model_validate(
        {
            "id": f"g{number}",
            "type": values["type"],
            "actors": [{"text": one} for one in values["actors"]],
            "location": values["place"] and {"text": values["place"]},
            "date": values["day"] and {"expressed": "then", "edtf": values["day"]},
            "figures": figures,
            "claims": claims,
            "evidence": proof,
        }
    )


SPANS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=2, unique=True)
EVENTS = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["ASSAULT", "COERCE", "CONSULT"]),
        "actors": st.lists(st.sampled_from(["Vantia", "Harl", "Vantian rebels"]), max_size=2,
                           unique=True),
        "place": st.sampled_from([None, "Norburg", "Selm"]),
        "day": st.sampled_from([None, "2024-01-16", "2024-01-17", "2024-01"]),
        "killed": st.lists(st.sampled_from([0, 9]), max_size=1),
        "claims": st.lists(st.sampled_from(["Osk", "Harl"]), max_size=1),
        "on": SPANS,
    }
)  # fmt: skip
SETS = st.lists(EVENTS, max_size=4)


def make_case(events: Sequence[Values], points: Sequence[str] = ()) -> Case:
    """A case with gold of few words."""
    wanted = [
        {"id": f"k{at}", "text": one, "evidence": [cite(one)]} for at, one in enumerate(points, 1)
    ]
    gold = Gold.model_validate(
        {
            "id": "case",
            "article": {"chars": len(TEXT), "sha256": hash_text(TEXT)},
            "events": [make_gold(one, at) for at, one in enumerate(events, 1)],
            "key_points": wanted,
        }
    )
    return Case("case", TEXT, (gold,))


def find(events: Sequence[Values], points: Sequence[str] = ()) -> Result:
    """A result that says what such gold says."""
    return mirror(make_case(events, points).gold, TEXT)


# ---- b. set matching ----


def match_with_metametric(table: Table, rows: int, columns: int) -> Tally:
    """Sums of metametric's set matching over one article."""
    import metametric.dsl as mm  # pyright: ignore[reportMissingTypeStubs]

    dsl: Any = mm

    def compare(one: tuple[int, int], other: tuple[int, int]) -> float:
        if one[0] == other[0]:
            return float(one[1] == other[1])
        column, row = (one[1], other[1]) if one[0] else (other[1], one[1])
        return table[row][column]

    metric = dsl.set_matching[tuple, "<->"](dsl.from_func(compare))
    mine, theirs = [(0, at) for at in range(rows)], [(1, at) for at in range(columns)]
    return Tally(metric.score(theirs, mine), metric.score_self(theirs), metric.score_self(mine))


@settings(max_examples=60)
@given(SETS, SETS)
def test_alignment_is_metametrics_set_matching(gold: Drawn, found: Drawn) -> None:
    """With our similarity, metametric has the same total, and as many found and gold.

    It counts an empty side as one item, and two empty sides as agreeing in it; we count nothing.
    Where likeness is made yes or no, it may pair more: most pairs are not always the best sum.
    """
    case, result = make_case(gold), find(found)
    alignment = align(case.gold.events, result.events)
    ours = score_case(case, result).counts["events"]
    soft = [
        [one.similarity if one.similarity >= TAU and one.is_anchored else 0.0 for one in row]
        for row in alignment.table
    ]
    theirs = match_with_metametric(soft, len(gold), len(found))
    assert theirs[1:] == (max(ours.found, 1), max(ours.gold, 1))
    agreed = sum(soft[row][column] for row, column in alignment.pairs)
    assert theirs.agreed == pytest.approx(agreed if gold or found else 1, abs=1e-4)
    hard = [[float(one > 0) for one in row] for row in soft]
    if gold and found:
        assert ours.agreed == len(alignment.pairs)
        assert ours.agreed <= match_with_metametric(hard, len(gold), len(found)).agreed


def test_set_matching_equals_the_frozen_counts() -> None:
    """The sums and the F1 that metametric gave once are ours."""
    for row in load("events"):
        table = row["table"]
        tally = Tally(sum_pairs(table), len(table[0]), len(table))
        assert tuple(tally) == pytest.approx((row["agreed"], row["found"], row["gold"]))
        assert tally.value == pytest.approx(row["f1"])


# ---- c. parties: CEAF-REE ----

ANCHOR: Values = {
    "type": "ASSAULT", "place": "Norburg", "day": "2024-01-16", "killed": [], "claims": [],
    "on": SENTENCES[:1],
}  # fmt: skip


def count_ceaf(documents: Sequence[tuple[Sequence[set[str]], Sequence[set[str]]]]) -> Tally:
    """CEAF-REE of one role as grit has it: the best alignment of entities, micro over documents.

    A found entity agrees when it is a subset of a gold entity's mentions and not empty.
    """
    agreed = found = gold = 0
    for wanted, said in documents:
        fits = [[bool(one) and one <= other for other in wanted] for one in said]
        few, many = sorted((len(said), len(wanted)))
        agreed += max(
            sum(fits[a][b] if len(said) <= len(wanted) else fits[b][a] for a, b in enumerate(order))
            for order in itertools.permutations(range(many), few)
        )
        found, gold = found + len(said), gold + len(wanted)
    return Tally(agreed, found, gold)


NAMES = st.sampled_from(["Vantia", "Harl", "Osk", "Selm", "rebels"])
MENTIONS = st.lists(NAMES, max_size=4)
ENTITIES = st.lists(st.lists(NAMES, min_size=1, max_size=3, unique=True), max_size=4)


@given(st.lists(st.tuples(ENTITIES, MENTIONS), max_size=4))
def test_actors_equal_ceaf_ree(articles: list[tuple[list[list[str]], list[str]]]) -> None:
    """Strict counts of actors are those of CEAF-REE, article by article and in sum."""
    scores: list[CaseScore] = []
    for entities, mentions in articles:
        parties = tuple(GoldParty(text=one[0], accept=tuple(one[1:])) for one in entities)
        case = make_case([{**ANCHOR, "actors": []}])
        event = case.gold.events[0].model_copy(update={"actors": parties})
        case = Case(case.id, TEXT, (case.gold.model_copy(update={"events": (event,)}),))
        scores.append(score_case(case, find([{**ANCHOR, "actors": mentions}])))
        ours = scores[-1].counts["slot_strict.actors"]
        assert ours == count_ceaf([([{*one} for one in entities], [{one} for one in mentions])])
    whole = [([{*one} for one in wanted], [{one} for one in said]) for wanted, said in articles]
    assert total(scores, "slot_strict.actors") == count_ceaf(whole)


def test_parties_equal_the_frozen_counts() -> None:
    """The sums over articles that metametric gave once, a shared wording being 1, are ours."""
    for row in load("parties"):
        tallies: list[Tally] = []
        for one in row["articles"]:
            gold = [GoldParty(text=names[0], accept=tuple(names[1:])) for names in one["gold"]]
            found = [Party(text=names[0], name=names[-1]) for names in one["found"]]
            pairs = match_parties(gold, found).pairs
            tallies.append(Tally(sum(pair[2].strict for pair in pairs), len(found), len(gold)))
        whole = add_up(tallies)
        assert list(whole) == [row["agreed"], row["found"], row["gold"]]
        assert whole.value == pytest.approx(row["f1"])


def test_mentions_equal_the_frozen_b_cubed() -> None:
    """B³ of gold spans, clustered by the events that stand on them, is metametric's."""
    for row in load("mentions"):
        sides: list[list[Values]] = []
        for clusters in (row["gold"], row["found"]):
            kinds = sorted(set(clusters))
            spans = [[at for at, one in enumerate(clusters) if one == kind] for kind in kinds]
            sides.append(
                [{**ANCHOR, "actors": [], "on": [SENTENCES[at] for at in ats]} for ats in spans]
            )
        tally = score_case(make_case(sides[0]), find(sides[1])).counts["bcubed"]
        assert tally.value == pytest.approx(row["f1"], abs=1e-5)


# ---- d. ROUGE, e. order ----


def measure_rouge(gold: Sequence[str], found: Sequence[str]) -> dict[str, float]:
    """Our ROUGE."""
    sums, point = Sums(), make_case([], SENTENCES[:1]).gold.key_points[0]
    wanted = [point.model_copy(update={"text": one}) for one in gold]
    (key_point,) = find([], SENTENCES[:1]).key_points
    told = [key_point.model_copy(update={"text": one}) for one in found]
    count_rouge(wanted, told, sums)
    return {kind: sums.counts[kind].agreed for kind in KINDS}


def test_rouge_equals_the_frozen_numbers() -> None:
    """Points are lines for ROUGE-Lsum, and words are stemmed, as rouge-score was run once."""
    for row in load("rouge"):
        assert measure_rouge(row["gold"], row["found"]) == pytest.approx(
            {kind: row[kind] for kind in KINDS}, abs=1e-5
        )


@pytest.mark.parametrize(
    ("gold", "found", "values"),
    [(["Rebels attacked Selm."], ["rebel attack Selm"], (1, 1, 1)), (["one"], [], (0, 0, 0)),
     (["one two three", "four five six"], ["four five six", "one two three"], (1, 4 / 5, 1)),
     (["one two three four"], ["one two"], (2 / 3, 1 / 2, 2 / 3)),
     (["город"], ["город"], (0, 0, 0))],
)  # fmt: skip
def test_rouge_by_hand(gold: list[str], found: list[str], values: tuple[float, ...]) -> None:
    """F1 of words, pairs and common sequences; it cannot read Cyrillic, so it decides nothing."""
    assert tuple(measure_rouge(gold, found).values()) == pytest.approx(values, abs=1e-5)


def measure_order(order: Sequence[int]) -> float:
    """Our tau of key points told in this order."""
    gold, sums = make_case([], SENTENCES[: len(order)]).gold, Sums()
    found = find([], [SENTENCES[at] for at in order]).key_points
    count_points(read_points(gold, found), gold, TEXT, sums)
    return sums.samples["point_order"][0]


def test_order_equals_the_frozen_tau() -> None:
    """Kendall's tau that SciPy gave once is ours."""
    for row in load("order"):
        assert measure_order(row["order"]) == pytest.approx(row["tau"])


@given(st.integers(2, 6).flatmap(lambda size: st.permutations(range(size))))
def test_order_counts_pairs(order: list[int]) -> None:
    """Tau is pairs in order less pairs out of order, over pairs; SciPy says the same."""
    from scipy import stats

    scorer: Any = stats
    pairs = list(itertools.combinations(order, 2))
    signs = [1 if one < other else -1 for one, other in pairs]
    ours = measure_order(order)
    assert ours == pytest.approx(sum(signs) / len(pairs))
    assert ours == pytest.approx(float(scorer.kendalltau(range(len(order)), order).statistic))


# ---- g. what holds of any score ----


@settings(max_examples=60)
@given(SETS, SETS)
def test_every_ratio_is_within_bounds(gold: Drawn, found: Drawn) -> None:
    """Nothing agrees more than was found or was there, and every metric is a known one."""
    for metric, tally in score_case(make_case(gold), find(found)).counts.items():
        assert metric in load_metrics()
        if metric != "point_words":
            assert -1e-9 <= tally.agreed <= min(tally.found, tally.gold) + 1e-9, metric


@settings(max_examples=60)
@given(SETS, SETS, EVENTS)
def test_one_event_too_many_raises_nothing(
    gold: Drawn, found: Drawn, extra: dict[str, Any]
) -> None:
    """An event that pairs with nothing leaves as many pairs and lowers F1."""
    case, result = make_case(gold), find([*found, extra])
    after = align(case.gold.events, result.events)
    assume(all(row[-1].similarity < TAU or not row[-1].is_anchored for row in after.table))
    assert len(after.pairs) == len(align(case.gold.events, result.events[:-1]).pairs)
    more, less = (score_case(case, one).counts["events"] for one in (find(found), result))
    assert (less.value or 0) <= (more.value or 0)


@settings(max_examples=60)
@given(SETS, SETS)
def test_the_order_of_found_events_changes_no_total(gold: Drawn, found: Drawn) -> None:
    """Events told in another order give the same sums, but for ties and shared words."""
    case = make_case(gold)
    once, again = (score_case(case, find(one)).counts for one in (found, found[::-1]))
    table = align(case.gold.events, find(found).events).table
    likeness = [one.similarity for row in table for one in row if one.similarity >= TAU]
    assume(len({*likeness}) == len(likeness))
    for metric in once.keys() - {"bcubed"}:
        assert once[metric] == pytest.approx(again[metric], abs=1e-4), metric


@settings(max_examples=60)
@given(SETS, st.lists(st.sampled_from(SENTENCES), max_size=4, unique=True))
def test_gold_found_is_perfect(events: Drawn, points: list[str]) -> None:
    """Who finds exactly what gold says has 1 in every metric that is not null, and no mistake."""
    unique = {json.dumps({**one, "on": 0}): one for one in events}.values()
    scored = score_case(make_case([*unique], points), find([*unique], points))
    # Events that say little may be as like another as themselves.
    assume(all(one.gold[1:] == one.found[1:] for one in scored.pairs))
    for metric, tally in scored.counts.items():
        if metric in ("point_words", "lead_bias", "evidence_support"):
            continue
        best = 0 if load_metrics()[metric].better == "lower" else 1
        assert tally.value is None or tally.value == pytest.approx(best), metric
    assert not scored.violations
    assert not scored.findings


@settings(max_examples=60)
@given(st.lists(st.tuples(SETS, SETS), max_size=3))
def test_cases_add_up(articles: list[tuple[Drawn, Drawn]]) -> None:
    """The sums of a corpus are those of its cases, and slots are the sum of their slots."""
    scores = [score_case(make_case(gold), find(found)) for gold, found in articles]
    whole = total_all(scores)
    for metric, tally in whole.items():
        assert tally == pytest.approx(total(scores, metric))
    parts = ("type", "actors", "recipients", "target", "location", "date", "figures", "claims")
    if "slots" in whole:
        slots = add_up(whole[f"slot.{one}"] for one in parts)
        assert whole["slots"] == pytest.approx(slots, abs=1e-4)
        assert whole["figures"] == whole["slot_strict.figures"]


# ---- found by these tests ----


def test_equal_parties_go_together_before_alike_ones() -> None:
    """A party told word for word is found, whatever else shares words with both."""
    gold = [
        GoldParty(text="Vantian army", accept=("defence staff",)),
        GoldParty(text="Vantian army command"),
    ]
    found = [Party(text="Vantian army"), Party(text="defence staff office")]
    assert sum(one.strict for _, _, one in match_parties(gold, found).pairs) == 1


def test_equal_figures_go_together_before_alike_ones() -> None:
    """A figure told exactly is found, whoever else is counted by the same source."""
    proof, office = cite(SENTENCES[0]), [{"text": "the ministry"}]
    toll: Values = {"measure": "killed", "text": "n"}
    least: Values = {**toll, "low": 9, "best": 9, "qualifier": "at_least"}
    wanted: list[Values] = [{**least, "claimants": office}, {**toll, "best": 10}]
    said: list[Values] = [least, {**toll, "best": 20, "claimants": office}]
    gold = [GoldFigure.model_validate({**one, "evidence": [proof]}) for one in wanted]
    cited = {"evidence": [{**proof, "segment": "body"}]}
    found = [Figure.model_validate({**one, **cited}) for one in said]
    assert sum(one.strict for _, _, one in match_figures(gold, found).pairs) == 1
