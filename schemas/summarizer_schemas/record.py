"""What was found: key points and event records, each tied to words of the article."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from summarizer_schemas.article import SegmentKind
from summarizer_schemas.base import Record, Words
from summarizer_schemas.codes import (
    MODES_BY_TYPE,
    AcledEventType,
    AcledSubEventType,
    Context,
    EventType,
    Mode,
    Sector,
)

Match = Literal["exact", "folded", "elided", "fuzzy"]
PartyKind = Literal[
    "person", "state", "organisation", "armed_group", "population", "facility", "unknown"
]
Precision = Literal["exact", "near", "region", "country", "unknown"]
PlaceBasis = Literal["explicit", "inferred"]
Granularity = Literal["day", "week", "month", "year", "unknown"]
DateBasis = Literal["explicit", "relative", "event_anchored", "unstated"]
Measure = Literal[
    "killed",
    "wounded",
    "missing",
    "detained",
    "abducted",
    "displaced",
    "participants",
    "other",
]
Qualifier = Literal["exact", "at_least", "at_most", "about", "vague"]
FigureStatus = Literal["asserted", "claimed", "denied", "disputed"]
Stance = Literal["asserts", "claims", "confirms", "denies", "accuses", "rejects"]
Modality = Literal["quote", "paraphrase"]
Realis = Literal["actual", "future", "hypothetical", "negated", "generic"]
Certainty = Literal["certain", "probable", "possible", "unknown"]
Salience = Literal["main", "secondary", "background"]
LinkType = Literal[
    "retaliation_for",
    "response_to",
    "causes",
    "follows",
    "part_of",
    "same_as",
    "contradicts",
]

EventId = Annotated[str, Field(pattern=r"^e[1-9][0-9]*$")]
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
"""ISO 3166-1 alpha-3, or one of the codes for actors that are no state (IGO, UNO, NGO …)."""


class Evidence(Record):
    """Verbatim words of the article: `article.text[start:end] == quote`, always."""

    quote: Words
    """The raw slice of the article, not the words the model wrote."""
    start: int = Field(ge=0)
    """First code point of the quote."""
    end: int = Field(gt=0)
    """One past the last code point of the quote."""
    match: Match = "exact"
    """How the given words met the article: exact; folded (quotes, dashes, spaces, case,
    NFC); elided (words left out); fuzzy."""
    field: str | None = None
    """The field these words support ("date", "figures[0]"); null for the whole item."""
    segment: SegmentKind
    """The part of the article the quote stands in."""
    ambiguous: bool = False
    """The quote stands in the article more than once; this is the nearest place."""

    def model_post_init(self, _context: object, /) -> None:
        """Checks the length: once, not again in every record that takes the evidence in."""
        if self.end - self.start != len(self.quote):
            raise ValueError("end - start must equal the length of quote")


class Party(Record):
    """Somebody who does, suffers or says something."""

    text: str
    """The words of the article."""
    name: str | None = None
    """The name as the article gives it; an acronym is never expanded."""
    kind: PartyKind = "unknown"
    role: str | None = None
    """The office held ("Foreign Minister"), as the article gives it."""
    organisation: str | None = None
    """The body spoken or acted for ("Interior Ministry"), as the article gives it."""
    country: CountryCode | None = None
    sector: Sector | None = None


class KeyPoint(Record):
    """One sentence a reader needs, with the words that support it."""

    text: Words
    kind: Literal["abstractive", "extractive"]
    """extractive: the text is a verbatim part of its evidence."""
    evidence: tuple[Evidence, ...] = Field(min_length=1, max_length=3)
    claimants: tuple[Party, ...] = ()
    """Who says so, when the article does not say it in its own voice."""
    flags: tuple[str, ...] = ()


class Target(Record):
    """What was aimed at, and whose description of it this is."""

    text: str
    described_by: Party | None = None
    """Whose words these are: in "what Vantia called rebel camps", Vantia."""


class Location(Record):
    """Where it happened, as far as the article tells."""

    text: str
    place: str | None = None
    """The name of the town, village or site."""
    admin1: str | None = None
    """The first-level division (province, state), by name."""
    country: CountryCode | None = None
    precision: Precision = "unknown"
    basis: PlaceBasis = "explicit"
    """inferred: the article does not name the country of this event in so many words."""


class EventDate(Record):
    """When it happened; resolved by code from the article's own phrase."""

    expressed: str
    """The phrase of the article ("on Tuesday")."""
    edtf: str | None = None
    """Extended Date/Time Format: `2024-01-16`, `2024-01`, `2024-01-15/2024-01-19`."""
    start: date | None = None
    """First day of the interval, inclusive; null when unresolved."""
    end: date | None = None
    """Last day of the interval, inclusive."""
    granularity: Granularity = "unknown"
    basis: DateBasis
    anchor: str | None = None
    """What the phrase counts from: `publication` or an event id."""

    def model_post_init(self, _context: object, /) -> None:
        """Checks the interval."""
        start, end = self.start, self.end
        if (start is None) != (end is None):
            raise ValueError("start and end are given together")
        if start is not None and end is not None and start > end:
            raise ValueError("start is after end")


