"""Merging: one happening is one event, in whatever order its mentions come."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    Target,
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


def claim(start: int, claimant: Party, **values: Any) -> Claim:
    """Somebody's claim at a place."""
    given: dict[str, Any] = {"cue": "said", "stance": "claims", "about": "event"}
    return Claim(claimant=claimant, evidence=(quote(start),), **(given | values))


@pytest.mark.parametrize(
    ("second", "count"),
    [
        (claim(55, NORLAND), 1),
        (claim(55, NORLAND, cue="Said"), 1),
        (claim(55, NORLAND, cue="insisted"), 2),
        (claim(55, NORLAND, about="target"), 2),
        (claim(55, VANTIA), 2),
    ],
)
def test_the_same_claim_told_twice_is_one(second: Claim, count: int) -> None:
    """Who says the same in the same words twice claims it once, with evidence of both places."""
    (one,) = merge_events(
        [
            event(1, 0, actors=(VANTIA,), date=day(16), claims=(claim(5, NORLAND),)),
            event(2, 50, actors=(VANTIA,), date=day(16), claims=(second,)),
        ]
    )
    assert len(one.claims) == count
    assert sum(len(known.evidence) for known in one.claims) == 2


def test_two_states_in_one_word_stay_two() -> None:
    """What "both countries" stands for are two parties, with the same words."""
    both = tuple(Party(text="both countries", kind="state", country=one) for one in ("VUT", "NOR"))
    (one,) = merge_events(
        [event(1, 0, actors=both, date=day(16)), event(2, 50, actors=both, date=day(16))]
    )
    assert [party.country for party in one.actors] == ["VUT", "NOR"]


VELK = Party(text="Minister Anna Velk", name="Anna Velk", kind="person", role="Minister")
LUND = Party(text="Per Lund", name="Per Lund", kind="person", country="NOR")
MINISTERS = Party(text="Norland ministers", kind="population", country="NOR")


@pytest.mark.parametrize(
    ("headline", "body", "countries"),
    [
        ((VANTIA, MINISTERS), (VELK, LUND), [["VUT", "NOR"]]),
        ((VANTIA, MINISTERS), (VELK,), [["VUT", "NOR"], [None]]),
        ((VANTIA, NORLAND), (VELK, LUND), [["VUT", "NOR"], [None, "NOR"]]),
        (
            (VANTIA, MINISTERS),
            (VELK, LUND.model_copy(update={"country": "FJI"})),
            [["VUT", "NOR"], [None, "FJI"]],
        ),
    ],
)
def test_an_office_of_two_countries_is_held_by_two(
    headline: tuple[Party, ...], body: tuple[Party, ...], countries: list[list[str | None]]
) -> None:
    """The ministers of two countries are the two named ones, one of whom has no country told."""
    merged = merge_events(
        [
            event(1, 0, type="CONSULT", actors=headline),
            event(2, 50, type="CONSULT", actors=body, date=day(19)),
        ]
    )
    assert [[party.country for party in one.actors] for one in merged] == countries


def passing(number: int, start: int, **values: Any) -> Event:
    """A deed told only to say who is meant."""
    return event(number, start, salience="background", **values)


GROUP = Party(text="The VLF", name="VLF", kind="armed_group")
OTHERS = Party(text="the NLA", name="NLA", kind="armed_group")
CAMPS = Party(text="two camps", kind="facility")
SOME = Party(text="a trader", kind="population")

RECALLING: list[tuple[list[dict[str, Any]], dict[str, Any], int]] = [
    ([{"date": day(16)}], {"recipients": (GROUP,)}, 1),
    ([{"date": day(16), "recipients": (CAMPS,)}], {"recipients": (GROUP,)}, 1),
    ([{"date": day(16), "recipients": (NORLAND,)}], {"recipients": (GROUP,)}, 1),
    ([{"date": day(16), "recipients": (OTHERS,)}], {"recipients": (GROUP,)}, 2),
    ([{"date": day(16), "recipients": (NORLAND,)}], {"recipients": (VANTIA,)}, 2),
    ([{"date": day(16)}, {"date": day(18)}], {"recipients": (GROUP,)}, 3),
    ([{"date": day(16)}], {"recipients": (SOME,)}, 2),
    ([{"date": day(16), "actors": (NORLAND,)}], {"recipients": (GROUP,)}, 2),
    ([{"date": day(16), "type": "COERCE"}], {"recipients": (GROUP,)}, 2),
    ([{"date": day(16), "realis": "future"}], {"recipients": (GROUP,)}, 2),
    ([{"date": day(16)}], {"recipients": (GROUP,), "actors": (REBELS,)}, 2),
    (
        [{"date": day(16), "target": Target(text="sheds", described_by=VANTIA)}],
        {"recipients": (GROUP,)},
        2,
    ),
    (
        [{"date": day(16)}, {"date": day(18), "target": Target(text="x", described_by=VANTIA)}],
        {"recipients": (GROUP,)},
        2,
    ),
]


