"""What became of them, said after the number: "nine were killed", "nine, all civilians, died"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.figures.asides import skip_asides
from summarizer.figures.conditions import fits, split_zero
from summarizer.figures.words import BE, COPULAS, FILL, HAVE

if TYPE_CHECKING:
    from summarizer.figures.counted import Count
    from summarizer.figures.sentence import Link, Sentence


def link_trailing(sentence: Sentence, count: Count, parts: frozenset[int]) -> list[Link]:
    """As in "nine were killed", "nine people, including four children, died".

    Args:
        sentence: Where the phrase stands.
        count: The phrase.
        parts: First tokens of the phrases that name a part: "four of them".

    Returns:
        What became of those counted; empty when nothing after the phrase says so.
    """
    for start in skip_asides(sentence, count, parts):
        at, has_be, has_have = _skip_fill(sentence, start)
        found = sentence.find_trailing(at)
        if found is None:
            continue
        link, is_state = found
        if not is_state and not has_be and (has_have or not _ends_after(sentence, link)):
            return []
        fitting = fits(sentence, link, count)
        return split_zero(_merge_right(sentence, link), count) if fitting else []
    return []


def _ends_after(sentence: Sentence, link: Link) -> bool:
    after = link[2] + 1
    if sentence.low(after) in BE | HAVE:
        return True
    return sentence.ends_clause(after) or sentence.find_trailing(link[2] + 1) is not None


def _merge_right(sentence: Sentence, link: Link) -> list[Link]:
    """As in "nine were killed or wounded", "nine were abducted and later killed"."""
    at = link[2] + 1
    if sentence.low(at) not in {"and", "or"}:
        return [link]
    at += 1
    while sentence.low(at) in {"later", "then", "subsequently"}:
        at += 1
    found = sentence.find_trailing(at)
    if found is None or found[0][0] == link[0] or not sentence.ends_clause(found[0][2] + 1):
        return [link]
    return [link, found[0]]


def _skip_fill(sentence: Sentence, at: int) -> tuple[int, bool, bool]:
    """Step over "who were reportedly"; say whether a form of be or of have was there."""
    has_be = has_have = False
    if sentence.low(at) in {"who", "that", "which"}:
        at += 1
    while _is_fill(sentence.low(at)) and sentence.find_trailing(at) is None:
        has_be = has_be or sentence.low(at) in BE or sentence.low(at) in COPULAS
        has_have = has_have or sentence.low(at) in HAVE
        at += 1
    if sentence.low(at) == "and" and sentence.low(at - 1) in FILL and has_be:
        return at + 1, has_be, has_have  # "were shot and killed"
    return at, has_be, has_have


def _is_fill(low: str) -> bool:
    return low in FILL or low.endswith("ly")
