"""Jobs of the Batch API: all that is asked comes back or is told of, and nothing is paid twice."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import Result, Summarizer
from summarizer.batch.identity import Setup
from summarizer.batch.jobs import Files, Jobs, JobsReport
from summarizer.batch.jobs.letters import Letter
from summarizer.batch.jobs.packets import Packet
from summarizer.batch.ledger import Ledger
from summarizer.batch.outputs import Outputs
from summarizer.batch.records import Entry
from summarizer.errors import ConfigError, EngineError
from summarizer.settings import Settings
from summarizer_schemas.article import Article
from summarizer_schemas.result import ErrorKind
from tests.servers.batches import BatchServer, Orders
from tests.servers.faults import FaultServer, Plan
from tests.servers.fixtures import make_event, make_settings, make_words
from tests.test_model_run import PROMPT, SHORT

pytest_plugins = ["tests.servers.fixtures"]

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


# ---- a thousand rows ----


def test_a_thousand_rows_of_a_real_model_end_as_results_or_letters_and_none_is_paid_twice(
    llama_url: str, tmp_path: Path
) -> None:
    """One row in twenty fails, one job runs out of time, and all of it is told of."""
    prompt = tmp_path / "short.md"
    prompt.write_text(PROMPT, "utf-8")
    articles = [
        Article(id=f"a{number}", text=f"{SHORT} Boat {number} searched.") for number in range(400)
    ]
    orders = Orders(fail_every=20, expire={1: 40}, workers=6)
    with BatchServer(llama_url, orders) as server:
        settings = make_settings(
            server.base_url, prompt=str(prompt), max_output_tokens=40, seed=3, temperature=0.0
        )
        site = Site(tmp_path / "out", replace(settings, repair=False, max_attempts=4))
        site.files = Files(tmp_path / "out" / ".jobs", lines=100)
        first = site.submit(articles)
        assert (first.sent, first.waiting) == (400, 400)
        last = site.finish(articles, server)
        assert len(server.ran) >= 1_000
        assert count_sent_again(server) == 0
        assert {"completed", "expired"} <= last.jobs.keys()
        assert last.failed == 60 + sum(row.status == 500 for row in server.ran)
        assert last.answered == sum(row.status == 200 for row in server.ran)
    results, dead = site.read(), site.read_dead()
    assert results.keys() | dead.keys() == {one.id for one in articles}
    assert not results.keys() & dead.keys()
    assert min(len(results), len(dead)) > 40
    assert {letter["error"] for letter in dead.values()} <= set(get_args(ErrorKind))
    assert (last.done, last.dead) == (len(results), len(dead))
    spent = [one.usage.requests for one in results.values()]
    spent += [letter["usage"]["requests"] for letter in dead.values()]
    assert sum(spent) == last.answered + last.failed


# ---- what is sent, and what is made of it ----


@pytest.mark.parametrize("mode", ["json_schema", "tools", "json", "md_json", "responses"])
def test_a_line_is_what_the_live_engine_sends(
    faults: FaultServer, server: BatchServer, tmp_path: Path, mode: str
) -> None:
    """The body of a line is to the letter what the live engine sends, in every mode."""
    settings = make_settings(server.base_url, mode=mode, seed=7, temperature=0.5)
    text = f"{make_articles(1)[0].text} {{{{ 7*7 }}}}\u2028{{% x %}}\ud800 end"
    article = Article(id="a0", text=text)
    server.orders.hold = 0
    Site(tmp_path / "out", settings).submit([article])
    (line,) = map(json.loads, server.uploads[0].decode().splitlines())
    with Summarizer(settings=replace(settings, base_url=faults.base_url)) as live:
        live.summarize(article)
    assert line["body"] == faults.seen[0].json
    assert f"/v1{line['url'].removeprefix('/v1')}" == faults.seen[0].path


def test_a_mode_that_is_not_said_is_json_schema(site: Site, server: BatchServer) -> None:
    """No mode can be tried out when answers take a day, so the strictest is taken."""
    site.settings = replace(site.settings, mode="auto")
    site.submit(make_articles(1))
    (line,) = map(json.loads, server.uploads[0].splitlines())
    assert line["body"]["response_format"]["json_schema"]["strict"] is True


def test_a_result_is_that_of_the_live_engine(
    faults: FaultServer, site: Site, server: BatchServer
) -> None:
    """What a job finds is what the live engine finds, times apart."""
    articles = make_articles(3)
    site.submit(articles)
    assert site.finish(articles, server).done == 3
    results = site.read()
    with Summarizer(settings=replace(site.settings, base_url=faults.base_url)) as live:
        for article in articles:
            expected, found = live.summarize(article), results[article.id]
            for one in ("wall_s", "created_at"):
                assert one in found.to_json()
            left_out = {"usage": {"wall_s"}, "provenance": {"created_at"}}
            assert found.model_dump(exclude=left_out) == expected.model_dump(exclude=left_out)


def test_a_job_costs_half(site: Site, server: BatchServer, tmp_path: Path) -> None:
    """Answers cost half the list price; what is on its way counts with the most it may cost."""
    path = tmp_path / "prices.yaml"
    path.write_text(PRICES, "utf-8")
    site.settings = replace(site.settings, prices=str(path))
    articles = make_articles(2)
    sent = site.submit(articles)
    last = site.finish(articles, server)
    usages = [one.usage for one in site.read().values()]
    cost = sum(one.prompt_tokens * 10 + one.completion_tokens * 20 for one in usages) / 2e6
    assert sum(one.cost_usd or 0.0 for one in usages) == pytest.approx(cost)
    assert last.cost_usd == pytest.approx(cost)
    assert sent.cost_usd == 0.0
    assert sent.reserved_usd is not None
    assert sent.reserved_usd > 2 * 20 * site.settings.max_output_tokens / 2e6
    assert last.reserved_usd == 0.0


def test_an_answer_may_hold_what_ends_a_line_elsewhere(
    faults: FaultServer, site: Site, server: BatchServer
) -> None:
    """Characters at which some readers end a line do not break a row."""
    words = json.loads(make_words(points=1, events=1))
    words["key_points"][0]["text"] = "Nine\u2028people\u0085died."
    faults.set_plan(Plan(answer=json.dumps(words, ensure_ascii=False)))
    articles = make_articles(2)
    site.submit(articles)
    assert site.finish(articles, server).done == 2


def test_files_hold_no_more_than_they_may(site: Site, server: BatchServer) -> None:
    """Requests are split by lines and by bytes, and each of them is in one file."""
    articles = make_articles(30)
    site.submit(articles[:1])
    longest = len(server.uploads[0]) + 8
    site.files = Files(site.files.folder, lines=7, bytes=5 * longest)
    site.submit(articles)
    assert all(len(data) <= 5 * longest for data in server.uploads)
    assert [data.count(b"\n") for data in server.uploads] == [1, 5, 5, 5, 5, 5, 4]
    site.files = Files(site.files.folder, lines=3)
    more = make_articles(7, start=30)
    site.submit(more)
    assert [data.count(b"\n") for data in server.uploads][-3:] == [3, 3, 1]
    report = site.finish([*articles, *more], server)
    assert (report.done, report.failed) == (37, 0)
    assert not list(site.files.folder.iterdir())


@given(st.lists(st.integers(1, 40), max_size=30), st.integers(1, 6), st.integers(40, 90))
def test_packets_keep_all_requests_in_order(sizes: list[int], lines: int, room: int) -> None:
    """Whatever their sizes, requests stand in files that are as full as they may be."""
    letters = [Letter(f"{at}", 1, "k", b"x" * size) for at, size in enumerate(sizes)]
    with tempfile.TemporaryDirectory() as folder:
        files = Files(Path(folder), lines=lines, bytes=room)
        packets: list[Packet] = []
        for letter in letters:
            if not packets or not packets[-1].has_room(letter):
                packets.append(Packet(files))
            packets[-1].add(letter)
        found = [packet.finish().read_bytes() for packet in packets]
    assert b"".join(found) == b"".join(one.line for one in letters)
    assert [one.hash for packet in packets for one in packet.letters] == [
        one.hash for one in letters
    ]
    assert all(len(packet.letters) <= lines for packet in packets)
    assert all(len(data) <= room for data in found)
    for packet, data in zip(packets[:-1], found[:-1], strict=True):
        following = sizes[int(packet.letters[-1].hash) + 1]
        assert len(packet.letters) == lines or len(data) + following > room


def test_a_request_larger_than_a_file_is_an_error(site: Site) -> None:
    """A request that fits into no file is the caller's to mend."""
    site.files = Files(site.files.folder, bytes=1_000)
    with pytest.raises(ConfigError, match="a file may have 1000"):
        site.submit(make_articles(1))


