"""How fast the embedded engine is, and how its time grows with the text.

Articles are put together from the sentences of `examples/` and calm ones, so the whole way
from text to validated `Result` is timed on text with key points and events in it. LexRank
and TextRank (sumy) choose three sentences of the same articles in the same run; they find
no events.
"""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from summarizer import Summarizer
from summarizer.sentences import split_sentences, tokenize

EXAMPLES = sorted((Path(__file__).parent.parent.parent / "examples").glob("*.txt"))
ARTICLE_CHARS = 3_000
ARTICLES = 40
CALM_SHARES = (0.9, 0.5, 0.0)
"""Shares of sentences without an event. Time grows with events, so one density says little:
everyday news has about four events in 3 KB, a report of nothing but fighting twenty."""
GROWTH_CALM_SHARE = 0.5
CALM = (
    "The harbour lies at the mouth of a river that has given the town its name and its trade.",
    "Most of the houses along the quay date from the years when timber was the main business.",
    "Few people here remember a winter as mild as this one, and the orchards are already green.",
    "The museum, which is free on Sundays, keeps a collection of maps and instruments.",
    "It is the third time in ten years that the budget is smaller than the one before.",
    "The committee has eleven members, most of them teachers and engineers by training.",
    "Prices of bread and fuel are higher than a year earlier, though wages are higher too.",
    "The line between the two valleys is among the oldest on the continent.",
    "A second volume, with letters and photographs, is to appear in spring.",
    "Rain is likely in the west, with sunny spells along the coast towards the evening.",
    "The team has a young side, and its manager is known for his patience.",
    "Such questions, the historian writes, have no simple answer, and perhaps need none.",
    "What the new building lacks in charm it makes up for in light and in space.",
    "The language has about forty thousand speakers, nearly all of them on the islands.",
)


def print_table(runs: int) -> None:
    """Prints the two tables, medians of so many runs."""
    with Summarizer() as summarizer:
        systems: dict[str, Callable[[str], object]] = {
            "embedded: key points, events, records": lambda text: summarizer.summarize(
                text, published="2024-01-19"
            )
        }
        systems.update(find_peers())
        gc.collect()
        gc.freeze()  # what the peers loaded is no burden on anybody's collections
        print(
            f"{ARTICLES} articles of {ARTICLE_CHARS:,} characters, one core, median of {runs} runs"
        )
        for calm in CALM_SHARES:
            texts = [make_article(ARTICLE_CHARS, seed, calm=calm) for seed in range(ARTICLES)]
            events = sum(len(summarizer.summarize(text).events) for text in texts) / ARTICLES
            print(f"  {events:.0f} events in each")
            print_rates(measure_rates(systems, texts, runs))
        print(f"\nembedded engine, growth with length, median of {runs} runs")
        print_growth(summarizer, runs)


def print_rates(rates: dict[str, float]) -> None:
    """Prints articles per second, and how many times that of each peer the engine's is."""
    ours = next(iter(rates.values()))
    for name, rate in rates.items():
        print(f"    {name:40}{rate:10.1f} articles/s{ours / rate:10.2f} x")


def print_growth(summarizer: Summarizer, runs: int) -> None:
    """Prints the time of ever longer texts, and how many times the first it is."""
    base = 0.0
    for chars in (50_000, 500_000, 5_000_000):
        text = make_article(chars, 0, calm=GROWTH_CALM_SHARE)
        run = partial(summarizer.summarize, text, published="2024-01-19")
        seconds = take_median(run, max(1, runs * 50_000 // chars + 1))
        base = base or seconds
        print(f"  {chars:>10,} characters{seconds:10.3f} s{seconds / base:10.1f} x the first")


def make_article(chars: int, seed: int, *, calm: float) -> str:
    """Returns a text of about that length, in paragraphs of one to three sentences."""
    chance = random.Random(seed)
    sentences = [
        " ".join(text[start:end].split())
        for text in (path.read_text(encoding="utf-8") for path in EXAMPLES)
        for start, end in split_sentences(text)
        if end - start > 40
    ]
    parts = ["Norburg talks follow week of strikes\n\n"]
    length = 0
    while length < chars:
        pool = CALM if chance.random() < calm else sentences
        parts.append(chance.choice(pool) + chance.choice([" ", " ", "\n", "\n\n"]))
        length += len(parts[-1])
    return "".join(parts)[:chars]


def measure_rates(
    systems: dict[str, Callable[[str], object]], texts: Sequence[str], runs: int
) -> dict[str, float]:
    """Returns articles per second; the systems take turns, so that noise meets them all."""
    seconds: dict[str, list[float]] = {name: [] for name in systems}
    for _ in range(runs):
        for name, run in systems.items():
            started = time.process_time()
            for text in texts:
                run(text)
            seconds[name].append(time.process_time() - started)
    return {name: len(texts) / statistics.median(times) for name, times in seconds.items()}


def take_median(run: Callable[[], object], runs: int) -> float:
    """Returns the median processor time in seconds."""
    times: list[float] = []
    for _ in range(runs):
        started = time.process_time()
        run()
        times.append(time.process_time() - started)
    return statistics.median(times)


def find_peers() -> dict[str, Callable[[str], object]]:
    """Returns sumy's LexRank and TextRank, when it is installed."""
    try:
        dom: Any = import_module("sumy.models.dom")
        lex_rank: Any = import_module("sumy.summarizers.lex_rank")
        text_rank: Any = import_module("sumy.summarizers.text_rank")
    except ImportError:
        print("LexRank and TextRank are left out (pip install sumy)")
        return {}

    class Words:
        def to_words(self, sentence: str) -> list[str]:
            return [sentence[start:end] for start, end, _ in tokenize(sentence)]

    words = Words()

    def choose(engine: Callable[..., object], text: str) -> object:
        sentences = [dom.Sentence(text[start:end], words) for start, end in split_sentences(text)]
        return engine(dom.ObjectDocumentModel([dom.Paragraph(sentences)]), 3)

    return {
        "sumy LexRank: three sentences": lambda text: choose(lex_rank.LexRankSummarizer(), text),
        "sumy TextRank: three sentences": lambda text: choose(text_rank.TextRankSummarizer(), text),
    }
