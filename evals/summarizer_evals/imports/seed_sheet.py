"""What the rooms of the `seed-gold/1` conversion share: the article, and what found no place."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from summarizer.folding import fold
from summarizer.textmap import TextMap
from summarizer_evals.imports.counts import Count, read_counts

_FOLLOWS = frozenset({"quad", "quad_class", "polarity", "published_weekday", "full_name"})
"""What other values say already (`full_name` where it is null)."""


@dataclass
class SeedSheet:
    """The article and annotation that are converted, and what gold has no place for.

    Attributes:
        text: the article, read.
        data: the annotation.
        remarks: what the annotator wrote, or must hear of.
        left_out: names of fields -> where they stand.
    """

    text: TextMap
    data: dict[str, Any]
    remarks: list[str] = field(default_factory=list[str])
    left_out: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    _counts: list[Count] | None = None

    @property
    def counts(self) -> list[Count]:
        """The figures of the article."""
        if self._counts is None:
            self._counts = read_counts(self.text)
        return self._counts

    def note_rest(self, data: dict[str, Any], where: str, kept: Collection[str]) -> None:
        """Keeps remarks of the annotator, and the names of all else that has no place."""
        for name, value in data.items():
            if name in kept or value in (None, [], {}, ""):
                continue
            if name in _FOLLOWS and not (name == "full_name" and value):
                continue
            if isinstance(value, str):
                self.remarks.append(f"{where}.{name}: {value}")
            else:
                self.left_out.setdefault(name, []).append(where)

    def write_notes(self) -> str:
        """Returns all of it as one text."""
        lines = list(self.remarks)
        if self.left_out:
            names = ", ".join(
                f"{name} ({', '.join(dict.fromkeys(places))})"
                for name, places in self.left_out.items()
            )
            lines.append(f"left out, as gold/1 has no place for it: {names}")
        return "\n".join(lines)

    def stands(self, words: str) -> bool:
        """Tells whether words are the article's own, as lint does."""
        return bool(words) and fold(words).text in self.text.folded.text

    def find_own(self, *wordings: str | None) -> str | None:
        """Returns the first wording that is the article's own, if need be without its brackets."""
        for one in wordings:
            for words in (one or "", strip_brackets(one or "")):
                if self.stands(words):
                    return words
        return None


def strip_brackets(words: str) -> str:
    """Returns words without what an annotator added in brackets.

    Example:
        >>> strip_brackets("the state (Vantia, by inference)")
        'the state'
    """
    return " ".join(re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", words).split())


def drop_equal(values: Any, *main: Any) -> list[Any]:
    """Returns further values without those that are the value itself, each once.

    null stays: it says that leaving the slot empty is no mistake.

    Example:
        >>> drop_equal(["GOV", "MIL", "GOV", None], "MIL"), drop_equal(None, "MIL")
        (['GOV', None], [])
    """
    return [one for one in dict.fromkeys(values or ()) if one is None or one not in main]


def convert_spans(*given: Any) -> list[dict[str, Any]]:
    """Returns the spans of one or more lists of them, each once."""
    spans: list[dict[str, Any]] = []
    for value in given:
        listed: Any = [value] if isinstance(value, dict) else value or ()
        for one in listed:
            span = {name: one[name] for name in ("quote", "start", "end") if name in one}
            if span not in spans:
                spans.append(span)
    return spans
