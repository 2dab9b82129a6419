"""Resolve: what the article bears out becomes a record, the rest is listed with the reason."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.resolve import NO_PUBLICATION_DATE, Findings, resolve
from summarizer.textmap import TextMap
from summarizer_schemas.codes import COUNTRY_LIKE, EVENT_TYPES, MODES
from summarizer_schemas.wire import WireReply

ARTICLE = (
    "Kenya said the strikes on Thursday killed nine people, including four children, in Selm.\n"
    "Uganda denied the claim. Foreign Minister Anna Odera met John Okot in Geneva on Friday, a day "
    "after Kenya shelled a camp in Uganda.\n"
)
PUBLISHED = date(2024, 1, 19)

NOBODY: dict[str, Any] = {
    "name": None,
    "kind": "unknown",
    "role": None,
    "country": None,
    "sector": None,
}
KENYA: dict[str, Any] = NOBODY | {"text": "Kenya", "name": "Kenya", "kind": "state"}


def make_event(**values: Any) -> dict[str, Any]:
    """An event in the wire form with nothing but what is given."""
    empty: dict[str, Any] = {
        "quotes": ["the strikes on Thursday killed nine people"],
        "trigger": "strikes",
        "type": "ASSAULT",
        "target": None,
        "target_described_by": None,
        "location": None,
        "location_country": None,
        "date": None,
        "date_anchor": None,
        "realis": "actual",
        "certainty": "certain",
        "salience": "main",
    }
    names = ("modes", "contexts", "actors", "recipients", "figures", "claims", "links")
    lists: dict[str, Any] = {name: [] for name in names}
    return empty | lists | values


def make_figure(text: str, quote: str, **values: Any) -> dict[str, Any]:
    """A toll in the wire form."""
    rest: dict[str, Any] = {
        "measure": "killed",
        "group": None,
        "subset_of": None,
        "status": "claimed",
    }
    return {"quote": quote, "text": text, "claimants": [KENYA]} | rest | values


def find(
    *events: dict[str, Any], points: tuple[dict[str, Any], ...] = (), **options: Any
) -> Findings:
    """What is left of a reply about the article."""
    reply = WireReply.model_validate({"key_points": list(points), "events": list(events)})
    values: dict[str, Any] = {"published": PUBLISHED} | options
    return resolve(reply, TextMap(ARTICLE), **values)


def list_rejected(findings: Findings) -> list[tuple[str, str, str]]:
    """Kind, words and reason of everything that was not accepted."""
    return [(one.kind, one.text, one.reason) for one in findings.rejected]


def test_an_event_without_any_words_of_the_article_is_rejected() -> None:
    """No quote is found, so there is no event, and both are listed."""
    findings = find(make_event(quotes=["rebels stormed the palace"], trigger="stormed"))
    assert findings.events == []
    assert list_rejected(findings) == [
        ("evidence", "rebels stormed the palace", "not_found"),
        ("event", "stormed", "ungrounded"),
    ]


def test_what_is_good_is_kept_beside_what_is_not() -> None:
    """A wrong party, place, figure, mode and link are listed; the event stays."""
    toll = "killed nine people, including four children"
    findings = find(
        make_event(
            actors=[KENYA, NOBODY | {"text": "the Kenyan navy"}],
            location="Norburg",
            modes=["drone", "visit"],
            figures=[
                make_figure("nineteen people", toll),
                make_figure("nine people", toll),
                make_figure("people", toll),
                make_figure("four children", toll, subset_of=1),
            ],
            links=[{"quote": None, "type": "follows", "target": 7}],
        )
    )
    (event,) = findings.events
    assert [party.text for party in event.actors] == ["Kenya"]
    assert event.location is None
    assert event.modes == ("drone",)
    assert [(one.best, one.subset_of) for one in event.figures] == [(9, None), (4, 0)]
    assert list_rejected(findings) == [
        ("field", "visit", "mode_not_of_type"),
        ("figure", "nineteen people", "ungrounded"),
        ("figure", "people", "no_number"),
        ("field", "the Kenyan navy", "not_found"),
        ("field", "Norburg", "not_found"),
        ("link", "follows", "no_such_event"),
    ]


def test_a_claim_follows_its_figure_past_a_rejected_one() -> None:
    """When figure 0 is rejected, the claim about figure 1 is about the first one kept."""
    toll = "Thursday killed nine people"

    def claim(about: str) -> dict[str, Any]:
        return {
            "quote": "Kenya said",
            "claimant": KENYA,
            "cue": "said",
            "stance": "claims",
            "about": about,
            "modality": "paraphrase",
        }

    (event,) = find(
        make_event(
            figures=[make_figure("ten people", toll), make_figure("nine people", toll)],
            claims=[claim("figures[1]"), claim("figures[0]"), claim("weather"), claim("date")],
        )
    ).events
    assert [one.about for one in event.claims] == ["figures[0]", "event", "date"]


def test_words_from_elsewhere_become_evidence_of_their_field() -> None:
    """A field that its own quote does not hold names the words that do."""
    (event,) = find(make_event(actors=[KENYA], location="Selm")).events
    assert [(one.field, one.quote) for one in event.evidence] == [
        (None, "the strikes on Thursday killed nine people"),
        ("actors", "Kenya"),
        ("location", "Selm"),
    ]


def test_a_trigger_in_other_words_falls_back_to_the_quote() -> None:
    """The trigger is always verbatim: a paraphrase is listed and the quote stands for it."""
    findings = find(make_event(trigger="bombing campaign"))
    assert findings.events[0].trigger == "the strikes on Thursday killed nine people"
    assert list_rejected(findings) == [("field", "bombing campaign", "not_found")]


@pytest.mark.parametrize(
    ("phrase", "published", "edtf", "rejected"),
    [
        ("on Thursday", PUBLISHED, "2024-01-18", []),
        ("on Thursday", None, None, []),
        ("nine people", PUBLISHED, None, [("field", "nine people", "not_a_date")]),
        ("2024-01-18", PUBLISHED, None, [("field", "2024-01-18", "not_found")]),
    ],
)
def test_a_date_is_worked_out_from_the_words_of_the_article(
    phrase: str, published: date | None, edtf: str | None, rejected: list[tuple[str, str, str]]
) -> None:
    """A date the article does not give in these words is no date, even if it is right."""
    findings = find(make_event(date=phrase), published=published)
    (event,) = findings.events
    assert (event.date.edtf if event.date else None) == edtf
    assert list_rejected(findings) == rejected
    assert findings.warnings == ([NO_PUBLICATION_DATE] if published is None else [])


MET = {
    "quotes": ["Anna Odera met John Okot in Geneva on Friday"],
    "trigger": "met",
    "type": "CONSULT",
}
STRUCK = {"quotes": ["Kenya shelled a camp in Uganda"], "trigger": "shelled", "actors": [KENYA]}


def test_an_anchored_date_hangs_on_the_other_event() -> None:
    """The phrase "a day after" counts from its event, wherever that stands in the reply."""
    findings = find(
        make_event(**MET, date="a day after", date_anchor=1), make_event(date="on Thursday")
    )
    strike, talk = findings.events
    assert talk.date is not None
    assert (talk.date.edtf, talk.date.basis, talk.date.anchor) == (
        "2024-01-19",
        "event_anchored",
        strike.id,
    )


def test_a_link_a_day_after_dates_the_event_it_points_at() -> None:
    """They met on Friday, a day after the strikes: the strikes were on Thursday."""
    words = "a day after Kenya shelled a camp in Uganda"
    link = {"quote": words, "type": "follows", "target": 1}
    talk, strike = find(
        make_event(**MET, date="on Friday", links=[link]), make_event(**STRUCK)
    ).events
    assert [(one.type, one.target, one.evidence[0].quote) for one in talk.links] == [
        ("follows", strike.id, words)
    ]
    assert strike.date is not None
    assert (strike.date.expressed, strike.date.edtf, strike.date.anchor) == (
        "a day after",
        "2024-01-18",
        talk.id,
    )


def test_two_dates_that_hang_on_each_other_are_left_unresolved() -> None:
    """A circle of anchors ends; nothing is guessed."""
    findings = find(
        make_event(**STRUCK, date="a day after", date_anchor=1),
        make_event(**MET, date="a day after", date_anchor=0),
    )
    assert [one.date.edtf for one in findings.events if one.date] == [None, None]


def test_a_part_of_a_word_is_not_the_word() -> None:
    """The word "Ken" does not stand in "Kenya", neither as a party nor as its name."""
    findings = find(make_event(actors=[NOBODY | {"text": "Ken"}, KENYA | {"name": "Ken"}]))
    assert [(one.text, one.name) for one in findings.events[0].actors] == [("Kenya", "Kenya")]
    assert list_rejected(findings) == [
        ("field", "Ken", "not_found"),
        ("field", "Ken", "name_not_in_words"),
    ]


def test_codes_are_derived_and_countries_found() -> None:
    """What follows from the type comes from the table; a wrong country code is not taken."""
    (event,) = find(make_event(modes=["aerial"], actors=[KENYA | {"country": "Kenia"}])).events
    assert (event.quad_class, event.cameo_root, event.acled_sub_event_type) == (
        4,
        "19",
        "Air/drone strike",
    )
    assert event.actors[0].country == "KEN"


@pytest.mark.parametrize(
    ("text", "kept", "kind"),
    [
        ("Kenya said the strikes on Thursday killed nine people", True, "extractive"),
        ("- Kenya said the strikes on Thursday killed nine people.", True, "extractive"),
        ("Nine people died on Thursday, Kenya said.", True, "abstractive"),
        (" - ", False, ""),
    ],
)
def test_key_point_is_cleaned_and_labelled(text: str, kept: bool, kind: str) -> None:  # noqa: FBT001 - a column of the table
    """No point begins with a bullet; one in the article's own words is extractive."""
    quote = "Kenya said the strikes on Thursday killed nine people"
    findings = find(points=({"quotes": [quote], "text": text, "claimants": [KENYA]},))
    assert [one.kind for one in findings.key_points] == ([kind] if kept else [])
    assert all(one.text[0].isalnum() for one in findings.key_points)


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("Kenya said strikes on Thursday killed nine people.", ()),
        ("Kenya said strikes on Thursday killed 9 people.", ()),
        ("Kenya said strikes on Thursday killed ten people.", ("number_missing: ten people",)),
        ("Kenya said strikes on Friday killed nine people.", ("weekday_missing: Friday",)),
        (f"Kenya said nine people died{' again' * 40}.", ("too_long",)),
    ],
)
def test_what_a_key_point_says_beyond_its_evidence_is_flagged(
    text: str, flags: tuple[str, ...]
) -> None:
    """A number or weekday that the evidence does not have is named; the point is kept as it is."""
    quote = "Kenya said the strikes on Thursday killed nine people"
    (point,) = find(points=({"quotes": [quote], "text": text, "claimants": []},)).key_points
    assert (point.text, point.flags) == (text, flags)


