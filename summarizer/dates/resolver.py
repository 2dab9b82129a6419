"""From a phrase to an `EventDate`: which shape it has, and who reads that shape."""

from __future__ import annotations

import re
from datetime import date, datetime

from summarizer.dates import absolute, anchored, ranges, relative
from summarizer.dates.frame import Frame, Match, Reader, Reading, Tense, UnsettledError
from summarizer.dates.intervals import write_edtf
from summarizer.dates.words import compile_homographs, compile_peels, compile_shapes
from summarizer_schemas.record import DateBasis, EventDate

_MAX_PHRASE_CHARS = 200
"""No date phrase is longer; what is longer is prose and gets no answer."""
_MAX_NESTING = 3
"""Phrases within a phrase: "since two days after 3 May" has two."""
_MARGIN = " \t\r\n\f\v\xa0.,;:!?()[]“”„«»–—-" + '"'


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
    frame = Frame(published, tense, anchor, _read)
    reading = _read(phrase.replace("İ", "i").lower(), frame)
    if reading is None:
        return None
    anchors = {"relative": "publication", "event_anchored": anchor_id}
    known = reading.start is not None or reading.basis == "event_anchored"
    return EventDate(
        expressed=phrase,
        edtf=write_edtf(reading),
        start=reading.start,
        end=reading.end,
        granularity=reading.granularity,
        basis=reading.basis,
        anchor=anchors.get(reading.basis) if known else None,
    )


def _read(phrase: str, frame: Frame) -> Reading | None:
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
                return Reading(basis)
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


def _read_nothing(_: Match, __: Frame) -> None:
    """Read a number alone, which is a date only as one end of a range."""


def _read_unsettled(_: Match, __: Frame) -> Reading:
    raise UnsettledError


_READERS: dict[str, tuple[DateBasis, Reader]] = {
    "open": ("relative", ranges.read_open),
    "about": ("relative", ranges.read_about),
    "week_of": ("relative", ranges.read_week_of),
    "iso": ("explicit", absolute.read_iso),
    "numeric": ("explicit", absolute.read_numeric),
    "range": ("explicit", ranges.read_range),
    "season_years": ("explicit", absolute.read_season_years),
    "lone_day": ("explicit", _read_nothing),
    "day_month": ("explicit", absolute.read_calendar_day),
    "month_day": ("explicit", absolute.read_calendar_day),
    "month": ("explicit", absolute.read_month),
    "year": ("explicit", absolute.read_year),
    "decade": ("explicit", absolute.read_decade),
    "quarter": ("explicit", absolute.read_quarter),
    "short_quarter": ("explicit", absolute.read_quarter),
    "season": ("relative", _read_unsettled),
    "weekday_of_week": ("relative", relative.read_weekday_of_week),
    "week_weekday": ("relative", relative.read_weekday_of_week),
    "weekday": ("relative", relative.read_weekday),
    "day_word": ("relative", relative.read_day_word),
    "unit": ("relative", relative.read_unit),
    "weekend": ("relative", relative.read_weekend),
    "before_last": ("relative", relative.read_before_last),
    "rolling": ("relative", relative.read_rolling),
    "ago": ("relative", relative.read_ago),
    "from_now": ("relative", relative.read_from_now),
    "ahead": ("relative", relative.read_ahead),
    "apart": ("event_anchored", anchored.read_apart),
    "beside": ("event_anchored", anchored.read_beside),
    "day_after": ("event_anchored", anchored.read_day_after),
    "vague_apart": ("event_anchored", _read_unsettled),
    "vague": ("relative", _read_unsettled),
    "bounded": ("relative", ranges.read_bounded),
}
"""Name of a shape -> what its days hang on when nothing else is known, and who reads it."""
