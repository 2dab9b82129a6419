"""One thing that was looked at, and what all of them come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

CAP_USD = 0.05
"""Most that an examination spends where nothing else is said, in US dollars."""

Status = Literal["ok", "warn", "fail", "skipped"]
Group = Literal["installation", "settings", "engine", "server", "model"]


@dataclass(frozen=True, slots=True)
class Check:
    """What came of one check.

    Attributes:
        name: for programs: `python`, `extra.parquet`, `server.tls`.
        group: what it belongs to.
        title: for people.
        status: `skipped` is what was not done, or is not there and need not be.
        seen: what was seen, in one line; several findings stand on a line each.
        fix: the command, or the change, that mends it; blank where nothing is to be mended.
        facts: the same in numbers and words for programs.
    """

    name: str
    group: Group
    title: str
    status: Status
    seen: str
    fix: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def to_dict(self) -> dict[str, Any]:
        """Returns the same in plain JSON types."""
        return {**asdict(self), "facts": dict(self.facts)}


@dataclass(frozen=True, slots=True)
class Report:
    """All checks, and what follows from them.

    Attributes:
        checks: in the order they were made.
        command: what to run next where nothing failed.

    Example:
        >>> bad = Check("python", "installation", "Python", "fail", "3.9.1", "install Python 3.10")
        >>> report = Report([bad], "summarizer run article.txt")
        >>> report.is_usable, report.verdict, report.next
        (False, '1 of 1 checks failed: Python', 'install Python 3.10')
    """

    checks: Sequence[Check]
    command: str

    @property
    def is_usable(self) -> bool:
        """Whether nothing failed."""
        return not self.failed

    @property
    def failed(self) -> list[Check]:
        """The checks that failed."""
        return [one for one in self.checks if one.status == "fail"]

    @property
    def verdict(self) -> str:
        """What works, in one line."""
        if self.failed:
            names = ", ".join(one.title for one in self.failed)
            return f"{len(self.failed)} of {len(self.checks)} checks failed: {names}"
        found = {one.name: one for one in self.checks}
        answers = found.get("model.answers")
        if answers is None:
            return "the embedded engine works; no model was named"
        model = str(answers.facts.get("model"))
        if answers.status == "skipped":
            return f"the embedded engine works; {model} was not asked"
        return f"{model} works in mode {answers.facts.get('mode')}"

    @property
    def next(self) -> str:
        """The next command: what mends the first failure, else what to begin with."""
        fixes = [one.fix for one in self.failed if one.fix]
        return fixes[0] if fixes else self.command

    def to_dict(self) -> dict[str, Any]:
        """Returns the same in plain JSON types."""
        return {
            "usable": self.is_usable,
            "verdict": self.verdict,
            "next": self.next,
            "checks": [one.to_dict() for one in self.checks],
        }
