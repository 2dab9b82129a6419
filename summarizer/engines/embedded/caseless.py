"""Names in a text without capitals: what no list knows, behind an office or a deed.

As in "judge ana velk", "the murder of ivo strand". Everywhere else a word that no list knows is
an ordinary word that the lists lack, so no name is guessed there.
"""

from __future__ import annotations

from dataclasses import replace

from summarizer.engines.embedded.lexicon import Lexicon
from summarizer.engines.embedded.stopwords import STOPWORDS
from summarizer.parties import PartyPhrase, Phrase

_MOST_WORDS = 5
_PERSON_DEEDS = frozenset(
    "murder assassination killing kidnapping abduction slaying execution torture disappearance"
    " death kidnaping".split()
)
_ENDS = STOPWORDS | frozenset(
    "against among amid at according accused during former within yesterday today tonight morning"
    " last next early late who which that is was were are has had and or".split()
)


def name_persons(phrase: Phrase, lexicon: Lexicon) -> None:
    """Lets the persons of a text without capitals have their names.

    The phrase is changed: an office is widened by the name behind it, and whoever a deed was
    done to is added.
    """
    for at, party in enumerate(phrase.parties):
        if party.kind == "person" and party.name is None and not party.is_adjective:
            end = _find_name_end(phrase, party.last, lexicon)
            if end > party.last:
                name = phrase.starts[party.last], phrase.ends[end - 1]
                phrase.parties[at] = replace(party, last=end, name=name)
    taken = {n for party in phrase.parties for n in range(party.first, party.last)}
    for at, word in enumerate(phrase.words[:-2]):
        if word in _PERSON_DEEDS and phrase.words[at + 1] == "of" and at + 2 not in taken:
            end = _find_name_end(phrase, at + 2, lexicon)
            if end > at + 3:
                name = phrase.starts[at + 2], phrase.ends[end - 1]
                phrase.parties.append(PartyPhrase(at + 2, end, "person", at + 2, name=name))
    phrase.parties.sort(key=lambda party: party.first)


def _find_name_end(phrase: Phrase, first: int, lexicon: Lexicon) -> int:
    at = first
    starts = {party.first for party in phrase.parties}
    while at < min(len(phrase), first + _MOST_WORDS):
        word = phrase.words[at]
        known = word in _ENDS or word in lexicon.openers or at in phrase.date_words
        if known or not word.isalpha() or len(word) < 2 or at in starts:
            break
        at += 1
    return at
