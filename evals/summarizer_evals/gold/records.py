"""Gold: what an annotator says an article tells, with every reading that is as good.

The slots are those of `summarizer_schemas.record`. Beside a slot, `<slot>_accept` lists other
values that are as good; null in it says that leaving the slot empty is no mistake. What is
`optional` is neither missed when it is not found nor wrong when it is.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from summarizer_schemas.article import Published
from summarizer_schemas.base import Record, Words
from summarizer_schemas.codes import MODES_BY_TYPE, Context, EventType, Mode, Sector
from summarizer_schemas.record import (
    Certainty,
    CountryCode,
    DateBasis,
    FigureStatus,
    Granularity,
    LinkType,
    Measure,
    PartyKind,
    PlaceBasis,
    Precision,
    Qualifier,
    Realis,
    Salience,
    Stance,
)

FORMAT: Literal["gold/1"] = "gold/1"

GoldEventId = Annotated[str, Field(pattern=r"^g[1-9][0-9]*$")]
_Count = Annotated[int, Field(ge=0)]


def _check_pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error.msg} at {error.pos}") from None
    return pattern


Pattern = Annotated[str, AfterValidator(_check_pattern)]


class Span(Record):
    """Verbatim words of the article: `text[start:end] == quote`, in code points."""

    quote: Words
    start: int = Field(ge=0)
    end: int = Field(gt=0)

    def model_post_init(self, _context: object, /) -> None:
        """Checks the length."""
        if self.end - self.start != len(self.quote):
            raise ValueError("end - start must equal the length of quote")


class GoldParty(Record):
    """Somebody who does, suffers or says something."""

    text: Words
    """The words of the article that name it best."""
    accept: tuple[str, ...] = ()
    """Other words of the article that mean the same party."""
    name: str | None = None
    kind: PartyKind = "unknown"
    """`unknown` is not scored."""
    kind_accept: tuple[PartyKind, ...] = ()
    role: str | None = None
    organisation: str | None = None
    country: CountryCode | None = None
    country_accept: tuple[CountryCode | None, ...] = ()
    sector: Sector | None = None
    sector_accept: tuple[Sector | None, ...] = ()
    optional: bool = False

    @property
    def wordings(self) -> tuple[str, ...]:
        """All the words that may stand for the party."""
        named = (self.name,) if self.name else ()
        return (self.text, *named, *self.accept)


class GoldTarget(Record):
    """What was aimed at."""

    text: Words
    accept: tuple[str, ...] = ()
    described_by: GoldParty | None = None
    """Whose description of it this is."""
    optional: bool = False


class GoldLocation(Record):
    """Where it happened."""

    text: Words
    accept: tuple[str, ...] = ()
    place: str | None = None
    place_accept: tuple[str | None, ...] = ()
    admin1: str | None = None
    country: CountryCode | None = None
    country_accept: tuple[CountryCode | None, ...] = ()
    precision: Precision = "unknown"
    """`unknown` is not scored."""
    precision_accept: tuple[Precision, ...] = ()
    basis: PlaceBasis = "explicit"
    optional: bool = False


class GoldDate(Record):
    """When it happened."""

    expressed: Words | None = None
    """The phrase of the article; null: there is none, but the days listed are no mistake."""
    expressed_accept: tuple[str, ...] = ()
    edtf: str | None = None
    """`2024-01-16`, `2024-01`, `2024`, `2024-01-15/2024-01-19`; null: no day follows from it."""
    edtf_accept: tuple[str | None, ...] = ()
    granularity: Granularity = "unknown"
    basis: DateBasis = "relative"
    anchor: str | None = None
    """`publication` or the id of a gold event."""
    optional: bool = False


class GoldFigure(Record):
    """One number of people or things."""

    measure: Measure
    measure_accept: tuple[Measure, ...] = ()
    low: _Count | None = None
    best: _Count | None = None
    high: _Count | None = None
    qualifier: Qualifier = "exact"
    qualifier_accept: tuple[Qualifier, ...] = ()
    text: Words
    group: str | None = None
    subset_of: _Count | None = None
    """Index of the figure of the same event that this one is a part of."""
    status: FigureStatus = "asserted"
    status_accept: tuple[FigureStatus, ...] = ()
    claimants: tuple[GoldParty, ...] = ()
    evidence: tuple[Span, ...] = Field(min_length=1)
    optional: bool = False

    def model_post_init(self, _context: object, /) -> None:
        """Checks the order of the bounds."""
        given = [one for one in (self.low, self.best, self.high) if one is not None]
        if given != sorted(given):
            raise ValueError("low, best and high must not decrease")


class GoldClaim(Record):
    """Who says what about an event."""

    claimant: GoldParty
    cue: str | None = None
    stance: Stance = "claims"
    stance_accept: tuple[Stance, ...] = ()
    about: str = Field(
        default="event", pattern=r"^(event|actor|target|location|date|figures\[[0-9]+\])$"
    )
    evidence: tuple[Span, ...] = Field(min_length=1)
    optional: bool = False


class GoldLink(Record):
    """How one event hangs on another."""

    type: LinkType
    type_accept: tuple[LinkType, ...] = ()
    target: GoldEventId
    optional: bool = False


class GoldEvent(Record):
    """One happening."""

    id: GoldEventId
    label: str = ""
    """A few words for those who read reports."""
    optional: bool = False
    must: bool = False
    """Missing it fails a gate whatever the averages say."""
    type: EventType
    type_accept: tuple[EventType, ...] = ()
    modes: tuple[Mode, ...] = ()
    modes_accept: tuple[Mode, ...] = ()
    """Neither missed nor wrong."""
    contexts: tuple[Context, ...] = ()
    contexts_accept: tuple[Context, ...] = ()
    trigger: str | None = None
    symmetric: bool = False
    """Actors and recipients do the same: either may stand on either side."""
    actors: tuple[GoldParty, ...] = ()
    recipients: tuple[GoldParty, ...] = ()
    target: GoldTarget | None = None
    location: GoldLocation | None = None
    date: GoldDate | None = None
    """null: the article gives no phrase; a date found for it is made up."""
    figures: tuple[GoldFigure, ...] = ()
    claims: tuple[GoldClaim, ...] = ()
    realis: Realis = "actual"
    realis_accept: tuple[Realis, ...] = ()
    certainty: Certainty | None = None
    """null is not scored."""
    certainty_accept: tuple[Certainty, ...] = ()
    salience: Salience = "secondary"
    salience_accept: tuple[Salience, ...] = ()
    links: tuple[GoldLink, ...] = ()
    evidence: tuple[Span, ...] = Field(min_length=1)
    """Any one of these tells of it."""

    def model_post_init(self, _context: object, /) -> None:
        """Checks that modes belong to a type, and parts of a count to one of its figures."""
        types = (self.type, *self.type_accept)
        allowed = {mode for one in types for mode in MODES_BY_TYPE[one]}
        for mode in (*self.modes, *self.modes_accept):
            if mode not in allowed:
                raise ValueError(
                    f"{' / '.join(types)} has no mode {mode!r}; it has: "
                    f"{', '.join(sorted(allowed)) or 'none'}"
                )
        for index, figure in enumerate(self.figures):
            whole = figure.subset_of
            if whole is not None and (whole >= len(self.figures) or whole == index):
                raise ValueError(f"figures[{index}].subset_of must name another figure")


class GoldPoint(Record):
    """One thing a reader must learn."""

    id: str = Field(pattern=r"^k[1-9][0-9]*$")
    text: Words
    accept: tuple[str, ...] = ()
    """Other wordings of the same point."""
    weight: int = Field(default=2, ge=1, le=3)
    """3: the story is not told without it; 1: good to know."""
    optional: bool = False
    must: bool = False
    supported_by_body: bool = True
    """Whether the article says so outside the editors' own key points."""
    events: tuple[GoldEventId, ...] = ()
    evidence: tuple[Span, ...] = Field(min_length=1)
    """Any one of these tells it."""


