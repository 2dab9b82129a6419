"""The package as its users meet it: the public door, and the wheel in an empty environment."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

import summarizer
from tests.eval_cases import write_gold

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "border-strikes.txt"
UV = shutil.which("uv")
GAINED = {"summarizer", "summarizer_schemas", "summarizer_evals"}


# ---- the door ----


def test_public_names_are_sorted_and_unique() -> None:
    """`__all__` lists constants, then classes, then functions, each by name and once."""
    names = summarizer.__all__
    assert len(set(names)) == len(names)
    assert list(names) == sorted(names, key=lambda name: (_kind(name), name))


def _kind(name: str) -> int:
    return 0 if name.isupper() else 1 if name[0].isupper() else 2


@pytest.mark.parametrize("name", summarizer.__all__)
def test_public_names_can_be_imported(name: str) -> None:
    """Every name the door lists is behind it, and stays the same object."""
    assert getattr(summarizer, name) is getattr(summarizer, name)


def test_public_names_are_complete() -> None:
    """`dir()` and what a type checker sees through the door are the names of `__all__`."""
    assert set(summarizer.__all__) <= set(dir(summarizer))
    door = ast.parse(Path(str(summarizer.__file__)).read_text("utf-8"))
    seen = {
        alias.asname or alias.name
        for node in ast.walk(door)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith(("summarizer.", "summarizer_schemas."))
        for alias in node.names
    }
    assert seen == set(summarizer.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """The door answers for a name it does not have as any module does."""
    name = "no_such_name"
    with pytest.raises(AttributeError, match=name):
        getattr(summarizer, name)


# ---- the wheel ----


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns the wheel built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], ROOT)
    (built,) = folder.glob("*.whl")
    return built


def _run(command: list[str], where: Path) -> str:
    """Runs a command without the settings of this process; returns its standard output."""
    keep = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        command,
        cwd=where,
        env=keep,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _make_environment(where: Path) -> Path:
    """Returns the interpreter of a new environment that holds nothing, pip at most."""
    uv = ["--without-pip"] if UV else []
    _run([sys.executable, "-m", "venv", *uv, "env"], where)
    return where / "env" / Path(sys.executable).parent.name / Path(sys.executable).name


def _install(python: Path, arguments: list[str], where: Path) -> None:
    """Installs into an environment as the Makefile does: with uv where it is, else with pip."""
    pip = (
        [UV, "pip", "install", "--python", str(python)]
        if UV
        else [str(python), "-m", "pip", "install"]
    )
    _run([*pip, *arguments], where)


def test_the_wheel_holds_all_that_runs_and_nothing_else(wheel: Path) -> None:
    """Code, codebooks, lexicons, prompts and type markers are in; notes for authors are not."""
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    expected: set[str] = set()
    for folder, place in {
        "summarizer": "summarizer",
        "schemas/summarizer_schemas": "summarizer_schemas",
        "evals/summarizer_evals": "summarizer_evals",
        "prompts": "summarizer/_prompts",
    }.items():
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                expected.add(f"{place}/{path.relative_to(ROOT / folder).as_posix()}")
    assert packed == expected - {"summarizer/_prompts/README.md"}
    assert {f"{package}/py.typed" for package in GAINED} <= packed
    assert any(name.startswith("summarizer_schemas/codebooks/") for name in packed)


def test_the_wheel_runs_the_main_job_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    """Outside the checkout the wheel adds three packages and does what the checkout does.

    Evals say which extra they need, which is not installed there.
    """
    python = _make_environment(tmp_path)
    _install(python, ["--require-hashes", "-r", str(ROOT / "requirements/runtime.txt")], tmp_path)
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(_run([str(python), "-c", ask], tmp_path).strip())
    before = {path.name for path in site.iterdir()}
    _install(python, ["--no-deps", str(wheel)], tmp_path)
    version = importlib.metadata.version("structured-summarizer")
    gained = {path.name for path in site.iterdir()} - before
    assert gained == GAINED | {f"structured_summarizer-{version}.dist-info"}

    article = shutil.copy(EXAMPLE, tmp_path / "article.txt")
    job = ["run", str(article), "--published", "2024-01-19", "--format", "json"]
    there = json.loads(_run([str(python.with_name("summarizer")), *job], tmp_path))
    here = json.loads(
        _run([str(Path(sysconfig.get_path("scripts")) / "summarizer"), *job], tmp_path)
    )
    assert there["key_points"]
    assert there["events"]
    assert there["article"] == here["article"]
    assert (there["key_points"], there["events"]) == (here["key_points"], here["events"])

    page = _run([str(python.with_name("summarizer")), *job[:-1], "html"], tmp_path)
    assert page.startswith("<!doctype html>")

    write_gold(tmp_path / "gold")
    command = str(python.with_name("summarizer"))
    told = subprocess.run(
        [command, "eval", "run", "--gold", "gold"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=300,
    )
    assert told.returncode == 2, told.stdout + told.stderr
    assert "pip install 'structured-summarizer[evals]'" in told.stderr
