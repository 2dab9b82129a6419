"""`summarizer eval lint`: what it finds in gold, where it says so, and what it mends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from summarizer.cli import app
from summarizer_evals.errors import GoldError
from summarizer_evals.gold.lint import lint_all
from summarizer_evals.gold.offsets import place_quotes, walk_quotes
from summarizer_evals.gold.reading import hash_gold, read_case, read_cases
from tests.eval_cases import TOWNS, make_gold, make_text, write_gold

Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Gold of one article."""
    write_gold(tmp_path, TOWNS[:1])
    return tmp_path


def change(root: Path, edit: Change, name: str = "gold.json") -> None:
    """Changes the gold on the disk."""
    path = root / "norburg" / name
    data = json.loads((root / "norburg" / "gold.json").read_text(encoding="utf-8"))
    edit(data)
    path.write_text(json.dumps(data), encoding="utf-8")


def put(path: str, value: object) -> Change:
    """Returns a change that sets one value: `events.0.type`."""

    def edit(data: dict[str, Any]) -> None:
        *steps, last = path.split(".")
        at: Any = data
        for step in steps:
            at = at[int(step)] if step.isdigit() else at[step]
        at[int(last) if last.isdigit() else last] = value

    return edit


def repeat(path: str) -> Change:
    """Returns a change that gives the first item of a list twice."""

    def edit(data: dict[str, Any]) -> None:
        data[path].append(data[path][0])

    return edit


TRAP = {"id": "t1", "rule": "no", "pattern": "(?i)killed nine"}
FAULTS: list[tuple[Change, str, str]] = [
    (put("colour", "red"), "error", "colour Extra inputs are not permitted"),
    (put("events.0.type", "WAR"), "error", "events[0].type Input should be"),
    (put("id", "other"), "error", "id is 'other', but the folder is 'norburg'"),
    (put("article.sha256", "0" * 64), "error", "article length or hash is of another text"),
    (put("article.published", "19/01/24"), "error", "is not a publication date"),
    (put("events.0.evidence.0.start", 0), "error", "evidence[0] the quote is not text[0:"),
    (put("events.0.evidence.0", {"quote": "A fire"}), "error", "the quote has no offsets"),
    (repeat("events"), "error", "events the id 'g1' stands there 2 times"),
    (repeat("key_points"), "error", "key_points the id 'k1' stands there 2 times"),
    (put("events.1.id", "g3"), "error", "key_points[1].events there is no event 'g2'"),
    (put("events.0.links", [{"type": "follows", "target": "g9"}]), "error", "no event 'g9'"),
    (put("events.0.date.anchor", "g9"), "error", "events[0].date.anchor there is no event 'g9'"),
    (put("traps", [{**TRAP, "scope": "g9"}]), "error", "traps[0].scope there is no event 'g9'"),
    (put("traps", [TRAP]), "error", "traps[0] its pattern finds the gold key point k1"),
    (put("traps", [{**TRAP, "pattern": "("}]), "error", "not a regular expression"),
    (put("events.0.date.edtf", "16 January"), "error", "is no EDTF date"),
    (put("events.0.date.edtf", "2024-02-30"), "error", "is no EDTF date"),
    (put("events.0.date.granularity", "month"), "error", "is a day, but granularity is month"),
    (put("events.0.date.edtf_accept", ["2025"]), "warning", "lies after publication"),
    (put("events.1.actors.0.country", "VAN"), "error", "VAN is no ISO 3166-1 alpha-3 code"),
    (put("events.1.actors.0.text", "The king"), "error", "'The king' does not stand in the"),
    (put("events.0.trigger", "blaze"), "error", "events[0].trigger 'blaze' does not stand"),
    (put("events.0.modes", ["aerial"]), "error", "OTHER has no mode 'aerial'"),
    (put("events.0.figures.0.low", 10), "error", "low, best and high must not decrease"),
    (put("events.0.figures.0.subset_of", 0), "error", "subset_of must name another figure"),
    (put("key_points.0.text", "- A fire."), "error", "begins with a bullet"),
    (put("key_points.0.text", "word " * 36), "error", "has over 35 words"),
    (put("key_points.0.supported_by_body", 0), "error", "supported_by_body is false"),
    (put("has_events", 0), "error", "has_events is false, but there are events"),
    (put("has_key_points", 0), "error", "has_key_points is false, but there are key points"),
    (put("key_points", []), "warning", "key_points there is none"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "level", "message"), FAULTS)
