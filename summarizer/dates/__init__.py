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
- "Friday the 13th" must be a Friday; "5 and 9 May" is no interval; Easter and Eid are not known.
- What cannot be resolved for sure stays unresolved: it never becomes the publication date.

Other languages (German, French, Spanish, Italian, Portuguese, Russian, Arabic, Dutch, Turkish,
Polish, Ukrainian, Chinese, Japanese, Korean) follow the same rules: `resolve_date` puts the
phrase into English words by the lists of `languages.txt`, or does not read it.

- Every word must be listed, and all together must be a date, a month, a year, a range, a weekday,
  a day such as "gestern", a week, month or year such as "la semaine dernière", or "vor zwei
  Wochen". What is listed as vague ("ces dernières années") is unresolved, all else is None.
- A weekday beside a day must be that day's: "hier mardi" on a Friday is unresolved. An article
  may make a weekday a habit: "le mardi" alone is no date.
- 03/04/2024 is 3 April where the language settles it; in English and without a language it is
  unresolved. Dates in digits that can be read one way only need no language. Where numerals
  count years from elsewhere (Persian, Thai), they are not read.
- `language=None` tries English, then all lists, and resolves what all that read it agree on. A
  language without a list reads dates in digits alone.
- `find_dates` knows English only.
"""

from __future__ import annotations

from summarizer.dates.finder import DatePhrase, find_dates, may_hold_dates
from summarizer.dates.frame import Tense
from summarizer.dates.resolver import resolve_date

__all__ = ["DatePhrase", "Tense", "find_dates", "may_hold_dates", "resolve_date"]
