"""Rows of JSONL, CSV and Parquet tables -> their fields, or what is wrong with a row.

One row is held at a time (of Parquet a small batch), and none longer than an article may be.
"""

from __future__ import annotations

import csv
import importlib
import io
import itertools
import json
import os
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import Any, TextIO, TypeAlias, cast

from summarizer.errors import ArticleError, ConfigError, list_choices
from summarizer.markup import find_bom, unknown_encoding
from summarizer.settings import MAX_CHARS
from summarizer_schemas.article import Article

Fields: TypeAlias = "dict[str, Any]"
Row: TypeAlias = "tuple[int, Fields | str]"
"""The number of a row, and its fields or what is wrong with it."""

FIELDS = tuple(Article.model_fields)

ROOM_BYTES = 8 << 20
"""Above the text itself: a page's markup, a row's other fields. Large pages have 1 to 3 MB."""
_ESCAPED_PER_CHAR = 12  # in JSON an emoji may be written as two \uXXXX
PIECE_BYTES = 1 << 20
_BATCH_ROWS = 64
_MOST_CSV_BYTES = 64 << 20
"""Parsed in 1.2 s, as long as somebody waits to be told how many rows there are."""
_LARGEST_FIELD = 2**31 - 1  # a C long on every system

NAME_ENCODING = "name its encoding with --encoding (encoding=...)"
_UNDECODED = re.compile("[\udc80-\udcff]")  # what surrogateescape leaves of a stray byte
_PLAIN_NAME = re.compile(r"[\w.-]{1,30}( [\w.-]{1,30})?")


@dataclass(frozen=True, slots=True)
class Table:
    """A file of rows that is being read."""

    name: str
    stream: io.BufferedReader
    encoding: str | None
    max_chars: int

    @contextmanager
    def open_text(self, newline: str) -> Generator[TextIO, None, None]:
        """Decodes as it goes; a stray byte becomes a lone surrogate, to be found in its row.

        The bytes are left open: they may be standard input.
        """
        codec = find_bom(self.stream.peek(4)[:4]) or self.encoding or "utf-8"
        try:
            text = io.TextIOWrapper(
                self.stream, encoding=codec, errors="surrogateescape", newline=newline
            )
        except LookupError:
            raise unknown_encoding(codec) from None
        try:
            yield text
        finally:
            if not self.stream.closed:
                text.detach()

    def fail(self, problem: str, row: int | None = None) -> ArticleError:
        """Returns the error of the whole file, or of a row of it."""
        source = self.name if row is None else f"{self.name}:{row}"
        return ArticleError(f"{source}: {problem}", source=source)

    def check_columns(self, names: list[str]) -> None:
        """Checks the columns against what an article has."""
        columns = ", ".join(sorted(FIELDS))
        if unknown := [name for name in names if name not in FIELDS]:
            raise self.fail(list_choices("column", show_name(unknown[0]), FIELDS))
        if twice := [name for name in FIELDS if names.count(name) > 1]:
            raise self.fail(f"column {twice[0]!r} stands there twice; leave one")
        if "text" not in names:
            raise self.fail(f"no column 'text'; name the columns in the first row: {columns}")


def find_suffix(name: str) -> str:
    """Returns the end of a name that says what is in the file, in lower case."""
    return PurePath(name).suffix.lower()


def show_name(name: str) -> str:
    """Returns a name that may be shown: without a header, a table's first article stands there."""
    return name if _PLAIN_NAME.fullmatch(name) else "(not a name)"


def too_long(problem: str, source: str | None, max_chars: int) -> ArticleError:
    """Returns the error of an article over the limit, with what to do about it."""
    return ArticleError(
        f"{problem} and the limit is {max_chars:,} characters; "
        "set another with Settings(max_chars=...) or SUMMARIZER_MAX_CHARS",
        source=source,
    )


# ---- JSONL ----


def read_jsonl(table: Table) -> Iterator[Row]:
    """Yields the rows of JSON Lines, one object a line."""
    limit = table.max_chars * _ESCAPED_PER_CHAR + ROOM_BYTES
    with table.open_text("\n") as lines:
        for row in itertools.count(1):
            line = lines.readline(limit)
            if not line:
                return
            if len(line) == limit and not line.endswith("\n"):
                while (rest := lines.readline(PIECE_BYTES)) and not rest.endswith("\n"):
                    pass
                problem = f"the row has {limit:,} characters or more"
                yield row, str(too_long(problem, None, table.max_chars))
            elif not line.isspace():
                yield row, _parse_object(line)


def _parse_object(line: str) -> Fields | str:
    if _UNDECODED.search(line):
        return f"the row holds undecodable bytes; {NAME_ENCODING}"
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        place = f"{error.msg}, column {error.colno}"
        return f"the row is not valid JSON ({place}); write one object per line"
    except (ValueError, RecursionError):  # a number of thousands of digits; thousands of [
        return "the row is not JSON that can be read; write one object per line"
    if not isinstance(found, dict):
        return f"the row is not an object; write one with the fields {', '.join(sorted(FIELDS))}"
    return cast("Fields", found)


# ---- CSV ----


