"""Words that name a country or a first-level division of one.

A text is read once: each word that may begin a form is looked up, and the longest form that
fits there wins ("Papua New Guinea" before "Guinea"). Countries stand in `data/countries.tsv`:
names, people, capitals and the seats of who governs ("Kremlin"); what is ambiguous there is left
out, with the reason. Some longer names hold a country's name without meaning it ("New Mexico",
"Latin American"): they are read too, and yield nothing. Divisions stand in `data/divisions.tsv`,
which is not read before it is needed.

A name that people also bear (`Jordan`, `Chad`, `Georgia`) is passed over in three cases: after
a title or a common given name ("Mr Jordan", "Michael Jordan"); for the few that are given names
themselves, before another capitalised word ("Chad Smith") unless a whole heading is capitalised
or the word begins an institution or a landscape ("Jordan Valley"). The rule would rather miss
a country than invent one.
"""

from __future__ import annotations

from summarizer.places.country import find_country
from summarizer.places.divisions import (
    DIVISION_NOUNS,
    Division,
    DivisionMention,
    find_divisions,
    load_divisions,
)
from summarizer.places.finder import CountryMention, find_mentions
from summarizer.places.gazetteer import Gazetteer, GazetteerEntry
from summarizer.places.leaders import find_leader
from summarizer.places.metonyms import is_place
from summarizer.places.table import ORGANISATIONS, Country, CountryForm, load_countries

__all__ = [
    "DIVISION_NOUNS",
    "ORGANISATIONS",
    "Country",
    "CountryForm",
    "CountryMention",
    "Division",
    "DivisionMention",
    "Gazetteer",
    "GazetteerEntry",
    "find_country",
    "find_divisions",
    "find_leader",
    "find_mentions",
    "is_place",
    "load_countries",
    "load_divisions",
]
