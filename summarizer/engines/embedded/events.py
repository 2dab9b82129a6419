"""Sentences -> event records in the wire form, by patterns; every word of them is verbatim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from summarizer.attribution import Statement, split_statements
from summarizer.engines.embedded.caseless import name_persons
from summarizer.engines.embedded.clauses import Clause, split_clauses
from summarizer.engines.embedded.drafts import (
    Draft,
    finish,
    join_outcome,
    shares_day,
    tell_one,
    tie,
)
from summarizer.engines.embedded.memory import Memory
from summarizer.engines.embedded.mentions import find_opening_party, read_clause, repeat_clause
from summarizer.engines.embedded.owners import join_owners
from summarizer.engines.embedded.scenes import Scene, Setting
from summarizer.engines.embedded.sides import Sides
from summarizer.engines.embedded.telling import keep_told
from summarizer.engines.embedded.wiring import trim, write_party, write_speakers
from summarizer.engines.embedded.wordlists import load_lexicon
from summarizer.parties import PartyPhrase, Phrase, find_names
from summarizer.sentences import is_caseless
from summarizer.textmap import Sentence, TextMap
from summarizer_schemas.wire import WireEvent, WireParty

_LEAD_SENTENCES = 3
"""Sentences from the start of the prose whose events count as the article's main ones."""
_MAX_SENTENCE_CHARS = 2_000
"""Longer stretches without a full stop are lists or tables; patterns say nothing of them."""
_SAMPLE = 400
_MEMORY_SENTENCES = 3
"""How far back "the attack" may point; further away another one may have been told of."""
_MEMORY_MENTIONS = 12


def _is_shouted(text: str) -> bool:
    """Whether a text is written in capitals, which then tell no name from a word."""
    small = sum(map(str.islower, text[:_SAMPLE]))
    return small * 10 < small + sum(map(str.isupper, text[:_SAMPLE]))


def _is_quoted(phrase: Phrase, at: int) -> bool:
    return not phrase.raw[at - 1][0].isalnum()


