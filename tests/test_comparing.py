"""Two results of one article: what differs is told once, and nothing else is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.comparing import (
    Change,
    EventDiff,
    PointDiff,
    ResultDiff,
    compare_results,
    list_event_keys,
    make_event_key,
)
from summarizer.comparing.wording import mark_words
from summarizer_schemas.record import Claim, Event, Link, Party, Target
from summarizer_schemas.result import Failure, Result
from tests.comparing_pieces import (
    MAYOR,
    NORLAND,
    PORT,
    STRIKE,
    VANTIA,
    at,
    cite,
    count,
    draw_events,
    draw_results,
    happen,
    make_result,
    move,
    on,
    point,
    recall,
    renumber,
)


def find_changes(before: Event, after: Event) -> list[tuple[str, str, str, str]]:
    """Returns field, label and words of what differs in one event that stands in both results."""
    found = compare_results(make_result(before), make_result(after))
    assert {one.kind for one in found.events} <= {"changed"}
    return [
        (one.field, one.label, one.said_before, one.said_after)
        for event in found.events
        for one in event.changes
    ]


RED = Party(text="the Red Lantern group", name="Red Lantern", kind="armed_group")
SAID = Claim(claimant=PORT, cue="said", stance="claims", evidence=cite("the port authority said"))
CHANGES: list[tuple[dict[str, Any], dict[str, Any], list[tuple[str, str, str, str]]]] = [
    (
        {"figures": (count(12, PORT),)},
        {"figures": (count(17, PORT),)},
        [("figures", "killed (people), the port authority", "12", "17")],
    ),
    (
        {"figures": (count(12, low=12, high=None, qualifier="at_least"),)},
        {"figures": (count(12),)},
        [("figures", "killed (people)", "at least 12", "12")],
    ),
    (
        {"figures": (count(12, low=10, high=14),)},
        {"figures": (count(12, low=10, high=20),)},
        [("figures", "killed (people)", "12 (10–14)", "12 (10–20)")],
    ),
    (
        {"figures": (count(12, PORT),)},
        {"figures": (count(12),)},
        [("figures", "killed (people)", "12 (the port authority)", "12 (nobody named)")],
    ),
    (
        {"figures": (count(12), count(4, group="children", subset_of=0))},
        {"figures": (count(17), count(4, group="children", subset_of=0))},
        [("figures", "killed (people)", "12", "17")],
    ),
    ({"date": on(10)}, {"date": on(11)}, [("date", "", "2026-03-10", "2026-03-11")]),
    ({"date": None}, {"date": on(11)}, [("date", "", "", "2026-03-11")]),
    ({}, {"location": at("Halden")}, [("location", "", "Norburg", "Halden")]),
    (
        {},
        {"location": at("Norburg").model_copy(update={"precision": "near"})},
        [("location", "", "Norburg (precision exact)", "Norburg (precision near)")],
    ),
    (
        {"actors": (Party(text="gunmen"),)},
        {"actors": (RED,)},
        [("actors", "", "gunmen", "Red Lantern")],
    ),
    (
        {"actors": (RED,)},
        {"actors": (RED.model_copy(update={"country": "AAA"}),)},
        [("actors", "", "Red Lantern (country not told)", "Red Lantern (country AAA)")],
    ),
    ({"recipients": ()}, {"recipients": (NORLAND,)}, [("recipients", "", "", "Norland")]),
    ({}, {"type": "MOBILIZE"}, [("type", "", "ASSAULT", "MOBILIZE")]),
    ({"realis": "future"}, {}, [("realis", "", "future", "actual")]),
    ({}, {"modes": ("heavy-weapons",)}, [("modes", "", "", "heavy-weapons")]),
    (
        {"target": Target(text="a depot")},
        {"target": Target(text="a depot", described_by=VANTIA)},
        [("target", "", "a depot", "a depot (so Vantia)")],
    ),
    (
        {"claims": (SAID,)},
        {"claims": (SAID.model_copy(update={"stance": "confirms"}),)},
        [("claims", "", "the port authority claims", "the port authority confirms")],
    ),
]


@pytest.mark.parametrize(("before", "after", "changes"), CHANGES)
def test_one_change_is_told_once(
    before: dict[str, Any], after: dict[str, Any], changes: list[tuple[str, str, str, str]]
) -> None:
    """What was corrected in an event is one change, with the words of before and after."""
    assert find_changes(happen(**before), happen(**after)) == changes


SAME: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"recipients": (Party(text="12 people"),)}, {"recipients": (Party(text="12 people"),)}),
    ({"actors": (VANTIA, NORLAND)}, {"actors": (NORLAND, VANTIA)}),
    ({"actors": (PORT,)}, {"actors": (PORT.model_copy(update={"text": "The Port Authority"}),)}),
    ({"date": on(10)}, {"date": on(10, expressed="10 March", basis="explicit")}),
    ({"figures": (count(12),)}, {"figures": (count(12, text="twelve people"),)}),
    ({"figures": (count(1), count(2))}, {"figures": (count(2), count(1))}),
    ({"claims": (SAID,)}, {"claims": (SAID.model_copy(update={"cue": "told us"}),)}),
    ({"trigger": "the “hit”"}, {"trigger": 'The "hit"'}),
]


@pytest.mark.parametrize(("before", "after"), SAME)
def test_wording_is_no_change(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Another order, another spelling or another way to say the same is no difference."""
    assert find_changes(happen(**before), happen(**after)) == []


