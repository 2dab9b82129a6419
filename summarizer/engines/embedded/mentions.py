"""One clause -> one mention of a happening, every word of it verbatim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from summarizer.attribution import Description, Statement
from summarizer.engines.embedded.acts import Act, find_modal, is_conditional, judge_act
from summarizer.engines.embedded.asides import (
    Aside,
    find_inner_statement,
    find_object,
)
from summarizer.engines.embedded.clauses import Clause
from summarizer.engines.embedded.drafts import Draft
from summarizer.engines.embedded.lexicon import Lexicon
from summarizer.engines.embedded.memory import PRONOUNS, Memory
from summarizer.engines.embedded.realis import judge_certainty, judge_realis
from summarizer.engines.embedded.reasons import give_reason
from summarizer.engines.embedded.roles import Roles, find_roles
from summarizer.engines.embedded.sides import Sides, name_sides
from summarizer.engines.embedded.triggers import (
    Trigger,
    find_chain_start,
    find_noun_start,
    find_triggers,
    find_words,
)
from summarizer.engines.embedded.wiring import (
    find_speaker,
    trim,
    write_claims,
    write_description,
    write_figure,
    write_party,
    write_positions,
    write_speakers,
    write_words,
)
from summarizer.figures import FigureMention, find_figures
from summarizer.parties import PartyPhrase, Phrase
from summarizer.textmap import Sentence
from summarizer_schemas.codes import Context, EventType, Mode
from summarizer_schemas.record import Realis, Salience
from summarizer_schemas.wire import WireClaim, WireEvent, WireFigure, WireParty

_COUNTED: frozenset[EventType] = frozenset(
    {"ASSAULT", "OTHER", "COERCE", "PROTEST", "AID", "RETREAT", "MOBILIZE"}
)

_OUTSIDE = frozenset({"after", "before", "while"})
"""Clauses that tell the setting of what is denied: "denied it, hours after the rebels fled"."""
_SAID: frozenset[EventType] = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN", "ACCUSE"})
_OWN = frozenset({"his", "her", "its", "their", "our", "my"})
_PAST = frozenset({"past", "participle"})
_HUMAN: frozenset[EventType] = _SAID | {"PROTEST", "SUPPORT", "CONCEDE", "CONSULT"}
_BEFORE_NOUN = frozenset("and but also meanwhile then on in".split())
_NO_SUBJECT = frozenset(
    "that which who whom it they he she we i you this these those there what as if in on at by for"
    " to from with after before while when where because not no and or but said".split()
)
_MOST_SUBJECT_WORDS = 5
_INSTRUMENT_REACH = 3
_WARNING = frozenset("warned warns warn threatened threatens threatening vowed vows".split())
_NOBODY = (["anybody"], ["anyone"], ["everybody"], ["everyone"])
_ASIDE_REACH = 5
"""Words between "which" and its verb at most; what stands further off has another subject."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for all clauses of a text."""

    lexicon: Lexicon
    sides: Sides
    memory: Memory
    main_until: int
    """Index of the first sentence whose events are no longer the article's main ones."""


