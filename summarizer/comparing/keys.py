"""A name for an event that other programs can follow from version to version.

The key is a hash of what a happening is known by: its type, the days, the place, and the named
parties on both sides. Numbers, claims, wording and the place in the article are not in it, so a
toll that rises leaves it as it is; so do a new source, another trigger, and talks that were planned
and are now held. It changes when type, day, place or a named party is corrected or first told:
`compare_results` gives both keys then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from summarizer.comparing.telling import fold_words, list_party_keys, name_party
from summarizer_schemas.record import Event, Party
from summarizer_schemas.result import Result

KEY_CHARS = 16
"""Hex digits: of a million events two share a key by chance once in 37 million times."""


def make_event_key(event: Event) -> str:
    """Returns 16 hex digits that the same happening keeps.

    Two events of one article may have the same key, where no more is told of them; see
    `list_event_keys`.

    Example:
        >>> from summarizer_schemas.record import Evidence
        >>> quote = (Evidence(quote="shells hit Norburg", start=0, end=18, segment="body"),)
        >>> event = Event(id="e1", type="ASSAULT", trigger="hit", evidence=quote)
        >>> make_event_key(event) == make_event_key(event.model_copy(update={"id": "e7"}))
        True
    """
    place, date = event.location, event.date
    days = f"{date.start}/{date.end}" if date and date.start else ""
    where = fold_words(place.place or place.text) if place else ""
    known = [days, where, _name(event.actors), _name(event.recipients)]
    if not any(known):
        known.append(fold_words(event.trigger))  # nothing else tells it from others of its type
    spelled = "\n".join((event.type, *known))
    return sha256(spelled.encode("utf-8", "surrogatepass")).hexdigest()[:KEY_CHARS]


def list_event_keys(result: Result) -> Mapping[str, str]:
    """Returns the key of each event by its id; no two are equal.

    Of events with one key, the second in order of the text gets `-2`, and so on.

    Example:
        >>> from summarizer import summarize
        >>> found = summarize("Shells killed nine people in Norburg on Tuesday.")
        >>> list_event_keys(found)
        {'e1': '...'}
    """
    return name_events(result.events)


def name_events(events: Sequence[Event]) -> dict[str, str]:
    """Returns the key of each of these events of one article by its id; no two are equal."""
    seen: dict[str, int] = {}
    keys: dict[str, str] = {}
    for event in sorted(events, key=_find_place):
        key = make_event_key(event)
        seen[key] = number = seen.get(key, 0) + 1
        keys[event.id] = key if number == 1 else f"{key}-{number}"
    return keys


def _name(parties: Sequence[Party]) -> str:
    """Returns the parties with a name or a country: "12 residents" are 17 the day after."""
    named = {
        min(list_party_keys(one)) if one.kind == "state" else name_party(one)
        for one in parties
        if one.name or (one.country and one.kind == "state")
    }
    return "|".join(sorted(named))


def _find_place(event: Event) -> tuple[int, int, str]:
    start, end = min((one.start, one.end) for one in event.evidence)
    return start, end, event.trigger
