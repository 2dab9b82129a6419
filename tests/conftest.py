"""What holds for every test: no network but loopback, no settings from outside."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterator
from typing import Any, cast

import pytest
from hypothesis import settings

# A shared machine stalls now and then, so no example has a deadline; CI draws the same
# examples every time.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def is_loopback(address: Any) -> bool:
    """Returns whether a socket address stays on this machine."""
    if not isinstance(address, tuple):
        return True  # a Unix socket
    host = str(cast("tuple[object, ...]", address)[0])
    if host in {"localhost", ""}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class LoopbackSocket(socket.socket):
    """A socket that refuses to reach another machine."""

    def connect(self, address: Any, /) -> None:
        """Connects, on this machine only."""
        _check(address)
        super().connect(address)

    def connect_ex(self, address: Any, /) -> int:
        """Connects, on this machine only; returns the error number."""
        _check(address)
        return super().connect_ex(address)


def _check(address: Any) -> None:
    if not is_loopback(address):
        pytest.fail(f"a test tried to reach {address!r}; only loopback is open")


@pytest.fixture(scope="session", autouse=True)
def closed_network() -> Iterator[None]:
    """Lets no test reach another machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "socket", LoopbackSocket)
        yield


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hides the settings and keys of whoever runs the tests."""
    for name in list(os.environ):
        if name.startswith(("SUMMARIZER_", "OPENAI_")):
            monkeypatch.delenv(name)
