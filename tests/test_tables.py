"""Markdown of a result: what stands where, and article words that stay words."""

from __future__ import annotations

from datetime import date, datetime, timezone
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from summarizer import to_markdown
from summarizer_schemas.record import (
    Event,
    EventDate,
    Evidence,
    Figure,
    KeyPoint,
    Location,
    Party,
    Target,
)
from summarizer_schemas.result import ArticleInfo, Failure, Provenance, Result

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
VANTIA = Party(text="the Vantian army", name="Vantia")
RESIDENTS = Party(text="residents")


def cite(quote: str, start: int = 0) -> tuple[Evidence, ...]:
    """Returns the quote as the only evidence of something."""
    return (Evidence(quote=quote, start=start, end=start + len(quote), segment="body"),)


def make_result(**given: Any) -> Result:
    """Returns a result without findings, called "Norburg"."""
    values: dict[str, Any] = {
        "article": ArticleInfo(id="a1", title="Norburg", chars=9, sha256="0" * 64),
        "status": "ok",
        "provenance": Provenance(
            engine="embedded",
            library_version="1",
            created_at=datetime(2024, 1, 20, tzinfo=timezone.utc),
        ),
    }
    return Result(**values | given)


def happen(**given: Any) -> Event:
    """Returns an event of which only its words are known."""
    values: dict[str, Any] = {
        "id": "e1",
        "type": "ASSAULT",
        "trigger": "shelled",
        "evidence": cite("Norburg was shelled."),
    }
    return Event(**values | given)


def test_a_whole_result() -> None:
    """Headline, source, key points with their quotes, events and warnings stand in order."""
    figures = (
        Figure(
            measure="killed",
            low=9,
            best=9,
            high=9,
            text="nine people",
            status="denied",
            claimants=(RESIDENTS,),
            evidence=cite("nine people"),
        ),
        Figure(measure="wounded", text="dozens", qualifier="vague", evidence=cite("dozens")),
    )
    event = happen(
        modes=("heavy-weapons",),
        actors=(VANTIA, VANTIA),
        recipients=(RESIDENTS,),
        location=Location(text="Norburg"),
        date=EventDate(
            expressed="on Tuesday",
            edtf="2024-01-16",
            start=date(2024, 1, 16),
            end=date(2024, 1, 16),
            basis="relative",
        ),
        figures=figures,
    )
    result = make_result(
        article=ArticleInfo(
            id="a1",
            title="Norburg",
            published=date(2024, 1, 19),
            publisher="Post",
            chars=9,
            sha256="0" * 64,
        ),
        key_points=(
            KeyPoint(
                text="Guns fired.",
                kind="abstractive",
                evidence=cite("The guns\nfired.", 7),
                flags=("name_missing: <Velk>",),
            ),
        ),
        events=(event,),
        warnings=("one date is not resolved",),
    )
    assert to_markdown(result).splitlines() == [
        "# Norburg",
        "",
        "2024-01-19, Post",
        "",
        "## Key points",
        "",
        "- Guns fired.",
        "  - “The guns fired.” (7-22)",
        "  - check: name\\_missing: &lt;Velk&gt;",
        "",
        "## Events",
        "",
        "| id | date | type | who | whom | where | figures | realis | evidence |",
        "|--|--|--|--|--|--|--|--|--|",
        (
            "| e1 | 2024-01-16 | ASSAULT, heavy-weapons | Vantia | residents | Norburg |"
            " “nine people” (killed, according to residents, denied); “dozens” (wounded) |"
            " actual | “Norburg was shelled.” |"
        ),
        "",
        "## Warnings",
        "",
        "- one date is not resolved",
    ]


def read_cells(event: Event) -> list[str]:
    """Returns the cells of the only row of the table of events."""
    row = to_markdown(make_result(events=(event,))).rstrip().splitlines()[-1]
    return [cell.strip() for cell in row.strip("|").split("|")]