def test_people_who_are_only_counted_are_told_as_a_toll() -> None:
    """Where those hit are "12 people", then "17 people", the toll changes and nobody else."""
    before = happen(recipients=(Party(text="12 people"),), figures=(count(12),))
    after = happen(recipients=(Party(text="17 people"),), figures=(count(17),))
    assert [field for field, *_ in find_changes(before, after)] == ["figures"]


def test_rival_tolls_stay_apart() -> None:
    """Each claimant's toll is compared with its own, however near another one's number is."""
    before = happen(figures=(count(12, PORT), count(17, MAYOR)))
    after = happen(figures=(count(17, PORT), count(18, MAYOR)))
    assert find_changes(before, after) == [
        ("figures", "killed (people), the port authority", "12", "17"),
        ("figures", "killed (people), the mayor", "17", "18"),
    ]


def test_links_are_compared_by_what_they_lead_to() -> None:
    """A link to the same happening under another id is the same; one to another is not."""
    strike, talks = (
        happen(),
        recall(id="e3", type="CONSULT", trigger="talks", evidence=cite("Talks")),
    )
    answer = recall(links=(Link(type="response_to", target="e1"),))
    later = [strike.model_copy(update={"id": "e5"}), talks.model_copy(update={"id": "e1"})]
    moved = answer.model_copy(update={"links": (Link(type="response_to", target="e5"),)})
    first = make_result(strike, answer, talks)
    assert compare_results(first, make_result(*later, moved)).kind == "same"
    astray = answer.model_copy(update={"links": (Link(type="response_to", target="e1"),)})
    [event] = compare_results(first, make_result(*later, astray)).events
    assert [(one.field, one.kind) for one in event.changes] == [("links", "new"), ("links", "gone")]


def test_key_points_are_matched_by_their_words() -> None:
    """One that was reworded is changed; one without a like is new or gone; order is nothing."""
    before = make_result(points=[point("Shells killed 12 people in Norburg."), point("Rain fell.")])
    after = make_result(
        points=[point("Talks began."), point("Shells killed 17 people in Norburg.")]
    )
    found = [(one.kind, len(one.changes)) for one in compare_results(before, after).key_points]
    assert found == [("changed", 1), ("new", 0), ("gone", 0)]


def test_who_says_a_key_point_is_compared() -> None:
    """A claimant who is named later is a change of the key point."""
    before, after = point("Twelve died."), point("Twelve died.", MAYOR)
    [found] = compare_results(make_result(points=[before]), make_result(points=[after])).key_points
    assert [(one.field, one.said_after) for one in found.changes] == [("claimants", "the mayor")]


def test_the_article_s_own_data_are_compared() -> None:
    """A new headline is told; a text that was edited is no difference by itself."""
    before = make_result(happen())
    after = make_result(happen(), title="17 dead in Norburg", text="edited")
    found = compare_results(before, after)
    assert [(one.field, one.said_after) for one in found.changes] == [
        ("title", "17 dead in Norburg")
    ]
    assert found.text_changed
    assert compare_results(before, make_result(happen(), text="edited")).kind == "same"


def test_a_failed_result_takes_nothing_away() -> None:
    """An article that could not be read has lost no events: only the status differs."""
    failure = Failure(kind="provider", message="nobody answered")
    failed = make_result(status="failed", error=failure)
    found = compare_results(make_result(happen()), failed)
    assert [one.field for one in found.changes] == ["status", "error"]
    assert (found.unread, found.events) == (True, ())


# ---- properties ----


@settings(max_examples=15)
@given(draw_results())
def test_a_result_does_not_differ_from_itself(result: Result) -> None:
    """A result compared with itself has no difference, and each event is its own partner."""
    found = compare_results(result, result)
    assert found.kind == "same"
    assert sorted(one.id_before for one in found.matched) == sorted(e.id for e in result.events)


