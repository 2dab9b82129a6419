"""What is found in one text, and what was not accepted."""

from __future__ import annotations

from dataclasses import dataclass, field

from summarizer_schemas.record import Event, KeyPoint
from summarizer_schemas.result import Rejected, RejectedKind

NO_PUBLICATION_DATE = "no publication date: relative dates are left unresolved"


@dataclass(slots=True)
class Findings:
    """The records of one text, and what was not accepted."""

    key_points: list[KeyPoint] = field(default_factory=list[KeyPoint])
    events: list[Event] = field(default_factory=list[Event])
    rejected: list[Rejected] = field(default_factory=list[Rejected])
    warnings: list[str] = field(default_factory=list[str])
    _refused: set[tuple[str, str, str]] = field(
        default_factory=set[tuple[str, str, str]], init=False, repr=False, compare=False
    )

    def reject(self, kind: RejectedKind, words: str, reason: str) -> None:
        """Lists something that was not accepted; the same thing only once."""
        item = (kind, words, reason)
        if item not in self._refused:
            self._refused.add(item)
            self.rejected.append(Rejected(kind=kind, text=words, reason=reason))

    def warn(self, message: str) -> None:
        """Adds a warning once."""
        if message not in self.warnings:
            self.warnings.append(message)