def test_what_is_not_known_is_an_empty_cell() -> None:
    """A missing party, place or number is empty; a missing date says that it is not stated."""
    assert read_cells(happen()) == [
        *("e1", "not stated", "ASSAULT", "", "", "", "", "actual", "“Norburg was shelled.”")
    ]


def test_an_unresolved_date_is_a_quote() -> None:
    """A phrase that no day was found for stands in quotation marks."""
    when = EventDate(expressed="on Tuesday", basis="relative")
    assert read_cells(happen(date=when))[1] == "“on Tuesday”, not resolved"


def test_a_target_stands_in_for_a_recipient() -> None:
    """Without anyone who suffered it, what was aimed at is the whom."""
    assert read_cells(happen(target=Target(text="a depot")))[4] == "a depot"


def test_a_failure_is_told() -> None:
    """A failed result is a document too, with the reason."""
    failure = Failure(kind="budget", message="no money left")
    assert "**Failed:** budget: no money left" in to_markdown(
        make_result(status="failed", error=failure)
    )


# ---- words that are not trusted ----

HOSTILE = [
    "a | b || c",
    "<script>alert(1)</script> &amp; </article>",
    "[link](https://norburg.example) ![x](y) [a]: b",
    "`code` ``two`` ~~gone~~ *bold* _thin_ \\* \\",
    "# Heading #",
    "- item",
    "+ item",
    "1. item",
    "12) item",
    "--- | ---",
    "> quoted",
    "```",
    "line one\n\n# line two\n\n- line three",
    "{{ 7*7 }} $x^2$ &copy; &#60;",
    "\tindented",
]


def read_back(markdown: str) -> tuple[list[str], set[str]]:
    """Returns the pieces of text of the rendered document, and the tags it uses."""
    texts: list[str] = []
    tags: set[str] = set()
    for token in PARSER.parse(markdown):
        tags.add(token.tag)
        if token.type == "inline":
            texts.append("".join(child.content for child in token.children or ()))
            tags |= {child.tag for child in token.children or ()}
    return texts, tags


def check_words_stay_words(words: str) -> None:
    """Fails unless the words come back from a Markdown parser as they went in."""
    event = happen(
        actors=(Party(text=words),),
        location=Location(text=words),
        evidence=cite(words),
    )
    point = KeyPoint(text=words, kind="extractive", evidence=cite(words))
    result = make_result(
        article=ArticleInfo(id="a", title=words, chars=1, sha256="0" * 64),
        key_points=(point,),
        events=(event,),
        warnings=(words,),
    )
    texts, tags = read_back(to_markdown(result))
    plain = " ".join(words.split())
    assert texts[0] == plain
    assert texts[2:4] == [plain, f"“{plain}” (0-{len(words)})"]
    assert texts[-11:-2] == [
        *("e1", "not stated", "ASSAULT", plain, "", plain, "", "actual", f"“{plain}”")
    ]
    assert texts[-1] == plain
    assert tags <= {"", "h1", "h2", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}


@pytest.mark.parametrize("words", HOSTILE)
def test_markup_in_an_article_stays_text(words: str) -> None:
    """A Markdown parser finds the article's own words and no markup of theirs."""
    check_words_stay_words(words)


@given(st.text("ab1 \n\t|\\`*_[]()<>#+-=.!~&;:{}$“”", min_size=1).filter(str.strip))
def test_any_mix_of_marks_stays_text(words: str) -> None:
    """Whatever marks stand side by side, they are read back as they stood."""
    check_words_stay_words(words)


@pytest.mark.parametrize("control", ["\x1b", "\x00", "\x9b", "\x7f", "\u202e", "\u2066", "\ud800"])
def test_control_characters_are_replaced(control: str) -> None:
    """What could steer a terminal or turn the text around becomes U+FFFD, the sign for it."""
    article = ArticleInfo(id="a", title=f"a{control}b", chars=1, sha256="0" * 64)
    document = to_markdown(make_result(article=article))
    assert document == "# a\ufffdb\n"
    assert unescape(document) == document
