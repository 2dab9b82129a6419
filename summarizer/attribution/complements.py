"""A word of saying with its speaker and what is said, before it or after it."""

from __future__ import annotations

from summarizer.attribution.cues import (
    BEINGS,
    CLAIM_NOUNS,
    CONNECTIVES,
    CUES,
    DETERMINERS,
    NOT_SAID,
    NOT_SOURCES,
    PREPOSITIONS,
    PRONOUNS,
    Cue,
    is_finite,
)
from summarizer.attribution.nouns import Words
from summarizer.attribution.passives import PassiveReader
from summarizer.attribution.quotations import MARKS
from summarizer.attribution.surroundings import (
    CLAUSE_REACH,
    ENDERS,
    LONGEST,
    Found,
)

_ONE_CLAIM = frozenset(one for one in CLAIM_NOUNS if not one.endswith("s"))
_ADDING = frozenset("that because if when unless until as".split())
_FULL_VERBS = frozenset({"say", "speak", "claim", "object"})
_OPEN_CLAUSES = frozenset("who whom which that whose because but and where when while".split())


class ComplementReader(PassiveReader):
    """Reads a word of saying together with its speaker and the begin of what is said."""

    def read(self, at: int) -> Found | None:
        """Returns the attribution of the word of saying at `at`, if it is one."""
        word = self.words[at]
        if word == ":":
            return self._read_colon(at)
        if word == "according":
            return self._read_according(at)
        if word == "citing":
            return self._read_citing(at)
        if word in ("put", "puts"):
            return self._read_put(at)
        cue = CUES[word]
        if cue.form == "ing":
            return self._read_participle(at, cue)
        return self._read_verb(at, cue)

    def _read_verb(self, at: int, cue: Cue) -> Found | None:
        inverted = self._read_inverted(at, cue)
        if inverted:
            return inverted
        subject = self.speakers.read_subject(at, self.floor)
        if subject.is_void:
            return None
        if subject.is_passive:
            return self._read_passive(at, cue, subject.words)
        claimant = subject.words or self._share_subject(subject.verb_first)
        goes_on = self.words[at - 1 : at] == ["to"]
        if claimant is None or not (goes_on or self._agrees(cue, claimant)):
            return None
        if (
            subject.words
            and claimant[0]
            and self.words[claimant[0] - 1] in ("if", "whether", "unless")
        ):
            return None
        lead, is_turn = self._find_lead(claimant[0] if subject.words else subject.verb_first)
        base = Found((at, at + 1), claimant, cue.stance, lead, is_turn or not subject.words)
        plain = cue.frame in ("say", "tell") or self.words[at + 1 : at + 2] in (
            ["that"],
            ["responsibility"],
        )
        if not plain and not self.speakers.is_known(claimant):
            return None
        return self._read_complement(at, cue, base)

    def _agrees(self, cue: Cue, claimant: Words) -> bool:
        """Whether the form fits: in "the army report said" no army reports."""
        if cue.form not in ("base", "s"):
            return True
        word = self.words[claimant[1] - 1]
        plural = (
            (
                word.endswith("s")
                and not word.endswith(("'s", "ss", "us", "is"))
                and not self.phrase.is_capital(claimant[1] - 1)
            )
            or word
            in (
                "police",
                "people",
                "they",
                "we",
                "i",
                "you",
                "media",
                "others",
                "some",
                "many",
                "men",
                "women",
            )
            or "and" in self.words[slice(*claimant)]
        )
        if any(self.words[n] in PREPOSITIONS for n in range(*claimant)):
            return True
        return plural == (cue.form == "base")

    def _share_subject(self, verb_first: int) -> Words | None:
        """As in "Vantia said … and added": the speaker, or the subject, goes on."""
        if not verb_first or self.words[verb_first - 1] not in ("and", "but"):
            return None
        if self.found:
            return self.found[-1].claimant
        opening = self._read_opening()
        return opening if opening and opening[1] < verb_first else None

    def _read_complement(self, at: int, cue: Cue, base: Found) -> Found | None:
        if cue.frame == "accuse":
            return self._read_accusation(at, base)
        if cue.frame in ("call", "describe"):
            return self._read_name(at, cue, base)
        if cue.frame == "quote":
            return self._read_quoted(at, base)
        trailing = self._read_trailing(at, cue, base)
        if trailing:
            return trailing
        if cue.frame == "utter":
            begin = next(
                (n for n in range(at + 1, min(at + 3, self.limit)) if self.quotations.opens_at(n)),
                None,
            )
            return self._say(base, begin) if begin is not None else None
        begin = self._skip_hearer(at + 1) if cue.frame == "tell" else at + 1
        if begin is None:
            return None
        begin = self._skip_setting(begin)
        if begin >= self.limit:
            return None
        word = self.words[begin]
        if word == "that" and not self._is_pronoun_that(begin, cue):
            return self._say(base, begin + 1)
        if word in (",", ":") or word in MARKS:
            quoted = word == ":" or any(
                self.quotations.end_of(n) is not None for n in (begin + 1, begin + 2)
            )
            return self._say(base, begin + 1) if quoted or cue.frame == "say" else None
        return self._read_bare(begin, cue, base)

    def _is_pronoun_that(self, at: int, cue: Cue) -> bool:
        """As in "said that was wrong" and "rejected that claim"."""
        following = self.words[at + 1 : at + 2]
        if cue.stance == "rejects" or not _ONE_CLAIM.isdisjoint(following):
            return True
        return self.words[at + 1 : at + 2] in (["is"], ["was"], ["would"], ["will"])

    def _read_bare(self, begin: int, cue: Cue, base: Found) -> Found | None:
        word = self.words[begin]
        if cue.frame in ("say", "tell"):
            fixed_phrase = word in NOT_SAID or word in PREPOSITIONS
            fixed_phrase = fixed_phrase and not self._shows_verb(begin)
            is_order = cue.frame == "tell" and word in ("to", "of", "about", "how", "off")
            return None if fixed_phrase or is_order else self._say(base, begin)
        if cue.frame != "object" and word in BEINGS:
            return self._say(base, begin)
        if self._is_clause(begin, strict=cue.frame == "speak"):
            return self._say(base, begin)
        if cue.frame == "claim":
            claims = word in ("to", "responsibility") and cue.stance == "claims"
            claims = claims and (
                word != "to" or self.words[base.cue[0]] in ("claimed", "claims", "claim")
            )
            return self._take_object(base, begin) if claims else None
        return self._read_object(begin, cue, base) if cue.frame == "object" else None

    def _shows_verb(self, begin: int) -> bool:
        rest = self.words[begin + 1 : min(begin + CLAUSE_REACH, self.limit)]
        return any(is_finite(word) for word in rest)

    def _is_clause(self, begin: int, *, strict: bool) -> bool:
        """Whether a subject and its verb follow; strictly, one that is easily told."""
        word = self.words[begin]
        if word in PRONOUNS or word in ("there", "he's", "it's", "they're", "she's", "we're"):
            return word not in ("it", "there") or self._shows_verb(begin)
        party = self.phrase.find_party(begin)
        if strict and party is None:
            return False
        if not (party or word in DETERMINERS or self.phrase.is_capital(begin) or word[0].isdigit()):
            return False
        for n in range(begin + 1, min(begin + CLAUSE_REACH, self.limit)):
            if self.words[n] in ENDERS or self.words[n] in (
                "who",
                "which",
                "that",
                "after",
                "when",
                "to",
            ):
                return False
            if is_finite(self.words[n]):
                return self._stands_alone(n)
        return False

    def _stands_alone(self, at: int) -> bool:
        """A past form before a noun may only describe it: "the suspected attacker"."""
        word = self.words[at]
        following = self.words[at + 1 : at + 2]
        if not word.endswith("ed"):
            return True
        return following not in (["by"], ["in"], ["of"], []) and self.words[at - 1] not in (
            DETERMINERS | {"and"}
        )

    def _read_trailing(self, at: int, cue: Cue, base: Found) -> Found | None:
        """As in "…, Vantia said." and "…,” Velk told reporters, “…”."""
        claimant = base.claimant
        if (
            claimant is None
            or claimant[0] >= at
            or cue.frame not in (*_FULL_VERBS, "tell", "utter")
        ):
            return None
        if cue.frame == "utter" and not self._closes_quote(claimant[0] - 1):
            return None
        left = self._find_left_end(claimant[0])
        if left is None:
            return None
        end = self._find_setting_end(at + 1)
        if end is None and self._closes_quote(claimant[0] - 1):
            end = at + 1 + self._count_to_end(at + 1)
        says_next = end is not None and any(
            self.quotations.opens_at(n) for n in range(end, min(end + 2, self.limit))
        )
        if end is None or (
            says_next
            and not self._closes_quote(claimant[0] - 1)
            and not self._closes_quote(claimant[0] - 2)
        ):
            return None
        return self._put_around(base, left, end)

    def _put_around(self, base: Found, left: int, end: int) -> Found:
        """What stands on both sides of an attribution; after "which, Vantia said," only one."""
        resume = self._find_resume(end)
        if resume is not None and not self._goes_on(left, resume):
            resume = None
        if resume is not None and self.words[left - 1] in _OPEN_CLAUSES:
            last = min(self.limit, resume + LONGEST)
            stop = next((n for n in range(resume + 1, last) if self.words[n] == ","), last)
            return base._replace(fixed=((resume, stop),), lead=left - 1, is_turn=True, last=end)
        return base._replace(left_end=left, resume=resume, last=end, is_turn=False)

    def _goes_on(self, left: int, resume: int) -> bool:
        """Whether the clause before is unfinished, or only has something added to it."""
        word = self.words[resume]
        if word in PREPOSITIONS or word in _ADDING or self.quotations.opens_at(resume):
            return True
        begin = max(self.floor, left - CLAUSE_REACH)
        return not any(is_finite(self.words[n]) for n in range(begin, left))

    def _read_inverted(self, at: int, cue: Cue) -> Found | None:
        """As in "…, said Velk, the minister"."""
        if cue.frame not in _FULL_VERBS or cue.form not in ("past", "s") or at < 2:
            return None
        left = self._find_left_end(at)
        claimant = self.speakers.read_after(at + 1, self.limit) if left is not None else None
        if left is None or claimant is None or cue.stance in ("denies", "rejects"):
            return None
        if cue.frame != "say" and not self.speakers.is_known(claimant):
            return None
        after = claimant[1]
        closed = after >= self.limit or self.words[after] in ENDERS
        closed = closed or self._closes_quote(at - 1)
        if not self._closes_quote(at - 1) and self._is_relative_aside(at):
            return None
        if not closed:
            rest = self.words[after : after + CLAUSE_REACH]
            verb = any(is_finite(word) for word in rest[: self._count_to_end(after)])
            opens = (
                self.words[after] in PREPOSITIONS
                or after in self.phrase.date_words
                or (
                    self.words[after]
                    in ("who", "as", "when", "while", "after", "last", "earlier", "later", "during")
                )
            )
            if (
                not opens
                or (verb and self.words[after] in PREPOSITIONS)
                or (self.words[at - 1] == "," and self.speakers.read_subject(at, self.floor).words)
            ):
                return None
        end = after + self._count_to_end(after)
        comma = self._end_apposition(end)
        base = Found((at, at + 1), claimant, cue.stance, at, is_turn=False)
        return base._replace(left_end=left, resume=self._find_quote_resume(comma), last=comma)

    def _is_relative_aside(self, at: int) -> bool:
        """As in "Velk, who led the army, said": what precedes the comma is the speaker."""
        subject = self.speakers.read_subject(at, self.floor).words
        if subject is None or self.words[at - 1] != ",":
            return False
        return not {"who", "whose"}.isdisjoint(self.words[subject[1] : subject[1] + 2])

    def _read_participle(self, at: int, cue: Cue) -> Found | None:
        """As in "…, saying it was late": the subject of the sentence, or who spoke before."""
        before = self.words[at - 1] if at else ""
        if before not in (",", "and", "by", "but") or cue.frame == "quote":
            return None
        claimant = self.found[-1].claimant if self.found else self._read_opening()
        if claimant is None or claimant[1] > at:
            return None
        lead = at - 1
        if lead and self.words[lead - 1] == ",":
            lead -= 1
        base = Found((at, at + 1), claimant, cue.stance, lead, is_turn=True)
        if before == "by":
            base = base._replace(lead=at)
        if cue.frame != "say" and not self.speakers.is_known(claimant):
            return None
        begin = self._skip_setting(at + 1)
        if cue.frame in ("accuse", "call", "describe"):
            return self._read_complement(at, cue, base)
        if begin >= self.limit:
            return None
        if self.words[begin] == "that":
            return self._say(base, begin + 1)
        if self.words[begin] in (",", ":") or self.words[begin] in MARKS:
            return self._say(base, begin)
        return self._read_bare(begin, cue, base)

    def _read_according(self, at: int) -> Found | None:
        if self.words[at + 1 : at + 2] != ["to"]:
            return None
        claimant = self.speakers.read_after(at + 2, self.limit, is_source=True)
        if claimant is None or NOT_SOURCES & set(self.words[slice(*claimant)]):
            return None
        cue, end = (at, at + 2), claimant[1]
        leads = at == 0 or self.words[at - 1] in (*CONNECTIVES, *MARKS, ":")
        leads = leads or (at <= 2 and self.words[at - 1] == ",")
        if leads and self.words[end : end + 1] != ["."]:
            lead, _ = self._find_lead(at)
            right = self._end_apposition(end, is_open=True)
            return Found(cue, claimant, "asserts", lead, is_turn=True, right=right)
        left = at - 1 if self.words[at - 1] == "," else at
        end += self._count_to_end(end)
        end = self._end_apposition(end)
        return self._put_around(Found(cue, claimant, "asserts", at, is_turn=False), left, end)

    def _read_citing(self, at: int) -> Found | None:
        """As in "Vantia radio reported, citing police"."""
        claimant = self.speakers.read_after(at + 1, self.limit)
        if claimant is None or not self.speakers.is_known(claimant):
            return None
        teller = next((one for one in reversed(self.found) if one.claimant), None)
        if teller is None or at < 2 or self.words[at - 1] != ",":
            return None
        return Found(
            (at, at + 1),
            claimant,
            "asserts",
            at - 1,
            is_turn=True,
            reported_by=teller.claimant,
            is_clausal=False,
            echoes=self.found.index(teller),
        )
