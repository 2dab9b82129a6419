"""Inputs of a batch: files, folders, patterns and standard input become one stream of articles."""

from __future__ import annotations

import glob
import importlib
import io
import itertools
import json
import os
import tempfile
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import rows
from summarizer.batch import inputs
from summarizer.batch.inputs import Read, count_articles, is_readable_again, open_inputs
from summarizer.errors import ArticleError, ConfigError
from summarizer.reading import read_articles
from summarizer_schemas.article import Article

STORY = "The ferry to Skerry Island will not sail on Monday, the harbour office of Norburg said.\n"
ROW = json.dumps({"text": STORY})


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, in which the tests work."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fill(*names: str, content: str = STORY) -> None:
    """Writes files, and the folders they stand in."""
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{ROW}\n" if path.suffix.lower() == ".jsonl" else content, "utf-8")


def list_sources(*sources: str, **options: Any) -> list[str]:
    """Returns where the articles stand."""
    return [one.source for one in open_inputs(sources, **options)]


def feed(path: str, lines: Iterator[str], stop: threading.Event) -> threading.Thread:
    """Writes lines into a pipe in a thread of its own, until told to stop or nobody reads."""

    def write() -> None:
        try:
            with Path(path).open("w", encoding="utf-8") as pipe:
                while not stop.is_set():
                    pipe.write(next(lines))
                    pipe.flush()
        except (BrokenPipeError, StopIteration):
            pass

    thread = threading.Thread(target=write)
    thread.start()
    return thread


# ---- which files ----


NEWS = (
    "news/.hidden.txt",
    "news/.old/a.txt",
    "news/2031/05/b.TXT",
    "news/2031/05/c.jsonl",
    "news/2031/a.html",
    "news/2031/photo.jpg",
    "news/2031/rows.jsonl.gz",
    "news/2032/d.txt",
    "news/d.txt.lock",
    "news/e.txt",
    "news/notes.md",
    "news/out/results.jsonl",
)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("news", "2031/05/b.TXT 2031/05/c.jsonl:1 2031/a.html 2032/d.txt e.txt"),
        ("news/", "2031/05/b.TXT 2031/05/c.jsonl:1 2031/a.html 2032/d.txt e.txt"),
        ("news/2031/05/c.jsonl", "2031/05/c.jsonl:1"),
        ("news/notes.md", "notes.md"),
        ("news/.hidden.txt", ".hidden.txt"),
        ("news/.old", ".old/a.txt"),
        ("news/**/*.txt", "2032/d.txt e.txt"),
        ("news/**/*.[Tt][Xx][Tt]", "2031/05/b.TXT 2032/d.txt e.txt"),
        ("news/**/05/**", "2031/05/b.TXT 2031/05/c.jsonl:1"),
        ("news/**/05/**/b.*", "2031/05/b.TXT"),
        ("news/*.txt", "e.txt"),
        ("news/*.md", "notes.md"),
        ("news/.*.txt", ".hidden.txt"),
        ("news/203[12]", "2031/05/b.TXT 2031/05/c.jsonl:1 2031/a.html 2032/d.txt"),
        ("news/2031/?5", "2031/05/b.TXT 2031/05/c.jsonl:1"),
        ("news/2031/[pr]*", "2031/photo.jpg 2031/rows.jsonl.gz"),
        ("n*/2032/d.txt", "2032/d.txt"),
    ],
)  # fmt: skip
def test_a_source_stands_for_its_articles(source: str, found: str) -> None:
    """A folder gives the kinds of files it is read for, a pattern whatever it matches, in order."""
    fill(*NEWS)
    expected = [f"news/{name}" for name in found.split()]
    assert list_sources(source, leave_out="news/out") == expected
    assert count_articles([source], leave_out="news/out") == len(expected)


def test_an_absolute_path_stays_absolute(folder: Path) -> None:
    """A source is named as it was given."""
    fill("news/a.txt")
    path = folder / "news"
    assert list_sources(str(path), f"{path}/*.txt", "./news/*.txt", "*/a.txt") == [
        f"{path}/a.txt",
        f"{path}/a.txt",
        "news/a.txt",
        "news/a.txt",
    ]


