"""Numbers of a sentence against those of its evidence: there, of the same thing, as sure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import pairwise

from summarizer.coverage.flags import Finding, Reason
from summarizer.coverage.numbers import Number, Value, is_score, list_by_value
from summarizer.coverage.passage import Passage
from summarizer.coverage.units import Hedge, find_noun, read_hedge, read_kind

_IMPLIED: dict[str, Value] = {
    "both": 2, "couple": 2, "pair": 2, "twice": 2, "twin": 2, "twins": 2, "second": 2, "duo": 2,
    "trio": 3, "triple": 3, "single": 1, "first": 1, "lone": 1, "sole": 1, "once": 1, "only": 1,
    "half": 50, "decade": 10, "century": 100, "fortnight": 14, "nobody": 0, "none": 0, "no": 0,
}  # fmt: skip
"""Words of the evidence that hold a number without being one."""
_GROUP_WORDS = {
    "people": "people person persons others victims humans lives dead casualties fatalities",
    "child": "children child kids kid minors infants babies toddlers boys girls boy girl",
    "woman": "women woman",
    "man": "men man",
    "soldier": "soldiers soldier troops troopers servicemen conscripts",
    "police": "police policemen policeman officers officer",
    "civilian": "civilians civilian",
    "militant": "militants militant insurgents fighters gunmen rebels terrorists attackers",
    "student": "students student pupils schoolchildren",
    "journalist": "journalists journalist reporters",
}
_GROUPS = {word: name for name, words in _GROUP_WORDS.items() for word in words.split()}
_OUTCOME_WORDS = {
    "killed": "killed kill kills killing killings dead died dies die death deaths slain murdered",
    "wounded": "wounded wounding injured injuring injuries hurt wounds",
    "missing": "missing unaccounted",
    "detained": "detained arrested detaining arrests arrest detentions jailed",
    "abducted": "abducted kidnapped abducting kidnapping hostage hostages",
    "displaced": "displaced homeless fled displacing evacuated",
}
_OUTCOMES = {word: name for name, words in _OUTCOME_WORDS.items() for word in words.split()}
_SIGNS = frozenset("$€£¥₹₽")
OUTCOME_KEYS = frozenset(_OUTCOMES)
_ONE_LIKE = frozenset("a an another single lone one sole".split())
_NO_COUNT_BEFORE = frozenset("no any every this that the which each some another".split())
_NO_COUNT_AFTER = frozenset("another day thing".split())
_MAX_GROUP_GAP = 4  # words from a number to the people counted: "four of them were children"
_MAX_MATCHES = 16  # places of one number that are compared; keeps a hostile text linear
_CENTURY = range(1900, 2100)  # a bare number here is a year, and no "hundreds"


def check_numbers(
    passage: Passage,
    proof: Passage,
    *,
    numbers: list[Number],
    told: list[Number],
    dated: Collection[int],
) -> Iterator[Finding]:
    """Findings about `numbers`, those of `passage`; `told` are those of `proof`.

    Those that begin with one of the words `dated` belong to a date.
    """
    numbers = [
        number for number in numbers if number.first not in dated and not _is_idiom(passage, number)
    ]
    if not numbers:
        return
    evidence = _Evidence(passage, proof, list_by_value(proof, told))
    pairs: set[frozenset[Value]] | None = None
    for number, following in pairwise([*numbers, numbers[-1]]):
        reason = evidence.judge(number)
        if not reason and is_score(passage, number):
            pairs = _list_pairs(told) if pairs is None else pairs
            if frozenset((number.value, following.value)) not in pairs:
                reason = "number_missing"
        if reason:
            yield _report(passage, number, reason)


def _list_pairs(told: list[Number]) -> set[frozenset[Value]]:
    """The two numbers of "2-1" must stand side by side in the evidence too, in whatever order."""
    return {
        frozenset((one.value, other.value)) for one, other in pairwise(told) if one.unit > one.after
    }


def _is_idiom(passage: Passage, number: Number) -> bool:
    """As in "no one", "one another": no count."""
    if passage.keys[number.first] != "one" or number.after > number.first + 1:
        return False
    before, after = passage.key(number.first - 1), passage.key(number.after)
    return before in _NO_COUNT_BEFORE or after in _NO_COUNT_AFTER


def _report(passage: Passage, number: Number, reason: Reason) -> Finding:
    """The number with its sign of money and its noun."""
    start, end = passage.start(number.first), passage.end(number.after - 1)
    if passage.gaps[number.first][-1:] in _SIGNS:
        start -= 1
    noun = find_noun(passage, number)
    if noun >= 0:
        end = passage.end(noun)
    elif passage.text[end : end + 1] == "%":
        end += 1
    return Finding(reason, start, end)


class _Evidence:
    """The numbers of the evidence, and what they count."""

    def __init__(self, passage: Passage, proof: Passage, told: dict[Value, list[Number]]) -> None:
        self.passage = passage
        self.proof = proof
        self.told = told
        self._groups: dict[int, str] = {}

    def judge(self, number: Number) -> Reason | None:
        """What is wrong with a number of the sentence."""
        matches = self.told.get(number.value, [])[:_MAX_MATCHES]
        if not matches:
            return None if self._is_implied(number) else "number_missing"
        group = _find_group(self.passage, number)
        kind = read_kind(self.passage, number) or ("people" if group else "")
        alike = [one for one in matches if self._find_kind(one) in ("", kind)] if kind else matches
        if not alike:
            moneys = [read_kind(self.proof, one).startswith("money") for one in matches]
            money = kind.startswith("money") and all(moneys)
            return "currency_changed" if money else "number_noun_changed"
        if self._is_other_group(number, group, alike) or self._is_other_outcome(number, alike):
            return "number_noun_changed"
        return "qualifier_changed" if self._is_surer(number, alike) else None

    def _find_kind(self, told: Number) -> str:
        """What a number of the evidence counts; empty when nothing says so."""
        return read_kind(self.proof, told) or ("people" if self._find_group(told) else "")

    def _find_group(self, told: Number) -> str:
        if told.first not in self._groups:
            self._groups[told.first] = _find_group(self.proof, told)
        return self._groups[told.first]

    def _is_implied(self, number: Number) -> bool:
        """Whether the evidence says the same without this very number."""
        if number.reach:
            low, high = number.reach
            return any(
                isinstance(value, int) and low <= value <= high and value not in _CENTURY
                for value in self.told
            )
        value, known = number.value, self.proof.known
        if isinstance(value, str):
            return value in known
        if value == 1 and self.passage.keys[number.first] == "one":
            return self._names_one(number)
        return any(_IMPLIED[word] == value for word in known & _IMPLIED.keys())

    def _names_one(self, number: Number) -> bool:
        """Whether "one man" stands there as "a man", or "one of the men" as "another man"."""
        after = range(number.after, number.after + _MAX_GROUP_GAP)
        return any(_singular(self.passage.key(at)) in self._single for at in after)

    @cached_property
    def _single(self) -> set[str]:
        """What the evidence names with an article, or an adjective between: "a young man"."""
        keys = self.proof.keys
        return {
            _singular(key)
            for at, word in enumerate(keys)
            if word in _ONE_LIKE
            for key in keys[at + 1 : at + 4]
        }

    @cached_property
    def _counted(self) -> dict[str, set[Value]]:
        """The numbers the evidence gives for each class of people."""
        counted: dict[str, set[Value]] = defaultdict(set)
        for value, numbers in self.told.items():
            for one in numbers:
                counted[self._find_group(one)].add(value)
        return counted

    def _is_other_group(self, number: Number, group: str, alike: list[Number]) -> bool:
        """As in "nine children" of "nine people, four of them children"."""
        if group in {"", "people"}:
            return False
        if group in self._counted:
            return number.value not in self._counted[group]
        groups = {self._find_group(one) for one in alike}
        if "" in groups:
            return False
        named = any(_GROUPS.get(word) == group for word in self.proof.known)
        return not named or "people" not in groups

    def _is_other_outcome(self, number: Number, alike: list[Number]) -> bool:
        """As in "nine killed" of "nine wounded"; looked into only where two outcomes are named."""
        words = OUTCOME_KEYS & (self.passage.telling | self.proof.telling)
        if len(words) < 2 or len({_OUTCOMES[word] for word in words}) < 2:
            return False
        mine = _find_measures(self.passage, number)
        if not mine or "other" in mine:
            return False
        theirs = [_find_measures(self.proof, one) for one in alike]
        return all(told and "other" not in told and not told & mine for told in theirs)

    def _is_surer(self, number: Number, alike: list[Number]) -> bool:
        """Whether the sentence drops "at least" or turns it round; weaker is no change."""
        mine = read_hedge(self.passage, number)
        hedges = set[Hedge]()
        for one in alike:
            hedge = read_hedge(self.proof, one)
            if hedge in (mine, "exact"):
                return False
            hedges.add(hedge)
        opposite = {"at_least": "at_most", "at_most": "at_least"}.get(mine)
        return hedges == {opposite} if opposite else mine == "exact"


def _find_group(passage: Passage, number: Number) -> str:
    """The people counted, as a class; empty when the words after the number name none."""
    around = passage.around
    of = around[number.after] == "of"
    for at in range(number.after, number.after + (_MAX_GROUP_GAP if of else 3)):
        if not passage.joins(at):
            return ""
        word = around[at]
        if word in _GROUPS:
            return _GROUPS[word]
        if not of and (word in _OUTCOMES or word in _STOPS):
            return ""
    return ""


_STOPS = frozenset(
    "in on at by to from for with and or but as than is are was were have has had who when while "
    "after before the a an".split()
)


def _singular(word: str) -> str:
    irregular = {"men": "man", "women": "woman", "children": "child", "people": "person"}
    return irregular.get(word) or word.removesuffix("s")


def _find_measures(passage: Passage, number: Number) -> set[str]:
    """What became of those counted, as the figures room reads it."""
    return passage.measures.get(passage.start(number.first), set())
