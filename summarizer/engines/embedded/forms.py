"""The forms of English words, made by rule from the lemma."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summarizer.engines.embedded.lexicon import Form

_ONE_SYLLABLE = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]\Z")
_FORMS_OF_BE: Sequence[tuple[Form, str]] = (
    ("base", "be"),
    ("s", "is"),
    ("s", "are"),
    ("past", "was"),
    ("past", "were"),
    ("past", "been"),
)


def inflect(base: str, past: str, participle: str) -> Iterator[tuple[Form, str]]:
    """Yields the forms of a verb; `past` and `participle` are empty where they are regular."""
    if base == "be":
        yield from _FORMS_OF_BE
        return
    yield "base", base
    yield "s", "has" if base == "have" else add_s(base)
    for form in [past] if past else _add_ed(base):
        yield "past", form
    if participle and participle != past:
        yield "participle", participle
    for form in _add_ing(base):
        yield "ing", form


def add_s(word: str) -> str:
    """Returns the plural of a noun, or the third person of a verb."""
    if word.endswith(("s", "x", "z", "ch", "sh", "o")) and not word.endswith("oo"):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def _add_ed(word: str) -> list[str]:
    if word.endswith("e"):
        return [word + "d"]
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return [word[:-1] + "ied"]
    return [stem + "ed" for stem in _double(word)]


def _add_ing(word: str) -> list[str]:
    if word.endswith("ie"):
        return [word[:-2] + "ying"]
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return [word[:-1] + "ing"]
    return [stem + "ing" for stem in _double(word)]


_DOUBLED = frozenset(
    "abet abhor acquit admit airdrop allot annul begin booby-trap commit compel concur confer"
    " control defer deter disbar enrol equip expel forbid fulfil handicap incur infer kidnap occur"
    " outwit overrun patrol permit prefer propel quit rebel rebut refer regret submit transfer"
    " unban".split()
)
_BOTH = re.compile(r"\w*[aeiou]\w*[aeo]l\Z")
"""Two spellings: "cancelled" and "canceled"."""


def _double(word: str) -> list[str]:
    """The stems to which "ed" and "ing" are added."""
    if word.endswith("c"):
        return [word + "k"]
    doubled = word + word[-1]
    if word in _DOUBLED or _ONE_SYLLABLE.match(word):
        return [doubled]
    return [doubled, word] if _BOTH.match(word) and word[-3:-2] not in "aeiou" else [word]
