"""The terminal view: what a reader sees, and what an article's words cannot do to a terminal."""

from __future__ import annotations

import io
import itertools
import re
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from summarizer.controls import clean_for_terminal
from summarizer.view import MAX_SHOWN, MAX_WIDTH, render_result
from summarizer_schemas.record import (
    Claim,
    Event,
    EventDate,
    Evidence,
    Figure,
    KeyPoint,
    Link,
    Location,
    Party,
    Target,
)
from summarizer_schemas.result import (
    ArticleInfo,
    Failure,
    Provenance,
    Rejected,
    Result,
    Usage,
)

LEAD = "Vantia and Ostrel, which traded drone strikes this week, will hold talks, Vantia said."
TOLL = "Nine people, including four children, were killed near Norburg on Tuesday, Vantia said."
DENIAL = "Ostrel denied that its drones had crossed the border."

VANTIA = Party(text="Vantia", name="Vantia", kind="state", country="AAA")
OSTREL = Party(text="Ostrel", kind="state")


def cite(quote: str, start: int = 0) -> tuple[Evidence, ...]:
    """Returns the quote as the only evidence of something."""
    return (Evidence(quote=quote, start=start, end=start + len(quote), segment="body"),)


def count(text: str, best: int | None, **given: Any) -> Figure:
    """Returns a figure, by default of people killed, on Vantia's word."""
    values: dict[str, Any] = {
        "measure": "killed",
        "low": best,
        "high": best,
        "status": "claimed",
        "claimants": (VANTIA,),
        "evidence": cite(TOLL),
    }
    return Figure(text=text, best=best, **values | given)


def happen(**given: Any) -> Event:
    """Returns an event, by default Ostrel's strike."""
    values: dict[str, Any] = {
        "id": "e1",
        "type": "ASSAULT",
        "trigger": "killed",
        "actors": (OSTREL,),
        "recipients": (VANTIA,),
        "evidence": cite(TOLL),
    }
    return Event(**values | given)


STRIKE = happen(
    modes=("drone",),
    location=Location(text="near Norburg"),
    date=EventDate(
        expressed="on Tuesday",
        edtf="2024-01-16",
        start=date(2024, 1, 16),
        end=date(2024, 1, 16),
        granularity="day",
        basis="relative",
    ),
    figures=(
        count("Nine people", 9, group="people"),
        count("four children", 4, group="children", subset_of=0),
    ),
    claims=(Claim(claimant=VANTIA, cue="said", stance="claims", evidence=cite(TOLL)),),
)
TALKS = happen(
    id="e2",
    type="CONSULT",
    trigger="talks",
    actors=(VANTIA, OSTREL),
    recipients=(),
    realis="future",
    links=(Link(type="response_to", target="e1"),),
    evidence=cite(LEAD),
)


def make_result(**given: Any) -> Result:
    """Returns a result with two key points and two events."""
    values: dict[str, Any] = {
        "article": ArticleInfo(
            id="a1",
            title="Vantia and Ostrel to talk",
            published=date(2024, 1, 19),
            publisher="The Norburg Post",
            source_agency="Lowland Wire",
            chars=400,
            sha256="0" * 64,
        ),
        "status": "ok",
        "key_points": (
            KeyPoint(text=LEAD, kind="extractive", evidence=cite(LEAD, 90)),
            KeyPoint(
                text="Nine people died.",
                kind="abstractive",
                evidence=cite(TOLL),
                claimants=(VANTIA,),
            ),
        ),
        "events": (STRIKE, TALKS),
        "provenance": Provenance(
            engine="embedded",
            library_version="1",
            created_at=datetime(2024, 1, 20, tzinfo=timezone.utc),
        ),
    }
    return Result(**values | given)