def test_a_quote_of_words_far_apart_becomes_several_pieces() -> None:
    """An ellipsis over a whole sentence gives two pieces of evidence, both raw."""
    quote = "Kenya said the strikes on Thursday killed nine people … met John Okot in Geneva"
    (point,) = find(points=({"quotes": [quote], "text": "Talks.", "claimants": []},)).key_points
    assert [one.quote for one in point.evidence] == [
        "Kenya said the strikes on Thursday killed nine people",
        "met John Okot in Geneva",
    ]


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        ("the strikes on Thursday killed 19 people", "number_changed"),
        ("the strikes on Tuesday killed nine people", "weekday_changed"),
        ("the strikes on Thursday wounded nine people", "outcome_changed"),
        ("the strikes on Thursday never killed nine people", "negation_changed"),
    ],
)
def test_a_quote_that_changes_a_fact_is_rejected_with_the_reason(quote: str, reason: str) -> None:
    """An event on nothing but a twisted quote is none, and the reason says what was twisted."""
    findings = find(make_event(quotes=[quote]))
    assert findings.events == []
    assert ("evidence", quote, reason) in list_rejected(findings)


# ---- figures and claims ----


def test_a_toll_the_article_attributes_has_its_claimant() -> None:
    """An engine that drops "Kenya said" does not make the toll the narrator's own."""
    figure = make_figure(
        "nine people", "killed nine people", claimants=[], status="asserted", group="the moon"
    )
    (event,) = find(make_event(figures=[figure])).events
    (toll,) = event.figures
    assert (toll.status, [one.country for one in toll.claimants]) == ("claimed", ["KEN"])
    assert toll.group is None


