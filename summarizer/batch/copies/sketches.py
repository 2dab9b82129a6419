"""Sketches: what a text is made of, in a few bytes, and how much alike two texts are.

text -> words -> every three in a row -> MinHash (rensa) -> bands, signature; words -> numbers
"""

from __future__ import annotations

import importlib
import re
import struct
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from operator import eq
from typing import Any

from summarizer.errors import ConfigError
from summarizer.figures.numerals import FEW
from summarizer.guards.numbers import may_be_number

NEAR_IDENTICAL = 0.95
"""Least share of shingles in common.

Of 719 news texts of 710 words on average, it knows 100 % again with another byline, 98 % with
another credit line, 54 % without their last paragraph (27 % lose a number with it). It takes
40 % with a new paragraph of 27 words for copies and 2 % with one of 62 words; at 0.90 that would
be 86 % and 41 %. Of half a million pairs of different articles the most alike have 0.82."""

_SLOTS = 256
"""By 256 the estimate is off by 0.012 where the share is 0.95, by 128 it is off by 0.018; the time
is the same but for 0.005 ms."""
_BANDS = 8
_ROWS = 16
"""Slots of a band: of pairs at 0.95, 99 in 100 share a band, of pairs at 0.5 one in 10,000."""
_SHINGLE_WORDS = 3
_FEWEST_SHINGLES = 20
"""Below that a single word is more than a share of 0.05."""
_SEED = 1
_ALGORITHM = 2  # of rensa; signatures of another one are no match for those that are kept
SKETCH_VERSION = (
    f"1: rminhash-{_ALGORITHM} words-{_SHINGLE_WORDS} slots-{_SLOTS} bands-{_BANDS}x{_ROWS}"
)
"""Names the way sketches are made; sketches of two ways cannot be compared."""

_MOST_ALIKE = 0.999
"""An estimate never says 1: that is for texts that are equal to the letter."""

_COUNT = struct.Struct("<I")
_ASCII = bytes(range(128))
_PLAIN = bytes(
    ord(chr(code).lower()) if chr(code).isalnum() else ord(" ") for code in _ASCII
) + bytes(range(128, 256))
"""Capitals to small letters, signs to blanks; bytes that are not ASCII stay."""
_MOST_REPLACES = 32  # as in summarizer.folding
_MOST_MARKS = 30
"""Accents on one letter, as in Unicode's stream-safe form: Python sorts them at the cost of their
square, 1.2 s for a run of 32,000."""
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
"""Thai, Lao, Myanmar, Khmer, kana and ideographs: no blank parts the words."""
_KNOWN_WORDS = 65_536
"""Words whose being a number is remembered, 10 MB at most: few texts have a new one."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a text is made of, small enough to be kept for millions.

    Attributes:
        bands: signed 64-bit integers; two texts that share one may be copies. None for a text
            too short to be told from its like.
        signature: what `compare` compares; 260 bytes.
        numbers: signed 64-bit hash of the numbers of the text, in figures and in words, in their
            order.
    """

    bands: tuple[int, ...]
    signature: bytes
    numbers: int

    @property
    def shingles(self) -> int:
        """How many times three words in a row the text has."""
        count: int = _COUNT.unpack_from(self.signature)[0]
        return count


def sketch(text: str) -> Sketch:
    """Returns the sketch of a text, whatever its case, signs and spaces.

    Where no blank parts the words, every character counts as a word. Only words are hashed, so
    "1.5" and "1,5" are the same number, and "15" is another.

    Raises:
        ConfigError: the library that is installed makes other sketches.

    Example:
        >>> first = sketch("Nine people died when the ferry sank off Norburg. " * 3)
        >>> first == sketch("NINE people died when the ferry sank off Norburg… " * 3)
        True
        >>> first.numbers == sketch("Ten people died when the ferry sank off Norburg. " * 3).numbers
        False
    """
    words = _split_words(text)
    shingles = list(map(" ".join, zip(words, words[1:], words[2:], strict=False)))
    minhash = _load_rminhash()(num_perm=_SLOTS, seed=_SEED)
    minhash.update(shingles)
    slots = struct.pack(f"<{_SLOTS}I", *minhash.digest())
    width = len(slots) // _SLOTS * _ROWS
    bands = [_hash(slots[at : at + width]) for at in range(0, _BANDS * width, width)]
    return Sketch(
        bands=tuple(bands) if len(shingles) >= _FEWEST_SHINGLES else (),
        signature=_COUNT.pack(len(shingles)) + slots[::4],
        numbers=_hash(" ".join(filter(_is_number, words)).encode()),
    )


