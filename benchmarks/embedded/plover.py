"""How often the embedded engine gives a coded sentence its PLOVER type, quad class and sides.

DATA holds one sentence per line: `text` and `gold` with `event` (a PLOVER type), `actor` and
`recipient` (lists of `code`: ISO 3166-1 alpha-3, or IGO, NGO, IMG …). What counts is the top
event of a sentence: the first of its main ones. A side is right when one of its countries is
among the coder's; it is asked only where the coder gave one and the engine found an event.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.embedded.bootstrap import find_interval
from summarizer import Summarizer
from summarizer_schemas.codebook import derive
from summarizer_schemas.codes import EventType
from summarizer_schemas.record import Event, Party

NONE = "-"
SAME = {"UNO": "IGO", "EUR": "IGO", "ISM": "IMG", "JAP": "JPN", "ITL": "ITA", "VTN": "VNM"}
"""Codes that mean the same: UNO and EUR are kinds of IGO; the last three are slips in the data."""


@dataclass
class Tally:
    """What was right, one number per sentence asked."""

    types: list[float] = field(default_factory=list[float])
    quads: list[float] = field(default_factory=list[float])
    actors: list[float] = field(default_factory=list[float])
    recipients: list[float] = field(default_factory=list[float])
    confusion: Counter[tuple[EventType, str]] = field(
        default_factory=Counter[tuple[EventType, str]]
    )


def print_table(path: Path) -> None:
    """Prints accuracies with their 95 % intervals, and the confusion matrix."""
    tally = measure([json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()])
    print(f"\nPLOVER sentences: {len(tally.types)}\n")
    print("| right | % | 95 % | n |\n|--|--|--|--|")
    for name, hits in (
        ("type (of 16)", tally.types),
        ("quad class", tally.quads),
        ("actor's country", tally.actors),
        ("recipient's country", tally.recipients),
    ):
        low, high = find_interval([100 * hit for hit in hits])
        share = 100 * sum(hits) / len(hits)
        print(f"| {name} | {share:.1f} | {low:.1f} to {high:.1f} | {len(hits)} |")
    print_confusion(tally.confusion)


def measure(rows: list[dict[str, Any]]) -> Tally:
    """Reads every sentence as an article of its own."""
    tally = Tally()
    with Summarizer() as summarizer:
        for row in rows:
            gold = row["gold"]
            top = find_top(summarizer.summarize(row["text"]).events)
            found = top.type if top else NONE
            tally.confusion[gold["event"], found] += 1
            tally.types.append(found == gold["event"])
            right = (
                top is not None and derive(top.type).quad_class == derive(gold["event"]).quad_class
            )
            tally.quads.append(right)
            if top is not None:
                add_side(tally.actors, gold["actor"], top.actors)
                add_side(tally.recipients, gold["recipient"], top.recipients)
    return tally


def find_top(events: Sequence[Event]) -> Event | None:
    """Returns the first main event, else the first."""
    return next((one for one in events if one.salience == "main"), events[0] if events else None)


def add_side(hits: list[float], coded: list[dict[str, Any]], found: Sequence[Party]) -> None:
    """Notes whether a side's country is right, where the coder gave one."""
    wanted = {SAME.get(one["code"], one["code"]) for one in coded if one.get("code")}
    given = {SAME.get(one.country, one.country) for one in found if one.country}
    if wanted:
        hits.append(bool(wanted & given))


def print_confusion(confusion: Counter[tuple[EventType, str]]) -> None:
    """Prints how often each coded type (rows) was given which type (columns)."""
    seen: set[EventType] = {gold for gold, _ in confusion}
    coded = sorted(seen, key=_rank)
    given: list[str] = [*coded, *sorted({found for _, found in confusion}.difference(coded))]
    print("\n| coded \\ given | " + " | ".join(one[:4].lower() for one in given) + " |")
    print("|--" * (len(given) + 1) + "|")
    for gold in coded:
        cells = (str(confusion[gold, one] or "") for one in given)
        print(f"| {gold} | " + " | ".join(cells) + " |")


def _rank(type_: EventType) -> tuple[int, str]:
    return derive(type_).quad_class or 0, type_
