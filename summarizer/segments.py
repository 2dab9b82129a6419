"""Segments: what each stretch of an article is for. They tile the text and never change it.

The text is read line by line (a hard-wrapped paragraph is one line). Lines that announce
themselves wherever they stand (captions, "READ MORE", headed key points) are taken first, then
the head (headline, byline), then the tail (agency credits); what is left is prose, whose first
line is the lead. When in doubt a line is body: body that is called boilerplate is lost.
"""

from __future__ import annotations

from typing import NamedTuple

from summarizer.folding import fold
from summarizer.notices import (
    AGENCY_IN_BRACKETS,
    AGENCY_LIST,
    GLUED_BULLET,
    KEY_HEADING,
    find_credit,
    find_inline_credit,
    find_notice,
    is_byline,
)
from summarizer.sentences import Line, Span, find_lines, is_caseless, skip_bullet, split_line
from summarizer_schemas.article import Segment, SegmentKind

__all__ = ["AGENCY_LIST", "Layout", "find_segments", "read_layout"]

_MOST_POINTS = 12  # no editor gives more; bounds the look ahead


class Layout(NamedTuple):
    """What one reading of the lines found.

    Attributes:
        segments: They tile the text.
        lines: The logical lines, with hard-wrapped paragraphs joined.
        labels: Indices into `lines` of headings such as "Key points:", which are no sentences.
        agency: The agency of the credits as written, if any.
        caseless: The text hardly uses capitals.
    """

    segments: tuple[Segment, ...]
    lines: list[Line]
    labels: frozenset[int]
    agency: Span | None
    caseless: bool


def find_segments(text: str, *, title: str | None = None) -> list[Segment]:
    r"""Cut a text into segments that tile it; a text without line breaks is lead and body.

    Args:
        text: The raw text.
        title: The headline as known from elsewhere; when given, only a line equal to it (case,
            quotes, dashes and spaces aside) is a headline.

    >>> text = "Ferry service resumes\n\nThe ferry sails. It is Monday.\nMore later.\nAFP"
    >>> [segment.kind for segment in find_segments(text)]
    ['headline', 'lead', 'body', 'credit']
    """
    return list(read_layout(text, title=title).segments)


def read_layout(text: str, *, title: str | None = None) -> Layout:
    """Read the lines of a text once and tell what each is for."""
    lines = find_lines(text)
    caseless = is_caseless(text)
    kinds: list[SegmentKind | None] = [find_notice(text, line) for line in lines]
    labels = _mark_key_points(text, lines, kinds)
    top = _mark_head(text, lines, kinds, title)
    _mark_leading_bullets(text, lines, kinds, top)
    agency = _mark_tail(text, lines, kinds, top)
    lead = _mark_prose(text, lines, kinds)
    marks: list[tuple[int, SegmentKind]] = [
        (line.start, kind or "body") for line, kind in zip(lines, kinds, strict=True)
    ]
    last = lines[-1] if lines else None
    inline = find_inline_credit(text, last) if last and marks[-1][1] in ("lead", "body") else None
    if inline:
        credit, agency = inline
        marks.append((credit, "credit"))
    if lead is not None:
        split = _find_lead_end(text, lines[lead], inline[0] if inline else None, caseless=caseless)
        if split:
            marks.insert(lead + 1, (split, "body"))
    return Layout(_tile(text, marks), lines, frozenset(labels), agency, caseless)


def _tile(text: str, marks: list[tuple[int, SegmentKind]]) -> tuple[Segment, ...]:
    """Turn line starts with their kinds into segments; white space goes to the one before."""
    if not marks:
        return (Segment("body", 0, len(text)),) if text else ()
    runs: list[tuple[int, SegmentKind]] = []
    for start, kind in marks:
        if not runs or runs[-1][1] != kind:
            runs.append((start if runs else 0, kind))
    ends = [start for start, _ in runs[1:]] + [len(text)]
    return tuple(Segment(kind, start, end) for (start, kind), end in zip(runs, ends, strict=True))


def _mark_key_points(text: str, lines: list[Line], kinds: list[SegmentKind | None]) -> list[int]:
    """Mark every editorial block with a heading; give the indices of all such headings."""
    labels: list[int] = []
    at = 0
    while at < len(lines):
        start, end, _ = lines[at]
        stop = at + 1
        if end - start <= 40 and KEY_HEADING.match(text, start, end):
            labels.append(at)
            stop = _skip_bullets(text, lines, at + 1, headed=True)
            if stop == at + 1:
                stop = _skip_unmarked_points(text, lines, stop)
            if stop > at + 1:
                _fill(kinds, at, stop, "key_points")
        at = stop
    return labels


def _fill(kinds: list[SegmentKind | None], start: int, end: int, kind: SegmentKind) -> None:
    """Mark the lines of a stretch that nothing else has claimed."""
    for at in range(start, end):
        kinds[at] = kinds[at] or kind


def _skip_bullets(text: str, lines: list[Line], first: int, *, headed: bool = False) -> int:
    """Step over bullet items; the text of a lone marker stands on the next line."""
    at = first
    while at < len(lines):
        start, end, after_blank = lines[at]
        marker_end = skip_bullet(text, start, end)
        indented = at > first and not after_blank and not text[start - 2 : start].strip(" \t")
        if marker_end == end:
            at = min(at + 2, len(lines))
        elif marker_end > start or indented or (headed and GLUED_BULLET.match(text, start, end)):
            at += 1
        else:
            break
    return at


