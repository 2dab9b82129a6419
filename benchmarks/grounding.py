"""How well and how fast altered quotes are placed, beside rapidfuzz alone and a difflib aligner.

Run `python benchmarks/grounding.py`. Two articles are made here (3 KB and 100 KB, seeded; names,
numbers, weekdays and whole phrases come again). From each 160 quotes of 6 to 30 words are cut
and altered in 11 ways:

    exact        as it stands
    typography   other quotation marks, dashes and blanks
    case         all in small letters
    punctuation  commas, full stops and quotation marks gone
    dropped 1    one inner word gone
    dropped 3    three inner words gone, anywhere
    ellipsis     two to eight inner words replaced by an ellipsis, two left on each side
    substituted  one word replaced by a word from another text
    inserted     one word from another text put in
    typos        a slip of the pen in two words of four letters and more
    moved        the last three words put first

"Placed" is a span whose overlap with the words the quote was cut from, by union, is 0.9 or more;
the same words elsewhere count as well. An alteration that takes away a negation, or puts
another word for a guarded one, is not counted there but must be rejected. The other must-reject
sets are quotes from another article and quotes in which one guarded word was changed: a figure,
a number word, a weekday, a month, a currency, a name, a fate, a direction; a negation put in or
taken out.

One `TextMap` serves all quotes of an article, as in use: the mean time per quote contains what
is learnt of the article once; the first loose quote is shown apart. Times are medians of
several runs. The difflib aligner is a re-implementation of the token-window search that
langextract (github.com/google/langextract) describes; it is run on a sample.
"""

from __future__ import annotations

import argparse
import difflib
import random
import re
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from summarizer.grounding import Rejection, ground
from summarizer.textmap import TextMap

Span = tuple[int, int]
Align = Callable[[str], Span | None]

GIVEN = (
    "Ada Mira Jonas Pavel Ines Tomas Greta Luka Selma Viktor Nadia Emil Osman Petra Yusuf Clara"
    " Henrik Amara Danilo Freya"
).split()
FAMILY = (
    "Lund Varga Okafor Brandt Silva Marek Haugen Petrov Quist Amsel Delgado Roth Nwosu Keller"
    " Ivanek Moreau Tanaka Olsen Baptiste Farkas"
).split()
TOWNS = (
    "Norburg Halden Velk Ostervik Marran Tyrn Kesten Aldport Brenna Solvang Quill Pellworm Dorsk"
    " Umbria Calder Wexmoor"
).split()
LANDS = "Vantia Ruthenmark Sorland Estrova Cassia Oderland".split()
BODIES = (
    "interior ministry|regional council|port authority|harbour police|"
    "election commission|miners' union|water board|national bank|health agency|"
    "transport ministry|Red Lantern group|farmers'"
    " league|coast guard|audit court|students' federation|chamber of trade|railway company"
).split("|")
ROLES = (
    "mayor governor prosecutor spokeswoman engineer bishop minister lawyer colonel surgeon"
    " historian ambassador baker inspector captain"
).split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April June July August September October November".split()
NUMBERS = "two three four five six seven eight nine ten eleven twelve fourteen twenty".split()
VERBS = (
    "inspected emptied auctioned blamed borrowed bought searched demolished described destroyed"
    " drafted examined expanded filmed flooded funded guarded ignored insured leased lit measured"
    " moved named occupied painted patrolled planned praised printed reached rebuilt repaired"
    " replaced robbed sealed shelled signed stormed studied surrounded taxed tested toured valued"
    " visited watched"
).split()
ADJECTIVES = (
    "abandoned ancient brick bitter civic cheap coastal concrete crowded damaged disputed distant"
    " dusty electric empty famous foreign frozen giant grey hidden historic humble industrial iron"
    " legal little local lonely marble medieval muddy narrow new nuclear private public quiet rural"
    " rusty sacred secret shallow solar steep stone temporary wooden young"
).split()
NOUNS = (
    "airport archive bakery bank barn barracks bridge canal cannery castle cathedral cellar chapel"
    " cinema clinic cottage courtyard dam depot dock embassy factory farm fence festival ferry"
    " field forest fountain garage garden gate granary hangar"
    " harbour hotel kiosk laboratory library"
    " lighthouse market mill mine monastery museum orchard palace park pier pipeline plaza pond"
    " prison quarry railway reactor refinery reservoir school shipyard square stadium station"
    " studio tavern temple theatre tower tunnel university vault viaduct village warehouse well"
).split()
MATTERS = (
    "agreement apology budget complaint contract decree delay evidence harvest inquiry insurance"
    " licence mandate neglect payment pension petition promise ransom referendum rent repair"
    " smuggling subsidy tariff testimony traffic treaty verdict wage weather"
).split()
PEOPLE = (
    "miners villagers students soldiers passengers nurses prisoners fishermen clerks tourists"
    " farmers dockers teachers pilgrims rebels"
).split()
FATES = ("killed", "wounded", "arrested", "rescued", "evacuated")
GOODS = "timber copper wheat cement tractors medicine herring paper cotton glass coffee".split()
STOCK = (  # phrases that come again and again, as in news
    "according to people who were there|in spite of a warning from the weather service|as thousands"
    " of commuters waited outside|who asked that his name be kept out of the papers|on the eve of"
    " the talks|for the first time since the war|in what the opposition called a farce"
).split("|")
FOREIGN = "violin teapot orbit velvet meadow pencil ribbon gravel syrup almanac".split()


