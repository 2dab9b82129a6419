"""Claims of one sentence of a text, by offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.attribution.attributions import CUE_WORDS, Attribution, find_attributions
from summarizer.parties import Phrase
from summarizer.sentences import is_caseless, tokenize
from summarizer_schemas.record import Modality, Stance

_LETTERS = re.compile("[a-z]+")  # no word of saying has others
_MAX_CHARS = 4_000
"""Longer stretches without a full stop are lists or tables, and say nothing."""


@dataclass(frozen=True, slots=True)
class ClaimMention:
    """Who says what; all offsets are code points of the text handed in.

    Attributes:
        start: First code point of claimant, cue and content together.
        end: One past their last.
        claimant_start: Where the claimant stands; None when nobody is named.
        claimant_end: One past it.
        claimant: The claimant in the text's words.
        cue_start: Where the word of saying stands.
        cue_end: One past it.
        cue: The word of saying.
        content_start: Where what is said begins, without quotation marks.
        content_end: One past it; where the attribution stands in its midst, up to there.
        more: What is said after the attribution in its midst, if anything, as (start, end).
        stance: How the claimant stands to it.
        modality: `quote` when all of it stands between quotation marks.
        reported_by: Who says that the claimant says so, in the text's words.
    """

    start: int
    end: int
    claimant_start: int | None
    claimant_end: int | None
    claimant: str | None
    cue_start: int
    cue_end: int
    cue: str
    content_start: int
    content_end: int
    more: tuple[int, int] | None
    stance: Stance
    modality: Modality
    reported_by: str | None = None


def find_claims(
    text: str,
    start: int = 0,
    end: int | None = None,
    *,
    names: frozenset[str] = frozenset(),
    cased: bool | None = None,
) -> list[ClaimMention]:
    """Finds who says what in one sentence.

    Args:
        text: The raw text; offsets of the result count in it.
        start: First code point of the sentence.
        end: One past its last; the end of the text when not given.
        names: Words known to be names (see `summarizer.parties.find_names`).
        cased: Whether capitals tell names from words in the text; found out when not given.

    Returns:
        Claims in the order of their words of saying.

    >>> [found] = find_claims("The bridge has fallen, police said on Monday.")
    >>> found.claimant, found.cue, found.stance
    ('police', 'said', 'asserts')
    """
    stop = len(text) if end is None else min(end, len(text))
    if not 0 < stop - start <= _MAX_CHARS:
        return []
    low = text[start:stop].lower()
    if CUE_WORDS.isdisjoint(_LETTERS.findall(low)) and ":" not in low:
        return []
    tokens = tokenize(text, start, stop)
    cased = not is_caseless(text) if cased is None else cased
    phrase = Phrase(text, tokens, names=names, cased=cased)
    return [_mention(phrase, one) for one in find_attributions(phrase)]


def _mention(phrase: Phrase, one: Attribution) -> ClaimMention:
    starts, ends = phrase.starts, phrase.ends
    first, last = one.span
    content, *more = [(starts[begin], ends[end - 1]) for begin, end in one.contents]
    claimant = one.claimant
    return ClaimMention(
        start=starts[first],
        end=ends[last - 1],
        claimant_start=starts[claimant[0]] if claimant else None,
        claimant_end=ends[claimant[1] - 1] if claimant else None,
        claimant=phrase.slice(*claimant) if claimant else None,
        cue_start=starts[one.cue[0]],
        cue_end=ends[one.cue[1] - 1],
        cue=phrase.slice(*one.cue),
        content_start=content[0],
        content_end=content[1],
        more=more[0] if more else None,
        stance=one.stance,
        modality=one.modality,
        reported_by=phrase.slice(*one.reported_by) if one.reported_by else None,
    )
