"""What is said inside a clause: "where it said it had hit a depot"."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.attribution import Statement
from summarizer.engines.embedded.chains import Trigger
from summarizer.engines.embedded.clauses import Clause
from summarizer.parties import PartyPhrase, Phrase

_SAYING = frozenset(
    "said says say claimed claims claim alleged alleges insisted insists believes believed"
    " believe".split()
)
_CLAIMING = frozenset("claimed claims claim alleged alleges insisted insists".split())
_PRONOUNS = frozenset({"it", "they", "he", "she"})
_OPENERS = frozenset(
    "and but , where which who that as while when whereas after before although though".split()
)
_HELPERS = frozenset("has have had also later earlier both".split())
_ENDS = frozenset(
    "in on at near by for from after before during while when which who that where and as to"
    " against killing wounding leaving over".split()
)
_QUOTES = frozenset({'"', "“", "”", "‘", "'"})
_MAX_DESCRIPTION_WORDS = 8


@dataclass(slots=True)
class Aside:
    """Who says what within a clause; all of it as words [first, last)."""

    first: int
    last: int
    opener: int
    """The word that opens the clause: "where", "which"."""
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
    cue = at if speaker is None else end, end + 1
    return Aside(content, clause.last, at - 1, speaker, cue)


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
