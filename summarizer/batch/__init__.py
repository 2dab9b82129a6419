"""Very many articles: none lost, none paid for twice, whatever happens on the way.

    >>> from summarizer.batch import BatchOptions, run
    >>> report = run("news/*.jsonl", "out")  # doctest: +SKIP

The command is `summarizer batch`.
"""

from __future__ import annotations

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