class Figure(Record):
    """One number of people or things, with who counts it.

    `low`, `best` and `high` follow UCDP; a bound nobody gives is null.
    """

    measure: Measure
    low: int | None = Field(default=None, ge=0)
    best: int | None = Field(default=None, ge=0)
    high: int | None = Field(default=None, ge=0)
    qualifier: Qualifier = "exact"
    text: str
    """The words of the article ("at least nine people")."""
    group: str | None = None
    """Who is counted ("children")."""
    subset_of: int | None = Field(default=None, ge=0)
    """Index of the figure of this event that this one is a part of."""
    status: FigureStatus = "asserted"
    claimants: tuple[Party, ...] = ()
    evidence: tuple[Evidence, ...] = Field(min_length=1)

    def model_post_init(self, _context: object, /) -> None:
        """Checks the order of the bounds."""
        least = 0
        for bound in (self.low, self.best, self.high):
            if bound is not None:
                if bound < least:
                    raise ValueError("low, best and high must not decrease")
                least = bound


class Claim(Record):
    """Who says what about an event."""

    claimant: Party
    cue: str
    """The words that mark the attribution ("said", "according to")."""
    stance: Stance
    about: str = Field(
        default="event", pattern=r"^(event|actor|target|location|date|figures\[[0-9]+\])$"
    )
    """The part of the record the claim is about."""
    modality: Modality = "paraphrase"
    evidence: tuple[Evidence, ...] = Field(min_length=1)


class Link(Record):
    """How one event of the article hangs on another."""

    type: LinkType
    target: EventId
    evidence: tuple[Evidence, ...] = ()


class Event(Record):
    """One happening, however often the article tells it."""

    id: EventId
    """`e1`, `e2`, … in order of first evidence."""
    type: EventType
    modes: tuple[Mode, ...] = ()
    contexts: tuple[Context, ...] = ()
    quad_class: Literal[1, 2, 3, 4] | None = None
    """Derived from the codebook: 1 verbal, 2 material cooperation; 3 verbal, 4 material
    conflict."""
    cameo_root: str | None = Field(default=None, pattern=r"^[0-9]{2}$")
    acled_event_type: AcledEventType | None = None
    acled_sub_event_type: AcledSubEventType | None = None
    trigger: str
    """The words that name the happening, verbatim."""
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    target: Target | None = None
    location: Location | None = None
    date: EventDate | None = None
    """null when the article gives no phrase: never the publication date in disguise."""
    figures: tuple[Figure, ...] = ()
    """Empty when no number is stated; "none killed" is a figure of 0."""
    claims: tuple[Claim, ...] = ()
    realis: Realis = "actual"
    certainty: Certainty = "unknown"
    salience: Salience = "secondary"
    links: tuple[Link, ...] = ()
    evidence: tuple[Evidence, ...] = Field(min_length=1)

    def model_post_init(self, _context: object, /) -> None:
        """Checks that modes belong to the type, and parts of a count to one of its figures."""
        allowed = MODES_BY_TYPE[self.type]
        for mode in self.modes:
            if mode not in allowed:
                raise ValueError(f"{self.type} has no mode {mode!r}; it has: {', '.join(allowed)}")
        for index, figure in enumerate(self.figures):
            whole = figure.subset_of
            if whole is not None and (whole >= len(self.figures) or whole == index):
                raise ValueError(f"figures[{index}].subset_of must name another figure")
