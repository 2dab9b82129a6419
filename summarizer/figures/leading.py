"""What became of them, said before the number: "killed nine", "deaths of nine"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.figures.conditions import fits, split_zero, takes_object
from summarizer.figures.cues import TAKES_LIVES
from summarizer.figures.words import BE, DETERMINERS, HAVE, MONTHS, STOP

if TYPE_CHECKING:
    from summarizer.figures.counted import Count
    from summarizer.figures.sentence import Link, Sentence

_MAX_OBJECT = 8  # tokens of "the deputy head of the northern command"


def link_lives(sentence: Sentence, count: Count) -> list[Link]:
    """As in "claimed nine lives", "nine lives were lost"."""
    if sentence.low(count.after - 1) != "lives":
        return []
    at = count.after
    while sentence.low(at) in BE | HAVE:
        at += 1
    taken = sentence.low(count.first - 1) in TAKES_LIVES or sentence.low(count.first - 2) == "loss"
    if taken or sentence.low(at) == "lost":
        return [("killed", count.after - 1, count.after - 1)]
    return []


def link_leading(sentence: Sentence, count: Count) -> list[Link]:
    """As in "killed nine", "killed or wounded nine", "the deaths of nine"."""
    at = count.first - 1
    if sentence.low(at) in DETERMINERS:
        at -= 1
    link = sentence.find_leading(sentence.cues.before, at)
    if link is not None and takes_object(sentence, link, count):
        count.is_object = True
        if sentence.low(count.after - 1) in {"hostages", "captives"} and link[0] == "detained":
            return [("abducted", link[1], link[2])]
        return split_zero(_merge_left(sentence, link), count)
    if link is None and sentence.low(at) == "and":
        link = _find_shared(sentence, count, at)
        if link is not None:
            count.is_object = True
            return [link]
    link = sentence.find_leading(sentence.cues.of, at)
    if link is None or not fits(sentence, link, count):
        return []
    count.is_object = True
    return [link]


def _find_shared(sentence: Sentence, count: Count, at: int) -> Link | None:
    """As in "killing ITS DRIVER and three passengers", "killed himself and 12 others"."""
    if not sentence.ends_clause(count.after):
        return None
    for verb in range(at - 1, max(-1, at - _MAX_OBJECT), -1):
        link = sentence.find_leading(sentence.cues.before, verb)
        if link is not None:
            return link if verb < at - 1 and takes_object(sentence, link, count) else None
        low = sentence.low(verb)
        inside = low in DETERMINERS or low in {"a", "an", "one"} or low not in STOP
        if not sentence.is_word(verb) or not inside or low in MONTHS:
            return None
    return None


def _merge_left(sentence: Sentence, link: Link) -> list[Link]:
    """As in "killed or wounded nine": one figure of both."""
    measure, first, _ = link
    if sentence.low(first - 1) in {"and", "or"}:
        other = sentence.find_leading(sentence.cues.before, first - 2)
        if other is not None and other[0] != measure:
            return [other, link]
    return [link]
