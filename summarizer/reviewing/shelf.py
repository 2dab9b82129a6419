"""The folder of gold: a folder for each article, whose files appear, or are replaced, when whole.

    GOLD/<article>/article.txt     the raw text, never changed
    GOLD/<article>/gold.json       what an annotator says of it; of a second one gold.<name>.json

Nothing is written that `summarizer eval lint` would refuse for its form, and nothing that somebody
else wrote is written over.
"""

from __future__ import annotations

import errno
import json
import os
import re
import threading
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal, cast

from summarizer.errors import ConfigError, SummarizerError
from summarizer.foldernames import make_folder_name
from summarizer.locks import hold_lock
from summarizer.reviewing.checking import Json, check_document, is_by
from summarizer.reviewing.disk import PART, is_folder, read_plain, sync_folder, write_whole

ARTICLE, GOLD = "article.txt", "gold.json"
_LOCK = ".review.lock"
_ANNOTATOR = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}\Z")
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}

Reason = Literal["unknown", "invalid", "conflict", "full", "unwritable"]


class NotSavedError(SummarizerError):
    """Something was not saved; what was there before still is.

    Attributes:
        reason: `unknown` article, `invalid` document, `conflict` with what somebody else wrote,
            `full` or otherwise `unwritable` disk.
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


@dataclass(frozen=True, slots=True)
class _Place:
    """What stands in the folder of an article: this annotator's file, and what is in it."""

    path: Path
    kept: Kept | None
    has_article: bool


class Shelf:
    """The gold of some articles, one annotator's.

    Args:
        folder: where it stands; it is made when it is not there.
        articles: the raw texts, by the names of their folders (`foldernames.name_folders`).
        annotator: who corrects.

    Raises:
        ConfigError: the folder cannot be used, or a name cannot be that of a folder or a file.
    """

    def __init__(self, folder: Path, articles: Mapping[str, str], *, annotator: str = "a1") -> None:
        if not _ANNOTATOR.match(annotator):
            raise ConfigError(
                f"the annotator {annotator!r} names a file; use letters, digits, - and _"
            )
        if wrong := [name for name in articles if make_folder_name(name) != name]:
            raise ConfigError(f"{wrong[0]!r} names no folder; `name_folders` makes a name of it")
        self.folder = folder
        self._articles = dict(articles)
        self._annotator = annotator
        self._lock = threading.Lock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with self._hold():
                self._tidy()
        except OSError as error:
            raise ConfigError(f"{folder} cannot be written: {error.strerror}") from None

    def read(self, name: str) -> Kept | None:
        """Returns what this annotator saved of an article; None when that is nothing.

        What `find_obstacles` tells of is nothing, too.
        """
        try:
            return self._look(name).kept
        except (NotSavedError, OSError):
            return None

    def read_all(self) -> dict[str, Kept]:
        """Returns what was saved, by the names of folders."""
        found = {name: self.read(name) for name in self._articles}
        return {name: kept for name, kept in found.items() if kept is not None}

    def find_obstacles(self) -> Iterator[str]:
        """Returns why articles cannot be saved as things stand; better known before the work."""
        return filter(None, map(self._find_obstacle, self._articles))

    def save(self, name: str, document: Json, *, revision: str | None) -> str:
        """Saves gold, and the article beside it; returns the new revision.

        Once it returns, the gold is on the disk; a process that is killed on the way leaves the
        old file or the new one, never a part. What stands there already is saved again without
        complaint, so that whoever missed the answer may ask once more.

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
        data = self._write_document(document, name, text)
        made = _revise(data)
        try:
            with self._lock, self._hold():
                place = self._look(name)
                found = place.kept.revision if place.kept else None
                if found not in {revision, made}:
                    raise NotSavedError(
                        f"{name}/{place.path.name} was changed since this page was opened; "
                        "reload the page to see it",
                        reason="conflict",
                    )
                self._put(place, data, text)
        except OSError as error:
            reason: Reason = "full" if error.errno in _FULL else "unwritable"
            raise NotSavedError(_describe(name, error), reason=reason) from None
        return made

    # ---- files ----

    def _find_obstacle(self, name: str) -> str | None:
        try:
            self._look(name)
        except NotSavedError as obstacle:
            return str(obstacle)
        except OSError as error:
            return _describe(name, error)
        return None

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

    def _tidy(self) -> None:
        """Removes what a killed process left half written, and finishes what it had begun."""
        for name, text in self._articles.items():
            folder = self.folder / name
            try:
                if not is_folder(folder):
                    continue
                for left in folder.glob(f".*{PART}"):
                    left.unlink()
                place = self._look(name)
                if place.kept and not place.has_article:
                    write_whole({folder / ARTICLE: text.encode()})
            except (NotSavedError, OSError):
                continue  # `find_obstacles` tells

    def _look(self, name: str) -> _Place:
        """Returns what stands in a folder.

        Raises:
            NotSavedError: something in it is in the way.
            OSError: it cannot be read.
        """
        text, folder = self._articles[name], self.folder / name
        try:
            raw = text.encode()
        except UnicodeEncodeError:
            problem = f"{name}: the article holds half a character, which no text file can"
            raise NotSavedError(problem, reason="invalid") from None
        is_folder(folder)
        article = read_plain(folder / ARTICLE)
        if article is not None and article != raw:
            raise NotSavedError(
                f"{name}/{ARTICLE} holds another text; review into another folder",
                reason="conflict",
            )
        path, data = self._find_file(folder)
        if data is None:
            return _Place(path, None, article is not None)
        document = _parse(data)
        if document is None or self._find_problem(document, name, text):
            raise NotSavedError(
                f"{name}/{path.name} is no gold of this article; "
                f"`summarizer eval lint {folder}` says why; mend it or move it away",
                reason="conflict",
            )
        return _Place(path, Kept(document, _revise(data)), article is not None)

    def _find_file(self, folder: Path) -> tuple[Path, bytes | None]:
        """Returns this annotator's file: gold.json, unless that is somebody else's."""
        own, first = folder / f"gold.{self._annotator}.json", folder / GOLD
        if (data := read_plain(own)) is not None:
            return own, data
        if (data := read_plain(first)) is None:
            return first, None
        document = _parse(data)
        if document is not None and is_by(document, self._annotator):
            return first, data
        return own, None

    def _put(self, place: _Place, data: bytes, text: str) -> None:
        folder = place.path.parent
        folder.mkdir(exist_ok=True)
        if place.has_article:
            write_whole({place.path: data})
            return
        # The article comes last: a folder without one is no case yet, one without gold a bad one.
        write_whole({place.path: data, folder / ARTICLE: text.encode()})
        sync_folder(self.folder)

    def _write_document(self, document: Json, name: str, text: str) -> bytes:
        """Returns a document as it stands in a file, once it is found to be gold."""
        try:
            problem = self._find_problem(document, name, text)
            if problem is None:
                words = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)
                return f"{words}\n".encode()
        except UnicodeEncodeError:
            problem = "it holds half a character, which no text file can"
        except ValueError:
            problem = "it holds a number that JSON has no word for"
        raise NotSavedError(problem, reason="invalid")

    def _find_problem(self, document: Json, name: str, text: str) -> str | None:
        found = check_document(document, name=name, text=text, annotator=self._annotator)
        try:
            return next(found, None)
        except RecursionError:
            return "it is nested too deeply"


def _describe(name: str, error: OSError) -> str:
    return f"{name} cannot be written: {error.strerror or type(error).__name__}"


def _parse(data: bytes) -> Json | None:
    try:
        value: object = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return cast("Json", value) if isinstance(value, dict) else None


def _revise(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]
