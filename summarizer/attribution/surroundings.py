"""The words around a word of saying: where, when and to whom it was said."""

from __future__ import annotations

from typing import NamedTuple

from summarizer.attribution.cues import (
    ADVERBS,
    CONNECTIVES,
    CUES,
    DETERMINERS,
    MEDIA,
    PREPOSITIONS,
    PRONOUNS,
    is_finite,
)
from summarizer.attribution.nouns import Words
from summarizer.attribution.quotations import MARKS
from summarizer.attribution.speakers import SpeakerReader
from summarizer_schemas.record import Stance

CLAUSE_REACH = 12
"""Words within which a clause shows its verb."""
SETTING_REACH = 16
LONGEST = 60
"""Words of the longest stretch that is looked through for one attribution."""
ENDERS = frozenset({",", ".", ";", ":", "-", "–", "—", "--", "?", "!", "(", ")"}) | MARKS
_APPOSED = frozenset("who a an the whose which head chief citing quoting".split())
_AUDIENCES = frozenset({"court", "newspaper", "agency", "network", "station", "broadcaster"})
_HEARERS = frozenset(
    "reporters journalists us me him her them you investigators police parliament congress"
    " lawmakers viewers supporters television radio tv cnn reuters ap afp bbc".split()
)


class Found(NamedTuple):
    """An attribution whose content may still reach to wherever the next one begins."""

    cue: Words
    claimant: Words | None
    stance: Stance
    lead: int
    """Where its turn begins, "and" or a comma included."""
    is_turn: bool
    fixed: tuple[Words, ...] = ()
    right: int | None = None
    left_end: int | None = None
    resume: int | None = None
    last: int = 0
    reported_by: Words | None = None
    is_clausal: bool = True
    echoes: int | None = None
    """The attribution, by its number, whose content this one shares: "…, citing police"."""


