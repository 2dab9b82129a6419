"""What the article does not bear out is asked for once more, and only what comes back better."""

from __future__ import annotations

import pytest

from summarizer.hooks import Notice
from tests.test_flow import (
    ARREST,
    ATTACK,
    DROWNED,
    HELD,
    SANK,
    SHOT,
    SINKING,
    Line,
    Play,
    fail,
    list_reasons,
    list_texts,
    list_triggers,
    make_answer,
    make_event,
    make_party,
    make_point,
    make_repair,
    play,
    say,
)

__all__ = ["play"]

TEN = make_point("Ten people drowned when a ferry sank off Selm.", SANK)
"""A key point whose number is not that of its quote."""
TEN_ATTACKED = make_event("attacked", SHOT.replace("Wednesday", "Thursday"), type="ASSAULT")
"""An event whose quote has another weekday."""
BROKEN = {**ATTACK, "type": "RAID"}
"""An event of a type that the schema does not have."""


def count_quote(number: str) -> Line:
    """Returns the event with a figure that has this number."""
    figure = {**SINKING["figures"][0], "quote": f"{number} people drowned"}
    return {**SINKING, "figures": [{**figure, "text": f"{number} people"}]}


# ---- better ----


@pytest.mark.parametrize(
    ("said", "mended"),
    [
        pytest.param(
            make_answer([TEN], [SINKING]),
            make_repair({"k1": DROWNED}, {}),
            id="a number that is not in the quotes",
        ),
        pytest.param(
            make_answer([make_point("Anna Velk held a captain.", HELD)], [SINKING]),
            make_repair({"k1": DROWNED}, {}),
            id="a name that is not in the quotes",
        ),
        pytest.param(
            make_answer([make_point(DROWNED["text"], SANK.replace("nine", "ten"))], [SINKING]),
            make_repair({"k1": DROWNED}, {}),
            id="another number in a quote",
        ),
        pytest.param(
            make_answer([make_point(DROWNED["text"], SANK.replace("Selm", "Halden"))], [SINKING]),
            make_repair({"k1": DROWNED}, {}),
            id="another name in a quote",
        ),
        pytest.param(
            make_answer([DROWNED], [count_quote("ten")]),
            make_repair({}, {"e1": SINKING}),
            id="another number in a figure",
        ),
        pytest.param(
            make_answer([DROWNED], [{**SINKING, "actors": [make_party("a crew", name="Bo")]}]),
            make_repair({}, {"e1": SINKING}),
            id="a party that is not in the article",
        ),
        pytest.param(
            make_answer([DROWNED], [{**SINKING, "type": "SHIPWRECK"}]),
            make_repair({}, {"e1": SINKING}),
            id="an item that does not fit the schema",
        ),
    ],
)
def test_an_item_that_comes_back_better_is_taken(play: Play, said: Line, mended: Line) -> None:
    """With one question more the result is as if it had been right at once."""
    right = play(say("article", make_answer([DROWNED], [SINKING])))
    result = play(say("article", said), say("repair", mended))
    assert (result.status, result.rejected, result.warnings) == ("ok", (), ())
    assert (result.key_points, result.events) == (right.key_points, right.events)
    assert result.usage.requests == 2


def test_only_what_failed_is_asked_for(play: Play) -> None:
    """The question names the failing item with its reason, and shows the sentence it is about."""
    lines = [
        say("article", make_answer([DROWNED, TEN], [SINKING, ARREST])),
        say("repair", make_repair({"k2": None}, {}), contains="k2 {"),
    ]
    for words in ("do not hold this number: Ten people", f"\n{SANK}, the coast guard said.\n"):
        lines[1]["match"]["contains"] = words
        assert play(*lines).warnings == ()
    for words in ("k1 {", "e1 {", "an inquiry"):
        lines[1]["match"]["contains"] = words
        assert play(*lines).warnings == ("repair_failed: provider",)


# ---- no better ----


