"""The review server answers its own page alone, and what it says is saved is on the disk."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect

from summarizer import ConfigError, summarize
from summarizer.foldernames import MOST_CHARS, make_folder_name, name_folders
from summarizer.reviewing import NotSavedError, ReviewServer, Shelf, View
from summarizer.reviewing.server import HEADER, MOST_BYTES
from summarizer_schemas.article import Article, hash_text
from tests.desk import Desk

pytest_plugins = ["tests.desk"]

TEXT = "Ferry sinks 🚢\r\n\r\nA ferry sank off Norburg on Monday, killing nine people.\n"
PROGRAM = str(Path(sys.executable).parent / "summarizer")
PAGE = View("<!doctype html><title>page</title>", "default-src 'none'")


def make_gold(note: str = "", **changes: Any) -> dict[str, Any]:
    """Returns gold of the ferry."""
    quote = "A ferry sank off Norburg"
    at = TEXT.index(quote)
    point = {
        "id": "k1",
        "text": "A ferry sank.",
        "evidence": [{"quote": quote, "start": at, "end": at + len(quote)}],
    }
    return {
        "format": "gold/1",
        "id": "ferry",
        "annotator": "a1",
        "article": {"language": "en", "chars": len(TEXT), "sha256": hash_text(TEXT)},
        "key_points": [point],
        "notes": note,
        **changes,
    }


class Client:
    """Speaks to a server as its page does, or otherwise."""

    def __init__(self, server: ReviewServer) -> None:
        origin, _, token = server.address.partition("/?token=")
        self.host = origin.removeprefix("http://")
        self.token = token
        self.tokens: list[str] = []
        self.cookie = f"review_{self.host.rpartition(':')[2]}={token}"

    def ask(
        self, path: str, method: str = "GET", body: Any = None, /, **headers: str | None
    ) -> http.client.HTTPResponse:
        """Returns the answer; a header given as None is left out."""
        connection = http.client.HTTPConnection(self.host, timeout=10)
        values: dict[str, str | None] = {"Cookie": self.cookie}
        if body is not None:
            values |= {"Content-Type": "application/json", HEADER: self.tokens[-1]}
        values |= {name.replace("_", "-"): value for name, value in headers.items()}
        sent = json.dumps(body) if isinstance(body, dict) else body
        connection.request(
            method, path, sent, {name: one for name, one in values.items() if one is not None}
        )
        return connection.getresponse()

    def save(self, gold: Any, revision: str | None = None, **headers: str | None) -> Any:
        """Saves gold; returns the status and what was answered."""
        body = {"id": "ferry", "gold": gold, "revision": revision}
        answer = self.ask("/save", "POST", body, **headers)
        return answer.status, json.loads(answer.read())


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """The folder of gold."""
    return tmp_path / "gold"


@pytest.fixture
def client(gold: Path) -> Iterator[Client]:
    """Yields a client that has opened the page."""
    tokens: list[str] = []

    def make_view(token: str) -> View:
        tokens.append(token)
        return PAGE

    with ReviewServer(make_view, Shelf(gold, {"ferry": TEXT})) as server:
        one = Client(server)
        one.tokens = tokens
        assert one.ask("/").status == 200
        yield one


# ---- who may come in ----


def test_the_token_opens_the_page_once_and_leaves_the_address(client: Client) -> None:
    """The address of the terminal sets a cookie for this page alone and leads to one without it."""
    answer = client.ask(f"/?token={client.token}", Cookie=None)
    assert (answer.status, answer.getheader("Location")) == (303, "/")
    cookie = answer.getheader("Set-Cookie") or ""
    assert cookie.startswith(client.cookie)
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", {"Cookie": None}),
        ("/", {"Cookie": "review_1=x; other=y"}),
        ("/?token=wrong", {}),
        ("/?token=", {}),
        ("/?token=a&token=b", {}),
        ("/", {"Host": "news.example"}),
        ("/", {"Host": "127.0.0.1"}),
        ("/", {"Host": "127.0.0.1:1"}),
        ("/", {"Origin": "http://news.example"}),
        ("/", {"Origin": "null"}),
        ("/", {"Sec_Fetch_Site": "cross-site"}),
        ("/", {"Sec_Fetch_Site": "same-site"}),
    ],
)
def test_others_are_refused(client: Client, path: str, headers: dict[str, str | None]) -> None:
    """Without the token, under another name or from another site nobody gets the page."""
    answer = client.ask(path, **headers)
    assert answer.status == 403
    assert b"<title>" not in answer.read()


@pytest.mark.parametrize(
    "headers",
    [
        {HEADER: None},
        {HEADER: "wrong"},
        {"Cookie": None},
        {"Origin": "http://news.example"},
        {"Host": "news.example"},
        {"Sec_Fetch_Site": "cross-site"},
    ],
    ids=str,
)
def test_nobody_else_saves(client: Client, gold: Path, headers: dict[str, str | None]) -> None:
    """Saving needs the cookie, the token of the page, and its origin."""
    status, _ = client.save(make_gold(), **headers)
    assert status == 403
    assert not (gold / "ferry").exists()


@pytest.mark.parametrize(
    "path",
    [
        "/../etc/passwd", "/..%2f..%2fetc/passwd", "/%2e%2e/", "//etc/passwd", "/\\..\\x", "*",
        "/gold.json", "/ferry/gold.json", "/save", "/%00", "/index.html",
    ],
)  # fmt: skip
def test_there_is_one_page(client: Client, path: str) -> None:
    """No path leads to a file."""
    assert client.ask(path).status == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    """The page is got, and gold is posted."""
    assert client.ask("/", method).status == 405


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (415, {"Content_Type": "text/plain"}, "{}"),
        (413, {"Content_Length": str(MOST_BYTES + 1)}, ""),
        (400, {"Content_Length": "-1"}, ""),
        (400, {"Content_Length": "1e3"}, ""),
        (411, {"Transfer_Encoding": "chunked", "Content_Length": "2"}, "{}"),
        (400, {}, "no json"),
        (400, {}, "[1]"),
        (400, {}, '{"id": 1}'),
        (400, {}, "[" * 100_000),
    ],
)
def test_what_is_no_gold_is_refused(
    client: Client, gold: Path, status: int, headers: dict[str, str], body: str
) -> None:
    """A body of another kind, size or form is refused before anything is done with it."""
    answer = client.ask("/save", "POST", body, **headers)
    assert answer.status == status
    assert "error" in json.loads(answer.read())
    assert not (gold / "ferry").exists()


def test_ill_requests_end_and_others_go_on(client: Client) -> None:
    """Nonsense on the line ends that line; the next one is answered."""
    host, _, port = client.host.partition(":")
    for sent in (b"\x00\xff\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"A: " * 70_000):
        with socket.create_connection((host, int(port)), timeout=10) as line, suppress(OSError):
            line.sendall(sent)
            line.shutdown(socket.SHUT_WR)
            while line.recv(65_536):
                pass
    assert client.ask("/").status == 200


def test_answers_keep_browsers_strict(client: Client) -> None:
    """Nothing is cached, framed or guessed, and the policy of the page is sent with it."""
    answer = client.ask("/")
    assert answer.getheader("Cache-Control") == "no-store"
    assert answer.getheader("X-Frame-Options") == "DENY"
    assert answer.getheader("X-Content-Type-Options") == "nosniff"
    policy = answer.getheader("Content-Security-Policy")
    assert policy == "default-src 'none'; frame-ancestors 'none'"
    assert "Python" not in (answer.getheader("Server") or "")


def test_it_is_bound_to_this_machine(client: Client) -> None:
    """The port is open on the loopback address alone."""
    _, _, port = client.host.partition(":")
    with socket.socket() as other:
        other.bind(("127.0.0.2", int(port)))


def test_a_taken_port_is_named(client: Client, tmp_path: Path) -> None:
    """A port that is in use is an error that says what to do."""
    port = int(client.host.rpartition(":")[2])
    with pytest.raises(ConfigError, match=f"port {port} cannot be used.*--port"):
        ReviewServer(lambda _: PAGE, Shelf(tmp_path / "other", {}), port=port)


# ---- what is saved ----


def test_gold_and_article_stand_side_by_side(client: Client, gold: Path) -> None:
    """What was saved is what was sent; the article is byte for byte the article."""
    status, told = client.save(make_gold("first"))
    assert status == 200
    assert json.loads((gold / "ferry" / "gold.json").read_bytes()) == make_gold("first")
    assert (gold / "ferry" / "article.txt").read_bytes() == TEXT.encode()
    status, _ = client.save(make_gold("second"), told["revision"])
    assert status == 200
    assert b"second" in (gold / "ferry" / "gold.json").read_bytes()
    names = sorted(one.name for one in (gold / "ferry").iterdir())
    assert names == ["article.txt", "gold.json"]


def test_two_windows_do_not_write_over_each_other(client: Client, gold: Path) -> None:
    """Who saves from a page that is out of date is told, and what is there stays."""
    _, first = client.save(make_gold("first"))
    client.save(make_gold("second"), first["revision"])
    for stale in (first["revision"], None):
        status, told = client.save(make_gold("third"), stale)
        assert status == 409
        assert "reload" in told["error"]
    assert b"second" in (gold / "ferry" / "gold.json").read_bytes()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"id": "../ferry"}, "id"),
        ({"id": "other"}, "id"),
        ({"format": "gold/2"}, "format"),
        ({"article": {"sha256": "0" * 64}}, "sha256"),
        ({"article": None}, "sha256"),
        ({"notes": [{"quote": "A ferry", "start": 0, "end": 7}]}, "notes[0]"),
        ({"traps": [{"quote": "A ferry", "start": 1.5, "end": None}]}, "traps[0]"),
        ({"notes": "\ud800"}, "half a character"),
    ],
    ids=str,
)  # fmt: skip
def test_gold_of_something_else_is_refused(
    client: Client, gold: Path, changes: dict[str, Any], problem: str
) -> None:
    """Gold is of this article, with quotes where they stand; the message has no words of it."""
    status, told = client.save(make_gold(**changes))
    assert status == 422
    assert problem in told["error"]
    assert "ferry sank" not in told["error"]
    assert not (gold / "ferry").exists()


def test_an_article_that_is_not_reviewed_is_not_saved(client: Client) -> None:
    """An id that is no folder of this review leads nowhere."""
    for name in ("other", "../../x", "/etc", "ferry/../x", ""):
        body = {"id": name, "gold": make_gold(id=name), "revision": None}
        assert client.ask("/save", "POST", body).status == 404


def test_what_somebody_else_wrote_stays(gold: Path) -> None:
    """Another annotator's gold is left alone; one's own stands beside it, and is read again."""
    place = gold / "ferry"
    place.mkdir(parents=True)
    theirs = json.dumps(make_gold("theirs", annotator="zz"))
    (place / "gold.json").write_text(theirs)
    shelf = Shelf(gold, {"ferry": TEXT}, annotator="a1")
    assert shelf.read("ferry") is None
    revision = shelf.save("ferry", make_gold("mine"), revision=None)
    assert (place / "gold.json").read_text() == theirs
    assert json.loads((place / "gold.a1.json").read_text())["notes"] == "mine"
    kept = Shelf(gold, {"ferry": TEXT}, annotator="a1").read("ferry")
    assert kept is not None
    assert (kept.document["notes"], kept.revision) == ("mine", revision)


def test_another_article_in_the_folder_stays(gold: Path) -> None:
    """A folder that holds another text is not touched."""
    (gold / "ferry").mkdir(parents=True)
    (gold / "ferry" / "article.txt").write_text("Another ferry.")
    with pytest.raises(NotSavedError, match="another text"):
        Shelf(gold, {"ferry": TEXT}).save("ferry", make_gold(), revision=None)
    assert (gold / "ferry" / "article.txt").read_text() == "Another ferry."


@pytest.mark.parametrize("link", ["ferry", "ferry/gold.json", "ferry/article.txt"])
def test_links_are_not_followed(gold: Path, tmp_path: Path, link: str) -> None:
    """A link that was planted in the folder leads nothing out of it."""
    secret = tmp_path / "secret"
    if link == "ferry":
        secret.mkdir()
    else:
        secret.write_text(json.dumps(make_gold("secret")))
    (gold / link).parent.mkdir(parents=True)
    (gold / link).symlink_to(secret)
    before = secret.read_text() if secret.is_file() else ""
    with pytest.raises(NotSavedError):
        Shelf(gold, {"ferry": TEXT}).save("ferry", make_gold(), revision=None)
    assert (secret.read_text() if secret.is_file() else list(secret.iterdir()) or "") == before


SAVER = """
import json, sys
from pathlib import Path
from summarizer.reviewing import Shelf
gold, text = Path(sys.argv[1]), sys.stdin.buffer.readline().decode()
text, document = json.loads(text)
shelf = Shelf(gold, {"ferry": text})
kept = shelf.read("ferry")
revision = kept.revision if kept else None
at = json.loads(kept.document["notes"])[0] if kept else 0
print("ready", flush=True)
while True:
    at += 1
    document["notes"] = json.dumps([at] + ["x" * 100] * 3_000)
    revision = shelf.save("ferry", document, revision=revision)
    print(at, flush=True)
