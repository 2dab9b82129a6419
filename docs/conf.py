"""How the site is made of these pages; `make docs` builds it in build/site.

Every warning of the build is an error, and nothing is fetched: neither while it is built, nor by
a browser that shows it. docs/decisions/0025-site.md says why Sphinx.
"""

from __future__ import annotations

import os
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "structured-summarizer"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
smartquotes_action = "D"  # dashes, of which napoleon writes two hyphens; quotes stand as written
exclude_patterns = ["**/__pycache__"]

# ---- pages ----

myst_heading_anchors = 4
myst_enable_extensions = ["attrs_block", "attrs_inline"]

# ---- reference ----

suppress_warnings = ["ref.python"]  # `type` in an annotation is Python's, not a field of ours
default_role = "literal"  # in docstrings, as in Markdown, single backticks hold code
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "undoc-members": True}
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
autodoc_use_type_comments = False
python_maximum_signature_line_length = 80
python_use_unqualified_type_names = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True
napoleon_use_rtype = False

# ---- looks ----

html_theme = "furo"
html_title = "structured-summarizer"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_domain_indices = False
pygments_style = "tango"
pygments_dark_style = "github-dark"


# ---- what cannot be said in settings ----

_TAKEN_IN = {
    "changelog": "CHANGELOG.md",
    "contributing": "CONTRIBUTING.md",
    "gold": "evals/README.md",
}
"""Pages of the site, and the file of the repository that each of them holds."""
_LINK = re.compile(r"\[(?P<words>[^\]]+)\]\((?P<path>[\w./-]+)(?P<anchor>#[\w-]+)?\)")
_ROOT = Path(__file__).parent.parent


def read_page(app: Sphinx, page: str, source: list[str]) -> None:
    """Takes in the file that a page stands for, and leads links where the site has their target."""
    path = Path(app.srcdir, f"{page}.md")
    if taken := _TAKEN_IN.get(page):
        path = _ROOT / taken
        app.env.note_dependency(str(path))
        source[0] = path.read_text(encoding="utf-8")
    turn = partial(turn_link, home=path.parent, place=Path(app.srcdir, page).parent)
    source[0] = _LINK.sub(turn, source[0])


def turn_link(found: re.Match[str], *, home: Path, place: Path) -> str:
    """Returns a link of a file in `home` as it reads on a page in `place`."""
    words, anchor = found["words"], found["anchor"] or ""
    target = (home / found["path"]).resolve()
    if not target.exists():
        return found[0]
    name = target.relative_to(_ROOT).as_posix()
    pages = {taken: page for page, taken in _TAKEN_IN.items()}
    if target.is_dir():
        target = target / "index.md"
    elif name in pages:
        target = _ROOT / "docs" / f"{pages[name]}.md"
    if not target.exists():
        return words
    path = Path(os.path.relpath(target, place)).as_posix()
    if target.suffix == ".md" and not target.is_relative_to(_ROOT / "docs"):
        return f"{{download}}`{words.strip('`')} <{path}>`"
    return f"[{words}]({path}{anchor})"


def drop_signature(
    _app: Sphinx, _kind: str, _name: str, thing: object, *_rest: Any
) -> tuple[str, str] | None:
    """Leaves out `(**data)`: a record's fields stand beneath it, each with its type."""
    if isinstance(thing, type) and issubclass(thing, BaseModel):
        return "", ""
    return None


def skip_machinery(_app: Sphinx, _kind: str, name: str, thing: object, *_rest: Any) -> bool | None:
    """Leaves out what pydantic adds to every record."""
    owner = getattr(thing, "__module__", "") or ""
    return True if name.startswith("model_") or owner.startswith("pydantic") else None


def keep_colons(
    _app: Sphinx, kind: str, _name: str, _thing: object, _options: Any, lines: list[str]
) -> None:
    """Begins the words beneath a field with a comment: before a colon napoleon would see a type."""
    if kind == "attribute":
        lines[:0] = ["..", ""]


def setup(app: Sphinx) -> dict[str, bool]:
    """Hangs the hooks into the reading of pages and docstrings."""
    app.connect("source-read", read_page)
    app.connect("autodoc-process-signature", drop_signature)
    app.connect("autodoc-process-docstring", keep_colons, priority=400)  # napoleon has 500
    app.connect("autodoc-skip-member", skip_machinery)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