@pytest.mark.parametrize(
    ("back", "reason"),
    [
        pytest.param(TEN, "number_missing", id="as it was"),
        pytest.param(make_point("Ten drowned.", SANK), "number_missing", id="in other words"),
        pytest.param(make_point("A ship sank.", "A ship sank"), "number_missing", id="made up"),
        pytest.param(None, "number_missing", id="null"),
    ],
)
def test_a_key_point_still_flagged_is_rejected(play: Play, back: Line | None, reason: str) -> None:
    """What was said first is listed with its reason; the other items stay."""
    result = play(
        say("article", make_answer([DROWNED, TEN], [SINKING])),
        say("repair", make_repair({"k2": back}, {})),
    )
    assert result.status == "partial"
    assert [(one.kind, one.reason) for one in result.rejected] == [("key_point", reason)]
    assert "Ten" in result.rejected[0].text
    assert (list_texts(result), list_triggers(result)) == ([DROWNED["text"]], ["sank"])


def test_an_event_that_comes_back_no_better_stays_as_it_was(play: Play) -> None:
    """The event is kept without the figure that is wrong, which is listed with its reason."""
    result = play(
        say("article", make_answer([DROWNED], [count_quote("ten"), ARREST])),
        say("repair", make_repair({}, {"e1": count_quote("twelve")})),
    )
    assert result.status == "partial"
    assert list_triggers(result) == ["sank", "arrested"]
    assert result.events[0].figures == ()
    assert [one.text for one in result.rejected] == ["ten people drowned", "ten people"]
    assert list_reasons(result)[0] == ("evidence", "number_changed")


def test_null_drops_nothing_else(play: Play) -> None:
    """An item that comes back as null takes neither its neighbours nor its own good parts along."""
    result = play(
        say("article", make_answer([TEN, DROWNED], [count_quote("ten"), ARREST, TEN_ATTACKED])),
        say("repair", make_repair({"k1": None}, {"e1": None, "e3": None})),
    )
    assert list_texts(result) == [DROWNED["text"]]
    assert list_triggers(result) == ["sank", "arrested"]
    assert ("event", "ungrounded") in list_reasons(result)
    assert ("key_point", "number_missing") in list_reasons(result)


def test_an_item_nobody_asked_for_is_left_out(play: Play) -> None:
    """A repair changes what failed and nothing else, whatever else comes back with it."""
    result = play(
        say("article", make_answer([TEN], [SINKING])),
        say("repair", make_repair({"k1": DROWNED}, {"e1": ARREST, "e2": ATTACK, "e7": ATTACK})),
    )
    assert (result.status, list_triggers(result)) == ("ok", ["sank"])


def test_a_broken_item_that_does_not_come_back_is_rejected(play: Play) -> None:
    """What did not fit the schema, and was not put right, is listed as it was written."""
    result = play(
        say("article", make_answer([DROWNED], [BROKEN, SINKING])),
        say("repair", make_repair({}, {})),
    )
    assert result.status == "partial"
    assert list_reasons(result) == [("event", "does_not_fit_schema")]
    assert "RAID" in result.rejected[0].text
    assert list_triggers(result) == ["sank"]


# ---- no repair ----


def test_without_repair_nothing_is_asked(play: Play) -> None:
    """With `repair=False` the first answer is all there is, flags and broken items included."""
    asked: list[Notice] = []
    result = play(
        say("article", make_answer([TEN], [SINKING, BROKEN])),
        repair=False,
        on_notice=asked.append,
    )
    assert (result.usage.requests, result.warnings) == (1, ())
    assert result.key_points[0].flags == ("number_missing: Ten people",)
    assert list_reasons(result) == [("event", "does_not_fit_schema")]
    assert "repair" not in [one.kind for one in asked]


