"""Dates: which words say when, and which days they name."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.dates import Tense, find_dates, resolve_date
from summarizer_schemas.record import EventDate

FRIDAY = date(2024, 1, 19)
WEEK = [date(2024, 1, 15) + timedelta(days=n) for n in range(7)]
"""Monday 15 to Sunday 21 January 2024."""


def make_date(edtf: str) -> EventDate:
    """Returns the date of another event, a day or days."""
    first, _, last = edtf.partition("/")
    start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    grain = "day" if start == end else "week"
    return EventDate(
        expressed="then", edtf=edtf, start=start, end=end, granularity=grain, basis="explicit"
    )


def read_edtf(edtf: str) -> tuple[date, date]:
    """Returns the first and the last day that a level 0 or 1 string covers."""
    parts = edtf.replace("~", "").split("/")
    first, last = parts[0].replace("X", "0"), parts[-1].replace("X", "9")
    year, month = int(last[:4]), int(last[5:7] or 12)
    day = int(last[8:] or calendar.monthrange(year, month)[1])
    return date.fromisoformat(f"{first}-01-01"[:10]), date(year, month, day)


# One row for each phrase: the day or days it names when published on Monday 15, Tuesday 16 …
# Sunday 21 January 2024, as days of that month.
BY_WEEKDAY: list[tuple[str, Tense, str]] = [
    ("Tuesday", "past", "9 16 16 16 16 16 16"),
    ("on Friday", "past", "12 12 12 12 19 19 19"),
    ("Sunday’s", "past", "14 14 14 14 14 14 21"),
    ("Monday", "past", "15 15 15 15 15 15 15"),
    ("early on Saturday", "past", "13 13 13 13 13 20 20"),
    ("last Tuesday", "past", "9 9 16 16 16 16 16"),
    ("this Thursday", "past", "11 11 11 18 18 18 18"),
    ("next Friday", "future", "19 19 19 19 26 26 26"),
    ("next Friday", "past", "19 19 19 19 26 26 26"),
    ("Friday", "future", "19 19 19 19 19 26 26"),
    ("Monday", "future", "15 22 22 22 22 22 22"),
    ("Tuesday last week", "past", "9 9 9 9 9 9 9"),
    ("this week", "past", "15 15/16 15/17 15/18 15/19 15/20 15/21"),
    ("this week", "future", "15/21 16/21 17/21 18/21 19/21 20/21 21"),
    ("later this week", "past", "15/21 16/21 17/21 18/21 19/21 20/21 21"),
    ("last week", "past", "8/14 8/14 8/14 8/14 8/14 8/14 8/14"),
    ("next week", "past", "22/28 22/28 22/28 22/28 22/28 22/28 22/28"),
    ("the Tuesday before last", "past", "2 2 9 9 9 9 9"),
    ("a week ago today", "past", "8 9 10 11 12 13 14"),
    ("the night before last", "past", "13 14 15 16 17 18 19"),
    ("a week from Friday", "future", "26 26 26 26"),
    ("Monday night into Tuesday", "past", "8/9 15/16 15/16 15/16 15/16 15/16 15/16"),
    ("in the early morning hours of Monday", "past", "15 15 15 15 15 15 15"),
    ("over the weekend", "past", "13/14 13/14 13/14 13/14 13/14 20 20/21"),
    ("last weekend", "past", "13/14 13/14 13/14 13/14 13/14 13/14 13/14"),
    ("this weekend", "future", "20/21 20/21 20/21 20/21 20/21 20/21 21"),
    ("next weekend", "future", "20/21 20/21 20/21 20/21 20/21 27/28 27/28"),
    ("two weeks ago", "past", "1/7 1/7 1/7 1/7 1/7 1/7 1/7"),
    ("yesterday", "past", "14 15 16 17 18 19 20"),
    ("the day before yesterday", "past", "13 14 15 16 17 18 19"),
    ("tomorrow", "past", "16 17 18 19 20 21 22"),
    ("overnight", "past", "14/15 15/16 16/17 17/18 18/19 19/20 20/21"),
    ("from Monday to Wednesday", "past", "8/10 8/10 15/17 15/17 15/17 15/17 15/17"),
    ("from Monday to Wednesday", "future", "15/17 22/24 22/24 22/24 22/24 22/24 22/24"),
    ("since Tuesday", "past", "9/15 16 16/17 16/18 16/19 16/20 16/21"),
    ("until Friday", "future", "15/19 16/19 17/19 18/19 19 20/26 21/26"),
]
BY_DAY = [
    (phrase, tense, published, days)
    for phrase, tense, row in BY_WEEKDAY
    for published, days in zip(WEEK, row.split(), strict=False)  # a row may end with the month
]


@pytest.mark.parametrize(("phrase", "tense", "published", "days"), BY_DAY)
def test_relative_phrase_by_day_of_publication(
    phrase: str, tense: Tense, published: date, days: str
) -> None:
    """A phrase names the days that news prose means by it, whatever weekday it is printed on."""
    found = resolve_date(phrase, published=published, tense=tense)
    assert found is not None
    assert found.edtf == "/".join(f"2024-01-{int(day):02}" for day in days.split("/"))
    assert (found.basis, found.anchor) == ("relative", "publication")


# phrase, day of publication, tense, EDTF, granularity; "explicit" where the year is written out.
RELATIVE: list[tuple[str, str, Tense, str, str]] = [
    ("today", "2024-01-19", "past", "2024-01-19", "day"),
    ("earlier today", "2024-01-19", "past", "2024-01-19", "day"),
    ("tonight", "2024-01-19", "future", "2024-01-19", "day"),
    ("last night", "2024-01-01", "past", "2023-12-31", "day"),
    ("yesterday", "2024-03-01", "past", "2024-02-29", "day"),
    ("yesterday", "2023-03-01", "past", "2023-02-28", "day"),
    ("tomorrow", "2024-02-28", "future", "2024-02-29", "day"),
    ("tomorrow morning", "2023-12-31", "future", "2024-01-01", "day"),
    ("Tuesday", "2024-01-01", "past", "2023-12-26", "day"),
    ("Thursday", "2024-03-01", "past", "2024-02-29", "day"),
    ("Tuesday morning", "2024-01-19", "past", "2024-01-16", "day"),
    ("late on Thursday", "2024-01-19", "past", "2024-01-18", "day"),
    ("in the early hours of Friday", "2024-01-19", "past", "2024-01-19", "day"),
    ("before dawn on Tuesday", "2024-01-19", "past", "2024-01-16", "day"),
    ("on the night of 15 January", "2024-01-19", "past", "2024-01-15", "day"),
    ("at around 5 a.m. on Tuesday", "2024-01-19", "past", "2024-01-16", "day"),
    ("Tuesday at 17:30", "2024-01-19", "past", "2024-01-16", "day"),
    ("earlier this week", "2024-01-19", "past", "2024-01-15/2024-01-19", "week"),
    ("late last week", "2024-01-19", "past", "2024-01-08~/2024-01-14~", "week"),
    ("early next week", "2024-01-19", "future", "2024-01-22~/2024-01-28~", "week"),
    ("last week", "2024-01-03", "past", "2023-12-25/2023-12-31", "week"),
    ("the week before last", "2024-01-19", "past", "2024-01-01/2024-01-07", "week"),
    ("last month", "2024-01-19", "past", "2023-12", "month"),
    ("last month", "2024-03-31", "past", "2024-02", "month"),
    ("next month", "2024-12-31", "future", "2025-01", "month"),
    ("this month", "2024-01-19", "past", "2024-01-01/2024-01-19", "month"),
    ("this month", "2024-01-31", "past", "2024-01", "month"),
    ("this month", "2024-02-10", "future", "2024-02-10/2024-02-29", "month"),
    ("at the end of last month", "2024-01-19", "past", "2023-12~", "month"),
    ("last year", "2024-01-01", "past", "2023", "year"),
    ("next year", "2024-12-31", "future", "2025", "year"),
    ("this year", "2024-01-19", "past", "2024-01-01/2024-01-19", "year"),
    ("this year", "2024-12-31", "past", "2024", "year"),
    ("earlier this year", "2024-05-02", "past", "2024-01-01/2024-05-02", "year"),
    ("late last year", "2024-05-02", "past", "2023~", "year"),
    ("last decade", "2024-05-02", "past", "201X", "year"),
    ("the past week", "2024-01-19", "past", "2024-01-12/2024-01-19", "week"),
    ("in the past month", "2024-03-31", "past", "2024-02-29/2024-03-31", "month"),
    ("past year", "2024-02-29", "past", "2023-02-28/2024-02-29", "year"),
    ("over the last three days", "2024-01-19", "past", "2024-01-16/2024-01-19", "week"),
    ("in the past 24 hours", "2024-01-19", "past", "2024-01-18/2024-01-19", "day"),
    ("in the next two weeks", "2024-01-19", "future", "2024-01-19/2024-02-02", "month"),
    ("10 days ago", "2024-03-05", "past", "2024-02-24", "day"),
    ("a day ago", "2024-01-01", "past", "2023-12-31", "day"),
    ("a fortnight ago", "2024-01-19", "past", "2024-01-01/2024-01-07", "week"),
    ("three months ago", "2024-01-19", "past", "2023-10", "month"),
    ("two years ago", "2024-02-29", "past", "2022", "year"),
    ("about three years ago", "2024-01-19", "past", "2021~", "year"),
    ("two decades ago", "2024-01-19", "past", "2004~", "year"),
    ("two weeks from now", "2024-01-19", "past", "2024-01-29/2024-02-04", "week"),
    ("in two days' time", "2024-02-28", "past", "2024-03-01", "day"),
    ("in three months", "2024-11-30", "future", "2025-02", "month"),
    ("Jan. 16", "2024-01-19", "past", "2024-01-16", "day"),
    ("16 Jan", "2024-01-15", "past", "2023-01-16", "day"),
    ("on the 16th of January", "2024-01-15", "future", "2024-01-16", "day"),
    ("December 31", "2024-01-01", "past", "2023-12-31", "day"),
    ("January 1", "2023-12-31", "future", "2024-01-01", "day"),
    ("29 February", "2023-06-01", "past", "2020-02-29", "day"),
    ("29 February", "2023-06-01", "future", "2024-02-29", "day"),
    ("29 February", "1903-06-01", "past", "1896-02-29", "day"),
    ("Tuesday, Jan. 16", "2024-01-19", "past", "2024-01-16", "day"),
    ("in January", "2024-01-19", "past", "2024-01-01/2024-01-19", "month"),
    ("in February", "2024-01-19", "past", "2023-02", "month"),
    ("in February", "2024-01-19", "future", "2024-02", "month"),
    ("in January", "2024-01-19", "future", "2024-01-19/2024-01-31", "month"),
    ("last January", "2024-01-19", "past", "2023-01", "month"),
    ("next March", "2024-03-19", "past", "2025-03", "month"),
    ("late December", "2024-01-19", "past", "2023-12~", "month"),
    ("May", "2024-01-19", "past", "2023-05", "month"),
    ("January 15-19", "2024-01-19", "past", "2024-01-15/2024-01-19", "week"),
    ("from 15 to 25 January", "2024-01-19", "past", "2024-01-15/2024-01-19", "week"),
    ("from 15 to 25 January", "2024-01-19", "future", "2024-01-15/2024-01-25", "month"),
    ("from 28 December to 3 January", "2024-01-19", "past", "2023-12-28/2024-01-03", "week"),
    ("from October to December", "2024-01-19", "past", "2023-10/2023-12", "year"),
    ("since 2015", "2024-01-19", "past", "2015-01-01/2024-01-19", "year"),
    ("since January 3, 2024", "2024-01-19", "past", "2024-01-03/2024-01-19", "month"),
    ("by the end of the month", "2024-01-19", "future", "2024-01-19~/2024-01-31~", "month"),
    ("the second quarter of last year", "2024-01-19", "past", "2023-04/2023-06", "year"),
    ("the day after tomorrow", "2024-02-28", "future", "2024-03-01", "day"),
    ("two days after Monday’s vote", "2024-01-19", "past", "2024-01-17", "day"),
    ("the day before yesterday’s", "2024-01-01", "past", "2023-12-30", "day"),
    ("a week ago Tuesday", "2024-01-19", "past", "2024-01-09", "day"),
    ("two weeks ago on Tuesday", "2024-01-19", "past", "2024-01-02", "day"),
    ("New Year’s Day", "2024-01-19", "past", "2024-01-01", "day"),
    ("on New Year's Eve", "2024-01-19", "past", "2023-12-31", "day"),
    ("New Year's Eve", "2024-01-19", "future", "2024-12-31", "day"),
    ("on Christmas Day", "2024-12-25", "past", "2024-12-25", "day"),
    ("Christmas Eve", "2024-12-23", "past", "2023-12-24", "day"),
    ("Boxing Day", "2024-01-19", "past", "2023-12-26", "day"),
    ("Friday the 12th", "2024-01-19", "past", "2024-01-12", "day"),
    ("Sunday, the 31st", "2024-01-19", "past", "2023-12-31", "day"),
    ("Thursday the 29th", "2024-03-05", "past", "2024-02-29", "day"),
    ("the weekend of January 13", "2024-01-19", "past", "2024-01-13/2024-01-14", "week"),
    ("the weekend of Jan. 6-7", "2024-01-19", "past", "2024-01-06/2024-01-07", "week"),
    ("early Thursday local time", "2024-01-19", "past", "2024-01-18", "day"),
    ("Wednesday and Thursday", "2024-01-19", "past", "2024-01-17/2024-01-18", "week"),
    ("on Jan. 5 and 6", "2024-01-19", "past", "2024-01-05/2024-01-06", "week"),
    ("5 January last year", "2024-01-19", "past", "2023-01-05", "day"),
    ("in January last year", "2024-01-19", "past", "2023-01", "month"),
    ("late May last year", "2024-01-19", "past", "2023-05~", "month"),
    ("the month of May", "2024-01-19", "past", "2023-05", "month"),
    ("starting Tuesday", "2024-01-19", "past", "2024-01-16", "day"),
    ("in the predawn hours of Jan. 5", "2024-01-19", "past", "2024-01-05", "day"),
]
EXPLICIT: list[tuple[str, str, str]] = [
    ("16 January 2024", "2024-01-16", "day"),
    ("January 16, 2024", "2024-01-16", "day"),
    ("on Tuesday, January 16, 2024", "2024-01-16", "day"),
    ("Tue 16 Jan 2024", "2024-01-16", "day"),
    ("29 February 2024", "2024-02-29", "day"),
    ("5-Jan-2024", "2024-01-05", "day"),
    ("Christmas Day 2023", "2023-12-25", "day"),
    ("the year 2023", "2023", "year"),
    ("in 2023 and 2024", "2023/2024", "year"),
    ("2024-01-16", "2024-01-16", "day"),
    ("2024/01/16", "2024-01-16", "day"),
    ("2024-01-16T05:00:00Z", "2024-01-16", "day"),
    ("16.01.2024", "2024-01-16", "day"),
    ("16/01/2024", "2024-01-16", "day"),
    ("01/16/2024", "2024-01-16", "day"),
    ("02/02/2024", "2024-02-02", "day"),
    ("the week of 10 January 2024", "2024-01-08/2024-01-14", "week"),
    ("January 2024", "2024-01", "month"),
    ("early April 2025", "2025-04~", "month"),
    ("15 January - 2 February 2024", "2024-01-15/2024-02-02", "month"),
    ("December 28 to January 3, 2024", "2023-12-28/2024-01-03", "week"),
    ("in 2023", "2023", "year"),
    ("mid-2023", "2023~", "year"),
    ("circa 2015", "2015~", "year"),
    ("from 2019 to 2021", "2019/2021", "year"),
    ("in 2019-20", "2019/2020", "year"),
    ("in 1999-00", "1999/2000", "year"),
    ("the first quarter of 2024", "2024-01/2024-03", "year"),
    ("Q4 2023", "2023-10/2023-12", "year"),
    ("the second half of 2023", "2023-07/2023-12", "year"),
    ("the 1990s", "199X", "year"),
    ("in the early 1990s", "1990~/1999~", "year"),
]


@pytest.mark.parametrize(("phrase", "published", "tense", "edtf", "grain"), RELATIVE)
def test_phrase_that_hangs_on_publication(
    phrase: str, published: str, tense: Tense, edtf: str, grain: str
) -> None:
    """A phrase counted from publication gets its days, as coarse as the phrase itself."""
    found = resolve_date(phrase, published=date.fromisoformat(published), tense=tense)
    assert found is not None
    assert (found.edtf, found.granularity) == (edtf, grain)
    assert (found.start, found.end) == read_edtf(edtf)
    assert (found.expressed, found.basis, found.anchor) == (phrase, "relative", "publication")


@pytest.mark.parametrize("published", [FRIDAY, date(2031, 7, 1), None])
@pytest.mark.parametrize(("phrase", "edtf", "grain"), EXPLICIT)
def test_phrase_that_names_its_year(
    phrase: str, edtf: str, grain: str, published: date | None
) -> None:
    """A phrase that names its year means the same days whenever it is published."""
    found = resolve_date(phrase, published=published)
    assert found is not None
    assert (found.edtf, found.granularity) == (edtf, grain)
    assert (found.start, found.end) == read_edtf(edtf)
    assert (found.basis, found.anchor) == ("explicit", None)


ANCHORED = [
    ("a day after", "2024-01-16", "2024-01-17"),
    ("two days before", "2024-01-16", "2024-01-14"),
    ("three days later", "2024-01-16", "2024-01-19"),
    ("a day earlier", "2024-01-01", "2023-12-31"),
    ("the following day", "2024-01-16", "2024-01-17"),
    ("the next day", "2024-01-16", "2024-01-17"),
    ("the next morning", "2024-01-16", "2024-01-17"),
    ("the previous day", "2024-01-16", "2024-01-15"),
    ("the day before", "2024-01-16", "2024-01-15"),
    ("the night after", "2024-01-16", "2024-01-17"),
    ("that same evening", "2024-01-16", "2024-01-16"),
    ("later that day", "2024-01-16", "2024-01-16"),
    ("a day after the attack", "2024-01-16", "2024-01-17"),
    ("a day after", "2024-01-08/2024-01-10", "2024-01-09/2024-01-11"),
    ("a week before", "2024-01-16", "2024-01-08/2024-01-14"),
    ("a month earlier", "2024-01-16", "2023-12"),
    ("the year before", "2024-01-16", "2023"),
    ("the following Thursday", "2024-01-16", "2024-01-18"),
    ("the previous Tuesday", "2024-01-16", "2024-01-09"),
    ("that week", "2024-01-10", "2024-01-08/2024-01-14"),
    ("that week", "2024-01-16", "2024-01-15/2024-01-19"),
    ("two hours later", "2024-01-16", "2024-01-16/2024-01-17"),
]


@pytest.mark.parametrize(("phrase", "other", "edtf"), ANCHORED)
def test_phrase_that_hangs_on_another_event(phrase: str, other: str, edtf: str) -> None:
    """A phrase such as "a day after" counts from the other event, not from publication."""
    found = resolve_date(phrase, published=FRIDAY, anchor=make_date(other), anchor_id="e1")
    assert found is not None
    assert (found.edtf, found.basis, found.anchor) == (edtf, "event_anchored", "e1")
    alone = resolve_date(phrase, published=FRIDAY)
    assert alone is not None
    assert (alone.edtf, alone.start, alone.basis) == (None, None, "event_anchored")


def test_anchor_without_days_gives_none() -> None:
    """An event whose own date is unresolved dates no other."""
    vague = EventDate(expressed="recently", basis="relative")
    found = resolve_date("a day after", published=FRIDAY, anchor=vague, anchor_id="e2")
    assert found is not None
    assert (found.edtf, found.anchor) == (None, "e2")


def test_anchored_phrase_never_passes_publication() -> None:
    """What is told of the past cannot have followed an event of today by a day."""
    found = resolve_date("a day after", published=FRIDAY, anchor=make_date("2024-01-19"))
    assert found is not None
    assert found.start is None


UNSETTLED = [
    ("in recent years", "relative"),
    ("recently", "relative"),
    ("several days ago", "relative"),
    ("a few weeks ago", "relative"),
    ("more than two years ago", "relative"),
    ("in the coming weeks", "relative"),
    ("before Tuesday", "relative"),
    ("by Friday", "relative"),
    ("last summer", "relative"),
    ("last fall", "relative"),
    ("half a century ago", "relative"),
    ("on the eve of the vote", "relative"),
    ("until midnight Tuesday", "relative"),
    ("Friday the 13th", "relative"),
    ("Jan. 5 and 9", "explicit"),
    ("Monday and Thursday", "explicit"),
    ("the weekend of January 10", "relative"),
    ("days later", "event_anchored"),
    ("years before", "event_anchored"),
    ("01/02/2024", "explicit"),
    ("01/02/24", "explicit"),
    ("31 February 2024", "explicit"),
    ("29 February 2023", "explicit"),
    ("Monday, 16 January 2024", "explicit"),
    ("2024-13-01", "explicit"),
    ("0000-01-01", "explicit"),
    ("2024-05", "explicit"),
]


@pytest.mark.parametrize(("phrase", "basis"), UNSETTLED)
def test_time_that_is_not_settled_stays_so(phrase: str, basis: str) -> None:
    """Words about time that name no certain day give neither a day nor a guess."""
    found = resolve_date(phrase, published=FRIDAY)
    assert found == EventDate.model_validate({"expressed": phrase, "basis": basis})


@pytest.mark.parametrize("phrase", [row[0] for row in BY_WEEKDAY] + ["a week ago", "in January"])
def test_nothing_relative_without_publication(phrase: str) -> None:
    """Without a day of publication a relative phrase is unresolved."""
    found = resolve_date(phrase, published=None)
    assert found is not None
    assert (found.edtf, found.start, found.anchor) == (None, None, None)


NO_DATES = [
    *("", "  ", "’s", "on", "the day", "second", "a second", "may", "march", "sun", "sat"),
    *("march on", "15", "for decades", "for three days", "in two weeks", "three days", "the talks"),
    *("after the attack", "since the war", "every day", "every Tuesday", "15 to 19 people"),
    *(
        "Easter Sunday",
        "Good Friday",
        "Eid al-Fitr",
        "at Christmas",
        "Lunar New Year's Day",
        "9/11",
    ),
    *("fiscal 2023", "the 15th", "the other day", "within hours", "on Tuesdays", "the 90s"),
]


@pytest.mark.parametrize("phrase", NO_DATES)
def test_words_that_are_no_date(phrase: str) -> None:
    """Durations, habits and look-alikes are no dates."""
    assert resolve_date(phrase, published=FRIDAY) is None


def test_week_ago_on_a_weekday_may_be_doubtful() -> None:
    """On a Monday, "a week ago Tuesday" is six or thirteen days ago, and so unresolved."""
    found = resolve_date("a week ago Tuesday", published=WEEK[0])
    assert found is not None
    assert found.start is None


def test_other_language_is_not_read_as_english() -> None:
    """English words under another language's tag are no date."""
    assert resolve_date("Tuesday", published=FRIDAY, language="de") is None
    assert resolve_date("Sun", published=FRIDAY, language="de-AT") is None
    assert resolve_date("Tuesday", published=FRIDAY, language="en-GB") is not None


