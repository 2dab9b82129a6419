"""What a batch is given: files, folders, patterns and standard input -> a stream of articles.

A file is read as `read_articles` reads it. A folder is walked, by name, folder by folder: of its
files those are taken whose suffix says that there are articles in them (`SUFFIXES`, in capitals
or not); hidden files and folders are not. A pattern finds whatever files match it: `*`, `?` and
`[…]` within a name, `**` for any number of folders, none included; without `**`, a folder that
matches is walked. Links to folders are followed, but never in a circle. `-` is standard input: JSON
Lines, one article a line, read as they come.
"""

from __future__ import annotations

import heapq
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatch
from itertools import chain
from pathlib import Path, PurePath
from typing import BinaryIO, TypeAlias

from summarizer.errors import ArticleError, ConfigError
from summarizer.markup import decode_text
from summarizer.reading import SUFFIXES, Read, check_given, read_file, read_lines
from summarizer.rows import TABLES, count_rows, find_suffix
from summarizer.settings import MAX_CHARS

__all__ = ["Read", "count_articles", "is_readable_again", "open_inputs"]

STDIN = "-"

_Found: TypeAlias = "str | ArticleError"
"""The path of a file, or why the files of a folder cannot be listed."""
_Files: TypeAlias = "Iterable[_Found]"

_ANY_FOLDERS = "**"
_MOST_NAMES = 100_000
"""Names of one folder that are held at once, in 23 MB. One with a million files is listed eleven
times, at about 1 s each."""


def open_inputs(
    sources: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    encoding: str | None = None,
    max_chars: int = MAX_CHARS,
    leave_out: str | None = None,
    **given: object,
) -> Iterator[Read]:
    """Yields the articles of all sources, each read only when it is asked for.

    What cannot be read comes as an `ArticleError` in its place.

    Args:
        sources: paths of files and folders, patterns (`news/**/*.txt`), `-` for standard input.
        stdin: what to read for `-`, when it is not `sys.stdin`.
        encoding: the character set, when it is known; a byte order mark overrules it.
        max_chars: the longest text that is read, in code points.
        leave_out: a folder that is not walked into: the one results are written to.
        given: fields of `Article` that a row or page does not state itself, as in
            `read_articles`.

    Raises:
        ConfigError: before anything is read: a source does not exist or holds no articles, a
            pattern matches nothing, the encoding or a given field does not exist. Later on: the
            extra `html` or `parquet` is missing.

    Example:
        >>> import io
        >>> lines = io.BytesIO(b'{"text": "Rain fell on Norburg."}')
        >>> [(one.source, one.article.text) for one in open_inputs(["-"], stdin=lines)]
        [('-:1', 'Rain fell on Norburg.')]
        >>> open_inputs(["nowhere/*.txt"])
        Traceback (most recent call last):
        ...
        summarizer.errors.ConfigError: no file matches 'nowhere/*.txt'; check the pattern
    """
    inputs = _check_sources(sources, leave_out)
    stated = check_given(given)
    if encoding is not None:
        with suppress(ArticleError):
            decode_text(b".", source=STDIN, encoding=encoding)

    def read_all() -> Iterator[Read]:
        for path in chain.from_iterable(inputs):
            if isinstance(path, ArticleError):
                yield Read(path.source or "", path)
            elif path == STDIN:
                stream = stdin or sys.stdin.buffer
                yield from read_lines(stream, encoding=encoding, max_chars=max_chars, **stated)
            else:
                yield from read_file(path, encoding=encoding, max_chars=max_chars, **stated)

    return read_all()


def count_articles(sources: Sequence[str], *, leave_out: str | None = None) -> int | None:
    """Returns how many articles and errors `open_inputs` will yield, without reading them.

    Args:
        sources: as for `open_inputs`.
        leave_out: as for `open_inputs`.

    Returns:
        None where that cannot be known: of standard input and pipes, and of large CSV files,
        which would have to be parsed.

    Raises:
        ConfigError: as in `open_inputs`.
    """
    inputs = _check_sources(sources, leave_out)
    if not is_readable_again(sources):
        return None
    total = 0
    for path in chain.from_iterable(inputs):
        is_table = isinstance(path, str) and find_suffix(path) in TABLES
        found = count_rows(str(path)) if is_table else 1
        if found is None:
            return None
        total += found
    return total


def is_readable_again(sources: Sequence[str]) -> bool:
    """Returns whether the sources can be read a second time: no standard input, no pipe.

    Example:
        >>> is_readable_again(["news", "more.jsonl"]), is_readable_again(["news", "-"])
        (True, False)
    """
    return not any(one == STDIN or _is_pipe(one) for one in sources)


# ---- which sources there are ----


def _check_sources(sources: Sequence[str], leave_out: str | None) -> list[_Files]:
    if isinstance(sources, str):
        raise ConfigError("the inputs are a list; for one, give [source]")
    if not sources:
        raise ConfigError("there is no input; give files, folders, patterns or -")
    if list(sources).count(STDIN) > 1:
        raise ConfigError("standard input can be read once only; give - once")
    real = os.path.realpath(leave_out) if leave_out else None
    return [_check_source(one, real) for one in sources]


