"""The findings of one article in the words of its copy: all of them to the letter, or none."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, pairwise
from typing import cast

from summarizer.errors import ConfigError
from summarizer.folding import fold
from summarizer.pipeline import MASKED, describe_article
from summarizer.settings import Editorial
from summarizer.textmap import TextMap
from summarizer_schemas.article import Article, hash_text
from summarizer_schemas.base import Record
from summarizer_schemas.record import (
    Claim,
    Event,
    EventDate,
    Evidence,
    Figure,
    KeyPoint,
    Location,
    Party,
    Target,
)
from summarizer_schemas.result import Result, Usage

_COPY_OF = "copy_of: "
_DUPLICATE_OF = "duplicate_of: "
_WORDS: dict[type[Record], tuple[str, ...]] = {
    Claim: ("cue",),
    Event: ("trigger",),
    EventDate: ("expressed",),
    Figure: ("text",),
    Location: ("text",),
    Party: ("text", "name", "role", "organisation"),
    Target: ("text",),
}
"""Fields that hold words of the article. Not all of these stand in the evidence: a name is found
where the article gives it in full."""
_UNBORNE = re.compile(r"(?:name|weekday|month|date)_missing: (.+)", re.DOTALL)
"""Flags of a key point that say which of its words do not stand in its evidence."""
_SILENT = frozenset({"headline", "credit", "boilerplate"})
"""Segments that tell of nothing that is not told elsewhere."""
_MOST_NEW_CHARS = 16
"""By how much the words between two quotes may grow: other dashes, spaces and names, but hardly a
sentence."""


def take_over(
    result: Result, article: Article, *, first_id: str, similarity: float, editorial: Editorial
) -> Result | None:
    """Returns the findings of one article as those of another; None: ask about it by itself.

    Args:
        result: of the first article.
        article: the other one.
        first_id: id of the first article, for the warning.
        similarity: 1 where text and all else that decides the answer is the same; else what
            `is_copy` said.
        editorial: whether the editors' own key points may be quoted.
    """
    if similarity == 1.0:
        return reuse(result, article, first_id)
    return carry_over(
        result, article, first_id=first_id, similarity=similarity, editorial=editorial
    )


def carry_over(
    result: Result,
    article: Article,
    *,
    first_id: str,
    similarity: float,
    editorial: Editorial = "use",
) -> Result | None:
    """Returns the findings of one article in the words of its copy; None: ask about it by itself.

    All quotes, and all words that the findings give, must stand in the copy to the letter and in
    the same order, and between two quotes nothing but headline, byline and credits may be new. A
    quote that stands there more than once is placed where the quotes around it moved.

    The usage is blank, as nothing was asked. The provenance stays: who was asked, and when, about
    the first article.

    Args:
        result: of the first article; not one that was carried over itself.
        article: the copy.
        first_id: id of the first article, for the warning.
        similarity: what `is_copy` said.
        editorial: whether the editors' own key points may be quoted.
    """
    if not _may_be_carried(result, article):
        return None
    text = TextMap(article.text, title=article.title, mask=MASKED[editorial])
    places = _find_places(result, text)
    if places is None or _has_news(text, places):
        return None
    if not all(_stands_in(text, words) for words in _list_words(result)):
        return None
    mover = _Mover(text, places)
    return _readdress(
        result.model_copy(
            update={
                "key_points": mover.move(result.key_points),
                "events": mover.move(result.events),
            }
        ),
        article,
        text,
        f"{_COPY_OF}{first_id} (similarity {similarity:.3g})",
    )


def reuse(result: Result, article: Article, first_id: str) -> Result:
    """Returns the result of one article as that of another one with the same text.

    All else that decides the answer must be the same too: title, publication date, language. What
    changes is id, address and publisher; the usage is blank, and the provenance stays.

    Raises:
        ConfigError: the texts differ.

    Example:
        >>> from summarizer import summarize
        >>> first = summarize("Rain fell on Norburg on Monday.")
        >>> article = Article(text="Rain fell on Norburg on Monday.", id="b")
        >>> again = reuse(first, article, "a")
        >>> again.article.id, again.warnings[-1], again.key_points == first.key_points
        ('b', 'duplicate_of: a', True)
    """
    if result.article.sha256 != hash_text(article.text):
        raise ConfigError(
            f"article {article.id!r} has not the text of {first_id!r}; "
            "use carry_over where texts differ"
        )
    text = TextMap(article.text, title=article.title)
    return _readdress(result, article, text, f"{_DUPLICATE_OF}{first_id}")


def _readdress(result: Result, article: Article, text: TextMap, warning: str) -> Result:
    return result.model_copy(
        update={
            "article": describe_article(article, text),
            "usage": Usage(),
            "warnings": (*result.warnings, warning),
        }
    )


def _may_be_carried(result: Result, article: Article) -> bool:
    """Whether the findings mean the same on the day and in the language of the article."""
    published = result.article.published
    day = published.date() if isinstance(published, datetime) else published
    return (
        result.error is None
        and day == article.published_day
        and result.article.language == article.language
        and not any(warning.startswith(_COPY_OF) for warning in result.warnings)
    )


# Places


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a quote of the first article stands in the copy; or where both begin, or end."""

    before: int
    start: int
    size: int = 0
    ambiguous: bool = False


