"""Forms of names, found in a text: the longest form that begins at a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

LETTER = r"\w\u0300-\u036f"  # combining marks belong to their word
_ODD_SPACE = re.compile(r"[^\S ]|  ")
_GOES_ON = re.compile(rf"[{LETTER}]")
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
        self._sorted: dict[str, tuple[int, Sequence[str]]] = {}
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
        start = word.start()
        size, sorted_forms = self._list_forms(first)
        window = text[start : min(end, start + size + 1)]
        if not self._cased and len(low := window.lower()) == len(window):
            window = low
        if _ODD_SPACE.search(window) is None:
            for form in sorted_forms:
                if window.startswith(form) and not _GOES_ON.match(window, len(form)):
                    return start + len(form), forms[form]
            return start, None
        return self._find_spread(text, word, end, first)

    def _list_forms(self, first: str) -> tuple[int, Sequence[str]]:
        """The length of the longest form that begins with a word, and all, the longest first."""
        known = self._sorted.get(first)
        if known is None:
            forms = sorted(self._forms[first], key=len, reverse=True)
            known = self._sorted[first] = len(forms[0]), forms
        return known

    def _find_spread(
        self, text: str, word: re.Match[str], end: int, first: str
    ) -> tuple[int, Meaning | None]:
        """The same where words are parted by more than a space: across lines, in columns."""
        found = self._pattern(first).match(text, word.start(), end)
        if found is None:
            return word.start(), None
        key = " ".join(found.group().split())
        return found.end(), self._forms[first].get(key if self._cased else key.lower())

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
