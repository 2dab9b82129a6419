"""From a phrase to an `EventDate`: which shape it has, and who reads that shape."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from summarizer.dates import absolute, anchored, ranges, relative
from summarizer.dates.frame import Frame, Match, Reader, Reading, Tense, UnsettledError
from summarizer.dates.intervals import write_edtf
from summarizer.dates.words import WEEKDAYS, compile_homographs, compile_peels, compile_shapes
from summarizer_schemas.article import parse_published
from summarizer_schemas.record import DateBasis, EventDate

_MAX_PHRASE_CHARS = 200
"""No date phrase is longer; what is longer is prose and gets no answer."""
_MAX_NESTING = 3
"""Phrases within a phrase: "since two days after 3 May" has two."""
_KEPT = 1024
"""Phrases remembered: an article repeats its own, and a day's articles share most of theirs."""
_MARGIN = " \t\r\n\f\v\xa0.,;:!?()[]“”„«»–—-" + '"'


def resolve_date(
    phrase: str,
    *,
    published: date | datetime | str | None,
    tense: Tense = "past",
    anchor: EventDate | None = None,
    anchor_id: str | None = None,
    language: str | None = "en",
) -> EventDate | None:
    """Turn a verbatim date phrase into days.

    Args:
        phrase: the words of the article ("on Tuesday").
        published: day of publication, or that in ISO 8601; of a datetime, the calendar day in
            its own zone.
        tense: whether the phrase tells of the past or of what is to come.
        anchor: date of the event that "a day after" and the like count from.
        anchor_id: id of that event, kept as `EventDate.anchor`.
        language: BCP 47; None when it is not known.

    Returns:
        None when the words are no date phrase of that language. A date with neither `edtf`
        nor days when they speak of time but do not settle it.

    Raises:
        ValueError: `published` is a string and no date.

    >>> date_ = resolve_date("last month", published=date(2024, 1, 19))
    >>> (date_.edtf, date_.granularity, date_.basis) if date_ else None
    ('2023-12', 'month', 'relative')
    >>> date_ = resolve_date("vendredi 12 janvier", published=date(2024, 1, 19), language="fr")
    >>> date_.edtf if date_ else None
    '2024-01-12'
    """
    if len(phrase) > _MAX_PHRASE_CHARS:
        return None
    if isinstance(published, str):
        published = parse_published(published)
    if isinstance(published, datetime):
        # Only the clock on its wall counts; two zones' equal moments may be different days.
        published = published.replace(tzinfo=None)
    if anchor is None and anchor_id is None:
        return _resolve_alone(phrase, published, tense, language)
    return _resolve(phrase, Frame(published, tense, anchor, _read), language, anchor_id)


@lru_cache(maxsize=_KEPT)
def _resolve_alone(
    phrase: str, published: date | datetime | None, tense: Tense, language: str | None
) -> EventDate | None:
    return _resolve(phrase, Frame(published, tense, None, _read), language, None)


def _resolve(
    phrase: str, frame: Frame, language: str | None, anchor_id: str | None
) -> EventDate | None:
    reading = _read_in(phrase, frame, language)
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


def _read_in(phrase: str, frame: Frame, language: str | None) -> Reading | None:
    """Read a phrase in its language; without one, in English or as all languages read it."""
    if language is None or re.fullmatch("en(?:[-_].*)?", language.strip().lower(), re.DOTALL):
        no_month = compile_homographs().fullmatch(phrase.strip())  # "may": no capital, no month
        reading = None if no_month else _read(phrase.replace("İ", "i").lower(), frame)
        return reading or (None if language else _read_in_any(phrase, frame))
    return _read_foreign(phrase, frame, language)


def _read_foreign(phrase: str, frame: Frame, language: str) -> Reading | None:
    """Read a phrase by what it is in English; a weekday that the day is not unsettles it."""
    from summarizer.dates.languages import render

    rendering = render(phrase, language)
    if rendering is None:
        return None
    tense = rendering.tense or frame.tense
    reading = _read(rendering.english, replace(frame, tense=tense))
    if reading and reading.start and rendering.weekday:
        weekday = WEEKDAYS[rendering.weekday[:3]]
        return reading if reading.start.weekday() == weekday else Reading(reading.basis)
    return reading


def _read_in_any(phrase: str, frame: Frame) -> Reading | None:
    """Read a phrase of an unknown language, if no two languages read it differently."""
    from summarizer.dates.languages import is_contested, list_languages

    if is_contested(phrase):
        return None
    readings = {_read_foreign(phrase, frame, language) for language in list_languages()} - {None}
    if len(readings) > 1:
        return Reading("relative")
    return readings.pop() if readings else None


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
    "season_years": ("explicit", absolute.read_season_years),
    "lone_day": ("explicit", _read_nothing),
    "day_month": ("explicit", absolute.read_calendar_day),
    "month_day": ("explicit", absolute.read_calendar_day),
    "range": ("explicit", ranges.read_range),
    "month": ("explicit", absolute.read_month),
    "year": ("explicit", absolute.read_year),
    "decade": ("explicit", absolute.read_decade),
    "quarter": ("explicit", absolute.read_quarter),
    "short_quarter": ("explicit", absolute.read_quarter),
    "season": ("relative", _read_unsettled),
    "year_of_date": ("relative", absolute.read_year_of_date),
    "holiday": ("explicit", absolute.read_holiday),
    "weekday_date": ("relative", absolute.read_weekday_date),
    "weekday_before_last": ("relative", relative.read_weekday_before_last),
    "weekday_ago": ("relative", relative.read_weekday_ago),
    "weekday_on": ("relative", relative.read_weekday_on),
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
