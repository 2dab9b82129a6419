"""Noun phrases that can speak: parties, and what speaks for somebody."""

from __future__ import annotations

from functools import cached_property

from summarizer.attribution.cues import (
    ADVERBS,
    ALSO_NOUNS,
    BREAKS,
    CUES,
    DETERMINERS,
    LINKS,
    NOT_SOURCES,
    PREPOSITIONS,
    PRONOUNS,
    SPEAKERS,
    THINGS,
)
from summarizer.attribution.quotations import Quotations
from summarizer.parties import Phrase, strip_possessive

Words = tuple[int, int]

MAX_WORDS = 16
"""A longer stretch before "said" is a sentence of its own, not somebody."""
_MAX_NAME_WORDS = 3
"""A text without capitals hides names; who "said" in so few words is one."""
_BEFORE_DATES = frozenset({"on", "in", "by", "since", "late", "early"})
_NEVER_LAST = PREPOSITIONS | {"the", "a", "an", "and", "its", "their"}
_NOT_ADVERBS = frozenset(
    "family ally assembly reply daily weekly bully monopoly italy july".split()
)


class NounReader:
    """Reads noun phrases of one sentence."""

    def __init__(self, phrase: Phrase) -> None:
        self.phrase = phrase
        self.words = phrase.words
        self.quotations = Quotations(phrase)

    @cached_property
    def dates_by_first(self) -> dict[int, int]:
        """First word of a date -> one past its last."""
        return {first: last for first, last, _ in self.phrase.dates}

    @cached_property
    def dates_by_last(self) -> dict[int, int]:
        """One past the last word of a date -> its first."""
        return {last: first for first, last, _ in self.phrase.dates}

    def find_date_end(self, at: int) -> int:
        """Returns the word after the date that begins at `at`, "on" included; else `at`."""
        first = at + (self.words[at] in _BEFORE_DATES)
        return self.dates_by_first.get(at) or self.dates_by_first.get(first, at)

    @cached_property
    def _party_words(self) -> frozenset[int]:
        return frozenset(n for party in self.phrase.parties for n in range(party.first, party.last))

    def is_known(self, words: Words) -> bool:
        """Whether the words name a party or another known speaker ("a statement")."""
        first, end = words
        head = self._find_head(first, end)
        word = strip_possessive(self.words[head])
        if head in self.phrase.date_words or word in NOT_SOURCES or word in THINGS:
            return False
        if word in SPEAKERS or word in PRONOUNS:
            return True
        if word in DETERMINERS or word in ADVERBS or word in BREAKS:
            return False
        if head in self._party_words:
            return True
        letter = self.phrase.raw[head][0]
        if not self.phrase.cased:
            return self.phrase.find_party(first) is not None
        if letter.isdigit() and head > first:
            return self.phrase.is_capital(head - 1)  # "Channel 27"
        named = letter.isupper() or any(one.isupper() for one in self.phrase.raw[head][1:])
        return (named and (head > 0 or end - first == 1)) or self.phrase.is_capital(end - 1)

    def _is_speaker(self, first: int, end: int) -> bool:
        """Whether the words can be somebody: a known speaker, or any noun but a mere thing."""
        if first >= end or end - first > MAX_WORDS or self.words[end - 1] in _NEVER_LAST:
            return False
        if self.is_known((first, end)):
            return self.words[first:end] != ["there"]
        head = self._find_head(first, end)
        word = strip_possessive(self.words[head])
        is_plural = word.endswith("s") and not word.endswith("ss")
        nameless = (is_plural or not self.phrase.cased) and end - first <= _MAX_NAME_WORDS
        return (
            (nameless or (head > first and self.words[first] in DETERMINERS))
            and self.words[head] not in DETERMINERS
            and not (word in THINGS or word in NOT_SOURCES or head in self.phrase.date_words)
        )

    def _find_head(self, first: int, end: int) -> int:
        """The noun before "of", "for", "close to", "issued by"."""
        stop = next(
            (
                n
                for n in range(first + 1, end)
                if self.words[n] in PREPOSITIONS or self.words[n] == "'"
            ),
            end,
        )
        head = stop - 1
        while (
            head > first
            and self.words[head] not in SPEAKERS
            and (
                self.words[head].endswith(("ed", "ing"))
                or self.words[head] in ("close", "familiar", "there", "here")
            )
            and not self.phrase.raw[head][0].isupper()
        ):
            head -= 1
        return head

    def _stops(self, at: int) -> bool:
        """Whether no phrase reaches over this punctuation."""
        word = self.words[at]
        if word[0].isalnum() or word in ("&", "%", "$", "£", "€", "/", "-"):
            return False
        if word == "." and at and at + 1 < len(self.words):
            starts, ends = self.phrase.starts, self.phrase.ends
            # "Gen. Velk", "St. Halden", "halden.org"
            short = len(self.words[at - 1]) <= 4 and self.phrase.raw[at + 1][0].isupper()
            return not (short or (ends[at - 1] == starts[at] and ends[at] == starts[at + 1]))
        return True

    def read_after(self, at: int, limit: int, *, is_source: bool = False) -> Words | None:
        """Returns the noun phrase that begins at `at`: "said | Velk |, the minister".

        A source ("according to") may be anything that can be read, watched or heard.
        """
        if at >= limit:
            return None
        if self.words[at] in PRONOUNS:
            return at, at + 1
        party = self.phrase.find_party(at)
        end = min(party.last, limit) if party else at
        while end < limit and end - at < MAX_WORDS and not self._ends_after(end, at):
            end += 1
        while end > at and (
            self.words[end - 1] in PREPOSITIONS or self.words[end - 1] in ("and", "the")
        ):
            end -= 1
        if end > at and is_source:
            head = self._find_head(at, end)
            fits = head not in self.phrase.date_words and self.words[head] not in NOT_SOURCES
            return (at, end) if fits else None
        return (at, end) if end > at and self._is_speaker(at, end) else None

    def _ends_after(self, at: int, first: int) -> bool:
        word = self.words[at]
        if word == "and":
            return self.phrase.find_party(at + 1) is None
        if word == "'" and self.words[at - 1].endswith("s"):
            return False
        if at in self.phrase.date_words or self._stops(at):
            return True
        if word in PREPOSITIONS and word not in LINKS:
            return True
        if word == "to":
            return not (at + 1 < len(self.words) and self.phrase.is_capital(at + 1))
        if word in ("on", "at") and at > first and not self.words[at - 1].endswith("ed"):
            following = at + 1
            return (
                following >= len(self.words)
                or following in self.phrase.date_words
                or (self.words[following] in ("a", "the"))
            )
        is_verb = word in CUES and word not in ALSO_NOUNS
        return (
            is_verb
            or word in BREAKS
            or word in ADVERBS
            or (word == "in" and self.words[at + 1 : at + 2] in (["a"], ["an"]))
        )

    def is_adverb(self, at: int) -> bool:
        """As in "also said", "repeatedly denied"; but "Italy" and "the family" are none."""
        word = self.words[at]
        if word in ADVERBS:
            return True
        regular = word.endswith("ly") and len(word) > 4 and word not in _NOT_ADVERBS
        return regular and not (at and self.phrase.raw[at][0].isupper())
