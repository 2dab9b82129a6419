"""Sentences -> event records in the wire form, by patterns; every word of them is verbatim."""

from __future__ import annotations

from dataclasses import dataclass, replace

from summarizer.attribution import Statement, split_statements
from summarizer.engines.embedded.clauses import Clause, split_clauses
from summarizer.engines.embedded.drafts import (
    Draft,
    finish,
    join_outcome,
    shares_day,
    tell_one,
    tie,
)
from summarizer.engines.embedded.lexicon import load_lexicon
from summarizer.engines.embedded.realis import judge_certainty, judge_realis
from summarizer.engines.embedded.roles import Roles, find_roles
from summarizer.engines.embedded.triggers import Trigger, find_noun_start, find_trigger
from summarizer.engines.embedded.wiring import (
    find_speaker,
    trim,
    write_claims,
    write_figure,
    write_party,
    write_speaker,
)
from summarizer.figures import FigureMention, find_figures
from summarizer.parties import PartyPhrase, Phrase, find_names
from summarizer.sentences import is_caseless
from summarizer.textmap import Sentence, TextMap
from summarizer_schemas.codes import Context, EventType, Mode
from summarizer_schemas.record import Realis, Salience
from summarizer_schemas.wire import WireEvent, WireParty

_LEAD_SENTENCES = 3
"""Sentences from the start of the prose whose events count as the article's main ones."""
_MAX_SENTENCE_CHARS = 2_000
"""Longer stretches without a full stop are lists or tables; patterns say nothing of them."""
_MEMORY_SENTENCES = 3
"""How far back "the attack" may point; further away another one may have been told of."""
_MEMORY_MENTIONS = 12
_FUTURE_AS_AGREE: frozenset[EventType] = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
_COUNTED: frozenset[EventType] = frozenset(
    {"ASSAULT", "OTHER", "COERCE", "PROTEST", "AID", "RETREAT", "MOBILIZE"}
)


class Reader:
    """Reads one text; what holds for all its sentences is found out once."""

    def __init__(self, text: TextMap) -> None:
        self.text = text
        self.lexicon = load_lexicon()
        self.cased = not is_caseless(text.text)
        self.names = find_names(text.text, ((one.start, one.end) for one in text.sentences))
        self.first_prose = next(
            (one.index for one in text.sentences if one.segment != "headline"), 0
        )
        self._drafts: list[Draft] = []
        self._mentions = 0
        self._countries: dict[str, str] = {}

    def find_events(self) -> list[WireEvent]:
        """Returns a record for every mention of a happening, in order of the text.

        Mentions of one happening are joined later, with the article's dates resolved.
        """
        self._drafts = []
        for sentence in self.text.sentences:
            if sentence.end - sentence.start <= _MAX_SENTENCE_CHARS:
                self._read_sentence(sentence)
        return finish(self._drafts)

    def find_claimants(self, start: int, end: int) -> list[WireParty]:
        """Returns those who say what stands in the raw text from `start` to `end`."""
        if end - start > _MAX_SENTENCE_CHARS:
            return []
        phrase = self._read_phrase(start, end)
        speakers = [write_speaker(phrase, one) for one in split_statements(phrase) if one.claimant]
        return list({speaker.text: speaker for speaker in speakers}.values())

    def _read_phrase(self, start: int, end: int) -> Phrase:
        tokens = self.text.tokens_in(start, end)
        return Phrase(self.text.text, tokens, names=self.names, cased=self.cased)

    def _read_sentence(self, sentence: Sentence) -> None:
        phrase = self._read_phrase(sentence.start, sentence.end)
        if self.lexicon.phrases.keys().isdisjoint(phrase.words):
            return
        if not any(self.lexicon.match(phrase.words, at) for at in range(len(phrase))):
            return
        self._recall_countries(phrase)
        for statement in split_statements(phrase):
            before: Draft | None = None
            subject: list[PartyPhrase] = []
            for clause in split_clauses(phrase, statement, self.lexicon):
                view = _ClauseView(self, phrase, sentence, statement, clause)
                draft, subject = view.read(subject)
                if draft is None:
                    continue
                if draft.is_definite:
                    self._point_back(draft)
                if before is not None and draft.wire.date is None and shares_day(phrase, clause):
                    draft.wire = draft.wire.model_copy(update={"date": before.wire.date})
                if before is not None and tell_one(before, draft, clause):
                    draft.wire = join_outcome(before, draft)
                    draft.is_effect = draft.is_effect and before.is_effect
                    self._drafts.pop()
                self._mentions += 1
                draft.order = self._mentions
                if clause.link and before is not None:
                    words = trim(phrase.slice(clause.link[0], clause.last))
                    tie(before, draft, clause, words)
                self._drafts.append(draft)
                before = draft

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


