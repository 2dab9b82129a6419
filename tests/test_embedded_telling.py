"""How the embedded engine understands what is told: promises, threats, history, who is meant."""

from __future__ import annotations

import pytest

from summarizer import Event, summarize

PUBLISHED = "2024-01-19"  # a Friday


def read(text: str) -> tuple[Event, ...]:
    """The events of a text published on that Friday."""
    return summarize(text, published=PUBLISHED).events


def tell(event: Event) -> tuple[str, str, list[str], list[str]]:
    """Type, realis and sides of an event."""
    sides = [[party.text for party in side] for side in (event.actors, event.recipients)]
    return event.type, event.realis, sides[0], sides[1]


ACTS: list[tuple[str, tuple[str, str, list[str], list[str]]]] = [
    ("Kenya will send doctors to Malawi.", ("AGREE", "future", ["Kenya"], ["Malawi"])),
    ("Kenya said it would visit Malawi.", ("AGREE", "future", ["Kenya"], ["Malawi"])),
    (
        "Kenya said it would expel Ugandan diplomats.",
        ("THREATEN", "future", ["Kenya"], ["Ugandan diplomats"]),
    ),
    (
        "Kenya will attack Uganda unless it withdraws.",
        ("THREATEN", "hypothetical", ["Kenya"], ["Uganda"]),
    ),
    (
        "Analysts in Ghana said Kenya would attack Uganda.",
        ("ASSAULT", "future", ["Kenya"], ["Uganda"]),
    ),
    ("Kenya said it would not meet Uganda.", ("REJECT", "actual", ["Kenya"], ["Uganda"])),
    ("Kenya said Uganda must leave the valley.", ("REQUEST", "actual", ["Kenya"], ["Uganda"])),
    ("Kenya decided to release two Ugandans.", ("RETREAT", "actual", ["Kenya"], ["two Ugandans"])),
    ("Kenya warned that it would close the canal.", ("THREATEN", "future", ["Kenya"], [])),
]


@pytest.mark.parametrize(("sentence", "told"), ACTS)
def test_what_is_announced_is_what_is_done_by_saying_so(
    sentence: str, told: tuple[str, str, list[str], list[str]]
) -> None:
    """A promise, a threat, a refusal, a demand; others' forecasts stay what they are."""
    assert tell(read(sentence)[0]) == told


def test_a_deed_that_a_noun_names_is_told_too() -> None:
    """Condemning a murder tells of the murder."""
    accusation, murder = read("Kenya condemned the murder of two Ugandan priests.")
    assert tell(accusation)[:3] == ("ACCUSE", "actual", ["Kenya"])
    assert tell(murder) == ("ASSAULT", "actual", [], ["two Ugandan priests"])


@pytest.mark.parametrize(
    "sentence",
    [
        "Kenya denied any murder of priests.",
        "Kenya demanded an end to the murder of priests.",
    ],
)
def test_what_is_denied_or_asked_for_names_no_deed(sentence: str) -> None:
    """Nor what an end of is demanded, as long as nobody says it happened."""
    assert "ASSAULT" not in [event.type for event in read(sentence)]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Minister Anna Velk left on Monday. She accused the mayor of fraud.", "Anna Velk"),
        ("Kenya met Uganda on Monday. It later accused Ghana of spying.", "Kenya"),
        ("The rebels attacked Selm. They later freed two hostages.", "The rebels"),
    ],
)
def test_a_pronoun_means_who_acted_before(text: str, actor: str) -> None:
    """Who is meant by "she" or "it" is named in the sentence before."""
    assert actor in read(text)[-1].actors[0].text


def test_a_pronoun_of_the_other_sex_means_somebody_else() -> None:
    """A spokeswoman is not "he"."""
    text = "A spokeswoman, Anna Velk, met reporters. He accused the mayor of fraud."
    assert "ACCUSE" not in [event.type for event in read(text)]


def test_a_toll_belongs_to_the_deed_told_before() -> None:
    """Who counts the dead is named; the dead are those of the one attack."""
    (event,) = read(
        "Ugandan jets hit the port of Selm on Monday. Officials said nine people were killed."
    )
    (figure,) = event.figures
    assert (figure.measure, figure.best, figure.claimants[0].text) == ("killed", 9, "Officials")