def test_no_log_and_no_error_holds_words_of_an_article(
    site: Site, server: BatchServer, caplog: pytest.LogCaptureFixture
) -> None:
    """What the provider quotes of a file gets into no report, and what is sent into no log."""
    server.orders.refuse = {0: "invalid_json_line"}
    with caplog.at_level(logging.DEBUG):
        site.submit(make_articles(2))
        server.wait()
        report = site.collect(make_articles(2))
    assert report.problems == ("openai refused a file of 2 requests: invalid_json_line in line 1",)
    assert "killed in strikes" not in caplog.text


# ---- several rounds ----


def test_a_long_article_is_merged_when_all_of_it_is_answered(
    faults: FaultServer, site: Site, server: BatchServer
) -> None:
    """Several stretches are one round; what hangs on all of them is asked in the next."""
    text = "\n\n".join(f"Para {n}. {QUOTE} It was the {n}th attack of the year." for n in range(60))
    site.settings = replace(site.settings, chunk_tokens=300)
    faults.set_plan(Plan(answer=make_words(points=8, events=1)))
    server.orders.fail_every = 3
    articles = [Article(id="long", text=text)]
    first = site.submit(articles)
    assert first.sent > 3
    site.finish(articles, server)
    names = [
        json.loads(row.body)["response_format"]["json_schema"]["name"]
        for row in server.ran
        if row.status == 200
    ]
    assert names[-1] == "WireMerge"
    assert Counter(names) == {"WireReply": first.sent, "WireMerge": 1}
    assert count_sent_again(server) == 0
    assert site.read()["long"].usage.requests == len(server.ran)


