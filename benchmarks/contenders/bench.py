"""A server in a process of its own, contenders in theirs, and the figures of several rounds."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType
from typing import Any

from benchmarks.contenders.child import Outcome
from benchmarks.contenders.contender import CONTENDERS
from benchmarks.contenders.task import write_answer

ROOT = Path(__file__).parents[2]
_LONGEST_S = 3_600


class Server:
    """The mock of the OpenAI API, on loopback; a context manager.

    Args:
        pinned: whether it has the first core for itself, where the system can.
    """

    def __init__(self, *, pinned: bool = True) -> None:
        self._pinned = pinned

    def __enter__(self) -> Server:
        command = [sys.executable, "-m", "tests.servers.faults", "--port", "0"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        if self._pinned:
            _pin(self._process.pid, 0)
        told = self._process.stdout.readline() if self._process.stdout else ""
        if not told.startswith("ready "):
            raise SystemExit("the server did not start; tests/servers/faults.py is its program")
        self._port = int(told.split()[1])
        self.base_url = f"http://127.0.0.1:{self._port}/v1"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.wait()

    def set_plan(self, contender: str, **plan: Any) -> None:
        """Has it answer in the shape of a contender from now on; counts begin anew."""
        answer = write_answer(CONTENDERS[contender].shape)
        self._call("POST", "/plan", json.dumps({"answer": answer, **plan}))

    def get_stats(self) -> dict[str, Any]:
        """Returns what it counted since then."""
        return self._call("GET", "/stats")

    def measure_cpu_s(self) -> float:
        """Returns the CPU seconds it has used; 0 where the system does not tell."""
        path = Path(f"/proc/{self._process.pid}/stat")
        if not path.exists():
            return 0.0
        values = path.read_text("ascii").rpartition(")")[2].split()
        return (int(values[11]) + int(values[12])) / os.sysconf("SC_CLK_TCK")

    def _call(self, method: str, path: str, body: str | None = None) -> dict[str, Any]:
        line = HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            line.request(method, path, body)
            told: dict[str, Any] = json.loads(line.getresponse().read())
        finally:
            line.close()
        return told


@dataclass(frozen=True, slots=True)
class Runner:
    """Starts contenders.

    Attributes:
        langextract: the interpreter that has LangExtract.
        pydantic_ai: the interpreter that has pydantic-ai.
        pinned: whether a contender, with all its processes, has the second core for itself,
            where the system can.
    """

    langextract: str | None = None
    pydantic_ai: str | None = None
    pinned: bool = True

    def run(self, name: str, base_url: str, **options: Any) -> Outcome:
        """Returns what came of one run; a contender that breaks down stops the benchmark.

        Args:
            name: the contender.
            base_url: the server.
            **options: those of `child`.
        """
        with self.start(name, base_url, **options) as process:
            told, _ = process.communicate(timeout=_LONGEST_S)
        if process.returncode:
            raise SystemExit(f"{name} broke down, exit code {process.returncode}")
        return Outcome(**json.loads(told.strip().rpartition("\n")[2]))

    def start(self, name: str, base_url: str, **options: Any) -> subprocess.Popen[str]:
        """Returns the process of a contender, which prints its outcome when it ends.

        Args:
            name: the contender.
            base_url: the server.
            **options: those of `child`.
        """
        pythons = {"with_langextract": self.langextract, "with_pydantic_ai": self.pydantic_ai}
        python = pythons.get(CONTENDERS[name].module) or sys.executable
        command = [python, "-m", "benchmarks.contenders.child", name, base_url]
        for option, value in options.items():
            command += [f"--{option.replace('_', '-')}", str(value)]
        process = subprocess.Popen(
            command, cwd=ROOT, env=clean_environment(), stdout=subprocess.PIPE, text=True
        )
        if self.pinned:
            _pin(process.pid, 1)
        return process


def _pin(process: int, core: int) -> None:
    """Gives a process a core of its own, where there are two and the system can."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        if len(cores) > 1:
            os.sched_setaffinity(process, {cores[core]})


def clean_environment() -> dict[str, str]:
    """Returns the environment without settings, keys and proxies, which change a contender."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SUMMARIZER_", "OPENAI_", "LANGEXTRACT_"))
        and not name.lower().endswith("_proxy")
    }


def compare(values: Mapping[str, Sequence[float]], name: str, peer: str) -> float | None:
    """Returns the median of the ratios of two contenders, each taken within one round."""
    if name not in values or peer not in values:
        return None
    ratios = [one / other for one, other in zip(values[name], values[peer], strict=True)]
    return statistics.median(ratios)


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Prints columns, the first one to the left and the others to the right."""
    lines = [head, *rows]
    widths = [max(len(line[at]) for line in lines) for at in range(len(head))]
    for line in lines:
        cells = [
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        print("  ".join(cells).rstrip(), flush=True)
