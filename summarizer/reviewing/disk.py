"""Files that are read without following a link, and that appear when they are whole."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from pathlib import Path

PART = ".part"
"""How the name of a file ends that is not whole yet."""

# Neither is known to every system.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)


def is_folder(path: Path) -> bool:
    """Tells whether there is a folder of this name; a link to one is none.

    Raises:
        OSError: there is something else.
    """
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return False
    if not stat.S_ISDIR(mode):
        raise OSError(errno.ENOTDIR, "it is a link or a file")
    return True


def read_plain(path: Path) -> bytes | None:
    """Returns what a file holds; None where there is none.

    Raises:
        OSError: it is a link, a pipe or a folder, or it cannot be read.
    """
    if path.is_symlink():
        raise OSError(errno.ELOOP, "it is a link")
    try:
        number = os.open(path, os.O_RDONLY | _NO_LINK | _NO_WAIT)
    except FileNotFoundError:
        return None
    try:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise OSError(errno.EINVAL, "it is no plain file")
        with os.fdopen(number, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(number)


def write_whole(files: Mapping[Path, bytes]) -> None:
    """Writes files of one folder, and returns when they are on the disk.

    Each appears, or is replaced, when all of them are on the disk whole, in the order given. A
    process that is killed on the way leaves the old or the new of each, and at most files whose
    names end with `PART`.

    Raises:
        OSError: the disk does not take them; what was there before still is.
    """
    parts = {path.with_name(f".{path.name}.{os.getpid()}{PART}"): path for path in files}
    try:
        for part, path in parts.items():
            _write_part(part, files[path])
        for part, path in parts.items():
            part.replace(path)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
    for folder in {path.parent for path in files}:
        sync_folder(folder)


def _write_part(part: Path, data: bytes) -> None:
    part.unlink(missing_ok=True)  # of a process that was killed and had the same number
    number = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _NO_LINK, 0o644)
    with os.fdopen(number, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Returns when the names in a folder are on the disk."""
    if os.name == "nt":
        return  # a folder cannot be opened there
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
