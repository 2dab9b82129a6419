"""Answers that are kept: a cache that spares money, and tapes that make a run again exactly.

The outermost layer of the engine stack: what is below it is asked only for what is not kept.
"""

from __future__ import annotations

from summarizer.engines.store.layer import Store, keep_answers
from summarizer.engines.store.question import Question, hash_request

__all__ = ["Question", "Store", "hash_request", "keep_answers"]
