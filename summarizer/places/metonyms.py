"""Whether a capital or a seat of government is a spot on the map, or who governs there."""

from __future__ import annotations

import re

from summarizer.places.finder import CountryMention, find_mentions

_LOOK_BACK = 32  # characters: the longest preposition, an article and "south-eastern"
_AT = re.compile(
    r"(?<!\w)(?:in|near|outside|inside|at|around|across|through|throughout|over|off|within|into"
    r"|from|to|toward|towards|(?:north|south|east|west|kilomet(?:er|re)s|miles|km|capital"
    r"|city|outskirts|suburbs?|streets?|district|neighbou?rhood|out|centre|center|port) of"
    r"|capital,?|city)\s(?:the\s)?(?:(?:central|downtown|greater|(?:north|south)?-?"
    r"(?:east|west)?(?:ern)?|inner|nearby)\s)?$",
    re.IGNORECASE,
)
_SPOT_AFTER = re.compile(
    r"(?:['’]s?)?\s(?:(?:[Ii]nternational|[Cc]entral|[Mm]ain|[Cc]ity)\s)?(?:[Aa]irport|[Ss]treets?"
    r"|suburbs?|neighbou?rhood|residents?|hospital|hotel|[Uu]niversity|district|subway|metro"
    r"|[Mm]useum|mayor|[Pp]rovince|governorate|region|area|police)(?!\w)"
)
_DIRECTION = re.compile(
    r"(?<!\w)(?:central|downtown|(?:north|south)-?(?:east|west)?(?:ern)?|(?:east|west)(?:ern)?)\s$",
    re.IGNORECASE,
)
_COMMA = re.compile(r",\s")
_NAME_AFTER = 40  # characters: the longest name of a country, about


def is_place(text: str, mention: CountryMention) -> bool:
    """Whether a capital or a seat is meant as the spot, not as the government that sits there.

    A preposition of place before it ("in Islamabad"), its country after it ("Islamabad,
    Pakistan") or a thing of the city ("Islamabad airport") say so. Without any of them it is
    taken for the government: "Islamabad said", "talks with Islamabad". Other towns govern
    nothing: they are spots.

    Args:
        text: The text that `find_mentions` was given.
        mention: One of its mentions; a name or a demonym is never a spot here.

    >>> [is_place(t, find_mentions(t)[0]) for t in ("in Islamabad", "Islamabad denied it")]
    [True, False]
    """
    if mention.form == "town":
        return True
    if mention.form not in {"capital", "seat"}:
        return False
    before = text[max(0, mention.start - _LOOK_BACK) : mention.start]
    if _AT.search(before) or _DIRECTION.search(before) or _SPOT_AFTER.match(text, mention.end):
        return True
    comma = _COMMA.match(text, mention.end)
    if comma is None:
        return False
    following = find_mentions(text, comma.end(), comma.end() + _NAME_AFTER)
    return any(
        each.start == comma.end() and each.country == mention.country and each.form == "name"
        for each in following
    )
