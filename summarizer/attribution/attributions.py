"""Attributions of one sentence: each word of saying with its speaker and what is said."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from summarizer.attribution.complements import ComplementReader
from summarizer.attribution.cues import CONNECTIVES, CUES, PHRASE_CUES
from summarizer.attribution.nouns import Words
from summarizer.attribution.quotations import MARKS
from summarizer.attribution.speakers import SpeakerReader
from summarizer.attribution.surroundings import Found
from summarizer.parties import Phrase
from summarizer_schemas.record import Modality, Stance

CUE_WORDS = CUES.keys() | PHRASE_CUES
_MARKING = CUE_WORDS | {":"}
_TRIM = frozenset({",", ";", ":", ".", "-", "–", "—", "--", "(", ")", "...", "…", "?", "!"}) | MARKS
REACH = 8
"""Attributions a statement may hold, or stand in; more are a list."""
_LEADING = frozenset({"and", "but"})
_TRAILING = frozenset({"and", "but", "while", "whereas"})


class Attribution(NamedTuple):
    """Who says what, as words [first, last) of a sentence.

    Attributes:
        cue: The words that mark it ("said", "according to").
        claimant: Who says it; None where nobody is named ("was accused of").
        contents: What is said: two stretches where the attribution stands between them.
        stance: How the claimant stands to it.
        modality: `quote` when all of it stands between quotation marks.
        reported_by: Who says that the claimant says so.
        is_clausal: What is said is a clause, which may tell of happenings.
    """

    cue: Words
    claimant: Words | None
    contents: tuple[Words, ...]
    stance: Stance
    modality: Modality = "paraphrase"
    reported_by: Words | None = None
    is_clausal: bool = True

    @property
    def span(self) -> Words:
        """Claimant, cue and content together."""
        spans = [self.cue, *self.contents, *([self.claimant] if self.claimant else [])]
        return min(first for first, _ in spans), max(last for _, last in spans)


def find_attributions(phrase: Phrase) -> list[Attribution]:
    """Returns who says what in the sentence, in the order of the words of saying."""
    if not len(phrase):
        return []
    if _MARKING.isdisjoint(phrase.words):
        return []
    return _Finder(phrase).run()


class _Finder:
    def __init__(self, phrase: Phrase) -> None:
        self.phrase = phrase
        self.speakers = SpeakerReader(phrase)
        self.found: list[Found] = []

    def run(self) -> list[Attribution]:
        """Reads every word of saying, then how far what is said by each of them reaches."""
        reader = ComplementReader(self.speakers, self.found)
        inside = self._find_quoted()
        for at in [at for at, word in enumerate(self.phrase.words) if word in _MARKING]:
            if self.found and at < self.found[-1].cue[1]:
                continue
            if at in inside or (at and self.phrase.is_capital(at)):
                continue
            found = reader.read(at)
            if found is not None:
                self.found.append(found)
        if not self.found:
            return []
        resolved = [self._resolve(n) for n in range(len(self.found))]
        kept = [one for one in resolved if one is not None]
        return [self._nest(at, kept) for at in range(len(kept))]

    def _find_quoted(self) -> frozenset[int]:
        """Words whose speaker stands outside; of a sentence that is all quotation, none."""
        spans = self.speakers.quotations.spans
        if not spans:
            return frozenset()
        if len(spans) == 1 and spans[0][0] <= 1 and spans[0][1] >= len(self.phrase) - 1:
            return frozenset()
        return self.speakers.quotations.inside

    def _resolve(self, index: int) -> Attribution | None:
        one = self.found[index]
        if one.echoes is not None:
            teller = self._resolve(one.echoes)
            spans = list(teller.contents) if teller else []
        elif one.fixed:
            spans = [self._trim(*span) for span in one.fixed]
        elif one.left_end is not None:
            spans = [self._trim(self._find_left(index), one.left_end)]
            if one.resume is not None:
                spans.append(self._trim(one.resume, self._find_right(index, one.resume)))
        else:
            begin = one.right or 0
            spans = [self._trim(begin, self._find_right(index, begin))]
        contents = tuple(span for span in spans if span[0] < span[1])
        if not contents:
            return None
        quoted = all(self.speakers.quotations.cover(*span) for span in contents)
        if not quoted and sum(last - first for first, last in contents) < 2 and one.is_clausal:
            return None
        return Attribution(
            one.cue,
            one.claimant,
            contents,
            one.stance,
            "quote" if quoted else "paraphrase",
            one.reported_by,
            one.is_clausal,
        )

    def _find_right(self, index: int, begin: int) -> int:
        """What is said ends where the next speaker's turn begins, or with the sentence."""
        for at in range(bisect_right(self._stops, (index, len(self.phrase))), len(self._stops)):
            stop = self._stops[at][1]
            if stop > begin:
                return stop
        return len(self.phrase)

    @cached_property
    def _stops(self) -> list[tuple[int, int]]:
        """Attributions that end what was said before, by number, and where they do."""
        return [
            (n, later.lead if later.left_end is None else later.left_end)
            for n, later in enumerate(self.found)
            if later.left_end is not None or later.is_turn
        ]

    def _find_left(self, index: int) -> int:
        """What is said begins where the turn before ended, or with the sentence."""
        end = self.found[index].left_end or 0
        begin = 0
        for earlier in reversed(self.found[max(0, index - REACH) : index]):
            if earlier.left_end is not None:
                return max(begin, earlier.last, self._find_connective(earlier.last, end))
            if earlier.fixed:
                ended = max(last for _, last in earlier.fixed)
                begin = max(begin, self._find_connective(ended, end))
        return begin

    def _find_connective(self, first: int, last: int) -> int:
        """The first word after ", but", else 0."""
        words = self.phrase.words
        for n in range(first, min(first + 3, last - 2)):
            if words[n] in CONNECTIVES:
                return n + 1
        return 0

    def _trim(self, first: int, last: int) -> Words:
        words, quoted = self.phrase.words, self.speakers.quotations.inside
        while first < last and (
            words[first] in _TRIM or (words[first] in _LEADING and first not in quoted)
        ):
            first += 1
        while last > first and (
            words[last - 1] in _TRIM or (words[last - 1] in _TRAILING and last - 1 not in quoted)
        ):
            last -= 1
        return first, last

    def _nest(self, at: int, every: list[Attribution]) -> Attribution:
        """Who says that somebody says so: the narrowest other statement around this one."""
        one = every[at]
        if one.reported_by is not None:
            return one
        around = [
            (last - first, other.claimant)
            for other in every[max(0, at - REACH) : at + REACH + 1]
            for first, last in other.contents
            if other is not one and other.claimant and first <= one.cue[0] and one.cue[1] <= last
        ]
        return one._replace(reported_by=min(around)[1]) if around else one
