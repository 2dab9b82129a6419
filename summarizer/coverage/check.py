"""The check itself: one sentence against the union of its evidence."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.coverage.claimants import CUES, check_claimant
from summarizer.coverage.counts import OUTCOME_KEYS, check_numbers
from summarizer.coverage.days import DATE_WORDS, check_days, find_dated
from summarizer.coverage.flags import Flag
from summarizer.coverage.names import check_names
from summarizer.coverage.negation import TURNING, check_negation
from summarizer.coverage.numbers import OPENINGS, read_numbers
from summarizer.coverage.passage import Passage, smooth
from summarizer.folding import fold

_MAX_TRIES = 32  # places where a slice may begin; a run of one letter has one at each
_LOOKED_FOR = OPENINGS | DATE_WORDS | OUTCOME_KEYS | TURNING | CUES
"""What the checks begin with: looked up once for all of them."""
_BINDERS = frozenset(".,:-'$€£¥")  # between letters or digits these do not end a word


def check_coverage(sentence: str, evidence: Sequence[str]) -> tuple[Flag, ...]:
    """Say what in a sentence its evidence does not bear out.

    Args:
        sentence: One key point.
        evidence: The verbatim quotes cited for it; their order does not matter.

    Returns:
        Flags in the order of the sentence. None at once when the sentence is a verbatim part
        of one quote. No flag means that numbers, names and weekdays are covered, not more.

    >>> quotes = ["At least nine people, including four children, were killed in Iran."]
    >>> check_coverage("At least 9 people were killed in the Iranian town.", quotes)
    ()
    >>> [str(flag) for flag in check_coverage("Nine people were killed on Tuesday.", quotes)]
    ['qualifier_changed: Nine people', 'weekday_missing: Tuesday']
    """
    mine = smooth(sentence).lower()
    for quote in evidence:
        if _is_verbatim(sentence, quote) or (
            _may_match(mine, quote) and _is_verbatim(fold(sentence).text, fold(quote).text)
        ):
            return ()
    passage = Passage(sentence, _LOOKED_FOR)
    proof = Passage("\n\n".join(evidence), _LOOKED_FOR)
    dated = find_dated(passage)
    numbers = read_numbers(passage)
    told = read_numbers(proof) if numbers else []
    found = [
        *check_numbers(passage, proof, numbers=numbers, told=told, dated=dated),
        *check_days(passage, proof, dated),
        *check_names(passage, proof),
        *check_negation(passage, proof),
        *check_claimant(passage, proof, numbers=numbers, told=told),
    ]
    if not found:
        return ()
    found.sort(key=lambda one: one[1:])
    return tuple(dict.fromkeys(Flag(one.reason, sentence[one.start : one.end]) for one in found))


def _may_match(mine: str, quote: str) -> bool:
    """Whether folding may make a sentence a part of the quote; it costs more than this look.

    Args:
        mine: The sentence with plain signs, in lower case.
        quote: The quote as it is.
    """
    low = smooth(quote).lower()
    if mine.isascii() and low.isascii():
        for word in mine.rstrip(" .").split():
            if word not in low:
                return False
    return True


def _is_verbatim(sentence: str, quote: str) -> bool:
    """Whether the sentence is a slice of the quote that cuts neither a word nor a number."""
    words = sentence.strip().rstrip(".")
    start = quote.find(words) if words else -1
    for _ in range(_MAX_TRIES):
        if start < 0:
            return False
        end = start + len(words)
        if not _cuts(quote, start) and not _cuts(quote, end) and not _cuts_number(quote, start):
            return True
        start = quote.find(words, start + 1)
    return False


def _cuts(text: str, at: int) -> bool:
    """Whether a word or a number goes on over `at`."""
    before, after = text[max(0, at - 2) : at], text[at : at + 2]
    if not before or not after:
        return False
    if before[-1] in _BINDERS and before[-1] not in "$€£¥":
        return before[:-1].isalnum() and after[0].isalnum()
    if after[0] in _BINDERS:
        return before[-1].isalnum() and after[1:].isalnum()
    return before[-1].isalnum() and after[0].isalnum()


def _cuts_number(quote: str, start: int) -> bool:
    """Whether the slice begins within a number of several words."""
    if not start:
        return False
    first = quote[start : start + 20].split(maxsplit=1)
    before = quote[max(0, start - 30) : start].lower().split()
    if not first or not before:
        return False
    opening = first[0].lower().strip(".,;:")
    if opening not in OPENINGS and not opening[:1].isdigit():
        return opening in {"million", "billion", "thousand", "hundred"}
    if before[-1] == "and":
        before.pop()
    return bool(before) and before[-1] in OPENINGS
