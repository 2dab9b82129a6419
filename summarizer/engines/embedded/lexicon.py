"""The trigger lexicon: which words name which happening, and what must stand beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from summarizer_schemas.codes import Context, EventType, Mode

Form = Literal["base", "s", "past", "participle", "ing", "singular", "plural"]
Words = tuple[str, ...]

_OBJECT_REACH = 9
"""Words between a verb and its object at most: "gave the island state five million dollars"."""
_ENDS_OBJECT = frozenset(
    "to by from for with in at into against that which who where when while after before because"
    " , ; : . ( ) -- – — but as under".split()
)
_PASSIVE_REACH = 3
"""Words between "was" and "lifted" at most."""
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

    @property
    def is_noun(self) -> bool:
        """Whether the words name the happening as a thing."""
        return self.form in ("singular", "plural")


@dataclass(frozen=True, slots=True)
class Readings:
    """All senses of one phrase."""

    plain: tuple[Sense, ...]
    """Those it has whatever stands around it; without any it tells nothing."""
    by_thing: Mapping[str, Sequence[tuple[Words, Sense]]]
    """Those it has when something in particular is what it is done to: by the first word of
    the thing, the longest first."""

    def __iter__(self) -> Iterator[Sense]:
        """Yields every sense, one time for each thing."""
        yield from self.plain
        for found in self.by_thing.values():
            yield from (sense for _, sense in found)


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

    words: Mapping[str, Readings]
    """What a word means by itself."""
    phrases: Mapping[tuple[str, str], Sequence[tuple[Words, Readings]]]
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
            for phrase, readings in self.phrases.get((words[at], words[at + 1]), ()):
                end = at + len(phrase)
                fits = end <= last and tuple(words[at:end]) == phrase
                if fits and (found := _fit(words, at, end, readings, first=first, last=last)):
                    return found
        known = self.words.get(words[at])
        if known is None:
            return None
        return _fit(words, at, at + 1, known, first=first, last=last)

    def find_places(self, words: Sequence[str]) -> list[int]:
        """Returns where a phrase begins that has a sense, read without regard to clauses."""
        openers, size = self.openers, len(words)
        places: list[int] = []
        done = 0
        for at in [at for at, word in enumerate(words) if word in openers]:
            if at < done:
                continue
            if found := self.match(words, at, first=0, last=size):
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
            for phrase, readings in self.phrases.get((words[at], words[at + 1]), ()):
                if tuple(words[at : at + len(phrase)]) == phrase:
                    found.extend(readings)
        return [sense for sense in found if not sense.is_noun]


def _fit(
    words: Sequence[str], at: int, end: int, readings: Readings, *, first: int, last: int
) -> Match | None:
    """The senses whose thing stands there, the nearest one; else those that need none."""
    if readings.by_thing:
        found = _find_behind(words, end, readings, last) or _find_before(words, at, readings, first)
        if found:
            return Match(end, *found)
    elif not readings.plain:
        return Match(end, ())
    return Match(end, readings.plain) if readings.plain else None


_Found = tuple[Sequence[Sense], tuple[int, int]]


def _find_behind(words: Sequence[str], end: int, readings: Readings, last: int) -> _Found | None:
    for n in range(end, min(last, end + _OBJECT_REACH)):
        word = words[n]
        if word in readings.by_thing and (found := _match_things(words, n, readings)):
            return found
        if word in _ENDS_OBJECT or (word == "and" and words[min(n + 1, last - 1)].endswith("ed")):
            break
    return None


def _find_before(words: Sequence[str], at: int, readings: Readings, first: int) -> _Found | None:
    """As in "the ban on imports was lifted": the thing is the subject of the passive."""
    if at == first:
        return None
    n = at - 1
    while n > first and words[n] not in _BE and at - n < _PASSIVE_REACH:
        n -= 1
    if words[n] not in _BE:
        return None
    for back in range(n - 1, max(first, n - _OBJECT_REACH) - 1, -1):
        if words[back] in readings.by_thing and (found := _match_things(words, back, readings)):
            told = [sense for sense in found[0] if sense.form in ("past", "participle")]
            if told:
                return told, found[1]
    return None


def _match_things(words: Sequence[str], at: int, readings: Readings) -> _Found | None:
    """The senses of the longest thing that begins at a word."""
    senses: list[Sense] = []
    length = 0
    for thing, sense in readings.by_thing[words[at]]:
        size = len(thing)
        if senses and size < length:
            break
        if size == 1 or tuple(words[at : at + size]) == thing:
            length = size
            senses.append(sense)
    return (senses, (at, at + length)) if senses else None
