"""The measure one word stands for, without the sentence around it: "killed", "hostages"."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from summarizer.figures.cues import load_cues
from summarizer.figures.words import MEMBERS, split_words

if TYPE_CHECKING:
    from summarizer_schemas.record import Measure

# Alone these say nothing: talks are held, cities seized, a ball is caught, a judge is attended.
_NEEDS_SENTENCE = split_words(
    "hold holds held holding capture captures captured capturing seize seizes seized seizing "
    "snatched snatching drew draws drawing attracted attracting attended joined packed filled "
    "massed blocked assembled converged flocked gathered gather gathering slaying remains"
)
_NOUNS: dict[Measure, str] = {
    "killed": "dead death deaths fatal fatally fatality fatalities killing killings murder "
    "murders massacre toll bodies corpse corpses execution executions assassination "
    "assassinations slaughter slaughtered deadly lethal",
    "wounded": "wound injury injuries hurt casualty",
    "missing": "disappearance disappearances vanish",
    "detained": "arrest arrests detention detentions detainee detainees custody imprisonment",
    "abducted": "abduction abductions kidnapping kidnappings hostage hostages captive captives",
    "displaced": "displacement evacuation evacuations evacuee evacuees refugees",
    "participants": "rally rallies march marches marchers crowd crowds turnout",
    "other": "casualties victims victim",
}


@lru_cache(maxsize=1)
def _outcomes() -> dict[str, Measure]:
    cues = load_cues()
    found: dict[str, Measure] = {}
    for table in (cues.before, cues.after):
        for phrases in table.values():
            found.update({words[0]: measure for words, measure, *_ in phrases if len(words) == 1})
    found.update(cues.head)
    found.update(MEMBERS)
    found.update({word: measure for measure, text in _NOUNS.items() for word in text.split()})
    return {word: measure for word, measure in found.items() if word not in _NEEDS_SENTENCE}


def read_outcome(word: str) -> Measure | None:
    """The measure that a single word stands for; None when it stands for none by itself.

    Case does not matter. Words that also mean other things ("held", "seized", "drew") stand for
    none: only a sentence tells, and `find_figures` reads it. "Casualties" and "victims" are
    `other`, for they may be dead or hurt.

    >>> read_outcome("Killed"), read_outcome("wounding"), read_outcome("held")
    ('killed', 'wounded', None)
    """
    return _outcomes().get(word) or _outcomes().get(word.lower())
