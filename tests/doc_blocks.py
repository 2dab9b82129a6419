"""The code blocks of the documentation: where they stand, and what a reader's machine is like.

A shell block runs as it stands, in a folder that holds what a reader would have there, with a
model's server on loopback. What cannot be had here is replaced by `tests/doc_commands.py`.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from summarizer import summarize
from summarizer.providers import PROVIDERS
from tests.doc_commands import NOT_RUN, SHIMS

ROOT = Path(__file__).parent.parent
_FENCE = re.compile(r"^```(?P<language>[\w{}-]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_REGION = re.compile(r"^<!-- table: \w+ -->$.*?^<!-- end -->$", re.MULTILINE | re.DOTALL)
_ADDRESS = re.compile(r"(--base-url\s+|SUMMARIZER_BASE_URL=)\S+")
_DATABASE = re.compile(r"postgresql\+psycopg://USER@HOST/DATABASE")
_FERRY = ROOT / "examples" / "harbour-ferry.txt"
_TAPE = ROOT / "examples" / "tapes" / "harbour-ferry.jsonl"
CASES = ("surveyors-abducted-wire-caps", "port-ultimatum-noon-thursday")
BEFORE = {
    "docs/ci.md": "summarizer eval run --suite core --quiet\n"
    "summarizer eval bless --reason 'what there is'\n",
    "docs/exports.md": "summarizer batch news/ out --quiet --processes 1\n",
}
"""What a reader of a page has done already."""
VERDICT = json.dumps({"quote": "", "verdict": "unsure", "reason": "no words for it"})


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block.

    Attributes:
        page: the page it stands in, from the root of the repository.
        line: the line its fence begins in, from 1.
        language: what its fence names; blank for none.
        body: what stands between the fences.
        after: the language of the block before it; blank for the first.
    """

    page: str
    line: int
    language: str
    body: str
    after: str


def list_pages() -> list[Path]:
    """Returns all pages with words of ours: those of the site, and those beside it."""
    beside = (
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "evals/README.md",
        "prompts/README.md",
    )
    return [*(ROOT / name for name in beside), *sorted((ROOT / "docs").rglob("*.md"))]


def list_blocks(path: Path) -> Iterator[Block]:
    """Yields the blocks of a page, but for its generated parts and what is told to the builder."""
    text = path.read_text(encoding="utf-8")
    text = _REGION.sub(lambda found: "\n" * found[0].count("\n"), text)
    after = ""
    for found in _FENCE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        page = path.relative_to(ROOT).as_posix()
        if not found["language"].startswith("{"):
            yield Block(page, line, found["language"], found["body"], after)
        after = found["language"]


def read_answer() -> str:
    """Returns what a model says of the ferry article, in the wire form."""
    line: dict[str, Any] = json.loads(_TAPE.read_text(encoding="utf-8").splitlines()[0])
    return json.dumps(line["reply"]["json"])


