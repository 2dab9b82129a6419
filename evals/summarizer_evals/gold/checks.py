"""What lint looks at in one gold file: ids, words, dates, codes, traps, repetition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal

from summarizer.folding import fold
from summarizer.places.table import load_countries
from summarizer.textmap import TextMap
from summarizer_evals.edtf import read_edtf
from summarizer_evals.gold.records import Gold, GoldDate, GoldEvent, GoldParty
from summarizer_schemas.article import hash_text
from summarizer_schemas.codebook import load_codebook

Level = Literal["error", "warning"]

MOST_POINT_WORDS = 35
"""As for the key points of a result."""


Complaint = tuple[Level, str, str]
"""How bad, where in the file, and what."""


def check_gold(gold: Gold, folder: str, text: TextMap) -> Iterator[Complaint]:
    """Yields what is wrong with the gold of one article.

    Args:
        gold: one annotator's.
        folder: name of the folder it stands in.
        text: the article.
    """
    if gold.id != folder:
        yield "error", "id", f"is {gold.id!r}, but the folder is {folder!r}; they must be equal"
    if gold.article.sha256 != hash_text(text.text) or gold.article.chars != len(text.text):
        yield "error", "article", "length or hash is of another text; run lint with --fix"
    if gold.events and not gold.has_events:
        yield "error", "has_events", "is false, but there are events"
    if gold.key_points and not gold.has_key_points:
        yield "error", "has_key_points", "is false, but there are key points"
    if gold.has_key_points and not gold.key_points:
        yield "warning", "key_points", "there is none; say has_key_points: false, or give some"
    for check in (_check_ids, _check_points, _check_traps, _check_duplicates):
        yield from check(gold, text)
    for index, event in enumerate(gold.events):
        where = f"events[{index}]"
        yield from _check_words(event, where, text)
        yield from _check_dates(event, where, gold)
        yield from _check_codes(event, where)


def _check_ids(gold: Gold, _: TextMap) -> Iterator[Complaint]:
    lists = {
        "events": [one.id for one in gold.events],
        "key_points": [one.id for one in gold.key_points],
        "background": [one.id for one in gold.background],
        "traps": [one.id for one in gold.traps],
    }
    for name, ids in lists.items():
        for one, count in Counter(ids).items():
            if count > 1:
                yield "error", name, f"the id {one!r} stands there {count} times; ids are unique"
    known = {one.id for one in gold.events}
    used = [
        *(
            (f"key_points[{i}].events", one)
            for i, point in enumerate(gold.key_points)
            for one in point.events
        ),
        *(
            (f"events[{i}].links", link.target)
            for i, event in enumerate(gold.events)
            for link in event.links
        ),
        *(
            (f"events[{i}].date.anchor", event.date.anchor)
            for i, event in enumerate(gold.events)
            if event.date and event.date.anchor not in (None, "publication")
        ),
        *(
            (f"traps[{i}].scope", one.scope)
            for i, one in enumerate(gold.traps)
            if one.scope.startswith("g")
        ),
    ]  # fmt: skip
    for where, one in used:
        if one not in known:
            yield "error", where, f"there is no event {one!r}; there are {', '.join(sorted(known))}"


def _check_points(gold: Gold, text: TextMap) -> Iterator[Complaint]:
    blocks = [one for one in text.segments if one.kind == "key_points"]

    def stands_in_block(start: int, end: int) -> bool:
        return any(one.start <= start and end <= one.end for one in blocks)

    for index, point in enumerate(gold.key_points):
        where = f"key_points[{index}]"
        if point.text.lstrip().startswith(("-", "•", "*")):
            yield "error", where, "the text begins with a bullet; give the sentence alone"
        if len(point.text.split()) > MOST_POINT_WORDS:
            yield "error", where, f"the text has over {MOST_POINT_WORDS} words; shorten it"
        outside = any(not stands_in_block(one.start, one.end) for one in point.evidence)
        if outside != point.supported_by_body:
            said = "true" if point.supported_by_body else "false"
            stand = "outside" if outside else "inside"
            yield (
                "error", where,
                f"supported_by_body is {said}, but evidence stands {stand} the editors' block",
            )  # fmt: skip


def _check_traps(gold: Gold, _: TextMap) -> Iterator[Complaint]:
    for index, trap in enumerate(gold.traps):
        if trap.pattern is None:
            continue
        for point in gold.key_points:
            if re.search(trap.pattern, point.text):
                message = f"its pattern finds the gold key point {point.id}; narrow it"
                yield "error", f"traps[{index}]", message


def _check_duplicates(gold: Gold, _: TextMap) -> Iterator[Complaint]:
    seen: dict[object, str] = {}
    for index, event in enumerate(gold.events):
        key = (
            event.type,
            tuple(one.text for one in event.actors),
            tuple(one.text for one in event.recipients),
            event.date.edtf if event.date else None,
            event.location.text if event.location else None,
            event.realis,
            event.trigger,
            event.evidence[0].start,
        )
        if key in seen:
            yield "error", f"events[{index}]", f"tells the same as {seen[key]}; keep one of them"
        seen.setdefault(key, event.id)
    texts = Counter(" ".join(one.text.lower().split()) for one in gold.key_points)
    for words, count in texts.items():
        if count > 1:
            yield "error", "key_points", f"one point of {len(words)} letters stands {count} times"


def _check_words(event: GoldEvent, where: str, text: TextMap) -> Iterator[Complaint]:
    """Words said to be the article's must stand there."""
    for place, words in _list_words(event):
        if fold(words).text not in text.folded.text:
            message = f"{_show(words)} does not stand in the article; give its own words"
            yield "error", f"{where}.{place}", message


