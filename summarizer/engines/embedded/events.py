"""Sentences -> event records in the wire form, by patterns; every word of them is verbatim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from summarizer.engines.embedded.clauses import Clause, Statement, split_clauses, split_statements
from summarizer.engines.embedded.lexicon import Lexicon, load_lexicon
from summarizer.engines.embedded.phrases import PartyPhrase, Phrase, find_names
from summarizer.engines.embedded.roles import Roles, find_roles
from summarizer.engines.embedded.triggers import Trigger, find_noun_start, find_trigger
from summarizer.figures import FigureMention, find_figures
from summarizer.sentences import is_caseless
from summarizer.textmap import Sentence, TextMap
from summarizer_schemas.codes import Context, EventType, Mode
from summarizer_schemas.record import Certainty, LinkType, Realis, Salience
from summarizer_schemas.wire import WireClaim, WireEvent, WireFigure, WireLink, WireParty

_TRIM = " \t\r\n,;:.-–—\"“”"
_LEAD_SENTENCES = 3
"""Sentences from the start of the prose whose events count as the article's main ones."""
_MAX_SENTENCE_CHARS = 2_000
"""Longer stretches without a full stop are lists or tables; patterns say nothing of them."""
_FUTURE_AS_AGREE: frozenset[EventType] = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
_COUNTED: frozenset[EventType] = frozenset({"ASSAULT", "OTHER", "COERCE", "PROTEST", "AID", "RETREAT", "MOBILIZE"})

_FUTURE_CUES = ("will", "'ll", "shall", "set to", "due to", "expected to", "scheduled to", "going to", "plans to",
                "planning to", "plan to", "planned to", "intends to", "to be")
_HYPOTHETICAL_CUES = ("may", "might", "could", "would", "should", "if", "unless", "risk of", "fear of", "fears of",
                      "threat of", "possible", "potential", "in case of", "attempted to", "tried to", "wants to")
_NEGATIONS = ("not", "never", "n't", "no", "without", "failed to", "neither", "denied")
_HABITUAL = ("for decades", "for years", "for months", "for centuries", "regularly", "routinely", "often",
             "frequently", "in recent years", "repeatedly", "usually", "every year", "history of", "over the years")
_HEDGES = ("reportedly", "allegedly", "apparently", "suspected", "alleged", "believed to", "thought to", "likely")


@dataclass(slots=True)
class Draft:
    """One mention of a happening: the wire event, and what ties it to its sentence."""

    wire: WireEvent
    order: int
    link: tuple[int, LinkType, str] | None = None
    """Order of the draft it is tied to, how, and by which words."""
    sums_up: bool = False
    """Tells of two happenings at once ("exchanged strikes")."""


@dataclass(slots=True)
class _Reader:
    """Reads one text, sentence by sentence."""

    text: TextMap
    lexicon: Lexicon
    names: frozenset[str]
    cased: bool
    first_prose: int
    drafts: list[Draft] = field(default_factory=list)


def find_events(text: TextMap) -> list[WireEvent]:
    """Returns a record for every mention of a happening, in order of the text.

    Mentions of one happening are joined later, with the article's dates resolved.
    """
    sentences = text.sentences
    spans = [(sentence.start, sentence.end) for sentence in sentences]
    first_prose = next((one.index for one in sentences if one.segment != "headline"), 0)
    reader = _Reader(text, load_lexicon(), find_names(text.text, spans), not is_caseless(text.text), first_prose)
    for sentence in sentences:
        if sentence.end - sentence.start <= _MAX_SENTENCE_CHARS:
            _read_sentence(reader, sentence)
    return _finish(reader.drafts)


