"""Results to export: any there can be, and one that is written out."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any, get_args

from hypothesis import strategies as st

from summarizer_schemas.article import SEGMENT_KINDS
from summarizer_schemas.codes import CONTEXTS, EVENT_TYPES, MODES_BY_TYPE, SECTORS
from summarizer_schemas.record import (
    Claim,
    DateBasis,
    Event,
    EventDate,
    Evidence,
    Figure,
    FigureStatus,
    Granularity,
    KeyPoint,
    Link,
    LinkType,
    Location,
    Measure,
    Party,
    PartyKind,
    Precision,
    Qualifier,
    Realis,
    Stance,
    Target,
)
from summarizer_schemas.result import (
    ArticleInfo,
    ErrorKind,
    Failure,
    Provenance,
    Rejected,
    RejectedKind,
    Result,
    Status,
    Usage,
)

# ---- one ----

VANTIA = Party(text="Vantia", kind="state")
NORLAND = Party(text="Norland", kind="state")


def cite(quote: str = "Guns fired.", start: int = 0) -> tuple[Evidence, ...]:
    """Returns a quote as the only evidence of something."""
    return (Evidence(quote=quote, start=start, end=start + len(quote), segment="body"),)


def count(number: int | None, **given: Any) -> Figure:
    """Returns a count of the dead."""
    words = f"{number} people"
    values: dict[str, Any] = {"measure": "killed", "low": number, "best": number, "text": words}
    return Figure.check({**values, "evidence": cite(), **given})


def happen(**given: Any) -> Event:
    """Returns an air strike of which only its words are known."""
    values: dict[str, Any] = {
        "id": "e1",
        "type": "ASSAULT",
        "modes": ("aerial",),
        "quad_class": 4,
        "acled_event_type": "Explosions/Remote violence",
        "acled_sub_event_type": "Air/drone strike",
        "trigger": "fired",
        "evidence": cite(),
    }
    return Event(**values | given)


def make_result(*events: Event, **given: Any) -> Result:
    """Returns a result with these events."""
    values: dict[str, Any] = {
        "article": ArticleInfo(id="a1", chars=9, sha256="0" * 64),
        "status": "ok",
        "events": events,
        "provenance": Provenance(
            engine="embedded",
            library_version="1",
            created_at=datetime(2024, 1, 20, tzinfo=timezone.utc),
        ),
    }
    return Result(**values | given)


# ---- any ----

NASTY = "=+-@;,|\t\r\n\"'\\ \x00\x1b\ud800\u202e\ufeff＝−"
TEXT = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(NASTY), max_size=8)
WORDS = TEXT.filter(bool)
NUMBERS = st.integers(0, 2**63 - 1)
MOMENTS = st.integers(0, 4 * 10**9).map(lambda one: datetime.fromtimestamp(one, tz=timezone.utc))
CODES = st.sampled_from(["KEN", "UNO"])


def choose(values: Any) -> st.SearchStrategy[Any]:
    """Returns one of the values of a Literal."""
    return st.sampled_from(get_args(values))


def some(strategy: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[Any]:
    """Returns a few."""
    return st.lists(strategy, max_size=most).map(tuple)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Returns one or none."""
    return st.none() | strategy


@st.composite
def draw_evidence(draw: st.DrawFn) -> Evidence:
    """Draws a quote."""
    quote, start = draw(WORDS), draw(st.integers(0, 10**6))
    return Evidence(
        quote=quote,
        start=start,
        end=start + len(quote),
        field=draw(maybe(TEXT)),
        segment=draw(st.sampled_from(SEGMENT_KINDS)),
        ambiguous=draw(st.booleans()),
    )


PARTIES = st.builds(
    Party,
    text=TEXT,
    name=maybe(TEXT),
    kind=choose(PartyKind),
    role=maybe(TEXT),
    organisation=maybe(TEXT),
    country=maybe(CODES),
    sector=maybe(st.sampled_from(SECTORS)),
)
QUOTES = st.lists(draw_evidence(), min_size=1, max_size=2).map(tuple)
POINTS = st.builds(
    KeyPoint,
    text=WORDS,
    kind=st.sampled_from(["abstractive", "extractive"]),
    evidence=QUOTES,
    claimants=some(PARTIES),
    flags=some(TEXT),
)
CLAIMS = st.builds(
    Claim,
    claimant=PARTIES,
    cue=TEXT,
    stance=choose(Stance),
    about=st.sampled_from(["event", "figures[0]"]),
    modality=st.sampled_from(["quote", "paraphrase"]),
    evidence=QUOTES,
)
LINKS = st.builds(
    Link, type=choose(LinkType), target=st.just("e1"), evidence=some(draw_evidence(), 1)
)
LOCATIONS = st.builds(
    Location,
    text=TEXT,
    place=maybe(TEXT),
    admin1=maybe(TEXT),
    country=maybe(CODES),
    precision=choose(Precision),
)


