"""Files that appear only when whole: several of them together, or none."""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from summarizer.errors import ConfigError


@contextmanager
def open_whole(paths: Sequence[Path]) -> Generator[list[BinaryIO]]:
    """Yields a stream for each file; they appear, or are replaced, when all went well.

    A pipe or a device is written to as it is: there is no place beside it.

    Args:
        paths: files in folders that exist; none twice.

    Raises:
        ConfigError: a file cannot be written; no other is left half written.

    Example:
        >>> path = getfixture("tmp_path") / "a.csv"
        >>> with open_whole([path]) as (stream,):
        ...     _ = stream.write(b"1")
        ...     print(path.exists())
        False
        >>> path.read_bytes()
        b'1'
    """
    parts = {path: _name_part(path) for path in paths}
    try:
        with ExitStack() as stack:
            yield [stack.enter_context(part.open("wb")) for part in parts.values()]
        for path, part in parts.items():
            if part != path:
                part.replace(os.path.realpath(path))
    except OSError as error:
        named = {str(part): path for path, part in parts.items()}
        path = named.get(str(error.filename), paths[0])
        raise ConfigError(
            f"{path} cannot be written: {error.strerror}; mend that, or give another place with "
            "--output"
        ) from None
    finally:
        for path, part in parts.items():
            if part != path:
                part.unlink(missing_ok=True)


def _name_part(path: Path) -> Path:
    if path.exists() and not path.is_file():
        return path
    target = Path(os.path.realpath(path))
    return target.with_name(f".{target.name}.{os.getpid()}.part")
