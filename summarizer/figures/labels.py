"""Numbers that count no one: dates, hours, ages, money, shares, scores, labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.figures.amounts import read_amount
from summarizer.figures.tokens import low_at
from summarizer.figures.words import BE, FILL, HAVE, MONTHS, split_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.figures.amounts import Amount
    from summarizer.figures.sentence import Sentence
    from summarizer.figures.tokens import Token

_DASHES = frozenset("-–—")
_OPENERS = frozenset(".,;:([)]}\"'“‘”’-–—!?*•…|>")
_ONE = frozenset({"1", "one"})
_YEARS = range(1900, 2101)
_NOT_A_COUNT_AFTER = split_words(
    "aged age number no flight route highway article section chapter room page type class channel "
    "division brigade battalion season episode boeing airbus apollo unit phase stage level gate "
    "platform pier sector zone block ward line square formula top"
)
_NOT_A_YEAR_AFTER = split_words(
    "in since by from until till before after during year of between and the early late mid through"
)
_PARENTS = split_words(
    "father mother parent parents dad mum mom grandfather grandmother widow widower"
)
_EXCEPTED = split_words("all everyone everybody none")


def is_label(sentence: Sentence, at: int, after: int, amount: Amount) -> bool:
    """Whether the number counts nothing that could be people.

    Args:
        sentence: Where it stands.
        at: Its first token.
        after: The token after it.
        amount: What it was read as.
    """
    before, following = sentence.low(at - 1), sentence.low(after)
    if before in _NOT_A_COUNT_AFTER or following in {"%", "°", ":", "/"}:
        return True
    if _is_fragment(sentence, at, after) or _is_share(sentence, at, after):
        return True
    if before == "of" and sentence.low(at - 2) in _PARENTS:
        return True  # a father of four
    if is_excepted(sentence.tokens, at):
        return True
    return _is_age(sentence, at, after) or _is_date(sentence, at, after, amount)


def is_excepted(tokens: Sequence[Token], at: int) -> bool:
    """As in "all but two", of nobody knows how many."""
    return low_at(tokens, at - 1) == "but" and low_at(tokens, at - 2) in _EXCEPTED


def _is_fragment(sentence: Sentence, at: int, after: int) -> bool:
    """A piece of something longer: "7-magnitude", "2-1", "$12"."""
    before = sentence.low(at - 1)
    if sentence.low(after) in _DASHES and sentence.touches(after):
        return sentence.low(after + 1) not in _DASHES  # a dash written as two hyphens
    sign = before not in _OPENERS and not before[-1:].isalnum()
    return bool(before) and sign and sentence.touches(at)


def _is_share(sentence: Sentence, at: int, after: int) -> bool:
    """As in "one in five"."""
    if sentence.low(at - 1) == "in" and sentence.low(at - 2) in _ONE:
        return True
    one_in = sentence.low(after - 1) in _ONE and sentence.low(after) == "in"
    return one_in and read_amount(sentence.tokens, after + 1) is not None


def _is_age(sentence: Sentence, at: int, after: int) -> bool:
    """As in "aged 9 and 11", "Mr Dane, 34, was hurt"."""
    if sentence.low(at - 1) in {"and", "to", "or"}:
        for first in range(at - 2, max(-1, at - 5), -1):
            if sentence.low(first) in {"aged", "ages", "age"}:
                return True
    apart = after == at + 1 and sentence.low(at - 1) == sentence.low(after) == ","
    told = sentence.low(after + 1) in BE | HAVE | {"who"}
    return apart and (told or sentence.find_trailing(after + 1) is not None)


def _is_date(sentence: Sentence, at: int, after: int, amount: Amount) -> bool:
    before, following, low = sentence.low(at - 1), sentence.low(after), sentence.low(at)
    digits = low.isdecimal() and after == at + 1
    if digits and len(low) == 4 and low[0] == "0":
        return True  # 0030 hours
    is_year = digits and len(low) == 4 and amount.best in _YEARS
    if before in MONTHS and before != "may" and (is_year or sentence.low(at - 2) != "in"):
        return after == at + 1
    if is_year and before == "may" and sentence.low(at - 2) in {"in", "of", "since"}:
        return True
    if following in MONTHS and low[:1].isdigit():
        return following != "may" or sentence.low(after + 1) not in FILL
    return is_year and before in _NOT_A_YEAR_AFTER
