"""Counted phrases: a number, and the noun that names who is counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from summarizer.figures.amounts import Amount, read_amount
from summarizer.figures.sentence import Link, Sentence
from summarizer.figures.tokens import read_tokens
from summarizer.figures.words import (
    BE,
    DETERMINERS,
    FILL,
    HAVE,
    INNER,
    LINKERS,
    MEMBERS,
    MONTHS,
    NOT_A_COUNT_AFTER,
    NOT_A_YEAR_AFTER,
    PERSONS,
    SINGULAR,
    STOP,
    THINGS,
    UNITS,
    WHEN,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer_schemas.record import Measure

_DASHES = frozenset("-–—")
_OPENERS = frozenset(".,;:([\"'“‘”’-–—!?*•…|>")
_ONE = frozenset({"1", "one"})
_YEARS = range(1900, 2101)
_MAX_NOUN_WORDS = 6  # "senior Ruritanian air force officers"


@dataclass(slots=True)
class Count:
    """A counted phrase: tokens `first:after`, of which `noun:after` name who is counted."""

    first: int
    noun: int
    after: int
    amount: Amount
    of_them: bool = False
    is_person: bool = False
    inner: int | None = None  # token of a cue inside the phrase: "two WOUNDED men"
    links: list[Link] = field(default_factory=list[Link])
    is_object: bool = False  # the cue stands before: "killed nine"
    member_of: Measure | None = None  # "four of the dead"
    is_part: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether the text gives a number without a noun."""
        return self.noun == self.after


def read_counts(sentence: Sentence) -> Iterator[Count]:
    """Read the counted phrases of a sentence, in order."""
    at = 0
    while at < len(sentence.tokens):
        count = _read_count(sentence, at)
        if count is None:
            at += 1
        else:
            yield count
            at = count.after


def _read_count(sentence: Sentence, at: int) -> Count | None:
    low = sentence.low(at)
    found = read_amount(sentence.tokens, at)
    if found is None:
        return _read_single(sentence, at) if low in {"a", "an", "another"} else None
    amount, after = found
    if _is_no_count(sentence, at, after, amount):
        return None
    count = Count(at, after, after, amount)
    if sentence.low(after) == "of":
        _read_partitive(sentence, count, after + 1)
    return _read_noun(sentence, count)


def _read_single(sentence: Sentence, at: int) -> Count | None:
    """Read "a soldier", and "another" where a verb follows."""
    count = _read_noun(sentence, Count(at, at + 1, at + 1, Amount(1, 1, 1, "exact")))
    if count is None:
        return None
    told = sentence.low(at + 1) in BE | HAVE or sentence.low(at - 1) in sentence.cues.before
    alone = told and count.is_bare and sentence.low(at) == "another"
    return count if alone or sentence.low(count.after - 1) in SINGULAR else None


def _is_no_count(sentence: Sentence, at: int, after: int, amount: Amount) -> bool:
    """Whether the number is a date, money, a share, a score, an age, a label."""
    before, following = sentence.low(at - 1), sentence.low(after)
    if before in NOT_A_COUNT_AFTER or following in {"%", "°", ":", "/"}:
        return True
    if following in _DASHES and sentence.touches(after):
        return True  # a score, "7-magnitude"
    if before and before not in _OPENERS and not before[-1].isalnum() and sentence.touches(at):
        return True  # a currency sign or the like
    if before == "in" and sentence.low(at - 2) in _ONE:
        return True  # "one in five"
    if (
        sentence.low(after - 1) in _ONE
        and following == "in"
        and read_amount(sentence.tokens, after + 1)
    ):
        return True
    if before in MONTHS and before != "may" and sentence.low(at - 2) != "in":
        return after == at + 1
    if following in MONTHS and sentence.low(at)[:1].isdigit():
        return following != "may" or sentence.low(after + 1) not in FILL
    digits = sentence.low(at).isdecimal() and len(sentence.low(at)) == 4
    return digits and amount.best in _YEARS and before in NOT_A_YEAR_AFTER


