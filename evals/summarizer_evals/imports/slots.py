"""A labelled span -> a slot of a gold event: party, target, place, day, figure, claim."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from summarizer import find_country, resolve_date
from summarizer.places import find_mentions
from summarizer.textmap import TextMap
from summarizer_evals.imports.counts import Count, read_counts

if TYPE_CHECKING:
    from summarizer_evals.imports.forms import LabelledSpan

_LONGEST_SHORT = 12
"""Words; a span that long is evidence enough, a shorter one needs its sentence."""
_GRAINS = {10: "day", 7: "month", 4: "year"}


@dataclass
class Sheet:
    """The article that slots are filled from, and what is noted while they are.

    Attributes:
        text: the article, read.
        facts: what is known of it.
        warnings: what the annotator must hear of.
        placed: for each event by id, which figure of the article each of its figures is.
        events: the events that have figures, by id.
    """

    text: TextMap
    facts: dict[str, Any]
    warnings: list[str]
    placed: dict[str, list[int | None]] = field(default_factory=dict[str, list[int | None]])
    events: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    _counts: list[Count] | None = None

    @classmethod
    def open(cls, text: str, facts: dict[str, Any], warnings: list[str]) -> Sheet:
        """Returns the sheet of one article."""
        return cls(TextMap(text, title=facts.get("title")), facts, warnings)

    @property
    def counts(self) -> list[Count]:
        """The figures of the whole article, read when first asked for."""
        if self._counts is None:
            self._counts = read_counts(self.text)
        return self._counts

    def words(self, span: LabelledSpan) -> str:
        """Returns the words of a span as the article has them."""
        return self.text.text[span.start : span.end]

    def warn_gap(self, span: LabelledSpan) -> None:
        """Notes that a span with gaps was taken as a whole."""
        self.warnings.append(
            f"span {span.id!a} has gaps; {span.start}:{span.end} is taken as a whole, its "
            "parts are accepted where a slot has room for them"
        )

    def join_figures(self) -> None:
        """Ties parts of a count to their whole where both are figures of one event."""
        for name, indices in self.placed.items():
            for figure, index in zip(self.events[name]["figures"], indices, strict=True):
                whole = None if index is None else self.counts[index].figure.subset_of
                if whole is not None and whole in indices and whole != index:
                    figure["subset_of"] = indices.index(whole)


def cut_span(text: str, start: int, end: int) -> dict[str, Any]:
    """Returns the span of gold for these offsets.

    Example:
        >>> cut_span("A mill burned.", 2, 6)
        {'quote': 'mill', 'start': 2, 'end': 6}
    """
    return {"quote": text[start:end], "start": start, "end": end}


def find_evidence(sheet: Sheet, span: LabelledSpan) -> dict[str, Any]:
    """Returns the sentence around a short span; a long one, or one across sentences, itself."""
    text = sheet.text
    sentence = text.sentence_at(span.start)
    within = sentence is not None and sentence.start <= span.start and span.end <= sentence.end
    if sentence is None or not within or len(sheet.words(span).split()) > _LONGEST_SHORT:
        return cut_span(text.text, span.start, span.end)
    return cut_span(text.text, sentence.start, sentence.end)


def fill_slot(
    sheet: Sheet, event: dict[str, Any], role: str, span: LabelledSpan, *, kind: str | None
) -> None:
    """Puts a span into the slot of an event that its role names; `kind` is that of a party."""
    if span.parts:
        sheet.warn_gap(span)
    if role in ("actor", "recipient"):
        side = event.setdefault(f"{role}s", [])
        party = make_party(sheet, span, kind=kind)
        side += [party] if party not in side else []
    elif role == "claimant":
        claim = {
            "claimant": make_party(sheet, span, kind=kind),
            "evidence": [find_evidence(sheet, span)],
        }
        event.setdefault("claims", []).append(claim)
    elif role.startswith("figure:"):
        _add_figure(sheet, event, role.removeprefix("figure:"), span)
    elif event.get(role) is not None:
        sheet.warnings.append(f"{event['id']} has a second {role}; the first is kept")
    elif role == "target":
        event["target"] = {"text": sheet.words(span), "accept": _cut_parts(sheet, span)}
    elif role == "location":
        event["location"] = make_location(sheet, span)
    else:
        event["date"] = make_date(sheet, span, event)


def _cut_parts(sheet: Sheet, span: LabelledSpan) -> list[str]:
    return [sheet.text.text[start:end] for start, end in span.parts]


def make_party(sheet: Sheet, span: LabelledSpan, *, kind: str | None) -> dict[str, Any]:
    """Returns the party that a span names; what the label does not say is left unscored."""
    words = sheet.words(span)
    return {
        "text": words,
        "accept": _cut_parts(sheet, span),
        "kind": kind or "unknown",
        "country": find_country(words, organisations=True),
    }


def make_location(sheet: Sheet, span: LabelledSpan) -> dict[str, Any]:
    """Returns the place that a span names, with its country where the words tell it."""
    words = sheet.words(span)
    bare = words.removeprefix("the ").removeprefix("The ")
    names_country = any(
        one.text == bare and one.form == "name" for one in find_mentions(bare, cased=True)
    )
    return {
        "text": words,
        "accept": _cut_parts(sheet, span),
        "country": find_country(words),
        "precision": "country" if names_country else "unknown",
    }


def make_date(sheet: Sheet, span: LabelledSpan, event: dict[str, Any]) -> dict[str, Any]:
    """Returns the day that a span names, counted from publication."""
    words = sheet.words(span)
    found = resolve_date(
        words,
        published=sheet.facts.get("published"),
        tense="future" if event["realis"] == "future" else "past",
        language=sheet.facts.get("language", "en"),
    )
    if found is None or found.edtf is None:
        need = "" if sheet.facts.get("published") else "; the day of publication is not known"
        sheet.warnings.append(
            f"{event['id']}: no day follows from the date at {span.start}{need}; fill in edtf"
        )
    if found is None:
        return {"expressed": words}
    edtf = found.edtf
    grain = _GRAINS.get(len(edtf.rstrip("~?%"))) if edtf else "unknown"
    return {
        "expressed": words,
        "edtf": edtf,
        "granularity": grain or found.granularity,
        "basis": found.basis,
        "anchor": found.anchor,
    }


def _add_figure(sheet: Sheet, event: dict[str, Any], measure: str, span: LabelledSpan) -> None:
    figure: dict[str, Any] = {
        "measure": measure,
        "text": sheet.words(span),
        "evidence": [find_evidence(sheet, span)],
    }
    index = _find_count(sheet, span)
    if index is None:
        figure["qualifier"] = "vague"
        sheet.warnings.append(
            f"{event['id']}: no number was read at {span.start}:{span.end}; fill in low, best, high"
        )
    else:
        read = sheet.counts[index].figure
        figure |= {
            "low": read.low,
            "best": read.best,
            "high": read.high,
            "qualifier": read.qualifier,
            "group": read.group,
            "status": read.status,
            "claimants": [
                {"text": one.text, "country": one.country}
                for one in read.claimants
                if one.text in sheet.text.text
            ],
        }
    event.setdefault("figures", []).append(figure)
    sheet.events[event["id"]] = event
    sheet.placed.setdefault(event["id"], []).append(index)


def _find_count(sheet: Sheet, span: LabelledSpan) -> int | None:
    """The figure that shares most code points with the span."""
    shared = [
        (min(one.end, span.end) - max(one.start, span.start), -index)
        for index, one in enumerate(sheet.counts)
    ]
    best = max(shared, default=(0, 0))
    return -best[1] if best[0] > 0 else None
