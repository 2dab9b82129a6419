"""A server that speaks the OpenAI API and fails on purpose, as it is told to.

What goes wrong is told in one of two ways: a script, served in order (`["429", "reset"]`, then
all is well), or rates, where a hash of the article's id and the attempt decides, so that every run
sees the same faults in whatever order its questions come. An article has its id in its text
(`ARTID-123456`); the last one of a request is its own.

As a program: `python -m tests.servers.faults --port 0 --answer answer.json`; it prints
`ready PORT`. `POST /plan` sets the plan, `GET /stats` returns the counts since then.
"""

from __future__ import annotations

import argparse
import asyncio
import threading
from pathlib import Path
from types import TracebackType

from tests.servers.state import EMPTY_ANSWER, Faults, Plan, Seen
from tests.servers.wire import open_server

__all__ = ["EMPTY_ANSWER", "FaultServer", "Faults", "Plan", "Seen"]


class FaultServer(Faults):
    """The server in a thread of its own, for tests; a context manager.

    Example:
        with FaultServer() as server:
            server.set_plan(Plan(script=("429", "reset")))
            ask(base_url=server.base_url)
            assert server.requests == 3
    """

    def __init__(self, plan: Plan | None = None) -> None:
        super().__init__(plan)
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.origin = ""

    @property
    def base_url(self) -> str:
        """What a client is given."""
        return f"{self.origin}/v1"

    def __enter__(self) -> FaultServer:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(open_server(self))
        self.origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._ready.set()
        try:
            self._loop.run_forever()
        finally:
            server.close()
            for line in self.lines:
                line.abort()
            self._loop.run_until_complete(asyncio.sleep(0))
            self._loop.close()


async def _serve(port: int, plan: Plan) -> None:
    state = Faults(plan)
    state.keep = False
    server = await open_server(state, port)
    print("ready", server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - its protocol
    await server.serve_forever()


def main() -> None:
    """Runs the server until it is stopped."""
    parser = argparse.ArgumentParser(description="An OpenAI server that fails on purpose.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--answer", type=Path, help="a file with what the model says")
    given = parser.parse_args()
    words = given.answer.read_text("utf-8") if given.answer else EMPTY_ANSWER
    asyncio.run(_serve(given.port, Plan(answer=words)))


if __name__ == "__main__":
    main()
