"""What every tool's export is read into: a text, labelled spans, relations, attributes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from summarizer_evals.errors import GoldError

FACTS = ("title", "published", "publisher", "source_agency", "url", "language")
"""What a task may say of its article, under these names."""


@dataclass(frozen=True)
class LabelledSpan:
    """Words of the text with a label.

    Attributes:
        id: what relations and attributes call it.
        label: as the tool has it.
        start: first code point.
        end: one past the last.
        parts: of a span with gaps, the stretches between them.
    """

    id: str
    label: str
    start: int
    end: int
    parts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Relation:
    """An arrow from one span to another; `label` may be empty."""

    label: str
    source: str
    target: str


@dataclass(frozen=True)
class Attribute:
    """Something said of a span: `value` is True for a mere flag."""

    span: str
    name: str
    value: str | bool = True


@dataclass(frozen=True)
class Draft:
    """What one annotator marked in one article.

    Attributes:
        where: file and line or task, for messages.
        id: the tool's id or the file's name; the case is called after it.
        text: the raw article.
        annotator: a name; None where the tool tells none.
        facts: what is known of the article: `FACTS`.
        tags: slices: what was chosen for the text as a whole.
        notes: remarks of the annotator.
        warnings: what the reader could not carry over.
    """

    where: str
    id: str
    text: str
    spans: tuple[LabelledSpan, ...] = ()
    relations: tuple[Relation, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    annotator: str | None = None
    facts: dict[str, Any] = field(default_factory=dict[str, Any])
    tags: dict[str, str] = field(default_factory=dict[str, str])
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def check_draft(draft: Draft) -> None:
    """Refuses a draft whose spans or references cannot be.

    Raises:
        GoldError: it names the span, relation or attribute at fault.
    """
    if not draft.text.strip():
        raise GoldError(f"{draft.where}: the text is empty; leave the task out")
    counts = Counter(one.id for one in draft.spans)
    for span in draft.spans:
        if counts[span.id] > 1:
            raise GoldError(f"{draft.where}: the id {span.id!a} stands twice; ids are unique")
        for start, end in ((span.start, span.end), *span.parts):
            if not 0 <= start < end <= len(draft.text):
                raise GoldError(
                    f"{draft.where}: span {span.id!a} is {start}:{end}, but the text has "
                    f"{len(draft.text)} characters; export text and spans together"
                )
    hooks = [(one.label, name) for one in draft.relations for name in (one.source, one.target)]
    hooks += [(one.name, one.span) for one in draft.attributes]
    for label, name in hooks:
        if name not in counts:
            raise GoldError(
                f"{draft.where}: {label!a} hangs on {name!a}, which is no span; export it anew"
            )
