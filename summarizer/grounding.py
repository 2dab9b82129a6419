"""Quote -> exact raw span of the article, or the reason why there is none.

A quote is looked for as it stands; then in folded form (quotes, dashes, spaces, case, NFC);
then word by word: every word there in its order, with others left out (elided), or with
slips, changed, added and moved words (fuzzy). A loose match never crosses what `guards` hold.
What is returned is always the raw slice of the article, never the given words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from summarizer.alignment import MOST_SILENT, Alignment, Words, read_words
from summarizer.folding import Folded, fold
from summarizer.guards import Change, Laid, Mark, find_change, find_marks
from summarizer.occurrences import cuts_word
from summarizer.sentences import split_sentences
from summarizer.textmap import TextMap
from summarizer_schemas.record import Evidence, Match

RejectionReason = Literal["empty_quote", "not_found", "masked", "several_spans"] | Change

_LONGEST_LOOSE = 4_000
"""A longer quote must stand there as it is, or sentence by sentence: it is no quote from news,
and laying it over the text word by word costs the square of its length."""
_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|…|\.{3,})\s*")
_MAY_PART = re.compile(r"[^\w ,;:'\"()“”‘’%$€£/&–—-]")
"""A sign other than these: only a quote that has one can be taken apart."""
_LEAST_PIECE = 2
_MOST_PIECES = 40
"""A quote of more parts is a copy of the article: looking up each costs too much."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A quote the article does not bear out, and why."""

    quote: str
    reason: RejectionReason


def ground(
    text: TextMap | str, quote: str, *, near: int | None = None, field: str | None = None
) -> Evidence | Rejection:
    """Returns where `quote` stands in the article.

    A quote that stands there more than once is placed where it is nearest to `near` (a
    code point offset; the start of the text when not given) and marked `ambiguous`. A
    match may not begin or end inside a word or a number: "12 people" is not found in
    "112 people". Words in masked segments are not seen.

    Words left out make one span with the words around them while the gap is small: up to 8
    words anywhere, up to 40 within one paragraph where the quote has an ellipsis. What is
    joined over a larger gap is rejected as `several_spans`; see `ground_spans`.

    Args:
        text: the article; one `TextMap` for all quotes of an article shares what is learnt.
        quote: words said to stand in it; outer white space does not count.
        near: offset of the other evidence of the same item.
        field: the field of the record these words support.

    Example:
        >>> found = ground("He said “no”, and left early on Monday.", 'said "no" and left Monday')
        >>> found.quote, found.start, found.match
        ('said “no”, and left early on Monday', 3, 'elided')
        >>> ground("Nine people died in Norburg.", "Five people died in Norburg").reason
        'number_changed'
    """
    found = ground_spans(text, quote, near=near, field=field)
    if isinstance(found, Rejection):
        return found
    return found[0] if len(found) == 1 else Rejection(quote, "several_spans")


def ground_spans(
    text: TextMap | str, quote: str, *, near: int | None = None, field: str | None = None
) -> tuple[Evidence, ...] | Rejection:
    r"""Returns where the parts of `quote` stand: one span, or several where it joins distant words.

    A quote is taken apart at its ellipses, then at its sentences, and only when it does not
    stand in the article as a whole. Every part must be borne out.

    Args:
        text: the article.
        quote: words said to stand in it.
        near: offset of the other evidence of the same item.
        field: the field of the record these words support.

    Example:
        >>> raw = (
        ...     "The dam broke at night.\n\nNobody slept in the old town, and the bells rang until"
        ...     " dawn.\n\nNine people died in Norburg."
        ... )
        >>> found = ground_spans(raw, "The dam broke … people died in Norburg")
        >>> [evidence.quote for evidence in found]
        ['The dam broke', 'people died in Norburg']
    """
    seen = text if isinstance(text, TextMap) else TextMap(text)
    words = quote.strip()
    if not words:
        return Rejection(quote, "empty_quote")
    exact = _place(seen, seen.occurrences.find(words, near or 0), "exact", field)
    if isinstance(exact, Evidence):
        return (exact,)
    whole = _ground_unlike(seen, words, near or 0, field, hidden=exact)
    if isinstance(whole, Evidence):
        return (whole,)
    if whole == "not_found" and _MAY_PART.search(words, 0, len(words) - 1):
        pieces = _split(words)
        if 1 < len(pieces) <= _MOST_PIECES:
            return _ground_pieces(seen, quote, pieces, near, field)
    return Rejection(quote, whole)


def _ground_unlike(
    text: TextMap, words: str, near: int, field: str | None, *, hidden: bool
) -> Evidence | RejectionReason:
    """Grounds what does not stand there letter by letter; `hidden`: save in masked segments."""
    folded = fold(words)
    folded_near = text.folded.to_folded(near, near)[0] if near else 0
    same = _place(text, _find_folded(text, folded, folded_near), "folded", field)
    if isinstance(same, Evidence):
        return same
    loose: Evidence | RejectionReason = "not_found"
    if len(words) <= _LONGEST_LOOSE:
        loose = _Loose(text, words, folded).ground(folded_near, field)
    return "masked" if (hidden or same) and not isinstance(loose, Evidence) else loose


def _ground_pieces(
    text: TextMap, quote: str, pieces: list[str], near: int | None, field: str | None
) -> tuple[Evidence, ...] | Rejection:
    spans: list[Evidence] = []
    for piece in pieces:
        found = ground_spans(text, piece, near=spans[-1].end if spans else near, field=field)
        if isinstance(found, Rejection):
            return Rejection(quote, found.reason)
        if len(read_words(fold(piece).text)) < _LEAST_PIECE:
            return Rejection(quote, "not_found")
        if spans and _hides_negation(text, spans[-1], found[0]):
            return Rejection(quote, "negation_changed")
        spans += found
    return tuple(spans)


