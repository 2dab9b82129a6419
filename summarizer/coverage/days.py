"""Weekdays, months and dates of a sentence against those of its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.coverage.flags import Finding
from summarizer.coverage.passage import Passage

_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_SHORT_DAYS = {
    "mon": "monday", "tue": "tuesday", "tues": "tuesday", "wed": "wednesday", "thu": "thursday",
    "thur": "thursday", "thurs": "thursday", "fri": "friday", "sat": "saturday", "sun": "sunday",
}  # fmt: skip
_MONTHS = {
    name: number
    for number, name in enumerate(
        "january february march april may june july august september october november "
        "december".split(),
        start=1,
    )
}
_SHORT_MONTHS = {
    **{name[:3]: number for name, number in _MONTHS.items() if name != "may"},
    "sept": 9,
}
_NOT_ALONE = frozenset({"may", "march", "august", "mar", "dec", "jan", "sep"})
"""Months that mean other things too where they open a sentence."""
WEEKDAY_KEYS = {**{day: day for day in _WEEKDAYS}, **{f"{day}s": day for day in _WEEKDAYS}}
_DAY_KEYS = frozenset(WEEKDAY_KEYS)
_MONTH_KEYS = frozenset({*_MONTHS, *_SHORT_MONTHS})
DATE_WORDS = frozenset({*WEEKDAY_KEYS, *_SHORT_DAYS, *_MONTHS, *_SHORT_MONTHS})
_DAY = re.compile(r"(0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?")
_ISO = re.compile(r"(?<!\d)(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](?:\d{4}|\d{2})(?!\d)")
_FILL = frozenset({"and", "or", "to", "of", "through", "until", "the"})
_MAX_DAYS = 6  # words of a list of days beside one month: "15, 16 and 17 January"


def find_dated(passage: Passage) -> dict[int, tuple[int, int]]:
    """Word of a day's number -> (word of its month, month): "16 January", "January 16th".

    Only the number next to the month; `_read_pairs` reads the lists of the evidence.
    """
    dated: dict[int, tuple[int, int]] = {}
    if _MONTH_KEYS.isdisjoint(passage.telling):
        return dated
    for at, month in _find_months(passage):
        after_of = passage.key(at - 1) == "of"
        for day in (at - 1 - after_of, at + 1):
            beside = passage.joins(max(day, at)) and 0 <= day < len(passage)
            if beside and _DAY.fullmatch(passage.keys[day]):
                dated.setdefault(day, (at, month))
                break
    return dated


def check_days(
    passage: Passage, proof: Passage, dated: dict[int, tuple[int, int]]
) -> Iterator[Finding]:
    """Findings about the weekdays, months and dates of `passage`."""
    if not _DAY_KEYS.isdisjoint(passage.telling):
        told_days = _read_weekdays(proof)
        for at, key in enumerate(passage.keys):
            if key in _DAY_KEYS and WEEKDAY_KEYS[key] not in told_days:
                yield Finding("weekday_missing", passage.start(at), passage.end(at))
    if _MONTH_KEYS.isdisjoint(passage.telling):
        return
    months = list(_find_months(passage))
    if not months:
        return
    told, pairs = _read_months(proof), _read_pairs(proof)
    with_day = {month: day for day, (month, _) in dated.items()}
    for at, month in months:
        number = with_day.get(at)
        if month not in told:
            yield Finding("month_missing", *_cover(passage, at, number))
        elif number is not None and (month, _to_day(passage.keys[number])) not in pairs:
            yield Finding("date_missing", *_cover(passage, at, number))


def _cover(passage: Passage, month: int, day: int | None) -> tuple[int, int]:
    first, last = sorted((month, month if day is None else day))
    return passage.start(first), passage.end(last)


def _to_day(key: str) -> int:
    shape = _DAY.fullmatch(key)
    return int(shape[1]) if shape else 0


def _find_months(passage: Passage) -> Iterator[tuple[int, int]]:
    for at, key in enumerate(passage.keys):
        month = _MONTHS.get(key) or _SHORT_MONTHS.get(key)
        if month and passage.is_capital(at):
            beside = {passage.key(at - 1)[:1], passage.key(at + 1)[:1]}
            numbered = any(sign.isdigit() for sign in beside)
            opens = passage.opens_sentence(at)
            if (
                numbered
                or (key not in _NOT_ALONE and key in _MONTHS)
                or (key in _MONTHS and not opens and passage.key(at - 1) in _BEFORE_MONTH)
            ):
                yield at, month


_BEFORE_MONTH = frozenset(
    "in since until till by from last next this late early mid of during before after to and "
    "for every each throughout".split()
)


def _read_weekdays(proof: Passage) -> set[str]:
    found = {WEEKDAY_KEYS[key] for key in _DAY_KEYS & proof.telling}
    if not _SHORT_DAYS.keys().isdisjoint(proof.telling):
        for at, key in enumerate(proof.keys):
            if key in _SHORT_DAYS and proof.is_capital(at):
                found.add(_SHORT_DAYS[key])
    return found


def _read_months(proof: Passage) -> set[int]:
    found = {month for month, _ in _read_numeric(proof.text)}
    for at, key in enumerate(proof.keys):
        month = _MONTHS.get(key) or _SHORT_MONTHS.get(key)
        if month and proof.is_capital(at):
            found.add(month)
    return found


def _read_numeric(text: str) -> Iterator[tuple[int, int]]:
    """Month and day of "2024-01-16"; of "3/4/2024" both readings."""
    for found in _ISO.finditer(text):
        yield int(found[2]), int(found[3])
    for found in _NUMERIC.finditer(text):
        yield int(found[1]), int(found[2])
        yield int(found[2]), int(found[1])


def _read_pairs(proof: Passage) -> set[tuple[int, int]]:
    """Every month with every day beside it, lists of days included."""
    pairs = set(_read_numeric(proof.text))
    for at, key in enumerate(proof.keys):
        month = _MONTHS.get(key) or _SHORT_MONTHS.get(key)
        if not month or not proof.is_capital(at):
            continue
        for step in (-1, 1):
            for day in range(at + step, at + step * (_MAX_DAYS + 1), step):
                word = proof.key(day)
                if _DAY.fullmatch(word):
                    pairs.add((month, _to_day(word)))
                elif word not in _FILL:
                    break
    return pairs