@given(
    tree=st.sets(
        st.lists(st.sampled_from(["a", "b", ".c"]), max_size=3).flatmap(
            lambda folders: st.sampled_from(["x.txt", "y.txt", ".z.txt"]).map(
                lambda name: "/".join([*folders, name])
            )
        ),
        min_size=1,
    ),
    pattern=st.lists(
        st.sampled_from(["**", "*", "a", "?", "[ab]", ".*", ".c"]), max_size=4
    ).flatmap(
        lambda parts: st.sampled_from(["*.txt", "x.*", ".?.txt", "[xy].txt"]).map(
            lambda last: "/".join([*parts, last])
        )
    ),
)
def test_patterns_match_what_the_shell_would(tree: set[str], pattern: str) -> None:
    """Files are those that Python's own glob finds, each once, in the order of their paths."""
    with tempfile.TemporaryDirectory() as place:
        fill(*(f"{place}/{name}" for name in tree))
        whole = f"{place}/{pattern}"
        known = {one for one in glob.glob(whole, recursive=True) if Path(one).is_file()}  # noqa: PTH207 - the oracle
        if known:
            found = list_sources(whole)
            assert found == sorted(known, key=lambda one: PurePath(one).parts)
        else:
            with pytest.raises(ConfigError, match="no file matches"):
                open_inputs([whole])


@given(
    names=st.sets(st.text(alphabet="abcä日.", min_size=1, max_size=4), min_size=1),
    most=st.integers(1, 5),
)
def test_a_large_folder_is_listed_in_parts(names: set[str], most: int) -> None:
    """However few names are held at once, each comes once and in order."""
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(inputs, "_MOST_NAMES", most)
        fill(*(f"{place}/n{name}.txt" for name in names))
        assert list_sources(place) == sorted(f"{place}/n{name}.txt" for name in names)


def test_folders_are_listed_as_they_are_reached() -> None:
    """Nobody lists a million files before the first one is read."""
    fill("news/a/1.txt", "news/b/1.txt")
    found = open_inputs(["news"])
    assert next(found).source == "news/a/1.txt"
    fill("news/b/2.txt")
    assert [one.source for one in found] == ["news/b/1.txt", "news/b/2.txt"]


def test_links_are_followed_but_never_in_a_circle() -> None:
    """A linked folder is part of the folder; one that leads back is not walked again."""
    fill("news/a/1.txt", "archive/old.txt")
    Path("news/linked").symlink_to(Path("archive").resolve())
    Path("news/a/back").symlink_to(Path("news").resolve())
    assert list_sources("news") == ["news/a/1.txt", "news/linked/old.txt"]


def test_what_is_no_file_is_left_out_and_a_broken_link_is_told_of() -> None:
    """A pipe that nobody writes to would hold the batch up; a link to nothing is a lost article."""
    fill("news/a.txt")
    os.mkfifo("news/pipe.txt")
    Path("news/lost.txt").symlink_to("nowhere.txt")
    Path("news/self.txt").symlink_to("self.txt")
    found = list(open_inputs(["news"]))
    assert [one.source for one in found] == ["news/a.txt", "news/lost.txt", "news/self.txt"]
    assert "news/lost.txt does not exist" in str(found[1].article)
    assert isinstance(found[2].article, ArticleError)


