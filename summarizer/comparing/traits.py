"""What an event can be recognised by in another result."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, cast

from summarizer.comparing.telling import fold_words, list_party_keys, tell_event
from summarizer_schemas.record import Event, Party

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d")
_ROUNDS = 3
"""Steps along links that tell events apart which tell the same: further ones have not been seen."""


@dataclass(frozen=True, slots=True)
class Traits:
    """An event as it is looked for.

    Attributes:
        event: the record.
        place: in the order of the text, from 0; the ids of events do not matter.
        colour: equal for events that tell the same in the same words, linked to the same.
        words: of its evidence, folded, without numbers: a count that changed is no other event.
        trigger: its words, folded.
        actors: what its actors can be recognised by.
        recipients: what its recipients can be recognised by.
        places: names of the place, folded.
        days: first and last day; None when it is not known.
        measures: what is counted.
        counts: measure and number of each figure.
    """

    event: Event
    place: int
    colour: bytes
    words: frozenset[str]
    trigger: frozenset[str]
    actors: frozenset[str]
    recipients: frozenset[str]
    places: frozenset[str]
    days: tuple[date, date] | None
    measures: frozenset[str]
    counts: frozenset[tuple[str, int | None]]


def read_traits(events: Sequence[Event]) -> list[Traits]:
    """Returns the traits of the events of one result, in order of the text.

    Neither the order in which the events come nor their ids make a difference.
    """
    colours = _colour(events)
    starts = {one.id: min((e.start, e.end) for e in one.evidence) for one in events}
    in_order = sorted(events, key=lambda one: (starts[one.id], colours[one.id]))
    return [_read(event, place, colours[event.id]) for place, event in enumerate(in_order)]


def cut_words(text: str | None) -> list[str]:
    """Returns the words of a text, folded.

    Example:
        >>> cut_words("Norburg’s OLD harbour")
        ['norburg', 's', 'old', 'harbour']
    """
    return _WORD.findall(fold_words(text))


def _read(event: Event, place: int, colour: bytes) -> Traits:
    where, when = event.location, event.date
    told = [one for one in event.evidence if one.field is None] or event.evidence
    words = {word for one in told for word in cut_words(one.quote) if not _NUMBER.search(word)}
    return Traits(
        event=event,
        place=place,
        colour=colour,
        words=frozenset(words),
        trigger=frozenset(cut_words(event.trigger)),
        actors=_list_keys(event.actors),
        recipients=_list_keys(event.recipients),
        places=frozenset(filter(None, map(fold_words, (where.place, where.text))))
        if where
        else frozenset(),
        days=(when.start, when.end) if when and when.start and when.end else None,
        measures=frozenset(one.measure for one in event.figures),
        counts=frozenset((one.measure, one.best) for one in event.figures),
    )


def _list_keys(parties: Sequence[Party]) -> frozenset[str]:
    return frozenset(key for party in parties for key in list_party_keys(party))


# ---- what is the same, links and all ----


def _colour(events: Sequence[Event]) -> Mapping[str, bytes]:
    """Returns a digest of each event by id; it follows the links, and holds no id.

    Two events that tell the same are told apart by what they are linked to.
    """
    colours = {one.id: _digest(tell_event(one), _list_quotes(one)) for one in events}
    linked = [one for one in events if one.links]
    for _ in range(_ROUNDS if linked else 0):
        news = {
            one.id: _digest(
                colours[one.id],
                frozenset((link.type, colours.get(link.target, b"")) for link in one.links),
            )
            for one in linked
        }
        colours = {**colours, **news}
    return colours


def _list_quotes(event: Event) -> frozenset[str]:
    return frozenset(fold_words(one.quote) for one in event.evidence)


def _digest(*values: Any) -> bytes:
    return sha256(_spell(values).encode("utf-8", "surrogatepass")).digest()


def _spell(value: Any) -> str:
    """Returns a value in one spelling; a set has no order of its own."""
    if not isinstance(value, (frozenset, tuple)):
        return repr(value)
    spelled = map(_spell, cast("Iterable[Any]", value))
    return repr(sorted(spelled) if isinstance(value, frozenset) else tuple(spelled))
