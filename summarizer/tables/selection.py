"""Which events other schemes can take, and how many they cannot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Literal, TypeAlias

from summarizer_schemas.record import Event, Realis
from summarizer_schemas.result import Result

Scheme: TypeAlias = Literal["plover", "acled"]

ACTUAL: tuple[Realis, ...] = ("actual",)


def find_obstacle(event: Event, scheme: Scheme, realis: Collection[Realis]) -> str | None:
    """Returns why a scheme does not take an event; None when it does."""
    if event.realis not in realis:
        return f"{event.realis}, not actual"
    if scheme == "plover" and event.type == "OTHER":
        return "of type OTHER, which PLOVER has not"
    if scheme == "acled" and event.acled_event_type is None:
        return "of no ACLED type"
    return None


def select_events(result: Result, scheme: Scheme, realis: Collection[Realis]) -> list[Event]:
    """Returns the events that a scheme takes."""
    return [one for one in result.events if find_obstacle(one, scheme, realis) is None]


def count_left_out(
    result: Result, scheme: Scheme, *, realis: Collection[Realis] = ACTUAL
) -> Counter[str]:
    """Returns how many events a scheme does not take, by reason.

    Example:
        >>> from summarizer import summarize
        >>> count_left_out(summarize("Vantia and Norland held talks on Monday."), "acled")
        Counter({'of no ACLED type': 1})
    """
    obstacles = (find_obstacle(event, scheme, realis) for event in result.events)
    return Counter(one for one in obstacles if one is not None)
