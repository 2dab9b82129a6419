"""Whom "it", "she" or "they" means: somebody the sentences before told of."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from summarizer_schemas.wire import WireParty

PRONOUNS = frozenset({"he", "she", "it", "they"})
_REACH = 2
"""Sentences back that a pronoun points at most; beyond them somebody is named again."""
_KINDS = {
    "he": ("person",),
    "she": ("person",),
    "it": ("state", "organisation", "armed_group"),
    "they": ("population", "armed_group", "organisation"),
}
_WOMEN = frozenset("mrs ms miss queen princess spokeswoman chairwoman businesswoman".split())
_MEN = frozenset("mr king prince spokesman chairman businessman".split())
_WORD = re.compile(r"\w+")


class Memory:
    """Who acts or speaks in each sentence, the most prominent first.

    Args:
        read: returns them for a sentence that nobody has read yet.
    """

    def __init__(self, read: Callable[[int], Sequence[WireParty]]) -> None:
        self._read = read
        self._told: dict[int, list[WireParty]] = {}

    def note(self, parties: Sequence[WireParty], sentence: int) -> None:
        """Keeps those who act or speak in a part of a sentence."""
        self._told.setdefault(sentence, []).extend(parties)

    def find(self, pronoun: str, sentence: int) -> WireParty | None:
        """Returns who is meant by a pronoun in a sentence, or None where nobody fits."""
        kinds = _KINDS.get(pronoun)
        if kinds is None:
            return None
        for before in range(sentence - 1, max(sentence - _REACH, 0) - 1, -1):
            if before not in self._told:
                self._told[before] = list(self._read(before))
            for party in self._told[before]:
                if party.kind in kinds and not _is_other_sex(pronoun, party):
                    return party
        return None


def _is_other_sex(pronoun: str, party: WireParty) -> bool:
    words = set(_WORD.findall(party.text.lower()))
    return bool(words & (_MEN if pronoun == "she" else _WOMEN if pronoun == "he" else set()))
