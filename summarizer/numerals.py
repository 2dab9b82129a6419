"""Numbers as news writes them: "nine", "at least 1.2 million", "dozens", "10 to 15".

`read_tokens` cuts a text into words, numbers and signs; `read_amount` reads the amount that
begins at a token, with the words that hedge it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer_schemas.record import Qualifier


class Token(NamedTuple):
    """One word, number or sign: its offsets in the text, and its lower-case form."""

    start: int
    end: int
    low: str


@dataclass(frozen=True, slots=True)
class Amount:
    """How many, with the bounds the words give; a bound nobody gives is None.

    "at least 12" is low 12, best 12; "up to 30" is high 30 alone, for nobody says how many there
    were; "about 200" is best 200 alone; "10 to 15" is low 10, high 15, about; "dozens" is low 24.

    Attributes:
        low: Least number the words allow.
        best: The number given.
        high: Greatest number the words allow.
        qualifier: exact, at_least, at_most, about, or vague ("dozens", "several").
    """

    low: int | None
    best: int | None
    high: int | None
    qualifier: Qualifier


_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: 10 * value for value, word in enumerate(_TENS, start=2)},
    **{
        f"{ten}-{unit}": 10 * tens + units
        for tens, ten in enumerate(_TENS, start=2)
        for units, unit in enumerate(_UNITS[1:10], start=1)
    },
}
_SCALES = {
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
}
_SETS = {"dozen": 12, "score": 20, "couple": 2, "pair": 2}
_SUFFIXES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9}
_PLURALS = {
    "tens": 20,
    "dozens": 24,
    "scores": 40,
    "hundreds": 200,
    "thousands": 2_000,
    "millions": 2_000_000,
}
"""Twice the unit: the least the plural can mean."""
_FEW = {"several": 3, "few": 3, "handful": 3, "multiple": 2}
_ZERO = frozenset({"no", "none", "nobody", "no-one", "zero", "nil"})
_ARTICLES = frozenset({"a", "an"})
_MAX_DIGITS = 12  # more is no count of people, and Python refuses to read very long numbers

_HEDGES: dict[str, Qualifier] = {
    **dict.fromkeys(
        (
            "at least", "more than", "over", "well over", "just over", "upwards of", "in excess of",
            "no fewer than", "no less than", "not fewer than", "not less than", "a minimum of",
            "exceeding", "greater than",
        ),
        "at_least",
    ),
    **dict.fromkeys(
        (
            "up to", "as many as", "at most", "no more than", "not more than", "fewer than",
            "less than", "under", "a maximum of", "well under", "just under", "below",
        ),
        "at_most",
    ),
    **dict.fromkeys(
        (
            "about", "around", "roughly", "approximately", "approx", "some", "an estimated",
            "estimated", "nearly", "almost", "close to", "perhaps", "possibly", "probably", "maybe",
            "circa", "~", "an estimated total of",
        ),
        "about",
    ),
    **dict.fromkeys(
        (
            "exactly", "only", "just", "a total of", "a further", "a combined", "another", "all",
            "an additional", "additional", "a record",
        ),
        "exact",
    ),
}  # fmt: skip
_HEDGES_BY_WORD: dict[str, list[tuple[tuple[str, ...], Qualifier]]] = {}
for _phrase in sorted(_HEDGES, key=len, reverse=True):
    _words = tuple(_phrase.split())
    _HEDGES_BY_WORD.setdefault(_words[0], []).append((_words, _HEDGES[_phrase]))
_OPENINGS = frozenset(
    {*_SMALL, *_ZERO, *_ARTICLES, *_HEDGES_BY_WORD, *_PLURALS, *_FEW, "many", "between", "half"}
) | {"half-dozen", "half-million"}
_DIGITS = frozenset("0123456789")
_OR_TAILS: dict[str, Qualifier] = {"more": "at_least", "so": "about", "fewer": "at_most"}
_MAX_HEDGES = 3  # "at least another estimated 12"

_TOKEN = re.compile(
    # 12 or 12,000 or 1.2, with all that is glued to it: 1.2m, 9:30, 5pm, 12-year-old
    r"[0-9]+(?:[.,:/][0-9]+)*(?:[^\W\d_]\w*)?(?:[-‐‑][^\W\d_]\w*)*"
    # words, with hyphens and apostrophes inside
    r"|[^\W_](?:[\w\u0300-\u036f]|[-‐‑'’](?=[^\W_]))*"
    r"|[^\s]"
)
_HYPHENS = str.maketrans("‐‑’", "--'")
_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+(?:\.[0-9]+)?")
_SHORT_SCALE = re.compile(r"([0-9]+)(?:\.([0-9]+))?(k|m|mn|bn)")
_SPACES = frozenset(" \u00a0\u2009\u202f")
_DASHES = frozenset("-–—‑‐")


def read_tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Cut the text between `start` and `end` into tokens; offsets count in the whole text.

    >>> [token.low for token in read_tokens("At least 1,200 12-year-olds")]
    ['at', 'least', '1,200', '12-year-olds']
    """
    stop = len(text) if end is None else end
    return [
        Token(found.start(), found.end(), found.group().lower().translate(_HYPHENS))
        for found in _TOKEN.finditer(text, start, stop)
    ]


