"""The parts that submit, collect and cancel are made of, put together for one call."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from summarizer.api import SYSTEM_CLOCK, Summarizer
from summarizer.batch.jobs.book import Book
from summarizer.batch.jobs.mailbox import Mailbox
from summarizer.batch.jobs.packets import Files
from summarizer.batch.jobs.post import Post
from summarizer.batch.jobs.report import JobsReport, Watcher
from summarizer.batch.ledger import Ledger
from summarizer.engines.base import Engine
from summarizer.engines.batch_api import BatchApi
from summarizer.errors import ConfigError
from summarizer.prices import find_price
from summarizer.settings import Settings

_MOST_IDS = 20
_TELL_S = 2.0
"""Shortest time between two reports on the way: each counts all there is."""


class _Reader(Summarizer):
    """A summarizer over an engine of the caller's."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        super().__init__(settings=settings)
        self._engine = engine


@dataclass(slots=True)
class Office:
    """What works together on the jobs of one OUT.

    Attributes:
        settings: as they are asked with.
        ledger: its owner stays.
        book: what is known of jobs.
        post: takes them to the provider and back.
        mailbox: answers from what came back.
        summarizer: asks the mailbox.
        files: where files stand meanwhile, and how large they may be.
        watch: told how it stands.
        stopped: why no more is sent: `cancelled`, `money` or `queue`.
        missing: how many articles wait for their text.
        missing_ids: ids of some of them.
    """

    settings: Settings
    ledger: Ledger
    book: Book
    post: Post
    mailbox: Mailbox
    summarizer: Summarizer
    files: Files
    watch: Watcher
    stopped: str | None = None
    missing: int = 0
    missing_ids: tuple[str, ...] = ()
    _told_s: float = 0.0

    def tell(self) -> None:
        """Tells those who watch how it stands, if that is not known from just now."""
        if time.monotonic() - self._told_s >= _TELL_S:
            self.watch(self.report())
            self._told_s = time.monotonic()

    def look_for_missing(self) -> None:
        """Finds out which articles wait for nothing but their text."""
        last = ""
        while page := self.book.find_idle(after=last):
            self.missing += len(page)
            room = _MOST_IDS - len(self.missing_ids)
            self.missing_ids += tuple(article_id for _, article_id in page[:room])
            last = page[-1][0]

    def release_idle(self) -> None:
        """Gives back the articles that wait for nothing; what came in for them is kept."""
        while page := self.book.find_idle():
            self.ledger.release([key for key, _ in page])

    def conclude(self) -> JobsReport:
        """Returns how it stands at the end, and tells those who watch."""
        report = self.report()
        self.watch(report)
        return report

    def report(self) -> JobsReport:
        """Returns how it stands."""
        sums = self.book.count()
        counts = self.ledger.count()
        questions, cost = sums["questions"], sums["cost_usd"]
        is_priced = find_price(self.settings.model, self.settings.prices) is not None
        return JobsReport(
            jobs=sums["jobs"],
            sent=questions.get("sent", 0),
            answered=questions.get("answered", 0),
            failed=questions.get("failed", 0),
            strange=sums["strange"],
            done=counts.done,
            dead=counts.dead,
            waiting=sums["waiting"],
            missing=self.missing,
            missing_ids=self.missing_ids,
            cost_usd=cost.get("answered", 0.0) if is_priced else None,
            reserved_usd=cost.get("sent", 0.0) if is_priced else None,
            problems=tuple(self.post.problems),
            stopped=self.stopped,
        )


@asynccontextmanager
async def open_office(
    settings: Settings, *, ledger: Ledger, files: Files, watch: Watcher
) -> AsyncGenerator[Office]:
    """Yields what works on the jobs of an OUT; one at a time does.

    Raises:
        ConfigError: the settings are not for jobs, or another process works on them.
    """
    _check(settings)
    api = BatchApi(settings)
    mailbox = Mailbox(settings, api)
    ledger.stay()
    files.sweep()
    book = Book(ledger)
    plain = replace(settings, mode=api.mode, max_cost_usd=None)
    async with api, _Reader(plain, mailbox) as summarizer:
        post = Post(
            api=api,
            book=book,
            files=files,
            cost=mailbox.count_cost,
            now=lambda: SYSTEM_CLOCK.now().timestamp(),
        )
        office = Office(
            settings=settings,
            ledger=ledger,
            book=book,
            post=post,
            mailbox=mailbox,
            summarizer=summarizer,
            files=files,
            watch=watch,
        )
        post.tell = office.tell
        yield office


def _check(settings: Settings) -> None:
    if settings.fallbacks:
        raise ConfigError("jobs ask one model; leave fallbacks out, and retry what fails with run")
    if settings.store != "off":
        raise ConfigError(f"store is {settings.store!r}; answers of jobs are kept in the ledger")
    unknown = find_price(settings.model, settings.prices) is None
    if settings.max_cost_usd is not None and unknown and not settings.allow_unknown_price:
        raise ConfigError(
            f"the price of {settings.model!r} is not known, so max_cost_usd cannot be kept; give "
            "a file with prices, or allow_unknown_price"
        )
