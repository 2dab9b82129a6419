"""Files of rows -> rows, with the types they were written with."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias, cast

from summarizer.errors import ConfigError, list_choices
from summarizer.tables.cells import parse_cell, parse_text
from summarizer.tables.columns import Cell, Column, Row, Table

_FIELD = re.compile(r'"([^"]*(?:""[^"]*)*)"|([^",\r\n]*)')
_SUFFIXES = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
_BATCH_ROWS = 1_000

_Record: TypeAlias = "list[str | None]"


def read_table(path: str | Path, table: Table) -> Iterator[Row]:
    r"""Yields the rows of a file as they were before they were written.

    What came of writing is undone: apostrophes before formulas, joined lists. What a format cannot
    hold stays lost: in CSV and Parquet half a character is U+FFFD, in CSV a NUL as well.

    Args:
        path: a file that `open_writer` or `summarizer export` wrote; what its name ends in says
            which format it has: `.csv`, `.jsonl`, `.parquet`.
        table: what its columns are.

    Raises:
        ConfigError: the file cannot be read, or is no such table; the message names the row.

    Example:
        >>> from summarizer.tables import TABLES
        >>> folder = getfixture("tmp_path")
        >>> text = "article_id,index,kind,text,reason\r\na1,0,event,'=1+1,not_found\r\n"
        >>> _ = (folder / "rejected.csv").write_text(text)
        >>> [row["text"] for row in read_table(folder / "rejected.csv", TABLES["rejected"])]
        ['=1+1']
    """
    place = Path(path)
    kind = _SUFFIXES.get(place.suffix.lower())
    if kind is None:
        raise ConfigError(list_choices("end of a table's file name", place.suffix, _SUFFIXES))
    readers = {"csv": _read_csv, "jsonl": _read_lines, "parquet": _read_parquet}
    with _open(place) as stream:
        yield from readers[kind](stream, table, place)


@contextmanager
def _open(path: Path) -> Generator[BinaryIO]:
    try:
        stream = path.open("rb")
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}; name a table's file") from None
    with stream:
        yield stream


def _fail(path: Path, row: int, problem: str) -> ConfigError:
    return ConfigError(f"{path}, row {row}: {problem}; give the file as it was written")


# ---- CSV ----


def _read_csv(stream: BinaryIO, table: Table, path: Path) -> Iterator[Row]:
    columns = [column.name for column in table.columns]
    records = _read_records(stream)
    names = [str(name).removeprefix("\ufeff") for name in next(records, None) or ()]
    if names != columns:
        raise ConfigError(
            f"{path} has not the columns of the table {table.name!r}; its first row is to be: "
            f"{','.join(columns)}"
        )
    for number, record in enumerate(records, 1):
        if record is None or len(record) != len(names):
            raise _fail(path, number, f"not {len(names)} cells of CSV")
        try:
            yield _parse_record(record, table)
        except ValueError as error:
            raise _fail(path, number, str(error)) from None


def _parse_record(record: _Record, table: Table) -> Row:
    row: Row = {}
    for column, cell in zip(table.columns, record, strict=True):
        try:
            row[column.name] = parse_cell(cell, column)
        except ValueError:  # noqa: PERF203 - the message names the column; its own quotes the cell
            raise ValueError(f"{column.name} holds no {column.type}") from None
    return row


def _read_records(stream: BinaryIO) -> Iterator[_Record | None]:
    """Yields the cells of each record; None for what is no CSV.

    The `csv` module is not used: it cannot tell an empty text from nothing, limits the length of
    a cell for the whole process, and refuses a NUL in Python 3.10.
    """
    held: list[bytes] = []
    quotes = 0
    for line in stream:
        held.append(line)
        quotes += line.count(b'"')
        if quotes % 2 == 0:  # else the line end stands within a cell
            yield _split_record(b"".join(held).decode("utf-8", "replace"))
            held, quotes = [], 0
    if held:
        yield None


def _split_record(record: str) -> _Record | None:
    end = len(record.removesuffix("\n").removesuffix("\r"))
    cells: _Record = []
    start = 0
    while found := _FIELD.match(record, start, end):
        quoted, plain = found.groups()
        cells.append(plain or None if quoted is None else quoted.replace('""', '"'))
        if found.end() == end:
            return cells
        if record[found.end()] != ",":
            break
        start = found.end() + 1
    return None


# ---- JSON Lines ----


def _read_lines(stream: BinaryIO, table: Table, path: Path) -> Iterator[Row]:
    for number, line in enumerate(stream, 1):
        try:
            values = json.loads(line)
            row = {column.name: _restore(values[column.name], column) for column in table.columns}
        except (ValueError, LookupError, TypeError):
            raise _fail(path, number, f"no object of the table {table.name!r}") from None
        yield row


def _restore(value: Any, column: Column) -> Cell:
    if column.type in {"date", "moment"} and isinstance(value, str):
        return parse_text(value, column)
    return cast("Cell", value)


# ---- Parquet ----


def _read_parquet(stream: BinaryIO, table: Table, path: Path) -> Iterator[Row]:
    try:
        parquet: Any = importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise ConfigError(
            f"reading {path} needs pyarrow: pip install 'structured-summarizer[parquet]'"
        ) from None
    names = [column.name for column in table.columns]
    try:
        for batch in parquet.ParquetFile(stream).iter_batches(_BATCH_ROWS, columns=names):
            cells = [batch.column(name).to_pylist() for name in names]
            yield from (dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True))
    except (OSError, ValueError, KeyError):
        raise ConfigError(
            f"{path} is no Parquet file of the table {table.name!r}; give it as it was written"
        ) from None
