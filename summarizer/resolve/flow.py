"""The flow: one reply about one text -> its records."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from summarizer.coverage import check_coverage
from summarizer.folding import fold
from summarizer.locations import read_location
from summarizer.merging import merge_events
from summarizer.places import Gazetteer
from summarizer.resolve.claiming import Claiming
from summarizer.resolve.counting import Counting
from summarizer.resolve.dating import Calendar, find_anchor, order_by_anchor
from summarizer.resolve.findings import Findings
from summarizer.resolve.naming import Naming
from summarizer.resolve.quoting import FieldWords, Quotes
from summarizer.tallies import Speakers
from summarizer.textmap import TextMap
from summarizer_schemas.codebook import derive
from summarizer_schemas.codes import MODES_BY_TYPE, Mode
from summarizer_schemas.record import Event, EventDate, Evidence, KeyPoint, Link, Location
from summarizer_schemas.wire import WireEvent, WireKeyPoint, WireLink, WireReply

_BULLET = re.compile(r"\A[\s\-•*–—]+")
_COUNTRY_CODE = re.compile(r"[A-Z]{3}\Z")
_PLAIN_RUN = re.compile("[a-z0-9]+")
_MAX_KEY_POINT_EVIDENCE = 3
_MAX_KEY_POINT_WORDS = 35


def resolve(
    reply: WireReply,
    text: TextMap,
    *,
    published: date | datetime | None,
    language: str | None = None,
    gazetteer: Gazetteer | None = None,
    near: tuple[Sequence[int | None], Sequence[int | None]] = ((), ()),
) -> Findings:
    """Returns the records that the article bears out.

    Args:
        reply: what the engine said.
        text: the article it was said about.
        published: what relative dates hang on; without it they stay unresolved.
        language: BCP 47, of the article; when None, a date phrase is read if every language
            that can read it agrees.
        gazetteer: asked about towns.
        near: for each key point and each event, an offset that its quotes are expected near to;
            of words that stand in several places, the nearest place is taken.
    """
    resolver = _Resolver(text, Calendar(published, language), gazetteer)
    return resolver.run(reply, *near)


@dataclass(slots=True)
class _Mention:
    """An event whose words were found."""

    wire: WireEvent
    fields: FieldWords
    trigger: tuple[str, int]
    date: tuple[str, int] | None
    anchor: int | None


class _Resolver:
    """Carries one text and what was found in it so far; used once."""

    def __init__(self, text: TextMap, calendar: Calendar, gazetteer: Gazetteer | None) -> None:
        self.text = text
        self.calendar = calendar
        self.gazetteer = gazetteer
        self.found = Findings()
        self.quotes = Quotes(text, self.found)
        self.naming = Naming(self.quotes, self.found)
        speakers = Speakers(text, self.naming.cast)
        self.counting = Counting(self.quotes, self.naming, speakers, self.found)
        self.claiming = Claiming(self.quotes, self.naming, self.found)

    def run(
        self,
        reply: WireReply,
        points_near: Sequence[int | None],
        events_near: Sequence[int | None],
    ) -> Findings:
        for index, point in enumerate(reply.key_points):
            self.found.item = f"k{index + 1}"
            self._add_key_point(point, points_near[index] if points_near else None)
        mentions = self._find_mentions(reply.events, events_near)
        events: dict[int, Event] = {}
        # An event that another one's date hangs on comes first; of a circle, no date is resolved.
        anchors = [
            mentions[index].anchor if index in mentions else None
            for index in range(len(reply.events))
        ]
        for index in order_by_anchor(anchors):
            if index in mentions:
                self.found.item = f"e{index + 1}"
                events[index] = self._make_event(index, mentions[index], events)
        for index, mention in mentions.items():
            self._date_by_links(events, index, mention.wire.links)
        linked = [
            self._with_links(events, index, mention.wire.links)
            if mention.wire.links
            else events[index]
            for index, mention in mentions.items()
        ]
        self.found.events = merge_events(linked)
        return self.found

    # Key points

    def _add_key_point(self, point: WireKeyPoint, near: int | None) -> None:
        sentence = _BULLET.sub("", point.text).strip()
        evidence = self.quotes.find_all(point.quotes, near=near)[:_MAX_KEY_POINT_EVIDENCE]
        if not evidence or not sentence:
            self.found.reject("key_point", point.text, "ungrounded" if sentence else "empty")
            return
        flags = [str(flag) for flag in check_coverage(sentence, [one.quote for one in evidence])]
        if len(sentence.split()) > _MAX_KEY_POINT_WORDS:
            flags.append("too_long")
        self.found.doubt(flags)
        self.found.key_points.append(
            KeyPoint.check(
                {
                    "text": sentence,
                    "kind": "extractive" if _is_verbatim(sentence, evidence) else "abstractive",
                    "evidence": tuple(evidence),
                    "claimants": self.naming.make_claimants(point.claimants, evidence[0].start),
                    "flags": tuple(flags),
                }
            )
        )

    # Events

    def _find_mentions(
        self, wires: Sequence[WireEvent], near: Sequence[int | None]
    ) -> dict[int, _Mention]:
        """The events whose words stand in the article, by their position in the reply."""
        mentions: dict[int, _Mention] = {}
        for index, wire in enumerate(wires):
            self.found.item = f"e{index + 1}"
            evidence = self.quotes.find_all(wire.quotes, near=near[index] if near else None)
            if not evidence:
                self.found.reject("event", wire.trigger, "ungrounded")
                continue
            fields = FieldWords(self.quotes, self.found, evidence)
            trigger = fields.locate(wire.trigger, "trigger")
            mentions[index] = _Mention(
                wire,
                fields,
                trigger or (evidence[0].quote, evidence[0].start),
                fields.locate(wire.date, "date") if wire.date else None,
                wire.date_anchor,
            )
        places = {index: [mention.trigger[1]] for index, mention in mentions.items()}
        for index, mention in mentions.items():
            if mention.date and mention.anchor is None:
                phrase, at = mention.date
                if self.calendar.is_anchored(phrase):
                    mention.anchor = find_anchor(self.text, at + len(phrase), places, index)
        return mentions

    def _make_event(self, index: int, mention: _Mention, events: dict[int, Event]) -> Event:
        wire, fields = mention.wire, mention.fields
        near = fields.start
        modes = self._check_modes(wire)
        derived = derive(wire.type, modes)
        figures, places = self.counting.make(wire.figures, near)
        return Event.check(
            {
                "id": f"e{index + 1}",
                "type": wire.type,
                "modes": modes,
                "contexts": tuple(dict.fromkeys(wire.contexts)),
                "quad_class": derived.quad_class,
                "cameo_root": derived.cameo_root,
                "acled_event_type": derived.acled_event_type,
                "acled_sub_event_type": derived.acled_sub_event_type,
                "trigger": mention.trigger[0],
                "actors": self.naming.make_sides(wire.actors, fields, "actors"),
                "recipients": self.naming.make_sides(wire.recipients, fields, "recipients"),
                "target": self._make_target(wire, fields),
                "location": self._make_location(wire, fields),
                "date": self._make_date(mention, events),
                "figures": figures,
                "claims": self.claiming.make(wire.claims, near, places),
                "realis": wire.realis,
                "certainty": wire.certainty,
                "salience": wire.salience,
                "evidence": fields.collect(),
            }
        )

    def _check_modes(self, wire: WireEvent) -> tuple[Mode, ...]:
        allowed = MODES_BY_TYPE[wire.type]
        kept: list[Mode] = []
        for mode in wire.modes:
            if mode not in allowed:
                self.found.reject("field", mode, "mode_not_of_type")
            elif mode not in kept:
                kept.append(mode)
        return tuple(kept)

    def _make_target(self, wire: WireEvent, fields: FieldWords) -> dict[str, object] | None:
        found = fields.locate(wire.target, "target") if wire.target else None
        if found is None:
            return None
        describer = wire.target_described_by
        described_by = self.naming.make_claimant(describer, fields.start) if describer else ()
        return {"text": found[0], "described_by": described_by[0] if described_by else None}

    def _make_location(self, wire: WireEvent, fields: FieldWords) -> Location | None:
        found = fields.locate(wire.location, "location") if wire.location else None
        if found is None:
            return None
        code = wire.location_country
        given = code if code and _COUNTRY_CODE.match(code) else None
        return read_location(found[0], inferred_country=given, gazetteer=self.gazetteer)

    def _make_date(self, mention: _Mention, events: dict[int, Event]) -> EventDate | None:
        if mention.date is None:
            return None
        anchor = events.get(mention.anchor) if mention.anchor is not None else None
        return self.calendar.make(
            mention.date[0], realis=mention.wire.realis, anchor=anchor, findings=self.found
        )

    # Links

    def _date_by_links(
        self, events: dict[int, Event], index: int, wires: Sequence[WireLink]
    ) -> None:
        for wire in wires:
            if wire.type == "follows" and wire.target in events and wire.target != index:
                events[wire.target] = self.calendar.date_by_link(
                    events[index], events[wire.target], wire.quote
                )

    def _with_links(self, events: dict[int, Event], index: int, wires: Sequence[WireLink]) -> Event:
        event = events[index]
        links: list[Link] = []
        for wire in wires:
            other = events.get(wire.target)
            if other is None or other is event:
                self.found.reject("link", wire.type, "no_such_event")
                continue
            quotes = [wire.quote] if wire.quote else []
            evidence = self.quotes.find_all(quotes, near=event.evidence[0].start)
            links.append(Link(type=wire.type, target=other.id, evidence=tuple(evidence)))
        return event.model_copy(update={"links": tuple(links)}) if links else event


def _is_verbatim(sentence: str, evidence: Sequence[Evidence]) -> bool:
    """Whether one quote holds the sentence, whatever its typography."""
    words = sentence.rstrip(".")
    mine = words.lower()
    for one in evidence:
        if words in one.quote:
            return True
        # Folding is dear; a paraphrase seldom keeps every word.
        low = one.quote.lower()
        for run in _PLAIN_RUN.finditer(mine):
            if run[0] not in low:
                break
        else:
            if fold(words).text.strip() in fold(one.quote).text:
                return True
    return False
