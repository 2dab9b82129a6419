"""What the review server says is saved is on the disk, whole, however the server ends."""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from summarizer.locks import hold_lock
from summarizer.reviewing import ReviewServer, Shelf
from tests.reviewing_pieces import (
    ARTICLES,
    FILES,
    Client,
    list_errors,
    list_files,
    make_gold,
    make_view,
)


class WatchedShelf(Shelf):
    """Tells when it begins to save."""

    has_begun = threading.Event()

    def save(self, name: str, document: dict[str, Any], *, revision: str | None) -> str:
        """Saves."""
        self.has_begun.set()
        return super().save(name, document, revision=revision)


def test_a_save_under_way_is_finished(tmp_path: Path) -> None:
    """Who ends the review waits until what is being saved is saved, and its answer sent."""
    shelf, is_held = WatchedShelf(tmp_path, ARTICLES), threading.Event()

    def hold_up() -> None:
        number = os.open(tmp_path / ".review.lock", os.O_RDWR)
        with hold_lock(number):
            is_held.set()
            shelf.has_begun.wait(timeout=10)
            time.sleep(0.3)
        os.close(number)

    with ThreadPoolExecutor(2) as pool:
        with ReviewServer(make_view, shelf) as server:
            client = Client(server.address)
            pool.submit(hold_up)
            assert is_held.wait(timeout=10)
            told = pool.submit(client.save, make_gold("last"))
            assert shelf.has_begun.wait(timeout=10)
        assert b"last" in (tmp_path / "ferry" / "gold.json").read_bytes()
        assert told.result(timeout=10)[0] == 200


NURSERY = """
import json, os, sys
from pathlib import Path
from summarizer.reviewing import ReviewServer, Shelf, View, catching_signals
folder, articles = Path(sys.argv[1]), json.loads(sys.argv[2])
while sys.stdin.readline():
    child = os.fork()
    if not child:
        make_view = lambda token: View(f"<title>page</title>{token}", "default-src 'none'")
        with catching_signals() as wait, ReviewServer(make_view, Shelf(folder, articles)) as server:
            print(json.dumps([os.getpid(), server.address]), flush=True)
            wait()
        os._exit(0)
    print(os.waitpid(child, 0)[1], flush=True)
"""


@pytest.fixture
def memory() -> Iterator[Path]:
    """Yields a folder that is quick: a killed process, unlike a cut wire, needs no real disk."""
    place = "/dev/shm"  # noqa: S108 - a folder of its own is made in it
    with tempfile.TemporaryDirectory(dir=place if Path(place).is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture
def nursery(memory: Path) -> Iterator[subprocess.Popen[str]]:
    """Yields a process that runs a server for each line, and says what came of it."""
    command = [sys.executable, "-c", NURSERY, str(memory), json.dumps(ARTICLES)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        yield process


def start_server(nursery: subprocess.Popen[str]) -> tuple[int, Client]:
    """Returns the number of a new process that serves, and a client of it."""
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write("\n")
    nursery.stdin.flush()
    number, address = json.loads(nursery.stdout.readline())
    return number, Client(address)


def wait_for_end(nursery: subprocess.Popen[str]) -> int:
    """Returns how the process ended."""
    assert nursery.stdout is not None
    return int(nursery.stdout.readline())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_soon(nursery: subprocess.Popen[str], number: signal.Signals) -> None:
    """Ctrl-C and the system's wish to end are obeyed at once, though a browser holds a line."""
    process, client = start_server(nursery)
    host, _, port = client.host.partition(":")
    with socket.create_connection((host, int(port))):
        started = time.monotonic()
        os.kill(process, number)
        assert wait_for_end(nursery) == 0
        assert time.monotonic() - started < 2


def test_a_kill_loses_nothing_that_was_answered(
    nursery: subprocess.Popen[str], memory: Path
) -> None:
    """Whenever the server is killed, the file is whole and holds at least what was told saved."""
    chance = random.Random(7)
    told, rest = 0, ["x" * 100] * 1_000
    for number in range(30):
        process, client = start_server(nursery)
        kept = Shelf(memory, ARTICLES).read("ferry")
        revision = kept.revision if kept else None
        timer = threading.Timer(chance.uniform(0, 0.02), os.kill, (process, signal.SIGKILL))
        try:
            for turn in itertools.count():
                if turn == number % 3:
                    timer.start()
                note = json.dumps([told + 1, *rest])
                status, answer = client.save(make_gold(note), revision)
                assert status == 200, answer
                told, revision = told + 1, answer["revision"]
        except (OSError, HTTPException):
            timer.join()
        assert wait_for_end(nursery) == signal.SIGKILL
        saved = memory / "ferry" / "gold.json"
        if told or saved.exists():
            found = json.loads(saved.read_bytes())
            last = json.loads(found["notes"])[0]
            assert last in {told, told + 1}
            told = last
    assert told >= 30, "too few were saved to tell"
    Shelf(memory, ARTICLES)
    assert list_files(memory / "ferry") == FILES, "what was half written is cleared away"
    assert list_errors(memory / "ferry") == []


STEPS = """
import json, os, resource, signal, sys
from pathlib import Path
from summarizer.reviewing import Shelf
root, articles, old, new = Path(sys.argv[1]), *map(json.loads, sys.argv[2:])
def die_at(step):
    left = [step]
    def trace(frame, event, _):
        if frame.f_code.co_name not in ("save", "_put", "write_whole", "_write_part"):
            return None
        if event == "line":
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace
    sys.settrace(trace)
def die_after(size):
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
def run(kind, die, at):
    shelf = Shelf(root / f"{kind}-{die.__name__}-{at}", articles)
    revision = None if kind == "first" else shelf.save("ferry", old, revision=None)
    child = os.fork()
    if not child:
        die(at)
        shelf.save("ferry", new, revision=revision)
        os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1])
for kind in ("first", "next"):
    step = 1
    while run(kind, die_at, step) == signal.SIGKILL:
        step += 1
    for size in (0, 1, 100, 300):
        assert run(kind, die_after, size) == signal.SIGXFSZ, (kind, size)
"""


def test_an_end_anywhere_leaves_the_old_or_the_new(memory: Path) -> None:
    """A process that ends at any line that writes, or in a file, leaves nothing in the way."""
    old, new = make_gold("old"), make_gold("new")
    given = [json.dumps(one) for one in (ARTICLES, old, new)]
    subprocess.run([sys.executable, "-c", STEPS, str(memory), *given], check=True)
    seen: dict[str, set[str]] = {"first": set(), "next": set()}
    for folder in memory.iterdir():
        kind, place = folder.name.partition("-")[0], folder / "ferry"
        if (place / "article.txt").exists():
            assert list_errors(place) == [], "lint takes what looks like a case for one"
        shelf = Shelf(folder, ARTICLES)
        kept = shelf.read("ferry")
        seen[kind].add(kept.document["notes"] if kept else "")
        assert list_files(place) == (FILES if kept else [])
        shelf.save("ferry", make_gold("last"), revision=kept.revision if kept else None)
        assert list_errors(place) == []
    assert seen == {"first": {"", "new"}, "next": {"old", "new"}}
    assert len(list(memory.iterdir())) > 40, "each line is one way to end"
