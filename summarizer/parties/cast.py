"""Who is who within one article: what one mention tells, the others may be filled in with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from summarizer.parties.identity import (
    complete,
    find_long_form,
    is_full,
    is_other_sex,
    is_part,
    is_same_office,
    list_longest,
    unite,
)
from summarizer.parties.mentions import Mentions, find_last_name
from summarizer.parties.phrases import Phrase, find_names
from summarizer.parties.reader import read_party
from summarizer.parties.reading import PartyReading
from summarizer.parties.states import States, means_both
from summarizer.parties.words import PartyPhrase
from summarizer.sentences import is_caseless
from summarizer.textmap import Sentence, TextMap
from summarizer_schemas.record import PartyKind

_PRONOUNS: dict[str, tuple[PartyKind, ...]] = {
    **dict.fromkeys(("he", "she", "him"), ("person", "unknown")),
    "it": ("state", "organisation"),
    **dict.fromkeys(("they", "them"), ("population", "armed_group", "organisation")),
}
_INTRODUCED = re.compile(r"\(([A-ZÀ-Þ][A-ZÀ-Þa-z&-]{1,9})\)")
_MAX_SENTENCE_CHARS = 2_000
"""Longer stretches without a full stop are lists or tables: no pronoun points into them."""


class Cast:
    """Who is who within one article; nothing is read until it is asked for.

    Args:
        text: The article; what is masked in it tells nothing.
        cased: Whether capitals tell names from words in it; found out when not given.

    >>> cast = Cast(TextMap("Foreign Minister Anna Velk left. Velk said nothing on Friday."))
    >>> cast.identify("Velk").name, cast.identify("Velk").role
    ('Anna Velk', 'Foreign Minister')
    """

    def __init__(self, text: TextMap, *, cased: bool | None = None) -> None:
        self.text = text
        self._given_case = cased
        self._mentions = Mentions(text)
        self._known: dict[str, PartyReading] = {}
        self._told: dict[tuple[str | None, ...], PartyReading | None] = {}
        self._by_sentence: dict[int, Phrase | None] = {}

    def identify(self, words: str, at: int | None = None) -> PartyReading:
        """Read a phrase of the article, and fill in what other mentions tell.

        Args:
            words: A phrase that names a party, as the article has it.
            at: Where it stands; without it "she" and "it" stay unread.

        Returns:
            The phrase's own reading, its gaps filled as far as only one answer fits.
        """
        known = self._known.get(words)
        if known is not None:
            return known
        bare = words.strip().lower()
        kinds = _PRONOUNS.get(bare)
        if kinds is not None:
            return PartyReading() if at is None else self._read_pronoun(bare, kinds, at)
        if means_both(bare):
            members = self._states.find_two(at)
            read = read_party(words)
            return read._replace(kind="state" if members else read.kind, members=members)
        known = self._known[words] = self._fill(read_party(words), words)
        return known

    def _fill(self, read: PartyReading, words: str) -> PartyReading:
        if read.name is not None:
            full = self._introduced.get(read.name)
            if full is not None and read.kind != "person":
                long = read_party(full)
                return complete(read._replace(kind="unknown"), long, name=long.name)
            if read.kind in ("person", "unknown", "organisation", "armed_group"):
                return self._fill_named(read)
        elif read.role is not None:
            is_new = words.lower().startswith(("a ", "an ", "another ", "one "))
            return read if is_new else self._fill_office(read)
        elif read.country is None and read.kind in ("organisation", "state", "armed_group"):
            return self._fill_country(read, words)
        return read

    # Names

    def _fill_named(self, read: PartyReading) -> PartyReading:
        name = read.name or ""
        told = self._find_told(name, read)
        if told is None or told is read or told == read:
            return read
        return complete(read, told, name=told.name)

    def _find_told(self, name: str, read: PartyReading) -> PartyReading | None:
        """The same question is asked for each place where an office stands."""
        asked = (name, read.kind, read.role, read.organisation, read.country)
        if asked not in self._told:
            self._told[asked] = self._join_told(name, read)
        return self._told[asked]

    def _join_told(self, name: str, read: PartyReading) -> PartyReading | None:
        """What the mentions of one person, or of one body, tell together; None if of two."""
        if read.kind in ("organisation", "armed_group"):
            return self._join_body(name)
        last_name, single = find_last_name(name), " " not in name
        places = self._mentions.find_names(last_name)
        if single and any(self._mentions.stands_at_place(start) for start, _ in places):
            return None
        named = [
            one
            for one in self._read_all(places)
            if one.name
            and one.kind in ("person", "unknown")
            and (one.name == name or find_last_name(one.name) == last_name)
        ]
        fulls = list_longest({one.name for one in named if one.name and is_full(one)})
        fitting = [full for full in fulls if single or is_part(name, full) or is_part(full, name)]
        if single and len(fulls) > 1 and read.role:
            fitting = [
                full
                for full in fulls
                if any(one.name == full and is_same_office(read, one) for one in named)
            ]
        if len(fitting) > 1:
            return None
        full = fitting[0] if fitting else name
        alone = len(fulls) <= 1
        own = [
            one
            for one in named
            if one.name and (is_part(one.name, full) if " " in one.name else alone)
        ]
        return unite(full, own)

    def _join_body(self, name: str) -> PartyReading | None:
        """What the places tell where a body is called so in full."""
        cut = len(name) - len(find_last_name(name))
        places = self._mentions.find_names(name)
        if cut == 0 and any(self._mentions.stands_at_place(start) for start, _ in places):
            return None
        return unite(name, [one for one in self._read_all(places, cut) if one.name == name])

    def _read_all(self, places: Sequence[tuple[int, int]], cut: int = 0) -> list[PartyReading]:
        """What each place tells; what many places tell in the same words stands there once."""
        read = self._mentions.read
        told = [read(start + cut, end) for start, end in places]
        return told if len(told) < 2 else list({id(one): one for one in told}.values())

    # Offices

    def _fill_office(self, read: PartyReading) -> PartyReading:
        """As in "the minister": only one stands in the article."""
        holders: dict[str, PartyReading] = {}
        head = (read.role or "").split()[-1]
        for form in dict.fromkeys((head.capitalize(), head.lower())):
            for start, end in self._mentions.find(form):
                self._add_holders(holders, read, start, end)
                if len(holders) > 1:
                    return read
        if len(holders) != 1:
            return read
        return complete(read, next(iter(holders.values())))

    def _add_holders(
        self, holders: dict[str, PartyReading], read: PartyReading, start: int, end: int
    ) -> None:
        found = False
        for place in self._mentions.find_beside(start, end):
            one = self._mentions.read(*place)
            if one.name and one.role and is_same_office(read, one):
                full = self._find_told(one.name, one) or one
                holders[find_last_name(full.name or "")] = full
                found = True
        if not found:
            begin = self._mentions.find_phrase_start(start)
            other = read_party(self.text.text[begin:end])
            if other.country and other.country != read.country and is_same_office(read, other):
                known = {holder.country for holder in holders.values()}
                if other.country not in known:
                    holders[f"({other.country})"] = other

    # Bodies

    def _fill_country(self, read: PartyReading, words: str) -> PartyReading:
        """As in "the army" after "Kenya's army"."""
        parts = words.split()
        if len(parts) > 1 and parts[0].lower() not in ("the", "that", "this"):
            return read
        noun = " ".join(parts[1:]) if len(parts) > 1 else words.strip()
        codes: set[str] = set()
        text, find_phrase_start = self.text.text, self._mentions.find_phrase_start
        for start, end in self._mentions.find(noun):
            other = read_party(text[find_phrase_start(start) : end])
            if other.country and other.kind == read.kind and other.name is None:
                codes.add(other.country)
        return read._replace(country=codes.pop()) if len(codes) == 1 else read

    @cached_property
    def _introduced(self) -> dict[str, str]:
        """Acronym -> the long form that the article itself puts before it."""
        found: dict[str, set[str]] = {}
        text = self.text.text
        for match in _INTRODUCED.finditer(text):
            if self.text.is_visible(*match.span()):
                full = find_long_form(text[max(0, match.start() - 120) : match.start()], match[1])
                if full:
                    found.setdefault(match[1], set()).add(full)
        return {short: fulls.pop() for short, fulls in found.items() if len(fulls) == 1}

    # Pronouns

    def _read_pronoun(self, word: str, kinds: Sequence[PartyKind], at: int) -> PartyReading:
        """The only one it can mean in its own sentence or the one before."""
        if not 0 <= at < len(self.text.text):
            return PartyReading()
        sentence = self.text.sentence_at(at)
        if sentence is None:
            return PartyReading()
        found: dict[str, PartyReading] = {}
        near = [*self.text.sentences[max(0, sentence.index - 1) : sentence.index]]
        if any(map(str.isalnum, self.text.text[sentence.start : at])):
            near.append(sentence)
        for one in reversed(near):
            phrase = self._find_phrase(one)
            for party in reversed(phrase.parties if phrase else ()):
                read = self._read_candidate(phrase, party, kinds, at)
                if read is not None and not is_other_sex(word, read):
                    found.setdefault(read.name or read.country or str(party), read)
                    if len(found) > 1:
                        return PartyReading()
        return next(iter(found.values()), PartyReading())

    def _read_candidate(
        self, phrase: Phrase | None, party: PartyPhrase, kinds: Sequence[PartyKind], at: int
    ) -> PartyReading | None:
        if phrase is None or party.is_adjective or phrase.starts[party.first] >= at:
            return None
        words = phrase.slice(party.first, party.last)
        if words.lower() in _PRONOUNS:
            return None
        plain = read_party(words)
        if plain.kind not in (*kinds, "unknown") and plain.name not in self._introduced:
            return None  # What the article tells besides changes no kind that is known.
        read = self.identify(words)
        if read.kind not in kinds:
            return None
        before = phrase.words[party.first - 1] if party.first else ""
        is_place = read.kind == "unknown" and before in ("in", "at", "near", "from", "to")
        return None if is_place else read

    def _find_phrase(self, sentence: Sentence) -> Phrase | None:
        if sentence.index not in self._by_sentence:
            phrase = None
            if sentence.end - sentence.start <= _MAX_SENTENCE_CHARS:
                tokens = self.text.tokens_in(sentence.start, sentence.end)
                phrase = Phrase(self.text.text, tokens, names=self._names, cased=self.cased)
            self._by_sentence[sentence.index] = (
                phrase if phrase is not None and len(phrase) else None
            )
        return self._by_sentence[sentence.index]

    @cached_property
    def cased(self) -> bool:
        """Whether capitals tell names from words in the article."""
        given = self._given_case
        return not is_caseless(self.text.text) if given is None else given

    @cached_property
    def _states(self) -> States:
        return States(self.text, cased=self.cased)

    @cached_property
    def _names(self) -> frozenset[str]:
        spans = ((one.start, one.end) for one in self.text.sentences)
        return find_names(self.text.text, spans)
