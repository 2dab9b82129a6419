"""Where the words of a quote stand in a text though some are missing, changed or moved.

The text is cut into words once, and each word becomes one character of a code string, so that
whole phrases are compared at the speed of string search. A quote is looked for where its rarest
words point, and only there.
"""

from __future__ import annotations

from summarizer.alignment.aligner import MOST_SILENT, Aligner, Alignment
from summarizer.alignment.words import Words, read_words

__all__ = ["MOST_SILENT", "Aligner", "Alignment", "Words", "read_words"]
