"""One sentence as tokens: what stands at a token, and which cue ends or begins there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.figures.cues import load_cues
from summarizer.figures.tokens import read_tokens
from summarizer.figures.words import LINKERS, WHEN

if TYPE_CHECKING:
    from summarizer_schemas.record import Measure

Link = tuple["Measure", int, int]
"""What is counted, and the first and the last token of the words that say so."""


class Sentence:
    """The tokens of one sentence, and what stands at each."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.tokens = read_tokens(text, start, end)
        self.cues = load_cues()

    def low(self, at: int) -> str:
        """Lower-case form of a token; empty before the first and past the last."""
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""

    def is_word(self, at: int) -> bool:
        """Whether a word or a number stands there, not a sign or the end."""
        return self.low(at)[:1].isalnum()

    def is_capitalised(self, at: int) -> bool:
        """Whether a word with a capital stands there."""
        return 0 <= at < len(self.tokens) and self.text[self.tokens[at].start].isupper()

    def ends_clause(self, at: int) -> bool:
        """Whether no object can follow here: "nine killed IN", against "nine killed TWO"."""
        low = self.low(at)
        return not self.is_word(at) or low in LINKERS or low in WHEN or low.endswith("ly")

    def touches(self, at: int) -> bool:
        """Whether nothing stands between token `at` and the one before."""
        return self.tokens[at].start == self.tokens[at - 1].end

    def find_leading(
        self, table: dict[str, list[tuple[tuple[str, ...], Measure]]], at: int
    ) -> Link | None:
        """The cue phrase of `table` whose last word is token `at`."""
        for words, measure in table.get(self.low(at), ()):
            first = at - len(words) + 1
            if first >= 0 and all(self.low(first + n) == word for n, word in enumerate(words)):
                return measure, first, at
        return None

    def find_trailing(self, at: int) -> tuple[Link, bool] | None:
        """The cue phrase that begins at token `at`, and whether it needs no "were"."""
        for words, measure, is_state in self.cues.after.get(self.low(at), ()):
            if all(word in {"*", self.low(at + n)} for n, word in enumerate(words)):
                return (measure, at, at + len(words) - 1), is_state
        return None
