"""This library's batch: from a file of articles to results, through a ledger in SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.contenders.contender import Verdict
from benchmarks.contenders.files import RESULTS, find_article, read_lines
from benchmarks.contenders.ours import judge_result
from summarizer import Result
from summarizer.batch import BatchOptions, run
from summarizer.settings import EMBEDDED, Settings


class Client:
    """`summarizer.batch.run` with its defaults.

    Args:
        base_url: the server; `embedded` for the engine that needs none.
        processes: how many work on articles.
    """

    def __init__(self, base_url: str, processes: int = 1) -> None:
        self._is_embedded = base_url == EMBEDDED
        self._settings = (
            Settings()
            if self._is_embedded
            else Settings(model="openai/mock", base_url=base_url, api_key="none")
        )
        self._processes = processes

    def summarize_file(self, source: Path, out: Path, at_once: int) -> None:
        """Runs a batch; without a model, the batch itself says how many are at a time."""
        options = BatchOptions(
            concurrency=None if self._is_embedded else at_once, processes=self._processes
        )
        run(str(source), out, settings=self._settings, options=options)

    def judge_file(self, out: Path) -> Iterator[Verdict]:
        """Yields verdicts on the results; one that comes twice is wrong."""
        return judge_lines(out / RESULTS, is_embedded=self._is_embedded)


def judge_lines(path: Path, *, is_embedded: bool) -> Iterator[Verdict]:
    """Yields verdicts on a file of results.

    Args:
        path: the file.
        is_embedded: whether no model answered; then any result of an article will do.
    """
    seen: set[str] = set()
    for line in read_lines(path):
        result = Result.from_json(line)
        id_ = result.article.id
        if id_ in seen:
            yield "wrong"
        elif is_embedded:
            yield "lost" if result.status == "failed" else "delivered"
        else:
            yield judge_result(result, find_article(id_))
        seen.add(id_)