@dataclass(frozen=True, slots=True)
class Case:
    """A quote, what was done to it, and the words it was cut from; None: it must be rejected."""

    name: str
    quote: str
    wanted: str | None


def write_thing(draw: random.Random) -> str:
    """Write a thing or a building with its place or matter."""
    shape = draw.random()
    thing = f"the {draw.choice(ADJECTIVES)} {draw.choice(NOUNS)}"
    if shape < 0.3:
        return f"{thing} near the {draw.choice(NOUNS)}"
    if shape < 0.5:
        return f"the {draw.choice(MATTERS)} over {thing}"
    return f"{thing} of {draw.choice(TOWNS)}" if shape < 0.6 else thing


def write_act(draw: random.Random) -> str:
    """Write what somebody did."""
    act = f"{draw.choice(VERBS)} {write_thing(draw)}"
    if draw.random() < 0.4:
        act += f" and {draw.choice(VERBS)} {write_thing(draw)}"
    if draw.random() < 0.3:
        act += f" because of a {draw.choice(ADJECTIVES)} {draw.choice(MATTERS)}"
    return act + (f" {draw.choice(STOCK)}" if draw.random() < 0.25 else "")


def write_sentence(draw: random.Random) -> str:
    """Write one news sentence."""
    one = draw.choice
    name, town, day, body = f"{one(GIVEN)} {one(FAMILY)}", one(TOWNS), one(DAYS), one(BODIES)
    count, other, role = one(NUMBERS), one(NUMBERS), one(ROLES)
    act, thing = write_act(draw), write_thing(draw)
    shapes = [
        f"The {body} in {town} {act} on {day}.",
        (
            f"At least {count} {one(PEOPLE)} were {one(FATES)} and {draw.randint(13, 480)} others"
            f" {one(FATES)} when {thing} collapsed, {name}, a {role} from {town}, said on {day}."
        ),
        f"“Whoever {act} knew the {one(MATTERS)},” said {name}, the {role} of {town}.",
        (
            f"Exports of {one(GOODS)} from {one(LANDS)} {one(['rose', 'fell'])} by"
            f" {draw.randint(2, 60)}.{draw.randint(1, 9)} percent to"
            f" ${draw.randint(2, 90)} million in"
            f" {one(MONTHS)}, while the {body} {act}."
        ),
        (
            f"{name} did not say whether the {body} had {act} – or why {count}"
            f" {one(PEOPLE)} still lived"
            f" in {thing}."
        ),
        (
            f"The {role}’s office denied that the {body} {act} before {day}, but"
            f" {one(PEOPLE)} from {town}"
            f" spoke of a {one(ADJECTIVES)} {one(MATTERS)}."
        ),
        (
            f"More than {draw.randint(2, 90)},{draw.randint(100, 999)}"
            f" {one(PEOPLE)} marched past {thing}"
            f" in {one(MONTHS)} {draw.randint(1990, 2023)}, {other} of them on crutches."
        ),
        (
            f"A {role} from {one(LANDS)} and {count} {one(PEOPLE)} reached {town}"
            f" after {other} days at"
            f" sea with {one(GOODS)}, {one(GOODS)} and a {one(ADJECTIVES)} {one(NOUNS)} clock."
        ),
        f"Neither {name} nor the {body} ever {act}.",
        f"It was {name} who {act}, {other} weeks before the {body} {write_act(draw)}.",
        (
            f"A {one(ADJECTIVES)} {one(MATTERS)} led the {role} to {one(MATTERS)}"
            f" after {one(MATTERS)},"
            f" and {thing} was {one(VERBS)} under the eyes of {count} {one(PEOPLE)}."
        ),
    ]
    return one(shapes)


