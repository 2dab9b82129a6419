"""What the package requires, and whether what is installed meets it.

Reads the requirements as our own build writes them, `name[extra]<2,>=1; marker`; the whole of the
standard would need a library that may be what is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

_REQUIREMENT = re.compile(
    r"(?P<name>[A-Za-z0-9._-]+)(?:\[(?P<parts>[^]]*)\])?(?P<range>[^;]*)(?:;(?P<marker>.*))?"
)
_BOUND = re.compile(r"(?P<sign><=|>=|==|<|>)\s*(?P<version>[0-9][0-9.]*)")
_EXTRA = re.compile(r"extra == ['\"](?P<extra>[^'\"]+)['\"]")
_PYTHON = re.compile(r"python_version (?P<bound>(?:<|>=) ?['\"][0-9.]+['\"])")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One package that is required.

    Attributes:
        name: of the package.
        text: name and range, as pip takes them.
        bounds: signs and versions, all of which must hold.
        extra: the extra that requires it; None for the core.
    """

    name: str
    text: str
    bounds: tuple[tuple[str, tuple[int, ...]], ...]
    extra: str | None

    def find_version(self) -> str | None:
        """Returns the version that is installed; None where none is."""
        try:
            return version(self.name)
        except PackageNotFoundError:
            return None

    def is_met_by(self, found: str) -> bool:
        """Returns whether a version lies in the range.

        Example:
            >>> (rich,) = read_requirements(["rich<16,>=13.9"], python=(3, 12))
            >>> [rich.is_met_by(one) for one in ("13.9", "14.3.4", "16.0rc1", "13.8.1")]
            [True, True, False, False]
        """
        number = _read_version(found)
        return all(_holds(number, sign, bound) for sign, bound in self.bounds)


def read_requirements(lines: Iterable[str], *, python: tuple[int, ...]) -> list[Requirement]:
    """Returns the requirements that hold for a version of Python.

    Example:
        >>> lines = ["openai<4,>=2", "tomli>=2; (python_version < '3.11') and extra == 'evals'"]
        >>> [(one.name, one.extra) for one in read_requirements(lines, python=(3, 10))]
        [('openai', None), ('tomli', 'evals')]
        >>> [one.name for one in read_requirements(lines, python=(3, 12))]
        ['openai']
    """
    found: list[Requirement] = []
    for line in lines:
        parts = _REQUIREMENT.fullmatch(line.strip())
        if parts is None or not _is_for(parts["marker"] or "", python):
            continue
        extra = _EXTRA.search(parts["marker"] or "")
        more = f"[{parts['parts']}]" if parts["parts"] else ""
        found.append(
            Requirement(
                parts["name"],
                f"{parts['name']}{more}{parts['range'].strip()}",
                _read_bounds(parts["range"]),
                extra["extra"] if extra else None,
            )
        )
    return found


def _is_for(marker: str, python: tuple[int, ...]) -> bool:
    bounds = [one["bound"].replace("'", "").replace('"', "") for one in _PYTHON.finditer(marker)]
    return all(_holds(python, sign, b) for one in bounds for sign, b in _read_bounds(one))


def _read_bounds(text: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    return tuple((one["sign"], _read_version(one["version"])) for one in _BOUND.finditer(text))


def _read_version(text: str) -> tuple[int, ...]:
    """Returns the numbers at the beginning of a version, without zeros at their end."""
    numbers = [int(one) for one in re.findall(r"\d+", (re.match(r"[\d.]*", text) or [""])[0])]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _holds(number: tuple[int, ...], sign: str, bound: tuple[int, ...]) -> bool:
    if sign in {"<", ">="}:
        return (number < bound) == (sign == "<")
    if sign in {">", "<="}:
        return (number > bound) == (sign == ">")
    return number == bound