def test_a_folder_that_cannot_be_listed_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system refuses comes as a value in its place, and the others are read."""
    fill("news/a/1.txt", "news/b/1.txt", "news/c/1.txt")
    scan = os.scandir

    def refuse(path: str) -> Any:
        if path.endswith("b"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = list(open_inputs(["news"]))
    assert [one.source for one in found] == ["news/a/1.txt", "news/b", "news/c/1.txt"]
    assert str(found[1].article) == (
        "news/b: the folder cannot be listed (permission denied); check its permissions"
    )
    assert count_articles(["news"]) == 3


def test_the_results_are_no_input() -> None:
    """The folder results go to is left out by whatever path it is reached, even its own."""
    fill("news/a.txt", "news/out/results.jsonl")
    Path("link").symlink_to(Path("news/out").resolve())
    for source in ("news", "news/**/*", "./news", "."):
        assert list_sources(source, leave_out="link") == ["news/a.txt"]
    for source in ("news/out", "link"):
        with pytest.raises(ConfigError, match="is where the results go; name another folder"):
            open_inputs([source], leave_out="news/out")


# ---- what is read ----


def test_files_and_rows_are_read_as_read_articles_does() -> None:
    """The same articles with the same ids, and errors in their place, each with its source."""
    fill("a.txt", "b.html", content="<html><body><p>Bakers in Norburg went back to work.</p>")
    Path("c.jsonl").write_text(f"{ROW}\n\n{{}}\n{ROW}\n", "utf-8")
    Path("d.csv").write_text("text,title\nRain fell.,Rain\na,b,c\n", "utf-8")
    Path("e.tsv").write_text("", "utf-8")
    names = ["a.txt", "b.html", "c.jsonl", "d.csv", "e.tsv"]
    found = list(open_inputs(names, publisher="The Norburg Post"))
    assert [one.source for one in found] == [
        "a.txt", "b.html", "c.jsonl:1", "c.jsonl:3", "c.jsonl:4", "d.csv:2", "d.csv:3", "e.tsv"
    ]  # fmt: skip
    known = list(read_articles(names, publisher="The Norburg Post"))
    assert [str(one.article) for one in found] == [str(one) for one in known]
    assert [type(one.article) for one in found] == [
        Article, Article, Article, ArticleError, Article, Article, ArticleError, ArticleError
    ]  # fmt: skip
    for one in found:
        if isinstance(one.article, ArticleError):
            assert one.article.source == one.source


@pytest.mark.parametrize("buffered", [False, True])
def test_standard_input_is_a_table(buffered: bool) -> None:  # noqa: FBT001
    """`-` is JSON Lines; a bad line is told of by its number, and the stream stays open."""
    data = io.BytesIO(f'\ufeff{ROW}\n\n{{"text": 3}}\n{ROW}'.encode())
    stdin: Any = io.BufferedReader(data) if buffered else data
    found = list(open_inputs(["-"], stdin=stdin, title="Ferry"))
    assert [one.source for one in found] == ["-:1", "-:3", "-:4"]
    assert str(found[1].article) == "-:3: text must be a string, not int"
    assert found[2].article == Article(text=STORY, title="Ferry")
    assert not stdin.closed


def test_empty_standard_input_is_an_error_of_its_own() -> None:
    """No line, no article: that is not passed over in silence."""
    [found] = open_inputs(["-"], stdin=io.BytesIO(b"\n \n"))
    assert found.source == "-"
    assert "the table holds no rows" in str(found.article)


def test_an_endless_standard_input_is_read_as_it_comes() -> None:
    """The first articles are there although the stream never ends, and it stays open."""
    os.mkfifo("pipe")
    stop = threading.Event()
    numbers = itertools.count()
    lines = (json.dumps({"text": f"{n} {STORY}"}) + "\n" for n in numbers)
    writer = feed("pipe", lines, stop)
    with Path("pipe").open("rb") as stdin:
        found = open_inputs(["-"], stdin=stdin)
        texts = [getattr(next(found).article, "text", None) for _ in range(1000)]
        assert not stdin.closed
        stop.set()
    writer.join(timeout=20)
    assert texts == [f"{n} {STORY}" for n in range(1000)]
    assert next(numbers) < 10_000


def test_a_line_is_handed_over_before_the_next_is_written() -> None:
    """Who writes line by line is answered line by line."""
    os.mkfifo("pipe")
    seen = threading.Event()
    waited: list[bool] = []

    def write() -> Iterator[str]:
        yield f"{ROW}\n"
        waited.append(seen.wait(timeout=20))
        yield f"{ROW}\n"

    writer = feed("pipe", write(), threading.Event())
    with Path("pipe").open("rb") as stdin:
        found = open_inputs(["-"], stdin=stdin)
        assert next(found).source == "-:1"
        seen.set()
        assert [one.source for one in found] == ["-:2"]
    writer.join(timeout=20)
    assert waited == [True]


def test_a_huge_table_is_not_read_whole() -> None:
    """Three rows before ten gigabytes of nothing are read in little memory, and only they."""
    with Path("huge.jsonl").open("w", encoding="utf-8") as file:
        file.write(f"{ROW}\n" * 3)
        file.truncate(10_000_000_000)
    tracemalloc.start()
    try:
        found = list(itertools.islice(open_inputs(["huge.jsonl"]), 3))
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
    assert [one.source for one in found] == ["huge.jsonl:1", "huge.jsonl:2", "huge.jsonl:3"]


# ---- the caller's mistakes ----


@pytest.mark.parametrize(
    ("sources", "says"),
    [
        (["a.txt", "none"], "none does not exist; check the path"),
        (["a\0b"], "does not exist"),
        (["none/*.txt"], "no file matches 'none/*.txt'; check the pattern"),
        (["**/*.zip"], "no file matches '**/*.zip'; check the pattern"),
        (["empty"], "empty holds no file that ends in .txt, .html, .htm, .xhtml, .jsonl, .ndjson"),
        (["pictures"], "pictures holds no file that ends in"),
        (["-", "a.txt", "-"], "standard input can be read once only; give - once"),
        ([], "there is no input; give files, folders, patterns or -"),
        ("a.txt", "the inputs are a list; for one, give [source]"),
    ],
)
@pytest.mark.parametrize("door", [open_inputs, count_articles])
def test_a_source_that_is_not_there_is_told_at_once(
    sources: Any, says: str, door: Callable[[Any], object]
) -> None:
    """All sources are checked when they are named, not when their turn comes."""
    fill("a.txt", "pictures/a.jpg", "pictures/.a.txt", "pictures/sub/b.gz")
    Path("empty").mkdir()
    with pytest.raises(ConfigError) as caught:
        door(sources)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"encoding": "latin-99"}, "unknown encoding 'latin-99'"),
        ({"published": "19/01/24"}, "'19/01/24' is not a publication date"),
        ({"author": "A"}, "unknown field 'author'"),
    ],
)
def test_a_wrong_option_is_told_before_anything_is_read(options: dict[str, Any], says: str) -> None:
    """Nothing is taken from standard input by a call that cannot work."""
    stdin = io.BytesIO(ROW.encode())
    with pytest.raises(ConfigError) as caught:
        open_inputs(["-"], stdin=stdin, **options)
    assert says in str(caught.value)
    assert stdin.tell() == 0


# ---- how many ----

LINES = st.one_of(
    st.sampled_from(
        [
            ROW.encode(), b"{}", b"", b" ", b"\t\r", "\u00a0\u2003".encode(), b"\x1c\x1d", b"\x85",
            "\u2028".encode(), b"\xa3", b"[", b"\0", '{"text": "日本"}'.encode(),
        ]
    ),
    st.binary(max_size=6),
)  # fmt: skip


def count_read(name: str) -> int:
    """Returns how many articles and errors come of a file."""
    return sum(1 for _ in open_inputs([name]))


@given(lines=st.lists(LINES), mark=st.sampled_from([b"", b"\xef\xbb\xbf"]), end=st.booleans())
def test_lines_are_counted_as_they_are_read(lines: list[bytes], mark: bytes, end: bool) -> None:  # noqa: FBT001
    """Whatever bytes a JSONL file holds, it yields as many articles and errors as were counted."""
    Path("a.jsonl").write_bytes(mark + b"\n".join(lines) + b"\n" * end)
    count = count_articles(["a.jsonl"])
    assert count in (None, count_read("a.jsonl"))
    assert count is not None or lines[0][:2] in (b"\xff\xfe", b"\xfe\xff")


def test_a_line_longer_than_a_piece_is_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are counted in pieces of bounded size, and each once."""
    monkeypatch.setattr(rows, "PIECE_BYTES", 7)
    Path("a.jsonl").write_text(f"{ROW}\n{' ' * 50}\n{' ' * 50}{ROW}\n\n{ROW}", "utf-8")
    assert count_articles(["a.jsonl"]) == count_read("a.jsonl") == 3


