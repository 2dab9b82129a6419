"""The word of a clause that names its happening, and how it is used there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from summarizer.engines.embedded.chains import (
    ADVERBS,
    BE,
    CATENATIVE,
    DETERMINERS,
    HAVE,
    MODALS,
    PREPOSITIONS,
    Trigger,
    Use,
    find_chain_start,
    find_noun_start,
    find_owner,
)
from summarizer.engines.embedded.clauses import Clause
from summarizer.engines.embedded.lexicon import AMBIGUOUS, Lexicon, Sense
from summarizer.engines.embedded.settling import settle_sense
from summarizer.parties import Phrase

_NUMBERS = frozenset("one two three four five six seven eight nine ten several many few".split())
_SUBJECT_PRONOUNS = frozenset("it they he she who which we i".split())
_ENDS_SUBJECT = frozenset(
    "that which who whom said says say after before while when because if as and but than".split()
)
_SUBJECT_REACH = 7
_LIGHT_REACH = 7
"""Words between "carried out" and "attack" at most: a describing phrase fits, a clause does not."""
_NOUN_VERB_REACH = 9
_PURPOSE = 1.5
"""Rank of "to demand" behind the verb it hangs on: what somebody wants is no deed yet."""
_ALONGSIDE = 3.0
"""Rank of a participle beside the verb: "attacked Selm, killing nine"."""
_EFFECT = 2.0
"""Rank of "killed" behind the noun that did it."""
_LOST = 2.5
"""Rank of a weak word, too, where nobody stands before it."""
_WEAK = 0.3
"""Rank of a word that names a happening only with somebody around it."""
_DEEDS = frozenset({"ASSAULT", "COERCE"})
_DENYING = frozenset({"deny", "dispute", "rule out"})
_UNTOLD = frozenset({"AGREE", "REQUEST", "THREATEN", "ASSAULT", "OTHER"})
"""What is promised, asked for or threatened has not happened; an attack names itself."""
_UNSURE = frozenset({"any", "no", "alleged", "possible", "further", "more", "future"})
_CONTENT = 4.0
"""Rank of what follows a verb that takes a complement."""
EFFECT_WORDS = frozenset("killed died wounded injured hurt perished drowned".split())


def find_triggers(
    phrase: Phrase,
    clause: Clause,
    lexicon: Lexicon,
    places: Sequence[int],
    *,
    is_headline: bool,
    has_speaker: bool,
) -> tuple[Trigger, Trigger | None] | None:
    """Returns the trigger that names what the clause is about, or None.

    Beside it stands the deed that it is said of, where a noun names that: "condemned the
    murder of two priests" tells of a murder, too.

    Args:
        phrase: the sentence.
        clause: the clause of it.
        lexicon: the words that name happenings.
        places: where such words may begin in the clause.
        is_headline: verbs in the base form are told as done.
        has_speaker: somebody named says it, who by "must" may demand it.
    """
    finder = _TriggerFinder(phrase, clause, lexicon, places, is_headline, has_speaker)
    found = list(finder.find_candidates())
    if not found:
        return None
    main = min(found, key=lambda one: finder.weigh(one, found))
    return settle_sense(phrase, clause, main, found), finder.find_named_deed(main, found)


@dataclass(slots=True)
class _TriggerFinder:
    """Reads one clause."""

    phrase: Phrase
    clause: Clause
    lexicon: Lexicon
    places: Sequence[int]
    is_headline: bool
    has_speaker: bool

    def weigh(self, one: Trigger, found: list[Trigger]) -> tuple[float, int]:
        """What is demanded or denied is no second happening: it stands behind its verb."""
        inside = any("comp" in other.sense.marks and other.last <= one.first for other in found)
        return one.rank + (_CONTENT if inside else 0.0), one.first

    def find_named_deed(self, main: Trigger, found: list[Trigger]) -> Trigger | None:
        """The first deed of force behind a verb of saying or judging that a noun names."""
        if main.sense.lemma in _DENYING or main.sense.type in _UNTOLD:
            return None
        return next(
            (
                one
                for one in found
                if one.first >= (main.object[1] if main.object else main.last)
                and one.is_nominal
                and one.sense.type in _DEEDS
                and self._word_before(one.first) not in _UNSURE
                and not self._is_any(one)
            ),
            None,
        )

    def _is_any(self, noun: Trigger) -> bool:
        """As in "blames it for attacks": no deed in particular."""
        if noun.sense.form != "plural":
            return False
        begin = find_noun_start(self.phrase, self.clause, noun.first)
        return self.phrase.words[begin] not in DETERMINERS | _NUMBERS

    def find_candidates(self) -> Iterator[Trigger]:
        """Yields what may name the happening, in order."""
        words, done = self.phrase.words, self.clause.first
        for at in self.places:
            if at < done or at in self.phrase.date_words:
                continue
            found = self.lexicon.match(words, at, first=self.clause.first, last=self.clause.last)
            if not found:
                continue
            done = found.last
            if self._is_inside_name(at, found.last):
                continue
            for sense in found.senses:
                trigger = (
                    self._read_noun(at, found.last, sense)
                    if sense.is_noun
                    else self._read_verb(at, found.last, sense)
                )
                if trigger:
                    yield replace(trigger, object=found.object) if found.object else trigger

    def _is_inside_name(self, first: int, last: int) -> bool:
        """As in "Strike Force", "the arrested men": the word only describes somebody."""
        for party in self.phrase.parties:
            if party.first <= first and last < party.last:
                return True
            if party.first <= first and last <= party.last and not party.is_adjective:
                return True
        return False

    def _read_verb(self, at: int, last: int, sense: Sense) -> Trigger | None:
        before = self._word_before(at)
        has_subject = self._has_subject(at)
        told = sense.form in ("past", "participle")
        if not self._is_verb(last, sense, before, has_subject=has_subject):
            return None
        use: Use = self._read_voice(last, sense, before) if told else "active"
        rank = self._rank_form(at, sense, before) + self._rank_marks(
            sense, use, has_subject=has_subject
        )
        is_perfect = (told and before in HAVE) or self._is_perfect(at)
        return Trigger(at, last, sense, use, at, rank, is_perfect)

    def _is_verb(self, last: int, sense: Sense, before: str, *, has_subject: bool) -> bool:
        """Whether a form is a verb there, and may be one of this sense."""
        if "duty" in sense.marks and not (self.has_speaker and has_subject):
            return False
        if before in DETERMINERS:
            return False
        if sense.form == "base":
            return self._is_base(last, sense, before, has_subject=has_subject)
        if sense.form == "s":
            return has_subject
        if sense.form == "ing":
            return before == "to" or before not in PREPOSITIONS
        return before not in _NUMBERS and not before.isdigit()

    def _rank_form(self, at: int, sense: Sense, before: str) -> float:
        if sense.form == "base" and before == "to" and not self._is_lent(at):
            return _PURPOSE
        return _ALONGSIDE if sense.form == "ing" and before not in BE else 0.0

    def _rank_marks(self, sense: Sense, use: Use, *, has_subject: bool) -> float:
        rank = 0.0
        if "effect" in sense.marks:
            # "Thirty were injured": by an accident, unless an attack is told of.
            rank = _EFFECT - (0.1 if "weak" in sense.marks else 0.0)
            if sense.type == "ASSAULT" and use == "active" and has_subject:
                rank -= 1.0
        elif "weak" in sense.marks:
            rank = _WEAK
        if "weak" in sense.marks and not (has_subject or use == "passive"):
            rank += _LOST
        return rank

    def _is_base(self, last: int, sense: Sense, before: str, *, has_subject: bool) -> bool:
        """Whether a base form is a verb there: "the men hit by Vantia" and "an attack" are none."""
        past = AMBIGUOUS in sense.marks and not self.is_headline
        is_finite = (self.is_headline or has_subject) and not (past or self._has_agent(last))
        return before in MODALS or is_finite

    def _is_lent(self, at: int) -> bool:
        """As in "decided to ban": what was decided is what the clause tells of."""
        return at >= self.clause.first + 2 and self.phrase.words[at - 2] in CATENATIVE

    def _read_voice(self, last: int, sense: Sense, before: str) -> Use:
        if (
            before in BE
            or self._has_agent(last)
            or (sense.form == "participle" and before not in HAVE)
            or self._goes_on_passive(last - 1)
        ):
            return "passive"
        return "active"

    def _goes_on_passive(self, at: int) -> bool:
        """As in "were detained and released": the second verb shares the first's "were"."""
        first = self.clause.first
        if self.clause.opening != "and" or at != first + 1 or first < 2:
            return False
        before = self.phrase.words[max(first - 12, 0) : first]
        be = max((n for n, word in enumerate(before) if word in BE), default=None)
        return be is not None and be + 1 < len(before) and before[be + 1].endswith(("ed", "en"))

    def _has_agent(self, last: int) -> bool:
        return last < self.clause.last and self.phrase.words[last] == "by"

    def _is_perfect(self, at: int) -> bool:
        return bool(HAVE & set(self.phrase.words[max(self.clause.first, at - 3) : at]))

    def _word_before(self, at: int) -> str:
        """The word before, adverbs skipped."""
        n = at - 1
        while n >= self.clause.first and (
            self.phrase.words[n] in ADVERBS or self.phrase.words[n].endswith("ly")
        ):
            n -= 1
        return self.phrase.words[n] if n >= self.clause.first else ""

    def _has_subject(self, at: int) -> bool:
        """Whether somebody stands before the verb at `at`, but for what may stand between."""
        first, words = self.clause.first, self.phrase.words
        n = find_chain_start(self.phrase, first, at)
        if n == first:
            return self.clause.antecedent is not None
        if words[n - 1] in PREPOSITIONS:
            return False  # "answered with strikes"
        end = max(first, n - _SUBJECT_REACH)
        while n > end:
            word = words[n - 1]
            if word in _SUBJECT_PRONOUNS:
                return True
            party = self.phrase.find_party_before(n)
            before = words[party.first - 1] if party and party.first > first else ""
            if party and before not in PREPOSITIONS:
                return not (party.is_adjective and n == at)
            if word in _ENDS_SUBJECT or not word[0].isalnum():
                return False
            if word in DETERMINERS and (n - 1 == first or words[n - 2] not in PREPOSITIONS):
                return False
            n = party.first if party else n - 1
        return False

    def _read_noun(self, at: int, last: int, sense: Sense) -> Trigger | None:
        if (
            last < self.clause.last
            and self.phrase.words[last] not in PREPOSITIONS
            and self._starts_longer_noun(last)
        ):
            return None
        light = self._find_light_verb(at, last)
        if light is not None:
            use: Use = "passive" if light >= last else "light"
            perfect = self._is_perfect(light)
            return Trigger(
                at, last, sense, "noun" if use == "passive" else "light", light, 0.0, perfect
            )
        if self._acts(last) or self._exists(at):
            return Trigger(at, last, sense, "noun", at, 0.5)
        if self._is_anchored(at, last):
            # As in "nine people died in the attack": the attack says how they died.
            told_by_effect = EFFECT_WORDS & set(self.phrase.words[self.clause.first : at])
            return Trigger(at, last, sense, "noun", at, 1.5 if told_by_effect else 3.0)
        return None

    def _starts_longer_noun(self, at: int) -> bool:
        """As in "rescue teams", "protest organisers": the noun describes somebody."""
        return any(
            party.first <= at < party.last and party.kind != "state" and party.name is None
            for party in self.phrase.parties
        )

    def _find_light_verb(self, at: int, last: int) -> int | None:
        for n in range(at - 1, max(self.clause.first, at - _LIGHT_REACH) - 1, -1):
            pair = " ".join(self.phrase.words[n : n + 2])
            if self.phrase.words[n] in self.lexicon.light_verbs or pair in self.lexicon.light_verbs:
                return n
            if self.phrase.words[n] in (
                ",",
                ";",
                "on",
                "against",
                "in",
                "for",
                "about",
                "of",
                "over",
            ):
                break
        # "the attack was carried out by …"
        for n in range(last, min(self.clause.last, last + _LIGHT_REACH)):
            pair = " ".join(self.phrase.words[n : n + 2])
            if (
                self.phrase.words[n] in self.lexicon.light_verbs or pair in self.lexicon.light_verbs
            ) and self.phrase.words[n - 1] in BE:
                return n
        return None

    def _acts(self, last: int) -> bool:
        """Whether the noun is the subject of a verb such as "killed" or "took place"."""
        for n in range(last, min(self.clause.last, last + _NOUN_VERB_REACH)):
            word = self.phrase.words[n]
            if word in (",", ";", "which", "who", "that"):
                return False
            if (
                word in self.lexicon.noun_verbs
                or " ".join(self.phrase.words[n : n + 2]) in self.lexicon.noun_verbs
            ):
                return word not in DETERMINERS
        return False

    def _exists(self, at: int) -> bool:
        """As in "there was an attack", "there have been two clashes"."""
        begin = find_noun_start(self.phrase, self.clause, at)
        before = self.phrase.words[max(self.clause.first, begin - 4) : begin]
        return "there" in before and not BE.isdisjoint(before)

    def _is_anchored(self, at: int, last: int) -> bool:
        """Whether the phrase itself tells whose, where or when: "the Vantian attack on Tuesday"."""
        begin = find_noun_start(self.phrase, self.clause, at)
        owner = find_owner(self.phrase, begin, at) is not None
        dated = any(
            begin <= first < at or last <= first <= last + 5 for first, _, _ in self.phrase.dates
        )
        placed = last < self.clause.last and self.phrase.words[last] in (
            "on",
            "against",
            "in",
            "at",
            "between",
            "with",
            "near",
            "by",
            "of",
        )
        told = (
            self.is_headline
            or self.clause.opening in ("after", "before")
            or self.clause.first == begin
        )
        talks = (
            at > self.clause.first
            and self.phrase.words[at - 1] == "in"
            and self.phrase.words[at] == "talks"
        )
        effect = any(
            word in ("killed", "in", "by", "result")
            for word in self.phrase.words[max(self.clause.first, begin - 2) : begin]
        )
        of_somebody = (
            last + 1 < self.clause.last
            and self.phrase.words[last] in ("of", "on", "against")
            and (self.phrase.find_party(last + 1) or self.phrase.find_party(last + 2))
        )
        return bool(
            talks
            or of_somebody
            or dated
            or (owner and (told or placed))
            or (placed and (told or effect))
            or effect
        )
