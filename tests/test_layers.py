"""The house keeps its floors: who may import whom, and which rooms are pure."""

from __future__ import annotations

import ast
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LIBRARY = ROOT / "summarizer"

PURE_ROOMS = (
    "alignment",
    "attribution",
    "comparing",
    "coverage",
    "dates",
    "figures",
    "folding",
    "grounding",
    "guards",
    "happenings",
    "links",
    "locations",
    "longform",
    "merging",
    "notices",
    "occurrences",
    "parties",
    "pipeline",
    "places",
    "resolve",
    "segments",
    "sentences",
    "tallies",
    "textmap",
)
IMPURE_MODULES = frozenset(
    {
        "glob",
        "http",
        "io",
        "multiprocessing",
        "os",
        "pathlib",
        "random",
        "requests",
        "secrets",
        "shutil",
        "signal",
        "socket",
        "sqlite3",
        "ssl",
        "subprocess",
        "sys",
        "tempfile",
        "threading",
        "time",
        "urllib",
        "uuid",
        "zoneinfo",
    }
)
IMPURE_CALLS = frozenset({"breakpoint", "input", "open", "print"})
CLOCKS = frozenset({"now", "today", "utcnow"})
ENVIRONMENT = frozenset({"environ", "environb", "getenv", "getenvb", "putenv"})


def find_impure(source: str) -> set[str]:
    """Returns what in this source reaches beyond its arguments."""
    found: set[str] = set()
    dates: set[str] = set()  # what `datetime` and its classes are called here
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if _top(alias.name) in IMPURE_MODULES}
            dates |= {
                alias.asname or alias.name for alias in node.names if alias.name == "datetime"
            }
        elif isinstance(node, ast.ImportFrom) and _top(node.module or "") in IMPURE_MODULES:
            found.add(str(node.module))
        elif isinstance(node, ast.ImportFrom) and node.module == "datetime":
            dates |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Name) and node.id in IMPURE_CALLS:
            found.add(node.id)
    return found | find_clocks(source, dates)


def find_clocks(source: str, dates: set[str]) -> set[str]:
    """Returns the calls by which one of these names is asked for the time."""
    return {
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and node.attr in CLOCKS
        and _top(ast.unparse(node.value)) in dates
    }


def find_environment_reads(source: str) -> set[str]:
    """Returns the names by which this source reads the environment."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in ENVIRONMENT:
            found.add(node.attr)
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            found |= {alias.name for alias in node.names if alias.name in ENVIRONMENT}
    return found


def _top(module: str) -> str:
    return module.partition(".")[0]


def list_sources(room: str) -> Iterator[Path]:
    """Yields the files of a room, be it a module or a package; none where it is not built yet."""
    if (module := LIBRARY / f"{room}.py").exists():
        yield module
    yield from sorted((LIBRARY / room).rglob("*.py"))


@pytest.mark.parametrize("room", PURE_ROOMS)
def test_pure_rooms_reach_nothing_outside(room: str) -> None:
    """A pure room opens no file, asks no clock, draws no number and reads no environment."""
    for path in list_sources(room):
        assert not find_impure(path.read_text("utf-8")), path.name


def test_pure_rooms_exist() -> None:
    """The list of pure rooms names real rooms, so the test above looks at something."""
    assert sum(any(list_sources(room)) for room in PURE_ROOMS) >= len(PURE_ROOMS) - 1


def test_only_settings_reads_the_environment() -> None:
    """An option has one way in: no other room of any package looks at the environment."""
    paths = [
        path for top in ("summarizer", "schemas", "evals") for path in ROOT.glob(f"{top}/**/*.py")
    ]
    readers = {path for path in paths if find_environment_reads(path.read_text("utf-8"))}
    assert readers == {LIBRARY / "settings.py"}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import os", {"os"}),
        ("def f():\n    import random", {"random"}),
        ("from urllib.request import urlopen", {"urllib.request"}),
        ("from pathlib import Path", {"pathlib"}),
        ("open('x')", {"open"}),
        ("from datetime import date\ndate.today()", {"date.today"}),
        ("import datetime as d\nd.datetime.now()", {"d.datetime.now"}),
        ("def f(clock):\n    clock.now()", set[str]()),
        ("import re, bisect\nfrom datetime import date\ndate(2024, 1, 1)", set[str]()),
    ],
)
def test_impure_sources_are_found(source: str, found: set[str]) -> None:
    """The search for impurity finds each kind of it and leaves clean code alone."""
    assert find_impure(source) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import os\nos.environ['A']", {"environ"}),
        ("import os as o\no.getenv('A')", {"getenv"}),
        ("from os import environ as e", {"environ"}),
        ("import os\nos.fspath('x')", set[str]()),
    ],
)
def test_environment_reads_are_found(source: str, found: set[str]) -> None:
    """The search for environment reads knows every spelling."""
    assert find_environment_reads(source) == found


def lint_imports(where: Path) -> tuple[int, str]:
    """Runs the import contracts of a checkout; returns the exit code and the report."""
    script = (
        "import os, sys; sys.path[:0] = ['.', 'schemas', 'evals'];"
        "from importlinter.cli import lint_imports_command; lint_imports_command()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "--no-cache", "--no-logo"],
        cwd=where,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=300,
    )
    return done.returncode, done.stdout + done.stderr


def test_import_contracts_hold() -> None:
    """No import climbs a floor or passes a door it has no key to."""
    code, report = lint_imports(ROOT)
    assert code == 0, report


PLANTED = {
    "schemas/summarizer_schemas/base.py": ["import summarizer.errors", "import yaml, typer"],
    "summarizer/textmap.py": ["import summarizer.cli", "import rich"],
    "summarizer/reading.py": ["import openai", "import summarizer_schemas.wire", "import ray"],
    "evals/summarizer_evals/gold/records.py": ["import summarizer_evals.suites"],
    "summarizer/attic.py": [""],
}
"""Imports that must not be, by the file they are planted in; an attic has no floor."""


def test_each_import_contract_can_break(tmp_path: Path) -> None:
    """Every contract is broken by an import planted against it, so none of them is idle."""
    for name in ("summarizer", "schemas", "evals", "pyproject.toml"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    for name, lines in PLANTED.items():
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write("\n" + "\n".join(lines) + "\n")
    code, report = lint_imports(tmp_path)
    assert code == 1, report
    assert "0 kept" in report, report
    assert "attic" in report, report


def test_the_network_is_closed_to_tests() -> None:
    """A test that reaches for another machine fails; one that stays on loopback does not."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.connect(("127.0.0.1", 9))
        with pytest.raises(pytest.fail.Exception, match="only loopback"):
            line.connect(("192.0.2.1", 9))