def _read_partitive(sentence: Sentence, count: Count, at: int) -> None:
    """Step over "of them", "of the", "of 30", and notice "of the dead"."""
    low = sentence.low(at)
    if low in {"them", "whom"}:
        count.of_them = count.is_part = True
        count.noun = count.after = at + 1
        return
    definite = low in DETERMINERS
    at += definite
    if definite and sentence.low(at) in MEMBERS:
        follows = sentence.low(at + 1)
        if not sentence.is_word(at + 1) or follows in BE | HAVE | LINKERS | {"who"}:
            count.member_of = MEMBERS[sentence.low(at)]
            count.is_part = True
            count.noun, count.after, count.inner = at, at + 1, at
            return
    whole = read_amount(sentence.tokens, at)
    count.noun = count.after = whole[1] if whole else at


def _read_noun(sentence: Sentence, count: Count) -> Count | None:
    """Extend the phrase over the noun; None when the noun is a thing or a unit."""
    if count.member_of:
        return count
    if sentence.low(count.after) in UNITS:
        return None
    head, at = _find_head(sentence, count)
    if head is None:
        return _read_other_noun(sentence, count, at)
    if sentence.low(head + 1) in THINGS or sentence.low(head).endswith("'s"):
        return None
    count.after, count.is_person = head + 1, True
    return count


def _find_head(sentence: Sentence, count: Count) -> tuple[int | None, int]:
    """The last token of the noun, where it is a person; and where the words end."""
    head = None
    at = count.after
    while at < min(len(sentence.tokens), count.noun + _MAX_NOUN_WORDS) and sentence.is_word(at):
        low = sentence.low(at)
        is_person = low.removesuffix("'s") in PERSONS
        if head is not None and (not is_person or low in {"hostage", "captive", "prisoner"}):
            break  # "took two tourists hostage"
        if low in INNER and _is_inner(sentence, at):
            count.inner = at if count.inner is None else count.inner
        elif _ends_noun(sentence, at):
            break
        elif is_person:
            head = at
        at += 1
    return head, at


def _ends_noun(sentence: Sentence, at: int) -> bool:
    low = sentence.low(at)
    adverb = low.endswith("ly") and sentence.low(at + 1) not in INNER and low not in PERSONS
    return adverb or low in STOP or (low in sentence.cues.after and low not in PERSONS)


def _is_inner(sentence: Sentence, at: int) -> bool:
    """Whether "wounded" stands before its noun ("two wounded men")."""
    following = sentence.low(at + 1)
    return sentence.is_word(at + 1) and following not in STOP | WHEN and not following[0].isdigit()


def _read_other_noun(sentence: Sentence, count: Count, end: int) -> Count | None:
    words = [sentence.low(at) for at in range(count.noun, end)]
    if any(word in THINGS for word in words):
        return None
    none = sentence.low(count.first) == "no" and sentence.low(count.first + 1) != "one"
    if none and not (words and (words[-1] in sentence.cues.head or count.inner is not None)):
        return None  # "no longer", "no mention"
    if words:
        count.after = end
    elif sentence.low(count.after - 1) == "of":  # "hundreds of missing and injured"
        count.noun = count.after = count.after - 1
    return count


def parse_amount(text: str) -> Amount | None:
    """Read the first amount of a phrase; None when it gives no number.

    An article counts as one before a person ("a police officer"), or when there is no number.

    >>> parse_amount("at least 12 soldiers")
    Amount(low=12, best=12, high=None, qualifier='at_least')
    """
    tokens = read_tokens(text)
    single: int | None = None
    for at, token in enumerate(tokens):
        found = read_amount(tokens, at)
        if found is not None and (token.low != "no" or at + 1 < len(tokens) or at == 0):
            return found[0]
        if token.low in {"a", "an", "another"} and single is None:
            single = at
            if any(word.low in PERSONS for word in tokens[at + 1 : at + _MAX_NOUN_WORDS]):
                break
    return None if single is None else Amount(1, 1, 1, "exact")
