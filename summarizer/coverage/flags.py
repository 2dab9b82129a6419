"""Flags: what a key point says that its evidence does not, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Reason = Literal[
    "number_missing",
    "number_noun_changed",
    "currency_changed",
    "qualifier_changed",
    "name_missing",
    "weekday_missing",
    "month_missing",
    "date_missing",
    "negation_changed",
    "claimant_missing",
]


class Finding(NamedTuple):
    """A reason, and the half-open span of the sentence it is about."""

    reason: Reason
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing the evidence does not bear out.

    Attributes:
        reason: What is wrong, from a closed list.
        words: The words of the sentence it is about, verbatim.

    >>> flag = Flag("number_missing", "13 people")
    >>> str(flag), flag.code.partition(": ")[0]
    ('number_missing: 13 people', 'number_missing')
    """

    reason: Reason
    words: str

    @property
    def code(self) -> str:
        """The stable form for `KeyPoint.flags`: reason, colon, blank, words.

        No reason holds a colon, so flags are counted by what stands before the first one.
        """
        return f"{self.reason}: {self.words}"

    def __str__(self) -> str:
        return self.code
