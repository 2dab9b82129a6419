"""From one moment to another, and what a word such as "since" makes of a moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from summarizer.dates.frame import Frame, Match, Reading, UnsettledError, read_inner
from summarizer.dates.intervals import ONE_DAY, find_weekday, measure, settle, span_months, widen
from summarizer.dates.words import MONTHS, WEEKDAYS, compile_shapes
from summarizer_schemas.record import DateBasis

_PARTS = frozenset({"year", "month", "day", "weekday"})


def read_range(match: Match, frame: Frame) -> Reading | None:
    """Read "15 to 19 January", "from Monday to Wednesday", "2019-2022"."""
    left, right = _parse_moment(match["left"]), _parse_moment(match["right"])
    if left.keys() == right.keys() == {"weekday"}:
        return _keep_whole(match, _read_weekday_range(left["weekday"], right["weekday"], frame))
    if "weekday" in left.keys() ^ right.keys() and {"weekday"} in (left.keys(), right.keys()):
        raise UnsettledError
    for one, other in ((left, right), (right, left)):
        if "day" in one and "month" not in one:
            if "month" not in other:
                return None
            one["month"] = other["month"]
    given = "year" in left or "year" in right
    if given:
        start, end = _date_range(left, right, left.get("year", right.get("year", 0)))
    else:
        start, end = _infer_range(left, right, frame)
    basis: DateBasis = "explicit" if given else "relative"
    if not given and frame.tense == "past":
        end = min(end, frame.base)
    return _keep_whole(match, Reading(basis, start, end, measure(start, end)))


def _keep_whole(match: Match, reading: Reading) -> Reading:
    """Keep "5 and 6 May", and not "5 and 9 May", whose days make no interval."""
    if match["both"] and not match[0].startswith("between") and reading.start and reading.end:
        unit = "day weekday month year".split()
        finest = next(n for n in unit if n in _parse_moment(match["right"]))
        if (reading.end - reading.start).days > _TWO_OF[finest]:
            raise UnsettledError
    return reading


_TWO_OF = {"day": 1, "weekday": 1, "month": 61, "year": 730}
"""Unit -> most days between the first and the last of two that follow each other."""


def _parse_moment(words: str) -> dict[str, int]:
    """Return what a moment names of `year`, `month`, `day` and `weekday`."""
    shapes = compile_shapes()
    tables = {"month": MONTHS, "weekday": WEEKDAYS}
    for name in ("iso", "day_month", "month_day", "month", "year", "weekday", "lone_day"):
        if match := shapes[name].fullmatch(words):
            parts = {key: part for key, part in match.groupdict().items() if part and key in _PARTS}
            return {
                key: tables[key][part[:3]] if part[0].isalpha() else int(part.rstrip("dhnrst"))
                for key, part in parts.items()
            }
    raise UnsettledError


def _span_moment(moment: dict[str, int], year: int) -> tuple[date, date]:
    if "day" in moment:
        day = date(year, moment["month"], moment["day"])
        return day, day
    if "month" in moment:
        return span_months(year, moment["month"])
    return span_months(year, 1, 12)


def _date_range(left: dict[str, int], right: dict[str, int], first_year: int) -> tuple[date, date]:
    """Date both ends; an end that names no year lies within twelve months of the other."""
    last_year = right.get("year", first_year)
    start, end = _span_moment(left, first_year)[0], _span_moment(right, last_year)[1]
    if start > end and "year" not in left:
        start = _span_moment(left, first_year - 1)[0]
    elif start > end and "year" not in right:
        end = _span_moment(right, last_year + 1)[1]
    if start > end:
        raise UnsettledError
    return start, end


def _infer_range(left: dict[str, int], right: dict[str, int], frame: Frame) -> tuple[date, date]:
    """Date a range without a year: begun by publication (past) or not yet over (future)."""
    base = frame.base
    step = -1 if frame.tense == "past" else 1
    for year in range(base.year - (step == 1), base.year + 9 * step, step):
        try:
            start, end = _date_range(left, right | {"year": year}, year)
        except ValueError:  # a 29 February
            continue
        if (start <= base) if step == -1 else (end >= base):
            return start, end
    raise UnsettledError


def _read_weekday_range(first: int, last: int, frame: Frame) -> Reading:
    """Read "Monday to Wednesday": the latest that is over, or the next that begins."""
    base = frame.base
    length = timedelta(days=(last - first) % 7)
    if frame.tense == "past":
        start = find_weekday(last, base, "past") - length
    else:
        start = find_weekday(first, base, "future")
    return Reading("relative", start, start + length, measure(start, start + length))


def read_open(match: Match, frame: Frame) -> Reading | None:
    """Read "since …" up to publication and "until …", "by …" from publication on."""
    since = match["open"] == "since"
    inner = read_inner(match["inner"], frame, "past" if since else None)
    if inner is None:
        return None
    start, end = (inner.start, frame.base) if since else (frame.base, inner.end)
    # In a report of the past, "until Friday" does not say since when.
    if start is None or end is None or start > end or (frame.tense == "past" and not since):
        raise UnsettledError
    return Reading("relative", start, end, measure(start, end), inner.about)


def read_about(match: Match, frame: Frame) -> Reading | None:
    """Read "around 3 May": the same days, marked as approximate."""
    inner = read_inner(match["inner"], frame)
    return inner and replace(inner, about=inner.start is not None)


def read_week_of(match: Match, frame: Frame) -> Reading | None:
    """Read "the week of 3 May", "the weekend of May 3-4"."""
    inner = read_inner(match["inner"], frame)
    if inner is None or inner.start is None or inner.end is None:
        return inner
    start, end = widen(inner.start, inner.end, "week")
    if match["unit"] == "weekend":
        start = end - ONE_DAY
        if inner.start < start:
            raise UnsettledError
    reading = Reading(inner.basis, start, end, "week", inner.about)
    return reading if inner.basis == "explicit" else settle(reading, frame)


def read_bounded(match: Match, frame: Frame) -> Reading | None:
    """Take "before Tuesday" for what it is: time, but no day."""
    return read_inner(match["inner"], frame) and Reading("relative")
