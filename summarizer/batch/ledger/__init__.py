"""Which articles are done, in work, failed and paid for; by SQLAlchemy in SQLite or PostgreSQL."""

from __future__ import annotations

from summarizer.batch.ledger.claiming import Claims, Copy
from summarizer.batch.ledger.ledger import LEASE_S, First, Ledger, Shown
from summarizer.batch.ledger.reporting import Counts, Line

__all__ = ["LEASE_S", "Claims", "Copy", "Counts", "First", "Ledger", "Line", "Shown"]