@pytest.mark.parametrize("kind", ["refused", "provider", "truncated", "invalid", "budget"])
def test_a_repair_that_fails_leaves_the_result_whole(play: Play, kind: str) -> None:
    """Nothing is lost when the second question is not answered; a warning says so."""
    result = play(
        say("article", make_answer([TEN, DROWNED], [count_quote("ten"), ARREST])),
        fail("repair", kind),
    )
    assert result.error is None
    assert result.warnings == (f"repair_failed: {kind}",)
    assert list_texts(result) == [TEN["text"], DROWNED["text"]]
    assert result.key_points[0].flags == ("number_missing: Ten people",)
    assert list_triggers(result) == ["sank", "arrested"]
    assert result.usage.requests == 2


# ---- answers to a repair that are odd themselves ----


def test_a_broken_item_that_comes_back_as_null_is_listed(play: Play) -> None:
    """An item that nothing supports is rejected like any other, not forgotten."""
    result = play(
        say("article", make_answer([DROWNED], [BROKEN])),
        say("repair", make_repair({}, {"e1": None})),
    )
    assert (result.status, list_reasons(result)) == (
        "partial",
        [("event", "does_not_fit_schema")],
    )


def test_broken_items_come_back_in_any_order(play: Play) -> None:
    """Each item that did not fit the schema has a place of its own, and stands there once."""
    broken = [{**one, "type": "RAID"} for one in (ARREST, ATTACK)]
    result = play(
        say("article", make_answer([DROWNED], [SINKING, *broken])),
        say(
            "repair",
            {
                "key_points": [],
                "events": [
                    {"item": name, "event": one} for name, one in (("e3", ATTACK), ("e2", ARREST))
                ],
            },
        ),
    )
    assert (result.status, list_triggers(result)) == ("ok", ["sank", "arrested", "attacked"])


def test_a_broken_item_that_comes_back_points_at_nothing(play: Play) -> None:
    """Its positions were those of an answer that had it; none leads to another event now."""
    linked = {
        **ARREST,
        "date_anchor": 1,
        "links": [{"quote": None, "type": "follows", "target": 1}],
    }
    result = play(
        say("article", make_answer([DROWNED], [{**linked, "type": "RAID"}, SINKING, ATTACK])),
        say("repair", make_repair({}, {"e3": linked})),
    )
    assert list_triggers(result) == ["sank", "arrested", "attacked"]
    assert [event.links for event in result.events] == [(), (), ()]


def test_a_repair_that_does_not_fit_the_schema_changes_nothing(play: Play) -> None:
    """An item that is broken when it comes back stays as it was, and is listed once."""
    result = play(
        say("article", make_answer([DROWNED], [SINKING, BROKEN])),
        say("repair", make_repair({}, {"e2": BROKEN})),
    )
    assert list_reasons(result) == [("event", "does_not_fit_schema")]
    assert list_triggers(result) == ["sank"]


def test_an_item_under_the_name_of_another_kind_is_left_out(play: Play) -> None:
    """A key point that comes back under the id of an event takes nobody's place."""
    point = make_point("Police arrested the captain.", HELD)
    for item, event in (("k1", ARREST), ("e1", ATTACK)):
        repair = make_repair({"e1": point}, {item: event})
        result = play(say("article", make_answer([DROWNED], [BROKEN])), say("repair", repair))
        assert list_texts(result) == [DROWNED["text"]]
        assert list_triggers(result) == ([] if item == "k1" else ["attacked"])


def test_an_event_is_not_given_up_for_a_made_up_one(play: Play) -> None:
    """A repair whose quotes stand nowhere takes no place, however few its other faults are."""
    faulty = {
        **count_quote("ten"),
        "actors": [make_party("a pirate")],
        "location": "the port of Brask",
    }
    result = play(
        say("article", make_answer([DROWNED], [faulty])),
        say("repair", make_repair({}, {"e1": make_event("sank", "A ship went down in a storm")})),
    )
    assert list_triggers(result) == ["sank"]
    assert ("field", "not_found") in list_reasons(result)
    assert ("event", "ungrounded") not in list_reasons(result)
