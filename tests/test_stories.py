"""Results are read back from wherever they were written, with the articles they were found in."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from summarizer import Article, ArticleError, ConfigError, Result, summarize
from summarizer.batch import BatchOptions, export, run
from summarizer.stories import read_results, read_stories

TEXTS = {
    "ferry.txt": "Ferry sinks\n\nA ferry sank off Norburg on Monday, killing nine people.\n",
    "talks.txt": "Talks\r\n\r\nOstrel and Vantia held talks on Tuesday 🚢.\r\n",
}


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder of two articles."""
    folder = tmp_path / "news"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_bytes(text.encode())
    return folder


def write_results(path: Path) -> list[Result]:
    """Writes the results of both articles as lines; returns them."""
    results = [summarize(Article(text=text)) for text in TEXTS.values()]
    path.write_text("".join(one.to_json() + "\n" for one in results), encoding="utf-8")
    return results


def test_lines_come_back_as_they_were(tmp_path: Path) -> None:
    """Each line gives its result, and says where it stood."""
    path = tmp_path / "results.jsonl"
    results = write_results(path)
    assert list(read_results([str(path)])) == [
        (f"{path}:1", results[0]),
        (f"{path}:2", results[1]),
    ]


def test_articles_are_found_by_their_text(tmp_path: Path, news: Path) -> None:
    """The text comes byte for byte, whatever the file is called; without files there is none."""
    path = tmp_path / "results.jsonl"
    write_results(path)
    stories, errors = read_stories([str(path)], articles=[str(news)])
    assert errors == []
    assert [one.article.text if one.article else None for one in stories] == list(TEXTS.values())
    stories, _ = read_stories([str(path)])
    assert [one.article for one in stories] == [None, None]


@pytest.mark.parametrize("output_format", ["jsonl", "parquet"])
def test_a_batch_knows_its_articles(tmp_path: Path, news: Path, output_format: str) -> None:
    """The folder of a batch gives its results, and the articles its manifest names."""
    out = tmp_path / "out"
    report = run([str(news)], out, options=BatchOptions(output_format=output_format, processes=1))  # type: ignore[arg-type]
    assert report.counts.done == 2
    stories, errors = read_stories([str(out)])
    assert errors == []
    assert {one.article.text for one in stories if one.article} == set(TEXTS.values())
    moved = news.rename(tmp_path / "moved")
    stories, _ = read_stories([str(out)])
    assert [one.article for one in stories] == [None, None]
    stories, _ = read_stories([str(out)], articles=[str(moved)])
    assert all(one.article for one in stories)


def test_an_exported_table_is_read(tmp_path: Path, news: Path) -> None:
    """Parquet that a batch exported holds the same results."""
    out = tmp_path / "out"
    run([str(news)], out, options=BatchOptions(processes=1))
    export(out, tmp_path / "all.parquet", export_format="parquet")
    found = dict(read_results([str(tmp_path / "all.parquet")])).values()
    lines = dict(read_results([str(out)])).values()
    assert [one.article.sha256 for one in found if isinstance(one, Result)] == [
        one.article.sha256 for one in lines if isinstance(one, Result)
    ]


def test_one_document_and_lines_of_evals_are_read(tmp_path: Path) -> None:
    """A document over many lines, and lines that have the result in a field, are results too."""
    result = summarize("Rain fell.")
    pretty = tmp_path / "pretty.json"
    pretty.write_text(json.dumps(result.to_dict(), indent=2), encoding="utf-8")
    evals = tmp_path / "outputs.jsonl"
    evals.write_text(json.dumps({"case": "rain", "result": result.to_dict()}), encoding="utf-8")
    assert [one for _, one in read_results([str(pretty), str(evals)])] == [result, result]


def test_what_holds_no_result_is_told_in_its_place(tmp_path: Path) -> None:
    """A broken line, other JSON and a foreign file cost only themselves; none is quoted."""
    good = summarize("Rain fell.").to_json()
    path = tmp_path / "mixed.jsonl"
    path.write_text(
        f'{good}\n{{"secret text\n[1]\n{{"schema_version": "9"}}\n\n{good}\n', encoding="utf-8"
    )
    (tmp_path / "no.parquet").write_bytes(b"secret text")
    found = list(read_results([str(path), str(tmp_path / "no.parquet")]))
    kinds = [isinstance(one, Result) for _, one in found]
    assert kinds == [True, False, False, False, True, False]
    errors = [str(one) for _, one in found if isinstance(one, ArticleError)]
    assert f"{path}:2 is no JSON" in errors[0]
    assert f"{path}:4 is no result of schema version 1" in errors[2]
    assert "column `result`" in errors[3]
    assert "secret" not in "".join(errors)


def test_a_pipe_is_read() -> None:
    """Standard input gives lines."""
    line = summarize("Rain fell.").to_json().encode() + b"\n"
    assert [source for source, _ in read_results(["-"], stdin=io.BytesIO(line * 2))] == [
        "-:1",
        "-:2",
    ]


def test_what_is_not_there_is_the_callers_mistake(tmp_path: Path) -> None:
    """A path without results is refused before anything is read."""
    with pytest.raises(ConfigError, match="does not exist"):
        read_results([str(tmp_path / "nowhere.jsonl")])
    with pytest.raises(ConfigError, match="holds no results"):
        read_results([str(tmp_path)])
