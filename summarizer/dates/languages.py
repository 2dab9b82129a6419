"""Phrases of other languages, put into the English words that the rules are made for.

A phrase is cut into words of one language, listed in `languages.txt`; one word that is not
listed, and the phrase is not read. What the words are must be one of a few forms ("weekday
day month year"). That form is written in English, and the English rules say which days it
names: so every language has the same rules, and nothing is guessed from part of a phrase.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from math import prod

from summarizer.dates.frame import Tense

__all__ = ["Rendering", "is_contested", "list_languages", "render"]

_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_LISTS = {
    "months": ("M", _MONTHS),
    "short months": ("m", _MONTHS),
    "weekdays": ("W", _WEEKDAYS),
    "short weekdays": ("w", _WEEKDAYS),
    "numbers": ("N", [str(number) for number in range(1, 13)]),
}
"""Line of the file that lists words in order -> their kind, and what each is in English."""
_KINDS = {
    "first": ("D", "1"),
    "following": ("P", "the following day"),
    "previous": ("P", "the day before"),
    "vague": ("P", "recently"),
    "to": ("R", "to"),
    "since": ("S", "since"),
    "ago": ("A", "ago"),
    "part": ("_", ""),
    "filler": ("_", ""),
    "article": ("H", ""),
    "from": ("F", ""),
    "year word": ("C", ""),
    **{f"{side} weekend": ("P", f"{side} weekend") for side in ("last", "this")},
    **{word: ("E", word) for word in ("early", "mid", "late")},
    **{word: ("L", word) for word in ("last", "this", "next")},
    **{word: ("U", word) for word in ("day", "week", "month", "year")},
    **{
        f"{side} {unit}": ("K", f"{side} {unit}")
        for side in ("last", "this", "next")
        for unit in ("week", "month", "year")
    },
}
"""Any other line -> kind and English of its words; one that is not here is a day in English."""

_MOMENT = "{w} {d} {m} {y}"
_FORMS = [
    ("[Ww]?DMY?|DMY?W|Y?Md[Ww]?", _MOMENT),
    ("[Ww]?DMK|KMd", _MOMENT + " {k}"),
    ("MY?|YM|MK|KM", "{m} {y} {k}"),
    ("WD", "{w} the {d}"),
    ("Y", "{y}"),
    ("ER?MY?|ER?Y|EK", "{e} {k} {m} {y}"),
    ("LW|WL|W|LM|ML", "{l} {w} {m}"),
    ("[WK][KWw]", "{w} of {k}"),
    ("A[ND]U|[ND]UA", "{n}{d} {u}s ago"),
    ("[TPKXI]", "{t}{p}{k}{x}{i}"),
]
"""Kinds of the words in order -> their English, each named by its kind in lower case."""
_RANGE = re.compile("(?:D|DMY?)R(?:DMY?)|Y?MdRM?d|MRMY?|MYRMY|YRY")
_SINCE = re.compile("W|[Ww]?DMY?|MY?|Y?Md|Y|X|I")
_LEANING_DATE = re.compile("L?[Ww]?DM|[Ww]?DML")
_CHECKED_DAY = re.compile("[Ww][TXI]|[TXI][Ww]")
_MAX_WORDS = 12
_MAX_SENSES = 32
"""More readings of one phrase than these are not looked at; no real phrase has a quarter."""
_NUMBERS = re.compile(
    r"(?P<iso>_Y([-/]|\.\s?)[0-9]{1,2}\2[0-9]{1,2}(?:t[0-9:.]{2,15}(?:z|[+-][0-9:]{2,5})?)?(?![\w/-]|\.\w))"
    r"|(?P<numeric>[0-9]{1,2}([-/.])[0-9]{1,2}\4_Y(?![0-9]|[/.-]\w))"
    r"|(?P<year>_Y)(?:\s?[年년]|(?!\w))"
    r"|(?P<month>1[0-2]|0?[1-9])\s?[月월]"
    r"|(?P<counted>[0-9]{1,2})\s?[日号號일]"
    r"|(?P<day>[0-9]{1,2})(?:(?:er|re|[º°ª]|o|ste|de|-?(?:го|е))?(?!\w)|(?=[天个個周年]))"
    r"|(?P<dash>[-‐‑‒–—−~〜～])".replace("_Y", "(?:1[7-9]|2[01])[0-9]{2}")
)
"""Numbers with what makes them days, months or years. Older years may be of another calendar."""
_NUMBER_KINDS = {"iso": "I", "numeric": "X", "year": "Y", "day": "D", "counted": "d", "dash": "R"}
_BETWEEN = re.compile(r"[\s,.،、()（）/\"“”„«»]*")
_CONTESTED = re.compile(r"\b(?:listopad\w*|morgen|jutro)\b")
"""November in Polish and October in Croatian; tomorrow in one language, morning in the next.

