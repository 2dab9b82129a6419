"""Where sentences end: terminal marks, abbreviations, quotations that go on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from summarizer.sentences.lines import find_lines, is_caseless, skip_bullet


class Span(NamedTuple):
    """Half-open code-point offsets into the raw text."""

    start: int
    end: int


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
_WORDY = re.compile(r"[^\W_]")
_LOOK_BACK = 24  # longest abbreviation with its opening quote; bounds the cost per full stop


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
