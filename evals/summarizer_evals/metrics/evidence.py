"""Evidence metrics: whether quotes are the article's, and whether slots stand in their quotes."""

from __future__ import annotations

from collections.abc import Iterator

from summarizer.folding import fold
from summarizer_evals.metrics.sums import Sums
from summarizer_schemas.record import Event
from summarizer_schemas.result import Result


def count_evidence(result: Result, text: str, sums: Sums) -> None:
    """Adds whether every span is the article's, and every slot's words stand in its quotes."""
    for one in result.iter_evidence():
        sums.add("evidence_verbatim", text[one.start : one.end] == one.quote, 1)
    for event in result.events:
        quotes = fold(" … ".join(_list_quotes(event))).text
        for words in list_words(event):
            sums.add("evidence_support", fold(words).text in quotes, 1)


def _list_quotes(event: Event) -> Iterator[str]:
    yield from (one.quote for one in event.evidence)
    yield from (one.quote for figure in event.figures for one in figure.evidence)
    yield from (one.quote for claim in event.claims for one in claim.evidence)


def list_words(event: Event) -> Iterator[str]:
    """Yields the words of the article that an event's slots are filled with."""
    yield event.trigger
    yield from (one.text for one in (*event.actors, *event.recipients))
    for slot in (event.target, event.location):
        if slot is not None:
            yield slot.text
    if event.date is not None:
        yield event.date.expressed
    yield from (one.text for one in event.figures)
    yield from (one.claimant.text for one in event.claims)
