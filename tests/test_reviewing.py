"""The review server answers its own page alone, whatever else speaks to it."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from summarizer import ConfigError
from summarizer.reviewing import ReviewServer, Shelf, View
from summarizer.reviewing.answering import MOST_LINES
from summarizer.reviewing.server import HEADER, MOST_BYTES
from tests.reviewing_pieces import ARTICLES, Client, make_gold, make_view


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of gold; nothing that is tested here comes into it."""
    return tmp_path_factory.mktemp("gold")


@pytest.fixture(scope="module")
def client(gold: Path) -> Iterator[Client]:
    """Yields a client that has opened the page."""
    with ReviewServer(make_view, Shelf(gold, ARTICLES)) as server:
        yield Client(server.address)


def open_line(client: Client) -> socket.socket:
    """Returns a line to the server."""
    host, _, port = client.host.partition(":")
    return socket.create_connection((host, int(port)), timeout=10)


def hear(line: socket.socket) -> bytes:
    """Returns all that comes until the server ends the line."""
    heard = b""
    while True:
        try:
            more = line.recv(65_536)
        except ConnectionResetError:
            return heard
        if not more:
            return heard
        heard += more


# ---- who may come in ----


def test_the_token_opens_the_page_once_and_leaves_the_address(client: Client) -> None:
    """The address of the terminal sets a cookie and leads to a page whose address has no token."""
    answer = client.ask(f"/?token={client.token}", Cookie=None)
    assert answer.status == 303
    assert client.token not in client.page
    assert {"HttpOnly", "SameSite=Strict"} < set(client.traits)
    assert client.ask(client.page).status == 200


def test_the_cookie_is_kept_from_other_servers_of_this_machine(client: Client) -> None:
    """A browser sends cookies to every port; this one belongs to a folder nobody else can name."""
    assert f"Path={client.page}" in client.traits
    assert len(client.page) > 20
    assert client.ask("/").status == 403


def test_cookies_of_other_servers_do_no_harm(client: Client) -> None:
    """A cookie that is none by the book, from another port, keeps nobody out."""
    answer = client.ask(client.page, Cookie=f'x={{"a": [1, 2]}}; ; y; {client.cookie}')
    assert answer.status == 200


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("PAGE", {"Cookie": None}),
        ("PAGE", {"Cookie": "review_1=x; other=y"}),
        ("PAGE", {"Cookie": "COOKIE; COOKIE"}),
        ("PAGE", {"Cookie": "COOKIEx"}),
        ("/", {}),
        ("/?token=wrong", {}),
        ("/?token=", {}),
        ("/?token=TOKEN&token=TOKEN", {}),
        ("PAGE", {"Host": "news.example"}),
        ("PAGE", {"Host": "127.0.0.1"}),
        ("PAGE", {"Host": "127.0.0.1:1"}),
        ("PAGE", {"Origin": "http://news.example"}),
        ("PAGE", {"Origin": "null"}),
        ("PAGE", {"Sec_Fetch_Site": "cross-site"}),
        ("PAGE", {"Sec_Fetch_Site": "same-site"}),
    ],
)
def test_others_are_refused(client: Client, path: str, headers: dict[str, str | None]) -> None:
    """Without the token, under another name or from another site nobody gets the page."""
    path = path.replace("PAGE", client.page).replace("TOKEN", client.token)
    if given_cookie := headers.get("Cookie"):
        headers = {"Cookie": given_cookie.replace("COOKIE", client.cookie)}
    answer = client.ask(path, **headers)
    assert answer.status == 403
    assert b"<title>" not in answer.body


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


def test_no_path_leads_to_a_file(tmp_path: Path) -> None:
    """Whatever is asked for, with every token, there is one page and nothing else."""
    with ReviewServer(make_view, Shelf(tmp_path, ARTICLES)) as server:
        client = Client(server.address)
        client.save(make_gold())

        @given(
            st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=60)
        )
        @example("/../gold/ferry/gold.json")
        @example("/..%2f..%2fetc/passwd")
        @example("/%2e%2e/%2e%2e/etc/passwd")
        @example("//etc/passwd")
        @example("/\\..\\gold")
        @example("/ferry/article.txt")
        @example("/%00")
        @example("http://127.0.0.1/")
        @example(f"{client.page}../etc/passwd")
        @example(f"{client.page}ferry/gold.json")
        @example(client.save_path)
        @example("*")
        def check(path: str) -> None:
            with open_line(client) as line:
                head = f"GET {path} HTTP/1.1\r\nHost: {client.host}\r\nCookie: {client.cookie}"
                line.sendall(f"{head}\r\n\r\n".encode())
                status = hear(line).split(b" ", 2)[1]
            assert status in {b"404", b"403"}

        check()


# ---- what is taken ----


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    """The page is got, and gold is posted."""
    answer = client.ask(client.page, method)
    assert (answer.status, answer.headers.get("Allow")) == (405, "GET, POST")


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (415, {"Content_Type": "text/plain"}, "{}"),
        (413, {"Content_Length": str(MOST_BYTES + 1)}, ""),
        (413, {"Content_Length": "9" * 9_000}, ""),
        (400, {"Content_Length": "-1"}, ""),
        (400, {"Content_Length": "1e3"}, ""),
        (400, {"Content_Length": "²"}, ""),
        (411, {"Transfer_Encoding": "chunked", "Content_Length": "2"}, "{}"),
        (400, {}, "no json"),
        (400, {}, "[1]"),
        (400, {}, '{"id": 1}'),
        (400, {}, "[" * 100_000),
    ],
    ids=lambda one: str(one)[:30],
)
def test_what_is_no_gold_is_refused(
    client: Client, gold: Path, status: int, headers: dict[str, str], body: str
) -> None:
    """A body of another kind, size or form is refused before anything is done with it."""
    answer = client.ask(client.save_path, "POST", body, **headers)
    assert answer.status == status
    assert "error" in json.loads(answer.body)
    assert not (gold / "ferry").exists()


