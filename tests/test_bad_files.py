"""Bad files: each is refused with its name and what to do, and the others are still read."""

from __future__ import annotations

import gzip
import io
import json
import random
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from summarizer import reading
from summarizer.errors import ArticleError, ConfigError
from summarizer.reading import describe_invalid, read_article, read_articles
from summarizer_schemas.article import Article

FIXTURES = Path(__file__).parent / "fixtures"
INSIDE = "Zanzibar"
FRENCH = "Le maire a déclaré « hier » que le pont resterait fermé : les câbles sont abîmés.\n"


def write(path: Path, content: str | bytes) -> Path:
    """Writes a file byte for byte."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refuse(source: Any, **options: Any) -> str:
    """Reads a source that must be refused; returns the message, which names it."""
    with pytest.raises(ArticleError) as caught:
        read_article(source, **options)
    message = str(caught.value)
    name = str(source) if isinstance(source, Path) else "-"
    assert caught.value.source == name
    assert message.startswith(name)
    assert INSIDE not in message
    return message


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty; give"),
        (b"\xef\xbb\xbf", "is empty; give"),
        (b" \t\r\n\xc2\xa0\xe2\x80\xa8", "holds only white space; give"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "looks like a PDF; extract its text"),
        (b"PK\x03\x04" + bytes(30), "office document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "office document"),
        (b"{\\rtf1 Rain}", "RTF"),
        (gzip.compress(b"Rain fell."), "gzip archive; unpack it"),
        (b"\x89PNG\r\n\x1a\n", "PNG image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG image"),
        (b"GIF89a\x01", "GIF image"),
        (random.Random(1).randbytes(5000), "looks like binary data"),
        (b"\x7fELF" + bytes(400), "looks like binary data"),
        ("Rain fell on Quill. ".encode("utf-16-le") * 9, "utf-16-le without a byte order mark"),
        ("Rain fell on Quill. ".encode("utf-16-be") * 9, "utf-16-be without a byte order mark"),
        (FRENCH.encode("cp1252") * 3, "it could be cp1252, cp1257"),
        ("“Rain” fell – today. ".encode() + b"\xff", "damaged byte at 27"),
        (b"\x81\x8d\x8f\x90\x9d\xff" * 5, "encoding cannot be told"),
        (b"\xff\xfeR\0a", "is not valid utf-16 at byte"),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    """The message says what the file looks like and what to do with it."""
    assert says in refuse(write(tmp_path / "a.txt", content))


@pytest.mark.parametrize("content", [b"Caf\xe9 " + INSIDE.encode(), "“Rain”".encode("cp1252")])
def test_bytes_that_are_not_in_the_declared_encoding_are_refused(
    tmp_path: Path, content: bytes
) -> None:
    """Nothing is replaced: the place of the first bad byte is given."""
    message = refuse(write(tmp_path / "a.txt", content), encoding="utf-8")
    assert "is not valid utf-8 at byte" in message
    assert "--encoding" in message


def test_a_missing_file_and_a_directory_are_named(tmp_path: Path) -> None:
    """Neither is read, and each has its own fix."""
    assert "does not exist; check the path" in refuse(tmp_path / "none.txt")
    assert "is a directory; name the files in it" in refuse(tmp_path)


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (PermissionError(13, "Permission denied"), "may not be read by this user"),
        (OSError(5, "Input/output error"), "input/output error"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.csv"])
def test_a_file_the_system_refuses_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, says: str, name: str
) -> None:
    """What the system says is passed on with the path, whatever the kind of file."""
    path = write(tmp_path / name, "text\nRain\n")

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", fail)
    [found] = read_articles([path])
    assert isinstance(found, ArticleError)
    assert found.source == str(path)
    assert says in str(found)


def test_a_path_no_system_has_is_refused() -> None:
    """A NUL in a path is an error of that file, not of the run."""
    found = list(read_articles(["a\0b.txt", "a\0b.jsonl"]))
    assert [type(one) for one in found] == [ArticleError, ArticleError]


def test_a_text_over_the_limit_is_refused(tmp_path: Path) -> None:
    """The message tells the length, the limit, and how to set it."""
    message = refuse(write(tmp_path / "a.txt", INSIDE * 2), max_chars=15)
    assert "16 characters long and the limit is 15 characters" in message
    assert "Settings(max_chars=...) or SUMMARIZER_MAX_CHARS" in message


def test_a_huge_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The size is asked first, so no byte of a file far over the limit is read."""
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(20_000_000)

    def fail(*_: object) -> None:
        pytest.fail("it was read")

    monkeypatch.setattr(reading, "_read_stream", fail)
    assert "SUMMARIZER_MAX_CHARS" in refuse(path, max_chars=1000)