@given(
    text=st.lists(
        st.sampled_from(
            ["text", "title", ",", '"', "\n", "\r\n", " ", "Rain", "\ufeff", "£", "\0"]
        ),
        max_size=30,
    ).map("".join),
    suffix=st.sampled_from(["csv", "tsv"]),
    headed=st.booleans(),
)
def test_records_are_counted_as_they_are_read(text: str, suffix: str, headed: bool) -> None:  # noqa: FBT001
    """Whatever a CSV file holds, it yields as many articles and errors as were counted."""
    name = f"a.{suffix}"
    Path(name).write_text(f"text\n{text}" if headed else text, "utf-8", newline="")
    assert count_articles([name]) == count_read(name)


@pytest.mark.parametrize(
    ("columns", "count"),
    [
        ({"text": [STORY] * 200}, 200),
        ({"text": [STORY, None, ""]}, 3),
        ({"text": list[str]()}, 1),
        ({"words": [STORY] * 3}, 1),
    ],
)
def test_rows_are_counted_as_they_are_read(columns: dict[str, list[Any]], count: int) -> None:
    """A Parquet file tells how many rows it has; one that cannot be used is one error."""
    arrow: Any = importlib.import_module("pyarrow")
    parquet: Any = importlib.import_module("pyarrow.parquet")
    parquet.write_table(arrow.table(columns), "a.parquet")
    assert count_articles(["a.parquet"]) == count_read("a.parquet") == count


