"""Where a text says how many people something befell: sentence by sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.figures.counted import read_counts
from summarizer.figures.cues import load_cues
from summarizer.figures.linking import link_counts
from summarizer.figures.mentions import FigureMention, Mentions
from summarizer.figures.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

_BREAK = re.compile(r"""[.!?]["'”’)\]]{0,3}\s+|\n\s*""")
_ABBREVIATION = re.compile(
    r"(?:(?<!\w)(?:mr|mrs|ms|dr|gen|col|lt|sgt|capt|maj|st|no|sen|rep|gov|rev|\w))\.$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_LOOK_BACK = 8  # characters: the longest abbreviation with its dot


def _goes_on(text: str, found: re.Match[str]) -> bool:
    """Whether the sentence goes on after this break: an abbreviation, or a wrapped line."""
    if found.group()[0] == "\n":
        following = text[found.end() : found.end() + 1]
        wrapped = following.islower() or following.isdecimal()
        return wrapped and found.group().count("\n") == 1
    before = text[max(0, found.start() + 1 - _LOOK_BACK) : found.start() + 1]
    return _ABBREVIATION.search(before) is not None and "\n\n" not in found.group()


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of sentences, roughly: a figure and its cue do not stand further apart."""
    for found in _BREAK.finditer(text, start, end):
        if not _goes_on(text, found):
            yield start, found.end()
            start = found.end()
    yield start, end


def find_figures(text: str, start: int = 0, end: int | None = None) -> list[FigureMention]:
    """Find the numbers of people between `start` and `end` that were killed, hurt and so on.

    Args:
        text: Raw text; offsets of the result count in it.
        start: First code point to read.
        end: One past the last; the end of the text when not given.

    Returns:
        Figures in order of the text; linear in its length.

    >>> found = find_figures("The blast killed nine people, including four children.")
    >>> [(figure.text, figure.measure, figure.subset_of) for figure in found]
    [('nine people', 'killed', None), ('four children', 'killed', 0)]
    """
    mentions = Mentions()
    for first, last in _cut(text, start, len(text) if end is None else min(end, len(text))):
        if load_cues().words.isdisjoint(_WORD.findall(text[first:last].lower())):
            continue  # 22629 of 30593 sentences of development news end here
        sentence = Sentence(text, first, last)
        if counts := list(read_counts(sentence)):
            link_counts(sentence, counts)
            mentions.add(sentence, counts)
    return mentions.found
