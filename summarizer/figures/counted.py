"""Counted phrases: a number, and the noun that names who is counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from summarizer.figures.amounts import Amount, may_open, read_amount
from summarizer.figures.labels import is_excepted, is_label
from summarizer.figures.nouns import MAX_NOUN_WORDS, find_head, may_follow, read_noun
from summarizer.figures.sentence import Link, Sentence
from summarizer.figures.tokens import read_tokens
from summarizer.figures.words import (
    ADJECTIVES,
    ANY_MEMBERS,
    BE,
    DETERMINERS,
    GROUPS,
    HAVE,
    LINKERS,
    MEMBERS,
    PERSONS,
    SINGULAR,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.figures.tolls import Update
    from summarizer_schemas.record import Measure


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
    is_toll: bool = False
    update: Update | None = None
    sum: Count | None = None  # the total this one went into
    place: int | None = None  # among the figures handed out

    @property
    def is_bare(self) -> bool:
        """Whether the text gives a number without a noun."""
        return self.noun == self.after


def read_counts(sentence: Sentence) -> Iterator[Count]:
    """Read the counted phrases of a sentence, in order."""
    at = 0
    while at < len(sentence.tokens):
        low = sentence.tokens[at].low
        opens = may_open(low) or low == "another"
        count = _read_count(sentence, at) if opens else None
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
    if is_label(sentence, at, after, amount):
        return None
    count = Count(at, after, after, amount)
    if sentence.low(after) == "of":
        _read_partitive(sentence, count, after + 1)
    return read_noun(sentence, count)


def _read_single(sentence: Sentence, at: int) -> Count | None:
    """Read "a soldier", and "another" where a verb follows."""
    count = read_noun(sentence, Count(at, at + 1, at + 1, Amount(1, 1, 1, "exact")))
    if count is None:
        return None
    told = sentence.low(at + 1) in BE | HAVE or sentence.low(at - 1) in sentence.cues.before
    if count.is_bare:
        return count if told and sentence.low(at) == "another" else None
    head, after = sentence.low(count.after - 1), count.after
    lone = after == count.noun + 1
    if lone and head in ADJECTIVES and sentence.is_word(after) and not may_follow(sentence, after):
        return None  # "an official rank"
    if sentence.low(after) == "of" and head in GROUPS and _is_number(sentence, after + 1):
        return None  # "a family of five": the five are counted
    return count if head in SINGULAR or (count.is_person and not head.endswith("s")) else None


def _is_number(sentence: Sentence, at: int) -> bool:
    return read_amount(sentence.tokens, at) is not None


def _read_partitive(sentence: Sentence, count: Count, at: int) -> None:
    """Step over "of them", "of the", "of 30", and notice "of the dead"."""
    low = sentence.low(at)
    if low in {"them", "whom"}:
        count.of_them = count.is_part = True
        count.noun = count.after = at + 1
        if sentence.low(at + 1) in {"a", "an"}:  # "one of them A SERGEANT"
            count.noun = count.after = at + 2
            if find_head(sentence, count)[0] is None:
                count.noun = count.after = at + 1
        return
    definite = low in DETERMINERS
    at += definite
    if definite and (sentence.low(at) in MEMBERS or sentence.low(at) in ANY_MEMBERS):
        follows = sentence.low(at + 1)
        if not sentence.is_word(at + 1) or follows in BE | HAVE | LINKERS | {"who"}:
            count.member_of = MEMBERS.get(sentence.low(at))
            count.inner = at if count.member_of else None
            count.of_them = count.is_part = True
            count.noun = count.after = at + 1
            return
    whole = read_amount(sentence.tokens, at)
    count.noun = count.after = whole[1] if whole else at


def parse_amount(text: str) -> Amount | None:
    """Read the first amount of a phrase; None when it gives no number.

    An article counts as one before a person ("a police officer"), or when there is no number.

    >>> parse_amount("at least 12 soldiers")
    Amount(low=12, best=12, high=None, qualifier='at_least')
    """
    return _parse_amount(text)


@lru_cache(maxsize=256)  # one reply gives the same count in several places
def _parse_amount(text: str) -> Amount | None:
    tokens = read_tokens(text)
    single: int | None = None
    for at, token in enumerate(tokens):
        if not may_open(token.low):
            continue
        found = None if is_excepted(tokens, at) else read_amount(tokens, at)
        if found is not None and (token.low != "no" or at + 1 < len(tokens) or at == 0):
            return found[0]
        if token.low in {"a", "an", "another"} and single is None:
            single = at
            if any(word.low in PERSONS for word in tokens[at + 1 : at + MAX_NOUN_WORDS]):
                break
    return None if single is None else Amount(1, 1, 1, "exact")
