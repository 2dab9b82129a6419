"""One request after another: what is asked for, and what is answered.

Nothing is logged: the first line of a request may hold the token, its body holds the article.
"""

from __future__ import annotations

import contextlib
import json
import socket
import socketserver
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from os import name as system
from typing import Any, TypeVar, cast
from urllib.parse import parse_qs

from summarizer.errors import SummarizerError
from summarizer.reviewing.door import Door, RefusedError
from summarizer.reviewing.shelf import NotSavedError, Reason, Shelf

SAVE = "save"
"""Where the page sends what it saves, seen from the page."""
MOST_BYTES = 32_000_000
"""Of one document: gold of the longest article that is read is some 10 MB."""
MOST_LINES = 64
"""That are open at once; a browser opens six."""

_T = TypeVar("_T")

_STATUSES: dict[Reason, HTTPStatus] = {
    "unknown": HTTPStatus.NOT_FOUND,
    "invalid": HTTPStatus.UNPROCESSABLE_ENTITY,
    "conflict": HTTPStatus.CONFLICT,
    "full": HTTPStatus.INSUFFICIENT_STORAGE,
    "unwritable": HTTPStatus.INTERNAL_SERVER_ERROR,
}
_HEADERS = {
    "Allow": "GET, POST",
    "Cache-Control": "no-store",
    "Connection": "close",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True, slots=True)
class View:
    """A page as it is sent.

    Attributes:
        html: the page.
        policy: its Content-Security-Policy.
    """

    html: str
    policy: str


