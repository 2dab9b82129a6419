"""Quote and article side by side: which guarded word was added, changed or lost."""

from __future__ import annotations

from typing import Literal

from summarizer.guards.laid import Laid
from summarizer.guards.marks import Mark, find_marks
from summarizer.guards.names import changes_name, cuts_country

Change = Literal[
    "number_changed",
    "negation_changed",
    "weekday_changed",
    "month_changed",
    "currency_changed",
    "unit_changed",
    "name_changed",
    "outcome_changed",
    "direction_changed",
]

_REASONS: dict[str, Change] = {
    "number": "number_changed",
    "negation": "negation_changed",
    "weekday": "weekday_changed",
    "month": "month_changed",
    "currency": "currency_changed",
    "unit": "unit_changed",
    "outcome": "outcome_changed",
    "direction": "direction_changed",
}
_NOT_REPLACED = frozenset({"number", "weekday", "month", "currency"})
"""May be left out, but no other word may stand in their place."""
_NEGATING = ("un", "in", "im", "il", "ir", "dis", "non", "mis")


def find_change(laid: Laid) -> Change | None:
    """Give the first reason why the article does not say what the quote says; None if it does."""
    if cuts_country(laid):
        return "name_changed"
    if laid.alignment.complete and not laid.found and not laid.marks:
        return None
    kept: set[int] = set()
    for mark in laid.marks:
        change = _check_mark(laid, mark, kept)
        if change:
            return change
    change = _check_negations(laid, kept)
    if change:
        return change
    if laid.alignment.complete:
        return _check_days(laid, kept) or _check_fates(laid)
    return (
        _check_replaced(laid, kept)
        or _check_prefixes(laid)
        or _check_days(laid, kept)
        or _check_fates(laid)
        or ("name_changed" if changes_name(laid) else None)
    )


def _check_mark(laid: Laid, mark: Mark, kept: set[int]) -> Change | None:
    """Check that what the quote says stands in the article at the same place."""
    start, end = laid.find_counterpart(mark.start, mark.end)
    opposite = present = False
    for at, other in enumerate(laid.found):
        if not (other.start < end and start < other.end):
            continue
        if other.kind == mark.kind and other.key == mark.key:
            if mark.kind == "negation" and _is_moved(laid, mark):
                continue
            kept.add(at)
            present = True
        elif other.kind == mark.kind and other.axis.strip("()") == mark.axis.strip("()"):
            opposite = True
    weak = mark.axis.startswith("(") and not opposite
    return None if present or weak else _REASONS[mark.kind]


def _is_moved(laid: Laid, mark: Mark) -> bool:
    """Tell whether a negation of the quote was found on the wrong side of most other words."""
    places = laid.alignment.places
    place = places[mark.start]
    if place < 0 or laid.alignment.complete:
        return False
    others = [(at, other) for at, other in enumerate(places) if other >= 0 and at != mark.start]
    crossed = sum((at < mark.start) != (other < place) for at, other in others)
    return 2 * crossed >= len(others) > 0


def _check_negations(laid: Laid, kept: set[int]) -> Change | None:
    """No negation may be left out of a sentence of which the quote keeps a word."""
    if _is_negated_outside(laid):
        return "negation_changed"
    lost = [
        mark for at, mark in enumerate(laid.found) if mark.kind == "negation" and at not in kept
    ]
    words, places = laid.article.words, laid.alignment.places
    for mark in lost:
        if not laid.alignment.start <= mark.start < laid.alignment.end:
            continue
        before = max([place for place in places if 0 <= place < mark.start], default=mark.start)
        after = min([place for place in places if place >= mark.start], default=mark.start)
        if not any(words.parts_sentences(at) for at in range(before, mark.start)) or not any(
            words.parts_sentences(at) for at in range(mark.start, after)
        ):
            return "negation_changed"
    return None


