"""The editors' own key points: where they stand in an article, bullet by bullet."""

from __future__ import annotations

from summarizer.textmap import TextMap

_BULLETS = "-–—•*·‣▪●◦ "


def find_bullets(text: TextMap) -> list[tuple[int, int]]:
    r"""Returns the bullets of the editors' blocks, in order, without their signs.

    Example:
        >>> block = "Key points:\n- A mill\n  burned.\n-\nNobody was hurt.\n"
        >>> article = f"Mill burns\n\n{block}\nIt rained."
        >>> [article[start:end] for start, end in find_bullets(TextMap(article))]
        ['A mill\n  burned.', 'Nobody was hurt.']
    """
    bullets: list[tuple[int, int]] = []
    paragraph = -1
    for one in text.sentences:
        if one.segment != "key_points":
            continue
        goes_on = bullets and _goes_on(text.text[bullets[-1][1] : one.start])
        if bullets and (one.paragraph == paragraph or goes_on):
            bullets[-1] = (bullets[-1][0], one.end)
        else:
            bullets.append((one.start, one.end))
        paragraph = one.paragraph
    return bullets


def _goes_on(gap: str) -> bool:
    """An indented line with no bullet of its own belongs to the bullet above it."""
    return not gap.strip() and len(gap.splitlines()) == 2 and gap.endswith((" ", "\t"))


def stands_in_block(text: TextMap, start: int, end: int) -> bool:
    """Tells whether a span lies within the editors' block."""
    return any(
        one.kind == "key_points" and one.start <= start and end <= one.end for one in text.segments
    )


def tidy_point(words: str) -> str:
    r"""Returns a key point on one line and without its bullet.

    Example:
        >>> tidy_point("• A mill\n  burned.")
        'A mill burned.'
    """
    return " ".join(words.split()).lstrip(_BULLETS)
