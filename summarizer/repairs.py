"""Items the article did not bear out: what is asked about them once more, and what is kept.

Only what failed is asked for, with the sentences around it: a repair costs a fraction of the
first question. An item that comes back no better stays as it was, with its reasons.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from summarizer.longform import Joined
from summarizer.prompts import RepairItem
from summarizer.textmap import Sentence, TextMap
from summarizer_schemas.result import Rejected
from summarizer_schemas.wire import WireEvent, WireKeyPoint, WireRepair, WireReply

_T = TypeVar("_T")

_MOST_ITEMS = 20
"""More than this failing is no slip of the model; the rest stays rejected."""
_MOST_SENTENCES = 40
_BEST_PER_ITEM = 2
_WORD = re.compile(r"\w{4,}")

_BEYOND_REPAIR = frozenset({"masked", "mode_not_of_type", "country_not_in_article"})
"""What code has put right already, or what asking again cannot change."""


def find_failing(
    wire: WireReply, problems: Mapping[str, Sequence[Rejected]], broken: Sequence[RepairItem] = ()
) -> list[RepairItem]:
    """Returns the items worth asking for once more, in the order of the answer.

    Args:
        wire: the answer.
        problems: what was found wrong with an item, by its id.
        broken: items that do not fit the schema; they stand behind the others.
    """
    failing: list[RepairItem] = []
    for item_id, found in problems.items():
        reasons = [one for one in found if one.reason not in _BEYOND_REPAIR]
        if reasons:
            item = _find_item(wire, item_id)
            told = tuple(dict.fromkeys(f"{one.reason}: {one.text}" for one in reasons))
            failing.append(RepairItem(item_id, item.model_dump_json(), told))
    return [*failing, *broken][:_MOST_ITEMS]


def find_sentences(text: TextMap, failing: Iterable[RepairItem]) -> list[str]:
    """Returns the sentences the items may have meant, with their neighbours, in order."""
    words = [
        frozenset(_WORD.findall(text.text[one.start : one.end].lower())) for one in text.sentences
    ]
    chosen: set[int] = set()
    for item in failing:
        wanted = frozenset(_WORD.findall(item.item.lower()))
        ranked = sorted(range(len(words)), key=lambda at: (-len(words[at] & wanted), at))[
            :_BEST_PER_ITEM
        ]
        chosen |= {at + step for at in ranked if words[at] & wanted for step in (-1, 0, 1)}
    here: list[Sentence] = [text.sentences[at] for at in sorted(chosen) if 0 <= at < len(words)]
    return [text.text[one.start : one.end] for one in here[:_MOST_SENTENCES]]


def find_back(repaired: WireRepair, asked: Collection[str]) -> set[str]:
    """Returns the ids of the items that came back, of those that were asked for."""
    return {*_list_points(repaired), *_list_events(repaired)} & set(asked)


def put_back(joined: Joined, repaired: WireRepair, wanted: Collection[str]) -> Joined:
    """Returns the answer with these items of a repair in their places.

    One that did not fit the schema before is added behind the others, without what points from it
    to other events: their positions have changed since.
    """
    known = len(joined.wire.events)
    came = {
        item: event
        if int(item[1:]) <= known
        else event.model_copy(update={"date_anchor": None, "links": []})
        for item, event in _list_events(repaired).items()
        if item in wanted
    }
    points, points_near = _put(
        joined.wire.key_points,
        joined.key_points_near,
        {item: point for item, point in _list_points(repaired).items() if item in wanted},
    )
    events, events_near = _put(joined.wire.events, joined.events_near, came)
    wire = WireReply.model_construct(key_points=points, events=events)
    return Joined(wire, points_near, events_near)


def find_no_better(
    asked: Iterable[RepairItem],
    before: Mapping[str, Sequence[Rejected]],
    after: Mapping[str, Sequence[Rejected]],
) -> set[str]:
    """Returns the items that have as much wrong with them as before, or are lost altogether."""
    return {
        item.id
        for item in asked
        if item.id in before
        and (
            len(after.get(item.id, ())) >= len(before[item.id])
            or (_is_lost(after.get(item.id, ())) and not _is_lost(before[item.id]))
        )
    }


def _is_lost(problems: Iterable[Rejected]) -> bool:
    """Whether the item itself was not accepted, not only a part of it."""
    return any(
        one.kind in ("key_point", "event") and one.reason in ("ungrounded", "empty")
        for one in problems
    )


def _list_points(repaired: WireRepair) -> dict[str, WireKeyPoint]:
    """The key points that came back, by id; an id of another kind names nothing."""
    return {
        one.item: one.key_point
        for one in repaired.key_points
        if one.key_point and one.item[:1] == "k"
    }


def _list_events(repaired: WireRepair) -> dict[str, WireEvent]:
    return {one.item: one.event for one in repaired.events if one.event and one.item[:1] == "e"}


def _find_item(wire: WireReply, item_id: str) -> WireKeyPoint | WireEvent:
    items: Sequence[WireKeyPoint | WireEvent] = (
        wire.key_points if item_id[0] == "k" else wire.events
    )
    return items[int(item_id[1:]) - 1]


def _put(
    items: Sequence[_T], near: Sequence[int | None], came: Mapping[str, _T]
) -> tuple[list[_T], tuple[int | None, ...]]:
    """Returns the items with those that came back; what had no place comes last, in order."""
    places = {int(item_id[1:]) - 1: item for item_id, item in came.items()}
    kept = [places.get(at, item) for at, item in enumerate(items)]
    added = [places[at] for at in sorted(places) if at >= len(items)]
    return [*kept, *added], (*near, *[None] * len(added))
