"""Rows -> JSON Lines, CSV or Parquet, as they come: memory does not grow with their number."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Callable, Iterable
from typing import Any, Final, Literal, Protocol, TypeAlias, get_args

from summarizer.errors import ConfigError
from summarizer.tables.cells import format_cell
from summarizer.tables.columns import Cell, Column, ColumnType, Row, Table

TableFormat: TypeAlias = Literal["csv", "jsonl", "parquet"]
TABLE_FORMATS: Final[tuple[TableFormat, ...]] = get_args(TableFormat)

_GROUP_ROWS, _GROUP_CHARS = 5_000, 4_000_000
"""What a row group of a Parquet file holds at most, and so what is in memory of it."""
_STEERING = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_HALVES = re.compile("[\ud800-\udfff]")
_NEEDS_QUOTES = re.compile(r'[,"\r\n]|\A\s|\s\Z|\A\Z')
_INT64 = range(-(2**63), 2**63)


class Sink(Protocol):
    """Where bytes go: an open file, standard output."""

    def write(self, data: bytes, /) -> object:
        """Takes the next bytes."""


class Writer(Protocol):
    """Writes rows of one table."""

    def write(self, rows: Iterable[Row]) -> None:
        """Writes the next rows."""

    def close(self) -> None:
        """Writes what is still held, and leaves the stream open."""


def open_writer(table: Table, sink: Sink, table_format: TableFormat) -> Writer:
    r"""Returns what writes the rows of a table.

    Args:
        table: one of `TABLES`, or `ACLED`.
        sink: where the bytes go; it is never closed here.
        table_format: `csv` (RFC 4180, UTF-8), `jsonl` or `parquet`.

    Raises:
        ConfigError: pyarrow is missing.

    Example:
        >>> import io
        >>> from summarizer.tables import TABLES
        >>> stream = io.BytesIO()
        >>> row = {"article_id": "a1", "index": 0, "kind": "event", "text": "=1+1"}
        >>> writer = open_writer(TABLES["rejected"], stream, "csv")
        >>> writer.write([row | {"reason": "not_found"}])
        >>> writer.close()
        >>> stream.getvalue().decode().split("\r\n")
        ['article_id,index,kind,text,reason', "a1,0,event,'=1+1,not_found", '']
    """
    kinds: dict[TableFormat, Callable[[Table, Sink], Writer]] = {
        "csv": _CsvWriter,
        "jsonl": _LineWriter,
        "parquet": _ParquetWriter,
    }
    return kinds[table_format](table, sink)


def encode_line(text: str) -> bytes:
    """Returns a line as UTF-8, with its end; half a character becomes its escape."""
    return text.rstrip("\n").encode("utf-8", "backslashreplace") + b"\n"


def dump_line(values: object) -> bytes:
    r"""Returns one line of JSON; what steers a terminal or ends a line elsewhere is escaped.

    Example:
        >>> dump_line({"text": "9\x9b \ud800"})
        b'{"text":"9\\u009b \\ud800"}\n'
    """
    line = json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=_show_day)
    return encode_line(_STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", line))


def _show_day(value: Any) -> str:
    shown: str = value.isoformat()
    return shown


class _LineWriter:
    def __init__(self, _table: Table, sink: Sink) -> None:
        self._sink = sink

    def write(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self._sink.write(dump_line(row))

    def close(self) -> None:
        pass


class _CsvWriter:
    """An empty cell is null; an empty text is `""`."""

    def __init__(self, table: Table, sink: Sink) -> None:
        self._names = [column.name for column in table.columns]
        self._sink = sink
        self._write_cells(self._names)

    def write(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self._write_cells([format_cell(row[name]) for name in self._names])

    def close(self) -> None:
        pass

    def _write_cells(self, cells: Iterable[str | None]) -> None:
        line = ",".join("" if cell is None else _quote(cell) for cell in cells)
        self._sink.write(f"{line}\r\n".encode())


def _quote(cell: str) -> str:
    if not _NEEDS_QUOTES.search(cell):
        return cell
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'


class _ParquetWriter:
    """Half a character becomes U+FFFD, and a number beyond 64 bits null."""

    def __init__(self, table: Table, sink: Sink) -> None:
        self._arrow, parquet = load_parquet()
        self._schema = _make_schema(self._arrow, table)
        self._file = parquet.ParquetWriter(_Counted(sink), self._schema)
        self._rows: list[Row] = []
        self._chars = 0

    def write(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self._rows.append({name: _fit(value) for name, value in row.items()})
            self._chars += sum(len(cell) for cell in row.values() if isinstance(cell, str))
            if len(self._rows) >= _GROUP_ROWS or self._chars >= _GROUP_CHARS:
                self._flush()

    def close(self) -> None:
        self._flush()
        self._file.close()

    def _flush(self) -> None:
        if self._rows:
            self._file.write_table(self._arrow.Table.from_pylist(self._rows, self._schema))
        self._rows, self._chars = [], 0


class _Counted:
    """A stream that knows how far it is: a pipe cannot be asked, and Parquet needs to know."""

    closed = False

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._size = 0

    def write(self, data: Any) -> int:
        self._sink.write(bytes(data))
        self._size += len(data)
        return len(data)

    def tell(self) -> int:
        return self._size

    def flush(self) -> None:
        pass

    def close(self) -> None:
        self.closed = True


def _make_schema(arrow: Any, table: Table) -> Any:
    types: dict[ColumnType, Any] = {
        "text": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "boolean": arrow.bool_(),
        "date": arrow.date32(),
        "moment": arrow.timestamp("us", tz="UTC"),
        "list": arrow.list_(arrow.string()),
    }

    def make_field(column: Column) -> Any:
        return arrow.field(
            column.name, types[column.type], column.nullable, {"description": column.meaning}
        )

    return arrow.schema([make_field(column) for column in table.columns])


def _fit(value: Cell) -> Cell:
    """Returns a value that Arrow takes."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [clean_text(item) for item in value]
    return None if isinstance(value, int) and value not in _INT64 else value


def clean_text(text: str) -> str:
    """Returns the text with U+FFFD for half a character, which has no UTF-8."""
    return _HALVES.sub("\ufffd", text)


def load_parquet() -> tuple[Any, Any]:
    """Returns pyarrow and its Parquet part.

    Raises:
        ConfigError: it is not installed.
    """
    try:
        return importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise ConfigError(
            "writing Parquet needs pyarrow: pip install 'structured-summarizer[parquet]'"
        ) from None
