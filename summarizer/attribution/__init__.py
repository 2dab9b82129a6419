"""Attribution: who says what in a sentence, told apart from what is said."""

from __future__ import annotations

from summarizer.attribution.statements import Statement, split_statements

__all__ = ["Statement", "split_statements"]