@pytest.mark.parametrize(
    ("published", "today"),
    [
        ("2024-01-19T00:10:00+05:00", "2024-01-19"),
        ("2024-01-18T19:10:00+00:00", "2024-01-18"),
        ("2024-01-18T23:30:00-08:00", "2024-01-18"),
        ("2024-01-19T07:30:00+00:00", "2024-01-19"),
        ("2024-01-19T00:00:01+00:00", "2024-01-19"),
        ("2024-01-18T16:00:01-08:00", "2024-01-18"),
        ("2024-03-01T00:05:00+14:00", "2024-03-01"),
        ("2023-12-31T23:59:59-11:00", "2023-12-31"),
    ],
)
def test_equal_moments_are_the_days_of_their_zones(published: str, today: str) -> None:
    """The same moment in two zones is two days, in whichever order they are asked for."""
    day = date.fromisoformat(today)
    moment = datetime.fromisoformat(published)
    for language, words in [("en", "today yesterday"), ("de", "heute gestern")]:
        for phrase, back in zip(words.split(), (0, 1), strict=True):
            found = resolve_date(phrase, published=moment, language=language)
            assert found is not None
            assert found.start == day - timedelta(days=back)


def test_day_of_publication_is_that_of_its_own_zone() -> None:
    """A datetime counts as the calendar day in the zone it was given in."""
    late = datetime(2024, 1, 18, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    found = resolve_date("today", published=late)
    assert found is not None
    assert found.edtf == "2024-01-18"
    hours = resolve_date("24 hours ago", published=late)
    assert hours is not None
    assert hours.edtf == "2024-01-17"


FOUND: list[tuple[str, list[str]]] = [
    ("On Tuesday a dam broke.", ["On Tuesday"]),
    ("Thursday’s storm and Friday's flood", ["Thursday’s", "Friday's"]),
    ("It came a day after Monday’s vote.", ["a day after", "Monday’s"]),
    ("On Tuesday, January 16, 2024, at noon", ["On Tuesday, January 16, 2024"]),
    ("the day before yesterday or the day before", ["the day before yesterday", "the day before"]),
    ("late on Friday night, early next week", ["late on Friday night", "early next week"]),
    ("in the early hours of Friday", ["in the early hours of Friday"]),
    ("between 15 and 19 January", ["between 15 and 19 January"]),
    ("the night of January 15-16, 2023", ["the night of January 15-16, 2023"]),
    (
        "by the end of the month, until next Friday",
        ["by the end of the month", "until next Friday"],
    ),
    ("over the weekend and this week’s", ["over the weekend", "this week’s"]),
    ("more than two years ago, days later", ["more than two years ago", "days later"]),
    ("In May 12 people left; in March, nobody.", ["In May", "in March"]),
    ("He may march on the town in a second.", []),
    ("An august body met in August.", ["in August"]),
    ("THE RIVER MAY RISE IN MAY", ["IN MAY"]),
    ("April Jones and June Smith met Jan Kowalski.", []),
    ("January’s flood, Dec. 5 and 3 May", ["January’s", "Dec. 5", "3 May"]),
    ("in 2000 people; in 2003, 1999 votes; the 2023 flood", ["in 2003", "2023"]),
    ("for decades, for three days, for the past two weeks", []),
    ("in recent years, since 2015, the 1990s", ["in recent years", "since 2015", "the 1990s"]),
    ("The Sunday Times wrote of Black Friday on Monday.", ["on Monday"]),
    ("rose 1,500 to 2,000, or 16.5 percent, version 1.2.3", []),
    ("on 01/02/2024 and 2024-01-16", ["on 01/02/2024", "2024-01-16"]),
    ("on\nTuesday; in\n\nMarch; 16\n\nJanuary", ["on\nTuesday", "January"]),
    ("in 2019-20, from 2019 to 2021", ["in 2019-20", "from 2019 to 2021"]),
    ("in 2017 and 2019, since 1700 GMT, of 2000, around 1400", ["in 2017"]),
    ("one day after another, day after day", []),
    ("İİ on Tuesday", ["on Tuesday"]),
    ("\x00\ud800 Tuesday\u200f 😀 on Friday", ["Tuesday", "on Friday"]),
    ("Wednesdays are quiet; somedays; Mondayish", []),
    ("every Friday, each Monday, Easter Sunday, Lunar New Year's Day", []),
    ("Friday the 13th and Friday 12 people", ["Friday the 13th", "Friday"]),
    ("a week ago Tuesday; a week from Friday", ["a week ago Tuesday", "a week from Friday"]),
    ("the weekend after; the weekend of May 3-4", ["the weekend of May 3-4"]),
    ("Tuesday night into early Wednesday", ["Tuesday night into early Wednesday"]),
    ("the Tuesday before last", ["the Tuesday before last"]),
    ("She has recently met him, as recently as May.", ["recently"]),
    ("On New Year’s Eve and Christmas Day 2023", ["On New Year’s Eve", "Christmas Day 2023"]),
    ("in the early morning hours of Jan. 5", ["in the early morning hours of Jan. 5"]),
]


@pytest.mark.parametrize(("text", "phrases"), FOUND)
def test_phrases_are_found_in_running_text(text: str, phrases: list[str]) -> None:
    """The longest phrase at each place is found, with the words that belong to it."""
    found = find_dates(text)
    assert [date_.text for date_ in found] == phrases
    assert all(text[date_.start : date_.end] == date_.text for date_ in found)


# Not found whole: a bare May, a duration, a clock time, two phrases in one, words around one.
NOT_WHOLE = re.compile(
    "May$|in three months|past year|[0-9]:|a\\.m\\.|after Monday"
    "|local time| and |the month|the year|starting"
)
WHOLE = [row[0] for row in (*RELATIVE, *EXPLICIT) if not NOT_WHOLE.search(row[0])]


@pytest.mark.parametrize("phrase", WHOLE)
def test_resolved_phrase_is_found_whole(phrase: str) -> None:
    """What is resolved as one phrase is found in a sentence as one phrase."""
    assert [date_.text for date_ in find_dates(f"It was, {phrase}, they said.")] == [phrase]


def test_search_stays_within_its_bounds() -> None:
    """Only the given part is searched, and offsets count from the start of the text."""
    text = "On Monday it rained; on Tuesday it froze; on Friday it thawed."
    (only,) = find_dates(text, 21, 40)
    assert text[only.start : only.end] == only.text == "on Tuesday"
    assert find_dates(text, 40, 21) == []
    assert len(find_dates(text, 0, 10_000)) == 3


@pytest.mark.parametrize(
    "part", ["the ", "in the ", "16 to ", "a few ", "early in the ", "may\n", "1-", "in May "]
)
def test_search_is_linear(part: str) -> None:
    """A long line of words that only begin phrases is searched in one pass."""
    assert len(find_dates(part * 20_000)) in {0, 20_000}


# ---- properties ----

WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = list(calendar.month_name)[1:]
leads = st.sampled_from(["", "on ", "in ", "since ", "by ", "early ", "late on ", "last ", "next "])
tails = st.sampled_from(
    ["", " morning", " night", "’s", "'s", " last week", ", 2024", " 16", " ago"]
)
cores = st.one_of(
    st.sampled_from(
        [*WEEKDAYS, *MONTHS, "week", "month", "year", "today", "a day after", "2 days"]
    ),
    st.integers(0, 40).map(lambda n: f"{n} weeks ago"),
    st.builds("{} {}".format, st.integers(0, 32), st.sampled_from(MONTHS)),
    st.builds(
        "{}-{:02}-{:02}".format, st.integers(0, 9999), st.integers(0, 13), st.integers(0, 32)
    ),
)
phrases_ = st.builds("{}{}{}".format, leads, cores, tails)
any_day = st.dates()
tenses = st.sampled_from(["past", "future"])
ahead = re.compile("next|tomorrow|until|by |[0-9]{4}", re.IGNORECASE)


@given(phrases_ | st.text(max_size=60), any_day | st.none(), tenses, any_day)
def test_resolving_never_fails(
    phrase: str, published: date | None, tense: Tense, other: date
) -> None:
    """Any words at any time give a date, an unresolved date or nothing, never an error."""
    anchor = make_date(other.isoformat())
    found = resolve_date(phrase, published=published, tense=tense, anchor=anchor, anchor_id="e1")
    if found is not None:
        assert found.expressed == phrase
        assert (found.start is None) == (found.edtf is None) == (found.granularity == "unknown")
        if found.start and found.end and found.edtf:
            assert (found.start, found.end) == read_edtf(found.edtf)


@given(phrases_, any_day, any_day)
def test_past_is_never_after_publication(phrase: str, published: date, other: date) -> None:
    """What is told of the past ends no later than it is published."""
    anchor = make_date(other.isoformat())
    found = resolve_date(phrase, published=published, anchor=anchor, anchor_id="e1")
    if found and found.end and found.basis != "explicit" and not ahead.search(phrase):
        assert found.end <= published


@given(leads, st.integers(0, 6), st.sampled_from(["", " morning", "’s"]), any_day, tenses)
def test_named_weekday_is_in_the_interval(
    lead: str, weekday: int, tail: str, published: date, tense: Tense
) -> None:
    """The days of a phrase that names a weekday hold such a day."""
    found = resolve_date(lead + WEEKDAYS[weekday] + tail, published=published, tense=tense)
    if found and found.start and found.end:
        days = range((found.end - found.start).days + 1)
        assert weekday in {(found.start + timedelta(days=n)).weekday() for n in days}


@given(st.lists(phrases_ | st.text(max_size=12), max_size=8).map(" ".join), any_day)
def test_found_phrases_are_verbatim_and_dates(text: str, published: date) -> None:
    """Every phrase found is a slice of the text, apart from the others, and about time."""
    found = find_dates(text)
    for date_ in found:
        assert text[date_.start : date_.end] == date_.text
        assert resolve_date(date_.text, published=published) is not None
    assert all(one.end <= other.start for one, other in pairwise(found))
