"""Numbers of a text: their value, and the words they stand in."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from summarizer.coverage.passage import Passage
from summarizer.figures.numerals import SMALL

Value = int | Decimal | str
"""A number; or, where digits are no number ("A320", a run of 40), the word itself."""

_SCALES = {
    "hundred": 100,
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
    "dozen": 12,
}
_GLUED = {"k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9, "tn": 10**12}
_TAILED = frozenset({"", "st", "nd", "rd", "th", "am", "pm", "km", "kg", *_GLUED})
_ORDINALS = {
    word: value
    for value, word in enumerate(
        "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
        "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=3,
    )
}
_UNITS = {word: value for word, value in SMALL.items() if "-" not in word}
_PLURALS = {
    "tens": 10,
    "dozens": 12,
    "scores": 20,
    "hundreds": 100,
    "thousands": 10**3,
    "millions": 10**6,
    "billions": 10**9,
}
OPENINGS = frozenset({*_UNITS, *_SCALES, *_ORDINALS, *_PLURALS, "half"})
_GOING_ON = frozenset({*_UNITS, *_SCALES, *_ORDINALS, "and"})
"""What may go on with a number in words."""
_DIGITS = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:[.:](\d+))?([^\W\d_]*)")
_DIGIT = re.compile(r"\d")
_MAX_DIGITS = 15  # no count needs more, and Python refuses to read very long numbers
_JOINING = frozenset({"to", "and", "or", "through"})
_DASHES = frozenset("-–—‑‐/,")
_MAX_NUMBER_WORDS = 12  # "nine hundred and ninety-nine thousand nine hundred and ninety-nine"


class Number(NamedTuple):
    """One number.

    Attributes:
        first: Index of its first word in the passage.
        after: One past its last word, a scale word included.
        value: What it is worth.
        reach: For a plural ("dozens"): the least and the greatest number it can stand for.
        unit: Index where its unit may stand; past the second number of a range.
    """

    first: int
    after: int
    value: Value
    reach: tuple[int, int] | None
    unit: int


def read_numbers(passage: Passage) -> list[Number]:
    """Every number of the passage, in order; linear in its length."""
    words, keys = OPENINGS & passage.telling, passage.keys
    if _DIGIT.search(passage.text):
        # isalpha is false for few words, and much cheaper than a search for digits
        places = [at for at, low in enumerate(keys) if low in words or not low.isalpha()]
    elif words:
        places = [at for at, low in enumerate(keys) if low in words]
    else:
        return []
    numbers: list[Number] = []
    done = 0
    for at in places:
        if at < done:
            continue
        low, number = keys[at], None
        if low in words:
            number = _read_at(passage, at)
        elif _DIGIT.search(low):
            number = _read_digits(passage, at)
        if number:
            numbers.append(number)
            done = number.after
    for at, (number, after) in enumerate(pairwise(numbers)):
        if after.first - number.after < 2 and _is_range(passage, number, after):
            numbers[at] = number._replace(unit=after.after)
    return numbers


def _read_at(passage: Passage, at: int) -> Number | None:
    low = passage.keys[at]
    if low in _UNITS:
        if passage.around[at + 1] in _GOING_ON:
            value, after = _read_words(passage, at, 0)
        else:
            value, after = _UNITS[low], at + 1
    elif low in _ORDINALS:
        value, after = _ORDINALS[low], at + 1
    elif low in _PLURALS:
        return _read_plural(passage, at)
    elif low in _SCALES:  # "a dozen", "a hundred and five"; "million" alone is no number
        if low != "dozen" and passage.around[at - 1] not in {"a", "an", "one"}:
            return None
        value, after = _read_words(passage, at, 1)
    else:
        return _read_half(passage, at)
    return Number(at, after, value, None, after)


def _read_words(passage: Passage, at: int, group: int) -> tuple[int, int]:
    """A number in words; `group` is 1 after the article of "a hundred"."""
    total, first, room, around = 0, at, 1000, passage.around
    while at - first < _MAX_NUMBER_WORDS and (at == first or passage.joins(at)):
        low = around[at]
        skip = int(low == "and" and room == 100 and around[at + 1] in _UNITS)
        low = around[at + skip]
        value = _UNITS.get(low, _ORDINALS.get(low))
        if value is not None and value < room:
            group, room = group + value, 10 if value >= 20 else 0
        elif low == "hundred" and 0 < group < 100 and not skip:
            group, room = group * 100, 100
        elif low in _SCALES and group and not skip:
            total, group, room = total + group * _SCALES[low], 0, 100
        else:
            break
        at += skip + 1
        if low in _ORDINALS:
            break
    return total + group, at


def _read_digits(passage: Passage, at: int) -> Number:
    first, low, around = at, passage.keys[at], passage.around
    at += 1
    whole, fraction, tail = low, "", ""
    if len(low) > _MAX_DIGITS or not low.isdecimal():
        shape = _DIGITS.fullmatch(low)
        if shape is None or len(low) > _MAX_DIGITS or shape[3] not in _TAILED:
            return Number(first, at, low, None, at)  # "1990s", "4x4"
        whole, fraction, tail = shape[1].replace(",", ""), shape[2] or "", shape[3]
    while (
        len(around[at]) == 3
        and not (tail or fraction)
        and len(whole) <= _MAX_DIGITS
        and _goes_on(passage, at, whole)
    ):
        whole, at = whole + around[at], at + 1
    factor = _GLUED.get(tail, 1)
    if not tail and around[at] in _SCALES and passage.joins(at):
        factor, at = _SCALES[around[at]], at + 1
    value: Value = int(whole) * factor
    if fraction.strip("0"):
        exact = Decimal(f"{whole}.{fraction}") * factor
        value = int(exact) if exact == int(exact) else exact
    return Number(first, at, value, None, at)


def _goes_on(passage: Passage, at: int, whole: str) -> bool:
    """Whether the word is the next three digits of "12 000"."""
    if not passage.keys[at].isdecimal() or len(passage.keys[at - 1]) > 3:
        return False
    return len(passage.gaps[at]) == 1 and passage.gaps[at].isspace() and whole[:1] != "0"


def _read_plural(passage: Passage, at: int) -> Number:
    """As in "dozens", "tens of thousands": twice to twenty times the unit."""
    low = passage.keys[at]
    unit = _PLURALS[low]
    first, larger = at, passage.key(at + 2) if passage.key(at + 1) == "of" else ""
    if larger in _PLURALS:
        unit, low, at = unit * _PLURALS[larger], f"{low} of {larger}", at + 2
    return Number(first, at + 1, low, (2 * unit - unit // 3, 20 * unit), at + 1)


def _read_half(passage: Passage, at: int) -> Number | None:
    """As in "half a million", "half-dozen"; any other half is no number."""
    after = at + 1 + (passage.key(at + 1) in {"a", "the"})
    scale = _SCALES.get(passage.key(after))
    return Number(at, after + 1, scale // 2, None, after + 1) if scale else None


def list_by_value(passage: Passage, numbers: list[Number]) -> dict[Value, list[Number]]:
    """The numbers by each value their words allow: in "5 to 10 million" 5 is 5 million too."""
    found: dict[Value, list[Number]] = {}
    for number in numbers:
        value = number.value
        found.setdefault(value, []).append(number)
        if isinstance(value, str):
            continue
        scale = _SCALES.get(passage.keys[number.unit - 1]) if number.unit > number.after else None
        if scale and number.after - number.first == 1:
            found.setdefault(value * scale, []).append(number)
        if value < 12 and (
            passage.around[number.after] == "pm" or passage.keys[number.first][-2:] == "pm"
        ):
            found.setdefault(value + 12, []).append(number)
    return found


def is_score(passage: Passage, number: Number) -> bool:
    """Whether a dash ties the number to the next one: "2-1", "15–20"."""
    return number.unit > number.after and passage.gaps[number.after].strip() in _DASHES


def _is_range(passage: Passage, number: Number, following: Number) -> bool:
    beside = following.first - number.after
    if beside == 1:
        return passage.keys[number.after] in _JOINING
    return beside == 0 and passage.gaps[following.first].strip() in _DASHES
