"""Who says what in a sentence: the attribution is told apart from what it attributes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from summarizer.attribution.attributions import CUE_WORDS, REACH, Attribution, find_attributions
from summarizer.attribution.cues import PREPOSITIONS, is_finite
from summarizer.parties import Phrase
from summarizer_schemas.record import Modality, Stance

_MIN_WORDS = 2
"""A shorter stretch between two attributions is a comma or an "and"."""
_ASIDE_OPENERS = frozenset({"what", "where", "which", "who"})
_ENDS_NAME = PREPOSITIONS | {"and", "to"}


@dataclass(slots=True, unsafe_hash=True)
class Statement:
    """Words [first, last) of a sentence, and who says them; once made, nobody changes it."""

    first: int
    last: int
    claimant: tuple[int, int] | None = None
    cue: tuple[int, int] | None = None
    stance: Stance = "asserts"
    modality: Modality = "paraphrase"
    resumes: tuple[int, int] | None = None
    """The subject, where the attribution stands behind it: "| The army |, Velk said, had left"."""

    @property
    def outer_first(self) -> int:
        """The first word; claimant, cue and subject included when they stand in front."""
        first = self.first
        for span in (self.claimant, self.cue, self.resumes):
            if span and span[0] < first:
                first = span[0]
        return first


def split_statements(phrase: Phrase) -> list[Statement]:
    """Returns what is said in the sentence, each part with its claimant if it has one.

    Only clauses are parted from who says them: an accusation or a denial with a noun ("denied
    any part in the raid") is a happening of its own and stays whole (see `find_positions`), and
    so does what is said in passing ("what it said were …", "where it said …"), around which the
    sentence goes on. What the article says in its own voice is a statement without claimant;
    "it was reported that" has a cue only.

    >>> from summarizer.sentences import tokenize
    >>> text = "Kenya said the road was open."
    >>> phrase = Phrase(text, tokenize(text), names=frozenset(), cased=True)
    >>> [(phrase.slice(one.first, one.last), one.stance) for one in split_statements(phrase)]
    [('the road was open.', 'asserts')]
    """
    if CUE_WORDS.isdisjoint(phrase.words) and ":" not in phrase.words:
        return [Statement(0, len(phrase))]
    found = [
        one for one in find_attributions(phrase) if one.is_clausal and not _is_aside(phrase, one)
    ]
    if not found:
        return [Statement(0, len(phrase))]
    statements = [
        statement
        for at, one in enumerate(found)
        for statement in _part(phrase, one, found[max(0, at - REACH) : at + REACH + 1])
    ]
    statements.extend(_find_own_voice(phrase, found))
    return sorted(statements, key=lambda one: (one.first, one.last))


def find_positions(phrase: Phrase) -> list[Statement]:
    """Returns who accuses, denies, rejects or reports something told by a noun, in order.

    The words of each reach from its first stretch to its last.

    >>> from summarizer.sentences import tokenize
    >>> text = "Kenya denied any part in the raid."
    >>> phrase = Phrase(text, tokenize(text), names=frozenset(), cased=True)
    >>> [(phrase.slice(one.first, one.last), one.stance) for one in find_positions(phrase)]
    [('any part in the raid', 'denies')]
    """
    return [
        _state(phrase, one, (one.contents[0][0], one.contents[-1][1]))
        for one in find_attributions(phrase)
        if one.claimant and not one.is_clausal
    ]


def _is_aside(phrase: Phrase, one: Attribution) -> bool:
    """As in "what it said were …": whoever acts in the sentence acts on in it."""
    first = one.claimant[0] if one.claimant else 0
    return first > 0 and phrase.words[first - 1] in _ASIDE_OPENERS


def _part(phrase: Phrase, one: Attribution, near: list[Attribution]) -> list[Statement]:
    """What one attribution says: its stretches, a subject joined to its verb."""
    spans = _cut_inner(one, near, len(phrase))
    if len(one.contents) > 1 and len(spans) > 1:
        first, last = one.contents[0]
        whole = spans[0] == (first, last) and spans[1][0] == one.contents[1][0]
        if whole and not any(is_finite(phrase.words[n]) for n in range(first, last)):
            joined = replace(_state(phrase, one, spans[1]), resumes=spans[0])
            return [joined, *(_state(phrase, one, span) for span in spans[2:])]
    return [_state(phrase, one, span) for span in spans]


def _state(phrase: Phrase, one: Attribution, span: tuple[int, int]) -> Statement:
    claimant = one.claimant
    party = phrase.find_party(claimant[0]) if claimant else None
    if claimant and party and party.last < claimant[1]:
        after = phrase.words[party.last]
        # The engine knows a claimant by its party; "of the ministry" is told by that, but
        # "Army sources" are not the army.
        if after in _ENDS_NAME or not (after == "." or after[0].isalnum()):
            claimant = party.first, party.last
    return Statement(*span, claimant, one.cue, one.stance, one.modality)


def _cut_inner(one: Attribution, near: list[Attribution], size: int) -> list[tuple[int, int]]:
    """The words only this claimant answers for: what another says in them is cut out."""
    inner = [
        other.span
        for other in near
        if other is not one and any(a <= other.cue[0] < b for a, b in one.contents)
    ]
    spans = [
        (first, _reach_end(first, last, size))
        for content in one.contents
        for first, last in _subtract(content, inner)
    ]
    return [(first, last) for first, last in spans if last - first >= _MIN_WORDS]


def _reach_end(first: int, last: int, size: int) -> int:
    """The full stop belongs to the last statement."""
    return size if first < last and size - last <= 1 else last


def _subtract(whole: tuple[int, int], holes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    first, last = whole
    rest: list[tuple[int, int]] = []
    for begin, end in sorted(holes):
        if first < min(begin, last):
            rest.append((first, min(begin, last)))
        first = max(first, end)
    return [*rest, (first, last)] if first < last else rest


def _find_own_voice(phrase: Phrase, found: list[Attribution]) -> list[Statement]:
    """What no attribution covers: the article's own words."""
    covered = [span for one in found for span in (*one.contents, *_mark(phrase, one))]
    return [
        Statement(first, last)
        for first, last in _subtract((0, len(phrase)), covered)
        if last - first > _MIN_WORDS
    ]


def _mark(phrase: Phrase, one: Attribution) -> list[tuple[int, int]]:
    """Claimant and cue; a claimant who is the subject of another verb stays with that."""
    before = phrase.words[one.cue[0] - 1] if one.cue[0] else ""
    shared = phrase.words[one.cue[0]].endswith("ing") or before in ("and", "but")
    return [one.cue] if shared or one.claimant is None else [one.cue, one.claimant]
