"""The clauses of what is said, each with at most one happening."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from summarizer.attribution import Statement
from summarizer.engines.embedded.lexicon import Lexicon
from summarizer.parties import PartyPhrase, Phrase

Opening = Literal[
    "main", "relative", "where", "reduced", "resumed", "and", "gapped", "after", "before", "while"
]
"""How a clause begins. `reduced`: "the men hit by Vantia", told inside a subject.
`gapped`: "…, and Norland on Friday", where the verb of the clause before is left out."""

_AUXILIARIES = frozenset(
    "is are was were be been being has have had will would can could may might shall should"
    " must did does do".split()
)
_TIME_UNITS = frozenset("hour hours day days week weeks month months year years".split())
_SUBORDINATORS: dict[str, Opening] = {
    "after": "after",
    "following": "after",
    "amid": "after",
    "before": "before",
    "while": "while",
    "when": "while",
    "because": "while",
    "although": "while",
    "though": "while",
    "whereas": "while",
    "if": "while",
    "unless": "while",
    "until": "while",
    "but": "and",
}
_CAUSES = frozenset(
    {
        ("in", "retaliation", "for"),
        ("in", "response", "to"),
        ("in", "reprisal", "for"),
        ("in", "revenge", "for"),
        ("as", "revenge", "for"),
    }
)
"""What ties a deed to the one it answers."""
_CAUSE_OPENERS = frozenset(cause[0] for cause in _CAUSES)
_RELATIVES = frozenset({"which", "who", "whom", "where", "whose"})
_BEFORE_AS = frozenset("well such described known seen regarded identified labelled".split())
"""After these "as" opens no clause."""
_BEFORE_SUBJECT = frozenset({"then", "also", "later"})
_PARTS_OF_DAY = frozenset("morning afternoon evening night meantime end".split())
_PRONOUNS = frozenset({"it", "he", "she", "they", "we"})
_STOPS = frozenset({";", "—", "–", ":", "--"})
_CUTTERS = (
    _STOPS | _RELATIVES | _SUBORDINATORS.keys() | _CAUSE_OPENERS | {"that", "as", "and", "then"}
)
"""Where none of these stands no clause begins."""


@dataclass(slots=True)
class Clause:
    """Words [first, last) with at most one happening."""

    first: int
    last: int
    opening: Opening = "main"
    antecedent: PartyPhrase | None = None
    """Whom a relative clause ("which Vantia attacked") is about; in a clause resumed after
    one ("…, has withdrawn"), the subject; in a gapped one, who or where it is this time."""
    link: tuple[int, int] | None = None
    """The words "a day after" or "in retaliation for" that tie this clause to the one before."""


def split_clauses(phrase: Phrase, statement: Statement, lexicon: Lexicon) -> list[Clause]:
    """Returns the clauses of a statement in order; each word belongs to one of them."""
    clauses = [_open_statement(phrase, statement)]
    for at in range(statement.first + 1, statement.last):
        current = clauses[-1]
        cut = _find_resumption(phrase, at, current, lexicon) or _find_cut(
            phrase, at, current, lexicon
        )
        if cut is None or cut.first <= current.first:
            continue
        tells_aside = cut.opening == "resumed" and current.opening == "main"
        opening = "reduced" if tells_aside else current.opening
        clauses[-1] = replace(current, last=cut.first, opening=opening)
        clauses.append(replace(cut, last=statement.last))
    return clauses


def _open_statement(phrase: Phrase, statement: Statement) -> Clause:
    """The first clause; in "The army, Velk said, had left" its subject stands apart."""
    subject = phrase.find_party(statement.resumes[0]) if statement.resumes else None
    opening: Opening = "resumed" if subject else "main"
    return Clause(statement.first, statement.last, opening, subject)


def _find_resumption(phrase: Phrase, at: int, current: Clause, lexicon: Lexicon) -> Clause | None:
    """Where the sentence goes on after what was put between a subject and its verb."""
    aside = current.opening in ("relative", "where")
    resumes = aside and phrase.words[at - 1] == ","
    agent = phrase.find_party_before(at)
    if not (resumes or agent) or not _starts_predicate(phrase, at, lexicon):
        return None
    if resumes and at > current.first + 1:
        return Clause(at, at, "resumed", current.antecedent)
    if agent and agent.first - 2 > current.first and phrase.words[agent.first - 1] == "by":
        # "The bridge hit by Vantia has been …": the subject stands before "hit".
        subject = phrase.find_party_before(agent.first - 2)
        if subject and subject.first >= current.first:
            return Clause(at, at, "resumed", subject)
    return None


def _starts_predicate(phrase: Phrase, at: int, lexicon: Lexicon) -> bool:
    if phrase.words[at] in _AUXILIARIES:
        return True
    return any(sense.form in ("past", "s") for sense in lexicon.find_verbs(phrase.words, at))


def _find_cut(phrase: Phrase, at: int, current: Clause, lexicon: Lexicon) -> Clause | None:
    """The clause that begins at or shortly before `at`, its end still open."""
    word = phrase.words[at]
    if word not in _CUTTERS:
        return None
    before = phrase.words[at - 1]
    if word in _STOPS:
        return Clause(at, at)
    if word in ("after", "before") and before in _TIME_UNITS:
        first = _find_link_start(phrase, at)
        return Clause(first, at, "after" if word == "after" else "before", link=(first, at + 1))
    if at in phrase.date_words:
        return None
    if _opens_relative(phrase, at):
        return _open_relative(phrase, at)
    if word in _CAUSE_OPENERS and tuple(phrase.words[at : at + 3]) in _CAUSES:
        return Clause(at, at, "after", link=(at, at + 3))
    if word == "as" and (before == "," or phrase.find_party(at + 1)) and before not in _BEFORE_AS:
        return Clause(at, at, "while")
    if word in _SUBORDINATORS:
        return Clause(at, at, _SUBORDINATORS[word])
    return _find_conjoined(phrase, at, current, lexicon) if word in ("and", "then") else None


def _find_conjoined(phrase: Phrase, at: int, current: Clause, lexicon: Lexicon) -> Clause | None:
    """The clause that an "and" at `at` opens, if it joins clauses."""
    if _opens_gapped(phrase, at, current):
        return Clause(at, at, "gapped", phrase.find_party(at + 1))
    if not _starts_clause(phrase, at + 1, lexicon):
        return None
    # "Vantia and Norland agreed": without a verb before it, "and" joins two subjects.
    has_verb = any(_starts_predicate(phrase, n, lexicon) for n in range(current.first, at))
    return Clause(at, at, "and") if has_verb else None


def _opens_relative(phrase: Phrase, at: int) -> bool:
    word = phrase.words[at]
    if word != "that" and word not in _RELATIVES:
        return False
    ending = phrase.find_party_before(at)
    if word == "that":
        following = phrase.words[at + 1] if at + 1 < len(phrase) else ""
        return ending is not None and (following in _PRONOUNS or following in _AUXILIARIES)
    return phrase.words[at - 1] == "," or ending is not None


def _open_relative(phrase: Phrase, at: int) -> Clause:
    """The relative clause; with its antecedent where that stands for a clause of its own.

    As in "struck camps in Vantia, and Norland, where it said it had hit a depot".
    """
    antecedent = _find_antecedent(phrase, at)
    if phrase.words[at] == "where" and antecedent is not None:
        before = antecedent.first - 1
        if phrase.words[max(before - 1, 0) : before + 1] == [",", "and"]:
            return Clause(before, at, "gapped", antecedent)
    return Clause(at, at, "where" if phrase.words[at] == "where" else "relative", antecedent)


def _opens_gapped(phrase: Phrase, at: int, current: Clause) -> bool:
    """As in "hit Selm on Monday and Norburg on Tuesday": each has a day, one has the verb."""
    party = phrase.find_party(at + 1)
    if party is None:
        return False
    dated = any(current.first < first < at for first, _, _ in phrase.dates)
    if dated and any(first == party.last for first, _, _ in phrase.dates):
        return True
    following = phrase.words[party.last : party.last + 2]
    return len(following) == 2 and following[0] in ("at", "against") and following[1] == "what"


def _find_link_start(phrase: Phrase, at: int) -> int:
    first = at - 1
    while (
        first > 0
        and first - 1 >= at - 4
        and phrase.words[first - 1] not in (",", "on", "in", "and")
    ):
        first -= 1
        if phrase.words[first] in (
            "a",
            "an",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "several",
            "just",
        ):
            break
    return first


def _starts_clause(phrase: Phrase, at: int, lexicon: Lexicon) -> bool:
    """Whether a verb phrase or a subject with its verb follows the "and"."""
    while at < len(phrase) and (phrase.words[at] in _BEFORE_SUBJECT or at in phrase.date_words):
        at += 1
    if phrase.words[at : at + 1] in (["in"], ["on"]) and at + 1 < len(phrase):
        after = at + 1 + (phrase.words[at + 1] == "the")
        at = after + 1 if phrase.words[after] in _PARTS_OF_DAY else at
    if at >= len(phrase):
        return False
    verbs = lexicon.find_verbs(phrase.words, at)
    if any(sense.form == "past" and "effect" not in sense.marks for sense in verbs):
        return True
    party = phrase.find_party(at)
    if party is None or party.last >= len(phrase):
        return False
    following = phrase.words[party.last]
    verbs_after = lexicon.find_verbs(phrase.words, party.last)
    return following in _AUXILIARIES or any(sense.form in ("past", "s") for sense in verbs_after)


def _find_antecedent(phrase: Phrase, at: int) -> PartyPhrase | None:
    return phrase.find_party_before(at) or (phrase.find_party_before(at - 1) if at else None)
