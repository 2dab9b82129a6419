"""EDTF dates as intervals of days, as far as gold uses them (levels 0 and 1, and `[a..b]`)."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import NamedTuple

_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[?~%]?\Z")
_DECADE = re.compile(r"([0-9]{3})X[?~%]?\Z")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})\Z")
_SET = re.compile(r"\[([^\[\]]+)\.\.([^\[\]]+)\]\Z")


class Days(NamedTuple):
    """First and last day, both inclusive; None is open."""

    start: date | None
    end: date | None


def read_edtf(written: str) -> Days:
    """Returns the days an EDTF string stands for.

    Raises:
        ValueError: it is no EDTF of these forms, or no day of the calendar.

    Example:
        >>> read_edtf("2024-02")
        Days(start=datetime.date(2024, 2, 1), end=datetime.date(2024, 2, 29))
        >>> read_edtf("2024-01-15/2024-01-19").end
        datetime.date(2024, 1, 19)
        >>> read_edtf("../2024-01-19").start is None
        True
    """
    wrong = ValueError(
        f"{written!r} is no EDTF date; write YYYY-MM-DD, YYYY-MM, YYYY, or two of them with a / "
        "between"
    )
    found = _SET.match(written)
    parts = list(found.groups()) if found else written.split("/")
    if len(parts) > 2:
        raise wrong
    try:
        days = [_read_point(one) for one in parts]
    except ValueError:
        raise wrong from None
    start, end = days[0].start, days[-1].end
    if (start is None and end is None) or (start and end and start > end):
        raise wrong
    return Days(start, end)


def _read_point(written: str) -> Days:
    if written in ("", ".."):
        return Days(None, None)
    if found := _WEEK.match(written):
        year, week = int(found[1]), int(found[2])
        return Days(date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7))
    if found := _DECADE.match(written):
        year = int(found[1]) * 10
        return Days(date(year, 1, 1), date(year + 9, 12, 31))
    found = _POINT.match(written)
    if not found:
        raise ValueError(written)
    year = int(found[1])
    if found[2] is None:
        return Days(date(year, 1, 1), date(year, 12, 31))
    month = int(found[2])
    if found[3] is None:
        return Days(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
    day = date(year, month, int(found[3]))
    return Days(day, day)


def measure_overlap(left: Days, right: Days) -> float:
    """Returns how much of two intervals is common: days in both over days in either, 0 to 1.

    An open end counts as the other interval's: what is not said is not held against it.

    Example:
        >>> measure_overlap(read_edtf("2024-01"), read_edtf("2024-01-31"))
        0.03225806451612903
    """
    start = left.start or right.start, right.start or left.start
    end = left.end or right.end, right.end or left.end
    if start[0] is None or start[1] is None or end[0] is None or end[1] is None:
        return 1.0 if left == right else 0.0
    common = (min(end[0], end[1]) - max(start[0], start[1])).days + 1
    if common <= 0:
        return 0.0
    return common / ((max(end[0], end[1]) - min(start[0], start[1])).days + 1)
