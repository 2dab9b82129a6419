"""Which sentences may become key points: each read once, ranked by kind, shortened if too long."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from summarizer.engines.embedded.stopwords import (
    ATTRIBUTION_AND_HEDGES,
    CONNECTIVES,
    STOPWORDS,
    SUBORDINATORS,
    VERBS,
)
from summarizer.occurrences import cuts_word
from summarizer.sentences import tokenize

if TYPE_CHECKING:
    from summarizer.textmap import Sentence, TextMap

MAX_WORDS = 35
"""The length of a key point. It costs 0.3 to 0.5 ROUGE-2: many a lead is longer."""
MAX_SENTENCES = 1000
"""Sentences read. News has under 200, and so far down a place is worth nothing."""
MAX_CHARS = 2000
"""Characters read of one sentence. What runs on for longer is not prose: its first words are
a point only when the article has nothing else."""

EDITORIAL, PLAIN, CUT, WHOLE, LEFTOVER = range(5)
"""The order in which sentences are taken.

EDITORIAL: a bullet of the editors' own block, when it may be seen. They chose it, so it
    goes before any sentence of ours, and a body sentence that repeats it is dropped: the
    bullet is the shorter and stands on its own. One without support in the body still
    appears.
PLAIN: an ordinary sentence of at most 35 words.
CUT: a longer one, as far as a clause that can stand alone; only where the others are few.
WHOLE: a longer one without such a clause. Only the best, when there is nothing above.
LEFTOVER: headlines, captions, lone questions, fragments. Only the best, when there is
    nothing above.
"""

_FIRST_WORD = re.compile(r"\w+,?\s+")
_CLAUSE_END = re.compile(r"(;)\s|,\s(?=(?:and|which|who|where)\s)")
_FIRST_WORDS = re.compile(rf"(?:\S+\s+){{0,{MAX_WORDS - 1}}}\S+")


@dataclass(slots=True, eq=False)
class Candidate:
    """A sentence on its way to be chosen."""

    start: int
    raw: str
    sentence: Sentence
    place: int
    words: list[str]
    lower: list[str]
    terms: list[str]
    length: int
    tier: int = PLAIN
    vector: dict[str, float] = field(default_factory=dict[str, float])
    score: float = 0.0


def read_candidates(text: TextMap, *, max_words: int = MAX_WORDS) -> list[Candidate]:
    """Returns the visible sentences that have words; one over `max_words` is cut if it can be."""
    candidates: list[Candidate] = []
    place = 0
    for sentence in text.sentences[:MAX_SENTENCES]:
        if one := _read_candidate(text, sentence, place, max_words):
            candidates.append(one)
            place += sentence.segment in ("lead", "body")
    return candidates


def _read_candidate(
    text: TextMap, sentence: Sentence, place: int, max_words: int
) -> Candidate | None:
    raw = text.text[sentence.start : min(sentence.end, sentence.start + MAX_CHARS)]
    endless = sentence.end - sentence.start > MAX_CHARS
    if endless and (first := _FIRST_WORDS.match(raw)):
        raw = first.group()
    if cuts_word(text.text, sentence.start + len(raw)):
        return None
    tokens = text.tokens_in(sentence.start, sentence.start + len(raw))
    words = [text.text[start:end] for start, end, kind in tokens if kind != "punct"]
    if not words:
        return None
    # "US" is a country; "us" is first person and no content.
    lower = [word if word == "US" else word.lower().replace("’", "'") for word in words]
    one = Candidate(
        start=sentence.start,
        raw=raw,
        sentence=sentence,
        place=place,
        words=words,
        lower=lower,
        terms=keep_terms(lower),
        length=_count_words(raw, words),
    )
    if endless or _is_leftover(one):
        one.tier = LEFTOVER
    elif one.length > max_words:
        _shorten(one, max_words)
    if one.tier == PLAIN and sentence.segment == "key_points":
        one.tier = EDITORIAL
    return one


def read_words(text: str) -> list[str]:
    """Returns the words and numbers of a text, as written."""
    return [text[start:end] for start, end, kind in tokenize(text) if kind != "punct"]


def keep_terms(lower: list[str]) -> list[str]:
    """Returns the words with content.

    Stems moved no ROUGE figure by more than noise: none are cut.
    """
    return [word for word in lower if word not in STOPWORDS]


def _count_words(raw: str, words: list[str]) -> int:
    """Words between spaces; where none are written, a word is about two ideographs."""
    return max(len(raw.split()), len(words) // 2)


def _is_leftover(one: Candidate) -> bool:
    tail = one.raw[-4:].rstrip("\"'”’»)] ")
    unfinished = one.raw.isascii() and not tail.endswith((".", "!"))
    return (
        one.sentence.segment in ("headline", "caption")
        or one.length < 5
        or tail.endswith(("?", "？", "؟"))
        or (unfinished and not any(map(_looks_like_verb, one.lower)))
    )


def _looks_like_verb(word: str) -> bool:
    return word in VERBS or (len(word) > 3 and word.endswith(("ed", "ing", "s")))


def _shorten(one: Candidate, max_words: int) -> None:
    """Drops a leading "However, "; else cuts at a clause end that loses no attribution."""
    first, opening = _FIRST_WORD.match(one.raw), one.lower[0]
    joined = opening in ("and", "but") or (first and "," in first.group())
    if one.length == max_words + 1 and first and joined and opening in CONNECTIVES:
        one.start += first.end()
        one.raw = one.raw[first.end() :]
        one.length -= 1
        return
    one.tier = WHOLE
    if opening in SUBORDINATORS:
        return
    raw = one.raw
    for boundary in _CLAUSE_END.finditer(raw):
        clause, rest = raw[: boundary.start()], raw[boundary.end() :]
        length = len(clause.split())
        if length > max_words:
            return
        # After a comma, only a clause that runs to the end: the main verb may follow another.
        if length >= 8 and (boundary[1] or "," not in rest) and _stands_alone(clause, rest):
            one.raw, one.length, one.tier = clause, length, CUT


def _stands_alone(clause: str, rest: str) -> bool:
    """No quotation or bracket stays open, and nobody's "said" or "not" is cut off."""
    return (
        clause.count('"') % 2 == 0
        and clause.count("“") == clause.count("”")
        and clause.count("(") == clause.count(")")
        and any(_looks_like_verb(word) for word in read_words(clause.lower()))
        and ATTRIBUTION_AND_HEDGES.isdisjoint(read_words(rest.lower()))
    )