def render(result: Result, *, width: int = 120, encoding: str = "utf-8") -> str:
    """Returns what the view writes to something that is not a terminal."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, errors="backslashreplace", newline="\n")
    render_result(result, Console(file=stream, width=width, force_terminal=False))
    stream.flush()
    return raw.getvalue().decode(encoding)


def join(text: str) -> str:
    """Returns the text with all space folded, so that wrapping does not matter."""
    return " ".join(text.split())


def read_row(**given: Any) -> dict[str, str]:
    """Returns the cells of the only event's row by the first word of their heading."""
    event = happen(**given)
    shown = render(make_result(key_points=(), events=(event,))).partition("Events")[2]
    head, *lines = shown.splitlines()[1:]
    rows = list(itertools.takewhile(lambda line: not line.startswith("     “"), lines))
    starts = {
        found[0]: found.start() for found in re.finditer(r"date|what|who (?=.)|where|figures", head)
    }
    ends = [*list(starts.values())[1:], None]
    return {
        name.strip(): join(" ".join(row[start:end] for row in rows))
        for (name, start), end in zip(starts.items(), ends, strict=True)
    }


# ---- the layout ----


def test_the_view_at_120_columns() -> None:
    """Headline, source, numbered key points with quotes and a table of events stand in order."""
    assert [join(line) for line in render(make_result()).splitlines()] == [
        "Vantia and Ostrel to talk",
        "19 January 2024, The Norburg Post, Lowland Wire",
        "",
        "Key points",
        f"1. {LEAD}",
        f"[chars 90-{90 + len(LEAD)}, body]",
        "2. Nine people died.",
        "— Vantia says",
        f"“{TOLL}” [chars 0-{len(TOLL)}, body]",
        "",
        "Events",
        "date what who → whom where figures",
        "e1 2024-01-16 ASSAULT Ostrel → Vantia near Norburg 9 killed (people), incl. 4",
        "drone children — Vantia says",
        f"“{TOLL}”",
        "Vantia claims",
        "",
        "e2 date not CONSULT Vantia, Ostrel",
        "stated [planned]",
        f"“{LEAD}”",
        "response to e1",
        "",
        "engine embedded",
    ]


@pytest.mark.parametrize("width", [60, 80, 100, 120, 300])
def test_the_view_fits_its_width(width: int) -> None:
    """No line is wider than the terminal or the eye likes, and no word of the table is lost."""
    shown = render(make_result(), width=width)
    assert max(cell_len(line) for line in shown.splitlines()) <= min(width, MAX_WIDTH)
    for words in (TOLL, LEAD, "response to e1", "engine embedded"):
        assert words in join(shown)
    for word in ("2024-01-16", "ASSAULT", "drone", "Ostrel →", "Norburg", "killed", "children"):
        assert word in shown


def test_a_pipe_gets_neither_colours_nor_boxes() -> None:
    """What is not a terminal gets plain characters: no escapes, no lines drawn."""
    shown = render(make_result(), width=80)
    assert "\x1b" not in shown
    assert not re.search("[\u2500-\u257f]", shown)


def test_a_terminal_gets_a_quieter_style_for_quotes() -> None:
    """On a terminal a quote is dim and its key point is not."""
    stream = io.StringIO()
    console = Console(file=stream, width=120, force_terminal=True, color_system="standard")
    render_result(make_result(), console)
    shown = stream.getvalue()
    assert f"\x1b[2m“{TOLL}”" in shown
    assert "\x1b[2mNine people died." not in shown
    assert "Nine people died." in shown


def test_an_ascii_stream_gets_an_ascii_arrow() -> None:
    """Where the arrow cannot be encoded, two ASCII characters stand for it."""
    shown = render(make_result(), encoding="ascii")
    assert "Ostrel -> Vantia" in shown
    assert "\\u2192" not in shown


def test_a_column_nothing_stands_in_is_left_out() -> None:
    """Without any place or number, the table has no such columns."""
    shown = render(make_result(events=(TALKS,)))
    assert "who → whom" in shown
    assert "where" not in shown
    assert "figures" not in shown


def test_the_id_stands_for_a_missing_title() -> None:
    """An article without a headline is called by its id, and says that its day is unknown."""
    article = ArticleInfo(id="wire-7", chars=1, sha256="0" * 64)
    assert render(make_result(article=article)).splitlines()[:2] == [
        "wire-7",
        "publication date not given",
    ]


def test_a_moment_of_publication_is_shown_as_its_day() -> None:
    """The day is that of the zone it was published in."""
    zone = timezone(timedelta(hours=10))
    article = ArticleInfo(
        id="a", published=datetime(2024, 1, 19, 3, tzinfo=zone), chars=1, sha256="0" * 64
    )
    assert "19 January 2024" in render(make_result(article=article))


