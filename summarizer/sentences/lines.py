"""Lines of the raw text; those of a hard-wrapped paragraph are one."""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import NamedTuple


class Line(NamedTuple):
    """One line without outer white space; `after_blank`: an empty line (or nothing) precedes."""

    start: int
    end: int
    after_blank: bool


_NEWLINES = "\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_LINE = re.compile(rf"\S[^{_NEWLINES}]*")
_BULLET = re.compile(r"(?:[-–—*]\s+|[-–—*]\Z|[•‣▪◦●○■□►▶➤∙·]\s*)+")
_UPPER = re.compile("[A-ZÀ-ÖØ-ÞΑ-ΫЀ-ЯԱ-Ֆ]")
_LOWER = re.compile("[a-zß-öø-ÿα-ωа-џա-ֆ]")
_SAMPLE = 100_000  # characters read to decide whether a text uses capitals at all


def find_lines(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """List the non-empty lines; the lines of a hard-wrapped paragraph count as one.

    A text counts as hard-wrapped when its lines were plainly filled to one width (40-100
    columns, the next word did not fit), half of them or more stop in mid-sentence and the next
    one goes on in lower case. That is decided once, from its first 2,000 lines; then only filled
    lines are joined, so that headlines, list items and one-sentence lines stay apart.
    """
    lines: list[Line] = []
    done = start
    for match in _LINE.finditer(text, start, len(text) if end is None else end):
        gap = text[done : match.start()]
        blank = not lines or gap.count("\n") > 1 or gap.count("\r") > 1 or "\u2029" in gap
        done = match.start() + len(match.group().rstrip())
        lines.append(Line(match.start(), done, blank))
    width = _find_wrap_width(text, lines)
    return _join_wrapped(text, lines, width) if width else lines


def skip_bullet(text: str, start: int, end: int) -> int:
    """Step over the bullet marker a line opens with: `start` without one, `end` for a lone one."""
    bullet = _BULLET.match(text, start, end)
    return bullet.end() if bullet else start


def is_caseless(text: str, start: int = 0, end: int | None = None) -> bool:
    """Tell whether a text hardly uses capitals: under one in 400 characters, prose has ten."""
    stop = min(len(text) if end is None else end, start + _SAMPLE)
    enough = (stop - start) // 400
    # Prose has so many in its first lines; the rest need not be read.
    return next(islice(_UPPER.finditer(text, start, stop), enough, None), None) is None


def _find_wrap_width(text: str, lines: list[Line]) -> int:
    """Find the column a text was hard-wrapped at, 0 when it was not."""
    pairs = [
        (line, after)
        for line, after in pairwise(lines[:2000])
        if not after.after_blank and skip_bullet(text, after.start, after.end) == after.start
    ]
    if len(pairs) < 2:
        return 0
    lengths = sorted(line.end - line.start for line, _ in pairs)
    width = lengths[len(lengths) * 95 // 100]
    filled = [pair for pair in pairs if _is_filled(text, pair, width)]
    if not 40 <= width <= 100 or len(filled) < 2 or len(filled) < 0.7 * len(pairs):
        return 0
    cut = sum(text[line.end - 1] not in '.!?:;…”"。！？؟۔।' for line, _ in filled)
    lower = sum(text[after.start].islower() for _, after in filled)
    has_lower = any(_LOWER.search(text, line.start, line.end) for line, _ in filled)
    goes_on = lower >= 0.4 * len(filled) or not has_lower
    return width if cut >= 0.5 * len(filled) and goes_on else 0


def _is_filled(text: str, pair: tuple[Line, Line], width: int) -> bool:
    """Tell whether the next line's first word would not have fitted (3 columns of slack)."""
    line, after = pair
    limit = min(after.end, after.start + width)
    space = text.find(" ", after.start, limit)
    word = (space if space >= 0 else limit) - after.start
    return width - 3 <= line.end - line.start + 1 + word and line.end - line.start <= width + 8


def _join_wrapped(text: str, lines: list[Line], width: int) -> list[Line]:
    joined: list[Line] = []
    last = None
    for line in lines:
        carries_on = (
            last is not None
            and not line.after_blank
            and skip_bullet(text, line.start, line.end) == line.start
            and _is_filled(text, (last, line), width)
        )
        if carries_on:
            joined[-1] = joined[-1]._replace(end=line.end)
        else:
            joined.append(line)
        last = line
    return joined