@pytest.mark.parametrize(("deeds", "reminder", "count"), RECALLING)
def test_what_is_told_in_passing_joins_the_one_deed_it_fits(
    deeds: list[dict[str, Any]], reminder: dict[str, Any], count: int
) -> None:
    """One deed of that side that nothing contradicts, or none; it adds who suffered it."""
    told = [
        event(number, number * 40, **({"actors": (VANTIA,)} | values))
        for number, values in enumerate(deeds, 1)
    ]
    last = passing(9, 900, **({"actors": (VANTIA,)} | reminder))
    merged = merge_events([last, *told])
    assert len(merged) == count
    joined = [one for one in merged if len(one.evidence) == 2]
    assert len(joined) == (len(told) == count)
    assert all(GROUP in one.recipients and one.salience != "background" for one in joined)


def answer(words: str, start: int = 80) -> dict[str, Any]:
    """The evidence of a deed that is told as an answer."""
    return {"evidence": (quote(start, words),)}


@pytest.mark.parametrize(
    ("first", "second", "link"),
    [
        ({"recipients": (NORLAND,)}, answer("retaliatory raids"), "retaliation_for"),
        ({"recipients": (NORLAND,)}, answer("raids in response to that"), "retaliation_for"),
        ({}, answer("retaliatory raids"), "retaliation_for"),
        ({"recipients": (NORLAND,)}, answer("raids"), None),
        ({"recipients": (REBELS,)}, answer("retaliatory raids"), "retaliation_for"),
        ({"location": Location(text="Fiji", country="FJI")}, answer("retaliatory raids"), None),
        ({"date": day(18)}, answer("retaliatory raids"), None),
        ({"date": day(19)}, answer("retaliatory raids"), None),
        ({"realis": "hypothetical"}, answer("retaliatory raids"), None),
        ({"type": "CONSULT", "quad_class": 1}, answer("retaliatory raids"), None),
    ],
)
def test_an_answer_points_at_the_deed_before_it(
    first: dict[str, Any], second: dict[str, Any], link: str | None
) -> None:
    """Words that call it an answer, opposite sides and the order of days make a link."""
    merged = merge_events(
        [
            event(1, 0, **({"actors": (VANTIA,), "date": day(16), "quad_class": 4} | first)),
            event(
                2,
                80,
                **(
                    {
                        "actors": (NORLAND,),
                        "recipients": (VANTIA,),
                        "date": day(18),
                        "quad_class": 4,
                    }
                    | second
                ),
            ),
        ]
    )
    found = [(one.id, known.type, known.target) for one in merged for known in one.links]
    assert found == ([("e2", link, "e1")] if link else [])


MENTIONS = st.lists(
    st.fixed_dictionaries(
        {
            "actors": st.sampled_from([(), (VANTIA,), (NORLAND,), (REBELS,)]),
            "recipients": st.sampled_from([(), (GROUP,), (OTHERS,), (CAMPS,), (NORLAND,)]),
            "date": st.sampled_from([None, day(16), day(18)]),
            "salience": st.sampled_from(["main", "background"]),
        }
    ),
    max_size=6,
)


@given(values=MENTIONS, order=st.randoms(use_true_random=False))
def test_any_order_of_any_mentions_gives_the_same_events(values: list[Any], order: Any) -> None:
    """Merging asks what was told, never which mention came first to it."""
    mentions = [event(number, number * 40, **one) for number, one in enumerate(values, 1)]
    shuffled = order.sample(mentions, len(mentions))
    assert merge_events(shuffled) == merge_events(mentions)


@given(values=MENTIONS)
def test_no_evidence_is_lost_in_merging(values: list[Any]) -> None:
    """Every mention's words are the evidence of exactly one event."""
    mentions = [event(number, number * 40, **one) for number, one in enumerate(values, 1)]
    kept = [told.start for one in merge_events(mentions) for told in one.evidence]
    assert sorted(kept) == [number * 40 for number in range(1, len(values) + 1)]


def test_nothing_merges_to_nothing() -> None:
    """No mentions, no events."""
    assert merge_events([]) == []


def test_the_same_record_told_twice_is_one() -> None:
    """Two answers about one sentence make one event, even where nothing else is told of it."""
    other = event(3, 60)
    merged = merge_events([event(1, 0), event(2, 0), other])
    assert [(one.id, one.evidence) for one in merged] == [
        ("e1", (quote(0),)),
        ("e2", (quote(60),)),
    ]


def test_two_deeds_of_one_sentence_stay_two() -> None:
    """The same words may tell of two: what is aimed at keeps them apart."""
    first = event(1, 0, recipients=(VANTIA,))
    assert len(merge_events([first, event(2, 0, recipients=(NORLAND,))])) == 2
