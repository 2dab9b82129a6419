"""ROUGE, for the record only: it rewards "injured" for "killed" and never decides anything."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from summarizer_evals.gold.records import GoldPoint
from summarizer_evals.metrics.sums import Sums
from summarizer_schemas.record import KeyPoint

KINDS = ("rouge1", "rouge2", "rougeLsum")


@lru_cache(maxsize=1)
def _load_scorer() -> Any:
    from rouge_score.rouge_scorer import RougeScorer  # pyright: ignore[reportMissingTypeStubs]

    return RougeScorer(KINDS, use_stemmer=True)


def count_rouge(gold: Sequence[GoldPoint], found: Sequence[KeyPoint], sums: Sums) -> None:
    """Adds the F1 of the key points against the gold points, as rouge-score computes it."""
    if not gold:
        return
    texts = ("\n".join(one.text for one in points) for points in (gold, found))
    scores = _load_scorer().score(*texts)
    for kind in KINDS:
        sums.add(kind, scores[kind].fmeasure, 1)
