"""Files: written whole or not at all; or line by line, so that nothing paid for is lost.

A line is handed to the system when it is there, and forced to the disk every `_SYNC_S` seconds
and at the end: a killed process loses nothing, a power cut at most that much.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import BaseModel
from pydantic_core import PydanticSerializationError

from summarizer_evals.errors import RunError

_SYNC_S = 0.25


def render_json(record: BaseModel, *, indent: int | None = None) -> str:
    r"""Returns a record as JSON; unlike pydantic's own writer it takes half a character, too.

    Example:
        >>> class Word(BaseModel):
        ...     text: str
        >>> encode(render_json(Word(text="\ud800")))
        b'{"text":"\\ud800"}'
    """
    try:
        return record.model_dump_json(indent=indent)
    except PydanticSerializationError:
        separators = (",", ":") if indent is None else None
        data = record.model_dump(mode="json")
        return json.dumps(data, ensure_ascii=False, indent=indent, separators=separators)


def encode(words: str) -> bytes:
    """Returns UTF-8; half a character becomes its escape, which in JSON means the same."""
    return words.encode("utf-8", "backslashreplace")


def write_whole(path: Path, words: str | bytes) -> None:
    """Writes a file that appears, or is replaced, only when it is whole.

    Raises:
        OSError: it cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(encode(words) if isinstance(words, str) else words)
    part.replace(path)


class LineFile:
    """A file that lines are appended to; a last one that was torn is taken off first.

    Args:
        path: the file; made when it is not there.

    Raises:
        RunError: it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            _mend(path)
            self._file: BinaryIO = path.open("ab")
        except OSError as error:
            raise self._fail(error) from None
        self._synced = time.monotonic()

    def add(self, line: str) -> None:
        """Writes one line, given without its end."""
        try:
            self._file.write(encode(line) + b"\n")
            self._file.flush()
        except OSError as error:
            raise self._fail(error) from None
        if time.monotonic() - self._synced > _SYNC_S:
            self._sync()

    def close(self) -> None:
        """Forces everything to the disk, and closes the file."""
        self._sync()
        self._file.close()

    def _sync(self) -> None:
        os.fsync(self._file.fileno())
        self._synced = time.monotonic()

    def _fail(self, error: OSError) -> RunError:
        return RunError(f"{self._path} cannot be written: {error.strerror}")


def _mend(path: Path) -> None:
    data = path.read_bytes() if path.exists() else b""
    if data and not data.endswith(b"\n"):
        with path.open("r+b") as file:
            file.truncate(data.rfind(b"\n") + 1)


def read_lines(path: Path) -> Iterator[tuple[int, Any]]:
    """Yields number and JSON value of each line; a last one that was torn is left out.

    Raises:
        OSError: the file cannot be read.
        RunError: another line is no JSON.
    """
    lines = path.read_bytes().split(b"\n")
    for number, words in enumerate(lines, start=1):
        if not words.strip():
            continue
        try:
            value = json.loads(words)
        except ValueError:
            if number == len(lines):
                return
            raise RunError(f"{path}, line {number}: not JSON; the file was changed") from None
        yield number, value
