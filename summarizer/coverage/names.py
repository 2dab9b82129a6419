"""Names of a sentence against those of its evidence; countries by their code."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from summarizer.coverage.days import DATE_WORDS
from summarizer.coverage.flags import Finding
from summarizer.coverage.numbers import OPENINGS
from summarizer.coverage.passage import Passage
from summarizer.places import CountryMention, find_mentions

_TITLES = frozenset(
    "president vice prime minister foreign defence defense interior finance secretary general king "
    "queen prince princess crown mr mrs ms miss dr sir lord lady dame gov governor sen senator rep "
    "representative congressman congresswoman mayor judge justice chief pope bishop archbishop "
    "imam ayatollah sheikh colonel col major captain capt lieutenant lt sergeant sgt admiral gen "
    "marshal commander professor prof chancellor premier ambassador attorney coach first "
    "i north south east west northern southern eastern western god internet "
    "republic kingdom state department ministry army government parliament police".split()
)
"""Words written with a capital that are no names of their own."""
_LINKS = frozenset("al el bin ibn de del da van von der of the and for di la".split())
_ENDINGS = frozenset("s n i an ns is ans ian ians ese ish er ers es ic".split())
"""What makes the people or the adjective of a place: "Norburger", "Vantian"."""
_SHORTEST_STEM = 4
_WHERE = frozenset("in at near from outside around across inside to of".split())
_HEADLINE_SHARE = 0.7  # of the longer words capitalised: a headline, where capitals say nothing
_LONG = 4  # letters from which headlines capitalise a word


def check_names(passage: Passage, proof: Passage) -> Iterator[Finding]:
    """One finding for every name of `passage` with a word that the evidence does not hold."""
    new = passage.known - proof.known
    if not new:
        return
    missing = [
        at
        for at, key in enumerate(passage.keys)
        if key in new and passage.raw[at][0].isupper() and _is_name(passage, at)
    ]
    if not missing or _is_headline(passage):
        return
    forms = _Forms(passage, proof)
    done = -1
    for at in missing:
        if at > done and not forms.cover(at):
            first, last = _find_run(passage, at)
            done = last
            yield Finding("name_missing", passage.start(first), passage.end(last))


def _is_name(passage: Passage, at: int) -> bool:
    """Whether a word with a capital is a name, or a part of one."""
    raw, key = passage.raw[at], passage.keys[at]
    if len(key) < 2 or key in _TITLES or key in DATE_WORDS or key in OPENINGS:
        return False
    if not raw.isalpha() and any(map(str.isdigit, raw)):
        return False  # "A320" is checked as a number
    if key.endswith(("'ve", "'re", "'ll", "'d", "'m", "n't")):
        return False
    return (raw.isupper() and len(key) > 1) or not passage.opens_sentence(at)


def _is_headline(passage: Passage) -> bool:
    long = [raw for raw in passage.raw if len(raw) >= _LONG and raw.isalpha()]
    if len(long) <= _LONG:
        return False
    capitals = [raw for raw in long if raw[0].isupper()]
    return len(capitals) > _HEADLINE_SHARE * len(long)


def _find_run(passage: Passage, at: int) -> tuple[int, int]:
    """The whole name around a word: first and last index."""
    first = last = at
    while passage.joins(first):
        step = 2 if passage.keys[first - 1] in _LINKS and passage.joins(first - 1) else 1
        before = first - step
        if before < 0 or not _is_part(passage, before):
            break
        first = before
    if passage.key(first - 1) in {"al", "el"} and passage.joins(first):
        first -= 1
    while passage.joins(last + 1):
        step = 2 if passage.keys[last + 1] in _LINKS and passage.joins(last + 2) else 1
        if last + step >= len(passage) or not _is_part(passage, last + step):
            break
        last += step
    return first, last


def _is_part(passage: Passage, at: int) -> bool:
    """Whether a word goes with the name beside it: capitalised, and not "The" or "On"."""
    if not passage.is_capital(at) or passage.keys[at] in DATE_WORDS:
        return False
    return not passage.opens_sentence(at) or passage.keys[at] not in _FIRST_WORDS


_FIRST_WORDS = frozenset(
    "the a an in on at by for from with and but as after before when while since if its his her "
    "their this that these those it he she they we there near both all some most many more one two "
    "three four five six seven eight nine ten".split()
)


class _Forms:
    """Other forms under which the evidence may know a name; the dear ones are read last."""

    def __init__(self, passage: Passage, proof: Passage) -> None:
        self.passage = passage
        self.proof = proof

    def cover(self, at: int) -> bool:
        """Whether the evidence holds the word in another form."""
        return self._is_inflected(at) or self._is_acronym(at) or self._is_country(at)

    @cached_property
    def _named(self) -> dict[int, CountryMention]:
        here = find_mentions(self.passage.text)
        return {at: one for one in here for at in range(one.start, one.end)}

    @cached_property
    def _codes(self) -> set[str]:
        return {found.country for found in find_mentions(self.proof.text)}

    @cached_property
    def _words(self) -> str:
        """Every word after a blank; where no word begins alike, none needs a closer look."""
        return " " + " ".join(self.proof.known)

    @cached_property
    def _initials(self) -> str:
        return _join_initials(self.proof)

    def _is_country(self, at: int) -> bool:
        """Iranian for Iran; a capital for its government, but not as the place of something."""
        found = self._named.get(self.passage.start(at)) if self._named else None
        if found is None or found.country not in self._codes:
            return False
        return found.form != "capital" or self.passage.key(at - 1) not in _WHERE

    def _is_inflected(self, at: int) -> bool:
        key = self.passage.keys[at]
        if " " + key[: _SHORTEST_STEM - 1] not in self._words:
            return False
        shorter = [key[:-n] for n in (1, 2, 3, 4) if key[-n:] in _ENDINGS and len(key) - n >= 3]
        if not self.proof.known.isdisjoint(shorter):
            return True
        if len(key) < _SHORTEST_STEM:
            return False
        stems = [key, *(stem for stem in shorter if len(stem) >= _SHORTEST_STEM)]
        return any(stem + ending in self.proof.known for stem in stems for ending in _ENDINGS)

    def _is_acronym(self, at: int) -> bool:
        """Letters the evidence spells out; never the other way round, which takes knowledge."""
        raw = self.passage.raw[at]
        if len(raw) < 2 or (not raw[1:2].isupper() and raw[1] != "."):
            return False
        raw = raw.replace(".", "").removesuffix("s")
        return raw.isupper() and len(raw) > 1 and raw.lower() in self._initials


def _join_initials(proof: Passage) -> str:
    """First letters of the capitalised words in a row, rows apart by blanks."""
    letters: list[str] = []
    for at, raw in enumerate(proof.raw):
        if raw[0].isupper():
            letters.append(raw[0].lower() if proof.joins(at) else " " + raw[0].lower())
        elif raw not in _LINKS:
            letters.append(" ")
    return "".join(letters)
