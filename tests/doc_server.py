"""Runs the project's command many times without starting Python each time; for Unix.

    python tests/doc_server.py SOCKET

A process that has imported everything forks for each command: same code, same arguments, folder,
environment and output, and no second spent on imports. `tests/test_startup.py` is about those.
A command is asked for by `python tests/doc_server.py SOCKET ARGUMENT ...`, which ends as it ends.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent
_LONGEST = 1 << 20  # bytes of what is sent: arguments, folder and environment


def preload() -> None:
    """Imports what commands import and reads what they read, so that a fork has it."""
    from importlib import import_module

    for room in (
        "openai.resources.chat",
        "scipy.stats",
        "instructor",
        "sqlalchemy.dialects.sqlite",
        "summarizer.batch.runner",
        "summarizer.cli",
        "summarizer.engines.llm",
        "summarizer.pages.review",
        "summarizer_evals.commands",
        "summarizer_evals.evaluation",
    ):
        import_module(room)
    from summarizer.api import summarize

    text = (ROOT / "examples" / "harbour-ferry.txt").read_text(encoding="utf-8")
    tape = ROOT / "examples" / "tapes" / "harbour-ferry.jsonl"
    summarize(text, published="2024-03-10")
    summarize(
        text, published="2024-03-10", model="openai/any", store="replay", store_path=str(tape)
    )


def serve(path: str) -> None:
    """Answers one request after another, each in a fork, until the process is ended."""
    preload()
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(path)
        door.listen()
        print("ready", flush=True)  # noqa: T201 - its protocol
        while True:
            line, _ = door.accept()
            if os.fork() == 0:
                door.close()
                run(line)
            line.close()
            with suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass


def run(line: socket.socket) -> None:
    """Runs one command as the one who asks would, tells its exit code, and ends this process."""
    data, given, _, _ = socket.recv_fds(line, _LONGEST, 3)
    asked = json.loads(data)
    for number, one in enumerate(given):
        os.dup2(one, number)
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv = ["summarizer", *asked["arguments"]]
    code = 1
    try:
        from summarizer.cli import main

        main()
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        line.sendall(str(code).encode())
        os._exit(0)


def ask(path: str, arguments: list[str]) -> int:
    """Has a command run, with this process's folder, environment and streams; its exit code."""
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(path)
        asked = {"arguments": arguments, "folder": str(Path.cwd()), "environment": dict(os.environ)}
        socket.send_fds(line, [json.dumps(asked).encode()], [0, 1, 2])
        return int(line.recv(16) or b"1")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(ask(sys.argv[1], sys.argv[2:]))
    serve(sys.argv[1])