def test_an_endless_stream_is_left_at_the_limit() -> None:
    """A stream tells no size, so it is read up to the limit and no further."""

    class Endless(io.RawIOBase):
        taken = 0

        def read(self, size: int = -1, /) -> bytes:
            self.taken += size
            return b"a" * size

    stream = Endless()
    assert "SUMMARIZER_MAX_CHARS" in refuse(stream, max_chars=1000)
    assert stream.taken < 10_000_000


def test_a_page_without_an_article_is_refused() -> None:
    """Menus and scripts are no article."""
    assert "the page holds no article text; give" in refuse(FIXTURES / "menu_only.html")


@pytest.mark.parametrize("page", ["<html>", "<html>" + "<div>" * 50_000, "<!doctype html>\0\0"])
def test_a_broken_page_is_refused(tmp_path: Path, page: str) -> None:
    """Markup without words, however deep, is an error of that file."""
    assert "page" in refuse(write(tmp_path / "a.html", page))


@pytest.mark.parametrize("label", ["base64", "latin-99", "utf-16"])
def test_a_page_in_no_known_encoding_is_refused(tmp_path: Path, label: str) -> None:
    """A page that is not UTF-8 and names no character set that could be its own is refused."""
    page = f'<!doctype html><meta charset="{label}"><p>{FRENCH * 3}</p>'
    assert "cannot be told" in refuse(write(tmp_path / "a.html", page.encode("cp1252")))


def test_a_table_is_not_one_article(tmp_path: Path) -> None:
    """Reading one article from a table names the function that reads them all."""
    assert "read_articles" in refuse(write(tmp_path / "a.jsonl", '{"text": "Rain"}'))


# ---- rows ----


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ('{"text": "Zanzibar", "author": "A"}', "unknown field 'author'; choose one of: id, "),
        ('{"text": "Zanzibar", "Zanzibar is\\nfree": 1}', "unknown field '(not a name)'"),
        ('{"title": "Zanzibar"}', "text is missing"),
        ('{"text": null}', "text is missing"),
        ('{"text": ["Zanzibar"]}', "text must be a string, not list"),
        ('{"text": "Zanzibar", "title": 3}', "title must be a string, not int"),
        ('{"text": "Zanzibar", "id": ""}', "id is empty; give a value or leave it out"),
        ('{"text": "Zanzibar", "published": "19/01/24"}', "'19/01/24' is not a publication date"),
        ('{"text": "Zanzibar", "published": "0000-01-01"}', "write YYYY-MM-DD"),
        ('{"text": "Zanzibar", "published": "2024-01-19T10:00"}', "with a zone"),
        ('{"text": "Zanzibar", "published": 20240119}', "write YYYY-MM-DD"),
        ('{"text": ""}', "is empty; give"),
        ('{"text": " \\n "}', "holds only white space; give"),
        ('{"text": "Zanzibar', "the row is not valid JSON ("),
        ('"Zanzibar"', "is not an object"),
        ("[" * 100_000, "not JSON that can be read"),
        ('{"id": ' + "9" * 5000 + "}", "not JSON that can be read"),
        ('{"text": "' + "Zanzibar" * 4 + '"}', "the limit is 20 characters"),
    ],
)
def test_a_bad_row_is_named_and_the_others_are_read(tmp_path: Path, row: str, says: str) -> None:
    """A bad row comes back in its place with file and line, and never with its words."""
    path = write(tmp_path / "a.jsonl", f'{{"text": "Rain"}}\n\n{row}\n{{"text": "Snow"}}\n')
    first, bad, last = read_articles([path], max_chars=20)
    assert isinstance(first, Article)
    assert isinstance(bad, ArticleError)
    assert isinstance(last, Article)
    assert bad.source == f"{path}:3"
    assert str(bad).startswith(f"{path}:3")
    assert says in str(bad)
    assert INSIDE not in str(bad)


def test_an_endless_row_is_skipped(tmp_path: Path) -> None:
    """A line far over the limit is an error of its own; the next line is read."""
    huge = json.dumps({"text": "a" * 9_000_000})
    path = write(tmp_path / "a.jsonl", f'{huge}\n{{"text": "Snow"}}')
    bad, last = read_articles([path], max_chars=1000)
    assert isinstance(bad, ArticleError)
    assert "the limit is 1,000 characters" in str(bad)
    assert isinstance(last, Article)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", b'{"text": "Rain"}\n{"text": "\xa3"}\n{"text": "Snow"}\n'),
        ("a.csv", b"text\nRain\n\xa3\nSnow\n"),
    ],
)
def test_undecodable_bytes_spoil_one_row(tmp_path: Path, name: str, content: bytes) -> None:
    """A stray byte costs its row alone, and the fix is named."""
    first, bad, last = read_articles([write(tmp_path / name, content)])
    assert isinstance(first, Article)
    assert isinstance(bad, ArticleError)
    assert "--encoding" in str(bad)
    assert isinstance(last, Article)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("text,author\nRain,A\n", "unknown column 'author'; choose one of: id, "),
        ("Zanzibar is free, they said.\n", "unknown column '(not a name)'"),
        ("title\nRain\n", "no column 'text'"),
        ("text,text\nRain,Snow\n", "column 'text' stands there twice"),
        ('text\n"Zanzibar\n', "not valid CSV"),
        ('text\n"Zanzibar" is\n', "not valid CSV"),
    ],
)
def test_a_bad_csv_file_is_one_error(tmp_path: Path, content: str, says: str) -> None:
    """What is wrong with the whole table is said once."""
    [bad] = read_articles([write(tmp_path / "a.csv", content)])
    assert isinstance(bad, ArticleError)
    assert says in str(bad)
    assert INSIDE not in str(bad)