def compare(first: Sketch, second: Sketch) -> float:
    """Returns the estimated share of shingles that two texts have in common, from 0 to 1.

    Example:
        >>> compare(sketch("Rain fell on Norburg."), sketch("Rain fell on NORBURG"))
        1.0
    """
    # Of the slots that differ one in 256 agrees by chance, as a byte is all that is kept of it.
    same: int = sum(map(eq, first.signature[_COUNT.size :], second.signature[_COUNT.size :]))
    return same / _SLOTS


def is_copy(first: Sketch, second: Sketch) -> float | None:
    """Returns how much alike two texts are if they are near-identical, else None; never 1.

    Their numbers must be the same, in the same order. A name or a "not" may still differ:
    `carry_over` looks at the words themselves.

    Example:
        >>> story = "Nine people died when the ferry sank off Norburg, the harbour master said. "
        >>> first, second = sketch(story * 3), sketch("By Ada Lund. " + story * 3)
        >>> is_copy(first, first), is_copy(first, second)
        (0.999, None)
    """
    if first.numbers != second.numbers:
        return None
    if min(first.shingles, second.shingles) < _FEWEST_SHINGLES:
        return None
    similarity = compare(first, second)
    return min(similarity, _MOST_ALIKE) if similarity >= NEAR_IDENTICAL else None


def _split_words(text: str) -> list[str]:
    """The words in small letters and normal form; linear in the length of any text."""
    foreign = _list_foreign(text)
    if foreign:
        marks = "".join(sorted(filter(_is_mark, foreign)))
        if marks:
            text = re.sub(f"([{marks}]{{{_MOST_MARKS}}})[{marks}]+", r"\1", text)
        normal = unicodedata.normalize("NFKC", text)
        if normal != text:
            text, foreign = normal, _list_foreign(normal)
    level = text.encode("utf-8", "surrogatepass").translate(_PLAIN).decode("utf-8", "surrogatepass")
    changed = {char: plain for char in foreign if (plain := _fold_char(char)) != char}
    if len(changed) <= _MOST_REPLACES:
        for char, plain in changed.items():
            level = level.replace(char, plain)
    else:
        level = level.translate({ord(char): plain for char, plain in changed.items()})
    return level.split()


def _list_foreign(text: str) -> set[str]:
    """The characters that are not ASCII: in a sixth of the time that `set(text)` takes."""
    if text.isascii():
        return set()
    data = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return set(data.decode("utf-8", "surrogatepass"))


@lru_cache(maxsize=16_384)
def _is_mark(char: str) -> bool:
    return unicodedata.combining(unicodedata.normalize("NFKD", char)[0]) > 0


@lru_cache(maxsize=16_384)
def _fold_char(char: str) -> str:
    """What a character is in a word: itself in small, nothing, or a blank that ends the word."""
    kind = unicodedata.category(char)
    if kind == "Cf":  # invisible
        return ""
    if kind[0] not in "LMN":
        return " "
    return f" {char} " if _SPACELESS.match(char) else char.casefold()


@lru_cache(maxsize=_KNOWN_WORDS)
def _is_number(word: str) -> bool:
    """Whether a word is a number or a part of one, in any language that the guards read."""
    return may_be_number(word) or word in FEW


def _hash(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little", signed=True)


@cache
def _load_rminhash() -> Any:
    found = importlib.import_module("rensa").RMinHash
    if found.ALGORITHM_VERSION != _ALGORITHM:
        raise ConfigError(
            f"the rensa that is installed makes signatures of version {found.ALGORITHM_VERSION}, "
            f"and those of version {_ALGORITHM} are needed; pip install 'rensa>=0.5,<0.6'"
        )
    return found