"""


def test_a_kill_in_the_middle_of_saving_loses_nothing(gold: Path) -> None:
    """Whenever the process is killed, the file is whole and holds at least what was told saved."""
    given = (json.dumps([TEXT, make_gold()]) + "\n").encode()
    for turn in range(8):
        command = [sys.executable, "-c", SAVER, str(gold)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(given)
            told = [process.stdout.readline() for _ in range(3 + turn)]
            os.kill(process.pid, signal.SIGKILL)
            told += process.stdout.readlines()
        last = int([one for one in told if one.endswith(b"\n")][-1])
        saved = json.loads((gold / "ferry" / "gold.json").read_bytes())
        assert json.loads(saved["notes"])[0] in (last, last + 1)
    Shelf(gold, {"ferry": TEXT})
    names = sorted(one.name for one in (gold / "ferry").iterdir())
    assert names == ["article.txt", "gold.json"], "what was half written is cleared away"


# ---- names ----


@given(st.lists(st.text(min_size=1, max_size=120), max_size=12))
def test_folders_are_safe_and_apart(ids: list[str]) -> None:
    """Every id has a folder that any file system can hold, and no two share one."""
    names = name_folders(ids)
    assert len({one.casefold() for one in names}) == len(ids)
    for name in names:
        assert len(name) <= MOST_CHARS
        assert name[0].isalnum()
        assert set(name) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")
        assert not name.endswith(".")
    assert name_folders(ids) == names


@pytest.mark.parametrize(
    "name", ["..", ".", "CON", "nul.txt", "a/b", "a\\b", "-x", "x.", "é", "a b"]
)
def test_what_no_folder_can_be_called_is_renamed(name: str) -> None:
    """Names that lead elsewhere, or that a system keeps for itself, get a hash."""
    assert make_folder_name(name) != name


# ---- the whole way ----


@contextmanager
def run_review(folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Runs the command on the ferry; yields the address that it shows."""
    (folder / "ferry.txt").write_bytes(TEXT.encode())
    result = summarize(Article(text=TEXT, id="ferry", published=date(2026, 3, 10)))
    (folder / "results.jsonl").write_text(result.to_json() + "\n", encoding="utf-8")
    command = [PROGRAM, "review", "results.jsonl", "--articles", "ferry.txt", "--no-open"]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip(), process
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in told


