"""`summarizer eval …`: arguments -> the rooms of the harness -> exit code; no logic."""

from __future__ import annotations

from summarizer_evals.commands.app import app

__all__ = ["app"]
