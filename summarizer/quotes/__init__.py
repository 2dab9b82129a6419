"""The quotes in a schema of your own: each one grounded, or taken out with the reason."""

from __future__ import annotations

from summarizer.quotes.walk import ground_quotes

__all__ = ["ground_quotes"]
