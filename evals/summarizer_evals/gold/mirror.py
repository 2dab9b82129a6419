"""Gold as if it had been found: one annotator scored against another, and gold against itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timezone

from summarizer.api import find_version
from summarizer.textmap import TextMap
from summarizer_evals.edtf import Days, read_edtf
from summarizer_evals.gold.records import (
    Gold,
    GoldClaim,
    GoldDate,
    GoldEvent,
    GoldFigure,
    GoldLink,
    GoldLocation,
    GoldParty,
    GoldPoint,
    GoldTarget,
    Span,
)
from summarizer_schemas.codebook import derive
from summarizer_schemas.codes import MODES_BY_TYPE, Mode
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
    Target,
)
from summarizer_schemas.result import ArticleInfo, Provenance, Result

_MADE_AT = datetime(1970, 1, 1, tzinfo=timezone.utc)
"""No moment: the same gold always has the same mirror."""
_MOST_QUOTES = 3
"""A key point has no more."""


def mirror(gold: Gold, text: str) -> Result:
    """Returns gold as a result: what a summarizer would have found that agrees in everything.

    The first value of each slot is taken, and what is optional is found, too. Events are e1, e2, …
    in the order of gold. A mode that only an accepted type has, and a fourth piece of evidence of
    a key point, cannot stand in a result and are left out; a trigger nobody gave is the first
    quote.

    Args:
        gold: what one annotator says.
        text: the article.

    Raises:
        ValueError: a date is no EDTF; `lint` says which.
        IndexError: a quote stands beyond the end of the text.
    """
    return _Mirror(gold, TextMap(text, title=gold.article.title)).make()


class _Mirror:
    """Turns one gold into a result; used once."""

    def __init__(self, gold: Gold, text: TextMap) -> None:
        self._gold = gold
        self._text = text
        events = gold.events if gold.has_events else ()
        self._names: Mapping[str, str] = {one.id: f"e{at}" for at, one in enumerate(events, 1)}

    def make(self) -> Result:
        gold, given = self._gold, self._gold.article
        events = tuple(self._turn_event(one) for one in gold.events if one.id in self._names)
        points = gold.key_points if gold.has_key_points else ()
        return Result(
            article=ArticleInfo(id=gold.id, **given.model_dump()),
            status="ok" if events else "no_events",
            key_points=tuple(self._turn_point(one) for one in points),
            events=events,
            provenance=Provenance(
                engine="gold",
                model=gold.annotator,
                library_version=find_version(),
                created_at=_MADE_AT,
            ),
        )

    # ---- words ----

    def _cite(self, spans: Sequence[Span]) -> tuple[Evidence, ...]:
        return tuple(
            Evidence(
                quote=one.quote,
                start=one.start,
                end=one.end,
                segment=self._text.segment_at(one.start).kind,
            )
            for one in spans
        )

    def _turn_point(self, point: GoldPoint) -> KeyPoint:
        evidence = self._cite(point.evidence[:_MOST_QUOTES])
        is_copy = any(point.text in one.quote for one in evidence)
        return KeyPoint(
            text=point.text,
            kind="extractive" if is_copy else "abstractive",
            evidence=evidence,
        )

    # ---- events ----

    def _turn_event(self, event: GoldEvent) -> Event:
        allowed = MODES_BY_TYPE[event.type]
        modes: tuple[Mode, ...] = tuple(one for one in event.modes if one in allowed)
        codes = derive(event.type, modes)
        return Event(
            id=self._names[event.id],
            type=event.type,
            modes=modes,
            contexts=event.contexts,
            quad_class=codes.quad_class,
            cameo_root=codes.cameo_root,
            acled_event_type=codes.acled_event_type,
            acled_sub_event_type=codes.acled_sub_event_type,
            trigger=event.trigger or event.evidence[0].quote,
            actors=_turn_parties(event.actors),
            recipients=_turn_parties(event.recipients),
            target=event.target and _turn_target(event.target),
            location=event.location and _turn_location(event.location),
            date=event.date and self._turn_date(event.date),
            figures=tuple(self._turn_figure(one) for one in event.figures),
            claims=tuple(self._turn_claim(one) for one in event.claims),
            realis=event.realis,
            certainty=event.certainty or "unknown",
            salience=event.salience,
            links=tuple(self._turn_links(event.links)),
            evidence=self._cite(event.evidence),
        )

    def _turn_date(self, given: GoldDate) -> EventDate | None:
        if given.expressed is None:
            return None
        days = read_edtf(given.edtf) if given.edtf else Days(None, None)
        return EventDate(
            expressed=given.expressed,
            edtf=given.edtf,
            start=days.start or days.end,  # an open end is the day that is known
            end=days.end or days.start,
            granularity=given.granularity,
            basis=given.basis,
            anchor=self._names.get(given.anchor or "", given.anchor),
        )

    def _turn_figure(self, figure: GoldFigure) -> Figure:
        return Figure(
            measure=figure.measure,
            low=figure.low,
            best=figure.best,
            high=figure.high,
            qualifier=figure.qualifier,
            text=figure.text,
            group=figure.group,
            subset_of=figure.subset_of,
            status=figure.status,
            claimants=_turn_parties(figure.claimants),
            evidence=self._cite(figure.evidence),
        )

    def _turn_claim(self, claim: GoldClaim) -> Claim:
        return Claim(
            claimant=_turn_party(claim.claimant),
            cue=claim.cue or "",
            stance=claim.stance,
            about=claim.about,
            evidence=self._cite(claim.evidence),
        )

    def _turn_links(self, links: Iterable[GoldLink]) -> Iterable[Link]:
        for one in links:
            if one.target in self._names:
                yield Link(type=one.type, target=self._names[one.target])


def _turn_parties(parties: Iterable[GoldParty]) -> tuple[Party, ...]:
    return tuple(_turn_party(one) for one in parties)


def _turn_party(party: GoldParty) -> Party:
    return Party(
        text=party.text,
        name=party.name,
        kind=party.kind,
        role=party.role,
        organisation=party.organisation,
        country=party.country,
        sector=party.sector,
    )


def _turn_target(target: GoldTarget) -> Target:
    by = target.described_by
    return Target(text=target.text, described_by=by and _turn_party(by))


def _turn_location(given: GoldLocation) -> Location:
    return Location(
        text=given.text,
        place=given.place,
        admin1=given.admin1,
        country=given.country,
        precision=given.precision,
        basis=given.basis,
    )
