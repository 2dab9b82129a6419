"""What is found in one text, and what was not accepted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from summarizer_schemas.record import Event, KeyPoint
from summarizer_schemas.result import Rejected, RejectedKind

NO_PUBLICATION_DATE = "no publication date: relative dates are left unresolved"


@dataclass(slots=True)
class Findings:
    """The records of one text, and what was not accepted.

    Attributes:
        key_points: the sentences the article bears out.
        events: the records, merged and in order.
        rejected: what was not accepted, each thing once.
        warnings: for the result.
        item: what is being looked at: `k2` for the second key point of the reply, `e3`.
        problems: what was found wrong with an item, flags of a key point included.
    """

    key_points: list[KeyPoint] = field(default_factory=list[KeyPoint])
    events: list[Event] = field(default_factory=list[Event])
    rejected: list[Rejected] = field(default_factory=list[Rejected])
    warnings: list[str] = field(default_factory=list[str])
    item: str | None = None
    problems: dict[str, list[Rejected]] = field(default_factory=dict[str, list[Rejected]])
    _refused: set[tuple[str, str, str]] = field(
        default_factory=set[tuple[str, str, str]], init=False, repr=False, compare=False
    )

    def reject(self, kind: RejectedKind, words: str, reason: str) -> None:
        """Lists something that was not accepted; the same thing only once."""
        key = (kind, words, reason)
        if self.item is None and key in self._refused:
            return
        refused = Rejected(kind=kind, text=words, reason=reason)
        if self.item is not None:
            self.problems.setdefault(self.item, []).append(refused)
        if key not in self._refused:
            self._refused.add(key)
            self.rejected.append(refused)

    def doubt(self, flags: Iterable[str]) -> None:
        """Counts the flags of a key point among the problems of its item."""
        for flag in flags:
            reason, _, words = flag.partition(": ")
            refused = Rejected(kind="key_point", text=words, reason=reason)
            self.problems.setdefault(self.item or "", []).append(refused)

    def reject_flagged(self) -> None:
        """Takes out the key points that say what their evidence does not hold."""
        kept: list[KeyPoint] = []
        for point in self.key_points:
            reasons = [flag.partition(":")[0] for flag in point.flags if flag != "too_long"]
            if reasons:
                self.item = None
                self.reject("key_point", point.text, reasons[0])
            else:
                kept.append(point)
        self.key_points = kept

    def warn(self, message: str) -> None:
        """Adds a warning once."""
        if message not in self.warnings:
            self.warnings.append(message)
