"""How far a batch has come: counted while it runs, told to whoever watches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from summarizer.batch.records import Outcome
from summarizer_schemas.result import Usage

_WINDOW = 20
"""Points in time the rate is taken over: some ten seconds."""


@dataclass(slots=True)
class Progress:
    """How far this run has come.

    Attributes:
        total: articles there are; None when it is not known.
        seen: articles that were read.
        settled: of those, done or dead before, or given more than once.
        away: articles that a provider works on as jobs; `batch collect` takes them in.
        done: articles that got a result now.
        dead: articles that failed now.
        errors: those by class.
        duplicates: results taken over from the same article under another id.
        copies: results taken over from a near-identical text.
        in_work: articles somebody of us works on.
        usage: what it cost.
        elapsed_s: since the run began.
        rate: articles a second, lately.
        stopping: why no more articles are begun, if so.
    """

    total: int | None = None
    seen: int = 0
    settled: int = 0
    away: int = 0
    done: int = 0
    dead: int = 0
    errors: Counter[str] = field(default_factory=Counter[str])
    duplicates: int = 0
    copies: int = 0
    in_work: int = 0
    usage: Usage = field(default_factory=Usage)
    elapsed_s: float = 0.0
    rate: float = 0.0
    stopping: str | None = None
    _points: list[tuple[float, int]] = field(default_factory=list[tuple[float, int]], repr=False)

    @property
    def left(self) -> int | None:
        """Articles still to come; None when it is not known."""
        if self.total is None:
            return None
        return max(self.total - self.settled - self.away - self.done - self.dead, 0)

    @property
    def left_s(self) -> float | None:
        """Seconds still to come, at the present rate; None when it is not known."""
        return self.left / self.rate if self.left is not None and self.rate else None

    def add(self, outcomes: Sequence[Outcome]) -> None:
        """Counts what became of articles."""
        for one in outcomes:
            self.usage += one.usage
            self.done += not one.is_dead
            self.dead += one.is_dead
            if one.is_dead:
                self.errors[one.error or "unknown"] += 1
            elif one.copy_of:
                self.duplicates += one.similarity == 1.0
                self.copies += one.similarity != 1.0

    def tick(self, elapsed_s: float) -> None:
        """Takes in how late it is, and works out the rate."""
        self.elapsed_s = elapsed_s
        self._points.append((elapsed_s, self.done + self.dead))
        del self._points[:-_WINDOW]
        (start_s, before), (end_s, now) = self._points[0], self._points[-1]
        self.rate = (now - before) / (end_s - start_s) if end_s > start_s else 0.0

    def to_dict(self) -> dict[str, Any]:
        """Returns plain JSON types."""
        values = asdict(self)
        del values["_points"]
        return {
            **values,
            "errors": dict(self.errors),
            "usage": self.usage.model_dump(exclude={"wall_s"}),
            "left": self.left,
            "left_s": self.left_s,
        }


Watcher = Callable[[Progress], None]


def ignore(_: Progress) -> None:
    """Does nothing: nobody watches."""
