"""The common form of all tools (`forms`) -> a draft of gold.

What a tool's export does not say stays unsaid in the draft, and is not scored before an
annotator fills it in: only days, numbers and countries are read from the article by rule.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from summarizer_evals.gold.records import FORMAT
from summarizer_evals.imports.blocks import find_bullets, stands_in_block, tidy_point
from summarizer_evals.imports.forms import (
    FACTS,
    Attribute,
    Draft,
    LabelledSpan,
    Relation,
    check_draft,
)
from summarizer_evals.imports.mapping import Mapping, find_link, find_realis, fold_label
from summarizer_evals.imports.slots import Sheet, cut_span, fill_slot, find_evidence
from summarizer_evals.imports.writing import make_case_id
from summarizer_schemas.article import hash_text, parse_published

__all__ = ["Attribute", "Draft", "LabelledSpan", "Relation", "make_gold"]

_LONGEST_TRIGGER = 8
"""Words; a longer span is the evidence, not the word that names the happening."""


def make_gold(
    draft: Draft, mapping: Mapping | None = None, *, case_id: str | None = None, origin: str = ""
) -> tuple[dict[str, Any], list[str]]:
    """Returns the gold that a draft stands for, and what could not be carried over.

    Args:
        draft: spans, relations and attributes of one annotator.
        mapping: the meaning of labels; the defaults alone when None.
        case_id: the name of the folder; made from the draft's id when None.
        origin: how the annotation was made.

    Raises:
        GoldError: a span lies outside the text, or a relation or attribute hangs on none.

    Example:
        >>> article = "Vantia shelled Norburg on Monday."
        >>> spans = (LabelledSpan("1", "ASSAULT", 7, 14), LabelledSpan("2", "Actor", 0, 6))
        >>> draft = Draft("a.json", "a", article, spans, (Relation("", "1", "2"),))
        >>> gold, warnings = make_gold(draft)
        >>> event = gold["events"][0]
        >>> event["type"], event["trigger"], event["actors"][0]["text"], warnings
        ('ASSAULT', 'shelled', 'Vantia', [])
    """
    rules = mapping or Mapping()
    check_draft(draft)
    facts, warnings = _read_facts(draft.facts)
    sheet = Sheet.open(draft.text, facts, [*draft.warnings, *warnings])
    spans = _tidy_spans(draft, sheet)
    events, points = _start_items(spans, rules, sheet)
    _set_realis(draft, events, sheet)
    used = _follow_relations(draft, spans, (events, points), sheet, rules)
    _report_unused(spans, {*used, *events, *points}, rules, sheet)
    bullets = find_bullets(sheet.text)
    gold = {
        "format": FORMAT,
        "id": case_id or make_case_id(draft.id, draft.text),
        "annotator": draft.annotator or "a1",
        "origin": origin,
        "article": {**facts, "chars": len(draft.text), "sha256": hash_text(draft.text)},
        "tags": dict(draft.tags),
        "has_events": bool(events),
        "has_key_points": bool(points),
        "key_points": list({one["id"]: one for one in points.values()}.values()),
        "events": list(events.values()),
        "editorial_key_points": [cut_span(draft.text, *one) for one in bullets],
        "notes": "; ".join(one.strip() for one in draft.notes if one.strip()),
    }
    return gold, [f"{draft.where}: {one}" for one in sheet.warnings]


def _read_facts(given: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    facts: dict[str, Any] = {}
    warnings: list[str] = []
    for name in FACTS:
        value = given.get(name)
        if value is None or value == "":
            continue
        if not isinstance(value, str):
            warnings.append(f"{name} is no string; left out")
            continue
        if name == "published":
            try:
                parse_published(value)
            except ValueError:
                warnings.append("published is no date; write YYYY-MM-DD in article.published")
                continue
        facts[name] = value
    return facts, warnings


def _tidy_spans(draft: Draft, sheet: Sheet) -> dict[str, LabelledSpan]:
    """Spans without outer white space, in order of the text; each label once at a place."""
    spans: dict[str, LabelledSpan] = {}
    empty = split = 0
    for one in sorted(draft.spans, key=lambda one: (one.start, one.end)):
        words = draft.text[one.start : one.end]
        start = one.start + len(words) - len(words.lstrip())
        end = one.end - len(words) + len(words.rstrip())
        if start >= end:
            empty += 1
            continue
        split += _cuts_word(draft.text, start) or _cuts_word(draft.text, end)
        spans[one.id] = LabelledSpan(one.id, one.label, start, end, one.parts)
    if empty:
        sheet.warnings.append(f"{empty} spans hold white space only; left out")
    if split:
        sheet.warnings.append(
            f"{split} spans begin or end inside a word; check whether the tool counts otherwise"
        )
    return spans


def _cuts_word(text: str, at: int) -> bool:
    # Letters beyond the Latin ones: Chinese and Japanese have no blanks between words.
    pair = text[max(at - 1, 0) : at + 1]
    return 0 < at < len(text) and all(one.isalnum() and one < "\u0530" for one in pair)


def _start_items(
    spans: dict[str, LabelledSpan], rules: Mapping, sheet: Sheet
) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """One event or key point for each span that is one; a point told twice is one point."""
    events: dict[str, dict[str, Any]] = {}
    points: dict[str, dict[str, Any]] = {}
    known: dict[tuple[object, ...], dict[str, Any]] = {}
    for span in spans.values():
        if rules.is_ignored(span.label):
            continue
        words = sheet.text.text[span.start : span.end]
        if rules.is_point(span.label):
            key: tuple[object, ...] = (tidy_point(words).casefold(),)
            if key in known:
                known[key]["evidence"].append(cut_span(sheet.text.text, span.start, span.end))
            known.setdefault(key, _start_point(span, sheet, len(known) + 1))
            points[span.id] = known[key]
        elif kind := rules.find_type(span.label):
            events[span.id] = {
                "id": f"g{len(events) + 1}",
                "type": kind,
                "trigger": words if len(words.split()) <= _LONGEST_TRIGGER else None,
                "realis": "actual",
                "evidence": [find_evidence(sheet, span)],
            }
            if span.parts:
                sheet.warn_gap(span)
    return events, points


def _start_point(span: LabelledSpan, sheet: Sheet, number: int) -> dict[str, Any]:
    if span.parts:
        sheet.warn_gap(span)
    return {
        "id": f"k{number}",
        "text": tidy_point(sheet.text.text[span.start : span.end]),
        "weight": 2,
        "supported_by_body": not stands_in_block(sheet.text, span.start, span.end),
        "events": [],
        "evidence": [cut_span(sheet.text.text, span.start, span.end)],
    }


def _set_realis(draft: Draft, events: dict[str, dict[str, Any]], sheet: Sheet) -> None:
    unread: Counter[str] = Counter()
    for one in draft.attributes:
        realis = find_realis(one.name, one.value) if one.span in events else None
        if realis is None:
            unread[one.name] += 1
        elif realis != "actual":
            event = events[one.span]
            if event["realis"] not in ("actual", realis):
                sheet.warnings.append(
                    f"{event['id']} is {event['realis']} and {realis}; {realis} is kept"
                )
            event["realis"] = realis
    for name, count in unread.items():
        sheet.warnings.append(f"attribute {name!a}: {count} left out; no rule reads it")


def _follow_relations(
    draft: Draft,
    spans: dict[str, LabelledSpan],
    items: tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]],
    sheet: Sheet,
    rules: Mapping,
) -> set[str]:
    """Fills slots, links and the events of key points; returns the spans that now stand there."""
    used: set[str] = set()
    unread: Counter[str] = Counter()
    for one in draft.relations:
        if rules.is_ignored(one.label) or not {one.source, one.target} <= spans.keys():
            continue
        filler = _connect(one, spans, items, sheet, rules)
        if filler is None:
            unread[one.label] += 1
        else:
            used.add(filler)
    for label, count in unread.items():
        sheet.warnings.append(f"relation {label!a}: {count} left out; no rule reads it")
    sheet.join_figures()
    return used


def _connect(
    one: Relation,
    spans: dict[str, LabelledSpan],
    items: tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]],
    sheet: Sheet,
    rules: Mapping,
) -> str | None:
    """Returns the id of the span that the relation gives a place; None where no rule reads it."""
    events, points = items
    first, second = one.source, one.target
    if first in events and second in events:
        link = find_link(one.label)
        if link is None or first == second:
            return None
        links = events[first].setdefault("links", [])
        links.append({"type": link, "target": events[second]["id"]})
        return second
    if second in events:  # an arrow drawn the other way round means the same
        first, second = second, first
    if first not in events:
        return None
    if second in points:
        known = points[second]["events"]
        known += [events[first]["id"]] if events[first]["id"] not in known else []
        return second
    span = spans[second]
    role = rules.find_role(one.label) or rules.find_role(span.label)
    if role is None:
        return None
    fill_slot(sheet, events[first], role, span, kind=rules.find_kind(span.label))
    return second


def _report_unused(
    spans: dict[str, LabelledSpan], used: set[str], rules: Mapping, sheet: Sheet
) -> None:
    rest = Counter(
        one.label
        for one in spans.values()
        if one.id not in used and not rules.is_ignored(one.label)
    )
    for label, count in rest.items():
        known = rules.find_role(label) or rules.find_kind(label)
        why = "no relation ties them to an event" if known else "no rule reads the label"
        sheet.warnings.append(f"label {fold_label(label)!a}: {count} spans left out; {why}")