# ---- the words of an event ----


def span(start: date, end: date, **given: Any) -> EventDate:
    """Returns a resolved date."""
    return EventDate(expressed="then", start=start, end=end, basis="relative", **given)


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        (None, "date not stated"),
        (EventDate(expressed="on Tuesday", basis="relative"), "“on Tuesday”, not resolved"),
        (span(date(2024, 1, 16), date(2024, 1, 16)), "2024-01-16"),
        (span(date(2024, 1, 15), date(2024, 1, 19)), "2024-01-15 to 2024-01-19"),
        (span(date(2024, 1, 1), date(2024, 1, 31), edtf="2024-01", granularity="month"), "2024-01"),
        (span(date(2023, 1, 1), date(2023, 12, 31), edtf="2023", granularity="year"), "2023"),
    ],
)
def test_a_date_is_shown_as_far_as_it_is_known(when: EventDate | None, shown: str) -> None:
    """A date is a day, an interval, a month, a phrase that was not resolved, or not stated."""
    assert read_row(date=when)["date"] == shown


@pytest.mark.parametrize(
    ("given", "mark"),
    [
        ({"realis": "future"}, "[planned]"),
        ({"realis": "hypothetical"}, "[hypothetical]"),
        ({"realis": "negated"}, "[denied]"),
        ({"realis": "generic", "salience": "background"}, "[background]"),
        ({"certainty": "possible"}, "[possible]"),
        ({"salience": "background", "realis": "future"}, "[planned, background]"),
    ],
)
def test_what_is_no_plain_fact_is_marked(given: dict[str, str], mark: str) -> None:
    """An event that did not simply happen carries its mark beside its type."""
    assert read_row(**given)["what"] == f"ASSAULT {mark}"


def test_a_plain_fact_carries_no_mark() -> None:
    """An actual event shows its type and how it was done."""
    assert read_row(modes=("drone", "aerial"))["what"] == "ASSAULT drone, aerial"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({}, "Ostrel → Vantia"),
        ({"recipients": ()}, "Ostrel"),
        ({"actors": ()}, "not stated → Vantia"),
        ({"actors": (), "recipients": ()}, "not stated"),
        ({"actors": (VANTIA, OSTREL, VANTIA)}, "Vantia, Ostrel → Vantia"),
        ({"recipients": (), "target": Target(text="a depot")}, "Ostrel → a depot"),
        ({"target": Target(text="a depot")}, "Ostrel → Vantia: a depot"),
        (
            {"recipients": (), "target": Target(text="a depot", described_by=OSTREL)},
            "Ostrel → a depot (so Ostrel says)",
        ),
    ],
)
def test_who_did_it_to_whom(given: dict[str, Any], shown: str) -> None:
    """Whoever is not named is "not stated", and a target keeps the one who describes it."""
    assert read_row(**given)["who"] == shown


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Location(text="near Norburg"), "near Norburg"),
        (Location(text="Norburg", country="AAA"), "Norburg, AAA"),
        (
            Location(text="the border", country="AAA", basis="inferred"),
            "the border, AAA (inferred)",
        ),
    ],
)
def test_a_place_says_whether_its_country_is_inferred(place: Location, shown: str) -> None:
    """The words of the article come first; a country they do not name is marked."""
    assert read_row(location=place)["where"] == shown


