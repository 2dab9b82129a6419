"""The folder of gold: a folder for each article, whose files appear, or are replaced, when whole.

    GOLD/<article>/article.txt     the raw text, never changed
    GOLD/<article>/gold.json       what an annotator says of it; of a second one gold.<name>.json

Nothing is written that `summarizer eval lint` would refuse for its form, and nothing that somebody
else wrote is written over.
"""

from __future__ import annotations

import json
import os
import re
import stat
import threading
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, cast

from summarizer.errors import ConfigError, SummarizerError
from summarizer.locks import hold_lock
from summarizer_schemas.article import hash_text

FORMAT = "gold/1"
ARTICLE, GOLD = "article.txt", "gold.json"
_LOCK = ".review.lock"
_PART = ".part"
_ANNOTATOR = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}\Z")

Json = dict[str, Any]
Reason = Literal["unknown", "invalid", "conflict", "unwritable"]


class NotSavedError(SummarizerError):
    """Something was not saved; what was there before still is.

    Attributes:
        reason: `unknown` article, `invalid` document, `conflict` with what somebody else saved, or
            `unwritable` disk.
    """

    def __init__(self, message: str, *, reason: Reason) -> None:
        super().__init__(message)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class Kept:
    """Gold as it stands on the disk.

    Attributes:
        document: the gold.
        revision: changes with every byte of it.
    """

    document: Json
    revision: str


class Shelf:
    """The gold of some articles, one annotator's.

    Args:
        folder: where it stands; it is made when it is not there.
        articles: the raw texts, by the names of their folders.
        annotator: who corrects.

    Raises:
        ConfigError: the folder cannot be used, or the annotator's name cannot be part of a file's.
    """

    def __init__(self, folder: Path, articles: Mapping[str, str], *, annotator: str = "a1") -> None:
        if not _ANNOTATOR.match(annotator):
            raise ConfigError(
                f"the annotator {annotator!r} names a file; use letters, digits, - and _"
            )
        self.folder = folder
        self._articles = dict(articles)
        self._annotator = annotator
        self._lock = threading.Lock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with self._hold():
                self._sweep()
        except OSError as error:
            raise ConfigError(f"{folder} cannot be written: {error.strerror}") from None

    def read(self, name: str) -> Kept | None:
        """Returns what this annotator saved of an article; None when that is nothing."""
        if (self.folder / name).is_symlink():
            return None
        data = _read_plain(self._find_file(name))
        document = _parse(data) if data is not None else None
        return None if data is None or document is None else Kept(document, _revise(data))

    def read_all(self) -> dict[str, Kept]:
        """Returns what was saved, by the names of folders."""
        found = {name: self.read(name) for name in self._articles}
        return {name: kept for name, kept in found.items() if kept is not None}

    def save(self, name: str, document: Json, *, revision: str | None) -> str:
        """Saves gold, and the article beside it; returns the new revision.

        Once it returns, the gold is on the disk; a process that is killed on the way leaves the
        old file or the new one, never a part.

        Args:
            name: the folder.
            document: the gold.
            revision: of what the document was made from; None when nothing was saved before.

        Raises:
            NotSavedError: it was not saved; the message says why, without words of the article.
        """
        text = self._articles.get(name)
        if text is None:
            raise NotSavedError("this article is not one of those under review", reason="unknown")
        data = _write_document(document, name, text)
        try:
            with self._lock, self._hold():
                self._put_article(name, text)
                path = self._find_file(name)
                _check_revision(path, revision)
                _write_whole(path, data)
        except OSError as error:
            problem = f"{name} cannot be written: {error.strerror or type(error).__name__}"
            raise NotSavedError(problem, reason="unwritable") from None
        return _revise(data)

    def settle(self) -> None:
        """Returns when no save is under way."""
        with self._lock:
            pass

    # ---- files ----

    @contextmanager
    def _hold(self) -> Generator[None]:
        """Keeps other processes from the folder."""
        flags = os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)
        number = os.open(self.folder / _LOCK, flags, 0o600)
        try:
            with hold_lock(number):
                yield
        finally:
            os.close(number)

    def _sweep(self) -> None:
        """Removes what a killed process left half written."""
        for name in self._articles:
            place = self.folder / name
            if place.is_dir() and not place.is_symlink():
                for left in place.glob(f".*{_PART}"):
                    left.unlink()

    def _find_file(self, name: str) -> Path:
        """Returns this annotator's file: gold.json, unless that is somebody else's."""
        own = self.folder / name / f"gold.{self._annotator}.json"
        first = self.folder / name / GOLD
        if own.is_file():
            return own
        data = _read_plain(first)
        if data is None:
            return first
        document = _parse(data)
        is_own = document is not None and document.get("annotator", "a1") == self._annotator
        return first if is_own else own

    def _put_article(self, name: str, text: str) -> None:
        place = self.folder / name
        place.mkdir(exist_ok=True)
        if not stat.S_ISDIR(place.lstat().st_mode):
            raise NotSavedError(f"{name} is a link; remove it", reason="conflict")
        data = _read_plain(place / ARTICLE)
        if data is None:
            _write_whole(place / ARTICLE, text.encode())
        elif data != text.encode():
            problem = f"{name}/{ARTICLE} holds another text; review into another folder"
            raise NotSavedError(problem, reason="conflict")