class Background(Record):
    """What looks like an event and is none: habit, state, fear, history, a sum of other events."""

    id: str = Field(pattern=r"^b[1-9][0-9]*$")
    note: str = ""
    type: EventType | None = None
    """What a hasty reader would take it for."""
    evidence: Span


class Trap(Record):
    """A statement that the article does not bear out, though many would make it."""

    id: str = Field(pattern=r"^t[1-9][0-9]*$")
    rule: Words
    """What must not be said, and why."""
    pattern: Pattern | None = None
    """A regular expression that finds it in key points and in the values of records; null: the
    slots of the gold events say it already."""
    scope: str = Field(default="all", pattern=r"^(all|key_points|events|g[1-9][0-9]*)$")


class GoldArticle(Record):
    """The article's own data; its text stands beside, in `article.txt`."""

    title: str | None = None
    """The headline, where it is not part of the text."""
    published: Published = None
    publisher: str | None = None
    source_agency: str | None = None
    url: str | None = None
    language: str = "en"
    chars: _Count
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Gold(Record):
    """All that one annotator says of one article."""

    format: Literal["gold/1"] = FORMAT
    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    """The name of the folder."""
    annotator: str = "a1"
    origin: str = ""
    """How the article and the gold were made."""
    article: GoldArticle
    tags: dict[str, str] = Field(default_factory=dict[str, str])
    """Slices of your own: `{"topic": "ceasefire", "style": "agency"}`."""
    has_events: bool = True
    """Whether events were annotated; else only key points are scored."""
    has_key_points: bool = True
    """Whether key points were annotated; else only events are scored."""
    key_points: tuple[GoldPoint, ...] = ()
    events: tuple[GoldEvent, ...] = ()
    background: tuple[Background, ...] = ()
    traps: tuple[Trap, ...] = ()
    editorial_key_points: tuple[Span, ...] = ()
    """The editors' own block, bullet by bullet."""
    notes: str = ""

    @property
    def published_day(self) -> date | None:
        """The calendar day of publication in the zone it was given in."""
        moment = self.article.published
        return moment.date() if isinstance(moment, datetime) else moment