def test_what_the_article_does_not_bear_out_is_asked_for_once_more(
    faults: FaultServer, site: Site, server: BatchServer
) -> None:
    """A repair is a round of its own."""
    event = {**make_event(), "quotes": ["Seven boats sank in the harbour of Vantia"]}
    faults.set_plan(Plan(answer=json.dumps({"key_points": [], "events": [event, make_event()]})))
    site.settings = replace(site.settings, repair=True)
    articles = make_articles(2)
    site.submit(articles)
    assert site.finish(articles, server).done == 2
    names = Counter(
        json.loads(row.body)["response_format"]["json_schema"]["name"] for row in server.ran
    )
    assert names == {"WireReply": 2, "WireRepair": 2}
    assert {one.status for one in site.read().values()} == {"partial"}


def test_an_answer_of_the_wrong_shape_is_asked_for_again_with_a_word_about_it(
    faults: FaultServer, site: Site, server: BatchServer
) -> None:
    """The next round asks the same question, and one line more."""
    faults.set_plan(Plan(answer=make_words(), script=("invalid",)))
    articles = make_articles(1)
    site.submit(articles)
    assert site.finish(articles, server).done == 1
    first, second = (json.loads(row.body)["messages"] for row in server.ran)
    assert second[:-1] == first
    assert second[-1]["content"].startswith("Answer again: ")


def test_an_answer_of_the_wrong_shape_is_asked_for_three_times_at_most(
    faults: FaultServer, site: Site, server: BatchServer
) -> None:
    """A model that gets the shape wrong is given up as by the live engine."""
    site.settings = replace(site.settings, max_attempts=9)
    faults.set_plan(Plan(rates={"invalid": 1.0}))
    articles = make_articles(1)
    site.submit(articles)
    site.finish(articles, server)
    assert len(server.ran) == 3
    assert site.read_dead()["a0"]["error"] == "invalid"


@pytest.mark.parametrize(
    ("fault", "kind", "tries"),
    [
        ("filter_400", "refused", 1),
        ("refusal", "refused", 1),
        ("status:401", "provider", 1),
        ("429", "provider", 3),
        ("status:503", "provider", 3),
        ("quota", "provider", 1),
    ],
)
def test_a_failure_is_asked_about_again_where_that_may_help(
    faults: FaultServer, site: Site, server: BatchServer, fault: str, kind: str, tries: int
) -> None:
    """Failures that pass are tried as often as is allowed, the others once."""
    faults.set_plan(Plan(rates={fault: 1.0}))
    articles = make_articles(1)
    site.submit(articles)
    report = site.finish(articles, server)
    letter = site.read_dead()["a0"]
    assert (letter["error"], letter["retryable"]) == (kind, tries > 1)
    assert (len(server.ran), letter["usage"]["requests"]) == (tries, tries)
    assert (report.done, report.dead, report.waiting) == (0, 1, 0)


def test_a_row_that_its_day_was_too_short_for_is_tried_as_often_as_any(
    site: Site, server: BatchServer
) -> None:
    """A request that expired was a try like any other."""
    server.orders.expire = {0: 1, 1: 0, 2: 0, 3: 0}
    articles = make_articles(2)
    site.submit(articles)
    report = site.finish(articles, server)
    assert (report.jobs, report.done) == ({"expired": 3}, 1)
    (letter,) = site.read_dead().values()
    assert "within 24 hours" in letter["message"]
    assert letter["retryable"] is True


def test_failures_that_are_revived_have_all_their_tries_again(
    faults: FaultServer, site: Site, server: BatchServer
) -> None:
    """Old failures of a revived article count no more, and its new tries have ids of their own."""
    faults.set_plan(Plan(answer=make_words(), script=("status:500",) * 3))
    articles = make_articles(1)
    site.submit(articles)
    assert site.finish(articles, server).dead == 1
    ledger = site.open_ledger()
    assert ledger.revive() == 1
    ledger.close()
    assert site.submit(articles).sent == 1
    assert site.finish(articles, server).done == 1
    assert [row.custom_id.rpartition("-")[2] for row in server.ran] == ["1", "2", "3", "4"]


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
    assert [one.article.id for one in claims.held] == ["a0", "a1", "a2"]
    assert [one.article.id for one in claims.ours] == ["a3"]
    ledger.close()


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
