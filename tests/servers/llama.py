"""The real llama.cpp server, in a process of its own: a crash or a hang cannot take tests down.

`python tests/servers/llama.py MODEL.gguf` prints `ready http://127.0.0.1:PORT` and runs until its
input is closed.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SLOT_TOKENS = 16_384
SLOTS = 2


def serve(model: str) -> None:
    """Serves until the input is closed."""
    # A compiled module, whose names no type checker sees.
    xllamacpp: Any = importlib.import_module("xllamacpp")
    options = xllamacpp.CommonParams()
    options.model.path = model
    options.model_alias = {"tiny"}
    options.n_ctx, options.n_parallel = SLOT_TOKENS * SLOTS, SLOTS
    options.hostnames, options.port = ["127.0.0.1"], 0
    options.cpuparams.n_threads = options.cpuparams_batch.n_threads = 1
    options.use_jinja = True
    options.verbosity = 1
    server = xllamacpp.Server(options)
    print("ready", server.listening_address, flush=True)  # noqa: T201 - its protocol
    sys.stdin.read()


@contextmanager
def run_llama(folder: Path) -> Generator[str, None, None]:
    """Makes the model in a folder and serves it; yields what a client is given as base_url."""
    here = Path(__file__).parent
    model = folder / "tiny.gguf"
    subprocess.run([sys.executable, str(here / "tiny.py"), str(model)], check=True)
    with subprocess.Popen(
        [sys.executable, str(here / "llama.py"), str(model)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        line = process.stdout.readline().split()
        try:
            assert line, "llama.cpp did not start"
            yield f"{line[1]}/v1"
        finally:
            process.stdin.close()
            process.terminate()
            process.wait(10)


if __name__ == "__main__":
    serve(sys.argv[1])
