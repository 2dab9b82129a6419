"""The embedded engine's events: every word verbatim, the right type, the right side."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import Event, Result, summarize
from summarizer.engines.base import Request
from summarizer.engines.embedded import Embedded
from summarizer.engines.embedded.wordlists import load_lexicon
from summarizer.textmap import TextMap
from summarizer_schemas.codes import EVENT_TYPES, MODES_BY_TYPE
from summarizer_schemas.wire import WireReply

PUBLISHED = "2024-01-19"  # a Friday


def read(text: str, **options: Any) -> Result:
    """The result of a text published on that Friday."""
    return summarize(text, published=PUBLISHED, **options)


def first(text: str) -> Event:
    """The first event of a text."""
    events = read(text).events
    assert events, "no event found"
    return events[0]


TYPES: list[tuple[str, str, list[str], list[str]]] = [
    ("Brazil and Chile agreed on Monday to reopen the pass.", "AGREE", ["Brazil", "Chile"], []),
    ("Norway will visit the talks.", "AGREE", ["Norway"], []),
    (
        "President Anna Velk met Chancellor Per Lund in Geneva on Tuesday.",
        "CONSULT",
        ["President Anna Velk", "Chancellor Per Lund"],
        [],
    ),
    (
        "The prime minister of Kenya visited Ghana on Monday.",
        "CONSULT",
        ["The prime minister"],
        ["Ghana"],
    ),
    ("Peru praised Bolivia for the rescue.", "SUPPORT", ["Peru"], ["Bolivia"]),
    (
        "Japan apologised to Korea's fishermen over the delay.",
        "CONCEDE",
        ["Japan"],
        ["Korea's fishermen"],
    ),
    (
        "Spain extradited two prisoners to Portugal on Friday.",
        "COOPERATE",
        ["Spain"],
        ["two prisoners"],
    ),
    (
        "The Red Cross evacuated 300 villagers from Selm.",
        "AID",
        ["The Red Cross"],
        ["300 villagers"],
    ),
    ("Sudan withdrew its troops from the oil town on Thursday.", "RETREAT", ["Sudan"], []),
    (
        "Finance Minister Lena Brandt resigned on Wednesday.",
        "RETREAT",
        ["Finance Minister Lena Brandt"],
        [],
    ),
    ("China urged India to open the border.", "REQUEST", ["China"], ["India"]),
    (
        "Opposition lawmakers accused the government of fraud.",
        "ACCUSE",
        ["Opposition lawmakers"],
        ["the government"],
    ),
    (
        "The European Union condemned the vote in Belarus.",
        "ACCUSE",
        ["The European Union"],
        ["Belarus"],
    ),
    ("Egypt rejected the proposal on Monday.", "REJECT", ["Egypt"], []),
    ("North Korea threatened to attack the islands.", "THREATEN", ["North Korea"], []),
    (
        "Thousands of students demonstrated in Halden on Saturday.",
        "PROTEST",
        ["Thousands of students"],
        [],
    ),
    ("Nurses went on strike on Monday.", "PROTEST", ["Nurses"], []),
    (
        "The United States imposed sanctions on Iran on Tuesday.",
        "SANCTION",
        ["The United States"],
        ["Iran"],
    ),
    ("A court sentenced the governor to ten years.", "SANCTION", ["A court"], ["the governor"]),
    ("Russia deployed tanks on Monday.", "MOBILIZE", ["Russia"], []),
    ("Police arrested three journalists in Halden.", "COERCE", ["Police"], ["three journalists"]),
    ("Rebels attacked an army base near Selm.", "ASSAULT", ["Rebels"], ["an army base"]),
    ("Two soldiers were killed by gunmen in Norburg.", "ASSAULT", ["gunmen"], ["Two soldiers"]),
    ("Militants kidnapped four engineers on Sunday.", "ASSAULT", ["Militants"], ["four engineers"]),
    ("Israel carried out air strikes in Lebanon on Monday.", "ASSAULT", ["Israel"], []),
    ("The Kenyan attack on Monday killed two people.", "ASSAULT", ["Kenyan"], ["two people"]),
    (
        "Kenya named a rebel group, which it accuses of theft.",
        "ACCUSE",
        ["Kenya"],
        ["a rebel group"],
    ),
    ("Rebels, who attacked a hotel, fled.", "ASSAULT", ["Rebels"], []),
    ("Russian missiles struck a hospital in Selm.", "ASSAULT", ["Russian"], ["a hospital"]),
    ("A flood in Norburg killed nine people.", "OTHER", [], ["nine people"]),
    ("Nine people were killed when a bus crashed near Norburg.", "OTHER", [], ["Nine people"]),
]


@pytest.mark.parametrize(("sentence", "type_", "actors", "recipients"), TYPES)
def test_sentence_gives_its_type_and_sides(
    sentence: str, type_: str, actors: list[str], recipients: list[str]
) -> None:
    """The trigger gives the type; subject and object, active or passive, give the sides."""
    event = first(sentence)
    assert event.type == type_
    assert [party.text for party in event.actors] == actors
    assert [party.text for party in event.recipients] == recipients


REALIS = [
    ("Rebels attacked Selm on Monday.", "actual"),
    ("Rebels will attack Selm on Monday, police said.", "future"),
    ("Nurses are expected to go on strike on Monday.", "future"),
    ("Rebels could attack Selm, police said.", "hypothetical"),
    ("Police did not arrest the students.", "negated"),
    ("Vantia denied that police arrested the students.", "negated"),
    ("Rebels have been attacking the army for years.", "generic"),
    ("The rebels have carried out attacks against the army.", "generic"),
    ("The rebels regularly attacked the army.", "generic"),
]


@pytest.mark.parametrize(("sentence", "realis"), REALIS)
def test_realis_tells_deeds_from_plans_denials_and_habits(sentence: str, realis: str) -> None:
    """What is planned, feared, denied or habitual is never an actual event."""
    assert first(sentence).realis == realis


CLAIMS = [
    ("Kenya said rebels attacked a bus on Monday.", "Kenya", "said", "asserts"),
    ("Rebels attacked a bus on Monday, Kenya said.", "Kenya", "said", "asserts"),
    ("Rebels attacked a bus on Monday, said Kenya’s army.", "Kenya’s army", "said", "asserts"),
    ("According to Kenya, rebels attacked a bus on Monday.", "Kenya", "According to", "asserts"),
    ("Rebels attacked a bus on Monday, according to police.", "police", "according to", "asserts"),
    ("Kenya claimed rebels attacked a bus.", "Kenya", "claimed", "claims"),
    ("Kenya confirmed that rebels attacked a bus.", "Kenya", "confirmed", "confirms"),
    ("Kenya denied that its army attacked a bus.", "Kenya", "denied", "denies"),
    ("A statement said rebels attacked a bus.", "A statement", "said", "asserts"),
    ("Kenya said the attack killed nine people.", "Kenya", "said", "claims"),
]


@pytest.mark.parametrize(("sentence", "claimant", "cue", "stance"), CLAIMS)
def test_claim_keeps_its_claimant(sentence: str, claimant: str, cue: str, stance: str) -> None:
    """Who says it is told apart from who did it, wherever the attribution stands."""
    (claim,) = first(sentence).claims
    assert (claim.claimant.text, claim.cue, claim.stance) == (claimant, cue, stance)
    assert claim.evidence[0].quote in sentence


STANCES: list[tuple[str, str, list[tuple[str, str, str]]]] = [
    ("Kenya accused Uganda of shelling Selm.", "ACCUSE", [("Kenya", "accused", "accuses")]),
    (
        "Kenya denied any involvement in the raid on Selm.",
        "REJECT",
        [("Kenya", "denied", "denies")],
    ),
    ("Kenya rejected the claim.", "REJECT", [("Kenya", "rejected", "rejects")]),
    (
        "Kenya accused Uganda of theft, police said.",
        "ACCUSE",
        [("police", "said", "asserts"), ("Kenya", "accused", "accuses")],
    ),
]


@pytest.mark.parametrize(("sentence", "kind", "claims"), STANCES)
def test_taking_a_stance_is_a_claim(
    sentence: str, kind: str, claims: list[tuple[str, str, str]]
) -> None:
    """Who accuses, denies or rejects claims something, whoever else says that they do."""
    event = first(sentence)
    assert event.type == kind
    assert [(one.claimant.text, one.cue, one.stance) for one in event.claims] == claims
    assert all(one.evidence[0].quote in sentence for one in event.claims)


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("“Rebels attacked Selm,” Velk said.", "quote"),
        ("Velk said: “Rebels attacked Selm.”", "quote"),
        ("Velk said rebels “attacked Selm” on Monday.", "paraphrase"),
        ("Velk said rebels attacked Selm.", "paraphrase"),
    ],
)
def test_a_claim_is_a_quotation_when_all_of_it_is_quoted(sentence: str, modality: str) -> None:
    """A quoted word or two make no quotation of the whole."""
    (claim,) = first(sentence).claims
    assert (claim.claimant.text, claim.modality) == ("Velk", modality)


TOLLS: list[tuple[str, int, str, list[str]]] = [
    ("Army sources said nine rebels had been killed.", 9, "claimed", ["Army sources"]),
    ("Nine people, police said, were killed in a fire in Selm.", 9, "claimed", ["police"]),
    (
        "Kenya and Uganda said nine people were killed in a raid on Selm.",
        9,
        "claimed",
        ["Kenya", "Uganda"],
    ),
    ("Nine killed in Norburg blast: police", 9, "claimed", ["police"]),
    ("It was reported that nine people had been killed in a raid on Selm.", 9, "claimed", []),
    ("The report went on to say that nine rebels were killed.", 9, "claimed", ["The report"]),
    ("According to Dams.org, nine divers were killed in 2023.", 9, "claimed", ["Dams.org"]),
    ("Nine people were killed in a fire in Selm.", 9, "asserted", []),
]


@pytest.mark.parametrize(("sentence", "killed", "status", "claimants"), TOLLS)
def test_a_toll_keeps_who_gives_it(
    sentence: str, killed: int, status: str, claimants: list[str]
) -> None:
    """Whoever gives the number stands by it, wherever in the sentence they are named."""
    (figure,) = first(sentence).figures
    assert (figure.best, figure.status) == (killed, status)
    assert [party.text for party in figure.claimants] == claimants


def test_a_subject_before_its_speaker_still_acts() -> None:
    """As in "The army, the mayor said, attacked": the army did, the mayor says so."""
    event = first("The army, the mayor said, attacked Selm on Monday.")
    assert [party.text for party in event.actors] == ["The army"]
    assert [claim.claimant.text for claim in event.claims] == ["the mayor"]


@pytest.mark.parametrize(
    ("sentence", "claimant", "day"),
    [
        (
            "Vantia's police said in a statement on Monday that gunmen attacked a bus.",
            "Vantia's police",
            None,
        ),
        ("Kenya said on Monday that rebels attacked a bus.", "Kenya", None),
        ("Kenya said in a statement that rebels attacked a bus on Tuesday.", "Kenya", "2024-01-16"),
        ("Kenya said on Monday that rebels attacked a bus on Tuesday.", "Kenya", "2024-01-16"),
    ],
)
def test_the_day_of_saying_is_not_the_day_of_the_event(
    sentence: str, claimant: str, day: str | None
) -> None:
    """When somebody said it dates the statement; the event has its own day or none."""
    event = first(sentence)
    assert event.claims[0].claimant.text == claimant
    assert (event.date.edtf if event.date else None) == day


STORY = (
    "Kenya and Uganda envoys in talks after raids\n\n"
    "KAMPALA (Meridian News Agency) - Two farmers were killed in Tuesday’s Ugandan raid on a"
    " market, Kenya said.\n"
    "According to Uganda, seven fishermen, among them three teenagers, died in Thursday’s raid"
    " in a hamlet on its soil.\n"
    "A spokesman said envoy Anna Odera met Ugandan minister John Okot on Friday, a day after"
    " Kenya raided two camps in Uganda.\n"
    "Earlier this week Uganda fired rockets into Sudan at what it called smugglers’ depots.\n"
    "Smugglers have been attacking traders on the lake for years.\n"
)


def test_story_of_two_raids_and_a_talk() -> None:
    """Each happening is told once, with its day, its side, its toll and who gives the toll."""
    events = read(STORY).events
    attacks = [one for one in events if one.type == "ASSAULT" and one.realis == "actual"]
    by_day = {one.date.edtf: one for one in attacks if one.date}
    tuesday, thursday = by_day["2024-01-16"], by_day["2024-01-18"]
    assert [party.country for party in tuesday.actors] == ["UGA"]
    assert [(one.best, one.claimants[0].text) for one in tuesday.figures] == [(2, "Kenya")]
    assert [party.country for party in thursday.actors] == ["KEN"]
    assert [(one.best, one.subset_of, one.claimants[0].text) for one in thursday.figures] == [
        (7, None, "Uganda"),
        (3, 0, "Uganda"),
    ]
    assert thursday.location is not None
    assert thursday.location.country == "UGA"
    talk = next(one for one in events if one.type == "CONSULT" and one.date)
    assert talk.date is not None
    assert (talk.date.edtf, talk.date.basis) == ("2024-01-19", "relative")
    assert [link.type for link in talk.links] == ["follows"]
    assert talk.links[0].target == thursday.id


def test_target_keeps_whose_description_it_is() -> None:
    """What one side calls its target is told as that side's words."""
    event = next(one for one in read(STORY).events if one.target)
    assert event.target is not None
    assert event.target.described_by is not None
    assert (event.target.text, event.target.described_by.text) == ("smugglers’ depots", "Uganda")
    assert event.location is not None
    assert (event.location.country, event.figures) == ("SDN", ())


