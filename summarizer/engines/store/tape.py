"""A tape: one JSON line for each request, with its answer or its error (docs/tapes.md)."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import dataclass
from typing import Any, cast

from pydantic import ValidationError

from summarizer.engines.store.lines import TapeLine
from summarizer.errors import ConfigError
from summarizer.locks import hold_lock

_OPENING = b'{"v":1,"origin":"recorded"'
"""How every line that is recorded begins; what was torn off begins so, too."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line, and where it stands."""

    number: int
    line: TapeLine


# ---- reading ----


def read_tape(path: str) -> list[Entry]:
    """Returns the lines of a tape; blank ones are skipped, as is a last one that was torn off.

    Raises:
        ConfigError: there is no such file, or a line is no line of a tape; the message says which
            and why, without its words.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - the path is a string as the settings have it
            lines = file.read().split(b"\n")
    except OSError as error:
        raise ConfigError(
            f"tape {path!r} cannot be read: {error.strerror}; make one with store='record'"
        ) from None
    last = len(lines)
    return [
        Entry(number, _read_line(words, f"tape {path!r}, line {number}"))
        for number, words in enumerate(lines, start=1)
        if words.strip() and not (number == last and _is_torn(words))
    ]


def _is_torn(words: bytes) -> bool:
    """Tells whether these are the first bytes of a line whose writer was stopped."""
    if not words.startswith(_OPENING[: len(words)]):
        return False
    try:
        json.loads(words)
    except ValueError:
        return True
    return False


def _read_line(words: bytes, where: str) -> TapeLine:
    try:
        data = json.loads(words)
    except UnicodeDecodeError:
        raise ConfigError(f"{where}: not UTF-8; save the file as UTF-8") from None
    except ValueError as error:
        what = (
            f"{error.msg}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        )
        raise ConfigError(f"{where}: not JSON ({what}); write one object on one line") from None
    if not isinstance(data, dict):
        raise ConfigError(f"{where}: not an object; docs/tapes.md shows one")
    try:
        return TapeLine.model_validate(_write_out(cast("dict[str, Any]", data), where))
    except ValidationError as error:
        raise ConfigError(f"{where}: {_describe(error)}; docs/tapes.md has the fields") from None


def _write_out(data: dict[str, Any], where: str) -> dict[str, Any]:
    """Makes `text` of an answer that a hand-written line gives as `json`."""
    reply = data.get("reply")
    if data.get("origin") != "hand-written" or not isinstance(reply, dict) or "json" not in reply:
        return data
    members = dict(cast("dict[str, Any]", reply))
    if "text" in members:
        raise ConfigError(f"{where}: reply has both text and json; give one")
    text = json.dumps(members.pop("json"), ensure_ascii=False, separators=(",", ":"))
    return {**data, "reply": {**members, "text": text}}


def _describe(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    field = ".".join(str(one) for one in first["loc"])
    problem = first["msg"].removeprefix("Value error, ")
    return f"{field}: {problem}" if field else problem


# ---- writing ----


class TapeWriter:
    """Appends whole lines to a tape that several threads and processes may write.

    Args:
        path: the file; made when it is not there, and mended when its last line was torn off.

    Raises:
        ConfigError: the file cannot be written.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._append(b"")

    def write(self, line: TapeLine) -> None:
        """Writes one line, and returns when it is on the disk.

        Raises:
            ConfigError: the file cannot be written.
        """
        self._append(line.encode())

    def _append(self, words: bytes) -> None:
        try:
            with self._lock, open(self._path, "a+b") as file, hold_lock(file.fileno()):  # noqa: PTH123
                if _mend(file) or words:
                    file.write(words)
                    file.flush()
                    os.fsync(file.fileno())
        except OSError as error:
            raise ConfigError(
                f"tape {self._path!r} cannot be written: {error.strerror}; name a file in a folder "
                "that exists and has room"
            ) from None


def _mend(file: Any) -> bool:
    """Ends a last line that is whole, and takes off one that was torn; tells whether it did."""
    size = file.seek(0, os.SEEK_END)
    if not size:
        return False
    file.seek(size - 1)
    if file.read(1) == b"\n":
        return False
    start = _find_last_line(file, size)
    file.seek(start)
    if _is_torn(file.read()):
        file.truncate(start)
    else:
        file.write(b"\n")  # appended, wherever the file stands
    return True


def _find_last_line(file: Any, size: int) -> int:
    """Returns where the last line begins, looked for from the end."""
    end = size
    while end:
        start = max(0, end - 65_536)
        file.seek(start)
        at = file.read(end - start).rfind(b"\n")
        if at >= 0:
            return int(start + at + 1)
        end = start
    return 0
