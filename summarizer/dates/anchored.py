"""Days counted from another event: "a day after", "the following week"."""

from __future__ import annotations

from summarizer.dates.frame import Frame, Match, Reading, UnsettledError, read_inner
from summarizer.dates.intervals import (
    ONE_DAY,
    count_units,
    find_weekday,
    measure,
    move,
    read_day,
    settle,
    shift,
)
from summarizer.dates.words import WEEKDAYS, compile_finder


def _read_anchor(frame: Frame, inner: str | None = None) -> Reading:
    """Return the days counted from: a date within the phrase, else the other event's."""
    if inner and (found := compile_finder().search(inner)):
        reading = read_inner(found[0], frame)
        if reading and reading.start:
            return reading
    date_ = frame.anchor
    if date_ is None or date_.start is None or date_.end is None:
        raise UnsettledError
    start, end, grain = date_.start, date_.end, date_.granularity
    grain = measure(start, end) if grain == "unknown" else grain
    return Reading("event_anchored", start, end, grain, "~" in (date_.edtf or ""))


def _bound(reading: Reading, frame: Frame) -> Reading:
    """Keep what is told of the past from lying after publication."""
    past = frame.tense == "past" and reading.basis != "explicit"
    return settle(reading, frame) if past else reading


def read_apart(match: Match, frame: Frame) -> Reading:
    """Read "two days later", "a week before the vote"."""
    number = count_units(match)
    steps = number if match["way"].startswith(("after", "later")) else -number
    return _bound(move(_read_anchor(frame, match["inner"]), steps, match), frame)


def read_day_after(match: Match, frame: Frame) -> Reading:
    """Read "the day after", "the night before Monday's vote"."""
    origin = _read_anchor(frame, match["inner"])
    return _bound(shift(origin, match["unit"], 1 if match["way"] == "after" else -1), frame)


def read_beside(match: Match, frame: Frame) -> Reading:
    """Read "the following day", "that week", "the previous Friday"."""
    origin = _read_anchor(frame)
    side = match["side"] or match["next"] or match["that"]
    steps = {"following": 1, "next": 1, "previous": -1, "preceding": -1}.get(side, 0)
    if match["weekday"] is None:
        return _bound(shift(origin, match["unit"] or "day", steps), frame)
    if not steps or origin.start is None or origin.end is None:
        raise UnsettledError
    weekday = WEEKDAYS[match["weekday"][:3]]
    if steps > 0:
        day = find_weekday(weekday, origin.end + ONE_DAY, "future")
    else:
        day = find_weekday(weekday, origin.start - ONE_DAY, "past")
    return _bound(read_day(day, origin.basis), frame)
