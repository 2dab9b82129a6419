"""A real PostgreSQL on loopback, made for the tests and thrown away after them."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_WAIT_S = 30


def _find_programs() -> Path:
    found = shutil.which("pg_ctl")
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    if found is None and not places:
        raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")
    return Path(found).parent if found else places[-1].parent


def _choose_user() -> dict[str, Any]:
    """The server refuses to be run by root."""
    if os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam("postgres")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _find_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        port: int = line.getsockname()[1]
        return port


@contextmanager
def run_postgres() -> Generator[str]:
    """Yields an SQLAlchemy address of an empty database on a server of its own."""
    programs, user, port = _find_programs(), _choose_user(), _find_port()
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    if user:
        os.chown(folder, user["user"], user["group"])
    data, log = folder / "data", folder / "log"
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    run: dict[str, Any] = {"cwd": folder, "stdout": subprocess.DEVNULL, **user}
    try:
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", "tests", "--auth=trust", "-E", "UTF8"],
            check=True,
            **run,
        )
        subprocess.run(
            [programs / "pg_ctl", "-D", data, "-l", log, "-o", options, "-t", str(_WAIT_S), "-w",
             "start"],
            check=True,
            **run,
        )  # fmt: skip
        try:
            yield f"postgresql+psycopg://tests@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run(
                [programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=True, **run
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_database(url: str) -> str:
    """Returns the address of a new, empty database on the server of that address."""
    import sqlalchemy as sa

    name = f"t{time.time_ns()}"
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return url.rpartition("/")[0] + f"/{name}"
