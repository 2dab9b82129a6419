"""What sort of party words name, and of what part of society."""

from __future__ import annotations

from summarizer.parties.wording import Wording, is_no_state
from summarizer.parties.words import strip_possessive
from summarizer_schemas.codes import Sector
from summarizer_schemas.record import PartyKind


def judge_name(
    words: Wording, first: int, last: int, *, has_article: bool
) -> tuple[PartyKind, Sector | None]:
    """What sort of party a name is, as far as its words tell."""
    parts = [strip_possessive(words.low[n]) for n in range(first, last)]
    if not words.known.armed_words.isdisjoint(parts):
        return "armed_group", "REB"
    for part in reversed(parts):
        if part in words.known.organisation_words:
            return "organisation", words.known.organisation_words[part]
    if not words.known.place_words.isdisjoint(parts):
        return "unknown", None
    if last == first + 1:
        return ("organisation" if words.is_acronym(first) else "unknown"), None
    if has_article or last - first > 6:
        return "unknown", None
    return "person", None


def find_sector(words: Wording, first: int, last: int) -> Sector | None:
    """The sector that the last telling word of a body's name gives."""
    for at in range(first, last):
        mention = words.countries[at][1] if at in words.countries else None
        if mention and is_no_state(mention.country):
            return "UAF" if mention.country == "IMG" else None
        if mention and mention.form == "seat":
            return "GOV"
        if mention and mention.sector:
            return mention.sector
    for at in range(last - 1, first - 1, -1):
        for size in range(min(3, at + 1 - first), 0, -1):
            parts = tuple(strip_possessive(words.low[n]) for n in range(at + 1 - size, at + 1))
            noun = words.known.nouns.get(parts)
            if noun and noun[1]:
                return noun[1]
        word = strip_possessive(words.low[at])
        if word in words.known.armed_words:
            return "REB"
        if words.known.organisation_words.get(word):
            return words.known.organisation_words[word]
    return None


def is_armed(words: Wording, at: int) -> bool:
    """Whether a word before "group" or "forces" tells that they fight on their own."""
    noun = words.known.nouns.get((words.low[at],))
    return bool(noun and noun[0] == "armed_group") or words.low[at] in (
        *words.known.armed_words,
        "armed",
        "islamist",
    )


def is_generic(words: Wording, at: int) -> bool:
    """Whether a word stands in any such body's name: "Foreign", "Ministry"."""
    low = words.low[at]
    noun = words.known.nouns.get((low,))
    return (
        low in words.known.organisation_words
        or bool(noun and noun[0] in ("organisation", "state"))
        or low in words.known.modifiers
        or low in words.more.portfolios
    )


def judge_people(words: Wording, first: int, begin: int, last: int) -> PartyKind:
    """Tells "Iranians" and "the French" from one "Iranian", and from what is Iranian."""
    if words.low[last - 1].endswith("s"):
        return "population"
    article = words.low[first] if begin > first else ""
    if article in ("a", "an", "one"):
        return "person"
    return "population" if article else "state"
