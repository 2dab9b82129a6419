"""Tables of results: they hold everything, they come back, and their files are what they claim."""

from __future__ import annotations

import csv
import io
import json
import types
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from summarizer import ConfigError, Result
from summarizer.tables import (
    ACLED,
    LEFT_OUT,
    TABLES,
    Export,
    Row,
    from_tables,
    open_writer,
    read_table,
    to_tables,
)
from summarizer.tables.cells import FORMULA_SIGNS, guard, unguard
from tests.export_pieces import NASTY, RESULTS, cite, count, happen, make_result

FORMATS: tuple[Literal["csv", "jsonl", "parquet"], ...] = ("csv", "jsonl", "parquet")

# ---- drift ----


def unwrap(annotation: Any) -> tuple[Any, bool, bool]:
    """Returns what a field holds, whether it may be null, and whether it holds many."""
    is_null = is_many = False
    while True:
        arms = get_args(annotation)
        if get_origin(annotation) in {Union, types.UnionType} and type(None) in arms:
            is_null = True
            rest = tuple(arm for arm in arms if arm is not type(None))
            annotation = rest[0] if len(rest) == 1 else Union[rest]  # noqa: UP007 - made here
        elif get_origin(annotation) is tuple:
            annotation, is_many = arms[0], True
        elif hasattr(annotation, "__metadata__"):
            annotation = arms[0]
        else:
            return annotation, is_null, is_many


def list_leaves(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, str, bool]]:
    """Yields path, column type, and whether it may be null, of all fields of a record."""
    for name, field in model.model_fields.items():
        held, is_null, is_many = unwrap(field.annotation)
        path = f"{prefix}{name}"
        if isinstance(held, type) and issubclass(held, BaseModel):
            for inner, kind, inner_null in list_leaves(held, f"{path}{'[]' * is_many}."):
                yield inner, kind, inner_null or (is_null and not is_many)
            continue
        plain: dict[Any, str] = {
            int: "integer",
            float: "number",
            bool: "boolean",
            date: "date",
            datetime: "moment",
        }
        kind = plain.get(held, "text")
        if get_origin(held) is Literal and isinstance(get_args(held)[0], int):
            kind = "integer"
        yield path, "list" if is_many else kind, is_null


def test_every_field_of_a_result_has_its_column() -> None:
    """No field is in no column, or left out without a reason; none is in two."""
    fields = {path for path, _, _ in list_leaves(Result)}
    paths = [path for table in TABLES.values() for path in table.list_paths()]
    assert sorted([*paths, *LEFT_OUT]) == sorted(fields)


def test_columns_have_the_types_of_their_fields() -> None:
    """Type and emptiness of a column are those of the field it holds."""
    fields = {path: (kind, is_null) for path, kind, is_null in list_leaves(Result)}
    for table in TABLES.values():
        for source in table.sources:
            for column in table.columns:
                if column.path is None or column.is_named:
                    continue
                kind, is_null = fields[f"{source}.{column.path}".lstrip(".")]
                assert column.type == kind, column
                # Of a described target and of its describer there is a row only if there is one.
                assert column.nullable == is_null or "described_by" in source, column


def test_every_column_says_what_it_means() -> None:
    """Names are unique in a table, and a meaning is a line of its own words."""
    for table in (*TABLES.values(), ACLED):
        assert len({column.name for column in table.columns}) == len(table.columns)
        assert all(column.meaning.strip() for column in table.columns)
        assert table.meaning


# ---- the way back ----


def join_tables(results: list[Result]) -> dict[str, list[dict[str, Any]]]:
    """Returns the rows of several results, table by table."""
    tables = [to_tables(result) for result in results]
    return {name: [row for rows in tables for row in rows[name]] for name in TABLES}


@given(RESULTS)
@settings(max_examples=12)
def test_rows_come_back_as_results(results: list[Result]) -> None:
    """Whatever was found, the rows of all tables are enough to have it again."""
    assert list(from_tables(join_tables(results))) == results


def lose(value: Any, lost: str) -> Any:
    """Returns plain JSON types with U+FFFD for what a format cannot hold."""
    kind = value.__class__
    if kind is str:
        return "".join("\ufffd" if char in lost else char for char in value)
    if kind is dict:
        return {key: lose(part, lost) for key, part in value.items()}
    return [lose(part, lost) for part in value] if kind is list else value


LOST = {"csv": "\x00\ud800", "jsonl": "", "parquet": "\ud800"}


