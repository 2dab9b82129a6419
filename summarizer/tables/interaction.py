"""What kind of actor a party is to ACLED, where the record is enough to tell."""

from __future__ import annotations

from typing import Final

from summarizer_schemas.record import Event, Party

ACTOR_TYPES: Final = (
    "State forces", "Rebel group", "Political militia", "Identity militia", "Rioters",
    "Protesters", "Civilians", "External/Other forces",
)  # fmt: skip
"""In the order of ACLED's codes 1 to 8. No record tells a political from an identity militia."""
_STATE = {"GOV", "MIL", "COP", "SPY"}
_CIVILIANS = {"CVL", "EDU", "JRN", "MED", "REF"}


def find_actor_type(event: Event, party: Party, country: str | None) -> str | None:
    """Returns the kind of an actor; None where it cannot be told.

    State forces are those of the country the event lies in; outside it they are external forces.
    Without a country on either side that is open.

    Args:
        event: what the party takes part in; who protests or riots is of that kind by definition.
        party: somebody in it.
        country: where it lies, ISO 3166-1 alpha-3.

    Example:
        >>> from summarizer_schemas.record import Evidence
        >>> quote = Evidence(quote="fired", start=0, end=5, segment="body")
        >>> event = Event(id="e1", type="ASSAULT", trigger="fired", evidence=(quote,))
        >>> army = Party(text="the army", country="KEN", sector="MIL")
        >>> [find_actor_type(event, army, country) for country in ("KEN", "SOM", None)]
        ['State forces', 'External/Other forces', None]
    """
    if party in event.actors and event.acled_event_type in {"Protests", "Riots"}:
        return "Protesters" if event.acled_event_type == "Protests" else "Rioters"
    if party.sector in _STATE or (party.kind == "state" and party.sector is None):
        if country is None or party.country is None:
            return None
        return "State forces" if party.country == country else "External/Other forces"
    if party.sector == "REB":
        return "Rebel group"
    is_people = party.kind == "population" and party.sector is None
    return "Civilians" if party.sector in _CIVILIANS or is_people else None


def join_actor_types(first: str | None, second: str | None, *, alone: bool) -> str | None:
    """Returns ACLED's `interaction`; None where a kind it needs is not known.

    Args:
        first: kind of actor 1.
        second: kind of actor 2.
        alone: whether there is no actor 2.

    Example:
        >>> join_actor_types("Civilians", "State forces", alone=False)
        'State forces-Civilians'
        >>> join_actor_types("Protesters", None, alone=True)
        'Protesters only'
    """
    if first is None:
        return None
    if second is None:
        return f"{first} only" if alone else None
    return "-".join(sorted((first, second), key=ACTOR_TYPES.index))
