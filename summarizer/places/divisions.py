"""Words that name a first-level division of a country: a state, a province, a governorate.

The table is `data/divisions.tsv`; its head says where it comes from. Nothing of it is read before
the first call. Most such names are somebody else's too: a town's, a country's, a person's. So a
name counts by itself only where the table says so; else with a noun beside it ("Delta State"),
or with its country known ("Victoria, Australia"). A name of several countries ("Punjab") gives
no country unless one of them is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal, get_args

from summarizer.places.finder import find_mentions
from summarizer.places.forms import LETTER, FormIndex
from summarizer.places.namesakes import is_part_of_name
from summarizer.places.table import spell

Bare = Literal["name", "town", "minor", "minor-town", "noun", "area", "held"]

DIVISION_NOUNS = (
    "province state region governorate oblast prefecture canton territory department division "
    "krai okrug emirate voivodeship republic county"
).split()
"""What follows or, with "of", goes before the name of a division."""

_BARE: dict[str, Bare] = {bare: bare for bare in get_args(Bare)}
_TOWNS = frozenset({"town", "minor-town"})
_MINOR = frozenset({"minor", "minor-town"})
_NO_NAMES = frozenset({"noun", "area"})
_UNSETTLED = _MINOR | {"area"}
_COUNTIES = frozenset("ALB EST HRV HUN IRL KEN LBR LTU NOR ROU SWE TWN".split())
"""Whose counties are first-level: elsewhere "Delaware County" is not Delaware."""
_WORD = re.compile(rf"(?<![{LETTER}])[^\W\d_a-zß-öø-ÿ][{LETTER}]*|(?<![{LETTER}])al(?=-[A-Z])")
_NAME = rf"[^\W\d_a-zß-öø-ÿ][{LETTER}-]*(?:\s[^\W\d_a-zß-öø-ÿ][{LETTER}-]*)?"
_NOUN_AFTER = re.compile(
    rf"[\s\u00a0]{{1,3}}(?:autonomous )?({'|'.join(DIVISION_NOUNS)})(?![{LETTER}])",
    re.IGNORECASE,
)
_NOUN_OF_SEVERAL = re.compile(
    rf"(?:,\s{_NAME}){{0,6}}(?:\sand\s{_NAME})?\s(?i:({'|'.join(DIVISION_NOUNS)})s)(?![{LETTER}])"
)
_NOUN_BEFORE = re.compile(
    rf"(?<![{LETTER}])({'|'.join(DIVISION_NOUNS)})\sof\s(?:the\s)?$", re.IGNORECASE
)
_LOOK_BACK = 24  # characters: more than the longest noun and "of the"
_CONTEXT = 48  # characters each side: "in Punjab, the most populous province of Pakistan"
_SENTENCE_END = re.compile(r"[.!?;\n]\s")
_GOES_ON = re.compile(r"['’]|\s(?:and|or|has|had|said)(?!\w)|,\s[A-Z]")  # a list, or a clause
_SHORTEST_SHOUT = 4
_LONGEST_NAME = 48  # characters; the table's longest has 47


@dataclass(frozen=True, slots=True)
class Division:
    """One row of the table.

    Attributes:
        country: ISO 3166-1 alpha-3.
        code: ISO 3166-2 code; None where it has none.
        name: The name usual in English news, without a noun ("Idlib").
        aliases: Other names and spellings.
        bare: What the name alone means; the table's head says what each word stands for.
    """

    country: str
    code: str | None
    name: str
    aliases: tuple[str, ...]
    bare: Bare


@dataclass(frozen=True, slots=True)
class DivisionMention:
    """Words of a text that name a division, or the town that it is named after.

    Attributes:
        start: First code point, in the text handed in.
        end: One past the last; a noun ("province") is not part of it.
        text: The words as they stand there.
        name: The division's usual English name.
        code: ISO 3166-2 code; None where the country is not settled or ISO has no code.
        country: alpha-3; None where the name is of several countries.
        candidates: Those countries, in alphabetical order; one where it is settled.
        kind: `town` where the bare name is rather that of a town of the division.
        is_held: Whether the place holds itself apart, or is held by another state than `country`.
    """

    start: int
    end: int
    text: str
    name: str
    code: str | None
    country: str | None
    candidates: tuple[str, ...]
    kind: Literal["division", "town"]
    is_held: bool


@lru_cache(maxsize=1)
def load_divisions() -> tuple[Division, ...]:
    """Read the table; once.

    >>> next(row.name for row in load_divisions() if row.code == "PK-BA")
    'Balochistan'
    """
    path = files("summarizer") / "data" / "divisions.tsv"
    rows: list[Division] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "country\t")):
            country, code, name, aliases, bare = line.split("\t")
            rows.append(
                Division(
                    country=country,
                    code=None if code == "-" else code,
                    name=name,
                    aliases=tuple(aliases.split("|")) if aliases else (),
                    bare=_BARE[bare],
                )
            )
    return tuple(rows)


@lru_cache(maxsize=1)
def _index() -> FormIndex[list[Division]]:
    rows: dict[str, list[Division]] = {}
    for division in load_divisions():
        for name in (division.name, *division.aliases):
            for spelling in spell(name):
                rows.setdefault(spelling, []).append(division)
    return FormIndex(rows.items())


def find_divisions(
    text: str, start: int = 0, end: int | None = None, *, within: str | None = None
) -> list[DivisionMention]:
    """Find the words between `start` and `end` that name a first-level division.

    Args:
        text: Raw text; offsets of the result count in it.
        start: First code point to read.
        end: One past the last; the end of the text when not given.
        within: alpha-3 code of the country that the text is known to be about; it settles
            names of several countries, and brings in lesser namesakes.

    Returns:
        Mentions in order, not overlapping.

    >>> [(m.text, m.code) for m in find_divisions("from Idlib to Balochistan province")]
    [('Idlib', 'SY-ID'), ('Balochistan', 'PK-BA')]
    >>> [m.candidates for m in find_divisions("in Punjab")]
    [('IND', 'PAK')]
    >>> [m.code for m in find_divisions("in Punjab", within="PAK")]
    ['PK-PB']
    """
    end = len(text) if end is None else min(end, len(text))
    mentions: list[DivisionMention] = []
    done = start
    for word in _WORD.finditer(text, start, end):
        if word.start() < done:
            continue
        stop, rows = _look_up(text, word, end)
        if rows is None:
            continue
        done = max(stop, done)
        mention = _judge(text, word.start(), stop, rows, within)
        if mention is not None:
            mentions.append(mention)
    return mentions


def _look_up(text: str, word: re.Match[str], end: int) -> tuple[int, list[Division] | None]:
    """The longest name at this word; one in capitals is read as if it had small letters."""
    stop, rows = _index().find_longest(text, word, end)
    if rows is None and len(word.group()) >= _SHORTEST_SHOUT and word.group().isupper():
        shout = text[word.start() : min(end, word.start() + _LONGEST_NAME)]
        quiet = shout.title()
        first = _WORD.match(quiet)
        if first is not None and len(quiet) == len(shout):
            length, rows = _index().find_longest(quiet, first, len(quiet))
            stop = word.start() + length
    return stop, rows


def _judge(
    text: str, start: int, end: int, rows: list[Division], within: str | None
) -> DivisionMention | None:
    """Which of the divisions of this name is meant; None if none is."""
    noun = _find_noun(text, start, end)
    if is_part_of_name(text, start, end, noun=noun is not None):
        return None
    if noun is None:
        rows = [row for row in rows if row.bare not in _NO_NAMES]
    elif noun == "county":
        rows = [row for row in rows if row.country in _COUNTIES]
    if any(row.country != rows[0].country or row.bare in _UNSETTLED for row in rows):
        rows = _settle(text, start, end, rows, within, has_noun=noun is not None)
    is_town = noun is None and all(row.bare in _TOWNS for row in rows)
    countries = tuple(sorted({row.country for row in rows}))
    if not rows or (is_town and _is_elsewhere(text, end, countries)):
        return None
    is_settled = len(countries) == 1
    return DivisionMention(
        start=start,
        end=end,
        text=text[start:end],
        name=rows[0].name,
        code=rows[0].code if is_settled else None,
        country=countries[0] if is_settled else None,
        candidates=countries,
        kind="town" if is_town else "division",
        is_held=any(row.bare == "held" for row in rows),
    )


def _find_noun(text: str, start: int, end: int) -> str | None:
    """The noun of the division beside its name, in lower case."""
    after = _NOUN_AFTER.match(text, end) or _NOUN_OF_SEVERAL.match(text, end)
    if after is not None:
        return after.group(1).lower()
    before = _NOUN_BEFORE.search(text[max(0, start - _LOOK_BACK) : start])
    return before.group(1).lower() if before is not None else None


def _settle(
    text: str, start: int, end: int, rows: list[Division], within: str | None, *, has_noun: bool
) -> list[Division]:
    """Those of the country that is known or named nearby; else those that need no country."""
    known = {within} if within else _find_nearby(text, start, end)
    near = [row for row in rows if row.country in known]
    if near:
        return near
    rows = [row for row in rows if row.bare != "area"]
    major = [row for row in rows if row.bare not in _MINOR]
    return major or (rows if has_noun or _is_no_country(text, start, end) else [])


def _is_no_country(text: str, start: int, end: int) -> bool:
    """Whether a country's name stands here that is not the country's: "Atlanta, Georgia"."""
    if not find_mentions(text, start, end):
        return False
    here = find_mentions(text, max(0, start - _CONTEXT), end)
    return all(mention.start != start for mention in here)


def _find_nearby(text: str, start: int, end: int) -> set[str]:
    """The countries named in the same phrase, the name itself apart."""
    before = _SENTENCE_END.split(text[max(0, start - _CONTEXT) : start])[-1]
    after = _SENTENCE_END.split(text[end : end + _CONTEXT])[0]
    return {mention.country for part in (before, after) for mention in find_mentions(part)}


def _is_elsewhere(text: str, end: int, countries: tuple[str, ...]) -> bool:
    """Whether a comma and another country or division follow: "St. Petersburg, Florida"."""
    word = _WORD.match(text, end + 2) if text.startswith(", ", end) else None
    if word is None:
        return False
    stop = min(len(text), end + _CONTEXT)
    larger = [
        (each.end, {each.country})
        for each in find_mentions(text, word.start(), stop)
        if each.start == word.start() and each.form == "name"
    ]
    last, rows = _look_up(text, word, stop)
    larger += [(last, {row.country}) for row in rows or () if row.bare in {"name", "held"}]
    return any(
        not here & set(countries) and _GOES_ON.match(text, last) is None for last, here in larger
    )