def _read_sentence(reader: _Reader, sentence: Sentence) -> None:
    phrase = Phrase(reader.text.text, sentence.start, sentence.end, names=reader.names, cased=reader.cased)
    if not any(word in reader.lexicon.phrases for word in phrase.words):
        return
    for statement in split_statements(phrase):
        before: Draft | None = None
        subject: list[PartyPhrase] = []
        for clause in split_clauses(phrase, statement, reader.lexicon):
            view = _ClauseView(reader, phrase, sentence, statement, clause)
            draft, subject = view.read(subject)
            if draft is None:
                continue
            draft.order = len(reader.drafts)
            if clause.link and before is not None:
                words = phrase.slice(clause.link[0], clause.last).strip(_TRIM)
                _tie(before, draft, clause, words)
            reader.drafts.append(draft)
            before = draft


def _tie(main: Draft, sub: Draft, clause: Clause, words: str) -> None:
    """ "met …, a day after Vantia attacked": the first follows the second."""
    if clause.opening == "after":
        main.link = (sub.order, "follows", words)
    else:
        sub.link = (main.order, "follows", words)


@dataclass(frozen=True, slots=True)
class _ClauseView:
    """One clause in its surroundings."""

    reader: _Reader
    phrase: Phrase
    sentence: Sentence
    statement: Statement
    clause: Clause

    def read(self, subject: list[PartyPhrase]) -> tuple[Draft | None, list[PartyPhrase]]:
        """Returns the happening of the clause, and the subject the next clause may share."""
        headline = self.sentence.segment == "headline"
        trigger = find_trigger(self.phrase, self.clause, self.reader.lexicon, is_headline=headline)
        if trigger is None:
            return None, subject
        roles = self._complete(find_roles(self.phrase, self.clause, trigger), trigger, subject)
        figures = self._find_figures(trigger)
        if not self._is_enough(trigger, roles, figures):
            return None, roles.actors or subject
        wire = self._write(trigger, roles, figures)
        sums_up = self.phrase.words[trigger.verb].startswith(("exchang", "trad"))
        return Draft(wire, 0, sums_up=sums_up and trigger.sense.type == "ASSAULT"), roles.actors or subject

    def _complete(self, roles: Roles, trigger: Trigger, subject: list[PartyPhrase]) -> Roles:
        """A pronoun or a missing subject stands for the speaker, or for the subject before."""
        if roles.actors or trigger.use == "passive":
            return roles
        before = self.phrase.words[max(self.clause.first, trigger.verb - 4) : trigger.verb]
        speaker = self._speaker()
        if speaker and ({"it", "they"} & set(before) and speaker.kind != "person" or {"he", "she", "we"} & set(before)):
            return replace(roles, actors=[speaker])
        shares = self.clause.opening == "and" or (trigger.sense.form == "ing" and not trigger.is_nominal)
        if subject and (shares or {"it", "they", "he", "she"} & set(before)):
            return replace(roles, actors=[party for party in subject if party not in roles.recipients])
        return roles

    def _speaker(self) -> PartyPhrase | None:
        claimant = self.statement.claimant
        if claimant is None:
            return None
        return next((party for party in self.phrase.parties if (party.first, party.last) == claimant), None)

    def _find_figures(self, trigger: Trigger) -> list[FigureMention]:
        if trigger.sense.type not in _COUNTED:
            return []
        starts, ends = self.phrase.starts, self.phrase.ends
        return find_figures(self.phrase.text, starts[self.clause.first], ends[self.clause.last - 1])

    def _is_enough(self, trigger: Trigger, roles: Roles, figures: list[FigureMention]) -> bool:
        """A bare word is no record: somebody, some place, some day or some number must be told."""
        somebody = bool(roles.actors or roles.recipients)
        if trigger.sense.type == "OTHER":
            return bool(roles.place or figures or self._find_date(trigger)) and (somebody or trigger.is_nominal or bool(figures))
        if not trigger.is_nominal and trigger.use != "passive":
            return somebody and (bool(roles.actors) or bool(figures))
        return somebody or bool(figures and (roles.place or self._find_date(trigger)))

    def _find_date(self, trigger: Trigger) -> str | None:
        inside = [
            (min(abs(first - trigger.first), abs(last - trigger.last)), date.text)
            for first, last, date in self.phrase.dates
            if self.clause.first <= first and last <= self.clause.last
        ]
        return min(inside)[1] if inside else None

    def _write(self, trigger: Trigger, roles: Roles, figures: list[FigureMention]) -> WireEvent:
        quote = self._quote()
        realis = self._judge_realis(trigger, figures)
        type_: EventType = trigger.sense.type
        mode: Mode | None = trigger.sense.mode
        if realis == "future" and type_ in _FUTURE_AS_AGREE:
            type_, mode, realis = "AGREE", None, "actual"
        speaker = [self._write_speaker()] if self.statement.claimant else []
        place = self.phrase.slice(*roles.place) if roles.place else None
        target = self.phrase.slice(*roles.target) if roles.target else None
        actors = [self._write_party(party) for party in roles.actors]
        wire_figures = [self._write_figure(figure, quote, speaker) for figure in figures]
        return WireEvent(
            quotes=[quote],
            trigger=self.phrase.slice(trigger.first, trigger.last),
            type=type_,
            modes=self._find_modes(trigger, type_, mode),
            contexts=self._find_contexts(),
            actors=actors,
            recipients=[self._write_party(party) for party in roles.recipients],
            target=target,
            target_described_by=(speaker or actors or [None])[0] if target else None,
            location=place,
            location_country=self._infer_country(place, speaker, actors),
            date=self._find_date(trigger),
            date_anchor=None,
            figures=wire_figures,
            claims=self._write_claims(quote, speaker, bool(wire_figures)),
            realis=realis,
            certainty=self._judge_certainty(),
            salience=self._judge_salience(realis),
            links=[],
        )

    # Words

    def _quote(self) -> str:
        first = self.clause.first
        if self.statement.claimant and self.clause.first == self.statement.first:
            first = self.statement.outer_first
        return self.phrase.slice(first, self.clause.last).strip(_TRIM)

    def _window(self, trigger: Trigger) -> str:
        """The words that lead up to the trigger, one blank between them and at both ends."""
        verb = min(trigger.verb, trigger.first)
        begin = find_noun_start(self.phrase, self.clause, trigger.first) if trigger.is_nominal else verb
        words = self.phrase.words[max(self.clause.first, min(begin, verb) - 5) : trigger.first]
        return f" {' '.join(words)} "

    def _judge_realis(self, trigger: Trigger, figures: Sequence[FigureMention]) -> Realis:
        window = self._window(trigger)
        clause = f" {' '.join(self.phrase.words[self.clause.first : self.clause.last])} "
        if self.statement.stance == "denies" or _has(window, _NEGATIONS):
            return "negated"
        if _has(clause, _HABITUAL) or _is_habitual(window, trigger):
            return "generic"
        specific = bool(figures) or self._find_date(trigger) is not None
        plural = trigger.sense.form == "plural" and trigger.use == "light"
        if trigger.is_perfect and plural and not specific:
            return "generic"
        if _has(window, _FUTURE_CUES):
            return "future"
        return "hypothetical" if _has(window, _HYPOTHETICAL_CUES) else "actual"

    def _judge_certainty(self) -> Certainty:
        clause = f" {' '.join(self.phrase.words[self.clause.first : self.clause.last])} "
        return "probable" if _has(clause, _HEDGES) else "certain"

    def _judge_salience(self, realis: Realis) -> Salience:
        if realis == "generic":
            return "background"
        early = self.sentence.index < self.reader.first_prose + _LEAD_SENTENCES
        return "main" if early or self.sentence.segment in ("headline", "lead", "key_points") else "secondary"

    def _find_modes(self, trigger: Trigger, type_: EventType, mode: Mode | None) -> list[Mode]:
        words = self.reader.lexicon.mode_words.get(type_, {})
        begin = find_noun_start(self.phrase, self.clause, trigger.first) if trigger.is_nominal else trigger.first
        found = [mode] if mode else []
        found += [words[word] for word in self.phrase.words[begin : trigger.last] if word in words]
        return list(dict.fromkeys(found))

    def _find_contexts(self) -> list[Context]:
        words = f" {' '.join(self.phrase.words)} "
        return list(dict.fromkeys(context for key, context in self.reader.lexicon.contexts.items() if f" {key} " in words))

    def _infer_country(self, place: str | None, speaker: list[WireParty], actors: list[WireParty]) -> str | None:
        """ "on its territory": the country of the one who speaks, or acts."""
        if place is None or not {"its", "their", "his", "her"} & set(place.lower().split()):
            return None
        return next((party.country for party in (*speaker, *actors) if party.country), None)

    # Parties, figures, claims

    def _write_party(self, party: PartyPhrase) -> WireParty:
        text = self.phrase.text
        return WireParty(
            text=_strip_possessive(self.phrase.slice(party.first, party.last)),
            name=text[slice(*party.name)] if party.name else None,
            kind=party.kind,
            role=text[slice(*party.role)] if party.role else None,
            country=party.country,
            sector=party.sector,
        )

    def _write_speaker(self) -> WireParty:
        speaker = self._speaker()
        if speaker:
            return self._write_party(speaker)
        first, last = self.statement.claimant or (0, 1)
        return WireParty(
            text=self.phrase.slice(first, last), name=None, kind="unknown", role=None, country=None, sector=None
        )

    def _write_figure(self, figure: FigureMention, quote: str, speaker: list[WireParty]) -> WireFigure:
        denied = self.statement.stance == "denies"
        return WireFigure(
            quote=quote,
            text=figure.text,
            measure=figure.measure,
            group=figure.group,
            subset_of=figure.subset_of,
            status="denied" if denied else "claimed" if speaker else "asserted",
            claimants=speaker,
        )

    def _write_claims(self, quote: str, speaker: list[WireParty], has_figures: bool) -> list[WireClaim]:
        if not speaker or self.statement.cue is None:
            return []
        first, last = self.statement.cue
        stance = self.statement.stance
        content = self.phrase.raw[max(self.statement.first - 1, 0) : self.statement.first + 1]
        outer = min(self.statement.outer_first, first)
        end = max(self.clause.last, last, self.statement.claimant[1] if self.statement.claimant else 0)
        return [
            WireClaim(
                quote=self.phrase.slice(outer, end).strip(_TRIM),
                claimant=speaker[0],
                cue=self.phrase.slice(first, last),
                stance="claims" if stance == "asserts" and has_figures else stance,
                about="figures[0]" if has_figures else "event",
                modality="quote" if {'"', "“"} & set(content) else "paraphrase",
            )
        ]


