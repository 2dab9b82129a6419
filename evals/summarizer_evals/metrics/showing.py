"""Slots of gold and found events as short words, for reports and diffs."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer_evals.gold.records import GoldEvent, GoldFigure
from summarizer_schemas.record import Event, Figure


def show_slot(event: GoldEvent | Event, slot: str) -> str:
    """Returns one slot in words; empty when nothing stands there."""
    if slot in ("actors", "recipients"):
        return ", ".join(one.text for one in getattr(event, slot))
    if slot in ("modes", "contexts"):
        return ", ".join(sorted(getattr(event, slot)))
    if slot == "figures":
        return "; ".join(show_figure(one) for one in event.figures)
    if slot == "claims":
        said = (f"{one.claimant.text} ({one.stance})" for one in event.claims)
        return "; ".join(dict.fromkeys(said))
    if slot == "links":
        return ", ".join(f"{one.type} {one.target}" for one in event.links)
    if slot == "date":
        return show_date(event)
    if slot in ("target", "location"):
        value = getattr(event, slot)
        return value.text if value else ""
    return str(getattr(event, slot, ""))


def show_date(event: GoldEvent | Event) -> str:
    """Returns the date as EDTF, else as it is expressed."""
    if event.date is None:
        return ""
    phrase = f"“{event.date.expressed}”, no day" if event.date.expressed else ""
    return event.date.edtf or phrase


def show_figure(figure: GoldFigure | Figure) -> str:
    """Returns a count in words: `killed 9 (people), Vantia`."""
    sign = {"at_least": "≥", "at_most": "≤", "about": "~", "vague": "vague ", "exact": ""}
    bounds = [figure.best, figure.low, figure.high]
    number = next((str(one) for one in bounds if one is not None), "?")
    group = f" ({figure.group})" if figure.group else ""
    who = ", ".join(one.text for one in figure.claimants)
    return f"{figure.measure} {sign[figure.qualifier]}{number}{group}{f', {who}' if who else ''}"


def show_event(event: GoldEvent | Event) -> str:
    """Returns an event in one line: type, who, whom, where, when, how many."""
    who = " → ".join(
        one for one in (show_slot(event, "actors"), show_slot(event, "recipients")) if one
    )
    parts = [event.type, who, show_slot(event, "location"), show_date(event)]
    parts.append(show_slot(event, "figures"))
    marks = [] if event.realis == "actual" else [f"[{event.realis}]"]
    return " · ".join([*(one for one in parts if one), *marks])


def find_place(event: Event) -> str:
    """Returns a name for a found event that stays the same from run to run."""
    return f"{event.type}@{min(one.start for one in event.evidence)}"


def list_values(event: Event) -> Sequence[str]:
    """Returns every value of a record in which a trap may stand; quotes of evidence are not."""
    values: list[str | None] = [event.trigger]
    for party in (*event.actors, *event.recipients, *(one.claimant for one in event.claims)):
        values += [party.text, party.name, party.role, party.organisation]
    if event.target:
        values.append(event.target.text)
    if event.location:
        values += [event.location.text, event.location.place, event.location.admin1]
    if event.date:
        values += [event.date.expressed, event.date.edtf]
    for figure in event.figures:
        values += [figure.text, figure.group, show_figure(figure)]
    return [one for one in values if one]
