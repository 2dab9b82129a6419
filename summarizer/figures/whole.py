"""The whole amount of which somebody copied a part: "nine people" out of "at least nine people"."""

from __future__ import annotations

import re
from typing import NamedTuple

from summarizer.figures.amounts import HEDGES, Amount, may_open, read_amount
from summarizer.figures.numerals import PLURALS, SCALES, SMALL
from summarizer.figures.tokens import Token, read_tokens

_REACH = 48
"""Characters before a number in which its hedge or its first words stand; the longest hedges,
"an estimated total of at least", have thirty."""
_BEHIND = 24
_LEADS = frozenset(
    {*SMALL, *SCALES, *PLURALS, *(phrase.rpartition(" ")[2] for phrase in HEDGES)}
) | {"hundred", "dozen", "half", "to", "and", "or", "between", "but", "the", "a", "an"}
_FOLLOWERS = frozenset({*SCALES, "hundred", "dozen", "or", "to", "and", "plus", "odd"})
_LAST_WORD = re.compile(r"[^\W_]+\W*\Z")
_FIRST_WORD = re.compile(r"\W*([^\W_]+)")


class Whole(NamedTuple):
    """An amount with its half-open code points in the text."""

    start: int
    end: int
    amount: Amount


def find_whole(text: str, start: int, end: int) -> Whole | None:
    """Returns the amount that reaches over either end of a stretch; None when none does.

    Args:
        text: the raw text.
        start: where words stand that give a number.
        end: one past them.

    Example:
        >>> text = "It killed at least nine people, the army said; two hundred and six fled."
        >>> text[slice(*find_whole(text, 19, 30)[:2])]
        'at least nine'
        >>> find_whole(text, 10, 30) is None
        True
        >>> find_whole(text, 63, 66).amount.best
        206
    """
    if not _may_reach(text, start, end):
        return None
    low = max(0, start - _REACH)
    first = text.rfind(" ", 0, low) + 1 if low else 0
    tokens = read_tokens(text, max(first, low - _REACH), min(len(text), end + _BEHIND))
    at = 0
    while at < len(tokens) and tokens[at].start < end:
        found = read_amount(tokens, at) if may_open(tokens[at].low) else None
        if found is None:
            at += 1
            continue
        amount, after = found
        stretch = (tokens[at].start, tokens[after - 1].end)
        if stretch[1] > start:
            reaches = stretch[0] < start or stretch[1] > end
            return Whole(*stretch, amount) if reaches else None
        if _is_thousands(text, tokens, after, start):
            return Whole(stretch[0], tokens[after].end, Amount(None, None, None, "vague"))
        at = after
    return None


def _may_reach(text: str, start: int, end: int) -> bool:
    """Whether the words beside a stretch can belong to its number."""
    before = text[max(0, start - _BEHIND) : start]
    word = _LAST_WORD.search(before)
    if word is not None:
        last = word[0]
        if last[-1] != " " or last.rstrip().lower() in _LEADS or last[0].isdigit():
            return True
    following = _FIRST_WORD.match(text, end, end + _BEHIND)
    return following is not None and following[1].lower() in _FOLLOWERS


def _is_thousands(text: str, tokens: list[Token], at: int, start: int) -> bool:
    """Whether the stretch begins with the last three digits of "3 000"."""
    if at >= len(tokens) or tokens[at].start != start or tokens[at - 1].end != start - 1:
        return False
    return len(tokens[at].low) == 3 and tokens[at].low.isdigit() and text[start - 2].isdigit()
