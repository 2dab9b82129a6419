"""What is said or done in passing: within a clause, without a verb, or of a deed told before."""

from __future__ import annotations

import pytest

from summarizer import Event, summarize

PUBLISHED = "2024-01-19"  # a Friday
FAR = (
    "\nIt has been quiet on the lake for months.\nA river divides the two towns.\n"
    "The market opens at eight.\n"
)
"""Sentences that keep what follows out of the lead."""


def read(text: str) -> tuple[Event, ...]:
    """The events of a text published on that Friday."""
    return summarize(text, published=PUBLISHED).events


def tell(event: Event) -> tuple[str | None, str | None, str | None, str | None]:
    """Target, whose words it is, place and day of an event."""
    return (
        event.target.text if event.target else None,
        event.target.described_by.text if event.target and event.target.described_by else None,
        event.location.text if event.location else None,
        event.date.edtf if event.date else None,
    )


DESCRIBED: list[tuple[str, tuple[str | None, str | None, str | None], str]] = [
    (
        "Turkey shelled what it called smugglers' sheds in Syria.",
        ("smugglers' sheds", "Turkey", "Syria"),
        "what it called",
    ),
    (
        "On Monday France launched raids on Mali against what it described as bandit hideouts.",
        ("bandit hideouts", "France", "Mali"),
        "what it described as",
    ),
    (
        "Chad fired rockets at what Niger said were grain stores.",
        ("grain stores", "Niger", None),
        "what Niger said were",
    ),
    (
        "Chad fired rockets at what it claims is a “rebel radio post”.",
        ("rebel radio post", "Chad", None),
        "what it claims is",
    ),
    (
        "The mayor said the army had shelled what he called a bird reserve near Selm.",
        ("a bird reserve", "The mayor", "Selm"),
        "what he called",
    ),
    (
        "Kenya said it had struck a weapons depot in Uganda.",
        ("a weapons depot", "Kenya", "Uganda"),
        "said",
    ),
    (
        "It had struck a weapons depot in Uganda, Kenya said.",
        ("a weapons depot", "Kenya", "Uganda"),
        "said",
    ),
    (
        "Kenya fired rockets at Mali, and Niger, where it said it had hit a grain store.",
        ("a grain store", "Kenya", "Niger"),
        "where it said",
    ),
]


@pytest.mark.parametrize(("sentence", "target", "cue"), DESCRIBED)
def test_what_one_side_calls_its_target_is_its_claim(
    sentence: str, target: tuple[str | None, str | None, str | None], cue: str
) -> None:
    """The words are the describer's, and a claim about the target says so."""
    event = read(sentence)[-1]
    assert tell(event)[:3] == target
    claims = [(one.claimant.text, one.cue) for one in event.claims if one.about == "target"]
    assert claims == [(target[1], cue)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Rebels ambushed a convoy near Selm, in what the army called a cowardly raid.",
        "Chad shelled Selm on Monday.",
        "Chad said it had shelled Niger on Monday.",
        "Chad shelled a weapons depot in Niger on Monday.",
        "Niger said Chad had shelled a weapons depot on Monday.",
        "Rebels attacked a school that was called the pride of Selm.",
    ],
)
def test_other_names_describe_no_target(sentence: str) -> None:
    """Only what is aimed at is a target; naming the deed or the place is something else."""
    assert all(event.target is None for event in read(sentence))


def test_naming_is_no_telephone_call() -> None:
    """Who calls something by a name telephones nobody."""
    assert read("Chad is angry over what Niger called a misunderstanding of the law.") == ()


