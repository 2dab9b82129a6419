"""Cases onto the disk: safe names, whole files or none, nothing overwritten unasked."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection
from pathlib import Path
from typing import Any

from summarizer_evals.errors import GoldError
from summarizer_evals.files import write_whole
from summarizer_evals.gold.reading import ARTICLE, GOLD
from summarizer_schemas.article import hash_text

_LONGEST_ID = 80
"""Characters; a path of three such names fits every file system."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?\Z", re.IGNORECASE)
"""What Windows takes for a device, whatever follows the dot."""
_SAFE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?\Z")


def make_case_id(wanted: str, text: str, *, taken: Collection[str] = ()) -> str:
    """Returns an id that can name a folder anywhere, as near to the one wanted as can be.

    Args:
        wanted: an id or a title; where nothing of it can be kept, the text's hash stands in.
        text: the article.
        taken: ids that are in use, in lower case; the new one differs in more than case.

    Example:
        >>> make_case_id("Café fire: two hurt!", "…"), make_case_id("../../etc", "…")
        ('Cafe-fire-two-hurt', 'etc')
        >>> make_case_id("Fire", "…", taken={"fire"})
        'Fire-2'
    """
    plain = unicodedata.normalize("NFKD", wanted).encode("ascii", "ignore").decode()
    slug = re.sub(r"\.{2,}|[^A-Za-z0-9._-]+", "-", plain)
    slug = re.sub(r"-{2,}", "-", slug).strip("-._")[:_LONGEST_ID].rstrip("-._")
    if not slug or _RESERVED.match(slug):
        slug = f"article-{hash_text(text)[:12]}"
    unique, count = slug, 1
    while unique.lower() in taken:
        count += 1
        unique = f"{slug}-{count}"
    return unique


def check_name(name: str, what: str = "id") -> str:
    """Returns a name that can be part of a path.

    Raises:
        GoldError: it leads elsewhere, or some file system cannot have it.
    """
    if len(name) > 2 * _LONGEST_ID or not _SAFE.match(name) or _RESERVED.match(name):
        shown = ascii(name if len(name) <= 60 else name[:57] + "...")
        raise GoldError(
            f"{shown} cannot be the {what} of a case; it takes letters A-Z, digits, '.', '_' "
            "and '-', and begins with a letter or digit"
        )
    return name


def name_gold_file(annotator: str | None) -> str:
    """Returns the name of an annotator's file; None is the one of the reference.

    Example:
        >>> name_gold_file(None), name_gold_file("kim")
        ('gold.json', 'gold.kim.json')
    """
    return GOLD if annotator is None else f"gold.{check_name(annotator, 'annotator')}.json"


def write_case(
    root: Path,
    gold: dict[str, Any],
    text: str,
    *,
    annotator: str | None = None,
    overwrite: bool = False,
) -> Path:
    """Writes one article and what one annotator says of it; returns the gold file.

    Args:
        root: where the folders of the cases stand; made when it is not there.
        gold: in the form `gold/1`; its `id` names the folder.
        text: the article, written as it is.
        annotator: None writes `gold.json`, a name `gold.<name>.json`.
        overwrite: whether files may be replaced.

    Raises:
        GoldError: the id is no safe name, something is there already, or the text or the folder
            cannot be written.
    """
    folder = root / check_name(str(gold.get("id", "")))
    path = folder / name_gold_file(annotator)
    content = encode_text(text, str(folder))
    check_free(path, content, overwrite=overwrite)
    if folder.is_symlink():
        raise GoldError(f"{folder} is a link; remove it, or import into another folder")
    words = encode_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", str(path))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        article = folder / ARTICLE
        if not article.is_file() or article.read_bytes() != content:
            write_whole(article, content)
        write_whole(path, words)
    except OSError as error:
        raise GoldError(f"{folder} cannot be written: {error.strerror}") from None
    return path


def check_free(path: Path, content: bytes, *, overwrite: bool) -> None:
    """Refuses a gold file that would replace one, or stand beside another article.

    Raises:
        GoldError: `overwrite` is not given, and there is one.
    """
    if overwrite:
        return
    if path.exists() or path.is_symlink():
        raise GoldError(f"{path} is there already; --force replaces it")
    article = path.with_name(ARTICLE)
    same = article.is_file() and not article.is_symlink() and article.read_bytes() == content
    if not same and (article.exists() or article.is_symlink()):
        raise GoldError(
            f"{article} holds another text; import into another folder, or --force replaces it"
        )


def encode_text(text: str, where: str) -> bytes:
    """Returns the bytes of an article or of gold.

    Raises:
        GoldError: half a character stands in it, which no file can hold.
    """
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise GoldError(
            f"{where}: half a character (a lone surrogate) stands at {error.start} of "
            "what is to be written; mend the source"
        ) from None
