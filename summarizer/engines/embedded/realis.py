"""Whether a happening happened: told as done, planned, feared, denied, or as a habit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.engines.embedded.chains import Trigger, find_noun_start
from summarizer.engines.embedded.clauses import Clause
from summarizer.parties import Phrase
from summarizer_schemas.record import Certainty, Realis


def _pad(cues: str) -> tuple[str, ...]:
    """Cues with a blank at both ends, as they stand in a window of words."""
    return tuple(f" {cue.strip()} " for cue in cues.split(","))


_FUTURE_CUES = _pad(
    "will, 'll, shall, wo n't, set to, due to, expected to, scheduled to, going to, plans to, "
    "planning to, plan to, planned to, intends to, to be, is to, are to"
)
_HYPOTHETICAL_CUES = _pad(
    "may, might, could, would, should, if, unless, risk of, fear of, fears of, threat of, "
    "possible, potential, in case of, attempted to, tried to, wants to"
)
_NEGATIONS = _pad("not, never, n't, no, without, failed to, neither, denied")
_HABITUAL = _pad(
    "for decades, for years, for months, for centuries, regularly, routinely, often, "
    "frequently, in recent years, repeatedly, usually, every year, history of, over the "
    "years, every, each year, each time, whenever, most weeks, almost every"
)
_HEDGES = _pad(
    "reportedly, allegedly, apparently, suspected, alleged, believed to, thought to, likely"
)


def judge_realis(
    phrase: Phrase, clause: Clause, trigger: Trigger, *, is_specific: bool, is_headline: bool
) -> Realis:
    """Returns how the clause tells of the happening.

    Args:
        phrase: the sentence.
        clause: the clause of it.
        trigger: the words that name the happening.
        is_specific: the clause gives a date or a number, which habits do not have.
        is_headline: the present tense tells what is news.
    """
    window = _read_window(phrase, clause, trigger)
    if phrase.words[clause.first] in _CONDITIONS:
        return "hypothetical"
    whole = _join(phrase.words[clause.first : clause.last])
    if _has(window, _NEGATIONS):
        return "negated"
    if _has(whole, _HABITUAL) and not _is_ranked(whole):
        return "generic"
    if _is_present(phrase, trigger, is_specific=is_specific or is_headline):
        return "generic"
    plural = trigger.sense.form == "plural" and trigger.use == "light"
    if trigger.object:
        plural = phrase.words[trigger.object[1] - 1].endswith("s")
    if trigger.is_perfect and plural and not is_specific and trigger.sense.form != "ing":
        return "generic"
    if _has(window, _FUTURE_CUES):
        return "future"
    return "hypothetical" if _has(window, _HYPOTHETICAL_CUES) else "actual"


def judge_certainty(phrase: Phrase, clause: Clause) -> Certainty:
    """Returns `probable` where the clause hedges, else `certain`."""
    hedged = _has(_join(phrase.words[clause.first : clause.last]), _HEDGES)
    return "probable" if hedged else "certain"


def _read_window(phrase: Phrase, clause: Clause, trigger: Trigger) -> str:
    """The words that lead up to the trigger."""
    first = min(trigger.verb, trigger.first)
    if trigger.is_nominal:
        first = min(first, find_noun_start(phrase, clause, trigger.first))
    return _join(phrase.words[max(clause.first, first - _WINDOW) : trigger.first])


def _join(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "


def _has(window: str, cues: Sequence[str]) -> bool:
    return any(map(window.__contains__, cues))


def _is_ranked(whole: str) -> bool:
    """As in "the deadliest raid in recent years": the one raid, measured against the others."""
    reach, span, _ = whole.partition(" in recent years ")
    return bool(span) and _SUPERLATIVE.search(reach) is not None


_SUPERLATIVE = re.compile(
    r" (?:the|their|its) (?:\w+iest|(?:most|worst|biggest|largest|highest|gravest|fiercest"
    r"|strongest|longest|greatest|first)\b)"
)


def _is_present(phrase: Phrase, trigger: Trigger, *, is_specific: bool) -> bool:
    """As in "the council feeds the poor": the present tense tells habits, but for what is said."""
    if trigger.is_nominal or is_specific or "comp" in trigger.sense.marks:
        return False
    before = phrase.words[trigger.verb - 1] if trigger.verb else ""
    finite = trigger.sense.form == "base" and before not in _NOT_FINITE
    return trigger.sense.form == "s" or finite


_NOT_FINITE = frozenset(
    "to will would can could may might shall should must did do does not n't 'll and or".split()
)
_CONDITIONS = frozenset({"if", "unless", "until"})
_WINDOW = 5
"""Words before the verb that may hold "is expected to" or "did not"."""
