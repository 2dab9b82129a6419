"""Starting is quick because nothing heavy is loaded before it is used."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "border-strikes.txt"
HEAVY = ("instructor", "openai", "pyarrow", "rapidfuzz", "ray", "tenacity", "trafilatura")

COMMAND = """
import sys
from summarizer.cli import main
sys.argv = ["summarizer", *{arguments!r}]
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
"""

REPORT = """
print("\\nloaded:", *sorted({{name.partition(".")[0] for name in sys.modules}} & set({names!r})))
"""


def find_loaded(code: str, names: tuple[str, ...] = HEAVY) -> set[str]:
    """Returns which of these packages a fresh interpreter has loaded after running the code."""
    script = "import sys\n" + code + REPORT.format(names=names)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rpartition("loaded:")[2].split())


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import summarizer", id="import"),
        pytest.param(
            "import summarizer\nfor name in summarizer.__all__: getattr(summarizer, name)",
            id="every public name",
        ),
        pytest.param(COMMAND.format(arguments=["--help"]), id="help"),
        pytest.param(COMMAND.format(arguments=["--version"]), id="version"),
        pytest.param(
            COMMAND.format(arguments=["run", str(EXAMPLE), "--published", "2024-01-19"]),
            id="run offline",
        ),
        pytest.param(COMMAND.format(arguments=["doctor"]), id="doctor without a model"),
    ],
)
def test_nothing_heavy_is_loaded(code: str) -> None:
    """Neither the import nor an offline command loads a model client or a table library."""
    assert find_loaded(code) == set()


def test_import_alone_loads_no_schema_library() -> None:
    """The door opens its rooms on demand: the import itself loads neither pydantic nor rich."""
    assert find_loaded("import summarizer", ("pydantic", "rich", "typer", "yaml")) == set()


def test_help_loads_nothing_that_only_work_needs() -> None:
    """What is loaded before any command is known is paid for by each of them."""
    names = ("asyncio", "http", "pydantic", "rich", "sqlalchemy", "urllib")
    assert find_loaded(COMMAND.format(arguments=["--help"]), names) <= {"urllib"}


@pytest.mark.parametrize("name", [name for name in HEAVY if name != "ray"])
def test_a_heavy_import_would_be_seen(name: str) -> None:
    """Each heavy package is installed here, and one that is loaded is reported."""
    assert importlib.util.find_spec(name) is not None
    assert find_loaded(f"import types; sys.modules[{name!r}] = types.ModuleType('x')") == {name}