@pytest.mark.parametrize(("status", "token"), [(413, None), (403, "wrong")])
def test_who_sends_too_much_hears_why(client: Client, status: int, token: str | None) -> None:
    """The answer arrives although the body was not read."""
    headers = {} if token is None else {HEADER: token}
    answer = client.ask(client.save_path, "POST", b" " * (MOST_BYTES + 1), **headers)
    assert answer.status == status
    assert "error" in json.loads(answer.body)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"\x00\xff\r\n\r\n", 400),
        (b"GET\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\n\r\n", 505),
        (b"GET /" + b"a" * 70_000, 414),
        (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\nA: " + b"a" * 70_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\n\r\n", 403),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 403),
    ],
    ids=lambda one: str(one)[:20],
)
def test_ill_requests_end_and_others_go_on(client: Client, sent: bytes, status: int) -> None:
    """Nonsense on the line is refused; the next line is answered."""
    # Who speaks no version of HTTP hears the words alone.
    told = f"{HTTPStatus(status).phrase}\n".encode()
    with open_line(client) as line:
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        heard = hear(line)
    assert heard.startswith((f"HTTP/1.0 {status} ".encode(), told))
    assert client.ask(client.page).status == 200


@pytest.mark.parametrize("part", ["head", "body"])
def test_slow_clients_are_not_waited_for(gold: Path, part: str) -> None:
    """A byte now and then does not keep a line open; nothing is saved of what came."""
    with ReviewServer(make_view, Shelf(gold, ARTICLES), slow_s=0.3) as server:
        client = Client(server.address)
        head = (
            f"POST {client.save_path} HTTP/1.1\r\nHost: {client.host}\r\n"
            f"Cookie: {client.cookie}\r\n{HEADER}: {client.page_token}\r\n"
            "Content-Type: application/json\r\nContent-Length: 5000\r\n"
        )
        with open_line(client) as line:
            line.sendall((head + ("" if part == "head" else "\r\n")).encode())
            line.settimeout(0.05)
            heard = b""
            for _ in range(100):
                with suppress(TimeoutError):
                    heard = line.recv(100)
                    break
                line.send(b"a")
        assert heard.startswith(b"HTTP/1.0 408")
    assert not (gold / "ferry").exists()


def test_many_lines_are_too_many(client: Client) -> None:
    """Who opens line after line gets no more of them, until he lets them go."""
    lines = [open_line(client) for _ in range(MOST_LINES + 1)]
    assert hear(lines[-1]) == b""
    for line in lines:
        line.close()
    for _ in range(100):
        with suppress(ConnectionError):
            assert client.ask(client.page).status == 200
            return
        time.sleep(0.05)
    pytest.fail("the lines were not given back")


# ---- what is answered ----


def test_answers_keep_browsers_strict(client: Client) -> None:
    """Nothing is cached, framed or guessed, and the policy of the page is sent with it."""
    answer = client.ask(client.page)
    assert answer.headers.get("Cache-Control") == "no-store"
    assert answer.headers.get("X-Frame-Options") == "DENY"
    assert answer.headers.get("X-Content-Type-Options") == "nosniff"
    assert answer.headers.get("Referrer-Policy") == "no-referrer"
    assert answer.headers.get("Cross-Origin-Opener-Policy") == "same-origin"
    assert answer.headers.get("Cross-Origin-Resource-Policy") == "same-origin"
    policy = answer.headers.get("Content-Security-Policy")
    assert policy == "default-src 'none'; frame-ancestors 'none'"
    assert answer.headers.get("Server") == "summarizer"


@pytest.mark.parametrize(
    ("error", "told"),
    [(ConfigError("give fewer"), b"give fewer\n"), (ValueError("A ferry"), b"this failed")],
)
def test_a_page_that_cannot_be_made_is_told(gold: Path, error: Exception, told: bytes) -> None:
    """What goes wrong is answered, without words that may be the article's."""

    def fail(_: str) -> View:
        raise error

    with ReviewServer(fail, Shelf(gold, ARTICLES)) as server:
        client = Client(server.address)
        answer = client.ask(client.page)
        words = answer.body
    assert answer.status == 500
    assert words.startswith(told)
    assert b"A ferry" not in words


def test_nothing_is_logged(client: Client, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither what is asked nor what is refused leaves a line anywhere."""
    client.ask(f"/?token={client.token}")
    client.ask("/ferry")
    client.save(make_gold(format="gold/2"))
    assert capfd.readouterr() == ("", "")


def test_it_is_bound_to_this_machine(client: Client) -> None:
    """The port is open on the loopback address alone."""
    _, _, port = client.host.partition(":")
    with socket.socket() as other:
        other.bind(("127.0.0.2", int(port)))


def test_a_taken_port_is_named(client: Client, tmp_path: Path) -> None:
    """A port that is in use is an error that says what to do."""
    port = int(client.host.rpartition(":")[2])
    with pytest.raises(ConfigError, match=f"port {port} cannot be used.*--port"):
        ReviewServer(make_view, Shelf(tmp_path / "other", {}), port=port)


def test_a_port_can_be_used_again_at_once(gold: Path) -> None:
    """Who ends a review and starts it anew gets the same port, and new tokens."""
    shelf = Shelf(gold, ARTICLES)
    with ReviewServer(make_view, shelf) as server:
        before = Client(server.address)
    port = int(before.host.rpartition(":")[2])
    with ReviewServer(make_view, shelf, port=port) as server:
        assert Client(server.address).host == before.host
        assert before.save(make_gold())[0] in {403, 404}
