"""One text, read once: segments, sentences, tokens, folded form, all as offsets of the raw text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from summarizer.alignment import Aligner
from summarizer.folding import Folded, fold
from summarizer.occurrences import Occurrences
from summarizer.segments import AGENCY_LIST, Layout, read_layout
from summarizer.sentences import Span, Token, Tokens, split_line
from summarizer_schemas.article import Segment, SegmentKind

__all__ = ["Dateline", "Sentence", "TextMap", "Token"]

_KEPT_SPANS = 200
"""As many sentences as a long article has; keeping a book's tokens is not worth the memory."""

_PROSE: frozenset[SegmentKind] = frozenset({"headline", "lead", "key_points", "body", "caption"})

_PLACE = r"[A-Z][\w'’.-]{1,24}(?:[ /][A-Z][\w'’.-]{0,24}){0,3}"
_LATER_PART = r"(?:,\s[A-Z0-9][\w.]{0,20}(?:\s[\w.]{1,12}){0,2}){0,3}"
_DATELINE_KNOWN = re.compile(
    rf"(?:(?P<place>{_PLACE}){_LATER_PART}\s+)?\((?P<agency>{AGENCY_LIST})\)"
    r"\s*(?:(?:--?|[—–―_:])\s*|(?=[\"“‘'A-Z0-9]))"
)
_CAPITALS = r"[A-Z][A-Z'’.-]{1,24}(?:[ /][A-Z][A-Z'’.-]{0,24}){0,3}"
_DATELINE_CAPITALS = re.compile(
    rf"(?P<place>{_CAPITALS}){_LATER_PART}"
    r"(?:\s+\((?P<agency>[^()]{2,40})\)\s*(?:--?|[—–―_])|\s*(?:--|[—–―])|\s+-)\s*(?=[\"“‘'A-Z0-9])"
)


class Dateline(NamedTuple):
    """The place and agency before the first sentence: "OSTERVIK (AFP) - "; spans of raw text."""

    start: int
    end: int
    place: Span | None
    agency: Span | None


@dataclass(slots=True, unsafe_hash=True)
class Sentence:
    """One sentence of the raw text; once made, nobody changes it.

    Attributes:
        start: First code point.
        end: One past the last code point.
        segment: Kind of the segment it stands in.
        paragraph: Running number of its line; a hard-wrapped paragraph is one line.
        index: Running number of the sentence.
    """

    start: int
    end: int
    segment: SegmentKind
    paragraph: int
    index: int


