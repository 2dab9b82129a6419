"""Which sentences may become key points: each read once, ranked by kind, shortened if too long."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.engines.embedded.shortening import count_words, find_opening, shorten
from summarizer.engines.embedded.stopwords import STOPWORDS, VERBS
from summarizer.occurrences import cuts_word
from summarizer.sentences import tokenize

if TYPE_CHECKING:
    from summarizer.textmap import Sentence, TextMap

MAX_WORDS = 35
"""The length of a key point. It costs no ROUGE, as long leads are shortened where they can be:
left out whole, they cost 0.4 ROUGE-1 and 0.3 ROUGE-2."""
MAX_SENTENCES = 1000
"""Sentences read. News has under 200, and so far down a place is worth nothing."""
MAX_CHARS = 2000
"""Characters read of one sentence. What runs on for longer is not prose: its first words are
a point only when the article has nothing else."""
STEM_CHARS = 6
"""Letters by which two words are one: "Norburg" and "Norburgers" in any language. Whole words
and Porter's stems are as good, within 0.2 ROUGE-1."""

EDITORIAL, PLAIN, WHOLE, LEFTOVER = range(4)
"""The order in which sentences are taken.

EDITORIAL: a bullet of the editors' own block, when it may be seen. They chose it, so it
    goes before any sentence of ours, and a body sentence that repeats it is dropped: the
    bullet is the shorter and stands on its own. One without support in the body still
    appears.
PLAIN: an ordinary sentence of at most 35 words, or a longer one as far as a clause that can
    stand alone.
WHOLE: a longer one without such a clause. Only the best, when there is nothing above.
LEFTOVER: headlines, captions, labels, lone questions, fragments. Only the best, when there
    is nothing above.
"""

_WORD = re.compile(r"[^\W_]+(?:[.,'-](?!s\b)[^\W_]+)*")
# Scripts that write no blanks, or marks that \w does not hold, need the tokens of the text.
_OTHER_SCRIPT = re.compile("[\u0300-\u036f\u0590-\u1fff\u2c00-\ud7ff\uf900-\U0010ffff]")
_FIRST_WORDS = re.compile(rf"(?:\S+\s+){{0,{MAX_WORDS - 1}}}\S+")
_LABEL = re.compile(
    r"\W*(?:more|photos?|read more|related|see also|video|watch|gallery)\b[^:.]{0,30}:",
    re.IGNORECASE,
)


@dataclass(slots=True, eq=False)
class Candidate:
    """A sentence on its way to be chosen.

    Attributes:
        start: where its words begin in the text.
        raw: its words, as written.
        sentence: the sentence it is taken from.
        place: how many usable sentences of lead and body stand before it.
        words: its words in lower case.
        terms: the first letters of those with content.
        length: how many words a reader counts.
        tier: the kind, see above.
        score: how well it did.
    """

    start: int
    raw: str
    sentence: Sentence
    place: int
    words: list[str]
    terms: set[str]
    length: int
    tier: int
    score: float = 0.0


def read_candidates(text: TextMap, *, max_words: int = MAX_WORDS) -> list[Candidate]:
    """Returns the visible sentences that have words; one over `max_words` is cut if it can be."""
    read_words = choose_reader(text.text)
    candidates: list[Candidate] = []
    place = 0
    for sentence in text.sentences[:MAX_SENTENCES]:
        one = _read_candidate(text, sentence, max_words, read_words)
        if one is not None:
            one.place = place
            candidates.append(one)
            place += one.tier in (PLAIN, WHOLE)
    return candidates


def choose_reader(text: str) -> Callable[[str], list[str]]:
    """Returns what cuts this text into words in lower case.

    A pattern does for scripts with blanks between words; it takes a fifth of the time.
    """
    return _read_tokens if _OTHER_SCRIPT.search(text) else _read_plain_words


def keep_terms(words: list[str]) -> set[str]:
    """Returns the first letters of the words with content."""
    return {word[:STEM_CHARS] for word in set(words) - STOPWORDS}


def _read_plain_words(raw: str) -> list[str]:
    # "US" is a country; "us" is first person and no content.
    if "US" in raw:
        raw = re.sub(r"\bUS\b", "U.S", raw)
    return _WORD.findall(raw.lower().replace("’", "'"))


def _read_tokens(raw: str) -> list[str]:
    lower = raw.lower().replace("’", "'")
    return [lower[start:end] for start, end, kind in tokenize(lower) if kind != "punct"]


def _read_candidate(
    text: TextMap, sentence: Sentence, max_words: int, read_words: Callable[[str], list[str]]
) -> Candidate | None:
    start = sentence.start
    raw = text.text[start : min(sentence.end, start + MAX_CHARS)]
    endless = sentence.end - start > MAX_CHARS
    if endless and (first := _FIRST_WORDS.match(raw)):
        raw = first.group()
    if endless and cuts_word(text.text, start + len(raw)):
        return None
    if sentence.segment in ("lead", "body") and not endless:
        opening = find_opening(raw)
        start, raw = start + opening, raw[opening:]
    words = read_words(raw)
    if not words:
        return None
    length = count_words(raw, words)
    tier = EDITORIAL if sentence.segment == "key_points" else PLAIN
    if endless or _is_leftover(raw, words, length, sentence):
        tier = LEFTOVER
    elif length > max_words:
        shorter = shorten(raw, max_words)
        if shorter is None:
            tier = WHOLE
        else:
            raw, words, tier = shorter, read_words(shorter), PLAIN
            length = count_words(raw, words)
    return Candidate(start, raw, sentence, 0, words, keep_terms(words), length, tier)


def _is_leftover(raw: str, words: list[str], length: int, sentence: Sentence) -> bool:
    tail = raw[-4:].rstrip("\"'”’»)] ")
    unfinished = raw.isascii() and not tail.endswith((".", "!"))
    return (
        sentence.segment in ("headline", "caption")
        or length < 5
        or tail.endswith(("?", "？", "؟"))
        # The text of a link, which its page had set apart.
        or raw.endswith(" .")
        or _LABEL.match(raw) is not None
        or (unfinished and not any(map(_looks_like_verb, words)))
    )


def _looks_like_verb(word: str) -> bool:
    return word in VERBS or (len(word) > 3 and word.endswith(("ed", "ing", "s")))
