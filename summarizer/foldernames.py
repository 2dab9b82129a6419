"""Names of folders for articles: readable, safe on every file system, and never the same twice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256

MOST_CHARS = 80
"""Of a name: paths of 260 characters are the most that some systems take."""

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?<!\.)\Z")
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?\Z", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever follows the dot."""
_HASH_CHARS = 12


def make_folder_name(article_id: str) -> str:
    """Returns the id where it can be the name of a folder; else what of it can be, and a hash.

    Example:
        >>> make_folder_name("border-strikes")
        'border-strikes'
        >>> make_folder_name("../../etc/passwd")
        'etc-passwd-3754d6cb3a38'
    """
    if _RESERVED.match(article_id) or len(article_id) > MOST_CHARS:
        return _add_hash(article_id)
    return article_id if _SAFE.match(article_id) else _add_hash(article_id)


def name_folders(article_ids: Iterable[str]) -> list[str]:
    """Returns a name for each id, in order; no two are equal, capitals or not.

    Two articles of one id are told apart by their order, so the same ids always get the same
    names.

    Example:
        >>> name_folders(["fire", "Fire", "fire"])
        ['fire', 'Fire-c141faa80e43', 'fire-2']
    """
    taken: set[str] = set()
    names: list[str] = []
    seen: dict[str, int] = {}
    for article_id in article_ids:
        seen[article_id] = number = seen.get(article_id, 0) + 1
        name = make_folder_name(article_id)
        if number > 1:
            name = f"{name[: MOST_CHARS - 8]}-{number}"
        if name.casefold() in taken:
            name = _add_hash(article_id if number == 1 else f"{article_id}\n{number}")
        taken.add(name.casefold())
        names.append(name)
    return names


def _add_hash(article_id: str) -> str:
    digest = sha256(article_id.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_CHARS]
    readable = _UNSAFE.sub("-", article_id[:MOST_CHARS])[: MOST_CHARS - _HASH_CHARS - 1]
    return f"{readable.strip('-_') or 'article'}-{digest}"
