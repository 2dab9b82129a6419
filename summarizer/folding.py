"""Folded text: what two writers of the same words agree on, and the way back to the raw text.

A quote rarely comes back with the source's own quotation marks, dashes and spaces. Folding
removes those differences and keeps a map, so that a match in the folded text names an exact
span of the raw text.

What is folded: quotation marks and apostrophes, dashes, every run of white space to one blank,
invisible characters (soft hyphen, zero width, direction marks) to nothing, the ellipsis to three
dots, case, composed and decomposed letters, full-width ASCII and Latin ligatures, Arabic vowel
signs and the stretching tatweel to nothing, the decimal digits of every script to 0-9. What is
not: superscripts, fractions and other compatibility forms, because ² is not 2.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

# One character to one character; casefold has been applied before.
_QUOTES = dict.fromkeys("‘’‚‛‹›`´ʼ′", "'") | dict.fromkeys("“”„‟«»″", '"')
_DASHES = dict.fromkeys("‐‑‒–—―−⸺⸻﹘﹣", "-")
_INVISIBLE = (  # soft hyphen, zero width, direction marks, variation selectors
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
)
# Arabic vowel signs and tatweel: with the letter before them they are one atom, so that a raw
# span keeps them.
_OPTIONAL = "\u0640\u064b-\u0652\u0670"
_IS_OPTIONAL = re.compile(f"[{_OPTIONAL}]")
_SEPARATORS = {"\u066b": ".", "\u066c": ","}  # Arabic decimal and thousands separators
_IS_INVISIBLE = re.compile(f"[{_INVISIBLE}]")
_BLANKS = re.compile("  +")
_BLANKS_OR_INVISIBLE = f"[ {_INVISIBLE}{_OPTIONAL}]{{2,}}|[{_INVISIBLE}{_OPTIONAL}]"
_ASCII_BLANKS = str.maketrans(dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x1f", " ") | {"`": "'"})
_PLAIN = frozenset(map(chr, range(0x20, 0x7F))) - {"`"}
"""Stays what it is, case apart."""
# str.replace beats str.translate while few distinct characters change (measured: below about 40).
_MOST_REPLACES = 32


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and its map back to the raw text.

    Between the places where folding changes a length the map is one to one; at such a place
    (an atom: a run of blanks, an ellipsis, a letter with its accent) a span that begins or ends
    inside is widened to the whole atom. Both directions are monotone.

    Attributes:
        text: The folded form.
    """

    text: str
    # Atom i is folded [_folded_starts[i], _folded_ends[i]) and raw [_raw_starts[i], _raw_ends[i]).
    _folded_starts: Sequence[int] = field(default=(), repr=False)
    _folded_ends: Sequence[int] = field(default=(), repr=False)
    _raw_starts: Sequence[int] = field(default=(), repr=False)
    _raw_ends: Sequence[int] = field(default=(), repr=False)

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Map a folded half-open span to the raw half-open span it was made from.

        Invisible characters at either end are left out. Folding the raw span gives the folded
        span again, unless the latter cut an atom; then it gives the span with the whole atom.

        Args:
            start: First folded code point.
            end: One past the last folded code point, `start <= end <= len(self.text)`.

        >>> folded = fold("He said  “no”…")
        >>> folded.text
        'he said "no"...'
        >>> folded.to_raw(8, 12)
        (9, 13)
        """
        starts, ends = self._folded_starts, self._folded_ends
        if not starts:
            return start, end
        return _map_span((start, end), (starts, ends), (self._raw_starts, self._raw_ends))

    def to_folded(self, start: int, end: int) -> tuple[int, int]:
        """Map a raw half-open span to the folded half-open span made from it.

        Args:
            start: First raw code point.
            end: One past the last raw code point.
        """
        starts, ends = self._raw_starts, self._raw_ends
        if not starts:
            return start, end
        return _map_span((start, end), (starts, ends), (self._folded_starts, self._folded_ends))


def fold(text: str) -> Folded:
    """Give the folded form of a text; linear in its length, and folding it again changes nothing.

    >>> fold("A “naïve” — plan").text
    'a "naïve" - plan'
    """
    if text.isascii():
        level = text.lower()
        if "`" in level or not level.isprintable():
            level = level.translate(_ASCII_BLANKS)
        return _collapse(level, _BLANKS) if "  " in level else Folded(level)
    level = text.casefold()
    if len(level) != len(text):  # a letter such as ß grew: keep the length until the map is built
        level = "".join(map(_casefold_in_place, text))
    changed: dict[str, str] = {}
    odd: list[str] = []
    for char in set(level) - _PLAIN:
        plain = _fold_char(char)
        if len(plain) != 1:
            odd.append(char)
        elif plain != char:
            changed[char] = plain
    if len(changed) <= _MOST_REPLACES:
        for char, plain in changed.items():
            level = level.replace(char, plain)
    else:
        level = level.translate({ord(char): plain for char, plain in changed.items()})
    if not odd and level.isascii() and "  " not in level:
        return Folded(level)
    return _collapse(level, _find_atoms(level, odd))


def _find_atoms(level: str, odd: list[str]) -> re.Pattern[str]:
    """Build the pattern of the places in this text where folding is not one to one."""
    if not odd and unicodedata.is_normalized("NFC", level):
        return _BLANKS
    longer = [char for char in odd if _fold_char(char)]
    parts = ["  +" if len(longer) == len(odd) else _BLANKS_OR_INVISIBLE]
    spelled_out = level
    for char in odd if len(odd) <= _MOST_REPLACES else ():
        spelled_out = spelled_out.replace(char, _fold_char(char))
    optional = any(map(_IS_OPTIONAL.match, odd))
    if optional or len(odd) > _MOST_REPLACES or not unicodedata.is_normalized("NFC", spelled_out):
        joining = re.escape("".join(char for char in set(level) if _joins(char)))
        if joining:
            letter = f"[^ {_INVISIBLE}{joining}][{_INVISIBLE}]*"
            marks = f"[{joining}](?:[{joining}{_INVISIBLE}]*[{joining}])?"
            parts.insert(0, f"(?:{letter})?{marks}")
    if longer:
        parts.append(f"[{re.escape(''.join(longer))}]")
    return re.compile("|".join(parts))


def _collapse(level: str, atoms: re.Pattern[str]) -> Folded:
    """Replace every atom by its folded form and note where it stood."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    raw_starts: list[int] = []
    raw_ends: list[int] = []
    done = length = 0
    for match in atoms.finditer(level):
        start, end = match.span()
        found = level[start:end]
        new = _fold_atom(found)
        if new == found:
            continue
        pieces += (level[done:start], new)
        length += start - done
        starts.append(length)
        length += len(new)
        ends.append(length)
        raw_starts.append(start)
        raw_ends.append(end)
        done = end
    if not pieces:
        return Folded(level)
    pieces.append(level[done:])
    return Folded("".join(pieces), starts, ends, raw_starts, raw_ends)


