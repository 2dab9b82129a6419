"""The trigger lexicon: which words name which happening, and what must stand beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from summarizer_schemas.codes import Context, EventType, Mode

Form = Literal["base", "s", "past", "participle", "ing", "singular", "plural"]
Words = tuple[str, ...]
Things = Mapping[str, Sequence[Words]]
"""Names of things by their first word."""

_OBJECT_REACH = 9
"""Words between a verb and its object at most: "gave the island state five million dollars"."""
_ENDS_OBJECT = frozenset(
    "to by from for with in at into against that which who where when while after before because"
    " , ; : . ( ) -- – — but as under".split()
)
AMBIGUOUS = "ambiguous"
"""Mark of verbs whose base form is their past, too: "shut"."""
_BE = frozenset("is are was were be been being".split())


@dataclass(frozen=True, slots=True)
class Sense:
    """One reading of a word or phrase."""

    entry: str
    """As it stands in the list of words."""
    lemma: str
    type: EventType
    mode: Mode | None
    form: Form
    marks: frozenset[str]
    objects: Things | None = None
    """What it must be done to, to have this sense."""

    @property
    def is_noun(self) -> bool:
        """Whether the words name the happening as a thing."""
        return self.form in ("singular", "plural")


@dataclass(slots=True)
class Match:
    """A phrase of the lexicon found in a text, in its senses that fit there."""

    last: int
    senses: Sequence[Sense]
    object: tuple[int, int] | None = None
    """The words of the thing that gives the verb its sense."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All phrases, in lower case."""

    words: Mapping[str, Sequence[Sense]]
    """What a word means by itself."""
    phrases: Mapping[tuple[str, str], Sequence[tuple[Words, Sequence[Sense]]]]
    """What longer phrases mean, by their first two words, the longest first."""
    openers: frozenset[str]
    """The first words of all."""
    light_verbs: frozenset[str]
    """All forms of the verbs that lend their subject to a noun; first words of phrases too."""
    noun_verbs: frozenset[str]
    mode_words: Mapping[EventType, Mapping[str, Mode]]
    """Words within or before a trigger that tell how it was done."""
    content_modes: Mapping[EventType, Mapping[str, Mode]]
    """Words after a trigger that tell what is asked for or refused."""
    contexts: Mapping[str, Sequence[tuple[Words, Context]]]
    """First word -> phrases that begin with it, with the context they tell of."""

    def match(self, words: Sequence[str], at: int, *, first: int, last: int) -> Match | None:
        """Returns the longest phrase at `at` that has a sense there.

        Args:
            words: the words of a sentence, in lower case.
            at: the word to begin with.
            first: first word of the clause, as far back as a passive's subject may stand.
            last: one past the last word of the clause.
        """
        if at + 1 < last:
            for phrase, senses in self.phrases.get((words[at], words[at + 1]), ()):
                end = at + len(phrase)
                fits = end <= last and tuple(words[at:end]) == phrase
                if fits and (found := _fit(words, at, end, senses, first=first, last=last)):
                    return found
        known = self.words.get(words[at])
        if known is None:
            return None
        return _fit(words, at, at + 1, known, first=first, last=last)

    def find_places(self, words: Sequence[str]) -> list[int]:
        """Returns where a phrase begins that has a sense, read without regard to clauses."""
        places: list[int] = []
        done = 0
        for at, word in enumerate(words):
            if at < done or word not in self.openers:
                continue
            if found := self.match(words, at, first=0, last=len(words)):
                done = found.last
                if found.senses:
                    places.append(at)
        return places

    def find_verbs(self, words: Sequence[str], at: int) -> list[Sense]:
        """Returns the senses of the verbs that may begin at `at`, whatever their objects."""
        if words[at] not in self.openers:
            return []
        found = list(self.words.get(words[at], ()))
        if at + 1 < len(words):
            for phrase, senses in self.phrases.get((words[at], words[at + 1]), ()):
                if tuple(words[at : at + len(phrase)]) == phrase:
                    found.extend(senses)
        return [sense for sense in found if not sense.is_noun]


def _fit(
    words: Sequence[str], at: int, end: int, senses: Sequence[Sense], *, first: int, last: int
) -> Match | None:
    """The senses whose object stands there, the nearest one; else those that need none."""
    if not senses:
        return Match(end, ())
    best: list[Sense] = []
    place: tuple[int, int] | None = None
    for sense in senses:
        if sense.objects is None:
            continue
        found = _find_object(words, at, end, sense, first=first, last=last)
        if found and (place is None or abs(found[0] - at) < abs(place[0] - at)):
            best, place = [sense], found
        elif found and found == place:
            best.append(sense)
    if best:
        return Match(end, best, place)
    plain = [sense for sense in senses if sense.objects is None]
    return Match(end, plain) if plain else None


def _find_object(
    words: Sequence[str], at: int, end: int, sense: Sense, *, first: int, last: int
) -> tuple[int, int] | None:
    objects = cast("Things", sense.objects)
    for n in range(end, min(last, end + _OBJECT_REACH)):
        word = words[n]
        if word in objects and (thing := _match_thing(words, n, objects)):
            return n, n + thing
        if word in _ENDS_OBJECT or (word == "and" and words[min(n + 1, last - 1)].endswith("ed")):
            break
    if sense.form not in ("past", "participle") or at == first:
        return None
    # "The ban on imports was lifted": the thing is the subject of the passive.
    n = at - 1
    while n > first and words[n] not in _BE and at - n < 3:
        n -= 1
    if words[n] not in _BE:
        return None
    for back in range(n - 1, max(first, n - _OBJECT_REACH) - 1, -1):
        if words[back] in objects and (thing := _match_thing(words, back, objects)):
            return back, back + thing
    return None


def _match_thing(words: Sequence[str], at: int, objects: Things) -> int:
    for phrase in objects[words[at]]:
        if len(phrase) == 1 or tuple(words[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 0
