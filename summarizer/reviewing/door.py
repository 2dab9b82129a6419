"""Who may speak to the review server.

Whoever may has read the token from the terminal. A page of another site cannot: its `Origin`, its
`Host` (a name that was made to lead here) and its want of the token give it away. A browser sends
cookies to every port of an address; the page therefore stands in a folder of a random name, and
its cookie belongs to that folder, so that another server on this machine never sees it.
"""

from __future__ import annotations

import hmac
import secrets
from email.message import Message
from http import HTTPStatus

HOST = "127.0.0.1"
HEADER = "X-Review-Token"
"""Carries the token that stands in the page."""

_HINT = "open the address that the terminal shows"


class RefusedError(Exception):
    """A request is not answered as it was meant to be.

    Attributes:
        status: what to answer instead.
    """

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


class Door:
    """The tokens of one server, and who shows them.

    Args:
        port: where the server listens.

    Attributes:
        address: opens the page once; for the one who reviews, and nobody else.
        path: where the page stands.
        page_token: shows that a request comes from the page.
    """

    def __init__(self, port: int) -> None:
        self.path = f"/{secrets.token_urlsafe(16)}/"
        self.page_token = secrets.token_urlsafe(32)
        self._token = secrets.token_urlsafe(32)
        self._cookie = f"review_{port}"
        self._hosts = {f"{name}:{port}" for name in (HOST, "localhost")}
        self._origins = {f"http://{name}" for name in self._hosts}
        self.address = f"http://{HOST}:{port}/?token={self._token}"

    def admit(self, headers: Message) -> None:
        """Refuses what was not made for this server, or not by its own page or a person."""
        hosts = headers.get_all("Host", [])
        is_ours = (
            len(hosts) == 1
            and hosts[0] in self._hosts
            and all(one in self._origins for one in headers.get_all("Origin", []))
            and headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}
        )
        if not is_ours:
            raise RefusedError(HTTPStatus.FORBIDDEN, "this server answers its own page alone")

    def make_cookie(self, token: str) -> str:
        """Returns the cookie for who shows the token of the address."""
        if not _is_same(token, self._token):
            raise RefusedError(HTTPStatus.FORBIDDEN, _HINT)
        return f"{self._cookie}={self._token}; HttpOnly; SameSite=Strict; Path={self.path}"

    def check_cookie(self, headers: Message) -> None:
        """Refuses who has not opened the address."""
        # By hand: `SimpleCookie` gives up at the first cookie of another server that it dislikes.
        pairs = (pair for line in headers.get_all("Cookie", []) for pair in line.split(";"))
        given = [value for name, _, value in (pair.strip().partition("=") for pair in pairs)
                 if name == self._cookie]  # fmt: skip
        if len(given) != 1 or not _is_same(given[0], self._token):
            raise RefusedError(HTTPStatus.FORBIDDEN, _HINT)

    def check_page(self, headers: Message) -> None:
        """Refuses who is not the page."""
        self.check_cookie(headers)
        if not _is_same(headers.get(HEADER, ""), self.page_token):
            raise RefusedError(HTTPStatus.FORBIDDEN, _HINT)


def _is_same(given: str, token: str) -> bool:
    """Tells whether two are equal, in a time that does not tell how much of them is."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())
