"""How many people were killed, hurt, held, driven out or took part, as a text says it.

Three steps for each sentence: read every counted phrase ("at least nine people"), find the
word that says what became of them before it ("killed nine"), in it ("nine wounded men") or
after it ("nine were killed"), then tie the parts to their whole ("including four children").
A number without such a word is not a figure: dates, ages, money and rockets fall out there.

A zero of two things ("no one was killed or hurt", "no casualties") is a zero of each; any other
number of two things together ("30 killed or wounded") has the measure `other`.

What is not told as a number yields nothing: "no immediate reports of casualties", "half of them
women", "all but two died", "many". "All but one of the 12" is 11. One article's toll brought up to
date ("two more bodies, bringing the toll to 14") is one total and what went into it.
"""

from __future__ import annotations

from summarizer.figures.amounts import Amount
from summarizer.figures.counted import parse_amount
from summarizer.figures.finder import find_figures
from summarizer.figures.mentions import FigureMention
from summarizer.figures.outcomes import read_outcome
from summarizer.figures.whole import Whole, find_whole

__all__ = [
    "Amount",
    "FigureMention",
    "Whole",
    "find_figures",
    "find_whole",
    "parse_amount",
    "read_outcome",
]
