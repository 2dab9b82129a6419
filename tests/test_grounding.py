"""Grounding: what is returned is always the raw slice, or a reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.grounding import Rejection, ground
from summarizer.textmap import TextMap
from summarizer_schemas.record import Evidence

ARTICLE = (
    "Norburg flood kills nine\n\n"
    "Vantia said nine people died in Norburg’s old town – among them “two nurses”.\n"
    "The mayor spoke of 112 people in shelters, and of 3.5 metres of water.\n"
    "Vantia said  nine people died in the caf\u00e9 quarter.\n"
)

FOUND = [
    ("nine people died in Norburg’s old town", "exact"),
    ("nine people died in Norburg's old town", "folded"),
    ('town - among them "two nurses"', "folded"),
    ("VANTIA SAID NINE PEOPLE DIED IN NORBURG", "folded"),
    ("cafe\u0301 quarter", "folded"),
    ("  112 people ", "exact"),
    ("said nine people died in the café", "folded"),
    ("3.5 metres", "exact"),
]


@pytest.mark.parametrize(("quote", "match"), FOUND)
def test_quote_is_placed_with_its_way_of_matching(quote: str, match: str) -> None:
    """A quote that differs only in quotes, dashes, spaces, case or NFC is found, and labelled."""
    found = ground(TextMap(ARTICLE), quote)
    assert isinstance(found, Evidence)
    assert found.match == match
    assert ARTICLE[found.start : found.end] == found.quote


MISSING = [
    ("12 people in shelters", "not_found"),
    ("5 metres", "not_found"),
    ("112 peopl", "not_found"),
    ("ten people died", "not_found"),
    ("people died nine", "not_found"),
    ("", "empty_quote"),
    (" \n", "empty_quote"),
    ("\u00ad", "not_found"),
]


@pytest.mark.parametrize(("quote", "reason"), MISSING)
def test_quote_that_is_not_there_is_rejected_with_the_reason(quote: str, reason: str) -> None:
    """Nothing is found inside a longer word or number, and other words are no match."""
    assert ground(TextMap(ARTICLE), quote) == Rejection(quote, reason)  # type: ignore[arg-type]


def test_repeated_quote_goes_to_the_nearest_place_and_is_marked() -> None:
    """Of several places the one nearest to the other evidence is taken, marked ambiguous."""
    text = TextMap(ARTICLE)
    last = ARTICLE.rindex("Vantia")
    near_end = ground(text, "Vantia said", near=len(ARTICLE))
    near_start = ground(text, "Vantia said", near=0)
    assert isinstance(near_end, Evidence)
    assert isinstance(near_start, Evidence)
    assert (near_end.start, near_end.ambiguous) == (last, True)
    assert (near_start.start, near_start.ambiguous) == (ARTICLE.index("Vantia"), True)


def test_unique_quote_is_not_ambiguous() -> None:
    """A quote with one place is not marked."""
    found = ground(TextMap(ARTICLE), "The mayor spoke")
    assert isinstance(found, Evidence)
    assert not found.ambiguous


def test_masked_words_are_not_seen() -> None:
    """With the editorial block masked a quote that stands only there is rejected as masked."""
    raw = (
        "Flood in Norburg\n\nKey points:\n- The dam broke at night\n- Nine died\n\n"
        "Nine died in Norburg when the dam broke.\n"
    )
    text = TextMap(raw, mask={"key_points"})
    assert ground(text, "The dam broke at night") == Rejection("The dam broke at night", "masked")
    found = ground(text, "Nine died")
    assert isinstance(found, Evidence)
    assert found.segment != "key_points"
    assert not found.ambiguous


@pytest.mark.parametrize("quote", ["東京で地震", "三人が死亡", "قتل تسعة أشخاص"])
def test_scripts_without_spaces_or_case_need_no_option(quote: str) -> None:
    """Chinese, Japanese and Arabic words are found where they stand."""
    raw = "昨日、東京で地震があり、三人が死亡した。\nقتل تسعة أشخاص في نوربورغ"
    found = ground(TextMap(raw), quote)
    assert isinstance(found, Evidence)
    assert raw[found.start : found.end] == quote


@pytest.mark.parametrize("filling", [0, 3_000], ids=["short", "long"])
def test_length_of_the_article_changes_no_answer(filling: int) -> None:
    """A long article is searched in another way, and every quote is found in the same place."""
    raw = ARTICLE + "The river rose again. " * filling
    for quote, match in FOUND:
        found = ground(TextMap(raw), quote)
        assert isinstance(found, Evidence)
        assert (found.match, found.start) == (match, ground_start(quote))
    for quote, _ in MISSING:
        assert isinstance(ground(TextMap(raw), quote), Rejection)


def ground_start(quote: str) -> int:
    """Where the quote stands in the short article."""
    found = ground(TextMap(ARTICLE), quote)
    assert isinstance(found, Evidence)
    return found.start


@given(raw=st.text(max_size=80), data=st.data())
def test_any_slice_found_is_the_raw_slice(raw: str, data: st.DataObject) -> None:
    """Whatever the text and the quote, evidence is the raw slice at its offsets."""
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, len(raw)))
    found = ground(TextMap(raw), raw[start:end])
    if isinstance(found, Evidence):
        assert raw[found.start : found.end] == found.quote
        again = ground(TextMap(raw), found.quote, near=found.start)
        assert isinstance(again, Evidence)
        assert (again.start, again.end) == (found.start, found.end)


@given(
    raw=st.text(alphabet="ab é'’\u0301\u200b\ud800١٢,.12\n", max_size=40),
    quote=st.text(max_size=12),
)
def test_grounding_never_raises(raw: str, quote: str) -> None:
    """Any quote against any text gives evidence or a rejection."""
    found = ground(TextMap(raw), quote)
    assert isinstance(found, Rejection) or raw[found.start : found.end] == found.quote
