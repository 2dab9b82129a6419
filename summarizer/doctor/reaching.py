"""The way to a server, step by step: its name, its port, its certificate, HTTP, its models."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Awaitable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar
from urllib.parse import SplitResult, urlsplit

from summarizer.api import SYSTEM_CLOCK
from summarizer.doctor.checks import Check
from summarizer.doctor.configuration import find_proxy, hide_secrets
from summarizer.engines.failures import Asked, translate_error
from summarizer.engines.llm import Llm
from summarizer.engines.senders import hush, open_line
from summarizer.errors import EngineError
from summarizer.providers import split_model
from summarizer.settings import Settings

_PATIENCE_S = 10.0
"""Longest wait for one step; a question may take longer, a handshake may not."""
_NO_LIST = frozenset({404, 405, 501})
_SHOWN = 3
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Site:
    """Where a model answers.

    Attributes:
        settings: which model, and the key.
        address: the URL as the engine uses it.
        shown: the same without user, password and query.
        proxy: host and port of a proxy on the way, if there is one.
    """

    settings: Settings
    address: str
    shown: str
    proxy: str | None

    @property
    def patience_s(self) -> float:
        """Longest wait for one step, in seconds."""
        return min(_PATIENCE_S, self.settings.timeout_s)

    def hide(self, text: str) -> str:
        """Returns a message without what the address may keep secret."""
        return text.replace(self.address, self.shown)


def find_site(settings: Settings) -> Site:
    """Returns where the model of these settings answers.

    Raises:
        ConfigError: the provider has no address, or wants a key and there is none.

    Example:
        >>> find_site(Settings(model="openai/x", base_url="http://me:pw@127.0.0.1:1/v1")).shown
        'http://127.0.0.1:1/v1'
    """
    address = Llm(settings).address
    return Site(settings, address, hide_secrets(address), find_proxy(address))


def _find_port(parts: SplitResult) -> int | None:
    """Returns the port of a URL; None where it cannot be."""
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    try:
        return parts.port or usual
    except ValueError:
        return None


def check_way(site: Site) -> Iterator[Check]:
    """Yields what each step to the server came to; ends with the first that failed."""
    parts = urlsplit(site.address)
    host, port = parts.hostname, _find_port(parts)
    if host is None or port is None or parts.scheme not in {"http", "https"}:
        yield _fail(
            "address", "address", f"{site.shown!r} is no address of a server",
            "--base-url http://HOST:PORT/v1",
        )  # fmt: skip
        return
    if site.proxy is not None:
        yield _make("proxy", "proxy", "ok", f"{site.proxy} is on the way (a variable says so)")
    else:
        secure = (_check_tls,) if parts.scheme == "https" else ()
        for step in (_check_name, _check_port, *secure):
            check = asyncio.run(step(host, port, site))
            yield check
            if check.status == "fail":
                return
    yield from asyncio.run(_check_http(site))


async def _check_name(host: str, port: int, site: Site) -> Check:
    loop = asyncio.get_running_loop()
    try:
        found = await _wait(loop.getaddrinfo(host, port, type=1), site)
    except (OSError, UnicodeError, asyncio.TimeoutError):
        return _fail(
            "name", "name (DNS)", f"{host} has no address here",
            "check the host in --base-url, the network and /etc/resolv.conf",
        )  # fmt: skip
    places = sorted({str(one[4][0]) for one in found})
    shown = ", ".join(places[:_SHOWN])
    return _make("name", "name (DNS)", "ok", shown if host in places else f"{host}: {shown}")


async def _check_port(host: str, port: int, site: Site) -> Check:
    started = SYSTEM_CLOCK.monotonic()
    try:
        _, writer = await _wait(asyncio.open_connection(host, port), site)
    except asyncio.TimeoutError:
        seen = f"no answer from {host}:{port} within {site.patience_s:g} s"
        return _fail("port", "port (TCP)", seen, "check the port in --base-url, and firewalls")
    except OSError as error:
        seen = f"{host}:{port}: {error.strerror or 'cannot be reached'}"
        if isinstance(error, ConnectionRefusedError):
            seen = f"nothing listens at {host}:{port}"
        return _fail(
            "port", "port (TCP)", seen, "start the server, or check the port in --base-url"
        )
    await _close(writer)
    seconds = SYSTEM_CLOCK.monotonic() - started
    return _make("port", "port (TCP)", "ok", f"{port}, open after {1000 * seconds:.0f} ms")


async def _check_tls(host: str, port: int, site: Site) -> Check:
    title = "certificate (TLS)"
    context = ssl.create_default_context()
    try:
        opened = asyncio.open_connection(host, port, ssl=context, server_hostname=host)
        _, writer = await _wait(opened, site)
    except ssl.SSLCertVerificationError as error:
        return _fail("tls", title, error.verify_message, "export SSL_CERT_FILE=YOUR-CA.pem")
    except (ssl.SSLError, ConnectionError):
        seen = f"{host}:{port} does not speak TLS"
        return _fail("tls", title, seen, "begin --base-url with http://")
    except (OSError, asyncio.TimeoutError):
        seen = f"no handshake with {host}:{port} within {site.patience_s:g} s"
        return _fail("tls", title, seen, "begin --base-url with http://, or check its port")
    spoken = writer.get_extra_info("ssl_object")
    await _close(writer)
    return _make("tls", title, "ok", f"{spoken.version()}, valid for {host}")


# ---- HTTP, by the engine's own client ----


async def _check_http(site: Site) -> list[Check]:
    """Returns what the server says to who asks for its models."""
    settings = site.settings
    provider, model = split_model(settings.model)
    asked = Asked(provider.name, model, site.shown, provider.key_variable, site.patience_s)
    line = open_line(settings, site.address, None)
    started = SYSTEM_CLOCK.monotonic()
    try:
        with hush():
            raw = await _wait(line.client.models.with_raw_response.list(), site)
        names = _read_names(raw.http_response.content)
    except Exception as error:  # noqa: BLE001 - whatever they raise, it is one of ours after
        return _judge_failure(translate_error(error, asked), site)
    finally:
        await line.client.close()
    seconds = SYSTEM_CLOCK.monotonic() - started
    if names is None:
        seen = f"{site.shown}/models sent something else than a list"
        return [_fail("http", "HTTP", seen, "check the path of --base-url; it often ends in /v1")]
    http = _make("http", "HTTP", "ok", f"status 200 after {seconds:.1f} s", {"status": 200})
    return [http, _judge_names(model, names)]


def _read_names(body: bytes) -> list[str] | None:
    """Returns the names in a list of models; None where it is none."""
    try:
        listed: Any = json.loads(body)
        return [str(one["id"]) for one in listed["data"]]
    except (ValueError, LookupError, TypeError):
        return None


def _judge_failure(error: EngineError, site: Site) -> list[Check]:
    """Returns what follows from a list that did not come: often nothing."""
    status, facts = error.status, {"status": error.status}
    seen, _, fix = site.hide(str(error)).partition("; ")
    if status is None or status < 400:
        return [_fail("http", "HTTP", seen, fix or "check --base-url, and the server's own log")]
    http = _make("http", "HTTP", "ok", f"status {status}", facts)
    if status in _NO_LIST:
        seen = "the server has no list of models"
        return [http, Check("model.listed", "model", "listed", "skipped", seen)]
    if status == 401:
        return [http, Check("model.listed", "model", "listed", "fail", seen, fix)]
    seen = f"the list of models could not be had: status {status}"
    return [http, Check("model.listed", "model", "listed", "warn", seen)]


def _judge_names(model: str, names: list[str]) -> Check:
    facts = {"models": len(names)}
    if model in names:
        seen = f"{model}, one of {len(names)}" if len(names) > 1 else f"{model}, the only one"
        return Check("model.listed", "model", "listed", "ok", seen, facts=facts)
    near = get_close_matches(model, names, n=_SHOWN, cutoff=0.4) or names[:_SHOWN]
    shown = ", ".join(near) or "none"
    return Check(
        "model.listed", "model", "listed", "warn",
        f"{model} is not among the {len(names)} that the server lists: {shown}",
        f"--model {'PROVIDER'}/{near[0]}" if near else "", facts,
    )  # fmt: skip


# ---- small things ----


async def _wait(work: Awaitable[_T], site: Site) -> _T:
    return await asyncio.wait_for(work, site.patience_s)


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):  # it answered; how it says goodbye does not matter
        await writer.wait_closed()


def _make(
    name: str, title: str, status: Any, seen: str, facts: dict[str, Any] | None = None
) -> Check:
    return Check(f"server.{name}", "server", title, status, seen, facts=facts or {})


def _fail(name: str, title: str, seen: str, fix: str) -> Check:
    return Check(f"server.{name}", "server", title, "fail", seen, fix)
