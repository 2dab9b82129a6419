"""Long articles: which stretches are asked about, and one answer made of several.

A stretch ends where a paragraph ends, else where a sentence does; only a text without either is
cut between words. What comes before a stretch is carried along as context. Answers are joined in
the wire form, before anything is grounded: quotes are looked up in the whole article, so every
offset is right whatever was shown to the model.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from summarizer.textmap import Sentence, TextMap
from summarizer_schemas.wire import WireEvent, WireKeyPoint, WireReply

_PARAGRAPH = re.compile(r"[^\n]*(?:\n+|\Z)")
_WORDS = re.compile(r"\S*\s*")
_MOST_CONTEXT_CHARS = 600
"""Two or three sentences: enough to know who "he" and "the town" are."""
_HARD_CUT_CHARS = 400
"""Where a text has no sentence end, it is cut into pieces of about so many characters."""
_MOST_POINTS = 7
_NOWHERE = -1
"""Position of an event that is not there; a link to it is rejected."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one request is about.

    Attributes:
        spans: half-open code points of the article that are shown, in order.
        context: words that stand before them; told, not asked about.
    """

    spans: tuple[tuple[int, int], ...]
    context: str = ""

    @property
    def middle(self) -> int:
        """A place that is nearer to every word shown than to the same word elsewhere."""
        return (self.spans[0][0] + self.spans[-1][1]) // 2 if self.spans else 0

    def meets(self, other: Chunk) -> bool:
        """Whether one lies within the other, or reaches into it."""
        if not self.spans or not other.spans:
            return False
        return self.spans[0][0] < other.spans[-1][1] and other.spans[0][0] < self.spans[-1][1]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said about one chunk.

    Attributes:
        chunk: what was asked about.
        wire: what was said.
        gaps: positions of events that are left out, since they did not fit the schema.
    """

    chunk: Chunk
    wire: WireReply
    gaps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Joined:
    """Several answers as one, with the place that each item was said near to.

    Attributes:
        wire: the items of all answers.
        key_points_near: an offset for each key point; None where there was one chunk.
        events_near: an offset for each event.
    """

    wire: WireReply
    key_points_near: tuple[int | None, ...]
    events_near: tuple[int | None, ...]


