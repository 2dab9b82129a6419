"""Events as rows with the columns of ACLED, as far as one article can fill them.

Columns and codes follow the ACLED codebook (2023) and the documentation of `acledR`. These are
rows in ACLED's form, not ACLED data: nobody has compared sources, resolved actors or placed
anything on a map.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

from summarizer.places.table import load_countries
from summarizer.tables.columns import Cell, Column, Row, Table
from summarizer.tables.interaction import find_actor_type, join_actor_types
from summarizer.tables.iso import NUMERIC
from summarizer.tables.selection import ACTUAL, select_events
from summarizer.tables.tolls import take_toll
from summarizer_schemas.record import Event, EventDate, Party, Precision, Realis
from summarizer_schemas.result import Result

ACLED = Table(
    "acled",
    "one event, in the columns of ACLED",
    (),
    (
        Column("event_id_cnty", "text", "article and event; the `id` of the PLOVER record too"),
        Column("event_date", "date", "first day of the interval", nullable=True),
        Column("year", "integer", "where the interval lies in one", nullable=True),
        Column("time_precision", "integer", "1 day, 2 week, 3 month", nullable=True),
        Column("disorder_type", "text", "follows from event and sub-event type"),
        Column("event_type", "text", "`acled_event_type`"),
        Column("sub_event_type", "text", "`acled_sub_event_type`", nullable=True),
        Column("actor1", "text", "first actor, by name", nullable=True),
        Column("assoc_actor_1", "text", "further actors, parted by `; `", nullable=True),
        Column("inter1", "text", "kind of actor1, where it can be told", nullable=True),
        Column("actor2", "text", "first recipient, by name", nullable=True),
        Column("assoc_actor_2", "text", "further recipients", nullable=True),
        Column("inter2", "text", "kind of actor2, where it can be told", nullable=True),
        Column("interaction", "text", "both kinds, where both can be told", nullable=True),
        Column("civilian_targeting", "text", "`Civilian targeting` or empty", nullable=True),
        Column("iso", "integer", "ISO 3166-1 numeric", nullable=True),
        Column("region", "text", "empty: ACLED's own grouping", nullable=True),
        Column("country", "text", "short English name", nullable=True),
        Column("admin1", "text", "province or state", nullable=True),
        Column("admin2", "text", "empty: not in the records", nullable=True),
        Column("admin3", "text", "empty: not in the records", nullable=True),
        Column("location", "text", "town, village or site", nullable=True),
        Column("latitude", "number", "empty: no coordinates are known", nullable=True),
        Column("longitude", "number", "empty: no coordinates are known", nullable=True),
        Column("geo_precision", "integer", "1 exact, 2 near, 3 region", nullable=True),
        Column("source", "text", "publisher and agency, parted by `; `", nullable=True),
        Column("source_scale", "text", "empty: not in the records", nullable=True),
        Column("notes", "text", "the article's words, and what they leave open"),
        Column("fatalities", "integer", "see below; empty: not stated", nullable=True),
        Column("tags", "text", "`crowd size=` in the article's words", nullable=True),
        Column("timestamp", "integer", "when it was made, seconds since 1970"),
    ),
)

_GEO_PRECISION: Mapping[Precision, int] = {"exact": 1, "near": 2, "region": 3}
"""A country alone is coarser than ACLED's coarsest code, and stays empty."""
_DEMONSTRATIONS = ("Protests", "Riots")


def to_acled_rows(result: Result, *, realis: Collection[Realis] = ACTUAL) -> list[Row]:
    """Returns the events of a result as rows with ACLED's columns.

    What the article does not tell is None: no day of publication stands in for a date, no count
    for a toll, no capital for a country. `fatalities` is the lowest bound of the counts of the
    dead that are not denied; `notes` quotes all of them (`tolls`).

    Args:
        result: what was found.
        realis: which events to take; `notes` says of each that is not `actual`. Events of no
            ACLED type (talks, statements, demands) are never taken; `count_left_out` counts them.

    Returns:
        One row an event, with the columns of `ACLED` in their order.

    Example:
        >>> from summarizer import summarize
        >>> text = "Drones of Vantia struck the port of Norburg on Friday, killing nine people."
        >>> (row,) = to_acled_rows(summarize(text, published="2024-01-19"))
        >>> row["event_date"].isoformat(), row["time_precision"], row["fatalities"]
        ('2024-01-19', 1, 9)
        >>> row["sub_event_type"], row["country"]
        ('Air/drone strike', None)
    """
    return [_make_row(result, event) for event in select_events(result, "acled", realis)]


