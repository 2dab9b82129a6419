"""Two sides in one word, deeds told as a sum, and answers to deeds."""

from __future__ import annotations

import pytest

from summarizer import Event, summarize

PUBLISHED = "2024-01-19"  # a Friday


def read(text: str) -> tuple[Event, ...]:
    """The events of a text published on that Friday."""
    return summarize(text, published=PUBLISHED).events


def countries(event: Event, field: str = "actors") -> list[str | None]:
    """Countries of one side."""
    return [party.country for party in getattr(event, field)]


PAIRS = [
    ("Ghana wrote to Togo.", "The UN urged the two countries to show restraint.", ["GHA", "TGO"]),
    ("Ghana wrote to Togo.", "The UN urged both nations to show restraint.", ["GHA", "TGO"]),
    (
        "Ghana wrote to Togo and Benin.",
        "After Ghana and Togo fell out, the UN urged both sides to show restraint.",
        ["GHA", "TGO"],
    ),
    ("Ghana wrote to Togo and Benin.", "The UN urged both sides to show restraint.", [None]),
    ("Ghana wrote home.", "The UN urged both sides to show restraint.", [None]),
    (
        "Ghana wrote to Togo on the Benin-Niger war.",
        "The UN urged both sides to show restraint.",
        ["GHA", "TGO"],
    ),
    ("Ghana wrote to Togo.", "The UN urged both ministers to show restraint.", [None]),
]


@pytest.mark.parametrize(("before", "sentence", "codes"), PAIRS)
def test_both_sides_are_the_only_two_named(
    before: str, sentence: str, codes: list[str | None]
) -> None:
    """Where exactly two states were named, "both countries" stands for them, else for itself."""
    request = next(event for event in read(f"{before} {sentence}") if event.type == "REQUEST")
    assert countries(request, "recipients") == codes


RAIDS = (
    "Uganda raided two camps in Rwanda on Tuesday. Rwanda shelled a post in Uganda on Thursday."
    " It was not clear why. "
)

SUMS = [
    "The tit-for-tat raids by the two neighbours have alarmed traders.",
    "The two countries exchanged artillery fire.",
    "The raids by both countries were the biggest in recent years.",
]


@pytest.mark.parametrize("total", SUMS)
def test_a_sum_is_evidence_for_the_deed_of_each_side(total: str) -> None:
    """A sentence that tells of both raids adds to both, and is no third."""
    first, second = [event for event in read(RAIDS + total) if event.type == "ASSAULT"]
    for event in (first, second):
        assert any(evidence.quote in total for evidence in event.evidence)
    assert (countries(first), countries(second)) == (["UGA"], ["RWA"])


def test_a_sum_tells_the_weapon_and_the_soil() -> None:
    """What is said of the exchange holds for each half: weapon, target, whose territory."""
    text = (
        "After both countries exchanged rocket strikes on smugglers' depots in each other’s"
        " territory, Uganda offered talks with Rwanda. The Ugandan strikes on Tuesday killed two"
        " fishermen. The Rwandan strikes on Thursday killed a farmer."
    )
    with_names = f"Uganda met Rwanda on Friday. {text}"
    deeds = [event for event in read(with_names) if event.type == "ASSAULT"]
    assert [(countries(one), one.location and one.location.country) for one in deeds] == [
        (["UGA"], "RWA"),
        (["RWA"], "UGA"),
    ]
    assert all(one.location and one.location.basis == "inferred" for one in deeds)
    assert all("heavy-weapons" in one.modes for one in deeds)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Uganda and Rwanda exchanged artillery fire on Monday.", 1),
        ("Uganda raided two camps in Sudan on Tuesday. Uganda and Rwanda exchanged fire.", 2),
        ("Uganda and Rwanda could exchange fire on Monday, Kenya said.", 1),
    ],
)
def test_a_sum_of_nothing_told_is_an_event_of_its_own(text: str, count: int) -> None:
    """Where no deed of each side is told, the exchange itself is what happened."""
    assert len([event for event in read(text) if event.type == "ASSAULT"]) == count


LINKED = [
    (RAIDS + SUMS[0], ["RWA"], ["UGA"]),
    (
        (
            "Rwanda attacked a post in Uganda on Tuesday."
            " Ugandan jets carried out retaliatory strikes in Rwanda on Thursday."
        ),
        ["UGA"],
        ["RWA"],
    ),
    (
        (
            "Uganda raided two camps in Rwanda on Thursday in retaliation for a Rwandan attack on"
            " Tuesday."
        ),
        ["UGA"],
        ["RWA"],
    ),
    (
        (
            "Ugandan jets carried out retaliatory strikes in Rwanda on Thursday."
            " Rwanda had attacked a post in Uganda on Tuesday."
        ),
        ["UGA"],
        ["RWA"],
    ),
]


@pytest.mark.parametrize(("text", "answering", "answered"), LINKED)
def test_an_answer_is_linked_to_what_it_answers(
    text: str, answering: list[str], answered: list[str]
) -> None:
    """The later deed points at the earlier one, with the words that call it an answer."""
    events = {event.id: event for event in read(text)}
    links = [(one, link) for one in events.values() for link in one.links]
    assert [(countries(one), link.type, countries(events[link.target])) for one, link in links] == [
        (answering, "retaliation_for", answered)
    ]
    assert all(evidence.quote in text for _, link in links for evidence in link.evidence)


UNLINKED = [
    # Nothing calls one the answer to the other.
    "Rwanda attacked a post in Uganda on Tuesday. Uganda raided a camp in Rwanda on Thursday.",
    # Nothing is told that could be answered.
    "Ugandan jets carried out retaliatory strikes in Rwanda on Thursday.",
    # The other side's deed was aimed at a third.
    (
        "Rwanda attacked a post in Kenya on Tuesday."
        " Ugandan jets carried out retaliatory strikes in Rwanda on Thursday."
    ),
    # The answer cannot come first.
    (
        "Rwanda attacked a post in Uganda on Thursday."
        " Ugandan jets carried out retaliatory strikes in Rwanda on Tuesday."
    ),
    # Two that could be meant.
    (
        "Rwanda attacked a post in Uganda on Monday. Rwanda bombed a mill in Uganda on Tuesday."
        " Ugandan jets carried out retaliatory strikes in Rwanda on Thursday."
    ),
    # Without days nothing came first.
    "Rwanda attacked a post in Uganda. Ugandan jets carried out retaliatory strikes in Rwanda.",
]


@pytest.mark.parametrize("text", UNLINKED)
def test_no_answer_is_made_up(text: str) -> None:
    """Without a word for it, order of days and opposite sides there is no link."""
    assert [link for event in read(text) for link in event.links] == []


def test_ministers_of_two_countries_are_the_two_who_met() -> None:
    """A headline's "A and B foreign ministers" are the two whom the text names."""
    (event,) = read(
        "Ghana and Togo foreign ministers in talks\n\nForeign Minister Ama Odera met her Togolese"
        " counterpart Yao Lund on Friday, a spokesman said."
    )
    assert [(party.name, party.country) for party in event.actors] == [
        ("Ama Odera", "GHA"),
        ("Yao Lund", "TGO"),
    ]
    assert event.date is not None


def test_other_ministers_meet_on_their_own() -> None:
    """Another office, or two known countries that differ, is another meeting."""
    events = read(
        "Ghana and Togo foreign ministers in talks\n\nHealth Minister Ama Odera met her Kenyan"
        " counterpart Yao Lund on Friday, a spokesman said."
    )
    assert len(events) == 2