def _split(quote: str) -> list[str]:
    """Take a quote apart at its ellipses; one that has none at its sentences."""
    pieces = [piece for piece in _ELLIPSIS.split(quote) if piece.strip()]
    if len(pieces) > 1:
        return pieces
    return [quote[start:end] for start, end in split_sentences(quote)]


def _hides_negation(text: TextMap, before: Evidence, after: Evidence) -> bool:
    """Tells whether a negation stands between two parts of one sentence."""
    one, other = text.sentence_at(before.end - 1), text.sentence_at(after.start)
    if one is None or one != other or after.start < before.end:
        return False
    gap = read_words(fold(text.text[before.end : after.start]).text)
    return any(mark.kind == "negation" for mark in find_marks(gap))


def _place(
    text: TextMap, spans: Iterable[tuple[int, int]], match: Match, field: str | None
) -> Evidence | bool:
    """Returns the first visible span as evidence; else whether there is a hidden one."""
    hidden = False
    best: tuple[int, int] | None = None
    for span in spans:
        if text.mask and not text.is_visible(*span):
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
    # The validator itself: the same checks, 2.2 µs; by `model_validate` 2.7, by keywords 3.0.
    written: Evidence = Evidence.__pydantic_validator__.validate_python(
        {
            "quote": text.text[start:end],
            "start": start,
            "end": end,
            "match": match,
            "field": field,
            "segment": text.segment_at(start).kind,
            "ambiguous": ambiguous,
        }
    )
    return written


def _find_folded(text: TextMap, words: Folded, near: int) -> Iterable[tuple[int, int]]:
    spans = text.folded_occurrences.find(words.text.strip(), near)
    return (text.folded.to_raw(start, end) for start, end in spans) if spans else ()


class _Loose:
    """Grounds one quote word by word; used once."""

    def __init__(self, text: TextMap, quote: str, folded: Folded) -> None:
        self.text = text
        self.raw_quote = quote
        self.folded = folded
        self.quote = read_words(folded.text)
        self.article: Words = text.aligner.words
        self.marked: frozenset[int] = frozenset()
        if "..." in folded.text:
            self.marked = frozenset(
                at + 1 for at in range(len(self.quote) - 1) if "..." in self.quote.between(at)
            )

    @cached_property
    def marks(self) -> list[Mark]:
        """The guarded phrases of the quote; seldom asked for when it is made up."""
        return find_marks(self.quote)

    def ground(self, folded_near: int, field: str | None) -> Evidence | RejectionReason:
        """Returns the best alignment that the guards let pass, else why the best did not."""
        near = bisect_left(self.article.starts, folded_near)
        found = self.text.aligner.align(self.quote, near=near, marked=self.marked)
        if not found:
            return "not_found"
        passed: list[tuple[float, tuple[int, int], Match]] = []
        refused: tuple[float, RejectionReason] | None = None
        hidden = False
        for alignment in found:
            if not self._is_one_stretch(alignment):
                continue
            change = find_change(self._lay(alignment))
            if change:
                refused = refused or (alignment.score, change)
                continue
            if refused and not alignment.complete:
                break  # what fits better says something else
            span = self._find_span(alignment)
            if self.text.is_visible(*span):
                passed.append((alignment.score, span, "elided" if alignment.complete else "fuzzy"))
            else:
                hidden = True
        if not passed:
            return "masked" if hidden else refused[1] if refused else "not_found"
        score, span, match = passed[0]
        ambiguous = any(
            other == score and (start >= span[1] or end <= span[0])
            for other, (start, end), _ in passed[1:]
        )
        return _write(self.text, span, match, field, ambiguous=ambiguous)

    def _lay(self, alignment: Alignment) -> Laid:
        shown = self._show_quote, self._show_article
        return Laid(self.quote, self.text.aligner, alignment, *shown, self.marks)

    def _show_quote(self, at: int) -> str:
        start, end = self.folded.to_raw(self.quote.starts[at], self.quote.ends[at])
        return self.raw_quote[start:end]

    def _show_article(self, at: int) -> str:
        start, end = self.text.folded.to_raw(self.article.starts[at], self.article.ends[at])
        return self.text.text[start:end]

    def _is_one_stretch(self, alignment: Alignment) -> bool:
        """Tells whether no gap is so large that it joins words of two paragraphs."""
        for at in self.marked:
            before, after = alignment.places[at - 1], alignment.places[at]
            if before >= 0 and after - before > MOST_SILENT:
                start = self.text.folded.to_raw(
                    self.article.starts[before], self.article.ends[before]
                )
                end = self.text.folded.to_raw(self.article.starts[after], self.article.ends[after])
                one, other = self.text.sentence_at(start[0]), self.text.sentence_at(end[0])
                if one is None or other is None or one.paragraph != other.paragraph:
                    return False
        return True

    def _find_span(self, alignment: Alignment) -> tuple[int, int]:
        """Gives the raw span, with the punctuation around it that the quote has too."""
        folded, quote = self.text.folded.text, self.folded.text
        start = self.article.starts[alignment.start]
        end = self.article.ends[alignment.end - 1]
        if alignment.places[-1] == alignment.end - 1:
            for char in quote[self.quote.ends[-1] :]:
                if end < len(folded) and folded[end] == char != " ":
                    end += 1
        if alignment.places[0] == alignment.start:
            for char in reversed(quote[: self.quote.starts[0]]):
                if start > 0 and folded[start - 1] == char != " ":
                    start -= 1
        raw_start, raw_end = self.text.folded.to_raw(start, end)
        while cuts_word(self.text.text, raw_start):
            raw_start -= 1
        while cuts_word(self.text.text, raw_end):
            raw_end += 1
        return raw_start, raw_end
