"""Segments: what each stretch of an article is for."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.segments import find_segments

HEADLINE = "Mill fire ends a century of paper making in Ostervik"
LEAD = "The paper mill of Ostervik burned down on Monday, ending a century of work, police said."
BODY = "Nobody was hurt, because the night shift had left."
LAST = "The owner wants to rebuild, she told reporters at the gate."


def name_segments(text: str, *, title: str | None = None) -> list[tuple[str, str]]:
    """Give each segment as its kind and its stripped text."""
    return [(s.kind, text[s.start : s.end].strip()) for s in find_segments(text, title=title)]


def name_kinds(text: str) -> list[str]:
    """Give the kinds of the segments in order."""
    return [kind for kind, _ in name_segments(text)]


def test_a_full_article_is_read_as_laid_out() -> None:
    """Headline, byline, lead, block with lone dashes, notices, caption, body and credit."""
    block = "Key points:\n- The mill burned down\n-\nNobody was hurt\n\n-\n\nA new mill is planned"
    parts = [
        ("headline", HEADLINE),
        ("credit", "By Jane Roe and John Doe, Northland Post"),
        ("boilerplate", "Updated 5 May 2023 10:30 GMT"),
        ("lead", LEAD),
        ("key_points", block),
        ("body", BODY),
        ("boilerplate", "READ MORE: The mill in ten pictures"),
        ("caption", "FILE PHOTO: The mill in 2019. REUTERS/Jane Roe"),
        ("body", LAST),
        ("credit", "Reuters"),
    ]
    assert name_segments("\n".join(words for _, words in parts)) == parts


@pytest.mark.parametrize(
    "headline",
    [
        HEADLINE,
        HEADLINE.upper(),
        HEADLINE.lower(),
        "‘We ran’: night of the mill fire",
        "奥斯特维克一家百年造纸厂起火",
    ],
)
def test_a_short_line_without_full_stop_on_top_is_the_headline(headline: str) -> None:
    """A headline is found by its shape, in any case and script."""
    assert name_kinds(f"{headline}\n\n{LEAD}\n{BODY}") == ["headline", "lead", "body"]


@pytest.mark.parametrize(
    "first",
    [
        "The mill burned.",
        "When rain came at last to put it out, as we all had hoped it would, the old mill was no",
        "“It is gone.”",
        "OSTERVIK (AFP) - The mill is gone",
    ],
)
def test_prose_on_top_is_no_headline(first: str) -> None:
    """A sentence, a long line and a dateline are a lead, not a headline."""
    assert name_kinds(f"{first}\n{LEAD}\n{BODY}") == ["lead", "body"]


def test_a_question_may_be_a_headline_over_a_blank_line() -> None:
    """A question mark does not end a headline that stands by itself."""
    assert name_kinds(f"Who burned the mill?\n\n{LEAD}") == ["headline", "lead"]
    assert name_kinds(f"Who burned the mill?\n{LEAD}\n{BODY}") == ["lead", "body"]


def test_a_known_title_is_found_whatever_its_typography() -> None:
    """Case, quotes, dashes and spaces aside, the line that equals the title is the headline."""
    text = f"NORTHLAND\nMill “fire” – the  end\n{LEAD}\n{BODY}"
    assert name_segments(text, title='Mill "Fire" - The End ') == [
        ("headline", "NORTHLAND\nMill “fire” – the  end"),
        ("lead", LEAD),
        ("body", BODY),
    ]


def test_a_title_that_is_not_in_the_text_makes_no_headline() -> None:
    """With a title given, no other line is taken for the headline."""
    assert "headline" not in [kind for kind, _ in name_segments(f"{HEADLINE}\n\n{LEAD}", title="X")]


@pytest.mark.parametrize(
    "heading",
    [
        "Key points:",
        "KEY POINTS",
        "Key takeaways",
        "Highlights",
        "Story highlights",
        "In short:",
        "At a glance",
        "Summary:",
        "What we know so far",
        "Main points:",
    ],
)
@pytest.mark.parametrize("bullets", ["- One\n- Two", "• One\n•\n\nTwo", "* One\n\n* Two", "1. One"])
def test_a_headed_bullet_list_is_the_editors_block(heading: str, bullets: str) -> None:
    """The block runs from its heading to its last bullet, wherever it stands."""
    block = f"{heading}\n{bullets}"
    assert name_segments(f"{LEAD}\n{block}\n{BODY}\n{LAST}") == [
        ("lead", LEAD),
        ("key_points", block),
        ("body", f"{BODY}\n{LAST}"),
    ]
    assert name_segments(f"{LEAD}\n{BODY}\n{block}")[-1] == ("key_points", block)


def test_a_heading_over_unmarked_points_ends_at_the_blank_line() -> None:
    """Short lines without full stops under the heading are its points."""
    block = "Story highlights\nThe mill burned down\nNobody was hurt\nA new mill is planned"
    assert name_segments(f"{block}\n\n{LEAD}\n{BODY}")[0] == ("key_points", block)


def test_an_item_that_goes_on_indented_stays_in_the_block() -> None:
    """An indented line under a bullet belongs to it."""
    block = "Key points:\n- The mill burned down,\n  and nobody was hurt\n- A new one is planned"
    assert name_segments(f"{LEAD}\n{block}\n{BODY}")[1] == ("key_points", block)


@pytest.mark.parametrize(
    "line",
    [
        "Summary executions were reported in the valley, the office said.",
        "Summary: nothing is known.",
        "Highlights of the match were shown on Monday.",
        "In short, the mill is gone.",
        "At a glance, the mill looked whole.",
        "Key points of the plan were not disclosed.",
        "Reading more books is the aim of the new law.",
        "Read more than ten pages a day, the teacher said.",
        "Advertisements for the mill were found in the river.",
        "Share prices fell by a third.",
        "Follow-up talks are planned for May.",
        "Watching the fire, she wept.",
        "Related deaths were counted apart.",
        "Published figures show a rise in 2024.",
        "Subscribers to the paper left in May.",
        "Regulators said the site uses cookies to follow people.",
        "Photographs of the mill were sold.",
        "The file was lost.",
        "He told Reuters.",
        "She works for Getty Images.",
        "Reporting by the newspaper showed that the mill was unsafe.",
        "Reuters reported that the mill was unsafe.",
        "Sources: they are never named, he joked, when they should be.",
        "By Monday the mill was gone.",
        "“All rights reserved for us,” he joked.",
    ],
)
def test_ordinary_sentences_stay_prose_wherever_they_stand(line: str) -> None:
    """A sentence that opens like a notice or names an agency is never swallowed."""
    assert name_segments(f"{LEAD}\n{line}\n{BODY}") == [("lead", LEAD), ("body", f"{line}\n{BODY}")]
    assert name_segments(f"{LEAD}\n{BODY}\n{line}")[-1] == ("body", f"{BODY}\n{line}")
    assert name_segments(f"{line}\n{BODY}")[0] == ("lead", line)


def test_a_bullet_list_counts_only_on_top() -> None:
    """Two bullets under headline or lead are key points; deep in the body they are body."""
    bullets = "- The mill burned down\n- Nobody was hurt"
    assert name_segments(f"{HEADLINE}\n{bullets}\n{LEAD}\n{BODY}")[1] == ("key_points", bullets)
    assert name_segments(f"{HEADLINE}\n\n{LEAD}\n{bullets}\n{BODY}")[2] == ("key_points", bullets)
    assert name_kinds(f"{LEAD}\n{BODY}\n{bullets}\n{LAST}") == ["lead", "body"]
    assert name_kinds(f"{LEAD}\n- One lone dash\n{BODY}") == ["lead", "body"]


@pytest.mark.parametrize("newline", ["", "\n", "\n\n \n"])
@pytest.mark.parametrize(
    "credit",
    [
        "Reuters",
        "(Reuters)",
        "AP",
        "— Associated Press",
        "Reuters/AP",
        "AFP, dpa",
        "Source: AFP",
        "Source: Northland Wire",
        "With files from The Canadian Press",
        "Reporting by Jane Roe in Ostervik; Editing by John Doe",
        "(Additional reporting by Jane Roe)",
        "The Associated Press contributed to this report.",
        "Reporting by Jane Roe\nReuters",
    ],
)
def test_trailing_credits_are_no_body(credit: str, newline: str) -> None:
    """Agency and staff credits at the end are a credit, with or without a final line break."""
    assert name_segments(f"{LEAD}\n{BODY}\n{credit}{newline}")[1:] == [
        ("body", BODY),
        ("credit", credit),
    ]


@pytest.mark.parametrize("credit", ["Reuters", "(AFP)", "— AP"])
def test_a_credit_on_the_last_line_of_prose_is_cut_off(credit: str) -> None:
    """An agency after the last full stop is a credit even on the same line."""
    assert name_segments(f"{LEAD}\n{BODY} {credit}")[1:] == [("body", BODY), ("credit", credit)]


@pytest.mark.parametrize("byline", ["By Jane Roe", "By JANE ROE, Northland Post", "Reuters"])
def test_a_byline_below_the_headline_is_a_credit(byline: str) -> None:
    """A line of names between headline and lead is a credit."""
    assert name_kinds(f"{HEADLINE}\n{byline}\n{LEAD}\n{BODY}") == [
        "headline",
        "credit",
        "lead",
        "body",
    ]


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("boilerplate", "READ MORE: The mill in ten pictures"),
        ("boilerplate", "Read also: The mill's last day."),
        ("boilerplate", "Advertisement"),
        ("boilerplate", "Story continues below"),
        ("boilerplate", "Sign up for our daily newsletter"),
        ("boilerplate", "Follow us on Facebook and X."),
        ("boilerplate", "Follow Northland Post on Telegram"),
        ("boilerplate", "Share this article"),
        ("boilerplate", "© 2024 Northland Post"),
        ("boilerplate", "Copyright 2024 Northland Post. All rights reserved."),
        ("boilerplate", "Click here to see the map"),
        ("boilerplate", "We use cookies to improve your visit."),
        ("boilerplate", "Accept all cookies"),
        ("boilerplate", "Friday, May 5, 2023"),
        ("caption", "FILE PHOTO: The mill in 2019"),
        ("caption", "Image: The mill in 2019"),
        ("caption", "Photo: Jane Roe"),
        ("caption", "FILE - Smoke rises over the mill, May 1, 2023. (AP Photo/Jane Roe)"),
        ("caption", "The gate of the mill. REUTERS/Jane Roe"),
        ("caption", "Smoke over the mill (Jane Roe/Getty Images)"),
        ("caption", "Getty Images"),
    ],
)
def test_notices_and_captions_are_found_in_the_middle(kind: str, line: str) -> None:
    """A notice or caption between paragraphs is told apart from the body around it."""
    assert name_segments(f"{LEAD}\n{BODY}\n\n{line}\n\n{LAST}")[2:] == [
        (kind, line),
        ("body", LAST),
    ]


def test_a_text_without_line_breaks_is_lead_and_body() -> None:
    """The first sentence of an only paragraph is the lead, the rest the body."""
    assert name_segments(f"{LEAD} {BODY} {LAST}") == [("lead", LEAD), ("body", f"{BODY} {LAST}")]
    assert name_segments(LEAD) == [("lead", LEAD)]


def test_an_empty_text_has_no_segments() -> None:
    """Nothing is nothing; white space is one stretch of body."""
    assert find_segments("") == []
    assert name_kinds(" \n ") == ["body"]


LINES = st.sampled_from(
    [
        *(HEADLINE, LEAD, BODY, "Key points:", "- one", "-", "•", "", "Reuters", "By Jane Roe"),
        *("(AP)", "READ MORE: x", "Photo: x", "Summary", "OSTERVIK (AFP) - It burned.", "  x"),
        *("1. x", "?"),
    ]
)
ANY_TEXT = st.one_of(
    st.text(max_size=200),
    st.lists(LINES, max_size=12).map("\n".join),
    st.lists(LINES, max_size=12).map(" \r\n".join),
)


@given(ANY_TEXT, st.none() | st.sampled_from([HEADLINE, "", "x"]))
def test_segments_tile_any_text(text: str, title: str | None) -> None:
    """The first segment starts at 0, each ends where the next starts, the last ends the text."""
    segments = find_segments(text, title=title)
    edges = [0, *(segment.end for segment in segments)]
    assert [segment.start for segment in segments] == edges[:-1]
    assert edges[-1] == len(text)
    assert all(segment.start < segment.end for segment in segments)
    assert all(a.kind != b.kind for a, b in pairwise(segments))
