"""Merging: one happening is one event, in whatever order its mentions come."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from summarizer.merging import merge_events
from summarizer_schemas.record import (
    Claim,
    Event,
    EventDate,
    Evidence,
    Figure,
    Link,
    Location,
    Party,
)

VANTIA = Party(text="Vantia", name="Vantia", kind="state", country="VUT")
NORLAND = Party(text="Norland", name="Norland", kind="state", country="NOR")
REBELS = Party(text="rebels", kind="armed_group")


def quote(start: int, words: str = "attack") -> Evidence:
    """Evidence at a place of an imagined article."""
    return Evidence(quote=words, start=start, end=start + len(words), segment="body")


def day(number: int) -> EventDate:
    """A day of January 2024."""
    when = date(2024, 1, number)
    return EventDate(
        expressed="x",
        edtf=when.isoformat(),
        start=when,
        end=when,
        granularity="day",
        basis="relative",
    )


def event(number: int, start: int, **values: Any) -> Event:
    """An attack told at `start`."""
    given: dict[str, Any] = {
        "id": f"e{number}",
        "type": "ASSAULT",
        "trigger": "attack",
        "evidence": (quote(start),),
    }
    return Event(**(given | values))


def killed(count: int, start: int, **values: Any) -> Figure:
    """A toll."""
    return Figure(
        measure="killed",
        low=count,
        best=count,
        high=count,
        text=str(count),
        evidence=(quote(start),),
        **values,
    )


SAME: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"actors": (VANTIA,), "date": day(16)}, {"actors": (VANTIA,), "date": day(16)}),
    (
        {"actors": (VANTIA,), "date": day(16)},
        {"actors": (Party(text="Vantian", kind="state", country="VUT"),)},
    ),
    (
        {"date": day(18), "location": Location(text="Norburg")},
        {"date": day(18), "location": Location(text="norburg")},
    ),
    (
        {"figures": (killed(9, 5),), "actors": (VANTIA,)},
        {"figures": (killed(9, 90),), "actors": (VANTIA,)},
    ),
]

DIFFERENT: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"actors": (VANTIA,), "date": day(16)}, {"actors": (VANTIA,), "date": day(18)}),
    ({"actors": (VANTIA,), "date": day(16)}, {"actors": (NORLAND,), "date": day(16)}),
    ({"actors": (VANTIA,), "type": "ACCUSE"}, {"actors": (VANTIA,)}),
    (
        {"actors": (VANTIA,), "date": day(16), "realis": "future"},
        {"actors": (VANTIA,), "date": day(16)},
    ),
    (
        {"date": day(16), "location": Location(text="A", country="VUT")},
        {"date": day(16), "location": Location(text="B", country="NOR")},
    ),
    ({}, {}),
    (
        {"date": day(16), "actors": (VANTIA,), "figures": (killed(9, 5, claimants=(NORLAND,)),)},
        {"date": day(16), "actors": (VANTIA,), "figures": (killed(2, 90, claimants=(NORLAND,)),)},
    ),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_mentions_that_agree_are_one_event(first: dict[str, Any], second: dict[str, Any]) -> None:
    """Two things in common and nothing against it: one event with the evidence of both."""
    merged = merge_events([event(1, 0, **first), event(2, 80, **second)])
    assert [one.id for one in merged] == ["e1"]
    assert [evidence.start for evidence in merged[0].evidence] == [0, 80]


@pytest.mark.parametrize(("first", "second"), DIFFERENT)
def test_mentions_that_disagree_stay_apart(first: dict[str, Any], second: dict[str, Any]) -> None:
    """Another day, actor, type, realis, place or toll by one claimant is another event."""
    assert len(merge_events([event(1, 0, **first), event(2, 80, **second)])) == 2


def test_order_of_mentions_does_not_matter() -> None:
    """Every order of the same mentions gives the same events."""
    mentions = [
        event(1, 0, actors=(VANTIA,), date=day(16), figures=(killed(9, 5, claimants=(NORLAND,)),)),
        event(2, 40, actors=(VANTIA,), date=day(16), location=Location(text="Selm")),
        event(
            3,
            80,
            actors=(NORLAND,),
            date=day(18),
            links=(Link(type="retaliation_for", target="e2"),),
        ),
        event(4, 120, actors=(REBELS,)),
    ]
    results = {repr(merge_events(list(order))) for order in permutations(mentions)}
    assert len(results) == 1


def test_ids_follow_first_evidence_and_links_follow_ids() -> None:
    """Ids are given in order of the text; links and date anchors point at the new ones."""
    late = event(1, 90, actors=(VANTIA,), date=day(16))
    anchored = day(18).model_copy(update={"anchor": "e1", "basis": "event_anchored"})
    early = event(
        2, 10, actors=(NORLAND,), date=anchored, links=(Link(type="follows", target="e1"),)
    )
    merged = merge_events([late, early])
    assert [(one.id, one.actors[0].text) for one in merged] == [("e1", "Norland"), ("e2", "Vantia")]
    assert merged[0].links[0].target == "e2"
    assert merged[0].date is not None
    assert merged[0].date.anchor == "e2"


def test_tolls_of_two_claimants_stand_side_by_side() -> None:
    """Rival tolls of one happening are two figures, never a sum or a mean."""
    first = event(
        1, 0, actors=(VANTIA,), date=day(16), figures=(killed(9, 5, claimants=(NORLAND,)),)
    )
    second = event(
        2, 50, actors=(VANTIA,), date=day(16), figures=(killed(2, 55, claimants=(VANTIA,)),)
    )
    (one,) = merge_events([first, second])
    assert [(figure.best, figure.claimants[0].text) for figure in one.figures] == [
        (9, "Norland"),
        (2, "Vantia"),
    ]


def test_subset_follows_its_whole() -> None:
    """After merging a subset still points at the figure it is a part of."""
    other = event(
        1,
        0,
        actors=(VANTIA,),
        date=day(16),
        figures=(killed(12, 5, group="soldiers", claimants=(VANTIA,)),),
    )
    told = event(
        2,
        50,
        actors=(VANTIA,),
        date=day(16),
        figures=(
            killed(9, 55, claimants=(NORLAND,)),
            killed(4, 60, subset_of=0, claimants=(NORLAND,)),
        ),
    )
    (one,) = merge_events([other, told])
    assert [figure.best for figure in one.figures] == [12, 9, 4]
    assert one.figures[2].subset_of == 1


def test_claim_follows_its_figure() -> None:
    """After merging a claim still points at the figure it is about."""

    def claim(start: int, claimant: Party) -> Claim:
        return Claim(
            claimant=claimant,
            cue="said",
            stance="claims",
            about="figures[0]",
            evidence=(quote(start),),
        )

    first = event(
        1,
        0,
        actors=(VANTIA,),
        date=day(16),
        figures=(killed(9, 5, claimants=(NORLAND,)),),
        claims=(claim(5, NORLAND),),
    )
    second = event(
        2,
        50,
        actors=(VANTIA,),
        date=day(16),
        figures=(killed(2, 55, claimants=(VANTIA,)),),
        claims=(claim(55, VANTIA),),
    )
    (one,) = merge_events([first, second])
    assert [(one_claim.claimant.text, one_claim.about) for one_claim in one.claims] == [
        ("Norland", "figures[0]"),
        ("Vantia", "figures[1]"),
    ]


def test_nothing_merges_to_nothing() -> None:
    """No mentions, no events."""
    assert merge_events([]) == []
