"""What other programs make of the files: pandas, DuckDB, a spreadsheet, and our own command."""

from __future__ import annotations

import importlib
import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from summarizer import Article, ConfigError, Result, summarize
from summarizer.cli_export import HELP, export
from summarizer.tables import TABLES, Export, from_tables, open_writer, read_table
from summarizer.tables.writers import TABLE_FORMATS

STORY = (
    "Vantia said at least nine people, including four children, were killed in drone strikes on "
    "Norburg on Tuesday.\n\n"
    "Norland’s army carried out drone strikes in Vantia on Thursday, killing three soldiers, "
    "Vantia said.\n"
)


@pytest.fixture(scope="module")
def found() -> Result:
    """What is found in the story."""
    return summarize(Article.model_validate({"text": STORY, "published": "2024-01-19"}))


@pytest.fixture(scope="module")
def tables(found: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All tables of the story, in all formats."""
    folder = tmp_path_factory.mktemp("exports") / "tables"
    for name in TABLE_FORMATS:
        Export(name).write_files([found], folder)
    return folder


# ---- pandas and DuckDB ----


def test_pandas_reads_all_formats(found: Result, tables: Path) -> None:
    """Rows and columns are the same in all three; numbers are numbers, lists of Parquet lists."""
    pandas: Any = importlib.import_module("pandas")
    frames = (
        pandas.read_csv(tables / "figures.csv"),
        pandas.read_json(tables / "figures.jsonl", lines=True),
        pandas.read_parquet(tables / "figures.parquet"),
    )
    figures = [one for event in found.events for one in event.figures]
    assert figures
    for frame in frames:
        assert list(frame.columns) == [column.name for column in TABLES["figures"].columns]
        assert frame["low"].tolist() == [one.low for one in figures]
        assert frame["text"].tolist() == [one.text for one in figures]
    events = pandas.read_parquet(tables / "events.parquet")
    assert [list(modes) for modes in events["modes"]] == [list(one.modes) for one in found.events]


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_duckdb_joins_the_tables(found: Result, tables: Path, suffix: str) -> None:
    """Each quote finds its event by the keys; days are days."""
    duckdb: Any = importlib.import_module("duckdb")
    with duckdb.connect() as database:
        rows = database.execute(
            f"select v.quote, v.start, e.date_start from '{tables}/evidence.{suffix}' v "  # noqa: S608
            f"join '{tables}/events.{suffix}' e using (article_id, event_id) "
            "where v.item = 'event' order by v.start, e.event_id"
        ).fetchall()
    expected = [
        (quote.quote, quote.start, event.date.start if event.date else None)
        for event in found.events
        for quote in event.evidence
    ]
    assert sorted(rows, key=repr) == sorted(expected, key=repr)
    assert any(isinstance(day, date) for _, _, day in rows)


def test_parquet_types_are_those_of_the_description(tables: Path) -> None:
    """The schema has a type for each column, and its meaning."""
    parquet: Any = importlib.import_module("pyarrow.parquet")
    schema = parquet.read_schema(tables / "events.parquet")
    shown = {name: str(schema.field(name).type) for name in ("modes", "date_start", "quad_class")}
    assert shown == {"modes": "list<element: string>", "date_start": "date32[day]",
                     "quad_class": "int64"}  # fmt: skip
    for column in TABLES["events"].columns:
        field = schema.field(column.name)
        assert field.nullable == column.nullable
        assert field.metadata[b"description"].decode() == column.meaning


# ---- a spreadsheet ----

FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@SUM(1)", '=HYPERLINK("http://norburg.example";"open")', "-5", "+5",
    "\t=1+1", "\r=1+1", "\n=1+1", "  =1+1", '"=1+1', "'=1+1", "＝1+1", "−5", "\ufeff=1+1",
    "\xa0=1+1", "\u202e=1+1", "\x1b=1+1",
]  # fmt: skip
TEXTS = [
    'say ""no"" ; =1+1', "one\r\ntwo\n=1+1", "a,b\t=1+1", "a\x00b", "half \ud800", "\u202eabc",
    "'tis", "long " * 200_000,
]  # fmt: skip


def open_in_spreadsheet(path: Path) -> list[tuple[str, Any]]:
    """Returns type and value of the cells of the column `text`, as Gnumeric sees them."""
    program = shutil.which("ssconvert")
    if program is None:
        pytest.fail("no spreadsheet here: apt-get install --no-install-recommends gnumeric")
    sheet = path.with_suffix(".xlsx")
    as_csv = ("--import-type=Gnumeric_stf:stf_csvtab", "--import-encoding=UTF-8")
    subprocess.run([program, *as_csv, str(path), str(sheet)], check=True, capture_output=True)
    openpyxl: Any = importlib.import_module("openpyxl")
    book = openpyxl.load_workbook(sheet, read_only=True)
    rows = list(book.active.iter_rows())
    column = [cell.value for cell in rows[0]].index("text")
    return [(row[column].data_type, row[column].value) for row in rows[1:]]


def write_rejected(path: Path, texts: list[str]) -> None:
    """Writes texts as a table."""
    with path.open("wb") as stream:
        writer = open_writer(TABLES["rejected"], stream, "csv")
        keys: dict[str, Any] = {"article_id": "a1", "index": 0, "kind": "event", "reason": "x"}
        writer.write([{**keys, "text": text} for text in texts])
        writer.close()


@pytest.mark.filterwarnings("ignore:Workbook contains no default style")
def test_a_spreadsheet_runs_nothing(tmp_path: Path) -> None:
    """Every hostile cell stays a text, and none of them is lost or split."""
    path = tmp_path / "rejected.csv"
    write_rejected(path, FORMULAS + TEXTS)
    cells = open_in_spreadsheet(path)
    assert len(cells) == len(FORMULAS) + len(TEXTS)
    assert {kind for kind, _ in cells} == {"s"}
    # Gnumeric takes the apostrophe for what says "text", and shows what follows.
    assert [value for _, value in cells][:7] == FORMULAS[:7]
    lost = [text.replace("\x00", "\ufffd").replace("\ud800", "\ufffd") for text in TEXTS]
    assert [row["text"] for row in read_table(path, TABLES["rejected"])] == FORMULAS + lost


@pytest.mark.filterwarnings("ignore:Workbook contains no default style")
def test_the_spreadsheet_would_run_it(tmp_path: Path) -> None:
    """Without the guard the same program finds a formula: the test above can fail."""
    path = tmp_path / "raw.csv"
    path.write_text("text\r\n=1+1\r\n-5\r\n")
    assert [kind for kind, _ in open_in_spreadsheet(path)] == ["f", "n"]


# ---- the command ----


def run(*arguments: str, text: str | None = None) -> Any:
    """Runs the command as `summarizer export` does."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command(help=HELP)(export)
    return CliRunner().invoke(app, list(arguments), input=text)


@pytest.fixture
def lines(found: Result, tmp_path: Path) -> Path:
    """A file of results, with one line that holds none."""
    path = tmp_path / "results.jsonl"
    path.write_text(f"{found.to_json()}\nno result\n", encoding="utf-8")
    return path


def test_the_command_writes_tables(found: Result, lines: Path, tmp_path: Path) -> None:
    """A folder of all tables is enough to have the results again; a bad line makes the code 1."""
    folder = tmp_path / "tables"
    done = run(str(lines), "--format", "csv", "-o", str(folder))
    assert done.exit_code == 1
    assert done.stdout == f"1 results in {folder}\n"
    assert f"{lines}:2 is no JSON" in done.stderr
    rows = {name: read_table(folder / f"{name}.csv", TABLES[name]) for name in TABLES}
    assert list(from_tables(rows)) == [found]


def test_the_end_of_a_name_says_the_format(found: Result, tmp_path: Path) -> None:
    """One table goes into the file that is named, and a pipe is read."""
    target = tmp_path / "events.parquet"
    done = run("-", "--table", "events", "-o", str(target), text=found.to_json())
    assert done.exit_code == 0
    assert len(list(read_table(target, TABLES["events"]))) == len(found.events)


@pytest.mark.parametrize("output_format", ["markdown", "plover", "acled", "jsonl", "csv"])
def test_the_command_writes_to_a_pipe(lines: Path, output_format: str) -> None:
    """Standard output gets the export and nothing else."""
    table = ["--table", "events"] if output_format in {"jsonl", "csv"} else []
    done = run(str(lines), "--format", output_format, *table)
    assert done.exit_code == 1
    first = done.stdout.splitlines()[0]
    beginnings = {"markdown": "# ", "plover": '{"id":', "acled": "event_id_cnty,event_date,",
                  "jsonl": '{"article_id":', "csv": "article_id,event_id,"}  # fmt: skip
    assert first.startswith(beginnings[output_format])
    assert "results in" not in done.stdout


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    """The number of events that a scheme has no place for stands on stderr, with the reasons."""
    path = tmp_path / "talks.jsonl"
    path.write_text(summarize("Vantia and Norland held talks on Monday.").to_json())
    done = run(str(path), "--format", "acled")
    assert (done.exit_code, done.stderr) == (0, "1 events left out: 1 of no ACLED type\n")
    done = run(str(path), "--format", "plover", "--realis", "actual", "--realis", "future")
    assert json.loads(done.stdout)["event"] == ["CONSULT"]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["RESULTS"], "does not say which format"),
        (["RESULTS", "--format", "xls"], "unknown format 'xls'"),
        (["RESULTS", "--format", "csv"], "a stream takes one"),
        (["RESULTS", "--format", "csv", "--table", "events", "-o", "RESULTS"], "one of the inputs"),
        (["FOLDER", "--format", "csv", "-o", "FOLDER"], "batch's own files"),
        (["EMPTY", "--format", "plover"], "holds no result"),
    ],
)
def test_wrong_use_is_told(lines: Path, tmp_path: Path, arguments: list[str], problem: str) -> None:
    """A mistake of the caller is refused with what to do, and nothing is written."""
    (tmp_path / "empty.jsonl").touch()
    names = {"RESULTS": str(lines), "FOLDER": str(tmp_path), "EMPTY": str(tmp_path / "empty.jsonl")}
    before = sorted(tmp_path.iterdir())
    done = run(*(names.get(one, one) for one in arguments))
    assert isinstance(done.exception, ConfigError)
    assert problem in str(done.exception)
    assert sorted(tmp_path.iterdir()) == before


def test_no_results_shows_the_help() -> None:
    """Without an argument there is nothing to do, which is wrong use."""
    assert run().exit_code == 2


def test_the_command_loads_nothing_heavy() -> None:
    """Neither the tables nor pyarrow are loaded before something is exported."""
    code = (
        "import sys, summarizer.cli_export; "
        "print([one for one in ('pyarrow', 'summarizer.tables', 'pandas') if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