def test_what_is_no_table_is_counted_as_one_error() -> None:
    """Bytes that are no Parquet, a link to nothing and a file of nothing yield an error each."""
    for name in ("news/a.parquet", "news/b.jsonl", "news/c.csv", "news/d.txt"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes(b"")
    Path("news/e.jsonl").symlink_to("nowhere.jsonl")
    assert count_articles(["news"]) == count_read("news") == 5


def test_a_folder_is_counted_with_the_rows_of_its_tables() -> None:
    """Files, rows of tables and patterns are added up."""
    fill("news/a.txt", "news/b/c.txt")
    Path("news/b/rows.jsonl").write_text(f"{ROW}\n" * 7, "utf-8")
    Path("news/rows.csv").write_text("text\nRain\nSnow\n", "utf-8")
    assert count_articles(["news", "news/**/*.jsonl"]) == 2 + 7 + 2 + 7


def test_what_cannot_be_counted_is_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streams, large CSV files and lines in UTF-16 have no number; nothing is read of a stream."""
    fill("a.txt")
    os.mkfifo("pipe.jsonl")
    Path("wide.jsonl").write_text(ROW, "utf-16")
    Path("large.csv").write_text("text\nRain\n", "utf-8")
    monkeypatch.setattr(rows, "_MOST_CSV_BYTES", 5)
    for source in ("-", "pipe.jsonl", "wide.jsonl", "large.csv"):
        assert count_articles(["a.txt", source]) is None


def test_a_stream_cannot_be_read_again() -> None:
    """Files, folders and patterns can; standard input and pipes are gone when they were read."""
    fill("news/a.txt")
    os.mkfifo("pipe.jsonl")
    assert is_readable_again(["news", "news/a.txt", "news/*.txt"])
    assert not is_readable_again(["news", "-"])
    assert not is_readable_again(["pipe.jsonl"])


def test_a_read_cannot_be_changed() -> None:
    """It is a value."""
    one = Read("a.txt", Article(text=STORY))
    with pytest.raises(AttributeError):
        one.source = "b.txt"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
