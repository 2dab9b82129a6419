"""Who speaks: the noun phrase before or after a word of saying."""

from __future__ import annotations

from typing import NamedTuple

from summarizer.attribution.cues import (
    ADVERBS,
    ALSO_NOUNS,
    BEINGS,
    BREAKS,
    CONNECTIVES,
    CUES,
    DETERMINERS,
    FINITE,
    HAVINGS,
    LINKS,
    MODALS,
    NEGATIONS,
    PREPOSITIONS,
    PRONOUNS,
    SPEAKERS,
    is_finite,
)
from summarizer.attribution.nouns import MAX_WORDS, NounReader, Words
from summarizer.attribution.quotations import MARKS

_OPENERS = frozenset(
    "meanwhile however also but and yet then still later earlier separately".split()
)
_GOING_ON = (["goes", "on"], ["went", "on"], ["go", "on"])
_MAX_JOINED = 4
_MAX_ASIDE = 40
"""As long as what stands between a name and "said" gets: "Velk, who was …, said"."""
_CLAUSES = frozenset("who which whose where whom when while after as".split())
_ASIDES = frozenset(
    "who which whose where whom a an the its his her their one formerly now head speaking citing"
    " quoting referring addressing writing responding appearing in at on for of from with during"
    " however meanwhile too also former himself herself when while by through asked after both"
    " then and or".split()
)


class Subject(NamedTuple):
    """Who stands before a verb, and what the words between make of it."""

    words: Words | None
    is_passive: bool = False
    is_void: bool = False
    """As in "did not say", "will say": nothing is said."""
    verb_first: int = 0
    """The first word of the verb, auxiliaries included."""


