"""Jobs that go wrong: odd files, kills at any moment, articles in other hands."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from summarizer.batch.jobs import Files, Jobs
from summarizer.batch.outputs import Outputs
from summarizer.errors import ConfigError, EngineError
from summarizer_schemas.article import Article
from tests.jobs_site import QUOTE, Site, count_sent_again, make_articles
from tests.servers.batches import BatchServer
from tests.servers.faults import FaultServer, Plan
from tests.servers.fixtures import make_words

pytest_plugins = ["tests.servers.fixtures", "tests.jobs_site"]

# ---- files that tell less or more than they should ----


def test_requests_that_no_file_tells_of_are_sent_again(site: Site, server: BatchServer) -> None:
    """A lost file of answers is a failed try of all its requests."""
    server.orders.without_output = frozenset({0})
    articles = make_articles(3)
    site.submit(articles)
    server.wait()
    report = site.collect(articles)
    assert (report.failed, report.sent, report.waiting) == (3, 3, 3)
    assert site.finish(articles, server).done == 3


def test_requests_that_no_file_ever_tells_of_end_as_letters(
    site: Site, server: BatchServer
) -> None:
    """Requests that get lost every time end with a class."""
    server.orders.without_output = frozenset(range(9))
    articles = make_articles(2)
    site.submit(articles)
    assert site.finish(articles, server).dead == 2
    assert {one["error"] for one in site.read_dead().values()} == {"provider"}
    assert len(server.jobs) == 3


def test_rows_that_nobody_asked_for_are_counted_and_passed_by(
    site: Site, server: BatchServer
) -> None:
    """An id that is none of ours does no harm."""
    server.orders.strange = 2
    articles = make_articles(2)
    site.submit(articles)
    report = site.finish(articles, server)
    assert (report.done, report.strange) == (2, 2)


def test_a_file_that_is_refused_is_sent_once_more(site: Site, server: BatchServer) -> None:
    """A file refused at validation is no reason to give its articles up."""
    server.orders.refuse = {0: "model_not_found"}
    articles = make_articles(2)
    site.submit(articles)
    assert site.finish(articles, server).done == 2
    assert len(server.jobs) == 2


def test_a_file_that_is_refused_twice_is_refused_for_good(site: Site, server: BatchServer) -> None:
    """A file refused twice ends as letters, and nobody paid for it."""
    server.orders.refuse = {0: "model_not_found", 1: "model_not_found"}
    articles = make_articles(2)
    site.submit(articles)
    report = site.finish(articles, server)
    assert (report.dead, report.jobs, server.ran) == (2, {"refused": 2}, [])
    for letter in site.read_dead().values():
        assert (letter["error"], letter["retryable"]) == ("provider", False)
        assert "refused the file" in letter["message"]


def test_a_full_queue_is_filled_up_as_jobs_end(site: Site, server: BatchServer) -> None:
    """A job that the provider has no room for waits until another one has ended."""
    server.orders.hold = 0
    server.orders.refuse = {1: "token_limit_exceeded", 2: "token_limit_exceeded"}
    site.files = Files(site.files.folder, lines=2)
    articles = make_articles(6)
    site.submit(articles)
    time.sleep(0.2)
    report = site.collect(articles)
    assert report.stopped == "queue"
    assert "has no room" in report.problems[0]
    assert (report.jobs["full"], report.sent, report.waiting) == (2, 2, 6)
    assert len(server.jobs) == 3
    server.let_go()
    server.wait()
    report = site.collect(articles)
    assert (report.done, report.sent, len(server.jobs)) == (2, 2, 4)
    report = site.finish(articles, server)
    assert (report.done, report.failed, count_sent_again(server)) == (6, 0, 0)


# ---- whenever it is killed ----


def test_collecting_twice_changes_nothing(site: Site, server: BatchServer) -> None:
    """At the end, no command asks or writes anything more."""
    articles = make_articles(4)
    site.submit(articles)
    last = site.finish(articles, server)
    before = (site.out / "results.jsonl").read_bytes()
    server.calls.clear()
    assert site.collect(articles) == last
    assert site.submit(articles) == last
    assert (site.out / "results.jsonl").read_bytes() == before
    assert server.calls == []


def test_submitting_twice_sends_once(site: Site, server: BatchServer) -> None:
    """What is on its way is not sent again."""
    articles = make_articles(4)
    server.orders.hold = 0
    site.submit(articles)
    assert site.submit(articles).sent == 4
    assert site.collect(articles).sent == 4
    assert len(server.jobs) == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_job_whose_beginning_broke_off_is_begun_once(
    site: Site, server: BatchServer, when: str
) -> None:
    """Whether it was begun is found out, not guessed."""
    server.orders.drop = {0: when}
    articles = make_articles(2)
    if when == "before":
        with pytest.raises(EngineError, match="broke off"):
            site.submit(articles)
        assert site.submit(articles).sent == 2
    else:
        assert site.submit(articles).sent == 2
    assert site.finish(articles, server).done == 2
    assert len(server.jobs) == 1


CHILD = """
import sys
from pathlib import Path
from tests.servers.fixtures import make_settings
from tests.test_batch_jobs import Site, make_articles
site = Site(Path(sys.argv[1]), make_settings(sys.argv[2], max_attempts=3, repair=False))
site.submit(make_articles(3))
"""


@pytest.mark.parametrize("when", ["upload", "create"])
def test_a_process_killed_while_it_sends_leaves_a_job_that_is_begun_once(
    site: Site, server: BatchServer, when: str
) -> None:
    """Killed when the file was uploaded or the job begun, and nothing of that noted."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    killed: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(site.out), server.base_url], env=environment
    ) as child:

        def kill(now: str) -> None:
            if now == when and not killed:
                killed.append(now)
                child.kill()
                child.wait()

        server.on_call = kill
        assert child.wait(120) != 0
    server.on_call = None
    # Others of its jobs, begun since, must not hide it.
    server.orders.page = 1
    articles = make_articles(3)
    assert killed
    begun = len(server.jobs)
    assert begun == (when == "create")
    for job in list(server.jobs.values()) * 2:
        server.begin({**job, "metadata": {"summarizer_job": "another"}})
    site.submit(articles)
    assert site.finish(articles, server).done == 3
    assert len(server.jobs) == max(3 * begun, 1)


