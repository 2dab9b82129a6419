"""A run on the disk: `run.jsonl`, appended to line by line, so that nothing paid for is lost.

A line is handed to the system when the output is there, and forced to the disk every
`_SYNC_S` seconds and at the end: a killed process loses nothing, a power cut at most that much.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any, BinaryIO, cast

from pydantic import ValidationError

from summarizer_evals.errors import RunError
from summarizer_evals.runs.records import Output, Run, RunEnd, RunHeader
from summarizer_schemas.result import Result

FILE = "run.jsonl"
_SYNC_S = 0.25


class Journal:
    """Appends the lines of one run.

    Args:
        folder: where the run is kept; made when it is not there.
        header: what is asked for.

    Raises:
        RunError: the folder holds a run of another set-up, or cannot be written.
    """

    def __init__(self, folder: Path, header: RunHeader) -> None:
        self._path = folder / FILE
        self.known: tuple[Output, ...] = ()
        if self._path.exists():
            earlier = read_run(folder)
            _check_same(earlier.header, header, folder)
            self.known = earlier.outputs
            _mend(self._path)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file: BinaryIO = self._path.open("ab")
        except OSError as error:
            raise RunError(f"{folder} cannot be written: {error.strerror}") from None
        self._synced = time.monotonic()
        if not self.known:
            self._write({"header": header.model_dump(mode="json")})

    def add(self, output: Output) -> None:
        """Writes one output."""
        members: dict[str, Any] = {"case": output.case, "epoch": output.epoch}
        if output.crash is not None:
            members["crash"] = output.crash
        words = json.dumps(members, ensure_ascii=True, separators=(",", ":"))
        if output.result is not None:
            # The result's own writer, spliced in: an output is serialised once.
            words = f'{words[:-1]},"result":{output.result.to_json()}}}'
        self._append(f'{{"output":{words}}}\n')

    def end(self, end: RunEnd) -> None:
        """Writes how the run ended, and closes the file."""
        self._write({"end": end.model_dump(mode="json")})
        self._sync()
        self._file.close()

    def _write(self, line: dict[str, Any]) -> None:
        self._append(json.dumps(line, ensure_ascii=True, separators=(",", ":")) + "\n")

    def _append(self, line: str) -> None:
        try:
            self._file.write(line.encode("utf-8", "backslashreplace"))
            self._file.flush()
        except OSError as error:
            raise RunError(f"{self._path} cannot be written: {error.strerror}") from None
        if time.monotonic() - self._synced > _SYNC_S:
            self._sync()

    def _sync(self) -> None:
        os.fsync(self._file.fileno())
        self._synced = time.monotonic()


def _check_same(earlier: RunHeader, header: RunHeader, folder: Path) -> None:
    before, now = earlier.fingerprint, header.fingerprint
    different = [name for name in now if now[name] != before[name]]
    if different:
        raise RunError(
            f"{folder} holds a run with another {' and '.join(different)}; name another --out"
        )


def _mend(path: Path) -> None:
    """Takes off a last line that was torn when its writer was stopped."""
    data = path.read_bytes()
    if data and not data.endswith(b"\n"):
        with path.open("r+b") as file:
            file.truncate(data.rfind(b"\n") + 1)


def read_run(folder: Path) -> Run:
    """Returns a run; of several outputs of one case and epoch, the last one counts.

    Raises:
        RunError: there is none, or a line before the last cannot be read.
    """
    path = folder / FILE
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise RunError(
            f"{folder} holds no run ({error.strerror}); make one with `summarizer eval run`"
        ) from None
    header: RunHeader | None = None
    end: RunEnd | None = None
    outputs: dict[tuple[str, int], Output] = {}
    for number, words in enumerate(lines, start=1):
        if not words.strip():
            continue
        try:
            line = cast("dict[str, Any]", json.loads(words))
            if "header" in line:
                header = RunHeader.model_validate(line["header"])
            elif "output" in line:
                output = _read_output(line["output"])
                outputs[output.case, output.epoch] = output
                end = None
            else:
                end = RunEnd.model_validate(line["end"])
        except (ValueError, KeyError, ValidationError):
            if number == len(lines):
                break  # torn when its writer was stopped
            raise RunError(
                f"{path}, line {number}: no line of a run; the file was changed"
            ) from None
    if header is None:
        raise RunError(f"{path} has no header; delete the folder and run again")
    return Run(header=header, outputs=tuple(outputs.values()), end=end)


def _read_output(members: dict[str, Any]) -> Output:
    result = members.get("result")
    return Output(
        case=members["case"],
        epoch=members["epoch"],
        result=None if result is None else Result.model_validate(result),
        crash=members.get("crash"),
    )