@st.composite
def draw_figure(draw: st.DrawFn) -> Figure:
    """Draws a number with its bounds in order."""
    bounds = sorted(draw(st.lists(NUMBERS, min_size=3, max_size=3)))
    low, best, high = (draw(st.sampled_from([None, bound])) for bound in bounds)
    return Figure(
        measure=draw(choose(Measure)),
        low=low,
        best=best,
        high=high,
        qualifier=draw(choose(Qualifier)),
        text=draw(TEXT),
        group=draw(maybe(TEXT)),
        status=draw(choose(FigureStatus)),
        claimants=draw(some(PARTIES)),
        evidence=draw(QUOTES),
    )


@st.composite
def draw_date(draw: st.DrawFn) -> EventDate:
    """Draws a date, resolved or not."""
    start = draw(maybe(st.dates(max_value=date(9000, 1, 1))))
    days = draw(st.integers(0, 400))
    return EventDate(
        expressed=draw(TEXT),
        edtf=draw(maybe(TEXT)),
        start=start,
        end=start and start + timedelta(days),
        granularity=draw(choose(Granularity)),
        basis=draw(choose(DateBasis)),
        anchor=draw(maybe(TEXT)),
    )


@st.composite
def draw_event(draw: st.DrawFn, number: int) -> Event:
    """Draws the event of a number."""
    kind = draw(st.sampled_from(EVENT_TYPES))
    modes = MODES_BY_TYPE[kind]
    figures = draw(some(draw_figure()))
    if len(figures) == 2 and draw(st.booleans()):
        figures = (figures[0], figures[1].model_copy(update={"subset_of": 0}))
    return Event(
        id=f"e{number}",
        type=kind,
        modes=draw(some(st.sampled_from(modes))) if modes else (),
        contexts=draw(some(st.sampled_from(CONTEXTS))),
        quad_class=draw(st.sampled_from([None, 1, 4])),
        cameo_root=draw(st.sampled_from([None, "04"])),
        acled_event_type=draw(st.sampled_from([None, "Riots"])),
        acled_sub_event_type=draw(st.sampled_from([None, "Mob violence"])),
        trigger=draw(TEXT),
        actors=draw(some(PARTIES)),
        recipients=draw(some(PARTIES)),
        target=draw(maybe(st.builds(Target, text=TEXT, described_by=maybe(PARTIES)))),
        location=draw(maybe(LOCATIONS)),
        date=draw(maybe(draw_date())),
        figures=figures,
        claims=draw(some(CLAIMS)),
        realis=draw(choose(Realis)),
        links=draw(some(LINKS, 1)),
        evidence=draw(QUOTES),
    )


@st.composite
def draw_result(draw: st.DrawFn, article_id: str = "a1") -> Result:
    """Draws whatever can be found in one article."""
    numbers = range(1, draw(st.integers(0, 2)) + 1)
    return Result(
        article=ArticleInfo(
            id=article_id,
            title=draw(maybe(TEXT)),
            published=draw(st.none() | st.dates() | MOMENTS),
            publisher=draw(maybe(TEXT)),
            url=draw(maybe(TEXT)),
            chars=draw(NUMBERS),
            sha256="0" * 64,
        ),
        status=draw(choose(Status)),
        error=draw(
            maybe(st.builds(Failure, kind=choose(ErrorKind), message=TEXT, retryable=st.booleans()))
        ),
        key_points=draw(some(POINTS)),
        events=tuple(draw(draw_event(number)) for number in numbers),
        rejected=draw(some(st.builds(Rejected, kind=choose(RejectedKind), text=TEXT, reason=TEXT))),
        warnings=draw(some(TEXT)),
        usage=Usage(requests=draw(NUMBERS), cost_usd=draw(maybe(st.floats(0, 10**6))), wall_s=0.25),
        provenance=Provenance(
            engine=draw(TEXT),
            model=draw(maybe(TEXT)),
            library_version="1",
            created_at=draw(MOMENTS),
            replayed=draw(st.booleans()),
        ),
    )


RESULTS = st.tuples(draw_result("a1"), draw_result("=a2")).map(list)
