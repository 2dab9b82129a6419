"""Files of requests, no longer and no larger than a provider takes."""

from __future__ import annotations

import os
import uuid
from dataclasses import dataclass
from pathlib import Path

from summarizer.batch.jobs.letters import Letter
from summarizer.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Files:
    """Where files of requests stand, and how large they may be: OpenAI's limits, if not told.

    Attributes:
        folder: where they are until the provider has them; made when it is not there.
        lines: most requests in a file.
        bytes: most bytes of a file.

    Raises:
        ConfigError: a limit is below 1.

    Example:
        >>> Files(Path("out/.jobs"), lines=1_000).bytes
        200000000
    """

    folder: Path
    lines: int = 50_000
    bytes: int = 200_000_000

    def __post_init__(self) -> None:
        for name, value in (("lines", self.lines), ("bytes", self.bytes)):
            if value < 1:
                raise ConfigError(f"{name} of a file is {value}; give 1 or more")

    def find(self, job: str) -> Path:
        """Returns where the file of a job is."""
        return self.folder / f"{job}.jsonl"

    def find_part(self, name: str) -> Path:
        """Returns where a file is that is not whole, or needed for a moment only."""
        return self.folder / f"{name}.part"

    def sweep(self) -> None:
        """Makes the folder, and removes what a process left half written.

        Raises:
            ConfigError: it cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for path in self.folder.glob("*.part"):
                path.unlink()
        except OSError as error:
            raise ConfigError(
                f"{self.folder} cannot be written: {error.strerror}; mend that and run again"
            ) from None


class Packet:
    """One file that is being filled.

    Args:
        files: where it is written, and how large it may be.

    Raises:
        ConfigError: it cannot be written.
    """

    def __init__(self, files: Files) -> None:
        self.id = uuid.uuid4().hex
        self.letters: list[Letter] = []
        self._files = files
        self._bytes = 0
        self._path = files.find(self.id)
        self._part = files.find_part(self.id)
        try:
            self._file = self._part.open("wb")
        except OSError as error:
            raise self._explain(error) from None

    def has_room(self, letter: Letter) -> bool:
        """Returns whether one more request fits in."""
        limits = self._files
        more = self._bytes + len(letter.line)
        return len(self.letters) < limits.lines and more <= limits.bytes

    def add(self, letter: Letter) -> None:
        """Puts one more request in.

        Raises:
            ConfigError: it is larger than a file may be, or the file cannot be written.
        """
        if len(letter.line) > self._files.bytes:
            raise ConfigError(
                f"a request has {len(letter.line)} bytes and a file may have {self._files.bytes}; "
                "allow more, or lower chunk_tokens"
            )
        try:
            self._file.write(letter.line)
        except OSError as error:
            raise self._explain(error) from None
        self._bytes += len(letter.line)
        # The line is on disk; of 50,000 the rest is small.
        self.letters.append(Letter(letter.hash, letter.number, letter.key, b"", letter.cost_usd))

    def finish(self) -> Path:
        """Brings the file safely to disk; returns where it is.

        Raises:
            ConfigError: the file cannot be written.
        """
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._part.replace(self._path)
        except OSError as error:
            raise self._explain(error) from None
        return self._path

    def drop(self) -> None:
        """Leaves nothing of a file that is not finished."""
        self._file.close()
        self._part.unlink(missing_ok=True)

    def _explain(self, error: OSError) -> ConfigError:
        return ConfigError(
            f"{self._part} cannot be written: {error.strerror}; mend that and run the same "
            "command again"
        )
