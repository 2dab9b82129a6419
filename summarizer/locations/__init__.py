"""A phrase that says where -> place, first-level division, country, and how exactly.

The names of the phrase are found first (countries, capitals, divisions, other capitalised runs);
then each is read by the words around it: what it is near, what it belongs to, what borders on
it. A country that the words do not name but that follows from them (its capital, a province of
it) is `inferred`.
"""

from summarizer.locations.reader import read_location

__all__ = ["read_location"]
