"""Articles with the editors' own key points -> gold for key points."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from summarizer.engines.embedded.stopwords import STOPWORDS
from summarizer.textmap import TextMap
from summarizer_evals.gold.records import FORMAT
from summarizer_evals.imports.blocks import find_bullets, tidy_point
from summarizer_evals.imports.slots import cut_span
from summarizer_evals.imports.writing import make_case_id
from summarizer_schemas.article import Article, hash_text

LEAST_RECALL = 0.6
"""Share of a bullet's content words in one or two sentences from which on they tell the same."""

_TOKEN = re.compile(r"\w+(?:['’-]\w+)*")
_TELLING = ("lead", "body")


@dataclass(frozen=True)
class Unharvested:
    """An article that yields no gold.

    Attributes:
        id: of the article.
        reason: what is missing.
    """

    id: str
    reason: str


@dataclass(frozen=True)
class _Told:
    """A sentence of the article's body, and its content words."""

    start: int
    end: int
    words: frozenset[str]


def harvest(articles: Iterable[Article]) -> Iterator[dict[str, Any] | Unharvested]:
    r"""Yields the gold of each article with an editors' block; the reason for each without.

    Example:
        >>> block = "Key points:\n- A mill burned\n- It rained\n"
        >>> text = f"Mill burns\n\n{block}\nA mill burned in Norburg."
        >>> gold, other = harvest([Article(text=text, id="a"), Article(text="It rained.", id="b")])
        >>> [point["supported_by_body"] for point in gold["key_points"]]
        [True, False]
        >>> other
        Unharvested(id='b', reason='it has no key points of its editors')
    """
    for article in articles:
        text = TextMap(article.text, title=article.title)
        bullets = find_bullets(text)
        if bullets:
            yield _make_gold(article, text, bullets)
        else:
            yield Unharvested(article.id, "it has no key points of its editors")


def list_content_words(words: str) -> frozenset[str]:
    """Returns the words that carry content, in lower case and without a possessive ending.

    Example:
        >>> sorted(list_content_words("The mayor’s office was shut on Monday"))
        ['mayor', 'monday', 'office', 'shut']
    """
    found = (one.lower().replace("’", "'") for one in _TOKEN.findall(words))
    return frozenset(one.removesuffix("'s") for one in found if one not in STOPWORDS)


def _make_gold(
    article: Article, text: TextMap, bullets: Sequence[tuple[int, int]]
) -> dict[str, Any]:
    told = [
        _Told(one.start, one.end, list_content_words(article.text[one.start : one.end]))
        for one in text.sentences
        if one.segment in _TELLING
    ]
    points: dict[str, dict[str, Any]] = {}
    for start, end in bullets:
        words = tidy_point(article.text[start:end])
        support = find_support(list_content_words(words), told)
        spans = [(start, end), *((one.start, one.end) for one in support)]
        point = {
            "id": f"k{len(points) + 1}",
            "text": words,
            "weight": 2,
            "supported_by_body": bool(support),
            "evidence": [cut_span(article.text, *one) for one in spans],
        }
        points.setdefault(words.lower(), point)
    facts = article.model_dump(
        mode="json",
        include={"title", "published", "publisher", "source_agency", "url", "language"},
        exclude_none=True,
    )
    return {
        "format": FORMAT,
        "id": make_case_id(article.id, article.text),
        "origin": "key points harvested from the editors' own block",
        "article": {**facts, "chars": len(article.text), "sha256": hash_text(article.text)},
        "has_events": False,
        "has_key_points": True,
        "key_points": list(points.values()),
        "editorial_key_points": [cut_span(article.text, *one) for one in bullets],
    }


def find_support(wanted: frozenset[str], told: Sequence[_Told]) -> list[_Told]:
    """Returns the one or two sentences that tell what a bullet tells; none when none do.

    One sentence is tried first. The second is chosen for what it adds to the best: all pairs
    would cost the square of the sentences.

    Args:
        wanted: the content words of the bullet.
        told: the sentences outside the block.
    """
    if not wanted or not told:
        return []
    first = max(told, key=lambda one: len(one.words & wanted))
    if len(first.words & wanted) >= LEAST_RECALL * len(wanted):
        return [first]
    rest = wanted - first.words
    second = max(told, key=lambda one: len(one.words & rest))
    both = (first.words | second.words) & wanted
    if len(both) < LEAST_RECALL * len(wanted):
        return []
    return sorted([first, second], key=lambda one: one.start)
