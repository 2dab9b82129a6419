"""What a record tells, apart from where it stands and how it is put: equal when nothing differs.

Left out on purpose: offsets, segments and matches of evidence; ids; cues; how a date was worked
out; the wording of numbers; what is derived from the type. Names and phrases are folded: quotation
marks, dashes, spaces, case, accents in one or two characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from summarizer.folding import fold
from summarizer.happenings import list_keys
from summarizer_schemas.record import Claim, Event, EventDate, Figure, KeyPoint, Location, Party

Told = tuple[Any, ...]
"""Values that can be hashed and compared; never shown."""

PLAIN_FIELDS = ("type", "realis", "certainty", "salience")
"""Fields of an event that hold one code."""
LIST_FIELDS = ("modes", "contexts")
"""Fields of an event that hold codes in no order."""
PARTY_FIELDS = ("kind", "role", "organisation", "country", "sector")
"""What is told of a party besides its name."""

_MOST_FOLDED = 8192
"""Names and phrases kept folded: those of some hundred articles."""


@lru_cache(maxsize=_MOST_FOLDED)
def fold_words(words: str | None) -> str:
    """Returns words as they are compared; "" for none.

    Example:
        >>> fold_words(" The “Old  Harbour” ")
        'the "old harbour"'
    """
    return fold(words).text.strip() if words else ""


def name_party(party: Party) -> str:
    """Returns the name of a party, else its words, folded and without an article.

    Example:
        >>> name_party(Party(text="The Port Authority"))
        'port authority'
    """
    return fold_words(party.name or party.text).removeprefix("the ")


def list_party_keys(party: Party) -> frozenset[str]:
    """Returns what a party can be recognised by, folded."""
    return frozenset(map(fold_words, list_keys(party)))


def tell_party(party: Party) -> Told:
    """Returns what is told of a party; its words do not matter where there is a name."""
    return (
        name_party(party),
        party.kind,
        fold_words(party.role),
        fold_words(party.organisation),
        party.country,
        party.sector,
    )


def tell_parties(parties: Sequence[Party]) -> frozenset[Told]:
    """Returns what is told of several parties, in no order."""
    return frozenset(map(tell_party, parties))


def name_recipients(event: Event) -> tuple[Party, ...]:
    """Returns the recipients of an event; whoever is only counted is named by who is counted.

    "12 people" are 17 the next day: that is a change of the toll, which is told as such.
    """
    groups = {fold_words(one.text): one.group or one.measure for one in event.figures}
    return tuple(
        one.model_copy(update={"text": groups[words]})
        if not one.name and (words := fold_words(one.text)) in groups
        else one
        for one in event.recipients
    )


def tell_location(place: Location | None) -> Told | None:
    """Returns what is told of a place."""
    if place is None:
        return None
    return (
        fold_words(place.text),
        fold_words(place.place),
        fold_words(place.admin1),
        place.country,
        place.precision,
        place.basis,
    )


def tell_date(date: EventDate | None) -> Told | None:
    """Returns the days that are told; of a date that was not resolved, its phrase."""
    if date is None:
        return None
    if date.start is None:
        return (fold_words(date.expressed), date.edtf)
    return (date.start, date.end, date.edtf, date.granularity)


def tell_count(figure: Figure) -> Told:
    """Returns the number of a figure, and how sure it is; its words where there is no number."""
    wordless = figure.best is None and figure.low is None and figure.high is None
    words = fold_words(figure.text) if wordless or figure.measure == "other" else ""
    return figure.low, figure.best, figure.high, figure.qualifier, figure.status, words


def tell_figure(figure: Figure, figures: Sequence[Figure]) -> Told:
    """Returns what a figure tells, and which figure of the event it is a part of.

    Args:
        figure: one of `figures`.
        figures: all of the event, that `subset_of` counts in.
    """
    whole = None if figure.subset_of is None else figures[figure.subset_of]
    return (
        figure.measure,
        fold_words(figure.group),
        _name_claimants(figure),
        tell_count(figure),
        whole and (whole.measure, fold_words(whole.group), _name_claimants(whole)),
    )


def _name_claimants(figure: Figure) -> frozenset[str]:
    return frozenset(map(name_party, figure.claimants))


def tell_claim(claim: Claim, figures: Sequence[Figure]) -> Told:
    """Returns who says what of which part of the event.

    Args:
        claim: one of the event.
        figures: all of the event, that `about` counts in.
    """
    return (tell_party(claim.claimant), claim.stance, tell_subject(claim, figures))


def tell_subject(claim: Claim, figures: Sequence[Figure]) -> Told:
    """Returns what a claim is about: `figures[1]` is a place in a list, so the count stands in."""
    figure = find_subject(claim, figures)
    if figure is None:
        return (claim.about,)
    return ("figures", figure.measure, fold_words(figure.group))


def find_subject(claim: Claim, figures: Sequence[Figure]) -> Figure | None:
    """Returns the figure a claim is about; None when it is about something else."""
    if not claim.about.startswith("figures["):
        return None
    at = int(claim.about[len("figures[") : -1])
    return figures[at] if at < len(figures) else None


def tell_point(point: KeyPoint) -> Told:
    """Returns what a key point tells, and who says so."""
    return fold_words(point.text), tell_parties(point.claimants)


def tell_event(event: Event) -> Told:
    """Returns what an event tells, but for its links, which hang on other events.

    Two events that tell the same differ in nothing that is compared.
    """
    target = event.target
    return (
        *(getattr(event, name) for name in PLAIN_FIELDS),
        *(frozenset(getattr(event, name)) for name in LIST_FIELDS),
        fold_words(event.trigger),
        tell_parties(event.actors),
        tell_parties(name_recipients(event)),
        target
        and (fold_words(target.text), target.described_by and tell_party(target.described_by)),
        tell_location(event.location),
        tell_date(event.date),
        frozenset(tell_figure(one, event.figures) for one in event.figures),
        frozenset(tell_claim(one, event.figures) for one in event.claims),
    )