def plan(text: TextMap, *, max_tokens: int, count: Callable[[str], int]) -> list[Chunk]:
    r"""Returns the stretches that are asked about, of about the same length.

    Args:
        text: the article; masked segments are not shown.
        max_tokens: most tokens of one stretch.
        count: tells how many tokens a text has.

    Example:
        >>> text = TextMap("One bridge fell.\n\nTwo roads were shut.")
        >>> [chunk.spans for chunk in plan(text, max_tokens=5, count=lambda words: len(words) // 4)]
        [((0, 18),), ((18, 38),)]
    """
    visible = _list_visible(text)
    total = sum(count(text.text[start:end]) for start, end in visible)
    if total <= max_tokens:
        return [Chunk(tuple(visible))]
    units = list(_list_units(text, visible, max_tokens, count))
    sizes = [count(text.text[start:end]) for start, end in units]
    share = sum(sizes) / -(-sum(sizes) // max_tokens)  # as many as needed, of one size
    chunks: list[Chunk] = []
    taken: list[tuple[int, int]] = []
    held = done = 0
    for span, size in zip(units, sizes, strict=True):
        is_past = done + size / 2 > share * (len(chunks) + 1)
        if taken and (is_past or held + size > max_tokens):
            chunks.append(Chunk(_join_spans(taken), _find_context(text, taken[0][0])))
            taken, held = [], 0
        taken.append(span)
        held, done = held + size, done + size
    chunks.append(Chunk(_join_spans(taken), _find_context(text, taken[0][0])))
    return chunks


def show(text: TextMap, chunk: Chunk) -> str:
    """Returns the words of a chunk as they are sent."""
    shown = ""
    for start, end in chunk.spans:
        gap = "" if not shown or shown[-1].isspace() else "\n\n"
        shown += gap + text.text[start:end]
    return shown


def find_rest(text: TextMap, chunk: Chunk, covered: Iterable[tuple[int, int]]) -> list[Chunk]:
    """Returns what a cut-off answer has not told of: the sentences without a kept quote.

    Where nothing was kept, the stretch is halved: a shorter question has a shorter answer.

    Args:
        text: the article.
        chunk: what was asked about.
        covered: where the quotes of the complete items stand.
    """
    touched = {
        sentence.index
        for span in covered
        for sentence in (text.sentence_at(span[0]),)
        if sentence is not None
    }
    units = [
        (sentence.start, sentence.end, sentence.index)
        for span in chunk.spans
        for sentence in _list_sentences(text, *span)
    ]
    left = [(start, end) for start, end, index in units if index not in touched]
    if len(left) < len(units):
        return [Chunk(_join_spans(left, text), chunk.context)] if left else []
    if len(units) < 2:
        return []
    half = len(units) // 2
    cut = units[half][0]
    return [
        Chunk(tuple(_clip(chunk.spans, 0, cut)), chunk.context),
        Chunk(tuple(_clip(chunk.spans, cut, len(text.text))), _find_context(text, cut)),
    ]


def join(answers: Sequence[Answer]) -> Joined:
    """Returns all that was said; positions of other events count on over the answers.

    The same item told twice, word for word, is told once.
    """
    points: dict[str, tuple[WireKeyPoint, int | None]] = {}
    events: list[tuple[WireEvent, int | None]] = []
    told: dict[str, list[tuple[Chunk, int]]] = {}
    for answer in answers:
        near = answer.chunk.middle if len(answers) > 1 else None
        for point in answer.wire.key_points:
            points.setdefault(point.text, (point, near))
        count = len(answer.wire.events) + len(answer.gaps)
        positions = [at for at in range(count) if at not in answer.gaps]
        places: dict[int, int] = {}
        fresh: list[WireEvent] = []
        for at, event in zip(positions, answer.wire.events, strict=True):
            place = len(events) + len(fresh)
            known = _find_told(told, event, answer.chunk, place) if near is not None else place
            places[at] = known
            if known == place:
                fresh.append(event)
        events += [(_point(event, places), near) for event in fresh]
    return Joined(
        WireReply.model_construct(
            key_points=[point for point, _ in points.values()],
            events=[event for event, _ in events],
        ),
        tuple(near for _, near in points.values()),
        tuple(near for _, near in events),
    )


def _find_told(
    told: dict[str, list[tuple[Chunk, int]]], event: WireEvent, chunk: Chunk, place: int
) -> int:
    """Returns where the same words about the same stretch stand already; else takes the place."""
    same = told.setdefault(event.model_dump_json(exclude={"date_anchor", "links"}), [])
    known = next((at for other, at in same if other.meets(chunk)), None)
    if known is None:
        same.append((chunk, place))
    return place if known is None else known


def needs_merging(joined: Joined, answers: Sequence[Answer]) -> bool:
    """Whether the key points of several stretches must become those of one article."""
    return len(answers) > 1 and len(joined.wire.key_points) > _MOST_POINTS


def thin_out(points: Sequence[WireKeyPoint]) -> list[WireKeyPoint]:
    """Returns as many key points as one article has, from all parts of it.

    For when nobody can be asked which matter most: each stretch puts its weightiest first.
    """
    if len(points) <= _MOST_POINTS:
        return list(points)
    step = len(points) / _MOST_POINTS
    return [points[int(n * step)] for n in range(_MOST_POINTS)]


def find_places(points: Sequence[WireKeyPoint], joined: Joined) -> tuple[int | None, ...]:
    """Returns where the key points made of these were told: near which of those they come from."""
    by_text: dict[str, int | None] = {}
    by_quote: dict[str, int | None] = {}
    for point, near in zip(joined.wire.key_points, joined.key_points_near, strict=True):
        by_text.setdefault(point.text, near)
        for quote in point.quotes:
            by_quote.setdefault(quote, near)

    def find(point: WireKeyPoint) -> int | None:
        known = [by_quote[quote] for quote in point.quotes if quote in by_quote]
        return by_text.get(point.text, known[0] if known else None)

    return tuple(map(find, points))


def _point(event: WireEvent, places: Mapping[int, int]) -> WireEvent:
    """Positions in the answer of the event become those in all answers.

    One that the answer does not have, or that was cut off, must not lead to another event.
    """
    if event.date_anchor is None and not event.links:
        return event
    anchor = None if event.date_anchor is None else places.get(event.date_anchor)
    links = [
        link.model_copy(update={"target": places.get(link.target, _NOWHERE)})
        for link in event.links
    ]
    return event.model_copy(update={"date_anchor": anchor, "links": links})


def _list_visible(text: TextMap) -> list[tuple[int, int]]:
    """The stretches that are no masked segment."""
    if not text.mask:
        return [(0, len(text.text))] if text.text else []
    spans = [(one.start, one.end) for one in text.segments if one.kind not in text.mask]
    return list(_join_spans(spans))


def _list_units(
    text: TextMap,
    visible: Sequence[tuple[int, int]],
    most: int,
    count: Callable[[str], int],
) -> Iterator[tuple[int, int]]:
    """Yields paragraphs; one that is too long by sentences, and a sentence by words."""
    for first, last in visible:
        for start, end in _cut(_PARAGRAPH, text.text, first, last):
            if count(text.text[start:end]) <= most:
                yield start, end
            else:
                yield from _cut_paragraph(text, start, end, most, count)


def _cut_paragraph(
    text: TextMap, start: int, end: int, most: int, count: Callable[[str], int]
) -> Iterator[tuple[int, int]]:
    begins = [one.start for one in _list_sentences(text, start + 1, end)]
    borders = [start, *begins, end]
    for begin, stop in pairwise(borders):
        if count(text.text[begin:stop]) <= most:
            yield begin, stop
        else:
            yield from _cut_words(text.text, begin, stop)


def _cut_words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yields pieces of about the same length that end between words, else anywhere."""
    while end - start > _HARD_CUT_CHARS:
        blank = text.rfind(" ", start + _HARD_CUT_CHARS // 2, start + _HARD_CUT_CHARS)
        cut = blank + 1 if blank >= 0 else start + _HARD_CUT_CHARS
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def _cut(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in pattern.finditer(text, start, end):
        if found.end() > found.start():
            yield found.span()


def _list_sentences(text: TextMap, start: int, end: int) -> Sequence[Sentence]:
    """The sentences that begin in a stretch."""
    first = bisect_left(text.sentences, start, key=lambda one: one.start)
    last = bisect_left(text.sentences, end, key=lambda one: one.start)
    return text.sentences[first:last]


def _join_spans(
    spans: Sequence[tuple[int, int]], text: TextMap | None = None
) -> tuple[tuple[int, int], ...]:
    """Neighbouring spans as one; with a text, also those with only blanks between them."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and (
            joined[-1][1] == start
            or (text is not None and not text.text[joined[-1][1] : start].strip())
        ):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def _clip(spans: Sequence[tuple[int, int]], low: int, high: int) -> Iterator[tuple[int, int]]:
    for start, end in spans:
        if max(start, low) < min(end, high):
            yield max(start, low), min(end, high)


def _find_context(text: TextMap, start: int) -> str:
    """The first sentence of the article and the last one before a stretch."""
    last = bisect_right(text.sentences, start, key=lambda one: one.end)
    if not last:
        return ""
    opening = next((one for one in text.sentences[:last] if one.segment == "lead"), None)
    nearest = text.sentences[max(0, last - 2) : last]
    told = (opening or text.sentences[0], *nearest)
    chosen = sorted({(one.start, one.end) for one in told})
    words = " … ".join(text.text[begin:end] for begin, end in chosen)
    return words if len(words) <= _MOST_CONTEXT_CHARS else words[-_MOST_CONTEXT_CHARS:]
