"""Wire form -> records: an engine's words become grounded, dated and counted findings.

What the article bears out is kept; what it does not is listed with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from summarizer.dates import Tense, find_dates, resolve_date
from summarizer.figures import parse_amount
from summarizer.folding import fold
from summarizer.grounding import Rejection, ground
from summarizer.locations import read_location
from summarizer.merging import merge_events
from summarizer.occurrences import stands_in
from summarizer.places import find_country
from summarizer.textmap import TextMap
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
from summarizer_schemas.result import Rejected, RejectedKind
from summarizer_schemas.wire import (
    WireClaim,
    WireEvent,
    WireFigure,
    WireKeyPoint,
    WireParty,
    WireReply,
)

NO_PUBLICATION_DATE = "no publication date: relative dates are left unresolved"

_ABOUT = re.compile(r"(event|actor|target|location|date)\Z|figures\[([0-9]{1,4})\]\Z")
_COUNTRY_CODE = re.compile(r"[A-Z]{3}\Z")
_BULLET = re.compile(r"\A[\s\-•*–—]+")
_MAX_KEY_POINT_EVIDENCE = 3


@dataclass(slots=True)
class Findings:
    """The records of one text, and what was not accepted."""

    key_points: list[KeyPoint] = field(default_factory=list[KeyPoint])
    events: list[Event] = field(default_factory=list[Event])
    rejected: list[Rejected] = field(default_factory=list[Rejected])
    warnings: list[str] = field(default_factory=list[str])


def resolve(reply: WireReply, text: TextMap, *, published: date | datetime | None) -> Findings:
    """Returns the records that the article bears out.

    Args:
        reply: what the engine said.
        text: the article it was said about.
        published: what relative dates hang on; without it they stay unresolved.
    """
    return _Resolver(text, published).run(reply)


class _Resolver:
    """Carries one text and what was found in it so far; used once."""

    def __init__(self, text: TextMap, published: date | datetime | None) -> None:
        self.text = text
        self.published = published
        self.found = Findings()
        self._countries: dict[str, str | None] = {}
        self._grounded: dict[str, Evidence | Rejection] = {}

    def run(self, reply: WireReply) -> Findings:
        for point in reply.key_points:
            self._add_key_point(point)
        events: dict[int, Event] = {}
        # An event that another one's date hangs on comes first; of a circle, no date is resolved.
        for index in _order_by_anchor(reply.events):
            event = self._make_event(index, reply.events[index], events)
            if event is not None:
                events[index] = event
        self._date_by_links(reply, events)
        linked = [self._with_links(index, event, reply, events) for index, event in events.items()]
        self.found.events = merge_events(_share_countries(linked))
        return self.found

    # Key points

    def _add_key_point(self, point: WireKeyPoint) -> None:
        sentence = _BULLET.sub("", point.text).strip()
        evidence = self._ground_all(point.quotes[:_MAX_KEY_POINT_EVIDENCE])
        if not evidence or not sentence:
            self.reject("key_point", point.text, "ungrounded" if sentence else "empty")
            return
        self.found.key_points.append(
            KeyPoint(
                text=sentence,
                kind="extractive" if _is_verbatim(sentence, evidence) else "abstractive",
                evidence=tuple(evidence),
                claimants=self._make_parties(point.claimants, near=evidence[0].start),
            )
        )

    # Events

    def _make_event(self, index: int, wire: WireEvent, events: dict[int, Event]) -> Event | None:
        evidence = self._ground_all(wire.quotes)
        if not evidence:
            self.reject("event", wire.trigger, "ungrounded")
            return None
        near = evidence[0].start
        fields = _FieldEvidence(self, evidence)
        trigger = fields.locate(wire.trigger, "trigger") or evidence[0].quote
        modes: tuple[Mode, ...] = tuple(
            mode for mode in wire.modes if mode in MODES_BY_TYPE[wire.type]
        )
        for mode in wire.modes:
            if mode not in modes:
                self.reject("field", mode, "mode_not_of_type")
        derived = derive(wire.type, modes)
        figures, places = self._make_figures(wire.figures, near)
        return Event(
            id=f"e{index + 1}",
            type=wire.type,
            modes=modes,
            contexts=tuple(dict.fromkeys(wire.contexts)),
            quad_class=derived.quad_class,
            cameo_root=derived.cameo_root,
            acled_event_type=derived.acled_event_type,
            acled_sub_event_type=derived.acled_sub_event_type,
            trigger=trigger,
            actors=self._make_parties(wire.actors, near=near, fields=fields, name="actors"),
            recipients=self._make_parties(
                wire.recipients, near=near, fields=fields, name="recipients"
            ),
            target=self._make_target(wire, fields, near),
            location=self._make_location(wire, fields),
            date=self._make_date(wire, fields, events),
            figures=figures,
            claims=self._make_claims(wire.claims, near, places),
            realis=wire.realis,
            certainty=wire.certainty,
            salience=wire.salience,
            evidence=fields.collect(),
        )

    def _make_target(self, wire: WireEvent, fields: _FieldEvidence, near: int) -> Target | None:
        words = fields.locate(wire.target, "target") if wire.target else None
        if not words:
            return None
        describer = self._make_parties(
            [wire.target_described_by] if wire.target_described_by else [], near=near
        )
        return Target(text=words, described_by=describer[0] if describer else None)

    def _make_location(self, wire: WireEvent, fields: _FieldEvidence) -> Location | None:
        words = fields.locate(wire.location, "location") if wire.location else None
        if not words:
            return None
        given = wire.location_country if _is_country(wire.location_country) else None
        return read_location(words, inferred_country=given)

    def _make_date(
        self, wire: WireEvent, fields: _FieldEvidence, events: dict[int, Event]
    ) -> EventDate | None:
        words = fields.locate(wire.date, "date") if wire.date else None
        if not words:
            return None
        anchor = events.get(wire.date_anchor) if wire.date_anchor is not None else None
        tense: Tense = "future" if wire.realis == "future" else "past"
        found = resolve_date(
            words,
            published=self.published,
            tense=tense,
            anchor=anchor.date if anchor else None,
            anchor_id=anchor.id if anchor else None,
        )
        if found is None:
            self.reject("field", words, "not_a_date")
        elif found.basis == "relative" and self.published is None:
            self._warn(NO_PUBLICATION_DATE)
        return found

    def _date_by_links(self, reply: WireReply, events: dict[int, Event]) -> None:
        """As in "They met on Friday, a day after Vantia attacked": the attack was on Thursday."""
        for index, event in list(events.items()):
            for link in reply.events[index].links:
                other = events.get(link.target)
                phrase = _find_after(link.quote) if link.type == "follows" else None
                if not phrase or other is None or other.date is not None:
                    continue
                before = phrase.removesuffix("after") + "before"
                found = resolve_date(
                    before, published=self.published, anchor=event.date, anchor_id=event.id
                )
                if found is not None and found.start is not None:
                    dated = found.model_copy(update={"expressed": phrase})
                    events[link.target] = other.model_copy(update={"date": dated})

    def _with_links(
        self, index: int, event: Event, reply: WireReply, events: dict[int, Event]
    ) -> Event:
        links: list[Link] = []
        for wire in reply.events[index].links:
            other = events.get(wire.target)
            if other is None or other is event:
                self.reject("link", wire.type, "no_such_event")
                continue
            evidence = self._ground_all(
                [wire.quote] if wire.quote else [], near=event.evidence[0].start
            )
            links.append(Link(type=wire.type, target=other.id, evidence=tuple(evidence)))
        return event.model_copy(update={"links": tuple(links)}) if links else event

    # Parts of events

    def _make_figures(
        self, wires: Sequence[WireFigure], near: int
    ) -> tuple[tuple[Figure, ...], dict[int, int]]:
        """The figures kept, and the new place of each by its old one."""
        kept: dict[int, Figure] = {}
        for index, wire in enumerate(wires):
            evidence = self._ground_all([wire.quote], near=near)
            amount = parse_amount(wire.text)
            if not evidence or amount is None or wire.text not in evidence[0].quote:
                self.reject("figure", wire.text, "ungrounded" if amount else "no_number")
                continue
            kept[index] = Figure(
                measure=wire.measure,
                low=amount.low,
                best=amount.best,
                high=amount.high,
                qualifier=amount.qualifier,
                text=wire.text,
                group=wire.group,
                status=wire.status,
                claimants=self._make_parties(wire.claimants, near=evidence[0].start),
                evidence=tuple(evidence),
            )
        places = {index: place for place, index in enumerate(kept)}
        figures = tuple(
            figure.model_copy(update={"subset_of": _move(wires[index].subset_of, index, places)})
            for index, figure in kept.items()
        )
        return figures, places

    def _make_claims(
        self, wires: Sequence[WireClaim], near: int, places: dict[int, int]
    ) -> tuple[Claim, ...]:
        claims: list[Claim] = []
        for wire in wires:
            evidence = self._ground_all([wire.quote], near=near)
            claimant = self._make_parties([wire.claimant], near=near)
            if not evidence or not claimant:
                self.reject("claim", wire.quote, "ungrounded")
                continue
            claims.append(
                Claim(
                    claimant=claimant[0],
                    cue=wire.cue,
                    stance=wire.stance,
                    about=_find_about(wire.about, places),
                    modality=wire.modality,
                    evidence=tuple(evidence),
                )
            )
        return tuple(claims)

    def _make_parties(
        self,
        wires: Sequence[WireParty],
        *,
        near: int,
        fields: _FieldEvidence | None = None,
        name: str = "claimant",
    ) -> tuple[Party, ...]:
        parties: list[Party] = []
        for wire in wires:
            words = fields.locate(wire.text, name) if fields else self._locate(wire.text, near)
            if words is None:
                if fields is None:
                    self.reject("field", wire.text, "not_found")
                continue
            country = wire.country if _is_country(wire.country) else None
            parties.append(
                Party(
                    text=words,
                    name=wire.name if wire.name and stands_in(words, wire.name) else None,
                    kind=wire.kind,
                    role=wire.role if wire.role and stands_in(words, wire.role) else None,
                    country=country or self._find_country(words),
                    sector=wire.sector,
                )
            )
        return tuple(dict.fromkeys(parties))

    # Words and their places

    def _locate(self, words: str, near: int) -> str | None:
        found = self._ground(words, near)
        return found.quote if isinstance(found, Evidence) else None

    def _ground(self, quote: str, near: int | None) -> Evidence | Rejection:
        """The same words are asked for again and again: by an event, its figures, its claims."""
        found = self._grounded.get(quote)
        if found is None:
            found = ground(self.text, quote, near=near)
            if isinstance(found, Rejection) or not found.ambiguous:
                self._grounded[quote] = found
        return found

    def _find_country(self, words: str) -> str | None:
        if words not in self._countries:
            self._countries[words] = find_country(words, organisations=True)
        return self._countries[words]

    def _ground_all(self, quotes: Sequence[str], *, near: int | None = None) -> list[Evidence]:
        kept: list[Evidence] = []
        for quote in quotes:
            found = self._ground(quote, kept[0].start if kept else near)
            if isinstance(found, Rejection):
                self.reject("evidence", found.quote, found.reason)
            elif all((found.start, found.end) != (known.start, known.end) for known in kept):
                kept.append(found)
        return sorted(kept, key=lambda evidence: (evidence.start, evidence.end))

    def reject(self, kind: RejectedKind, words: str, reason: str) -> None:
        self.found.rejected.append(Rejected(kind=kind, text=words, reason=reason))

    def _warn(self, message: str) -> None:
        if message not in self.found.warnings:
            self.found.warnings.append(message)


class _FieldEvidence:
    """The evidence of one event; words from elsewhere are added under their field's name."""

    def __init__(self, resolver: _Resolver, evidence: Sequence[Evidence]) -> None:
        self._resolver = resolver
        self._evidence = list(evidence)
        self._own = tuple(evidence)

    def locate(self, words: str, name: str) -> str | None:
        """Returns the raw words, or None when the article does not have them."""
        if any(stands_in(own.quote, words) for own in self._own):
            return words
        found = ground(self._resolver.text, words, near=self._own[0].start, field=name)
        if isinstance(found, Rejection):
            self._resolver.reject("field", words, found.reason)
            return None
        if not any(own.start <= found.start and found.end <= own.end for own in self._own):
            self._evidence.append(found)
        return found.quote

    def collect(self) -> tuple[Evidence, ...]:
        return tuple(self._evidence)


