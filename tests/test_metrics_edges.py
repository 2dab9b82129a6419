"""Metrics at their edges: what is left out, taken for background, or kept apart."""

from __future__ import annotations

from typing import Any

import pytest

from summarizer_evals.gold.records import GoldParty
from summarizer_evals.metrics.alignment import align
from summarizer_evals.metrics.scoring import score_case
from summarizer_evals.metrics.slots import compare_party
from summarizer_evals.metrics.words import list_stems, normalise_party
from summarizer_evals.scores import Tally
from summarizer_schemas.record import Party
from tests import test_metrics_mistakes as mistakes
from tests.test_metrics_events import (
    BRIDGE,
    GUNS,
    HABIT,
    POLICE,
    RAID,
    Values,
    count,
    make_case,
    make_found,
)


def aligned(gold: Values, found: Values) -> bool:
    """Whether two events are taken for one."""
    return bool(align(make_case([gold]).events, [make_found(found)]).pairs)


def test_two_towns_of_one_country_are_two_places() -> None:
    """Attacks that share but the country of their places are not one."""
    norburg = {"location": {"text": "Norburg", "country": "NOR"}}
    selm = {"location": {"text": "Selm", "country": "NOR"}}
    assert not aligned(norburg, selm)
    assert aligned(norburg, {"location": {"text": "Norburg", "country": "NOR"}})


def test_an_event_without_its_actor_is_still_found() -> None:
    """Where no slot is filled on both sides, the same words make two events of a type one."""
    gold = {"actors": ["Vantia"], "on": [GUNS]}
    assert aligned(gold, {"on": [GUNS]})
    assert not aligned(gold, {"on": [BRIDGE]})


def test_a_likest_event_of_other_place_hides_no_second_telling() -> None:
    """Told twice is told of the gold event that matches."""
    gold = [RAID, {"type": "ASSAULT", "actors": ["rebels"], "on": [POLICE]}]
    got = count(gold, [RAID, {**RAID, "date": "2024-01-17"}])
    assert got["split"] == Tally(1, 2, 2)


def test_background_is_known_in_a_longer_quote() -> None:
    """An event that cites a background phrase among other words is that background."""
    item = {"id": "b1", "type": "ASSAULT", "evidence": cite_words(HABIT)}
    got = count([], [{"on": [HABIT + ". A bridge fell"]}], background=[item])
    assert got["hallucination"] == Tally(0, 1, 1)


def cite_words(words: str) -> dict[str, Any]:
    """A span of the article of the event tests."""
    from tests.test_metrics_events import cite

    return cite(words)


def test_what_was_not_annotated_is_not_missed() -> None:
    """Gold that says its events were not annotated misses none, and has no violation for them."""
    case = mistakes.make_case([{"must": True}], has_events=False)
    scored = score_case(case, mistakes.make_result())
    assert not scored.violations
    assert not scored.findings
    assert "events" not in scored.counts


def test_a_link_to_an_optional_event_may_be_missing() -> None:
    """Nobody has to link to an event that nobody has to find."""
    link = [{"type": "follows", "target": "g2"}]
    gold = [{**RAID, "links": link}, {"type": "CONSULT", "on": [POLICE], "optional": True}]
    assert count(gold, [RAID])["slot.links"] == Tally(0, 0, 0)
    needed = [gold[0], {**gold[1], "optional": False}]
    assert count(needed, [RAID])["slot.links"] == Tally(0, 0, 1)


def test_a_toll_where_gold_has_none_is_wrong() -> None:
    """Dead that the article does not give this event are a hard violation."""
    case = mistakes.make_case([{}])
    scored = score_case(case, mistakes.make_result([{"figures": [("killed", 50)]}]))
    assert [one.key for one in scored.violations] == ["casualty_wrong:g1.killed"]


def test_attributes_count_only_where_there_is_a_party() -> None:
    """Two events without parties agree in no kind, country or sector."""
    got = count([{"on": [GUNS]}], [{"on": [GUNS]}])
    assert not [name for name in got if name.startswith("null.party")]


@pytest.mark.parametrize(("one", "other"), [("her", "their"), ("कीमत", "कामत"), ("the", "a")])
def test_words_that_are_all_grammar_or_marks_stay_apart(one: str, other: str) -> None:
    """What is left of a mention after normalising is never nothing."""
    assert normalise_party(one) != normalise_party(other)
    assert compare_party(GoldParty(text=one), Party(text=other)).strict == 0


def test_vowel_signs_belong_to_their_word() -> None:
    """A word of Devanagari or with combining accents is one word."""
    assert len(list_stems("कीमत", "hi")) == 1
    assert list_stems("Cafe\u0301", "fr") == list_stems("Café", "fr")


ATTRIBUTES: list[tuple[str, Values, Values, Tally]] = [
    ("certainty", {"certainty": "probable"}, {"certainty": "probable"}, Tally(1, 1, 1)),
    ("certainty", {"certainty": "probable"}, {"certainty": "certain"}, Tally(0, 1, 1)),
    ("certainty", {"certainty": "probable"}, {}, Tally(0, 0, 1)),
    (
        "certainty",
        {"certainty": "probable", "certainty_accept": ["possible"]},
        {"certainty": "possible"},
        Tally(1, 1, 1),
    ),
    ("certainty", {}, {"certainty": "certain"}, Tally(0, 0, 0)),
    (
        "place_precision",
        {"location": {"text": "Norburg", "precision": "exact", "precision_accept": ["near"]}},
        {"location": {"text": "Norburg", "precision": "near"}},
        Tally(1, 1, 1),
    ),
    (
        "place_precision",
        {"location": {"text": "Norburg", "precision": "exact"}},
        {"location": {"text": "Norburg", "precision": "country"}},
        Tally(0, 1, 1),
    ),
    ("place_precision", {"location": "Norburg"}, {"location": "Norburg"}, Tally(0, 0, 0)),
    (
        "figure_status",
        {"figures": [{"measure": "killed", "best": 9, "status": "claimed"}]},
        {"figures": [{"measure": "killed", "best": 9, "status": "asserted"}]},
        Tally(0, 1, 1),
    ),
    (
        "figure_status",
        {
            "figures": [
                {
                    "measure": "killed",
                    "best": 9,
                    "status": "claimed",
                    "status_accept": ["asserted"],
                }
            ]
        },
        {"figures": [{"measure": "killed", "best": 9, "status": "asserted"}]},
        Tally(1, 1, 1),
    ),
]


@pytest.mark.parametrize(("slot", "gold", "found", "tally"), ATTRIBUTES)
def test_what_is_said_of_paired_values_is_counted(
    slot: str, gold: Values, found: Values, tally: Tally
) -> None:
    """Certainty, precision of a place and status of a figure count where gold says them."""
    assert count([{**RAID, **gold}], [{**RAID, **found}])[f"slot.{slot}"] == tally
