"""The words around a name that say what it is to the place: near it, around it, abroad."""

from __future__ import annotations

import re

from summarizer.places import DIVISION_NOUNS

CAPITALISED = r"[^\W\d_a-zß-öø-ÿ](?:[\w.-]|['’](?!s(?!\w)))*"
PARTICLE = r"(?:of the|of|de la|de|del|della|da|do|dos|du|des|la|le|el|al|ez|az|es|ad|bin|ibn|y)"
RUN = re.compile(
    rf"(?<!\w)(?:al-|el-)?{CAPITALISED}"
    rf"(?:[ \u00a0](?:{PARTICLE}[ -])?(?:al-|el-)?{CAPITALISED})*"
)
LEADING = re.compile(
    r"(?:(?:The|A|An|In|At|Near|On|Outside|Inside|Around|From|Off|Central|Downtown|Greater"
    r"|(?:North|South)?-?(?:[Ee]ast|[Ww]est)?ern|(?:North|South)ern"
    r"|(?:City|Town|Village|Port|Province|State|Region|District|Governorate) of)[ \u00a0])+"
)
OWN_NOUN = re.compile(rf"[ \u00a0](?:city|district|{'|'.join(DIVISION_NOUNS)})", re.IGNORECASE)
DIVISION_AFTER = re.compile(
    r"\s(?:province|state|governorate|oblast|prefecture|canton)s?(?!\w)", re.IGNORECASE
)
DIVISION_BEFORE = re.compile(
    r"(?<!\w)(?:province|state|governorate|oblast|prefecture|canton)\sof\s$", re.IGNORECASE
)
ABROAD = re.compile(
    r"(?:-(?:flagged|owned|registered|made|built|run|operated))?\s(?:[a-z-]+\s){0,2}(?:embassy"
    r"|consulate|interests section|legation|diplomatic|ambassador|warship|ship|vessel|tanker"
    r"|aircraft|jet|plane|trawler|freighter)",
    re.IGNORECASE,
)
"""What a nation has abroad: it tells whose it is, not where."""
INITIALS = re.compile(r"(?:[A-Z]\.){2,}$")
NOT_A_PLACE = re.compile(
    r"(?:(?:Horn of |Sub-Saharan )?Africa|Europe|Asia|Middle East|Near East|Far East|Americas?"
    r"|Latin America|Central Asia|Balkans|Caucasus|Caribbean|Sahel|Scandinavia|Levant|Maghreb"
    r"|Persian Gulf|Baltics|Pacific|Atlantic|Mediterranean|African|European|Asian|In|The|At|Near|On"
    r"|A|An|Outside|Inside|From|Off|North|South|East|West|Central)(?:\s(?:America|Asia|Africa))?"
)
"""Parts of the world larger than a country, and words that a sentence may begin with."""
FACILITY = re.compile(
    r"(?:Embassy|Consulate|Parliament|Mission|Army|Navy|Ministry|Legation|Cultural)(?!\w)"
)
NEAR = re.compile(
    r"(?<!\w)(?:near|nearby|outside|close to|off|around|beside|opposite|towards?|from|bordering"
    r"|along|between|outskirts of|suburbs? of|edges? of|environs of|vicinity of|border with"
    r"|(?:north|south)?-?(?:east|west)?(?:north|south)? of(?<![\s-] of)|next to"
    r"|(?:miles|km|kilomet(?:er|re)s) of)(?!\w)",
    re.IGNORECASE,
)
FAR_NOUN = re.compile(
    r"['’]?s?\s(?:[a-z-]+\s)?(?:suburbs?|outskirts|surroundings|environs|countryside)(?!\w)"
)
INSIDE = re.compile(
    r"(?:(?<!\w)(?:in|inside|within|into)|,)\s(?:the\s)?(?:[a-z-]+\s){0,2}$", re.IGNORECASE
)
BORDERS_AFTER = re.compile(r"(?:[-–—/]\S+|\sand\s\S+)?\s(?:border|frontier)s?(?!\w)", re.IGNORECASE)
BORDERS_BEFORE = re.compile(
    r"(?<!\w)(?:border|frontier)s?\s(?:with|between)\s(?:[\w'’.-]+\sand\s)?(?:the\s)?$",
    re.IGNORECASE,
)
TIE = re.compile(
    r"(?:['’]s?)?\s(?:(?:[a-z-]+ern|central|capital|main|key)\s)?(?:(?:(?!in\s|at\s|near\s)[a-z-]+\s)"
    r"{0,3}(?:city|town|village|port|capital|suburb|province|state|region|district|governorate"
    r"|resort|hamlet|area)\sof\s)?"
)
TOWN_AFTER = re.compile(
    r"\s(?:[a-z-]+\s)?(?:city|town|township|village|hamlet|port|resort|suburb|settlement|stronghold)"
    rf"\sof\s(?:the\s)?{CAPITALISED}"
)
"""As after "Karen" in "the Karen town of Selm": a people or a region, the town is named next."""
BREAK = re.compile(r",|\s(?:in|at|inside|within)\s")
