"""A sentence as words, and the phrases in it that name somebody."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from summarizer.dates import DatePhrase, find_dates, may_hold_dates
from summarizer.parties.finder import PartyFinder
from summarizer.parties.vocabulary import load_party_words
from summarizer.parties.words import PartyPhrase, strip_possessive
from summarizer.places import CountryMention, find_mentions
from summarizer.sentences import Token, Tokens

_CONTRACTED = frozenset("it he she that this there here what who where when how let one".split())
"""Before "'s" these are "is", not owners."""


class Phrase:
    """Words [first, last) of one text span with what was found in them."""

    def __init__(
        self, text: str, tokens: Sequence[Token], *, names: frozenset[str], cased: bool
    ) -> None:
        self.text = text
        self.cased = cased
        self._tokens = tokens = Tokens.wrap(text, tokens)
        self.raw, self.words = tokens.raw, tokens.words
        self._names = names

    @cached_property
    def starts(self) -> list[int]:
        """First code points of the words."""
        return self._tokens.starts

    @cached_property
    def ends(self) -> list[int]:
        """One past the last code points of the words."""
        return self._tokens.ends

    def __len__(self) -> int:
        return len(self.words)

    def slice(self, first: int, last: int) -> str:
        """Returns the raw words [first, last)."""
        return self.text[self.starts[first] : self.ends[last - 1]]

    def find_word(self, offset: int) -> int:
        """Returns the position of the first word that ends after `offset`."""
        return bisect_right(self.ends, offset)

    @cached_property
    def dates(self) -> list[tuple[int, int, DatePhrase]]:
        """Date phrases as words [first, last)."""
        if not may_hold_dates(self.words):
            return []
        found = find_dates(self.text, self.starts[0], self.ends[-1])
        return [
            (self.find_word(date.start), self.find_word(date.end - 1) + 1, date) for date in found
        ]

    @cached_property
    def countries(self) -> dict[int, tuple[int, CountryMention]]:
        """First word of what names a country, or tells it -> (last word + 1, mention)."""
        places = {start: n for n, start in enumerate(self.starts)}
        return {
            places[found.start]: (self.find_word(found.end - 1) + 1, found)
            for found in find_mentions(
                self.text, self.starts[0], self.ends[-1], cased=self.cased, wide=True
            )
            # A mention inside a longer word ("Vantia-Norland") names no party, "Norland-led" does.
            if found.start in places and self._ends_word(found.end)
        }

    def _ends_word(self, offset: int) -> bool:
        rest = self.text[offset : self.ends[self.find_word(offset - 1)]]
        return rest in ("", "'s", "’s", "'", "’", ".", "-led")

    @cached_property
    def date_words(self) -> frozenset[int]:
        """Positions of the words that belong to a date phrase."""
        if not self.dates:
            return frozenset()
        return frozenset(n for first, last, _ in self.dates for n in range(first, last))

    @cached_property
    def parties(self) -> list[PartyPhrase]:
        """Everybody named, in order, without overlaps."""
        return PartyFinder(self, load_party_words()).run()

    # Asked as methods are, these are a dictionary's own: the engine asks 240 times an article.

    @cached_property
    def find_party(self) -> Callable[[int], PartyPhrase | None]:
        """Returns the party whose first word is at a position, if it stands for itself."""
        return {party.first: party for party in self.parties if not party.is_adjective}.get

    @cached_property
    def find_party_before(self) -> Callable[[int], PartyPhrase | None]:
        """Returns the party that ends just before the word at a position."""
        return {party.last: party for party in self.parties}.get

    def is_capital(self, at: int) -> bool:
        """Whether the word looks like part of a name."""
        word = self.raw[at]
        if not self.cased or not word[0].isupper():
            return False
        if not at or self.words[at - 1] in _OPENERS:
            stem = strip_possessive(word)
            is_owner = stem != word and stem.lower() not in _CONTRACTED
            if not (is_owner or stem in self._names or (word.isupper() and len(word) > 1)):
                return False
        return at not in self.date_words


_OPENERS = frozenset({'"', "“", "”", "‘", "(", "[", ":", "«", "„", "...", "…"})


# The look back stands behind the capital: a search for that alone is quick.
_INNER_CAPITAL = re.compile(r"[^\W\d_a-z](?<=[\w,;’'][ \u00a0].)[\w’'-]*")


def find_names(text: str, spans: Iterable[tuple[int, int]]) -> frozenset[str]:
    """Returns the words that are capitalised inside a sentence somewhere in the text.

    A word at the start of a sentence is taken for a name only when it is one of these:
    there a capital says nothing.

    Args:
        text: the raw text.
        spans: its sentences, as half-open code points.
    """
    findall = _INNER_CAPITAL.findall
    found = {word for start, end in spans for word in findall(text, start + 1, end)}
    return frozenset(strip_possessive(word) for word in found if word[0].isupper())
