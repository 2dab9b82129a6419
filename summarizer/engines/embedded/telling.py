"""Which mentions are events of the article, and which only history, habit or supposition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from summarizer.engines.embedded.drafts import Draft
from summarizer_schemas.wire import WireEvent, WireParty

_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_RECENT_YEARS = 1
"""So many years before the article's own an event may lie; older ones are background."""
_INDEFINITE = frozenset(
    "a an any every each some no many most other such people those anybody anyone everybody"
    " everyone nobody".split()
)
_DEFINITE = frozenset("the this that these those its their his her our both all".split())


def keep_told(drafts: Sequence[Draft], published: date | None) -> list[Draft]:
    """Returns the mentions that the article tells as events.

    None at all where it tells of nothing that somebody in particular did or suffered: a
    guide, an opinion or a portrait may be full of verbs and still report nothing.

    Args:
        drafts: all mentions, in order.
        published: the article's day; without it nothing is known to be history.
    """
    past = {draft.sentence for draft in drafts if _is_history(draft.wire, published)}
    told = [
        draft
        for draft in drafts
        if not _is_aside(draft, published)
        # "signed in 1957, after a storm had sunk two ships": the storm is as old.
        and (draft.sentence not in past or draft.wire.date)
    ]
    return told if any(map(_is_reported, told)) else []


def _is_aside(draft: Draft, published: date | None) -> bool:
    wire = draft.wire
    return (
        _is_history(wire, published)
        or (wire.realis in ("hypothetical", "future") and not (wire.claims or _is_anchored(wire)))
        or (not draft.is_past and _is_anybody(wire) and not _is_anchored(wire))
    )


def _is_history(wire: WireEvent, published: date | None) -> bool:
    """As in "signed in 1957": told to explain, long after it was news."""
    year = _YEAR.search(wire.date or "")
    return bool(published and year and int(year[1]) < published.year - _RECENT_YEARS)


def _is_anchored(wire: WireEvent) -> bool:
    return bool(wire.date or wire.figures or any(map(_is_particular, _list_sides(wire))))


def _is_anybody(wire: WireEvent) -> bool:
    """As in "any state may …", "drivers revolt": nobody in particular does it."""
    return not wire.claims and not any(map(_is_definite, wire.actors or wire.recipients))


def _is_reported(draft: Draft) -> bool:
    """Whether the article itself tells it as done, or somebody does.

    The present tense tells what is news only where the article begins: further down it tells
    how things are.
    """
    wire = draft.wire
    named = bool(wire.actors and wire.recipients) and all(map(_is_definite, _list_sides(wire)))
    if wire.claims or wire.realis == "generic":
        return bool(wire.claims) or (draft.leads and draft.is_past and named)
    if wire.realis == "hypothetical":
        return draft.leads and wire.type in ("AGREE", "THREATEN") and _is_anchored(wire)
    leads = wire.salience == "main"
    sides = _is_anchored(wire) or (leads and bool(_list_sides(wire)))
    return sides and (draft.is_past or leads or bool(wire.date))


def _list_sides(wire: WireEvent) -> list[WireParty]:
    return [*wire.actors, *wire.recipients]


def _is_particular(party: WireParty) -> bool:
    return bool(party.name or party.country or party.role)


def _is_definite(party: WireParty) -> bool:
    first, *_ = party.text.lower().split() or [""]
    if _is_particular(party) or first in _DEFINITE or party.kind in ("state", "armed_group"):
        return True
    return first not in _INDEFINITE and not first.endswith("s")
