"""The embedded engine over a file of articles, as one would write it in ten lines.

A loop, or a `multiprocessing.Pool`; nothing is kept that a second run could go on from.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from multiprocessing import Pool
from pathlib import Path

from benchmarks.contenders.contender import Verdict
from benchmarks.contenders.files import RESULTS, read_lines
from benchmarks.contenders.with_batch import judge_lines
from summarizer import Article, Summarizer

_CHUNK = 8
"""Articles given to a process at a time, so that none waits long for the last one."""


class Client:
    """A pool behind the form of those who take a file.

    Args:
        base_url: not used; there is no model.
        processes: how many; one is a loop in this process.
    """

    def __init__(self, base_url: str, processes: int = 1) -> None:
        del base_url
        self._processes = processes

    def summarize_file(self, source: Path, out: Path, at_once: int) -> None:
        """Writes results as they come."""
        del at_once
        out.mkdir()
        lines = read_lines(source)
        with (out / RESULTS).open("w", encoding="utf-8") as file:
            if self._processes == 1:
                file.writelines(map(_summarize, lines))
                return
            with Pool(self._processes) as pool:
                file.writelines(pool.imap_unordered(_summarize, lines, _CHUNK))
                pool.close()
                pool.join()

    def judge_file(self, out: Path) -> Iterator[Verdict]:
        """Yields verdicts on the results."""
        return judge_lines(out / RESULTS, is_embedded=True)


@cache
def _get_summarizer() -> Summarizer:
    return Summarizer()


def _summarize(line: str) -> str:
    article = Article.model_validate_json(line)
    return _get_summarizer().summarize(article).to_json() + "\n"
