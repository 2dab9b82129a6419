"""What a batch would take, told before anything is sent: questions, tokens, money, time.

Articles are read as the batch reads them, and the questions about them are put together as
`asking` does, so that they are the ones that would be sent; only the answers are guessed. One pass,
0.5 ms an article of 4,200 characters. Nothing is kept of an article but 8 bytes that tell whether
it comes again, in some 100 bytes of memory.
"""

from __future__ import annotations

from summarizer.batch.estimate.estimating import Estimate, estimate
from summarizer.batch.estimate.questions import Spread
from summarizer.batch.estimate.table import render_estimate

__all__ = ["Estimate", "Spread", "estimate", "render_estimate"]
