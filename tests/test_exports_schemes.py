"""Results in the form of PLOVER and of ACLED: all that is required, nothing that is made up."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator, FormatChecker

from summarizer.tables import (
    ACLED,
    Export,
    count_left_out,
    read_table,
    to_acled_rows,
    to_plover,
)
from summarizer.tables.interaction import ACTOR_TYPES
from summarizer.tables.tolls import take_toll
from summarizer_schemas.codes import CONTEXTS, EVENT_TYPES, MODES
from summarizer_schemas.record import EventDate, Location, Party, Precision, Realis
from summarizer_schemas.result import ArticleInfo, Result
from tests.export_pieces import NORLAND, VANTIA, cite, count, draw_result, happen, make_result

TEXT = {"type": "string"}
ACTOR = {
    "type": "object",
    "properties": {
        "code": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "sector": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "actor_text": TEXT,
        "entity_name": TEXT,
        "office": TEXT,
    },
    "additionalProperties": False,
}
AUXILIARIES = ("future", "hypothetical", "negation")
PLOVER: Any = Draft202012Validator(  # its methods have no types
    {
        "type": "object",
        "required": ["id", "date", "actor", "event"],
        "properties": {
            "id": {"type": "string", "minLength": 1},
            "date": {"type": ["string", "null"], "format": "date"},
            "enddate": {"type": "string", "format": "date"},
            "actor": {"type": "array", "items": ACTOR},
            "recipient": {"type": "array", "items": ACTOR},
            "event": {
                "type": "array",
                "minItems": 1,
                "items": {"enum": [one for one in EVENT_TYPES if one != "OTHER"]},
            },
            "event_loc": {"type": "object"},
            "event_text": {"type": "array", "items": TEXT},
            "quad_code": {"enum": [None, 1, 2, 3, 4]},
            "mode": {"type": "array", "items": {"enum": [*MODES, *AUXILIARIES]}},
            "context": {"type": "array", "items": {"enum": list(CONTEXTS)}},
            "link": {"type": "array", "items": TEXT},
            "text_info": {"type": "object", "required": ["start", "end"]},
            "cite_info": {"type": "object"},
            "size": {"type": "object", "additionalProperties": {"type": "integer"}},
            "comment": TEXT,
        },
        "additionalProperties": False,
    },
    format_checker=FormatChecker(),
)
REALIS: tuple[Realis, ...] = get_args(Realis)


def on(day: str, days: int = 1, granularity: Any = "day") -> EventDate:
    """Returns a resolved date."""
    start = date.fromisoformat(day)
    return EventDate(
        expressed="then",
        start=start,
        end=start + timedelta(days - 1),
        granularity=granularity,
        basis="explicit",
    )


# ---- PLOVER ----


@given(draw_result())
@settings(max_examples=25)
def test_every_record_has_what_plover_requires(result: Result) -> None:
    """Whatever was found, each record is valid, and each event is there or counted as left out."""
    records = to_plover(result, realis=REALIS)
    for record in records:
        PLOVER.validate(record)
    left_out = count_left_out(result, "plover", realis=REALIS)
    assert len(records) + sum(left_out.values()) == len(result.events)
    assert len({record["id"] for record in records}) == len(records)


def test_a_whole_plover_record() -> None:
    """Each slot of an event has its field, and nothing else is added."""
    event = happen(
        contexts=("military",),
        actors=(Party(text="the army", name="Army of Vantia", country="KEN", sector="MIL"),),
        recipients=(Party(text="farmers"),),
        location=Location(text="near Norburg", place="Norburg", country="SOM"),
        date=on("2024-01-15", 5, "week"),
        figures=(count(9), count(4, measure="wounded")),
    )
    (record,) = to_plover(make_result(event))
    PLOVER.validate(record)
    assert record == {
        "id": "a1-e1",
        "date": "2024-01-15",
        "actor": [
            {"code": "KEN", "sector": "MIL", "actor_text": "the army",
             "entity_name": "Army of Vantia"}
        ],
        "recipient": [{"actor_text": "farmers"}],
        "event": ["ASSAULT"],
        "mode": ["aerial"],
        "context": ["military"],
        "event_text": ["fired"],
        "quad_code": 4,
        "text_info": {"start": 0, "end": 11},
        "cite_info": {
            "citation": "a1", "coder": "embedded", "codebook": "PLOVER 2024-02", "version": "1"
        },
        "enddate": "2024-01-19",
        "event_loc": {
            "extracted_place": "near Norburg", "place": "Norburg", "country_code": "SOM"
        },
        "size": {"dead": 9, "injured": 4},
        "comment": "killed: “9 people”; wounded: “4 people”",
    }  # fmt: skip


def test_no_date_is_made_up() -> None:
    """An event without a day has none, though the day of publication is known."""
    article = ArticleInfo(id="a1", published=date(2024, 1, 19), chars=9, sha256="0" * 64)
    for when in (None, EventDate(expressed="recently", basis="relative")):
        result = make_result(happen(date=when), article=article)
        assert to_plover(result)[0]["date"] is None
        row = to_acled_rows(result)[0]
        assert (row["event_date"], row["year"], row["time_precision"]) == (None, None, None)
        assert "2024-01" not in json.dumps(to_plover(result)) + str(row["notes"])


@pytest.mark.parametrize(
    ("realis", "mode"),
    [("future", "future"), ("hypothetical", "hypothetical"), ("negated", "negation"),
     ("generic", None)],
)  # fmt: skip
def test_what_did_not_happen_is_left_out_or_marked(realis: Realis, mode: str | None) -> None:
    """Only actual events are taken; when asked for, others have PLOVER's auxiliary mode."""
    result = make_result(happen(realis=realis))
    assert to_plover(result) == to_acled_rows(result) == []
    reason = f"{realis}, not actual"
    assert count_left_out(result, "plover") == count_left_out(result, "acled") == {reason: 1}
    (record,) = to_plover(result, realis=[realis])
    assert record["mode"] == ["aerial", *([mode] if mode else [])]
    (row,) = to_acled_rows(result, realis=[realis])
    assert f"[{reason}]" in str(row["notes"])


