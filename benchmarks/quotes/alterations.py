"""Quotes cut from an article and altered: what must be placed, and what must be rejected."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.quotes.articles import DAYS, FAMILY, FATES, LANDS, MONTHS, NUMBERS, TOWNS

FOREIGN = "violin teapot orbit velvet meadow pencil ribbon gravel syrup almanac".split()


@dataclass(frozen=True, slots=True)
class Case:
    """A quote, what was done to it, and the words it was cut from; None: it must be rejected."""

    name: str
    quote: str
    wanted: str | None


_WORD = re.compile(r"\S+")
_BARE = re.compile(r"^\W+|\W+$")
_NEGATIONS = frozenset("not neither nor denied".split())
_LITERAL_GUARDS = frozenset(
    "killed wounded arrested rescued evacuated rose fell before after more least million percent"
    " thousands days weeks first".split()
)


def is_guarded(word: str, *, inside: bool = True) -> bool:
    """Tell whether a written word is one that no other may stand for: this file's own list."""
    bare = _BARE.sub("", word).lower()
    if not bare or any(char.isdigit() for char in bare) or bare in _NEGATIONS | _LITERAL_GUARDS:
        return True
    listed = {*NUMBERS, *map(str.lower, DAYS), *map(str.lower, MONTHS)}
    return bare in listed or (inside and _BARE.sub("", word)[:1].isupper())


def cut_quotes(article: str, count: int, draw: random.Random) -> list[str]:
    """Cut quotes of 6 to 30 words that do not run over a paragraph."""
    lines = [list(_WORD.finditer(line)) for line in article.split("\n\n")]
    quotes: list[str] = []
    while len(quotes) < count:
        line = draw.choice(lines)
        size = draw.randint(6, 30)
        if len(line) < size:
            continue
        first = draw.randint(0, len(line) - size)
        source = line[first].string
        quote = source[line[first].start() : line[first + size - 1].end()]
        # "million in May" of "$5 million in May" is no quote anybody would take, nor a lone dash.
        if not quote[-1].isdigit() and not quote.startswith(("million", "–")) and quote[-1] != "–":
            quotes.append(quote)
    return quotes


def _misspell(word: str, draw: random.Random) -> str:
    at = draw.randint(1, len(word) - 3)
    kind = draw.randint(0, 3)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    letter = draw.choice("aeiortn")
    return word[:at] + letter + word[at + (kind == 2) :]


def alter(quote: str, draw: random.Random) -> list[Case]:
    """Make the 11 alterations of a quote; what loses or changes a guarded word must be rejected."""
    words = quote.split(" ")
    cases = [Case("exact", quote, quote)]
    typography = quote.translate(str.maketrans("“”’–'", '""\'—’'))
    if typography == quote:
        typography = quote.replace(" ", "\u00a0", 2)
    cases.append(Case("typography", typography.replace(" ", "  ", 1), quote))
    cases.append(Case("case", quote.lower(), quote))
    plain = re.sub(r"(?<!\d)[.,“”](?!\d)|(?<=\D)[.,“”]|[.,“”](?=\D|$)", "", quote)
    cases.append(Case("punctuation", plain, quote))

    def lose(name: str, gone: Sequence[int], kept: str) -> None:
        bare = [_BARE.sub("", words[at]).lower() for at in gone]
        lost = _NEGATIONS.intersection(bare) or (
            # "$5 million" without its million is another number, and so is "million" alone
            "million" in words
            and len({words.index("million") - 1, words.index("million")}.intersection(gone)) == 1
        )
        cases.append(
            Case("lost negation or scale" if lost else name, kept, None if lost else quote)
        )

    def drop(name: str, gone: Sequence[int]) -> None:
        lose(name, gone, " ".join(word for at, word in enumerate(words) if at not in gone))

    inner = range(1, len(words) - 1)
    drop("dropped 1", [draw.choice(inner)])
    drop("dropped 3", draw.sample(inner, 3))
    size = draw.randint(2, min(8, len(words) - 4))
    first = draw.randint(2, len(words) - size - 2)
    gone = range(first, first + size)
    lose("ellipsis", gone, " ".join([*words[:first], "…", *words[first + size :]]))
    at = draw.randrange(len(words))
    changed = " ".join([*words[:at], draw.choice(FOREIGN), *words[at + 1 :]])
    held = is_guarded(words[at], inside=at > 0)
    if not (held and words[at][:1].isupper()):  # a name for a common word: neither kept nor changed
        strict = held and is_strict(words[at])
        cases.append(
            Case(
                "guarded word replaced" if strict else "substituted",
                changed,
                None if strict else quote,
            )
        )
    at = draw.choice([at for at in range(1, len(words)) if words[at] != "million"])
    cases.append(
        Case("inserted", " ".join([*words[:at], draw.choice(FOREIGN), *words[at:]]), quote)
    )
    long = [
        n
        for n, word in enumerate(words)
        if len(word) > 3 and word.isalpha() and not is_guarded(word)
    ]
    slips = list(words)
    for n in draw.sample(long, min(2, len(long))):
        slips[n] = _misspell(slips[n], draw)
    cases.append(Case("typos", " ".join(slips), quote))
    cases.append(Case("moved", " ".join([*words[-3:], *words[:-3]]), quote))
    return cases


