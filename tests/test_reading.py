"""Reading: files, streams, pages and tables become articles with their text untouched."""

from __future__ import annotations

import importlib
import io
import json
import os
import sys
import threading
import tracemalloc
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import markup, reading, rows
from summarizer.errors import ArticleError, ConfigError
from summarizer.reading import check_text, read_article, read_articles
from summarizer_schemas.article import Article

FIXTURES = Path(__file__).parent / "fixtures"

STORY = "The mayor of Port Fenwick said on Monday that the bridge would stay shut.\n"
QUOTED = STORY + "“We will not open it,” she said near Café Zoë – repairs cost £2 million.\n"
RUSSIAN = (
    "Мэр города заявила в понедельник, что мост останется закрытым. Ремонт начнётся в мае "
    "и обойдётся в два миллиона рублей, сообщили в администрации.\n"
)
JAPANESE = (
    "市長は月曜日、橋は閉鎖されたままになると述べた。修理は五月に始まり、費用は二百万円になる"
    "見込みだと発表した。住民は迂回路を使う必要がある。\n"
)


def articles(*sources: str | Path, **options: Any) -> list[Article]:
    """Reads sources of which every row must be an article."""
    read = list(read_articles(sources, **options))
    assert [one for one in read if isinstance(one, ArticleError)] == []
    return [one for one in read if isinstance(one, Article)]


def write(path: Path, content: str | bytes) -> Path:
    """Writes a file byte for byte."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def write_parquet(path: Path, **columns: list[Any]) -> Path:
    """Writes a Parquet file of the columns given."""
    arrow: Any = importlib.import_module("pyarrow")
    parquet: Any = importlib.import_module("pyarrow.parquet")
    parquet.write_table(arrow.table(columns), path)
    return path


# ---- plain text ----


@pytest.mark.parametrize(
    "text",
    [
        "Rain fell.\r\nIt stopped.\rThen again.\n",
        "Rain\0fell \x1b[31mred\x07.",
        "שלום \u202eabc\u202c \u200f! مرحبا",
        "Fire 🔥 👩‍👩‍👧 🇺🇳.",
        "台風が上陸した。",
        "Cafe\u0301 Zo\u0308e, n\u0303",
        "{{ 7*7 }} <script>alert(1)</script> </article> %s {0}",
        "  no trimming, no final newline  ",
        "a\u2028b\u2029c\x0bd\x0ce\x85f",
        "\0" * 60 + "Rain",
    ],
)
def test_text_is_kept_exactly(tmp_path: Path, text: str) -> None:
    """Newlines, controls, marks, emoji and markup stand in the article as in the file."""
    assert read_article(write(tmp_path / "a.txt", text)).text == text


@given(text=st.text(max_size=60).filter(lambda text: text.strip()), mark=st.booleans())
def test_any_utf8_file_comes_back_exactly(text: str, mark: bool) -> None:  # noqa: FBT001
    """Whatever a string holds, a UTF-8 file of it with or without a mark is read back."""
    story = "Rain: " + text
    data = story.encode("utf-8-sig" if mark else "utf-8")
    assert read_article(io.BytesIO(data)).text == story


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding_and_is_no_text(tmp_path: Path, codec: str) -> None:
    """A marked file is read by its mark, which overrules what the caller names."""
    path = write(tmp_path / "a.txt", QUOTED.encode(codec))
    assert read_article(path).text == QUOTED
    assert read_article(path, encoding="windows-1252").text == QUOTED


@pytest.mark.parametrize(
    ("bom", "codec"), [(b"\xfe\xff", "utf-16-be"), (b"\0\0\xfe\xff", "utf-32-be")]
)
def test_a_big_endian_mark_is_read(tmp_path: Path, bom: bytes, codec: str) -> None:
    """The order of the bytes is the mark's."""
    assert read_article(write(tmp_path / "a.txt", bom + QUOTED.encode(codec))).text == QUOTED


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (QUOTED, "windows-1252"),
        (QUOTED * 2000, "windows-1252"),
        (STORY * 2000 + "It cost £2 million.", "windows-1252"),
        (RUSSIAN, "windows-1251"),
        (RUSSIAN * 3, "koi8-r"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
    ],
)
def test_a_legacy_encoding_is_told_from_the_bytes(tmp_path: Path, text: str, codec: str) -> None:
    """A file in a legacy set that can be only that is read in it."""
    assert read_article(write(tmp_path / "a.txt", text.encode(codec))).text == text


