"""Attribution: who says what in a sentence, told apart from what is said."""

from __future__ import annotations

from summarizer.attribution.claims import ClaimMention, find_claims
from summarizer.attribution.descriptions import Description, find_descriptions
from summarizer.attribution.statements import Statement, find_positions, split_statements

__all__ = [
    "ClaimMention",
    "Description",
    "Statement",
    "find_claims",
    "find_descriptions",
    "find_positions",
    "split_statements",
]