def is_strict(word: str) -> bool:
    """Tell whether a word may not even be replaced by one that says nothing of its kind."""
    bare = _BARE.sub("", word).lower()
    listed = {*NUMBERS, *map(str.lower, DAYS), *map(str.lower, MONTHS)}
    return bare in listed | _NEGATIONS | {"million"} or any(char.isdigit() for char in bare)


SWAPS: dict[str, Sequence[Sequence[str]]] = {
    "number word changed": [NUMBERS],
    "weekday changed": [DAYS],
    "month changed": [MONTHS],
    "fate changed": [FATES],
    "direction changed": [["rose", "fell"], ["before", "after"], ["More than", "Less than"]],
    "scale or unit changed": [["million", "billion"], ["percent", "tonnes"], ["days", "weeks"]],
    "currency changed": [["$", "€", "£"]],
    "name changed": [FAMILY, TOWNS, LANDS],
}


def change_guarded(quote: str, draw: random.Random) -> list[Case]:
    """Change one guarded word in each way the quote allows; all must be rejected."""
    cases: list[Case] = []
    figures = list(re.finditer(r"\d", quote))
    if figures:
        at = draw.choice(figures).start()
        digit = draw.choice([d for d in "123456789" if d != quote[at]])
        cases.append(Case("digit changed", quote[:at] + digit + quote[at + 1 :], None))
    for name, groups in SWAPS.items():
        for group in groups:
            here = [
                word
                for word in group
                if re.search(
                    rf"(?<!\w){re.escape(word)}(?!\w)|(?<=\s){re.escape(word)}(?=\d)", quote
                )
            ]
            if here:
                old = draw.choice(here)
                new = draw.choice([word for word in group if word not in (old, *here)] or [""])
                if new:
                    cases.append(
                        Case(
                            name,
                            re.sub(
                                rf"(?<!\w){re.escape(old)}(?!\w)|(?<=\s){re.escape(old)}(?=\d)",
                                new,
                                quote,
                                count=1,
                            ),
                            None,
                        )
                    )
    for old, new in (
        (" did not say", " said"),
        (" denied that", " said that"),
        ("Neither ", ""),
        (" nor ", " and "),
    ):
        if old in quote:
            cases.append(Case("negation taken out", quote.replace(old, new, 1).strip(), None))
    for old, new in (
        (" was ", " was not "),
        (" were ", " were not "),
        (" had ", " had never "),
        (" said ", " did not say "),
        (" reported", " did not report"),
    ):
        if old in quote:
            cases.append(Case("negation put in", quote.replace(old, new, 1), None))
    return cases


def make_cases(article: str, other: str, *, count: int, seed: int) -> list[Case]:
    """Make all cases of an article; `other` is where the foreign quotes come from."""
    draw = random.Random(seed)
    cases: list[Case] = []
    for quote in cut_quotes(article, count, draw):
        cases += alter(quote, draw)
        cases += [case for case in change_guarded(quote, draw) if case.quote not in article]
    for quote in cut_quotes(other, count, draw):
        if quote not in article:
            cases.append(Case("from another article", quote, None))
    return cases
