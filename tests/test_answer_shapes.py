"""Bodies of all shapes: what is read from them is what the SDK reads from them.

An answer that is whole is made by a shorter way than the SDK's own, one that is not by the SDK;
with a client of the caller's the SDK makes all of them. The two have to say the same.
"""

from __future__ import annotations

import asyncio
import copy
import json
import re
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, cast

import openai
import pytest

from summarizer.engines.llm import Llm
from summarizer.errors import EngineError
from tests.servers.fixtures import make_request, make_settings

WORDS = '{"key_points": [], "events": []}'
USAGE = {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}
CHAT: dict[str, Any] = {
    "id": "x",
    "object": "chat.completion",
    "created": 1,
    "model": "tiny",
    "choices": [
        {
            "index": 0,
            "message": {"role": "assistant", "content": WORDS, "refusal": None},
            "finish_reason": "stop",
            "logprobs": None,
        }
    ],
    "usage": {**USAGE, "prompt_tokens_details": {"cached_tokens": 2}},
}
CALLED = {"name": "Reply", "arguments": WORDS}
TOOLS: dict[str, Any] = {
    **CHAT,
    "choices": [
        {
            "index": 0,
            "message": {
                "role": "assistant",
                "content": None,
                "tool_calls": [{"id": "c", "type": "function", "function": CALLED}],
            },
            "finish_reason": "tool_calls",
        }
    ],
}
RESPONSES: dict[str, Any] = {
    "id": "r",
    "object": "response",
    "created_at": 1,
    "status": "completed",
    "incomplete_details": None,
    "error": None,
    "instructions": None,
    "metadata": {},
    "output": [
        {"type": "function_call", "id": "f", "call_id": "c", "status": "completed", **CALLED}
    ],
    "parallel_tool_calls": True,
    "tool_choice": "auto",
    "tools": [],
    "temperature": 1.0,
    "top_p": 1.0,
    "model": "tiny",
    "usage": {
        "input_tokens": 1,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": 2,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": 3,
    },
}
SHAPES = {"json_schema": CHAT, "tools": TOOLS, "responses": RESPONSES}
LEFT_OUT = object()
VALUES: tuple[object, ...] = (LEFT_OUT, None, "text", 7.5, [], {"a": 1})


def iter_places(body: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yields where something stands in a body, but for the body itself."""
    pairs: Iterable[tuple[Any, Any]] = ()
    if isinstance(body, dict):
        pairs = cast("dict[str, Any]", body).items()
    elif isinstance(body, list):
        pairs = enumerate(cast("Sequence[Any]", body))
    for name, value in pairs:
        yield (*place, name)
        yield from iter_places(value, (*place, name))


def distort(body: dict[str, Any], place: tuple[Any, ...], value: object) -> str:
    """Returns the body as JSON with another value in one place, or with nothing there."""
    made: Any = copy.deepcopy(body)
    holder = made
    for name in place[:-1]:
        holder = holder[name]
    if value is LEFT_OUT:
        del holder[place[-1]]
    else:
        holder[place[-1]] = value
    return json.dumps(made)


class Echo(asyncio.Protocol):
    """A server that says what it is told to."""

    body = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begins with nothing heard."""
        self.transport = transport
        self.heard = b""

    def data_received(self, data: bytes) -> None:
        """Answers when a question is whole."""
        self.heard += data
        head, end, rest = self.heard.partition(b"\r\n\r\n")
        size = re.search(rb"content-length: *(\d+)", head.lower())
        if not end or size is None or len(rest) < int(size[1]):
            return
        self.heard = b""
        said = Echo.body.encode("utf-8")
        lines = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(said)}"
        cast("asyncio.Transport", self.transport).write(lines.encode() + b"\r\n\r\n" + said)


@asynccontextmanager
async def open_both(mode: str) -> AsyncGenerator[tuple[Llm, Llm], None]:
    """An engine with a client of its own, and one with a client of the caller's."""
    served = await asyncio.get_running_loop().create_server(Echo, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{served.sockets[0].getsockname()[1]}/v1"
    async with served, openai.AsyncOpenAI(base_url=url, api_key="none", max_retries=0) as client:
        settings = make_settings(url, mode=mode)
        own, theirs = Llm(settings), Llm(settings, client=client)
        try:
            yield own, theirs
        finally:
            await own.aclose()
            await theirs.aclose()
            await client.close()


async def read(llm: Llm) -> object:
    """Returns all that an engine makes of the answer, times left out."""
    try:
        reply = await llm.ask(make_request())
    except EngineError as error:
        return str(error), error.kind, error.retryable
    return replace(reply, usage=reply.usage.model_copy(update={"wall_s": 0.0}))


@pytest.mark.parametrize("mode", SHAPES)
@pytest.mark.asyncio
async def test_a_distorted_body_is_read_as_the_sdk_reads_it(mode: str) -> None:
    """Whatever stands in whichever place, nothing is read that the SDK would not read."""
    whole = SHAPES[mode]
    kinds: set[type[object]] = set()
    async with open_both(mode) as (own, theirs):
        for place in iter_places(whole):
            for value in VALUES:
                Echo.body = distort(whole, place, value)
                ours, sdks = await read(own), await read(theirs)
                kinds.add(type(ours))
                assert ours == sdks, (place, value)
    assert len(kinds) == 2
