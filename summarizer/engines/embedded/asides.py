"""What is said inside a clause: "where it said it had hit a depot", "what it called depots"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from summarizer.attribution import Statement
from summarizer.engines.embedded.clauses import Clause
from summarizer.engines.embedded.triggers import Trigger
from summarizer.parties import PartyPhrase, Phrase

_SAYING = frozenset(
    "said says say claimed claims claim alleged alleges insisted insists believes believed"
    " believe".split()
)
_CALLING = _SAYING | frozenset("called calls call described describes termed labelled".split())
_CLAIMING = frozenset("claimed claims claim alleged alleges insisted insists".split())
_BEING = frozenset("is are was were be to as been had have has".split())
_PRONOUNS = frozenset({"it", "they", "he", "she"})
_OPENERS = frozenset(
    "and but , where which who that as while when whereas after before although though".split()
)
_ASIDE_OPENERS = frozenset({"what", "where", "which", "who"})
_HELPERS = frozenset("has have had also later earlier both".split())
_ENDS = frozenset(
    "in on at near by for from after before during while when which who that where and as to"
    " against killing wounding leaving over".split()
)
_AIMING = frozenset({"at", "on", "against", "into", "to"})
_QUOTES = frozenset({'"', "“", "”", "‘", "'"})
_ARTICLES = frozenset({"a", "an", "the"})
_MAX_DESCRIPTION_WORDS = 8


@dataclass(frozen=True, slots=True)
class Aside:
    """Who says or calls what within a clause; all of it as words [first, last)."""

    first: int
    """First word of the content, or of the description."""
    last: int
    speaker: PartyPhrase | None
    """None when a pronoun stands for it."""
    cue: tuple[int, int]

    def as_statement(self, phrase: Phrase, speaker: PartyPhrase) -> Statement:
        """Returns the same as who says it is known."""
        claims = not _CLAIMING.isdisjoint(phrase.words[slice(*self.cue)])
        return Statement(
            self.first,
            self.last,
            (speaker.first, speaker.last),
            self.cue,
            "claims" if claims else "asserts",
        )


def find_inner_statement(phrase: Phrase, clause: Clause) -> Aside | None:
    """Returns what a clause other than a sentence's first attributes to somebody.

    As in "…, where police said nine people had died", "…, which it said was a warning".
    """
    at = clause.first
    if clause.opening == "gapped" and clause.antecedent is not None:
        at = clause.antecedent.last
    opening = at
    while at < clause.last and phrase.words[at] in _OPENERS:
        at += 1
    if at == opening or at >= clause.last:
        return None
    speaker = phrase.find_party(at)
    end = speaker.last if speaker else at + 1
    if speaker is None and phrase.words[at] not in _PRONOUNS:
        return None
    while end < clause.last and phrase.words[end] in _HELPERS:
        end += 1
    if end >= clause.last or phrase.words[end] not in _SAYING:
        return None
    content = end + 1
    while content < clause.last and (
        content in phrase.date_words or phrase.words[content] in ("that", "on", *_QUOTES)
    ):
        content += 1
    if clause.last - content <= 1:
        return None
    return Aside(content, clause.last, speaker, (at if speaker is None else end, end + 1))


def keep_asides(phrase: Phrase, statements: Iterable[Statement]) -> list[Statement]:
    """Returns the statements, what is said within a clause left to its clause.

    As in "…, where it said …", "… what it called …": the sentence goes on around it.
    """
    kept: list[Statement] = []
    for one in statements:
        if kept and one.claimant and one.claimant[0] == kept[-1].last:
            opener = phrase.words[one.claimant[0] - 1]
            if opener in _ASIDE_OPENERS:
                kept[-1] = replace(kept[-1], last=max(kept[-1].last, one.last))
                continue
        kept.append(one)
    return kept


def find_description(phrase: Phrase, clause: Clause, after: int) -> Aside | None:
    """Returns what somebody calls something: "what it said were smugglers' depots"."""
    for at in range(after, clause.last - 3):
        if phrase.words[at] != "what" or not (at == after or phrase.words[at - 1] in _AIMING):
            continue
        speaker = phrase.find_party(at + 1)
        end = speaker.last if speaker else at + 2
        if speaker is None and phrase.words[at + 1] not in _PRONOUNS:
            continue
        while end < clause.last and phrase.words[end] in _HELPERS:
            end += 1
        if end >= clause.last or phrase.words[end] not in _CALLING:
            continue
        first = end + 1
        while first < clause.last - 1 and phrase.words[first] in _BEING | _QUOTES:
            first += 1
        opening = phrase.words[first : first + 2]
        if len(opening) > 1 and opening[0] in _ARTICLES and opening[1] in _QUOTES:
            first += 2  # as in 'a "rebel post"', where only what is quoted is somebody's
        last = find_words_end(phrase, first, clause.last)
        if last > first:
            cue_end = end + 1
            while cue_end < first and phrase.words[cue_end] in _BEING:
                cue_end += 1
            return Aside(first, last, speaker, (at, cue_end))
    return None


def find_object(phrase: Phrase, clause: Clause, trigger: Trigger) -> tuple[int, int] | None:
    """Returns the words of what a verb or noun is done to, whoever or whatever that is."""
    first = trigger.last
    if trigger.is_nominal:
        if phrase.words[first : first + 1] not in (["on"], ["against"], ["at"]):
            return None
        first += 1
    last = find_words_end(phrase, first, min(clause.last, first + _MAX_DESCRIPTION_WORDS))
    return (first, last) if last > first and phrase.words[first] not in _ENDS else None


def find_words_end(phrase: Phrase, first: int, last: int) -> int:
    """Returns where a noun phrase ends: at the next preposition, date or punctuation mark."""
    at = first
    while at < last and at not in phrase.date_words:
        word = phrase.words[at]
        if word in _ENDS or not (word[0].isalnum() or phrase.raw[at] in "'’"):
            break
        at += 1
    return at
