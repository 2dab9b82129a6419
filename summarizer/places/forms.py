"""Forms of names, found in a text: the longest form that begins at a word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Generic, TypeVar

LETTER = r"\w\u0300-\u036f"  # combining marks belong to their word
WORD = re.compile(rf"(?<![{LETTER}])[^\W\d_][{LETTER}]*")

Meaning = TypeVar("Meaning")


class FormIndex(Generic[Meaning]):
    """Forms by their first word; each stands for a meaning.

    Of two meanings for a form the first is kept.

    Args:
        forms: Each form with what it means; its words are parted by single spaces.
        cased: Whether capitals count. Otherwise forms are kept in lower case.
    """

    def __init__(self, forms: Iterable[tuple[str, Meaning]], *, cased: bool = True) -> None:
        self._cased = cased
        self._forms: dict[str, dict[str, Meaning]] = {}
        self._patterns: dict[str, re.Pattern[str]] = {}
        self.firsts = self._forms.keys()
        """Every word that begins a form."""
        for form, meaning in forms:
            key = form if cased else form.lower()
            first = WORD.match(key)
            if first is not None:
                self._forms.setdefault(first.group(), {}).setdefault(key, meaning)

    def find_longest(self, text: str, word: re.Match[str], end: int) -> tuple[int, Meaning | None]:
        """Where the longest form at this word ends, and its meaning; the word's start if none."""
        first = word.group() if self._cased else word.group().lower()
        forms = self._forms.get(first)
        if forms is None:
            return word.start(), None
        if len(forms) == 1 and first in forms:
            return word.end(), forms[first]
        found = self._pattern(first).match(text, word.start(), end)
        if found is None:
            return word.start(), None
        key = " ".join(found.group().split())
        meaning = forms.get(key if self._cased else key.lower())
        return found.end(), meaning

    def _pattern(self, first: str) -> re.Pattern[str]:
        """All forms that begin with one word, the longest first, over any white space."""
        pattern = self._patterns.get(first)
        if pattern is None:
            forms = sorted(self._forms[first], key=len, reverse=True)
            choices = "|".join(r"\s{1,3}".join(map(re.escape, form.split(" "))) for form in forms)
            flags = 0 if self._cased else re.IGNORECASE
            pattern = re.compile(rf"(?:{choices})(?![{LETTER}])", flags)
            self._patterns[first] = pattern
        return pattern