def _has(window: str, cues: Sequence[str]) -> bool:
    return any(f" {cue} " in window for cue in cues)


def _is_habitual(window: str, trigger: Trigger) -> bool:
    """ "have been waging": what goes on, not what happened."""
    going_on = " have been " in window or " has been " in window
    form = trigger.sense.form
    return going_on and (form == "ing" or (trigger.use == "light" and window.split()[-1:] != ["been"]))


def _strip_possessive(words: str) -> str:
    for ending in ("'s", "’s"):
        if words.endswith(ending):
            return words[:-2]
    return words[:-1] if words.endswith(("s'", "s’")) else words


def _finish(drafts: list[Draft]) -> list[WireEvent]:
    """Drops what only sums up other events, and writes the ties between the rest."""
    attacks = [draft for draft in drafts if draft.wire.type == "ASSAULT" and not draft.sums_up]
    kept = [draft for draft in drafts if not (draft.sums_up and len(attacks) >= 2)]
    places = {draft.order: place for place, draft in enumerate(kept)}
    return [draft.wire.model_copy(update={"links": list(_write_links(draft, places))}) for draft in kept]


def _write_links(draft: Draft, places: dict[int, int]) -> Iterator[WireLink]:
    if draft.link and draft.link[0] in places:
        order, type_, words = draft.link
        yield WireLink(quote=words, type=type_, target=places[order])
