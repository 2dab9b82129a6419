"""The function for other engines: one value a row, whatever the row, and nobody paid twice."""

from __future__ import annotations

import json
import pickle
import sqlite3
import subprocess
import threading
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.batch import BatchOptions
from summarizer.batch.partitions import Row, summarize_partition
from summarizer.errors import ConfigError
from summarizer.settings import Settings
from summarizer_schemas.result import Result
from tests.batch_pieces import run_apart, wait_until
from tests.servers.faults import FaultServer, Plan
from tests.servers.fixtures import make_settings

pytest_plugins = ["tests.servers.fixtures"]

ROOT = Path(__file__).parent.parent
PROGRAM = """
import json, sys
from collections import Counter
from summarizer.batch import BatchOptions
from summarizer.batch.partitions import summarize_partition
from summarizer.settings import Settings
told = json.loads(sys.argv[1])
options = BatchOptions(concurrency=2 * told["concurrency"], lease_s=told["lease_s"], copies="ask")
found = summarize_partition(
    told["rows"], settings=Settings(**told["settings"]), ledger=told["ledger"], share=2,
    options=options,
)
print(json.dumps(Counter(row["status"] for row in found)))
"""
TEXT = "ARTID-{:06d} Nine people were killed in strikes on the border on Thursday, police said."


def make_rows(count: int) -> list[dict[str, Any]]:
    """Returns rows of articles, no two of them alike."""
    return [{"id": f"n{at}", "text": TEXT.format(at)} for at in range(count)]


@pytest.fixture
def server(faults: FaultServer) -> FaultServer:
    """A server that finds nothing, and says so at once."""
    faults.set_plan(Plan())
    return faults


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    """The address of a ledger that is not there yet."""
    return f"sqlite:///{tmp_path / 'ledger.db'}"


def choose(server: FaultServer, **changes: Any) -> Settings:
    """Returns settings that ask a server once for each article."""
    return make_settings(server.base_url, repair=False, **changes)


def summarize(rows: Any, ledger: str, **given: Any) -> list[Row]:
    """Returns what the embedded engine, or the one that is given, makes of rows."""
    told: dict[str, Any] = {"settings": Settings(), "ledger": ledger, **given}
    return list(summarize_partition(rows, **told))


def read_states(ledger: str) -> dict[str, int]:
    """Returns how many articles a ledger has in each state."""
    with sqlite3.connect(ledger.removeprefix("sqlite:///")) as connection:
        query = "SELECT state, count(*) FROM articles GROUP BY state"
        found = dict(connection.execute(query).fetchall())
    connection.close()
    return found


# ---- rows ----

LONG_NAME = "n" * 5_000


@pytest.mark.parametrize(
    ("row", "article_id", "error"),
    [
        ({"text": "Rain fell on Norburg.", "id": "n1"}, "n1", None),
        ({"text": "Rain fell.", "id": "n1", "title": None, "published": float("nan")}, "n1", None),
        ({"text": "Rain fell.", "id": "n1", "source": "rain.txt"}, "n1", None),
        ({"text": "Half a \ud83d character, a \x00, \u202eand back.", "id": "n1"}, "n1", None),
        ({"text": "Rain fell.", "id": LONG_NAME}, LONG_NAME, None),
        ({"text": "", "id": "n1"}, "n1", "input"),
        ({"text": " \n\t", "id": "n1"}, "n1", "input"),
        ({"text": "Rain fell.", "id": "n1", "published": "9999-01-01"}, "n1", "input"),
        ({"text": "Rain fell.", "id": "n1", "published": "yesterday"}, "n1", "input"),
        ({"text": "Rain fell.", "id": "n1", "author": "A. Reporter"}, "n1", "input"),
        ({"text": b"Rain fell.\xff", "id": "n1"}, "n1", "input"),
        ({"text": 7, "id": "n1"}, "n1", "input"),
        ({"text": "Rain fell.", "id": 7}, "7", "input"),
        ({"text": "Rain fell.", "id": "n\ud83d"}, r"n\ud83d", "input"),
        ({"id": "n1", "source": "rain.txt"}, "rain.txt", "input"),
        ({None: "Rain fell.", "id": "n1"}, "n1", "input"),
        ({}, "row-44136fa355b3", "input"),
        (None, "row-74234e98afe7", "input"),
        (["Rain fell."], "row-da873a4b6afe", "input"),
    ],
)
def test_each_row_becomes_a_value_with_its_name(
    ledger: str, row: Any, article_id: str, error: str | None
) -> None:
    """A row that is no article is a failure with its class, and the article after it is found."""
    found, after = summarize([row, {"text": "Snow fell on Norburg.", "id": "last"}], ledger)
    assert (found["article_id"], found["error"]) == (article_id, error)
    assert (found["status"] == "failed") == (error is not None)
    assert (after["article_id"], after["error"], after["repeated"]) == ("last", None, False)


