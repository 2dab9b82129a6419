"""The offline engine's key points beside the first three sentences, LexRank and TextRank.

DATA holds one article per line: `text`, `highlights` (the editors' bullets) and, if there
are halves, `split`. All systems choose from the same sentences. Printed are ROUGE F1 with
stems, the paired difference to the first three sentences with its 95 % bootstrap interval,
the words and points chosen, the median milliseconds per article (sentences already split)
and the articles per second they make.
"""

from __future__ import annotations

import importlib
import json
import random
import re
import statistics
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.embedded.bootstrap import find_interval
from summarizer.engines.embedded import keypoints
from summarizer.engines.embedded.stopwords import STOPWORDS
from summarizer.textmap import TextMap

if TYPE_CHECKING:
    from collections.abc import Callable

    System = Callable[[TextMap], list[str]]

METRICS = ("rouge1", "rouge2", "rougeLsum")
FLOOR = "first 3 sentences"
MAX_MS = 1.5


@dataclass
class Run:
    """What one system did on one split: a row per article, in the same order for all."""

    scores: list[tuple[float, ...]] = field(default_factory=list[tuple[float, ...]])
    words: list[int] = field(default_factory=list[int])
    points: list[int] = field(default_factory=list[int])
    times_s: list[float] = field(default_factory=list[float])


def quote(text: TextMap, chosen: list[keypoints.Choice]) -> list[str]:
    """Returns the words of the chosen slices."""
    return [text.text[one.start : one.end] for one in chosen]


def choose_unlimited(text: TextMap) -> list[str]:
    """Chooses three without the 35-word limit: the bare recipe."""
    limit, keypoints.MAX_WORDS = keypoints.MAX_WORDS, sys.maxsize
    try:
        return quote(text, keypoints.choose_key_points(text, count=3))
    finally:
        keypoints.MAX_WORDS = limit


def list_systems() -> dict[str, System]:
    """Returns what is compared, by name; the floor comes first."""
    systems: dict[str, System] = {
        FLOOR: lambda text: [text.text[one.start : one.end] for one in text.sentences[:3]],
        "key points": lambda text: quote(text, keypoints.choose_key_points(text)),
        "key points, 3": lambda text: quote(text, keypoints.choose_key_points(text, count=3)),
        "key points, 3, any length": choose_unlimited,
    }
    try:
        importlib.import_module("sumy")
    except ImportError:
        print("LexRank and TextRank are left out (pip install sumy)")
    else:
        systems["sumy LexRank"] = build_sumy("lex_rank", "LexRankSummarizer")
        systems["sumy TextRank"] = build_sumy("text_rank", "TextRankSummarizer")
    return systems


def build_sumy(module: str, name: str) -> System:
    """Returns a summarizer of sumy that chooses three of our own sentences."""
    dom: Any = importlib.import_module("sumy.models.dom")
    stemmer: Any = importlib.import_module("sumy.nlp.stemmers").Stemmer("english")
    summarizer: Any = getattr(importlib.import_module(f"sumy.summarizers.{module}"), name)(stemmer)
    summarizer.stop_words = STOPWORDS

    class Words:
        def to_words(self, sentence: str) -> list[str]:
            return re.findall(r"[^\W\d_][\w'’-]*", sentence)

    def choose(text: TextMap) -> list[str]:
        own = [text.text[one.start : one.end] for one in text.sentences]
        sentences = [dom.Sentence(sentence, Words()) for sentence in own]
        document = dom.ObjectDocumentModel([dom.Paragraph(sentences)])
        return [str(sentence) for sentence in summarizer(document, 3)]

    return choose


def read_rows(path: Path, sample: int | None) -> dict[str, list[dict[str, Any]]]:
    """Returns the articles by split; of each split a fixed random sample, if one is asked for."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            rows[row.get("split", "all")].append(row)
    if sample:
        pick = random.Random(0)
        rows.update({k: pick.sample(v, min(sample, len(v))) for k, v in rows.items()})
    return rows


def measure(systems: dict[str, System], rows: list[dict[str, Any]]) -> dict[str, Run]:
    """Runs every system on every article and scores it against the editors' bullets."""
    scorer: Any = importlib.import_module("rouge_score.rouge_scorer").RougeScorer(
        list(METRICS), use_stemmer=True
    )
    runs = {name: Run() for name in systems}
    for row in rows:
        text = TextMap(row["text"], title=row.get("title"))
        gold = "\n".join(row["highlights"])
        assert isinstance(text.sentences, tuple)  # noqa: S101 -- split before the clock starts
        for name, choose in systems.items():
            begun = time.perf_counter()
            points = choose(text)
            runs[name].times_s.append(time.perf_counter() - begun)
            score = scorer.score(gold, "\n".join(points))
            runs[name].scores.append(tuple(100 * score[metric].fmeasure for metric in METRICS))
            runs[name].words.append(sum(len(point.split()) for point in points))
            runs[name].points.append(len(points))
    return runs


def print_runs(split: str, runs: dict[str, Run]) -> None:
    """Prints the table of one split."""
    floor = runs[FLOOR]
    print(f"\n{split}: {len(floor.scores)} articles\n")
    print("| system | R1 | R2 | RLsum | words | points | ms | articles/s |")
    print("|--|--|--|--|--|--|--|--|")
    for name, run in runs.items():
        cells: list[str] = []
        for at in range(len(METRICS)):
            cell = f"{statistics.fmean(score[at] for score in run.scores):.1f}"
            if run is not floor:
                paired = zip(run.scores, floor.scores, strict=True)
                gains = [score[at] - base[at] for score, base in paired]
                low, high = find_interval(gains)
                cell += f" ({statistics.fmean(gains):+.2f} [{low:+.2f}, {high:+.2f}])"
            cells.append(cell)
        median_s = statistics.median(run.times_s)
        words = statistics.fmean(run.words)
        print(
            f"| {name} | {' | '.join(cells)} | {words:.0f} "
            f"| {statistics.fmean(run.points):.1f} | {1000 * median_s:.2f} | {1 / median_s:.0f} |"
        )


def print_table(path: Path, *, sample: int | None = None) -> None:
    """Prints one table for each split."""
    systems = list_systems()
    for split, rows in read_rows(path, sample).items():
        print_runs(split, measure(systems, rows))


def print_speed() -> float:
    """Prints and returns the median milliseconds of the choice on 3 KB of invented sentences."""
    text = TextMap(
        " ".join(
            f"The council of Ward{n} said on Monday that bridge{n % 7} over the river would "
            f"close for {n + 2} weeks while engineers repair pillar{n}."
            for n in range(26)
        )
    )
    assert isinstance(text.sentences, tuple)  # noqa: S101 -- split before the clock starts
    times_s: list[float] = []
    for _ in range(101):
        begun = time.perf_counter()
        keypoints.choose_key_points(text)
        times_s.append(time.perf_counter() - begun)
    taken_ms = 1000 * statistics.median(times_s)
    print(f"\nkey points of 3 KB of invented sentences: {taken_ms:.2f} ms (limit {MAX_MS} ms)")
    return taken_ms