def test_a_toll_of_another_kind_than_its_words_is_rejected() -> None:
    """Words that say "killed" give no number of wounded."""
    findings = find(
        make_event(figures=[make_figure("nine people", "killed nine people", measure="wounded")])
    )
    assert findings.events[0].figures == ()
    assert ("figure", "nine people", "outcome_changed") in list_rejected(findings)


@pytest.mark.parametrize(
    ("cue", "modality", "kept"),
    [
        ("denied", "paraphrase", [("denied", "paraphrase")]),
        ("denied", "quote", [("denied", "paraphrase")]),
        ("rejected", "paraphrase", []),
    ],
)
def test_a_claim_keeps_to_its_words(cue: str, modality: str, kept: list[tuple[str, str]]) -> None:
    """The cue stands in the quote, and a quotation needs quotation marks."""
    claim = {
        "quote": "Uganda denied the claim",
        "claimant": NOBODY | {"text": "Uganda"},
        "cue": cue,
        "stance": "denies",
        "about": "event",
        "modality": modality,
    }
    findings = find(make_event(claims=[claim]))
    (event,) = findings.events
    assert [(one.cue, one.modality) for one in event.claims] == kept
    rejected = [("claim", claim["quote"], "cue_not_in_quote")]
    assert list_rejected(findings) == ([] if kept else rejected)


