"""Results as documents and tables for other programs.

`layout` says which tables there are and what each column means; everything else follows from it:
rows (`to_tables`) and the way back (`from_tables`), files (`Export`, `open_writer`, `read_table`)
and their documentation. `to_plover`, `to_acled_rows` and `to_markdown` are other forms of the
same result.
"""

from __future__ import annotations

from summarizer.tables.acled import ACLED, to_acled_rows
from summarizer.tables.columns import Cell, Column, Row, Table
from summarizer.tables.exporting import EXPORT_FORMATS, Export, Exported
from summarizer.tables.flattening import to_tables
from summarizer.tables.gathering import from_tables
from summarizer.tables.layout import LEFT_OUT, TABLES
from summarizer.tables.markdown import to_markdown
from summarizer.tables.plover import to_plover
from summarizer.tables.readers import read_table
from summarizer.tables.selection import count_left_out
from summarizer.tables.writers import open_writer

__all__ = [
    "ACLED",
    "EXPORT_FORMATS",
    "LEFT_OUT",
    "TABLES",
    "Cell",
    "Column",
    "Export",
    "Exported",
    "Row",
    "Table",
    "count_left_out",
    "from_tables",
    "open_writer",
    "read_table",
    "to_acled_rows",
    "to_markdown",
    "to_plover",
    "to_tables",
]
