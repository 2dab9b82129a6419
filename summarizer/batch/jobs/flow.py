"""The flow of jobs: an article goes through the whole flow each time something came in for it.

submit    claim articles, ask the mailbox, send what it cannot answer
collect   fetch what came back, ask the mailbox again, deliver what is whole, send the rest
cancel    end jobs early, give unanswered articles back
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from summarizer.batch.copies import sketch, take_over
from summarizer.batch.jobs.book import Book
from summarizer.batch.jobs.letters import Kept, Letter
from summarizer.batch.jobs.mailbox import Pile
from summarizer.batch.jobs.office import Office, open_office
from summarizer.batch.jobs.packets import Files, Packet
from summarizer.batch.jobs.report import JobsReport, Watcher, ignore
from summarizer.batch.ledger import Copy, Ledger
from summarizer.batch.records import Entry, Outcome
from summarizer.batch.work import to_outcome, work_on
from summarizer.settings import Settings
from summarizer_schemas.result import Result

_PAGE = 32
"""Articles looked up at a time."""
_COMMIT = 256
"""Outcomes written at a time."""


class Committing(Protocol):
    """Whatever writes outcomes into the ledger and shows them in files."""

    def commit(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Writes outcomes; returns those that count."""
        ...


@dataclass(frozen=True, slots=True)
class Jobs:
    """The jobs of one OUT: what is to be asked, sent to the Batch API, and what came back.

    Each call goes on where the last one was, whatever ended it; any of them may be made at any
    time, by one process at a time.

    Attributes:
        settings: which model is asked, and how; always the same for one OUT.
        ledger: its owner becomes one that stays; closed by the caller.
        outputs: takes results.
        files: where files of requests stand, and how large they may be.
        watch: told how it stands.
    """

    settings: Settings
    ledger: Ledger
    outputs: Committing
    files: Files
    watch: Watcher = ignore

    async def asubmit(self, entries: Iterable[Entry], *, find_copies: bool = False) -> JobsReport:
        """Sends all that is to be asked about articles and is not on its way.

        Articles that need no more answers are delivered, as by `acollect`.

        Args:
            entries: the articles; read as they are needed.
            find_copies: whether findings are taken over from near-identical texts.

        Raises:
            ConfigError: the settings are not for jobs, another process works on them, or
                something cannot be written.
            EngineError: the provider cannot be reached; nothing is lost, and nothing is sent
                twice when the same is called again.
        """
        async with self._open() as office:
            await office.post.resume()
            course = _Round(office, self.outputs)
            await course.go_through(_claim(entries, office, find_copies=find_copies))
            return office.conclude()

    async def acollect(self, entries: Iterable[Entry]) -> JobsReport:
        """Takes in what jobs have found by now: delivers what is whole, asks what is still open.

        Articles that were not submitted are passed by. Nothing is sent after `acancel`.

        Args:
            entries: the same articles again; not read where nothing came in.

        Raises:
            ConfigError: as for `asubmit`.
            EngineError: as for `asubmit`.
        """
        async with self._open() as office:
            await office.post.resume()
            is_news = await office.post.fetch()
            if office.book.is_cancelled():
                office.stopped = "cancelled"
            if is_news or office.book.find_idle(limit=1):
                await _Round(office, self.outputs).go_through(_choose(entries, office.book))
                if office.stopped == "cancelled":
                    office.release_idle()
                elif office.stopped is None:
                    office.look_for_missing()
            return office.conclude()

    async def acancel(self) -> JobsReport:
        """Ends all jobs early, and gives back the articles that nothing is on its way for.

        What the jobs have done by then can still be collected, which gives back the others.

        Raises:
            ConfigError: as for `asubmit`.
            EngineError: as for `asubmit`.
        """
        async with self._open() as office:
            await office.post.cancel()
            office.stopped = "cancelled"
            office.release_idle()
            return office.conclude()

    def submit(self, entries: Iterable[Entry], *, find_copies: bool = False) -> JobsReport:
        """Waits for `asubmit`."""
        return asyncio.run(self.asubmit(entries, find_copies=find_copies))

    def collect(self, entries: Iterable[Entry]) -> JobsReport:
        """Waits for `acollect`."""
        return asyncio.run(self.acollect(entries))

    def cancel(self) -> JobsReport:
        """Waits for `acancel`."""
        return asyncio.run(self.acancel())

    def _open(self) -> AbstractAsyncContextManager[Office]:
        return open_office(self.settings, ledger=self.ledger, files=self.files, watch=self.watch)


@dataclass(frozen=True, slots=True)
class _Page:
    """Some articles that are ours, and what they are copies of."""

    entries: Sequence[Entry]
    copies: Mapping[str, Copy]


def _claim(entries: Iterable[Entry], office: Office, *, find_copies: bool) -> Iterator[_Page]:
    """Takes articles as long as anything may be sent."""
    left = iter(entries)
    while office.stopped is None and (some := list(islice(left, _PAGE))):
        drawn = [sketch(one.article.text) for one in some] if find_copies else None
        claims = office.ledger.claim(some, drawn)
        yield _Page(claims.ours, claims.copies)