def _write_document(document: Json, name: str, text: str) -> bytes:
    """Returns a document as it stands in a file, once it is found to be gold of the article."""
    try:
        if problem := next(check_document(document, name, text), None):
            raise NotSavedError(problem, reason="invalid")
        return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
    except UnicodeEncodeError:
        problem = "it holds half a character, which no text file can"
    except RecursionError:
        problem = "it is nested too deeply"
    raise NotSavedError(problem, reason="invalid")


def check_document(document: Json, name: str, text: str) -> Iterator[str]:
    """Yields what keeps a document from being the gold of an article; no words of it are told.

    Raises:
        UnicodeEncodeError: the article holds half a character.
    """
    if document.get("format") != FORMAT:
        yield f"format is not {FORMAT}"
    if document.get("id") != name:
        yield "id is not the name of the folder"
    article = document.get("article")
    if not isinstance(article, dict) or cast("Json", article).get("sha256") != hash_text(text):
        yield "article.sha256 is of another text"
    for where, span in _walk_quotes(document, ""):
        start, end = span.get("start"), span.get("end")
        is_place = type(start) is int and type(end) is int and 0 <= start < end
        if not is_place or text[start:end] != span["quote"]:
            yield f"{where}: the quote does not stand there"
    text.encode()


def _walk_quotes(value: object, where: str) -> Iterator[tuple[str, Json]]:
    if isinstance(value, dict):
        members = cast("Json", value)
        if isinstance(members.get("quote"), str):
            yield where, members
        for name, one in members.items():
            yield from _walk_quotes(one, f"{where}.{name}".lstrip("."))
    elif isinstance(value, list):
        for index, one in enumerate(cast("list[object]", value)):
            yield from _walk_quotes(one, f"{where}[{index}]")


def _check_revision(path: Path, revision: str | None) -> None:
    data = _read_plain(path)
    if (None if data is None else _revise(data)) != revision:
        raise NotSavedError(
            f"{path.name} was changed since this page was opened; reload the page to see it",
            reason="conflict",
        )


def _read_plain(path: Path) -> bytes | None:
    """Returns what a file of our own holds; None where there is none. No link is followed."""
    try:
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        return None
    with os.fdopen(number, "rb") as file:
        return file.read()


def _parse(data: bytes) -> Json | None:
    try:
        value: object = json.loads(data)
    except ValueError:
        return None
    return cast("Json", value) if isinstance(value, dict) else None


def _revise(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]


def _write_whole(path: Path, data: bytes) -> None:
    """Writes a file that appears when it is on the disk whole."""
    part = path.with_name(f".{path.name}.{os.getpid()}{_PART}")
    flags = os.O_CREAT | os.O_WRONLY | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(part, flags, 0o644), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # a folder cannot be opened there
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