def lint(folder: Path) -> None:
    """Checks that what was saved is gold."""
    command = [PROGRAM, "eval", "lint", str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout


def test_an_editor_corrects_and_finds_it_again(desk: Desk, tmp_path: Path) -> None:
    """The command serves the page; what is saved in it passes lint, and is there on reload."""
    with run_review(tmp_path) as (address, _):
        page = desk.visit(address)
        assert "token" not in page.url
        page.locator("#accept-rest").click()
        page.locator("#keep").click()
        expect(page.locator("#kept")).to_have_text("Saved in ferry.")
        page.locator("[data-act=Edit]").first.click()
        page.locator("form.edit [data-field=text]").fill("A ferry sank off Norburg.")
        page.locator("form.edit button[type=submit]").click()
        page.locator("#keep").click()
        expect(page.locator("#kept")).to_have_text("Saved in ferry.")
        page.reload()
        first = page.locator("article.card.point").first
        expect(first).to_contain_text("A ferry sank off Norburg.")
        expect(page.locator(".verdict")).to_contain_text("judged.")
        own = address.partition("?")[0]
        assert {one.partition("?")[0] for one in desk.asked} == {own, f"{own}save"}
        desk.asked.clear()
    lint(tmp_path / "gold")


def test_gold_that_a_person_wrote_keeps_what_the_page_does_not_show(
    desk: Desk, tmp_path: Path
) -> None:
    """Traps, other wordings and notes of gold that was there survive a correction in the page."""
    rich = make_gold(
        "by hand",
        traps=[{"id": "t1", "rule": "Nobody says why.", "scope": "all"}],
        tags={"topic": "accident"},
    )
    rich["key_points"][0] |= {"accept": ["A ship sank."], "weight": 3, "supported_by_body": True}
    place = tmp_path / "gold" / "ferry"
    place.mkdir(parents=True)
    (place / "gold.json").write_text(json.dumps(rich), encoding="utf-8")
    with run_review(tmp_path) as (address, _):
        page = desk.visit(address)
        page.locator("article.card.point [data-act=Edit]").first.click()
        page.locator("form.edit [data-field=text]").fill("A ferry sank off Norburg.")
        page.locator("form.edit button[type=submit]").click()
        page.locator("#keep").click()
        expect(page.locator("#kept")).to_have_text("Saved in ferry.")
        desk.asked.clear()
    saved = json.loads((place / "gold.json").read_text(encoding="utf-8"))
    assert saved["traps"] == rich["traps"]
    assert saved["tags"] == rich["tags"]
    assert saved["notes"] == "by hand"
    assert saved["key_points"][0] == rich["key_points"][0] | {"text": "A ferry sank off Norburg."}
    lint(tmp_path / "gold")
