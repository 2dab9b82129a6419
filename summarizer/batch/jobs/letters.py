"""Questions on their way: what is sent, what came back, and by which id they find each other."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass, field
from typing import Any

from summarizer.engines.batch_api import Row

REFUSED, UNTOLD = "refused", "untold"
"""Failures beside the provider's own: the file of the request was refused; no file tells what
became of it."""
_HEX = 32
_LINE_ENDS = tuple((char, f"\\u{ord(char):04x}") for char in "\u0085\u2028\u2029")
"""Characters that some readers of JSON Lines take for the end of a line."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A request to be sent.

    Attributes:
        hash: of the article's key and the request; 32 hex digits.
        number: which try, from 1.
        key: of the article.
        line: the line of the file, its end included.
        cost_usd: the most it may cost; 0 where the price is not known.
    """

    hash: str
    number: int
    key: str
    line: bytes = field(repr=False)
    cost_usd: float = 0.0


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of one try.

    Attributes:
        hash: as in `Letter`.
        number: as in `Letter`.
        closed: belongs to an article that was delivered, and counts no more.
        state: `sent`, `answered` or `failed`.
        error: why it failed: an HTTP status, or a code.
        reply: HTTP status and body, if the server answered.
    """

    hash: str
    number: int
    closed: bool
    state: str
    error: str | None = None
    reply: tuple[int, Any] | None = field(default=None, repr=False)


def hash_question(key: str, body: dict[str, Any]) -> str:
    """Returns the hash of a request about an article.

    Example:
        >>> first = hash_question("a", {"model": "m", "seed": 1})
        >>> first == hash_question("a", {"seed": 1, "model": "m"}), len(first)
        (True, 32)
    """
    text = json.dumps([key, body], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:_HEX]


def write_letter(
    question: str, number: int, *, key: str, url: str, body: dict[str, Any], cost_usd: float
) -> Letter:
    """Returns a request as it is sent.

    Args:
        question: its hash.
        number: which try.
        key: of the article.
        url: the path of the API.
        body: what the live engine would send.
        cost_usd: the most it may cost.
    """
    line = {
        "custom_id": f"{question}-{number}",
        "method": "POST",
        "url": url,
        "body": body,
    }
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    for char, escaped in _LINE_ENDS:
        text = text.replace(char, escaped)
    return Letter(question, number, key, text.encode() + b"\n", cost_usd)


def read_id(custom_id: str) -> tuple[str, int] | None:
    """Returns hash and number of a try; None for an id that is none of ours.

    Example:
        >>> read_id("0123456789abcdef0123456789abcdef-2")
        ('0123456789abcdef0123456789abcdef', 2)
        >>> read_id("request-2") is None
        True
    """
    question, _, number = custom_id.rpartition("-")
    if len(question) != _HEX or not (number.isascii() and number.isdigit()) or len(number) > 9:
        return None
    return question, int(number)


def pack_reply(row: Row) -> bytes | None:
    """Returns what the server answered, as it is kept."""
    if not row.status:
        return None
    return zlib.compress(json.dumps([row.status, row.body]).encode("ascii"), 1)


def unpack_reply(data: bytes | None) -> tuple[int, Any] | None:
    """Returns HTTP status and body of what was kept."""
    if data is None:
        return None
    status, body = json.loads(zlib.decompress(data))
    return status, body
