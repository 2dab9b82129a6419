"""A sentence as words, and the phrases in it that name somebody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from summarizer.dates import DatePhrase, find_dates
from summarizer.engines.embedded.vocabulary import PartyWords, load_party_words
from summarizer.places import CountryMention, find_mentions
from summarizer.sentences import Token
from summarizer_schemas.codes import Sector
from summarizer_schemas.record import PartyKind

_CONTRACTED = frozenset("it he she that this there here what who where when how let one".split())
"""Before "'s" these are "is", not owners."""
_POSSESSIVES = ("'s", "’s", "s'", "s’")
_NAME_LINKS = frozenset(
    {"of", "de", "del", "da", "van", "von", "der", "al", "el", "bin", "ibn", "for", "di", "la"}
)
_MAX_PREMODIFIERS = 8
"""Words a noun phrase may reach to the left of its noun; longer ones are rare in news."""


@dataclass(frozen=True, slots=True)
class PartyPhrase:
    """A phrase that names somebody, as words [first, last) of a sentence."""

    first: int
    last: int
    kind: PartyKind
    head: int
    """The first word without what describes it."""
    name: tuple[int, int] | None = None
    """Code points of the name within the phrase."""
    role: tuple[int, int] | None = None
    """Code points of the office within the phrase."""
    country: str | None = None
    sector: Sector | None = None
    is_adjective: bool = False
    """Only a word such as "Vantian" or "Vantia's" that stands before something else."""


class Phrase:
    """Words [first, last) of one text span with what was found in them."""

    def __init__(
        self, text: str, tokens: Sequence[Token], *, names: frozenset[str], cased: bool
    ) -> None:
        self.text = text
        self.cased = cased
        self.starts = [token.start for token in tokens]
        self.ends = [token.end for token in tokens]
        self.raw = [text[token.start : token.end] for token in tokens]
        self.words = [word.lower().replace("’", "'") for word in self.raw]
        self._names = names

    def __len__(self) -> int:
        return len(self.words)

    def slice(self, first: int, last: int) -> str:
        """Returns the raw words [first, last)."""
        return self.text[self.starts[first] : self.ends[last - 1]]

    def find_word(self, offset: int) -> int:
        """Returns the position of the first word that ends after `offset`."""
        return next((n for n, end in enumerate(self.ends) if end > offset), len(self.ends))

    @cached_property
    def dates(self) -> list[tuple[int, int, DatePhrase]]:
        """Date phrases as words [first, last)."""
        found = find_dates(self.text, self.starts[0], self.ends[-1])
        return [
            (self.find_word(date.start), self.find_word(date.end - 1) + 1, date) for date in found
        ]

    @cached_property
    def countries(self) -> dict[int, tuple[int, CountryMention]]:
        """First word of a country's name or demonym -> (last word + 1, mention)."""
        places = {start: n for n, start in enumerate(self.starts)}
        return {
            places[found.start]: (self.find_word(found.end - 1) + 1, found)
            for found in find_mentions(self.text, self.starts[0], self.ends[-1], cased=self.cased)
            # A mention inside a longer word ("Vantia-Norland") names no party.
            if found.start in places and self._ends_word(found.end)
        }

    def _ends_word(self, offset: int) -> bool:
        rest = self.text[offset : self.ends[self.find_word(offset - 1)]]
        return rest in ("", "'s", "’s", "'", "’", ".")

    @cached_property
    def date_words(self) -> frozenset[int]:
        """Positions of the words that belong to a date phrase."""
        return frozenset(n for first, last, _ in self.dates for n in range(first, last))

    @cached_property
    def parties(self) -> list[PartyPhrase]:
        """Everybody named, in order, without overlaps."""
        return _PartyFinder(self, load_party_words()).run()

    def find_party(self, at: int) -> PartyPhrase | None:
        """Returns the party whose first word is at `at`, if it stands for itself."""
        return self._parties_by_first.get(at)

    def find_party_before(self, at: int) -> PartyPhrase | None:
        """Returns the party that ends just before the word at `at`."""
        return self._parties_by_last.get(at)

    @cached_property
    def _parties_by_first(self) -> dict[int, PartyPhrase]:
        return {party.first: party for party in self.parties if not party.is_adjective}

    @cached_property
    def _parties_by_last(self) -> dict[int, PartyPhrase]:
        return {party.last: party for party in self.parties}

    def is_capital(self, at: int) -> bool:
        """Whether the word looks like part of a name."""
        word = self.raw[at]
        if not self.cased or at in self.date_words or not word[0].isupper():
            return False
        if at and self.words[at - 1] not in _OPENERS:
            return True
        stem = strip_possessive(word)
        is_owner = stem != word and stem.lower() not in _CONTRACTED
        return is_owner or stem in self._names or (word.isupper() and len(word) > 1)


_OPENERS = frozenset({'"', "“", "”", "‘", "(", "[", ":", "«", "„", "...", "…"})


