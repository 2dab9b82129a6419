"""Events as PLOVER records: what event data is exchanged in.

Names of fields, and which are required, follow the chapter "Data Fields" of the PLOVER manual
(Open Event Data Alliance, PLOVER_MANUAL in openeventdata/PLOVER; `actor` as of 2024-02, `source`
before): `id`, `date`, `actor` and `event`; one record a line of JSON. `event_loc` takes the names
that POLECAT (NGEC) gives its parts, and `place` for a name that nobody has looked up.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from summarizer.tables.selection import ACTUAL, select_events
from summarizer.tables.tolls import take_toll
from summarizer_schemas.record import Event, Location, Measure, Party, Realis
from summarizer_schemas.result import Result

CODEBOOK = "PLOVER 2024-02"
_AUXILIARY: Mapping[Realis, str] = {
    "future": "future", "hypothetical": "hypothetical", "negated": "negation"
}  # fmt: skip
"""PLOVER's auxiliary modes; it has none for what happens habitually."""
_SIZES: Mapping[str, Measure] = {"dead": "killed", "injured": "wounded", "arrested": "detained"}


def to_plover(result: Result, *, realis: Collection[Realis] = ACTUAL) -> list[dict[str, Any]]:
    """Returns the events of a result as PLOVER records, plain JSON types.

    A required field is always there. What the article does not tell is not made up: the `date` of
    an event without a day is null, `actor` may be an empty list. Optional fields without a value
    are left out; so is `text`, which needs the rights to it: `text_info` has the offsets.

    Args:
        result: what was found.
        realis: which events to take. What is not `actual` gets PLOVER's auxiliary mode, where
            there is one. Events of type OTHER are never taken: PLOVER has no such type.

    Example:
        >>> from summarizer import summarize
        >>> text = "Kenya carried out drone strikes near Norburg on Friday."
        >>> (record,) = to_plover(summarize(text, published="2024-01-19"))
        >>> record["date"], record["event"], record["mode"], record["actor"][0]["code"]
        ('2024-01-19', ['ASSAULT'], ['drone'], 'KEN')
    """
    cite = _cite(result)
    return [_make_record(result, one, cite) for one in select_events(result, "plover", realis)]


def _make_record(result: Result, event: Event, cite: dict[str, Any]) -> dict[str, Any]:
    date = event.date
    start, end = (date.start, date.end) if date else (None, None)
    sizes = {name: take_toll(event.figures, measure) for name, measure in _SIZES.items()}
    notes = [toll.note for toll in sizes.values() if toll.note]
    if start is None:
        stated = f"date not resolved: “{date.expressed}”" if date else "date not stated"
        notes.insert(0, stated)
    auxiliary = _AUXILIARY.get(event.realis)
    optional: dict[str, Any] = {
        "enddate": end.isoformat() if end and end != start else None,
        "event_loc": _locate(event.location) if event.location else None,
        "size": {name: toll.number for name, toll in sizes.items() if toll.number is not None},
        "link": [f"{result.article.id}-{link.target}" for link in event.links],
        "comment": "; ".join(notes),
    }
    return {
        "id": f"{result.article.id}-{event.id}",
        "date": start.isoformat() if start else None,
        "actor": [_describe_party(party) for party in event.actors],
        "recipient": [_describe_party(party) for party in event.recipients],
        "event": [event.type],
        "mode": [*event.modes, auxiliary] if auxiliary else list(event.modes),
        "context": list(event.contexts),
        "event_text": [event.trigger],
        "quad_code": event.quad_class,
        "text_info": {"start": event.evidence[0].start, "end": event.evidence[0].end},
        "cite_info": cite,
        **{name: value for name, value in optional.items() if value},
    }


def _describe_party(party: Party) -> dict[str, str]:
    values = {
        "code": party.country,
        "sector": party.sector,
        "actor_text": party.text,
        "entity_name": party.name if party.name != party.text else None,
        "office": party.role,
    }
    return {name: value for name, value in values.items() if value}


def _locate(location: Location) -> dict[str, str]:
    values = {
        "extracted_place": location.text,
        "place": location.place,
        "province": location.admin1,
        "country_code": location.country,
    }
    return {name: value for name, value in values.items() if value}


def _cite(result: Result) -> dict[str, Any]:
    article, made = result.article, result.provenance
    values = {
        "citation": article.id,
        "url": article.url,
        "title": article.title,
        "language": article.language,
        "publication": article.publisher or article.source_agency,
        "coder": f"{made.engine} {made.model}" if made.model else made.engine,
        "codebook": CODEBOOK,
        "version": made.library_version,
    }
    return {name: value for name, value in values.items() if value}
