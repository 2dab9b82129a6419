"""Which two states of one text "both countries" stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from summarizer.parties.reading import PartyReading
from summarizer.parties.wording import is_no_state
from summarizer.places import CountryMention, find_mentions
from summarizer.textmap import Sentence, TextMap

_BOTH = re.compile(
    r"(?:both|(?:(?:the|these|those) )?two)"
    r"(?: of (?:the|these|those))?"
    r"(?: (?:neighbou?ring|rival|warring|hostile|feuding|nuclear-armed|allied"
    r"|(?:north|south|east|west|central)(?:ern)?|african|asian|european|arab|american)){0,3}"
    r" (?:countries|nations|states|sides|governments|neighbou?rs|capitals|powers|parties"
    r"|rivals|foes|armies|militaries)\Z"
)
_ADDRESSED = re.compile(
    r"\b(?:urg(?:ed?|es|ing)|ask(?:ed|s|ing)?|t(?:old|ells?|elling)|warn(?:ed|s|ing)?"
    r"|press(?:ed|es|ing)?|beg(?:ged|s|ging)?|advis(?:ed?|es|ing)|thank(?:ed|s|ing)?"
    r"|prais(?:ed?|es|ing)|condemn(?:ed|s|ing)?|accus(?:ed?|es|ing)|remind(?:ed|s|ing)?"
    r"|(?:call|appeal)(?:ed|s|ing)? (?:on|to|upon))\s\Z"
)
"""Whom somebody addresses is somebody else."""
_LONGEST_ADDRESS = 24  # characters: "condemning", "appealing upon"
_BOTH_OPENERS = ("both", "the", "these", "those", "two")
_OPENING_SENTENCES = 3
"""Headline aside, what the first sentences name is whom the article is about."""
_HYPHENS = frozenset("-‐‑–")


def means_both(words: str) -> bool:
    """Whether words in lower case stand for two states told elsewhere."""
    return (
        words.endswith("s") and words.startswith(_BOTH_OPENERS) and _BOTH.match(words) is not None
    )


class States:
    """The states one text names; it is read no further than the question needs."""

    def __init__(self, text: TextMap, *, cased: bool) -> None:
        self._text = text
        self._cased = cased
        self._read_until = 0
        """Sentences before this one are read."""
        self._firsts: dict[str, int] = {}
        self._names: dict[str, str] = {}
        self._by_sentence: dict[int, list[CountryMention]] = {}

    def find_two(self, at: int | None) -> tuple[PartyReading, ...]:
        """Returns the two states that "both countries" at an offset stands for, or nobody.

        Those are the two named before it in the sentence, unless they urge "both countries"
        to something; else the only two named before it; else the only two that headline and
        first sentences name. More than two could be any.
        """
        here = len(self._text.text) if at is None else at
        sentence = self._text.sentence_at(here)
        speakers: set[str] = set()
        if sentence is not None:
            speakers = self._find_speakers(sentence, here)
            codes = {one.country: None for one in self._read(sentence) if one.start < here}
            if len(codes) == 2 and speakers != set(codes):
                return self._name(codes)
        for end in (sentence.start if sentence and speakers else here, self._opening_end):
            two = self._list_before(end)
            if len(two) == 2 and speakers != set(two):
                return self._name(two)
        return ()

    def _find_speakers(self, sentence: Sentence, end: int) -> set[str]:
        """As in "Peru and Chile urged both": the two before the verb, if nothing parts them."""
        begin = max(sentence.start, end - _LONGEST_ADDRESS)
        verb = _ADDRESSED.search(self._text.text, begin, end)
        if verb is None:
            return set()
        start = self._text.text.rfind(",", sentence.start, verb.start())
        found = {one.country for one in self._read(sentence) if start < one.start < verb.start()}
        return found if len(found) == 2 else set()

    def _list_before(self, end: int) -> list[str]:
        """The states named before an offset; three stand for any number."""
        sentences = self._text.sentences
        while (
            len(self._firsts) < 3
            and self._read_until < len(sentences)
            and sentences[self._read_until].start < end
        ):
            self._read_on()
        return [code for code, start in self._firsts.items() if start < end][:3]

    def _name(self, codes: Iterable[str]) -> tuple[PartyReading, ...]:
        """Each by its own name where the article tells it, be it later."""
        two = tuple(codes)
        if len(two) != 2:
            return ()
        while self._read_until < len(self._text.sentences) and not all(
            code in self._names for code in two
        ):
            self._read_on()
        return tuple(
            PartyReading(name=self._names.get(code), country=code, kind="state") for code in two
        )

    def _read_on(self) -> None:
        for one in self._read(self._text.sentences[self._read_until]):
            self._firsts.setdefault(one.country, one.start)
            if one.form == "name":
                self._names.setdefault(one.country, one.text)
        self._read_until += 1

    def _read(self, sentence: Sentence) -> list[CountryMention]:
        known = self._by_sentence.get(sentence.index)
        if known is None:
            text = self._text.text
            known = self._by_sentence[sentence.index] = [
                one
                for one in find_mentions(text, sentence.start, sentence.end, cased=self._cased)
                if not is_no_state(one.country) and not self._is_joined(one)
            ]
        return known

    def _is_joined(self, one: CountryMention) -> bool:
        """As in "the Vantia-Norland war": a part of a name, and nobody who acts here."""
        text = self._text.text
        around = text[max(one.start - 1, 0) : one.start] + text[one.end : one.end + 1]
        return not _HYPHENS.isdisjoint(around)

    @cached_property
    def _opening_end(self) -> int:
        prose = (one for one in self._text.sentences if one.segment != "headline")
        ends = [one.end for one, _ in zip(prose, range(_OPENING_SENTENCES), strict=False)]
        return ends[-1] if ends else 0
