"""Which numbers, names and weekdays of a key point its evidence covers.

`check_coverage` compares one sentence with the union of the quotes cited for it and returns a
flag for everything that does not stand there, or stands there about something else. It reads
words, not meaning: no flag says only that numbers, names and weekdays are covered. A flag never
changes a sentence; what becomes of a flagged one is for the caller to decide.
"""

from __future__ import annotations

from summarizer.coverage.check import check_coverage
from summarizer.coverage.flags import Flag, Reason

__all__ = ["Flag", "Reason", "check_coverage"]
