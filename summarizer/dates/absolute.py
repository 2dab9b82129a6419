"""Dates of the calendar: days, months, years, quarters; publication fills in a missing year."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date

from summarizer.dates.frame import Frame, Match, Reading, Tense, UnsettledError, read_inner
from summarizer.dates.intervals import read_day, settle, span_months
from summarizer.dates.words import MONTHS, STEPS, WEEKDAYS


def read_iso(match: Match, _: Frame) -> Reading:
    """Read 2024-01-16."""
    return read_day(date(int(match["year"]), int(match["month"]), int(match["day"])), "explicit")


def read_numeric(match: Match, _: Frame) -> Reading:
    """Read 16/01/2024 either way round, and only if one way is a date; dots mean day first."""
    year, one, two = (int(match[name]) for name in ("year", "one", "two"))
    orders = {(one, two)} if match["mark"] == "." else {(one, two), (two, one)}
    readings = [(day, month) for day, month in orders if month in range(1, 13)]
    if len(readings) != 1 or len(match["year"]) != 4:
        raise UnsettledError
    day, month = readings[0]
    return read_day(date(year, month, day), "explicit")


def _number_month(word: str) -> int:
    return MONTHS[word[:3]]


def read_calendar_day(match: Match, frame: Frame) -> Reading:
    """Read "Tuesday, 16 January 2024"; a weekday that the day is not leaves it unsettled."""
    month = _number_month(match["month"])
    number = int(match["day"].rstrip("dhnrst"))
    if match["year"]:
        day, basis = date(int(match["year"]), month, number), "explicit"
    else:
        day, basis = _find_nearest(month, number, frame.base, frame.tense), "relative"
    weekday = match["weekday"]
    if weekday and WEEKDAYS[weekday[:3]] != day.weekday():
        raise UnsettledError
    return read_day(day, basis)  # type: ignore[arg-type]


_HOLIDAYS = {
    ("new", "day"): (1, 1),
    ("new", "eve"): (12, 31),
    ("christmas", "day"): (12, 25),
    ("christmas", "eve"): (12, 24),
    ("boxing", "day"): (12, 26),
}
"""First word and last word -> month and day, where all who keep it keep it on one day."""


def read_holiday(match: Match, frame: Frame) -> Reading:
    """Read "New Year's Eve", "Christmas Day 2023"."""
    month, number = _HOLIDAYS[match["holiday"].split()[0], match["eve"]]
    if match["year"]:
        return read_day(date(int(match["year"]), month, number), "explicit")
    return read_day(_find_nearest(month, number, frame.base, frame.tense))


def read_weekday_date(match: Match, frame: Frame) -> Reading:
    """Read "Friday the 12th": the nearest such number, which must be that weekday."""
    base, number = frame.base, int(match["day"].rstrip("dhnrst"))
    step = -1 if frame.tense == "past" else 1
    for months in range(3):  # of two months in a row, one has 31 days
        first, last = span_months(base.year, base.month + months * step)
        if number > last.day or (first.replace(day=number) - base).days * step < 0:
            continue
        if first.replace(day=number).weekday() != WEEKDAYS[match["weekday"][:3]]:
            raise UnsettledError
        return read_day(first.replace(day=number))
    raise UnsettledError


def _find_nearest(month: int, day: int, base: date, tense: Tense) -> date:
    """Return the nearest such day not after (past) or not before (future) the base."""
    step = -1 if tense == "past" else 1
    for year in range(base.year, base.year + 9 * step, step):  # a 29 February may be 8 years off
        if day > calendar.monthrange(year, month)[1]:
            continue
        found = date(year, month, day)
        if (base - found).days * -step >= 0:
            return found
    raise UnsettledError


def read_month(match: Match, frame: Frame) -> Reading:
    """Read "January", "late January 2024", "next May"."""
    month, about = _number_month(match["month"]), match["edge"] is not None
    if match["year"]:
        return Reading("explicit", *span_months(int(match["year"]), month), "month", about)
    base, relative = frame.base, match["relative"]
    if relative == "last":
        year = base.year - (month >= base.month)
    elif relative == "next":
        year = base.year + (month <= base.month)
    elif frame.tense == "past":
        year = base.year - (month > base.month)
    else:
        year = base.year + (month < base.month)
    reading = Reading("relative", *span_months(year, month), "month", about)
    return reading if relative in {"last", "next"} else settle(reading, frame)


def read_year_of_date(match: Match, frame: Frame) -> Reading | None:
    """Read "5 May last year", "in January this year"."""
    year = frame.base.year + STEPS[match["relative"]]
    reading = read_inner(f"{match['inner']} {year}", frame)
    if reading is None or reading.start is None:
        raise UnsettledError
    reading = replace(reading, basis="relative")
    return settle(reading, frame) if match["relative"] == "this" else reading


def read_year(match: Match, _: Frame) -> Reading:
    """Read "2024", "early 2024"."""
    span = span_months(int(match["year"]), 1, 12)
    return Reading("explicit", *span, "year", match["edge"] is not None)


def read_season_years(match: Match, _: Frame) -> Reading:
    """Read 2019-20 and 2019-22; what would run backwards (2024-05) is no span of years."""
    first = int(match["year"])
    years = (int(match["next"]) - first) % 100
    if not years or (first % 100 + years > 99 and years > 1):
        raise UnsettledError
    return Reading("explicit", *span_months(first, 1, 12 * (years + 1)), "year")


def read_decade(match: Match, _: Frame) -> Reading:
    """Read "the 1990s", "the late 1990s"."""
    span = span_months(int(match["decade"]) * 10, 1, 120)
    return Reading("explicit", *span, "year", match["edge"] is not None)


def read_quarter(match: Match, frame: Frame) -> Reading:
    """Read "the first half of 2024", "the last quarter of this year", "Q1 2024"."""
    parts = match.groupdict()
    count = 2 if parts.get("part") == "half" else 4
    nth = {"f": 1, "s": 2, "t": 3}.get(match["nth"][0]) if match["nth"][0].isalpha() else None
    nth = count if match["nth"] in {"last", "final", "fourth"} else nth or int(match["nth"][0])
    if nth > count:
        raise UnsettledError
    months = 12 // count
    year = int(match["year"]) if match["year"] else frame.base.year + STEPS[match["relative"]]
    span = span_months(year, 1 + (nth - 1) * months, months)
    if match["year"]:
        return Reading("explicit", *span, "year")
    reading = Reading("relative", *span, "year")
    return settle(reading, frame) if match["relative"] == "this" else reading
