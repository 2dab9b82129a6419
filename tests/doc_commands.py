"""What stands in for commands of the documentation that need the network, minutes, or a reader.

    python tests/doc_commands.py NAME ARGUMENT ...

`pip` checks what it is told to install; `python` makes no environment and reads a benchmark's
arguments only; `make` tells what it would do; `summarizer review` is ended as by Ctrl-C. All else
is done by the real command.
"""

from __future__ import annotations

import argparse
import os
import runpy
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.metadata import metadata
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).parent.parent
_DISTRIBUTION = "structured-summarizer"
_OTHERS = ("aiohttp", "langextract", "openai", "pydantic-ai-slim", "ray", "vllm")
"""What the pages install beside this package; whether it can be had is not looked up."""

_PATIENCE = 100  # times 0.2 seconds

NOT_RUN = {
    "llama-server": "a server of others",
    "ollama": "a server of others",
    "vllm": "a server of others",
}
"""Commands that are not run at all, and why."""


def install(arguments: Sequence[str]) -> None:
    """Checks `pip install`: its extras are those of this package, other names are known.

    Raises:
        SystemExit: something is named that does not exist.
    """
    from packaging.requirements import Requirement

    if arguments[:1] != ["install"]:
        sys.exit(f"pip {' '.join(arguments)}: only `pip install` is expected here")
    extras = set(metadata(_DISTRIBUTION).get_all("Provides-Extra") or ())
    for one in arguments[1:]:
        own = one.startswith(".")
        wanted = Requirement(f"{_DISTRIBUTION}{one[1:]}" if own else one)
        if not own and wanted.name not in (_DISTRIBUTION, *_OTHERS):
            sys.exit(f"pip install {one}: not a package that the pages should name")
        if wanted.name == _DISTRIBUTION and (unknown := wanted.extras - extras):
            sys.exit(f"pip install {one}: there is no extra {', '.join(sorted(unknown))}")


def run_python(arguments: Sequence[str]) -> None:
    """Runs Python, but makes no environment, and only reads the arguments of a benchmark."""
    if arguments[:2] == ["-m", "venv"]:
        place = Path(arguments[2]) / "bin"
        place.mkdir(parents=True)
        for name in ("pip", "python"):
            (place / name).symlink_to(Path(os.environ["PATH"].split(os.pathsep)[0]) / name)
    elif arguments[0].startswith("benchmarks/"):
        if len(arguments) == 1:
            compile((ROOT / arguments[0]).read_bytes(), arguments[0], "exec")
            return
        sys.path.insert(0, str(ROOT))
        read_arguments(
            arguments, lambda: runpy.run_path(str(ROOT / arguments[0]), run_name="__main__")
        )
    elif arguments[0] == "-m" and arguments[1].startswith("benchmarks"):
        sys.path.insert(0, str(ROOT))
        read_arguments(arguments[1:], lambda: runpy.run_module(arguments[1], run_name="__main__"))
    else:
        sys.exit(subprocess.run([sys.executable, *arguments], check=False).returncode)


def read_arguments(arguments: Sequence[str], start: Callable[[], object]) -> None:
    """Starts a program, and ends it as soon as it has accepted its arguments."""
    parse = argparse.ArgumentParser.parse_args

    def parse_and_end(parser: argparse.ArgumentParser, *_given: object) -> None:
        parse(parser)
        sys.exit(0)

    with patch.object(argparse.ArgumentParser, "parse_args", parse_and_end):
        sys.argv = [*arguments]
        start()
    sys.exit(f"{arguments[0]} read no arguments")


def make(arguments: Sequence[str]) -> None:
    """Tells what make would do, which it cannot for a target that is not there."""
    _, path = os.environ["PATH"].split(os.pathsep, maxsplit=1)
    real = shutil.which("make", path=path) or "make"
    line = [real, "--dry-run", "--directory", str(ROOT), *arguments]
    sys.exit(subprocess.run(line, check=False).returncode)


def serve(arguments: Sequence[str]) -> None:
    """Starts a server and ends it as Ctrl-C does, once it has told its address."""
    with subprocess.Popen([*arguments, "--no-open"], stdout=subprocess.PIPE, text=True) as server:
        told = server.stdout.readline() if server.stdout else ""
        time.sleep(0.5)  # it listens to signals only after it has told its address
        for _ in range(_PATIENCE):
            server.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                server.wait(timeout=0.2)
                break
        else:
            server.kill()
    sys.exit(server.returncode if told.startswith("http://127.0.0.1:") else 1)


SHIMS: dict[str, Callable[[Sequence[str]], None]] = {
    "make": make,
    "pip": install,
    "python": run_python,
    "summarizer": serve,
}
"""What each command does here."""

if __name__ == "__main__":
    SHIMS[sys.argv[1]](sys.argv[2:])
