"""What is installed: Python, this package, what it requires, its files, the terminal."""

from __future__ import annotations

import json
import platform
import shlex
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from summarizer.doctor.checks import Check, Status
from summarizer.doctor.requirements import Requirement, read_requirements

PACKAGE = "structured-summarizer"
_NAMED = 2
"""Packages that are named with their versions; of more only the number is told."""
_UTF8 = frozenset({"utf-8", "utf8", "utf_8"})


def check_python(running: tuple[int, ...] = tuple(sys.version_info[:3])) -> Check:
    """Returns whether this Python is new enough.

    Example:
        >>> check_python((3, 9, 1)).status
        'fail'
    """
    shown = ".".join(map(str, running))
    name = platform.python_implementation()
    if running < (3, 10):
        return Check(
            "python", "installation", "Python", "fail", f"{name} {shown}, too old",
            "install Python 3.10 or newer, and this package in it",
        )  # fmt: skip
    return Check("python", "installation", "Python", "ok", f"{name} {shown}")


def check_package() -> Check:
    """Returns the version of this package, and whether it is a wheel or a checkout."""
    try:
        found = distribution(PACKAGE)
    except PackageNotFoundError:
        return Check(
            "package", "installation", PACKAGE, "fail", "not installed; its files are just there",
            f"pip install {PACKAGE}",
        )  # fmt: skip
    origin: dict[str, Any] = json.loads(found.read_text("direct_url.json") or "{}")
    editable = bool(origin.get("dir_info", {}).get("editable"))
    kind = "editable, from a checkout" if editable else "from a wheel"
    facts = {"version": found.version, "editable": editable}
    return Check("package", "installation", PACKAGE, "ok", f"{found.version}, {kind}", facts=facts)


def check_requirements(lines: Sequence[str] | None = None) -> Iterator[Check]:
    """Yields one check for what is always needed, and one for each extra.

    Args:
        lines: requirements as package metadata has them; None: those of this package.
    """
    if lines is None:
        try:
            lines = distribution(PACKAGE).requires or []
        except PackageNotFoundError:
            lines = []
    groups: dict[str | None, list[Requirement]] = {None: []}
    for one in read_requirements(lines, python=tuple(sys.version_info[:2])):
        groups.setdefault(one.extra, []).append(one)
    for extra, members in groups.items():
        yield _check_group(extra, members)


def _check_group(extra: str | None, members: Sequence[Requirement]) -> Check:
    versions = {one.name: one.find_version() for one in members}
    missing = [one for one in members if versions[one.name] is None]
    odd = [one for one in members if (v := versions[one.name]) and not one.is_met_by(v)]
    there = [f"{name} {number}" for name, number in versions.items() if number]
    problems = [f"{one.name} is missing" for one in missing]
    problems += [f"{one.name} {versions[one.name]} is not {one.text}" for one in odd]
    name, title = "dependencies", "dependencies"
    status: Status = "fail" if problems else "ok"
    seen = "; ".join(problems) or f"{len(members)} installed, all in range"
    fix = "pip install " + shlex.join(one.text for one in (*missing, *odd)) if problems else ""
    if extra is not None:
        name, title = f"extra.{extra}", f"extra [{extra}]"
        fix = f"pip install {shlex.quote(f'{PACKAGE}[{extra}]')}" if problems else ""
        seen = ", ".join(there) if len(there) <= _NAMED else seen
        if missing:
            status, seen = "skipped", "not installed"
            if there:
                seen = f"not whole: {'; '.join(f'{one.name} is missing' for one in missing)}"
        elif odd:
            status, seen = "warn", "; ".join(problems)
    return Check(name, "installation", title, status, seen, fix, {"versions": versions})


@cache
def check_data() -> Check:
    """Returns whether prompts, schemas, codebook and prices can be read."""
    title = "data files"
    try:
        from summarizer.prices import find_price
        from summarizer.prompts import list_prompts, load_prompt
        from summarizer_schemas.codebook import load_codebook
        from summarizer_schemas.generate import render_schemas

        prompts = [load_prompt(one).id for one in list_prompts()]
        schemas = list(render_schemas())
        load_codebook()
        find_price("openai/any")
    except Exception as error:  # noqa: BLE001 - whatever is broken, the other checks are made
        return Check("data", "installation", title, "fail", describe_bug(error), _REINSTALL)
    facts = {"prompts": prompts, "schemas": len(schemas)}
    seen = f"{len(prompts)} prompts, {len(schemas)} schemas, codebook, prices"
    return Check("data", "installation", title, "ok", seen, facts=facts)


def check_terminal(encoding: str | None) -> Check:
    """Returns whether what is printed can hold every letter.

    Example:
        >>> check_terminal("ascii").status, check_terminal("UTF-8").status
        ('warn', 'ok')
    """
    shown = encoding or "unknown"
    if shown.lower() in _UTF8:
        return Check("terminal", "installation", "terminal", "ok", "UTF-8")
    return Check(
        "terminal", "installation", "terminal", "warn",
        f"writes {shown}: letters it does not have are written as escapes",
        "export PYTHONUTF8=1",
    )  # fmt: skip


def describe_bug(error: Exception) -> str:
    """Returns the kind of an error and where it came from: its words may be anybody's."""
    import traceback

    last = traceback.extract_tb(error.__traceback__)[-1]
    missing = f" {error.name}" if isinstance(error, ModuleNotFoundError) and error.name else ""
    return f"{type(error).__name__}{missing} in {Path(last.filename).name}, line {last.lineno}"


_REINSTALL = f"pip install --force-reinstall {PACKAGE}"