def write_other_sentence(draw: random.Random) -> str:
    """Write a sentence of another article: the same words, but other things said of them."""
    one = draw.choice
    name, town, count = f"{one(GIVEN)} {one(FAMILY)}", one(TOWNS), one(NUMBERS)
    first, second = f"{one(ADJECTIVES)} {one(NOUNS)}", f"{one(ADJECTIVES)} {one(NOUNS)}"
    shapes = [
        (
            f"On {one(DAYS)} {one(PEOPLE)} and {one(PEOPLE)} from {town}"
            f" {one(VERBS)} a {first}, which"
            f" {name} calls a {one(ADJECTIVES)} {one(MATTERS)}."
        ),
        (
            f"Without {one(GOODS)} no {one(NOUNS)} in {one(LANDS)} can open its"
            f" {second}, {name} wrote."
        ),
        (
            f"“My {one(MATTERS)} is your {one(MATTERS)},” the {one(ROLES)} told"
            f" {count} {one(PEOPLE)}."
        ),
        (
            f"Both the {one(BODIES)} and the {one(BODIES)} want a {first}; neither"
            f" has {one(VERBS)} one."
        ),
        f"Every {one(ROLES)} remembers how {town} {one(VERBS)} its {first} and lost a {second}.",
        (
            f"{name}, once a {one(ROLES)}, will be tried in {one(MONTHS)} over"
            f" {count} {one(MATTERS)}s."
        ),
    ]
    return one(shapes)


def write_article(
    chars: int, seed: int, write: Callable[[random.Random], str] = write_sentence
) -> str:
    """Write an article of about so many characters, in paragraphs of one to four sentences."""
    draw = random.Random(seed)
    paragraphs: list[str] = []
    size = 0
    while size < chars:
        paragraph = " ".join(write(draw) for _ in range(draw.randint(1, 4)))
        paragraphs.append(paragraph)
        size += len(paragraph) + 2
    return "\n\n".join(paragraphs)


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


def overlap(article: str, found: Span | None, wanted: str) -> float:
    """Give the overlap by union with the nearest place where the wanted words stand."""
    best, at = 0.0, article.find(wanted)
    while found and at >= 0:
        inside = min(found[1], at + len(wanted)) - max(found[0], at)
        outside = max(found[1], at + len(wanted)) - min(found[0], at)
        best = max(best, inside / outside)
        at = article.find(wanted, at + 1)
    return best


def use_ours(article: str) -> Align:
    """Ground in one text map."""
    text = TextMap(article)

    def align(quote: str) -> Span | None:
        found = ground(text, quote)
        return None if isinstance(found, Rejection) else (found.start, found.end)

    return align


def use_rapidfuzz(article: str) -> Align:
    """Take the best partial ratio of the raw text, from 75 on."""

    def align(quote: str) -> Span | None:
        found = fuzz.partial_ratio_alignment(quote, article, score_cutoff=75)
        return (found.dest_start, found.dest_end) if found else None

    return align


def use_difflib(article: str) -> Align:
    """Slide windows of words over the text and take the one with most words in common."""
    tokens = [(match[0].lower(), match.span()) for match in re.finditer(r"\w+|[^\w\s]", article)]
    text = [token for token, _ in tokens]

    def align(quote: str) -> Span | None:
        sought = re.findall(r"\w+|[^\w\s]", quote.lower())
        matcher = difflib.SequenceMatcher(autojunk=False)
        matcher.set_seq2(sought)
        wanted = set(sought)
        best, span = 0.0, None
        for size in (len(sought), len(sought) + 4, len(sought) + 9):
            for first in range(max(1, len(text) - size + 1)):
                window = text[first : first + size]
                if len(wanted.intersection(window)) < 0.6 * len(wanted):
                    continue
                matcher.set_seq1(window)
                blocks = [block for block in matcher.get_matching_blocks() if block.size]
                share = sum(block.size for block in blocks) / len(sought)
                if share >= 0.75 and share > best:
                    best = share
                    low, high = first + blocks[0].a, first + blocks[-1].a + blocks[-1].size - 1
                    span = tokens[low][1][0], tokens[high][1][1]
        return span

    return align


