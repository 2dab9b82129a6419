"""An article about a harbour, and what a good engine finds in it, for the tests of its page."""

from __future__ import annotations

from datetime import date, datetime, timezone

from summarizer_schemas.article import hash_text
from summarizer_schemas.record import (
    Claim,
    Event,
    EventDate,
    Figure,
    KeyPoint,
    Link,
    Location,
    Party,
    Target,
)
from summarizer_schemas.result import ArticleInfo, Provenance, Result
from tests.eval_pieces import cite

STRIKE = """\
Shells hit harbour of Norburg

NORBURG (Northwire) - At least two people were killed on Tuesday when Vantian shells hit the \
harbour of Norburg, the port authority said.

Vantia said five soldiers had been killed in the strike.

Norland recalled its ambassador from Vantia on Wednesday. The two countries signed a truce in \
March 2019.

The Red Lantern group has threatened to attack the port.
"""


def tell_day(expressed: str, day: date) -> EventDate:
    """Returns a date as it follows from a phrase and the day of publication."""
    return EventDate(
        expressed=expressed,
        edtf=day.isoformat(),
        start=day,
        end=day,
        granularity="day",
        basis="relative",
        anchor="publication",
    )


def find_strike(text: str) -> Result:
    """Returns what a good engine finds in the article about the harbour."""
    port = Party(text="the port authority", kind="organisation")
    vantia = Party(text="Vantia", name="Vantia", kind="state")
    lead = cite(
        text, "At least two people were killed on Tuesday when Vantian shells hit the harbour"
    )
    five = cite(text, "Vantia said five soldiers had been killed in the strike")
    recall = cite(text, "Norland recalled its ambassador from Vantia on Wednesday")
    told = "At least two people were killed on Tuesday when Vantian shells hit the harbour."
    return Result(
        article=ArticleInfo(
            id="harbour",
            published=date(2026, 3, 12),
            publisher="The Courier",
            chars=len(text),
            sha256=hash_text(text),
        ),
        status="ok",
        key_points=(
            KeyPoint(text=told, kind="abstractive", evidence=lead, claimants=(port,)),
            KeyPoint(text="Norland recalled its envoy.", kind="abstractive", evidence=recall),
        ),
        events=(
            Event(
                id="e1",
                type="ASSAULT",
                modes=("heavy-weapons",),
                trigger="hit",
                actors=(vantia,),
                target=Target(text="the harbour"),
                location=Location(text="Norburg", place="Norburg", precision="exact"),
                date=tell_day("on Tuesday", date(2026, 3, 10)),
                figures=(
                    Figure(
                        measure="killed",
                        low=2,
                        best=2,
                        qualifier="at_least",
                        text="At least two people",
                        status="claimed",
                        claimants=(port,),
                        evidence=lead,
                    ),
                    Figure(
                        measure="killed",
                        low=5,
                        best=5,
                        high=5,
                        text="five soldiers",
                        group="soldiers",
                        status="claimed",
                        claimants=(vantia,),
                        evidence=five,
                    ),
                ),
                claims=(
                    Claim(
                        claimant=vantia,
                        cue="said",
                        stance="claims",
                        about="figures[1]",
                        evidence=five,
                    ),
                ),
                salience="main",
                evidence=(*lead, *five, *cite(text, "Norburg")),
            ),
            Event(
                id="e2",
                type="SANCTION",
                trigger="recalled",
                actors=(Party(text="Norland", kind="state"),),
                recipients=(vantia,),
                date=tell_day("on Wednesday", date(2026, 3, 11)),
                links=(Link(type="response_to", target="e1"),),
                evidence=recall,
            ),
            Event(
                id="e3",
                type="AGREE",
                trigger="signed a truce",
                actors=(Party(text="The two countries"),),
                date=EventDate(
                    expressed="in March 2019",
                    edtf="2019-03",
                    start=date(2019, 3, 1),
                    end=date(2019, 3, 31),
                    granularity="month",
                    basis="explicit",
                ),
                salience="background",
                evidence=cite(text, "The two countries signed a truce in March 2019"),
            ),
            Event(
                id="e4",
                type="THREATEN",
                trigger="threatened to attack",
                actors=(Party(text="The Red Lantern group", kind="armed_group"),),
                evidence=cite(text, "The Red Lantern group has threatened to attack the port"),
            ),
        ),
        provenance=Provenance(
            engine="hand-written",
            library_version="0.1.0",
            created_at=datetime(2026, 3, 12, 8, 0, tzinfo=timezone.utc),
        ),
    )
