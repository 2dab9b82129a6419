"""What follows a word of saying: a clause, a noun phrase, somebody accused, a name."""

from __future__ import annotations

from summarizer.attribution.cues import (
    CLAIM_NOUNS,
    CUES,
    HAVINGS,
    NEVER_DENIED,
    PREPOSITIONS,
    Cue,
    is_finite,
)
from summarizer.attribution.quotations import MARKS
from summarizer.attribution.surroundings import (
    ENDERS,
    LONGEST,
    SETTING_REACH,
    Found,
    Surroundings,
)

_SUBORDINATORS = frozenset("while although though after as when whereas before because".split())
_NO_OBJECTS = frozenset("back him her them as and or".split())
_COUNTS = frozenset(
    "toll figure number count total it damage cost losses dead wounded injured killed missing"
    " displaced deaths casualties injuries crowd turnout attendance".split()
)
_LOSSES = frozenset({"dead", "missing", "hurt"})
_LONGEST_PREFIX = 5
_LONGEST_SUFFIX = 4
"""Words of a speaker before or after the colon of a headline."""


class FrameReader(Surroundings):
    """Reads what a word of saying is about."""

    def _take_object(self, base: Found, begin: int) -> Found | None:
        end = self._find_object_end(begin)
        return base._replace(fixed=((begin, end),), is_clausal=False) if end > begin else None

    def _find_object_end(self, begin: int) -> int:
        last = min(self.limit, begin + LONGEST)
        for n in range(begin, last):
            word = self.words[n]
            if word in MARKS or n == begin:
                continue
            if word in ENDERS and not self._is_dot(n):
                return n
            if word in ("after", "when", "while", "but", "because", "saying", "as") and not (
                word == "as" and n - begin < 8
            ):
                return n
            if word == "and" and (
                not CUES.keys().isdisjoint(self.words[n + 1 : n + 2])
                or self.words[n + 1 : n + 2] == ["also"]
                or self._opens_turn(n + 1)
            ):
                return n
        return last

    def _opens_turn(self, at: int) -> bool:
        party = self.phrase.find_party(at)
        return party is not None and any(
            word in CUES for word in self.words[party.last : party.last + 2]
        )

    def _say(self, base: Found, right: int) -> Found | None:
        end = self._find_quote_end(right)
        if end is not None:
            return base._replace(fixed=((right, end),))
        stop = self._find_subordinate_end(base, right)
        if stop is not None:
            return base._replace(fixed=((right, stop),))
        return base._replace(right=right) if self.limit > right else None

    def _find_quote_end(self, begin: int) -> int | None:
        """The end of a quotation that is all that is said."""
        for first in (begin, begin + 1):
            end = self.quotations.end_of(first)
            if end is None:
                continue
            after = end + 1
            if after >= self.limit or self.words[after] in (",", ";", "and", "but"):
                closes = after >= self.limit or any(
                    word in CUES for word in self.words[after : after + 8]
                )
                return end if closes and end < len(self.words) else None
        return None

    def _find_subordinate_end(self, base: Found, right: int) -> int | None:
        """As in "While Vantia says …, Norland …": the main clause is nobody's words."""
        at = base.claimant[0] - 1 if base.claimant else -1
        if (
            at < 0
            or self.words[at] not in _SUBORDINATORS
            or (at and self.words[at - 1] not in MARKS)
        ):
            return None
        last = min(self.limit, right + LONGEST)
        return next((n for n in range(right, last) if self.words[n] == ","), None)

    def _read_accusation(self, at: int, base: Found) -> Found | None:
        """As in "accused Norland of shelling", "blamed the crash on Norland"."""
        end = self._find_object_end(at + 1)
        if self.words[at + 1 : at + 2] in (["for"], ["of"], ["by"], ["on"]):
            return None  # "already blamed for": somebody was blamed
        ties = {"of", "for", "on"} & set(self.words[at + 1 : end])
        whole = ties or end - at > 1
        return base._replace(fixed=((at + 1, end),), is_clausal=False) if whole else None

    def _read_name(self, at: int, cue: Cue, base: Found) -> Found | None:
        """As in "called it “a massacre”", "described the vote as fair"."""
        begin = at + 1
        if begin >= self.limit or self.words[begin] in (
            "for",
            "on",
            "off",
            "in",
            "to",
            "a",
            "an",
            "up",
        ):
            return None
        end = self._find_object_end(begin)
        if cue.frame == "describe":
            at_as = next((n for n in range(begin, end) if self.words[n] == "as"), None)
            begin = at_as + 1 if at_as is not None else end
        else:
            start = next((n for n in range(begin, end) if self.quotations.opens_at(n)), None)
            if start is not None and start > begin:
                begin = start
            elif self.words[begin] in (
                "it",
                "this",
                "that",
                "him",
                "her",
                "them",
                "himself",
                "herself",
                "itself",
            ):
                begin += 1
            else:
                party = self.phrase.find_party(begin)
                name = party.last if party else begin
                begin = name if self.words[name : name + 1] in (["a"], ["an"]) else end
        if begin >= end or self.words[begin] in ("to", "in", "on", "for", "from", "about"):
            return None
        if self.quotations.opens_at(begin):
            end = min(end, self.quotations.end_of(begin + 1) or end)
        return base._replace(fixed=((begin, end),), is_clausal=False)

    def _read_quoted(self, at: int, base: Found) -> Found | None:
        """As in "quoted Velk as saying that"."""
        reach = min(at + SETTING_REACH, self.limit)
        for n in range(at + 2, reach):
            if self.words[n] == "as" and self.words[n + 1 : n + 2] == ["saying"]:
                claimant = self.speakers.read_after(at + 1, n)
                if claimant is None:
                    return None
                right = n + 2
                teller = base.claimant
                found = base._replace(claimant=claimant, reported_by=teller)
                return self._say_quoted(found, teller[0] if teller else at, right)
        return None

    def _say_quoted(self, base: Found, first: int, right: int) -> Found | None:
        """As in "“…,” Velk was quoted as saying" and "… as saying that …"."""
        left = self._find_left_end(first)
        if left is not None and (right >= self.limit or self._closes_quote(left)):
            return base._replace(left_end=left, is_turn=False, last=right)
        right += self.words[right : right + 1] in ([":"], ["that"])
        return base._replace(right=right) if right < self.limit else None

    def _read_object(self, begin: int, cue: Cue, base: Found) -> Found | None:
        word = self.words[begin]
        stem = self.words[base.cue[0]]
        end = self._find_object_end(begin)
        nouns = set(self.words[begin:end])
        if cue.stance == "rejects":
            named = {"as", *CLAIM_NOUNS} & nouns
            return self._take_object(base, begin) if named else None
        if stem.startswith("warn"):
            return self._take_object(base, begin) if word in ("of", "against") else None
        if word.endswith("ing") and len(word) > 5:
            gerund = stem.startswith(("den", "admit", "acknowledg", "report"))
            return self._take_object(base, begin) if gerund else None
        is_noun = not (is_finite(word) or word in PREPOSITIONS or word in _NO_OBJECTS)
        if not is_noun or begin in self.phrase.date_words:
            return None
        if stem.startswith("den"):
            head = next((n for n in range(begin, end) if self.words[n] in PREPOSITIONS), end)
            refused = NEVER_DENIED & {self.words[begin], self.words[head - 1]}
            return None if refused else self._take_object(base, begin)
        if stem.startswith("admit") and "to" in self.words[begin : begin + 4]:
            return None
        return self._take_object(base, begin)

    def _read_put(self, at: int) -> Found | None:
        """As in "put the toll at 12"."""
        rest = self.words[at + 1 : at + 10]
        if "at" not in rest or not _COUNTS & set(rest[: rest.index("at")]):
            return None
        subject = self.speakers.read_subject(at, self.floor)
        if subject.words is None or subject.is_void or subject.is_passive:
            return None
        lead, is_turn = self._find_lead(subject.words[0])
        base = Found((at, at + 1), subject.words, "asserts", lead, is_turn)
        return self._take_object(base, at + 1)

    def _read_colon(self, at: int) -> Found | None:
        """As in "Vantia: border closed" and "Border closed: police"."""
        if self.found:
            return None
        suffix = self._read_suffix(at)
        if suffix or not 0 < at <= _LONGEST_PREFIX or at + 2 >= len(self.words):
            return suffix
        party = self.phrase.find_party(0)
        if party is None or party.last != at:
            return None
        speaks = (
            party.kind in ("state", "person", "armed_group")
            or party.role
            or (party.kind == "organisation")
        )
        if not speaks or not self.speakers.is_known((0, at)):
            return None
        return Found((at, at + 1), (0, at), "asserts", 0, is_turn=True, right=at + 1)

    def _read_suffix(self, at: int) -> Found | None:
        """As in the headline "Nine killed in blast: police", which ends without a full stop."""
        end = len(self.words)
        if not at or self.limit < end or not 0 < end - at - 1 <= _LONGEST_SUFFIX:
            return None
        told = set(self.words[:at]) - HAVINGS
        if not any(is_finite(word) or word in _LOSSES for word in told):
            return None
        claimant = self.speakers.read_after(at + 1, end)
        if claimant is None or claimant[1] != end or not self.speakers.is_known(claimant):
            return None
        return Found((at, at + 1), claimant, "asserts", at, is_turn=False, left_end=at, last=end)