RESIDENTS = Party(text="residents", kind="population")


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (count("nine", 9), "9 killed — Vantia says"),
        (count("nine", 9, group="people"), "9 killed (people) — Vantia says"),
        (count("none", 0), "none killed — Vantia says"),
        (count("1,200", 1200, measure="displaced"), "1,200 displaced — Vantia says"),
        (count("200", 200, measure="participants"), "200 taking part — Vantia says"),
        (count("six missiles", 6, measure="other"), "“six missiles” — Vantia says"),
        (count("dozens", None, low=24, qualifier="vague"), "“dozens” — Vantia says"),
        (count("9+", None, low=9, qualifier="at_least"), "at least 9 killed — Vantia says"),
        (count("<9", None, high=9, qualifier="at_most"), "at most 9 killed — Vantia says"),
        (count("some 9", 9, qualifier="about"), "about 9 killed — Vantia says"),
        (count("9 to 12", None, low=9, high=12), "9-12 killed — Vantia says"),
        (count("10", 10, low=9, high=12), "10 (9-12) killed — Vantia says"),
        (count("many", None), "“many” — Vantia says"),
        (count("nine", 9, status="denied"), "9 killed — Vantia denies"),
        (count("nine", 9, status="disputed"), "9 killed — Vantia says, disputed"),
        (count("nine", 9, status="disputed", claimants=()), "9 killed — disputed"),
        (count("nine", 9, status="asserted", claimants=()), "9 killed"),
        (count("nine", 9, claimants=(RESIDENTS,)), "9 killed — residents say"),
        (count("nine", 9, claimants=(Party(text="Officials"),)), "9 killed — Officials say"),
        (count("nine", 9, claimants=(Party(text="Lewis", name="Lewis"),)), "9 killed — Lewis says"),
        (count("nine", 9, claimants=(VANTIA, OSTREL)), "9 killed — Vantia, Ostrel say"),
    ],
)
def test_a_figure_keeps_its_bounds_and_its_claimant(figure: Figure, shown: str) -> None:
    """A number says how sure it is and who counts; words that are no number stay words."""
    assert read_row(figures=(figure,))["figures"] == shown


def test_a_part_that_others_count_keeps_its_own_claimant() -> None:
    """A figure within a figure names its claimant and measure where they differ."""
    parts = (
        count("Nine people", 9),
        count("two seriously", 2, group="soldiers", measure="wounded", subset_of=0),
        count("four", 4, group="children", subset_of=0, claimants=(RESIDENTS,)),
        count("one", 1, subset_of=0),
    )
    assert read_row(figures=parts)["figures"] == (
        "9 killed, incl. 2 soldiers wounded, incl. 4 children — residents say, incl. “one”"
        " — Vantia says"
    )


def test_no_figure_is_lost_however_the_parts_hang_together() -> None:
    """A part of a part, and two figures that call each other a part, have lines of their own."""
    nested = (count("9", 9), count("4", 4, group="men", subset_of=0), count("2", 2, subset_of=1))
    assert read_row(figures=nested)["figures"] == (
        "9 killed, incl. 4 men — Vantia says 2 killed — Vantia says"
    )
    circle = (count("9", 9, subset_of=1), count("4", 4, subset_of=0))
    assert read_row(figures=circle)["figures"] == "9 killed — Vantia says 4 killed — Vantia says"


# ---- what went wrong ----


def test_a_failed_result_says_why() -> None:
    """A failure shows its kind, its reason and whether to try again, and no empty sections."""
    error = Failure(kind="provider", message="no answer", retryable=True)
    shown = render(make_result(status="failed", error=error, key_points=(), events=()))
    assert "Failed: provider: no answer; the same call may succeed later" in shown
    assert "Events" not in shown


def test_an_article_without_events_says_so() -> None:
    """No findings are words, not an empty place."""
    shown = render(make_result(status="no_events", key_points=(), events=()))
    assert shown.count("None found.") == 2


def test_warnings_rejections_and_cost_are_shown() -> None:
    """Warnings stand in full, rejections are counted by kind, the cost stands in the footer."""
    rejected = [
        Rejected(kind=kind, text="x", reason="y") for kind in ("event", "key_point", "event")
    ]
    shown = render(
        make_result(
            status="partial",
            rejected=tuple(rejected),
            warnings=("no date is given",),
            usage=Usage(prompt_tokens=1000, completion_tokens=234, cost_usd=0.01234),
        )
    )
    assert "Warnings\n- no date is given" in re.sub(" +\n", "\n", shown)
    assert "does not bear it out: 2 events, 1 key point." in shown
    assert "engine embedded, 1,234 tokens, $0.0123" in shown


# ---- words that are not trusted ----

HOSTILE = "\x1b[31m\x1b]0;x\x07 \x9b2J [bold red]x[/] [/oops] :warning: \u202egnp\u2066 \x00\x7f"


