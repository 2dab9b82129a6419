"""The check itself: one sentence against the union of its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from summarizer.coverage.claimants import check_claimant
from summarizer.coverage.counts import check_numbers
from summarizer.coverage.days import check_days, find_dated
from summarizer.coverage.flags import Flag
from summarizer.coverage.names import check_names
from summarizer.coverage.negation import check_negation
from summarizer.coverage.numbers import OPENINGS, read_numbers
from summarizer.coverage.passage import Passage, smooth
from summarizer.folding import fold

_MAX_TRIES = 32  # places where a slice may begin; a run of one letter has one at each
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
    if any(_is_verbatim(sentence, quote) for quote in evidence):
        return ()
    likely = [quote for quote in evidence if _may_match(sentence, quote)]
    if likely and any(_is_verbatim(fold(sentence).text, fold(quote).text) for quote in likely):
        return ()
    passage, proof = Passage(sentence), Passage("\n\n".join(evidence))
    dated = find_dated(passage)
    numbers = read_numbers(passage)
    told = read_numbers(proof) if numbers else []
    found = sorted(
        chain(
            check_numbers(passage, proof, numbers=numbers, told=told, dated=dated.keys()),
            check_days(passage, proof, dated),
            check_names(passage, proof),
            check_negation(passage, proof),
            check_claimant(passage, proof, numbers=numbers, told=told),
        ),
        key=lambda one: one[1:],
    )
    flags = (Flag(one.reason, sentence[one.start : one.end]) for one in found)
    return tuple(dict.fromkeys(flags))


def _may_match(sentence: str, quote: str) -> bool:
    """Whether folding may make the sentence a part of the quote; it costs more than this look."""
    mine, low = smooth(sentence).lower(), smooth(quote).lower()
    if not (mine.isascii() and low.isascii()):
        return True
    return all(word in low for word in mine.rstrip(" .").split())


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
