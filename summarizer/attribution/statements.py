"""Who says what in a sentence: the attribution is told apart from what it attributes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from summarizer.parties import Phrase
from summarizer_schemas.record import Stance

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

_CUE_WORDS = frozenset({*CUES, *THAT_CUES, "according"})
_CONTENT_MARKS = frozenset({"that", ",", ":", '"', "“", "‘"})
_OPENING_WORDS = frozenset({",", "but", "and", "meanwhile", "however", "also", '"', "“"})
_MAX_CLAIMANT_WORDS = 14
"""A longer stretch before "said" is a sentence of its own, not somebody."""


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
        """The first word, claimant and cue included when they stand in front."""
        spans = [span for span in (self.claimant, self.cue) if span]
        return min([self.first, *(first for first, _ in spans)])


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
        claimant = phrase.find_party(at + 1)
        if claimant and _find_cue(phrase, claimant.last, claimant.last + 2):
            yield at + 1


def _read_statement(phrase: Phrase, first: int, last: int) -> Statement:
    if _CUE_WORDS.isdisjoint(phrase.words):
        return Statement(first, last)
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
        hearer = phrase.find_party(content)
        content = hearer.last if hearer else content
    content = _skip_dates(phrase, content, last)
    if phrase.words[content : content + 3] == ["in", "a", "statement"]:
        content = _skip_dates(phrase, content + 3, last)
    content = _skip_words(phrase, content, last, _CONTENT_MARKS)
    if last - content < 2:
        return None
    return Statement(content, last, claimant, (at, at + 1), stance)


def _subject_before(phrase: Phrase, first: int, at: int) -> tuple[int, int] | None:
    """The words before the cue, when they can be a subject and nothing else."""
    begin = _skip_dates(phrase, first, at)
    begin = _skip_words(phrase, begin, at, _OPENING_WORDS)
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
    # At the start of a sentence a capital says nothing, but who "said" is somebody.
    named = all(word[0].isupper() for word in phrase.raw[begin:end])
    return (begin, end) if bare and (opens or named) else None


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
    party = phrase.find_party(at + 1) if inverted else phrase.find_party(before + 1)
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
        party = phrase.find_party(at + 2)
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


def _skip_words(phrase: Phrase, at: int, last: int, words: frozenset[str]) -> int:
    while at < last and phrase.words[at] in words:
        at += 1
    return at


def _skip_dates(phrase: Phrase, at: int, last: int) -> int:
    """As in "said on Friday that": when it was said. "said Friday's vote" is about the vote."""
    for first, end, date in phrase.dates:
        if first == at and end < last and not date.text.endswith(("'s", "’s")):
            at = end
    return at
