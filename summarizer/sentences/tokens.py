"""Tokens as half-open spans of the raw text: words, numbers, punctuation; any script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import repeat
from operator import add
from typing import Literal, NamedTuple, overload

_Kind = Literal["word", "number", "punct"]


class Token(NamedTuple):
    """One word, number or run of one punctuation mark."""

    start: int
    end: int
    kind: _Kind


_NUMBER = re.compile(r"\d+(?:[.,:'’٫٬]\d+)*")
_IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇"
_HIRAGANA = "\u3041-\u3096\u309d-\u309f"
_KATAKANA = "\u30a1-\u30ff\u31f0-\u31ff\uff66-\uff9f"
# Marks that belong to the letter before them; \w does not hold them.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u0816-\u082d\u08d3-\u0963\u0971-\u0df3"
    "\u0e31-\u0e4e\u0eb1-\u0ece\u0f71-\u0f84\u0f86-\u0fbc\u102b-\u103e\u1056-\u1059\u135d-\u135f"
    "\u17b4-\u17d3\u1a17-\u1b44\u1dc0-\u1dff\u200c\u200d\u00ad\u20d0-\u20f0\ufe20-\ufe2f"
)
# Letters beyond Latin, marks and joiners need the long pattern.
_BEYOND_LATIN = re.compile(
    "[\u00ad\u200c\u200d\u20d0-\u20f0\u0300-\u1fff\u2e80-\ud7ff\uf900-\ufaff\ufe20-\uffef\U00020000-\U0003ffff]"
)


@cache
def _build_token_pattern(*, plain: bool) -> re.Pattern[str]:
    """Build the pattern of tokens on first use: the long one takes 10 ms, the plain one 1 ms."""
    letter = r"[^\W]" if plain else rf"[^\W{_IDEOGRAPHS}{_HIRAGANA}{_KATAKANA}]"
    core = f"{letter}+" if plain else f"{letter}+(?:[{_MARKS}]{letter}*)*"
    east_asian = "" if plain else f"|[{_IDEOGRAPHS}]|[{_HIRAGANA}]+|[{_KATAKANA}]+"
    return re.compile(
        rf"(?P<number>\d+(?:[.,:’'٫٬]\d+)*(?!{letter}|[-’'][^\W\d_]))"
        rf"|(?P<word>(?:[^\W\d_]\.){{2,}}|{core}(?:['’\-‐‑]{core})*{east_asian})"
        r"|(?P<punct>(?P<mark>[^\s\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff])(?P=mark)*)"
    )


class Tokens(Sequence[Token]):
    """The tokens of a stretch of text; of most only the words are asked for, so they come first.

    An article has hundreds of tokens: to make a `Token` of each, and two offsets, takes three
    times as long as to list their words.

    Attributes:
        raw: The words as written.
    """

    __slots__ = ("_begin", "_ends", "_kinds", "_starts", "_text", "_words", "raw")

    def __init__(self, text: str, start: int = 0, end: int | None = None) -> None:
        stop = len(text) if end is None else end
        self._text = text
        self._begin = start
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._words: list[str] | None = None
        self._kinds: list[_Kind] = []
        if _BEYOND_LATIN.search(text, start, stop):
            found = [*_build_token_pattern(plain=False).finditer(text, start, stop)]
            self.raw = [match[0] for match in found]
            self._kinds = [_name_kind(match) for match in found]
        else:
            self.raw = _cut_plain(text[start:stop])

    @classmethod
    def wrap(cls, text: str, tokens: Sequence[Token]) -> Tokens:
        """Returns tokens made before."""
        if isinstance(tokens, Tokens):
            return tokens
        made = cls("")
        made.raw = [text[start:end] for start, end, _ in tokens]
        made._starts = [start for start, _, _ in tokens]
        made._ends = [end for _, end, _ in tokens]
        made._kinds = [kind for _, _, kind in tokens]
        return made

    @property
    def words(self) -> list[str]:
        """The words in lower case, apostrophes straight."""
        if self._words is None:
            low = "\n".join(self.raw).lower().replace("’", "'")
            self._words = low.split("\n") if low else []
        return self._words

    @property
    def starts(self) -> list[int]:
        """First code points, in the text."""
        if not self._starts:
            self._locate()
        return self._starts

    @property
    def ends(self) -> list[int]:
        """One past the last code points."""
        if not self._ends:
            self._locate()
        return self._ends

    def __len__(self) -> int:
        return len(self.raw)

    def __iter__(self) -> Iterator[Token]:
        kinds: Iterable[_Kind] = self._kinds or map(_judge, self.raw)
        parts: Iterable[_Packed] = zip(self.starts, self.ends, kinds, strict=True)
        return map(_new_token, repeat(Token), parts)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> list[Token]: ...
    def __getitem__(self, at: int | slice) -> Token | list[Token]:
        return list(self)[at]

    def _locate(self) -> None:
        """Between two tokens stands nothing that a token begins with."""
        find, at = self._text.find, self._begin
        starts: list[int] = []
        for word in self.raw:
            at = find(word, at)
            starts.append(at)
            at += len(word)
        self._starts = starts
        self._ends = list(map(add, starts, map(len, self.raw)))


def _cut_plain(text: str) -> list[str]:
    """Cuts the pieces between white space, which no token holds.

    What is all letters and digits is one token: four pieces of five, for which the pattern would
    take five times as long.
    """
    pattern = _build_token_pattern(plain=True)
    raw: list[str] = []
    append = raw.append
    for piece in text.split():
        if piece.isalnum():
            append(piece)
        elif piece[-1] in ",." and piece[:-1].isalnum():
            append(piece[:-1])
            append(piece[-1])
        else:
            raw += [match[0] for match in pattern.finditer(piece)]
    return raw


def _name_kind(match: re.Match[str]) -> _Kind:
    if match["mark"] is not None:
        return "punct"
    return "word" if match["number"] is None else "number"


def _judge(word: str) -> _Kind:
    """What a token of a plain text is; in others, a digit before "'" may be a word."""
    first = word[0]
    if first.isdecimal() and _NUMBER.fullmatch(word):
        return "number"
    return "word" if first.isalnum() or first == "_" else "punct"


_Packed = tuple[int, int, str]
_new_token: Callable[[type[Token], _Packed], Token] = tuple[int | str, ...].__new__
"""`Token(…)` itself unpacks and packs its arguments once more."""


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Cut a stretch of text into words, numbers and punctuation.

    Words keep inner apostrophes and hyphens, acronyms their dots, numbers their separators; each
    ideograph is a token, a run of one kana script is one.

    >>> text = "The U.S. sent 1,200 life-jackets at 12:30."
    >>> [text[t.start:t.end] for t in tokenize(text)]
    ['The', 'U.S.', 'sent', '1,200', 'life-jackets', 'at', '12:30', '.']
    """
    return list(Tokens(text, start, end))
