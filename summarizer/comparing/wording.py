"""Values in words, as people read them in a difference; an article's words are in them, unclean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal, NamedTuple

from summarizer.comparing.records import Counts, ResultDiff, RunDiff
from summarizer_schemas.record import Claim, Event, EventDate, Figure, Location, Party, Target

_BOUNDS: Mapping[str, str] = {"at_least": "at least ", "at_most": "at most ", "about": "about "}
_PIECE = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)
_MOST_PIECES = 600
"""Words, blanks and signs of one text of which single ones are marked; comparing takes time with
the square of it."""


# ---- counts ----


def describe_counts(found: RunDiff) -> str:
    """Returns the line that comes first.

    Example:
        >>> counts = Counts(new=1, same=2)
        >>> describe_counts(RunDiff((), counts, counts, Counts()))
        '3 articles: 1 new, 2 the same; 1 event new'
    """
    counts = found.article_counts
    total = counts.new + counts.gone + counts.changed + counts.same
    parts = [f"{count(total, 'article')}: {_list_counts(counts) or 'none'}"]
    for noun, one in (("event", found.event_counts), ("key point", found.point_counts)):
        if listed := _list_counts(one, noun):
            parts.append(listed)
    return "; ".join(parts)


def _list_counts(counts: Counts, noun: str = "") -> str:
    """Returns "4 events new, 1 gone"; without a noun those that are the same too."""
    named = [(counts.new, "new"), (counts.gone, "gone"), (counts.changed, "changed")]
    if not noun:
        named = [named[2], *named[:2], (counts.same, "the same")]
    known = [(number, kind) for number, kind in named if number]
    numbers = [
        count(number, noun) if noun and not at else f"{number:,}"
        for at, (number, _) in enumerate(known)
    ]
    return ", ".join(f"{number} {kind}" for number, (_, kind) in zip(numbers, known, strict=True))


def count(number: int, noun: str) -> str:
    """Returns "1 event", "2 events"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def find_title(diff: ResultDiff) -> str:
    """Returns the headline of the article, or its address, or its id."""
    article = diff.article
    return article.title or (diff.before and diff.before.title) or article.url or article.id


# ---- records ----


def name(party: Party) -> str:
    """Returns the name of a party, or its words."""
    return party.name or party.text


def join_names(parties: Iterable[Party]) -> str:
    """Returns the names of several parties, each once."""
    return ", ".join(dict.fromkeys(map(name, parties)))


def describe_event(event: Event) -> str:
    """Returns an event in one line: type, who, whom, where, when.

    Example:
        >>> from summarizer import summarize
        >>> found = summarize("Shells killed nine people in Norburg on 16 January 2024.")
        >>> describe_event(found.events[0])
        'ASSAULT: somebody → nine people, Norburg, 2024-01-16'
    """
    whom = join_names(event.recipients) or (event.target.text if event.target else "")
    who = join_names(event.actors)
    sides = f"{who or 'somebody'} → {whom}" if whom else who
    place = event.location.text if event.location and event.location.text != whom else ""
    day = describe_date(event.date) if event.date else ""
    return f"{event.type}: " + (", ".join(filter(None, (sides, place, day))) or event.trigger)


def describe_date(date: EventDate) -> str:
    """Returns the days of a date; the phrase of one that was not resolved."""
    if date.start is None or date.end is None:
        return f"“{date.expressed}”, not resolved"
    if date.start == date.end:
        return date.start.isoformat()
    if date.edtf and "/" not in date.edtf:
        return date.edtf
    return f"{date.start.isoformat()} to {date.end.isoformat()}"


def describe_location(place: Location) -> str:
    """Returns a place with what it lies in."""
    around = [one for one in (place.admin1, place.country) if one and one != place.text]
    inferred = " (inferred)" if place.country and place.basis == "inferred" else ""
    return ", ".join((place.text, *around)) + inferred


