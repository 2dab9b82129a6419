"""A Batch API on loopback: files, jobs, and what can happen to them.

The lines of a job are asked of a server that speaks the OpenAI chat API, so that what comes back
is what that server says. Rows come back in the opposite order, as OpenAI promises none.
"""

from __future__ import annotations

import email.parser
import email.policy
import http.client
import json
import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit


@dataclass(slots=True)
class Orders:
    """What the server does; jobs are numbered from 0 in the order they are begun.

    Attributes:
        fail_every: of all rows executed, each such one fails.
        fail_status: with this status.
        expire: by job, after how many rows its day is over.
        refuse: by job, the code its file is refused with.
        without_output: jobs whose file of answers gets lost.
        strange: rows that nobody asked for, in every file of answers, after lines that are none.
        hold: after how many rows jobs wait until they are let go or cancelled.
        drop: which attempts to begin a job break off, from 0: `before` it is begun, or `after`.
        workers: rows executed at a time.
        page: jobs in a page of the list.
    """

    fail_every: int = 0
    fail_status: int = 500
    expire: dict[int, int] = field(default_factory=dict[int, int])
    refuse: dict[int, str] = field(default_factory=dict[int, str])
    without_output: frozenset[int] = frozenset()
    strange: int = 0
    hold: int | None = None
    drop: dict[int, str] = field(default_factory=dict[int, str])
    workers: int = 4
    page: int = 100


@dataclass(frozen=True, slots=True)
class Ran:
    """A row that was executed: which job, which request, and how it went."""

    job: str
    custom_id: str
    body: str
    status: int