def _low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) else ""


def _scale(digits: str, fraction: str, factor: int) -> int | None:
    """`digits.fraction` times `factor`, when that is a whole number."""
    if len(digits) + len(fraction) > _MAX_DIGITS:
        return None
    value, rest = divmod(int(digits + fraction) * factor, 10 ** len(fraction))
    return None if rest else value


def _read_digits(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """A number in figures, with its scale word: "12 000", "1.2 million", "3m"."""
    low = _low(tokens, at)
    if short := _SHORT_SCALE.fullmatch(low):
        value = _scale(short[1], short[2] or "", _SUFFIXES[short[3]])
        return None if value is None else (value, at + 1)
    if not _NUMBER.fullmatch(low):
        return None
    digits, _, fraction = low.replace(",", "").partition(".")
    at += 1
    factor = _SCALES.get(_low(tokens, at))
    if factor is None and len(fraction) == 3 and len(digits) <= 3:  # 12.000, as on the continent
        digits, fraction = digits + fraction, ""
    while not fraction and factor is None and len(digits) < _MAX_DIGITS and _continues(tokens, at):
        digits += tokens[at].low
        at += 1
        factor = _SCALES.get(_low(tokens, at))
    value = _scale(digits, fraction, factor or 1)
    return None if value is None else (value, at + (factor is not None))


def _continues(tokens: Sequence[Token], at: int) -> bool:
    """Whether the token is the next three digits of "12 000" (a space is all that parts them)."""
    before, low = tokens[at - 1], _low(tokens, at)
    return (
        len(low) == 3
        and low.isdecimal()
        and before.low.isdecimal()
        and len(before.low) <= 3
        and tokens[at].start == before.end + 1
    )


def _read_words(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """A number in words: "a hundred and five", "two dozen", "half a million"."""
    first = at
    if _low(tokens, at) in _ARTICLES:
        if _low(tokens, at + 1) not in {"hundred", "half-dozen", *_SCALES, *_SETS}:
            return None
        at += 1
    if halved := _read_half(tokens, at):
        return halved
    total, group, last_scale = 0, 1 if at > first else 0, 10**15
    smallest = 0 if at > first else 1000  # what the next small number must stay below
    while True:
        low = _low(tokens, at)
        joined = low == "and" and at > first and smallest >= 100 and total + group >= 100
        if joined:
            at, low = at + 1, _low(tokens, at + 1)
        if low in _SMALL and _SMALL[low] < smallest and (_SMALL[low] or at == first):
            group += _SMALL[low]
            smallest = 10 if _SMALL[low] >= 20 and _SMALL[low] % 10 == 0 else 0
        elif low == "hundred" and 0 < group < 100 and not joined:
            group, smallest = group * 100, 100
        elif low in _SCALES and 0 < group and _SCALES[low] < last_scale and not joined:
            last_scale = _SCALES[low]
            total, group, smallest = total + group * last_scale, 0, 1000
        else:
            at -= joined
            break
        at += 1
    if _low(tokens, at) in _SETS and group and not total:
        return group * _SETS[tokens[at].low], at + 1
    return (total + group, at) if at > first + (_low(tokens, first) in _ARTICLES) else None


def _read_half(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """A number with a half in it: "half a million", "half-dozen", "one and a half million"."""
    low = _low(tokens, at)
    if low in {"half-dozen", "half-million"}:
        return (6 if low == "half-dozen" else 500_000), at + 1
    sizes = {**_SCALES, "dozen": 12}
    if low == "half" and _low(tokens, at + 1) in {"a", "the"}:
        size = sizes.get(_low(tokens, at + 2))
        return None if size is None else (size // 2, at + 3)
    if [_low(tokens, at + n) for n in (1, 2, 3)] == ["and", "a", "half"]:
        size, count = sizes.get(_low(tokens, at + 4)), _SMALL.get(low)
        if size is not None and count is not None:
            return count * size + size // 2, at + 5
    return None


def _read_vague(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The least a vague word can mean: "dozens", "tens of thousands", "several hundred"."""
    low = _low(tokens, at)
    if low in {"a", "an", "many"} and (_low(tokens, at + 1) in _PLURALS or low == "a"):
        at += 1
        low = _low(tokens, at)
    if low in _PLURALS:
        if low in {"tens", "dozens", "scores", "hundreds"} and _low(tokens, at + 1) == "of":
            larger = _low(tokens, at + 2)
            if larger in {"thousands", "millions"}:
                return _PLURALS[low] * _PLURALS[larger] // 2, at + 3
        return None if low == "tens" else (_PLURALS[low], at + 1)
    if low in _FEW and _low(tokens, at + 1) in _PLURALS:
        return _read_vague(tokens, at + 1)  # "several tens of thousands"
    if low in _FEW:
        unit = _low(tokens, at + 1)
        factor = {"hundred": 100, **_SCALES, **_SETS}.get(unit)
        return (_FEW[low], at + 1) if factor is None else (_FEW[low] * factor, at + 2)
    return None


def read_number(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Read the bare number at a token: its value and the token after it."""
    return _read_digits(tokens, at) or _read_words(tokens, at)


def _read_hedges(tokens: Sequence[Token], at: int) -> tuple[Qualifier, int]:
    """The strongest hedge before a number, and the token after the hedges."""
    qualifier: Qualifier = "exact"
    for _ in range(_MAX_HEDGES):
        for words, meaning in _HEDGES_BY_WORD.get(_low(tokens, at), ()):
            if all(_low(tokens, at + n) == word for n, word in enumerate(words)):
                if qualifier in {"exact", "about"} and meaning != "exact":
                    qualifier = meaning
                at += len(words)
                break
        else:
            break
    return qualifier, at


def _read_range(tokens: Sequence[Token], at: int) -> tuple[int, int, int] | None:
    """Both ends of "10 to 15", "10-15", "between 10 and 15", "12 or 13"; the token after."""
    between = _low(tokens, at) == "between"
    low = read_number(tokens, at + between)
    if low is None:
        return None
    joint = _low(tokens, low[1])
    dash = joint in _DASHES and tokens[low[1]].start == tokens[low[1] - 1].end
    if not (joint == "and" if between else dash or joint in {"to", "or"}):
        return None
    high = read_number(tokens, low[1] + 1)
    if high is None or not (between or low[0] < high[0]):
        return None
    return min(low[0], high[0]), max(low[0], high[0]), high[1]


def _bound(value: int, qualifier: Qualifier) -> Amount:
    if qualifier == "at_least":
        return Amount(value, value, None, qualifier)
    if qualifier == "at_most":
        return Amount(None, None, value, qualifier)
    if qualifier == "about":
        return Amount(None, value, None, qualifier)
    return Amount(value, value, value, "exact")


def read_amount(tokens: Sequence[Token], at: int) -> tuple[Amount, int] | None:
    """Read the amount that begins at a token, hedges included.

    Args:
        tokens: Tokens of a text.
        at: Index of the first.

    Returns:
        The amount and the index of the token after it; None when none begins there. A bare
        article is not read as one: `figures` decides that by the noun.
    """
    low = _low(tokens, at)
    if low not in _OPENINGS and low[:1] not in _DIGITS:
        return None
    if low in _ZERO and _low(tokens, at + 1) not in {"fewer", "less", "more"}:
        return Amount(0, 0, 0, "exact"), at + (2 if _low(tokens, at + 1) == "one" else 1)
    qualifier, first = _read_hedges(tokens, at)
    changes = _low(tokens, at - 1) == "from"  # "rose from 12 to 17" is no range
    if (found := _read_range(tokens, first)) and not changes:
        return Amount(found[0], None, found[1], "about"), found[2]
    if vague := _read_vague(tokens, first):
        return Amount(None if qualifier == "at_most" else vague[0], None, None, "vague"), vague[1]
    number = read_number(tokens, first)
    if number is None:
        return None
    value, after = number
    if _low(tokens, first) in {"a", "an"} and _low(tokens, after - 1) == "couple":
        qualifier = "about" if qualifier == "exact" else qualifier
    if _low(tokens, after) == "or" and (hedged := _OR_TAILS.get(_low(tokens, after + 1))):
        return _bound(value, hedged), after + 2
    if _low(tokens, after) == "+" and tokens[after].start == tokens[after - 1].end:
        return _bound(value, "at_least"), after + 1
    return _bound(value, qualifier), after