def _list_words(event: GoldEvent) -> Iterator[tuple[str, str]]:
    if event.trigger:
        yield "trigger", event.trigger
    for side in ("actors", "recipients"):
        for index, party in enumerate(getattr(event, side)):
            yield from _list_party(party, f"{side}[{index}]")
    for slot, words in (("target", "text"), ("location", "text"), ("date", "expressed")):
        value = getattr(getattr(event, slot), words, None)
        if value is not None:
            yield f"{slot}.{words}", value
    for index, figure in enumerate(event.figures):
        yield f"figures[{index}].text", figure.text
        for claimant in figure.claimants:
            yield from _list_party(claimant, f"figures[{index}].claimants")
    for index, claim in enumerate(event.claims):
        yield from _list_party(claim.claimant, f"claims[{index}].claimant")
        if claim.cue:
            yield f"claims[{index}].cue", claim.cue


def _list_party(party: GoldParty, where: str) -> Iterator[tuple[str, str]]:
    yield f"{where}.text", party.text
    if party.name:
        yield f"{where}.name", party.name


def _show(words: str) -> str:
    """A lint may show a few words: whoever runs it wrote them."""
    return repr(words if len(words) <= 60 else words[:57] + "...")


def _check_dates(event: GoldEvent, where: str, gold: Gold) -> Iterator[Complaint]:
    given = event.date
    if given is None:
        return
    for written in (given.edtf, *given.edtf_accept):
        if written is None:
            continue
        try:
            days = read_edtf(written)
        except ValueError as error:
            yield "error", f"{where}.date", str(error)
            continue
        day = gold.published_day
        if event.realis == "actual" and day and days.start and days.start > day:
            message = f"{written} lies after publication, but the event is actual"
            yield "warning", f"{where}.date", message
    if wrong := _find_wrong_granularity(given):
        yield "error", f"{where}.date", wrong


def _find_wrong_granularity(given: GoldDate) -> str | None:
    if given.edtf is None:
        return None if given.granularity == "unknown" else "edtf is null; granularity is unknown"
    wanted = {10: "day", 7: "month", 4: "year"}.get(len(given.edtf.rstrip("~?%")))
    if wanted and given.granularity != wanted:
        return f"{given.edtf} is a {wanted}, but granularity is {given.granularity}"
    return None


def _check_codes(event: GoldEvent, where: str) -> Iterator[Complaint]:
    known = _list_countries()
    for place, code in _list_country_codes(event):
        if code is not None and code not in known:
            message = f"{code} is no ISO 3166-1 alpha-3 code and none of PLOVER's"
            yield "error", f"{where}.{place}", message


def _list_country_codes(event: GoldEvent) -> Iterable[tuple[str, str | None]]:
    parties = [
        *(("actors", one) for one in event.actors),
        *(("recipients", one) for one in event.recipients),
        *(("claims", one.claimant) for one in event.claims),
    ]
    for place, party in parties:
        yield from ((f"{place}.country", code) for code in (party.country, *party.country_accept))
    if event.location:
        codes = (event.location.country, *event.location.country_accept)
        yield from (("location.country", code) for code in codes)


@cache
def _list_countries() -> frozenset[str]:
    others = {one.name for one in load_codebook().non_state}
    return frozenset({one.alpha3 for one in load_countries()} | others)
