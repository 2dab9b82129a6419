"""Words that name a country: its name, its people, its capital.

A text is read once: each word that may begin a form is looked up, and the longest form that
fits there wins ("Papua New Guinea" before "Guinea"). The table is `data/countries.tsv`; what is
ambiguous there is left out, with the reason. Some longer names hold a country's name without
meaning it ("New Mexico", "Latin American"): they are read too, and yield nothing.

A name that people also bear (`Jordan`, `Chad`, `Georgia`) is passed over in three cases: after
a title or a common given name ("Mr Jordan", "Michael Jordan"); for the few that are given names
themselves, before another capitalised word ("Chad Smith") unless a whole heading is capitalised
or the word begins an institution or a landscape ("Jordan Valley"). The rule would rather miss
a country than invent one.
"""

from __future__ import annotations

from summarizer.places.finder import (
    CountryMention,
    Gazetteer,
    find_country,
    find_mentions,
)
from summarizer.places.table import ORGANISATIONS, Country, CountryForm, load_countries

__all__ = [
    "ORGANISATIONS",
    "Country",
    "CountryForm",
    "CountryMention",
    "Gazetteer",
    "find_country",
    "find_mentions",
    "load_countries",
]
