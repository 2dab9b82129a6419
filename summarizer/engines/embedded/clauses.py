"""A sentence taken apart: who says what, and the clauses of what is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from summarizer.engines.embedded.lexicon import Lexicon
from summarizer.engines.embedded.phrases import PartyPhrase, Phrase
from summarizer_schemas.record import Stance

Opening = Literal["main", "relative", "resumed", "and", "after", "before", "while"]

CUES: dict[str, Stance] = {
    **dict.fromkeys(
        ("said", "says", "say", "added", "told", "stated", "noted", "wrote", "explained"), "asserts"
    ),
    **dict.fromkeys(("claimed", "claims", "alleged", "alleges", "insisted", "insists"), "claims"),
}
"""Words that always introduce what somebody says."""

THAT_CUES: dict[str, Stance] = {
    **dict.fromkeys(
        ("reported", "announced", "declared", "warned", "estimated", "reports", "announces"),
        "asserts",
    ),
    **dict.fromkeys(("confirmed", "acknowledged", "admitted", "confirms"), "confirms"),
    **dict.fromkeys(("denied", "denies"), "denies"),
}
"""Words that do so only before "that"; elsewhere they have an ordinary object."""

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
    "but": "and",
}
_RELATIVES = frozenset({"which", "who", "where", "whose"})
_PRONOUNS = frozenset({"it", "he", "she", "they", "we"})
_STOPS = frozenset({";", "—", "–", ":", "--"})
_MAX_CLAIMANT_WORDS = 14


@dataclass(frozen=True, slots=True)
class Statement:
    """Words [first, last) of a sentence, and who says them."""

    first: int
    last: int
    claimant: tuple[int, int] | None = None
    cue: tuple[int, int] | None = None
    stance: Stance = "asserts"

    @property
    def outer_first(self) -> int:
        """The first word, the claimant included when it stands in front."""
        return min(self.first, self.claimant[0]) if self.claimant else self.first


@dataclass(frozen=True, slots=True)
class Clause:
    """Words [first, last) with at most one happening."""

    first: int
    last: int
    opening: Opening = "main"
    antecedent: PartyPhrase | None = None
    """Whom a relative clause ("which Vantia attacked") is about; in a clause resumed after
    one ("…, has withdrawn"), the subject."""
    link: tuple[int, int] | None = None
    """The words "a day after" that tie this clause to the one before."""


def split_statements(phrase: Phrase) -> list[Statement]:
    """Returns what is said in the sentence, each part with its claimant if it has one."""
    statements: list[Statement] = []
    bounds = [0, *_find_turns(phrase), len(phrase)]
    for first, last in pairwise(bounds):
        statements.append(_read_statement(phrase, first, last))
    return statements


def _find_turns(phrase: Phrase) -> Iterator[int]:
    """Where ", and Vantia said" hands over to the next speaker."""
    for at, word in enumerate(phrase.words):
        if word not in ("and", "but", "while", "whereas") or not at:
            continue
        claimant = _party_at(phrase, at + 1)
        if claimant and _find_cue(phrase, claimant.last, claimant.last + 2):
            yield at + 1


def _read_statement(phrase: Phrase, first: int, last: int) -> Statement:
    according = _find_according(phrase, first, last)
    if according:
        return according
    for at in range(first, last):
        cue = _cue_at(phrase, at)
        if cue is None:
            continue
        leading = _read_leading(phrase, first, at, last, cue)
        if leading:
            return leading
        trailing = _read_trailing(phrase, first, at, last, cue)
        if trailing:
            return trailing
    return Statement(first, last)


def _cue_at(phrase: Phrase, at: int) -> Stance | None:
    word = phrase.words[at]
    if word in CUES:
        return CUES[word]
    following = phrase.words[at + 1] if at + 1 < len(phrase) else ""
    return THAT_CUES.get(word) if following == "that" else None


def _find_cue(phrase: Phrase, first: int, last: int) -> int | None:
    return next((at for at in range(first, min(last, len(phrase))) if _cue_at(phrase, at)), None)


def _read_leading(
    phrase: Phrase, first: int, at: int, last: int, stance: Stance
) -> Statement | None:
    """As in "Vantia said (on Friday) (that) …"."""
    claimant = _subject_before(phrase, first, at)
    if claimant is None:
        return None
    content = at + 1
    if phrase.words[at] == "told":
        hearer = _party_at(phrase, content)
        content = hearer.last if hearer else content
    content = _skip_dates(phrase, content, last)
    while content < last and phrase.words[content] in (
        "that",
        ",",
        ":",
        '"',
        "“",
        "‘",
        "in",
        "statement",
        "a",
    ):
        if phrase.words[content] == "a" and phrase.words[content - 1] != "in":
            break
        if phrase.words[content] == "in" and phrase.words[content + 1 : content + 3] != [
            "a",
            "statement",
        ]:
            break
        content += 1
    if last - content < 2:
        return None
    return Statement(content, last, claimant, (at, at + 1), stance)


def _subject_before(phrase: Phrase, first: int, at: int) -> tuple[int, int] | None:
    """The words before the cue, when they can be a subject and nothing else."""
    begin = _skip_dates(phrase, first, at)
    while begin < at and phrase.words[begin] in (
        ",",
        "but",
        "and",
        "meanwhile",
        "however",
        "also",
        '"',
        "“",
    ):
        begin += 1
    end = at
    while end > begin and phrase.words[end - 1] in (
        "also",
        "has",
        "have",
        "had",
        "later",
        "earlier",
        "then",
        "both",
    ):
        end -= 1
    if not 0 < end - begin <= _MAX_CLAIMANT_WORDS:
        return None
    parties = [party for party in phrase.parties if begin <= party.first and party.last <= end]
    if parties and parties[0].first == begin:
        whole = parties[0]
        rest = phrase.words[whole.last : end]
        if not rest or rest[0] in (",", "of", "in", "for", "from", "and", "who", "at"):
            return whole.first, whole.last
    bare = end - begin <= 4 and "," not in phrase.words[begin:end]
    opens = phrase.words[begin] in ("a", "an", "the", "one", "its", "his", "her", "their")
    return (begin, end) if bare and opens else None


def _read_trailing(
    phrase: Phrase, first: int, at: int, last: int, stance: Stance
) -> Statement | None:
    """As in "…, Vantia said." and "…, said Vantia."."""
    before = next(
        (n for n in range(at - 1, first, -1) if phrase.words[n] in (",", '"', "”", "’")), None
    )
    if before is None:
        return None
    inverted = before == at - 1
    party = _party_at(phrase, at + 1) if inverted else _party_at(phrase, before + 1)
    if party is None or party.last > last or (not inverted and at - party.last > 2):
        return None
    end = before
    while end > first and phrase.words[end - 1] in (",", '"', "”", "’"):
        end -= 1
    begin = first
    while begin < end and phrase.words[begin] in ('"', "“", "‘", "and", "but"):
        begin += 1
    if end - begin < 2:
        return None
    return Statement(begin, end, (party.first, party.last), (at, at + 1), stance)


def _find_according(phrase: Phrase, first: int, last: int) -> Statement | None:
    for at in range(first, last - 2):
        if phrase.words[at : at + 2] != ["according", "to"]:
            continue
        party = _party_at(phrase, at + 2)
        end = (
            party.last
            if party
            else next((n for n in range(at + 2, last) if phrase.words[n] in (",", ".")), last)
        )
        if end <= at + 2:
            return None
        claimant, cue = (at + 2, end), (at, at + 2)
        if at <= first + 1:
            content = end + 1 if end < last and phrase.words[end] == "," else end
            return Statement(content, last, claimant, cue) if last - content >= 2 else None
        return Statement(first, at, claimant, cue)
    return None


def _party_at(phrase: Phrase, at: int) -> PartyPhrase | None:
    return next(
        (party for party in phrase.parties if party.first == at and not party.is_adjective), None
    )


def _skip_dates(phrase: Phrase, at: int, last: int) -> int:
    """As in "said on Friday that": when it was said. "said Friday's vote" is about the vote."""
    for first, end, date in phrase.dates:
        if first == at and end < last and not date.text.endswith(("'s", "’s")):
            at = end
    return at


def split_clauses(phrase: Phrase, statement: Statement, lexicon: Lexicon) -> list[Clause]:
    """Returns the clauses of a statement in order; each word belongs to one of them."""
    clauses = [Clause(statement.first, statement.last)]
    for at in range(statement.first + 1, statement.last):
        current = clauses[-1]
        cut = _find_resumption(phrase, at, current, lexicon) or _find_cut(
            phrase, at, current, lexicon
        )
        if cut is None or cut.first <= current.first:
            continue
        clauses[-1] = replace(current, last=cut.first)
        clauses.append(replace(cut, last=statement.last))
    return clauses


def _find_resumption(phrase: Phrase, at: int, current: Clause, lexicon: Lexicon) -> Clause | None:
    """Where the sentence goes on after what was put between a subject and its verb."""
    if not _starts_predicate(phrase, at, lexicon):
        return None
    if current.opening == "relative" and phrase.words[at - 1] == "," and at > current.first + 1:
        return Clause(at, at, "resumed", current.antecedent)
    agent = _party_ending(phrase, at)
    if agent and agent.first - 2 > current.first and phrase.words[agent.first - 1] == "by":
        # "The groups struck by Vantia have been …": the subject stands before "struck".
        subject = _party_ending(phrase, agent.first - 2)
        if subject and subject.first >= current.first:
            return Clause(at, at, "resumed", subject)
    return None


def _starts_predicate(phrase: Phrase, at: int, lexicon: Lexicon) -> bool:
    if phrase.words[at] in _AUXILIARIES:
        return True
    found = lexicon.match(phrase.words, at)
    return found is not None and any(sense.form in ("past", "s") for sense in found[1])


def _find_cut(phrase: Phrase, at: int, current: Clause, lexicon: Lexicon) -> Clause | None:
    """The clause that begins at or shortly before `at`, its end still open."""
    word = phrase.words[at]
    before = phrase.words[at - 1]
    if word in _STOPS:
        return Clause(at, at)
    if word in ("after", "before") and before in _TIME_UNITS:
        first = _find_link_start(phrase, at)
        return Clause(first, at, "after" if word == "after" else "before", link=(first, at + 1))
    if at in phrase.date_words:
        return None
    if _opens_relative(phrase, at):
        return Clause(at, at, "relative", _find_antecedent(phrase, at))
    if (
        word == "as"
        and (before == "," or _party_at(phrase, at + 1))
        and before not in ("well", "such")
    ):
        return Clause(at, at, "while")
    if word in _SUBORDINATORS:
        return Clause(at, at, _SUBORDINATORS[word])
    if word in ("and", "then") and _starts_clause(phrase, at + 1, lexicon):
        # "Vantia and Norland agreed": without a verb before it, "and" joins two subjects.
        if any(_starts_predicate(phrase, n, lexicon) for n in range(current.first, at)):
            return Clause(at, at, "and")
    return None


def _opens_relative(phrase: Phrase, at: int) -> bool:
    word, ending = phrase.words[at], _party_ending(phrase, at)
    if word == "that":
        following = phrase.words[at + 1] if at + 1 < len(phrase) else ""
        return ending is not None and (following in _PRONOUNS or following in _AUXILIARIES)
    return word in _RELATIVES and (phrase.words[at - 1] == "," or ending is not None)


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
    while at < len(phrase) and phrase.words[at] in ("then", "also", "later"):
        at += 1
    if at >= len(phrase):
        return False
    found = lexicon.match(phrase.words, at)
    if found and any(sense.form == "past" and "effect" not in sense.marks for sense in found[1]):
        return True
    party = _party_at(phrase, at)
    if party is None or party.last >= len(phrase):
        return False
    following = phrase.words[party.last]
    after = lexicon.match(phrase.words, party.last)
    is_verb = after is not None and any(sense.form in ("past", "s") for sense in after[1])
    return following in _AUXILIARIES or is_verb


def _party_ending(phrase: Phrase, at: int) -> PartyPhrase | None:
    return next((party for party in phrase.parties if party.last == at), None)


def _find_antecedent(phrase: Phrase, at: int) -> PartyPhrase | None:
    return _party_ending(phrase, at) or (_party_ending(phrase, at - 1) if at else None)
