"""Lines, sentences and tokens as half-open spans of the raw text; any script, no options.

Own rules rather than a library: offsets are exact, the cost is linear, and news habits (titles,
"the U.S. The", "…?” he asked") are decided here in the open. Abbreviation lists are closed and
hold English plus a few international forms; a script without upper case needs none of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice, pairwise
from typing import Literal, NamedTuple


class Span(NamedTuple):
    """Half-open code-point offsets into the raw text."""

    start: int
    end: int


class Line(NamedTuple):
    """One line without outer white space; `after_blank`: an empty line (or nothing) precedes."""

    start: int
    end: int
    after_blank: bool


class Token(NamedTuple):
    """One word, number or run of one punctuation mark."""

    start: int
    end: int
    kind: Literal["word", "number", "punct"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Followed by a name: never the end of a sentence.
_TITLES = _words(
    "mr mrs ms mx dr prof gen lt col maj capt cpt sgt cpl pvt brig adm cmdr cdr sen rep gov rev hon"
    " pres supt insp det messrs mme mlle amb atty asst assoc fr mt ft lt.gen maj.gen brig.gen"
    " lt.col hr sra dra srta mons dipl.ing"
)
# Lower case by nature and always followed by more of the sentence.
_CONNECTIVES = _words("vs v e.g i.e eg ie cf viz approx c.f z.b d.h resp incl")
# Abbreviations only before a number ("No. 4", "Jan. 5", "p. 7"); words or ends elsewhere.
_BEFORE_NUMBER = _words(
    "no nos nr p pp vol vols art sec fig figs ch chap par para paras ed eds pt op ca"
    " jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun"
)
# May close a sentence; the next word decides.
_EITHER = _words(
    "inc ltd co corp bros llc plc pty jr sr st ave blvd rd sq dept univ est al esq ph.d"
    " calif fla ala ariz ark colo conn ill ind kan mass mich minn mo mont nev okla ore pa tenn tex"
    " va vt wash wis wyo ont que"
)
_LISTED = _TITLES | _CONNECTIVES | _BEFORE_NUMBER | _EITHER
# Words that open sentences and hardly ever continue a name.
_OPENING_EVERYWHERE = _words("the he she it they we this these however but meanwhile")
_OPENING = _OPENING_EVERYWHERE | _words(
    "a an in on at i you and that those there here for from if when while after before as his her"
    " its their our my your some many most more several although though since under with without by"
    " both according not so yet or what who why how where which one two three last earlier later"
    " then also another each every such following despite during because now no yes all any only"
    " until to even just still nobody nothing other others authorities officials police"
)
_AFTER_CLOCK = _words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june"
    " july august september october november december et est edt ct cst cdt mt mst mdt pt pst pdt"
    " gmt utc bst cet cest ist jst local"
)
_ORDINAL_MONTHS = _words(  # "3. Oktober": the dot is an ordinal, not an end
    "januar februar märz april mai juni juli august september oktober november dezember"
)

_NEWLINES = "\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_LINE = re.compile(rf"\S[^{_NEWLINES}]*")
_BULLET = re.compile(r"(?:[-–—*]\s+|[-–—*]\Z|[•‣▪◦●○■□►▶➤∙·]\s*)+")
_CLOSERS = "\"'”’»›)\\]}」』）】》〉"
_TERMINAL = re.compile("[。！？｡؟۔।॥։።፧።.!?…‥]")
"""What a candidate begins with; a search for one set of signs is three times as fast."""
_CANDIDATE = re.compile(
    r"(?:([。！？｡؟۔।॥։።፧။]+)|([.!?…‥]+))"
    rf"((?:[{_CLOSERS}]|[“‘](?!\w))*(?:[\u00a0\u202f ]»)?(?:\[[0-9]{{1,3}}\])*)(\s*)"
)
_OPENERS = re.compile(r"[\"'“”‘’„«‹(\[{¿¡「『（【《〈]*[\u00a0\u202f]?")
_WORD_START = re.compile(r"[—–/\"“”„«(\[]|(?<![^\W_])['‘’]")
_NEXT_WORD = re.compile(r"[^\W\d_]{1,24}")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]{1,2}\Z")
_BRAND = re.compile(r"[a-z]{1,2}-?[A-Z]")  # iPhone, eBay, al-Noor: a capital in disguise
_SAYING = (
    "said|says|asked|asks|told|tells|replied|added|wrote|writes|tweeted|posted|shouted|cried|joked"
    "|wondered|recalled"
)
_ATTRIBUTION = re.compile(rf"(?:[A-Z][\w.’'-]{{0,30}}\s){{0,4}}(?:{_SAYING})\b")
_CASELESS_ATTRIBUTION = re.compile(rf"(?:[\w.’'-]{{1,30}}\s){{0,2}}(?:{_SAYING})\b", re.IGNORECASE)
# After a closing mark: a Japanese particle, a comma, or a Chinese verb of saying carries on.
_CJK_CARRIES_ON = re.compile("[，、,とっのなをがはもにでや]|[^\\s。！？，]{0,6}[说說道称稱问問喊]")
_UPPER = re.compile("[A-ZÀ-ÖØ-ÞΑ-ΫЀ-ЯԱ-Ֆ]")
_LOWER = re.compile("[a-zß-öø-ÿα-ωа-џա-ֆ]")
_WORDY = re.compile(r"[^\W_]")
_LOOK_BACK = 24  # longest abbreviation with its opening quote; bounds the cost per full stop
_SAMPLE = 100_000  # characters read to decide whether a text uses capitals at all

_IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇"
_HIRAGANA = "\u3041-\u3096\u309d-\u309f"
_KATAKANA = "\u30a1-\u30ff\u31f0-\u31ff\uff66-\uff9f"
# Marks that belong to the letter before them; \w does not hold them.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u0816-\u082d\u08d3-\u0963\u0971-\u0df3"
    "\u0e31-\u0e4e\u0eb1-\u0ece\u0f71-\u0f84\u0f86-\u0fbc\u102b-\u103e\u1056-\u1059\u135d-\u135f"
    "\u17b4-\u17d3\u1a17-\u1b44\u1dc0-\u1dff\u200c\u200d\u00ad\u20d0-\u20f0\ufe20-\ufe2f"
)
# Letters beyond Latin, marks and joiners need the long pattern.
_BEYOND_LATIN = re.compile(
    "[\u00ad\u200c\u200d\u20d0-\u20f0\u0300-\u1fff\u2e80-\ud7ff\uf900-\ufaff\ufe20-\uffef\U00020000-\U0003ffff]"
)


@cache
def _build_token_pattern(*, plain: bool) -> re.Pattern[str]:
    """Build the pattern of tokens on first use: the long one takes 10 ms, the plain one 1 ms."""
    letter = r"[^\W]" if plain else rf"[^\W{_IDEOGRAPHS}{_HIRAGANA}{_KATAKANA}]"
    core = f"{letter}+" if plain else f"{letter}+(?:[{_MARKS}]{letter}*)*"
    east_asian = "" if plain else f"|[{_IDEOGRAPHS}]|[{_HIRAGANA}]+|[{_KATAKANA}]+"
    return re.compile(
        rf"(?P<number>\d+(?:[.,:’'٫٬]\d+)*(?!{letter}|[-’'][^\W\d_]))"
        rf"|(?P<word>(?:[^\W\d_]\.){{2,}}|{core}(?:['’\-‐‑]{core})*{east_asian})"
        r"|(?P<punct>(?P<mark>[^\s\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff])(?P=mark)*)"
    )


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Cut a stretch of text into words, numbers and punctuation.

    Words keep inner apostrophes and hyphens, acronyms their dots, numbers their separators; each
    ideograph is a token, a run of one kana script is one.

    >>> text = "The U.S. sent 1,200 life-jackets at 12:30."
    >>> [text[t.start:t.end] for t in tokenize(text)]
    ['The', 'U.S.', 'sent', '1,200', 'life-jackets', 'at', '12:30', '.']
    """
    stop = len(text) if end is None else end
    found: list[Token] = []
    if _BEYOND_LATIN.search(text, start, stop):
        _append_tokens(found, _build_token_pattern(plain=False).finditer(text, start, stop))
        return found
    # No token holds white space, and what is all letters is one word: four pieces of five, for
    # which the pattern would take five times as long.
    finditer = _build_token_pattern(plain=True).finditer
    append, at = found.append, start
    for piece in text[start:stop].split():
        at = text.find(piece, at)
        after = at + len(piece)
        if piece.isalpha():
            append(_new_token(Token, (at, after, "word")))
        elif piece[-1] in ",." and piece[:-1].isalpha():
            append(_new_token(Token, (at, after - 1, "word")))
            append(_new_token(Token, (after - 1, after, "punct")))
        else:
            _append_tokens(found, finditer(text, at, after))
        at = after
    return found