def test_a_result_is_what_json_says(ledger: str) -> None:
    """The line is a whole result, in characters that every engine takes."""
    text = "Half a \ud83d character fell on Norburg."
    (row,) = summarize([{"text": text}], ledger)
    assert row["result"] is not None
    row["result"].encode("utf-8")
    assert Result.from_json(row["result"]).key_points[0].text == text


def test_a_failure_says_why(ledger: str) -> None:
    """Its letter is that of dead.jsonl, without a word of the article."""
    (row,) = summarize([{"text": "Secret rain.", "id": "n1", "author": "A. Reporter"}], ledger)
    letter = json.loads(row["result"] or "")
    assert letter["message"].startswith("n1: unknown field 'author'")
    assert "Secret" not in (row["result"] or "")


VALUES = st.none() | st.text(max_size=20) | st.integers() | st.floats() | st.binary(max_size=3)
NAMES = st.sampled_from(["text", "id", "title", "published", "source", "url", "author"])
ROWS = st.dictionaries(NAMES, VALUES) | VALUES


@given(st.lists(ROWS, max_size=5))
@settings(max_examples=30)
def test_any_rows_come_back_in_their_order(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Any]
) -> None:
    """Whatever is in them, there are as many values as rows, and the next try finds the same."""
    ledger = f"sqlite:///{tmp_path_factory.mktemp('any') / 'ledger.db'}"
    marked = [one for row in rows for one in (row, {"text": "Rain fell.", "id": "mark"})]
    first, again = summarize(marked, ledger), summarize(marked, ledger)
    assert [one["article_id"] for one in first[1::2]] == ["mark"] * len(rows)
    assert all(one["status"] in {"ok", "no_events", "failed"} for one in first)
    assert all(one["repeated"] for one in again)
    assert again == [{**one, "repeated": True} for one in first]


# ---- nothing twice ----


def test_what_was_done_is_not_asked_again(server: FaultServer, ledger: str) -> None:
    """Another try of a partition takes its rows from the ledger."""
    rows, chosen = make_rows(20), choose(server)
    first = summarize(rows[:12], ledger, settings=chosen)
    asked = server.requests
    assert not any(one["repeated"] for one in first)
    again = summarize(rows, ledger, settings=chosen)
    assert [one["article_id"] for one in again] == [one["id"] for one in rows]
    assert [one["repeated"] for one in again] == [True] * 12 + [False] * 8
    assert (asked, server.requests) == (12, 20)


def test_an_article_that_comes_twice_is_asked_once(server: FaultServer, ledger: str) -> None:
    """Both rows have the result; under another id it is taken over."""
    (row,) = make_rows(1)
    rows = [row, row, {**row, "id": "other"}]
    found = summarize(rows, ledger, settings=choose(server))
    assert [one["article_id"] for one in found] == ["n0", "n0", "other"]
    assert [one["repeated"] for one in found] == [False, True, False]
    assert server.requests == 1


def test_threads_of_a_process_work_on_the_same_rows_together(
    server: FaultServer, ledger: str
) -> None:
    """Each has all of the values, each article is asked once, and no more than allowed at once."""
    server.set_plan(Plan(latency_s=0.02))
    rows, found = make_rows(60), dict[int, list[Row]]()
    options = BatchOptions(concurrency=4, copies="ask")

    def work(number: int) -> None:
        chosen = choose(server)
        found[number] = summarize(rows, ledger, settings=chosen, options=options)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert [len(found[number]) for number in range(3)] == [60, 60, 60]
    assert sum(not one["repeated"] for ones in found.values() for one in ones) == 60
    assert (server.requests, server.max_in_flight <= 4) == (60, True)


def test_a_process_takes_its_share_of_the_limits(server: FaultServer, ledger: str) -> None:
    """One of four processes asks two at a time where eight are allowed."""
    server.set_plan(Plan(latency_s=0.02))
    options = BatchOptions(concurrency=8, copies="ask")
    summarize(make_rows(30), ledger, settings=choose(server), share=4, options=options)
    assert server.max_in_flight == 2


def test_whoever_stops_reading_gives_the_rest_back(server: FaultServer, ledger: str) -> None:
    """Nothing stays claimed, so that another one need not wait."""
    server.set_plan(Plan(latency_s=0.5))
    chosen = choose(server)
    found = summarize_partition(make_rows(400), settings=chosen, ledger=ledger)
    assert next(found)["article_id"] == "n0"
    found.close()  # type: ignore[attr-defined]
    wait_until(lambda: "claimed" not in read_states(ledger))
    assert 0 < read_states(ledger)["done"] < 400


def test_a_partition_can_be_sent_to_another_process(ledger: str) -> None:
    """The function and all that it is given can be pickled."""
    work = partial(summarize_partition, settings=Settings(), ledger=ledger, share=2)
    (row,) = pickle.loads(pickle.dumps(work))([{"text": "Rain fell.", "id": "n1"}])
    assert row["status"] == "no_events"


