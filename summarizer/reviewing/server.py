"""A server for one page, on the loopback address, for one person.

Whoever may speak to it has read the token from the terminal. A page of another site cannot: its
`Origin`, its `Host` (a name that was made to lead here) and its want of the token give it away.
"""

from __future__ import annotations

import hmac
import json
import secrets
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import parse_qs

from summarizer.errors import ConfigError
from summarizer.reviewing.shelf import NotSavedError, Reason, Shelf

HOST = "127.0.0.1"
HEADER = "X-Review-Token"
"""Carries the token that stands in the page."""
SAVE = "/save"
MOST_BYTES = 32_000_000
"""Of one document: gold of the longest article that is read is some 10 MB."""
SLOW_S = 15.0
"""How long a client may take to say what it wants."""

_STATUSES: dict[Reason, HTTPStatus] = {
    "unknown": HTTPStatus.NOT_FOUND,
    "invalid": HTTPStatus.UNPROCESSABLE_ENTITY,
    "conflict": HTTPStatus.CONFLICT,
    "unwritable": HTTPStatus.INSUFFICIENT_STORAGE,
}
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_CLOSED = "default-src 'none'; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class View:
    """A page as it is sent.

    Attributes:
        html: the page.
        policy: its Content-Security-Policy.
    """

    html: str
    policy: str


class ReviewServer:
    """Serves a page and keeps what is saved in it, until it is closed.

    Args:
        make_view: called with the token that the page must send with what it saves, whenever the
            page is asked for.
        shelf: where things are saved.
        port: 0 for any that is free.

    Attributes:
        address: with the token; for the one who reviews, and nobody else.

    Raises:
        ConfigError: the port is taken.
    """

    def __init__(self, make_view: Callable[[str], View], shelf: Shelf, *, port: int = 0) -> None:
        try:
            self._server = _Server((HOST, port), _Handler)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or "no such port"
            raise ConfigError(
                f"port {port} cannot be used: {reason}; give another --port, or none"
            ) from None
        self._server.door = _Door(make_view, shelf, self._server.server_address[1])
        self._shelf = shelf
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )

    @property
    def address(self) -> str:
        """Where the page is, with the token that opens it."""
        door = self._server.door
        return f"{door.origin}/?token={door.token}"

    def __enter__(self) -> ReviewServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._shelf.settle()


def wait_for_signal() -> None:
    """Returns when somebody presses Ctrl-C or the system asks the process to end."""
    ended = threading.Event()

    def end(*_: object) -> None:
        ended.set()

    before = {one: signal.signal(one, end) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        while not ended.wait(3600):
            pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


# ---- one request ----


class _Door:
    """Who may come in."""

    def __init__(self, make_view: Callable[[str], View], shelf: Shelf, port: int) -> None:
        self.make_view = make_view
        self.shelf = shelf
        self.origin = f"http://{HOST}:{port}"
        self.token = secrets.token_urlsafe(32)
        self.page_token = secrets.token_urlsafe(32)
        self.cookie = f"review_{port}"
        self._hosts = {f"{name}:{port}" for name in (HOST, "localhost")}
        self._origins = {f"http://{name}" for name in self._hosts}

    def admit(self, headers: Any) -> None:
        """Refuses what was not made for this server, or not by its own page or a person."""
        hosts, origins = headers.get_all("Host", []), headers.get_all("Origin", [])
        is_ours = (
            len(hosts) == 1
            and hosts[0] in self._hosts
            and all(one in self._origins for one in origins)
            and headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}
        )
        if not is_ours:
            raise _StopError(HTTPStatus.FORBIDDEN, "this server answers its own page alone")

    def has_cookie(self, headers: Any) -> bool:
        """Tells whether a request has the token in its cookie."""
        try:
            found = SimpleCookie(headers.get("Cookie", "")).get(self.cookie)
        except CookieError:
            return False
        return found is not None and _is_same(found.value, self.token)


def _is_same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = False
    door: _Door

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing: a trace would tell what was asked."""


class _StopError(Exception):
    """The answer to a request that is refused."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