@dataclass(frozen=True, slots=True)
class _ClauseView:
    """One clause in its surroundings."""

    reader: Reader
    phrase: Phrase
    sentence: Sentence
    statement: Statement
    clause: Clause

    def read(self, subject: list[PartyPhrase]) -> tuple[Draft | None, list[PartyPhrase]]:
        """Returns the happening of the clause, and the subject the next clause may share."""
        headline = self.sentence.segment == "headline"
        trigger = find_trigger(self.phrase, self.clause, self.reader.lexicon, is_headline=headline)
        if trigger is None:
            return None, subject or self._find_opening_party()
        roles = self._complete(find_roles(self.phrase, self.clause, trigger), trigger, subject)
        figures = self._find_figures(trigger)
        if not self._is_enough(trigger, roles, figures):
            return None, roles.actors or subject
        wire = self._write(trigger, roles, figures)
        sums_up = trigger.sense.type == "ASSAULT" and self._is_mutual(trigger, roles)
        is_effect = "effect" in trigger.sense.marks and (
            trigger.use == "passive" or trigger.sense.type == "OTHER"
        )
        draft = Draft(
            wire,
            self.sentence.index,
            is_effect=is_effect,
            is_definite=self._is_definite(trigger, wire),
            sums_up=sums_up,
        )
        return draft, roles.actors or subject

    def _is_definite(self, trigger: Trigger, wire: WireEvent) -> bool:
        if not trigger.is_nominal or trigger.use == "light" or wire.actors or wire.date:
            return False
        begin = find_noun_start(self.phrase, self.clause, trigger.first)
        return self.phrase.words[begin] in ("the", "this", "that", "these", "those")

    def _find_opening_party(self) -> list[PartyPhrase]:
        """The subject of a clause whose verb is in no list, as far as its place tells."""
        opening = self.phrase.find_party(self.clause.first)
        return [opening] if opening else []

    def _is_mutual(self, trigger: Trigger, roles: Roles) -> bool:
        """As in "exchanged strikes", "strikes by the two countries": each side's deed at once."""
        if self.phrase.words[trigger.verb].startswith(("exchang", "trad")):
            return True
        firsts = {
            self.phrase.words[n] for party in roles.actors for n in (party.first, party.first + 1)
        }
        return bool(firsts & {"both", "two"}) and all(
            party.kind == "state" for party in roles.actors
        )

    def _complete(self, roles: Roles, trigger: Trigger, subject: list[PartyPhrase]) -> Roles:
        """A pronoun or a missing subject stands for the speaker, or for the subject before."""
        if roles.actors or trigger.use == "passive":
            return roles
        before = self.phrase.words[max(self.clause.first, trigger.verb - 4) : trigger.verb]
        speaker = find_speaker(self.phrase, self.statement)
        if speaker and (
            ({"it", "they"} & set(before) and speaker.kind != "person")
            or {"he", "she", "we"} & set(before)
        ):
            return replace(roles, actors=[speaker])
        shares = self.clause.opening == "and" or (
            trigger.sense.form == "ing" and not trigger.is_nominal
        )
        if subject and (shares or {"it", "they", "he", "she"} & set(before)):
            return replace(
                roles, actors=[party for party in subject if party not in roles.recipients]
            )
        return roles

    def _find_figures(self, trigger: Trigger) -> list[FigureMention]:
        if trigger.sense.type not in _COUNTED:
            return []
        starts, ends = self.phrase.starts, self.phrase.ends
        return find_figures(self.phrase.text, starts[self.clause.first], ends[self.clause.last - 1])

    def _is_enough(self, trigger: Trigger, roles: Roles, figures: list[FigureMention]) -> bool:
        """A bare word is no record: somebody, some place, some day or some number must be told."""
        somebody = bool(roles.actors or roles.recipients)
        if trigger.sense.type == "OTHER":
            return bool(roles.place or figures or self._find_date(trigger))
        if not trigger.is_nominal and trigger.use != "passive":
            return somebody and (bool(roles.actors) or bool(figures))
        return somebody or bool(figures)

    def _find_date(self, trigger: Trigger) -> str | None:
        inside = [
            (min(abs(first - trigger.first), abs(last - trigger.last)), date.text)
            for first, last, date in self.phrase.dates
            if self.clause.first <= first
            and last <= self.clause.last
            # "a day after" between two clauses dates one by the other, not this one.
            and not (self.clause.link and first < self.clause.link[1])
        ]
        return min(inside)[1] if inside else None

    def _write(self, trigger: Trigger, roles: Roles, figures: list[FigureMention]) -> WireEvent:
        quote = self._quote()
        specific = bool(figures) or self._find_date(trigger) is not None
        realis = judge_realis(self.phrase, self.clause, trigger, is_specific=specific)
        if self.statement.stance == "denies":
            realis = "negated"
        type_: EventType = trigger.sense.type
        mode: Mode | None = trigger.sense.mode
        if realis == "future" and type_ in _FUTURE_AS_AGREE:
            type_, mode, realis = "AGREE", None, "actual"
        speaker = [write_speaker(self.phrase, self.statement)] if self.statement.claimant else []
        place = self.phrase.slice(*roles.place) if roles.place else None
        target = self.phrase.slice(*roles.target) if roles.target else None
        actors = [write_party(self.phrase, party) for party in roles.actors]
        wire_figures = [write_figure(figure, quote, speaker, self.statement) for figure in figures]
        return WireEvent(
            quotes=[quote],
            trigger=self.phrase.slice(trigger.first, trigger.last),
            type=type_,
            modes=self._find_modes(trigger, type_, mode),
            contexts=self._find_contexts(),
            actors=actors,
            recipients=[write_party(self.phrase, party) for party in roles.recipients],
            target=target,
            target_described_by=next(iter([*speaker, *actors]), None) if target else None,
            location=place,
            location_country=self._infer_country(place, speaker, actors),
            date=self._find_date(trigger),
            date_anchor=None,
            figures=wire_figures,
            claims=write_claims(
                self.phrase,
                self.statement,
                self.clause.last,
                speaker,
                has_figures=bool(wire_figures),
            ),
            realis=realis,
            certainty=judge_certainty(self.phrase, self.clause),
            salience=self._judge_salience(realis),
            links=[],
        )

    # Words

    def _quote(self) -> str:
        first = self.clause.first
        if self.statement.claimant and self.clause.first == self.statement.first:
            first = self.statement.outer_first
        return trim(self.phrase.slice(first, self.clause.last))

    def _judge_salience(self, realis: Realis) -> Salience:
        if realis == "generic":
            return "background"
        early = self.sentence.index < self.reader.first_prose + _LEAD_SENTENCES
        return (
            "main"
            if early or self.sentence.segment in ("headline", "lead", "key_points")
            else "secondary"
        )

    def _find_modes(self, trigger: Trigger, type_: EventType, mode: Mode | None) -> list[Mode]:
        words = self.reader.lexicon.mode_words.get(type_, {})
        begin = (
            find_noun_start(self.phrase, self.clause, trigger.first)
            if trigger.is_nominal
            else trigger.first
        )
        found: list[Mode] = [mode] if mode else []
        found.extend(words[one] for one in self.phrase.words[begin : trigger.last] if one in words)
        return list(dict.fromkeys(found))

    def _find_contexts(self) -> list[Context]:
        words = self.phrase.words
        known = self.reader.lexicon.contexts
        found: dict[Context, None] = {
            context: None
            for at, word in enumerate(words)
            for phrase, context in known.get(word, ())
            if tuple(words[at : at + len(phrase)]) == phrase
        }
        return list(found)

    def _infer_country(
        self, place: str | None, speaker: list[WireParty], actors: list[WireParty]
    ) -> str | None:
        """As in "on its soil": the country of the one who speaks, or acts."""
        if place is None or not {"its", "their", "his", "her"} & set(place.lower().split()):
            return None
        return next((party.country for party in (*speaker, *actors) if party.country), None)
