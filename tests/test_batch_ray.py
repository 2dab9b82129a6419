"""A batch on a real Ray: killed actors and drivers cost the calls in flight, and nothing else.

Ray runs in processes of its own: it starts threads and servers that a test run has no use for.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from summarizer.batch import BatchOptions, ray_data, run
from summarizer.errors import ConfigError
from summarizer.settings import Settings
from tests.batch_pieces import run_apart, wait_until
from tests.servers.faults import FaultServer, Plan
from tests.servers.fixtures import make_settings

pytest_plugins = ["tests.servers.fixtures"]

ROOT = Path(__file__).parent.parent
CONCURRENCY, ACTORS = 32, 2
LONGEST_S = 400
"""Ray takes 5 s to start; on a machine that is busy it takes minutes."""
DRIVER = """
import json, sys
from summarizer.batch import BatchOptions
from summarizer.batch.ray_data import run_on_ray
from summarizer.settings import Settings
told = json.loads(sys.argv[1])
report = run_on_ray(
    told["inputs"], told["out"], settings=Settings(**told["settings"]), actors=told["actors"],
    options=BatchOptions(concurrency=told["concurrency"], copies="ask"),
)
print(json.dumps({**report.progress.to_dict(), "state": report.state}))
"""
SESSION = """
import json, os, signal, sys
import ray, ray.data
from summarizer.batch import BatchOptions
from summarizer.batch.ray_data import SummarizeActor, run_on_ray
from summarizer.errors import ArticleError, ConfigError
from summarizer.settings import Settings
from summarizer_schemas.article import Article

told = json.loads(sys.argv[1])
settings = Settings(**told["settings"])
ray.init(address="local", num_cpus=2, include_dashboard=False, log_to_driver=False)
told_back = {}

def count(report):
    progress = report.progress
    return [progress.seen, progress.done, progress.dead, progress.settled, report.reason]

# A dataset that is there already.
rows = [{"text": "Rain fell on Norburg.", "id": "n1"}, {"text": "", "id": "n2"},
        {"text": "Half a \\U0001f327 and back: \\u202e.", "id": None}] * 2
strategy = ray.data.ActorPoolStrategy(size=1, max_concurrent_calls_per_actor=2)
given = {"settings": settings, "ledger": told["ledger"]}
found = ray.data.from_items(rows, override_num_blocks=2).map_batches(
    SummarizeActor, fn_constructor_kwargs=given, batch_size=2, compute=strategy)
told_back["dataset"] = sorted([one["status"], one["error"]] for one in found.take_all())

# Articles from here; some are none.
articles = [Article(text=f"ARTID-{at:06d} Half a \\ud83d character.") for at in range(400)]
articles += [ArticleError("nowhere.txt does not exist; check the path", source="nowhere.txt")]
options = BatchOptions(concurrency=8, copies="ask")

def interrupt(progress):
    if progress.done >= 20 and not progress.stopping:
        os.kill(os.getpid(), signal.SIGINT)

stopped = run_on_ray(articles, told["out"], settings=settings, options=options, actors=2,
                     watch=interrupt)
told_back["stopped"] = count(stopped)
told_back["whole"] = count(
    run_on_ray(articles, told["out"], settings=settings, options=options, actors=2))
try:
    run_on_ray(articles, told["out"] + "2", settings=settings, actors=2,
               options=BatchOptions(ledger=told["ledger"][:-3] + "/no/such/folder.db"))
except ConfigError as error:
    told_back["error"] = str(error)
