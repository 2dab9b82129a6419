"""Grounding: what is returned is always the raw slice, or a reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.grounding import Rejection, ground, ground_spans
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
    ("12 people in shelters", "number_changed"),
    ("5 metres", "not_found"),
    ("112 peopl", "not_found"),
    ("ten people died", "number_changed"),
    ("people died nine", "number_changed"),
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


NEWS = (
    "Norburg flood kills nine\n\n"
    "Vantia’s interior ministry said on Monday that nine people had died in Norburg’s old town,"
    " among them “two nurses” from the clinic. The mayor, Ada Lund, spoke of 112 people in shelters"
    " and of 3.5 metres of water at the northern bridge. She did not say when the schools would"
    " open again.\n\n"
    "Farmers along the river lost most of their cattle, a spokesman for the league said. The water"
    " board promised to repair the dam before the winter.\n"
)
TURNS = [
    (
        "the clinic. The mayor spoke of 112 people",
        "the clinic. The mayor, Ada Lund, spoke of 112 people",
        "elided",
    ),
    ("nine people had died in the old town", "", "name_changed"),
    (
        "nine people died in Norburg's old town",
        "nine people had died in Norburg’s old town",
        "elided",
    ),
    ("Nine people … in Norburg's old town", "nine people had died in Norburg’s old town", "elided"),
    (
        "Farmers along the river [...] their cattle",
        "Farmers along the river lost most of their cattle",
        "elided",
    ),
    (
        "Farmers along the river (...) their cattle,",
        "Farmers along the river lost most of their cattle,",
        "elided",
    ),
    (
        "Farmers allong the river lost most of thier cattle",
        "Farmers along the river lost most of their cattle",
        "fuzzy",
    ),
    (
        "Farmers along the river lost all of their cattle",
        "Farmers along the river lost most of their cattle",
        "direction_changed",
    ),
    (
        "Farmers along the river lost most of their sheep",
        "Farmers along the river lost most of their cattle",
        "fuzzy",
    ),
    (
        "Shepherds along the river lost most of their cattle",
        "Farmers along the river lost most of their cattle",
        "fuzzy",
    ),
    (
        "The water board also promised to repair the dam",
        "The water board promised to repair the dam",
        "fuzzy",
    ),
    (
        "before the winter the water board promised to repair the dam",
        "The water board promised to repair the dam before the winter",
        "fuzzy",
    ),
    (
        "The waterboard promised to repair the dam",
        "The water board promised to repair the dam",
        "fuzzy",
    ),
    (
        "The water-board promised to repair the dam.",
        "The water board promised to repair the dam",
        "elided",
    ),
    (
        "among them two nurses from the clinic.",
        "among them “two nurses” from the clinic.",
        "elided",
    ),
    (
        "She didn't say when the schools would open again.",
        "She did not say when the schools would open again.",
        "fuzzy",
    ),
    (
        "The interior ministry said nine people had died … The water board promised",
        "",
        "several_spans",
    ),
    (
        "She did not say when the schools would open again. The water board promised",
        "",
        "several_spans",
    ),
    ("The council of Halden raised the price of bread again", "", "not_found"),
    ("people of the water who had to pay for the clinic", "", "not_found"),
    ("She did say when the schools would open again", "", "negation_changed"),
    ("spoke of 3.6 metres of water at the northern bridge", "", "number_changed"),
    ("spoke of 3.5 metres of water at the southern bridge", "", "direction_changed"),
]


@pytest.mark.parametrize(("quote", "expected", "outcome"), TURNS)
def test_altered_quote_is_placed_or_refused(quote: str, expected: str, outcome: str) -> None:
    """Words left out, slips, changed, added and moved words keep the place; other facts do not."""
    found = ground(NEWS, quote)
    if isinstance(found, Rejection):
        assert found.reason == outcome
    else:
        assert (found.quote, found.match) == (expected, outcome)


def test_distant_parts_are_given_one_by_one() -> None:
    """A quote that joins distant words gives each part with its own raw slice."""
    quote = "Vantia's interior ministry said … The water board promised to repair the dam"
    spans = ground_spans(NEWS, quote, field="date")
    assert not isinstance(spans, Rejection)
    assert [span.quote for span in spans] == [
        "Vantia’s interior ministry said",
        "The water board promised to repair the dam",
    ]
    assert {span.field for span in spans} == {"date"}


def test_a_quote_with_one_made_up_part_is_refused() -> None:
    """Every part of a joined quote must be borne out."""
    quote = "Vantia’s interior ministry said on Monday … the army has seized the bridge at dawn"
    assert ground_spans(NEWS, quote) == Rejection(quote, "not_found")


@given(data=st.data())
def test_planted_quote_is_found_with_a_word_gone(data: st.DataObject) -> None:
    """Any stretch of the article is found again, whole and with one harmless word left out."""
    words = NEWS.split("\n\n")[2].split(" ")
    start = data.draw(st.integers(0, len(words) - 8))
    end = data.draw(st.integers(start + 6, len(words)))
    gone = data.draw(st.integers(start + 1, end - 2))
    whole = ground(NEWS, " ".join(words[start:end]))
    assert isinstance(whole, Evidence)
    found = ground(NEWS, " ".join([*words[start:gone], *words[gone + 1 : end]]))
    assert isinstance(found, Evidence)
    assert found.start == whole.start


@given(
    raw=st.text(alphabet="ab cde\u0301.…東京九不 \n19", max_size=60),
    quote=st.text(alphabet="ab cde.…東京九不 19", max_size=30),
    near=st.integers(0, 60),
)
def test_grounding_again_gives_the_same_span(raw: str, quote: str, near: int) -> None:
    """Evidence grounded once more, from where it stands, is the same stretch."""
    found = ground(raw, quote, near=min(near, len(raw)))
    if isinstance(found, Evidence):
        assert raw[found.start : found.end] == found.quote
        again = ground(raw, found.quote, near=found.start)
        assert isinstance(again, Evidence)
        assert (again.start, again.end, again.match) == (found.start, found.end, "exact")


CJK = "警方称昨天在旧城有九人死亡，市长没有说学校什么时候开门。"
REPEATED = [
    (CJK * 10_000, CJK * 400, "exact"),
    (CJK * 10_000, CJK * 300 + "东京" + CJK * 300, None),
    ("word " * 100_000, "word " * 700 + "word other", "fuzzy"),
    ("Police say nine people died in the fire. " * 12_000, "nine " * 700, None),
    ("a" * 500_000, "a" * 3_000, None),
    ("Nine people died. " * 30_000, "Nine people fell asleep while the bells rang", None),
]


@pytest.mark.parametrize(("raw", "quote", "match"), REPEATED)
def test_a_text_that_repeats_itself_is_searched_in_bounds(
    raw: str, quote: str, match: str | None
) -> None:
    """Half a million characters that say one thing over and over end in an answer."""
    found = ground(raw, quote, near=len(raw) // 2)
    assert (found.match if isinstance(found, Evidence) else None) == match


@given(near=st.integers(0, 30_000))
def test_of_many_places_the_nearest_is_taken(near: int) -> None:
    """However many places there are, none is nearer than the one returned."""
    unit = "Nine people died in the old town. "
    found = ground(unit * 800, unit * 2, near=near)
    assert isinstance(found, Evidence)
    assert found.ambiguous
    wanted = min(range(0, 799 * len(unit), len(unit)), key=lambda at: (abs(at - near), at))
    assert found.start == wanted