def _read_csv(table: Table) -> Iterator[Row]:
    # The limit belongs to the whole process, so it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), min(table.max_chars, _LARGEST_FIELD)))
    delimiter = "\t" if find_suffix(table.name) == ".tsv" else ","
    rows = csv.reader(_cap_lines(table), delimiter=delimiter, strict=True)
    columns: list[str] = []
    row = 0
    try:
        for row, cells in enumerate(rows, start=1):
            if not columns and cells:
                columns = cells
                table.check_columns(columns)
            elif cells:
                yield row, _name_cells(columns, cells)
    except csv.Error as error:
        problem = f"not valid CSV ({error}); rows after it were not read"
        raise table.fail(problem, row + 1) from None


def _cap_lines(table: Table) -> Iterator[str]:
    limit = 2 * table.max_chars + ROOM_BYTES  # each quote may be doubled
    with table.open_text("") as lines:
        while line := lines.readline(limit):
            if len(line) == limit:
                raise csv.Error(f"a line has {limit:,} characters or more")
            yield line


def _name_cells(columns: list[str], cells: list[str]) -> Fields | str:
    if len(cells) > len(columns):
        return f"the row has {len(cells)} cells and the header {len(columns)}; quote its commas"
    if any(_UNDECODED.search(cell) for cell in cells):
        return f"the row holds undecodable bytes; {NAME_ENCODING}"
    return {name: cell for name, cell in zip(columns, cells, strict=False) if cell}


# ---- Parquet ----


def _read_parquet(table: Table) -> Iterator[Row]:
    arrow, parquet = _import_arrow()
    row = 0
    try:
        file = parquet.ParquetFile(table.stream, pre_buffer=False)
        names: list[str] = file.schema_arrow.names
        table.check_columns(names)
        for batch in file.iter_batches(batch_size=_BATCH_ROWS):
            for position in range(batch.num_rows):
                row += 1
                cells = [column[position] for column in batch.columns]
                yield row, _unwrap_cells(names, cells)
    except (arrow.ArrowException, OSError):
        raise table.fail(f"not a Parquet file that can be read beyond row {row}") from None


def _import_arrow() -> tuple[Any, Any]:
    try:
        parquet = importlib.import_module("pyarrow.parquet")
        return importlib.import_module("pyarrow"), parquet
    except ImportError:
        raise ConfigError(
            "reading Parquet needs pyarrow: pip install 'structured-summarizer[parquet]'"
        ) from None


def _unwrap_cells(names: list[str], cells: list[Any]) -> Fields | str:
    try:
        return {name: cell.as_py() for name, cell in zip(names, cells, strict=True)}
    except UnicodeDecodeError:
        return "the row holds text that is not UTF-8; write its columns as strings"


TABLES: dict[str, Callable[[Table], Iterator[Row]]] = {
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".parquet": _read_parquet,
}


# ---- how many there are ----


def count_rows(path: str) -> int | None:
    """Returns how many articles and errors reading a table will yield, without reading them.

    The lines of JSONL are counted as bytes, Parquet tells the number itself. CSV has to be
    parsed; a large file is not.

    Args:
        path: a file whose suffix is in `TABLES`.

    Returns:
        None where it would take too long, or where lines cannot be told from bytes (UTF-16).

    Raises:
        ConfigError: the extra `parquet` is missing.
    """
    try:
        with Path(path).open("rb") as stream:
            found = _COUNTERS[find_suffix(path)](Table(path, stream, None, MAX_CHARS))
    except (ArticleError, OSError, ValueError):
        return 1  # as reading says it once, too
    return found if found is None else max(found, 1)


def _count_lines(table: Table) -> int | None:
    mark = find_bom(table.stream.peek(4)[:4])
    if mark not in (None, "utf-8-sig"):
        return None
    found, is_counted = 0, False
    pieces = iter(partial(table.stream.readline, PIECE_BYTES), b"")
    for number, piece in enumerate(pieces):
        if not is_counted and not _is_blank(piece if number else piece.removeprefix(BOM_UTF8)):
            found, is_counted = found + 1, True
        if piece.endswith(b"\n"):
            is_counted = False
    return found


def _is_blank(line: bytes) -> bool:
    words = line.strip()
    if not words or b"!" <= words[:1] <= b"~":
        return not words
    return line.decode("utf-8", "surrogateescape").isspace()


def _count_cells(table: Table) -> int | None:
    if os.fstat(table.stream.fileno()).st_size > _MOST_CSV_BYTES:
        return None
    found = 0
    try:
        for _ in _read_csv(table):
            found += 1
    except (ArticleError, UnicodeError):
        found += 1
    return found


def _count_parquet(table: Table) -> int | None:
    arrow, parquet = _import_arrow()
    try:
        file = parquet.ParquetFile(table.stream, pre_buffer=False)
        table.check_columns(file.schema_arrow.names)
        return int(file.metadata.num_rows)
    except (arrow.ArrowException, OSError):
        return 1


_COUNTERS: dict[str, Callable[[Table], int | None]] = {
    ".jsonl": _count_lines,
    ".ndjson": _count_lines,
    ".csv": _count_cells,
    ".tsv": _count_cells,
    ".parquet": _count_parquet,
}
