"""When something happened: date phrases of a text, and the days they name.

`find_dates` finds the phrases, `resolve_date` turns one into an `EventDate`. The rules are
those of news prose, counted from the calendar day of publication where it was published:

- A bare weekday is the latest such day not after publication, that day included; about the
  future it is the first such day not before publication. "Last Tuesday" is strictly before,
  "next Tuesday" strictly after. Weeks run from Monday to Sunday and are intervals.
- "This week", "in January" reach to the day of publication when the past is told, and begin
  there when the future is. "Tomorrow" and "next week" lie ahead whatever the tense.
- "Two weeks ago" is a week and "three months ago" a month: as coarse as the unit it counts in.
- "Since Tuesday" runs from Tuesday to publication, "until Friday" from publication to Friday.
- "A day after" counts from another event; without that event it is unresolved.
- EDTF is written from `start` and `end` (level 0; `199X` of level 1 for a decade). The `~` of
  level 1 marks an interval the phrase narrows without saying to which days: "late January
  2024" is `2024-01~`, with the whole month as its interval.
- `granularity` is the unit of the phrase. An interval that names none ("15 to 19 January") has
  the smallest unit that holds it; a night ("overnight") counts as a day.
- What cannot be resolved for sure stays unresolved: it never becomes the publication date.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from summarizer.datewords import (
    COUNTS,
    MONTHS,
    WEEKDAYS,
    compile_finder,
    compile_homographs,
    compile_peels,
    compile_shapes,
)
from summarizer_schemas.record import DateBasis, EventDate, Granularity

__all__ = ["DatePhrase", "Tense", "find_dates", "resolve_date"]

Tense = Literal["past", "future"]

_MAX_PHRASE_CHARS = 200
"""No date phrase is longer; what is longer is prose and gets no answer."""
_MAX_NESTING = 3
"""Phrases within a phrase: "since two days after 3 May" has two."""
_UNIT_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_UNIT_MONTHS = {"month": 1, "year": 12, "decade": 120}
_UNIT_MINUTES = {"minute": 1, "hour": 60}
_UNIT_GRAINS: dict[str, Granularity] = {"week": "week", "fortnight": "week", "month": "month"}
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """Words that say when; `text_handed_in[start:end] == text`."""

    start: int
    end: int
    text: str


def find_dates(text: str, start: int = 0, end: int | None = None) -> list[DatePhrase]:
    """Find every English phrase in `text[start:end]` that says when.

    Args:
        text: raw text; it is searched as it is and never changed.
        start: first code point to look at.
        end: one past the last; the whole rest when left out.

    Returns:
        Phrases in order, none overlapping another, offsets into `text`. "on", "in" and other
        words that belong to the phrase are inside it, and so is a possessive ending.

    >>> [d.text for d in find_dates("On Tuesday, a day after Monday’s vote, it may rain.")]
    ['On Tuesday', 'a day after', 'Monday’s']
    """
    start, stop, _ = slice(start, end).indices(len(text))
    # The one letter whose lower case is longer than itself would move every offset after it.
    low = text[start:stop].replace("İ", "i").lower()
    finder, phrases, place = compile_finder(), list[DatePhrase](), 0
    while found := finder.search(low, place):
        first, last = found.span()
        place = last
        if common := _find_common_word(text, low, start, found):
            shorter = finder.match(low, first, common.start())
            # Past the opening word only: the rest may still hold a phrase.
            place = shorter.end() if shorter else common.end()
            if shorter is None or _find_common_word(text, low, start, shorter):
                continue
            last = shorter.end()
        a, b = start + first, start + last
        phrases.append(DatePhrase(a, b, text[a:b]))
    return phrases


def _find_common_word(
    text: str, low: str, offset: int, found: re.Match[str]
) -> re.Match[str] | None:
    """Return a word of the match that looks like a month but is written without a capital."""
    for word in compile_homographs().finditer(low, *found.span()):
        if not text[offset + word.start()].isupper():
            return word
    return None


def resolve_date(  # noqa: PLR0913 - the article's facts, each with its name
    phrase: str,
    *,
    published: date | datetime | None,
    tense: Tense = "past",
    anchor: EventDate | None = None,
    anchor_id: str | None = None,
    language: str = "en",
) -> EventDate | None:
    """Turn a verbatim date phrase into days.

    Args:
        phrase: the words of the article ("on Tuesday").
        published: day of publication; of a datetime, the calendar day in its own zone.
        tense: whether the phrase tells of the past or of what is to come.
        anchor: date of the event that "a day after" and the like count from.
        anchor_id: id of that event, kept as `EventDate.anchor`.
        language: BCP 47; only English is understood.

    Returns:
        None when the words are no date phrase, or not English. A date with neither `edtf`
        nor days when they speak of time but do not settle it.

    >>> date_ = resolve_date("last month", published=date(2024, 1, 19))
    >>> (date_.edtf, date_.granularity, date_.basis) if date_ else None
    ('2023-12', 'month', 'relative')
    """
    if len(phrase) > _MAX_PHRASE_CHARS or re.split("[-_]", language.lower())[0] != "en":
        return None
    frame = _Frame(published, tense, anchor)
    reading = _read(phrase.replace("İ", "i").lower(), frame)
    if reading is None:
        return None
    anchors = {"relative": "publication", "event_anchored": anchor_id}
    known = reading.start is not None or reading.basis == "event_anchored"
    return EventDate(
        expressed=phrase,
        edtf=_write_edtf(reading),
        start=reading.start,
        end=reading.end,
        granularity=reading.granularity,
        basis=reading.basis,
        anchor=anchors.get(reading.basis) if known else None,
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a phrase hangs on."""

    published: date | datetime | None
    tense: Tense
    anchor: EventDate | None
    nesting: int = 0

    @property
    def base(self) -> date:
        if self.published is None:
            raise _UnsettledError
        return self.published.date() if isinstance(self.published, datetime) else self.published


