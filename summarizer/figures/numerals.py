"""Numbers without their hedges: "nine", "1.2 million", "two dozen", "tens of thousands"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.figures.tokens import low_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.figures.tokens import Token

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SMALL = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: 10 * value for value, word in enumerate(_TENS, start=2)},
    **{
        f"{ten}-{unit}": 10 * tens + units
        for tens, ten in enumerate(_TENS, start=2)
        for units, unit in enumerate(_UNITS[1:10], start=1)
    },
}
ODD = {f"{ten}-odd": 10 * tens for tens, ten in enumerate(_TENS, start=2)}
SCALES = {
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
}
_HALVED = {**SCALES, "dozen": 12}
_SETS = {"dozen": 12, "score": 20, "couple": 2, "pair": 2}
_SUFFIXES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9}
PLURALS = {
    "tens": 20,
    "dozens": 24,
    "scores": 40,
    "hundreds": 200,
    "thousands": 2_000,
    "millions": 2_000_000,
}
"""Twice the unit: the least the plural can mean."""
FEW = {"several": 3, "few": 3, "handful": 3, "multiple": 2}
ARTICLES = frozenset({"a", "an"})
AFTER_ARTICLE = frozenset({"hundred", "half-dozen", *SCALES, *_SETS})
"""What makes a number of an article: "a hundred"."""
_MAX_DIGITS = 12  # more is no count of people, and Python refuses to read very long numbers
_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+(?:\.[0-9]+)?")
_SHORT_SCALE = re.compile(r"([0-9]+)(?:\.([0-9]+))?(k|m|mn|bn)")


def _scale(digits: str, fraction: str, factor: int) -> int | None:
    """`digits.fraction` times `factor`, when that is a whole number."""
    if len(digits) + len(fraction) > _MAX_DIGITS:
        return None
    value, rest = divmod(int(digits + fraction) * factor, 10 ** len(fraction))
    return None if rest else value


def _read_digits(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """A number in figures, with its scale word: "12 000", "1.2 million", "3m"."""
    low = low_at(tokens, at)
    if not low[:1].isdecimal():
        return None
    if short := _SHORT_SCALE.fullmatch(low):
        value = _scale(short[1], short[2] or "", _SUFFIXES[short[3]])
        return None if value is None else (value, at + 1)
    if not _NUMBER.fullmatch(low):
        return None
    digits, _, fraction = low.replace(",", "").partition(".")
    at += 1
    factor = SCALES.get(low_at(tokens, at))
    if factor is None and len(fraction) == 3 and len(digits) <= 3:  # 12.000, as on the continent
        digits, fraction = digits + fraction, ""
    while not fraction and factor is None and len(digits) < _MAX_DIGITS and _continues(tokens, at):
        digits += tokens[at].low
        at += 1
        factor = SCALES.get(low_at(tokens, at))
    value = _scale(digits, fraction, factor or 1)
    return None if value is None else (value, at + (factor is not None))


def _continues(tokens: Sequence[Token], at: int) -> bool:
    """Whether the token is the next three digits of "12 000" (a space is all that parts them)."""
    before, low = tokens[at - 1], low_at(tokens, at)
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
    if low_at(tokens, at) in ARTICLES:
        if low_at(tokens, at + 1) not in AFTER_ARTICLE:
            return None
        at += 1
    if halved := _read_half(tokens, at):
        return halved
    total, group, last_scale = 0, 1 if at > first else 0, 10**15
    smallest = 0 if at > first else 1000  # what the next small number must stay below
    while True:
        low = low_at(tokens, at)
        joined = low == "and" and at > first and smallest >= 100 and total + group >= 100
        if joined:
            at, low = at + 1, low_at(tokens, at + 1)
        if low in SMALL and SMALL[low] < smallest and (SMALL[low] or at == first):
            group += SMALL[low]
            smallest = 10 if SMALL[low] >= 20 and SMALL[low] % 10 == 0 else 0
        elif low == "hundred" and 0 < group < 100 and not joined:
            group, smallest = group * 100, 100
        elif low in SCALES and 0 < group and SCALES[low] < last_scale and not joined:
            last_scale = SCALES[low]
            total, group, smallest = total + group * last_scale, 0, 1000
        else:
            at -= joined
            break
        at += 1
    if low_at(tokens, at) in _SETS and group and not total:
        return group * _SETS[tokens[at].low], at + 1
    return (total + group, at) if at > first + (low_at(tokens, first) in ARTICLES) else None


def _read_half(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """A number with a half in it: "half a million", "half-dozen", "one and a half million"."""
    low = low_at(tokens, at)
    if low in {"half-dozen", "half-million"}:
        return (6 if low == "half-dozen" else 500_000), at + 1
    if low == "half" and low_at(tokens, at + 1) in {"a", "the"}:
        size = _HALVED.get(low_at(tokens, at + 2))
        return None if size is None else (size // 2, at + 3)
    if (
        low_at(tokens, at + 1) == "and"
        and low_at(tokens, at + 2) == "a"
        and low_at(tokens, at + 3) == "half"
    ):
        size, count = _HALVED.get(low_at(tokens, at + 4)), SMALL.get(low)
        if size is not None and count is not None:
            return count * size + size // 2, at + 5
    return None


def read_vague(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The least a vague word can mean: "dozens", "tens of thousands", "several hundred"."""
    low = low_at(tokens, at)
    if low in {"a", "an", "many"} and (low_at(tokens, at + 1) in PLURALS or low == "a"):
        at += 1
        low = low_at(tokens, at)
    if low in PLURALS:
        if low in {"tens", "dozens", "scores", "hundreds"} and low_at(tokens, at + 1) == "of":
            larger = low_at(tokens, at + 2)
            if larger in {"thousands", "millions"}:
                return PLURALS[low] * PLURALS[larger] // 2, at + 3
        return None if low == "tens" else (PLURALS[low], at + 1)
    if low in FEW and low_at(tokens, at + 1) in PLURALS:
        return read_vague(tokens, at + 1)  # "several tens of thousands"
    if low == "few" and low_at(tokens, at - 1) not in {"a", "the", "last", "first"}:
        return None  # "few came" counts no one
    if low in FEW:
        unit = low_at(tokens, at + 1)
        factor = {"hundred": 100, **SCALES, **_SETS}.get(unit)
        return (FEW[low], at + 1) if factor is None else (FEW[low] * factor, at + 2)
    return None


def read_scale(tokens: Sequence[Token], at: int) -> int:
    """What the word at a token multiplies by ("hundred", "million"); 1 when it is no such word."""
    return {"hundred": 100, **SCALES}.get(low_at(tokens, at), 1)


def read_number(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Read the bare number at a token: its value and the token after it."""
    if low_at(tokens, at) in ODD:
        return ODD[tokens[at].low], at + 1
    return _read_digits(tokens, at) or _read_words(tokens, at)
