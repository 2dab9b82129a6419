"""Which article of one run is which of the other, where neither id nor text nor address tell.

Two versions of a live or corrected article, whose id is a hash of its text, have another id. They
share a headline but for a word or a number, or most of the sentences that were quoted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product

from summarizer.comparing.matching import choose_pairs
from summarizer.comparing.telling import fold_words
from summarizer.comparing.traits import cut_words
from summarizer_schemas.result import ArticleInfo, Result

_NEARLY_EQUAL = 0.9
"""Share of common words of two headlines that need nothing else."""
_ALIKE = 0.6
"""The same, where a quote is common too."""
_LEAST_QUOTES = 2
_HALF = 0.5
_QUOTE_WORDS = 5
"""Shorter quotes stand in many articles."""
_MOST_DAYS = 7
"""Between two versions; a series has the same headline each month."""
_MOST_SHARED = 30
"""Articles of one run with one word or quote; what more have in common tells nothing, and looking
at all of them would take time with the square of their number."""

_TRACKING = re.compile(r"(?:utm_[a-z]+|fbclid|gclid|ref|cmpid)=[^&#]*&?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Face:
    """What an article is known by besides its id.

    Attributes:
        words: of the headline, folded, without numbers.
        quotes: of the findings, folded.
        publisher: folded; "" when it is not known.
        day: of publication.
    """

    words: frozenset[str]
    quotes: frozenset[str]
    publisher: str
    day: date | None


def read_face(result: Result) -> Face:
    """Returns what the article of a result is known by."""
    article = result.article
    published = article.published
    quotes = (fold_words(one.quote) for one in result.iter_evidence())
    return Face(
        words=frozenset(word for word in cut_words(article.title) if not word.isdigit()),
        quotes=frozenset(one for one in quotes if one.count(" ") >= _QUOTE_WORDS - 1),
        publisher=fold_words(article.publisher),
        day=published.date() if isinstance(published, datetime) else published,
    )


def fold_address(article: ArticleInfo) -> str:
    """Returns the address without what does not say where: scheme, `www.`, tracking, fragment.

    Example:
        >>> given = "https://www.Example.org/a/?utm_source=feed#top"
        >>> fold_address(ArticleInfo(id="1", url=given, chars=0, sha256="0" * 64))
        'example.org/a'
    """
    address = (article.url or "").partition("#")[0]
    host, slash, path = re.sub(r"^[a-zA-Z]+://(?:www\.)?", "", address).partition("/")
    return (host.lower() + slash + _TRACKING.sub("", path)).rstrip("/?&")


def pair_by_title(before: Sequence[Face], after: Sequence[Face]) -> list[tuple[int, int]]:
    """Returns the pairs of articles with nearly the same headline, and no other publisher."""
    return _pair(before, after, "words", _compare_titles)


def pair_by_quotes(before: Sequence[Face], after: Sequence[Face]) -> list[tuple[int, int]]:
    """Returns the pairs of articles with the same sentences quoted, and no other publisher."""
    return _pair(before, after, "quotes", _compare_quotes)


def _pair(
    before: Sequence[Face],
    after: Sequence[Face],
    field: str,
    compare: Callable[[Face, Face], float],
) -> list[tuple[int, int]]:
    rivals = _list_rivals(
        [getattr(one, field) for one in before], [getattr(one, field) for one in after]
    )
    scored = [
        (-likeness, row, column)
        for row, column in rivals
        if _may_be_one(before[row], after[column])
        and (likeness := compare(before[row], after[column]))
    ]
    return choose_pairs(scored)


def _list_rivals(
    before: Sequence[frozenset[str]], after: Sequence[frozenset[str]]
) -> Iterable[tuple[int, int]]:
    """Returns the pairs that have something in common which few others have."""
    ours, theirs = _index(before), _index(after)
    return {
        pair
        for feature in ours.keys() & theirs.keys()
        if len(ours[feature]) <= _MOST_SHARED and len(theirs[feature]) <= _MOST_SHARED
        for pair in product(ours[feature], theirs[feature])
    }


def _index(faces: Sequence[frozenset[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, features in enumerate(faces):
        for feature in features:
            found.setdefault(feature, []).append(at)
    return found


def _may_be_one(ours: Face, theirs: Face) -> bool:
    if ours.publisher and theirs.publisher and ours.publisher != theirs.publisher:
        return False
    if ours.day is None or theirs.day is None:
        return True
    return abs((ours.day - theirs.day).days) <= _MOST_DAYS


def _compare_titles(ours: Face, theirs: Face) -> float:
    """Returns the share of common words; 0 where it is not enough."""
    share = 2 * len(ours.words & theirs.words) / (len(ours.words) + len(theirs.words))
    enough = _ALIKE if ours.quotes & theirs.quotes else _NEARLY_EQUAL
    return share if share >= enough else 0.0


def _compare_quotes(ours: Face, theirs: Face) -> float:
    """Returns the share of the fewer quotes that are common; 0 where it is not enough."""
    shared = len(ours.quotes & theirs.quotes)
    share = shared / min(len(ours.quotes), len(theirs.quotes))
    return share if shared >= _LEAST_QUOTES and share >= _HALF else 0.0
