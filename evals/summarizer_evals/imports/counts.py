"""The figures of an article, each with the place of its words."""

from __future__ import annotations

from typing import NamedTuple

from summarizer import parse_figures
from summarizer.textmap import TextMap
from summarizer_schemas.record import Figure


class Count(NamedTuple):
    """A figure and the span of its words; the index in the list is what `subset_of` counts in."""

    start: int
    end: int
    figure: Figure


def read_counts(text: TextMap) -> list[Count]:
    """Returns the figures of a text, in order.

    Example:
        >>> article = "Nine people died, four of them children."
        >>> [article[one.start:one.end] for one in read_counts(TextMap(article))]
        ['Nine people', 'four of them children']
    """
    counts: list[Count] = []
    taken: set[int] = set()
    for figure in parse_figures(text):
        inside = figure.evidence[0]
        at = text.text.find(figure.text, inside.start, inside.end)
        while at in taken:  # "two ... two": each has its own place
            at = text.text.find(figure.text, at + 1, inside.end)
        taken |= {at} if at >= 0 else set()
        start, end = (at, at + len(figure.text)) if at >= 0 else (inside.start, inside.end)
        counts.append(Count(start, end, figure))
    return counts