def _skip_unmarked_points(text: str, lines: list[Line], first: int) -> int:
    """Step over two or more short lines without a full stop, directly under their heading."""
    at = first
    while at < len(lines) and (at == first or not lines[at].after_blank):
        start, end, _ = lines[at]
        if end - start > 200 or text[end - 1] in ".!?:。" or at - first == _MOST_POINTS:
            return first
        at += 1
    return at if at - first >= 2 and at < len(lines) else first


def _mark_head(
    text: str, lines: list[Line], kinds: list[SegmentKind | None], title: str | None
) -> int:
    """Mark headline and byline; give the index of the first line below them."""
    first = _skip_notices(kinds, 0)
    if title is not None and title.strip():
        top = _skip_to_title(text, lines, title) or first
    else:
        top = first
        while top < min(first + 2, len(lines)) and _is_headline(text, lines, top):
            if top > first and is_byline(text, lines[top], 10):
                break
            top += 1  # a kicker or a standfirst is part of the headline
    _fill(kinds, 0, top, "headline")
    most_words = 10 if "headline" in kinds[:top] else 4
    while top < len(lines) and kinds[top] != "key_points":
        if kinds[top] is None:
            if not is_byline(text, lines[top], most_words):
                break
            kinds[top] = "credit"
        top += 1
    return top


def _skip_to_title(text: str, lines: list[Line], title: str) -> int:
    """Step over the line that equals the known title, if one of the first six does; else 0."""
    wanted = fold(title.strip()).text
    for at, (start, end, _) in enumerate(lines[:6]):
        near = end - start <= 2 * len(title) + 20
        if near and fold(text[start:end]).text == wanted:
            return at + 1
    return 0


def _skip_notices(kinds: list[SegmentKind | None], at: int) -> int:
    while at < len(kinds) and kinds[at] in ("caption", "boilerplate"):
        at += 1
    return at


def _is_headline(text: str, lines: list[Line], at: int) -> bool:
    """Tell whether a line looks like a headline over what follows."""
    if at + 1 >= len(lines):
        return False
    start, end, _ = lines[at]
    if end - start > 160 or skip_bullet(text, start, end) > start:
        return False
    words = text[start:end]
    closing = words.rstrip("\"'”’»)]")[-1:]
    question = closing in "?!" and lines[at + 1].after_blank
    if (closing in ".!?…:;,。！？؟۔।" and not question) or len(words.split()) > 20:
        return False
    if KEY_HEADING.match(words) or AGENCY_IN_BRACKETS.search(words):
        return False
    if find_notice(text, lines[at]) or is_byline(text, lines[at], 4):
        return False
    after = lines[at + 1]
    if after.after_blank or after.end - after.start > end - start:
        return True
    under_it = skip_bullet(text, *after[:2]) > after.start or is_byline(text, after, 10)
    return len(lines) > at + 2 and bool(under_it or find_notice(text, after))


def _mark_leading_bullets(
    text: str, lines: list[Line], kinds: list[SegmentKind | None], top: int
) -> None:
    """Mark two or more bullets without a heading right after the headline or the lead."""
    for at in (top, _skip_notices(kinds, top + 1)):
        if at >= len(lines) or kinds[at] is not None:
            continue
        stop = _skip_bullets(text, lines, at)
        markers = sum(skip_bullet(text, *line[:2]) > line.start for line in lines[at:stop])
        if markers >= 2 and stop < len(lines):
            _fill(kinds, at, stop, "key_points")
            return


def _mark_tail(
    text: str, lines: list[Line], kinds: list[SegmentKind | None], top: int
) -> Span | None:
    """Mark the credits at the end of the text; give the agency that these or the byline name."""
    agency = None
    for at in range(len(lines) - 1, max(top, len(lines) - 10), -1):
        if kinds[at] is None:
            found, named = find_credit(text, lines[at])
            if not found:
                break
            kinds[at] = "credit"
            agency = named or agency
        elif kinds[at] not in ("boilerplate", "caption"):
            break
    for at in range(top):
        if kinds[at] == "credit":
            agency = agency or find_credit(text, lines[at])[1]
    return agency


def _mark_prose(text: str, lines: list[Line], kinds: list[SegmentKind | None]) -> int | None:
    """Mark the lead; give its index when it is the only paragraph, so that it must be cut."""
    prose = [at for at, kind in enumerate(kinds) if kind is None]
    first = next((at for at in prose if skip_bullet(text, *lines[at][:2]) == lines[at].start), None)
    if first is None:
        return None
    kinds[first] = "lead"
    return first if len(prose) == 1 else None


def _find_lead_end(text: str, line: Line, credit: int | None, *, caseless: bool) -> int | None:
    """Find where the second sentence of an only paragraph starts: body from there."""
    sentences = split_line(text, line.start, credit or line.end, caseless=caseless)
    next(sentences, None)
    second = next(sentences, None)
    return second.start if second else None
