"""The articles of the task as a file of JSON Lines, and files of JSON Lines read again.

    python -m benchmarks.contenders.files COUNT

Prints so many articles, for whoever reads them through a pipe. Standard library only.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from benchmarks.contenders.task import PUBLISHED, News, iter_articles, make_article

RESULTS, DEAD = "results.jsonl", "dead.jsonl"
"""What a batch leaves in its folder: results, and letters about articles that have none."""


def print_articles(file: TextIO, count: int, start: int = 0) -> None:
    """Writes so many articles, one a line, each made when its turn has come."""
    for article in iter_articles(count, start):
        row = {"id": article.id, "text": article.text, "published": PUBLISHED}
        file.write(json.dumps(row) + "\n")


def write_articles(path: Path, count: int, start: int = 0) -> None:
    """Writes a file of so many articles."""
    with path.open("w", encoding="utf-8") as file:
        print_articles(file, count, start)


def read_lines(path: Path) -> Iterator[str]:
    """Yields the lines of a file; none where there is no file."""
    if path.exists():
        with path.open(encoding="utf-8", newline="\n") as file:
            yield from file


def find_article(id_: str) -> News:
    """Returns the article with this id.

    Example:
        >>> find_article("ARTID-000042") == make_article(42)
        True
    """
    return make_article(int(id_.rpartition("-")[2]))


if __name__ == "__main__":
    print_articles(sys.stdout, int(sys.argv[1]))
