"""The guarded words of a stretch, each with its kind and what it says."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from summarizer.alignment import Words
from summarizer.guards.numbers import may_be_number, read_number
from summarizer.guards.tables import Kind, Meaning, load_meanings

_CONTEXT = 6
"""Words read beyond a stretch, so that a number begun outside is read whole."""
_DATE_OPENERS = frozenset(
    "in of on since until till by last next this late early mid during from through before after "
    "en de em im am seit vom le il".split()
)
_SUFFIX = re.compile(r"-?\d[\d.,:]*([^\W\d]+)\Z")
_WEEK = frozenset({"周", "週", "期", "拜"})
_EAST_ASIAN_DIGITS = frozenset("零〇一二三四五六七八九十百千万萬亿億两兩")
_EAST_ASIAN_DAYS = {
    "一": "monday", "二": "tuesday", "三": "wednesday", "四": "thursday", "五": "friday",
    "六": "saturday", "日": "sunday", "天": "sunday", "月": "monday", "火": "tuesday",
    "水": "wednesday", "木": "thursday", "金": "friday", "土": "saturday",
}  # fmt: skip


class Mark(NamedTuple):
    """A guarded phrase: words `[start, end)`."""

    kind: Kind
    key: str
    start: int
    end: int
    axis: str = ""


class _Opening(NamedTuple):
    """What may begin with a word."""

    meaning: Meaning | None
    """What the word says by itself."""
    longest: int
    """Words of the longest guarded phrase that begins with it; 0: none does."""
    alone: bool
    """No phrase of several words may begin with it."""
    day: bool
    number: bool
    negated: bool


def find_marks(words: Words, start: int = 0, end: int | None = None) -> list[Mark]:
    """Find the guarded phrases that touch a stretch, in order.

    >>> from summarizer.alignment import read_words
    >>> [(mark.kind, mark.key) for mark in find_marks(read_words("not 1.2 million on monday"))]
    [('negation', 'not'), ('number', '1200000'), ('weekday', 'monday')]
    """
    stop = len(words) if end is None else end
    first, last = max(0, start - _CONTEXT), min(len(words), stop + _CONTEXT)
    marks: list[Mark] = []
    done = first
    for at, opening in enumerate(map(_read_opening, words.words[first:stop]), start=first):
        if opening is None or at < done or (at < start and opening.alone):
            continue
        for mark in _read_marks(words, at, last, opening):
            done = max(done, mark.end)
            if mark.start < stop and start < mark.end:
                marks.append(mark)
    return marks


@lru_cache(maxsize=8192)
def _read_opening(word: str) -> _Opening | None:
    """Say what may begin with a folded word; None for most words."""
    longest = _measure_phrases().get(word, 0)
    number, negated = may_be_number(word), is_negated(word)
    day = word in _WEEK or word in _EAST_ASIAN_DAYS
    if not (longest or number or negated or day):
        return None
    number = number or word[0] in _EAST_ASIAN_DIGITS
    alone = longest < 2 and not number and not day
    return _Opening(load_meanings().get((word,)), longest, alone, day, number, negated)


def _read_marks(words: Words, at: int, last: int, opening: _Opening) -> list[Mark]:
    word = words.words[at]
    day = _read_east_asian_day(words, at, last) if opening.day else None
    if day is not None:
        return [day]
    meaning, size = opening.meaning, 1
    if opening.longest > 1 and at + 1 < last:
        meaning, size = _look_up(words, at, last, opening)
    if meaning is not None and not (meaning.dated and not _is_dated(words, at, last)):
        return [Mark(meaning.kind, meaning.key, at, at + size, meaning.axis)]
    if opening.number:
        phrase = read_number(words, at, last)
        if phrase is not None:
            if phrase.end < last and words.words[phrase.end] == "月":
                return [Mark("month", phrase.key, at, phrase.end + 1)]
            marks = [Mark("number", phrase.key, at, phrase.end)]
            suffix = None if word.isalpha() else _SUFFIX.match(word)
            unit = load_meanings().get((suffix[1],)) if suffix else None
            if unit is not None and unit.kind in {"unit", "currency"}:
                marks.append(Mark(unit.kind, unit.key, at, phrase.end))
            return marks
    if opening.negated:
        return [Mark("negation", "not", at, at + 1)]
    return []


def is_negated(word: str) -> bool:
    """Tell whether a folded word carries its negation with it: "didn't", "n'a", "ولم"."""
    if word.endswith("n't") or word.startswith("n'") or word == "dont":
        return True
    return len(word) > 2 and word[0] in "وف" and word[1:] in {"لا", "لم", "لن", "ليس", "ليست", "ما"}


def _look_up(words: Words, at: int, last: int, opening: _Opening) -> tuple[Meaning | None, int]:
    """Give what the longest phrase that begins at a word says, and how many words it has."""
    if words.words[at] == "per" and words.words[at + 1] in {"cent", "cento"}:
        return Meaning("unit", "percent"), 2
    for size in range(min(opening.longest, last - at), 1, -1):
        meaning = load_meanings().get(tuple(words.words[at : at + size]))
        if meaning is not None:
            return meaning, size
    return opening.meaning, 1


@cache
def _measure_phrases() -> dict[str, int]:
    """Give the words that begin guarded phrases, and how many words the longest such phrase has."""
    longest = {"per": 2}
    for phrase in load_meanings():
        longest[phrase[0]] = max(len(phrase), longest.get(phrase[0], 0))
    return longest


def _is_dated(words: Words, at: int, last: int) -> bool:
    """Tell whether "may" or "sun" stands beside a number, a month, or after "in" or "last"."""
    around = [words.words[place] for place in (at - 1, at + 1) if 0 <= place < last]
    if any(word[:1].isdigit() for word in around):
        return True
    return at > 0 and words.words[at - 1] in _DATE_OPENERS


def _read_east_asian_day(words: Words, at: int, last: int) -> Mark | None:
    """Read 周三, 星期三 and 水曜."""
    if at + 1 >= last:
        return None
    word, following = words.words[at], words.words[at + 1]
    if following == "曜" and word in _EAST_ASIAN_DAYS:
        return Mark("weekday", _EAST_ASIAN_DAYS[word], at, at + 2)
    if word in _WEEK and following in "一二三四五六日天":
        return Mark("weekday", _EAST_ASIAN_DAYS[following], at, at + 2)
    return None
