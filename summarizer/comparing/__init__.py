"""Two results, or two runs: what is new, what is gone, what changed field by field.

Pure: records in, differences out. How it is decided which event is which, and what a key is made
of, stands in docs/compare.md.
"""

from summarizer.comparing.keys import list_event_keys, make_event_key
from summarizer.comparing.records import (
    KINDS,
    Change,
    Counts,
    EventDiff,
    Kind,
    Pairing,
    PointDiff,
    Repeat,
    ResultDiff,
    RunDiff,
    SameEvent,
)
from summarizer.comparing.results import compare_results
from summarizer.comparing.runs import compare_runs

__all__ = [
    "KINDS",
    "Change",
    "Counts",
    "EventDiff",
    "Kind",
    "Pairing",
    "PointDiff",
    "Repeat",
    "ResultDiff",
    "RunDiff",
    "SameEvent",
    "compare_results",
    "compare_runs",
    "list_event_keys",
    "make_event_key",
]