def test_a_packed_file_that_got_lost_is_made_again(site: Site, server: BatchServer) -> None:
    """Requests that never left are made anew from their articles."""
    base_url = site.settings.base_url
    site.settings = replace(site.settings, base_url="http://127.0.0.1:9/v1")
    articles = make_articles(2)
    with pytest.raises(EngineError, match="cannot be reached"):
        site.submit(articles)
    (path,) = site.files.folder.iterdir()
    path.unlink()
    site.settings = replace(site.settings, base_url=base_url)
    report = site.submit(articles)
    assert (report.jobs["dropped"], report.sent) == (1, 2)
    assert site.finish(articles, server).done == 2


def test_answers_are_kept_where_results_could_not_be_written(
    site: Site, server: BatchServer
) -> None:
    """A full disk costs no answer."""

    class Full:
        def commit(self, outcomes: Sequence[Any]) -> list[Any]:
            """Fails as a full disk does."""
            raise ConfigError(f"no room for {len(outcomes)} lines: the disk is full")

    articles = make_articles(3)
    site.submit(articles)
    server.wait()
    with pytest.raises(ConfigError, match="disk is full"):
        site.command(lambda jobs: replace(jobs, outputs=Full()).collect(site.identify(articles)))
    assert site.collect(articles).done == 3
    assert len(server.jobs) == 1


def test_a_delivered_article_is_closed_after_a_kill(site: Site, server: BatchServer) -> None:
    """Killed between delivering an article and closing it, its failures count no more either."""

    class Killed(BaseException):
        """Nobody handles this."""

    articles = make_articles(1)
    server.orders.fail_every = 1
    site.submit(articles)
    ledger = site.open_ledger()
    outputs = Outputs(site.out, ledger)

    class Dying:
        def commit(self, outcomes: Sequence[Any]) -> list[Any]:
            """Writes, and is killed at once."""
            outputs.commit(outcomes)
            raise Killed

    jobs = Jobs(site.settings, ledger, Dying(), site.files)
    for _ in range(2):
        server.wait()
        jobs.collect(site.identify(articles))
    server.wait()
    with pytest.raises(Killed):
        jobs.collect(site.identify(articles))
    ledger.close()
    assert site.collect(articles).dead == 1
    ledger = site.open_ledger()
    ledger.revive()
    ledger.close()
    server.orders.fail_every = 0
    assert site.submit(articles).sent == 1
    assert site.finish(articles, server).done == 1


# ---- whose articles they are ----


def test_articles_stay_claimed_when_the_process_is_gone(site: Site, server: BatchServer) -> None:
    """Nobody takes over what a provider works on."""
    articles = make_articles(3)
    server.orders.hold = 0
    site.submit(articles)
    ledger = site.open_ledger()
    claims = ledger.claim(site.identify(make_articles(4)))
    ledger.close()
    assert claims.away == 3
    assert [one.article.id for one in claims.ours] == ["a3"]


