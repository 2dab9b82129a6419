"""What may go from a sentence that is a key point, so that the rest is still verbatim and true.

In front: a connective, or the name of the agency in brackets. Behind: a clause, if the
sentence is too long. Never who says so, how sure it is, a denial or a condition, and never
the main verb; where that cannot be told, nothing is cut.
"""

from __future__ import annotations

import re

from summarizer.engines.embedded.stopwords import (
    ATTRIBUTION_AND_HEDGES,
    CONNECTIVES,
    NEGATIONS,
    STOPWORDS,
    SUBORDINATORS,
    VERBS,
)

MIN_CLAUSE_WORDS = 8
"""Shorter clauses tell too little without what follows."""

_OPENING = re.compile(
    r"(?:and|but)\s+(?=\w)|([a-z]+),\s+(?=\w)|\([^()]{2,40}\)\s?(?=\w)", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_](?:[\w'’.-]*[^\W_])?")
_DASH = re.compile(r"\s--?\s|[—–]")
_SEGMENT_END = re.compile(r"[,;:]\s|\s--?\s|[—–]")
_BOUNDARY = re.compile(
    r"(?P<mark>,(?=\s+(?:after|amid|an?|and|as|before|during|following|including|since|when|where"
    r"|which|while|who|whose|with|\w{3,}ing|\w{3,}ed"
    r"|(?:\w+\s){1,2}(?:minutes?|hours?|days?|weeks?|months?|years?)\s(?:after|before))\s)|;|\s--?(?=\s)|\s?[—–])\s*(?=\w)"
    r"|\s(?=(?:after|amid|as|before|during|following|since|when|where|while)\s)",
    re.IGNORECASE,
)
"""Where a clause or an aside may begin that the sentence can do without."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_RELATIVES = _words(
    "after although as because before how if since than that though unless what when where"
    " whether which while who whom whose why"
)
# "Police left, claiming that …": the claim goes with its claimant, who is the subject.
_CLAIMING = _words(
    "accusing adding alleging arguing citing claiming insisting noting saying suggesting warning"
)
# An "-ed" after these is no verb but says of which kind: "the armed group".
_BEFORE_NOUNS = _words(
    "a an and by for her his in its many most my no of or our several some that the their these"
    " this those two with"
)
# As often a participle or noun as the verb of the sentence.
_FINITE = VERBS - _words("cut held hit lay left let made meet put set shot shut") | _words(
    "becomes begins calls comes continues does faces gets gives goes joins loses makes plans"
    " remains says seeks shows takes wants wins"
)
# No clause ends with one of these.
_DANGLING = (STOPWORDS | _RELATIVES) - _words(
    "again ago all away back before both down ever here herself him himself it itself later me"
    " now off one others out over still them themselves there today together too under up us"
    " well yet you"
)
_UNITS = _words("minute minutes hour hours day days week weeks month months year years")
# What stands before the first comma and begins with one of these is not the main clause.
_FRONT = SUBORDINATORS | _words(
    "amid at by days during following for from hours in just minutes months nearly on shortly"
    " under weeks when within years"
)
_INNER = _RELATIVES - SUBORDINATORS
# "as" here compares or names a role: "seen as", "as long as", "works as".
_AS_ROLE = re.compile(
    r"\b(?:as|so|such|same|well|known|described|regarded|seen|served?|serving|works|worked|named|used)"
    r"\W+(?:\w+\W+){0,2}\Z",
    re.IGNORECASE,
)


def count_words(raw: str, words: list[str]) -> int:
    """Words between spaces; where none are written, a word is about two ideographs."""
    return max(raw.count(" ") + 1 if raw.isascii() else len(raw.split()), len(words) // 2)


def find_opening(raw: str) -> int:
    """Returns how long a "However, ", "But " or "(The Daily)" in front is; 0 without one."""
    match = _OPENING.match(raw)
    if match is None or (match[1] and match[1].lower() not in CONNECTIVES):
        return 0
    return match.end()


def shorten(raw: str, max_words: int) -> str | None:
    """Returns the longest start of a sentence that can stand alone, or None.

    Example:
        >>> shorten("The ferry to Osterlund ran aground on Monday, which stopped the post.", 9)
        'The ferry to Osterlund ran aground on Monday'
    """
    for boundary in reversed(list(_BOUNDARY.finditer(raw))):
        clause = raw[: boundary.start()]
        length = len(clause.split())
        if length < MIN_CLAUSE_WORDS:
            return None
        if length <= max_words and _may_end(clause, boundary["mark"], raw[boundary.end() :]):
            return clause
    return None


def _may_end(clause: str, mark: str | None, rest: str) -> bool:
    kept, dropped = _read_words(clause), _read_words(rest)
    if not kept or not dropped or kept[-1] in _DANGLING or not _is_closed(clause):
        return False
    if dropped[0] in ("after", "before", "since") and kept[-1] in _UNITS:
        return False  # "a day | after …"
    lost = dropped[1:] if dropped[0] in _CLAIMING else dropped
    return (
        ATTRIBUTION_AND_HEDGES.isdisjoint(lost)
        and NEGATIONS.isdisjoint(lost)
        and _is_spare(clause, (mark or "").strip(), rest)
        and _has_main_verb(clause)
    )


def _is_spare(clause: str, mark: str, rest: str) -> bool:
    """Whether what follows is a clause or an aside that the sentence can do without."""
    first = _read_words(rest)[0]
    if mark == ";":
        return True
    if mark == ",":
        if first == "and":
            return bool(_find_verbs(rest))
        if first in ("a", "an"):
            return "," not in rest and _find_own_verb(rest) is None
        # Where a comma stands before, "counted" may be the main verb after an aside.
        return "," not in clause or not first.endswith("ed")
    if mark:
        return _DASH.search(rest) is None
    # "It did not close after the storm" says less than "It did not close".
    comparing = first == "as" and _AS_ROLE.search(clause) is not None
    return NEGATIONS.isdisjoint(_read_words(clause)) and bool(_find_verbs(rest)) and not comparing


def _has_main_verb(clause: str) -> bool:
    """Whether the main verb stands in the clause, for certain.

    It comes before any relative word, or first of all after an aside in commas; where the
    sentence begins with "While …" or "In …", after that comma.
    """
    fronted = False
    for at, segment in enumerate(_SEGMENT_END.split(clause)):
        words = _read_words(segment)
        if not words or words[0] in _INNER:
            continue
        if at == 0 and words[0] in _FRONT:
            fronted = True
            continue
        verb = _find_own_verb(segment)
        if verb == 0 or (verb is not None and (at == 0 or fronted)):
            return True
    return False


def _find_own_verb(part: str) -> int | None:
    """Returns which word is the first verb, unless a relative word comes before it."""
    verbs, words = _find_verbs(part), _read_words(part)
    if not verbs or not _RELATIVES.isdisjoint(words[: verbs[0]]):
        return None
    return verbs[0]


def _find_verbs(part: str) -> list[int]:
    """Returns which words are verbs; one with a capital is a name, unless all have capitals."""
    found: list[int] = []
    words = _WORD.findall(part)
    capitals = part.isupper()
    for at, word in enumerate(words):
        lower = word.lower()
        known = lower in _FINITE
        ends = len(word) > 4 and lower.endswith("ed")
        if (not known and not ends) or not (capitals or word[0].islower()):
            continue
        if known or at == 0 or words[at - 1].lower() not in _BEFORE_NOUNS:
            found.append(at)
    return found


def _read_words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def _is_closed(clause: str) -> bool:
    """No quotation, bracket or pair of dashes stays open."""
    return (
        clause.count('"') % 2 == 0
        and clause.count("“") == clause.count("”")
        and clause.count("(") == clause.count(")")
        and len(_DASH.findall(clause)) % 2 == 0
    )