@dataclass(frozen=True, slots=True)
class _Reading:
    """Days a phrase names: both ends inclusive, or neither known."""

    basis: DateBasis
    start: date | None = None
    end: date | None = None
    granularity: Granularity = "unknown"
    about: bool = False


class _UnsettledError(ValueError):
    """The phrase is about time and does not say when."""


_Match = re.Match[str]
_Reader = Callable[[_Match, _Frame], _Reading | None]


def _read(phrase: str, frame: _Frame) -> _Reading | None:
    """Try every shape on the whole phrase, then again with one more part peeled off."""
    if frame.nesting > _MAX_NESTING:
        return None
    phrase = _trim(phrase)
    while phrase:
        for name, shape in compile_shapes().items():
            if (match := shape.fullmatch(phrase)) is None:
                continue
            basis, reader = _READERS[name]
            try:
                reading = reader(match, frame)
            except (ValueError, OverflowError):  # no such day, or outside the calendar
                return _Reading(basis)
            if reading is not None:
                return reading
        peeled = phrase
        for peel in compile_peels():
            if (peeled := _trim(peel.sub("", phrase, count=1))) != phrase:
                break
        if peeled == phrase:
            return None
        phrase = peeled
    return None


def _trim(phrase: str) -> str:
    phrase = phrase.strip(" \t\r\n\f\v\xa0.,;:!?()[]\"“”„«»–—-")
    return re.sub("(?:['’‘ʼ]s|(?<=s)['’‘ʼ])$", "", phrase)


def _read_inner(inner: str, frame: _Frame, tense: Tense | None = None) -> _Reading | None:
    return _read(inner, replace(frame, tense=tense or frame.tense, nesting=frame.nesting + 1))


# ---- intervals ----


def _write_edtf(reading: _Reading) -> str | None:
    """Write the interval as short as it stays true: a day, month, year, decade or `A/B`."""
    start, end = reading.start, reading.end
    if start is None or end is None:
        return None
    first, last = start.isoformat(), end.isoformat()
    if start.day == 1 and end.day == _find_last_day(end):
        first, last = first[:7], last[:7]
        if start.month == 1 and end.month == 12:  # noqa: PLR2004 - December
            first, last = first[:4], last[:4]
    mark = "~" if reading.about else ""
    if first == last:
        return first + mark
    if first == last[:3] + "0" and last[3:] == "9" and not mark:
        return first[:3] + "X"
    return f"{first}{mark}/{last}{mark}"


