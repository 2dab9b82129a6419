"""Whether the sentence says what its evidence says is not so, or the other way round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from summarizer.coverage.flags import Finding
from summarizer.coverage.passage import Passage

_DIRECT = frozenset("not never no nobody none neither nor without cannot".split())
_DENYING = frozenset("denied denies deny denying".split())
_DENIALS = _DIRECT | _DENYING
TURNING = (
    _DIRECT
    | _DENYING
    | frozenset(
        "nothing nowhere hardly barely scarcely few little unlikely unable fail fails failed "
        "failing refuse refuses refused refusing reject rejects rejected rejecting dismiss "
        "dismissed dismisses stop stops stopped stopping cease ceased halt halted end ends ended "
        "lack lacks lacked lacking avoid avoided avoids prevent prevented prevents ban bans banned "
        "bar barred block blocked ruled despite instead rather stay stayed stays remain remained "
        "remains decline declined declines drop dropped spared escaped unharmed unhurt only just "
        "but yet still false untrue against absent zero last former until unless if "
        "whether".split()
    )
)
"""Words that may say no in other words; a sentence with one is not compared."""
_SKIPPED = frozenset(
    "be been being is are was were am has have had having do does did will would can could shall "
    "should may might must a an the any of to by in on at it its that this there they he she we "
    "who which yet ever even one so far his her their them him and or as for with from more than "
    "said says".split()
)
_NOT_BUT = frozenset("only just merely simply necessarily surprisingly".split())
_MAX_REACH = 10  # words after "denied" that it still covers


def check_negation(passage: Passage, proof: Passage) -> Iterator[Finding]:
    """At most one finding: the first to the last word that is denied on one side alone."""
    if _denies_nothing(passage) and _denies_nothing(proof):
        return
    if _is_turned(passage):
        if _is_turned(proof):
            return
        here = _find_negated(passage)
        told = {_stem(key) for key in proof.keys} if here else set[str]()
        words = [at for at in sorted(here) if _stem(passage.keys[at]) in told]
    else:
        denied = _stems_only_denied(proof)
        words = [at for at, key in enumerate(passage.keys) if denied and _stem(key) in denied]
        words = words if _is_same_clause(passage, proof, denied, words) else []
    if words:
        yield Finding("negation_changed", passage.start(words[0]), passage.end(words[-1]))


def _is_turned(passage: Passage) -> bool:
    return not TURNING.isdisjoint(passage.telling) or _is_contracted(passage)


def _is_contracted(passage: Passage) -> bool:
    return "n't" in passage.text or "n’t" in passage.text


def _denies_nothing(passage: Passage) -> bool:
    return _DENIALS.isdisjoint(passage.telling) and not _is_contracted(passage)


def _stem(key: str) -> str:
    """A word without its commonest endings, so that "killed" meets "killing"."""
    for ending in ("ing", "ed", "es", "s", "e"):
        if key.endswith(ending) and len(key) - len(ending) >= 3:
            return key[: -len(ending)]
    return key


def _is_no(key: str) -> bool:
    return key in _DIRECT or key.endswith("n't")


def _find_negated(passage: Passage) -> set[int]:
    """Words that a no stands before: one after "not", a clause after "denied"."""
    negated: set[int] = set()
    if _denies_nothing(passage):
        return negated
    for at, key in enumerate(passage.keys):
        if key in _DENYING and not _is_no(passage.key(at - 1)):
            reach, wanted = _MAX_REACH, _MAX_REACH
        elif _is_no(key):
            reach, wanted = 5, 1 if key != "no" else 2
        else:
            continue
        if passage.key(at + 1) in _NOT_BUT:
            continue
        for word in range(at + 1, at + 1 + reach):
            if not wanted or not passage.joins(word):
                break
            if passage.keys[word] not in _SKIPPED and not passage.keys[word].endswith("ly"):
                negated.add(word)
                wanted -= 1
            elif word - 1 in negated and reach < _MAX_REACH:
                break
    return negated


def _stems_only_denied(proof: Passage) -> dict[str, int]:
    """Stem -> the word where it is denied, for stems that stand nowhere else."""
    negated = _find_negated(proof)
    if not negated:
        return {}
    count: dict[str, int] = defaultdict(int)
    for at, key in enumerate(proof.keys):
        count[_stem(key)] += -1 if at in negated else 1
    return {_stem(proof.keys[at]): at for at in negated if count[_stem(proof.keys[at])] < 0}


def _is_same_clause(
    passage: Passage, proof: Passage, denied: dict[str, int], words: list[int]
) -> bool:
    """Whether the denied words of the sentence come with the words around them.

    One verb alone proves little in a long evidence: half the sentence's other words must stand
    within reach of the denial.
    """
    if not words:
        return False
    place = denied[_stem(passage.keys[words[0]])]
    near = {_stem(key) for key in proof.keys[max(0, place - 15) : place + 15]}
    telling = [_stem(key) for key in passage.keys if key not in _SKIPPED]
    return 2 * sum(stem in near for stem in telling) >= len(telling)