def _find_places(result: Result, text: TextMap) -> list[_Place] | None:
    """The places of all quotes in order; None when one stands nowhere, or their order differs."""
    fixed = [_Place(0, 0)]
    open_: list[Evidence] = []
    quotes = {(one.start, one.end): one for one in result.iter_evidence()}
    for _, quote in sorted(quotes.items()):
        starts = _find_starts(text, quote.quote, quote.start)
        if not starts:
            return None
        if len(starts) == 1:
            fixed.append(_Place(quote.start, starts[0], len(quote.quote)))
        else:
            open_.append(quote)
    fixed.append(_Place(result.article.chars, len(text.text)))
    places = [*fixed, *(_choose_place(text, quote, fixed) for quote in open_)]
    places.sort(key=lambda one: (one.before, one.size))
    return places if all(_is_in_order(*pair) for pair in pairwise(places)) else None


def _is_in_order(one: _Place, following: _Place) -> bool:
    """Whether the second quote still stands behind the first, or as far from its beginning."""
    return following.start - one.start >= min(following.before - one.before, one.size)


def _choose_place(text: TextMap, quote: Evidence, fixed: list[_Place]) -> _Place:
    """The place that moved just as the quote before or after it did, or as nearly so as can be."""
    at = bisect_right(fixed, quote.start, key=lambda one: one.before)
    expected = [quote.start + one.start - one.before for one in fixed[at - 1 : at + 1]]
    found = [(near, _find_starts(text, quote.quote, near)) for near in expected]
    _, starts = min(found, key=lambda one: abs(one[1][0] - one[0]))
    return _Place(quote.start, starts[0], len(quote.quote), ambiguous=len(starts) > 1)


def _find_starts(text: TextMap, quote: str, near: int) -> list[int]:
    """Where the quote stands to the letter and is seen: the nearest place, and one more if any."""
    spans = text.occurrences.find(quote, near)
    seen = (start for start, end in spans if text.is_visible(start, end))
    return list(islice(seen, 2))


def _has_news(text: TextMap, places: list[_Place]) -> bool:
    """Whether between two quotes the copy has more to tell than the first article had."""
    for one, following in pairwise(places):
        grown = (following.start - one.start) - (following.before - one.before)
        if grown > _MOST_NEW_CHARS:
            grown -= _count_silent(text, one.start + one.size, following.start)
        if grown > _MOST_NEW_CHARS:
            return True
    return False


def _count_silent(text: TextMap, start: int, end: int) -> int:
    spans = [(one.start, one.end) for one in text.segments if one.kind in _SILENT]
    if text.dateline:
        spans.append((text.dateline.start, text.dateline.end))
    return sum(max(0, min(end, last) - max(start, first)) for first, last in spans)


# Words


def _list_words(result: Result) -> set[str]:
    """What the findings give in words of the article, beside their evidence."""
    words: set[str] = set()
    for record in _iter_records((*result.key_points, *result.events)):
        words.update(getattr(record, name) or "" for name in _WORDS.get(type(record), ()))
        if isinstance(record, KeyPoint):
            words.update(found[1] for flag in record.flags if (found := _UNBORNE.match(flag)))
    return words - {""}


def _iter_records(values: Iterable[object]) -> Iterator[Record]:
    for value in values:
        if isinstance(value, Record):
            yield value
            yield from _iter_records(inner for _, inner in value)
        elif isinstance(value, tuple):
            yield from _iter_records(cast("tuple[object, ...]", value))


def _stands_in(text: TextMap, words: str) -> bool:
    return any(text.folded_occurrences.find(fold(words).text.strip(), 0))


class _Mover:
    """Makes records anew, with their evidence where it stands in the copy."""

    def __init__(self, text: TextMap, places: list[_Place]) -> None:
        self._text = text
        self._places = {(one.before, one.size): one for one in places}

    def move(self, value: object) -> object:
        if isinstance(value, tuple):
            return tuple(map(self.move, cast("tuple[object, ...]", value)))
        if isinstance(value, Evidence):
            return self._move_quote(value)
        if isinstance(value, Record):
            return value.model_copy(update={name: self.move(inner) for name, inner in value})
        return value

    def _move_quote(self, quote: Evidence) -> Evidence:
        place = self._places[quote.start, len(quote.quote)]
        return quote.model_copy(
            update={
                "start": place.start,
                "end": place.start + place.size,
                "segment": self._text.segment_at(place.start).kind,
                "ambiguous": place.ambiguous,
            }
        )
