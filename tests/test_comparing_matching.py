"""Which event of one result is which of the other, as live and corrected articles have them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.comparing import compare_results
from summarizer.comparing.matching import choose_pairs
from summarizer_schemas.record import Event, Party
from tests.comparing_pieces import (
    NORLAND,
    PORT,
    VANTIA,
    at,
    count,
    happen,
    make_result,
    on,
    recall,
)

NEWS = "The death toll of Tuesday's shelling of Norburg harbour has risen to 17, doctors said"
SECOND = "Two people were hurt when shells hit the market of Norburg on Thursday"
BOTH = "Vantia shelled Norburg and Norland's guns answered with fire on the port of Halden"
ANSWER: dict[str, Any] = {"actors": (NORLAND,), "location": at("Halden"), "trigger": "answered"}

BARE: dict[str, Any] = {"actors": (), "location": None, "date": None, "figures": ()}
CASES: list[tuple[str, Event, Event, bool]] = [
    ("a toll that rises", happen(), happen(figures=(count(17, PORT),)), True),
    ("a day corrected", happen(), happen(date=on(9)), True),
    ("a place corrected", happen(), happen(location=at("Halden")), True),
    ("the other side blamed", happen(), happen(actors=(NORLAND,)), True),
    ("those who did it named", happen(actors=(Party(text="gunmen"),)), happen(), True),
    ("a type corrected", happen(), happen(type="MOBILIZE"), True),
    ("planned, then done", recall(realis="future"), recall(trigger="recalls"), True),
    ("the news written anew", happen(), happen(NEWS, trigger="shelling"), True),
    ("first only the words", happen(**BARE), happen(), True),
    ("a second strike on the town", happen(), happen(SECOND, date=on(12), figures=()), False),
    ("the same day in another town", happen(), happen(SECOND, location=at("Halden")), False),
    ("an answer in the same sentence", happen(BOTH), happen(BOTH, **ANSWER), False),
    ("another deed in the sentence", happen(), happen(type="ACCUSE", trigger="said"), False),
    ("only the type", happen(**BARE), happen("Gunmen fired on a bus", trigger="fired"), False),
    (
        "the other way round",
        happen(recipients=(NORLAND,)),
        happen(SECOND, actors=(NORLAND,), recipients=(VANTIA,), location=None),
        False,
    ),
]


@pytest.mark.parametrize(
    ("before", "after", "is_one"), [one[1:] for one in CASES], ids=[one[0] for one in CASES]
)
@pytest.mark.parametrize("turned", [False, True])
def test_one_happening_is_known_again(
    before: Event,
    after: Event,
    is_one: bool,  # noqa: FBT001 - a case of the table
    turned: bool,  # noqa: FBT001 - a case of the table
) -> None:
    """What a live article corrects or adds is the same happening; another one is not."""
    first, later = make_result(before), make_result(after)
    found = compare_results(later, first) if turned else compare_results(first, later)
    assert bool(found.matched) == is_one


def test_of_two_strikes_each_finds_its_own() -> None:
    """Two alike events are paired by what tells them apart, whatever their ids say."""
    first = happen()
    second = happen(SECOND, 300, id="e2", date=on(12), figures=(), trigger="hit")
    later = [
        second.model_copy(update={"id": "e1", "realis": "negated"}),
        happen(id="e2", figures=(count(17, PORT),)),
    ]
    found = compare_results(make_result(first, second), make_result(*later))
    assert {(one.id_before, one.id_after) for one in found.matched} == {("e1", "e2"), ("e2", "e1")}


PAIRS = st.dictionaries(
    st.tuples(st.integers(0, 5), st.integers(0, 5)), st.sampled_from([0.1, 0.2, 0.3]), max_size=20
)


@given(PAIRS)
def test_chosen_pairs_are_stable(costs: dict[tuple[int, int], float]) -> None:
    """Each stands in one pair at most, no two would rather have each other, and sides may turn."""
    chosen = choose_pairs((cost, *pair) for pair, cost in costs.items())
    rows, columns = dict(chosen), {column: row for row, column in chosen}
    assert len(rows) == len(columns) == len(chosen)
    for (row, column), cost in costs.items():
        rivals = [costs[row, rows[row]]] if row in rows else []
        rivals += [costs[columns[column], column]] if column in columns else []
        assert any(one <= cost for one in rivals)
    turned = choose_pairs((cost, column, row) for (row, column), cost in costs.items())
    assert sorted(turned) == sorted((column, row) for row, column in chosen)
