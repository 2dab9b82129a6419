"""The files of an OUT: what the ledger holds, shown as lines that other programs read.

`results.jsonl` one result a line, or `results-00001.parquet` and so on; `dead.jsonl` the failures.
They follow the ledger: lines that a killed process left behind it are taken off and written again,
and a file that was cut or deleted is written anew. Several processes may share an OUT: whoever
writes holds its lock.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from summarizer.batch.exports import OutputFormat, name_file, tabulate
from summarizer.batch.ledger import Ledger, Line, Shown
from summarizer.batch.manifest import hold_folder
from summarizer.batch.records import Outcome
from summarizer.errors import ConfigError
from summarizer.tables.writers import encode_line, load_parquet

RESULTS, DEAD = "results.jsonl", "dead.jsonl"
PART_ROWS = 5_000
"""Results in a Parquet file, failures left out: some 10 MB."""
_PAGE = 200


class Outputs:
    """The files of one OUT, kept in step with a ledger.

    Results that a lost ledger left behind are taken over as done.

    Args:
        folder: the OUT; it exists.
        ledger: what is to be shown.
        output_format: of the results.
        part_rows: results in a Parquet file; None: 5,000.

    Raises:
        ConfigError: a file cannot be written, or pyarrow is missing.
    """

    def __init__(
        self,
        folder: Path,
        ledger: Ledger,
        *,
        output_format: OutputFormat = "jsonl",
        part_rows: int | None = None,
    ) -> None:
        self._folder = folder
        self._ledger = ledger
        self._parquet = load_parquet() if output_format == "parquet" else None
        self._part_rows = part_rows or PART_ROWS
        with self._hold():
            if not ledger.read_shown().last_seq and self._measure(RESULTS):
                self._adopt()
        self.follow()

    def follow(self) -> None:
        """Shows what others have written into the ledger.

        Raises:
            ConfigError: a file cannot be written.
        """
        with self._hold():
            self._catch_up(self._ledger.read_shown())

    def commit(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Writes outcomes into the ledger and shows them.

        Returns:
            Those that count; the others were taken over by somebody else.

        Raises:
            ConfigError: the ledger or a file cannot be written. What the ledger took is kept.
        """
        with self._hold():
            shown, kept = self._ledger.settle(outcomes)
            if not self._is_in_step(shown):
                self._catch_up(self._ledger.read_shown())
            elif kept:
                lines = [(one.is_dead, one.shown) for one in kept]
                self._show(lines, shown.last_seq + len(kept))
                self._write_parts(shown, shown.last_seq + len(kept))
        return kept

    def close(self) -> None:
        """Writes what is left for a Parquet file."""
        with self._hold():
            shown = self._ledger.read_shown()
            self._write_parts(shown, shown.last_seq, whole=True)

    # ---- lines ----

    def _adopt(self) -> None:
        """Takes over the results that a lost ledger left behind."""
        path = self._folder / RESULTS
        try:
            with name_file(path), path.open(encoding="utf-8") as file:
                self._ledger.adopt(line for line in file if line.endswith("\n"))
        except (ValueError, KeyError, TypeError):
            raise ConfigError(
                f"{path} holds a line that is no result; move it away, or take that line out"
            ) from None
        self._ledger.note_shown(results_bytes=-1)

    def _is_in_step(self, shown: Shown) -> bool:
        """Tells whether the files show what the ledger says they do, and it is all there was."""
        sizes = self._measure(RESULTS), self._measure(DEAD)
        return (
            sizes == (shown.results_bytes, shown.dead_bytes) and shown.shown_seq == shown.last_seq
        )

    def _catch_up(self, shown: Shown) -> None:
        """Makes the files show all that the ledger holds, whatever they show now."""
        sizes = {RESULTS: shown.results_bytes, DEAD: shown.dead_bytes}
        for name, size in sizes.items():
            if size < 0 or self._measure(name) < size:
                self._rewrite(name, shown.shown_seq)
            elif self._measure(name) > size:
                os.truncate(self._folder / name, size)
        lines = self._ledger.iter_lines(after=shown.shown_seq)
        self._show((), None)
        while page := list(islice(lines, _PAGE)):
            self._show([(one.dead, one.text) for one in page], page[-1].seq)
        self._drop_parts(shown)
        self._write_parts(shown, shown.last_seq)

    def _rewrite(self, name: str, up_to: int) -> None:
        """Writes a file anew, up to a number; it appears when it is whole."""
        if name == RESULTS and self._parquet is not None:
            return
        part = self._folder / f".{name}.part"
        with name_file(part), part.open("wb") as file:
            for line in self._ledger.iter_lines(dead=name == DEAD):
                if line.seq > up_to:
                    break
                file.write(encode_line(line.text))
        part.replace(self._folder / name)

    def _show(self, lines: Iterable[tuple[bool, str]], seq: int | None) -> None:
        """Appends lines, and notes that they stand there."""
        found: dict[str, list[bytes]] = {RESULTS: [], DEAD: []}
        for is_dead, text in lines:
            found[DEAD if is_dead else RESULTS].append(encode_line(text))
        if self._parquet is not None:
            found[RESULTS] = []
        for name, encoded in found.items():
            self._append(name, b"".join(encoded))
        values = {"results_bytes": self._measure(RESULTS), "dead_bytes": self._measure(DEAD)}
        if seq is not None:
            values["shown_seq"] = seq
        self._ledger.note_shown(**values)

    def _append(self, name: str, data: bytes) -> None:
        path = self._folder / name
        if data or not path.exists():
            with name_file(path), path.open("ab", buffering=0) as file:
                view = memoryview(data)
                while view:
                    view = view[file.write(view) or 0 :]

    def _measure(self, name: str) -> int:
        try:
            return (self._folder / name).stat().st_size
        except FileNotFoundError:
            return 0

    # ---- Parquet ----

    def _drop_parts(self, shown: Shown) -> None:
        """Removes files that were written and not noted down."""
        if self._parquet is not None:
            for path in self._folder.glob("results-*.parquet"):
                if int(path.stem.rpartition("-")[2]) > shown.parts:
                    path.unlink()

    def _write_parts(self, shown: Shown, last_seq: int, *, whole: bool = False) -> None:
        """Writes a file for each full range of numbers; at the end one for the rest."""
        if self._parquet is None:
            return
        parts, start = shown.parts, shown.parts_seq
        while start < last_seq and (whole or last_seq - start >= self._part_rows):
            end = min(start + self._part_rows, last_seq)
            page: list[Line] = []
            for line in self._ledger.iter_lines(after=start, dead=False):
                if line.seq > end:
                    break
                page.append(line)
            if page:
                parts += 1
                self._write_part(parts, page)
            self._ledger.note_shown(parts=parts, parts_seq=end)
            start = end

    def _write_part(self, number: int, lines: Sequence[Line]) -> None:
        arrow, parquet = self._parquet or load_parquet()
        path = self._folder / f"results-{number:05d}.parquet"
        part = path.with_name(f".{path.name}.part")
        with name_file(part):
            parquet.write_table(tabulate(arrow, lines), part)
        part.replace(path)

    @contextmanager
    def _hold(self) -> Generator[None]:
        with name_file(self._folder), hold_folder(self._folder):
            yield
