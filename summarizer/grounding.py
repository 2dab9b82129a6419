"""Quote -> exact raw span of the article, or the reason why there is none.

A quote is looked for as it stands, then in folded form (quotes, dashes, spaces, case,
NFC). What is returned is always the raw slice of the article, never the given words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from summarizer.folding import fold
from summarizer.textmap import TextMap
from summarizer_schemas.record import Evidence, Match

RejectionReason = Literal["empty_quote", "not_found", "masked"]


@dataclass(frozen=True, slots=True)
class Rejection:
    """A quote the article does not bear out, and why."""

    quote: str
    reason: RejectionReason


def ground(
    text: TextMap, quote: str, *, near: int | None = None, field: str | None = None
) -> Evidence | Rejection:
    """Returns where `quote` stands in the article.

    A quote that stands there more than once is placed where it is nearest to `near` (a
    code point offset; the start of the text when not given) and marked `ambiguous`. A
    match may not begin or end inside a word or a number: "12 people" is not found in
    "112 people". Words in masked segments are not seen.

    Args:
        text: the article.
        quote: words said to stand in it; outer white space does not count.
        near: offset of the other evidence of the same item.
        field: the field of the record these words support.

    Example:
        >>> found = ground(TextMap("He said “no”."), 'said "no"')
        >>> found.quote, found.start, found.match
        ('said “no”', 3, 'folded')
    """
    words = quote.strip()
    if not words:
        return Rejection(quote, "empty_quote")
    hidden = False
    for match, spans in (
        ("exact", _find_exact(text, words)),
        ("folded", _find_folded(text, words)),
    ):
        found = list(spans)
        visible = [span for span in found if text.is_visible(*span)]
        hidden = hidden or bool(found)
        if visible:
            start, end = min(visible, key=lambda span: (abs(span[0] - (near or 0)), span[0]))
            return Evidence(
                quote=text.text[start:end],
                start=start,
                end=end,
                match=_as_match(match),
                field=field,
                segment=text.segment_at(start).kind,
                ambiguous=len(visible) > 1,
            )
    return Rejection(quote, "masked" if hidden else "not_found")


def _as_match(name: str) -> Match:
    return "exact" if name == "exact" else "folded"


def _find_exact(text: TextMap, words: str) -> Iterator[tuple[int, int]]:
    return _find_words(text.text, words)


def _find_folded(text: TextMap, words: str) -> Iterator[tuple[int, int]]:
    folded_words = fold(words).text.strip()
    if not folded_words:
        return
    for start, end in _find_words(text.folded.text, folded_words):
        yield text.folded.to_raw(start, end)


def _find_words(text: str, words: str) -> Iterator[tuple[int, int]]:
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        if not _cuts_word(text, start) and not _cuts_word(text, end):
            yield start, end
        start = text.find(words, end)


def _cuts_word(text: str, offset: int) -> bool:
    """Whether a cut at `offset` would part one word or one number in two."""
    if not 0 < offset < len(text):
        return False
    before, after = text[offset - 1], text[offset]
    if _is_spaceless(before) or _is_spaceless(after):
        return False
    if before.isalnum() and (after.isalnum() or unicodedata.combining(after) > 0):
        return True
    return _cuts_number(text, offset)


def _cuts_number(text: str, offset: int) -> bool:
    """12|,000 and 3.|5: a separator with digits on both sides belongs to the number."""
    return any(
        text[mark] in ".,:"
        and 0 < mark < len(text) - 1
        and text[mark - 1].isdigit()
        and text[mark + 1].isdigit()
        for mark in (offset - 1, offset)
    )


def _is_spaceless(char: str) -> bool:
    """Scripts written without spaces, where any place may be a word boundary."""
    return (
        "\u0e00" <= char <= "\u0eff"  # Thai, Lao
        or "\u1000" <= char <= "\u109f"  # Myanmar
        or "\u1780" <= char <= "\u17ff"  # Khmer
        or "\u3040" <= char <= "\u30ff"  # Hiragana, Katakana
        or "\u3400" <= char <= "\u9fff"  # CJK ideographs
        or "\uf900" <= char <= "\ufaff"
        or "\U00020000" <= char <= "\U0003ffff"
    )
