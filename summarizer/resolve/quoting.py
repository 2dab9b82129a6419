"""The engine's words and where they stand in the article."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.grounding import Rejection, ground, ground_spans
from summarizer.occurrences import find_in
from summarizer.resolve.findings import Findings
from summarizer.textmap import TextMap
from summarizer_schemas.record import Evidence


class Quotes:
    """Looks words up in one text; an event, its figures and its claims ask for the same ones."""

    def __init__(self, text: TextMap, findings: Findings) -> None:
        self.text = text
        self._findings = findings
        self._spans: dict[str, tuple[Evidence, ...] | Rejection] = {}
        self._words: dict[str, Evidence | Rejection] = {}

    def find_all(self, quotes: Sequence[str], *, near: int | None = None) -> list[Evidence]:
        """Returns the evidence for these quotes in order of the text; rejects what has none."""
        kept: dict[tuple[int, int], Evidence] = {}
        for quote in quotes:
            found = self._spans.get(quote)
            if found is None:
                found = ground_spans(self.text, quote, near=near)
                if isinstance(found, Rejection) or True not in [one.ambiguous for one in found]:
                    self._spans[quote] = found
            if isinstance(found, Rejection):
                self._findings.reject("evidence", found.quote, found.reason)
                continue
            if not kept:
                near = found[0].start
            for span in found:
                kept.setdefault((span.start, span.end), span)
        return [kept[span] for span in sorted(kept)] if len(kept) > 1 else list(kept.values())

    def find(self, words: str, near: int | None) -> Evidence | Rejection:
        """Returns where a few words stand, the nearest place to `near`."""
        found = self._words.get(words)
        if found is None:
            found = ground(self.text, words, near=near)
            if isinstance(found, Rejection) or not found.ambiguous:
                self._words[words] = found
        return found


class FieldWords:
    """The evidence of one event; words from elsewhere are added under their field's name."""

    def __init__(self, quotes: Quotes, findings: Findings, own: Sequence[Evidence]) -> None:
        self._quotes = quotes
        self._findings = findings
        self._own = tuple(own)
        self._evidence = list(own)
        self._added: set[tuple[int, int, str]] = set()

    @property
    def start(self) -> int:
        """Where the event is first told of."""
        return self._own[0].start

    def locate(self, words: str, name: str) -> tuple[str, int] | None:
        """Returns the raw words and their place, or None when the article has them nowhere."""
        for own in self._own:
            at = find_in(own.quote, words)
            if at >= 0:
                return words, own.start + at
        found = self._quotes.find(words, self.start)
        if isinstance(found, Rejection):
            self._findings.reject("field", words, found.reason)
            return None
        key = (found.start, found.end, name)
        inside = any(own.start <= found.start and found.end <= own.end for own in self._own)
        if not inside and key not in self._added:
            self._added.add(key)
            self._evidence.append(found.model_copy(update={"field": name}))
        return found.quote, found.start

    def collect(self) -> tuple[Evidence, ...]:
        """Returns what tells of the event, then what supports single fields."""
        return tuple(self._evidence)
