"""Near-identical texts: known by a sketch of their words, then given the findings of the first.

A wire story is printed by many, with another headline, byline or credit line. `sketch` says in
260 bytes what a text is made of, `is_copy` whether two texts are as good as one, `carry_over` what
the findings of the one are in the words of the other, if all of them stand there too. `reuse` is
for texts that are equal to the letter.

Nothing is kept here: sketches are values, and whoever keeps them finds them by their bands.
"""

from __future__ import annotations

from summarizer.batch.copies.carrying import carry_over, reuse, take_over
from summarizer.batch.copies.sketches import (
    NEAR_IDENTICAL,
    SKETCH_VERSION,
    Sketch,
    compare,
    is_copy,
    sketch,
)

__all__ = [
    "NEAR_IDENTICAL",
    "SKETCH_VERSION",
    "Sketch",
    "carry_over",
    "compare",
    "is_copy",
    "reuse",
    "sketch",
    "take_over",
]
