"""Results -> one file, a folder of tables, or a stream, in one of the formats there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, TypeAlias, cast, get_args

from summarizer.errors import ConfigError, list_choices
from summarizer.tables.acled import ACLED, to_acled_rows
from summarizer.tables.files import open_whole
from summarizer.tables.flattening import to_tables
from summarizer.tables.layout import TABLES
from summarizer.tables.markdown import to_markdown
from summarizer.tables.plover import to_plover
from summarizer.tables.selection import ACTUAL, Scheme, count_left_out
from summarizer.tables.writers import (
    TABLE_FORMATS,
    Sink,
    TableFormat,
    Writer,
    dump_line,
    encode_line,
    open_writer,
)
from summarizer_schemas.record import Realis
from summarizer_schemas.result import Result

ExportFormat: TypeAlias = Literal["csv", "jsonl", "parquet", "markdown", "plover", "acled"]
EXPORT_FORMATS: Final[tuple[ExportFormat, ...]] = get_args(ExportFormat)
REALIS: Final[tuple[Realis, ...]] = get_args(Realis)

_Add: TypeAlias = Callable[[Result], None]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written.

    Attributes:
        results: how many.
        left_out: events that `plover` or `acled` do not take, by reason.
    """

    results: int
    left_out: Counter[str] = field(default_factory=Counter[str])


@dataclass(frozen=True, slots=True)
class Export:
    """What is to be written.

    Attributes:
        format: one of `EXPORT_FORMATS`.
        table: one of `TABLES`, for one file of it; None for all tables, in a folder.
        realis: which events `plover` and `acled` take.

    Raises:
        ConfigError: a name is unknown, or the format has no tables.

    Example:
        >>> Export("csv").makes_folder, Export("csv", table="events").makes_folder
        (True, False)
        >>> Export("plover", table="events")
        Traceback (most recent call last):
        ...
        summarizer.errors.ConfigError: plover has no tables; leave out --table, or ...
    """

    format: ExportFormat
    table: str | None = None
    realis: Collection[Realis] = ACTUAL

    def __post_init__(self) -> None:
        if self.format not in EXPORT_FORMATS:
            raise ConfigError(list_choices("format", self.format, EXPORT_FORMATS))
        if self.table is not None and self.table not in TABLES:
            raise ConfigError(list_choices("table", self.table, TABLES))
        if unknown := [one for one in self.realis if one not in REALIS]:
            raise ConfigError(list_choices("realis", unknown[0], REALIS))
        if self.table is not None and not self.is_flat:
            raise ConfigError(
                f"{self.format} has no tables; leave out --table, or choose a format of these: "
                f"{', '.join(TABLE_FORMATS)}"
            )

    @property
    def is_flat(self) -> bool:
        """Whether the format is one of the tables."""
        return self.format in TABLE_FORMATS

    @property
    def makes_folder(self) -> bool:
        """Whether several files are written."""
        return self.is_flat and self.table is None

    def write_files(self, results: Iterable[Result], target: str | Path) -> Exported:
        """Writes a file, or a folder of one file a table; all appear only when whole.

        Results are taken one by one: memory does not grow with their number.

        Args:
            results: what was found, an iterator too.
            target: the file, or the folder, which is made when it is not there. A file in it that
                has the name of a table is replaced.

        Raises:
            ConfigError: it cannot be written, or pyarrow is missing.

        Example:
            >>> from summarizer import summarize
            >>> folder = getfixture("tmp_path") / "tables"
            >>> Export("csv").write_files([summarize("Rain fell.")], folder).results
            1
            >>> sorted(path.name for path in folder.iterdir())[:3]
            ['articles.csv', 'claims.csv', 'events.csv']
        """
        place = Path(target)
        if not self.makes_folder:
            _check_file(place)
            with open_whole([place]) as sinks:
                return self._write(results, sinks)
        try:
            place.mkdir(exist_ok=True)
        except OSError as error:
            raise ConfigError(
                f"{place} cannot be a folder: {error.strerror}; name one whose parent exists, or "
                "one table with --table for a file"
            ) from None
        with open_whole([place / f"{name}.{self.format}" for name in TABLES]) as sinks:
            return self._write(results, sinks)

    def write_stream(self, results: Iterable[Result], sink: Sink) -> Exported:
        """Writes to a stream, which is left open.

        Raises:
            ConfigError: there are several tables, or pyarrow is missing.
        """
        if self.makes_folder:
            raise ConfigError(
                f"{self.format} has {len(TABLES)} tables, and a stream takes one; name it with "
                f"--table: {', '.join(TABLES)}; or give a folder for all with --output"
            )
        return self._write(results, [sink])

    def _write(self, results: Iterable[Result], sinks: Sequence[Sink]) -> Exported:
        left_out: Counter[str] = Counter()
        number = 0
        writers = self._open_writers(sinks)
        add = self._choose(writers, sinks[0])
        for result in results:
            add(result)
            number += 1
            if self.format in get_args(Scheme):
                left_out += count_left_out(result, cast("Scheme", self.format), realis=self.realis)
        for writer in writers.values():
            writer.close()
        return Exported(number, left_out)

    def _open_writers(self, sinks: Sequence[Sink]) -> dict[str, Writer]:
        if self.format == "acled":
            return {ACLED.name: open_writer(ACLED, sinks[0], "csv")}
        if not self.is_flat:
            return {}
        names = TABLES if self.table is None else (self.table,)
        return {
            name: open_writer(TABLES[name], sink, cast("TableFormat", self.format))
            for name, sink in zip(names, sinks, strict=True)
        }

    def _choose(self, writers: dict[str, Writer], sink: Sink) -> _Add:
        def add_rows(result: Result) -> None:
            rows = to_tables(result)
            for name, writer in writers.items():
                writer.write(rows[name])

        def add_acled(result: Result) -> None:
            writers[ACLED.name].write(to_acled_rows(result, realis=self.realis))

        def add_plover(result: Result) -> None:
            for record in to_plover(result, realis=self.realis):
                sink.write(dump_line(record))

        if self.format == "markdown":
            return _write_documents(sink)
        return {"acled": add_acled, "plover": add_plover}.get(self.format, add_rows)


def _write_documents(sink: Sink) -> _Add:
    gap = ""

    def add(result: Result) -> None:
        nonlocal gap
        sink.write(encode_line(gap + to_markdown(result)))
        gap = "\n---\n\n"

    return add


def _check_file(path: Path) -> None:
    if path.is_dir():
        raise ConfigError(f"{path} is a folder; name a file in it")
    if not path.parent.is_dir():
        raise ConfigError(f"{path}: there is no folder {path.parent}; make it first")