@pytest.mark.parametrize("table_format", FORMATS)
@given(results=RESULTS)
@settings(max_examples=5)
def test_files_come_back_as_results(
    results: list[Result], table_format: Literal["csv", "jsonl", "parquet"], tmp_path_factory: Any
) -> None:
    """JSON Lines lose nothing; CSV and Parquet lose half characters, CSV the NUL; no more."""
    folder = tmp_path_factory.mktemp("tables")
    assert Export(table_format).write_files(iter(results), folder).results == len(results)
    tables = {
        name: read_table(folder / f"{name}.{table_format}", table) for name, table in TABLES.items()
    }
    expected = [
        Result.model_validate(lose(result.to_dict(), LOST[table_format])) for result in results
    ]
    assert list(from_tables(tables)) == expected


def test_a_number_beyond_64_bits_is_empty_in_parquet_only(tmp_path: Path) -> None:
    """Parquet has no such number and says none; the words stand beside it."""
    huge = 10**30
    result = make_result(happen(figures=(count(huge),)))
    for table_format, expected in zip(FORMATS, (huge, huge, None), strict=True):
        path = tmp_path / f"figures.{table_format}"
        Export(table_format, table="figures").write_files([result], path)
        (row,) = read_table(path, TABLES["figures"])
        assert (row["low"], row["text"]) == (expected, f"{huge} people")


def test_rows_in_another_order_are_refused() -> None:
    """Rows that belong to no article before them are an error, not left out in silence."""
    tables = join_tables([make_result(happen())])
    tables["events"].append({**tables["events"][0], "article_id": "a9"})
    with pytest.raises(ConfigError, match="'events' has rows that belong to no article"):
        list(from_tables(tables))


# ---- CSV ----


@given(st.text(NASTY + "ab1") | st.text())
def test_a_guard_can_be_taken_off(text: str) -> None:
    """Every text comes back, those that look guarded too."""
    assert unguard(guard(text)) == text


@given(st.text(NASTY + "ab1") | st.text())
def test_no_cell_begins_a_formula(text: str) -> None:
    """Behind blanks, quotes and what is not seen, nothing stands that a spreadsheet acts on."""
    cell = guard(text)
    unseen = {"Cc", "Cf", "Zs", "Zl", "Zp"}
    seen = cell.lstrip("".join({char for char in cell if unicodedata.category(char) in unseen}))
    assert not seen.strip('"').startswith(tuple("=+-@＝＋－＠−"))
    assert not cell.startswith(("\t", "\r", "\n"))


def test_all_forms_of_a_formula_sign_are_known() -> None:
    """Whatever compatibility folding turns into one of the four signs, or a minus, is guarded."""
    every = map(chr, range(0x110000))
    found = {char for char in every if unicodedata.normalize("NFKC", char) in set("=+-@−")}
    assert found == set(FORMULA_SIGNS)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@given(texts=st.lists(st.text(NASTY.replace("\ud800", "") + "ab1"), min_size=1, max_size=4))
def test_a_reader_with_another_delimiter_finds_no_formula(delimiter: str, texts: list[str]) -> None:
    """Where a spreadsheet parts cells at a semicolon, tab or bar, none begins a formula there."""
    file = write_texts(texts)
    for row in csv.reader(io.StringIO(file, newline=""), delimiter=delimiter):
        for cell in row:
            assert not cell.lstrip(' \x00\x1b\ufeff\u202e"').startswith(tuple("=+-@＝−"))


def write_texts(texts: list[str]) -> str:
    """Returns a CSV table with these texts."""
    stream = io.BytesIO()
    writer = open_writer(TABLES["rejected"], stream, "csv")
    keys: Row = {"article_id": "a1", "index": 0, "kind": "event", "reason": "x"}
    writer.write([{**keys, "text": text} for text in texts])
    writer.close()
    return stream.getvalue().decode()


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))))
def test_csv_is_what_the_standard_says(texts: list[str]) -> None:
    """Python's own reader finds the same cells; lines end in CR LF."""
    rows = list(csv.DictReader(io.StringIO(write_texts(texts), newline=""), strict=True))
    assert [unguard(row["text"]) for row in rows] == texts


def test_nothing_and_an_empty_text_are_two_cells() -> None:
    """Null is an empty cell, an empty text is two quotes."""
    writer = open_writer(TABLES["links"], stream := io.BytesIO(), "csv")
    writer.write([{"article_id": "", "event_id": None, "index": 0, "type": "x", "target": "e1"}])
    assert stream.getvalue().split(b"\r\n")[1] == b'"",,0,x,e1'


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("a,b\r\n", "has not the columns"),
        ("", "has not the columns"),
        ("HEAD\r\na1,e1,secret,x,e1\r\n", "row 1: index holds no integer"),
        ("HEAD\r\na1,e1,0,x\r\n", "row 1: not 5 cells"),
        ('HEAD\r\na1,e1,0,x,e1\r\na1,e1,0,x,"e1\r\n', "row 2: not 5 cells"),
        ('HEAD\r\na1,e1,0,x,"e1"2\r\n', "row 1: not 5 cells"),
    ],
)
def test_a_broken_table_is_told_by_its_row(tmp_path: Path, content: str, problem: str) -> None:
    """What is no such table names the file and the row, never what stands in it."""
    path = tmp_path / "links.csv"
    path.write_bytes(content.replace("HEAD", "article_id,event_id,index,type,target").encode())
    with pytest.raises(ConfigError, match=problem) as caught:
        list(read_table(path, TABLES["links"]))
    assert "secret" not in str(caught.value)