def describe_target(target: Target) -> str:
    """Returns what was aimed at, and whose words these are."""
    said = f" (so {name(target.described_by)})" if target.described_by else ""
    return target.text + said


def describe_figure(figure: Figure) -> str:
    """Returns the number of a figure with its bounds, and whether it is denied or disputed.

    Example:
        >>> from summarizer_schemas.record import Evidence
        >>> quote = (Evidence(quote="at least 12", start=0, end=11, segment="body"),)
        >>> describe_figure(Figure(measure="killed", low=12, best=12, qualifier="at_least",
        ...     text="at least 12", evidence=quote))
        'at least 12'
    """
    low, best, high = figure.low, figure.best, figure.high
    bound = high if figure.qualifier == "at_most" else low
    value = best if best is not None else bound
    if figure.measure == "other" or figure.qualifier == "vague":
        number = f"“{figure.text}”"
    elif low is not None and high is not None and low < high:
        number = f"{low:,}–{high:,}" if best is None else f"{best:,} ({low:,}–{high:,})"
    elif value is None:
        number = f"“{figure.text}”"
    else:
        number = "none" if value == 0 else f"{_BOUNDS.get(figure.qualifier, '')}{value:,}"
    return number + (f", {figure.status}" if figure.status in {"denied", "disputed"} else "")


def label_figure(figure: Figure, figures: Sequence[Figure]) -> str:
    """Returns what is counted: `killed (children), of killed (people)`.

    Args:
        figure: one of `figures`.
        figures: all of the event, that `subset_of` counts in.
    """
    label = _label_count(figure)
    if figure.subset_of is not None:
        label += f", of {_label_count(figures[figure.subset_of])}"
    return label


def _label_count(figure: Figure) -> str:
    counted = "counted" if figure.measure == "other" else figure.measure
    return f"{counted} ({figure.group})" if figure.group else counted


def describe_claim(claim: Claim, about: str) -> str:
    """Returns who says so; `about` names the part of the event, "" all of it."""
    return f"{name(claim.claimant)} {claim.stance}" + (f" the {about}" if about else "")


# ---- words that differ ----


class Piece(NamedTuple):
    """A stretch of two texts: in both, only in the later one, only in the earlier one."""

    kind: Literal["same", "new", "gone"]
    text: str


@lru_cache(maxsize=256)
def mark_words(before: str, after: str) -> tuple[Piece, ...]:
    """Returns both texts as one, word by word; what was replaced stands before what replaces it.

    Example:
        >>> [tuple(piece) for piece in mark_words("12 people died", "17 people died")]
        [('gone', '12'), ('new', '17'), ('same', ' people died')]
    """
    ours, theirs = _PIECE.findall(before), _PIECE.findall(after)
    if len(ours) > _MOST_PIECES or len(theirs) > _MOST_PIECES:
        return (Piece("gone", before), Piece("new", after))
    pieces: list[Piece] = []
    steps = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    for step, first, last, start, end in _join_steps(steps, ours):
        if step == "equal":
            pieces.append(Piece("same", "".join(ours[first:last])))
            continue
        if first < last:
            pieces.append(Piece("gone", "".join(ours[first:last])))
        if start < end:
            pieces.append(Piece("new", "".join(theirs[start:end])))
    return tuple(pieces)


_Step = tuple[str, int, int, int, int]


def _join_steps(steps: Sequence[_Step], ours: Sequence[str]) -> Iterable[_Step]:
    """Yields the steps; between two changes a blank alone is no ground to stand on."""
    held: _Step | None = None  # a change that is not at its end
    for at, step in enumerate(steps):
        between = 0 < at < len(steps) - 1 and not "".join(ours[step[1] : step[2]]).strip()
        if step[0] == "equal" and not between:
            if held:
                yield held
            held = None
            yield step
        elif held:
            held = ("replace", held[1], step[2], held[3], step[4])
        else:
            held = ("replace", *step[1:])
    if held:
        yield held
