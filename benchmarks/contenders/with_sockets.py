"""No library at all: a request written to a socket, and the answer read from it.

Shows how fast the server and the machine are, not what anybody would use.
"""

from __future__ import annotations

import asyncio
import json
from urllib.parse import urlsplit

from benchmarks.contenders.contender import Verdict
from benchmarks.contenders.task import TASK, News


class Client:
    """Connections that are kept alive, behind the form all contenders have."""

    def __init__(self, base_url: str) -> None:
        address = urlsplit(base_url)
        self._host, self._port = address.hostname, address.port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def summarize(self, article: News) -> bytes:
        """Returns the body of the response."""
        line = self._idle.pop() if self._idle else await self._connect()
        reader, writer = line
        messages = [
            {"role": "system", "content": TASK},
            {"role": "user", "content": article.text},
        ]
        body = json.dumps({"model": "mock", "messages": messages}).encode()
        head = f"POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: {len(body)}\r\n"
        writer.write(head.encode() + b"\r\n" + body)
        told = await reader.readuntil(b"\r\n\r\n")
        length = int(told.partition(b"content-length: ")[2].partition(b"\r\n")[0])
        answer = await reader.readexactly(length)
        self._idle.append(line)
        return answer

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection(self._host, self._port)

    def judge(self, result: bytes, article: News) -> Verdict:
        """Returns whether the answer names this article."""
        return "delivered" if article.id.encode() in result else "wrong"

    async def close(self) -> None:
        """Closes the connections."""
        for _, writer in self._idle:
            writer.close()
