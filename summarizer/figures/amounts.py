"""Amounts as news writes them: a number with the words that hedge it ("at least 1.2 million")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.figures.numerals import ARTICLES, FEW, PLURALS, SMALL, read_number, read_vague
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
_HEDGES: dict[str, Qualifier] = {
    **dict.fromkeys(
        (
            "at least", "more than", "over", "well over", "just over", "upwards of", "in excess of",
            "no fewer than", "no less than", "not fewer than", "not less than", "a minimum of",
            "exceeding", "greater than",
        ),
        "at_least",
    ),
    **dict.fromkeys(
        (
            "up to", "as many as", "at most", "no more than", "not more than", "fewer than",
            "less than", "under", "a maximum of", "well under", "just under", "below",
        ),
        "at_most",
    ),
    **dict.fromkeys(
        (
            "about", "around", "roughly", "approximately", "approx", "some", "an estimated",
            "estimated", "nearly", "almost", "close to", "perhaps", "possibly", "probably", "maybe",
            "circa", "~", "an estimated total of",
        ),
        "about",
    ),
    **dict.fromkeys(
        (
            "exactly", "only", "just", "a total of", "a further", "a combined", "another", "all",
            "an additional", "additional", "a record",
        ),
        "exact",
    ),
}  # fmt: skip
_HEDGES_BY_WORD: dict[str, list[tuple[tuple[str, ...], Qualifier]]] = {}
for _phrase in sorted(_HEDGES, key=len, reverse=True):
    _words = tuple(_phrase.split())
    _HEDGES_BY_WORD.setdefault(_words[0], []).append((_words, _HEDGES[_phrase]))
_OPENINGS = frozenset(
    {*SMALL, *_ZERO, *ARTICLES, *_HEDGES_BY_WORD, *PLURALS, *FEW, "many", "between", "half"}
) | {"half-dozen", "half-million"}
_DIGITS = frozenset("0123456789")
_OR_TAILS: dict[str, Qualifier] = {"more": "at_least", "so": "about", "fewer": "at_most"}
_MAX_HEDGES = 3  # "at least another estimated 12"
_DASHES = frozenset("-–—‑‐")


def _read_hedges(tokens: Sequence[Token], at: int) -> tuple[Qualifier, int]:
    """The strongest hedge before a number, and the token after the hedges."""
    qualifier: Qualifier = "exact"
    for _ in range(_MAX_HEDGES):
        for words, meaning in _HEDGES_BY_WORD.get(low_at(tokens, at), ()):
            if all(low_at(tokens, at + n) == word for n, word in enumerate(words)):
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
    dash = joint in _DASHES and tokens[low[1]].start == tokens[low[1] - 1].end
    if not (joint == "and" if between else dash or joint in {"to", "or"}):
        return None
    high = read_number(tokens, low[1] + 1)
    if high is None or not (between or low[0] < high[0]):
        return None
    return min(low[0], high[0]), max(low[0], high[0]), high[1]


def _bound(value: int, qualifier: Qualifier) -> Amount:
    if qualifier == "at_least":
        return Amount(value, value, None, qualifier)
    if qualifier == "at_most":
        return Amount(None, None, value, qualifier)
    if qualifier == "about":
        return Amount(None, value, None, qualifier)
    return Amount(value, value, value, "exact")


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
    if low not in _OPENINGS and low[:1] not in _DIGITS:
        return None
    if low in _ZERO and low_at(tokens, at + 1) not in {"fewer", "less", "more"}:
        return Amount(0, 0, 0, "exact"), at + (2 if low_at(tokens, at + 1) == "one" else 1)
    qualifier, first = _read_hedges(tokens, at)
    changes = low_at(tokens, at - 1) == "from"  # "rose from 12 to 17" is no range
    if (found := _read_range(tokens, first)) and not changes:
        return Amount(found[0], None, found[1], "about"), found[2]
    if vague := read_vague(tokens, first):
        return Amount(None if qualifier == "at_most" else vague[0], None, None, "vague"), vague[1]
    number = read_number(tokens, first)
    if number is None:
        return None
    value, after = number
    if low_at(tokens, first) in {"a", "an"} and low_at(tokens, after - 1) == "couple":
        qualifier = "about" if qualifier == "exact" else qualifier
    if low_at(tokens, after) == "or" and (hedged := _OR_TAILS.get(low_at(tokens, after + 1))):
        return _bound(value, hedged), after + 2
    if low_at(tokens, after) == "+" and tokens[after].start == tokens[after - 1].end:
        return _bound(value, "at_least"), after + 1
    return _bound(value, qualifier), after
