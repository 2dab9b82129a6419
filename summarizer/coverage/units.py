"""What a number counts, and how sure its words are."""

from __future__ import annotations

from typing import Literal

from summarizer.coverage.numbers import Number
from summarizer.coverage.passage import Passage
from summarizer.figures.words import THINGS, UNITS

Hedge = Literal["exact", "about", "at_least", "at_most"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MONEY = {
    **dict.fromkeys(("$", "dollar", "dollars", "usd"), "dollar"),
    **dict.fromkeys(("€", "euro", "euros", "eur"), "euro"),
    **dict.fromkeys(("£", "pound", "pounds", "gbp", "sterling"), "pound"),
    **dict.fromkeys(("¥", "yen"), "yen"),
    **dict.fromkeys(("₹", "rupee", "rupees"), "rupee"),
    **dict.fromkeys(("₽", "ruble", "rubles", "rouble", "roubles"), "rouble"),
    **dict.fromkeys(("yuan", "renminbi"), "yuan"),
    **dict.fromkeys(("peso", "pesos"), "peso"),
    **dict.fromkeys(("franc", "francs"), "franc"),
    **dict.fromkeys(("shilling", "shillings"), "shilling"),
    **dict.fromkeys(("riyal", "riyals", "rial", "rials"), "riyal"),
}
_COUNTS_OF_PEOPLE = _words(
    "case cases count counts charge charges vote votes seat seats job jobs place"
)
"""Nouns after a number that may stand for as many people."""
_KINDS = {
    **dict.fromkeys(THINGS - UNITS - _COUNTS_OF_PEOPLE, "thing"),
    **{word: f"money {name}" for word, name in _MONEY.items()},
    **dict.fromkeys(("%", "percent", "pct", "percentage"), "percent"),
    **{
        word: word.removesuffix("s")
        for word in _words(
            "second seconds minute minutes hour hours day days week weeks month months year years "
            "decade decades century mile miles km acre acres am pm mph"
        )
    },
    **dict.fromkeys(("kilometre", "kilometres", "kilometer", "kilometers"), "km"),
    **dict.fromkeys(("metre", "metres", "meter", "meters"), "metre"),
    **dict.fromkeys(("foot", "feet"), "foot"),
    **dict.fromkeys(("tonne", "tonnes", "ton", "tons"), "ton"),
    "centuries": "century",
}
_BETWEEN = _words("more other us square consecutive straight full nautical long whole")
_TAKES_OVER = frozenset(
    f"{verb}{ending}"
    for verb, endings in (
        ("hand", ("", "s", "ed", "ing")),
        ("turn", ("", "s", "ed", "ing")),
        ("sign", ("", "s", "ed", "ing")),
        ("bring", ("", "s", "ing")),
        ("tak", ("e", "es", "en", "ing")),
        ("giv", ("e", "es", "en", "ing")),
        ("", ("brought", "took", "gave")),
    )
    for ending in endings
)
"""After these "over" belongs to the verb: "handed over 85 fighters"."""
_LONGER = frozenset({"over", "under", "around", "about", "some"})
"""Before a length of time these may be no hedges: "over two days"."""
_HEDGES: dict[str, Hedge] = {
    **dict.fromkeys(
        ("at least", "more than", "upwards of", "excess of", "no fewer than", "no less than"),
        "at_least",
    ),
    **dict.fromkeys(
        ("up to", "as many as", "as much as", "at most", "no more than", "not more than",
         "fewer than", "less than"),
        "at_most",
    ),
    **dict.fromkeys(("close to", "an estimated"), "about"),
    **dict.fromkeys(("over", "exceeding"), "at_least"),
    **dict.fromkeys(("under", "below"), "at_most"),
    **dict.fromkeys(
        ("about", "around", "roughly", "approximately", "some", "nearly", "almost", "estimated"),
        "about",
    ),
}  # fmt: skip
_HEDGE_ENDS = frozenset(phrase.split()[-1] for phrase in _HEDGES)
_TAILS: dict[str, Hedge] = {
    "more": "at_least",
    "so": "about",
    "fewer": "at_most",
    "less": "at_most",
}
_TIMES = frozenset("minute hour day week month year decade".split())
_NO_FOLLOWERS = _words(
    "in on at by of to from for with and or but as than is are was were be been has have had will "
    "would could may that which who while when after before since until the a an it its his her "
    "their into over under during near against including"
)


def read_kind(passage: Passage, number: Number) -> str:
    """What a number counts, when its unit says so: "percent", "money euro", "day"; or nothing."""
    found = _read_unit(passage, number.first, number.after)
    if not found and number.unit > number.after:
        return _read_unit(passage, number.unit - 1, number.unit)
    return found


def _read_unit(passage: Passage, first: int, after: int) -> str:
    before, behind = passage.gaps[first][-1:], passage.gaps[after][:1]
    if before in _MONEY:
        return _KINDS[before]
    if behind in _KINDS:
        return _KINDS[behind]
    last = passage.keys[after - 1]
    if last[-2:] in {"am", "pm", "km"} and last[:1].isdigit():
        return last[-2:]
    around = passage.around
    for at in range(after, after + 3):
        if not passage.joins(at):
            break
        low = around[at]
        if low == "cent" and around[at - 1] == "per":
            return "percent"
        if low in _KINDS:
            return _KINDS[low]
        if low not in _BETWEEN and low != "per":
            # "5 million Kenyan shillings": of all units, only money has a nation before it.
            named = around[at + 1]
            return _KINDS[named] if named in _MONEY and passage.is_capital(at) else ""
    return ""


def read_hedge(passage: Passage, number: Number) -> Hedge:
    """Which bound the words before or after a number give."""
    at, after, around = number.first, number.after, passage.around
    if passage.gaps[after][:1] == "+":
        return "at_least"
    if around[after] == "or" and around[after + 1] in _TAILS:
        return _TAILS[around[after + 1]]
    while around[at - 1] in {"a", "an", "another", "us", "the", "further", "additional"}:
        at -= 1
    if around[at - 1] not in _HEDGE_ENDS:
        return "exact"
    for size in (3, 2, 1):
        words = " ".join(passage.keys[max(0, at - size) : at])
        if hedge := _HEDGES.get(words):
            if words == "over" and around[at - 2] in _TAKES_OVER:
                return "exact"
            vague = size == 1 and words in _LONGER and read_kind(passage, number) in _TIMES
            return "exact" if vague else hedge
    return "exact"


def find_noun(passage: Passage, number: Number) -> int:
    """Index of the word counted, or -1 where none follows the number: "40 fled", "in 2024"."""
    at = number.after
    key = passage.key(at)
    if not passage.joins(at) or key in _NO_FOLLOWERS or key.endswith("ed"):
        return -1
    return at + 1 if key == "per" and passage.joins(at + 1) else at
