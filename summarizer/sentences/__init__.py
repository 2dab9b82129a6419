"""Lines, sentences and tokens as half-open spans of the raw text; any script, no options.

Own rules rather than a library: offsets are exact, the cost is linear, and news habits (titles,
"the U.S. The", "…?” he asked") are decided here in the open. Abbreviation lists are closed and
hold English plus a few international forms; a script without upper case needs none of them.
"""

from summarizer.sentences.lines import Line, find_lines, is_caseless, skip_bullet
from summarizer.sentences.splitting import Span, split_line, split_sentences
from summarizer.sentences.tokens import Token, Tokens, tokenize

__all__ = [
    "Line",
    "Span",
    "Token",
    "Tokens",
    "find_lines",
    "is_caseless",
    "skip_bullet",
    "split_line",
    "split_sentences",
    "tokenize",
]