def test_a_sentence_that_sums_up_two_events_is_no_third() -> None:
    """Telling that both sides "exchanged fire" adds no event."""
    with_sum = STORY.replace("Smugglers have", "Both countries exchanged fire. Smugglers have")
    assert len(read(with_sum).events) == len(read(STORY).events)


def test_without_publication_date_nothing_relative_is_resolved() -> None:
    """Without `published` a weekday stays a phrase, and a warning says so."""
    result = summarize(STORY)
    assert [one.date.edtf for one in result.events if one.date] == [None] * len(
        [one for one in result.events if one.date]
    )
    assert result.warnings == ("no publication date: relative dates are left unresolved",)


def test_everything_is_extractive_and_verbatim() -> None:
    """No word of the embedded engine is its own."""
    result = read(STORY)
    assert {point.kind for point in result.key_points} == {"extractive"}
    for evidence in result.iter_evidence():
        assert STORY[evidence.start : evidence.end] == evidence.quote
        assert evidence.match == "exact"
    for event in result.events:
        words = [event.trigger, *(party.text for party in (*event.actors, *event.recipients))]
        words += [figure.text for figure in event.figures]
        words += [part.text for part in (event.target, event.location) if part]
        words += [event.date.expressed] if event.date else []
        assert all(word in STORY for word in words)


