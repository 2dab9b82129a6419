"""The map of one text: what is prose, what is visible, where datelines and agencies stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.folding import fold
from summarizer.textmap import TextMap
from summarizer_schemas.article import SEGMENT_KINDS, SegmentKind

TEXT = """\
Mill fire ends a century of paper making in Ostervik
By Jane Roe

OSTERVIK, Norland (Reuters) - The mill burned down on Monday. Nobody was hurt.
Key points:
- A “century” of paper making is over
-
The owner wants to rebuild
READ MORE: The mill in ten pictures
“It is gone,” said Ada Lund, the owner. She wept.
Photo: The gate of the mill
Reuters"""


def read_sentences(text_map: TextMap) -> list[str]:
    """Give the sentences as strings."""
    return [text_map.text[s.start : s.end] for s in text_map.sentences]


def test_sentences_are_the_prose_of_the_article() -> None:
    """Sentences come without byline, dateline, label, bullet, notice and credit."""
    text_map = TextMap(TEXT)
    assert read_sentences(text_map) == [
        "Mill fire ends a century of paper making in Ostervik",
        "The mill burned down on Monday.",
        "Nobody was hurt.",
        "A “century” of paper making is over",
        "The owner wants to rebuild",
        "“It is gone,” said Ada Lund, the owner.",
        "She wept.",
        "Photo: The gate of the mill",
    ]
    assert [s.segment for s in text_map.sentences] == [
        *("headline", "lead", "lead", "key_points", "key_points", "body", "body", "caption"),
    ]
    assert [s.paragraph for s in text_map.sentences] == [0, 2, 2, 4, 6, 8, 8, 9]
    assert [s.index for s in text_map.sentences] == list(range(8))


def test_a_masked_block_is_not_seen_and_offsets_stay() -> None:
    """Masking removes sentences and visibility, and changes neither text nor segments."""
    seen, masked = TextMap(TEXT), TextMap(TEXT, mask={"key_points"})
    assert masked.text == TEXT
    assert masked.segments == seen.segments
    assert read_sentences(masked) == [
        TEXT[s.start : s.end] for s in seen.sentences if s.segment != "key_points"
    ]
    block = TEXT.index("Key points:")
    after = TEXT.index("READ MORE")
    assert masked.is_visible(0, block)
    assert not masked.is_visible(block - 1, block + 1)
    assert not masked.is_visible(block + 3, block + 3)
    assert not masked.is_visible(after - 1, after)
    assert masked.is_visible(after, len(TEXT))
    assert seen.is_visible(0, len(TEXT))


def test_offsets_find_their_segment_and_sentence() -> None:
    """Every code point has a segment; one between sentences has no sentence."""
    text_map = TextMap(TEXT)
    at = TEXT.index("Nobody")
    sentence = text_map.sentence_at(at)
    assert sentence == text_map.sentences[2]
    assert text_map.sentence_at(at - 1) is None
    assert text_map.sentence_at(TEXT.index("OSTERVIK")) is None
    assert text_map.segment_at(at).kind == "lead"
    assert text_map.segment_at(0).kind == "headline"
    assert text_map.segment_at(len(TEXT) - 1).kind == "credit"


@pytest.mark.parametrize("offset", [-1, len(TEXT)])
def test_an_offset_outside_the_text_is_an_error(offset: int) -> None:
    """A code point that does not exist has no segment."""
    with pytest.raises(IndexError, match=f"offset {offset} is outside the text"):
        TextMap(TEXT).segment_at(offset)


@pytest.mark.parametrize(
    ("opening", "place", "agency"),
    [
        ("OSTERVIK (Reuters) - ", "OSTERVIK", "Reuters"),
        ("OSTERVIK, Jan 5 (AP) — ", "OSTERVIK", "AP"),
        ("OSTERVIK, Norland — ", "OSTERVIK", None),
        ("OSTERVIK/ST. OLAV, May 3 (Xinhua) -- ", "OSTERVIK/ST. OLAV", "Xinhua"),
        ("NEW HARBOUR, Norland (AP) _ ", "NEW HARBOUR", "AP"),
        ("NEW HARBOUR (Northland Wire) – ", "NEW HARBOUR", "Northland Wire"),
        ("Ostervik (AFP) – ", "Ostervik", "AFP"),
        ("Ostervik, Norland (CNN)", "Ostervik", "CNN"),
        ("(CNN)", None, "CNN"),
        ("(CNN) -- ", None, "CNN"),
        ("(Reuters) - ", None, "Reuters"),
    ],
)
def test_a_dateline_is_named_and_stands_before_the_sentence(
    opening: str, place: str | None, agency: str | None
) -> None:
    """Place and agency are spans of the raw text, and the first sentence starts after them."""
    text = f"{opening}The mill burned down. Nobody was hurt."
    text_map = TextMap(text)
    dateline = text_map.dateline
    assert dateline is not None
    assert text[dateline.start : dateline.end] == opening
    found = [text[span.start : span.end] if span else None for span in dateline[2:]]
    assert found == [place, agency]
    assert read_sentences(text_map) == ["The mill burned down.", "Nobody was hurt."]
    assert text_map.agency == agency


@pytest.mark.parametrize(
    "text",
    [
        "THE MILL - AN OLD ONE - BURNED DOWN. NOBODY WAS HURT.",
        "NATO — the alliance of the north — met on Monday. Nobody spoke.",
        "Ada Lund (Labour) - the mayor - spoke first. Nobody answered.",
        "Jane Roe (AP) wrote the story. Nobody read it.",
        "The mill (CNN) was told is gone. Nobody was hurt.",
        "(Almost) everything burned. Nobody was hurt.",
    ],
)
def test_what_only_looks_like_a_dateline_stays_in_the_sentence(text: str) -> None:
    """Dashes, brackets and capitals in ordinary prose make no dateline."""
    text_map = TextMap(text)
    assert text_map.dateline is None
    assert " ".join(read_sentences(text_map)) == text


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("The mill burned.\nNobody was hurt.\nReuters/AP", "Reuters/AP"),
        ("The mill burned.\nNobody was hurt.\nSource: AFP", "AFP"),
        ("The mill burned.\nNobody was hurt.\n(With files from AFP)", "AFP"),
        ("The mill burned. Nobody was hurt. (dpa)", "dpa"),
        ("OSTERVIK (AFP) - The mill burned.\nNobody was hurt.\nReuters", "Reuters"),
        ("The mill burned.\nHe told Reuters.", None),
        ("Mill burns down\nReuters\nThe mill burned down on Monday.\nNobody was hurt.", "Reuters"),
        ("Reporting by Reuters showed that prices fell.\nNobody was hurt.", None),
        ("The mill burned.\nNobody was hurt.\nReporting by Jane Roe", None),
        ("", None),
    ],
)
def test_the_agency_is_the_credited_one(text: str, agency: str | None) -> None:
    """The agency is read from the credits first, then from the dateline, never from prose."""
    assert TextMap(text).agency == agency


def test_headline_lead_and_body_of_one_line_keep_their_kinds() -> None:
    """In a text without line breaks the first sentence is lead, the others are body."""
    text_map = TextMap("(CNN)The mill burned. It was old. Lund wept. (AFP)")
    assert [(s.segment, s.paragraph) for s in text_map.sentences] == [
        ("lead", 0),
        ("body", 0),
        ("body", 0),
    ]
    assert read_sentences(text_map) == ["The mill burned.", "It was old.", "Lund wept."]
    assert text_map.segments[-1].kind == "credit"


def test_an_empty_text_is_empty() -> None:
    """An empty text has no segments, sentences, tokens or dateline."""
    text_map = TextMap("")
    assert (text_map.segments, text_map.sentences, text_map.tokens) == ((), (), ())
    assert text_map.folded.text == ""
    assert text_map.dateline is None
    assert text_map.is_visible(0, 0)
    assert text_map.sentence_at(0) is None


def test_the_folded_form_is_made_once() -> None:
    """The folded form is that of the whole text, and later calls give the same object."""
    text_map = TextMap(TEXT, mask={"key_points"})
    assert text_map.folded.text == fold(TEXT).text
    assert text_map.folded is text_map.folded
    assert 'a "century"' in text_map.folded.text


LINES = st.sampled_from(
    [
        *("The mill burned. It was old.", "Mill burns", "Key points:", "- one. two", "-", "", "  "),
        *("OSTERVIK (AFP) - It burned. All of it.", "Reuters", "Photo: x", "READ MORE: x", "•"),
        *("(CNN)", "工厂起火。没有人。", "X: “Why?” he asked. (AP)", "\x00\ud800", "Summary"),
    ]
)
ANY_TEXT = st.one_of(
    st.text(max_size=150),
    st.lists(LINES, max_size=12).map("\n".join),
    st.lists(LINES, max_size=4).map(" ".join),
)
MASKS = st.sets(st.sampled_from(SEGMENT_KINDS))


@given(ANY_TEXT, MASKS)
def test_sentences_lie_in_order_inside_visible_prose(text: str, mask: set[SegmentKind]) -> None:
    """Sentences are stripped, ordered, inside one visible segment of prose each, and numbered."""
    text_map = TextMap(text, mask=mask)
    done, paragraph = 0, 0
    for index, sentence in enumerate(text_map.sentences):
        assert sentence.index == index
        assert done <= sentence.start < sentence.end <= len(text)
        assert paragraph <= sentence.paragraph
        words = text[sentence.start : sentence.end]
        assert words == words.strip()
        segment = text_map.segment_at(sentence.start)
        assert segment.kind == sentence.segment
        assert sentence.end <= segment.end
        assert segment.kind not in mask | {"credit", "boilerplate"}
        assert text_map.is_visible(sentence.start, sentence.end)
        assert text_map.sentence_at(sentence.start) == sentence
        assert text_map.sentence_at(sentence.end - 1) == sentence
        done, paragraph = sentence.end, sentence.paragraph


@given(ANY_TEXT, MASKS, st.data())
def test_a_span_is_visible_when_all_its_characters_are(
    text: str, mask: set[SegmentKind], data: st.DataObject
) -> None:
    """Visibility of a span is that of every code point in it."""
    text_map = TextMap(text, mask=mask)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    if start < end:
        expected = all(text_map.segment_at(at).kind not in mask for at in range(start, end))
        assert text_map.is_visible(start, end) == expected
