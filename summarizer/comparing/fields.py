"""What differs between two records of one happening, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from summarizer.comparing.counts import list_figure_changes, match_figures
from summarizer.comparing.records import Change
from summarizer.comparing.telling import (
    LIST_FIELDS,
    PARTY_FIELDS,
    PLAIN_FIELDS,
    find_subject,
    fold_words,
    list_party_keys,
    name_recipients,
    tell_claim,
    tell_date,
    tell_location,
    tell_party,
    tell_subject,
)
from summarizer.comparing.wording import (
    describe_claim,
    describe_date,
    describe_event,
    describe_location,
    describe_target,
    label_figure,
    name,
)
from summarizer_schemas.base import Record
from summarizer_schemas.record import Claim, Event, EventDate, Location, Party, Target


def list_event_changes(before: Event, after: Event) -> list[Change]:
    """Returns what differs in two records of one happening, but for their links.

    In the order in which people ask: what, who, whom, where, when, how many, who says so.
    """
    pairs = match_figures(before.figures, after.figures)
    return [
        *_list_code_changes(before, after),
        *list_party_changes("actors", before.actors, after.actors),
        *list_party_changes("recipients", name_recipients(before), name_recipients(after)),
        *_list_slot_changes(before, after),
        *list_figure_changes(before.figures, after.figures, pairs),
        *_list_claim_changes(before, after),
    ]


def _list_code_changes(before: Event, after: Event) -> Iterator[Change]:
    for field in PLAIN_FIELDS:
        ours, theirs = getattr(before, field), getattr(after, field)
        if ours != theirs:
            yield Change(field, "", ours, theirs, ours, theirs)
    for field in LIST_FIELDS:
        mine, yours = getattr(before, field), getattr(after, field)
        if set(mine) != set(yours):
            yield Change(
                field,
                "",
                list(mine) or None,
                list(yours) or None,
                ", ".join(mine),
                ", ".join(yours),
            )
    if fold_words(before.trigger) != fold_words(after.trigger):
        yield Change("trigger", "", before.trigger, after.trigger, before.trigger, after.trigger)


def _list_slot_changes(before: Event, after: Event) -> Iterator[Change]:
    yield from _compare_slot(
        "target", before.target, after.target, tell=_tell_target, say=describe_target
    )
    yield from _compare_slot(
        "location", before.location, after.location, tell=tell_location, say=describe_location
    )
    yield from _compare_slot("date", before.date, after.date, tell=tell_date, say=describe_date)


_S = TypeVar("_S", Target, Location, EventDate)


def _compare_slot(
    field: str,
    before: _S | None,
    after: _S | None,
    *,
    tell: Callable[[_S], object],
    say: Callable[[_S], str],
) -> Iterator[Change]:
    """Yields the change of a slot with at most one value; more is said where words are equal."""
    ours = None if before is None else tell(before)
    theirs = None if after is None else tell(after)
    if ours == theirs:
        return
    said = ["" if one is None else say(one) for one in (before, after)]
    if before is not None and after is not None and said[0] == said[1]:
        said = list(_add_differences(said[0], before, after))
    yield Change(field, "", _dump(before), _dump(after), *said)


def _add_differences(said: str, before: Record, after: Record) -> tuple[str, str]:
    """Returns the words of both with the fields in which they differ."""
    ours, theirs = before.model_dump(mode="json"), after.model_dump(mode="json")
    differ = [field for field in ours if ours[field] != theirs[field]]
    first, second = (
        ", ".join(f"{field.replace('_', ' ')} {values[field] or 'not told'}" for field in differ)
        for values in (ours, theirs)
    )
    return f"{said} ({first})", f"{said} ({second})"


def _tell_target(target: Target) -> tuple[object, ...]:
    described_by = target.described_by
    return fold_words(target.text), described_by and tell_party(described_by)


# ---- parties ----


def list_party_changes(
    field: str, before: Sequence[Party], after: Sequence[Party]
) -> Iterator[Change]:
    """Yields what differs in a list of parties, whose order does not matter.

    Somebody of whom something else is told is one change; so is the only one who went, with the
    only one who came.

    Args:
        field: the list: `actors`, `claimants`.
        before: of the earlier record.
        after: of the later record.
    """
    told = {tell_party(one) for one in before}, {tell_party(one) for one in after}
    gone = _drop_repeats([one for one in before if tell_party(one) not in told[1]])
    new = _drop_repeats([one for one in after if tell_party(one) not in told[0]])
    pairs: list[tuple[Party, Party]] = []
    for one in tuple(gone):
        keys = list_party_keys(one)
        other = next((party for party in new if keys & list_party_keys(party)), None)
        if other is not None:
            gone.remove(one)
            new.remove(other)
            pairs.append((one, other))
    if len(gone) == len(new) == 1:
        pairs.append((gone.pop(), new.pop()))
    for one, other in pairs:
        said = name(one), name(other)
        if fold_words(said[0]) == fold_words(said[1]):
            said = _add_party_differences(one, other)
        yield Change(field, "", _dump(one), _dump(other), *said)
    for one in new:
        yield Change(field, "", None, _dump(one), "", name(one))
    for one in gone:
        yield Change(field, "", _dump(one), None, name(one), "")


def _drop_repeats(parties: Sequence[Party]) -> list[Party]:
    return list({tell_party(one): one for one in reversed(parties)}.values())[::-1]


def _add_party_differences(before: Party, after: Party) -> tuple[str, str]:
    differ = [
        field
        for field in PARTY_FIELDS
        if fold_words(getattr(before, field)) != fold_words(getattr(after, field))
    ]
    first, second = (
        ", ".join(f"{field} {getattr(one, field) or 'not told'}" for field in differ)
        for one in (before, after)
    )
    return f"{name(before)} ({first})", f"{name(after)} ({second})"


# ---- claims ----


def _list_claim_changes(before: Event, after: Event) -> Iterator[Change]:
    ours = {tell_claim(one, before.figures): one for one in reversed(before.claims)}
    theirs = {tell_claim(one, after.figures): one for one in reversed(after.claims)}
    gone = [one for told, one in reversed(ours.items()) if told not in theirs]
    new = [one for told, one in reversed(theirs.items()) if told not in ours]
    for one in tuple(gone):
        other = next((claim for claim in new if _is_same_voice(one, claim, before, after)), None)
        if other is not None:
            gone.remove(one)
            new.remove(other)
            yield _change_claim((one, before), (other, after))
    for claim in new:
        yield _change_claim(None, (claim, after))
    for claim in gone:
        yield _change_claim((claim, before), None)


def _is_same_voice(ours: Claim, theirs: Claim, before: Event, after: Event) -> bool:
    """Whether somebody speaks of the same thing, whatever the stance."""
    subject = tell_subject(ours, before.figures)
    same = subject == tell_subject(theirs, after.figures)
    return same and bool(list_party_keys(ours.claimant) & list_party_keys(theirs.claimant))


_Said = tuple[Claim, Event] | None


def _change_claim(before: _Said, after: _Said) -> Change:
    values = [
        None if one is None else one[0].model_dump(mode="json", exclude={"evidence"})
        for one in (before, after)
    ]
    first, second = ("" if one is None else _say_claim(*one) for one in (before, after))
    if before and after and first == second:
        first, second = _add_party_differences(before[0].claimant, after[0].claimant)
    return Change("claims", "", values[0], values[1], first, second)


def _say_claim(claim: Claim, event: Event) -> str:
    figure = find_subject(claim, event.figures)
    if figure is not None:
        return describe_claim(claim, f"number {label_figure(figure, event.figures)}")
    return describe_claim(claim, "" if claim.about == "event" else claim.about)


# ---- links ----


def list_link_changes(
    before: Event,
    after: Event,
    *,
    partners: Mapping[str, str],
    earlier: Mapping[str, Event],
    later: Mapping[str, Event],
) -> Iterator[Change]:
    """Yields links that are new or gone; what a link leads to is found by the matching.

    Args:
        before: the earlier record.
        after: the later record of the same happening.
        partners: id of each earlier event that has a partner -> id of the partner.
        earlier: all earlier events by id.
        later: all later events by id.
    """
    # An id of the later result, or one of the earlier for what is gone.
    ours = {
        (one.type, partners[one.target], "")
        if one.target in partners
        else (one.type, "", one.target): one
        for one in before.links
    }
    theirs = {(one.type, one.target, ""): one for one in after.links}
    for told, link in theirs.items():
        if told not in ours:
            said = _say_target(link.target, later)
            yield Change("links", _say_type(link.type), None, link.target, "", said)
    for told, link in ours.items():
        if told not in theirs:
            said = _say_target(link.target, earlier)
            yield Change("links", _say_type(link.type), link.target, None, said, "")


def _say_type(link_type: str) -> str:
    return link_type.replace("_", " ")


def _say_target(target: str, events: Mapping[str, Event]) -> str:
    return describe_event(events[target]) if target in events else target


def _dump(record: Record | None) -> dict[str, object] | None:
    return None if record is None else record.model_dump(mode="json")