class Surroundings:
    """Steps over what stands between a word of saying and what is said."""

    def __init__(self, speakers: SpeakerReader, found: list[Found]) -> None:
        self.speakers = speakers
        self.phrase = speakers.phrase
        self.words = speakers.words
        self.quotations = speakers.quotations
        self.found = found
        self.limit = self._find_limit()

    def _find_limit(self) -> int:
        last = len(self.words)
        while last and self.words[last - 1] in ENDERS:
            last -= 1
        return last

    @property
    def floor(self) -> int:
        """The word after the cue before: no subject reaches over it."""
        return self.found[-1].cue[1] if self.found else 0

    def _closes_quote(self, at: int) -> bool:
        """Whether a quotation ends at the mark at `at`: what it says has been said."""
        return at in self.quotations.ends

    def _find_left_end(self, first: int) -> int | None:
        """Where the words before the attribution end, if they can be what is said."""
        if first < 2:
            return None
        before = self.words[first - 1]
        if before not in MARKS and before not in (
            ",",
            "-",
            "–",
            "—",
            "--",
            "?",
            "!",
            ";",
            "...",
            "…",
        ):
            return None
        earlier = [one.last if one.left_end is not None else one.cue[1] for one in self.found[-1:]]
        begin = max([first - LONGEST, 0, *earlier])
        words = [n for n in range(begin, first - 1) if self.words[n][0].isalnum()]
        quoted = bool(words) and words[-1] in self.quotations.inside
        if not words or (not quoted and not self._may_be_said(words)):
            return None
        return first - 1

    def _may_be_said(self, words: list[int]) -> bool:
        """Whether this is more than "after the raid" or "on Monday"."""
        opens = self.words[words[0]]
        adverbial = words[0] <= 1 and (
            opens in PREPOSITIONS or opens.endswith("ing") or words[0] in self.phrase.date_words
        )
        return len(words) > 1 and (not adverbial or any(is_finite(self.words[n]) for n in words))

    def _find_setting_end(self, at: int) -> int | None:
        """The next punctuation, when only hearers, days and places stand before it."""
        end = at
        while end < self.limit and not (self.words[end] in ENDERS and not self._is_dot(end)):
            if self.words[end] == "that" or (
                self._is_verb(end) and end not in self.phrase.date_words
            ):
                return None
            if end - at > SETTING_REACH:
                return None
            end += 1
        if end < self.limit and (self.words[end] == ":" or self.quotations.opens_at(end)):
            return None
        if end == at:
            return end
        word = self.words[at]
        fits = (
            word in PREPOSITIONS
            or word == "to"
            or word in ADVERBS
            or at in self.phrase.date_words
            or word in _HEARERS
            or self.words[at - 1] in ("told", "tells", "tell", "informed")
            or word.endswith("ly")
        )
        return end if fits else None

    def _find_resume(self, end: int) -> int | None:
        """Where what is said goes on after "…, Velk said, …"."""
        if end >= self.limit or self.words[end] not in (",", "-", "–", "—", "--", *MARKS):
            return None
        at = end + 1
        if at >= self.limit or self.words[end - 1] in PREPOSITIONS:
            return None
        word = self.words[at]
        stops = (
            word in CONNECTIVES
            or word == "citing"
            or (word in CUES and CUES[word].form == "ing")
            or word in ("who", "which", "whose", "as", "according", "where")
            or word.endswith("ing")
        )
        return None if stops else at

    def _count_to_end(self, at: int) -> int:
        end = at
        while end < min(self.limit, at + LONGEST) and self.words[end] not in ENDERS:
            end += 1
        return end - at

    def _end_apposition(self, end: int, *, is_open: bool = False) -> int:
        """As in "said Velk, the minister of trade, …"; an open one needs its second comma."""
        role = self.phrase.find_party_before(end)
        while end < self.limit and self.words[end] == "," and end + 1 < self.limit:
            word = self.words[end + 1]
            named = is_open and role is not None and role.role and not role.name
            if (
                word not in _APPOSED
                and not word[0].isdigit()
                and not (named and self.phrase.is_capital(end + 1))
            ):
                break
            role = None
            after = end + 1 + self._count_to_end(end + 1)
            is_clause = word not in ("who", "whose", "which") and any(
                is_finite(self.words[n]) for n in range(end + 1, after)
            )
            if is_open and (after >= self.limit or self.words[after] != "," or is_clause):
                break
            end = after
        return end

    def _find_quote_resume(self, end: int) -> int | None:
        return next(
            (n for n in range(end, min(end + 3, self.limit)) if self.quotations.opens_at(n)), None
        )

    def _skip_hearer(self, at: int) -> int | None:
        """Returns the word after "told | reporters |"; None when nobody hears."""
        if at >= self.limit:
            return None
        party = self.phrase.find_party(at)
        if party is not None and not (self.words[party.last - 1].endswith("'s")):
            return party.last
        if at + 1 >= self.limit or self.words[at] in _HEARERS or self.words[at] in PRONOUNS:
            return at + 1
        opening = self._find_opening(at)
        if opening is not None:
            return opening
        if self.phrase.is_capital(at):
            end = at
            while end < self.limit and self.phrase.is_capital(end):
                end += 1
            return end
        is_known = self.words[at] in DETERMINERS and self.words[at + 1] in _AUDIENCES
        return at + 2 if is_known else None

    def _find_opening(self, at: int) -> int | None:
        """Where what is said begins, when "that", a mark or a pronoun shows it."""
        for n in range(at, min(at + CLAUSE_REACH, self.limit)):
            word = self.words[n]
            if word in ("that", ",", ":") or word in MARKS or (word in PRONOUNS and n > at):
                return n
            if word == "to" or is_finite(word):
                return None
        return None

    def _skip_setting(self, at: int) -> int:
        """Steps over when, where and to whom: "on Friday in a statement to Reuters that"."""
        begin = at
        moved = True
        while moved and at < self.limit:
            moved = False
            last = self.speakers.find_date_end(at)
            # "said Friday's vote" is about the vote.
            if at < last < self.limit and not self.words[last - 1].endswith("'s"):
                at, moved = last, True
            end = self._skip_medium(at)
            if end > at:
                at, moved = end, True
            while at < self.limit and self._is_adverb(at):
                at, moved = at + 1, True
        return self._skip_to_that(at, begin)

    def _is_verb(self, at: int) -> bool:
        """Whether a clause has its verb here; "a statement released" has none."""
        return is_finite(self.words[at]) and not (
            self.words[at].endswith("ed") and self.words[at - 1] in MEDIA
        )

    def _is_adverb(self, at: int) -> bool:
        return self.words[at] in ADVERBS and at + 1 < self.limit and self.words[at + 1] != "if"

    def _skip_medium(self, at: int) -> int:
        """As in "in a written statement", "on state television", "to reporters"."""
        if at >= self.limit or self.words[at] not in (
            "in",
            "on",
            "at",
            "to",
            "via",
            "by",
            "during",
            "through",
            "from",
        ):
            return at
        if self.words[at] == "to":
            party = self.phrase.find_party(at + 1)
            return party.last if party else at
        for n in range(at + 1, min(at + 6, self.limit)):
            if self.words[n] in MEDIA and self.words[n + 1 : n + 2] not in (
                ["conference"],
                ["release"],
            ):
                return n + 1
            if self.words[n] in ENDERS or (
                is_finite(self.words[n]) and not self.words[n].endswith("ed")
            ):
                break
        return at

    def _skip_to_that(self, at: int, begin: int) -> int:
        """As in "said | after the talks in Norburg | that …"."""
        if at >= self.limit or not (
            self.words[at] in PREPOSITIONS
            or self.words[at] in ADVERBS
            or at > begin
            or self.words[at] == ","
        ):
            return at
        for n in range(at, min(at + SETTING_REACH, self.limit)):
            word = self.words[n]
            if word == "that":
                return n
            if word == ":" or self.quotations.opens_at(n):
                between = self.words[at:n]
                settles = at == n or (
                    self.words[at] in PREPOSITIONS and not any(map(is_finite, between))
                )
                return n if settles else at
            if self._is_verb(n) or word in CUES:
                return at
        return at

    def _is_dot(self, at: int) -> bool:
        return self.words[at] == "." and len(self.words[at - 1]) <= 4

    def _find_lead(self, first: int) -> tuple[int, bool]:
        lead = first
        while lead and (self.words[lead - 1] in ADVERBS or (lead - 1) in self.phrase.date_words):
            lead -= 1
        if lead and self.words[lead - 1] in CONNECTIVES:
            lead -= 1
            return (lead - 1 if lead and self.words[lead - 1] == "," else lead), True
        return (first, first == 0)

    def _read_opening(self) -> Words | None:
        """The subject of the sentence, as far as its place tells."""
        if self.words[:1] and self.words[0] in PRONOUNS:
            return 0, 1
        for party in self.phrase.parties[:2]:
            before = self.words[party.first - 1] if party.first else ""
            if party.is_adjective:
                continue
            if before not in ("", ",", *MARKS):
                return None
            end = party.last
            for n in range(end, min(end + 5, self.limit)):
                if is_finite(self.words[n]) or self.words[n] in CUES:
                    return party.first, n if self.phrase.is_capital(n - 1) else party.last
                if self.words[n] in ENDERS:
                    break
            return party.first, party.last
        return None