def _is_negated_outside(laid: Laid) -> bool:
    """Tell whether a changed last word stands before a negation: "said" for "did not say"."""
    end, words = laid.alignment.end, laid.article.words
    if laid.alignment.places[-1] >= 0 or end >= len(words) or words.parts_sentences(end - 1):
        return False
    return any(mark.kind == "negation" for mark in find_marks(words, end, end + 1))


def _check_replaced(laid: Laid, kept: set[int]) -> Change | None:
    """No other word may stand where the article has a number, a day, a month or a currency."""
    replaced = [
        mark for at, mark in enumerate(laid.found) if mark.kind in _NOT_REPLACED and at not in kept
    ]
    if not replaced:
        return None
    places = laid.alignment.places
    home = {place: at for at, place in enumerate(places) if place >= 0}
    for mark in replaced:
        inside = [place for place in range(mark.start, mark.end) if place in home]
        if inside:
            continue  # misspelt, or a part that says nothing by itself
        before = max((place for place in home if place < mark.start), default=None)
        after = min((place for place in home if place >= mark.end), default=None)
        low = 0 if before is None else home[before] + 1
        high = len(places) if after is None else home[after]
        if any(place < 0 for place in places[low:high]):
            return _REASONS[mark.kind]
    return None


def _check_prefixes(laid: Laid) -> Change | None:
    """Nothing becomes its opposite by a syllable: "likely" and "unlikely"."""
    words, places = laid.article.words.words, laid.alignment.places
    for at, same in enumerate(laid.alignment.equal):
        if same:
            continue
        place = places[at]
        word = laid.quote.words[at]
        start, end = (place, place + 1) if place >= 0 else laid.find_counterpart(at, at + 1)
        for other in words[start : min(end, start + 20)]:
            longer, shorter = (word, other) if len(word) > len(other) else (other, word)
            if (
                len(shorter) > 3
                and longer.endswith(shorter)
                and longer[: -len(shorter)] in _NEGATING
            ):
                return "negation_changed"
    return None


def _check_days(laid: Laid, kept: set[int]) -> Change | None:
    """A kept day may not take over what the article says of a later one that is left out."""
    day: Mark | None = None
    for at, mark in enumerate(laid.found):
        if mark.kind != "weekday":
            continue
        if at in kept:
            day = mark
        elif day is not None and mark.key != day.key and _is_within(laid, mark):
            words = laid.article.words
            if not any(words.parts_sentences(place) for place in range(day.end - 1, mark.start)):
                return "weekday_changed"
    return None


def _is_within(laid: Laid, mark: Mark) -> bool:
    """Tell whether kept words stand on both sides of a mark."""
    places = [place for place in laid.alignment.places if place >= 0]
    return min(places) < mark.start and max(places) >= mark.end


def _check_fates(laid: Laid) -> Change | None:
    """A number may not take over the fate of another: "nine were killed and three wounded"."""
    fate_first = _is_fate_first(laid.found)
    ours = _attach(laid.marks, fate_first)
    theirs = _attach(laid.found, fate_first) if ours else []
    for mark, fate in ours:
        start, end = laid.find_counterpart(mark.start, mark.end)
        fates = {
            their_fate
            for other, their_fate in theirs
            if other.key == mark.key and other.start < end and start < other.end
        }
        if fates and fate not in fates and None not in fates:
            return "outcome_changed"
    return None


def _is_fate_first(marks: list[Mark]) -> bool:
    """Tell whether fates stand before their numbers here: "killed nine and wounded three"."""
    for mark in marks:
        if mark.kind in {"number", "outcome"}:
            return mark.kind == "outcome"
    return False


def _attach(marks: list[Mark], fate_first: bool) -> list[tuple[Mark, str | None]]:  # noqa: FBT001
    """Give each number the fate that follows it, or precedes it where fates come first."""
    attached: list[tuple[Mark, str | None]] = []
    fate: str | None = None
    for mark in marks if fate_first else reversed(marks):
        if mark.kind == "outcome":
            fate = mark.key
        elif mark.kind == "number" and fate is not None:
            attached.append((mark, fate))
    return attached
