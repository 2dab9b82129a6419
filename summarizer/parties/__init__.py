"""Somebody: who is named in a text, in what office, of which country."""

from __future__ import annotations

from summarizer.parties.phrases import Phrase, find_names
from summarizer.parties.words import PartyPhrase, strip_possessive

__all__ = ["PartyPhrase", "Phrase", "find_names", "strip_possessive"]
