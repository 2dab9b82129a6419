"""Jobs of the Batch API: all that is asked comes back or is told of, and nothing is paid twice."""

from __future__ import annotations

import json
import logging
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import Summarizer
from summarizer.batch.jobs import Files
from summarizer.batch.jobs.letters import Letter
from summarizer.batch.jobs.packets import Packet
from summarizer.errors import ConfigError
from summarizer_schemas.article import Article
from summarizer_schemas.result import ErrorKind
from tests.jobs_site import PRICES, QUOTE, Site, count_sent_again, make_articles
from tests.servers.batches import BatchServer, Orders
from tests.servers.faults import FaultServer, Plan
from tests.servers.fixtures import make_event, make_settings, make_words
from tests.test_model_run import PROMPT, SHORT

pytest_plugins = ["tests.servers.fixtures", "tests.jobs_site"]

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