The first was found by comparing the lists with the months and weekdays of all CLDR languages.
"""
_FOREIGN_CALENDARS = frozenset("am ckb dv fa ne ps th ti".split())
"""Languages whose numerals may count years from elsewhere: 1402 and 2567 were 2024."""
_MONTH_MAY_LEAD = frozenset("es-pa es-pr es-us fr-ca".split())
"""Tags under which 03/04/2024 may be either day."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """A phrase in English.

    Attributes:
        english: what the English rules read.
        weekday: a weekday named beside it, which the day must be.
        tense: which way "last" or "next" beside a date points.
    """

    english: str
    weekday: str = ""
    tense: Tense | None = None


Word = tuple[str, str]
"""Kind of a word, and its English."""


@cache
def _read_lists() -> dict[str, dict[str, frozenset[Word]]]:
    """Return language -> folded word -> its senses."""
    text = files("summarizer.dates").joinpath("languages.txt").read_text("utf-8")
    languages: dict[str, dict[str, frozenset[Word]]] = {"": {}}
    words: dict[str, frozenset[Word]] = {}
    endings = list[str]()
    for line in text.splitlines():
        if line.startswith("["):
            words = languages[line.strip("[]")] = {}
        elif line and not line.startswith("#"):
            key, _, rest = line.partition(": ")
            if key == "weekday endings":
                endings = rest.split("/")
                continue
            for word, sense in _list_senses(key, rest):
                words[word] = words.get(word, frozenset()) | {sense}
        else:
            _join_endings(words, endings)
            endings = []
    return languages


def _list_senses(key: str, rest: str) -> Iterator[tuple[str, Word]]:
    if key in _LISTS:
        kind, names = _LISTS[key]
        cells = [(cell, (kind, name)) for cell, name in zip(rest.split(","), names, strict=False)]
    else:
        kind, name = _KINDS.get(key, ("P" if key.endswith("ago") else "T", key))
        cells = [(rest, (kind, name))]
    for cell, sense in cells:
        for word in cell.split("/"):
            if folded := fold(word):
                yield folded, sense


def _join_endings(words: dict[str, frozenset[Word]], endings: list[str]) -> None:
    """Add "Dienstagabend" and "Dienstag abend", which are the weekday."""
    weekdays = [(w, s) for w, s in words.items() if any(kind == "W" for kind, _ in s)]
    for weekday, senses in weekdays if endings else ():
        for ending in endings:
            for mark in ("", " "):
                words[fold(weekday + mark + ending)] = senses


def fold(words: str) -> str:
    """Return the words without capitals, marks, kinds of digits, apostrophes and spaces."""
    bare = [
        letter
        for letter in unicodedata.normalize("NFD", words.lower())
        if unicodedata.category(letter) not in {"Mn", "Cf"}
    ]
    folded = unicodedata.normalize("NFC", "".join(bare)).translate(_SAME)
    return " ".join(folded.split())


_SAME = str.maketrans({
    **dict.fromkeys("’‘ʼ`´ʹ", "'"),
    # Of other digits the calendar is not known: Persian and Thai ones count other years.
    **{chr(0x660 + digit): str(digit) for digit in range(10)},
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    "ى": "ي",
    "ı": "i",
})  # fmt: skip


@cache
def _compile_words(language: str) -> re.Pattern[str]:
    """Return the pattern of one word of a language, the longest that fits."""
    parts = list[str]()
    for word in sorted(_read_lists()[language], key=len, reverse=True):
        # Chinese, Japanese and Korean write words together; elsewhere a word ends where it ends.
        joined = language in {"zh", "ja", "ko"} or not word[-1].isalnum()
        parts.append(re.escape(word) + ("" if joined else r"(?!\w)"))
    return re.compile("|".join(parts) or "(?!)")


def list_languages() -> list[str]:
    """Return the languages with a list of words."""
    return [language for language in _read_lists() if language]


def render(phrase: str, tag: str) -> Rendering | None:
    """Return the phrase in English when every word of it is understood.

    Args:
        phrase: the words of the article.
        tag: BCP 47, any language but English.
    """
    tag = tag.strip().lower().replace("_", "-")
    primary = tag.split("-")[0]
    if primary in _FOREIGN_CALENDARS:
        return None
    found = list[Rendering]()
    language = primary if primary in _read_lists() else ""
    day_first = bool(language) and language not in {"zh", "ja", "ko"} and tag not in _MONTH_MAY_LEAD
    for words in _list_readings(fold(phrase), language, day_first=day_first):
        rendering = _write(words)
        if rendering and rendering not in found:
            found.append(rendering)
    return found[0] if len(found) == 1 else None


def _list_readings(phrase: str, language: str, *, day_first: bool) -> Iterator[tuple[Word, ...]]:
    """Yield the words of the phrase in each sense that they have together."""
    senses = list[list[Word]]()
    lists, pattern = _read_lists()[language], _compile_words(language)
    place = _skip(phrase, 0)
    while place < len(phrase):
        if found := _NUMBERS.match(phrase, place):
            senses.append([_read_number(found, day_first=day_first)])
        elif found := pattern.match(phrase, place):
            senses.append(sorted(lists[found[0]]))
        else:
            return
        place = _skip(phrase, found.end())
    if len(senses) <= _MAX_WORDS and prod(map(len, senses)) <= _MAX_SENSES:
        yield from product(*senses)


def _skip(phrase: str, place: int) -> int:
    found = _BETWEEN.match(phrase, place)
    return found.end() if found else place


def _read_number(found: re.Match[str], *, day_first: bool) -> Word:
    """Name what a number is; the English rules take dots for day first."""
    name = found.lastgroup or ""
    number = found[name]
    if name == "month":
        return "M", _MONTHS[int(number) - 1]
    if name == "iso":
        number = re.sub(r"\.\s?", "-", number)
    elif name == "numeric" and day_first:
        number = re.sub("[-/]", ".", number)
    return _NUMBER_KINDS[name], "to" if name == "dash" else number


def _write(words: tuple[Word, ...]) -> Rendering | None:
    """Write a phrase in English, given what each of its words is."""
    kept = list[Word]()
    for word in words:
        # "كانون الثاني/يناير" is one month by its two names.
        if word[0] not in "_HFC" and not (word[0] == "M" and word in kept[-1:]):
            kept.append(word)
    kinds, said = "".join(kind for kind, _ in kept), {kind for kind, _ in words}
    # "Le mardi" is every Tuesday, "с 16 января" only begins then, and of "16 de enero del año
    # pasado" too little would be left.
    if ("H" in said and kinds in {"W", "T"}) or ("F" in said and "R" not in said):
        return None
    if {"C", "L"} <= said:
        return None
    weekday, lead = "", ""
    tense: Tense | None = None
    if kinds.startswith("S") and _SINCE.fullmatch(kinds, 1):
        lead, kept = "since ", kept[1:]
    elif _CHECKED_DAY.fullmatch(kinds):
        weekday = next(name for kind, name in kept if kind in "Ww")
        kept = [word for word in kept if word[0] not in "Ww"]
    elif "L" in kinds and _LEANING_DATE.fullmatch(kinds.upper()):
        sides: dict[str, Tense] = {"last": "past", "next": "future"}
        tense = next(sides.get(name) for kind, name in kept if kind == "L")
        kept = [word for word in kept if word[0] != "L"]
    english = _fit(kept)
    return Rendering(lead + english, weekday, tense) if english else None


def _fit(words: list[Word]) -> str | None:
    """Write in English the one form that the kinds of the words make."""
    kinds = "".join(kind for kind, _ in words).replace("m", "M")
    if _RANGE.fullmatch(kinds):
        to = kinds.index("R")
        return f"from {_fill(_MOMENT, words[:to])} to {_fill(_MOMENT, words[to + 1 :])}"
    if kinds == "M" and words[0][0] == "m":  # "mar", "set" alone are too short to be sure of
        return None
    return next((_fill(en, words) for form, en in _FORMS if re.fullmatch(form, kinds)), None)


def _fill(english: str, words: list[Word]) -> str:
    parts = dict.fromkeys("wdmyeklnutpxi", "") | {kind.lower(): word for kind, word in words}
    return " ".join(english.format_map(parts).split())


def is_contested(phrase: str) -> bool:
    """Whether a language without a list means something else by a word of the phrase."""
    return _CONTESTED.search(fold(phrase)) is not None