def print_scores(
    article: str, cases: Sequence[Case], methods: dict[str, tuple[Callable[[str], Align], int]]
) -> None:
    """Print the share placed and the share rejected, per set and method."""
    placed: dict[str, list[str]] = {}
    rejected: dict[str, list[str]] = {}
    for method, (make, most) in methods.items():
        align = make(article)
        good: dict[str, list[bool]] = {}
        bad: dict[str, list[bool]] = {}
        step = max(1, len(cases) // most)
        for case in cases[::step]:
            found = align(case.quote)
            if case.wanted is None:
                bad.setdefault(case.name, []).append(found is None)
            else:
                right = overlap(article, found, case.wanted) >= 0.9
                good.setdefault(case.name, []).append(right)
        for table, sets in ((placed, good), (rejected, bad)):
            sets["all"] = [one for values in sets.values() for one in values]
            for name, values in sets.items():
                share = 100 * sum(values) / len(values) if values else 0.0
                table.setdefault(name, []).append(f"{method} {share:5.1f} ({len(values)})")
    for title, table in (("placed", placed), ("rejected", rejected)):
        print(f"  % {title}")
        for name, cells in table.items():
            print(f"    {name:24}" + "".join(f"{cell:>26}" for cell in cells))


def time_quotes(make: Callable[[str], Align], article: str, quotes: Sequence[str]) -> float:
    """Give the seconds per quote, with what is learnt of the article; median of three runs."""
    times: list[float] = []
    for _ in range(3):
        start = time.perf_counter()
        align = make(article)
        for quote in quotes:
            align(quote)
        times.append((time.perf_counter() - start) / len(quotes))
    return statistics.median(times)


def print_times(article: str, cases: Sequence[Case], *, sample: int) -> None:
    """Print times per quote."""
    quotes = [case.quote for case in cases if case.wanted is not None]
    loose = next(case.quote for case in cases if case.name == "typos")
    use_ours(article)(loose)
    once = statistics.median(time_quotes(use_ours, article, [loose]) for _ in range(5))
    print("  ms per quote: mean over all alterations, one text map per article")
    print(f"    ours                {1e3 * time_quotes(use_ours, article, quotes):8.3f}")
    print(f"    ours, first 150     {1e3 * time_quotes(use_ours, article, quotes[:150]):8.3f}")
    print(f"    ours, first loose   {1e3 * once:8.3f}")
    align = use_ours(article)
    exact = [case.quote for case in cases if case.name == "exact"]
    align(exact[0])
    warm = statistics.median(time_quotes(lambda _: align, article, exact) for _ in range(5))
    print(f"    ours, exact quote   {1e3 * warm:8.4f}")
    for name in dict.fromkeys(case.name for case in cases):
        some = [case.quote for case in cases if case.name == name]
        print(f"      {name:22}{1e3 * time_quotes(lambda _: align, article, some):8.3f}")
    print(f"    rapidfuzz           {1e3 * time_quotes(use_rapidfuzz, article, quotes):8.3f}")
    some = quotes[:: max(1, len(quotes) // sample)][:sample]
    print(f"    difflib (n={len(some)})       {1e3 * time_quotes(use_difflib, article, some):8.3f}")


def main() -> None:
    """Print both tables for both articles."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--quotes", type=int, default=160, help="quotes per article")
    parser.add_argument("--seed", type=int, default=1, help="another draw of texts and quotes")
    parser.add_argument("--no-difflib", action="store_true", help="leave the slow aligner out")
    parser.add_argument("--misses", action="store_true", help="print what went wrong")
    options = parser.parse_args()
    for chars, sample in ((3_000, 300), (100_000, 30)):
        article = write_article(chars, options.seed)
        other = write_article(20_000, options.seed + 1000, write_other_sentence)
        cases = make_cases(article, other, count=options.quotes, seed=options.seed)
        print(f"article of {len(article)} characters, {options.quotes} quotes, {len(cases)} cases")
        methods: dict[str, tuple[Callable[[str], Align], int]] = {
            "ours": (use_ours, 10**9),
            "rapidfuzz": (use_rapidfuzz, 10**9),
        }
        if not options.no_difflib:
            methods["difflib"] = (use_difflib, sample)
        if options.misses:
            print_misses(article, cases)
        else:
            print_scores(article, cases, methods)
            print_times(article, cases, sample=sample // 10)


def print_misses(article: str, cases: Sequence[Case]) -> None:
    """Print the cases that went wrong, with what came back."""
    text = TextMap(article)
    for case in cases:
        found = ground(text, case.quote)
        span = None if isinstance(found, Rejection) else (found.start, found.end)
        if case.wanted is None:
            if span:
                print(f"[{case.name}] {case.quote!r}\n    accepted as {article[slice(*span)]!r}")
        elif overlap(article, span, case.wanted) < 0.9:
            what = found.reason if isinstance(found, Rejection) else found.quote
            print(f"[{case.name}] {case.quote!r}\n    was {case.wanted!r}\n    got {what!r}")


if __name__ == "__main__":
    main()
