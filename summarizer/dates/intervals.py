"""Days from a first to a last one: measured, widened, moved, cut, and written as EDTF."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date, timedelta

from summarizer.dates.frame import Frame, Match, Reading, Tense, UnsettledError
from summarizer.dates.words import COUNTS
from summarizer_schemas.record import DateBasis, Granularity

UNIT_DAYS = {"day": 1, "week": 7, "fortnight": 14}
UNIT_MONTHS = {"month": 1, "year": 12, "decade": 120}
UNIT_MINUTES = {"minute": 1, "hour": 60}
_UNIT_GRAINS: dict[str, Granularity] = {"week": "week", "fortnight": "week", "month": "month"}
DAY_MINUTES = 24 * 60
ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(days=7)


def write_edtf(reading: Reading) -> str | None:
    """Write the interval as short as it stays true: a day, month, year, decade or `A/B`."""
    start, end = reading.start, reading.end
    if start is None or end is None:
        return None
    first, last = start.isoformat(), end.isoformat()
    if start.day == 1 and end.day == _find_last_day(end):
        first, last = first[:7], last[:7]
        if start.month == 1 and end.month == 12:
            first, last = first[:4], last[:4]
    mark = "~" if reading.about else ""
    if first == last:
        return first + mark
    if first == last[:3] + "0" and last[3:] == "9" and not mark:
        return first[:3] + "X"
    return f"{first}{mark}/{last}{mark}"


def _find_last_day(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def measure(start: date, end: date) -> Granularity:
    """Return the smallest unit that holds the interval; both of its end days are counted."""
    for unit, days in (("day", 1), ("week", 8), ("month", 32)):
        if (end - start).days < days:
            return unit  # type: ignore[return-value]
    return "year"


def span_months(year: int, month: int, count: int = 1) -> tuple[date, date]:
    """Return first and last day of `count` months; `month` may lie outside 1..12."""
    first, last = year * 12 + month - 1, year * 12 + month - 2 + count
    end = date(last // 12, last % 12 + 1, 1)
    return date(first // 12, first % 12 + 1, 1), end.replace(day=_find_last_day(end))


def widen(start: date, end: date, unit: str, steps: int = 0) -> tuple[date, date]:
    """Move an interval by `steps` units and widen it to whole ones."""
    if unit in UNIT_DAYS:
        days = timedelta(days=UNIT_DAYS[unit] * steps)
        start, end = start + days, end + days
        if unit != "day":
            start -= timedelta(days=start.weekday())
            end += timedelta(days=6 - end.weekday())
        return start, end
    if unit in UNIT_MINUTES:
        whole, rest = divmod(UNIT_MINUTES[unit] * steps, DAY_MINUTES)
        return start + timedelta(days=whole), end + timedelta(days=whole + bool(rest))
    months = UNIT_MONTHS[unit] * steps
    if unit == "month":
        first, last = start.month, end.month
        return (
            span_months(start.year, first + months)[0],
            span_months(end.year, last + months)[1],
        )
    return span_months(start.year, 1 + months)[0], span_months(end.year, 12 + months)[1]


def name_grain(unit: str) -> Granularity:
    """Return the granularity of what is counted in such units."""
    if unit in UNIT_MINUTES or unit == "day":
        return "day"
    return _UNIT_GRAINS.get(unit, "year")


def settle(reading: Reading, frame: Frame, tense: Tense | None = None) -> Reading:
    """Cut an interval at the day of publication; all on the wrong side of it is unsettled."""
    start, end = reading.start, reading.end
    if start is None or end is None or frame.published is None:
        return reading
    if (tense or frame.tense) == "past":
        end = min(end, frame.base)
    else:
        start = max(start, frame.base)
    if start > end:
        raise UnsettledError
    return replace(reading, start=start, end=end)


def read_day(day: date, basis: DateBasis = "relative") -> Reading:
    """Return the reading of one day."""
    return Reading(basis, day, day, "day")


def find_weekday(weekday: int, base: date, tense: Tense) -> date:
    """Return the nearest such weekday, the base itself included."""
    if tense == "past":
        return base - timedelta(days=(base.weekday() - weekday) % 7)
    return base + timedelta(days=(weekday - base.weekday()) % 7)


def count_units(match: Match) -> int:
    """Return how many units, when the phrase gives a number and not a bound."""
    parts = match.groupdict()
    if parts.get("limit") or parts.get("vague"):
        raise UnsettledError
    word = parts["count"] or "one"
    return COUNTS.get(word) or int(word)


def move(origin: Reading, steps: int, match: Match) -> Reading:
    """Count from days to days; weeks and longer units land on whole ones."""
    if origin.start is None or origin.end is None:
        raise UnsettledError
    unit = match["unit"]
    start, end = widen(origin.start, origin.end, unit, steps)
    grain = name_grain(unit)
    if grain == "day" and origin.granularity != "unknown":
        grain = origin.granularity
    about = origin.about or unit == "decade" or bool(match.groupdict().get("near"))
    return Reading(origin.basis, start, end, grain, about)


def shift(origin: Reading, unit: str, steps: int) -> Reading:
    """Move to the whole unit so many steps on; a part of a day moves by days."""
    if origin.start is None or origin.end is None:
        raise UnsettledError
    if unit == "decade":
        span = span_months((origin.start.year // 10 + steps) * 10, 1, 120)
        return Reading(origin.basis, *span, "year", origin.about)
    if unit not in UNIT_DAYS and unit not in UNIT_MONTHS:
        unit = "day"
    grain = origin.granularity if unit == "day" else name_grain(unit)
    span = widen(origin.start, origin.end, unit, steps)
    return Reading(origin.basis, *span, grain, origin.about)
