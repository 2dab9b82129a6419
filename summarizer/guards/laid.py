"""A quote laid over an article: what stands opposite what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from summarizer.alignment import Aligner, Alignment, Words
from summarizer.guards.marks import Mark, find_marks


@dataclass(slots=True)
class Laid:
    """A quote laid over an article.

    Attributes:
        quote: The words of the folded quote.
        article: The article's aligner.
        alignment: Where the quote's words stand.
        show_quote: Gives a word of the quote as it was written.
        show_article: Gives a word of the article as it was written.
        marks: The guarded phrases of the quote.
        found: The guarded phrases of the article's stretch; read here.
    """

    quote: Words
    article: Aligner
    alignment: Alignment
    show_quote: Callable[[int], str]
    show_article: Callable[[int], str]
    marks: list[Mark]
    found: list[Mark] = field(init=False)

    def __post_init__(self) -> None:
        self.found = find_marks(self.article.words, self.alignment.start, self.alignment.end)

    def find_counterpart(self, start: int, end: int) -> tuple[int, int]:
        """Give the words of the article that stand where words `[start, end)` of the quote do."""
        places = self.alignment.places
        if end == start + 1 and places[start] >= 0:
            return places[start], places[start] + 1
        own = [place for place in places[start:end] if place >= 0]
        low, high = start, end
        if places[start] < 0:
            while low > 0 and places[low - 1] < 0:
                low -= 1
        if places[end - 1] < 0:
            while high < len(places) and places[high] < 0:
                high += 1
        first = min(own) if places[start] >= 0 else self.alignment.start
        if places[start] < 0 and low > 0:
            first = places[low - 1] + 1
        last = max(own) + 1 if places[end - 1] >= 0 else self.alignment.end
        if places[end - 1] < 0 and high < len(places):
            last = places[high]
        return first, max(first, last)