# ---- parties ----

CAST = (
    "Kenya’s Foreign Minister Anna Odera flew to Kampala on Monday. Odera said that both"
    " countries wanted peace with Uganda. The NRF was not invited."
)


def list_parties(*wires: dict[str, Any]) -> tuple[list[tuple[object, ...]], list[object]]:
    """Name, role and country of the actors made of these, and what was rejected."""
    event = make_event(quotes=[CAST], trigger="flew", actors=list(wires))
    reply = WireReply.model_validate({"key_points": [], "events": [event]})
    findings = resolve(reply, TextMap(CAST), published=PUBLISHED)
    actors = findings.events[0].actors
    return (
        [(one.text, one.name, one.role, one.country) for one in actors],
        [(one.text, one.reason) for one in findings.rejected],
    )


@pytest.mark.parametrize(
    ("wire", "parties", "rejected"),
    [
        (
            {"text": "Odera", "name": "Odera", "kind": "person"},
            [("Odera", "Anna Odera", "Foreign Minister", "KEN")],
            [],
        ),
        (
            {"text": "both countries"},
            [
                ("both countries", "Kenya", None, "KEN"),
                ("both countries", "Uganda", None, "UGA"),
            ],
            [],
        ),
        (
            {"text": "The NRF", "name": "Norburg Relief Front"},
            [("The NRF", "NRF", None, None)],
            [("Norburg Relief Front", "name_not_in_words")],
        ),
        (
            {"text": "The NRF", "name": "NRF", "country": "KEN"},
            [("The NRF", "NRF", None, "KEN")],
            [],
        ),
        (
            {"text": "The NRF", "name": "NRF", "country": "SDN"},
            [("The NRF", "NRF", None, None)],
            [("SDN", "country_not_in_article")],
        ),
    ],
)
def test_a_party_is_what_the_article_makes_of_it(
    wire: dict[str, Any], parties: list[tuple[object, ...]], rejected: list[object]
) -> None:
    """Gaps are filled from other mentions; what only the engine knows is not taken."""
    assert list_parties(NOBODY | wire) == (parties, rejected)


def test_a_phrase_that_counts_from_the_event_it_introduces_needs_no_hint() -> None:
    """In "a day after Kenya shelled a camp" the date hangs on the shelling told of there."""
    talk = make_event(**MET, date="a day after")
    strike = make_event(**STRUCK, date="on Thursday")
    dates = {one.type: one.date for one in find(talk, strike).events}
    assert dates["CONSULT"] is not None
    assert (dates["CONSULT"].edtf, dates["CONSULT"].basis) == ("2024-01-19", "event_anchored")


