"""What a document must be before it is kept as the gold of an article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from summarizer_schemas.article import hash_text

FORMAT = "gold/1"
_MOST_KEY = 40
"""Characters of a member's name that a message shows; the longest of gold has 20."""
_MOST_DEPTH = 50
"""Of lists and members in one another; gold has 7. No reader of JSON gives up at so few."""

Json = dict[str, Any]


def check_document(document: Json, *, name: str, text: str, annotator: str) -> Iterator[str]:
    """Yields what keeps a document from being the gold of an article; no words of it are told.

    `summarizer eval lint` looks at more. This much makes sure that what is kept is of this
    article, of this annotator, and can be placed in the text.

    Args:
        document: what was sent.
        name: the folder it is for.
        text: the raw article.
        annotator: who corrects.

    Raises:
        RecursionError: it is nested too deeply.

    Example:
        >>> document = {"format": "gold/1", "id": "rain", "article": {"sha256": "0"}}
        >>> list(check_document(document, name="rain", text="Rain fell.", annotator="a1"))
        ['article.sha256 is of another text', 'article.chars is of another text']
    """
    if document.get("format") != FORMAT:
        yield f"format is not {FORMAT}"
    if document.get("id") != name:
        yield "id is not the name of the folder"
    if not is_by(document, annotator):
        yield "annotator is somebody else"
    given = document.get("article")
    article = cast("Json", given) if isinstance(given, dict) else {}
    if article.get("sha256") != hash_text(text):
        yield "article.sha256 is of another text"
    if article.get("chars") != len(text):
        yield "article.chars is of another text"
    for where, span in _walk_quotes(document, "", depth=0):
        if not _stands(span, text):
            yield f"{where}: the quote does not stand there"


def is_by(document: Json, annotator: str) -> bool:
    """Tells whether a document names the annotator; where it names none, it is the first's."""
    return bool(document.get("annotator", "a1") == annotator)


def _stands(span: Json, text: str) -> bool:
    quote, start, end = span["quote"], span.get("start"), span.get("end")
    return (
        isinstance(quote, str)
        and type(start) is int
        and type(end) is int
        and 0 <= start < end
        # Before the text is cut: many short quotes with long spans would take their time.
        and end - start == len(quote)
        and text[start:end] == quote
    )


def _walk_quotes(value: object, where: str, *, depth: int) -> Iterator[tuple[str, Json]]:
    if depth > _MOST_DEPTH:
        raise RecursionError
    if isinstance(value, dict):
        members = cast("Json", value)
        if "quote" in members:
            yield where, members
        for name, one in members.items():
            shown = name if name.isidentifier() and len(name) <= _MOST_KEY else "?"
            yield from _walk_quotes(one, f"{where}.{shown}".lstrip("."), depth=depth + 1)
    elif isinstance(value, list):
        for index, one in enumerate(cast("list[object]", value)):
            yield from _walk_quotes(one, f"{where}[{index}]", depth=depth + 1)