class Reader:
    """Reads one text; what holds for all its sentences is found out once."""

    def __init__(self, text: TextMap) -> None:
        self.text = text
        self.lexicon = load_lexicon()
        self.cased = not (is_caseless(text.text) or _is_shouted(text.text))
        self.names = find_names(text.text, ((one.start, one.end) for one in text.sentences))
        prose = next((one.index for one in text.sentences if one.segment != "headline"), 0)
        sides = Sides(text, cased=self.cased)
        self.memory = Memory(self._tell_prominent)
        self.setting = Setting(self.lexicon, sides, self.memory, main_until=prose + _LEAD_SENTENCES)
        self._drafts: list[Draft] = []
        self._mentions = 0
        self._countries: dict[str, str] = {}
        self._phrases: dict[tuple[int, int], Phrase] = {}
        """Sentences chosen as key points; they are read for their events as well."""

    def find_events(self, published: date | None = None) -> list[WireEvent]:
        """Returns a record for every mention of a happening, in order of the text.

        Mentions of one happening are joined later, with the article's dates resolved.

        Args:
            published: the article's day, before which much is history.
        """
        return [draft.wire for draft in self.find_drafts(published)]

    def find_drafts(self, published: date | None = None) -> list[Draft]:
        """Returns the same as `find_events`, each with the reasons that made it."""
        self._drafts = []
        for sentence in self.text.sentences:
            asks = self.text.text[sentence.end - 1] == "?"
            if sentence.end - sentence.start <= _MAX_SENTENCE_CHARS and not asks:
                self._read_sentence(sentence)
        return finish(keep_told(self._drafts, published))

    def find_claimants(self, start: int, end: int) -> list[WireParty]:
        """Returns those who say what stands in the raw text from `start` to `end`."""
        if end - start > _MAX_SENTENCE_CHARS:
            return []
        phrase = self._phrases[start, end] = self._read_phrase(start, end)
        speakers = [
            speaker
            for statement in split_statements(phrase)
            for speaker in write_speakers(phrase, statement)
        ]
        return list({speaker.text: speaker for speaker in speakers}.values())

    def _read_phrase(self, start: int, end: int) -> Phrase:
        tokens = self.text.tokens_in(start, end)
        return Phrase(self.text.text, tokens, names=self.names, cased=self.cased)

    def _tell_prominent(self, index: int) -> list[WireParty]:
        """Who acts or speaks in a sentence without a happening, for a pronoun behind it."""
        sentence = self.text.sentences[index]
        if sentence.end - sentence.start > _MAX_SENTENCE_CHARS:
            return []
        phrase = self._read_phrase(sentence.start, sentence.end)
        join_owners(phrase, self.lexicon)
        speakers = [
            speaker
            for statement in split_statements(phrase)
            for speaker in write_speakers(phrase, statement)
        ]
        opening = phrase.find_party(0)
        return [*speakers, *([write_party(phrase, opening)] if opening else [])]

    def _read_sentence(self, sentence: Sentence) -> None:
        span = sentence.start, sentence.end
        phrase = self._phrases.get(span) or self._read_phrase(*span)
        telling = self._find_telling(phrase, sentence)
        if not telling:
            return
        if not self.cased:
            name_persons(phrase, self.lexicon)
        join_owners(phrase, self.lexicon)
        self._recall_countries(phrase)
        for statement in split_statements(phrase):
            if statement.claimant or any(statement.first <= at < statement.last for at in telling):
                self._read_statement(phrase, sentence, statement, telling)

    def _find_telling(self, phrase: Phrase, sentence: Sentence) -> list[int]:
        """Where words begin that may name a happening; a capital makes "March" a name."""
        places = self.lexicon.find_places(phrase.words)
        if not self.cased or sentence.segment == "headline":
            return places
        return [
            at for at in places if at == 0 or phrase.raw[at][0].islower() or _is_quoted(phrase, at)
        ]

    def _read_statement(
        self, phrase: Phrase, sentence: Sentence, statement: Statement, telling: Sequence[int]
    ) -> None:
        before: Draft | None = None
        subject: list[PartyPhrase] = []
        first: list[PartyPhrase] = []
        for clause in split_clauses(phrase, statement, self.lexicon):
            silent = not any(clause.first <= at < clause.last for at in telling)
            if silent and clause.opening != "gapped" and not statement.claimant:
                subject = subject or find_opening_party(phrase, clause)
                first = first or subject
                continue
            scene = Scene(self.setting, phrase, sentence, statement, clause, telling, subject)
            draft, named, subject = read_clause(scene)
            first = first or subject
            if clause.opening == "gapped" and before and (draft is None or draft.is_effect):
                draft = repeat_clause(scene, before, draft)
            if draft is not None:
                before = self._place(draft, before, clause, phrase)
                self._add(named)
        told = [write_party(phrase, party) for party in first]
        self.memory.note([*write_speakers(phrase, statement), *told], sentence.index)

    def _place(
        self, draft: Draft, before: Draft | None, clause: Clause, phrase: Phrase
    ) -> Draft | None:
        """Joins a mention to what it belongs to, or adds it; returns the clause's mention."""
        if draft.is_definite:
            self._point_back(draft)
        if before is not None and draft.wire.date is None and shares_day(clause):
            draft.wire = draft.wire.model_copy(update={"date": before.wire.date})
        if before is not None and tell_one(before, draft, clause):
            draft.wire = join_outcome(before, draft)
            draft.reasons = [*before.reasons, *draft.reasons]
            draft.is_effect = draft.is_effect and before.is_effect
            # From the end, and by identity: comparing records would take longer than all else.
            at = next(n for n in range(len(self._drafts) - 1, -1, -1) if self._drafts[n] is before)
            del self._drafts[at]
        elif cause := self._find_cause(draft):
            cause.wire = join_outcome(cause, replace(draft, is_effect=True))
            cause.reasons = [*cause.reasons, *draft.reasons]
            return before
        self._add(draft)
        if clause.link and before is not None:
            tie(before, draft, clause, trim(phrase.slice(clause.link[0], clause.last)))
        return draft

    def _add(self, draft: Draft | None) -> None:
        if draft is not None:
            self._mentions += 1
            draft.order = self._mentions
            self._drafts.append(draft)

    def _find_cause(self, toll: Draft) -> Draft | None:
        """As in "Jets hit the port. Officials said nine people were killed": what killed them."""
        wire = toll.wire
        if not toll.is_toll or wire.date or wire.location or wire.realis != "actual":
            return None
        for earlier in reversed(self._drafts):
            if toll.sentence - earlier.sentence > _MEMORY_SENTENCES:
                break
            told = earlier.wire
            if earlier.is_effect or told.type not in ("ASSAULT", "OTHER"):
                continue
            own = {party.text for party in wire.actors} - {party.text for party in told.actors}
            return earlier if told.realis == "actual" and not own else None
        return None

    def _recall_countries(self, phrase: Phrase) -> None:
        """As in "Vantia's army … The army": the second is the first again."""
        for at, party in enumerate(phrase.parties):
            if party.name or party.is_adjective or party.kind == "state":
                continue
            noun = " ".join(phrase.words[party.head : party.last])
            if party.country:
                self._countries[noun] = party.country
            elif phrase.words[party.first] == "the" and party.first + 1 == party.head:
                phrase.parties[at] = replace(party, country=self._countries.get(noun))

    def _point_back(self, draft: Draft) -> None:
        """As in "the strikes": those the sentences before told of, with their side and day."""
        near = [
            earlier.wire
            for earlier in reversed(self._drafts[-_MEMORY_MENTIONS:])
            if draft.sentence - earlier.sentence <= _MEMORY_SENTENCES
            and earlier.wire.type == draft.wire.type
            and earlier.wire.realis == "actual"
            and earlier.wire.actors
        ]
        told = next((wire for wire in near if wire.date), near[0] if near else None)
        if told is not None:
            update = {"actors": told.actors, "date": told.date}
            draft.wire = draft.wire.model_copy(update=update)
