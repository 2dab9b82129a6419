"""Figures as they are handed out: words, measure, group, and the whole one is a part of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.figures.amounts import Amount
    from summarizer.figures.counted import Count
    from summarizer.figures.sentence import Sentence
    from summarizer.figures.tolls import Update
    from summarizer_schemas.record import Measure

_MAX_WHOLE_GAP = 300  # characters back to the whole a part belongs to: a sentence or two


@dataclass(frozen=True, slots=True)
class FigureMention:
    """One number of people, and what became of them.

    Attributes:
        start: First code point of the phrase, in the text handed in.
        end: One past its last code point.
        text: The number with its noun, as the text writes it ("at least 12 soldiers").
        measure: What is counted.
        amount: How many.
        group: Who is counted ("soldiers"); None when the text gives a bare number.
        group_span: Where `group` stands, as (start, end).
        subset_of: Index, in the returned list, of the figure this one is a part of. An increment
            and an earlier count are parts of the total they went into, which may stand after them.
        update: Which side of a change told in one sentence the number is on: "total" ("bringing
            the toll to 14"), "increment" ("two more bodies", when the total is told), or
            "superseded" ("up from 12"); None for every other number. Only the total is a toll to
            set against other tolls.
        cue_start: First code point of the words that give the measure ("killed").
        cue_end: One past their last code point.
    """

    start: int
    end: int
    text: str
    measure: Measure
    amount: Amount
    group: str | None
    group_span: tuple[int, int] | None
    subset_of: int | None
    cue_start: int
    cue_end: int
    update: Update | None = None


class Mentions:
    """The figures found so far, and which of them may be the whole of a part."""

    def __init__(self) -> None:
        self.found: list[FigureMention] = []
        self._wholes: list[int] = []

    def add(self, sentence: Sentence, counts: Sequence[Count]) -> None:
        """Append the figures of a sentence to those of the sentences before it."""
        for count in counts:
            whole = self._find_whole(sentence, count) if count.is_part else None
            told = None if whole is None else self.found[whole]
            for measure, first, last in count.links:
                cue = sentence.tokens[first].start, sentence.tokens[last].end
                same = told is not None and told.measure == measure
                count.place = len(self.found)
                if not count.is_part and count.update in {None, "total"}:
                    self._wholes.append(len(self.found))
                self.found.append(_mention(sentence, count, measure, whole if same else None, cue))
            if told is not None and not count.links and count.amount.best != 0:
                cue = told.cue_start, told.cue_end
                self.found.append(_mention(sentence, count, told.measure, whole, cue))

        for count in counts:
            if count.sum is not None and count.place is not None:
                self.found[count.place] = replace(
                    self.found[count.place], subset_of=count.sum.place
                )

    def _find_whole(self, sentence: Sentence, count: Count) -> int | None:
        """The nearest figure before that the part can belong to."""
        measure = count.member_of or (count.links[0][0] if count.links else None)
        start = sentence.tokens[count.first].start
        inside = count.is_bare and not count.member_of
        reach = start - sentence.tokens[0].start if inside else _MAX_WHOLE_GAP
        for index in reversed(self._wholes):
            told = self.found[index]
            if start - told.end > reach:
                break
            fits = told.end <= start and measure in {None, told.measure}
            if fits and not _exceeds(count.amount, told.amount):
                return index
        return None


def _exceeds(part: Amount, whole: Amount) -> bool:
    """Whether the part is larger than the whole can be."""
    least = part.low if part.low is not None else part.best
    return least is not None and whole.high is not None and whole.high < least


def _mention(
    sentence: Sentence, count: Count, measure: Measure, whole: int | None, cue: tuple[int, int]
) -> FigureMention:
    start, end = sentence.tokens[count.first].start, sentence.tokens[count.after - 1].end
    span = None
    if not count.is_bare and not (count.member_of and count.inner == count.noun):
        span = (sentence.tokens[count.noun].start, end)
    if sentence.low(count.after - 1) in _nouns_of_count(sentence, measure):
        span = None
    return FigureMention(
        start=start,
        end=end,
        text=sentence.text[start:end],
        measure=measure,
        amount=count.amount,
        group=sentence.text[span[0] : span[1]] if span else None,
        group_span=span,
        subset_of=whole,
        cue_start=cue[0],
        cue_end=cue[1],
        update=count.update,
    )


def _nouns_of_count(sentence: Sentence, measure: Measure) -> frozenset[str]:
    """Nouns that say how many, not who: "deaths", "injuries", "lives", "more"."""
    heads = () if measure == "participants" else sentence.cues.head
    return frozenset({"casualties", "lives", "more", *heads}) - {"protesters", "demonstrators"}
