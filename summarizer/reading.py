"""Files, standard input, HTML pages and rows of tables -> `Article`, text untouched.

A name says what is in it: `.html`, `.htm`, `.xhtml` a page; `.jsonl`, `.ndjson`, `.csv`,
`.tsv`, `.parquet` a table with one article per row; anything else plain text, unless it
begins as an HTML page does. Standard input is plain text or a page, by the same sign.
Newlines are kept as they are; a byte order mark is not part of the text.

What the caller states (`title`, `published`, ...) overrules what a page says of itself; for
the rows of a table it only fills in what the row does not state.
"""

from __future__ import annotations

import csv
import importlib
import io
import itertools
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO, TypeAlias, cast

from pydantic import ValidationError

from summarizer.errors import ArticleError, ConfigError, list_choices
from summarizer.markup import decode_text, find_bom, looks_like_page, read_page, unknown_encoding
from summarizer.settings import MAX_CHARS
from summarizer_schemas.article import Article

if TYPE_CHECKING:
    from collections.abc import Iterable

Fields: TypeAlias = "dict[str, Any]"
Row: TypeAlias = "tuple[int, Fields | str]"
"""The number of a row, and its fields or what is wrong with it."""

FIELDS = tuple(Article.model_fields)
_PAGES = (".html", ".htm", ".xhtml")

_BYTES_PER_CHAR = 4  # at most, in UTF-8, UTF-16, UTF-32 and GB 18030
_ROOM_BYTES = 8 << 20
"""Above the text itself: a page's markup, a row's other fields. Large pages have 1 to 3 MB."""
_ESCAPED_PER_CHAR = 12  # in JSON an emoji may be written as two \uXXXX
_PIECE_BYTES = 1 << 20
_BATCH_ROWS = 64
_LARGEST_FIELD = 2**31 - 1  # a C long on every system

_NAME_ENCODING = "name its encoding with --encoding (encoding=...)"

_UNDECODED = re.compile("[\udc80-\udcff]")  # what surrogateescape leaves of a stray byte
_PLAIN_NAME = re.compile(r"[\w.-]{1,30}( [\w.-]{1,30})?")


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
    stated = _check_given(given)
    name = _name_source(source)
    if _find_suffix(name) in _TABLES:
        fix = "read it with read_articles"
        raise ArticleError(f"{name} is a table with an article per row; {fix}", source=name)
    text = decode_text(_read_bytes(source, name, max_chars), source=name, encoding=encoding)
    is_page = _find_suffix(name) in _PAGES or looks_like_page(text)
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
    return _read_each(sources, stdin, encoding, max_chars, _check_given(given))


def _read_each(
    sources: Iterable[str | os.PathLike[str]],
    stdin: BinaryIO | None,
    encoding: str | None,
    max_chars: int,
    stated: Fields,
) -> Iterator[Article | ArticleError]:
    for source in sources:
        name = _name_source(source)
        if name != "-" and _find_suffix(name) in _TABLES:
            yield from _read_table(name, encoding, max_chars, stated)
            continue
        opened = (stdin or sys.stdin.buffer) if name == "-" else source
        try:
            yield read_article(opened, encoding=encoding, max_chars=max_chars, **stated)
        except ArticleError as error:
            yield error


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
        raise _too_long(f"{name} is {len(text):,} characters long", source, max_chars)


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
        return list_choices("field", _show_name(field), FIELDS)
    if kind == "missing":
        return f"{field} is missing; every article needs it"
    if kind == "string_type":
        return f"{field} must be a string, not {type(value).__name__}"
    if kind == "string_too_short":
        return f"{field} is empty; give a value or leave it out"
    return f"{field}: {message.removeprefix('Value error, ')}"


def _show_name(name: str) -> str:
    """A table without a header offers its first article as names; those are not shown."""
    return name if _PLAIN_NAME.fullmatch(name) else "(not a name)"


