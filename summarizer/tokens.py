"""How many tokens a text has: estimated offline, corrected by what servers count."""

from __future__ import annotations

import math
import threading

_WEIGHTS = {
    b"a": 1 / 4.5,  # ASCII letters
    b"0": 0.55,  # digits
    b".": 0.75,  # ASCII punctuation, by itself or in runs as in JSON
    b"_": 0.02,  # blanks go with the next word; only long runs count
    b"n": 1.0,  # line breaks, with the indentation after them
    b"l": 0.9,  # Latin letters with marks break their word up
    b"g": 1 / 2.8,  # Greek
    b"c": 1 / 3.3,  # Cyrillic
    b"h": 1 / 2.5,  # Armenian, Hebrew, Indic scripts, Thai
    b"r": 1 / 3.0,  # Arabic, Persian
    b"o": 1.0,  # kana, typographic punctuation, whatever else
    b"z": 0.85,  # Han
    b"k": 0.8,  # Hangul
    b"e": 2.0,  # beyond the basic plane: emoji, rare Han
}
"""Tokens per character of a class."""

_LEADS = (
    (b"e", 0xF0, 0xFF),
    (b"o", 0xEE, 0xEF),
    (b"k", 0xEA, 0xED),
    (b"z", 0xE4, 0xE9),
    (b"o", 0xE1, 0xE3),
    (b"h", 0xE0, 0xE0),
    (b"o", 0xDC, 0xDF),
    (b"r", 0xD8, 0xDB),
    (b"h", 0xD4, 0xD7),
    (b"c", 0xD0, 0xD3),
    (b"g", 0xCD, 0xCF),
    (b"l", 0xC2, 0xCC),
    (b"_", 0x00, 0x20),
    (b".", 0x21, 0x7F),
)
"""The class of a character by the first byte of its UTF-8 form, which tells the script."""

_ASCII = (b"a", b"0", b".", b"_", b"n")


def _make_table() -> bytes:
    table = bytearray(256)  # 0: a continuation byte, which counts with its first
    for name, first, last in _LEADS:
        table[first : last + 1] = name * (last + 1 - first)
    for name, members in ((b"a", range(0x41, 0x5B)), (b"a", range(0x61, 0x7B))):
        for byte in members:
            table[byte] = name[0]
    for byte in b"0123456789":
        table[byte] = ord("0")
    for byte in b"\r\n":
        table[byte] = ord("n")
    return bytes(table)


_TABLE = _make_table()


def estimate_tokens(text: str) -> int:
    """Returns about how many tokens a text has, by the scripts it is written in.

    Measured against o200k_base (GPT-4o and later) on news text: English 3 % over, German 8,
    French 13, Spanish 14, Russian 20, Arabic 9, Hindi 20, Chinese 14 (in traditional characters 3
    under), Japanese 4, Korean 4, Turkish 20, Polish 16 under, Ukrainian 14 under, Vietnamese 29
    over, Bengali 32 over, text full of numbers 13 under, JSON 9 to 18 over.
    Older vocabularies and those of small models need up to three times as many tokens for other
    scripts than Latin; `Calibration` learns that from the first answers.

    Example:
        >>> estimate_tokens("Nine people were killed on Thursday.")
        8
        >>> estimate_tokens("政府周四宣布对袭击事件的责任人实施新的制裁。")
        19
    """
    classes = text.encode("utf-8", "surrogatepass").translate(_TABLE)
    names = _ASCII if text.isascii() else _WEIGHTS
    return math.ceil(sum(_WEIGHTS[name] * classes.count(name) for name in names))


class Calibration:
    """What servers counted for what was estimated, so that the next estimate is nearer.

    Can be shared by tasks and threads. Recent answers weigh more than old ones.

    Example:
        >>> calibration = Calibration()
        >>> calibration.correct(100)
        100
        >>> calibration.note(estimated=1_000, real=1_500)
        >>> calibration.correct(100)
        150
    """

    _FADE = 0.98
    """A weight falls to a third within fifty answers."""
    _LOWEST, _HIGHEST = 0.5, 4.0
    """A server whose count is farther off counts something else."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._estimated = self._real = 0.0

    def note(self, *, estimated: int, real: int) -> None:
        """Takes in how many tokens a server counted where so many were estimated."""
        if estimated <= 0 or real <= 0:
            return
        with self._lock:
            self._estimated = self._estimated * self._FADE + estimated
            self._real = self._real * self._FADE + real

    def correct(self, estimated: int) -> int:
        """Returns the estimate times the ratio seen so far."""
        with self._lock:
            ratio = self._real / self._estimated if self._estimated else 1.0
        return math.ceil(estimated * min(max(ratio, self._LOWEST), self._HIGHEST))
