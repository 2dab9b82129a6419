"""What leaves the command: results to stdout or a file that appears only when whole, errors apart.

How a result looks is not decided here but by who hands in the writer; nothing is drawn here.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from summarizer.errors import ArticleError, ConfigError, ResultError

if TYPE_CHECKING:
    from summarizer_schemas.result import Result


def write_each(
    outcomes: Iterable[tuple[str, Result | ArticleError]], write: Callable[[Result], None]
) -> tuple[int, int]:
    """Writes each result as soon as it is there; returns how many, and how many failed."""
    written = failed = 0
    for source, outcome in outcomes:
        if isinstance(outcome, ArticleError):
            report(str(outcome), source=outcome.source or source)
            failed += 1
            continue
        write(outcome)
        written += 1
        try:
            outcome.raise_for_status()
        except ResultError as error:
            report(str(error), source=source)
            failed += 1
    return written, failed


def render_json(result: Result) -> str:
    """Returns one line; what would steer a terminal is written as a JSON escape."""
    line = result.to_json()
    steering = "[\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
    return re.sub(steering, lambda found: f"\\u{ord(found[0]):04x}", line) + "\n"


@contextmanager
def open_output(
    output: str, sources: Sequence[str], *, utf8: bool
) -> Generator[TextIO, None, None]:
    """Yields where to write; a file appears, or is replaced, only when all went well."""
    if output == "-":
        stdout: TextIO = sys.stdout
        if reconfigure := getattr(stdout, "reconfigure", None):  # a stand-in may have none
            reconfigure(encoding="utf-8" if utf8 else None, errors="backslashreplace")
        yield stdout
        return
    path = Path(output)
    _check_output(path, sources)
    special = path.exists() and not path.is_file()  # a pipe or a device has no place beside it
    target = path if special else Path(os.path.realpath(path))
    part = target if special else target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        stream = part.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise ConfigError(f"--output {output} cannot be written: {error.strerror}") from None
    try:
        with stream:
            yield stream
        if not special:
            part.replace(target)
    except BaseException:
        if not special:
            part.unlink(missing_ok=True)
        raise


def _check_output(path: Path, sources: Sequence[str]) -> None:
    if path.is_dir():
        raise ConfigError(f"--output {path} is a directory; give a file in it")
    if not path.parent.is_dir():
        raise ConfigError(f"--output {path}: there is no directory {path.parent}; make it first")
    if path.is_file() and any(Path(name).is_file() and path.samefile(name) for name in sources):
        raise ConfigError(f"--output {path} is one of the inputs; give another file")


def report(message: str, *, source: str | None = None) -> None:
    """Writes one line to stderr, safe for a terminal; the source comes first, if it is known."""
    from summarizer.controls import clean_for_terminal

    named = source is None or message.startswith(source)
    line = message if named else f"{source}: {message}"
    sys.stderr.write(f"error: {clean_for_terminal(line)}\n")


def drop_what_cannot_be_written() -> None:
    """Empties stdout: Python would try to write it once more at exit, and complain once more."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
