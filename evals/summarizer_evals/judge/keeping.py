"""Verdicts on the disk: `judge.jsonl` in the folder of a run, appended to line by line.

A line with a judge is followed by its verdicts; several judges may stand in one file.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import ValidationError

from summarizer_evals.errors import RunError
from summarizer_evals.judge.rubric import Rubric
from summarizer_evals.judge.verdicts import Judged
from summarizer_schemas.base import Record

FILE = "judge.jsonl"


class Kept(Record):
    """All that one judge said."""

    rubric: Rubric
    verdicts: tuple[Judged, ...] = ()
    """Of several on one item, the last one."""


class VerdictFile:
    """Appends the verdicts of one judge; each is with the system as soon as it is there.

    Args:
        folder: the run's.
        rubric: the judge.

    Raises:
        RunError: the file cannot be written.
    """

    def __init__(self, folder: Path, rubric: Rubric) -> None:
        self._path = folder / FILE
        try:
            _mend(self._path)
            self._file: BinaryIO = self._path.open("ab")
        except OSError as error:
            raise self._fail(error) from None
        self._write({"judge": rubric.model_dump(mode="json")})

    def add(self, judged: Judged) -> None:
        """Writes one verdict."""
        self._write({"verdict": judged.model_dump(mode="json", exclude_defaults=True)})

    def close(self) -> None:
        """Forces everything to the disk, and closes the file."""
        os.fsync(self._file.fileno())
        self._file.close()

    def _write(self, line: dict[str, Any]) -> None:
        try:
            self._file.write(json.dumps(line, separators=(",", ":")).encode("ascii") + b"\n")
            self._file.flush()
        except OSError as error:
            raise self._fail(error) from None

    def _fail(self, error: OSError) -> RunError:
        return RunError(f"{self._path} cannot be written: {error.strerror}")


def _mend(path: Path) -> None:
    """Takes off a last line that was torn when its writer was stopped."""
    data = path.read_bytes() if path.exists() else b""
    if data and not data.endswith(b"\n"):
        with path.open("r+b") as file:
            file.truncate(data.rfind(b"\n") + 1)


def read_verdicts(folder: Path) -> dict[str, Kept]:
    """Returns what each judge said, by the hash of its rubric; the one asked last stands last.

    Raises:
        RunError: the file cannot be read, or a line before the last is no line of it.
    """
    path = folder / FILE
    if not path.exists():
        return {}
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise RunError(f"{path} cannot be read: {error.strerror}") from None
    rubrics: dict[str, Rubric] = {}
    verdicts: dict[str, dict[object, Judged]] = {}
    current: dict[object, Judged] | None = None
    for number, words in enumerate(lines, start=1):
        if not words.strip():
            continue
        try:
            line = _read_line(words)
        except (ValueError, ValidationError):
            if number == len(lines):
                break  # torn when its writer was stopped
            raise _tell_changed(path, number) from None
        if isinstance(line, Rubric):
            rubrics.pop(line.sha256, None)
            rubrics[line.sha256] = line
            current = verdicts.setdefault(line.sha256, {})
        elif current is None:
            raise _tell_changed(path, number)
        else:
            current[line.item.key] = line
    return {
        key: Kept(rubric=rubric, verdicts=tuple(verdicts[key].values()))
        for key, rubric in rubrics.items()
    }


def _read_line(words: bytes) -> Rubric | Judged:
    line: object = json.loads(words)
    if isinstance(line, dict) and "judge" in line:
        return Rubric.model_validate(line["judge"])
    if isinstance(line, dict) and "verdict" in line:
        return Judged.model_validate(line["verdict"])
    raise ValueError("no line of a judge")


def _tell_changed(path: Path, number: int) -> RunError:
    return RunError(
        f"{path}, line {number}: no line of a judge; delete the file, and judge the run again"
    )