def test_other_is_no_plover_type() -> None:
    """An event of type OTHER is counted, not forced into a type."""
    result = make_result(happen(type="OTHER", modes=()))
    assert to_plover(result) == []
    assert count_left_out(result, "plover") == {"of type OTHER, which PLOVER has not": 1}


# ---- ACLED ----

DAYS = [
    (on("2024-01-16"), "2024-01-16", 2024, 1),
    (on("2024-01-15", 5, "week"), "2024-01-15", 2024, 2),
    (on("2024-01-14", 3), "2024-01-14", 2024, 2),
    (on("2024-01-01", 31, "month"), "2024-01-01", 2024, 3),
    (on("2023-12-30", 5, "week"), "2023-12-30", None, 2),
    (on("2024-01-01", 366, "year"), None, 2024, None),
    (on("2024-01-01", 200, "month"), None, 2024, None),
    (on("2024-01-01", 3, "unknown"), None, 2024, None),
]


@pytest.mark.parametrize(("when", "day", "year", "precision"), DAYS)
def test_time_precision(
    when: EventDate, day: str | None, year: int | None, precision: int | None
) -> None:
    """A day is 1, a week 2, a month 3; what is longer has no day in ACLED."""
    (row,) = to_acled_rows(make_result(happen(date=when)))
    found = row["event_date"]
    assert found == (date.fromisoformat(day) if day else None)
    assert (row["year"], row["time_precision"]) == (year, precision)


@pytest.mark.parametrize(
    ("precision", "code"),
    [("exact", 1), ("near", 2), ("region", 3), ("country", None), ("unknown", None)],
)
def test_geo_precision(precision: Precision, code: int | None) -> None:
    """Three codes, and none for what is coarser than ACLED's coarsest."""
    place = Location(text="x", place="Norburg", country="SOM", precision=precision)
    (row,) = to_acled_rows(make_result(happen(location=place)))
    assert row["geo_precision"] == code
    assert (row["iso"], row["country"], row["location"]) == (706, "Somalia", "Norburg")
    empty = ("latitude", "longitude", "region", "admin2", "admin3", "source_scale")
    assert [row[name] for name in empty] == [None] * 6


TOLLS = [
    ((), None, None),
    ((count(0, text="No one"),), 0, "“No one”"),
    ((count(9), count(4, subset_of=0)), 9, "“4 people” (a part)"),
    ((count(9, claimants=(VANTIA,)), count(14, claimants=(NORLAND,))), 9, "lowest taken: 9"),
    ((count(9), count(2, status="denied")), 9, "“2 people” (denied)"),
    ((count(9, status="denied"),), None, "“9 people” (denied)"),
    ((count(24, best=None, qualifier="vague", text="dozens"),), 24, "“dozens”"),
    ((count(None, best=None, high=5, text="at most five"),), None, "“at most five”"),
    ((count(500, measure="participants"), count(2, subset_of=0)), 2, "“2 people”"),
]