told_back["still"] = ray.is_initialized()
print(json.dumps(told_back))
"""


def wait_for_requests(server: FaultServer, count: int, process: subprocess.Popen[str]) -> None:
    """Waits until so many were sent, as long as a process runs."""

    def holds() -> bool:
        assert process.poll() is None
        return server.requests >= count

    wait_until(holds, limit_s=LONGEST_S)


def find_actors(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """Returns the processes of the actors that a driver started."""
    children = psutil.Process(process.pid).children(recursive=True)
    return [one for one in children if "MapWorker" in "".join(one.cmdline()[:1])]


def list_settings(server: FaultServer) -> dict[str, Any]:
    """Returns settings as they are given to another process."""
    chosen = make_settings(server.base_url, repair=False)
    names = ("model", "base_url", "mode", "timeout_s", "repair")
    return {name: getattr(chosen, name) for name in names}


@pytest.fixture
def server(faults: FaultServer) -> FaultServer:
    """A server that takes its time and finds nothing."""
    faults.set_plan(Plan(latency_s=0.1))
    return faults


def test_a_killed_actor_and_a_killed_driver_cost_what_was_in_flight(
    server: FaultServer, tmp_path: Path
) -> None:
    """All articles have one result, and no more are asked twice than the killed ones had."""
    texts = [f"ARTID-{at:06d} Rain fell on Norburg, day {at}." for at in range(1_000)]
    lines = [json.dumps({"id": f"n{at}", "text": text}) + "\n" for at, text in enumerate(texts)]
    (tmp_path / "news.jsonl").write_text("".join(lines), encoding="utf-8")
    told: dict[str, Any] = {
        "inputs": str(tmp_path / "news.jsonl"),
        "out": str(tmp_path / "out"),
        "settings": list_settings(server),
        "actors": ACTORS,
        "concurrency": CONCURRENCY,
    }
    with run_apart(DRIVER, told) as driver:
        wait_for_requests(server, 300, driver)
        find_actors(driver)[0].kill()
        wait_for_requests(server, 600, driver)
        driver.kill()
    with run_apart(DRIVER, told) as driver:
        printed, _ = driver.communicate(timeout=LONGEST_S)
    said = json.loads(printed.splitlines()[-1])
    assert said["state"] == "complete"
    assert said["done"] + said["settled"] == said["seen"] == said["total"] == 1_000
    results = (tmp_path / "out" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(one)["article"]["id"] for one in results} == {
        f"n{at}" for at in range(1_000)
    }
    assert len(results) == 1_000
    # What one actor, then all of them had in flight, or answered and not yet written down.
    assert server.requests - 1_000 <= CONCURRENCY // ACTORS + CONCURRENCY
    # The OUT is that of any batch.
    asked = server.requests
    chosen = Settings(**told["settings"])
    report = run(told["inputs"], told["out"], settings=chosen, options=BatchOptions(copies="ask"))
    assert (report.progress.settled, report.counts.done, server.requests) == (1_000, 1_000, asked)


def test_a_session_of_ones_own(server: FaultServer, tmp_path: Path) -> None:
    """A dataset is mapped, a run is interrupted and gone on with, and Ray is left as it was."""
    told: dict[str, Any] = {
        "settings": list_settings(server),
        "ledger": f"sqlite:///{tmp_path / 'ledger.db'}",
        "out": str(tmp_path / "out"),
    }
    with run_apart(SESSION, told) as process:
        printed, _ = process.communicate(timeout=LONGEST_S)
    said = json.loads(printed.splitlines()[-1])
    assert said["dataset"] == [["failed", "input"]] * 2 + [["no_events", None]] * 4
    seen, done, dead, settled, reason = said["stopped"]
    assert (seen, dead, settled, reason) == (401, 0, 0, "interrupt")
    assert 20 <= done < 400
    seen, more, dead, settled, reason = said["whole"]
    assert (seen, done + more, dead, settled, reason) == (401, 400, 1, done, None)
    assert "cannot be opened; name a file in a folder that exists" in said["error"]
    assert said["still"] is True
    # The three articles of the dataset, one of which is empty, and 400.
    assert server.requests == 402
    lines = (tmp_path / "out" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    assert len({json.loads(one)["article"]["id"] for one in lines}) == len(lines) == 400
    letter = json.loads((tmp_path / "out" / "dead.jsonl").read_text(encoding="utf-8"))
    assert (letter["article_id"], letter["error"]) == ("nowhere.txt", "input")


def test_without_ray_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The extra is named, and nothing is written."""
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ConfigError, match=r"pip install 'structured-summarizer\[ray\]'"):
        ray_data.run_on_ray([], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_no_actors_are_refused(tmp_path: Path) -> None:
    """It is said before Ray is started."""
    with pytest.raises(ConfigError, match="actors is 0; give a number above 0"):
        ray_data.run_on_ray([], tmp_path / "out", actors=0)


def test_machines_that_share_no_file_need_a_database(tmp_path: Path) -> None:
    """A file as the ledger is refused on a cluster; a database is not."""
    cluster = SimpleNamespace(nodes=lambda: [{"Alive": True}, {"Alive": True}])
    with pytest.raises(ConfigError, match=r"--ledger postgresql\+psycopg://USER@HOST/DATABASE"):
        ray_data.find_ledger(cluster, tmp_path, BatchOptions())
    url = "postgresql+psycopg://news@db/batch"
    assert ray_data.find_ledger(cluster, tmp_path, BatchOptions(ledger=url)) == url