def test_a_date_is_read_in_the_language_of_the_article() -> None:
    """German words are a date in a German article, and none in an English one."""
    raw = "Die Brücke in Halden wurde am 12. Januar 2024 gesperrt."
    wire = make_event(quotes=[raw], trigger="gesperrt", date="am 12. Januar 2024")
    reply = WireReply.model_validate({"key_points": [], "events": [wire]})
    read = {
        language: resolve(reply, TextMap(raw), published=PUBLISHED, language=language)
        .events[0]
        .date
        for language in ("de", None, "en")
    }
    assert {key: value and value.edtf for key, value in read.items()} == {
        "de": "2024-01-12",
        None: "2024-01-12",
        "en": None,
    }


def test_ungrounded_key_point_is_rejected() -> None:
    """A point without a single quote from the article is no finding."""
    findings = find(points=({"quotes": ["Rain fell"], "text": "Rain fell.", "claimants": []},))
    assert findings.key_points == []
    assert ("key_point", "Rain fell.", "ungrounded") in list_rejected(findings)


WORDS = st.sampled_from(
    [
        "",
        " ",
        "- ",
        "Kenya",
        "nine people",
        "killed nine people",
        "strikes",
        "on Thursday",
        "a day after",
        "in Selm",
        "the moon",
        "no one",
        "figures[0]",
        "figures[99999999999]",
        "\ud800",
    ]
)
PARTY = st.fixed_dictionaries(
    {
        "text": WORDS,
        "name": st.none() | WORDS,
        "kind": st.sampled_from(["person", "state", "unknown", "armed_group"]),
        "role": st.none() | WORDS,
        "country": st.none() | st.sampled_from(["KEN", "kenya", "", *COUNTRY_LIKE]),
        "sector": st.none() | st.sampled_from(["GOV", "MIL"]),
    }
)
INDEX = st.none() | st.integers(-3, 5)
EVENT = st.builds(
    make_event,
    quotes=st.lists(WORDS, max_size=3),
    trigger=WORDS,
    type=st.sampled_from(EVENT_TYPES),
    modes=st.lists(st.sampled_from(MODES), max_size=3),
    actors=st.lists(PARTY, max_size=3),
    recipients=st.lists(PARTY, max_size=2),
    target=st.none() | WORDS,
    target_described_by=st.none() | PARTY,
    location=st.none() | WORDS,
    location_country=st.none() | st.sampled_from(["KEN", "??"]),
    date=st.none() | WORDS,
    date_anchor=INDEX,
    figures=st.lists(
        st.builds(
            make_figure, WORDS, WORDS, subset_of=INDEX, claimants=st.lists(PARTY, max_size=2)
        ),
        max_size=3,
    ),
    claims=st.lists(
        st.fixed_dictionaries(
            {
                "quote": WORDS,
                "claimant": PARTY,
                "cue": WORDS,
                "stance": st.sampled_from(["asserts", "denies"]),
                "about": WORDS,
                "modality": st.just("quote"),
            }
        ),
        max_size=3,
    ),
    links=st.lists(
        st.fixed_dictionaries(
            {"quote": st.none() | WORDS, "type": st.just("follows"), "target": st.integers(-2, 5)}
        ),
        max_size=3,
    ),
)


@given(events=st.lists(EVENT, max_size=4))
def test_no_reply_that_parses_can_break_it(events: list[dict[str, Any]]) -> None:
    """Whatever an engine says, every record keeps the rules and links lead somewhere."""
    findings = find(*events)
    ids = [event.id for event in findings.events]
    assert ids == [f"e{n}" for n in range(1, len(ids) + 1)]
    for event in findings.events:
        for evidence in event.evidence:
            assert ARTICLE[evidence.start : evidence.end] == evidence.quote
        assert all(link.target in ids for link in event.links)
        assert event.date is None or event.date.anchor in (None, "publication", *ids)


