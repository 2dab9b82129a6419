"""`manifest.json`: what a batch was made from and how far it came, for people and commands."""

from __future__ import annotations

import json
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from summarizer.batch.exports import OutputFormat
from summarizer.batch.identity import Setup, find_changes
from summarizer.errors import ConfigError
from summarizer.locks import hold_lock

FILE = "manifest.json"
LEDGER = "ledger.db"
_LOCK = ".lock"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of an OUT.

    Attributes:
        out: id of the folder in the ledger.
        setup: what decides the answers.
        inputs: where articles come from, as they were given.
        encoding: of text files, if it was given.
        ledger: address of the database, without its password; None for the one in the folder.
        output_format: `jsonl` or `parquet`.
        state: `running`, `stopped` or `complete`.
        reason: why it stopped.
        counts: how it stood at the end.
        versions: of this library that worked on it.
        started_at: when it was begun, ISO 8601.
        ended_at: when it last ended.
        format: of this file.
    """

    out: str
    setup: dict[str, Any]
    inputs: tuple[str, ...] = ()
    encoding: str | None = None
    ledger: str | None = None
    output_format: OutputFormat = "jsonl"
    state: str = "running"
    reason: str | None = None
    counts: dict[str, Any] = field(default_factory=dict[str, Any])
    versions: tuple[str, ...] = ()
    started_at: str | None = None
    ended_at: str | None = None
    format: int = _FORMAT

    def write(self, folder: Path) -> None:
        """Writes the file; it appears, or is replaced, when it is whole.

        Raises:
            ConfigError: it cannot be written.
        """
        part = folder / f".{FILE}.part"
        try:
            part.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")
            part.replace(folder / FILE)
        except OSError as error:
            raise ConfigError(f"{folder / FILE} cannot be written: {error.strerror}") from None


def read_manifest(folder: Path) -> Manifest | None:
    """Returns the manifest of an OUT; None when there is none.

    Raises:
        ConfigError: it cannot be read.
    """
    path = folder / FILE
    try:
        values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        found = Manifest(**values)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, TypeError):
        raise ConfigError(
            f"{path} is damaged; delete it and give the command with all its options again"
        ) from None
    return replace(found, inputs=tuple(found.inputs), versions=tuple(found.versions))


def open_folder(folder: Path, setup: Setup) -> Manifest:
    """Returns the manifest of an OUT; folder and manifest are made where there are none.

    Raises:
        ConfigError: the folder cannot be used, holds something else, or was begun with other
            settings.
    """
    if folder.exists() and not folder.is_dir():
        raise ConfigError(f"{folder} is a file; OUT is a folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if strange := find_strange(folder):
            raise ConfigError(
                f"{folder} holds no batch but {strange!r}; give a new or empty folder as OUT"
            )
        # Two processes may begin in a new folder at once: one of them makes the manifest.
        with hold_folder(folder):
            found = read_manifest(folder)
            if found is None:
                found = Manifest(out=uuid.uuid4().hex, setup=setup.facts)
                found.write(folder)
    except OSError as error:
        raise ConfigError(
            f"{folder} cannot be written ({error.strerror}); name an OUT that can"
        ) from None
    if found.format != _FORMAT:
        raise ConfigError(f"{folder / FILE} is of another version; start in another OUT")
    if changes := find_changes(found.setup, setup.facts):
        raise ConfigError(
            f"{folder} was begun with other settings: {'; '.join(changes)}; "
            "give the same ones again, or start in another OUT"
        )
    return found


def find_strange(folder: Path) -> str | None:
    """Returns the name of something in the folder, if it is no OUT and not empty."""
    names = sorted(one.name for one in folder.iterdir() if not one.name.startswith("."))
    return None if FILE in names or not names else names[0]


@contextmanager
def hold_folder(folder: Path) -> Generator[None]:
    """Keeps other processes from the files of an OUT.

    Raises:
        OSError: the folder cannot be written.
    """
    with (folder / _LOCK).open("ab") as file, hold_lock(file.fileno()):
        yield