@pytest.mark.parametrize(("figures", "number", "note"), TOLLS)
def test_fatalities(figures: Any, number: int | None, note: str | None) -> None:
    """The lowest bound of whole counts that nobody denies; the notes quote every count."""
    (row,) = to_acled_rows(make_result(happen(figures=figures)))
    assert row["fatalities"] == number
    assert note is None or note in str(row["notes"])
    assert take_toll(figures, "killed").number == number


def test_actors_are_named_and_typed_where_that_is_known() -> None:
    """An army is a state's force at home and an external one abroad; without a place it is open."""
    army = Party(text="the army", name="Vantian army", country="KEN", sector="MIL")
    rebels = Party(text="rebels", sector="REB")
    people = Party(text="farmers", kind="population")
    home, abroad = (Location(text="x", country=code) for code in ("KEN", "SOM"))

    def read(**values: Any) -> tuple[Any, ...]:
        (row,) = to_acled_rows(make_result(happen(**values)))
        return row["inter1"], row["inter2"], row["interaction"], row["civilian_targeting"]

    assert read(actors=(army,), recipients=(rebels,), location=home) == (
        *("State forces", "Rebel group", "State forces-Rebel group", None),
    )
    assert read(actors=(army,), recipients=(people,), location=abroad) == (
        *("External/Other forces", "Civilians", "Civilians-External/Other forces"),
        "Civilian targeting",
    )
    assert read(actors=(army,)) == (None, None, None, None)
    assert read(actors=(rebels,), location=home) == ("Rebel group", None, "Rebel group only", None)
    (row,) = to_acled_rows(make_result(happen(actors=(army, rebels), recipients=(people,))))
    names = ("actor1", "assoc_actor_1", "actor2", "assoc_actor_2")
    assert [row[name] for name in names] == ["Vantian army", "rebels", "farmers", None]


@pytest.mark.parametrize(
    ("event_type", "sub_event_type", "disorder", "kind"),
    [
        ("Protests", "Peaceful protest", "Demonstrations", "Protesters"),
        ("Riots", "Violent demonstration", "Demonstrations", "Rioters"),
        ("Riots", "Mob violence", "Political violence", "Rioters"),
        ("Strategic developments", "Arrests", "Strategic developments", None),
    ],
)
def test_disorder_type(event_type: str, sub_event_type: str, disorder: str, kind: Any) -> None:
    """It follows from the two types; who demonstrates is a protester or a rioter."""
    crowd = (count(500, measure="participants", text="some\n500"),)
    event = happen(
        acled_event_type=event_type,
        acled_sub_event_type=sub_event_type,
        actors=(Party(text="students", sector="EDU"),),
        figures=crowd,
    )
    (row,) = to_acled_rows(make_result(event))
    assert row["disorder_type"] == disorder
    assert row["inter1"] == (kind or "Civilians")
    assert row["tags"] == ("crowd size=some 500" if kind else None)


@given(draw_result())
@settings(max_examples=25)
def test_acled_rows_can_be_read_back(result: Result) -> None:
    """Every event is a row or counted, with all columns, and a file of them reads as it was."""
    rows = to_acled_rows(result, realis=REALIS)
    left_out = count_left_out(result, "acled", realis=REALIS)
    assert len(rows) + sum(left_out.values()) == len(result.events)
    for row in rows:
        assert list(row) == [column.name for column in ACLED.columns]
        assert row["inter1"] in (None, *ACTOR_TYPES)
    stream = io.BytesIO()
    written = Export("acled", realis=REALIS).write_stream([result], stream)
    assert written.left_out == left_out


def test_an_acled_file_has_its_types(tmp_path: Any) -> None:
    """Days, numbers and texts of a written file come back as such, quotes in notes too."""
    event = happen(date=on("2024-01-16"), figures=(count(9),), evidence=cite('=1 "and" 2\nmore'))
    result = make_result(event)
    path = tmp_path / "acled.csv"
    assert Export("acled").write_files([result], path).results == 1
    assert list(read_table(path, ACLED)) == to_acled_rows(result)
