"""Which deed the words call the answer to which: reprisals."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from summarizer.happenings import list_keys
from summarizer_schemas.record import Event, Evidence, Link

_ANSWERING = re.compile(
    r"\b(?:retaliatory|retaliat(?:ed|ing)|in (?:retaliation|reprisal|revenge|response)|to avenge"
    r"|reprisal (?:attack|raid|strike)s?)\b",
    re.IGNORECASE,
)
_MUTUAL = re.compile(r"\b(?:tit[- ]for[- ]tat|retaliatory|mutual reprisals)\b", re.IGNORECASE)
_STEMS = ("retal", "repr", "avenge", "n re", "tat")
"""One stands in all that `_ANSWERING` and `_MUTUAL` find; none has an i or an s, for these have
other forms that `lower` keeps. 0.5 µs a quote, against 5.7 for both patterns."""
_MATERIAL_CONFLICT = 4
_MAX_ANSWERED = 16
"""Deeds by the other side looked at for each answer; the one meant is among the last told."""


def link_reprisals(events: Sequence[Event]) -> list[Event]:
    """Returns the events, each deed told as an answer linked to the one deed it can answer.

    Where the words call one deed the answer to another ("retaliatory", "tit-for-tat"), and sides
    and days bear that out, the later one is linked to the earlier.

    Args:
        events: one record for each happening.
    """
    deeds = [event for event in events if _is_dated_deed(event)]
    cues = {deed.id: _find_cues(deed) for deed in deeds} if len(deeds) > 1 else {}
    if not any(cues.values()):
        return list(events)
    by_actor: dict[str, list[Event]] = {}
    by_span: dict[tuple[int, int], list[Event]] = {}
    for deed in deeds:
        for key in _list_actors(deed):
            by_actor.setdefault(key, []).append(deed)
        for told in cues[deed.id]:
            if _MUTUAL.search(told.quote):
                by_span.setdefault((told.start, told.end), []).append(deed)
    links = {
        deed.id: link
        for deed in deeds
        for link in [_find_shared_cue(deed, by_span) or _find_own_cue(deed, cues, by_actor)]
        if link and all(known.target != link.target for known in deed.links)
    }
    return [
        event.model_copy(update={"links": (*event.links, links[event.id])})
        if event.id in links
        else event
        for event in events
    ]


def _is_dated_deed(event: Event) -> bool:
    dated = event.date is not None and event.date.start is not None
    return event.quad_class == _MATERIAL_CONFLICT and event.realis == "actual" and dated


def _find_cues(deed: Event) -> list[Evidence]:
    """What may call the deed an answer."""
    found: list[Evidence] = []
    for told in deed.evidence:
        low = told.quote.lower() if told.field is None else ""
        for stem in _STEMS:
            if stem in low:
                found.append(told)
                break
    return found


def _find_shared_cue(deed: Event, by_span: dict[tuple[int, int], list[Event]]) -> Link | None:
    """As in "the tit-for-tat strikes": one sentence tells of both, the days which came first."""
    for told in deed.evidence if by_span else ():
        others = [one for one in by_span.get((told.start, told.end), ()) if one is not deed]
        if len(others) == 1 and _came_before(others[0], deed) and _are_apart(others[0], deed):
            return Link(type="retaliation_for", target=others[0].id, evidence=(told,))
    return None


def _find_own_cue(
    deed: Event, cues: Mapping[str, list[Evidence]], by_actor: dict[str, list[Event]]
) -> Link | None:
    """As in "retaliatory strikes": the one earlier deed of those it was aimed at."""
    told = next((one for one in cues[deed.id] if _ANSWERING.search(one.quote)), None)
    if told is None:
        return None
    suffered = {key for party in deed.recipients for key in list_keys(party)}
    suffered |= _list_countries(deed)
    answered = {
        other.id
        for key in suffered
        for other in by_actor.get(key, ())[-_MAX_ANSWERED:]
        if _came_before(other, deed)
        and _are_apart(other, deed)
        and not _list_countries(other).isdisjoint({*_list_actors(deed), ""})
    }
    if len(answered) != 1:
        return None
    return Link(type="retaliation_for", target=answered.pop(), evidence=(told,))


def _list_actors(event: Event) -> set[str]:
    return {key for party in event.actors for key in list_keys(party)}


def _list_countries(event: Event) -> set[str]:
    """Where those live who suffered it; blank when that is not told."""
    countries = {party.country for party in event.recipients}
    if event.location:
        countries.add(event.location.country)
    return {country for country in countries if country} or {""}


def _are_apart(one: Event, other: Event) -> bool:
    ours, theirs = _list_actors(one), _list_actors(other)
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _came_before(one: Event, other: Event) -> bool:
    return bool(
        one.date
        and other.date
        and one.date.end
        and other.date.start
        and one.date.end < other.date.start
    )