def _choose(entries: Iterable[Entry], book: Book) -> Iterator[_Page]:
    left = iter(entries)
    while some := list(islice(left, _PAGE)):
        ours = book.find_ours([one.key for one in some])
        unique = {one.key: one for one in some if one.key in ours}
        copies = {
            key: Copy(unique[key], *first) for key, first in ours.items() if first is not None
        }
        yield _Page(list(unique.values()), copies)


class _Round:
    """One way through the articles.

    Args:
        office: what works together.
        outputs: takes results.
    """

    def __init__(self, office: Office, outputs: Committing) -> None:
        self._office = office
        self._outputs = outputs
        self._packet: Packet | None = None
        self._outcomes: list[Outcome] = []
        # An article may be given twice: neither of these is in the database yet.
        self._in_hand: set[str] = set()
        self._taken_usd = sum(office.book.count_money())
        self._jobs_left = _count_room(office)

    async def go_through(self, pages: Iterator[_Page]) -> None:
        """Works on all articles that nothing is on its way for."""
        try:
            for page in pages:
                await self._work_on(page)
                if len(self._outcomes) >= _COMMIT:
                    self._commit()
                self._office.tell()
            if self._packet is not None:
                await self._send()
        finally:
            if self._packet is not None:
                self._packet.drop()
            self._commit()

    async def _work_on(self, page: _Page) -> None:
        book = self._office.book
        keys = [one.key for one in page.entries]
        waiting = book.find_waiting(keys)
        kept = book.load([key for key in keys if key not in waiting])
        for entry in page.entries:
            if entry.key in waiting or entry.key in self._in_hand:
                continue
            copy = page.copies.get(entry.key)
            first = self._office.ledger.look_up(copy.first) if copy else None
            if first is not None and first.state == "claimed":
                continue  # it waits for the first one
            taken = None
            if copy is not None and first is not None and first.line is not None:
                taken = self._take_over(copy, first.article_id, first.line)
            if taken is not None:
                self._add(taken)
            else:
                await self._ask(entry, kept.get(entry.key, ()))

    async def _ask(self, entry: Entry, kept: Sequence[Kept]) -> None:
        office = self._office
        with office.mailbox.open(Pile(entry.key, kept)) as pile:
            outcome = await work_on(entry, office.summarizer)
        if pile.is_whole:
            self._add(outcome)
            return
        letters = pile.letters
        for first in letters[:1]:
            await self._make_room(first)
        if letters and self._may_send(letters):
            for letter in letters:
                await self._make_room(letter)
                self._pack(letter)

    def _take_over(self, copy: Copy, first_id: str, line: str) -> Outcome | None:
        found = take_over(
            Result.from_json(line),
            copy.entry.article,
            first_id=first_id,
            similarity=copy.similarity,
            editorial=self._office.settings.editorial,
        )
        if found is None:
            return None
        return to_outcome(copy.entry, found, copy_of=copy.first, similarity=copy.similarity)

    # ---- what is sent ----

    def _may_send(self, letters: Sequence[Letter]) -> bool:
        """Tells whether these may be sent; takes in what they may cost."""
        office = self._office
        limit = office.settings.max_cost_usd
        cost = sum(one.cost_usd for one in letters)
        if office.stopped is None and self._jobs_left == 0:
            office.stopped = "queue"
        if office.stopped is None and limit is not None and self._taken_usd + cost > limit:
            office.stopped = "money"
        if office.stopped is not None:
            return False
        self._taken_usd += cost
        return True

    async def _make_room(self, letter: Letter) -> None:
        if self._packet is not None and not self._packet.has_room(letter):
            await self._send()

    def _pack(self, letter: Letter) -> None:
        if self._packet is None:
            self._packet = Packet(self._office.files)
        self._packet.add(letter)
        self._in_hand.add(letter.key)

    async def _send(self) -> None:
        packet, self._packet = self._packet, None
        if packet is not None:
            self._in_hand.difference_update(one.key for one in packet.letters)
            if self._jobs_left:
                self._jobs_left -= 1
            await self._office.post.send(packet)

    # ---- what is delivered ----

    def _add(self, outcome: Outcome) -> None:
        self._outcomes.append(outcome)
        self._in_hand.add(outcome.key)

    def _commit(self) -> None:
        outcomes, self._outcomes = self._outcomes, []
        if outcomes:
            keys = [one.key for one in outcomes]
            self._outputs.commit(outcomes)
            self._office.book.close_articles(keys)
            self._in_hand.difference_update(keys)


def _count_room(office: Office) -> int | None:
    """Returns how many jobs may be sent where the provider had no room before; None: any number."""
    if not office.book.was_full():
        return None
    return office.post.ended or int(not office.book.list_jobs())