class TextMap:
    r"""What every room asks of a text, computed on first use and kept.

    Args:
        text: The raw text; never changed.
        title: The headline as known from elsewhere, if any.
        mask: Kinds of segments that must not be seen: they hold no sentences, and no span in
            them is visible. Offsets stay those of the raw text.

    >>> text = "OSTERVIK (AFP) - The mill burned. Nobody was hurt.\nAFP"
    >>> text_map = TextMap(text)
    >>> [text[s.start:s.end] for s in text_map.sentences]
    ['The mill burned.', 'Nobody was hurt.']
    >>> text_map.agency
    'AFP'
    """

    def __init__(
        self, text: str, *, title: str | None = None, mask: Collection[SegmentKind] = ()
    ) -> None:
        self.text = text
        self.title = title
        self.mask = frozenset(mask)
        self._tokens_by_span: dict[tuple[int, int], Tokens] = {}

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The segments in order; they tile the text. An empty text has none."""
        return self._layout.segments

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of visible prose, in order, without datelines, bullets and labels."""
        found: list[Sentence] = []
        layout, at = self._layout, 0
        segments = layout.segments
        for paragraph, line in enumerate(layout.lines):
            while segments[at].end <= line.start:
                at += 1
            if paragraph in layout.labels:
                continue
            # An only paragraph holds lead, body and perhaps a credit: cut it where they meet.
            for segment in segments[at : at + 3]:
                start, end = max(line.start, segment.start), min(line.end, segment.end)
                if start >= end:
                    break
                if segment.kind in _PROSE and segment.kind not in self.mask:
                    self._append_sentences(found, (start, end), segment.kind, paragraph)
        return tuple(found)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the whole text, masked or not."""
        return tuple(Tokens(self.text))

    def tokens_in(self, start: int, end: int) -> Tokens:
        """Return the tokens of a half-open span.

        The first spans asked for are kept: key points and events read the same sentences.
        """
        known = self._tokens_by_span.get((start, end))
        if known is None:
            known = Tokens(self.text, start, end)
            if len(self._tokens_by_span) < _KEPT_SPANS:
                self._tokens_by_span[start, end] = known
        return known

    @cached_property
    def folded(self) -> Folded:
        """The folded form of the whole text, masked or not."""
        return fold(self.text)

    @cached_property
    def occurrences(self) -> Occurrences:
        """Where words stand in the text, masked or not."""
        return Occurrences(self.text)

    @cached_property
    def folded_occurrences(self) -> Occurrences:
        """The same for the folded form, in its own offsets."""
        return Occurrences(self.folded.text)

    @cached_property
    def aligner(self) -> Aligner:
        """The words of the folded form, masked or not, and where they stand."""
        return Aligner(self.folded.text)

    @cached_property
    def dateline(self) -> Dateline | None:
        """The dateline that opens the lead."""
        layout = self._layout
        for segment in layout.segments:
            if segment.kind == "lead":
                at = bisect_left(layout.lines, segment.start, key=lambda line: line.start)
                return find_dateline(self.text, *layout.lines[at][:2])
        return None

    @cached_property
    def agency(self) -> str | None:
        """The news agency as written in the credits, else in the dateline."""
        span = self._layout.agency or (self.dateline.agency if self.dateline else None)
        return self.text[span.start : span.end] if span else None

    def segment_at(self, offset: int) -> Segment:
        """Find the segment that holds a code point.

        Raises:
            IndexError: The text has no code point there.
        """
        if 0 <= offset < len(self.text):
            return self.segments[bisect_right(self._segment_starts, offset) - 1]
        raise IndexError(f"offset {offset} is outside the text of {len(self.text)} characters")

    def sentence_at(self, offset: int) -> Sentence | None:
        """Find the sentence that holds a code point; None between and outside sentences."""
        at = bisect_right(self._sentence_starts, offset) - 1
        if at >= 0 and offset < self.sentences[at].end:
            return self.sentences[at]
        return None

    def is_visible(self, start: int, end: int) -> bool:
        """Tell whether no part of a half-open span lies in a masked segment."""
        if not self.mask:
            return True
        at = bisect_right(self._masked_ends, start)
        return at == len(self._masked_starts) or end <= self._masked_starts[at]

    @cached_property
    def _layout(self) -> Layout:
        return read_layout(self.text, title=self.title)

    @cached_property
    def _segment_starts(self) -> list[int]:
        return [segment.start for segment in self.segments]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    @cached_property
    def _masked_starts(self) -> list[int]:
        return [segment.start for segment in self.segments if segment.kind in self.mask]

    @cached_property
    def _masked_ends(self) -> list[int]:
        return [segment.end for segment in self.segments if segment.kind in self.mask]

    def _append_sentences(
        self, found: list[Sentence], span: tuple[int, int], kind: SegmentKind, paragraph: int
    ) -> None:
        start, end = span
        end = start + len(self.text[start:end].rstrip())
        if kind in ("lead", "body"):
            dateline = find_dateline(self.text, start, end)
            start = dateline.end if dateline else start
        for sentence in split_line(self.text, start, end, caseless=self._layout.caseless):
            found.append(Sentence(*sentence, kind, paragraph, len(found)))


def find_dateline(text: str, start: int, end: int) -> Dateline | None:
    """Find a dateline at the start of a paragraph.

    Known agencies may stand after any capitalised place or alone; without one the place must
    be in capitals and a dash must follow, and a paragraph all in capitals has no such dateline.
    """
    head = min(end, start + 160)
    bracket = text.find("(", start, head) >= 0
    match = _DATELINE_KNOWN.match(text, start, head) if bracket else None
    if match is None:
        match = _DATELINE_CAPITALS.match(text, start, head)
        if match is None or not re.search("[a-z]", text[match.end() : match.end() + 60]):
            return None
    if match.end() >= end:
        return None
    place, agency = (
        Span(*match.span(name)) if match[name] else None for name in ("place", "agency")
    )
    return Dateline(start, match.end(), place, agency)