def lay_out(folder: Path) -> None:
    """Puts into a folder what the pages take for granted: articles, results, gold, exports."""
    for name in ("prompts", "examples"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(_FERRY, folder / "article.txt")
    (folder / "news").mkdir()
    for path in (ROOT / "examples").glob("*.txt"):
        shutil.copy(path, folder / "news")
    result = summarize(_FERRY.read_text(encoding="utf-8"), published="2024-03-10")
    (folder / "results.jsonl").write_text(result.to_json() + "\n", encoding="utf-8")
    _lay_out_gold(folder)
    _lay_out_exports(folder)


def _lay_out_gold(folder: Path) -> None:
    """A few of our cases, as the whole of them takes too long, and what a person says of one."""
    for case in CASES:
        shutil.copytree(ROOT / "evals" / "gold" / case, folder / "evals" / "gold" / case)
    shutil.copy(ROOT / "evals" / "evals.toml", folder / "evals")
    label = {
        "case": CASES[0],
        "item": "Surveyors are missing.",
        "label": "unsure",
        "annotator": "a1",
    }
    (folder / "labels.jsonl").write_text(json.dumps(label) + "\n", encoding="utf-8")


def _lay_out_exports(folder: Path) -> None:
    """One annotated sentence, as each of three annotation tools exports it."""
    text = "Kenyan troops shelled the port of Norburg on Monday.\n"
    start, end = 14, 21
    value = {"start": start, "end": end, "text": text[start:end], "labels": ["Assault"]}
    mark = {"id": "r1", "from_name": "label", "to_name": "text", "type": "labels", "value": value}
    task = {"id": 7, "data": {"text": text}, "annotations": [{"id": 1, "result": [mark]}]}
    row = {"id": 1, "text": text, "label": [[start, end, "Attack"]]}
    (folder / "export.json").write_text(json.dumps([task]), encoding="utf-8")
    (folder / "export.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (folder / "labels.yaml").write_text("types: { Attack: ASSAULT }\n", encoding="utf-8")
    brat = folder / "folder"
    brat.mkdir()
    (brat / "story.txt").write_text(text, encoding="utf-8")
    (brat / "story.ann").write_text(f"T1\tAssault {start} {end}\t{text[start:end]}\n", "utf-8")


@cache
def serve_command() -> Path:
    """Starts a process that has imported everything, once; returns a folder with its command.

    It goes on until this process ends.
    """
    program = ROOT / "tests" / "doc_server.py"
    folder = Path(mkdtemp(prefix="docs-"))
    server = subprocess.Popen(
        [sys.executable, str(program), f"{folder}/socket"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )

    def end() -> None:
        server.terminate()
        server.communicate()
        shutil.rmtree(folder)

    atexit.register(end)
    assert server.stdout is not None
    assert server.stdout.readline() == "ready\n"
    words = f'exec "{sys.executable}" -I -S "{program}" "{folder}/socket" "$@"'
    _write_command(folder, "summarizer", words)
    return folder


def write_commands(folder: Path) -> Path:
    """Writes the commands that stand in for others; returns the folder they are in."""
    place = folder / ".commands"
    place.mkdir()
    stand_in = f'exec "{sys.executable}" "{ROOT / "tests" / "doc_commands.py"}"'
    for name in SHIMS:
        _write_command(place, name, f'{stand_in} {name} "$@"')
    for name, why in NOT_RUN.items():
        _write_command(place, name, f"exit 0 # {why}")
    own = Path(sys.executable).parent / "summarizer"
    _write_command(
        place,
        "summarizer",
        f'case "$1" in review) {stand_in} summarizer "{own}" "$@";; esac\n'
        f'exec "{serve_command()}/summarizer" "$@"',
    )
    return place


def _write_command(folder: Path, name: str, words: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{words}\n", encoding="utf-8")
    path.chmod(0o755)


def run_block(block: Block, folder: Path, *, base_url: str, commands: Path) -> None:
    """Runs a shell block; a command that fails ends it.

    Raises:
        AssertionError: it failed; the message has the place and what was printed.
    """
    script = _ADDRESS.sub(rf"\g<1>{base_url}", block.body)
    script = _DATABASE.sub(f"sqlite:///{folder / 'shared.db'}", script)
    keys = {one.key_variable: "a-key" for one in PROVIDERS.values() if one.key_variable}
    kept = {name: one for name, one in os.environ.items() if name != "GITHUB_STEP_SUMMARY"}
    done = subprocess.run(
        [shutil.which("sh") or "/bin/sh", "-eu", "-c", script],
        cwd=folder,
        env={
            **kept,
            **keys,
            "COLUMNS": "100",
            "NO_COLOR": "1",
            "PYTHONIOENCODING": "utf-8",
            "SUMMARIZER_BASE_URL": base_url,
            "PATH": os.pathsep.join(
                [str(commands), str(Path(sys.executable).parent), kept["PATH"]]
            ),
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=180,
    )
    said = f"{block.page}:{block.line} ended with {done.returncode}\n{done.stdout}{done.stderr}"
    assert done.returncode == 0, said