class SpeakerReader(NounReader):
    """Finds who stands before a verb of saying, in one sentence."""

    def read_subject(self, at: int, floor: int) -> Subject:
        """Returns who stands before the verb at `at`, no further left than `floor`."""
        end, passive, void = self._skip_auxiliaries(at, floor)
        cue = CUES.get(self.words[at])
        past = cue is not None and cue.form == "past"
        if void:
            return Subject(None, passive and past, is_void=True, verb_first=end)
        words = self._read_postmodified(end, floor) or self._read_direct(end, floor)
        if words and any(self.words[n] in NEGATIONS for n in range(*words)):
            return Subject(None, passive, is_void=True, verb_first=end)
        return Subject(words, passive and past, verb_first=end)

    def _skip_auxiliaries(self, at: int, floor: int) -> tuple[int, bool, bool]:
        """The end of the subject, whether a passive follows, whether nothing is said."""
        end, passive, void = at, False, False
        while end > floor:
            word = self.words[end - 1]
            date = self.dates_by_last.get(end)
            if date is not None and date > floor and end - date < 6:
                end = date - (self.words[date - 1] in ("on", "in", "at") and date - 1 > floor)
                continue
            adverb = self.is_adverb(end - 1)
            if word == "to" and self.words[max(end - 3, floor) : end - 1] in _GOING_ON:
                end -= 2  # "the report goes on to say"
            elif word in NEGATIONS or word in MODALS:
                void = True
            elif word in BEINGS:
                passive = True
            elif not adverb and word not in HAVINGS:
                break
            end -= 1
        return end, passive, void

    def _read_direct(self, end: int, floor: int) -> Words | None:
        if end <= floor:
            return None
        if self.words[end - 1] == ")":
            opening = next(
                (
                    n
                    for n in range(end - 2, max(floor, end - MAX_WORDS), -1)
                    if self.words[n] == "("
                ),
                None,
            )
            end = opening if opening is not None else end
        if self.words[end - 1] in PRONOUNS:
            return end - 1, end
        if self.words[end - 1] in ("who", "which", "that"):
            return self._read_antecedent(end - 1, floor)
        relative = self._find_relative(end, floor)
        if relative is not None:
            if any(is_finite(self.words[n]) for n in range(relative + 1, end)):
                return self._read_antecedent(relative, floor)
            floor = relative + 1
        first = self._trim_front(self._scan_left(end, floor), end)
        return (first, end) if self._is_speaker(first, end) else None

    def _find_relative(self, end: int, floor: int) -> int | None:
        for n in range(end - 1, max(floor, end - MAX_WORDS) - 1, -1):
            if self.words[n] == "who":
                return n
            if self._stops(n):
                return None
        return None

    def _read_antecedent(self, relative: int, floor: int) -> Words | None:
        end = relative - 1 if relative > floor and self.words[relative - 1] == "," else relative
        if end <= floor or self.words[relative] == "that":
            return None
        party = self.phrase.find_party_before(end)
        if party is not None and party.first >= floor:
            return party.first, end
        first = self._trim_front(self._scan_left(end, floor), end)
        if any(is_finite(self.words[n]) for n in range(first, end)):
            links = [n + 1 for n in range(first, end - 1) if self.words[n] in PREPOSITIONS]
            first = links[-1] if links else end - 1
        return (first, end) if self._is_speaker(first, end) else None

    def _scan_left(self, end: int, floor: int) -> int:
        first = end
        while first > floor and end - first < MAX_WORDS:
            word = self.words[first - 1]
            if word == "and" and not self._joins_subjects(first - 1, floor):
                break
            if word != "and" and self._bounds(first - 1, floor):
                break
            first -= 1
        while (
            first - 2 >= floor
            and self.words[first - 1] == ","
            and "and" in self.words[first:end]
            and (listed := self.phrase.find_party_before(first - 1)) is not None
            and listed.first >= floor
            and self._opens_list(listed.first, floor)
        ):
            first = listed.first
        return first

    def _opens_list(self, first: int, floor: int) -> bool:
        """As in "Vantia, Norland and Selm said"; not "in eastern Vantia, police and doctors"."""
        return first == floor or self._stops(first - 1) or self.words[first - 1] in BREAKS

    def _bounds(self, at: int, floor: int) -> bool:
        """Whether no subject reaches to the left over this word."""
        word = self.words[at]
        if word in ("'", "’") and at > floor and self.words[at - 1].endswith("s"):
            return False
        return (
            self._stops(at)
            or (word in CUES and word not in ALSO_NOUNS)
            or (word in BREAKS and not word.endswith("ed") and not self._is_in_name(at))
            or (word.endswith("ed") and self._follows_auxiliary(at, floor))
        )

    def _is_in_name(self, at: int) -> bool:
        """As in "Rio Grande do Norte"."""
        return (
            self.words[at] == "do"
            and self.phrase.is_capital(at - 1)
            and at + 1 < len(self.words)
            and self.phrase.is_capital(at + 1)
        )

    def _is_short_noun(self, end: int, floor: int) -> bool:
        """As in "she and others", "the developers and officials"."""
        for n in range(end - 1, max(floor, end - _MAX_JOINED) - 1, -1):
            word = self.words[n]
            if self._stops(n):
                return n + 1 < end
            if is_finite(word) or word in BREAKS or word in CUES or word in PREPOSITIONS:
                return False
            if n == floor:
                return True
        return False

    def _follows_auxiliary(self, at: int, floor: int) -> bool:
        """As in "has denied": a verb, where "armed" would be part of a name."""
        before = self.words[at - 1] if at > floor else ""
        return before in HAVINGS or before in BEINGS or before in PRONOUNS

    def _joins_subjects(self, at: int, floor: int) -> bool:
        """As in "Vantia and Norland said": what stands before "and" is no sentence."""
        if self._is_short_noun(at, floor):
            return True
        before = self.phrase.find_party_before(at)
        if before is None or before.first < floor:
            return False
        opening = before.first
        while opening > floor and self.words[opening - 1] in PREPOSITIONS:
            wider = self.phrase.find_party_before(opening - 1)
            if wider is None or wider.first < floor:
                break
            opening = wider.first
        return self._opens_list(opening, floor)

    def _trim_front(self, first: int, end: int) -> int:
        """Steps over "on Monday", "meanwhile", "in Norburg", and over a noun said of."""
        moved = True
        while moved and first < end:
            moved = False
            last = self.find_date_end(first)
            if first < last < end:
                first, moved = last, True
            while first < end and (self.words[first] in _OPENERS or self.words[first] in MARKS):
                first, moved = first + 1, True
        if first < end and self.words[first] in PREPOSITIONS:
            before = self.phrase.find_party_before(end)
            first = (
                before.first
                if before and before.first > first + 1
                else self._last_determiner(first, end)
            )
        return self._cut_object(first, end)

    def _last_determiner(self, first: int, end: int) -> int:
        return next(
            (n for n in range(end - 1, first + 1, -1) if self.words[n] in ("the", "a", "an")),
            end - 1,
        )

    def _cut_object(self, first: int, end: int) -> int:
        """As in "a site | the army said": a determiner opens another noun phrase."""
        for n in range(end - 1, first, -1):
            before = self.words[n - 1]
            if self.words[n] in ("the", "a", "an", "its", "their") and not (
                before in PREPOSITIONS
                or before in DETERMINERS
                or before in ("and", "all", "than", "both")
                or is_finite(before)
                or before in ADVERBS
            ):
                return n
        return first

    def _read_postmodified(self, end: int, floor: int) -> Words | None:
        """As in "Velk, who led the army, said" and "Velk, in a statement, said"."""
        if end - 2 >= floor and self.words[end - 1] in MARKS:
            end -= 1  # "the author of “The Mill,” said"
        if end - 2 < floor or self.words[end - 1] != ",":
            return None
        found: Words | None = None
        for comma in range(end - 2, max(floor, end - _MAX_ASIDE) - 1, -1):
            if self.words[comma] != "," or comma in self.quotations.inside:
                continue
            if not self._is_aside(comma + 1, end - 1):
                continue
            first = self._trim_front(self._scan_left(comma, floor), comma)
            opens = first == floor or self._opens_turn(first)
            if first < comma and opens and self._is_speaker(first, comma):
                found = first, comma
                if not self._goes_on(first, floor):
                    break
        return found

    def _goes_on(self, first: int, floor: int) -> bool:
        """Whether this may be an aside itself: "Anna Velk, the minister, who …"."""
        return first - 1 > floor and self.words[first - 1] == "," and self.words[first] in _ASIDES

    def _opens_turn(self, first: int) -> bool:
        before = self.words[first - 1]
        return (
            not before[0].isalnum()
            or before in CONNECTIVES
            or before in ("that", "as", "because", "when")
            or before in _OPENERS
            or (first - 1) in self.phrase.date_words
        )

    def _is_aside(self, at: int, end: int) -> bool:
        word = self.words[at]
        if word not in _CLAUSES and any(self.words[n] in FINITE for n in range(at, end)):
            return False
        role = self.phrase.find_party(at)
        return (
            word in _ASIDES
            or word in PREPOSITIONS
            or word[0].isdigit()
            or word.endswith(("ing", "ly", "ed"))
            or self.phrase.is_capital(at)
            or not LINKS.isdisjoint(self.words[at + 1 : at + 3])
            or (role is not None and role.role is not None)
            or word in SPEAKERS
        )