_INNER_CAPITAL = re.compile(r"(?<=[\w,;’'][ \u00a0])[^\W\d_a-z][\w’'-]*")


def find_names(text: str, spans: Iterable[tuple[int, int]]) -> frozenset[str]:
    """Returns the words that are capitalised inside a sentence somewhere in the text.

    A word at the start of a sentence is taken for a name only when it is one of these:
    there a capital says nothing.

    Args:
        text: the raw text.
        spans: its sentences, as half-open code points.
    """
    return frozenset(
        strip_possessive(found[0])
        for start, end in spans
        for found in _INNER_CAPITAL.finditer(text, start + 1, end)
        if found[0][0].isupper()
    )


def strip_possessive(word: str) -> str:
    """Returns the words without a possessive ending."""
    for ending in ("'s", "’s"):
        if word.endswith(ending):
            return word[:-2]
    return word[:-1] if word.endswith(("s'", "s’")) else word


class _PartyFinder:
    """Finds noun phrases that name somebody: names, offices, groups, countries."""

    def __init__(self, phrase: Phrase, vocabulary: PartyWords) -> None:
        self.phrase = phrase
        self.known = vocabulary

    def run(self) -> list[PartyPhrase]:
        found: list[PartyPhrase] = []
        at = 0
        words, raw, countries = self.phrase.words, self.phrase.raw, self.phrase.countries
        while at < len(words):
            known = words[at] in self.known.longest or at in countries
            head = self._read_head(at) if known or raw[at][0].isupper() else None
            if head is None:
                at += 1
                continue
            floor = found[-1].last if found else 0
            found.append(self._widen(head, floor))
            at = head.last
        return self._join_appositions(self._join_neighbours(found))

    def _read_head(self, at: int) -> PartyPhrase | None:
        """The phrase whose first telling word is at `at`, without what stands before it."""
        if at in self.phrase.date_words:
            return None
        role = self._match(self.known.roles, at)
        if role and self._is_office(at, at + role):
            return self._read_role(at, at + role)
        country = self.phrase.countries.get(at)
        if country and not self._continues_name(country[0]):
            return self._read_country(at, *country)
        noun = self._match(self.known.nouns, at)
        if noun and not (self.phrase.is_capital(at) and at and self.phrase.is_capital(at - 1)):
            kind, sector, _ = self.known.nouns[tuple(self.phrase.words[at : at + noun])]
            if not self._is_modifier(at + noun - 1, at + noun):
                return PartyPhrase(at, at + noun, kind, at, sector=sector)
        return self._read_name(at)

    def _is_office(self, at: int, end: int) -> bool:
        """Ranks such as "major" are ordinary words unless a name follows."""
        if " ".join(self.phrase.words[at:end]) not in self.known.ranks:
            return True
        return end < len(self.phrase) and self.phrase.is_capital(end)

    def _is_modifier(self, at: int, following: int) -> bool:
        """As in "police officers": the first noun only describes the second."""
        if following >= len(self.phrase) or self.phrase.words[at] not in self.known.modifiers:
            return False
        longer = self._match(self.known.nouns, following) or self._match(
            self.known.roles, following
        )
        return bool(longer)

    def _match(self, table: Mapping[tuple[str, ...], object], at: int) -> int:
        words = self.phrase.words
        longest = self.known.longest.get(words[at], 0)
        for size in range(min(longest, len(words) - at), 0, -1):
            if tuple(words[at : at + size]) in table:
                return size
        return 0

    def _read_role(self, at: int, end: int) -> PartyPhrase:
        sector = self.known.roles[tuple(self.phrase.words[at:end])]
        name_end = end
        while (
            name_end < len(self.phrase)
            and self.phrase.is_capital(name_end)
            and name_end not in self.phrase.countries
        ):
            name_end += 1
        starts, ends = self.phrase.starts, self.phrase.ends
        name = (starts[end], self._name_end(name_end)) if name_end > end else None
        return PartyPhrase(
            at, name_end, "person", at, name=name, role=(starts[at], ends[end - 1]), sector=sector
        )

    def _read_country(self, at: int, end: int, mention: CountryMention) -> PartyPhrase:
        possessive = self.phrase.words[end - 1].endswith(("'s", "s'"))
        adjective = mention.form == "demonym" or possessive
        is_state = len(mention.country) == 3 and mention.country not in _NOT_STATES
        kind: PartyKind = "state" if is_state else "organisation"
        if (
            mention.form == "demonym"
            and self.phrase.words[end - 1].endswith("s")
            and not possessive
        ):
            kind, adjective = "population", False
        name = (mention.start, mention.end) if mention.form == "name" else None
        return PartyPhrase(
            at, end, kind, at, name=name, country=mention.country, is_adjective=adjective
        )

    def _continues_name(self, at: int) -> bool:
        """As in "Jordan Velk": the country's name is only a part of a longer one."""
        if (
            at >= len(self.phrase)
            or not self.phrase.is_capital(at)
            or self.phrase.words[at - 1].endswith("'s")
        ):
            return False
        previous = self.phrase.countries.get(at - 1)
        if previous and previous[1].form != "name":
            return False
        word = self.phrase.words[at]
        return (
            not (
                self._match(self.known.roles, at)
                or self._match(self.known.nouns, at)
                or at in self.phrase.countries
            )
            and word.isalpha()
        )

    def _read_name(self, at: int) -> PartyPhrase | None:
        phrase = self.phrase
        if not phrase.is_capital(at) or not phrase.raw[at][0].isalpha():
            return None
        end = at + 1
        while end < len(phrase) and not phrase.words[end - 1].endswith(_POSSESSIVES):
            link = (
                phrase.words[end] in _NAME_LINKS
                and end + 1 < len(phrase)
                and phrase.is_capital(end + 1)
            )
            if not link and not phrase.is_capital(end):
                break
            end += 2 if link else 1
        words = {strip_possessive(word) for word in phrase.words[at:end]}
        if words & self.known.place_words:
            return None
        kind: PartyKind = "unknown"
        sector: Sector | None = None
        if words & self.known.armed_words:
            kind, sector = "armed_group", "REB"
        elif words & self.known.organisation_words or (end == at + 1 and phrase.raw[at].isupper()):
            kind = "organisation"
        elif 2 <= end - at <= 4 and not words & _NAME_LINKS:
            kind = "person"
        country = next(
            (found[1].country for n, found in phrase.countries.items() if at <= n < end), None
        )
        name = (phrase.starts[at], self._name_end(end))
        possessive = phrase.words[end - 1].endswith(_POSSESSIVES[:2])
        return PartyPhrase(
            at, end, kind, at, name=name, country=country, sector=sector, is_adjective=possessive
        )

    def _name_end(self, last: int) -> int:
        """Code point after the name: a possessive ending is no part of it."""
        word = self.phrase.raw[last - 1]
        return self.phrase.ends[last - 1] - (len(word) - len(strip_possessive(word)))

    def _widen(self, head: PartyPhrase, floor: int) -> PartyPhrase:
        """Takes in articles, numbers and describing words to the left."""
        first = head.first
        while first > floor and head.first - first < _MAX_PREMODIFIERS:
            word = self.phrase.words[first - 1]
            wanted = word in self.known.modifiers or word[0].isdigit() or word in _NUMBER_WORDS
            if not wanted or (first - 1) in self.phrase.date_words:
                break
            first -= 1
        while first < head.first and self._is_loose(first):
            first += 1
        if (
            head.kind == "state"
            and head.name
            and first < head.first
            and self.phrase.words[first] != "the"
        ):
            first = head.first
        return replace(head, first=first) if first < head.first else head

    def _is_loose(self, at: int) -> bool:
        """Whether the word cannot open the phrase: "of", or "over" without a number."""
        word, following = self.phrase.words[at], self.phrase.words[at + 1]
        if word in _BEFORE_NUMBER:
            return not (
                following[0].isdigit()
                or following in ("least", "to", "than", "a")
                or following in _NUMERALS
            )
        return word in _NOT_FIRST

    def _join_neighbours(self, found: list[PartyPhrase]) -> list[PartyPhrase]:
        """As in "Vantia's | foreign minister Velk", "Halden | police": the last one is the head."""
        joined: list[PartyPhrase] = []
        for party in found:
            before = joined[-1] if joined else None
            named = (
                before is not None
                and (before.name is not None or before.is_adjective)
                and before.role is None
            )
            if before and named and before.last == party.first and not party.is_adjective:
                joined[-1] = replace(
                    party, first=before.first, country=party.country or before.country
                )
            else:
                joined.append(party)
        return joined

    def _join_appositions(self, found: list[PartyPhrase]) -> list[PartyPhrase]:
        """As in "the foreign minister, Anna Velk," and "Anna Velk, the foreign minister,"."""
        joined: list[PartyPhrase] = []
        for party in found:
            before = joined[-1] if joined else None
            if before and self.phrase.words[before.last : party.first] == [","]:
                office, name = (before, party) if before.role else (party, before)
                closed = party.last < len(self.phrase) and self.phrase.words[party.last] in (
                    ",",
                    ".",
                )
                is_pair = office.role and not office.name and name.name and not name.role
                if is_pair and closed and name.kind in ("person", "unknown") and not name.country:
                    both = replace(office, first=before.first, last=party.last, name=name.name)
                    joined[-1] = both
                    continue
            joined.append(party)
        return joined


_NOT_STATES = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})
_NOT_FIRST = frozenset({"of", "than", "to", "least", "that"})
_BEFORE_NUMBER = frozenset({"up", "about", "around", "over", "at", "more", "less"})
_NUMERALS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve dozens hundreds"
    " thousands".split()
)
_NUMBER_WORDS = frozenset(
    {"dozen", "hundred", "thousand", "million", "couple", "twenty", "thirty", "forty", "fifty"}
)
