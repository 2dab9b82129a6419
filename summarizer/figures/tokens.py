"""A text as words, numbers and signs, each with its offsets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_TOKEN = re.compile(
    # 12 or 12,000 or 1.2, with all that is glued to it: 1.2m, 9:30, 5pm, 12-year-old
    r"[0-9]+(?:[.,:/][0-9]+)*(?:[^\W\d_]\w*)?(?:[-‐‑](?!(?:plus|odd|strong)\b)[^\W\d_]\w*)*"
    r"|(?:[^\W\d_]\.){2,}"  # U.S.
    # words, with hyphens and apostrophes inside
    r"|[^\W_](?:[\w\u0300-\u036f]|[-‐‑'’](?=[^\W_]))*"
    r"|[^\s]"
)
_HYPHENS = str.maketrans("‐‑’", "--'")


class Token(NamedTuple):
    """One word, number or sign: its offsets in the text, and its lower-case form."""

    start: int
    end: int
    low: str


def _fold(word: str) -> str:
    """Lower-case form, with plain hyphens and without the last dot of "U.S."."""
    low = word.lower()
    if not low.isascii():
        low = low.translate(_HYPHENS)
    return low[:-1] if low[-1] == "." and len(low) > 1 else low


def read_tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Cut the text between `start` and `end` into tokens; offsets count in the whole text.

    >>> [token.low for token in read_tokens("At least 1,200 12-year-olds")]
    ['at', 'least', '1,200', '12-year-olds']
    """
    stop = len(text) if end is None else end
    return [Token(*found.span(), _fold(found[0])) for found in _TOKEN.finditer(text, start, stop)]


def low_at(tokens: Sequence[Token], at: int) -> str:
    """Lower-case form of the token at an index; empty before the first and past the last."""
    return tokens[at].low if 0 <= at < len(tokens) else ""
