"""A text as words with their offsets, and the form in which two spellings of a word agree."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property, lru_cache
from itertools import accumulate

from summarizer.figures import FigureMention, find_figures

_ANY_WORD = re.compile(
    r"(\d+(?:[.,:]\d+)*[^\W_]*"  # 12 or 1,200 or 9:30, with what is glued to it: 5m, 15th, 1990s
    r"|(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?"  # u.s., p.m.
    r"|[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*(?:'[^\W\d_]+)?)"
)
_ASCII_WORD = re.compile(  # the same; one set of first letters: 11 against 28 µs for 280 characters
    r"([A-Za-z0-9](?:(?<=[0-9])[0-9]*(?:[.,:][0-9]+)*[A-Za-z0-9]*"
    r"|\.(?:[A-Za-z]\.)+(?:[A-Za-z](?![A-Za-z0-9]))?"
    r"|[A-Za-z0-9]*(?:'[A-Za-z]+)?))"
)
_PLAIN = (("’", "'"), ("“", '"'), ("”", '"'), ("—", "–"), ("–", "-"))
"""What mostly keeps news from being ASCII; one character for one."""
_JOINTS = frozenset(" \t\u00a0\u2009\u202f-‐‑\n")


@lru_cache(maxsize=8192)
def make_key(word: str) -> str:
    """Lower case, without accents, abbreviation dots and a possessive ending.

    >>> make_key("U.S."), make_key("Velk’s"), make_key("José")
    ('us', 'velk', 'jose')
    """
    low = word.lower()
    if not low.isascii():
        parts = unicodedata.normalize("NFD", low.replace("’", "'"))
        low = "".join(char for char in parts if not unicodedata.combining(char))
    low = low.removesuffix("'s")
    return low if low[:1].isdigit() else low.replace(".", "")


def smooth(text: str) -> str:
    """The text with plain signs, of the same length in either case, so that offsets hold."""
    if text.isascii():
        return text
    for sign, plain in _PLAIN:
        text = text.replace(sign, plain)
    return text.replace("İ", "I")  # the one letter that would grow


class Passage:
    """The words of a text: raw, and as keys to compare.

    Attributes:
        text: The text.
        raw: Every word as it is written, with plain signs.
        keys: Every word in the form to compare.
        gaps: What stands before every word, and after the last.
        known: Every key that occurs.
        telling: Those of them that some check looks for; mostly few.
        around: The keys with nothing behind them, so that -1 and the size are no words.
    """

    def __init__(self, text: str, looked_for: frozenset[str]) -> None:
        self.text = text
        plain = smooth(text)
        # gap, word, gap, ...: much faster than one match a word
        self._parts = (_ASCII_WORD if plain.isascii() else _ANY_WORD).split(plain)
        self.gaps = self._parts[::2]
        self.raw = self._parts[1::2]
        self.keys = list(map(make_key, self.raw))
        self.known = frozenset(self.keys)
        self.telling = self.known & looked_for
        self.around = [*self.keys, "", "", ""]

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def _ends(self) -> list[int]:
        """Where every gap and every word ends, in turn."""
        return list(accumulate(map(len, self._parts)))

    def start(self, at: int) -> int:
        """First code point of word `at`."""
        return self._ends[2 * at]

    def end(self, at: int) -> int:
        """One past the last code point of word `at`."""
        return self._ends[2 * at + 1]

    @cached_property
    def figures(self) -> list[FigureMention]:
        """Numbers of people with what became of them; dear, so read only when asked for."""
        return find_figures(self.text)

    @cached_property
    def measures(self) -> dict[int, set[str]]:
        """Code point of a figure's words -> what became of those counted."""
        found: dict[int, set[str]] = {}
        for figure in self.figures:
            for at in range(figure.start, figure.end):
                found.setdefault(at, set()).add(figure.measure)
        return found

    def key(self, at: int) -> str:
        """Key of a word; empty before the first and past the last."""
        return self.keys[at] if 0 <= at < len(self.keys) else ""

    def is_capital(self, at: int) -> bool:
        """Whether word `at` begins with a capital."""
        return self.raw[at][0].isupper()

    def joins(self, at: int) -> bool:
        """Whether only a blank, a hyphen or one line break parts word `at` from the one before."""
        if not 0 < at < len(self.keys):
            return False
        gap = self.gaps[at]
        return gap == " " or (0 < len(gap) <= 2 and gap != "\n\n" and _JOINTS.issuperset(gap))

    def opens_sentence(self, at: int) -> bool:
        """Whether a capital at word `at` says nothing: it follows no word of its sentence."""
        if at == 0:
            return True
        gap = self.gaps[at]
        if gap == " ":
            return False
        if gap[:1] == "." and len(self.raw[at - 1]) == 1:
            return False  # "J. Velk"
        return any(sign in gap for sign in '.!?:"“‘«•\n')