@settings(max_examples=20)
@given(draw_events(), st.data(), st.integers(0, 500))
def test_order_ids_and_offsets_do_not_matter(
    events: list[Event], data: st.DataObject, by: int
) -> None:
    """Events in another order, under other ids, further down in the text: no difference."""
    order = data.draw(st.permutations(range(len(events))))
    later = renumber(move(events, by), order)
    assert compare_results(make_result(*events), make_result(*later)).kind == "same"


def items_of(diff: ResultDiff) -> list[EventDiff | PointDiff]:
    """Returns the events and key points that differ."""
    return [*diff.events, *diff.key_points]


def outline(diff: ResultDiff, *, mirrored: bool = False) -> list[str]:
    """Returns what differs, in no order; mirrored, with before and after in each other's place."""
    swap = {"new": "gone", "gone": "new", "changed": "changed"}

    def sketch(changes: tuple[Change, ...]) -> list[Any]:
        rows = [(one.field, one.before, one.after) for one in changes]
        return sorted(map(repr, [(a, c, b) if mirrored else (a, b, c) for a, b, c in rows]))

    items = [
        (swap[one.kind] if mirrored else one.kind, *sides, sketch(one.changes))
        for one in items_of(diff)
        for sides in [(one.after, one.before) if mirrored else (one.before, one.after)]
    ]
    return sorted(map(repr, [*items, sketch(diff.changes)]))


@settings(max_examples=20)
@given(draw_results(), draw_results())
def test_looking_back_mirrors_looking_forward(before: Result, after: Result) -> None:
    """From b to a, what was new is gone, and each change is the other way round."""
    forth, back = compare_results(before, after), compare_results(after, before)
    # A link names its target by the id it has on its own side, so ids are no matter here.
    assert outline(forth) == outline(back, mirrored=True)


@settings(max_examples=20)
@given(draw_results(), draw_results())
def test_every_event_is_told_of(before: Result, after: Result) -> None:
    """Each event stands in one pair, or is new, or is gone: none is lost, none stands twice."""
    found = compare_results(before, after)
    gone = [one.before.id for one in found.events if one.kind == "gone" and one.before]
    new = [one.after.id for one in found.events if one.kind == "new" and one.after]
    assert sorted([*gone, *(one.id_before for one in found.matched)]) == [
        one.id for one in before.events
    ]
    assert sorted([*new, *(one.id_after for one in found.matched)]) == [
        one.id for one in after.events
    ]


@settings(max_examples=15)
@given(draw_results(), draw_results())
def test_the_json_form_is_plain(before: Result, after: Result) -> None:
    """The JSON form of any difference is JSON."""
    found = compare_results(before, after).to_dict()
    assert json.loads(json.dumps(found)) == found


@settings(max_examples=15)
@given(draw_events())
def test_keys_name_each_event_once(events: list[Event]) -> None:
    """No two events of a result share a key, and neither offsets nor tolls are in it."""
    keys = list_event_keys(make_result(*events))
    assert len(set(keys.values())) == len(events)
    later = [one.model_copy(update={"figures": (count(99),)}) for one in move(events, 7)]
    assert list_event_keys(make_result(*later)) == keys


def test_a_key_changes_with_day_place_and_name() -> None:
    """A corrected day, place, type or named party makes another key; a new toll or claim none."""
    key = make_event_key(happen())
    same: list[dict[str, Any]] = [
        {"figures": (count(17),)},
        {"claims": (SAID,)},
        {"realis": "future"},
        {"trigger": "struck"},
        {"recipients": (Party(text="17 people"),)},
    ]
    other: list[dict[str, Any]] = [
        {"date": on(11)},
        {"location": at("Halden")},
        {"actors": (NORLAND,)},
        {"type": "COERCE"},
    ]
    assert {make_event_key(happen(**one)) for one in same} == {key}
    assert len({key, *(make_event_key(happen(**one)) for one in other)}) == 5


@given(st.text(max_size=60), st.text(max_size=60))
def test_marked_words_are_both_texts(before: str, after: str) -> None:
    """Pieces that are not new make the earlier text, those that are not gone the later one."""
    pieces = mark_words(before, after)
    assert "".join(one.text for one in pieces if one.kind != "new") == before
    assert "".join(one.text for one in pieces if one.kind != "gone") == after


def test_the_strike_is_one_event_when_its_toll_rises() -> None:
    """The sentence with another number in it still tells of the same strike."""
    later = happen(STRIKE.replace("12", "17"), 40, figures=(count(17, PORT),))
    [found] = compare_results(make_result(happen()), make_result(later)).events
    assert found.key_before == found.key_after
