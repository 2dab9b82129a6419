"""Very many articles: none lost, none paid for twice, whatever happens on the way.

    >>> from summarizer.batch import BatchOptions, run
    >>> report = run("news/*.jsonl", "out")  # doctest: +SKIP

The command is `summarizer batch`. Names are loaded when first used: the processes that work on
articles need no database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.batch.batches import (
        BatchOptions,
        Report,
        Status,
        arun,
        export,
        read_status,
        retry_failed,
        run,
    )
    from summarizer.batch.ledger import Counts
    from summarizer.batch.progress import Progress

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

_ELSEWHERE = {"Counts": "summarizer.batch.ledger", "Progress": "summarizer.batch.progress"}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'summarizer.batch' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_ELSEWHERE.get(name, "summarizer.batch.batches")), name)
    globals()[name] = value
    return value