def test_masked_block_gives_no_evidence() -> None:
    """With `editorial="mask"` nothing is taken from the editors' block."""
    text = STORY.replace(
        "KAMPALA", "Key points:\n- A dam broke in Selm\n- The UN urged restraint\n\nKAMPALA"
    )
    used, masked = read(text), read(text, editorial="mask")
    assert "key_points" in {evidence.segment for evidence in used.iter_evidence()}
    assert "key_points" not in {evidence.segment for evidence in masked.iter_evidence()}


@pytest.mark.parametrize("language", ["de", "fr-CA", "zh"])
def test_other_languages_get_key_points_and_a_warning(language: str) -> None:
    """The patterns are English: elsewhere no event is guessed."""
    article = TextMap("Die Rebellen haben am Montag eine Stadt angegriffen. Neun Menschen starben.")
    reply = asyncio.run(Embedded().ask(Request(text=article, language=language)))
    assert isinstance(reply.wire, WireReply)
    assert reply.wire.key_points
    assert reply.wire.events == []
    assert reply.warnings[0].startswith("language_not_supported")


@pytest.mark.parametrize(
    "text",
    [
        "Die Rebellen haben am Montag die Stadt Selm angegriffen und neun Menschen getötet.",
        "Les rebelles ont attaqué lundi la ville de Selm et tué neuf personnes dans la nuit.",
        "Los rebeldes atacaron el lunes la ciudad de Selm y mataron a nueve personas.",
        "De rebellen vielen maandag de stad Selm aan en doodden negen mensen, het leger zweeg.",
        "警方周二在北堡逮捕了九人。叛军周一袭击了该镇，造成九人死亡，市长表示局势平静。",
        "هاجم المتمردون المدينة يوم الاثنين وقتلوا تسعة أشخاص في الليل وقال العمدة إن الوضع هادئ.",
    ],
    ids=["de", "fr", "es", "nl", "zh", "ar"],
)
def test_another_language_is_noticed_when_nobody_says_so(text: str) -> None:
    """Without a declared language the commonest words decide, and no event is guessed."""
    result = read(text)
    assert result.events == ()
    assert result.key_points
    assert result.warnings[0].startswith("language_not_supported")