_Packed = tuple[int, int, str | None]
_new_token: Callable[[type[Token], _Packed], Token] = tuple[int | str | None, ...].__new__
"""`Token(…)` itself unpacks and packs its arguments once more."""


def _append_tokens(found: list[Token], matches: Iterator[re.Match[str]]) -> None:
    for match in matches:
        start, end = match.span()
        found.append(_new_token(Token, (start, end, match.lastgroup)))


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Split a stretch of text into sentences, in order, trimmed of white space and bullets.

    A line break always ends a sentence, except inside the paragraphs of a hard-wrapped text
    (see `find_lines`). A stretch without a letter or digit is not a sentence.

    >>> text = "Gen. Roe met Dr. J. K. Doe at 5 p.m. on Monday. “Why now?” he asked."
    >>> [text[s.start:s.end] for s in split_sentences(text)]
    ['Gen. Roe met Dr. J. K. Doe at 5 p.m. on Monday.', '“Why now?” he asked.']
    """
    stop = len(text) if end is None else end
    caseless = is_caseless(text, start, stop)
    return [
        sentence
        for line in find_lines(text, start, stop)
        for sentence in split_line(text, line.start, line.end, caseless=caseless)
    ]


def split_line(text: str, start: int, end: int, *, caseless: bool = False) -> Iterator[Span]:
    """Split one line (or joined paragraph); lazy, so that the first sentence alone is cheap.

    Args:
        text: The raw text.
        start: First code point of the line.
        end: One past its last code point, without outer white space.
        caseless: The text hardly uses capitals, so a lower-case letter may open a sentence.
    """
    begin = done = skip_bullet(text, start, end)
    for mark in _TERMINAL.finditer(text, begin, end):
        if mark.start() < done:
            continue
        match = _CANDIDATE.match(text, mark.start(), end)
        if match is None or match.end() == end:
            break
        done = match.end()
        if _ends_sentence(text, begin, match, caseless=caseless):
            if _WORDY.search(text, begin, match.end(3)):
                yield Span(begin, match.end(3))
            begin = done
    if begin < end and _WORDY.search(text, begin, end):
        yield Span(begin, end)


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


def _ends_sentence(text: str, begin: int, match: re.Match[str], *, caseless: bool) -> bool:
    """Decide whether a terminal mark, with text after it in the line, ends the sentence."""
    after = match.end()
    if match[1]:
        return not (match[3] and _CJK_CARRIES_ON.match(text, after))
    if not match[4]:
        return not caseless and _is_glued(text, match)
    first = text[after]
    opened = _OPENERS.match(text, after, match.endpos)
    at = opened.end() if opened else after
    if first in ".!?…,;:)—–-" or at >= match.endpos:
        return False
    lower = text[at].islower() and not "ა" <= text[at] <= "ჿ"  # Georgian has no working capitals
    if lower and not caseless:
        return _BRAND.match(text, at) is not None
    mark = match[2]
    if mark != ".":
        if mark[-1] in "?!":
            return not (match[3] and _is_attributed(text, at, caseless=caseless))
        return not lower
    return not _is_abbreviated(text, (begin, match.start(), at), caseless=caseless)


def _is_attributed(text: str, at: int, *, caseless: bool) -> bool:
    """Tell whether a question or cry in quotes goes on: "…?” Roe asked", not "…?” He said"."""
    if caseless:
        return _CASELESS_ATTRIBUTION.match(text, at) is not None
    found = _NEXT_WORD.match(text, at)
    opens = found is not None and found[0].casefold() in _OPENING
    return not opens and _ATTRIBUTION.match(text, at) is not None


def _is_glued(text: str, match: re.Match[str]) -> bool:
    """Tell whether a blank was lost between two sentences: "…left.She", but not "site.Com"."""
    dot, after = match.start(), match.end()
    before = text[max(0, dot - 2) : dot]
    return (
        len(before) == 2
        and before.isalpha()
        and before.islower()
        and text[after].isupper()
        and text[after + 1 : after + 2].islower()
        and text[after : after + 3] not in ("Com", "Net", "Org")
    )


def _is_abbreviated(text: str, at: tuple[int, int, int], *, caseless: bool) -> bool:
    """Decide whether the full stop at `at[1]` only marks an abbreviation.

    Args:
        text: The raw text.
        at: Start of the sentence, the full stop, first letter after it.
        caseless: Capitals tell nothing in this text.
    """
    begin, dot, following = at
    pieces = text[max(begin, dot - _LOOK_BACK) : dot].split()
    if not pieces or text[dot - 1].isspace():
        return False
    word = pieces[-1]
    if not word.isalpha():
        word = _WORD_START.split(word)[-1]
    key = word.casefold()
    if len(key) > 1 and key.isalpha() and key not in _LISTED:
        return False
    upper = caseless or word[:1].isupper()
    found = _NEXT_WORD.match(text, following)
    after = found[0].casefold() if found else ""
    opens = after in (_OPENING_EVERYWHERE if caseless else _OPENING)
    if after == "no" or (len(after) == 1 and text[following + 1 : following + 2] == "."):
        opens = False  # "U.S. No. 2", "J. A. Doe"
    if key in _BEFORE_NUMBER:
        return text[following].isdigit()
    if key in ("a.m", "p.m"):
        return after in _AFTER_CLOCK
    if key.isdecimal():
        leads = len(key) <= 3 and dot - len(word) == begin
        return leads or (len(key) <= 2 and after in _ORDINAL_MONTHS)
    if (key in _CONNECTIVES and word[1:] == key[1:]) or (upper and key in _TITLES):
        return True  # but "IE." is no "i.e."
    initial = len(key) == 1 and key.isalpha() and (upper or dot - 1 == begin)
    if initial or key in _EITHER or _ACRONYM.match(word):
        quoted = text[following - 1] in '"“‘«'
        return bool(after) and not opens and not quoted
    return False