ANY_TEXT = st.text(max_size=60) | st.text(
    alphabet="Vantia said 12 killed, on Friday. “no”\n\ud800é١٢北京", max_size=60
)


@given(raw=ANY_TEXT, data=st.data())
def test_no_text_can_break_it(raw: str, data: st.DataObject) -> None:
    """Whatever the article and the words taken from it, offsets are those of the raw text."""
    start = data.draw(st.integers(0, len(raw)))
    words = raw[start : data.draw(st.integers(start, len(raw)))]
    who = NOBODY | {"text": data.draw(st.sampled_from([words, raw, "it"])), "name": words}
    claim = {
        "quote": raw,
        "claimant": who,
        "cue": words,
        "stance": "claims",
        "about": "target",
        "modality": "quote",
    }
    event = make_event(
        quotes=[words, raw],
        trigger=words,
        actors=[who],
        target=words,
        target_described_by=who,
        location=words,
        date=words,
        figures=[make_figure(words, raw, claimants=[who]), make_figure(raw, words, claimants=[])],
        claims=[claim],
    )
    point = {"quotes": [words], "text": raw, "claimants": [who]}
    reply = WireReply.model_validate({"key_points": [point], "events": [event, event]})
    findings = resolve(reply, TextMap(raw), published=PUBLISHED, language=None)
    for found in (
        *(one for point in findings.key_points for one in point.evidence),
        *(one for event in findings.events for one in event.evidence),
        *(one for event in findings.events for part in event.figures for one in part.evidence),
    ):
        assert raw[found.start : found.end] == found.quote


def resolve_figure(article: str, quote: str, text: str) -> Findings:
    """Resolves a reply with one figure."""
    figure = make_figure(text, quote, claimants=[])
    event = make_event(quotes=[quote], trigger="killed", figures=[figure])
    reply = WireReply.model_validate_json(json.dumps({"key_points": [], "events": [event]}))
    return resolve(reply, TextMap(article), published=PUBLISHED)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("112 people", "12 people"),
        ("twenty-nine people", "nine people"),
        ("two hundred people", "hundred people"),
        ("two hundred and nine people", "nine people"),
        ("1.5 million people", "5 million people"),
        ("12,000 people", "000 people"),
        ("3 000 people", "000 people"),
        ("half a million people", "a million people"),
    ],
)
def test_a_number_is_not_cut_out_of_a_larger_one(amount: str, text: str) -> None:
    """What the article counts is the whole number, not the part of it that was copied."""
    found = resolve_figure(f"The blast killed {amount} in Selm.", f"killed {amount}", text)
    assert not [figure for event in found.events for figure in event.figures]
    assert found.rejected[-1].kind in ("figure", "event")


@pytest.mark.parametrize(
    ("amount", "text", "bounds"),
    [
        ("at least nine people", "nine people", (9, 9, None, "at_least")),
        ("up to 30 people", "30 people", (None, None, 30, "at_most")),
        ("about 200 people", "200 people", (None, 200, None, "about")),
        ("nine to twelve people", "twelve people", (9, None, 12, "about")),
        ("nine or more people", "nine", (9, 9, None, "at_least")),
        ("nine people", "nine people", (9, 9, 9, "exact")),
        ("the nine people", "nine people", (9, 9, 9, "exact")),
    ],
)
def test_the_bounds_of_a_number_are_those_of_the_article(
    amount: str, text: str, bounds: tuple[int | None, int | None, int | None, str]
) -> None:
    """A hedge that was left out of the copied words counts all the same, and is shown."""
    article = f"The blast killed {amount} in Selm."
    found = resolve_figure(article, text, text)
    (figure,) = found.events[0].figures
    assert (figure.low, figure.best, figure.high, figure.qualifier) == bounds
    (evidence,) = figure.evidence
    assert figure.text in evidence.quote == article[evidence.start : evidence.end]


def test_words_are_placed_where_they_stand_whole() -> None:
    """Of "112 people" and "12 people" in one quote, the second is meant by "12 people"."""
    article = "The blast hurt 112 people and killed 12 people in Selm."
    found = resolve_figure(article, article, "12 people")
    assert found.events[0].figures[0].best == 12