def test_one_process_at_a_time_works_on_jobs(site: Site) -> None:
    """Two commands at once do not get into each other's way."""
    ledger = site.open_ledger()
    ledger.stay()
    with pytest.raises(ConfigError, match="another process works on the jobs"):
        site.submit(make_articles(1))
    ledger.close()
    site.submit(make_articles(1))


def test_a_ledger_in_use_for_a_run_takes_no_jobs(site: Site) -> None:
    """An owner that goes with its process does not become one that stays."""
    ledger = site.open_ledger()
    assert ledger.owner.id
    with pytest.raises(ConfigError, match="open it anew"):
        ledger.stay()
    ledger.close()


def test_an_article_whose_text_is_gone_is_told_of_and_not_lost(
    site: Site, server: BatchServer
) -> None:
    """Answers wait for the text they are about."""
    articles = make_articles(4)
    site.submit(articles)
    server.wait()
    report = site.collect(articles[1:3])
    assert (report.done, report.waiting, report.missing) == (2, 2, 2)
    assert set(report.missing_ids) == {"a0", "a3"}
    report = site.collect(articles)
    assert (report.done, report.missing, len(server.jobs)) == (4, 0, 1)


def test_what_was_not_submitted_is_not_collected(site: Site, server: BatchServer) -> None:
    """Collecting sends nothing that was not submitted."""
    site.submit(make_articles(1))
    report = site.finish(make_articles(3), server)
    assert (report.done, len(server.jobs)) == (1, 1)


def test_an_article_that_is_given_twice_is_asked_about_and_delivered_once(
    site: Site, server: BatchServer
) -> None:
    """Neither near nor far apart does a repetition count, in any round."""
    server.orders.fail_every = 2
    articles = make_articles(40)
    given = [articles[0], *articles, *articles]
    assert site.submit(given).sent == 40
    report = site.finish(given, server)
    assert report.done + report.dead == 40
    assert len(site.read()) + len(site.read_dead()) == 40
    assert count_sent_again(server) == 0
    assert "refused" not in report.jobs


def test_an_article_that_cannot_be_read_is_a_letter_at_once(
    site: Site, server: BatchServer
) -> None:
    """What is wrong with an input is told without asking anybody."""
    entries = site.identify([*make_articles(1), Article(id="bad", text="")])
    entries[1] = replace(entries[1], problem="row 2 holds no text")
    report = site.command(lambda jobs: jobs.submit(entries))
    assert (report.dead, report.sent) == (1, 1)
    assert site.read_dead()["bad"]["error"] == "input"
    assert site.finish(make_articles(1), server).done == 1


def test_the_same_text_is_asked_about_once(site: Site, server: BatchServer) -> None:
    """A second article with the same text has the findings of the first."""
    (first,) = make_articles(1)
    again = first.model_copy(update={"id": "again"})
    assert site.submit([first, again]).sent == 1
    report = site.finish([first, again], server)
    assert (report.done, len(server.ran)) == (2, 1)
    assert site.read()["again"].usage.requests == 0
    assert "duplicate_of: a0" in site.read()["again"].warnings


def test_a_near_identical_text_is_given_the_findings_of_the_first(
    site: Site, server: BatchServer
) -> None:
    """A wire story with another last line is not paid for twice."""
    body = " ".join(
        f"Street {chr(65 + n)} of Norburg was closed while crews cleared {word} from the road."
        for n, word in enumerate(
            "glass timber gravel branches rubble sand mud ice snow oil".split()
        )
    )
    texts = [f"{QUOTE} {body}", f"{QUOTE} {body} By staff."]
    articles = [Article(id=f"a{at}", text=text) for at, text in enumerate(texts)]
    assert site.submit(articles, find_copies=True).sent == 1
    assert site.finish(articles, server).done == 2
    assert len(server.ran) == 1
    assert any(one.startswith("copy_of: a0") for one in site.read()["a1"].warnings)


def test_a_copy_of_what_failed_is_asked_about_by_itself(
    faults: FaultServer, site: Site, server: BatchServer
) -> None:
    """A failure is not handed on."""
    faults.set_plan(Plan(answer=make_words(), script=("refusal",)))
    (first,) = make_articles(1)
    again = first.model_copy(update={"id": "again"})
    site.submit([first, again])
    report = site.finish([first, again], server)
    assert (report.done, report.dead, len(server.ran)) == (1, 1, 2)
