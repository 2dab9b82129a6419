"""Results as files of their own: all lines of a ledger as JSON Lines, Parquet or Markdown."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Literal, get_args

from summarizer.batch.ledger import Line
from summarizer.errors import ConfigError
from summarizer.tables.markdown import to_markdown
from summarizer.tables.writers import clean_text, encode_line, load_parquet
from summarizer_schemas.result import Result

OutputFormat = Literal["jsonl", "parquet"]
ExportFormat = Literal["jsonl", "parquet", "markdown"]
EXPORT_FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)

_GROUP = 1_000
"""Rows of a Parquet file that are in memory at a time."""


def write_export(lines: Iterable[Line], target: Path, export_format: ExportFormat) -> int:
    """Writes results into one file, which appears when it is whole; returns how many.

    Args:
        lines: of results, none of failures.
        target: the file.
        export_format: what it is to be.

    Raises:
        ConfigError: the file cannot be written, or pyarrow is missing.
    """
    writers = {"jsonl": _write_lines, "parquet": _write_parquet, "markdown": _write_markdown}
    part = target.with_name(f".{target.name}.part")
    try:
        with name_file(target):
            number = writers[export_format](iter(lines), part)
            part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return number


def _write_lines(lines: Iterator[Line], part: Path) -> int:
    number = 0
    with part.open("wb") as file:
        for line in lines:
            file.write(encode_line(line.text))
            number += 1
    return number


def _write_markdown(lines: Iterator[Line], part: Path) -> int:
    number = 0
    with part.open("wb") as file:
        for line in lines:
            document = to_markdown(Result.from_json(line.text))
            file.write(encode_line(f"\n---\n\n{document}" if number else document))
            number += 1
    return number


def _write_parquet(lines: Iterator[Line], part: Path) -> int:
    arrow, parquet = load_parquet()
    number = 0
    with parquet.ParquetWriter(part, tabulate(arrow, ()).schema) as writer:
        while page := list(islice(lines, _GROUP)):
            writer.write_table(tabulate(arrow, page))
            number += len(page)
    return number


def tabulate(arrow: Any, lines: Sequence[Line]) -> Any:
    """Returns an Arrow table of results: a row each, with the whole result as JSON."""
    names = ("key", "article_id", "source", "status", "copy_of", "similarity", "requests")
    columns: dict[str, Any] = {
        name: [_clean(line.row[name]) for line in lines] for name in (*names, "cost_usd")
    }
    columns["result"] = [_clean(line.text) for line in lines]
    types = {"similarity": arrow.float64(), "requests": arrow.int64(), "cost_usd": arrow.float64()}
    return arrow.table(
        {
            name: arrow.array(values, type=types.get(name, arrow.string()))
            for name, values in columns.items()
        }
    )


def _clean(value: Any) -> Any:
    return clean_text(value) if isinstance(value, str) else value


@contextmanager
def name_file(path: Path) -> Generator[None]:
    """Turns what the system says of a file into an error that names it.

    Raises:
        ConfigError: the file cannot be written.
    """
    try:
        yield
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be written: {error.strerror}; mend that and run the same command "
            "again: all that was found is kept in the ledger"
        ) from None
