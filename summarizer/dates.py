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
_MARGIN = " \t\r\n\f\v\xa0.,;:!?()[]“”„«»–—-" + '"'
_DAY_MINUTES = 24 * 60
_LEANINGS: dict[str, Tense] = {"earlier": "past", "later": "future"}
_PARTS = frozenset({"year", "month", "day", "weekday"})
_STEPS = {"last": -1, "this": 0, "next": 1}
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


def resolve_date(
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
    if compile_homographs().fullmatch(phrase.strip()):  # "may", "march": no capital, no month
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
    phrase = phrase.strip(_MARGIN)
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
        whole, rest = divmod(_UNIT_MINUTES[unit] * steps, _DAY_MINUTES)
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
    if len(readings) != 1 or len(match["year"]) != 4:
        raise _UnsettledError
    day, month = readings[0]
    return _read_day(date(year, month, day), "explicit")


def _number_month(word: str) -> int:
    return MONTHS[word[:3]]


def _read_calendar_day(match: _Match, frame: _Frame) -> _Reading:
    month = _number_month(match["month"])
    number = int(match["day"].rstrip("dhnrst"))
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


def _read_month(match: _Match, frame: _Frame) -> _Reading:
    month, about = _number_month(match["month"]), match["edge"] is not None
    if match["year"]:
        return _Reading("explicit", *_span_months(int(match["year"]), month), "month", about)
    base, relative = frame.base, match["relative"]
    if relative == "last":
        year = base.year - (month >= base.month)
    elif relative == "next":
        year = base.year + (month <= base.month)
    elif frame.tense == "past":
        year = base.year - (month > base.month)
    else:
        year = base.year + (month < base.month)
    reading = _Reading("relative", *_span_months(year, month), "month", about)
    return reading if relative in {"last", "next"} else _settle(reading, frame)


def _read_year(match: _Match, _: _Frame) -> _Reading:
    span = _span_months(int(match["year"]), 1, 12)
    return _Reading("explicit", *span, "year", match["edge"] is not None)


def _read_season_years(match: _Match, _: _Frame) -> _Reading:
    """Read 2019-20 and 2019-22; what would run backwards (2024-05) is no span of years."""
    first = int(match["year"])
    years = (int(match["next"]) - first) % 100
    if not years or (first % 100 + years > 99 and years > 1):
        raise _UnsettledError
    return _Reading("explicit", *_span_months(first, 1, 12 * (years + 1)), "year")


def _read_decade(match: _Match, _: _Frame) -> _Reading:
    span = _span_months(int(match["decade"]) * 10, 1, 120)
    return _Reading("explicit", *span, "year", match["edge"] is not None)


def _read_quarter(match: _Match, frame: _Frame) -> _Reading:
    parts = match.groupdict()
    count = 2 if parts.get("part") == "half" else 4
    nth = {"f": 1, "s": 2, "t": 3}.get(match["nth"][0]) if match["nth"][0].isalpha() else None
    nth = count if match["nth"] in {"last", "final", "fourth"} else nth or int(match["nth"][0])
    if nth > count:
        raise _UnsettledError
    months = 12 // count
    year = int(match["year"]) if match["year"] else frame.base.year + _STEPS[match["relative"]]
    span = _span_months(year, 1 + (nth - 1) * months, months)
    if match["year"]:
        return _Reading("explicit", *span, "year")
    reading = _Reading("relative", *span, "year")
    return _settle(reading, frame) if match["relative"] == "this" else reading


# ---- from one moment to another ----


def _read_range(match: _Match, frame: _Frame) -> _Reading | None:
    left, right = _parse_moment(match["left"]), _parse_moment(match["right"])
    if left.keys() == right.keys() == {"weekday"}:
        return _read_weekday_range(left["weekday"], right["weekday"], frame)
    if "weekday" in left.keys() ^ right.keys() and {"weekday"} in (left.keys(), right.keys()):
        raise _UnsettledError
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
    return _Reading(basis, start, end, _measure(start, end))


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
    raise _UnsettledError


def _span_moment(moment: dict[str, int], year: int) -> tuple[date, date]:
    if "day" in moment:
        day = date(year, moment["month"], moment["day"])
        return day, day
    if "month" in moment:
        return _span_months(year, moment["month"])
    return _span_months(year, 1, 12)


def _date_range(left: dict[str, int], right: dict[str, int], first_year: int) -> tuple[date, date]:
    """Date both ends; an end that names no year lies within twelve months of the other."""
    last_year = right.get("year", first_year)
    start, end = _span_moment(left, first_year)[0], _span_moment(right, last_year)[1]
    if start > end and "year" not in left:
        start = _span_moment(left, first_year - 1)[0]
    elif start > end and "year" not in right:
        end = _span_moment(right, last_year + 1)[1]
    if start > end:
        raise _UnsettledError
    return start, end


def _infer_range(left: dict[str, int], right: dict[str, int], frame: _Frame) -> tuple[date, date]:
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
    raise _UnsettledError


def _read_weekday_range(first: int, last: int, frame: _Frame) -> _Reading:
    """Read "Monday to Wednesday": the latest that is over, or the next that begins."""
    base = frame.base
    length = timedelta(days=(last - first) % 7)
    if frame.tense == "past":
        start = _find_weekday(last, base, "past") - length
    else:
        start = _find_weekday(first, base, "future")
    return _Reading("relative", start, start + length, _measure(start, start + length))


def _read_open(match: _Match, frame: _Frame) -> _Reading | None:
    """Read "since …" up to publication and "until …", "by …" from publication on."""
    since = match["open"] == "since"
    inner = _read_inner(match["inner"], frame, "past" if since else None)
    if inner is None:
        return None
    start, end = (inner.start, frame.base) if since else (frame.base, inner.end)
    # In a report of the past, "until Friday" does not say since when.
    if start is None or end is None or start > end or (frame.tense == "past" and not since):
        raise _UnsettledError
    return _Reading("relative", start, end, _measure(start, end), inner.about)


def _read_about(match: _Match, frame: _Frame) -> _Reading | None:
    inner = _read_inner(match["inner"], frame)
    return inner and replace(inner, about=inner.start is not None)


def _read_week_of(match: _Match, frame: _Frame) -> _Reading | None:
    inner = _read_inner(match["inner"], frame)
    if inner is None or inner.start is None or inner.end is None:
        return inner
    reading = _Reading(inner.basis, *_widen(inner.start, inner.end, "week"), "week", inner.about)
    return reading if inner.basis == "explicit" else _settle(reading, frame)


def _read_bounded(match: _Match, frame: _Frame) -> _Reading | None:
    """Take "before Tuesday" for what it is: time, but no day."""
    return _read_inner(match["inner"], frame) and _Reading("relative")


def _read_nothing(_: _Match, __: _Frame) -> None:
    """Read a number alone, which is a date only as one end of a range."""


def _read_unsettled(_: _Match, __: _Frame) -> _Reading:
    raise _UnsettledError


# ---- counted from publication ----


def _find_weekday(weekday: int, base: date, tense: Tense) -> date:
    """Return the nearest such weekday, the base itself included."""
    if tense == "past":
        return base - timedelta(days=(base.weekday() - weekday) % 7)
    return base + timedelta(days=(weekday - base.weekday()) % 7)


def _read_weekday(match: _Match, frame: _Frame) -> _Reading:
    weekday, relative = WEEKDAYS[match["weekday"][:3]], match["relative"] or "this"
    if relative.endswith(("last", "past")):
        return _read_day(_find_weekday(weekday, frame.base - _ONE_DAY, "past"))
    if relative.endswith(("next", "coming")):
        return _read_day(_find_weekday(weekday, frame.base + _ONE_DAY, "future"))
    return _read_day(_find_weekday(weekday, frame.base, frame.tense))


def _read_weekday_of_week(match: _Match, frame: _Frame) -> _Reading:
    monday, _ = _widen(frame.base, frame.base, "week", _STEPS[match["relative"]])
    reading = _read_day(monday + timedelta(days=WEEKDAYS[match["weekday"][:3]]))
    return _settle(reading, frame) if match["relative"] == "this" else reading


def _read_day_word(match: _Match, frame: _Frame) -> _Reading:
    base, word = frame.base, match["word"].split()
    if word[0] == "overnight":
        first, last = (base - _ONE_DAY, base) if frame.tense == "past" else (base, base + _ONE_DAY)
        return _Reading("relative", first, last, "day")
    days = {"yesterday": -1, "tomorrow": 1}.get(word[-1], 0)
    days = days * 2 if len(word) > 1 else days
    return _read_day(base + timedelta(days=-1 if word[0] == "last" else days))


def _read_unit(match: _Match, frame: _Frame) -> _Reading:
    """Read "this week", "late last month", "the end of the year"."""
    base, unit = frame.base, match["unit"]
    relative = match["relative"] or "this"
    edge = match["edge"] or match["edge_of"] or ""
    reading = replace(_shift(_read_day(base), unit, _STEPS[relative]), about=bool(edge))
    if relative != "this":
        return reading
    tense = _LEANINGS.get(edge.split()[0]) if edge else None
    return _settle(replace(reading, about=bool(edge) and tense is None), frame, tense)


def _read_before_last(match: _Match, frame: _Frame) -> _Reading:
    return _shift(_read_day(frame.base), match["unit"], -2)


def _read_weekend(match: _Match, frame: _Frame) -> _Reading:
    """Read a weekend: one in progress counts, unless it is called the last or the next."""
    base, relative = frame.base, match["relative"]
    two_days, cut = timedelta(days=2), False
    if relative.endswith(("last", "past")):
        saturday = _find_weekday(WEEKDAYS["sat"], base - two_days, "past")
    elif relative.endswith(("next", "coming")):
        saturday = _find_weekday(WEEKDAYS["sat"], base + _ONE_DAY, "future")
    else:
        from_day = base if frame.tense == "past" else base - _ONE_DAY
        saturday, cut = _find_weekday(WEEKDAYS["sat"], from_day, frame.tense), True
    reading = _Reading("relative", saturday, saturday + _ONE_DAY, "week")
    return _settle(reading, frame) if cut else reading


def _count(match: _Match) -> int:
    """Return how many units, when the phrase gives a number and not a bound."""
    parts = match.groupdict()
    if parts.get("limit") or parts.get("vague"):
        raise _UnsettledError
    word = parts["count"] or "one"
    return COUNTS.get(word) or int(word)


def _read_rolling(match: _Match, frame: _Frame) -> _Reading:
    """Read "the past two weeks": so many units up to, or on from, the day of publication."""
    base, unit, number = frame.base, match["unit"], _count(match)
    if match["count"] is None and match[0].endswith("s"):  # "the coming days"
        raise _UnsettledError
    steps = -number if match["way"] in {"past", "last"} else number
    if unit in _UNIT_MONTHS:
        first, last = _span_months(base.year, base.month + _UNIT_MONTHS[unit] * steps)
        other = first.replace(day=min(base.day, last.day))
    else:
        minutes = _UNIT_MINUTES.get(unit) or _UNIT_DAYS[unit] * _DAY_MINUTES
        days = -(-number * minutes // _DAY_MINUTES)
        other = base + timedelta(days=days if steps > 0 else -days)
    start, end = sorted((base, other))
    named = number == 1 or (unit == "hour" and number <= 24)
    return _Reading("relative", start, end, _name_grain(unit) if named else _measure(start, end))


def _read_ago(match: _Match, frame: _Frame) -> _Reading:
    unit, number, base = match["unit"], _count(match), frame.base
    if unit in _UNIT_MINUTES and isinstance(frame.published, datetime):
        day = (frame.published - timedelta(minutes=number * _UNIT_MINUTES[unit])).date()
        return _read_day(day)
    return _settle(_move(_read_day(base), -number, match), frame, "past")


def _read_ahead(match: _Match, frame: _Frame) -> _Reading | None:
    """Read "in two weeks" as a date when the future is told; otherwise it is a duration."""
    return _read_from_now(match, frame) if frame.tense == "future" else None


def _read_from_now(match: _Match, frame: _Frame) -> _Reading:
    return _settle(_move(_read_day(frame.base), _count(match), match), frame, "future")


def _move(origin: _Reading, steps: int, match: _Match) -> _Reading:
    """Count from days to days; weeks and longer units land on whole ones."""
    if origin.start is None or origin.end is None:
        raise _UnsettledError
    unit = match["unit"]
    start, end = _widen(origin.start, origin.end, unit, steps)
    grain = _name_grain(unit)
    if grain == "day" and origin.granularity != "unknown":
        grain = origin.granularity
    about = origin.about or unit == "decade" or bool(match.groupdict().get("near"))
    return _Reading(origin.basis, start, end, grain, about)


# ---- counted from another event ----


def _read_anchor(frame: _Frame, inner: str | None = None) -> _Reading:
    """Return the days counted from: a date within the phrase, else the other event's."""
    if inner and (found := compile_finder().search(inner)):
        reading = _read_inner(found[0], frame)
        if reading and reading.start:
            return reading
    date_ = frame.anchor
    if date_ is None or date_.start is None or date_.end is None:
        raise _UnsettledError
    start, end, grain = date_.start, date_.end, date_.granularity
    grain = _measure(start, end) if grain == "unknown" else grain
    return _Reading("event_anchored", start, end, grain, "~" in (date_.edtf or ""))


def _bound(reading: _Reading, frame: _Frame) -> _Reading:
    """Keep what is told of the past from lying after publication."""
    past = frame.tense == "past" and reading.basis != "explicit"
    return _settle(reading, frame) if past else reading


def _read_apart(match: _Match, frame: _Frame) -> _Reading:
    number = _count(match)
    steps = number if match["way"].startswith(("after", "later")) else -number
    return _bound(_move(_read_anchor(frame, match["inner"]), steps, match), frame)


def _read_day_after(match: _Match, frame: _Frame) -> _Reading:
    origin = _read_anchor(frame, match["inner"])
    return _bound(_shift(origin, match["unit"], 1 if match["way"] == "after" else -1), frame)


def _read_beside(match: _Match, frame: _Frame) -> _Reading:
    """Read "the following day", "that week", "the previous Friday"."""
    origin = _read_anchor(frame)
    side = match["side"] or match["next"] or match["that"]
    steps = {"following": 1, "next": 1, "previous": -1, "preceding": -1}.get(side, 0)
    if match["weekday"] is None:
        return _bound(_shift(origin, match["unit"] or "day", steps), frame)
    if not steps or origin.start is None or origin.end is None:
        raise _UnsettledError
    weekday = WEEKDAYS[match["weekday"][:3]]
    if steps > 0:
        day = _find_weekday(weekday, origin.end + _ONE_DAY, "future")
    else:
        day = _find_weekday(weekday, origin.start - _ONE_DAY, "past")
    return _bound(_read_day(day, origin.basis), frame)


def _shift(origin: _Reading, unit: str, steps: int) -> _Reading:
    """Move to the whole unit so many steps on; a part of a day moves by days."""
    if origin.start is None or origin.end is None:
        raise _UnsettledError
    if unit == "decade":
        span = _span_months((origin.start.year // 10 + steps) * 10, 1, 120)
        return _Reading(origin.basis, *span, "year", origin.about)
    if unit not in _UNIT_DAYS and unit not in _UNIT_MONTHS:
        unit = "day"
    grain = origin.granularity if unit == "day" else _name_grain(unit)
    span = _widen(origin.start, origin.end, unit, steps)
    return _Reading(origin.basis, *span, grain, origin.about)


_READERS: dict[str, tuple[DateBasis, _Reader]] = {
    "open": ("relative", _read_open),
    "about": ("relative", _read_about),
    "week_of": ("relative", _read_week_of),
    "iso": ("explicit", _read_iso),
    "numeric": ("explicit", _read_numeric),
    "range": ("explicit", _read_range),
    "season_years": ("explicit", _read_season_years),
    "lone_day": ("explicit", _read_nothing),
    "day_month": ("explicit", _read_calendar_day),
    "month_day": ("explicit", _read_calendar_day),
    "month": ("explicit", _read_month),
    "year": ("explicit", _read_year),
    "decade": ("explicit", _read_decade),
    "quarter": ("explicit", _read_quarter),
    "short_quarter": ("explicit", _read_quarter),
    "season": ("relative", _read_unsettled),
    "weekday_of_week": ("relative", _read_weekday_of_week),
    "week_weekday": ("relative", _read_weekday_of_week),
    "weekday": ("relative", _read_weekday),
    "day_word": ("relative", _read_day_word),
    "unit": ("relative", _read_unit),
    "weekend": ("relative", _read_weekend),
    "before_last": ("relative", _read_before_last),
    "rolling": ("relative", _read_rolling),
    "ago": ("relative", _read_ago),
    "from_now": ("relative", _read_from_now),
    "ahead": ("relative", _read_ahead),
    "apart": ("event_anchored", _read_apart),
    "beside": ("event_anchored", _read_beside),
    "day_after": ("event_anchored", _read_day_after),
    "vague_apart": ("event_anchored", _read_unsettled),
    "vague": ("relative", _read_unsettled),
    "bounded": ("relative", _read_bounded),
}
"""Name of a shape -> what its days hang on when nothing else is known, and who reads it."""
