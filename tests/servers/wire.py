"""The wire of a server that fails on purpose: HTTP over asyncio, resets and silence among it."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from dataclasses import asdict, fields, replace
from typing import Any

from tests.servers.answers import FAULTS, keep_shown, make_answer, make_error, make_http
from tests.servers.state import Faults, Plan, Seen


class _Connection(asyncio.Protocol):
    """One connection: requests one after the other, kept alive."""

    def __init__(self, state: Faults) -> None:
        self._state = state
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._state.lines.add(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        if self._transport is not None:
            self._state.lines.discard(self._transport)
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            lines = self._buffer[:end].decode("latin-1").split("\r\n")
            pairs = (line.partition(":") for line in lines[1:])
            headers = {name.lower(): value.strip() for name, _, value in pairs}
            size = int(headers.get("content-length", 0))
            if len(self._buffer) < end + 4 + size:
                return
            body = self._buffer[end + 4 : end + 4 + size]
            self._buffer = self._buffer[end + 4 + size :]
            method, path, _ = lines[0].split(" ")
            self._handle(method, path, headers, body)

    def _handle(self, method: str, path: str, headers: dict[str, str], body: bytes) -> None:
        state = self._state
        if path == "/stats":
            return self._write(make_http(200, json.dumps(state.get_stats())))
        if path == "/plan":
            return self._set_plan(json.loads(body or b"{}"))
        if method != "POST" or not path.endswith(("/chat/completions", "/responses")):
            return self._write(make_error(404, None))
        seen = state.take(path, headers, body)
        delay_s = state.get_latency(seen)
        name, _, number = (seen.fault or "").partition(":")
        if name == "hang":
            return None
        if name == "slow":
            delay_s += float(number)
        asyncio.get_running_loop().call_later(delay_s, self._finish, seen)
        return None

    def _set_plan(self, values: dict[str, Any]) -> None:
        known = {one.name for one in fields(Plan)}
        if unknown := sorted(set(values) - known):
            return self._write(make_error(400, None, message=f"unknown: {unknown}"))
        for name in ("script", "refused_modes"):
            values[name] = tuple(values.get(name, ()))
        self._state.set_plan(replace(Plan(), **values))
        return self._write(make_http(200, json.dumps(asdict(self._state.plan))))

    def _finish(self, seen: Seen) -> None:
        plan = self._state.plan
        if plan.only_shown and "quotes" in plan.answer:
            plan = replace(plan, answer=keep_shown(plan.answer, seen))
        self._state.in_flight -= 1
        name, _, number = (seen.fault or "").partition(":")
        if name == "reset":
            return self._reset()
        if name == "status":
            return self._write(make_error(int(number), None))
        if name in FAULTS:
            self._write(FAULTS[name](seen, plan))
            if name == "short" and self._transport:
                self._transport.close()
            return None
        return self._write(make_answer(seen, plan, plan.answer))

    def _reset(self) -> None:
        if self._transport is not None:
            line: socket.socket = self._transport.get_extra_info("socket")
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._transport.abort()

    def _write(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.write(data)


async def open_server(state: Faults, port: int = 0) -> asyncio.Server:
    """Opens the server on loopback."""
    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: _Connection(state), "127.0.0.1", port, backlog=4096)