class _Handler(BaseHTTPRequestHandler):
    timeout = SLOW_S
    server_version = "summarizer"
    sys_version = ""

    @property
    def _door(self) -> _Door:
        return cast("_Server", self.server).door

    def do_GET(self) -> None:
        """Answers with the page, to who has the token."""
        self._answer(self._get)

    def do_POST(self) -> None:
        """Saves."""
        self._answer(self._post)

    def send_error(self, code: int, *_: object, **__: object) -> None:
        """Answers what the library itself refuses, such as another method."""
        status = HTTPStatus.METHOD_NOT_ALLOWED if code == HTTPStatus.NOT_IMPLEMENTED else code
        self._send_json(HTTPStatus(status), {"error": HTTPStatus(status).phrase})

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Says nothing: the first line of a request holds the token."""

    def _answer(self, act: Callable[[], None]) -> None:
        try:
            self._door.admit(self.headers)
            act()
        except _StopError as stop:
            self._send_json(stop.status, {"error": str(stop)})
        except NotSavedError as refused:
            self._send_json(_STATUSES[refused.reason], {"error": str(refused)})

    def _get(self) -> None:
        path, _, query = self.path.partition("?")
        if path != "/":
            raise _StopError(HTTPStatus.NOT_FOUND, "there is only one page here: /")
        given = parse_qs(query, keep_blank_values=True).get("token") if query else None
        if given is not None:
            if len(given) != 1 or not _is_same(given[0], self._door.token):
                raise _StopError(HTTPStatus.FORBIDDEN, "this token is of another review")
            kept = f"{self._door.cookie}={given[0]}; HttpOnly; SameSite=Strict; Path=/"
            self._send(HTTPStatus.SEE_OTHER, b"", {"Location": "/", "Set-Cookie": kept})
            return
        if not self._door.has_cookie(self.headers):
            raise _StopError(HTTPStatus.FORBIDDEN, "open the address that the terminal shows")
        view = self._door.make_view(self._door.page_token)
        policy = f"{view.policy}; frame-ancestors 'none'"
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy}
        self._send(HTTPStatus.OK, view.html.encode(), headers)

    def _post(self) -> None:
        if self.path != SAVE:
            raise _StopError(HTTPStatus.NOT_FOUND, "nothing is taken here")
        token = self.headers.get(HEADER, "")
        if not (self._door.has_cookie(self.headers) and _is_same(token, self._door.page_token)):
            raise _StopError(HTTPStatus.FORBIDDEN, "open the address that the terminal shows")
        if self.headers.get_content_type() != "application/json":
            raise _StopError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "application/json is taken here")
        sent = _parse(self._read_body())
        revision = self._door.shelf.save(sent["id"], sent["gold"], revision=sent.get("revision"))
        self._send_json(HTTPStatus.OK, {"revision": revision})

    def _read_body(self) -> bytes:
        lengths = self.headers.get_all("Content-Length", [])
        if self.headers.get("Transfer-Encoding") or len(lengths) != 1:
            raise _StopError(HTTPStatus.LENGTH_REQUIRED, "send the length, and the whole at once")
        if not (lengths[0].isascii() and lengths[0].isdigit()):
            raise _StopError(HTTPStatus.BAD_REQUEST, "the length is no number")
        length = int(lengths[0])
        if length > MOST_BYTES:
            raise _StopError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"over {MOST_BYTES:,} bytes")
        try:
            body = self.rfile.read(length)
        except TimeoutError:
            raise _StopError(HTTPStatus.REQUEST_TIMEOUT, "the rest did not come") from None
        if len(body) < length:
            raise _StopError(HTTPStatus.BAD_REQUEST, "the rest did not come")
        return body

    def _send_json(self, status: HTTPStatus, values: dict[str, Any]) -> None:
        self._send(status, json.dumps(values).encode(), {"Content-Type": "application/json"})

    def _send(self, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
        self.close_connection = True
        self.send_response(status)
        for name, value in {
            "Content-Security-Policy": _CLOSED,
            **_HEADERS,
            **headers,
            "Content-Length": str(len(body)),
            "Connection": "close",
        }.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _parse(body: bytes) -> dict[str, Any]:
    try:
        value: object = json.loads(body)
    except (ValueError, RecursionError):
        raise _StopError(HTTPStatus.BAD_REQUEST, "this is no JSON") from None
    sent = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    revision = sent.get("revision")
    if not (
        isinstance(sent.get("id"), str)
        and isinstance(sent.get("gold"), dict)
        and (revision is None or isinstance(revision, str))
    ):
        raise _StopError(HTTPStatus.BAD_REQUEST, "id, gold and revision are expected")
    return sent
