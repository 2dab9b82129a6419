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
import statistics
import time
from collections.abc import Callable, Sequence

from benchmarks.quotes.aligners import Align, Span, use_difflib, use_ours, use_rapidfuzz
from benchmarks.quotes.alterations import Case, make_cases
from benchmarks.quotes.articles import write_article, write_other_sentence
from summarizer.grounding import Rejection, ground
from summarizer.textmap import TextMap


def overlap(article: str, found: Span | None, wanted: str) -> float:
    """Give the overlap by union with the nearest place where the wanted words stand."""
    best, at = 0.0, article.find(wanted)
    while found and at >= 0:
        inside = min(found[1], at + len(wanted)) - max(found[0], at)
        outside = max(found[1], at + len(wanted)) - min(found[0], at)
        best = max(best, inside / outside)
        at = article.find(wanted, at + 1)
    return best


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
