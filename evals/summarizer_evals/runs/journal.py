"""A run on the disk: `run.jsonl`, one line for each output as soon as it is there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from summarizer_evals.errors import RunError
from summarizer_evals.files import LineFile, read_lines, render_json
from summarizer_evals.runs.records import Output, Run, RunEnd, RunHeader
from summarizer_schemas.result import Result

FILE = "run.jsonl"


class Journal:
    """Appends the lines of one run.

    Args:
        folder: where the run is kept; made when it is not there.
        header: what is asked for.

    Raises:
        RunError: the folder holds a run of another set-up, or cannot be written.
    """

    def __init__(self, folder: Path, header: RunHeader) -> None:
        path = folder / FILE
        self.known: tuple[Output, ...] = ()
        is_new = not path.exists()
        if not is_new:
            earlier = read_run(folder)
            _check_same(earlier.header, header, folder)
            self.known = earlier.outputs
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RunError(f"{folder} cannot be written: {error.strerror}") from None
        self._file = LineFile(path)
        if is_new:
            self._file.add(f'{{"header":{render_json(header)}}}')

    def add(self, output: Output) -> None:
        """Writes one output."""
        members: dict[str, Any] = {"case": output.case, "epoch": output.epoch}
        if output.crash is not None:
            members["crash"] = output.crash
        words = json.dumps(members, separators=(",", ":"))
        if output.result is not None:
            # The result's own writer, spliced in: an output is serialised once.
            words = f'{words[:-1]},"result":{output.result.to_json()}}}'
        self._file.add(f'{{"output":{words}}}')

    def end(self, end: RunEnd) -> None:
        """Writes how the run ended, and closes the file."""
        self._file.add(f'{{"end":{render_json(end)}}}')
        self._file.close()


def _check_same(earlier: RunHeader, header: RunHeader, folder: Path) -> None:
    before, now = earlier.fingerprint, header.fingerprint
    different = [name for name in now if now[name] != before[name]]
    if different:
        raise RunError(
            f"{folder} holds a run with another {' and '.join(different)}; name another --out"
        )


def read_run(folder: Path) -> Run:
    """Returns a run; of several outputs of one case and epoch, the last one counts.

    Raises:
        RunError: there is none, or a line before the last cannot be read.
    """
    path = folder / FILE
    header: RunHeader | None = None
    end: RunEnd | None = None
    outputs: dict[tuple[str, int], Output] = {}
    try:
        for number, line in read_lines(path):
            part = _read_line(line, f"{path}, line {number}")
            if isinstance(part, RunHeader):
                header = part
            elif isinstance(part, RunEnd):
                end = part
            else:
                outputs[part.case, part.epoch] = part
                end = None
    except OSError as error:
        raise RunError(
            f"{folder} holds no run ({error.strerror}); make one with `summarizer eval run`"
        ) from None
    if header is None:
        raise RunError(f"{path} has no header; delete the folder and run again")
    return Run(header=header, outputs=tuple(outputs.values()), end=end)


def _read_line(line: Any, where: str) -> RunHeader | Output | RunEnd:
    try:
        if "header" in line:
            return RunHeader.model_validate(line["header"])
        if "output" in line:
            return _read_output(line["output"])
        return RunEnd.model_validate(line["end"])
    except (ValueError, KeyError, TypeError):  # pydantic's are ValueErrors
        raise RunError(f"{where}: no line of a run; the file was changed") from None


def _read_output(members: dict[str, Any]) -> Output:
    result = members.get("result")
    return Output(
        case=members["case"],
        epoch=members["epoch"],
        result=None if result is None else Result.model_validate(result),
        crash=members.get("crash"),
    )
