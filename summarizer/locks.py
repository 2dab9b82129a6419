"""Files that one process at a time may work on, held by the system and let go when it ends."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Generator

if sys.platform == "win32":
    import msvcrt

    def try_lock(number: int) -> bool:
        """Takes the lock of an open file if nobody has it; tells whether it did."""
        os.lseek(number, 0, os.SEEK_SET)
        try:
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    @contextlib.contextmanager
    def hold_lock(number: int) -> Generator[None]:
        """Waits for the lock of an open file, and holds it."""
        os.lseek(number, 0, os.SEEK_SET)
        msvcrt.locking(number, msvcrt.LK_LOCK, 1)
        try:
            yield
        finally:
            os.lseek(number, 0, os.SEEK_SET)
            msvcrt.locking(number, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def try_lock(number: int) -> bool:
        """Takes the lock of an open file if nobody has it; tells whether it did."""
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    @contextlib.contextmanager
    def hold_lock(number: int) -> Generator[None]:
        """Waits for the lock of an open file, and holds it."""
        fcntl.flock(number, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(number, fcntl.LOCK_UN)
