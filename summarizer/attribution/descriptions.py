"""Words that only one side would use: "what it called smugglers' depots"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from summarizer.attribution.cues import (
    BEINGS,
    CONNECTIVES,
    CUES,
    PREPOSITIONS,
    PRONOUNS,
    is_finite,
)
from summarizer.attribution.nouns import Words
from summarizer.attribution.quotations import MARKS
from summarizer.attribution.speakers import SpeakerReader
from summarizer.parties import Phrase

_UNNAMED = frozenset({"so-called", "alleged", "purported", "self-styled", "self-proclaimed"})
_NAMING = frozenset({"call", "describe"})
_REACH = 12
_PLACE_WORDS = frozenset(
    {
        "near",
        "inside",
        "outside",
        "across",
        "along",
        "at",
        "on",
        "in",
        "around",
        "during",
        "after",
        "before",
        "by",
        "from",
        "over",
        "to",
        "against",
        "when",
        "killing",
        "wounding",
        "leaving",
    }
)
_KEY_WORDS = frozenset({"what", "which", "that", "where", "as"}) | _UNNAMED
_PEOPLE = frozenset({"he", "she"})


@dataclass(frozen=True, slots=True)
class Description:
    """Words [first, last) that are somebody's, not the article's.

    Attributes:
        first: The first described word.
        last: One past the last.
        claimant: Whose words they are, "it" and "he" resolved where only one party fits; None
            where nobody is named ("so-called", "alleged").
        cue: The words that say so: "what it called", "where it said", "alleged".
    """

    first: int
    last: int
    claimant: Words | None
    cue: Words


def find_descriptions(phrase: Phrase) -> list[Description]:
    """Returns what is called or said to be something by somebody, in order, without overlaps.

    >>> from summarizer.sentences import tokenize
    >>> text = "The army shelled what it called smugglers' dens."
    >>> phrase = Phrase(text, tokenize(text), names=frozenset(), cased=True)
    >>> [one] = find_descriptions(phrase)
    >>> phrase.slice(one.first, one.last), phrase.slice(*one.claimant)
    ("smugglers' dens", 'The army')
    """
    if not len(phrase) or _KEY_WORDS.isdisjoint(phrase.words):
        return []
    found: list[Description] = []
    speakers = SpeakerReader(phrase)
    for one in _read_all(phrase, speakers):
        if not found or one.first >= found[-1].last:
            found.append(one)
    return found


def _read_all(phrase: Phrase, speakers: SpeakerReader) -> Iterator[Description]:
    for at, word in enumerate(phrase.words):
        if word in _UNNAMED:
            first = at + 1 if word == "so-called" else at
            end = _find_end(phrase, first)
            if end > first:
                yield Description(first, end, None, (at, at + 1))
        elif word in ("what", "which", "that", "where"):
            one = _read_relative(phrase, speakers, at)
            if one is not None:
                yield one
        elif word == "as":
            one = _read_passive(phrase, speakers, at)
            if one is not None:
                yield one


def _read_relative(phrase: Phrase, speakers: SpeakerReader, at: int) -> Description | None:
    """As in "what it said were …", "which Vantia called …", "where it said it had hit …"."""
    words = phrase.words
    for verb in range(at + 2, min(at + _REACH, len(words))):
        cue = CUES.get(words[verb])
        if cue is None or cue.form == "ing":
            if words[verb] in (",", "."):
                return None
            continue
        if cue.form == "base" and words[verb - 1] == "to":
            return None
        subject = speakers.read_subject(verb, at + 1)
        if subject.words is None or subject.is_void or subject.words[0] > at + 2:
            return None
        first = _find_first(phrase, verb, relative=words[at])
        if first is None:
            return None
        claimant = _resolve(phrase, subject.words, at)
        said = verb + 1 if words[at] == "where" else first
        return _describe(phrase, first, claimant, (at, said))
    return None


def _find_first(phrase: Phrase, verb: int, *, relative: str) -> int | None:
    words = phrase.words
    after = verb + 1
    cue = CUES[words[verb]]
    if cue.frame in _NAMING:
        if cue.frame == "describe":
            return after + 1 if words[after : after + 1] == ["as"] else None
        return after if relative != "where" else None
    if relative == "where":
        had = next(
            (
                n
                for n in range(after, min(after + 4, len(words)))
                if words[n] in ("had", "have", "has")
            ),
            None,
        )
        return had + 2 if had is not None and had + 2 < len(words) else None
    if words[after : after + 1] and words[after] in BEINGS:
        return after + 1
    if words[after : after + 2] in (["to", "be"], ["had", "been"], ["have", "been"]):
        return after + 2
    return None


def _read_passive(phrase: Phrase, speakers: SpeakerReader, at: int) -> Description | None:
    """As in "a man described by police as a smuggler", "what was described as a plot"."""
    words = phrase.words
    for verb in range(at - 1, max(-1, at - _REACH), -1):
        cue = CUES.get(words[verb])
        if cue is None or cue.frame != "describe" or cue.form != "past":
            if words[verb] in (",", "."):
                return None
            continue
        between = words[verb + 1 : at]
        if between[:1] != ["by"] and not (not between and words[verb - 1 : verb] == ["was"]):
            return None
        agent = speakers.read_after(verb + 2, at) if between else None
        if between and agent is None:
            return None
        return _describe(phrase, at + 1, agent, (verb, at + 1))
    return None


def _describe(phrase: Phrase, first: int, claimant: Words | None, cue: Words) -> Description | None:
    """What is called so from `first` on; of "a “rebel post”" what stands between the marks."""
    end = _find_end(phrase, first)
    opening = first + (phrase.words[first : first + 1] in (["a"], ["an"], ["the"]))
    if opening < end and phrase.words[opening] in MARKS:
        first = opening + 1
        end -= phrase.words[end - 1] in MARKS
    return Description(first, end, claimant, cue) if end > first else None


def _find_end(phrase: Phrase, first: int) -> int:
    """The described words reach to a comma, a place, a day, or another verb."""
    words = phrase.words
    for n in range(first, min(first + _REACH, len(words))):
        word = words[n]
        if word in MARKS:
            quoted = n > first and not MARKS.isdisjoint(words[first : min(first + 2, n)])
            if quoted and n + 1 < len(words):
                return n + 1
            continue
        stops = not word[0].isalnum() or n in phrase.date_words
        if stops or (
            n > first
            and (
                word in _PLACE_WORDS
                or word in CONNECTIVES
                or (is_finite(word) and _is_verb(phrase, n))
                or word in ("that", "who", "which", "as", "for")
            )
        ):
            return n
    return min(first + _REACH, len(words))


def _is_verb(phrase: Phrase, at: int) -> bool:
    """A past form straight before a noun only describes it."""
    word = phrase.words[at]
    return not word.endswith("ed") or phrase.words[at + 1 : at + 2] in (["by"], ["in"], ["on"], [])


def _resolve(phrase: Phrase, claimant: Words, at: int) -> Words | None:
    """Whom "it", "he" or "they" means: the only party before that fits."""
    pronoun = phrase.words[claimant[0]]
    if claimant[1] - claimant[0] > 1 or pronoun not in PRONOUNS:
        return claimant
    before = [party for party in phrase.parties if party.last <= at and not party.is_adjective]
    if pronoun in _PEOPLE:
        fitting = [party for party in before if party.kind in ("person", "unknown")]
    elif pronoun == "it":
        fitting = [
            party
            for party in before
            if party.kind in ("state", "organisation", "armed_group", "unknown")
        ]
    else:
        fitting = before
    subjects = [
        party
        for party in fitting
        if not (party.first and phrase.words[party.first - 1] in PREPOSITIONS)
    ]
    only = subjects if len(subjects) == 1 else fitting
    return (only[0].first, only[0].last) if len(only) == 1 else claimant
