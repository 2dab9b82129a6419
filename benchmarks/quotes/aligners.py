"""The aligners compared: each is made for an article, and then places one quote after another."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable

from rapidfuzz import fuzz

from summarizer.grounding import Rejection, ground
from summarizer.textmap import TextMap

Span = tuple[int, int]
Align = Callable[[str], Span | None]


def use_ours(article: str) -> Align:
    """Ground in one text map."""
    text = TextMap(article)

    def align(quote: str) -> Span | None:
        found = ground(text, quote)
        return None if isinstance(found, Rejection) else (found.start, found.end)

    return align


def use_rapidfuzz(article: str) -> Align:
    """Take the best partial ratio of the raw text, from 75 on."""

    def align(quote: str) -> Span | None:
        found = fuzz.partial_ratio_alignment(quote, article, score_cutoff=75)
        return (found.dest_start, found.dest_end) if found else None

    return align


def use_difflib(article: str) -> Align:
    """Slide windows of words over the text and take the one with most words in common."""
    tokens = [(match[0].lower(), match.span()) for match in re.finditer(r"\w+|[^\w\s]", article)]
    text = [token for token, _ in tokens]

    def align(quote: str) -> Span | None:
        sought = re.findall(r"\w+|[^\w\s]", quote.lower())
        matcher = difflib.SequenceMatcher(autojunk=False)
        matcher.set_seq2(sought)
        wanted = set(sought)
        best, span = 0.0, None
        for size in (len(sought), len(sought) + 4, len(sought) + 9):
            for first in range(max(1, len(text) - size + 1)):
                window = text[first : first + size]
                if len(wanted.intersection(window)) < 0.6 * len(wanted):
                    continue
                matcher.set_seq1(window)
                blocks = [block for block in matcher.get_matching_blocks() if block.size]
                share = sum(block.size for block in blocks) / len(sought)
                if share >= 0.75 and share > best:
                    best = share
                    low, high = first + blocks[0].a, first + blocks[-1].a + blocks[-1].size - 1
                    span = tokens[low][1][0], tokens[high][1][1]
        return span

    return align