@pytest.mark.parametrize("codec", ["windows-1252", "mac-roman", "utf-16-le", "utf-8"])
def test_a_declared_encoding_is_used(tmp_path: Path, codec: str) -> None:
    """What the caller names is not second-guessed."""
    path = write(tmp_path / "a.txt", QUOTED.encode(codec))
    assert read_article(path, encoding=codec).text == QUOTED


def test_given_fields_stand_in_the_article(tmp_path: Path) -> None:
    """What the caller states is kept beside the text; `None` states nothing."""
    article = read_article(
        write(tmp_path / "a.txt", STORY), title="Bridge", published="2024-01-19", url=None
    )
    assert (article.title, article.published, article.url) == ("Bridge", date(2024, 1, 19), None)


def test_a_path_may_be_a_string_or_a_path(tmp_path: Path) -> None:
    """Both kinds of path are read alike."""
    path = write(tmp_path / "a.txt", STORY)
    assert read_article(path) == read_article(str(path))


def test_standard_input_is_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` is the stream given, or the process's own input."""
    assert [one.text for one in articles("-", stdin=io.BytesIO(STORY.encode()))] == [STORY]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Rain fell.\r\n")))
    assert [one.text for one in articles("-")] == ["Rain fell.\r\n"]


def test_check_text_accepts_the_longest_text() -> None:
    """The limit itself is still allowed, one more is not."""
    check_text("a" * 10, source="a", max_chars=10)
    with pytest.raises(ArticleError):
        check_text("a" * 11, source="a", max_chars=10)


# ---- pages ----


def test_a_page_yields_its_article_alone() -> None:
    """Of a page the article is kept, its list as items; menus, comments and scripts are not."""
    article = read_article(FIXTURES / "harbour.html")
    assert (
        "Key points:\n- The first boat carried food, post and two doctors\n"
        "- Repairs to the landing stage will take until March\n" in article.text
    )
    assert "12 pallets of food & fuel" in article.text
    assert article.text.endswith("cancelled at short notice.")
    for left_out in ("Weather desk", "dreadful", "Terms of use", "Buy a boat", "Never run me"):
        assert left_out not in article.text


def test_a_page_yields_what_it_says_of_itself() -> None:
    """Title, first date of publication, publisher, address and language come along."""
    article = read_article(FIXTURES / "harbour.html")
    assert article.title == "Ferry service to Skerry Island resumes after storm"
    assert article.published == date(2023, 11, 14)
    assert article.publisher == "The Fenwick Courier"
    assert article.url == "https://courier.example/news/ferry-resumes"
    assert article.language == "en-GB"


def test_a_page_without_a_date_gets_none() -> None:
    """What a page does not say of itself stays unknown."""
    article = read_article(FIXTURES / "bare.html")
    assert article.text.startswith("Bakers in Lower Quill went back to work")
    assert "Printed on recycled paper" not in article.text
    assert (article.published, article.publisher, article.url, article.language) == (None,) * 4


def test_given_fields_overrule_a_page() -> None:
    """For a page the caller knows better, and what the caller leaves open stays."""
    article = read_article(FIXTURES / "harbour.html", title="Ferry", published="2023-11-15")
    assert (article.title, article.published) == ("Ferry", date(2023, 11, 15))
    assert article.publisher == "The Fenwick Courier"


@pytest.mark.parametrize("name", ["page.html", "page.HTM", "page.xhtml", "page.txt", "page"])
def test_a_page_is_known_by_suffix_or_start(tmp_path: Path, name: str) -> None:
    """A page is a page under its own suffix, and under any other by its first tag."""
    page = (FIXTURES / "bare.html").read_bytes()
    assert read_article(write(tmp_path / name, b"\n " + page)).text.startswith("Bakers in")


def test_a_page_may_come_by_standard_input() -> None:
    """A stream that begins with a doctype is a page."""
    with (FIXTURES / "harbour.html").open("rb") as page:
        assert articles("-", stdin=page)[0].publisher == "The Fenwick Courier"


def test_text_about_markup_is_no_page(tmp_path: Path) -> None:
    """A text that holds tags further on stays as it is."""
    text = "The <html> tag opens a page, <b>she</b> said.\n<!doctype html> comes first.\n"
    assert read_article(write(tmp_path / "a.txt", text)).text == text


@pytest.mark.parametrize(
    ("label", "codec"),
    [("windows-1252", "cp1252"), ("ISO-8859-1", "cp1252"), ("Shift_JIS", "cp932"), ("", "utf-16")],
)
def test_a_page_is_read_in_its_own_encoding(tmp_path: Path, label: str, codec: str) -> None:
    """A page's `meta` names its character set, in the web's sense of the name."""
    story = QUOTED.strip() if codec != "cp932" else JAPANESE.strip()
    page = f'<!doctype html><html><head><meta charset="{label}"></head><body><p>{story}</p></body>'
    article = read_article(write(tmp_path / "page.html", page.encode(codec)))
    assert article.text.split() == story.split()


def test_words_of_a_page_stay_words(tmp_path: Path) -> None:
    """Escaped tags and template marks in a page's text are text, and nothing else."""
    page = f"<html><body><p>{STORY} &lt;script&gt;alert(1)&lt;/script&gt; {{{{ 7*7 }}}}</p></body>"
    text = read_article(write(tmp_path / "a.html", page)).text
    assert text.endswith("<script>alert(1)</script> {{ 7*7 }}")


# ---- tables ----


ROWS: list[dict[str, Any]] = [
    {"text": "Rain fell, then snow.", "title": "Rain", "published": "2024-01-19"},
    {"text": 'He said "no".\nShe said, "yes".', "id": "same", "language": "en-GB"},
    {"text": "Third; row", "id": "same"},
]


def to_jsonl(rows: list[dict[str, Any]]) -> str:
    """Writes rows as JSON lines."""
    return "".join(json.dumps(row) + "\n" for row in rows)


def to_csv(rows: list[dict[str, Any]], delimiter: str) -> str:
    """Writes rows with every cell quoted, by hand, so that the reader is not its own oracle."""
    names = ("id", "title", "text", "published", "language")
    lines = [[row.get(name, "").replace('"', '""') for name in names] for row in rows]
    return "\r\n".join(
        delimiter.join(f'"{cell}"' for cell in cells) for cells in [list(names), *lines]
    )


@pytest.fixture(params=["jsonl", "ndjson", "csv", "tsv", "parquet"])
def table(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The same three rows in each kind of table."""
    path = tmp_path / f"rows.{request.param}"
    if path.suffix == ".parquet":
        names = ("id", "title", "text", "published", "language")
        return write_parquet(path, **{name: [row.get(name) for row in ROWS] for name in names})
    if path.suffix in {".csv", ".tsv"}:
        return write(path, to_csv(ROWS, "\t" if path.suffix == ".tsv" else ","))
    return write(path, to_jsonl(ROWS))


def test_each_row_of_a_table_is_an_article(table: Path) -> None:
    """Every kind of table holds the same articles; a doubled id is allowed."""
    assert articles(table) == [Article(**row) for row in ROWS]


def test_given_fields_fill_in_a_row(table: Path) -> None:
    """For a table the row comes first, and what the caller states is the default."""
    read = articles(table, published="2023-05-01", publisher="Courier")
    assert [one.published_day for one in read] == [date(2024, 1, 19), *[date(2023, 5, 1)] * 2]
    assert {one.publisher for one in read} == {"Courier"}


@given(text=st.text(alphabet=st.characters(), min_size=1).filter(lambda text: text.strip()))
def test_any_string_comes_back_from_json(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    """Whatever a JSON string holds, lone surrogates too, is the article's text."""
    path = write(tmp_path_factory.mktemp("rows") / "a.jsonl", json.dumps({"text": text}))
    assert [one.text for one in articles(path)] == [text]


def test_lone_surrogates_are_kept(tmp_path: Path) -> None:
    r"""A `\ud83d` or `\udc80` without its other half stays in the text."""
    path = write(tmp_path / "a.jsonl", r'{"text": "Fire \ud83d! \udc80 \udfff"}')
    assert [one.text for one in articles(path)] == ["Fire \ud83d! \udc80 \udfff"]


def test_blank_lines_and_nulls_state_nothing(tmp_path: Path) -> None:
    """Blank lines are no rows, `null` is not given, and a mark or CRLF does no harm."""
    rows = '\ufeff{"text": "Rain", "title": null, "id": null}\r\n\r\n  \n{"text": "Snow"}'
    read = articles(write(tmp_path / "a.jsonl", rows), title="Weather")
    assert [(one.text, one.title) for one in read] == [("Rain", "Weather"), ("Snow", "Weather")]


def test_empty_cells_state_nothing(tmp_path: Path) -> None:
    """An empty or missing cell is not given; blank lines of a CSV file are no rows."""
    content = "\ufeffpublished,text,title\n,Rain,\n\n2024-01-19,Snow\n"
    read = articles(write(tmp_path / "a.csv", content), title="Weather")
    assert [(one.text, one.published) for one in read] == [
        ("Rain", None),
        ("Snow", date(2024, 1, 19)),
    ]
    assert {one.title for one in read} == {"Weather"}


@pytest.mark.parametrize(("name", "codec"), [("a.csv", "windows-1252"), ("a.jsonl", "utf-16")])
def test_tables_may_have_another_encoding(tmp_path: Path, name: str, codec: str) -> None:
    """A table is read in the encoding declared, or in that of its mark."""
    content = f"text\n{'£2 million'}\n" if name == "a.csv" else '{"text": "£2 million"}'
    path = write(tmp_path / name, content.encode(codec))
    assert [one.text for one in articles(path, encoding="cp1252")] == ["£2 million"]


def test_a_cell_may_be_as_long_as_the_limit(tmp_path: Path) -> None:
    """The CSV module's own field limit does not stand in the way of a long article."""
    text = "Rain fell. " * 30_000
    path = write(tmp_path / "a.csv", f"text\n{text}\nSnow\n")
    assert [len(one.text) for one in articles(path)] == [len(text), 4]


@pytest.mark.parametrize(
    ("suffix", "rows"),
    [
        ("jsonl", ['{"text": "first"}\n', '{"text": "second"}\n']),
        ("csv", ["text,title\nfirst,\n", "second,\n"]),
    ],
)
def test_a_row_is_handed_over_before_the_next_is_written(
    tmp_path: Path, suffix: str, rows: list[str]
) -> None:
    """Rows are streamed: the first article is there while the file is still being written."""
    path = tmp_path / f"pipe.{suffix}"
    os.mkfifo(path)
    first_seen = threading.Event()
    waited: list[bool] = []

    def feed() -> None:
        with path.open("w", encoding="utf-8") as pipe:
            pipe.write(rows[0])
            pipe.flush()
            waited.append(first_seen.wait(timeout=20))
            pipe.write(rows[1])

    writer = threading.Thread(target=feed)
    writer.start()
    read = read_articles([path])
    texts = [getattr(next(read), "text", None)]
    first_seen.set()
    texts += [getattr(one, "text", None) for one in read]
    writer.join(timeout=20)
    assert texts == ["first", "second"]
    assert waited == [True]


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet"])
def test_a_table_is_never_whole_in_memory(tmp_path: Path, suffix: str) -> None:
    """Ten megabytes of rows are read in a small part of that."""
    text = "Rain fell on Quill. " * 250
    path = tmp_path / f"rows.{suffix}"
    if suffix == "parquet":
        write_parquet(path, text=[f"{number} {text}" for number in range(2000)])
    elif suffix == "csv":
        write(path, "text\n" + f"{text}\n" * 2000)
    else:
        write(path, to_jsonl([{"text": text}]) * 2000)
    read = read_articles([path])
    next(read)
    tracemalloc.start()
    try:
        assert sum(isinstance(one, Article) for one in read) == 1999
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_sources_are_asked_for_one_by_one(tmp_path: Path) -> None:
    """A source is taken only when its article is wanted."""
    path = write(tmp_path / "a.txt", STORY)
    taken: list[int] = []

    def name_sources() -> Iterator[Path]:
        for number in range(3):
            taken.append(number)
            yield path

    read = read_articles(name_sources())
    assert taken == []
    next(read)
    assert taken == [0]
    next(read)
    assert taken == [0, 1]


def test_a_single_string_is_not_taken_for_a_list() -> None:
    """A path where a list belongs is the caller's slip, and said so."""
    with pytest.raises(ConfigError, match=r"\[path\]"):
        read_articles("rain.txt")


@pytest.mark.parametrize(
    ("module", "name", "extra"),
    [("trafilatura", "a.html", "html"), ("pyarrow", "a.parquet", "parquet")],
)
def test_a_missing_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, name: str, extra: str
) -> None:
    """Without the package for a kind of file, the message gives the line that installs it."""
    monkeypatch.setitem(sys.modules, module, None)
    path = write(tmp_path / name, "<html><body><p>Rain</p></body></html>")
    with pytest.raises(ConfigError, match=rf"pip install 'structured-summarizer\[{extra}\]'"):
        list(read_articles([path]))


def test_reading_loads_no_heavy_package() -> None:
    """The rooms themselves hold no parser: pages and tables load theirs when they are read."""
    loaded = {*vars(reading), *vars(rows), *vars(markup)}
    assert not {"trafilatura", "pyarrow", "charset_normalizer"} & loaded
