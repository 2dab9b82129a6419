"""Whether two mentions are one party, and what they tell together."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.parties.reading import PartyReading
from summarizer_schemas.record import PartyKind

_WOMEN = frozenset("spokeswoman chairwoman congresswoman queen princess mrs ms miss lady".split())
_MEN = frozenset("spokesman chairman congressman king prince mr sir lord".split())
_LINKS = frozenset("of for the and in de da del e et".split())
_NOT_NOW = frozenset("former ex deputy vice then".split())
_MAX_WORDS = 12


def complete(read: PartyReading, told: PartyReading, *, name: str | None = None) -> PartyReading:
    """Fills the gaps of one reading from another, whose name may be the fuller one."""
    return PartyReading(
        name=name or read.name or told.name,
        role=read.role or told.role,
        organisation=read.organisation or told.organisation,
        country=read.country or told.country,
        kind=told.kind if read.kind == "unknown" else read.kind,
        sector=read.sector or told.sector,
    )


def unite(name: str, told: Sequence[PartyReading]) -> PartyReading:
    """One reading of all mentions: the first office told, and the one country."""
    if len(told) == 1 and told[0].name == name and _is_whole(told[0]):
        return told[0]
    first = next((one for one in told if one.role), None)
    countries = {one.country for one in told if one.country}
    kinds: list[PartyKind] = [one.kind for one in told if one.kind != "unknown"]
    kind: PartyKind = "person" if first else kinds[0] if kinds else "unknown"
    return PartyReading(
        name=name,
        role=first.role if first else None,
        organisation=first.organisation if first else None,
        country=countries.pop() if len(countries) == 1 else first.country if first else None,
        kind=kind,
        sector=first.sector if first else next((one.sector for one in told if one.sector), None),
    )


def _is_whole(read: PartyReading) -> bool:
    """Whether nothing in it goes with an office that it has not."""
    return read.kind == "person" if read.role else read.organisation is None


def is_part(short: str, full: str) -> bool:
    """Whether the words of one name stand in another in order, initials for their words."""
    if short == full:
        return True
    rest = iter(full.split())
    return all(
        any(word == other or (word.endswith(".") and other.startswith(word[:-1])) for other in rest)
        for word in short.split()
    )


def is_full(read: PartyReading) -> bool:
    """Whether a person is called by more than one name."""
    return read.kind == "person" and read.name is not None and " " in read.name


def list_longest(names: set[str]) -> list[str]:
    """The names that are no short form of another one among them."""
    if len(names) < 2:
        return list(names)
    listed = sorted(names)[:_MAX_WORDS]
    return [
        name
        for name in listed
        if not any(name != other and is_part(name, other) for other in listed)
    ]


def is_same_office(asked: PartyReading, holder: PartyReading) -> bool:
    """As "the minister" asks for a foreign minister, but not for a deputy or former one."""
    wanted = (asked.role or "").lower().replace("-", " ").split()
    held = (holder.role or "").lower().replace("-", " ").split()
    if not set(wanted) <= set(held) or (set(held) - set(wanted)) & _NOT_NOW:
        return False
    if wanted[-1:] != held[-1:] and not set(held) & {"of", "for"}:
        return False
    if asked.organisation and holder.organisation and asked.organisation != holder.organisation:
        return False
    return not (asked.country and holder.country and asked.country != holder.country)


def is_other_sex(word: str, read: PartyReading) -> bool:
    """Whether an office tells that "she" or "he" cannot mean its holder."""
    role = set((read.role or "").lower().split())
    return bool(role & (_MEN if word == "she" else _WOMEN if word in ("he", "him") else set()))


def find_long_form(before: str, short: str) -> str | None:
    """The name just before an acronym in brackets: as many words as have its initials."""
    words: list[str] = []
    for word in reversed(before.split()):
        if word.lower() not in _LINKS and not word[0].isupper():
            break
        if word.endswith((",", ".", ";", ":", ")")) or len(words) == _MAX_WORDS:
            break
        words.insert(0, word)
    letters = [letter for letter in short if letter.isupper()]
    for size in range(2, len(words) + 1):
        tail = words[-size:]
        initials = [word[0] for word in tail if word[0].isupper()]
        if tail[0][0] == letters[0] and initials == letters:
            start = before.rindex(tail[0]) if size == 1 else _find_start(before, tail)
            return before[start:].strip()
    return None


def _find_start(before: str, tail: Sequence[str]) -> int:
    """Where the last words of a stretch begin."""
    at = len(before)
    for word in reversed(tail):
        at = before.rindex(word, 0, at)
    return at
