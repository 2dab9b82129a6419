"""Results read back from where they were written, each with its article where that is at hand.

A result holds no text of its article but its quotes. The text is found again by its SHA-256: in
the files that are named, or, for the folder of a batch, in the inputs it was made from.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, cast

from pydantic import ValidationError

from summarizer.errors import ArticleError, ConfigError
from summarizer.settings import MAX_CHARS
from summarizer_schemas.article import Article, hash_text
from summarizer_schemas.result import SCHEMA_VERSION, Result

STDIN = "-"
_LINES, _PARTS = "results.jsonl", "results-*.parquet"
_ROWS = 500
"""Rows of a Parquet file that are in memory at a time."""

Found = tuple[str, "Result | ArticleError"]
"""Where a result was read, `path:line` or `path:row`, and the result or why there is none."""


@dataclass(frozen=True, slots=True)
class Story:
    """What was found in one article, and the article.

    Attributes:
        result: what was found.
        article: the article, its text untouched; None when it is not at hand.
        source: where the result was read: `path:line`.
    """

    result: Result
    article: Article | None = None
    source: str = ""


def read_results(paths: Sequence[str], *, stdin: BinaryIO | None = None) -> Iterator[Found]:
    """Yields results as they are read; a line that holds none comes as an error in its place.

    Args:
        paths: files of JSON Lines, one JSON document, or Parquet with a column `result`; the
            folder of a batch; `-` for standard input, JSON Lines.
        stdin: what to read for `-`, when it is not `sys.stdin`.

    Raises:
        ConfigError: before anything is read: a path does not exist, or a folder holds no results.
            Later on: pyarrow is missing.

    Example:
        >>> import io
        >>> from summarizer import summarize
        >>> line = summarize("Rain fell on Norburg.").to_json().encode()
        >>> [(source, one.status) for source, one in read_results(["-"], stdin=io.BytesIO(line))]
        [('-:1', 'no_events')]
    """
    files = [file for path in paths for file in _list_files(path)]

    def read_all() -> Iterator[Found]:
        for file in files:
            if file.suffix.lower() == ".parquet":
                yield from _read_parquet(file)
            elif str(file) == STDIN:
                yield from _read_lines(STDIN, stdin or sys.stdin.buffer)
            else:
                yield from _read_json(file)

    return read_all()


def read_stories(
    paths: Sequence[str],
    *,
    articles: Sequence[str] = (),
    stdin: BinaryIO | None = None,
    max_chars: int = MAX_CHARS,
) -> tuple[list[Story], list[ArticleError]]:
    """Returns all results with their articles, and what could not be read.

    Args:
        paths: as for `read_results`.
        articles: files, folders and patterns in which the articles stand; with none, the inputs
            of each batch among the paths.
        stdin: as for `read_results`.
        max_chars: the longest article that is read, in code points.

    Raises:
        ConfigError: as in `read_results`, or as for the inputs of a batch.
    """
    found = list(read_results(paths, stdin=stdin))
    errors = [one for _, one in found if isinstance(one, ArticleError)]
    results = [(source, one) for source, one in found if isinstance(one, Result)]
    wanted = {one.article.sha256 for _, one in results}
    if articles:
        from summarizer.batch.inputs import open_inputs

        read: Iterator[Article | ArticleError] = (
            one.article for one in open_inputs(articles, max_chars=max_chars)
        )
    else:
        read = chain.from_iterable(_open_inputs(path, max_chars) for path in paths)
    texts = _gather(read, wanted) if wanted else {}
    stories = [Story(one, texts.get(one.article.sha256), source) for source, one in results]
    return stories, errors


# ---- results ----


def _list_files(path: str) -> list[Path]:
    if path == STDIN:
        return [Path(STDIN)]
    place = Path(path)
    if place.is_dir():
        lines = place / _LINES
        # A batch fills one of the two kinds; the other is empty, or not there.
        files = [*sorted(place.glob(_PARTS)), *([lines] if lines.is_file() else [])]
        if not files:
            raise ConfigError(
                f"{path} holds no results; name the folder of a batch, or a file that "
                "`summarizer run --format json` wrote"
            )
        return files
    if not place.exists():
        raise ConfigError(f"{path} does not exist; name a file or folder of results")
    return [place]


def _read_json(file: Path) -> Iterator[Found]:
    """Reads lines; a file whose first line is no JSON may be one document over many lines."""
    try:
        with file.open("rb") as stream:
            first = stream.readline()
            stream.seek(0)
            if first.strip() and not _is_json(first):
                yield str(file), _read_result(stream.read(), str(file))
            else:
                yield from _read_lines(str(file), stream)
    except OSError as error:
        yield str(file), ArticleError(f"{file} cannot be read: {error.strerror}", source=str(file))


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _read_lines(name: str, stream: BinaryIO) -> Iterator[Found]:
    for number, line in enumerate(stream, 1):
        if line.strip():
            source = f"{name}:{number}"
            yield source, _read_result(line, source)


def _read_parquet(file: Path) -> Iterator[Found]:
    try:
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError:
        raise ConfigError(
            f"reading {file} needs pyarrow: pip install 'structured-summarizer[parquet]'"
        ) from None
    row = 0
    try:
        with parquet.ParquetFile(file) as table:
            for batch in table.iter_batches(batch_size=_ROWS, columns=["result"]):
                for line in batch.column(0).to_pylist():
                    row += 1
                    source = f"{file}:{row}"
                    yield source, _read_result(line or "", source)
    except (OSError, ValueError, KeyError, IndexError):
        problem = f"{file} is no Parquet file with a column `result`; name one that a batch wrote"
        yield str(file), ArticleError(problem, source=str(file))


def _read_result(line: str | bytes, source: str) -> Result | ArticleError:
    """Returns the result in a line; a line of an eval run has it in its field `result`."""
    try:
        values: Any = json.loads(line)
    except ValueError:
        return ArticleError(f"{source} is no JSON; name a file of results", source=source)
    try:
        if isinstance(values, dict) and "schema_version" not in values and "result" in values:
            return Result.model_validate(cast("dict[str, Any]", values)["result"])
        return Result.model_validate(values)
    except ValidationError as error:
        where = ".".join(str(one) for one in error.errors(include_input=False)[0]["loc"])
        problem = f"{source} is no result of schema version {SCHEMA_VERSION}"
        return ArticleError(f"{problem}{f' (at {where})' if where else ''}", source=source)


# ---- articles ----


def _open_inputs(path: str, max_chars: int) -> Iterator[Article | ArticleError]:
    """Yields the articles that a batch was made from, as far as they still stand there."""
    from summarizer.batch.inputs import open_inputs
    from summarizer.batch.manifest import read_manifest

    manifest = read_manifest(Path(path)) if path != STDIN and Path(path).is_dir() else None
    for one in manifest.inputs if manifest else ():
        with suppress(ConfigError):  # moved or deleted since: the results are shown without it
            if one != STDIN:
                yield from (read.article for read in open_inputs([one], max_chars=max_chars))


def _gather(
    articles: Iterable[Article | ArticleError], wanted: AbstractSet[str]
) -> dict[str, Article]:
    """Returns the articles that results were found in, by the hash of their text."""
    found: dict[str, Article] = {}
    for article in articles:
        if isinstance(article, ArticleError):
            continue
        key = hash_text(article.text)
        if key in wanted:
            found.setdefault(key, article)
            if len(found) == len(wanted):
                break
    return found