@dataclass(slots=True)
class ClauseReader:
    """Reads one clause in its surroundings."""

    setting: Setting
    phrase: Phrase
    sentence: Sentence
    statement: Statement
    clause: Clause
    telling: Sequence[int]
    """Where words begin that may name a happening."""
    subject: list[PartyPhrase] = field(default_factory=list[PartyPhrase])
    """Who acted in the clause before; this one may share them."""
    outer_first: int = 0
    """First word of the clause, with what attributes it."""
    inner: Aside | None = None
    meant: dict[int, WireParty] = field(default_factory=dict[int, WireParty])
    """Whom a pronoun means that an earlier sentence named, by the pronoun's word."""

    def __post_init__(self) -> None:
        first = self.clause.first
        opens = first == self.statement.first and self.statement.claimant is not None
        self.outer_first = self.statement.outer_first if opens else first
        if self.clause.opening in ("relative", "where") and self.clause.antecedent:
            self.outer_first = self.clause.antecedent.first
        self.inner = find_inner_statement(self.phrase, self.clause)
        speaker = self.inner and (self.inner.speaker or self._resolve_pronoun())
        if self.inner and speaker:
            self.statement = self.inner.as_statement(self.phrase, speaker)
            self.clause = replace(self.clause, first=self.inner.first)
        else:
            self.inner = None

    def read(self) -> tuple[Draft | None, Draft | None, list[PartyPhrase]]:
        """Returns what the clause tells of.

        Returns:
            Its happening, a second one that it names ("condemned the murder of …"), and the
            subject that the next clause may share.
        """
        if threat := self._read_threat():
            return threat, None, self.subject
        triggers = find_triggers(
            self.phrase,
            self.clause,
            self.setting.lexicon,
            [at for at in self.telling if self.clause.first <= at < self.clause.last],
            is_headline=self.sentence.segment == "headline",
            has_speaker=self.statement.claimant is not None,
        )
        if triggers is None:
            return None, None, self.subject or find_opening_party(self.phrase, self.clause)
        draft, roles = self._read_trigger(triggers[0])
        named = self._read_trigger(triggers[1])[0] if triggers[1] else None
        if named:
            named.wire = named.wire.model_copy(update={"salience": "secondary", "claims": []})
        return draft, named, roles.actors or self.subject

    def _read_threat(self) -> Draft | None:
        """As in "Vantia warned that it would close the strait": whatever it would do."""
        cue, speaker = self.statement.cue, find_speaker(self.phrase, self.statement)
        if cue is None or speaker is None or self.clause.first != self.statement.first:
            return None
        words = self.phrase.words
        at = self.clause.first + (words[self.clause.first] == "that")
        own = words[at] in ("it", "they", "he", "she", "we", "its", "their", "his", "her")
        will = not {"will", "would", "'ll"}.isdisjoint(words[at : at + 4])
        if not (own and will) or _WARNING.isdisjoint(words[cue[0] : cue[1]]):
            return None
        lexicon = self.setting.lexicon
        found = lexicon.match(words, cue[0], first=cue[0], last=cue[1])
        if found is None:
            return None
        sense = replace(found.senses[0], type="THREATEN", mode=None)
        return self._read_trigger(Trigger(cue[0], found.last, sense, "active", cue[0], 0.0))[0]

    def _read_trigger(self, trigger: Trigger) -> tuple[Draft | None, Roles]:
        roles = self._complete(find_roles(self.phrase, self.clause, trigger), trigger)
        roles = self._describe(trigger, roles)
        figures = self._find_figures(trigger.sense.type)
        nobody = self.phrase.words[trigger.last : trigger.last + 1] in _NOBODY
        if nobody or not self._is_enough(trigger, roles, figures):
            return None, roles
        date = self._find_date(trigger.first, trigger.last) or self._find_saying_date(trigger)
        realis = self._judge_realis(trigger, is_specific=bool(figures) or date is not None)
        act = self._judge_act(trigger, roles, realis)
        wire = self._write(trigger, roles, figures, act=act, date=date)
        sums_up = trigger.sense.type == "ASSAULT" and self._is_mutual(trigger, roles)
        is_toll = (
            "effect" in trigger.sense.marks and bool(figures) and not self._tells_total(trigger)
        )
        is_effect = "effect" in trigger.sense.marks and (
            trigger.use == "passive" or trigger.sense.type == "OTHER"
        )
        draft = Draft(
            wire,
            self.sentence.index,
            reasons=[
                give_reason(self.clause, trigger, act, words=wire.trigger, quote=wire.quotes[0])
            ],
            is_effect=is_effect,
            is_toll=is_toll,
            in_headline=self.sentence.segment == "headline",
            leads=self.sentence.index < self.setting.main_until,
            is_past=trigger.use == "passive"
            or trigger.sense.form in _PAST
            or (trigger.sense.form == "ing" and trigger.is_perfect),
            is_definite=self._is_definite(trigger, wire),
            sums_up=sums_up and wire.realis == "actual",
        )
        return draft, roles

    def repeat(self, told: Draft, own: Draft | None) -> Draft:
        """Returns the mention of a clause that leaves out its verb: "…, and Selm on Friday".

        Args:
            told: the mention of the clause before, whose verb is meant again.
            own: what the clause tells of itself, when that is only what was suffered.
        """
        before = told.wire
        speaker = self._write_speaker()
        figures = self._write_figures(self._find_figures(before.type), speaker)
        there = self.clause.antecedent
        named = write_party(self.phrase, there) if there else None
        struck = before.location is None and bool(before.recipients)
        wire = before.model_copy(
            update={
                "quotes": [self._quote()],
                "recipients": [named] if named and struck else own.wire.recipients if own else [],
                "target": None,
                "target_described_by": None,
                "location": named.text if named and not struck else None,
                "location_country": None,
                "date": self._find_date(self.clause.first),
                "figures": figures,
                "claims": self._write_claims(speaker, "figures[0]" if figures else "event"),
                "links": [],
            }
        )
        return Draft(wire, self.sentence.index, reasons=told.reasons)

    # Who

    def _resolve_pronoun(self) -> PartyPhrase | None:
        """As in "Vantia hit Selm, where it said …": who acts is who says so."""
        if len(self.subject) == 1:
            return self.subject[0]
        return find_speaker(self.phrase, self.statement) if not self.subject else None

    def _complete(self, roles: Roles, trigger: Trigger) -> Roles:
        """A pronoun or a missing subject stands for the speaker, or for the subject before."""
        roles = self._complete_owned(roles)
        before = self.phrase.words[max(self.clause.first, trigger.verb - 4) : trigger.verb]
        mutual = "sym" in trigger.sense.marks and not PRONOUNS.isdisjoint(before)
        if (roles.actors and not mutual) or trigger.use == "passive":
            return roles
        speaker = find_speaker(self.phrase, self.statement)
        if speaker and (
            ({"it", "they"} & set(before) and speaker.kind != "person")
            or {"he", "she", "we"} & set(before)
        ):
            return replace(roles, actors=[speaker, *roles.actors])
        shares = self.clause.opening == "and" or (
            trigger.sense.form == "ing" and not trigger.is_nominal
        )
        if self.subject and (shares or {"it", "they", "he", "she"} & set(before)):
            actors = [party for party in self.subject if party not in roles.recipients]
            return replace(roles, actors=[*actors, *roles.actors])
        return self._recall(roles, trigger)

    def _recall(self, roles: Roles, trigger: Trigger) -> Roles:
        """As in "Velk left. She had refused …": who acts is named in a sentence before."""
        first = find_chain_start(self.phrase, self.clause.first, trigger.verb) - 1
        if first < self.clause.first:
            return roles
        if self.phrase.words[first] not in PRONOUNS:
            unknown = self._find_unknown_subject(first + 1, trigger)
            return replace(roles, actors=[unknown]) if unknown else roles
        meant = self.setting.memory.find(self.phrase.words[first], self.sentence.index)
        if meant is None:
            return roles
        self.meant[first] = meant
        party = PartyPhrase(first, first + 1, meant.kind, first, country=meant.country)
        return replace(roles, actors=[party, *roles.actors])

    def _find_unknown_subject(self, end: int, trigger: Trigger) -> PartyPhrase | None:
        """As in "Air traffic controllers walked out": a noun no list has, before a human deed."""
        if trigger.sense.type not in _HUMAN or trigger.is_nominal or trigger.use == "passive":
            return None
        first = self.clause.first
        while first < end and (
            first in self.phrase.date_words or self.phrase.words[first] in _BEFORE_NOUN
        ):
            first += 1
        words = self.phrase.words[first:end]
        plain = all(word[0].isalpha() and word not in _NO_SUBJECT for word in words)
        if (
            not words
            or len(words) > _MOST_SUBJECT_WORDS
            or not plain
            or not words[-1].endswith("s")
        ):
            return None
        return PartyPhrase(first, end, "population", end - 1)

    def _complete_owned(self, roles: Roles) -> Roles:
        """As in "Vantia said its troops had left": they are Vantia's."""
        owner = find_speaker(self.phrase, self.statement) or next(iter(self.subject), None)
        if owner is None or owner.country is None:
            return roles
        return replace(
            roles,
            actors=[
                replace(party, country=owner.country)
                if party.country is None and self.phrase.words[party.first] in ("its", "their")
                else party
                for party in roles.actors
            ],
        )

    def _describe(self, trigger: Trigger, roles: Roles) -> Roles:
        """As in "it said it had hit a depot": the one who hit it calls it so."""
        speaker = find_speaker(self.phrase, self.statement)
        cue = self.statement.cue
        if roles.description or trigger.sense.type != "ASSAULT" or cue is None:
            return roles
        if speaker is None or roles.actors != [speaker]:
            return roles
        words = find_object(self.phrase, self.clause, trigger)
        if words is None:
            return roles
        if self.inner and self.clause.opening in ("where", "gapped"):
            cue = self.inner.opener, cue[1]
        elif not self._is_site(words):
            return roles
        described = Description(*words, (speaker.first, speaker.last), cue)
        return replace(roles, recipients=[], description=described)

    def _is_site(self, words: tuple[int, int]) -> bool:
        """Whether what is hit is a thing: who is hit is a recipient, whoever says so."""
        return any(
            party.kind == "facility"
            for party in self.phrase.parties
            if words[0] <= party.first and party.last <= words[1]
        )

    def _is_mutual(self, trigger: Trigger, roles: Roles) -> bool:
        """As in "exchanged strikes", "strikes by the two countries": each side's deed at once."""
        if self.phrase.words[trigger.verb].startswith(("exchang", "trad")):
            return True
        firsts = {
            word
            for party in roles.actors
            for word in self.phrase.words[party.first : min(party.first + 2, party.last)]
        }
        return bool(firsts & {"both", "two"}) and all(
            party.kind == "state" for party in roles.actors
        )

    # What is enough, and what is pointed at

    def _tells_total(self, trigger: Trigger) -> bool:
        """As in "more than 40,000 have died": of years, not of the deed told before."""
        chain = find_chain_start(self.phrase, self.clause.first, trigger.verb)
        return not {"have", "has"}.isdisjoint(self.phrase.words[chain : trigger.verb])

    def _is_definite(self, trigger: Trigger, wire: WireEvent) -> bool:
        if not trigger.is_nominal or trigger.use == "light" or wire.actors or wire.date:
            return False
        begin = find_noun_start(self.phrase, self.clause, trigger.first)
        return self.phrase.words[begin] in ("the", "this", "that", "these", "those")

    def _find_figures(self, type_: EventType) -> list[FigureMention]:
        if type_ not in _COUNTED:
            return []
        starts, ends = self.phrase.starts, self.phrase.ends
        first, last = self.clause.first, self.clause.last
        if self.statement.resumes and first == self.statement.first:
            # "Nine people, police said, were killed": read as if nobody had put in a word.
            words = " ".join(
                self.phrase.slice(*span) for span in ((self.statement.resumes), (first, last))
            )
            return find_figures(words, 0, len(words))
        return find_figures(self.phrase.text, starts[first], ends[last - 1])

    def _is_enough(self, trigger: Trigger, roles: Roles, figures: list[FigureMention]) -> bool:
        """A bare word is no record: somebody, some place, some day or some number must be told."""
        somebody = bool(roles.actors or roles.recipients)
        if trigger.sense.type == "OTHER":
            return bool(roles.place or figures or self._find_date(trigger.first, trigger.last))
        if not trigger.is_nominal and trigger.use != "passive":
            if self._find_instrument(trigger):
                return somebody or bool(roles.place or self._find_date(trigger.first))
            return somebody and (bool(roles.actors) or bool(figures))
        if somebody or figures:
            return True
        # "A curfew was imposed in Selm": what is done to things needs a place or a day.
        told = trigger.use == "passive" and "weak" not in trigger.sense.marks
        return told and bool(roles.place or self._find_date(trigger.first))

    def _find_date(self, first: int, last: int | None = None) -> str | None:
        """The date phrase nearest to the words [first, last)."""
        inside = [
            (min(abs(begin - first), abs(end - (last or first))), date.text)
            for begin, end, date in self.phrase.dates
            if self.clause.first <= begin
            and end <= self.clause.last
            # "a day after" between two clauses dates one by the other, not this one.
            and not (self.clause.link and begin < self.clause.link[1])
        ]
        return min(inside)[1] if inside else None

    def _find_instrument(self, trigger: Trigger) -> list[str]:
        """As in "a missile hit the port": what it was done with, nobody says by whom."""
        if trigger.sense.type != "ASSAULT" or trigger.is_nominal:
            return []
        first = max(self.clause.first, trigger.first - _INSTRUMENT_REACH)
        known = self.setting.lexicon.mode_words["ASSAULT"]
        return [word for word in self.phrase.words[first : trigger.first] if word in known]

    def _find_saying_date(self, trigger: Trigger) -> str | None:
        """As in "Vantia said on Monday that it was ready": what is done by saying so."""
        cue = self.statement.cue
        if cue is None or self.inner or trigger.sense.type not in _SAID or trigger.is_nominal:
            return None
        return next(
            (
                date.text
                for first, last, date in self.phrase.dates
                if cue[0] - last in (0, 1) or first - cue[1] in (0, 1)
            ),
            None,
        )

    # The record

    def _judge_realis(self, trigger: Trigger, *, is_specific: bool) -> Realis:
        if self.statement.stance == "denies" and self.clause.opening not in _OUTSIDE:
            return "negated"
        return judge_realis(
            self.phrase,
            self.clause,
            trigger,
            is_specific=is_specific,
            is_headline=self.sentence.segment == "headline",
        )

    def _write(
        self,
        trigger: Trigger,
        roles: Roles,
        figures: list[FigureMention],
        *,
        act: Act,
        date: str | None,
    ) -> WireEvent:
        speaker = self._write_speaker()
        place = self.phrase.slice(*roles.place) if roles.place else None
        actors = self._write_parties(act.actors)
        wire_figures = self._write_figures(figures, speaker)
        words, describer = roles.description, self._write_describer(roles, [*actors, *speaker])
        claims: list[WireClaim] = []
        is_named_there = self.inner and words and words.cue[1] == self.inner.cue[1]
        if wire_figures or not is_named_there:
            claims += self._write_claims(speaker, "figures[0]" if wire_figures else "event")
        if words and describer:
            first = self.outer_first if words.cue == self.statement.cue else words.cue[0]
            claims.append(write_description(self.phrase, words, describer, first=first))
        if trigger.sense.type in ("ACCUSE", "REJECT"):
            span = trigger.first, trigger.last
            claims += write_positions(self.phrase, span, end=self.clause.last)
        return WireEvent(
            quotes=[self._quote()],
            trigger=self.phrase.slice(*find_words(trigger)),
            type=act.type,
            modes=self._find_modes(trigger, act),
            contexts=self._find_contexts(),
            actors=actors,
            recipients=self._write_parties(act.recipients),
            target=self.phrase.slice(words.first, words.last) if words else None,
            target_described_by=describer,
            location=place,
            location_country=_infer_country(place, speaker, actors),
            date=date,
            date_anchor=None,
            figures=wire_figures,
            claims=claims,
            realis=act.realis,
            certainty=judge_certainty(self.phrase, self.clause),
            salience=self._judge_salience(
                act.realis, is_aside=self._is_aside(trigger) and not (date or figures or place)
            ),
            links=[],
        )

    def _judge_act(self, trigger: Trigger, roles: Roles, realis: Realis) -> Act:
        speaker = find_speaker(self.phrase, self.statement)
        if "duty" in trigger.sense.marks and speaker:
            asked = [party for party in roles.actors if party is not speaker]
            return Act(trigger.sense.type, None, "actual", [speaker], asked)
        return judge_act(
            Act(trigger.sense.type, trigger.sense.mode, realis, roles.actors, roles.recipients),
            find_modal(self.phrase, self.clause, trigger),
            own=speaker is None
            or any(
                # "Velk said her government would …"
                party is speaker or self.phrase.words[party.first] in _OWN
                for party in roles.actors
            ),
            conditional=is_conditional(self.phrase, self.clause),
            active=trigger.use in ("active", "light"),
        )

    def _write_speaker(self) -> list[WireParty]:
        return [
            self.setting.memory.find(speaker.text.lower(), self.sentence.index) or speaker
            for speaker in write_speakers(self.phrase, self.statement)
        ]

    def _write_describer(self, roles: Roles, others: list[WireParty]) -> WireParty | None:
        """Who calls the target what it is called; "it" is the one who acts, or speaks."""
        if roles.description is None or roles.description.claimant is None:
            return None
        claimant = roles.description.claimant
        pronoun = self.phrase.words[claimant[0]] in ("it", "they", "he", "she", "we")
        return next(iter(others), None) if pronoun else write_words(self.phrase, claimant)

    def _write_parties(self, parties: list[PartyPhrase]) -> list[WireParty]:
        return [
            named
            for party in parties
            for named in name_sides(
                self.meant.get(party.first) or write_party(self.phrase, party),
                self.setting.sides.identify(self.phrase, party),
            )
        ]

    def _write_figures(
        self, figures: list[FigureMention], speaker: list[WireParty]
    ) -> list[WireFigure]:
        quote = self._quote()
        return [write_figure(figure, quote, speaker, self.statement) for figure in figures]

    def _write_claims(self, speaker: list[WireParty], about: str) -> list[WireClaim]:
        span = (self.outer_first, self.clause.last)
        return write_claims(self.phrase, self.statement, span, speaker, about=about)

    # Words

    def _quote(self) -> str:
        return trim(self.phrase.slice(self.outer_first, self.clause.last))

    def _is_aside(self, trigger: Trigger) -> bool:
        """As in "the men hit by Vantia have fled": the deed only tells which men are meant."""
        if self.clause.opening == "reduced":
            return True
        lead = self.phrase.words[self.clause.first : trigger.verb]
        near = len(lead) <= _ASIDE_REACH and "," not in lead
        return self.clause.opening == "relative" and near

    def _judge_salience(self, realis: Realis, *, is_aside: bool) -> Salience:
        early = self.sentence.index < self.setting.main_until
        if early or self.sentence.segment in ("headline", "lead", "key_points"):
            return "background" if realis == "generic" else "main"
        return "background" if is_aside or realis == "generic" else "secondary"

    def _find_modes(self, trigger: Trigger, act: Act) -> list[Mode]:
        words = self.setting.lexicon.mode_words.get(act.type, {})
        begin = (
            find_noun_start(self.phrase, self.clause, trigger.first)
            if trigger.is_nominal
            else trigger.first
        )
        end = max(trigger.last, trigger.object[1] if trigger.object else 0)
        found: list[Mode] = [act.mode] if act.mode else []
        tools = self._find_instrument(trigger) if act.type == "ASSAULT" else []
        found.extend(words[one] for one in (*tools, *self.phrase.words[begin:end]) if one in words)
        if not found and act.type in self.setting.lexicon.content_modes:
            asked = self.setting.lexicon.content_modes[act.type]
            after = self.phrase.words[trigger.last : self.clause.last]
            named: Mode | None = next((asked[one] for one in after if one in asked), None)
            found.extend([named] if named else [])
        return list(dict.fromkeys(found))

    def _find_contexts(self) -> list[Context]:
        words = self.phrase.words
        known = self.setting.lexicon.contexts
        found: dict[Context, None] = {
            context: None
            for at, word in enumerate(words)
            for phrase, context in known.get(word, ())
            if tuple(words[at : at + len(phrase)]) == phrase
        }
        return list(found)


def find_opening_party(phrase: Phrase, clause: Clause) -> list[PartyPhrase]:
    """Returns the subject of a clause whose verb is in no list, as far as its place tells."""
    opening = phrase.find_party(clause.first)
    return [opening] if opening else []


def _infer_country(
    place: str | None, speaker: list[WireParty], actors: list[WireParty]
) -> str | None:
    """As in "on its soil": the country of the one who speaks, or acts."""
    if place is None or not {"its", "their", "his", "her"} & set(place.lower().split()):
        return None
    return next((party.country for party in (*speaker, *actors) if party.country), None)