def _fold_atom(found: str) -> str:
    if found[0] == " ":
        return " "
    if len(found) == 1:
        return _fold_char(found)
    visible = _IS_OPTIONAL.sub("", _IS_INVISIBLE.sub("", found))
    if visible[:1] == " ":
        return " "
    return unicodedata.normalize("NFC", "".join(map(_decompose, visible)))


def _map_span(
    span: tuple[int, int],
    source: tuple[Sequence[int], Sequence[int]],
    target: tuple[Sequence[int], Sequence[int]],
) -> tuple[int, int]:
    (start, end), (starts, ends) = span, source
    at = bisect_right(starts, start) - 1
    if at >= 0:
        inside = start < ends[at]
        start = target[0][at] if inside else target[1][at] + start - ends[at]
    at = bisect_left(starts, end) - 1
    if at >= 0:
        end = target[1][at] + (end - ends[at] if end > ends[at] else 0)
    return start, max(start, end)


def _casefold_in_place(char: str) -> str:
    folded = char.casefold()
    return folded if len(folded) == 1 else char


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    """Fold one character on its own: '' for an invisible one, several where it must grow."""
    if char.isspace():
        return " "
    if _IS_INVISIBLE.match(char) or _IS_OPTIONAL.match(char):
        return ""
    return unicodedata.normalize("NFC", _decompose(char))


@lru_cache(maxsize=4096)
def _decompose(char: str) -> str:
    """Casefold one character in decomposed form, after the safe compatibility mappings."""
    if "\uff01" <= char <= "\uff5e" or "\ufb00" <= char <= "\ufb4f" or char in "…‥":
        char = unicodedata.normalize("NFKC", char)
    decomposed = unicodedata.normalize("NFD", char).casefold()
    decomposed = unicodedata.normalize("NFD", decomposed)
    return "".join(map(_replace_sign, decomposed))


def _replace_sign(char: str) -> str:
    if char > "\x7f" and char.isdecimal():
        return str(unicodedata.decimal(char))
    return _QUOTES.get(char) or _DASHES.get(char) or _SEPARATORS.get(char) or char


@lru_cache(maxsize=4096)
def _joins(char: str) -> bool:
    """Tell whether a character may melt into the one before it (marks, Hangul vowels and tails)."""
    return (
        unicodedata.category(char)[0] == "M"
        or "\u1160" <= char <= "\u11ff"
        or _IS_OPTIONAL.match(char) is not None
    )
