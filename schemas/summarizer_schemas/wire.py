"""What an engine fills in: flat, strict, words only.

Every value that code can derive is absent: offsets, resolved dates, numbers, derived
codes. Each `quote` stands before the value it supports, so a model copies before it judges.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from summarizer_schemas.codes import Context, EventType, Mode, Sector
from summarizer_schemas.record import (
    Certainty,
    FigureStatus,
    LinkType,
    Measure,
    Modality,
    PartyKind,
    Realis,
    Salience,
    Stance,
)


class Wire(BaseModel):
    """Closed and strict; every field is required, absence is written as null."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
    )
    strict_descriptions: ClassVar[bool] = False
    """What fields mean stands in the prompts; the schema that is sent does not repeat it."""


class WireParty(Wire):
    """Somebody who does, suffers or says something."""

    text: str
    """Verbatim words of the article."""
    name: str | None
    """The name within those words; null when unnamed."""
    kind: PartyKind
    role: str | None
    country: str | None
    """ISO 3166-1 alpha-3, or IGO, UNO, EUR, NGO, ISM, IMG, MNC."""
    sector: Sector | None


class WireKeyPoint(Wire):
    """One key point."""

    quotes: list[str]
    """One to three verbatim quotes that support the sentence."""
    text: str
    """One sentence of at most 35 words."""
    claimants: list[WireParty]


class WireFigure(Wire):
    """One number of people or things."""

    quote: str
    """Verbatim words that give the number and what it counts."""
    text: str
    """The number phrase within the quote ("at least nine people")."""
    measure: Measure
    group: str | None
    """Who is counted, in the words of the article."""
    subset_of: int | None
    """Position, from 0, of the figure of this event that this one is a part of."""
    status: FigureStatus
    claimants: list[WireParty]


class WireClaim(Wire):
    """Who says so."""

    quote: str
    """Verbatim words with the claimant and the cue."""
    claimant: WireParty
    cue: str
    stance: Stance
    about: str
    """event, actor, target, location, date, or figures[N]."""
    modality: Modality


class WireLink(Wire):
    """How this event hangs on another of this reply."""

    quote: str | None
    type: LinkType
    target: int
    """Position, from 0, of the other event in `events`."""


class WireEvent(Wire):
    """One happening."""

    quotes: list[str]
    """One or more verbatim quotes that tell of it."""
    trigger: str
    """The words that name it, from the first quote."""
    type: EventType
    modes: list[Mode]
    contexts: list[Context]
    actors: list[WireParty]
    recipients: list[WireParty]
    target: str | None
    """What was aimed at, verbatim."""
    target_described_by: WireParty | None
    location: str | None
    """Where, verbatim."""
    location_country: str | None
    """ISO 3166-1 alpha-3, only when it follows from the article."""
    date: str | None
    """The phrase that says when, verbatim; null when there is none."""
    date_anchor: int | None
    """Position of the event that the phrase counts from ("a day after the vote")."""
    figures: list[WireFigure]
    claims: list[WireClaim]
    realis: Realis
    certainty: Certainty
    salience: Salience
    links: list[WireLink]


class WireReply(Wire):
    """Everything an engine says about one article or one chunk of it."""

    key_points: list[WireKeyPoint]
    events: list[WireEvent]


class WireKeyPointRepair(Wire):
    """What becomes of one key point that was not accepted."""

    item: str
    """The id it was listed under: k1, k2, …"""
    key_point: WireKeyPoint | None
    """The whole key point as it should be; null when nothing supports it."""


class WireEventRepair(Wire):
    """What becomes of one event that was not accepted."""

    item: str
    """The id it was listed under: e1, e2, …"""
    event: WireEvent | None
    """The whole event as it should be; null when nothing supports it."""


class WireRepair(Wire):
    """The items that were not accepted, put right; no others."""

    key_points: list[WireKeyPointRepair]
    events: list[WireEventRepair]


class WireMerge(Wire):
    """The key points of a whole article, chosen from those of its stretches."""

    key_points: list[WireKeyPoint]
