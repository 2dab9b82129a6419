"""Whether the sentence states as a fact a figure that its evidence only has somebody say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from summarizer.attribution import find_claims
from summarizer.coverage.flags import Finding
from summarizer.coverage.numbers import Number
from summarizer.coverage.passage import Passage
from summarizer.parties import find_names
from summarizer.sentences import split_sentences

if TYPE_CHECKING:
    from summarizer.sentences import Span

CUES = frozenset(
    "said says say saying told tells according claim claims claimed claiming alleged alleges "
    "allegedly reported reports report reportedly stated states announced announces announce "
    "confirmed confirms confirm estimated estimates estimate insisted insists declared warned "
    "warns denied denies accused accuses accusing added acknowledged admitted wrote noted "
    "believes believed believe "
    "explained blamed blames quoted cited cites citing put puts argued argues testified".split()
)
_SPEAKER = re.compile(r"^[^:.]{2,60}: |[\"“”]")  # "Police: nine dead"; or the words of somebody
_MAX_SENTENCE_CHARS = 1_500
_MAX_FIGURES = 8  # of one sentence; a key point has 35 words
_MAX_PLACES = 16  # of one number; a number told so often is no single claim


def check_claimant(
    passage: Passage, proof: Passage, *, numbers: list[Number], told: list[Number]
) -> Iterator[Finding]:
    """At most one finding: the first figure told without those who give it."""
    if proof.telling.isdisjoint(CUES) or not passage.telling.isdisjoint(CUES):
        return
    if _SPEAKER.search(passage.text):
        return
    for number in numbers[:_MAX_FIGURES]:
        places = [proof.start(one.first) for one in told if one.value == number.value]
        if not places:
            continue
        start = passage.start(number.first)
        figure = next((one for one in passage.figures if one.start <= start < one.end), None)
        if figure and _is_always_claimed(proof.text, places):
            yield Finding("claimant_missing", figure.start, figure.end)
            return


def _is_always_claimed(text: str, places: list[int]) -> bool:
    """Whether the number stands within somebody's statement wherever it stands."""
    return all(
        _is_claimed(text, sentence, place)
        for sentence in split_sentences(text)
        for place in places[:_MAX_PLACES]
        if sentence.start <= place < sentence.end
    )


def _is_claimed(text: str, sentence: Span, place: int) -> bool:
    """Whether what stands at `place` of the sentence is said by somebody."""
    if sentence.end - sentence.start > _MAX_SENTENCE_CHARS:
        return False
    claims = find_claims(text, sentence.start, sentence.end, names=find_names(text, [sentence]))
    return any(
        one.claimant is not None
        and any(
            first <= place < last
            for first, last in ((one.content_start, one.content_end), one.more or (0, 0))
        )
        for one in claims
    )