def test_a_total_of_years_belongs_to_no_deed() -> None:
    """As in "have died": not in this attack."""
    events = read(
        "Ugandan jets hit the port of Selm on Monday. By one count 40,000 people have died."
    )
    assert events[0].figures == ()


def test_headline_and_lead_tell_one_event() -> None:
    """The full telling keeps the headline as evidence."""
    (event,) = read("Senate throws out water treaty\n\nThe Senate of Kenya threw out the treaty.")
    assert len([piece for piece in event.evidence if piece.field is None]) == 2


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("The union began a strike over pay on Monday.", "PROTEST"),
        ("Kenya launched strikes on camps in Uganda on Monday.", "ASSAULT"),
        ("A strike by nurses began on Monday.", "PROTEST"),
        ("A strike on a hospital in Selm killed nine people.", "ASSAULT"),
    ],
)
def test_strikes_of_workers_and_of_bombs_are_told_apart(sentence: str, type_: str) -> None:
    """By what stands around the word."""
    assert read(sentence)[0].type == type_


def test_history_is_not_news() -> None:
    """What a text tells of another century explains, it does not report."""
    text = "Kenya met Uganda on Monday. Ghana signed the convention in 1957."
    assert [event.type for event in read(text)] == ["CONSULT"]


NO_EVENTS = [
    # A guide.
    (
        "What to know before you travel\n\nA visa may be refused if a form is missing. Guards"
        " search bags at the gate, and they can fine anybody who brings fruit. Complaints go to the"
        " office in the hall, which answers within a week."
    ),
    # An opinion.
    (
        "Drivers revolt as cats do: by sitting down somewhere else. If the council banned cars from"
        " the square, shopkeepers would march on the town hall, and then they would forget why."
    ),
    # A portrait.
    (
        "As a girl she was refused a place at the school of forestry in 1961. Today students ask"
        " her how trees die. She likes the question, and she never answers it the same way."
    ),
    # History.
    (
        "The fort was built in 1604. Pirates attacked it in 1650 and burned it down in 1688; the"
        " king's men took it back in 1702. Nobody has besieged it since, and the moat has carp."
    ),
    # Questions.
    (
        "Should the bridge be closed? Would the mayor resign? Could workers strike again? Nobody in"
        " the market has an answer, and everybody has a view."
    ),
]


@pytest.mark.parametrize("text", NO_EVENTS)
def test_a_text_that_reports_nothing_has_no_event(text: str) -> None:
    """A text may be full of verbs and still tell of nothing that happened."""
    result = summarize(text, published=PUBLISHED)
    assert (result.status, result.events) == ("no_events", ())


def test_text_in_lower_case_has_sides_and_persons() -> None:
    """Without capitals a name is known by the office or the deed before it."""
    events = read(
        "guerrillas attacked the village of selm on monday. the government condemned the murder"
        " of judge ana velk ruiz."
    )
    told = [tell(event) for event in events]
    assert told[0][:3] == ("ASSAULT", "actual", ["guerrillas"])
    assert "judge ana velk ruiz" in [party for one in told for party in one[3]]


def test_text_in_capitals_is_read_like_any_other() -> None:
    """Where all is in capitals, capitals tell no names."""
    (event,) = read("GUNMEN ABDUCTED SEVEN SURVEYORS NEAR SELM ON TUESDAY, POLICE SAID.")
    assert tell(event)[:3] == ("ASSAULT", "actual", ["GUNMEN"])
    assert event.date is not None
    assert event.date.edtf == "2024-01-16"


@pytest.mark.parametrize(
    ("sentence", "recipient"),
    [
        ("Kenya rejected a Ugandan proposal on Monday.", "UGA"),
        ("Kenya withdrew its observers from Uganda.", "UGA"),
        ("Kenya threatened to hold a strike unless Uganda gave way.", "UGA"),
        ("Kenyan farmers blocked roads to protest against a law signed by Uganda.", "UGA"),
        ("Kenya lifted its curfew in Uganda.", "UGA"),
        ("A blast near the station killed two Ugandan guards.", "UGA"),
    ],
)
def test_whom_a_deed_is_aimed_at_may_stand_far_behind(sentence: str, recipient: str) -> None:
    """An adjective, a place, or a party of a later clause."""
    assert recipient in [party.country for party in read(sentence)[0].recipients]
