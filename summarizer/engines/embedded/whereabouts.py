"""Where it happened: the phrase of a clause that says so."""

from __future__ import annotations

from summarizer.engines.embedded.clauses import Clause
from summarizer.parties import Phrase

PLACE_PREPOSITIONS = frozenset(
    "in at near inside outside across off along around into within throughout through".split()
)
_PLACE_NOUNS = frozenset(
    "village town city capital hamlet settlement province region district border area airport"
    " square port coast territory camp market hospital school base street strip church mosque"
    " temple station prison valley island suburb neighbourhood neighborhood county state country"
    " north south east west waters sea river lake mine quarry factory plant compound outskirts"
    " farm house building hotel bridge road highway harbour harbor park stadium forest".split()
)


def find_place(phrase: Phrase, clause: Clause) -> tuple[int, int] | None:
    """Returns the first phrase of the clause that says where, without its preposition."""
    for at in range(clause.first, clause.last - 1):
        follows = phrase.words[at] in PLACE_PREPOSITIONS and phrase.words[at + 1] != "what"
        if not follows or at + 1 in phrase.date_words:
            continue
        end = _find_place_end(phrase, at + 1, clause.last)
        if end > at + 1 and _tells_place(phrase, at + 1, end):
            return at + 1, end
    return None


def find_outer_place(clause: Clause) -> tuple[int, int] | None:
    """As in "Norland, where it struck a camp"."""
    before = clause.antecedent
    if before is None or clause.opening not in ("where", "gapped"):
        return None
    return before.first, before.last


def _tells_place(phrase: Phrase, first: int, end: int) -> bool:
    named = any(phrase.is_capital(n) or n in phrase.countries for n in range(first, end))
    if named and not _is_person(phrase, first, end):
        return True
    # As in "three years in prison": a bare noun is a state, not a place.
    return end > first + 1 and bool(_PLACE_NOUNS & set(phrase.words[first:end]))


def _is_person(phrase: Phrase, first: int, last: int) -> bool:
    """An office or a body is not a place, unless it is a country or an unplaced name."""
    for party in phrase.parties:
        if (
            party.first < last
            and first < party.last
            and party.kind in ("person", "organisation", "population")
        ):
            return party.role is not None or (
                party.kind != "person" and not _PLACE_NOUNS & set(phrase.words[first:last])
            )
    return False


_ENDS_PLACE = frozenset(
    "and after before when while against killing to by with for from that which who where as"
    " is was were are"
    " has have had at near over during amid following will killed said on but or since because"
    " leaving wounding".split()
)
_MAX_PLACE_WORDS = 9


def _find_place_end(phrase: Phrase, first: int, last: int) -> int:
    at = first
    while at < last and at - first < _MAX_PLACE_WORDS:
        word = phrase.words[at]
        if at in phrase.date_words or not word[0].isalnum():
            break
        ends = word in _ENDS_PLACE or (word.endswith("ed") and phrase.raw[at][0].islower())
        if at > first and ends and not _continues_place(phrase, at):
            break
        at += 1
    return at


def _continues_place(phrase: Phrase, at: int) -> bool:
    """As in "a hamlet on its soil", "the province of Selm and Norburg"."""
    if phrase.words[at] == "and":
        return at + 1 < len(phrase) and phrase.is_capital(at - 1) and phrase.is_capital(at + 1)
    return phrase.words[at] == "on" and bool(
        {"territory", "soil"} & set(phrase.words[at + 1 : at + 4])
    )
