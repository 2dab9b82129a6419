"""Jobs that end early, cost too much, or are reached through their doors."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from summarizer.batch.jobs import Jobs, JobsReport
from summarizer.batch.outputs import Outputs
from summarizer.errors import ConfigError, EngineError
from tests.jobs_site import PRICES, Site, count_sent_again, make_articles
from tests.servers.batches import BatchServer
from tests.servers.faults import FaultServer, Plan
from tests.servers.fixtures import make_settings, make_words

pytest_plugins = ["tests.servers.fixtures", "tests.jobs_site"]

# ---- no more ----


def test_after_cancel_what_was_done_is_delivered_and_the_rest_is_pending(
    site: Site, server: BatchServer
) -> None:
    """Partial results of a cancelled job are collected, and only the others are sent again."""
    articles = make_articles(6)
    server.orders.hold = 2
    site.submit(articles)
    while server.begun < 2:
        time.sleep(0.01)
    assert site.cancel().stopped == "cancelled"
    server.wait()
    report = site.collect(articles)
    assert (report.done, report.waiting, report.sent) == (2, 0, 0)
    assert report.stopped == "cancelled"
    ledger = site.open_ledger()
    assert ledger.count().pending == 4
    ledger.close()
    server.orders.hold = None
    assert site.submit(articles).sent == 4
    assert site.finish(articles, server).done == 6
    assert count_sent_again(server) == 0


def test_after_cancel_nothing_more_is_asked(
    faults: FaultServer, site: Site, server: BatchServer
) -> None:
    """Answers that would need another question wait for the next submit, which asks only that."""
    faults.set_plan(Plan(answer=make_words(), script=("invalid", "ok")))
    server.orders.workers = 1
    articles = make_articles(2)
    site.submit(articles)
    server.wait()
    site.cancel()
    report = site.collect(articles)
    assert (report.done, report.waiting, len(server.jobs)) == (1, 0, 1)
    assert site.submit(articles).sent == 1
    assert site.finish(articles, server).done == 2
    assert len(server.ran) == 3


def test_cancel_gives_up_what_was_not_sent(site: Site, server: BatchServer) -> None:
    """A job that was never begun is dropped."""
    server.orders.drop = {0: "before"}
    articles = make_articles(2)
    with pytest.raises(EngineError):
        site.submit(articles)
    report = site.cancel()
    assert (report.jobs, report.waiting) == ({"dropped": 1}, 0)
    assert site.submit(articles).sent == 2
    assert site.finish(articles, server).done == 2


def test_a_job_cancelled_elsewhere_is_not_sent_again_by_itself(
    site: Site, server: BatchServer
) -> None:
    """Whoever cancels a job at the provider means it."""
    articles = make_articles(3)
    server.orders.hold = 1
    site.submit(articles)
    server.jobs["batch_0"]["status"] = "cancelling"
    server.wait()
    report = site.collect(articles)
    assert (report.stopped, report.waiting, report.done) == ("cancelled", 0, len(server.ran))
    assert len(server.jobs) == 1


def test_a_job_that_the_provider_does_not_know_is_not_sent_again_unasked(
    faults: FaultServer, site: Site
) -> None:
    """A wrong key or address does not make us pay twice."""
    articles = make_articles(2)
    site.submit(articles)
    with BatchServer(faults.base_url) as elsewhere:
        there = Site(site.out, replace(site.settings, base_url=elsewhere.base_url))
        with pytest.raises(EngineError, match=r"job batch_0 is not known at .* give it up"):
            there.collect(articles)
        assert there.cancel().jobs == {"lost": 1}
        assert there.submit(articles).sent == 2
        assert there.finish(articles, elsewhere).done == 2


# ---- money ----


def test_no_more_is_sent_than_the_budget_covers(
    site: Site, server: BatchServer, tmp_path: Path
) -> None:
    """What is on its way counts with the most it may cost; what is answered, with what it did."""
    path = tmp_path / "prices.yaml"
    path.write_text(PRICES, "utf-8")
    articles = make_articles(30)
    site.settings = replace(site.settings, prices=str(path), max_output_tokens=3_000)
    one = site.submit(articles[:1]).reserved_usd or 0.0
    site.settings = replace(site.settings, max_cost_usd=4.5 * one)
    report = site.submit(articles)
    assert (report.sent, report.stopped) == (4, "money")
    for _ in range(3):
        server.wait()
        report = site.collect(articles)
        spent = (report.cost_usd or 0.0) + (report.reserved_usd or 0.0)
        assert spent <= 4.5 * one
        site.submit(articles)
    assert 4 < len(server.ran) < 30
    site.settings = replace(site.settings, max_cost_usd=None)
    site.submit(articles)
    assert site.finish(articles, server).done == 30
    assert count_sent_again(server) == 0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"model": "embedded"}, "embedded engine has no Batch API"),
        ({"fallbacks": ("openai/other",)}, "jobs ask one model"),
        ({"store": "cache", "store_path": "x.db"}, "store is 'cache'"),
        ({"max_cost_usd": 1.0}, "price of 'openai/tiny' is not known"),
        ({"base_url": None}, "no key for openai"),
    ],
)
def test_settings_that_are_not_for_jobs_are_refused(
    site: Site, changes: dict[str, Any], words: str
) -> None:
    """What jobs cannot do is said before anything is sent."""
    site.settings = replace(site.settings, **changes)
    with pytest.raises(ConfigError, match=words):
        site.submit(make_articles(1))


def test_a_provider_without_a_batch_api_is_told_of(faults: FaultServer, site: Site) -> None:
    """A server that knows no files is named."""
    site.settings = replace(site.settings, base_url=faults.base_url)
    with pytest.raises(EngineError, match="has no Batch API"):
        site.submit(make_articles(1))


# ---- the doors ----


def test_several_machines_may_share_a_ledger(
    server: BatchServer, tmp_path: Path, postgres_url: str
) -> None:
    """Jobs are kept in PostgreSQL as they are in SQLite."""
    settings = make_settings(server.base_url, repair=False)
    site = Site(tmp_path / "out", settings, url=postgres_url)
    articles = make_articles(5)
    server.orders.fail_every = 3
    assert site.submit(articles).sent == 5
    report = site.finish(articles, server)
    assert (report.done, report.waiting, report.failed) == (5, 0, len(server.ran) - 5)
    assert count_sent_again(server) == 0


def test_those_who_watch_are_told_and_a_report_is_plain_json(
    site: Site, server: BatchServer
) -> None:
    """The doors can be awaited, and tell how it stands."""
    told: list[JobsReport] = []
    articles = make_articles(2)

    async def go() -> JobsReport:
        ledger = site.open_ledger()
        outputs = Outputs(site.out, ledger)
        jobs = Jobs(site.settings, ledger, outputs, site.files, watch=told.append)
        await jobs.asubmit(site.identify(articles))
        await asyncio.to_thread(server.wait)
        report = await jobs.acollect(site.identify(articles))
        ledger.close()
        return report

    report = asyncio.run(go())
    assert told[-1] == report
    assert report.is_over
    assert json.loads(json.dumps(report.to_dict()))["jobs"] == {"completed": 1}
    assert (told[0].waiting, told[0].is_over) == (2, False)
