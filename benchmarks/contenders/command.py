"""The command `summarizer batch` in a process of its own, and how much memory it takes."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from benchmarks.contenders.bench import ROOT, clean_environment
from summarizer.settings import EMBEDDED

_LOOK_S = 0.2


@dataclass(frozen=True, slots=True)
class Command:
    """A batch, as it is given to a shell.

    Attributes:
        source: the INPUT; `-` for standard input.
        out: the OUT.
        base_url: the server; `embedded` for the engine that needs none.
        at_once: articles at a time, where there is a server.
        processes: how many work on articles.
    """

    source: str
    out: Path
    base_url: str
    at_once: int
    processes: int = 1

    def start(self, stdin: IO[str] | None = None) -> subprocess.Popen[str]:
        """Returns the process; it prints nothing but errors.

        Args:
            stdin: what it reads for `-`.
        """
        words = [sys.executable, "-m", "summarizer", "batch", self.source, str(self.out)]
        words += ["--quiet", "--processes", str(self.processes)]
        if self.base_url != EMBEDDED:
            words += ["--model", "openai/mock", "--base-url", self.base_url]
            words += ["--concurrency", str(self.at_once)]
        keys = {"SUMMARIZER_API_KEY": "none"}
        return subprocess.Popen(
            words, cwd=ROOT, env=clean_environment() | keys, stdin=stdin, text=True
        )


def kill(process: subprocess.Popen[str]) -> None:
    """Kills a process, and waits until the processes it had started have ended by themselves."""
    tree = list(_list_tree(process.pid))
    process.kill()
    process.wait()
    while any(map(_is_alive, tree)):
        time.sleep(_LOOK_S)


def watch_peaks(process: subprocess.Popen[str]) -> dict[int, int]:
    """Waits until a process ends.

    Returns:
        The most memory that each process of its tree had, VmHWM in bytes, by number. Pages that
        they share are counted with each.
    """
    peaks: dict[int, int] = {}
    while process.poll() is None:
        for number in _list_tree(process.pid):
            # Written over, not the most of all: before it is a program of its own, a child shows
            # the memory of its parent.
            with contextlib.suppress(OSError, ValueError, StopIteration):
                peaks[number] = _read_peak(number)
        time.sleep(_LOOK_S)
    return peaks


def _list_tree(number: int) -> Iterator[int]:
    yield number
    for path in Path(f"/proc/{number}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in path.read_text("ascii").split():
                yield from _list_tree(int(child))


def _is_alive(number: int) -> bool:
    """Tells whether a process runs; one that nobody has waited for yet does not."""
    try:
        stat = Path(f"/proc/{number}/stat").read_text("utf-8", "replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def _read_peak(number: int) -> int:
    lines = Path(f"/proc/{number}/status").read_text("utf-8").splitlines()
    return next(int(one.split()[1]) * 1024 for one in lines if one.startswith("VmHWM"))
