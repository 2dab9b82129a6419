"""Importers: what cannot be read says where it is and what to do, and leaves nothing behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from summarizer_evals.errors import GoldError
from summarizer_evals.imports import Kind, import_gold
from summarizer_evals.imports.mapping import read_mapping

HIDDEN = "Zanzibar"
"""Words of the article, which no message may repeat."""


POINT = {"id": "p", "type": "labels", "value": {"start": 1, "end": 4, "labels": ["AID"]}}
ARROW = {"type": "relation", "from_id": "a", "to_id": "b", "labels": ["actor"]}


def make_task(text: str, annotation: dict[str, Any]) -> dict[str, Any]:
    """One task of a Label Studio export."""
    return {"id": 7, "data": {"text": text}, "annotations": [annotation]}


def with_region(start: Any, end: Any, text: str = HIDDEN) -> list[dict[str, Any]]:
    """A task with one region."""
    value = {"start": start, "end": end, "text": text, "labels": ["ASSAULT"]}
    result = [{"id": "r", "type": "labels", "value": value}]
    return [make_task(f"{HIDDEN} burned.", {"result": result})]


LABEL_STUDIO: list[tuple[Any, str]] = [
    ("[{", "not JSON"),
    ([{"id": 1, "text": HIDDEN, "label": []}], "task 1: it has no `data`"),
    ([7], "task 1: is a number"),
    ("7", "is a number; a JSON list"),
    (with_region(3, 9), "region 'r': its words do not stand at 3:9"),
    (with_region("0", 8), "start: is a string"),
    (with_region(5, 5, ""), "span 'r' is 5:5, but the text has 16"),
    ([make_task(HIDDEN, {"result": [ARROW]})], "'actor' hangs on 'a'"),
    ([make_task(" ", {"result": []})], "the text is empty"),
    ([{"data": {"a": HIDDEN, "b": "x"}, "annotations": [{"result": []}]}], "call it `text`"),
    ([make_task("\ud83d" + HIDDEN, {"result": [POINT]})], "half a character"),
    ([{"data": {"text": HIDDEN}, "annotations": {}}], "annotations: is an object"),
]
DOCCANO: list[tuple[Any, str]] = [
    ('{"text": "a"}\n{', "line 2: not JSON"),
    ("", "holds no line"),
    ({"data": HIDDEN}, "line 1: there is no `text`"),
    ({"text": HIDDEN, "label": ["good"]}, "label 1: is for the whole text"),
    ({"text": HIDDEN, "label": [[0, 99, "AID"]]}, "span '1' is 0:99, but the text has 8"),
    ({"text": HIDDEN, "label": [[0, 9]]}, "has 2 members"),
    ({"text": HIDDEN, "label": [[-1, 9, "AID"]]}, "label 1: is a number; a whole number from 0"),
    ({"text": HIDDEN, "entities": [{"label": "AID"}]}, "an entity has no id"),
    ({"text": HIDDEN, "entities": [], "relations": [{"from_id": 1}]}, "hangs on '1'"),
]
BRAT_LINES: list[tuple[Any, str]] = [
    ("T1\tAID 0 4\twrong", "line 1: the words of 'T1' do not stand at its offsets"),
    ("T1\tAID 0;4\tx", "line 1: offsets are `start end`"),
    ("T1\tAID 0 8\tZanzibar\nT1\tAID 0 8\tZanzibar", "line 2: the id 'T1' stands twice"),
    ("E1\tAID:T9", "E1 hangs on 'T9'"),
    ("E1\tAID", "an event is `Type:T1 Role:T2`"),
    ("X1\tAID", "line 1: begins with none of"),
    ("R1\tactor Arg1:T1", "too few fields"),
    ("A1\tNegation T3", "'Negation' hangs on 'T3'"),
]


def write_label_studio(folder: Path, content: Any) -> Path:
    """Writes an export of Label Studio."""
    words = content if isinstance(content, str) else json.dumps(content)
    (folder / "x.json").write_text(words, encoding="utf-8")
    return folder / "x.json"


def write_doccano(folder: Path, content: Any) -> Path:
    """Writes an export of doccano."""
    words = content if isinstance(content, str) else json.dumps(content)
    (folder / "x.jsonl").write_text(words, encoding="utf-8")
    return folder / "x.jsonl"


def write_lines(folder: Path, content: Any) -> Path:
    """Writes a pair of brat's files."""
    (folder / "x.txt").write_text(HIDDEN, encoding="utf-8")
    (folder / "x.ann").write_text(str(content), encoding="utf-8")
    return folder / "x.ann"


BROKEN = [
    *(("label-studio", write_label_studio, *one) for one in LABEL_STUDIO),
    *(("doccano", write_doccano, *one) for one in DOCCANO),
    *(("brat", write_lines, *one) for one in BRAT_LINES),
]


@pytest.mark.parametrize(("kind", "write", "content", "message"), BROKEN)
def test_broken_exports(
    tmp_path: Path, kind: str, write: Callable[[Path, Any], Path], content: Any, message: str
) -> None:
    """A broken export names file and place, shows no article, and leaves nothing behind."""
    source = write(tmp_path, content)
    with pytest.raises(GoldError) as caught:
        import_gold(cast("Kind", kind), source, tmp_path / "gold")
    assert message in str(caught.value)
    assert source.stem in str(caught.value)
    assert HIDDEN not in str(caught.value)
    assert not (tmp_path / "gold").exists()


def test_sources_that_are_not_there(tmp_path: Path) -> None:
    """A missing export, an empty folder and a lone `.ann` say what to give instead."""
    (tmp_path / "lone.ann").write_text("", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    rows: list[tuple[Kind, str, str]] = [
        ("brat", "nowhere", "is not there"),
        ("brat", "lone.ann", "there is no lone.txt beside it"),
        ("brat", "empty", "holds no *.ann"),
        ("doccano", "empty", "holds no *.jsonl"),
        ("label-studio", "empty", "cannot be read"),
    ]
    for kind, name, message in rows:
        with pytest.raises(GoldError, match=message.replace("*", r"\*")):
            import_gold(kind, tmp_path / name, tmp_path / "gold")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("types: {Attack: WAR}", "types.Attack is 'WAR'; it takes AGREE"),
        ("roles: [actor]", "roles takes pairs such as `Label: actor`"),
        ("labels: {}", "there is no 'labels'; there are types"),
        ("key_points: Summary", "takes a list of labels"),
        ("- a", "no mapping; write types"),
        ("a: [", "line 2: not YAML"),
    ],
)
def test_broken_mappings(tmp_path: Path, words: str, message: str) -> None:
    """A mapping that cannot be says where, and what there is instead."""
    path = tmp_path / "mapping.yaml"
    path.write_text(words + "\n", encoding="utf-8")
    with pytest.raises(GoldError) as caught:
        read_mapping(path)
    assert message in str(caught.value)
