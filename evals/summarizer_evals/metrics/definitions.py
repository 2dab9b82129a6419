"""Every metric: its name, its formula, which way is better, and what it is good for."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

Use = Literal["primary", "guard", "report"]
"""`primary`: tested against the baseline. `guard`: may have a floor. `report`: shown only."""

VERSION = "1.0"
"""Goes up when a formula changes; scores of two versions are not compared."""

TAU = 0.35
"""Least similarity of two events that are taken for one. Without it 80 of 3,651 best pairs of a
prototype were below: every event too many "matched" something."""
TAU_SEEN = 0.2
"""A found event less like any gold event than this is made up."""
POINT_MATCH = 0.5
"""Least similarity of two key points that say the same."""
POINT_REPEAT = 0.7
"""Similarity from which two key points of one result repeat each other."""

WEIGHTS: dict[str, float] = {
    "type": 2.0,
    "actors": 2.0,
    "recipients": 2.0,
    "target": 1.0,
    "location": 1.0,
    "date": 2.0,
    "figures": 1.0,
}
"""What each slot counts for when events are aligned."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric.

    Attributes:
        id: its name in files.
        title: its name for people.
        formula: what is summed over cases and divided; |A| are the aligned pairs of events, |P|
            the found, |G| the gold events.
        use: what it is good for.
        better: which way is better.
    """

    id: str
    title: str
    formula: str
    use: Use = "report"
    better: Literal["higher", "lower"] = "higher"


ATTRIBUTES = (
    "party_kind", "party_country", "party_sector", "place_country", "place_precision",
    "figure_status", "certainty",
)  # fmt: skip
"""What is said of values that are paired; counted like slots, of pairs only."""
SLOTS = (
    "type", "modes", "contexts", "actors", "recipients", "target", "location", "date", "figures",
    "claims", "realis", "salience", "links", *ATTRIBUTES,
)  # fmt: skip
"""Slots that are counted one by one, as `slot.<name>` and `slot_strict.<name>`."""
CORE_SLOTS = ("type", "actors", "recipients", "target", "location", "date", "figures", "claims")
"""Slots that `slots` sums: who did what to whom, where, when, how many, and who says so."""
MEASURES = (
    "killed", "wounded", "missing", "detained", "abducted", "displaced", "participants", "other",
)  # fmt: skip


@cache
def load_metrics() -> dict[str, Metric]:
    """Returns every metric by its id: those of `definitions.yaml`, and one for each slot.

    Example:
        >>> load_metrics()["slot.date"].formula
        '2 Σ agreement / (filled in P + filled in G), of date'
    """
    table = (files("summarizer_evals.metrics") / "definitions.yaml").read_text(encoding="utf-8")
    metrics = {
        name: Metric(name, use=use, **members)
        for use, listed in yaml.safe_load(table).items()
        for name, members in listed.items()
    }
    for prefix, title, formula, names in _FAMILIES:
        for name in names:
            metric_id = f"{prefix}.{name}"
            metrics[metric_id] = Metric(metric_id, f"{title} {name}", f"{formula}, of {name}")
    return metrics


_FAMILIES = (
    ("slot", "Slot", "2 Σ agreement / (filled in P + filled in G)", SLOTS),
    ("slot_strict", "Slot, strict,", "2 Σ equal / (filled in P + filled in G)", SLOTS),
    (
        "null",
        "Left empty:",
        "pairs empty on both sides / pairs empty in gold",
        tuple(one for one in SLOTS if one not in ATTRIBUTES),
    ),
    ("figures", "Figures:", "2 equal / (in P + in G)", MEASURES),
)


@cache
def list_primary() -> tuple[str, ...]:
    """Returns the metrics that a gate tests unless a suite names others."""
    return tuple(one.id for one in load_metrics().values() if one.use == "primary")


def sign(metric: str, *, gold_sha256: str, cases: int) -> str:
    """Returns what a score hangs on; two scores are compared only when theirs are equal.

    Example:
        >>> sign("events", gold_sha256="3b71" + "0" * 60, cases=52)
        'events|m:1.0|tau:0.35/0.2|points:0.5|w:04a101|empty:skip|tok:u1|refs:max|avg:micro|gold:3b710000(52)'
    """
    weights = hashlib.sha256(json.dumps(WEIGHTS, sort_keys=True).encode()).hexdigest()[:6]
    return (
        f"{metric}|m:{VERSION}|tau:{TAU}/{TAU_SEEN}|points:{POINT_MATCH}|w:{weights}|empty:skip"
        f"|tok:u1|refs:max|avg:micro|gold:{gold_sha256[:8]}({cases})"
    )
