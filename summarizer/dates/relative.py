"""Days counted from the day of publication: weekdays, "last month", "two weeks ago"."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from summarizer.dates.frame import Frame, Match, Reading, Tense, UnsettledError
from summarizer.dates.intervals import (
    DAY_MINUTES,
    ONE_DAY,
    ONE_WEEK,
    UNIT_DAYS,
    UNIT_MINUTES,
    UNIT_MONTHS,
    count_units,
    find_weekday,
    measure,
    move,
    name_grain,
    read_day,
    settle,
    shift,
    span_months,
    widen,
)
from summarizer.dates.words import STEPS, WEEKDAYS

_LEANINGS: dict[str, Tense] = {"earlier": "past", "later": "future"}


def read_weekday(match: Match, frame: Frame) -> Reading:
    """Read "Tuesday", "last Tuesday", "this coming Tuesday"."""
    weekday, relative = WEEKDAYS[match["weekday"][:3]], match["relative"] or "this"
    if relative.endswith(("last", "past")):
        return read_day(find_weekday(weekday, frame.base - ONE_DAY, "past"))
    if relative.endswith(("next", "coming")):
        return read_day(find_weekday(weekday, frame.base + ONE_DAY, "future"))
    return read_day(find_weekday(weekday, frame.base, frame.tense))


def read_weekday_of_week(match: Match, frame: Frame) -> Reading:
    """Read "Tuesday of last week", "next week on Tuesday"."""
    monday, _ = widen(frame.base, frame.base, "week", STEPS[match["relative"]])
    reading = read_day(monday + timedelta(days=WEEKDAYS[match["weekday"][:3]]))
    return settle(reading, frame) if match["relative"] == "this" else reading


def read_weekday_before_last(match: Match, frame: Frame) -> Reading:
    """Read "the Tuesday before last"."""
    last = find_weekday(WEEKDAYS[match["weekday"][:3]], frame.base - ONE_DAY, "past")
    return read_day(last - ONE_WEEK)


def read_weekday_ago(match: Match, frame: Frame) -> Reading:
    """Read "a week ago today", and "a week ago Tuesday" when both ways to count it agree."""
    weeks = count_units(match) * ONE_WEEK
    if match["weekday"] is None:
        return read_day(frame.base - weeks)
    weekday = WEEKDAYS[match["weekday"][:3]]
    day = find_weekday(weekday, frame.base, "past") - weeks
    if day + weeks < frame.base - timedelta(days=frame.base.weekday()):
        raise UnsettledError
    return read_day(day)


def read_weekday_on(match: Match, frame: Frame) -> Reading:
    """Read "a week from Tuesday"."""
    coming = find_weekday(WEEKDAYS[match["weekday"][:3]], frame.base + ONE_DAY, "future")
    return read_day(coming + count_units(match) * ONE_WEEK)


def read_day_word(match: Match, frame: Frame) -> Reading:
    """Read "yesterday", "the day after tomorrow", "overnight"."""
    base, word = frame.base, match["word"].split()
    if word[0] == "overnight":
        first, last = (base - ONE_DAY, base) if frame.tense == "past" else (base, base + ONE_DAY)
        return Reading("relative", first, last, "day")
    days = {"yesterday": -1, "tomorrow": 1}.get(word[-1], 0)
    days = days * 2 if len(word) > 1 else days
    if word[-1] == "last":  # the night before it
        days = -2
    return read_day(base + timedelta(days=-1 if word[0] == "last" else days))


def read_unit(match: Match, frame: Frame) -> Reading:
    """Read "this week", "late last month", "the end of the year"."""
    base, unit = frame.base, match["unit"]
    relative = match["relative"] or "this"
    edge = match["edge"] or match["edge_of"] or ""
    reading = replace(shift(read_day(base), unit, STEPS[relative]), about=bool(edge))
    if relative != "this":
        return reading
    tense = _LEANINGS.get(edge.split()[0]) if edge else None
    return settle(replace(reading, about=bool(edge) and tense is None), frame, tense)


def read_before_last(match: Match, frame: Frame) -> Reading:
    """Read "the week before last"."""
    return shift(read_day(frame.base), match["unit"], -2)


def read_weekend(match: Match, frame: Frame) -> Reading:
    """Read a weekend: one in progress counts, unless it is called the last or the next."""
    base, relative = frame.base, match["relative"]
    two_days, cut = timedelta(days=2), False
    if relative.endswith(("last", "past")):
        saturday = find_weekday(WEEKDAYS["sat"], base - two_days, "past")
    elif relative.endswith(("next", "coming")):
        saturday = find_weekday(WEEKDAYS["sat"], base + ONE_DAY, "future")
    else:
        from_day = base if frame.tense == "past" else base - ONE_DAY
        saturday, cut = find_weekday(WEEKDAYS["sat"], from_day, frame.tense), True
    reading = Reading("relative", saturday, saturday + ONE_DAY, "week")
    return settle(reading, frame) if cut else reading


def read_rolling(match: Match, frame: Frame) -> Reading:
    """Read "the past two weeks": so many units up to, or on from, the day of publication."""
    base, unit, number = frame.base, match["unit"], count_units(match)
    if match["count"] is None and match[0].endswith("s"):  # "the coming days"
        raise UnsettledError
    steps = -number if match["way"] in {"past", "last"} else number
    if unit in UNIT_MONTHS:
        first, last = span_months(base.year, base.month + UNIT_MONTHS[unit] * steps)
        other = first.replace(day=min(base.day, last.day))
    else:
        minutes = UNIT_MINUTES.get(unit) or UNIT_DAYS[unit] * DAY_MINUTES
        days = -(-number * minutes // DAY_MINUTES)
        other = base + timedelta(days=days if steps > 0 else -days)
    start, end = sorted((base, other))
    named = number == 1 or (unit == "hour" and number <= 24)
    return Reading("relative", start, end, name_grain(unit) if named else measure(start, end))


def read_ago(match: Match, frame: Frame) -> Reading:
    """Read "two weeks ago"; hours count back from the minute of publication, if it is known."""
    unit, number, base = match["unit"], count_units(match), frame.base
    if unit in UNIT_MINUTES and isinstance(frame.published, datetime):
        day = (frame.published - timedelta(minutes=number * UNIT_MINUTES[unit])).date()
        return read_day(day)
    return settle(move(read_day(base), -number, match), frame, "past")


def read_ahead(match: Match, frame: Frame) -> Reading | None:
    """Read "in two weeks" as a date when the future is told; otherwise it is a duration."""
    return read_from_now(match, frame) if frame.tense == "future" else None


def read_from_now(match: Match, frame: Frame) -> Reading:
    """Read "two weeks from now", "in three months' time"."""
    return settle(move(read_day(frame.base), count_units(match), match), frame, "future")
