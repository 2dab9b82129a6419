"""Whom "it", "she" or "they" means: somebody the sentences before told of."""

from __future__ import annotations

from collections.abc import Iterable

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


class Memory:
    """Who acted or spoke last, sentence by sentence."""

    def __init__(self) -> None:
        self._told: list[tuple[int, WireParty]] = []

    def note(self, parties: Iterable[WireParty], sentence: int) -> None:
        """Keeps those who acted or spoke in a sentence, the most prominent last."""
        self._told.extend((sentence, party) for party in parties)
        del self._told[:-_MOST_TOLD]

    def find(self, pronoun: str, sentence: int) -> WireParty | None:
        """Returns who is meant by a pronoun in a sentence, or None where nobody fits."""
        kinds = _KINDS.get(pronoun)
        if kinds is None:
            return None
        for told_in, party in reversed(self._told):
            if sentence - told_in > _REACH:
                break
            if party.kind in kinds and not _is_other_sex(pronoun, party):
                return party
        return None


_MOST_TOLD = 12


def _is_other_sex(pronoun: str, party: WireParty) -> bool:
    words = {word.strip(".") for word in party.text.lower().split()}
    return bool(words & (_MEN if pronoun == "she" else _WOMEN if pronoun == "he" else set()))