def _build_article(fields: Fields, *, source: str) -> Article:
    try:
        return Article.model_validate(fields)
    except ValidationError as error:
        raise ArticleError(f"{source}: {describe_invalid(error)}", source=source) from None


def _check_given(given: Fields) -> Fields:
    stated = {name: value for name, value in given.items() if value is not None}
    if unknown := [name for name in stated if name not in FIELDS or name == "text"]:
        known = [name for name in FIELDS if name != "text"]
        raise ConfigError(list_choices("field", unknown[0], known))
    try:
        Article.model_validate({"text": "."} | stated)
    except ValidationError as error:
        raise ConfigError(describe_invalid(error)) from None
    return stated


def _too_long(problem: str, source: str | None, max_chars: int) -> ArticleError:
    return ArticleError(
        f"{problem} and the limit is {max_chars:,} characters; "
        "set another with Settings(max_chars=...) or SUMMARIZER_MAX_CHARS",
        source=source,
    )


# ---- bytes ----


def _name_source(source: str | os.PathLike[str] | BinaryIO) -> str:
    if isinstance(source, (str, os.PathLike)):
        return os.fsdecode(source)
    name = getattr(source, "name", None)
    return name if isinstance(name, str) and name != "<stdin>" else "-"


def _find_suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def _read_bytes(source: str | os.PathLike[str] | BinaryIO, name: str, max_chars: int) -> bytes:
    limit = max_chars * _BYTES_PER_CHAR + _ROOM_BYTES
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
        raise _too_long(f"{name} has more than {limit:,} bytes", name, max_chars)
    return data


def _read_stream(stream: BinaryIO, limit: int) -> bytes | None:
    """Reads to the end; a pipe does not tell its size, so one past the limit yields None."""
    pieces: list[bytes] = []
    while piece := stream.read(min(limit + 1, _PIECE_BYTES)):
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


# ---- tables ----


@dataclass(frozen=True, slots=True)
class _Table:
    """A file of rows that is being read."""

    name: str
    stream: io.BufferedReader
    encoding: str | None
    max_chars: int

    def open_text(self, newline: str) -> TextIO:
        """Decodes as it goes; a stray byte becomes a lone surrogate, to be found in its row."""
        codec = find_bom(self.stream.peek(4)[:4]) or self.encoding or "utf-8"
        try:
            return io.TextIOWrapper(
                self.stream, encoding=codec, errors="surrogateescape", newline=newline
            )
        except LookupError:
            raise unknown_encoding(codec) from None

    def fail(self, problem: str, row: int | None = None) -> ArticleError:
        """Returns the error of the whole file, or of a row of it."""
        source = self.name if row is None else f"{self.name}:{row}"
        return ArticleError(f"{source}: {problem}", source=source)

    def check_columns(self, names: list[str]) -> None:
        """Checks the columns against what an article has."""
        columns = ", ".join(sorted(FIELDS))
        if unknown := [name for name in names if name not in FIELDS]:
            raise self.fail(list_choices("column", _show_name(unknown[0]), FIELDS))
        if twice := [name for name in FIELDS if names.count(name) > 1]:
            raise self.fail(f"column {twice[0]!r} stands there twice; leave one")
        if "text" not in names:
            raise self.fail(f"no column 'text'; name the columns in the first row: {columns}")


def _read_table(
    path: str, encoding: str | None, max_chars: int, defaults: Fields
) -> Iterator[Article | ArticleError]:
    row = 0
    try:
        with Path(path).open("rb") as stream:
            table = _Table(path, stream, encoding, max_chars)
            for row, found in _TABLES[_find_suffix(path)](table):
                yield _read_row(table, row, found, defaults)
        if row == 0:
            yield table.fail("the table holds no rows; write one article per row")
    except ArticleError as error:
        yield error
    except UnicodeError:
        yield ArticleError(
            f"{path} is not in the encoding it is read in; {_NAME_ENCODING}", source=path
        )
    except (OSError, ValueError) as error:
        yield _unreadable(path, error)