def _find_last_day(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _measure(start: date, end: date) -> Granularity:
    """Return the smallest unit that holds the interval; both of its end days are counted."""
    for unit, days in (("day", 1), ("week", 8), ("month", 32)):
        if (end - start).days < days:
            return unit  # type: ignore[return-value]
    return "year"


def _span_months(year: int, month: int, count: int = 1) -> tuple[date, date]:
    """Return first and last day of `count` months; `month` may lie outside 1..12."""
    first, last = year * 12 + month - 1, year * 12 + month - 2 + count
    end = date(last // 12, last % 12 + 1, 1)
    return date(first // 12, first % 12 + 1, 1), end.replace(day=_find_last_day(end))


def _widen(start: date, end: date, unit: str, steps: int = 0) -> tuple[date, date]:
    """Move an interval by `steps` units and widen it to whole ones."""
    if unit in _UNIT_DAYS:
        move = timedelta(days=_UNIT_DAYS[unit] * steps)
        start, end = start + move, end + move
        if unit != "day":
            start -= timedelta(days=start.weekday())
            end += timedelta(days=6 - end.weekday())
        return start, end
    if unit in _UNIT_MINUTES:
        whole, rest = divmod(_UNIT_MINUTES[unit] * steps, 24 * 60)
        return start + timedelta(days=whole), end + timedelta(days=whole + bool(rest))
    months = _UNIT_MONTHS[unit] * steps
    if unit == "month":
        first, last = start.month, end.month
        return (
            _span_months(start.year, first + months)[0],
            _span_months(end.year, last + months)[1],
        )
    return _span_months(start.year, 1 + months)[0], _span_months(end.year, 12 + months)[1]


def _name_grain(unit: str) -> Granularity:
    if unit in _UNIT_MINUTES or unit == "day":
        return "day"
    return _UNIT_GRAINS.get(unit, "year")


def _settle(reading: _Reading, frame: _Frame, tense: Tense | None = None) -> _Reading:
    """Cut an interval at the day of publication; all on the wrong side of it is unsettled."""
    start, end = reading.start, reading.end
    if start is None or end is None or frame.published is None:
        return reading
    if (tense or frame.tense) == "past":
        end = min(end, frame.base)
    else:
        start = max(start, frame.base)
    if start > end:
        raise _UnsettledError
    return replace(reading, start=start, end=end)


def _read_day(day: date, basis: DateBasis = "relative") -> _Reading:
    return _Reading(basis, day, day, "day")


# ---- the calendar ----


def _read_iso(match: _Match, _: _Frame) -> _Reading:
    return _read_day(date(int(match["year"]), int(match["month"]), int(match["day"])), "explicit")


def _read_numeric(match: _Match, _: _Frame) -> _Reading:
    """Read 16/01/2024 either way round, and only if one way is a date; dots mean day first."""
    year, one, two = (int(match[name]) for name in ("year", "one", "two"))
    orders = {(one, two)} if match["mark"] == "." else {(one, two), (two, one)}
    readings = [(day, month) for day, month in orders if month in range(1, 13)]
    if len(readings) != 1 or len(match["year"]) != 4:  # noqa: PLR2004 - digits of a year
        raise _UnsettledError
    day, month = readings[0]
    return _read_day(date(year, month, day), "explicit")


def _number_month(word: str) -> int:
    return MONTHS[word[:3]]


def _read_calendar_day(match: _Match, frame: _Frame) -> _Reading:
    month = _number_month(match["month"])
    number = int(re.sub("[a-z]", "", match["day"]))
    if match["year"]:
        day, basis = date(int(match["year"]), month, number), "explicit"
    else:
        day, basis = _find_nearest(month, number, frame.base, frame.tense), "relative"
    weekday = match["weekday"]
    if weekday and WEEKDAYS[weekday[:3]] != day.weekday():
        raise _UnsettledError
    return _read_day(day, basis)  # type: ignore[arg-type]


def _find_nearest(month: int, day: int, base: date, tense: Tense) -> date:
    """Return the nearest such day not after (past) or not before (future) the base."""
    step = -1 if tense == "past" else 1
    for year in range(base.year, base.year + 9 * step, step):  # a 29 February may be 8 years off
        if day > calendar.monthrange(year, month)[1]:
            continue
        found = date(year, month, day)
        if (base - found).days * -step >= 0:
            return found
    raise _UnsettledError
