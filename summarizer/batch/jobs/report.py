"""How it stands with the jobs of an OUT."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class JobsReport:
    """How it stands with the jobs of an OUT.

    Attributes:
        jobs: how many, by the provider's status (`in_progress`, `completed`, …) or ours where it
            has none: `packed`, `uploaded`, `refused`, `full`, `dropped`.
        sent: requests that nothing came back for yet.
        answered: requests with an answer.
        failed: tries of requests that failed; most are tried again.
        strange: rows in the provider's files that belong to no request.
        done: articles with a result, in the whole ledger.
        dead: articles without one.
        waiting: articles that are in our hands.
        missing: of those, how many wait for nothing but their text, which was not in INPUT.
        missing_ids: ids of some of them.
        cost_usd: what the answers cost, in US dollars; None when the price is not known.
        reserved_usd: the most that what was sent and is not answered may cost.
        problems: what the provider said of files that it refused.
        stopped: why no more was sent: `cancelled`, `money` or `queue`.
    """

    jobs: dict[str, int] = field(default_factory=dict[str, int])
    sent: int = 0
    answered: int = 0
    failed: int = 0
    strange: int = 0
    done: int = 0
    dead: int = 0
    waiting: int = 0
    missing: int = 0
    missing_ids: tuple[str, ...] = ()
    cost_usd: float | None = None
    reserved_usd: float | None = None
    problems: tuple[str, ...] = ()
    stopped: str | None = None

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to collect.

        Example:
            >>> JobsReport(done=3).is_over, JobsReport(waiting=1).is_over
            (True, False)
        """
        return not self.waiting and not self.sent

    def to_dict(self) -> dict[str, Any]:
        """Returns plain JSON types."""
        return asdict(self)


Watcher = Callable[[JobsReport], None]


def ignore(_: JobsReport) -> None:
    """Does nothing: nobody watches."""
