"""Verdicts on the disk: `judge.jsonl` in the folder of a run, appended to line by line.

A line with a judge is followed by its verdicts; several judges may stand in one file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from summarizer_evals.errors import RunError
from summarizer_evals.files import LineFile, read_lines
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
        self._file = LineFile(folder / FILE)
        self._write({"judge": rubric.model_dump(mode="json")})

    def add(self, judged: Judged) -> None:
        """Writes one verdict."""
        self._write({"verdict": judged.model_dump(mode="json", exclude_defaults=True)})

    def close(self) -> None:
        """Forces everything to the disk, and closes the file."""
        self._file.close()

    def _write(self, line: dict[str, Any]) -> None:
        self._file.add(json.dumps(line, ensure_ascii=False, separators=(",", ":")))


def read_verdicts(folder: Path) -> dict[str, Kept]:
    """Returns what each judge said, by the hash of its rubric; the one asked last stands last.

    Raises:
        RunError: the file cannot be read, or a line before the last is no line of it.
    """
    path = folder / FILE
    if not path.exists():
        return {}
    rubrics: dict[str, Rubric] = {}
    verdicts: dict[str, dict[object, Judged]] = {}
    current: dict[object, Judged] | None = None
    try:
        for number, value in read_lines(path):
            line = _read_line(value, path, number)
            if isinstance(line, Rubric):
                rubrics.pop(line.sha256, None)
                rubrics[line.sha256] = line
                current = verdicts.setdefault(line.sha256, {})
            elif current is None:
                raise _tell_changed(path, number)
            else:
                current[line.item.key] = line
    except OSError as error:
        raise RunError(f"{path} cannot be read: {error.strerror}") from None
    return {
        key: Kept(rubric=rubric, verdicts=tuple(verdicts[key].values()))
        for key, rubric in rubrics.items()
    }


def _read_line(line: object, path: Path, number: int) -> Rubric | Judged:
    try:
        if isinstance(line, dict) and "judge" in line:
            return Rubric.model_validate(line["judge"])
        if isinstance(line, dict) and "verdict" in line:
            return Judged.model_validate(line["verdict"])
    except ValidationError:
        pass
    raise _tell_changed(path, number)


def _tell_changed(path: Path, number: int) -> RunError:
    return RunError(
        f"{path}, line {number}: no line of a judge; delete the file, and judge the run again"
    )