# ---- when not to go on ----


def test_without_money_the_rest_is_pending(
    server: FaultServer, ledger: str, tmp_path: Path
) -> None:
    """The cap holds over all tries; what was not asked is asked when there is more money."""
    prices = tmp_path / "prices.yaml"
    prices.write_text("prices:\n  openai/tiny: {input: 10, output: 10}\n", encoding="utf-8")
    chosen = choose(server, prices=str(prices), max_cost_usd=0.5, max_output_tokens=2_000)
    options = BatchOptions(concurrency=2, copies="ask")
    rows = make_rows(80)
    found = summarize(rows, ledger, settings=chosen, options=options)
    again = summarize(rows, ledger, settings=chosen, options=options)
    for ones in (found, again):
        pending = [one for one in ones if one["status"] == "pending"]
        assert {one["error"] for one in pending} == {"money"}
        assert all(one["result"] is None for one in pending)
    results = [Result.from_json(one["result"]) for one in again if one["result"]]
    assert 0 < sum(one.usage.cost_usd or 0.0 for one in results) <= 0.5
    richer = replace(chosen, max_cost_usd=50.0)
    last = summarize(rows, ledger, settings=richer, options=options)
    assert {one["status"] for one in last} == {"no_events"}
    assert server.requests == 80


def test_a_provider_that_answers_nobody_is_left_alone(server: FaultServer, ledger: str) -> None:
    """After so many failures in a row the rest is pending, and asked when it is back."""
    server.set_plan(Plan(rates={"status:500": 1.0}))
    chosen = choose(server, max_attempts=1)
    options = BatchOptions(concurrency=2, copies="ask", give_up_after=3)
    rows = make_rows(300)
    found = summarize(rows, ledger, settings=chosen, options=options)
    dead = [one for one in found if one["status"] == "failed"]
    pending = [one for one in found if one["status"] == "pending"]
    assert len(dead) + len(pending) == 300
    assert 3 <= len(dead) <= 30
    assert server.requests == len(dead)
    assert {one["error"] for one in pending} == {"provider"}
    server.set_plan(Plan())
    again = summarize(rows, ledger, settings=chosen, options=options)
    assert [one["status"] for one in again].count("no_events") == len(pending)


def test_other_settings_need_another_ledger(ledger: str) -> None:
    """One ledger never holds answers to two questions."""
    summarize([{"text": "Rain fell."}], ledger)
    with pytest.raises(ConfigError, match="editorial was use and is mask"):
        summarize([{"text": "Rain fell."}], ledger, settings=Settings(editorial="mask"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"share": 0}, "share is 0; give the number of processes, 1 or more"),
        ({"ledger": "nowhere"}, "is no address of a database"),
        ({"ledger": "sqlite:////nowhere/at/all.db"}, "name a file in a folder that exists"),
    ],
)
def test_what_cannot_be_is_said_at_once(ledger: str, changes: dict[str, Any], words: str) -> None:
    """The error names what is wrong, and the next call works."""
    with pytest.raises(ConfigError, match=words):
        summarize([{"text": "Rain fell."}], **{"ledger": ledger, **changes})
    assert len(summarize([{"text": "Rain fell."}], ledger)) == 1


# ---- several processes ----


def run_rows(
    rows: list[dict[str, Any]], ledger: str, chosen: Settings, *, lease_s: float = 60.0
) -> AbstractContextManager[subprocess.Popen[str]]:
    """Works on rows in a process of its own, eight at a time."""
    names = ("model", "base_url", "mode", "timeout_s", "repair")
    told = {
        "rows": rows,
        "ledger": ledger,
        "settings": {name: getattr(chosen, name) for name in names},
        "concurrency": 8,
        "lease_s": lease_s,
    }
    return run_apart(PROGRAM, told)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_killed_process_costs_the_calls_it_had_in_flight(
    server: FaultServer, request: pytest.FixtureRequest, ledger: str, kind: str
) -> None:
    """Two processes on the same rows: none is asked twice, but for those the dead one had."""
    url: str = ledger if kind == "sqlite" else request.getfixturevalue("postgres_url")
    server.set_plan(Plan(latency_s=0.1))
    rows, chosen = make_rows(160), choose(server)
    with run_rows(rows, url, chosen) as first, run_rows(rows, url, chosen) as second:
        wait_until(lambda: server.requests >= 60)
        assert max(server.attempts.values()) == 1
        first.kill()
        told, _ = second.communicate(timeout=120)
    assert json.loads(told) == {"no_events": 160}
    assert set(server.attempts) == {f"{at:06d}" for at in range(160)}
    # Eight at a time: in flight, or answered and not yet written down.
    assert server.requests - 160 <= 8
    asked = server.requests
    again = summarize(rows, url, settings=chosen, options=BatchOptions(copies="ask"))
    assert len({one["key"] for one in again if one["repeated"]}) == 160
    assert server.requests == asked
