"""What stands between quotation marks, as words of a sentence."""

from __future__ import annotations

from functools import cached_property
from itertools import accumulate

from summarizer.parties import Phrase

_OPENERS = {"“": "”", "«": "»", "„": "“”", "``": "''", "‹": "›", "「": "」", "『": "』"}
_CLOSERS = frozenset({"”", "»", "''", "›", "」", "』"})
_SINGLE = frozenset({"'", "‘"})
MARKS = frozenset({'"', "'", "‘", "’", "“", "”", "«", "»", "„", "``", "''", "‹", "›", "「", "」"})
_OPEN_BEFORE = "([{—–-/…:“‘"


class Quotations:
    """The quotations of a sentence; one may have begun before it, or go on after it."""

    def __init__(self, phrase: Phrase) -> None:
        self._phrase = phrase

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """The words between the marks, [first, last)."""
        if MARKS.isdisjoint(self._phrase.raw):
            return []
        found: list[tuple[int, int]] = []
        first, closers = 0, ""
        for at, mark in enumerate(self._phrase.raw):
            if mark not in MARKS:
                continue
            if closers:
                if mark in closers and not (mark in "'’" and self._opens(at)):
                    found.append((first, at))
                    closers = ""
            elif expected := self._expect(at, mark):
                first, closers = at + 1, expected
            elif not found and (mark == '"' or mark in _CLOSERS):
                found.append((0, at))
        if closers:
            found.append((first, len(self._phrase)))
        return [span for span in found if span[0] < span[1]]

    def _expect(self, at: int, mark: str) -> str:
        """What closes the quotation that the mark opens; nothing when it opens none."""
        if mark in _OPENERS:
            return _OPENERS[mark]
        if mark == '"':
            return mark if self._opens(at) else ""
        opens = mark in _SINGLE and self._last_single > at and self._opens(at)
        return "'’" if opens else ""

    @cached_property
    def inside(self) -> frozenset[int]:
        """Positions of the words between quotation marks."""
        if not self.spans:
            return frozenset()
        return frozenset(n for first, last in self.spans for n in range(first, last))

    @cached_property
    def _last_single(self) -> int:
        marks = [n for n, mark in enumerate(self._phrase.raw) if mark in ("'", "’")]
        return marks[-1] if marks else -1

    def _opens(self, at: int) -> bool:
        text, start, end = self._phrase.text, self._phrase.starts[at], self._phrase.ends[at]
        free = start == 0 or text[start - 1].isspace() or text[start - 1] in _OPEN_BEFORE
        return free and end < len(text) and not text[end].isspace()

    def opens_at(self, at: int) -> bool:
        """Whether a quotation's first word is the one after the mark at `at`."""
        return at + 1 in self._by_first and self._phrase.raw[at] in MARKS

    def end_of(self, first: int) -> int | None:
        """Returns the end of the quotation whose first word is at `first`."""
        return self._by_first.get(first)

    @cached_property
    def _by_first(self) -> dict[int, int]:
        return dict(self.spans)

    @cached_property
    def ends(self) -> frozenset[int]:
        """Positions of the marks that close a quotation."""
        return frozenset(last for _, last in self.spans)

    @cached_property
    def _open_words(self) -> list[int]:
        """How many words up to each position stand outside of all quotations."""
        return list(
            accumulate(
                (
                    word[0].isalnum() and n not in self.inside
                    for n, word in enumerate(self._phrase.raw)
                ),
                initial=0,
            )
        )

    def cover(self, first: int, last: int) -> bool:
        """Whether all words [first, last) stand between marks."""
        return (
            bool(self.spans)
            and first in self.inside
            and self._open_words[first] == self._open_words[last]
        )