def _order_by_anchor(events: Sequence[WireEvent]) -> list[int]:
    """Positions of the events, each after the event its date counts from."""
    order: list[int] = []
    placed: set[int] = set()
    for index in range(len(events)):
        chain: list[int] = []
        at: int | None = index
        while at is not None and 0 <= at < len(events) and at not in placed and at not in chain:
            chain.append(at)
            at = events[at].date_anchor
        for member in reversed(chain):
            placed.add(member)
            order.append(member)
    return order


def _share_countries(events: Sequence[Event]) -> list[Event]:
    """Somebody whose country is told once has it wherever the same name stands."""
    told: dict[str, set[str]] = {}
    for party in (party for event in events for party in (*event.actors, *event.recipients)):
        if party.name and party.country:
            told.setdefault(party.name, set()).add(party.country)

    def fill(parties: Sequence[Party]) -> tuple[Party, ...]:
        return tuple(
            party.model_copy(update={"country": next(iter(told[party.name]))})
            if party.name and not party.country and len(told.get(party.name, ())) == 1
            else party
            for party in parties
        )

    return [
        event.model_copy(
            update={"actors": fill(event.actors), "recipients": fill(event.recipients)}
        )
        for event in events
    ]


def _find_after(words: str | None) -> str | None:
    """The phrase "a day after" that the words begin with."""
    found = find_dates(words) if words else []
    return (
        found[0].text
        if found and found[0].start == 0 and found[0].text.endswith(" after")
        else None
    )


def _is_verbatim(sentence: str, evidence: Sequence[Evidence]) -> bool:
    words = fold(sentence).text.strip().rstrip(".")
    return any(words in fold(quote.quote).text for quote in evidence)


def _is_country(code: str | None) -> bool:
    return code is not None and _COUNTRY_CODE.match(code) is not None


def _find_about(about: str, places: dict[int, int]) -> str:
    """What a claim is about; a figure that was not kept leaves a claim about the event."""
    match = _ABOUT.match(about)
    if match is None:
        return "event"
    place = places.get(int(match[2])) if match[2] else None
    return match[1] or ("event" if place is None else f"figures[{place}]")


def _move(whole: int | None, own: int, places: dict[int, int]) -> int | None:
    return places.get(whole) if whole is not None and whole != own else None


__all__ = ["NO_PUBLICATION_DATE", "Findings", "resolve"]
