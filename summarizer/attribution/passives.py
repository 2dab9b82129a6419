"""Passives of saying: "was accused by Vantia of", "it was reported that"."""

from __future__ import annotations

from summarizer.attribution.cues import (
    BEINGS,
    CLAIM_NOUNS,
    CONNECTIVES,
    HAVINGS,
    Cue,
    is_finite,
)
from summarizer.attribution.frames import FrameReader
from summarizer.attribution.nouns import Words
from summarizer.attribution.surroundings import ENDERS, Found


class PassiveReader(FrameReader):
    """Reads verbs of saying whose speaker, if any, stands after "by"."""

    def _read_passive(self, at: int, cue: Cue, subject: Words | None) -> Found | None:
        agent, after = self._read_agent(at + 1)
        lead, is_turn = self._find_lead(subject[0] if subject else at)
        base = Found((at, at + 1), agent, cue.stance, lead, is_turn)
        if cue.frame == "quote":
            return self._read_was_quoted(base, after, subject)
        front = subject or self._read_front(at)
        if front is None:
            return None
        if cue.frame == "accuse":
            return self._read_was_accused(base, after, front)
        following = self.words[after : after + 1]
        if self.words[slice(*front)] == ["it"] and following == ["that"]:
            return base._replace(right=after + 1)
        if agent is None:
            return None
        if cue.frame == "say" and following == ["to"]:
            end = self._find_object_end(after)
            return base._replace(fixed=(front, (after, end)), is_clausal=False)
        argued = cue.stance != "rejects" or CLAIM_NOUNS & set(self.words[slice(*front)])
        if cue.frame == "object" and argued:
            return base._replace(fixed=(front,), is_clausal=False)
        return None

    def _read_was_quoted(self, base: Found, after: int, subject: Words | None) -> Found | None:
        """As in "was quoted by the paper as saying": the subject speaks, the agent tells."""
        if subject is None or self.words[after : after + 1] != ["as"]:
            return None
        quoted = base._replace(claimant=subject, reported_by=base.claimant)
        right = after + 1 + (self.words[after + 1 : after + 2] == ["saying"])
        return self._say_quoted(quoted, subject[0], right)

    def _read_was_accused(self, base: Found, after: int, front: Words) -> Found | None:
        """As in "was accused of theft by Vantia" and "was blamed on rebels by Vantia"."""
        if self.words[after : after + 1] not in (["of"], ["on"], ["for"]):
            return None
        agent, end = base.claimant, self._find_object_end(after)
        inner = self._read_inner_agent(after, end) if agent is None else None
        if inner is not None:
            agent, end = inner
        return base._replace(claimant=agent, fixed=(front, (after, end)), is_clausal=False)

    def _read_front(self, at: int) -> Words | None:
        """The subject of a passive need not be somebody: "the attack was blamed on"."""
        end = at
        while end > self.floor and (
            self.speakers.is_adverb(end - 1)
            or self.words[end - 1] in BEINGS
            or self.words[end - 1] in HAVINGS
        ):
            end -= 1
        first = end
        while (
            first > self.floor
            and self.words[first - 1] not in ENDERS
            and self.words[first - 1] not in CONNECTIVES
            and not is_finite(self.words[first - 1])
        ):
            first -= 1
        return (first, end) if first < end else None

    def _read_agent(self, at: int) -> tuple[Words | None, int]:
        if self.words[at : at + 1] != ["by"]:
            return None, at
        agent = self.speakers.read_after(at + 1, self.limit)
        if agent is None:
            return None, at
        party = self.phrase.find_party(agent[0])
        if party is not None:
            agent = party.first, party.last
        return agent, agent[1]

    def _read_inner_agent(self, first: int, end: int) -> tuple[Words, int] | None:
        for n in range(first, end):
            if self.words[n] == "by" and not self.words[n - 1].endswith("ed"):
                agent, _ = self._read_agent(n)
                if agent is not None:
                    return agent, n
        return None