def test_a_csv_row_with_too_many_cells_is_refused(tmp_path: Path) -> None:
    """A row wider than the header is an error in its place, by its record's number."""
    path = write(tmp_path / "a.csv", 'text,title\n"Ra\nin",A\nSnow, then,hail\nSun,B\n')
    first, bad, last = read_articles([path])
    assert isinstance(first, Article)
    assert isinstance(bad, ArticleError)
    assert str(bad).startswith(f"{path}:3: the row has 3 cells and the header 2")
    assert isinstance(last, Article)


def test_a_csv_line_without_end_is_refused(tmp_path: Path) -> None:
    """A line far over the limit ends its file with an error, before it fills the memory."""
    path = write(tmp_path / "a.csv", "text\n" + "a" * 9_000_000)
    [bad] = read_articles([path], max_chars=1000)
    assert "a line has" in str(bad)


@pytest.mark.parametrize("content", [b"", b"PAR1 no table PAR1", b"text\nRain\n"])
def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path, content: bytes) -> None:
    """The suffix alone does not make a table."""
    path = write(tmp_path / "a.parquet", content)
    [bad] = read_articles([path])
    assert isinstance(bad, ArticleError)
    assert "not a Parquet file" in str(bad)
    assert bad.source == str(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.jsonl", ""), ("a.jsonl", "\n\n"), ("a.csv", ""), ("a.csv", "text,title\n\n")],
)
def test_a_table_without_rows_is_one_error(tmp_path: Path, name: str, content: str) -> None:
    """A table that holds no article is not passed over in silence."""
    [bad] = read_articles([write(tmp_path / name, content)])
    assert isinstance(bad, ArticleError)
    assert "the table holds no rows" in str(bad)


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.tsv", "a.parquet"])
def test_a_missing_table_is_one_error(tmp_path: Path, name: str) -> None:
    """A table that is not there is refused as any file is."""
    [bad] = read_articles([tmp_path / name])
    assert "does not exist; check the path" in str(bad)


def test_utf16_cut_short_is_an_error_of_the_file(tmp_path: Path) -> None:
    """A table whose bytes end inside a character is refused, and the run goes on."""
    path = write(tmp_path / "a.jsonl", '{"text": "Rain"}'.encode("utf-16") + b"\xd8")
    found = list(read_articles([path, FIXTURES / "bare.html"]))
    assert isinstance(found[0], ArticleError)
    assert "--encoding" in str(found[0])
    assert isinstance(found[-1], Article)


def test_bad_files_stand_among_good_ones(tmp_path: Path) -> None:
    """One outcome per source, in order, whatever happens to each."""
    good = write(tmp_path / "good.txt", "Rain fell.")
    empty = write(tmp_path / "empty.txt", "")
    sources = [good, empty, tmp_path, tmp_path / "none.html", good]
    found = list(read_articles(sources))
    assert [isinstance(one, Article) for one in found] == [True, False, False, False, True]
    assert [one.source for one in found if isinstance(one, ArticleError)] == [
        str(source) for source in sources[1:4]
    ]


# ---- the caller's mistakes ----


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"published": "19/01/24"}, "'19/01/24' is not a publication date; write YYYY-MM-DD"),
        ({"published": "0000-01-01"}, "write YYYY-MM-DD"),
        ({"title": 3}, "title must be a string, not int"),
        ({"author": "A"}, "unknown field 'author'; choose one of: id, language, published"),
        ({"text": "Snow"}, "unknown field 'text'"),
        ({"encoding": "latin-99"}, "unknown encoding 'latin-99'; use a name Python knows"),
        ({"encoding": "base64"}, "unknown encoding 'base64'"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_a_wrong_option_is_raised_not_returned(
    tmp_path: Path, options: dict[str, Any], says: str, name: str
) -> None:
    """What the caller got wrong for all files is said once, before any article."""
    path = write(tmp_path / name, '{"text": "Rain"}')
    with pytest.raises(ConfigError) as caught:
        list(read_articles([path], **options))
    assert says in str(caught.value)


def test_describe_invalid_names_every_field() -> None:
    """All that is wrong is said at once, and nothing that follows from it."""
    with pytest.raises(ValidationError) as caught:
        Article.model_validate({"text": 3, "url": 4})
    assert describe_invalid(caught.value) == (
        "text must be a string, not int; url must be a string, not int"
    )
