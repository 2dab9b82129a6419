"""What a column is: its name, its type, what it means, and where in a record it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias, cast

from summarizer_schemas.record import Party

ColumnType = Literal["text", "integer", "number", "boolean", "date", "moment", "list"]
"""`list` is one of texts; a `moment` is a date and time with its zone."""

Cell: TypeAlias = "str | int | float | bool | date | datetime | list[str] | None"
Row: TypeAlias = "dict[str, Cell]"
"""Name of a column -> value, in the order of the columns."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        name: unique in its table.
        type: what its cells are.
        meaning: for the documentation, and for the schema of a Parquet file.
        path: where the value stands in the record a row is made of: `date.start`; None for a key,
            which says what the row belongs to.
        nullable: whether a cell may be empty. A list may not: it has no items instead.
        is_named: the path leads to parties, and the cell holds their names. The parties
            themselves are rows of the table `parties`.
    """

    name: str
    type: ColumnType
    meaning: str
    path: str | None = None
    nullable: bool = False
    is_named: bool = False

    def read(self, record: object) -> Cell:
        """Returns the value of this column in a record."""
        value: Any = record
        for part in (self.path or "").split("."):
            if value is None:
                return None
            value = getattr(value, part)
        if self.is_named and value is not None:
            return _name_parties(value)
        if isinstance(value, tuple):
            return list(cast("tuple[str, ...]", value))
        return value.isoformat() if self.type == "text" and isinstance(value, date) else value


def _name_parties(value: Party | tuple[Party, ...]) -> str | list[str]:
    if isinstance(value, Party):
        return value.name or value.text
    return [party.name or party.text for party in value]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what one row is, and its columns.

    Attributes:
        name: also the name of its file.
        meaning: what one row is.
        sources: where in a `Result` the records stand that rows are made of; `events[].links[]`.
            The path of a column begins there.
        columns: in their order.
    """

    name: str
    meaning: str
    sources: tuple[str, ...]
    columns: tuple[Column, ...]

    def list_paths(self) -> set[str]:
        """Returns the fields of a `Result` that the columns hold whole.

        Example:
            >>> from summarizer.tables.layout import TABLES
            >>> sorted(TABLES["links"].list_paths())
            ['events[].links[].target', 'events[].links[].type']
        """
        return {
            f"{source}.{column.path}".lstrip(".")
            for source in self.sources
            for column in self.columns
            if column.path is not None and not column.is_named
        }
