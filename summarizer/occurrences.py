"""Where words stand in a text, the nearest place first."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

_MOST_PLACES = 20_000
_MOST_READ = 4_000_000
"""Places looked at for one phrase, and characters compared at them: only a text that says one
thing over and over has more."""
_STRETCH = 4_096
"""Characters looked through at a time on the way back from the place asked for. `str.rfind` reads
the whole phrase at every place that looks like it, `str.find` does not."""
_OPEN = frozenset(" \t\n\r\"'()[]!?;-/%$€“”‘’„«»–—…\u00a0")
"""Signs that are in no word and no number: nothing is cut beside one. That tells six borders of
ten, and a letter before a full stop or a comma three, at a third of the price of `cuts_word`."""


class Occurrences:
    """Finds phrases in one text, nearest place first.

    A phrase may not begin or end inside a word or a number: "12 people" does not stand in
    "112 people", nor "000" in "12,000".
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def find(self, words: str, near: int) -> Iterable[tuple[int, int]]:
        """Returns the half-open spans where `words` stand, the nearest to `near` first."""
        text = self._text
        start = text.find(words) if words else -1
        if start < 0:
            return ()
        if text.find(words, start + 1) >= 0:
            return self._find_all(words, near)
        end = start + len(words)  # most quotes stand in one place only
        return () if _cuts_at_border(text, start, end) else ((start, end),)

    def _find_all(self, words: str, near: int) -> Iterator[tuple[int, int]]:
        text, size = self._text, len(words)
        most = min(_MOST_PLACES, max(2, _MOST_READ // size))
        for start, _ in zip(self._find_starts(words, near), range(most), strict=False):
            if not _cuts_at_border(text, start, start + size):
                yield start, start + size

    def _find_starts(self, words: str, near: int) -> Iterator[int]:
        """Yields every place, from `near` outwards; of two as near, the earlier first."""
        back = self._find_before(words, near)
        before = next(back, -1)
        after = self._text.find(words, max(0, near))
        while before >= 0 or after >= 0:
            if after < 0 or (before >= 0 and near - before <= after - near):
                yield before
                before = next(back, -1)
            else:
                yield after
                after = self._text.find(words, after + 1)

    def _find_before(self, words: str, stop: int) -> Iterator[int]:
        """Yields the places before `stop`, the last first."""
        width = max(_STRETCH, 4 * len(words))
        while stop > 0:
            low = max(0, stop - width)
            found: list[int] = []
            start = self._text.find(words, low, stop + len(words) - 1)
            while start >= 0:
                found.append(start)
                start = self._text.find(words, start + 1, stop + len(words) - 1)
            yield from reversed(found)
            stop = low


def find_in(text: str, words: str) -> int:
    """Returns where `words` first stand in a short text without cutting a word or number, or -1.

    Example:
        >>> find_in("112 people came, 12 people left", "12 people")
        17
    """
    start = text.find(words)
    if start < 0 or not words.strip():
        return -1
    while start >= 0:
        if not _cuts_at_border(text, start, start + len(words)):
            return start
        start = text.find(words, start + 1)
    return -1


def stands_in(text: str, words: str) -> bool:
    """Returns whether `words` stand in a short text without cutting a word or a number."""
    return find_in(text, words) >= 0


def cuts_word(text: str, offset: int) -> bool:
    """Returns whether a cut at `offset` would part one word or one number in two."""
    if not 0 < offset < len(text):
        return False
    before, after = text[offset - 1], text[offset]
    if before in _OPEN or after in _OPEN or _is_spaceless(before) or _is_spaceless(after):
        return False
    if before.isalnum() and (after.isalnum() or unicodedata.combining(after) > 0):
        return True
    return _is_inside_number(text, offset - 1) or _is_inside_number(text, offset)


def _cuts_at_border(text: str, start: int, end: int) -> bool:
    """Returns whether a span begins or ends inside a word or a number."""
    if start > 0 and text[start - 1] not in _OPEN and cuts_word(text, start):
        return True
    if end == len(text) or text[end] in _OPEN or (text[end] in ".,:" and text[end - 1].isalpha()):
        return False
    return cuts_word(text, end)


def _is_inside_number(text: str, mark: int) -> bool:
    """12|,000 and 3.|5: a separator with digits on both sides belongs to the number."""
    return (
        text[mark] in ".,:"
        and 0 < mark < len(text) - 1
        and text[mark - 1].isdigit()
        and text[mark + 1].isdigit()
    )


def _is_spaceless(char: str) -> bool:
    """Scripts written without spaces, where any place may be a word boundary."""
    return char > "\u0dff" and (
        "\u0e00" <= char <= "\u0eff"  # Thai, Lao
        or "\u1000" <= char <= "\u109f"  # Myanmar
        or "\u1780" <= char <= "\u17ff"  # Khmer
        or "\u3040" <= char <= "\u30ff"  # Hiragana, Katakana
        or "\u3400" <= char <= "\u9fff"  # CJK ideographs
        or "\uf900" <= char <= "\ufaff"
        or "\U00020000" <= char <= "\U0003ffff"
    )
