"""Every metric: its name, its formula, which way is better, and what it is good for."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Literal

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


_PRIMARY = (
    Metric("events", "Events", "2|A| / (|P| + |G|)", "primary"),
    Metric("slots", "Slots, relaxed", "2 Σ agreement / (filled in P + filled in G)", "primary"),
    Metric("dates", "Dates", "exact dates / pairs whose gold has one", "primary"),
    Metric("figures", "Figures, strict", "2 equal / (figures in P + figures in G)", "primary"),
    Metric(
        "attribution", "Attribution", "claims with claimant and stance right / claims", "primary"
    ),
    Metric(
        "point_coverage", "Key point coverage", "Σ weight of points told / Σ weight", "primary"
    ),
)
_GUARDS = (
    Metric("point_precision", "Key point precision", "points matched or acceptable / points", "guard"),
    Metric("evidence_verbatim", "Evidence verbatim", "spans equal to the article / spans", "guard"),
    Metric("evidence_support", "Evidence support", "slots whose words stand in quotes / slots", "guard"),
    Metric("point_grounded", "Key points grounded", "points whose numbers and names their quotes hold / points", "guard"),
    Metric("number_fidelity", "Number fidelity", "numbers of points that the article has / numbers", "guard"),
    Metric("name_fidelity", "Name fidelity", "names of points that the article has / names", "guard"),
    Metric("hallucination", "Hallucinated events", "found events like no gold event / |P|", "guard", "lower"),
    Metric("fabricated_date", "Fabricated dates", "pairs with a date where gold has none / such pairs", "guard", "lower"),
    Metric("fabricated_attribution", "Fabricated attribution", "pairs with a claim where gold has none / such pairs", "guard", "lower"),
    Metric("no_event_correct", "Silent where nothing happened", "articles without events read as such / such articles", "guard"),
)  # fmt: skip
_REPORTS = (
    Metric("events_strict", "Events of the right type", "2 pairs of equal type / (|P| + |G|)"),
    Metric("slots_strict", "Slots, strict", "2 Σ equal / (filled in P + filled in G)"),
    Metric("split", "Told twice", "unmatched P whose gold event is matched already / |P|", "report", "lower"),
    Metric("merge", "Told as one", "unmatched G whose found event is matched already / |G|", "report", "lower"),
    Metric("dates_relaxed", "Dates, overlap", "Σ days in both / days in either, over pairs with a gold date"),
    Metric("dates_relative", "Relative dates", "as dates, where gold counts from publication or an event"),
    Metric("figures_relaxed", "Figures, overlap", "as figures, half for bounds that overlap"),
    Metric("evidence_overlap", "Evidence overlap", "Σ token F1 with the nearest gold evidence / |A|"),
    Metric("bcubed", "Mentions kept apart", "B³ F1 of gold evidence spans clustered by event"),
    Metric("point_f1", "Key points, one to one", "2 matched / (points + gold points)"),
    Metric("point_redundancy", "Repeated key points", "pairs of points alike / pairs", "report", "lower"),
    Metric("point_distinct", "Key points repeated word for word", "1 - distinct texts / points", "report", "lower"),
    Metric("point_length", "Key points too long", "points over 35 words / points", "report", "lower"),
    Metric("content_recall", "Content words recalled", "Σ share of a gold point's words in the key points / gold points"),
    Metric("point_words", "Words of all key points", "words / articles"),
    Metric("lead_bias", "Key points from the first fifth", "points / points"),
    Metric("contradiction", "Contradicted key points", "gold points that a point denies or counts otherwise / gold points", "report", "lower"),
    Metric("rouge1", "ROUGE-1", "F1, mean over articles"),
    Metric("rouge2", "ROUGE-2", "F1, mean over articles"),
    Metric("rougeLsum", "ROUGE-Lsum", "F1, mean over articles"),
)  # fmt: skip

SLOTS = (
    "type", "modes", "contexts", "actors", "recipients", "target", "location", "date", "figures",
    "claims", "realis", "salience", "links", "party_kind", "party_country", "party_sector",
    "place_country",
)  # fmt: skip
"""Slots that are counted one by one, as `slot.<name>` and `slot_strict.<name>`."""
CORE_SLOTS = ("type", "actors", "recipients", "target", "location", "date", "figures", "claims")
"""Slots that `slots` sums: who did what to whom, where, when, how many, and who says so."""
MEASURES = (
    "killed", "wounded", "missing", "detained", "abducted", "displaced", "participants", "other",
)  # fmt: skip

METRICS: dict[str, Metric] = {one.id: one for one in (*_PRIMARY, *_GUARDS, *_REPORTS)} | {
    f"{prefix}.{slot}": Metric(f"{prefix}.{slot}", f"{title} {slot}", f"{formula} of {slot}")
    for prefix, title, formula in (
        ("slot", "Slot", "2 Σ agreement / (filled in P + filled in G)"),
        ("slot_strict", "Slot, strict,", "2 Σ equal / (filled in P + filled in G)"),
        ("null", "Left empty:", "pairs empty on both sides / pairs empty in gold"),
    )
    for slot in SLOTS
} | {
    f"figures.{measure}": Metric(
        f"figures.{measure}", f"Figures: {measure}", "2 equal / (in P + in G)"
    )
    for measure in MEASURES
}  # fmt: skip
PRIMARY = tuple(one.id for one in _PRIMARY)


def sign(metric: str, *, gold_sha256: str, cases: int) -> str:
    """Returns what a score hangs on; two scores are compared only when theirs are equal.

    Example:
        >>> sign("events", gold_sha256="3b71" + "0" * 60, cases=52)
        'events|m:1.0|tau:0.35/0.2|points:0.5|w:6ac4e2|empty:skip|tok:u1|refs:max|avg:micro|gold:3b710000(52)'
    """
    weights = hashlib.sha256(json.dumps(WEIGHTS, sort_keys=True).encode()).hexdigest()[:6]
    return (
        f"{metric}|m:{VERSION}|tau:{TAU}/{TAU_SEEN}|points:{POINT_MATCH}|w:{weights}|empty:skip"
        f"|tok:u1|refs:max|avg:micro|gold:{gold_sha256[:8]}({cases})"
    )
