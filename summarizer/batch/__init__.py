"""Very many articles: none lost, none paid for twice, whatever happens on the way.

    >>> from summarizer.batch import BatchOptions, run
    >>> report = run("news/*.jsonl", "out")  # doctest: +SKIP

The command is `summarizer batch`. Names are loaded when first used: the processes that work on
articles need no database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.batch.batches import Report, arun, run
    from summarizer.batch.ledger import Counts
    from summarizer.batch.looking import Status, export, read_status, retry_failed
    from summarizer.batch.planning import BatchOptions
    from summarizer.batch.progress import Progress

_ROOMS = {
    "batches": ("Report", "arun", "run"),
    "ledger": ("Counts",),
    "looking": ("Status", "export", "read_status", "retry_failed"),
    "planning": ("BatchOptions",),
    "progress": ("Progress",),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "BatchOptions",
    "Counts",
    "Progress",
    "Report",
    "Status",
    "arun",
    "export",
    "read_status",
    "retry_failed",
    "run",
]


def __getattr__(name: str) -> object:
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'summarizer.batch' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"summarizer.batch.{_ROOM_OF[name]}"), name)
    globals()[name] = value
    return value
