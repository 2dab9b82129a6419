"""Quote -> exact raw span of the article, or the reason why there is none.

A quote is looked for as it stands, then in folded form (quotes, dashes, spaces, case,
NFC). What is returned is always the raw slice of the article, never the given words.
"""

from __future__ import annotations

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
    exact = _place(text, _find_exact(text, words, near or 0), "exact", field)
    if isinstance(exact, Evidence):
        return exact
    folded = _place(text, _find_folded(text, words, near or 0), "folded", field)
    if isinstance(folded, Evidence):
        return folded
    return Rejection(quote, "masked" if exact or folded else "not_found")


def _place(
    text: TextMap, spans: Iterator[tuple[int, int]], match: Match, field: str | None
) -> Evidence | bool:
    """Returns the first visible span as evidence; else whether there is a hidden one."""
    hidden = False
    best: tuple[int, int] | None = None
    for span in spans:
        if not text.is_visible(*span):
            hidden = True
        elif best is None:
            best = span
        else:
            return _write(text, best, match, field, ambiguous=True)
    return _write(text, best, match, field, ambiguous=False) if best else hidden


def _write(
    text: TextMap, span: tuple[int, int], match: Match, field: str | None, *, ambiguous: bool
) -> Evidence:
    start, end = span
    return Evidence(
        quote=text.text[start:end],
        start=start,
        end=end,
        match=match,
        field=field,
        segment=text.segment_at(start).kind,
        ambiguous=ambiguous,
    )


def _find_exact(text: TextMap, words: str, near: int) -> Iterator[tuple[int, int]]:
    return text.occurrences.find(words, near)


def _find_folded(text: TextMap, words: str, near: int) -> Iterator[tuple[int, int]]:
    folded = fold(words).text.strip()
    folded_near = text.folded.to_folded(near, near)[0] if near else 0
    for start, end in text.folded_occurrences.find(folded, folded_near):
        yield text.folded.to_raw(start, end)
