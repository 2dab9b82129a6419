"""Folding: what counts as the same words, and the exact way back to the raw text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.folding import fold

ODD_LETTERS = (
    "abcXYZ 12éÉe\u0301\u0308\u0345αάᾴßẞİIıÅ\u212b“”’'`«»—–-…‥.\u00a0\n\r\t\u2009\u3000"
    "كَتَـبآأ\u0653\u0654\u0670٣४\u066b\u066c"
    "\u200b\u200d\u00adﬁＡ１²½\u1100\u1161\u11a8각क\u093cि\u0958ǰΐ\ud800\x00´\u0340\ufeff\ufe0f👩"
)
TEXTS = st.one_of(st.text(alphabet=ODD_LETTERS, max_size=40), st.text(max_size=40))


@st.composite
def draw_folded_spans(draw: st.DrawFn) -> tuple[str, int, int]:
    """Draw a text and a half-open span of its folded form."""
    text = draw(TEXTS)
    length = len(fold(text).text)
    start = draw(st.integers(0, length))
    return text, start, draw(st.integers(start, length))


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("“No”, she said", '"No", she said'),
        ("„Nein“", '"nein"'),
        ("«Non»", '"non"'),
        ("the town’s ‹old› `mill´", "the town's 'old' 'mill'"),
        ("1–2 — a‑b ‐ c − d ― e", "1-2 - a-b - c - d - e"),
        ("two \u00a0\u2009\u3000\n\t blanks", "two blanks"),
        ("co\u00adoperate\u200b now\ufeff", "cooperate now"),
        ("\u200fשלום\u200e", "שלום"),
        ("wait…", "WAIT..."),
        ("café", "cafe\u0301"),
        ("각", "\u1100\u1161\u11a8"),
        ("STRASSE", "straße"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("ＡＢＣ　１２３！", "abc 123!"),
        ("ﬁnal ofﬂine", "final offline"),
        ("Å", "\u212b"),
        ("e\u00ad\u0301", "é"),
        ("قُتِلَ تِسْعَةُ", "قتل تسعة"),
        ("قـــتل", "قتل"),
        ("٣٥ شخصا", "35 شخصا"),
        ("٣\u066b٥ و١\u066c٢٠٠", "3.5 و1,200"),
        ("४२ लोग", "42 लोग"),
        ("１２", "12"),
    ],
)
def test_same_words_fold_alike(written: str, other: str) -> None:
    """Two ways to write the same words have one folded form."""
    assert fold(written).text == fold(other).text


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("10² km", "102 km"),
        ("½ day", "1/2 day"),
        ("résumé", "resume"),
        ("12", "1 2"),
        ("①", "1"),
        ("H₂O", "H2O"),
        ("won't", "wont"),
        ("٣", "4"),
        ("قتلى", "قتل"),
    ],
)
def test_different_words_stay_different(written: str, other: str) -> None:
    """Folding never makes two figures or two words equal that are not."""
    assert fold(written).text != fold(other).text


@pytest.mark.parametrize(
    ("raw", "sought", "expected"),
    [
        ("He said  “no”…", '"no"', "“no”"),
        ("He said  “no”…", "said", "said"),
        ("He said  “no”…", 'said "', "said  “"),
        ("so … and on", "...", "…"),
        ("so … and on", ".", "…"),
        ("a cafe\u0301 by", "café", "cafe\u0301"),
        ("Große Straße", "strasse", "Straße"),
        ("Große Straße", "stras", "Straß"),
        ("co\u00adop\u200b now", "coop", "co\u00adop"),
        ("co\u00adop\u200b now", "now", "now"),
        ("\u200eNow\u200f then", "now", "Now"),
        ("x\n\n \ny", "x y", "x\n\n \ny"),
        ("İstanbul", "stanbul", "stanbul"),
        ("ثم كَتَبَ رسالة", "كتب", "كَتَبَ"),
        ("ثم كــتب رسالة", "كت", "كــت"),
    ],
)
def test_a_folded_span_names_its_raw_words(raw: str, sought: str, expected: str) -> None:
    """A match in the folded text is the exact stretch of the raw text, no more and no less."""
    folded = fold(raw)
    at = folded.text.index(sought)
    start, end = folded.to_raw(at, at + len(sought))
    assert raw[start:end] == expected


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    """A folded text is its own folded form."""
    once = fold(text).text
    assert fold(once).text == once


@given(draw_folded_spans())
def test_folding_the_raw_span_gives_the_folded_span(drawn: tuple[str, int, int]) -> None:
    """The raw words of a folded span fold to that span, widened to whole atoms at its ends."""
    text, start, end = drawn
    folded = fold(text)
    raw_start, raw_end = folded.to_raw(start, end)
    assert 0 <= raw_start <= raw_end <= len(text)
    if start < end:
        wide_start, wide_end = folded.to_folded(raw_start, raw_end)
        assert wide_start <= start
        assert end <= wide_end
        assert fold(text[raw_start:raw_end]).text == folded.text[wide_start:wide_end]


@given(TEXTS)
def test_the_way_back_never_turns_round(text: str) -> None:
    """Later folded characters come from later or the same raw characters."""
    folded = fold(text)
    spans = [folded.to_raw(at, at + 1) for at in range(len(folded.text))]
    assert spans == sorted(spans)
    assert all(before[1] <= after[1] for before, after in pairwise(spans))


@given(st.text(max_size=40))
def test_every_text_keeps_its_ends(text: str) -> None:
    """The whole folded text maps to raw characters, and the whole raw text to all of it."""
    folded = fold(text)
    assert folded.to_folded(0, len(text)) == (0, len(folded.text))
    if folded.text:
        start, end = folded.to_raw(0, len(folded.text))
        assert fold(text[start:end]).text == folded.text


def test_a_text_with_many_odd_characters_folds_like_its_parts() -> None:
    """More distinct folded characters than the fast path takes give the same result."""
    letters = [chr(0xFF01 + at) for at in range(90)] + [chr(0x1F80 + at) for at in range(45)]
    text = " ".join(letters)
    assert fold(text).text == " ".join(fold(letter).text for letter in letters)
