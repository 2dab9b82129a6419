"""Results that tests compare, made by hand or drawn by hypothesis."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timezone
from typing import Any

from hypothesis import strategies as st

from summarizer_schemas.record import (
    Claim,
    Event,
    EventDate,
    Evidence,
    Figure,
    KeyPoint,
    Link,
    Location,
    Party,
)
from summarizer_schemas.result import ArticleInfo, Provenance, Result

MADE = Provenance(
    engine="by hand",
    library_version="1",
    created_at=datetime(2026, 3, 12, tzinfo=timezone.utc),
)
VANTIA = Party(text="Vantia", name="Vantia", kind="state")
NORLAND = Party(text="Norland", name="Norland", kind="state")
PORT = Party(text="the port authority", kind="organisation")
MAYOR = Party(text="the mayor", kind="person", role="mayor")
STRIKE = "At least 12 people were killed when Vantian shells hit the harbour of Norburg on Tuesday"


def cite(quote: str, start: int = 0) -> tuple[Evidence, ...]:
    """Returns the quote as the only evidence of something."""
    return (Evidence(quote=quote, start=start, end=start + len(quote), segment="body"),)


def count(best: int, *claimants: Party, **given: Any) -> Figure:
    """Returns a figure, by default of people killed."""
    values: dict[str, Any] = {
        "measure": "killed",
        "low": best,
        "high": best,
        "text": f"{best} people",
        "group": "people",
        "status": "claimed" if claimants else "asserted",
        "claimants": claimants,
        "evidence": cite(f"{best} people"),
    }
    return Figure(best=best, **values | given)


def on(day: int, **given: Any) -> EventDate:
    """Returns a day in March 2026."""
    when = date(2026, 3, day)
    values: dict[str, Any] = {
        "expressed": f"on {when:%A}",
        "edtf": when.isoformat(),
        "granularity": "day",
        "basis": "relative",
    }
    return EventDate(start=when, end=when, **values | given)


def at(place: str) -> Location:
    """Returns a place by its name."""
    return Location(text=place, place=place, precision="exact")


def happen(quote: str = STRIKE, start: int = 0, **given: Any) -> Event:
    """Returns an event, by default the strike on Norburg."""
    values: dict[str, Any] = {
        "id": "e1",
        "type": "ASSAULT",
        "trigger": "hit",
        "actors": (VANTIA,),
        "location": at("Norburg"),
        "date": on(10),
        "figures": (count(12, PORT, low=12, high=None, qualifier="at_least"),),
        "evidence": cite(quote, start),
    }
    return Event(**values | given)


def recall(**given: Any) -> Event:
    """Returns another event: an ambassador is called home."""
    values: dict[str, Any] = {
        "id": "e2",
        "type": "SANCTION",
        "trigger": "recalled",
        "actors": (NORLAND,),
        "recipients": (VANTIA,),
        "location": None,
        "date": on(11),
        "figures": (),
    }
    quote = "Norland recalled its ambassador from Vantia on Wednesday"
    return happen(quote, 200, **values | given)


def point(text: str, *claimants: Party) -> KeyPoint:
    """Returns a key point that stands on its own words."""
    return KeyPoint(text=text, kind="extractive", evidence=cite(text), claimants=claimants)


def make_result(*events: Event, points: Sequence[KeyPoint] = (), **given: Any) -> Result:
    """Returns a result; what is given besides events belongs to the article, or is its status."""
    status = given.pop("status", "ok" if events or points else "no_events")
    error = given.pop("error", None)
    text = given.pop("text", "")
    values: dict[str, Any] = {
        "id": "harbour",
        "title": "Shells hit the harbour of Norburg",
        "chars": 900,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    return Result(
        article=ArticleInfo(**values | given),
        status=status,
        error=error,
        events=events,
        key_points=tuple(points),
        provenance=MADE,
    )


# ---- drawn ----

_WORDS = st.sampled_from("harbour guns mayor truce ferry camp border ships crowd depot".split())
_SENTENCES = st.lists(_WORDS, min_size=2, max_size=6).map(" ".join)
_PARTIES = st.builds(
    Party,
    text=st.sampled_from(["Vantia", "the army", "Anna Velk", "gunmen", "12 people"]),
    name=st.sampled_from([None, "Vantia", "Anna Velk"]),
    kind=st.sampled_from(["state", "person", "unknown"]),
    country=st.sampled_from([None, "AAA", "BBB"]),
)
_FIGURES = st.builds(
    count,
    st.integers(0, 30),
    measure=st.sampled_from(["killed", "wounded", "other"]),
    group=st.sampled_from([None, "people", "children"]),
    claimants=st.lists(_PARTIES, max_size=1).map(tuple),
)
_CLAIMS = st.builds(
    Claim,
    claimant=_PARTIES,
    cue=st.just("said"),
    stance=st.sampled_from(["claims", "denies"]),
    evidence=_SENTENCES.map(cite),
)


@st.composite
def draw_events(draw: st.DrawFn, most: int = 5) -> list[Event]:
    """Draws the events of one article, some of them alike, some linked."""
    total = draw(st.integers(0, most))
    ids = [f"e{n}" for n in range(1, total + 1)]
    return [
        Event(
            id=name,
            type=draw(st.sampled_from(["ASSAULT", "CONSULT", "COERCE"])),
            trigger=draw(_WORDS),
            actors=tuple(draw(st.lists(_PARTIES, max_size=2))),
            recipients=tuple(draw(st.lists(_PARTIES, max_size=2))),
            location=draw(st.none() | st.sampled_from(["Norburg", "Halden"]).map(at)),
            date=draw(st.none() | st.integers(9, 12).map(on)),
            figures=tuple(draw(st.lists(_FIGURES, max_size=3))),
            claims=tuple(draw(st.lists(_CLAIMS, max_size=2))),
            realis=draw(st.sampled_from(["actual", "future"])),
            links=tuple(
                Link(type="follows", target=target)
                for target in draw(st.lists(st.sampled_from(ids), max_size=2, unique=True))
                if target != name
            ),
            evidence=cite(draw(_SENTENCES), 100 * n),
        )
        for n, name in enumerate(ids)
    ]


@st.composite
def draw_results(draw: st.DrawFn, most: int = 5) -> Result:
    """Draws what was found in one article."""
    points = draw(st.lists(_SENTENCES.map(point), max_size=4))
    return make_result(*draw(draw_events(most)), points=points, title=draw(st.none() | _SENTENCES))


def move(events: Sequence[Event], by: int) -> list[Event]:
    """Returns the events as they stand when text was put before them."""

    def shift(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        return tuple(
            one.model_copy(update={"start": one.start + by, "end": one.end + by})
            for one in evidence
        )

    return [
        one.model_copy(
            update={
                "evidence": shift(one.evidence),
                "figures": tuple(
                    figure.model_copy(update={"evidence": shift(figure.evidence)})
                    for figure in one.figures
                ),
            }
        )
        for one in events
    ]


def renumber(events: Sequence[Event], order: Sequence[int]) -> list[Event]:
    """Returns the events in another order, with ids to match; links and anchors follow."""
    ids = {events[old].id: f"e{new}" for new, old in enumerate(order, 1)}
    return [
        events[old].model_copy(
            update={
                "id": ids[events[old].id],
                "links": tuple(
                    link.model_copy(update={"target": ids[link.target]})
                    for link in events[old].links
                ),
            }
        )
        for old in order
    ]
