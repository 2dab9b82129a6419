"""Texts as words that can be compared: content stems, numbers, names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any

from summarizer.coverage.numbers import OPENINGS, read_numbers
from summarizer.coverage.passage import Passage, make_key
from summarizer.engines.embedded.stopwords import STOPWORDS
from summarizer.folding import fold

_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[.\u00a0\u202f ]\d{3})+(?![\d,.]?\d)")
_CLOSING = "\"'”’»)]"
_OPENING = "\"'“‘«(["
_SIGNS = (  # marks within a word, which are no letters to `re`: accents, points, vowel signs
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u0963"
    "\u0981-\u0983\u09bc-\u0dff\u0e31-\u0e3a\u0e47-\u0e4e"
)
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_SIGNS}]|['’](?=[^\W_]))*")
_STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "en": "english", "es": "spanish",
    "fi": "finnish", "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch",
    "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish",
    "tr": "turkish",
}  # fmt: skip
_FUNCTION_WORDS = {
    "en": STOPWORDS,
    "es": frozenset(
        "a al algo ante antes así aunque con como cuando de del desde donde dos e el ella ellas "
        "ellos en entre era es esa ese eso esta este esto están está fue fueron ha han hasta hay "
        "la las le les lo los más me mientras muy ni no o para pero por porque que quien se según "
        "ser si sin sobre son su sus también tras un una uno unos y ya".split()
    ),
    "fr": frozenset(
        "a ai au aux avec c ce ces cet cette ceux comme d dans de des du elle elles en entre est "
        "et eu eux il ils j l la le les leur leurs lui mais même n ne nous on ont ou où par pas "
        "plus pour qu que qui s sa sans se selon ses si son sont sous sur t tous tout un une "
        "vers vous y à été être".split()
    ),
    "de": frozenset(
        "ab aber als am an auch auf aus bei bis da damit das dass dem den der des die dies diese "
        "dieser doch durch ein eine einem einen einer eines er es für gegen habe haben hat hatte "
        "hatten ihr ihre im in ins ist kein keine mit nach nicht noch nun nur ob oder seien sei "
        "sein seine seit sich sie sind so sowie um und unter vom von vor war waren was wegen weil "
        "wenn werden wie wird worden wurde wurden zu zum zur zwischen über".split()
    ),
    "pt": frozenset(
        "a ao aos as até com como da das de depois do dos e ela elas ele eles em entre era essa "
        "esse esta este estão está foi foram há isso já mais mas me mesmo muito na nas no nos não "
        "o os ou para pela pelas pelo pelos por porque que quem se segundo sem ser seu seus sobre "
        "são sua suas também um uma à às".split()
    ),
}
"""Words that carry grammar; of other languages every word counts."""
_GENERIC_PARTY = frozenset("a an the of its his her their our".split())


def _base(language: str | None) -> str:
    return (language or "en").partition("-")[0].lower()


@lru_cache(maxsize=32)
def _load_stemmer(name: str) -> Any:
    import snowballstemmer  # pyright: ignore[reportMissingTypeStubs]

    return snowballstemmer.stemmer(name)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


@lru_cache(maxsize=65_536)
def _stem(word: str, language: str) -> str:
    name = _STEMMERS.get(language)
    return word if name is None else str(_load_stemmer(name).stemWord(word))


@lru_cache(maxsize=8_192)
def list_stems(text: str, language: str | None = "en") -> tuple[str, ...]:
    """Returns the stems of the content words, in order.

    Words are runs of letters and digits, folded; a possessive ending is dropped, and so are
    the words that only carry grammar.

    Example:
        >>> list_stems("The rebels’ attacks killed nine people.")
        ('rebel', 'attack', 'kill', 'nine', 'peopl')
    """
    base = _base(language)
    dull = _FUNCTION_WORDS.get(base, frozenset[str]())
    stems: list[str] = []
    for word in _WORD.findall(fold(text).text):
        plain = word.removesuffix("'s")
        if base in ("fr", "it") and "'" in plain[:3]:
            plain = plain.partition("'")[2]
        if plain and plain not in dull:
            stems.append(_stem(plain, base))
    return tuple(stems)


def compare_bags(left: Sequence[str], right: Sequence[str]) -> float:
    """Returns the F1 of two bags of words; two empty ones agree in nothing.

    Example:
        >>> compare_bags(["a", "b"], ["b", "c"])
        0.5
    """
    whole = len(left) + len(right)
    if not left or not right:
        return 0.0
    return 2 * (Counter(left) & Counter(right)).total() / whole


def compare_sets(left: Collection[object], right: Collection[object]) -> float | None:
    """Returns the F1 of two sets; None when both are empty: there is nothing to compare."""
    whole = len(left) + len(right)
    return 2 * len(set(left) & set(right)) / whole if whole else None


def recall_words(wanted: Sequence[str], said: Iterable[str]) -> float | None:
    """Returns the share of the words wanted that are said; None when none is wanted."""
    kinds = set(wanted)
    return len(kinds & set(said)) / len(kinds) if kinds else None


@lru_cache(maxsize=8_192)
def list_numbers(text: str, language: str | None = "en") -> frozenset[str]:
    """Returns the values of the numbers of a text, in (English) words or digits.

    A point or a blank between groups of three digits parts thousands, but for a point in English.

    Example:
        >>> sorted(list_numbers("Nine people, 4 of them children, died in 1,200 houses."))
        ['1200', '4', '9']
        >>> list_numbers("1.200 Menschen", "de")
        frozenset({'1200'})
    """
    if _base(language) != "en":
        text = _GROUPED.sub(lambda found: re.sub(r"\D", "", found[0]), text)
    return frozenset(str(one.value) for one in read_numbers(Passage(text, OPENINGS)))


@lru_cache(maxsize=8_192)
def list_names(text: str) -> frozenset[str]:
    """Returns the words with a capital that do not open a sentence, and acronyms, as keys.

    Example:
        >>> sorted(list_names("On Friday Mara Velk met the VDF in Norburg."))
        ['friday', 'mara', 'norburg', 'vdf', 'velk']
    """
    found: set[str] = set()
    for match in _WORD.finditer(text):
        word = match[0]
        before = text[: match.start()].rstrip().rstrip(_OPENING).rstrip().rstrip(_CLOSING)
        opens = not before or before.endswith((".", "!", "?", ":"))
        if word[0].isupper() and (not opens or word.isupper()) and len(word) > 1:
            found.add(make_key(word))
    return frozenset(found)


@lru_cache(maxsize=16_384)
def normalise_party(text: str) -> str:
    """Returns the words of a party without articles, possessives and marks, folded.

    Example:
        >>> normalise_party("The Vantian army’s"), normalise_party("vantian  army")
        ('vantian army', 'vantian army')
    """
    words = [word.removesuffix("'s") for word in _WORD.findall(fold(text).text)]
    return " ".join([word for word in words if word not in _GENERIC_PARTY] or words)
