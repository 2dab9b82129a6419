"""The words of a folded text: what quote and article are compared by.

Punctuation is no word; the signs that change a figure (minus, percent, currencies) are. A
number keeps its separators, an acronym loses its dots, so that "U.S." is "us" and "5 p.m." is
"5 pm". Where no blank parts the words, every letter with its marks is a word of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

_SPACELESS = (
    "\u0e00-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e80-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6"  # Thai, Lao
    "\u1000-\u102a\u103f\u1050-\u1055\u1780-\u17b3"  # Myanmar, Khmer
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # ideographs
)
_SPACELESS_MARKS = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059"
    "\u17b4-\u17d3\u3099\u309a"
)
_MARKS = (  # they belong to the letter before them; \w does not hold them
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u0816-\u082d\u0898-\u0963\u0971-\u0df3"
    "\u0f18-\u0f3f\u0f71-\u0fbc\u135d-\u135f\u1712-\u1773\u180b-\u180d\u1885-\u18a9"
    "\u1920-\u193b\u1a17-\u1b44\u1b6b-\u1bf3\u1c24-\u1c37\u1cd0-\u1cf9\u1dc0-\u1dff"
    "\u20d0-\u20f0\ufe20-\ufe2f"
)
_SIGNS = "%‰°$€£¥₹₽₩₪₺₴₦¢฿"
_LONGEST_KEPT = 24
"""Characters of a token whose words are remembered; few are longer, and a text without blanks is
one token."""
_BEYOND_LATIN = re.compile("[\u0300-\u1fff\u20d0-\u20f0\u2e80-\U0003ffff]")
_SENTENCE_END = re.compile("[.!?؟।…]['\")\\]]* |[。！？]")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one folded text, in order; word `i` stands at `[starts[i], ends[i])`."""

    text: str
    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]

    def __len__(self) -> int:
        return len(self.words)

    def between(self, at: int) -> str:
        """Give what stands between word `at` and the next one."""
        return self.text[self.ends[at] : self.starts[at + 1]]

    def parts_sentences(self, at: int) -> bool:
        """Tell whether a sentence ends between word `at` and the next one."""
        between = self.between(at)
        return between != " " and _SENTENCE_END.search(between) is not None


def read_words(text: str) -> Words:
    """Cut a folded text into words.

    >>> list(read_words("the u.s. paid $1,200 at 5 p.m. - 東京").words)
    ['the', 'us', 'paid', '$', '1,200', 'at', '5', 'pm', '東', '京']
    """
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    plain = text.isascii()
    at = 0
    for token in text.split(" "):  # no word has a blank in it
        end = at + len(token)
        if (plain or token.isascii()) and token.isalpha():
            words.append(token)
            starts.append(at)
            ends.append(end)
        elif token:
            cut = _cut_known(token) if len(token) <= _LONGEST_KEPT else _cut(token)
            for word, first, last in cut:
                words.append(word)
                starts.append(at + first)
                ends.append(at + last)
        at = end + 1
    return Words(text, words, starts, ends)


def _cut(token: str) -> list[tuple[str, int, int]]:
    """Cut what stands between two blanks into words, each with its place."""
    pattern = _build_pattern(plain=not _BEYOND_LATIN.search(token))
    return [
        (match[0].replace(".", "") if match["dotted"] else match[0], *match.span())
        for match in pattern.finditer(token)
    ]


_cut_known = lru_cache(maxsize=8192)(_cut)


@cache
def _build_pattern(*, plain: bool) -> re.Pattern[str]:
    letter = "[^\\W_]" if plain else f"[^\\W_{_SPACELESS}]"
    core = f"{letter}+" if plain else f"{letter}+(?:[{_MARKS}]+{letter}*)*"
    apart = "" if plain else f"|[{_SPACELESS}][{_SPACELESS_MARKS}]*|[{_MARKS}]+"
    return re.compile(
        rf"(?:(?<![^\s(\[\"'])-)?\d+(?:[.,:]\d+)*(?:{core})?"
        r"|(?P<dotted>[^\W\d_](?:\.[^\W\d_])+(?![^\W_]))"
        rf"|{core}(?:'(?!s(?![^\W_])){core})*"
        rf"|[{_SIGNS}]{apart}"
    )