def _check_source(source: str, leave_out: str | None) -> _Files:
    """Returns the files that a source stands for, of which there is one at least."""
    if source == STDIN or (Path(source).exists() and not Path(source).is_dir()):
        return (source,)
    if Path(source).is_dir():
        if os.path.realpath(source) == leave_out:
            raise ConfigError(f"{source} is where the results go; name another folder for them")
        search = _Search(source, (_ANY_FOLDERS,), SUFFIXES, leave_out)
        problem = f"{source} holds no file that ends in {', '.join(SUFFIXES)}; name what it holds"
    elif _is_pattern(source):
        parts = PurePath(source).parts
        first = next(at for at, part in enumerate(parts) if _is_pattern(part))
        folder = str(PurePath(*parts[:first])) if first else ""
        search = _Search(folder, parts[first:], None, leave_out)
        problem = f"no file matches {source!r}; check the pattern"
    else:
        raise ConfigError(f"{source} does not exist; check the path")
    if not Path(search.folder or os.curdir).is_dir() or next(iter(search), None) is None:
        raise ConfigError(problem)
    return search


def _is_pattern(source: str) -> bool:
    return any(mark in source for mark in "*?[")


def _is_pipe(source: str) -> bool:
    path = Path(source)
    return path.exists() and not path.is_file() and not path.is_dir()


# ---- walking ----


@dataclass(frozen=True, slots=True)
class _Search:
    """Files that are looked for below a folder, and found in the same order each time.

    Attributes:
        folder: where to begin; blank for the working directory.
        parts: a pattern, part by part: names, with `*`, `?` and `[…]`, or `**`.
        suffixes: ends of the names that are taken; None for all.
        leave_out: the real path of a folder that is not walked into.
    """

    folder: str
    parts: tuple[str, ...]
    suffixes: tuple[str, ...] | None
    leave_out: str | None

    def __iter__(self) -> Iterator[_Found]:
        return self._walk(self.folder, self._skip_ahead({0}), ())

    def _walk(self, folder: str, at: frozenset[int], above: tuple[str, ...]) -> Iterator[_Found]:
        """Walks a folder to whose files and folders any of these parts of the pattern may apply."""
        real = os.path.realpath(folder or os.curdir)
        if real == self.leave_out or real in above:
            return
        within = str(PurePath(folder, "_"))[:-1]
        try:
            for name, is_folder in _list_folder(folder):
                reached = self._match(name, at)
                if is_folder:
                    yield from self._enter(within + name, reached, (*above, real))
                elif len(self.parts) in reached and self._is_wanted(name):
                    yield within + name
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            yield ArticleError(
                f"{folder}: the folder cannot be listed ({reason}); check its permissions",
                source=folder,
            )

    def _enter(
        self, path: str, reached: frozenset[int], above: tuple[str, ...]
    ) -> Iterator[_Found]:
        if len(self.parts) in reached and _ANY_FOLDERS not in self.parts:
            whole = _Search(path, (_ANY_FOLDERS,), SUFFIXES, self.leave_out)
            return whole._walk(path, whole._skip_ahead({0}), above)
        if reached - {len(self.parts)}:
            return self._walk(path, reached, above)
        return iter(())

    def _match(self, name: str, at: frozenset[int]) -> frozenset[int]:
        """Returns the parts that may apply below this name; one past the last: it is found."""
        is_hidden = name.startswith(".")
        following: set[int] = set()
        for index in at - {len(self.parts)}:
            part = self.parts[index]
            if is_hidden and not part.startswith("."):
                continue
            if part == _ANY_FOLDERS:
                following.add(index)
            elif fnmatch(name, part):
                following.add(index + 1)
        return self._skip_ahead(following)

    def _skip_ahead(self, at: set[int]) -> frozenset[int]:
        """`**` may stand for no folder at all, so what follows it may apply, too."""
        for index, part in enumerate(self.parts):
            if part == _ANY_FOLDERS and index in at:
                at.add(index + 1)
        return frozenset(at)

    def _is_wanted(self, name: str) -> bool:
        return self.suffixes is None or name.lower().endswith(self.suffixes)


def _list_folder(folder: str) -> Iterator[tuple[str, bool]]:
    """Yields the names of files and folders in order, and whether it is a folder."""
    last = ""
    while True:
        with os.scandir(folder or os.curdir) as entries:
            kinds = ((one.name, _is_folder(one)) for one in entries if one.name > last)
            known = ((name, kind) for name, kind in kinds if kind is not None)
            names = heapq.nsmallest(_MOST_NAMES, known)
        yield from names
        if len(names) < _MOST_NAMES:
            return
        last = names[-1][0]


def _is_folder(entry: os.DirEntry[str]) -> bool | None:
    """None for what is neither file nor folder, such as a pipe, which nobody may ever write to."""
    try:
        if entry.is_dir():
            return True
        return False if entry.is_file() or entry.is_symlink() else None
    except OSError:
        return False
