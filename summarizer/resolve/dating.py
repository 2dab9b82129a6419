"""When it happened: from the article's phrase, publication and the dates of other events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from summarizer.dates import Tense, find_dates, resolve_date
from summarizer.resolve.findings import NO_PUBLICATION_DATE, Findings
from summarizer.textmap import TextMap
from summarizer_schemas.record import Event, EventDate, Realis


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the phrases of one article hang on.

    Attributes:
        published: When it was published, in its own zone.
        language: BCP 47; None when nobody said.
    """

    published: date | datetime | None
    language: str | None

    def read(
        self, phrase: str, *, realis: Realis = "actual", anchor: Event | None = None
    ) -> EventDate | None:
        """Returns the date a phrase tells, counted from another event where it asks for one."""
        tense: Tense = "future" if realis == "future" else "past"
        return resolve_date(
            phrase,
            published=self.published,
            tense=tense,
            anchor=anchor.date if anchor else None,
            anchor_id=anchor.id if anchor else None,
            language=self.language,
        )

    def make(
        self, phrase: str, *, realis: Realis, anchor: Event | None, findings: Findings
    ) -> EventDate | None:
        """Returns the date of an event; words that tell no time are rejected."""
        found = self.read(phrase, realis=realis, anchor=anchor)
        if found is None:
            findings.reject("field", phrase, "not_a_date")
        elif found.basis == "relative" and self.published is None:
            findings.warn(NO_PUBLICATION_DATE)
        return found

    def is_anchored(self, phrase: str) -> bool:
        """Returns whether the phrase counts from another event ("a day after")."""
        found = self.read(phrase)
        return found is not None and found.basis == "event_anchored"

    def date_by_link(self, event: Event, other: Event, words: str | None) -> Event:
        """Returns the other event with its date, where the link tells it.

        As in "They met on Friday, a day after Vantia attacked": the attack was on Thursday.
        """
        found = find_dates(words) if words and other.date is None else []
        if not found or found[0].start or not found[0].text.endswith(" after"):
            return other
        phrase = found[0].text
        told = self.read(phrase.removesuffix("after") + "before", anchor=event)
        if told is None or told.start is None:
            return other
        return other.model_copy(update={"date": told.model_copy(update={"expressed": phrase})})


def find_anchor(
    text: TextMap, phrase_end: int, triggers: Mapping[int, Sequence[int]], own: int
) -> int | None:
    """Returns the one other event that is told of after the phrase, within its sentence.

    Args:
        text: the article.
        phrase_end: one past "a day after".
        triggers: where each event's trigger stands, by the position of the event.
        own: position of the event the phrase dates.
    """
    sentence = text.sentence_at(phrase_end - 1)
    if sentence is None:
        return None
    after = [
        index
        for index, places in triggers.items()
        if index != own and any(phrase_end <= place < sentence.end for place in places)
    ]
    return after[0] if len(after) == 1 else None


def order_by_anchor(anchors: Sequence[int | None]) -> list[int]:
    """Returns the positions of the events, each after the event its date counts from."""
    placed: dict[int, None] = {}
    for index, anchor in enumerate(anchors):
        if anchor is None:  # most dates count from none
            placed.setdefault(index)
            continue
        chain: dict[int, None] = {}
        at: int | None = index
        while at is not None and 0 <= at < len(anchors) and at not in placed and at not in chain:
            chain[at] = None
            at = anchors[at]
        placed.update(reversed(chain.items()))
    return list(placed)
