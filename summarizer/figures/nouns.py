"""The noun of a counted phrase: who is counted, with adjectives ("off-duty police officers")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.figures.words import (
    ANY_MEMBERS,
    BODY_WORDS,
    DETERMINERS,
    INNER,
    MEMBERS,
    MONTHS,
    OF_BODIES,
    PERSON_ENDINGS,
    PERSONS,
    SINGULAR,
    STOP,
    THINGS,
    UNITS,
    WHEN,
    list_peoples,
)

if TYPE_CHECKING:
    from summarizer.figures.counted import Count
    from summarizer.figures.sentence import Sentence

_QUOTES = frozenset("\"“”'‘’")
_PLURAL_PERSONS = frozenset(word for word in PERSONS if word not in SINGULAR)
_MEMBERS = frozenset({*MEMBERS, *ANY_MEMBERS})
MAX_NOUN_WORDS = 6  # "senior Ruritanian air force officers"


def read_noun(sentence: Sentence, count: Count) -> Count | None:
    """Extend a phrase over its noun; None when the noun is a thing or a unit.

    Args:
        sentence: Where the phrase stands.
        count: A phrase that ends with its number.
    """
    if count.of_them and count.after == count.noun and sentence.low(count.after - 1) in _MEMBERS:
        return count
    if sentence.low(count.after) in UNITS:
        return None
    head, at = find_head(sentence, count)
    if head is None:
        return _read_other_noun(sentence, count, at)
    if sentence.low(head + 1) in THINGS or sentence.low(head).endswith("'s"):
        return None
    count.after, count.is_person = head + 1, True
    return count


def find_head(sentence: Sentence, count: Count) -> tuple[int | None, int]:
    """The last token of the noun, where it is a person; and where the words end."""
    head = None
    at = count.after
    quoted = _find_quoted(sentence, count)
    while at < min(len(sentence.tokens), count.noun + MAX_NOUN_WORDS):
        low = sentence.low(at)
        if not sentence.is_word(at):
            if head is not None or at not in quoted:
                break
            at += 1
            continue
        is_person = _is_person(sentence, at)
        if head is not None and (not is_person or low in {"hostage", "captive", "prisoner"}):
            later = _find_later_head(sentence, head)  # not in "took two tourists hostage"
            if later is None:
                break
            at = head = later
        if low in INNER and _is_inner(sentence, at):
            count.inner = at if count.inner is None else count.inner
        elif _ends_noun(sentence, at) and not _joins_adjectives(sentence, count, at):
            break
        elif is_person:
            head = at
        at += 1
    return (None if head is None else _close_group(sentence, head, quoted)), at


def _close_group(sentence: Sentence, head: int, quoted: list[int]) -> int:
    """The last token of the group: with the quotation mark that closes it, or with its plurals."""
    if quoted and quoted[0] < head:
        past_stop = sentence.low(head + 1) in {".", ","}
        if head < quoted[1] <= head + 1 + past_stop:
            return quoted[1]
    return _extend_group(sentence, head)


def _find_later_head(sentence: Sentence, head: int) -> int | None:
    """As in "an American oil WORKER", "a family FRIEND": the first stands for an adjective."""
    if sentence.low(head) not in SINGULAR or sentence.low(head).endswith("'s"):
        return None
    for at in range(head + 1, head + 4):
        low = sentence.low(at)
        verb = low.endswith(("ing", "ed")) or low in {"hostage", "captive", "prisoner"}
        if not sentence.is_word(at) or verb or _ends_noun(sentence, at):
            return None
        if low in PERSONS:
            return at
    return None


def _find_quoted(sentence: Sentence, count: Count) -> list[int]:
    """Quotation marks around a word of the noun: `two "senior" commanders`."""
    marks = [at for at in range(count.noun, count.noun + 5) if sentence.low(at) in _QUOTES]
    return marks[:2] if len(marks) > 1 else []


def _is_person(sentence: Sentence, at: int) -> bool:
    """Whether the word names people; a name that is an adjective too, only at the end."""
    low = sentence.low(at).removesuffix("'s")
    if low in PERSONS:
        return True
    if not low.endswith(PERSON_ENDINGS) and low not in list_peoples():
        return False
    return low not in THINGS and (
        not sentence.is_word(at + 1) or _ends_noun(sentence, at + 1) or low.endswith("s")
    )


def _joins_adjectives(sentence: Sentence, count: Count, at: int) -> bool:
    """As in "500 military AND civilian staff"."""
    before = sentence.low(at - 1)
    if (
        sentence.low(at) != "and"
        or at == count.noun
        or before in PERSONS
        or before in sentence.cues.after
    ):
        return False
    for noun in range(at + 1, at + 4):
        low = sentence.low(noun)
        if low in PERSONS:
            return noun > at + 1 or sentence.low(noun + 1) in PERSONS
        if not low[:1].isalpha() or low.endswith("ed") or _ends_noun(sentence, noun):
            return False
    return False


def _extend_group(sentence: Sentence, head: int) -> int:
    """As in "40 women AND CHILDREN", "60 men, WOMEN AND CHILDREN"."""
    at = head + 1
    while sentence.low(at) == "," and sentence.low(at + 1) in _PLURAL_PERSONS:
        at += 2
    if sentence.low(head) in OF_BODIES and sentence.low(at) == "of":
        return _extend_name(sentence, at + 1) or head
    joined = sentence.low(at) == "and" and sentence.low(at + 1) in _PLURAL_PERSONS
    return at + 1 if joined and may_follow(sentence, at + 2) else head


def _extend_name(sentence: Sentence, at: int) -> int | None:
    """The last token of "the FREE HALDEN FRONT"; None when no capitals follow."""
    last = None
    at += sentence.low(at) in DETERMINERS
    for word in range(at, at + MAX_NOUN_WORDS):
        if not sentence.is_capitalised(word) or sentence.low(word) in MONTHS:
            break
        last = word
    return last


def _ends_noun(sentence: Sentence, at: int) -> bool:
    low = sentence.low(at)
    adverb = low.endswith("ly") and sentence.low(at + 1) not in INNER and low not in PERSONS
    return adverb or low in STOP or (low in sentence.cues.after and low not in PERSONS)


def _is_inner(sentence: Sentence, at: int) -> bool:
    """Whether "wounded" stands before its noun ("two wounded men")."""
    following = sentence.low(at + 1)
    return sentence.is_word(at + 1) and following not in STOP | WHEN and not following[0].isdigit()


def _read_other_noun(sentence: Sentence, count: Count, end: int) -> Count | None:
    while end > count.noun and (
        sentence.low(end - 1).endswith("ly") or sentence.low(end - 1) in _QUOTES | {"and"}
    ):
        end -= 1
    heads = sentence.cues.head
    two = sentence.low(end) in {"or", "and"} and sentence.low(end + 1) in heads
    if two and end > count.noun and sentence.low(end - 1) in heads:
        end += 2  # "no deaths or injuries"
    words = [sentence.low(at) for at in range(count.noun, end)]
    if any(word in THINGS for word in words) or not _may_be_people(sentence, count, words):
        return None
    none = sentence.low(count.first) == "no" and sentence.low(count.first + 1) != "one"
    if none and not (words and words[-1] in sentence.cues.head):
        return None  # "no longer", "no mention"
    if words:
        count.after = end
    elif sentence.low(count.after - 1) == "of":  # "hundreds of missing and injured"
        count.noun = count.after = count.after - 1
    return count


def _may_be_people(sentence: Sentence, count: Count, words: list[str]) -> bool:
    """Whether a noun that is not known to name people can stand for some all the same."""
    if not words:
        return True
    last = words[-1]
    definite = sentence.low(count.noun - 1) in DETERMINERS
    if last in sentence.cues.head and definite and count.amount.best == 1:
        return False  # "one of the bodies"
    if last in {"death", "fatality"} and count.amount.best != 1:
        return False  # "his 2014 death"
    if last == "bodies":
        return all(word in BODY_WORDS for word in words[:-1])
    if count.inner is not None and last not in sentence.cues.head:
        return sentence.is_capitalised(count.noun + len(words) - 1) or last in list_peoples()
    return True


def may_follow(sentence: Sentence, at: int) -> bool:
    """Whether the noun can be over before this token."""
    low = sentence.low(at)
    return _ends_noun(sentence, at) or sentence.ends_clause(at) or low.endswith("ing")
