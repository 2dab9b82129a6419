"""One clause in its surroundings: the sentence, who says it, who acted before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from summarizer.attribution import Statement
from summarizer.engines.embedded.asides import Aside, find_inner_statement
from summarizer.engines.embedded.chains import Trigger
from summarizer.engines.embedded.clauses import Clause
from summarizer.engines.embedded.lexicon import Lexicon
from summarizer.engines.embedded.memory import Memory
from summarizer.engines.embedded.sides import Sides
from summarizer.engines.embedded.wiring import find_speaker, trim
from summarizer.figures import FigureMention, find_figures
from summarizer.parties import PartyPhrase, Phrase
from summarizer.textmap import Sentence
from summarizer_schemas.codes import EventType
from summarizer_schemas.wire import WireParty

_COUNTED: frozenset[EventType] = frozenset(
    {"ASSAULT", "OTHER", "COERCE", "PROTEST", "AID", "RETREAT", "MOBILIZE"}
)
SAID: frozenset[EventType] = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN", "ACCUSE"})
"""What is done by saying so."""
_INSTRUMENT_REACH = 3


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for all clauses of a text."""

    lexicon: Lexicon
    sides: Sides
    memory: Memory
    main_until: int
    """Index of the first sentence whose events are no longer the article's main ones."""


@dataclass(slots=True)
class Scene:
    """A clause and all that is known around it."""

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

    @property
    def speaker(self) -> PartyPhrase | None:
        """Who says what the clause tells, where that is a party."""
        return find_speaker(self.phrase, self.statement)

    @property
    def is_headline(self) -> bool:
        """Whether the clause stands in the headline."""
        return self.sentence.segment == "headline"

    def list_figures(self, type_: EventType) -> list[FigureMention]:
        """Returns the figures of the clause, for types whose figures count."""
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

    def find_date(self, first: int, last: int | None = None) -> str | None:
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

    def find_saying_date(self, trigger: Trigger) -> str | None:
        """As in "Vantia said on Monday that it was ready": what is done by saying so."""
        cue = self.statement.cue
        if cue is None or self.inner or trigger.sense.type not in SAID or trigger.is_nominal:
            return None
        return next(
            (
                date.text
                for first, last, date in self.phrase.dates
                if cue[0] - last in (0, 1) or first - cue[1] in (0, 1)
            ),
            None,
        )

    def find_instrument(self, trigger: Trigger) -> list[str]:
        """As in "a missile hit the port": what it was done with, nobody says by whom."""
        if trigger.sense.type != "ASSAULT" or trigger.is_nominal:
            return []
        first = max(self.clause.first, trigger.first - _INSTRUMENT_REACH)
        known = self.setting.lexicon.mode_words["ASSAULT"]
        return [word for word in self.phrase.words[first : trigger.first] if word in known]

    def quote(self) -> str:
        """Returns the clause with what attributes it, verbatim."""
        return trim(self.phrase.slice(self.outer_first, self.clause.last))

    def _resolve_pronoun(self) -> PartyPhrase | None:
        """As in "Vantia hit Selm, where it said …": who acts is who says so."""
        if len(self.subject) == 1:
            return self.subject[0]
        return self.speaker if not self.subject else None
