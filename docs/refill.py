"""Runs the examples of the documentation and writes what they print beneath them.

    python docs/refill.py [--check] [FILE ...]

A `python` block is run in the checkout, with the names of the blocks before it; the `text`
block that follows it holds what it prints. A line `$ summarizer …` or `$ make demo` in a
`console` block is run by a shell of 100 columns, in one folder with the commands before it in
its block; where output stands beneath it, that is replaced too. A table between
`<!-- table: NAME -->` and `<!-- end -->` is one of `docs/tables.py`. With `--check` nothing is
written, and a file that would change makes the exit code 1. `sh` blocks show no output;
`tests/test_doc_blocks.py` runs them.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from docs.tables import fill_tables

ROOT = Path(__file__).parent.parent
_BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^(?P<command>\$ .*)\n(?P<shown>(?:(?!\$ ).*\n)*)", re.MULTILINE)
_TESTS = ("$ make test", "$ make check")
"""The commands that run this very script."""
_SHARED = ("examples", "evals")
"""Folders that commands find where they run."""

_OWN_TEST = "gazetteers.md"
"""Its examples need a gazetteer installed; tests/test_gazetteers.py installs one and runs them."""


def list_documents() -> list[Path]:
    """Returns the pages that hold examples or tables."""
    pages = (page for page in (ROOT / "docs").glob("*.md") if page.name != _OWN_TEST)
    return [ROOT / "README.md", ROOT / "evals" / "README.md", *sorted(pages)]


def refill(document: str, *, commands: Path | None = None) -> str:
    """Returns the document with the output of its examples, and its tables, as they are today.

    Args:
        document: a page.
        commands: a folder whose commands are taken before those of the environment.

    Raises:
        subprocess.CalledProcessError: a command failed.
    """
    document = fill_tables(document)
    names: dict[str, object] = {}
    printed: str | None = None
    parts: list[str] = []
    done = 0
    for block in _BLOCK.finditer(document):
        language, body = block["language"], block["body"]
        if language == "python":
            printed = _run_python(body, names)
        elif language == "text" and printed is not None:
            body, printed = printed, None
        elif language == "console":
            body = _refill_commands(body, commands)
        parts.append(f"{document[done : block.start()]}```{language}\n{body}```")
        done = block.end()
    return "".join(parts) + document[done:]


def _run_python(code: str, names: dict[str, object]) -> str:
    printed = io.StringIO()
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(code, "example", "exec", dont_inherit=True), names)  # noqa: S102 - our own words
    finally:
        os.chdir(before)
    return printed.getvalue()


def _refill_commands(body: str, commands: Path | None) -> str:
    with tempfile.TemporaryDirectory() as folder:
        for name in _SHARED:
            (Path(folder) / name).symlink_to(ROOT / name)
        return _COMMAND.sub(partial(_refill_command, folder=folder, commands=commands), body)


def _refill_command(found: re.Match[str], *, folder: str, commands: Path | None) -> str:
    command, shown = found["command"], found["shown"]
    if command in _TESTS:
        return found[0]
    printed = _run_command(command, folder, commands)
    lines = [line.rstrip() for line in printed.strip("\n").splitlines()]
    if not shown.strip():
        return found[0]
    gap = "\n" if shown.endswith("\n\n") else ""
    return "\n".join([command, *lines]) + "\n" + gap


def _run_command(command: str, folder: str, commands: Path | None) -> str:
    line = _find_demo() if command == "$ make demo" else command.removeprefix("$ ")
    own = [str(commands)] if commands else []
    kept = {key: value for key, value in os.environ.items() if key != "GITHUB_STEP_SUMMARY"}
    done = subprocess.run(
        [shutil.which("sh") or "/bin/sh", "-c", line],
        cwd=folder,
        env={
            **kept,
            "COLUMNS": "100",
            "NO_COLOR": "1",
            "PYTHONIOENCODING": "utf-8",
            "PATH": os.pathsep.join([*own, str(Path(sys.executable).parent), os.environ["PATH"]]),
        },
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def _find_demo() -> str:
    """The command that `make demo` ends with."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    demo = re.search(r"^demo:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    if demo is None:
        raise LookupError("the Makefile has no target `demo`")
    last = demo.group(1).strip().splitlines()[-1].strip().removeprefix("@")
    return re.sub(r"^\S*summarizer", "summarizer", last)


def main() -> int:
    """Refills the documents named, or all; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args()
    stale: list[str] = []
    for path in options.files or list_documents():
        before = path.read_text(encoding="utf-8")
        after = refill(before)
        if after != before:
            stale.append(path.name)
            if not options.check:
                path.write_text(after, encoding="utf-8")
    print("changed: " + ", ".join(stale) if stale else "nothing to change")
    return int(options.check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
