"""Amounts as news writes them: a number with the words that hedge it ("at least 1.2 million")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.figures.numerals import (
    AFTER_ARTICLE,
    ARTICLES,
    FEW,
    ODD,
    PLURALS,
    SMALL,
    read_number,
    read_scale,
    read_vague,
)
from summarizer.figures.tokens import low_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.figures.tokens import Token
    from summarizer_schemas.record import Qualifier


@dataclass(frozen=True, slots=True)
class Amount:
    """How many, with the bounds the words give; a bound nobody gives is None.

    "at least 12" is low 12, best 12; "up to 30" is high 30 alone, for nobody says how many there
    were; "about 200" is best 200 alone; "10 to 15" is low 10, high 15, about; "dozens" is low 24.

    Attributes:
        low: Least number the words allow.
        best: The number given.
        high: Greatest number the words allow.
        qualifier: exact, at_least, at_most, about, or vague ("dozens", "several").
    """

    low: int | None
    best: int | None
    high: int | None
    qualifier: Qualifier


_ZERO = frozenset({"no", "none", "nobody", "no-one", "zero", "nil"})
HEDGES: dict[str, Qualifier] = {
    **dict.fromkeys(
        (
            "at least", "more than", "over", "well over", "just over", "upwards of", "in excess of",
            "no fewer than", "no less than", "not fewer than", "not less than", "a minimum of",
            "exceeding", "greater than", "exceeded", "exceeds", "topped", "topping", "tops",
            "above", "past", "surpassed", "surpassing", "as few as", "slightly more than",
            "a little over",
            "far more than", "well above", "a minimum",
        ),
        "at_least",
    ),
    **dict.fromkeys(
        (
            "up to", "as many as", "at most", "no more than", "not more than", "fewer than",
            "less than", "under", "a maximum of", "well under", "just under", "below",
            "slightly fewer than", "slightly less than", "far fewer than", "a little under",
        ),
        "at_most",
    ),
    **dict.fromkeys(
        (
            "about", "around", "roughly", "approximately", "approx", "some", "an estimated",
            "estimated", "nearly", "almost", "close to", "perhaps", "possibly", "probably", "maybe",
            "circa", "~", "an estimated total of", "in the region of", "in the order of",
            "on the order of", "somewhere around", "virtually", "practically", "anywhere",
        ),
        "about",
    ),
    **dict.fromkeys(
        (
            "exactly", "only", "just", "a total of", "a further", "a combined", "another", "all",
            "an additional", "additional", "a record", "a mere", "a confirmed", "a whopping",
            "as little as",
        ),
        "exact",
    ),
}  # fmt: skip
_HEDGES_BY_WORD: dict[str, list[tuple[tuple[str, ...], Qualifier]]] = {}
for _phrase in sorted(HEDGES, key=len, reverse=True):
    _words = tuple(_phrase.split())
    _HEDGES_BY_WORD.setdefault(_words[0], []).append((_words, HEDGES[_phrase]))
_OPENINGS = frozenset(
    {*SMALL, *ODD, *_ZERO, *ARTICLES, *_HEDGES_BY_WORD, *PLURALS, *FEW, "many", "between", "half"}
) | {"half-dozen", "half-million"}
_DIGITS = frozenset("0123456789")
_AFTER_ARTICLE = frozenset(
    {*AFTER_ARTICLE, *PLURALS, *FEW}
    | {words[1] for article in ARTICLES for words, _ in _HEDGES_BY_WORD[article]}
)
_OR_TAILS: dict[str, Qualifier] = {
    "more": "at_least", "so": "about", "thereabouts": "about", "fewer": "at_most", "less": "at_most"
}  # fmt: skip
_GLUED: dict[str, Qualifier] = {"plus": "at_least", "odd": "about", "strong": "exact"}
_MAX_HEDGES = 3  # "at least another estimated 12"
_DASHES = frozenset("-–—‑‐")


def _stands(tokens: Sequence[Token], at: int, words: tuple[str, ...]) -> bool:
    """Whether these words stand at a token; the first is known to."""
    if len(words) > 1 and low_at(tokens, at + 1) != words[1]:
        return False
    return all(low_at(tokens, at + n) == words[n] for n in range(2, len(words)))


def _read_hedges(tokens: Sequence[Token], at: int) -> tuple[Qualifier, int]:
    """The strongest hedge before a number, and the token after the hedges."""
    qualifier: Qualifier = "exact"
    for _ in range(_MAX_HEDGES):
        for words, meaning in _HEDGES_BY_WORD.get(low_at(tokens, at), ()):
            if _stands(tokens, at, words):
                if qualifier in {"exact", "about"} and meaning != "exact":
                    qualifier = meaning
                at += len(words)
                break
        else:
            break
    return qualifier, at


def _read_range(tokens: Sequence[Token], at: int) -> tuple[int, int, int] | None:
    """Both ends of "10 to 15", "10-15", "between 10 and 15", "12 or 13"; the token after."""
    between = low_at(tokens, at) == "between"
    low = read_number(tokens, at + between)
    if low is None:
        return None
    joint = low_at(tokens, low[1])
    dash = joint in _DASHES and _touch(tokens, low[1])
    if not (joint == "and" if between else dash or joint in {"to", "or"}):
        return None
    high = read_number(tokens, low[1] + 1)
    if high is None:
        return None
    least, scale = low[0], read_scale(tokens, high[1] - 1)
    if scale > 1 and least < high[0] // scale and read_scale(tokens, low[1] - 1) == 1:
        least *= scale  # "two to three HUNDRED"
    if not (between or least < high[0]):
        return None
    return min(least, high[0]), max(least, high[0]), high[1]


def _read_remainder(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """All but a few of a number that is told: "all but one of the 12"."""
    if low_at(tokens, at) != "all" or low_at(tokens, at + 1) != "but":
        return None
    spared = read_number(tokens, at + 2)
    if spared is None or low_at(tokens, spared[1]) != "of":
        return None
    first = spared[1] + 1
    whole = read_number(tokens, first + (low_at(tokens, first) in {"the", "its", "their"}))
    return None if whole is None or whole[0] < spared[0] else (whole[0] - spared[0], whole[1])


def _touch(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].start == tokens[at - 1].end


def _bound(value: int, qualifier: Qualifier) -> Amount:
    if qualifier == "at_least":
        return Amount(value, value, None, qualifier)
    if qualifier == "at_most":
        return Amount(None, None, value, qualifier)
    if qualifier == "about":
        return Amount(None, value, None, qualifier)
    return Amount(value, value, value, "exact")


def may_open(low: str) -> bool:
    """Whether an amount can begin with this word."""
    return low in _OPENINGS or low[:1] in _DIGITS


def read_amount(tokens: Sequence[Token], at: int) -> tuple[Amount, int] | None:
    """Read the amount that begins at a token, hedges included.

    Args:
        tokens: Tokens of a text.
        at: Index of the first.

    Returns:
        The amount and the index of the token after it; None when none begins there. A bare
        article is not read as one: `counted` decides that by the noun.
    """
    low = low_at(tokens, at)
    if not may_open(low):
        return None
    if low in ARTICLES and low_at(tokens, at + 1) not in _AFTER_ARTICLE:
        return None  # most articles stand before no number
    if low in _ZERO and low_at(tokens, at + 1) not in {"fewer", "less", "more"}:
        return Amount(0, 0, 0, "exact"), at + (2 if low_at(tokens, at + 1) == "one" else 1)
    if remainder := _read_remainder(tokens, at):
        return _bound(remainder[0], "exact"), remainder[1]
    qualifier, first = _read_hedges(tokens, at)
    changes = low_at(tokens, at - 1) in {"from", "by"}  # "rose from 12 to 17" is no range
    if (found := _read_range(tokens, first)) and not changes:
        return Amount(found[0], None, found[1], "about"), found[2]
    if vague := read_vague(tokens, first):
        return Amount(None if qualifier == "at_most" else vague[0], None, None, "vague"), vague[1]
    number = read_number(tokens, first)
    if number is None:
        return None
    if low_at(tokens, first) in {"a", "an"} and low_at(tokens, number[1] - 1) == "couple":
        qualifier = "about" if qualifier == "exact" else qualifier
    return _read_tail(tokens, number[1], number[0], qualifier)


def _read_tail(
    tokens: Sequence[Token], after: int, value: int, qualifier: Qualifier
) -> tuple[Amount, int]:
    """The hedge that follows a number: "12 or more", "40+", "30-odd"."""
    if low_at(tokens, after - 1) in ODD and qualifier == "exact":
        return _bound(value, "about"), after
    if low_at(tokens, after) == "or" and (hedged := _OR_TAILS.get(low_at(tokens, after + 1))):
        return _bound(value, hedged), after + 2
    if after < len(tokens) and _touch(tokens, after):
        if low_at(tokens, after) == "+":
            return _bound(value, "at_least"), after + 1
        glued = _GLUED.get(low_at(tokens, after + 1))
        if low_at(tokens, after) in _DASHES and glued and _touch(tokens, after + 1):
            return _bound(value, glued if qualifier == "exact" else qualifier), after + 2
    return _bound(value, qualifier), after
