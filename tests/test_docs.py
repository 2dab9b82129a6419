"""The documentation says what is so: its commands and its Python are run, their output compared."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.doc_blocks import list_pages, serve_command

ROOT = Path(__file__).parent.parent


def load_refill() -> ModuleType:
    """Returns docs/refill.py as a module."""
    spec = importlib.util.spec_from_file_location("refill", ROOT / "docs" / "refill.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["refill"] = module
    spec.loader.exec_module(module)
    return module


REFILL = load_refill()
DOCUMENTS: list[Path] = REFILL.list_documents()


@pytest.mark.parametrize("path", DOCUMENTS, ids=[path.name for path in DOCUMENTS])
def test_examples_print_what_the_document_shows(path: Path) -> None:
    """Every example runs, without a key, and prints what stands beneath it to the letter.

    The project's command is run in a fork of a process that has imported everything.
    """
    document = path.read_text(encoding="utf-8")
    assert REFILL.refill(document, commands=serve_command()) == document


def test_a_stale_example_is_found() -> None:
    """Output that is not what the code prints is replaced by what it prints."""
    stale = "```python\nprint(1 + 1)\n```\n\n```text\n3\n```\n"
    assert REFILL.refill(stale) == stale.replace("3", "2")


def test_links_lead_somewhere() -> None:
    """Every relative link of a page names a file or folder of the repository."""
    for path in list_pages():
        links = set(re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")))
        assert [link for link in links if not (path.parent / link).exists()] == [], path.name


def test_the_readme_shows_the_first_run_and_python() -> None:
    """The first screen has output of the command and of the Python door."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(r"^\$ make demo\n(?!```|\$ )", readme, re.MULTILINE)
    assert "```python\n" in readme