def _make_row(result: Result, event: Event) -> Row:
    toll = take_toll(event.figures, "killed")
    known: Row = {
        "event_id_cnty": f"{result.article.id}-{event.id}",
        "disorder_type": _find_disorder(event),
        "event_type": event.acled_event_type,
        "sub_event_type": event.acled_sub_event_type,
        **_date(event.date),
        **_name_actors(event),
        **_place(event),
        "source": _join(result.article.publisher, result.article.source_agency),
        "notes": _write_notes(event, toll.note),
        "fatalities": toll.number,
        "tags": _tag(event),
        "timestamp": int(result.provenance.created_at.timestamp()),
    }
    return {column.name: known.get(column.name) for column in ACLED.columns}


def _find_disorder(event: Event) -> str:
    if event.acled_event_type == "Strategic developments":
        return "Strategic developments"
    if event.acled_sub_event_type == "Excessive force against protesters":
        return "Political violence; Demonstrations"
    calm = (
        event.acled_event_type in _DEMONSTRATIONS and event.acled_sub_event_type != "Mob violence"
    )
    return "Demonstrations" if calm else "Political violence"


def _date(date: EventDate | None) -> Row:
    """Returns day, year and precision; a longer stretch than a month has no place in ACLED."""
    if date is None or date.start is None or date.end is None:
        return {}
    days = (date.end - date.start).days + 1
    coarse = {"day": 1, "week": 2, "month": 3}.get(date.granularity)
    precision = max(coarse, 1 if days == 1 else 2 if days <= 7 else 3) if coarse else None
    is_long = precision is None or days > 31
    return {
        "event_date": None if is_long else date.start,
        "time_precision": None if is_long else precision,
        "year": date.start.year if date.start.year == date.end.year else None,
    }


def _name_actors(event: Event) -> Row:
    country = event.location.country if event.location else None
    row: Row = {}
    kinds: list[str | None] = []
    for number, parties in enumerate((event.actors, event.recipients), 1):
        kind = find_actor_type(event, parties[0], country) if parties else None
        kinds.append(kind)
        row[f"actor{number}"] = _name(parties[0]) if parties else None
        row[f"assoc_actor_{number}"] = _join(*map(_name, parties[1:]))
        row[f"inter{number}"] = kind
    first, second = kinds
    hits_civilians = (
        event.acled_event_type == "Violence against civilians"
        or (event.acled_event_type == "Explosions/Remote violence" and second == "Civilians")
        or event.acled_sub_event_type == "Excessive force against protesters"
    )
    row["interaction"] = join_actor_types(first, second, alone=not event.recipients)
    row["civilian_targeting"] = "Civilian targeting" if hits_civilians else None
    return row


def _name(party: Party) -> str:
    return party.name or party.text


def _place(event: Event) -> Row:
    place = event.location
    if place is None:
        return {}
    code = place.country
    return {
        "iso": NUMERIC.get(code) if code else None,
        "country": _name_countries().get(code) if code else None,
        "admin1": place.admin1,
        "location": place.place,
        "geo_precision": _GEO_PRECISION.get(place.precision),
    }


@cache
def _name_countries() -> dict[str, str]:
    return {country.alpha3: country.name for country in load_countries()}


def _write_notes(event: Event, toll: str | None) -> str:
    """Returns the quotes of the event, then in brackets what a reader must know."""
    remarks = [f"{event.realis}, not actual"] if event.realis != "actual" else []
    if event.date is None:
        remarks.append("date not stated")
    elif event.date.start is None:
        remarks.append(f"date not resolved: “{event.date.expressed}”")
    if event.certainty in {"probable", "possible"}:
        remarks.append(event.certainty)
    if toll is not None:
        remarks.append(toll)
    quotes = " … ".join(" ".join(one.quote.split()) for one in event.evidence)
    return " ".join([f"“{quotes}”", *(f"[{remark}]" for remark in remarks)])


def _tag(event: Event) -> Cell:
    if event.acled_event_type not in _DEMONSTRATIONS:
        return None
    crowds = [one.text for one in event.figures if one.measure == "participants"]
    return _join(*(f"crowd size={' '.join(crowd.split())}" for crowd in crowds))


def _join(*names: str | None) -> str | None:
    return "; ".join(dict.fromkeys(name for name in names if name)) or None
