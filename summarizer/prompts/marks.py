"""The marks between which an article stands."""

from __future__ import annotations

from summarizer_schemas.article import hash_text

_DIGITS = 16


def make_delimiter(text: str, *beside: str) -> str:
    """Returns a mark that depends on the text and stands nowhere in it.

    The digits are the start of the text's SHA-256: the same text always gets the same mark, so
    a request can be made again and found in a cache. Whoever writes an article cannot write its
    own mark into it; should anything shown hold it all the same, the mark is hashed anew.

    Args:
        text: what will stand between the marks.
        beside: what else is shown and comes from the article: its title, what went before.

    Example:
        >>> make_delimiter("Rain fell on Norburg.")
        'article-86b46eeb95d7019d'
    """
    digest = hash_text(text)
    while any(digest[:_DIGITS] in words for words in (text, *beside)):
        digest = hash_text(digest)
    return f"article-{digest[:_DIGITS]}"
