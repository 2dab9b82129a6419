"""What tests of several processes share: a program run apart, and waiting for what it does."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

WAIT_S = 120.0
"""Longest wait for another process; a busy machine takes its time."""

_ROOT = Path(__file__).parent.parent


@contextmanager
def run_apart(program: str, told: dict[str, Any]) -> Generator[subprocess.Popen[str]]:
    """Runs a program in a process of its own, told as JSON in its first argument.

    It and what it started are ended at the end.
    """
    with subprocess.Popen(
        [sys.executable, "-c", program, json.dumps(told)],
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                for one in psutil.Process(process.pid).children(recursive=True):
                    one.kill()
                process.kill()


def wait_until(holds: Callable[[], bool], *, limit_s: float = WAIT_S) -> None:
    """Waits until something holds."""
    until = time.monotonic() + limit_s
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)
