"""Gold and findings of one article, side by side; and what was found before beside now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

from summarizer_evals.gates.outlines import Outline, OutlineItem
from summarizer_evals.gold.reading import Case
from summarizer_evals.gold.records import Gold, GoldEvent
from summarizer_evals.metrics.showing import show_event, show_slot
from summarizer_evals.scores import CaseScore, Pair
from summarizer_schemas.record import Event
from summarizer_schemas.result import Result

State = Literal[
    "matched",
    "missed",
    "merged",
    "spurious",
    "hallucinated",
    "split",
    "background",
    "contradiction",
    "unsupported",
    "told",
    "optional",
    "acceptable",
]
"""`told`: by a key point that is paired with another gold point. `acceptable`: neither asked for
nor wrong."""

Spans = tuple[tuple[int, int], ...]
_ALIKE = 0.5
"""Similarity of two lines from which one is the other, reworded."""
_MOST_WORDS = 200
"""Words of a line up to which its changes are looked for: the search is quadratic."""


@dataclass(frozen=True, slots=True)
class SlotLine:
    """One slot on both sides; `agreement` is 0 to 1."""

    slot: str
    gold: str
    found: str
    agreement: float


@dataclass(frozen=True, slots=True)
class Side:
    """One item: its id, its words, where it stands."""

    id: str
    text: str
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A gold item and the found item that is taken for it; either may be missing."""

    state: State
    gold: Side | None = None
    found: Side | None = None
    note: str = ""
    is_must: bool = False
    similarity: float | None = None
    slots: tuple[SlotLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One line of an outline, before and now; either may be missing."""

    kind: Literal["same", "changed", "removed", "added"]
    section: Literal["key point", "event"]
    before: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Aligned:
    """One article, whole."""

    gold: Gold
    events: tuple[Row, ...] = ()
    points: tuple[Row, ...] = ()
    background: tuple[Side, ...] = ()
    changes: tuple[Change, ...] = field(default=())


def align_case(
    case: Case, score: CaseScore, result: Result | None, before: Outline | None, now: Outline
) -> Aligned:
    """Returns everything two columns can show of one output."""
    gold = case.annotations[score.annotation]
    return Aligned(
        gold=gold,
        events=tuple(_align_events(gold, score, result)),
        points=tuple(_align_points(gold, score, now)),
        background=tuple(
            Side(one.id, one.note or one.evidence.quote, ((one.evidence.start, one.evidence.end),))
            for one in gold.background
        ),
        changes=tuple(compare_outlines(before, now)) if before else (),
    )


# ---- events and key points ----


def _align_events(gold: Gold, score: CaseScore, result: Result | None) -> Iterator[Row]:
    found = {one.id: one for one in (result.events if result else ())}
    pairs = {one.gold: one for one in score.pairs}
    merged = {one.gold for one in score.findings if one.kind == "merged"}
    notes: dict[str | None, list[str]] = {}
    for one in score.findings:
        if one.kind == "role_swap":
            notes.setdefault(one.gold, []).append("who and whom exchanged")
    for event in gold.events:
        pair = pairs.get(event.id)
        other = found.get(pair.found) if pair else None
        side = Side(event.id, show_event(event), _place(event))
        label = "; ".join(filter(None, [event.label, *notes.get(event.id, [])]))
        if pair and other:
            state: State = "optional" if pair.optional else "matched"
            slots = tuple(_compare_slots(event, other, pair))
            here = Side(other.id, show_event(other), _place(other))
            yield Row(state, side, here, label, event.must, pair.similarity, slots)
        else:
            gone: State = "merged" if event.id in merged else "missed"
            yield Row("optional" if event.optional else gone, side, None, label, event.must)
    taken = {one.found for one in score.pairs}
    yield from _list_extra_events([one for one in found.values() if one.id not in taken], score)


def _list_extra_events(events: Sequence[Event], score: CaseScore) -> Iterator[Row]:
    kinds: tuple[State, ...] = ("background", "split", "hallucinated", "spurious")
    for event in events:
        state: State = "acceptable"
        note = ""
        for finding in score.findings:
            if finding.found == event.id and finding.kind in kinds:
                state = next(one for one in kinds if one == finding.kind)
                note = f"{finding.gold}: {finding.expected}" if finding.gold else ""
        yield Row(state, None, Side(event.id, show_event(event), _place(event)), note)


def _compare_slots(gold: GoldEvent, found: Event, pair: Pair) -> Iterator[SlotLine]:
    for slot, agreement in pair.slots.items():
        wanted, said = show_slot(gold, slot), show_slot(found, slot)
        if wanted or said:
            yield SlotLine(slot, wanted, said, agreement)


def _place(event: GoldEvent | Event) -> Spans:
    return tuple((one.start, one.end) for one in event.evidence)


def _align_points(gold: Gold, score: CaseScore, now: Outline) -> Iterator[Row]:
    found = {one.id: one for one in now.key_points}
    pairs = {one.gold: one for one in score.point_pairs}
    findings = {(one.kind, one.gold): one for one in score.findings}
    taken = {one.found for one in score.point_pairs}
    for point in gold.key_points:
        side = Side(point.id, point.text, tuple((one.start, one.end) for one in point.evidence))
        pair = pairs.get(point.id)
        denied = findings.get(("contradiction", point.id))
        missed = ("missed_point", point.id) in findings or score.status != "ok"
        state: State = "missed" if missed else "told"
        other: OutlineItem | None = None
        if pair or denied:
            state = "matched" if pair else "contradiction"
            other = found.get(pair.found if pair else denied.found or "" if denied else "")
            taken |= {other.id} if other else set()
        if point.optional and state != "contradiction":
            state = "optional"
        note = {3: "the story", 1: "good to know"}.get(point.weight, "")
        same = pair.similarity if pair else None
        yield Row(state, side, _side(other), note, point.must, same)
    unsupported = {one.found for one in score.findings if one.kind == "unsupported_point"}
    for one in found.values():
        if one.id not in taken:
            yield Row("unsupported" if one.id in unsupported else "acceptable", None, _side(one))


def _side(item: OutlineItem | None) -> Side | None:
    return Side(item.id, item.text, item.spans) if item else None


# ---- before and now ----


def compare_outlines(before: Outline, now: Outline) -> Iterator[Change]:
    """Yields every line of two outlines, key points first, in the order of the article."""
    yield from _compare_lines("key point", before.key_points, now.key_points)
    yield from _compare_lines("event", before.events, now.events)


def _compare_lines(
    section: Literal["key point", "event"],
    before: Sequence[OutlineItem],
    now: Sequence[OutlineItem],
) -> Iterator[Change]:
    old, new = [one.text for one in before], [one.text for one in now]
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Change("same", section, one, one) for one in new[c:d])
        else:
            yield from _pair_lines(section, old[a:b], new[c:d])


def _pair_lines(
    section: Literal["key point", "event"], old: Sequence[str], new: Sequence[str]
) -> Iterator[Change]:
    left = list(old)
    for line in new:
        likeness = [(_liken(one, line), one) for one in left]
        best, other = max(likeness, default=(0.0, ""))
        if best >= _ALIKE:
            while left[0] != other:
                yield Change("removed", section, before=left.pop(0))
            left.pop(0)
            yield Change("changed", section, other, line)
        else:
            yield Change("added", section, now=line)
    yield from (Change("removed", section, before=one) for one in left)


def _liken(one: str, other: str) -> float:
    mine, theirs = set(one.split()), set(other.split())
    return 2 * len(mine & theirs) / max(len(mine) + len(theirs), 1)


Piece = tuple[bool, str]
"""Whether the words differ, and the words."""


def mark_words(before: str, now: str) -> tuple[list[Piece], list[Piece]]:
    """Returns both lines in pieces, those that differ marked.

    Example:
        >>> mark_words("nine killed", "ten killed")
        ([(True, 'nine'), (False, ' killed')], [(True, 'ten'), (False, ' killed')])
    """
    old, new = re.findall(r"\s+|[^\s]+", before), re.findall(r"\s+|[^\s]+", now)
    if max(len(old), len(new)) > _MOST_WORDS:
        return [(True, before)], [(True, now)]
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left.extend(_join(old[a:b], differs=tag != "equal"))
        right.extend(_join(new[c:d], differs=tag != "equal"))
    return left, right


def _join(words: Iterable[str], *, differs: bool) -> Iterator[Piece]:
    if text := "".join(words):
        yield differs, text