def test_the_quote_shown_is_the_one_that_bears_out_most() -> None:
    """A long sentence that only sums up gives way to the one with the number in it."""
    sums_up = "It was the worst clash between the two neighbours for as long as anybody remembers."
    event = happen(
        figures=(count("nine soldiers", 9),), evidence=(*cite(sums_up), *cite("nine soldiers fell"))
    )
    shown = render(make_result(events=(event,)))
    assert "“nine soldiers fell”" in shown
    assert sums_up not in shown


def test_what_a_key_point_says_beyond_its_evidence_is_shown() -> None:
    """A flag stands beneath the point as a remark to check it, on one harmless line."""
    point = KeyPoint(
        text="Nine people fell.",
        kind="abstractive",
        evidence=cite(TOLL),
        flags=("number_missing: \x1b13\npeople", "too_long"),
    )
    shown = render(make_result(key_points=(point,)))
    assert "check: number missing: ␛13 people\n" in re.sub(" +\n", "\n", shown)
    assert "check: too long" in shown


def test_words_of_an_article_cannot_steer_the_terminal() -> None:
    """In every slot that holds the article's words, escapes, markup and bidi marks stay visible."""
    party = Party(text=HOSTILE, name=HOSTILE)
    event = happen(
        trigger=HOSTILE,
        actors=(party,),
        recipients=(party,),
        target=Target(text=f"{HOSTILE}!", described_by=party),
        location=Location(text=HOSTILE),
        date=EventDate(expressed=HOSTILE, basis="relative"),
        figures=(count(HOSTILE, None, group=HOSTILE, claimants=(party,)),),
        claims=(Claim(claimant=party, cue=HOSTILE, stance="asserts", evidence=cite(HOSTILE)),),
        evidence=cite(HOSTILE),
    )
    point = KeyPoint(text="x", kind="abstractive", evidence=cite(HOSTILE), claimants=(party,))
    info = dict.fromkeys(("title", "publisher", "source_agency", "url"), f"{HOSTILE}\ud800")
    result = make_result(
        article=ArticleInfo(id="a", chars=1, sha256="0" * 64, **info),
        key_points=(point, KeyPoint(text=HOSTILE, kind="extractive", evidence=cite(HOSTILE))),
        events=(event,),
        warnings=(HOSTILE,),
        provenance=Provenance(
            engine=HOSTILE,
            model=HOSTILE,
            library_version="1",
            created_at=datetime(2024, 1, 20, tzinfo=timezone.utc),
        ),
    )
    for shown in (render(result), render(result, width=80), render(result, encoding="ascii")):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert (
        "␛[31m␛]0;x␇ \\x9b2J [bold red]x[/] [/oops] :warning: \\u202egnp\\u2066 ␀\\x7f\\ud800"
        in (render(result))
    )


def test_a_line_break_in_a_quote_is_a_space() -> None:
    """A quote that runs over several lines is one paragraph in the view."""
    shown = render(make_result(events=(happen(evidence=cite("It rained\n\non\tMonday.")),)))
    assert "“It rained on Monday.”" in shown


def test_an_endless_quote_is_cut_short() -> None:
    """A quote of a megabyte takes a few lines of the view, and an ellipsis says so."""
    shown = render(make_result(key_points=(), events=(happen(evidence=cite("word " * 200_000)),)))
    assert len(shown) < 10 * MAX_SHOWN
    assert "…”" in shown


@given(st.text(st.characters(), max_size=40))
def test_cleaned_text_is_harmless_and_otherwise_the_same(text: str) -> None:
    """Cleaning leaves no control character, changes nothing else, and is done once and for all."""
    cleaned = clean_for_terminal(text)
    assert not any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 for char in cleaned)
    cleaned.encode("utf-8")
    assert clean_for_terminal(cleaned) == cleaned
    if text.isprintable():
        assert cleaned == text


@pytest.mark.parametrize("kept", ["naïve — “quoted”", "日本語 العربية", "e\u0301 👩\u200d🚒 ½ ￼"])
def test_words_of_any_language_stand_as_they_are(kept: str) -> None:
    """Accents, other scripts, emoji and their joiners are no danger."""
    assert clean_for_terminal(kept) == kept
