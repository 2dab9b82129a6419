"""Tallies: how many, what became of them, and who says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import parse_figures
from summarizer_schemas.record import Figure

Row = tuple[str, int | None, int | None, str, list[str], int | None]
"""Measure, low, high, status, claimants, part of which."""


def read(figure: Figure) -> Row:
    """One figure as a row."""
    who = [party.text for party in figure.claimants]
    return figure.measure, figure.low, figure.high, figure.status, who, figure.subset_of


ROWS: list[tuple[str, list[Row]]] = [
    (
        "Vantia said nine people died, including four children.",
        [
            ("killed", 9, 9, "claimed", ["Vantia"], None),
            ("killed", 4, 4, "claimed", ["Vantia"], 0),
        ],
    ),
    (
        "The blast killed at least 12 people, according to police.",
        [("killed", 12, None, "claimed", ["police"], None)],
    ),
    (
        "The blast killed at least 12 people.",
        [("killed", 12, None, "asserted", [], None)],
    ),
    (
        "Norburg’s mayor said nine had died, and the army said 14 soldiers were wounded.",
        [
            ("killed", 9, 9, "claimed", ["Norburg’s mayor"], None),
            ("wounded", 14, 14, "claimed", ["the army"], None),
        ],
    ),
    (
        "Vantia denied that its shells had killed 30 villagers.",
        [("killed", 30, 30, "denied", ["Vantia"], None)],
    ),
    (
        "Nobody was hurt, officials said.",
        [("wounded", 0, 0, "claimed", ["officials"], None)],
    ),
    (
        "Ten people died on Monday. The army said on Tuesday that eleven had died.",
        [
            ("killed", 10, 10, "asserted", [], None),
            ("killed", 11, 11, "claimed", ["The army"], None),
        ],
    ),
    ("The council met in Norburg for three hours.", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "rows"), ROWS)
def test_figures_keep_their_claimants(text: str, rows: list[Row]) -> None:
    """Each number has its bounds, its whole and the one who gives it, and no other."""
    assert [read(figure) for figure in parse_figures(text)] == rows


def test_rival_tolls_stand_side_by_side() -> None:
    """Two claimants of one happening are two figures; nothing is added up or chosen."""
    found = parse_figures("Vantia put the dead at nine. Norland said 14 people had been killed.")
    assert [(one.best, [party.name for party in one.claimants]) for one in found] == [
        (9, ["Vantia"]),
        (14, ["Norland"]),
    ]


@pytest.mark.parametrize(
    "text",
    ["Police said nine people died", "Nine people died, according to police"],
)
def test_evidence_holds_the_one_who_says_so(text: str) -> None:
    """Before the number or after it, the claimant stands in the words that bear it out."""
    (figure,) = parse_figures(text + ".")
    assert [one.quote for one in figure.evidence] == [text]


def test_a_pronoun_gives_the_toll_of_the_one_it_stands_for() -> None:
    """As in "the ministry … it said": the claimant's name is the ministry's country."""
    (figure,) = parse_figures("Kenya closed the road. It said nine people had been killed there.")
    (claimant,) = figure.claimants
    assert (claimant.text, claimant.name, claimant.country) == ("It", "Kenya", "KEN")


@given(text=st.text(alphabet="nine killed, said.12 “”\nVantia according to \ud800é", max_size=120))
def test_evidence_is_the_raw_slice(text: str) -> None:
    """Whatever the text, every figure stands on words that are there, and parts on wholes."""
    figures = parse_figures(text)
    for figure in figures:
        for evidence in figure.evidence:
            assert text[evidence.start : evidence.end] == evidence.quote
        assert figure.text in text
        assert figure.subset_of is None or figure.subset_of < len(figures)