class Listener(ThreadingHTTPServer):
    """The port, and a thread for each line that is open on it.

    Args:
        address: host and port.
        make_view: makes the page, given the token that it must send with what it saves.
        shelf: where things are saved.
        slow_s: how long a client may take to say what it wants, in seconds.

    Attributes:
        saving: held from before something is saved until its answer is sent.
        is_closing: whether nothing is saved any more; changes while `saving` is held.
    """

    daemon_threads = True
    block_on_close = False
    request_queue_size = MOST_LINES
    # Else a port could not be used again for a minute; on Windows it would be shared instead.
    allow_reuse_address = system != "nt"

    def __init__(
        self,
        address: tuple[str, int],
        make_view: Callable[[str], View],
        shelf: Shelf,
        *,
        slow_s: float,
    ) -> None:
        self.make_view, self.shelf, self.slow_s = make_view, shelf, slow_s
        self.saving, self.is_closing = threading.Lock(), False
        self._lines = threading.BoundedSemaphore(MOST_LINES)
        self._deadlines: dict[socket.socket, float] = {}
        super().__init__(address, _Handler)
        self.door = Door(self.server_address[1])

    def server_bind(self) -> None:
        """Takes the port, without asking a name server what the host is called."""
        socketserver.TCPServer.server_bind(self)

    def verify_request(
        self,
        request: Any,  # noqa: ARG002 - the library's signature
        client_address: Any,  # noqa: ARG002 - the same
    ) -> bool:
        """Tells whether one more line may be opened."""
        return self._lines.acquire(blocking=False)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answers on one line, and gives its place back."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._lines.release()

    def expect(self, line: socket.socket) -> None:
        """Starts the time that a client has."""
        self._deadlines[line] = time.monotonic() + self.slow_s

    def expect_no_more(self, line: socket.socket) -> None:
        """Stops it: all has been said."""
        self._deadlines.pop(line, None)

    def service_actions(self) -> None:
        """Ends lines whose time is over; a byte now and then would keep them open for ever."""
        now = time.monotonic()
        for line, until in self._deadlines.copy().items():
            if now > until:
                self.expect_no_more(line)
                with contextlib.suppress(OSError):  # it has just been closed
                    line.shutdown(socket.SHUT_RD)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing: a trace would tell what was asked."""


class _Handler(BaseHTTPRequestHandler):
    has_read_all = False

    @property
    def _listener(self) -> Listener:
        return cast("Listener", self.server)

    def setup(self) -> None:
        super().setup()
        self.connection.settimeout(self._listener.slow_s)
        self._listener.expect(self.connection)

    def finish(self) -> None:
        self._listener.expect_no_more(self.connection)
        super().finish()

    def do_GET(self) -> None:
        """Answers with the page, to who has the token."""
        self._answer(self._get)

    def do_POST(self) -> None:
        """Saves."""
        self._answer(self._post)

    def version_string(self) -> str:
        """Returns what the server says of itself."""
        return "summarizer"

    def send_error(self, code: int, *_: object, **__: object) -> None:
        """Answers what the library itself refuses, such as another method."""
        status = HTTPStatus.METHOD_NOT_ALLOWED if code == HTTPStatus.NOT_IMPLEMENTED else code
        self._refuse(HTTPStatus(status), HTTPStatus(status).phrase)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Says nothing."""

    def _answer(self, act: Callable[[], None]) -> None:
        try:
            self._listener.door.admit(self.headers)
            act()
        except RefusedError as refused:
            self._refuse(refused.status, str(refused))

    def _get(self) -> None:
        door = self._listener.door
        path, _, query = self.path.partition("?")
        if path == "/":
            token = ",".join(parse_qs(query).get("token", ()))
            self._send(
                HTTPStatus.SEE_OTHER,
                b"",
                {"Set-Cookie": door.make_cookie(token), "Location": door.path},
            )
            return
        if path != door.path:
            raise RefusedError(HTTPStatus.NOT_FOUND, "there is nothing here")
        door.check_cookie(self.headers)
        view = _attempt(lambda: self._listener.make_view(door.page_token))
        headers = {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": f"{view.policy}; frame-ancestors 'none'",
        }
        self._send(HTTPStatus.OK, view.html.encode(), headers)

    def _post(self) -> None:
        if self.path != f"{self._listener.door.path}{SAVE}":
            raise RefusedError(HTTPStatus.NOT_FOUND, "nothing is taken here")
        self._listener.door.check_page(self.headers)
        if self.headers.get_content_type() != "application/json":
            raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "application/json is taken here")
        sent = _parse(self._read_body())
        with self._listener.saving:
            if self._listener.is_closing:
                raise RefusedError(HTTPStatus.SERVICE_UNAVAILABLE, "the review has been ended")
            made = _attempt(
                lambda: self._listener.shelf.save(
                    sent["id"], sent["gold"], revision=sent.get("revision")
                )
            )
            self._send_json(HTTPStatus.OK, {"revision": made})

    def _read_body(self) -> bytes:
        length = _find_length(self.headers)
        try:
            body = self.rfile.read(length)
        except TimeoutError:
            body = b""
        if len(body) < length:
            raise RefusedError(HTTPStatus.REQUEST_TIMEOUT, "the rest did not come")
        self.has_read_all = True
        self._listener.expect_no_more(self.connection)
        return body

    def _refuse(self, status: HTTPStatus, message: str) -> None:
        if self.command == "POST":
            self._send_json(status, {"error": message})
        else:
            self._send(status, f"{message}\n".encode(), {"Content-Type": "text/plain"})
        if not self.has_read_all:
            self._hear_out()

    def _send_json(self, status: HTTPStatus, values: dict[str, Any]) -> None:
        self._send(status, json.dumps(values).encode(), {"Content-Type": "application/json"})

    def _send(self, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
        self.close_connection = True
        self.send_response(status)
        for name, value in {**_HEADERS, **headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _hear_out(self) -> None:
        """Takes what is still coming: a line closed before would lose the answer on its way."""
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            while self.connection.recv(65_536):
                pass


def _attempt(act: Callable[[], _T]) -> _T:
    """Does what may fail for reasons that are not the request's."""
    try:
        return act()
    except NotSavedError as error:
        raise RefusedError(_STATUSES[error.reason], str(error)) from None
    except SummarizerError as error:
        raise RefusedError(HTTPStatus.INTERNAL_SERVER_ERROR, str(error)) from None
    except Exception as error:  # noqa: BLE001 - its message may hold words of the article
        problem = f"this failed: {type(error).__name__}"
        raise RefusedError(HTTPStatus.INTERNAL_SERVER_ERROR, problem) from None


def _find_length(headers: Any) -> int:
    lengths: list[str] = headers.get_all("Content-Length", [])
    if headers.get("Transfer-Encoding") or len(lengths) != 1:
        raise RefusedError(HTTPStatus.LENGTH_REQUIRED, "send the length, and the whole at once")
    if not (lengths[0].isascii() and lengths[0].isdigit()):
        raise RefusedError(HTTPStatus.BAD_REQUEST, "the length is no number")
    # Python reads no number of thousands of digits.
    if len(lengths[0]) > 20 or int(lengths[0]) > MOST_BYTES:
        raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"over {MOST_BYTES:,} bytes")
    return int(lengths[0])


def _parse(body: bytes) -> dict[str, Any]:
    try:
        value: object = json.loads(body)
    except (ValueError, RecursionError):
        raise RefusedError(HTTPStatus.BAD_REQUEST, "this is no JSON") from None
    sent = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    revision = sent.get("revision")
    if not (
        isinstance(sent.get("id"), str)
        and isinstance(sent.get("gold"), dict)
        and (revision is None or isinstance(revision, str))
    ):
        raise RefusedError(HTTPStatus.BAD_REQUEST, "id, gold and revision are expected")
    return sent
