"""Whether a text is English, as far as its commonest words tell."""

from __future__ import annotations

import re
from collections.abc import Collection

from summarizer.textmap import TextMap


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENGLISH = _words(
    "the of and to that with was were is are has have had his her their its from by for at"
    " said who which but not been they will"
)
# The commonest words of languages in the same script, without those that English has too,
# and without the ones that stand in names English news is full of ("la", "del", "un").
_OTHERS = _words(
    "der das und nicht ein eine zu dem ist mit für auf im sich des dass"  # German
    " le les et une est dans pour qui au aux sur par ne pas plus"  # French
    " el las por con una para como más su al que"  # Spanish
    " het een voor niet op te dat zijn aan ook maar bij wordt"  # Dutch
    " il che di per non della sono con più è"  # Italian
    " os um uma não em do da dos na ao"  # Portuguese
    " och att som på är det inte av ikke til og på"  # the Nordic languages
    " nie się jest na że w z ve bir bu için dan yang itu di"  # Polish, Turkish, Indonesian
)
_LEAST_WORDS = 20
"""Fewer words than this may be an English headline without any of the common ones."""
_MOST_CHARS = 2_000
_WORD = re.compile(r"[^\W\d_]+")
_AFTER_LATIN = "\u0250"


def looks_english(text: TextMap) -> bool:
    """Returns False when the common words of other languages outnumber the English ones.

    Also when most words are in another script, or when a text of some length has none of
    the common words of any language.
    """
    words = _WORD.findall(text.text, 0, _MOST_CHARS)
    # A capital makes "Per" or "Ve" a name; a text all in capitals is read in lower case.
    common = list(filter(str.islower, words)) or [word.lower() for word in words]
    english, others = _count(common, _ENGLISH), _count(common, _OTHERS)
    latin = sum(map(_AFTER_LATIN.__gt__, words))
    if latin * 2 < len(words):
        return False
    return english > others or (others == 0 and len(words) < _LEAST_WORDS)


def _count(words: list[str], known: Collection[str]) -> int:
    return sum(map(known.__contains__, words))
