"""Offsets for quotes that an annotator gave as words only, or that an edit has moved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from summarizer_schemas.article import hash_text


def walk_quotes(data: object, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yields each object with a `quote`, and the path to it.

    Example:
        >>> gold = {"events": [{"evidence": [{"quote": "a fire"}]}]}
        >>> list(walk_quotes(gold))
        [('events[0].evidence[0]', {'quote': 'a fire'})]
    """
    if isinstance(data, dict):
        members = cast("dict[str, Any]", data)
        if isinstance(members.get("quote"), str):
            yield where, members
        for name, value in members.items():
            yield from walk_quotes(value, f"{where}.{name}" if where else name)
    elif isinstance(data, list):
        for index, value in enumerate(cast("list[object]", data)):
            yield from walk_quotes(value, f"{where}[{index}]")


def place_quotes(data: dict[str, Any], text: str) -> list[str]:
    """Fills in `start` and `end` of every quote, and length and hash of the article.

    A quote that stands at several places goes nearest to the `start` it has; one without a
    `start` that stands at several places is left alone.

    Returns:
        What could not be placed, one line each. `data` is changed in place.

    Example:
        >>> gold = {"background": [{"evidence": {"quote": "a fire"}}]}
        >>> place_quotes(gold, "There was a fire.")
        []
        >>> gold["background"][0]["evidence"]
        {'quote': 'a fire', 'start': 10, 'end': 16}
    """
    troubles: list[str] = []
    for where, span in walk_quotes(data):
        quote, start = span["quote"], span.get("start")
        places = _find_all(text, quote)
        if isinstance(start, int) and places:
            near = start
            at = min(places, key=lambda one: abs(one - near))
        elif len(places) == 1:
            at = places[0]
        else:
            troubles.append(
                f"{where}: the quote stands at {len(places)} places"
                f"{f' ({places[:5]}); give it a start' if places else ''}"
            )
            continue
        span["start"], span["end"] = at, at + len(quote)
    article = data.setdefault("article", {})
    if isinstance(article, dict):
        article["chars"], article["sha256"] = len(text), hash_text(text)
    return troubles


def _find_all(text: str, words: str) -> list[int]:
    places: list[int] = []
    at = text.find(words) if words else -1
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    return places