def test_what_is_wrong_is_told_with_its_place(
    gold: Path, edit: Change, level: str, message: str
) -> None:
    """Each fault is one problem that says where it is."""
    change(gold, edit)
    problems, _ = lint_all(gold)
    told = [f"{one.where} {one.message}" for one in problems if one.level == level]
    assert any(message in one for one in told), [str(one) for one in problems]


def test_clean_gold_has_no_problem(gold: Path) -> None:
    """A sound article is a case, with nothing to say of it."""
    problems, cases = lint_all(gold)
    assert (problems, [one.id for one in cases]) == ([], ["norburg"])


def test_the_same_article_twice_is_found(tmp_path: Path) -> None:
    """An article that was copied into another folder is an error."""
    write_gold(tmp_path, TOWNS[:1])
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / "article.txt").write_text(make_text("Norburg"), encoding="utf-8")
    data = make_gold("Norburg")
    place_quotes(data, make_text("Norburg"))
    (copy / "gold.json").write_text(json.dumps({**data, "id": "copy"}), encoding="utf-8")
    problems, _ = lint_all(tmp_path)
    assert ["100% of its words stand in copy" in one.message for one in problems] == [True]


def test_fix_writes_offsets_and_says_what_it_cannot_place(gold: Path) -> None:
    """Quotes get their places; one that stands twice or nowhere is told."""
    change(gold, put("events.0.evidence", [{"quote": "A fire destroyed a mill"}]))
    assert lint_all(gold, fix=True)[0] == []
    change(gold, put("events.0.evidence", [{"quote": "Norburg"}]))
    (problem, *_) = lint_all(gold, fix=True)[0]
    assert "stands at 3 places" in problem.message
    change(gold, put("events.0.evidence", [{"quote": "Norburg", "start": 45}]))
    assert lint_all(gold, fix=True)[0] == []
    assert read_case(gold / "norburg").gold.events[0].evidence[0].start > 20
    change(gold, put("events.0.evidence", [{"quote": "nowhere"}]))
    assert "stands at 0 places" in lint_all(gold, fix=True)[0][0].message


def test_an_edited_article_is_placed_anew(gold: Path) -> None:
    """After words were put in front, --fix moves every offset with them."""
    path = gold / "norburg" / "article.txt"
    path.write_text("UPDATE\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(GoldError, match="is of another text"):
        read_cases(gold)
    assert lint_all(gold)[0]
    assert lint_all(gold, fix=True)[0] == []
    case = read_case(gold / "norburg")
    data = case.gold.model_dump(mode="json")
    assert all(case.text[one["start"] : one["end"]] == one["quote"] for _, one in walk_quotes(data))


def test_agreement_of_several_annotators_is_told(gold: Path) -> None:
    """A second annotator's file is linted, too, and how far the two agree is printed."""
    change(gold, put("annotator", "a2"), "gold.second.json")
    done = CliRunner().invoke(app, ["eval", "lint", str(gold)])
    assert done.exit_code == 0, done.output
    assert "annotators agree on 1 articles: events 1.00" in done.output
    change(gold, put("events.0.type", "WAR"), "gold.second.json")
    done = CliRunner().invoke(app, ["eval", "lint", str(gold)])
    assert done.exit_code == 2
    assert "gold.second.json" in done.output


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "holds no <id>/article.txt"),
        ({"a/article.txt": b"Rain."}, "cannot be read"),
        ({"a/article.txt": b"\xff", "a/gold.json": b"{}"}, "is not UTF-8 at byte 0"),
        ({"a/article.txt": b"Rain.", "a/gold.json": b"{"}, "line 1: not JSON"),
        ({"a/article.txt": b"Rain.", "a/gold.json": b"[]"}, "is no JSON object"),
        ({"a/article.txt": b"", "a/gold.json": b"{}"}, "the article is empty"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, files: dict[str, bytes], message: str) -> None:
    """What is missing or no gold at all ends in 2 with a sentence."""
    for name, words in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(words)
    done = CliRunner().invoke(app, ["eval", "lint", str(tmp_path)])
    assert (done.exit_code, message in done.output) == (2, True), done.output


def test_the_hash_of_gold_does_not_hang_on_layout(tmp_path: Path) -> None:
    """Order of cases and layout of files change nothing; a changed value does."""
    write_gold(tmp_path)
    before = read_cases(tmp_path)
    assert hash_gold(before) == hash_gold(before[::-1])
    change(tmp_path, put("format", "gold/1"))
    assert hash_gold(read_cases(tmp_path)) == hash_gold(before)
    change(tmp_path, put("key_points.0.weight", 1))
    assert hash_gold(read_cases(tmp_path)) != hash_gold(before)