def test_other_files_are_refused(tmp_path: Path) -> None:
    """A broken line, a foreign Parquet file, a missing file and an unknown end are told."""
    (tmp_path / "a.jsonl").write_text('{"article_id": 1}\n')
    (tmp_path / "a.parquet").write_text("no")
    (tmp_path / "a.txt").write_text("")
    for name, problem in {
        "a.jsonl": "row 1: no object", "a.parquet": "no Parquet file", "a.txt": "choose one of",
        "b.csv": "cannot be read",
    }.items():  # fmt: skip
        with pytest.raises(ConfigError, match=problem):
            list(read_table(tmp_path / name, TABLES["links"]))


# ---- streams and files ----


@pytest.mark.parametrize("export_format", [*FORMATS, "markdown", "plover", "acled"])
def test_results_are_written_as_they_come(export_format: Any) -> None:
    """The first bytes are there long before the last result: nothing is gathered."""
    stream = io.BytesIO()
    sizes: list[int] = []
    number = 60 if export_format == "parquet" else 6  # a row group holds 4 million characters

    def read() -> Iterator[Result]:
        for start in range(number):
            sizes.append(stream.tell())
            yield make_result(happen(trigger="x" * 100_000, evidence=cite("y" * 9_000, start)))

    table = "events" if export_format in FORMATS else None
    Export(export_format, table=table).write_stream(read(), stream)
    assert sizes[0] < sizes[number * 5 // 6] <= sizes[-1] < stream.tell()


def test_files_appear_only_when_whole(tmp_path: Path) -> None:
    """When reading fails in the middle, a folder holds what it held before."""
    folder = tmp_path / "tables"
    Export("csv").write_files([make_result()], folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def read() -> Iterator[Result]:
        yield make_result(happen())
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        Export("csv").write_files(read(), folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    with pytest.raises(RuntimeError, match="stop"):
        Export("acled").write_files(read(), tmp_path / "new.csv")
    assert not (tmp_path / "new.csv").exists()


@pytest.mark.parametrize(
    ("given_format", "table", "realis", "problem"),
    [
        ("xlsx", None, "actual", "unknown format 'xlsx'"),
        ("csv", "people", "actual", "unknown table 'people'"),
        ("plover", None, "real", "unknown realis 'real'"),
        ("acled", "events", "actual", "acled has no tables"),
    ],
)
def test_unknown_names_are_the_callers_mistake(
    given_format: Any, table: str | None, realis: Any, problem: str
) -> None:
    """A name that does not exist is refused with those that do."""
    with pytest.raises(ConfigError, match=problem):
        Export(given_format, table=table, realis=(realis,))


def test_a_place_that_cannot_be_is_told(tmp_path: Path) -> None:
    """A folder for a file, a file for a folder, and a missing parent are refused."""
    with pytest.raises(ConfigError, match="a folder"):
        Export("acled").write_files([], tmp_path)
    with pytest.raises(ConfigError, match="make it first"):
        Export("acled").write_files([], tmp_path / "no" / "a.csv")
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="cannot be a folder"):
        Export("csv").write_files([], tmp_path / "file")
    with pytest.raises(ConfigError, match="a stream takes one"):
        Export("csv").write_stream([], io.BytesIO())


def test_parquet_says_what_it_needs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without pyarrow the error gives the line that installs it, and no file is left."""
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(ConfigError, match=r"pip install 'structured-summarizer\[parquet\]'"):
        Export("parquet", table="events").write_files([], tmp_path / "a.parquet")
    assert list(tmp_path.iterdir()) == []


def test_json_lines_do_not_steer_a_terminal() -> None:
    """Each line is ASCII control free JSON, whatever the article holds."""
    stream = io.BytesIO()
    result = make_result(happen(trigger="\x1b[2J\x9b\u2028\u202e\ud800é"))
    Export("jsonl", table="events").write_stream([result], stream)
    line = stream.getvalue().decode()
    assert not set("\x1b\x9b\u2028\u202e") & set(line)
    assert "é" in line
    assert json.loads(line)["trigger"] == "\x1b[2J\x9b\u2028\u202e\ud800é"
