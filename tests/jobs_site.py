"""An OUT whose jobs a Batch API on loopback does: what the tests of jobs share.

PYTEST_DONT_REWRITE: tests import it before pytest does.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from summarizer import Result
from summarizer.batch.identity import Setup
from summarizer.batch.jobs import Files, Jobs, JobsReport
from summarizer.batch.ledger import Ledger
from summarizer.batch.outputs import Outputs
from summarizer.batch.records import Entry
from summarizer.settings import Settings
from summarizer_schemas.article import Article
from tests.servers.batches import BatchServer
from tests.servers.faults import FaultServer
from tests.servers.fixtures import make_settings

QUOTE = "Nine people were killed in strikes on the border on Thursday, police said."
PRICES = "prices:\n  openai/tiny: {input: 10.0, output: 20.0}\n"


def make_articles(count: int, *, start: int = 0) -> list[Article]:
    """Returns articles whose words the fault server's usual answer quotes."""
    return [
        Article(id=f"a{number}", text=f"ARTID-{number:06d} {QUOTE}")
        for number in range(start, start + count)
    ]


class Site:
    """An OUT, and the commands on it as separate processes would give them."""

    def __init__(self, out: Path, settings: Settings, *, url: str | None = None) -> None:
        self.out = out
        self.settings = settings
        self.setup = Setup.of(settings)
        self.files = Files(out / ".jobs")
        self._url = url or f"sqlite:///{out / 'ledger.db'}"
        out.mkdir(exist_ok=True)

    def identify(self, articles: Sequence[Article]) -> list[Entry]:
        """Returns the articles as entries."""
        return [self.setup.identify(one, f"{one.id}.txt") for one in articles]

    def open_ledger(self) -> Ledger:
        """Opens the ledger as another process would."""
        return Ledger(
            self._url,
            setup=self.setup.facts,
            out="here",
            folder=self.out / ".owners",
            now=time.time,
        )

    def command(self, work: Callable[[Jobs], JobsReport]) -> JobsReport:
        """Does something with the jobs, as a command of its own would."""
        ledger = self.open_ledger()
        try:
            return work(Jobs(self.settings, ledger, Outputs(self.out, ledger), self.files))
        finally:
            ledger.close()

    def submit(self, articles: Sequence[Article], **options: Any) -> JobsReport:
        """Submits articles."""
        return self.command(lambda jobs: jobs.submit(self.identify(articles), **options))

    def collect(self, articles: Sequence[Article]) -> JobsReport:
        """Collects what there is."""
        return self.command(lambda jobs: jobs.collect(self.identify(articles)))

    def cancel(self) -> JobsReport:
        """Ends all jobs early."""
        return self.command(lambda jobs: jobs.cancel())

    def finish(self, articles: Sequence[Article], server: BatchServer) -> JobsReport:
        """Collects until there is nothing left."""
        server.wait()
        report = self.collect(articles)
        for _ in range(20):
            if report.is_over:
                break
            server.wait()
            report = self.collect(articles)
        assert report.is_over
        return report

    def read(self) -> dict[str, Result]:
        """Returns the results, each of which is there once."""
        lines = (self.out / "results.jsonl").read_text("utf-8").splitlines()
        results = [Result.from_json(line) for line in lines]
        found = {one.article.id: one for one in results}
        assert len(found) == len(results)
        return found

    def read_dead(self) -> dict[str, dict[str, Any]]:
        """Returns the letters about failures."""
        lines = (self.out / "dead.jsonl").read_text("utf-8").splitlines()
        return {letter["article_id"]: letter for letter in map(json.loads, lines)}


@pytest.fixture
def server(faults: FaultServer) -> Iterator[BatchServer]:
    """A Batch API whose rows the fault server answers."""
    with BatchServer(faults.base_url) as served:
        yield served


@pytest.fixture
def site(server: BatchServer, tmp_path: Path) -> Site:
    """An OUT whose jobs that server does."""
    return Site(tmp_path / "out", make_settings(server.base_url, max_attempts=3, repair=False))


def count_sent_again(server: BatchServer) -> int:
    """Returns how many rows were executed although the same had an answer before."""
    answered = Counter(row.custom_id.rpartition("-")[0] for row in server.ran if row.status == 200)
    return sum(count - 1 for count in answered.values())
