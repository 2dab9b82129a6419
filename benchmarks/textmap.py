"""Speed of the text map, and whether it stays linear; beside syntok in the same run.

Run `python benchmarks/textmap.py`. With `--gold FILE` it also scores sentence boundaries on a
JSONL file of `{"text": ..., "sentences": [[start, end], ...]}`, as written and flattened (every
line break a blank). No file is needed otherwise: the texts are made here.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import syntok.segmenter  # pyright: ignore[reportMissingTypeStubs]

from summarizer.folding import fold
from summarizer.sentences import split_sentences, tokenize
from summarizer.textmap import TextMap

PARAGRAPH = (
    "The council of Ostervik closed the harbour road on Monday, after water from the fjord rose"
    " above the quay. “It will stay closed for a week,” said Dr. Ada Lund, the mayor. Was there"
    " a warning? The U.S. firm that runs the ferry says none came before 5 p.m. on Sunday."
)
ARTICLE = "\n".join(["Harbour road closes in Ostervik", "", *[PARAGRAPH] * 10, "Reuters"])
Split = Callable[[str], Iterable[tuple[int, int]]]


def read_text(text: str) -> None:
    """Find segments and sentences, as one article needs them."""
    text_map = TextMap(text)
    _ = text_map.segments, text_map.sentences, text_map.dateline, text_map.agency


def split_with_syntok(text: str) -> list[tuple[int, int]]:
    """Split a text into sentences with syntok."""
    spans: list[tuple[int, int]] = []
    for paragraph in syntok.segmenter.analyze(text):  # pyright: ignore[reportUnknownMemberType]
        for tokens in paragraph:
            words = list(tokens)
            if words:
                spans.append((words[0].offset, words[-1].offset + len(words[-1].value)))
    return spans


def time_call(function: Callable[[str], object], text: str, *, repeats: int = 3) -> float:
    """Give the best wall time of a call in seconds."""
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        function(text)
        best = min(best, time.perf_counter() - start)
    return best


def print_article_times() -> None:
    """Print the time one article of about 3,000 characters takes, part by part."""
    print(f"one article, {len(ARTICLE)} characters, best of 50")
    parts: list[tuple[str, Callable[[str], object]]] = [
        ("segments and sentences", read_text),
        ("sentences alone", split_sentences),
        ("tokens", tokenize),
        ("folded form", fold),
        ("syntok sentences", split_with_syntok),
    ]
    for name, function in parts:
        print(f"  {name:24}{time_call(function, ARTICLE, repeats=50) * 1e3:9.2f} ms")


def print_growth() -> None:
    """Print how the time per megabyte changes from 50 KB to 5 MB; linear means it does not."""
    print("\ngrowth, seconds per million characters (50 KB, 500 KB, 5 MB) and last over first")
    shapes = {
        "articles end to end": ARTICLE + "\n\n",
        "one line": PARAGRAPH + " ",
        "one line, no full stop": "the water rose and rose ",
        "one line of full stops": "A. ",
        "one-word lines": "harbour\n",
        "headings": "Summary\n-\n",
        "quotes and brackets": "”. (“‘",
        "accents, odd blanks": "Cafe\u0301 …\u00a0\u200b“ﬁn” ",
        "ideographs": "港口道路周一关闭。“为什么？”他问。",
        "digits": "1,",
    }
    functions: list[tuple[str, Callable[[str], object]]] = [
        ("map", read_text),
        ("tokens", tokenize),
        ("fold", fold),
    ]
    for shape, unit in shapes.items():
        for name, function in functions:
            print(f"  {shape:24}{name:8}{_compare_sizes(function, unit, 5_000_000)}")
    print(f"  {'articles end to end':24}{'syntok':8}", end="")
    print(_compare_sizes(split_with_syntok, ARTICLE + "\n\n", 500_000))


def _compare_sizes(function: Callable[[str], object], unit: str, most_chars: int) -> str:
    rates: list[float] = []
    for size in (50_000, 500_000, 5_000_000):
        if size <= most_chars:
            text = (unit * (size // len(unit) + 1))[:size]
            rates.append(time_call(function, text, repeats=3 if size < 1e6 else 1) / size * 1e6)
    return "".join(f"{rate:8.3f}" for rate in rates) + f"   x{rates[-1] / rates[0]:.2f}"


def score(split: Split, documents: list[dict[str, Any]], *, flat: bool) -> tuple[float, float]:
    """Give F1 of sentence ends and of whole sentences (start and end both right)."""
    right_ends = right_pairs = found = wanted = 0
    for document in documents:
        text = document["text"].replace("\n", " ") if flat else document["text"]
        gold = {(start, end) for start, end in document["sentences"]}
        spans = {(start, end) for start, end in split(text)}
        right_pairs += len(gold & spans)
        right_ends += len({end for _, end in gold} & {end for _, end in spans})
        found += len(spans)
        wanted += len(gold)
    return 2 * right_ends / (found + wanted), 2 * right_pairs / (found + wanted)


def print_scores(path: Path) -> None:
    """Print how well the gold sentences are found, beside syntok."""
    lines = path.read_text(encoding="utf-8").splitlines()
    documents = [json.loads(line) for line in lines if line.strip()]
    print(f"\n{len(documents)} documents: F1 of sentence ends / of whole sentences")
    for name, split in (("ours", split_sentences), ("syntok", split_with_syntok)):
        for flat in (False, True):
            ends, pairs = score(split, documents, flat=flat)
            print(f"  {name:8}{'flattened' if flat else 'as written':12}{ends:.4f} / {pairs:.4f}")


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, help="JSONL with text and sentence offsets")
    gold: Path | None = parser.parse_args().gold
    print_article_times()
    print_growth()
    if gold:
        print_scores(gold)


if __name__ == "__main__":
    main()