class BatchServer:
    """The server in threads of its own, for tests; a context manager.

    Args:
        upstream: base_url of the server that answers.
        orders: what happens to jobs.
    """

    def __init__(self, upstream: str, orders: Orders | None = None) -> None:
        self.upstream = urlsplit(upstream)
        self.orders = orders or Orders()
        self.files: dict[str, bytes] = {}
        self.uploads: list[bytes] = []
        self.jobs: dict[str, dict[str, Any]] = {}
        self.ran: list[Ran] = []
        self.calls: list[str] = []
        self.begun = 0
        self.on_call: Callable[[str], None] | None = None
        self._lock = threading.Lock()
        self._let_go = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.state = self

    @property
    def base_url(self) -> str:
        """What a client is given."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> BatchServer:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for job in self.jobs.values():
            if job["status"] not in _OVER:
                job["status"] = "cancelling"
        self.let_go()
        self.wait()
        self._server.shutdown()
        self._server.server_close()

    def let_go(self) -> None:
        """Lets jobs go on that were held."""
        self._let_go.set()

    def tell(self, when: str) -> None:
        """Tells a test that a file was uploaded (`upload`) or a job begun (`create`)."""
        if self.on_call is not None:
            self.on_call(when)

    def wait(self, timeout_s: float = 120.0) -> None:
        """Waits until no job is under way."""
        until = time.monotonic() + timeout_s
        while any(job["status"] not in _OVER for job in self.jobs.values()):
            assert time.monotonic() < until, "jobs did not end"
            time.sleep(0.01)

    # ---- what clients do ----

    def keep(self, data: bytes) -> dict[str, Any]:
        """Keeps a file; returns it as OpenAI describes it."""
        with self._lock:
            name = f"file-{len(self.files)}"
            self.files[name] = data
        return {
            "id": name,
            "object": "file",
            "bytes": len(data),
            "created_at": int(time.time()),
            "filename": name,
            "purpose": "batch",
            "status": "processed",
        }

    def begin(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Begins a job; returns it as OpenAI describes it."""
        with self._lock:
            number = len(self.jobs)
            lines = self.files[asked["input_file_id"]].split(b"\n")
            job: dict[str, Any] = {
                "id": f"batch_{number}",
                "object": "batch",
                "endpoint": asked["endpoint"],
                "input_file_id": asked["input_file_id"],
                "completion_window": asked["completion_window"],
                "metadata": asked.get("metadata"),
                "status": "validating",
                "created_at": int(time.time()),
                "output_file_id": "",
                "error_file_id": "",
                "request_counts": {"total": len(lines) - 1, "completed": 0, "failed": 0},
            }
            self.jobs[job["id"]] = job
        threading.Thread(target=self._work, args=(number, job), daemon=True).start()
        return job

    def list_jobs(self, after: str | None) -> dict[str, Any]:
        """Returns a page of jobs, the newest first."""
        newest = list(reversed(self.jobs.values()))
        names = [job["id"] for job in newest]
        start = names.index(after) + 1 if after else 0
        page = newest[start : start + self.orders.page]
        more = start + len(page) < len(newest)
        return {"object": "list", "data": page, "has_more": more}

    # ---- what becomes of a job ----

    def _work(self, number: int, job: dict[str, Any]) -> None:
        orders = self.orders
        lines = [json.loads(line) for line in self.files[job["input_file_id"]].split(b"\n") if line]
        problem = self._find_problem(number, job, lines)
        if problem is not None:
            job["errors"] = {"object": "list", "data": [problem]}
            job["status"] = "failed"
            return
        job["status"] = "in_progress"
        last = orders.expire.get(number, len(lines))
        first = last if orders.hold is None else min(orders.hold, last)
        rows = self._execute(job, lines[:first])
        while first < last and job["status"] == "in_progress" and not self._let_go.wait(0.01):
            pass
        rows += self._execute(job, lines[first:last])
        if number in orders.expire:
            rows += [_make_row(line, code="batch_expired") for line in lines[last:]]
        self._finish(number, job, rows)

    def _find_problem(
        self, number: int, job: dict[str, Any], lines: list[dict[str, Any]]
    ) -> dict[str, Any] | None:
        """Returns what OpenAI would find wrong with a file."""
        names = [line["custom_id"] for line in lines]
        assert all(len(name) <= 64 for name in names)
        code = self.orders.refuse.get(number)
        if len(set(names)) < len(names):
            code = "duplicate_custom_id"
        if any(line["url"] != job["endpoint"] or line["method"] != "POST" for line in lines):
            code = "url_mismatch"
        if len({line["body"]["model"] for line in lines}) > 1:
            code = "model_mismatch"
        if code is None:
            return None
        # The message quotes what was sent, which must not get into ours.
        return {"code": code, "line": 1, "message": f"secret: {lines[0]['body']}", "param": None}

    def _execute(self, job: dict[str, Any], lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        todo: queue.SimpleQueue[tuple[int, dict[str, Any]] | None] = queue.SimpleQueue()
        for item in enumerate(lines):
            todo.put(item)
        rows: dict[int, dict[str, Any]] = {}
        count = min(self.orders.workers, max(len(lines), 1))

        def work() -> None:
            line = http.client.HTTPConnection(self.upstream.netloc, timeout=60)
            while (item := todo.get()) is not None:
                if job["status"] == "cancelling":
                    continue
                rows[item[0]] = self._ask(line, job, item[1])
            line.close()

        for _ in range(count):
            todo.put(None)
        threads = [threading.Thread(target=work, daemon=True) for _ in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return [rows[at] for at in sorted(rows)]

    def _ask(
        self, line: http.client.HTTPConnection, job: dict[str, Any], asked: dict[str, Any]
    ) -> dict[str, Any]:
        body = json.dumps(asked["body"], sort_keys=True)
        with self._lock:
            self.begun += 1
            every = self.orders.fail_every
            fails = bool(every) and self.begun % every == 0
        status, answered = self.orders.fail_status, b'{"error": {"message": "no", "code": null}}'
        if not fails:
            path = self.upstream.path + asked["url"].removeprefix("/v1")
            sent = json.dumps(asked["body"], ensure_ascii=False, separators=(",", ":")).encode()
            line.request("POST", path, sent, {"content-type": "application/json"})
            response = line.getresponse()
            status, answered = response.status, response.read()
        with self._lock:
            self.ran.append(Ran(job["id"], asked["custom_id"], body, status))
            job["request_counts"]["completed" if status == 200 else "failed"] += 1
        return _make_row(asked, status=status, body=json.loads(answered))

    def _finish(self, number: int, job: dict[str, Any], rows: list[dict[str, Any]]) -> None:
        good = [row for row in rows if row["response"] and row["response"]["status_code"] == 200]
        bad = [row for row in rows if row not in good]
        nobody = {"custom_id": "nobody"}
        good += [_make_row(nobody, status=200, body={})] * self.orders.strange
        if good and number not in self.orders.without_output:
            noise = b'{"cut\n[]\n{"custom_id": 1}\n\n' if self.orders.strange else b""
            job["output_file_id"] = self.keep(noise + _write(good))["id"]
        if bad:
            job["error_file_id"] = self.keep(_write(bad))["id"]
        is_cancelled = job["status"] == "cancelling"
        ended = "expired" if number in self.orders.expire else "completed"
        job["status"] = "cancelled" if is_cancelled else ended


_OVER = ("completed", "failed", "expired", "cancelled")


def _make_row(
    asked: dict[str, Any], *, status: int = 0, body: Any = None, code: str | None = None
) -> dict[str, Any]:
    response = {"status_code": status, "request_id": "r", "body": body} if status else None
    error = {"code": code, "message": "no"} if code else None
    return {"id": "r", "custom_id": asked["custom_id"], "response": response, "error": error}


def _write(rows: list[dict[str, Any]]) -> bytes:
    # Not escaped: an answer may hold characters at which some readers end a line.
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in reversed(rows)).encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    state: BatchServer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name there
        """Writes nothing."""

    def do_GET(self) -> None:
        """Files, their content, jobs."""
        state = self._begin()
        url = urlsplit(self.path)
        parts = url.path.split("/")[2:]
        if parts[0] == "files" and len(parts) == 3 and parts[1] in state.files:
            self._send(state.files[parts[1]])
        elif parts == ["batches"]:
            self._send(state.list_jobs(parse_qs(url.query).get("after", [None])[0]))
        elif parts[0] == "batches" and parts[-1] in state.jobs:
            self._send(state.jobs[parts[-1]])
        else:
            self._send({"error": {"message": "no such object"}}, 404)

    def do_POST(self) -> None:
        """Uploads, new jobs, jobs that are to end."""
        state = self._begin()
        data = self.rfile.read(int(self.headers.get("content-length", 0)))
        parts = self.path.split("/")[2:]
        if parts == ["files"]:
            state.uploads.append(_read_upload(self.headers["content-type"], data))
            file = state.keep(state.uploads[-1])
            state.tell("upload")
            with suppress(OSError):
                self._send(file)
        elif parts == ["batches"]:
            self._create(state, json.loads(data))
        elif parts[-1] == "cancel" and parts[1] in state.jobs:
            self._cancel(state.jobs[parts[1]])
        else:
            self._send({"error": {"message": "no such object"}}, 404)

    def _begin(self) -> BatchServer:
        state = cast("_Server", self.server).state
        state.calls.append(f"{self.command} {urlsplit(self.path).path}")
        return state

    def _create(self, state: BatchServer, asked: dict[str, Any]) -> None:
        drop = state.orders.drop.pop(state.calls.count("POST /v1/batches") - 1, None)
        job = state.begin(asked) if drop != "before" else {}
        state.tell("create")
        if drop is not None:
            self.close_connection = True
            self.connection.close()
            return
        with suppress(OSError):  # the client was killed meanwhile
            self._send(job)

    def _cancel(self, job: dict[str, Any]) -> None:
        if job["status"] in _OVER:
            self._send({"error": {"message": "it is over", "code": None}}, 409)
            return
        job["status"] = "cancelling"
        self._send(job)

    def _send(self, what: Any, status: int = 200) -> None:
        data = what if isinstance(what, bytes) else json.dumps(what).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _read_upload(kind: str, data: bytes) -> bytes:
    """Returns the file of a multipart form, to the byte."""
    head = f"content-type: {kind}\r\n\r\n".encode()
    form = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + data)
    parts = {
        part.get_param("name", header="content-disposition"): part for part in form.iter_parts()
    }
    assert parts["purpose"].get_content().strip() == "batch"
    return cast("bytes", parts["file"].get_payload(decode=True))