def test_no_event_is_a_status_of_its_own() -> None:
    """An article that tells of no happening is not a failure."""
    result = read("The museum is open from nine to five. Entry is free for children.")
    assert (result.status, result.error, result.events) == ("no_events", None, ())


def test_lexicon_covers_every_type_with_modes_it_has() -> None:
    """Each type can be found, and no entry names a mode its type does not have."""
    lexicon = load_lexicon()
    senses = [one for found in lexicon.words.values() for one in found]
    senses += [one for known in lexicon.phrases.values() for _, found in known for one in found]
    assert {one.type for one in senses} == set(EVENT_TYPES)
    assert all(one.mode is None or one.mode in MODES_BY_TYPE[one.type] for one in senses)


@given(
    words=st.lists(
        st.sampled_from(
            "Vantia Norland police rebels attacked killed met said that , . and after which nine"
            " children on Tuesday Thursday’s strikes in Selm the a by was were will not carried out"
            " what it were"
            " according to a day including “ ” - \n \u200f 東京 😀 Kenya Uganda which where who"
            " called as each other's territory both two countries exchanged tit-for-tat raids"
            " retaliation for response to ministers warned that it would close must should unless"
            " she He condemned the murder of thousands strike strikes lifted a ban on threatened ?"
            " declined comment Velk of the its army fired at bombs union".split(" ")
        ),
        max_size=40,
    )
)
def test_any_heap_of_words_is_read_without_a_crash(words: list[str]) -> None:
    """Broken grammar gives records that still keep every rule, or none."""
    text = "x " + " ".join(words)
    for evidence in read(text).iter_evidence():
        assert text[evidence.start : evidence.end] == evidence.quote