GAPPED: list[tuple[str, list[tuple[str | None, str | None, str | None, str | None]]]] = [
    (
        "Kenyan jets struck camps in Somalia on Monday and Sudan on Tuesday.",
        [(None, None, "Somalia", "2024-01-15"), (None, None, "Sudan", "2024-01-16")],
    ),
    (
        (
            "Turkey fired rockets at what it called smugglers' sheds in Syria, and Iraq,"
            " where it said it had destroyed a bandit workshop."
        ),
        [
            ("smugglers' sheds", "Turkey", "Syria", None),
            ("a bandit workshop", "Turkey", "Iraq", None),
        ],
    ),
    (
        (
            "Earlier this week Chad carried out raids on Niger against what it said were poachers,"
            " and Mali, where it claimed it had attacked a timber yard."
        ),
        [
            ("poachers", "Chad", "Niger", "2024-01-15/2024-01-19"),
            ("a timber yard", "Chad", "Mali", "2024-01-15/2024-01-19"),
        ],
    ),
    (
        "France carried out raids in Mali on Monday, and Niger, where two soldiers were killed.",
        [(None, None, "Mali", "2024-01-15"), (None, None, "Niger", "2024-01-15")],
    ),
]


@pytest.mark.parametrize(("sentence", "deeds"), GAPPED)
def test_a_verb_left_out_is_meant_again(
    sentence: str, deeds: list[tuple[str | None, str | None, str | None, str | None]]
) -> None:
    """As in "hit A on Monday and B on Tuesday": two deeds of one actor, one verb."""
    events = read(sentence)
    assert [tell(event) for event in events] == deeds
    assert {event.type for event in events} == {"ASSAULT"}
    assert len({event.actors[0].country for event in events}) == 1


def test_a_toll_after_where_belongs_to_its_place() -> None:
    """Those killed in the second place are not counted for the first."""
    first, second = read(
        "France carried out raids in Mali on Monday, and Niger, where two soldiers were killed."
    )
    assert [len(first.figures), len(second.figures)] == [0, 1]
    assert second.figures[0].best == 2


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("Kenya attacked Selm and Norburg on Monday.", 1),
        ("Kenya attacked a camp, a bridge and Norburg.", 1),
        ("Brazil and Chile signed an accord on Monday.", 1),
        ("Kenya attacked Selm on Monday and Uganda on Tuesday said nothing.", 2),
    ],
)
def test_joined_names_are_not_deeds_of_their_own(sentence: str, count: int) -> None:
    """Several names with one day are one deed; only a day of its own makes another."""
    assert len(read(sentence)) == count


INNER = [
    (
        "Gunmen stormed a hotel in Norburg, where police said nine guests were killed.",
        [("killed", 9, "claimed", "police")],
    ),
    (
        "Gunmen stormed a hotel in Norburg, where nine guests were killed.",
        [("killed", 9, "asserted", None)],
    ),
    (
        "Rebels attacked a bus near Selm, as the ministry said four passengers had been wounded.",
        [("wounded", 4, "claimed", "the ministry")],
    ),
    (
        "Kenya attacked two ferries on Monday, while Uganda claimed that six sailors were killed.",
        [("killed", 6, "claimed", "Uganda")],
    ),
]


@pytest.mark.parametrize(("sentence", "tolls"), INNER)
def test_a_toll_told_within_a_clause_keeps_its_claimant(
    sentence: str, tolls: list[tuple[str, int, str, str | None]]
) -> None:
    """Who gives the number is kept, wherever in the sentence the word of saying stands."""
    figures = [figure for event in read(sentence) for figure in event.figures]
    assert [
        (one.measure, one.best, one.status, one.claimants[0].text if one.claimants else None)
        for one in figures
    ] == tolls


def test_what_happened_there_is_told_with_the_attack() -> None:
    """An attack somewhere, "where nine were killed", is one happening in two clauses."""
    (event,) = read("Gunmen stormed a hotel in Norburg, where police said nine guests were killed.")
    assert [party.text for party in event.actors] == ["Gunmen"]
    assert event.claims[0].about == "figures[0]"


