"""What a loose match may never cross: numbers, negations, days, money, names, fates, directions.

An alignment says which words of a quote stand where; the guards say whether what is missing,
added or changed between the two changes what is said. A guarded word may be left out of a quote
(the raw slice shows it), except a negation; none may be added, and none changed.
"""

from __future__ import annotations

from summarizer.guards.comparison import Change, find_change
from summarizer.guards.laid import Laid
from summarizer.guards.marks import Mark, find_marks

__all__ = ["Change", "Laid", "Mark", "find_change", "find_marks"]
