"""Somebody: who is named in a text, in what office, of which country."""

from __future__ import annotations

from summarizer.parties.cast import Cast
from summarizer.parties.phrases import Phrase, find_names
from summarizer.parties.reader import read_party
from summarizer.parties.reading import PartyReading
from summarizer.parties.words import PartyPhrase, strip_possessive

__all__ = [
    "Cast",
    "PartyPhrase",
    "PartyReading",
    "Phrase",
    "find_names",
    "read_party",
    "strip_possessive",
]
