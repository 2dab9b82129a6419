"""Files, standard input, HTML pages and rows of tables -> `Article`, text untouched.

A name says what is in it: `.html`, `.htm`, `.xhtml` a page; `.jsonl`, `.ndjson`, `.csv`,
`.tsv`, `.parquet` a table with one article per row; anything else plain text, unless it
begins as an HTML page does. Standard input is plain text or a page, by the same sign.
Newlines are kept as they are; a byte order mark is not part of the text.

What the caller states (`title`, `published`, ...) overrules what a page says of itself; for
the rows of a table it only fills in what the row does not state.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, cast

from pydantic import ValidationError

from summarizer.errors import ArticleError, ConfigError, list_choices
from summarizer.markup import decode_text, looks_like_page, read_page
from summarizer.rows import (
    FIELDS,
    NAME_ENCODING,
    PIECE_BYTES,
    ROOM_BYTES,
    TABLES,
    Fields,
    Row,
    Table,
    find_suffix,
    read_jsonl,
    show_name,
    too_long,
)
from summarizer.settings import MAX_CHARS
from summarizer_schemas.article import Article

if TYPE_CHECKING:
    from collections.abc import Iterable

_PAGES = (".html", ".htm", ".xhtml")

SUFFIXES = (".txt", *_PAGES, *TABLES)
"""Ends of names that say that there is an article in the file, or a table of them."""

_BYTES_PER_CHAR = 4  # at most, in UTF-8, UTF-16, UTF-32 and GB 18030


@dataclass(frozen=True, slots=True)
class Read:
    """An article and where it was read.

    Attributes:
        source: a path; `path:row` for a row of a table; `-` for standard input.
        article: the article, or why there is none.
    """

    source: str
    article: Article | ArticleError


class _Terms(NamedTuple):
    """How sources are read, and what is stated of all their articles."""

    encoding: str | None
    max_chars: int
    stated: Fields


# ---- doors ----


def read_article(
    source: str | os.PathLike[str] | BinaryIO,
    *,
    encoding: str | None = None,
    max_chars: int = MAX_CHARS,
    **given: object,
) -> Article:
    """Returns the one article in a text file, an HTML page or a binary stream.

    Args:
        source: a path, or an open binary stream such as `sys.stdin.buffer`.
        encoding: the character set, when it is known; a byte order mark overrules it.
        max_chars: the longest text that is read, in code points.
        given: fields of `Article` other than `text`; they overrule a page's own. `None`
            is not given.

    Raises:
        ArticleError: it cannot be read; the message names it and says what to do.
        ConfigError: the encoding or a given field does not exist or has no such value,
            or the extra `html` is missing.
    """
    stated = check_given(given)
    name = _name_source(source)
    if find_suffix(name) in TABLES:
        fix = "read it with read_articles"
        raise ArticleError(f"{name} is a table with an article per row; {fix}", source=name)
    text = decode_text(_read_bytes(source, name, max_chars), source=name, encoding=encoding)
    is_page = find_suffix(name) in _PAGES or looks_like_page(text)
    fields = read_page(text, source=name) if is_page else {"text": text}
    check_text(fields["text"], source=name, max_chars=max_chars)
    return _build_article(fields | stated, source=name)


def read_articles(
    sources: Iterable[str | os.PathLike[str]],
    *,
    stdin: BinaryIO | None = None,
    encoding: str | None = None,
    max_chars: int = MAX_CHARS,
    **given: object,
) -> Iterator[Article | ArticleError]:
    """Yields the articles of several files, each read only when it is asked for.

    A file or row that cannot be read comes as an `ArticleError` in its place; its `source`
    is the path, for a row `path:row`: the line of a JSONL file, the record of a CSV file
    (the header is 1), the row of a Parquet file (the first is 1).

    Args:
        sources: paths; `-` is standard input.
        stdin: what to read for `-`, when it is not `sys.stdin`.
        encoding: as in `read_article`.
        max_chars: as in `read_article`.
        given: as in `read_article`, but a row's own fields come first.

    Raises:
        ConfigError: as in `read_article`; or the extra `parquet` is missing.
    """
    if isinstance(sources, str):
        raise ConfigError("read_articles takes a list of paths; for one, give [path]")
    terms = _Terms(encoding, max_chars, check_given(given))
    return (one.article for source in sources for one in _read_source(source, terms, stdin))


def read_file(
    path: str, *, encoding: str | None = None, max_chars: int = MAX_CHARS, **given: object
) -> Iterator[Read]:
    """Yields what a file holds, as `read_articles` does, each with its source.

    Raises:
        ConfigError: as in `read_articles`.
    """
    return _read_source(path, _Terms(encoding, max_chars, check_given(given)))


def read_lines(
    stream: BinaryIO, *, encoding: str | None = None, max_chars: int = MAX_CHARS, **given: object
) -> Iterator[Read]:
    r"""Yields the articles of JSON Lines as they come; the stream stays open.

    The stream is called `-`, so a source is `-:line`; the rest is as in `read_articles`.

    Raises:
        ConfigError: as in `read_articles`.

    Example:
        >>> stream = io.BytesIO(b'{"text": "Rain fell."}\n{"title": "Snow"}\n')
        >>> for one in read_lines(stream):
        ...     print(one.source, getattr(one.article, "text", one.article))
        -:1 Rain fell.
        -:2 -:2: text is missing; every article needs it
    """
    terms = _Terms(encoding, max_chars, check_given(given))
    return _read_rows("-", partial(_lend, stream), read_jsonl, terms)


def _read_source(
    source: str | os.PathLike[str], terms: _Terms, stdin: BinaryIO | None = None
) -> Iterator[Read]:
    name = _name_source(source)
    if name != "-" and (read_table := TABLES.get(find_suffix(name))):

        def opened() -> io.BufferedReader:
            return Path(name).open("rb")

        return _read_rows(name, opened, read_table, terms)
    return _read_one((stdin or sys.stdin.buffer) if name == "-" else source, name, terms)


def _read_one(
    source: str | os.PathLike[str] | BinaryIO, name: str, terms: _Terms
) -> Iterator[Read]:
    encoding, max_chars = terms.encoding, terms.max_chars
    try:
        article = read_article(source, encoding=encoding, max_chars=max_chars, **terms.stated)
        yield Read(name, article)
    except ArticleError as error:
        yield Read(name, error)


def _read_rows(
    name: str,
    opened: Callable[[], AbstractContextManager[io.BufferedReader]],
    read_table: Callable[[Table], Iterator[Row]],
    terms: _Terms,
) -> Iterator[Read]:
    row = 0
    try:
        with opened() as stream:
            table = Table(name, stream, terms.encoding, terms.max_chars)
            for row, found in read_table(table):
                yield Read(f"{name}:{row}", _read_row(table, row, found, terms.stated))
        if row == 0:
            yield Read(name, table.fail("the table holds no rows; write one article per row"))
    except ArticleError as error:
        yield Read(error.source or name, error)
    except UnicodeError:
        problem = f"{name} is not in the encoding it is read in; {NAME_ENCODING}"
        yield Read(name, ArticleError(problem, source=name))
    except (OSError, ValueError) as error:
        yield Read(name, _unreadable(name, error))


def _read_row(
    table: Table, row: int, found: Fields | str, defaults: Fields
) -> Article | ArticleError:
    if isinstance(found, str):
        return table.fail(found, row)
    fields = defaults | {name: value for name, value in found.items() if value is not None}
    source = f"{table.name}:{row}"
    try:
        article = _build_article(fields, source=source)
        check_text(article.text, source=source, max_chars=table.max_chars)
    except ArticleError as error:
        return error
    return article


# ---- what an article must be ----


def check_text(text: str, *, source: str | None, max_chars: int) -> None:
    """Checks that there is a text, and not too much of it.

    Raises:
        ArticleError: `text` is empty, only white space, or longer than `max_chars`.

    Example:
        >>> check_text(" ", source="rain.txt", max_chars=10)
        Traceback (most recent call last):
        ...
        summarizer.errors.ArticleError: rain.txt holds only white space; give the article's text
    """
    name = source or "the text"
    if not text:
        raise ArticleError(f"{name} is empty; give the article's text", source=source)
    if text.isspace():
        raise ArticleError(f"{name} holds only white space; give the article's text", source=source)
    if len(text) > max_chars:
        raise too_long(f"{name} is {len(text):,} characters long", source, max_chars)


def describe_invalid(error: ValidationError) -> str:
    """Returns what is wrong with an article's fields and what they must be, never the text.

    Example:
        >>> try:
        ...     Article(text="Rain fell.", author="A. Reporter")
        ... except ValidationError as error:
        ...     describe_invalid(error)
        "unknown field 'author'; choose one of: id, language, published, ..."
    """
    return "; ".join(
        _describe_one(one["type"], str(one["loc"][0]), one["input"], one["msg"])
        for one in error.errors(include_url=False)
        if one["type"] != "default_factory_not_called"
    )


def _describe_one(kind: str, field: str, value: object, message: str) -> str:
    if kind == "extra_forbidden":
        return list_choices("field", show_name(field), FIELDS)
    if kind == "missing":
        return f"{field} is missing; every article needs it"
    if kind == "string_type":
        return f"{field} must be a string, not {type(value).__name__}"
    if kind == "string_too_short":
        return f"{field} is empty; give a value or leave it out"
    return f"{field}: {message.removeprefix('Value error, ')}"


def _build_article(fields: Fields, *, source: str) -> Article:
    try:
        return Article.model_validate(fields)
    except ValidationError as error:
        raise ArticleError(f"{source}: {describe_invalid(error)}", source=source) from None


def check_given(given: Fields) -> Fields:
    """Returns the fields that the caller states for all articles, without those that are None.

    Raises:
        ConfigError: an article has no such field, or the field no such value.

    Example:
        >>> check_given({"title": "Rain", "url": None})
        {'title': 'Rain'}
    """
    stated = {name: value for name, value in given.items() if value is not None}
    if unknown := [name for name in stated if name not in FIELDS or name == "text"]:
        known = [name for name in FIELDS if name != "text"]
        raise ConfigError(list_choices("field", unknown[0], known))
    try:
        Article.model_validate({"text": "."} | stated)
    except ValidationError as error:
        raise ConfigError(describe_invalid(error)) from None
    return stated


# ---- bytes ----


def _name_source(source: str | os.PathLike[str] | BinaryIO) -> str:
    if isinstance(source, (str, os.PathLike)):
        return os.fsdecode(source)
    name = getattr(source, "name", None)
    return name if isinstance(name, str) and name != "<stdin>" else "-"


def _read_bytes(source: str | os.PathLike[str] | BinaryIO, name: str, max_chars: int) -> bytes:
    limit = max_chars * _BYTES_PER_CHAR + ROOM_BYTES
    try:
        if not isinstance(source, (str, os.PathLike)):
            data = _read_stream(source, limit)
        else:
            with Path(name).open("rb") as stream:
                size = os.fstat(stream.fileno()).st_size
                data = _read_stream(stream, limit) if size <= limit else None
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from None
    if data is None:
        raise too_long(f"{name} has more than {limit:,} bytes", name, max_chars)
    return data


@contextmanager
def _lend(stream: BinaryIO) -> Generator[io.BufferedReader, None, None]:
    """Gives a stream in the form that tables are read in; it stays open."""
    if isinstance(stream, io.BufferedReader):
        yield stream
        return
    buffered: Any = io.BufferedReader(cast("io.RawIOBase", stream))
    try:
        yield buffered
    finally:
        if not stream.closed:
            buffered.detach()


def _read_stream(stream: BinaryIO, limit: int) -> bytes | None:
    """Reads to the end; a pipe does not tell its size, so one past the limit yields None."""
    pieces: list[bytes] = []
    while piece := stream.read(min(limit + 1, PIECE_BYTES)):
        pieces.append(piece)
        limit -= len(piece)
        if limit < 0:
            return None
    return b"".join(pieces)


def _unreadable(name: str, error: Exception) -> ArticleError:
    if isinstance(error, FileNotFoundError):
        problem = "does not exist; check the path"
    elif isinstance(error, IsADirectoryError):
        problem = "is a directory; name the files in it"
    elif isinstance(error, PermissionError):
        problem = "may not be read by this user; change its permissions"
    else:
        reason = getattr(error, "strerror", None) or str(error)
        problem = f"cannot be read ({reason.lower()}); check the path and the disk"
    return ArticleError(f"{name} {problem}", source=name)
