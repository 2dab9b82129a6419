"""Gazetteers of other distributions are found by their entry points, and docs show how."""

from __future__ import annotations

import importlib
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest

from summarizer import Summarizer
from summarizer.errors import ConfigError
from summarizer.gazetteers import list_gazetteers, load_gazetteer
from summarizer.locations import read_location

DOCS = (Path(__file__).parent.parent / "docs" / "gazetteers.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", DOCS, re.MULTILINE | re.DOTALL)
PYTHON = [body for language, body in BLOCKS if language == "python"]
SHOWN = [body for language, body in BLOCKS if language == "text"]

CODE = (
    PYTHON[0]
    + "\n\nnothing = object\n\n\ndef broken() -> None:\n    raise OSError('no such file')\n"
)
ENTRIES = """[structured_summarizer.gazetteers]
atlas = my_atlas:Atlas
empty = my_atlas:nothing
broken = my_atlas:broken
absent = no_such_module_here:Atlas
"""


def install(folder: Path, name: str, entries: str, code: str = "") -> None:
    """Lays a distribution into a folder as an installer does."""
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(entries)
    if code:
        (folder / f"{name}.py").write_text(code, encoding="utf-8")


@pytest.fixture
def atlas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of installed distributions, one of which brings gazetteers."""
    install(tmp_path, "my_atlas", ENTRIES, CODE)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.delitem(sys.modules, "my_atlas", raising=False)
    importlib.invalidate_caches()
    return tmp_path


@pytest.mark.usefixtures("atlas")
def test_an_installed_gazetteer_is_loaded_by_its_name() -> None:
    """What a distribution declares is listed, and answers for places."""
    assert list_gazetteers() == ("absent", "atlas", "broken", "empty")
    found = read_location("the town of Norburg", gazetteer=load_gazetteer("atlas"))
    assert (found.country, found.admin1, found.basis) == ("KEN", "Turkana", "inferred")


@pytest.mark.usefixtures("atlas")
def test_a_summarizer_asks_its_gazetteer_about_towns() -> None:
    """With the gazetteer named in the settings, a town it knows gets its country, inferred."""
    story = "Rebels shelled the market in Norburg on Monday, killing nine people."
    with Summarizer(gazetteer="atlas") as knowing, Summarizer() as plain:
        found, bare = (
            one.summarize(story, published="2024-01-19").events[0].location
            for one in (knowing, plain)
        )
    assert found is not None
    assert bare is not None
    assert (found.place, found.country, found.basis) == ("Norburg", "KEN", "inferred")
    assert (bare.place, bare.country) == ("Norburg", None)


PROBLEMS = [
    ("nowhere", r"unknown gazetteer 'nowhere'; installed: absent, atlas, broken, empty\. Install"),
    ("empty", r"'empty' \(my_atlas:nothing\) gives 'object', which has no method 'find'"),
    ("broken", r"'broken' \(my_atlas:broken\) cannot be loaded: OSError: no such file"),
    ("absent", r"'absent' .* cannot be loaded: ModuleNotFoundError"),
]


@pytest.mark.usefixtures("atlas")
@pytest.mark.parametrize(("name", "message"), PROBLEMS)
def test_what_cannot_be_loaded_says_what_to_do(name: str, message: str) -> None:
    """The error names the gazetteer, what is wrong with it, and what is installed."""
    with pytest.raises(ConfigError, match=message) as caught:
        load_gazetteer(name)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_a_name_declared_twice_is_refused(atlas: Path) -> None:
    """Two distributions with one name are no choice to make in silence."""
    again = "[structured_summarizer.gazetteers]\natlas = other_atlas:Atlas\n"
    install(atlas, "other_atlas", again)
    importlib.invalidate_caches()
    with pytest.raises(ConfigError, match="declared more than once: my_atlas:Atlas, other_atlas"):
        load_gazetteer("atlas")


def test_without_any_the_error_says_so() -> None:
    """Where nothing is installed, the message says how to add one."""
    with pytest.raises(ConfigError, match=r"installed: none\. Install .*docs/gazetteers\.md"):
        load_gazetteer("atlas")


def test_the_examples_of_the_docs_print_what_is_shown(atlas: Path) -> None:
    """The page's Python runs in order, with the gazetteer installed, and prints its text blocks."""
    code = f"import sys\nsys.path.insert(0, {str(atlas)!r})\n" + "\n".join(PYTHON)
    entries = "[structured_summarizer.gazetteers]\natlas = my_atlas:Atlas\n"
    (atlas / "my_atlas-1.0.dist-info" / "entry_points.txt").write_text(entries)
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    assert SHOWN
    assert done.stdout == "".join(SHOWN)