def _read_row(
    table: _Table, row: int, found: Fields | str, defaults: Fields
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


def _read_jsonl(table: _Table) -> Iterator[Row]:
    limit = table.max_chars * _ESCAPED_PER_CHAR + _ROOM_BYTES
    with table.open_text("\n") as lines:
        for row in itertools.count(1):
            line = lines.readline(limit)
            if not line:
                return
            if len(line) == limit and not line.endswith("\n"):
                while (rest := lines.readline(_PIECE_BYTES)) and not rest.endswith("\n"):
                    pass
                problem = f"the row has {limit:,} characters or more"
                yield row, str(_too_long(problem, None, table.max_chars))
            elif not line.isspace():
                yield row, _parse_object(line)


def _parse_object(line: str) -> Fields | str:
    if _UNDECODED.search(line):
        return f"the row holds undecodable bytes; {_NAME_ENCODING}"
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        place = f"{error.msg}, column {error.colno}"
        return f"the row is not valid JSON ({place}); write one object per line"
    except (ValueError, RecursionError):  # a number of thousands of digits; thousands of [
        return "the row is not JSON that can be read; write one object per line"
    if not isinstance(found, dict):
        return f"the row is not an object; write one with the fields {', '.join(sorted(FIELDS))}"
    return cast("Fields", found)


def _read_csv(table: _Table) -> Iterator[Row]:
    # The limit belongs to the whole process, so it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), min(table.max_chars, _LARGEST_FIELD)))
    delimiter = "\t" if _find_suffix(table.name) == ".tsv" else ","
    rows = csv.reader(_cap_lines(table), delimiter=delimiter, strict=True)
    columns: list[str] = []
    row = 0
    try:
        for row, cells in enumerate(rows, start=1):
            if not columns and cells:
                columns = cells
                table.check_columns(columns)
            elif cells:
                yield row, _name_cells(columns, cells)
    except csv.Error as error:
        problem = f"not valid CSV ({error}); rows after it were not read"
        raise table.fail(problem, row + 1) from None


def _cap_lines(table: _Table) -> Iterator[str]:
    limit = 2 * table.max_chars + _ROOM_BYTES  # each quote may be doubled
    with table.open_text("") as lines:
        while line := lines.readline(limit):
            if len(line) == limit:
                raise csv.Error(f"a line has {limit:,} characters or more")
            yield line


def _name_cells(columns: list[str], cells: list[str]) -> Fields | str:
    if len(cells) > len(columns):
        return f"the row has {len(cells)} cells and the header {len(columns)}; quote its commas"
    if any(_UNDECODED.search(cell) for cell in cells):
        return f"the row holds undecodable bytes; {_NAME_ENCODING}"
    return {name: cell for name, cell in zip(columns, cells, strict=False) if cell}


def _read_parquet(table: _Table) -> Iterator[Row]:
    try:
        arrow: Any = importlib.import_module("pyarrow")
        parquet: Any = importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise ConfigError(
            "reading Parquet needs pyarrow: pip install 'structured-summarizer[parquet]'"
        ) from None
    row = 0
    try:
        file = parquet.ParquetFile(table.stream, pre_buffer=False)
        names: list[str] = file.schema_arrow.names
        table.check_columns(names)
        for batch in file.iter_batches(batch_size=_BATCH_ROWS):
            for position in range(batch.num_rows):
                row += 1
                cells = [column[position] for column in batch.columns]
                yield row, _unwrap_cells(names, cells)
    except (arrow.ArrowException, OSError):
        raise table.fail(f"not a Parquet file that can be read beyond row {row}") from None


def _unwrap_cells(names: list[str], cells: list[Any]) -> Fields | str:
    try:
        return {name: cell.as_py() for name, cell in zip(names, cells, strict=True)}
    except UnicodeDecodeError:
        return "the row holds text that is not UTF-8; write its columns as strings"


_TABLES: dict[str, Callable[[_Table], Iterator[Row]]] = {
    ".jsonl": _read_jsonl,
    ".ndjson": _read_jsonl,
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".parquet": _read_parquet,
}