RECALLED: list[tuple[str, str, list[str]]] = [
    (
        "Uganda raided two camps in Rwanda on Tuesday.",
        "The smugglers hit by Uganda have used the lake all along.",
        ["two camps", "The smugglers"],
    ),
    (
        "Ugandan jets carried out strikes in Rwanda on Tuesday.",
        "The FDL, which Uganda attacked, lives on the timber trade.",
        ["The FDL"],
    ),
    (
        "Uganda raided Rwanda on Tuesday.\nRwanda shelled Uganda on Thursday.",
        "The FDL, which Uganda attacked, lives on the timber trade.",
        ["Rwanda", "The FDL"],
    ),
]


@pytest.mark.parametrize(("deed", "reminder", "recipients"), RECALLED)
def test_a_deed_told_in_passing_adds_who_suffered_it(
    deed: str, reminder: str, recipients: list[str]
) -> None:
    """What a relative clause reminds of is no second deed: it says whom the first one hit."""
    events = [event for event in read(deed + FAR + reminder) if event.type == "ASSAULT"]
    assert len(events) == len(deed.splitlines())
    hit = next(event for event in events if "UGA" in {party.country for party in event.actors})
    assert sorted(party.text for party in hit.recipients) == sorted(recipients)
    assert hit.salience == "main"


FDL = "The FDL, which Uganda attacked, lives on the timber trade."

APART = [
    # Two deeds of that side: either could be meant.
    (
        (
            "Uganda raided two camps in Rwanda on Tuesday.\n"
            "Uganda bombed a depot in Sudan on Wednesday."
        ),
        FDL,
    ),
    # Somebody else's deed.
    ("Kenya raided two camps in Rwanda on Tuesday.", FDL),
    # Another deed of that side, aimed at what it called something else.
    ("Uganda fired rockets at what it called poachers in Rwanda on Tuesday.", FDL),
    # A name against a name.
    ("Uganda attacked the LNR in Rwanda on Tuesday.", FDL),
    # Not any smuggler is the one told of.
    (
        "Uganda raided two camps in Rwanda on Tuesday.",
        "A smuggler attacked by Uganda has opened a mill.",
    ),
]


@pytest.mark.parametrize(("deed", "reminder"), APART)
def test_a_deed_told_in_passing_stays_apart_when_in_doubt(deed: str, reminder: str) -> None:
    """Two that fit, another side, other aims: the mention stays in the background, undated."""
    apart = [event for event in read(deed + FAR + reminder) if event.salience == "background"]
    assert len(apart) == 1
    assert (apart[0].date, apart[0].realis) == (None, "actual")


@pytest.mark.parametrize(
    "sentence",
    [
        "The bus hit by rebels on Monday was full, killing six passengers.",
        "Rebels, who attacked the mill near Selm on Tuesday, fled.",
    ],
)
def test_a_dated_deed_is_told_for_its_own_sake(sentence: str) -> None:
    """A day or a place of its own makes more than a reminder, wherever it stands."""
    assert all(event.salience != "background" for event in read("Selm is calm." + FAR + sentence))


@pytest.mark.parametrize(
    ("sentence", "realis"),
    [
        ("It was the deadliest attack on Chad in recent years.", "actual"),
        ("The raids by Kenya were the biggest in recent years.", "actual"),
        ("Kenya attacked the lake towns in recent years.", "generic"),
        ("Rebels have attacked the mill for years.", "generic"),
    ],
)
def test_a_record_measured_against_years_is_no_habit(sentence: str, realis: str) -> None:
    """As in "the deadliest in recent years": the one deed, not the many."""
    events = read("Police in Kenya arrested two men on Monday. " + sentence)
    assert [event.realis for event in events] == ["actual", realis]


@pytest.mark.parametrize(
    ("sentence", "mode"),
    [
        ("Ghana urged Togo to show restraint.", "yield"),
        ("Ghana asked Togo for talks.", "meet"),
        ("Ghana asked Togo for a map.", None),
        ("Ghana rejected the offer of negotiations.", "meet"),
    ],
)
def test_what_is_asked_for_gives_the_mode(sentence: str, mode: str | None) -> None:
    """The content of a request tells its mode, wherever it stands after the verb."""
    (event,) = read(sentence)
    assert event.modes == ((mode,) if mode else ())
