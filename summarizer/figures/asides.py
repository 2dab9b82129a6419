"""What may stand between those counted and the verb: places, clauses, asides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.figures.words import BE, DETERMINERS, HAVE, MONTHS, WHEN, split_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.figures.counted import Count
    from summarizer.figures.sentence import Sentence

_REACH = 32  # tokens from those counted to their verb; each step is bounded, so all is linear
_CLOSING = {"(": ")", "[": "]", ",": ",", "-": "-", "–": "–", "—": "—"}
_PLACES = split_words(
    "in on at from aboard inside near outside of with by under behind to into through onto named "
    "called across between among wearing for during along around over within against off"
)
_WHO = frozenset({"who", "that", "which"})
_SAYING = split_words("said says say claimed claim told believed thought alleged insisted warned")
_OTHER_CLAUSE = split_words(
    "that where when after as while because if whether before since although though until but he "
    "she they it we i you said says told went came took gave began met saw threw struck hit fought "
    "won lost found led fell broke sent rose ran drove kept did do does will would could may can so"
)
_PART_MARKS = split_words("including among most mostly some many all both")
_FINITE = split_words("died perished drowned disappeared vanished fled rallied marched protested")
_NOT_FINITE = split_words("armed unarmed united uniformed allied so-called hundred red")
_SUBJECT_AFTER = split_words(
    "that and but or said says say reported reports announced confirmed added when after as while "
    "because where if before until since how meanwhile addition also"
)
_SINGULAR_VERBS = frozenset({"is", "was", "has"})


def skip_asides(sentence: Sentence, count: Count, parts: frozenset[int]) -> Iterator[int]:
    """Yield the tokens at which the verb of those counted may stand, nearest first.

    Args:
        sentence: Where the phrase stands.
        count: The phrase.
        parts: First tokens of the phrases that name a part: "four of them".
    """
    yield count.after
    if (who := _find_who(sentence, count.after)) is not None:
        yield who
    aside = _skip_aside(sentence, count.after, parts)
    if aside != count.after:
        yield aside
    verb = _skip_modifier(sentence, count) if _is_subject(sentence, count) else None
    if verb is not None and _agrees(sentence, count, verb):
        yield verb


def _skip_aside(sentence: Sentence, at: int, parts: frozenset[int]) -> int:
    """Step over ", including four children," and the like."""
    opening = sentence.low(at)
    if opening not in _CLOSING:
        return at
    double = opening == "-" and sentence.low(at + 1) == "-"
    first = at + 1 + double
    marked = sentence.low(first) in _PART_MARKS or first in parts or opening != ","
    if not marked:
        return at
    for end in range(first + 1, min(first + _REACH, len(sentence.tokens))):
        if sentence.low(end) != _CLOSING[opening]:
            continue
        after = end + 1 + (double and sentence.low(end + 1) == "-")
        low = sentence.low(after)
        if low in BE | HAVE or low.endswith("ly") or sentence.find_trailing(after) is not None:
            return after
    return at


def _find_who(sentence: Sentence, at: int) -> int | None:
    """As in ", WHO were wounded", "-- WHO died"."""
    if sentence.low(at) not in {",", "-", "–", "—"}:
        return None
    first = at + 1 + (sentence.low(at + 1) == "-")
    return first if sentence.low(first) == "who" else None


def _is_subject(sentence: Sentence, count: Count) -> bool:
    """Whether the phrase may begin a clause: nothing before it acts on it."""
    at = count.first - 1
    while sentence.low(at) in DETERMINERS or sentence.low(at) == "only":
        at -= 1
    low = sentence.low(at)
    starts = not sentence.is_word(at) or low in _SUBJECT_AFTER
    return starts or low in WHEN or low in MONTHS or low.isdecimal()


def _skip_modifier(sentence: Sentence, count: Count) -> int | None:
    """Step over "of the guard", "who were at sea", "carrying forged papers" to the verb."""
    at = _enter_modifier(sentence, count.after)
    if at is None:
        return None
    aside = False
    end = min(at + _REACH, len(sentence.tokens))
    while at < end:
        low = sentence.low(at)
        if low in BE | HAVE or low in _FINITE:
            return at if not aside or not sentence.is_word(at - 1) else None
        if low in _CLOSING and low != ",":
            at = _skip_aside(sentence, at, frozenset())
            if not sentence.is_word(at):
                return None
            continue
        aside = aside or low == ","
        if low != "," and _begins_other(sentence, at):
            return None
        at += 1
    return None


def _enter_modifier(sentence: Sentence, at: int) -> int | None:
    """The first token that may be the verb; None when nothing stands between."""
    if sentence.low(at) not in _WHO:
        if not _opens_modifier(sentence, at):
            return None
        return at + (sentence.low(at) not in _CLOSING)
    at += 1
    if sentence.low(at) in _SAYING:
        return None
    while sentence.low(at) in BE | HAVE:
        at += 1
    return at + 1


def _opens_modifier(sentence: Sentence, at: int) -> bool:
    low = sentence.low(at)
    reduced = low.endswith("ed") and sentence.low(at + 1) in _PLACES
    return (
        low in _PLACES or low in {",", "-", "–", "—", "(", "aged"} or low.endswith("ing") or reduced
    )


def _begins_other(sentence: Sentence, at: int) -> bool:
    """Whether another clause, or another verb, begins here."""
    low = sentence.low(at)
    if low in _OTHER_CLAUSE or low in {";", ":", ".", "?", "!"}:
        return True
    before = sentence.low(at - 1)
    if low == "and":
        return sentence.low(at + 1) in DETERMINERS or sentence.low(at + 1) in {"a", "an"}
    if not low.endswith("ed") or low in _NOT_FINITE:
        return False
    participle = before.endswith("ing") and sentence.low(at - 2) not in DETERMINERS | {"a", "an"}
    return not (participle or before in DETERMINERS | {"a", "an", "of", "by", "and"})


def _agrees(sentence: Sentence, count: Count, verb: int) -> bool:
    """Whether a verb of one stands with one, and a verb of many with many."""
    if sentence.low(verb) not in _SINGULAR_VERBS:
        return sentence.low(verb) not in {"are", "were", "have"} or count.amount.best != 1
    return count.amount.best in {0, 1}
