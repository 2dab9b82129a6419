"""Noun phrases that name somebody: names, offices, groups, countries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from summarizer.parties.joining import (
    BEFORE_NUMBER,
    NUMBER_WORDS,
    NUMERALS,
    POSSESSIVES,
    join_parties,
)
from summarizer.parties.vocabulary import PartyWords
from summarizer.parties.words import PartyPhrase, strip_possessive
from summarizer.places import CountryMention, find_leader
from summarizer_schemas.codes import Sector
from summarizer_schemas.record import PartyKind

if TYPE_CHECKING:
    from summarizer.parties.phrases import Phrase

_NAME_LINKS = frozenset(
    "of de del da van von der den ter al el bin ibn bint abu for di du dos la le".split()
)
_BOUND = frozenset({"al", "el", "ul", "ar", "as", "an", "at", "ad"})
"""As in "al-Halden": a name in spite of its first letter."""
_BODY_LINKS = frozenset({"of", "for"})
_SECOND_LINKS = _NAME_LINKS - _BODY_LINKS | {"the"}
_ABBREVIATED = frozenset({"st", "jr", "sr"})
_NO_NAMES = frozenset("i i'm i've i'll i'd the a an".split())
_MAX_PREMODIFIERS = 8
"""Words a noun phrase may reach to the left of its noun; longer ones are rare in news."""


class PartyFinder:
    """Finds noun phrases that name somebody: names, offices, groups, countries."""

    def __init__(self, phrase: Phrase, vocabulary: PartyWords) -> None:
        self.phrase = phrase
        self.known = vocabulary
        self.capital = [False] * len(phrase.raw)
        if not phrase.cased:
            return
        for at, word in enumerate(phrase.raw):
            if word[0].isupper():
                self.capital[at] = phrase.is_capital(at)
            elif "-" in word:
                self.capital[at] = word[2:3] == "-" and word[:2] in _BOUND and word[3:4].isupper()

    def run(self) -> list[PartyPhrase]:
        """Returns everybody named, in order, without overlaps."""
        countries, longest, capital = self.phrase.countries, self.known.longest, self.capital
        telling = [
            at
            for at, word in enumerate(self.phrase.words)
            if capital[at] or word in longest or at in countries
        ]
        found: list[PartyPhrase] = []
        done = 0
        for at in telling:
            head = self._read_head(at) if at >= done else None
            if head is not None:
                self._widen(head, done)
                found.append(head)
                done = head.last
        # An owner is told by its full name before it is joined: "Saddam Hussein's army".
        found = [self._place_leader(one) if one.is_adjective else one for one in found]
        return [self._place_leader(party) for party in join_parties(self.phrase, found)]

    def _place_leader(self, party: PartyPhrase) -> PartyPhrase:
        """As in "President Arafat", "the Reagan government": known to the world by that name."""
        if party.country is not None or party.kind not in ("person", "state"):
            return party
        text, words = self.phrase.text, self.phrase.words
        if party.role is not None and party.name is None and not self.phrase.cased:
            # As in "president arafat": the next words may be the name.
            office, last = text[slice(*party.role)], party.last
            names = (" ".join(words[last : last + size]) for size in (3, 2, 1))
            code = next(filter(None, (find_leader(name, office) for name in names)), None)
        elif party.name is not None and party.kind == "person":
            office = text[slice(*party.role)] if party.role else ""
            code = find_leader(text[slice(*party.name)], office)
        elif party.kind == "state" and party.head and party.name is None:
            owner = self.phrase.raw[party.head - 1]
            code = find_leader(strip_possessive(owner), words[party.head])
        else:
            return party
        return replace(party, country=code) if code else party

    def _read_head(self, at: int) -> PartyPhrase | None:
        """The phrase whose first telling word is at `at`, without what stands before it."""
        if at in self.phrase.date_words:
            return None
        word = self.phrase.words[at]
        if word in self.known.honorifics:
            return self._read_addressed(at)
        is_known = word in self.known.longest
        role = self._match(self.known.roles, at) if is_known else 0
        if role and self._is_office(at, at + role):
            return self._read_role(at, at + role)
        country = self.phrase.countries.get(at)
        if country and not self._continues_name(country[0]):
            return self._read_country(at, *country)
        if country and country[1].is_weak:
            return self._read_name(at) or self._read_country(at, *country)
        noun = self._match(self.known.nouns, at) if is_known else 0
        if noun and not (self.capital[at] and self._is_named_body(at, at + noun)):
            words = tuple(self.phrase.words[at : at + noun])
            kind, sector, _ = self.known.nouns[words]
            if not self._is_modifier(at + noun - 1, at + noun):
                return PartyPhrase(at, at + noun, kind, at, sector=sector)
        return self._read_name(at)

    def _is_named_body(self, at: int, end: int) -> bool:
        """As in "Halden Police", "Ministry of Defence": the noun is part of a name."""
        if at and self.capital[at - 1]:
            return True
        return (
            end + 1 < len(self.phrase)
            and self.phrase.words[end] in _BODY_LINKS
            and self.capital[end + 1]
            and self.phrase.words[at] in self.known.organisation_words
            and end + 1 not in self.phrase.countries
        )

    def _read_addressed(self, at: int) -> PartyPhrase | None:
        """As in "Mr Velk", "Mrs. Anna Velk": a person without an office."""
        first = at + 1
        if first < len(self.phrase) and self.phrase.words[first] == ".":
            first += 1
        if first >= len(self.phrase) or not self.capital[at]:
            return None
        found = self._read_name(first)
        if found is not None:
            found.first, found.head, found.kind = at, at, "person"
        return found

    def _is_office(self, at: int, end: int) -> bool:
        """Ranks such as "major" are ordinary words unless a name follows."""
        if " ".join(self.phrase.words[at:end]) not in self.known.ranks:
            return True
        return end < len(self.phrase) and self.capital[end]

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
        if end < len(self.phrase) and end not in self.phrase.countries:
            name_end = self._find_name_end(end)
        starts, ends = self.phrase.starts, self.phrase.ends
        name = (starts[end], self._name_end(name_end)) if name_end > end else None
        return PartyPhrase(
            at, name_end, "person", at, name=name, role=(starts[at], ends[end - 1]), sector=sector
        )

    def _read_country(self, at: int, end: int, mention: CountryMention) -> PartyPhrase:
        possessive = self.phrase.words[end - 1].endswith(("'s", "s'"))
        if mention.is_weak:
            return PartyPhrase(
                at,
                end,
                mention.kind,
                at,
                name=None if mention.kind == "population" else (mention.start, mention.end),
                country=mention.country,
                sector=mention.sector,
                is_adjective=possessive,
            )
        last_word = self.phrase.words[end - 1]
        adjective = mention.form == "demonym" or possessive or last_word.endswith("-led")
        # As in "ethnic Albanians": where they live is not told.
        is_ethnic = mention.form == "demonym" and self.phrase.words[at - 1 : at] == ["ethnic"]
        is_state = len(mention.country) == 3 and mention.country not in _NOT_STATES
        kind: PartyKind = "state" if is_state else "organisation"
        sector: Sector | None = None
        if mention.country == "IMG":
            kind, sector = "armed_group", "UAF"
        if (
            mention.form == "demonym"
            and self.phrase.words[end - 1].endswith("s")
            and not possessive
        ):
            kind, adjective = "population", False
        sector = "GOV" if mention.form == "seat" else sector
        name = (mention.start, mention.end) if mention.form in ("name", "seat") else None
        return PartyPhrase(
            at,
            end,
            kind,
            at,
            name=name,
            country=None if is_ethnic else mention.country,
            sector=sector,
            is_adjective=adjective,
        )

    def _continues_name(self, at: int) -> bool:
        """As in "Jordan Velk": the country's name is only a part of a longer one."""
        if (
            at >= len(self.phrase)
            or not self.capital[at]
            or self.phrase.words[at - 1].endswith("'s")
        ):
            return False
        previous = self.phrase.countries.get(at - 1)
        if previous and previous[1].form != "name" and not previous[1].is_weak:
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
        end = self._find_name_end(at)
        if end == at or phrase.words[at] in _NO_NAMES:
            return None
        words = list(map(strip_possessive, phrase.words[at:end]))
        if not self.known.place_words.isdisjoint(words):
            return None
        kind, sector = self._judge_name(at, end, words)
        country = None
        for n, (_, found) in phrase.countries.items():
            # Who is called like a town need not come from it: "Lyon Velk".
            if at <= n < end and not (kind == "person" and found.is_weak):
                country = found.country
                break
        name = (phrase.starts[at], self._name_end(end))
        possessive = phrase.words[end - 1].endswith(POSSESSIVES[:2])
        return PartyPhrase(
            at, end, kind, at, name=name, country=country, sector=sector, is_adjective=possessive
        )

    def _find_name_end(self, at: int) -> int:
        """Where the name that begins at `at` ends; `at` itself when there is none."""
        words, capital, end, is_body = self.phrase.words, self.capital, at, False
        last = len(words)
        while end < last:
            if capital[end]:
                word = words[end]
                end += 1
                if word.endswith(POSSESSIVES):
                    break
                is_body = is_body or word in self.known.organisation_words
                continue
            step = end + 1
            if end == at or step >= last:
                break
            word = words[end]
            if word not in _NAME_LINKS:
                if word != "." or not capital[step] or not self._is_abbreviated(end):
                    break
            elif word in _BODY_LINKS and not is_body:
                break
            elif not capital[step]:
                # As in "van der Berg", "Front for the Freedom".
                step += 1
                if words[step - 1] not in _SECOND_LINKS or step >= last or not capital[step]:
                    break
            end = step
        return end

    def _is_abbreviated(self, dot: int) -> bool:
        """The full stop of "Ivan J. Petrov"."""
        word = self.phrase.words[dot - 1]
        return (
            (len(word) == 1 or word in _ABBREVIATED)
            and self.phrase.starts[dot] == self.phrase.ends[dot - 1]
            and self.phrase.words[dot] == "."
        )

    def _judge_name(self, at: int, end: int, words: list[str]) -> tuple[PartyKind, Sector | None]:
        if not self.known.armed_words.isdisjoint(words):
            return "armed_group", "REB"
        for word in reversed(words):
            if word in self.known.organisation_words:
                return "organisation", self.known.organisation_words[word]
        if end == at + 1:
            return ("organisation" if self.phrase.raw[at].isupper() else "unknown"), None
        has_article = at > 0 and self.phrase.words[at - 1] in ("the", "a", "an")
        is_person = end - at <= 5 and not has_article and _BODY_LINKS.isdisjoint(words)
        return ("person" if is_person else "unknown"), None

    def _name_end(self, last: int) -> int:
        """Code point after the name: a possessive ending is no part of it."""
        word = self.phrase.raw[last - 1]
        return self.phrase.ends[last - 1] - (len(word) - len(strip_possessive(word)))

    def _widen(self, head: PartyPhrase, floor: int) -> None:
        """Takes in articles, numbers and describing words to the left."""
        first, words = head.first, self.phrase.words
        while first > floor and head.first - first < _MAX_PREMODIFIERS:
            word = words[first - 1]
            wanted = word in self.known.modifiers or word[0].isdigit() or word in NUMBER_WORDS
            if not wanted or (first - 1) in self.phrase.date_words:
                break
            first -= 1
        if first == head.first:
            return
        while first < head.first and self._is_loose(first):
            first += 1
        is_named_state = head.kind == "state" and head.name is not None
        if first < head.first and not (is_named_state and words[first] != "the"):
            head.first = first

    def _is_loose(self, at: int) -> bool:
        """Whether the word cannot open the phrase: "of", or "over" without a number."""
        word, following = self.phrase.words[at], self.phrase.words[at + 1]
        if word in BEFORE_NUMBER:
            return not (
                following[0].isdigit()
                or following in ("least", "to", "than", "a")
                or following in NUMERALS
            )
        return word in _NOT_FIRST


_NOT_STATES = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})
_NOT_FIRST = frozenset({"of", "than", "to", "least", "that"})
